//! The announcement of one release or of a period, composed and not sent.

use chrono::NaiveDate;

use crate::diag::Diagnostics;
use crate::ident::{EmailAddress, Key, ProductKey};
use crate::load::Loaded;
use crate::mail::{self, Bulletin, ComposeError, Edition, Letter, News, NewsError, Notice, Offer, Period, Subscriber, Topic};
use crate::model::{Catalog, Environment};

use super::BuildOptions;
use super::address::{Addressed, Readers, Shares, Told, Unreached};
use super::check::{CheckOptions, check};
use super::choose;
use super::find::{self, FindError};
use super::seen::{Seen, Waiting, see};

/// What `announce` is told.
#[derive(Debug, Clone)]
pub struct AnnounceOptions {
    /// The clock, and whether warnings count as errors.
    pub check: CheckOptions,
    /// The product; may be left out where there is only one.
    pub product: Option<String>,
    /// The version, as the writer typed it.
    pub version: String,
    /// What to tell of it; by default what its status says.
    pub notice: Option<Notice>,
    /// The ids of the known issues that are meant, where the notice is about some; may be left out where there is only one.
    pub issues: Vec<String>,
}

/// What there is to announce.
pub struct Announced<'a> {
    /// The announcement; nothing where an error in the content stopped it.
    pub announcement: Option<ReadyAnnouncement<'a>>,
    /// Every problem, sorted.
    pub diagnostics: Diagnostics,
}

/// An announcement that is ready to be composed for whoever gets it.
pub struct ReadyAnnouncement<'a> {
    readers: Readers<'a>,
    /// What readers of all audiences may see.
    whole: Catalog,
    content: Content,
}

/// What is told.
enum Content {
    News(Box<News>),
    Digest(Period, Vec<News>),
}

/// Why there is nothing to announce.
#[derive(Debug, thiserror::Error)]
pub enum AnnounceError {
    /// There is no such release, or the public may not know of it.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The notice does not fit the release.
    #[error(transparent)]
    News(#[from] NewsError),
    /// It could not be composed.
    #[error(transparent)]
    Compose(#[from] ComposeError),
    /// Nothing waits for a digest.
    #[error("nothing was announced from {first} to {last} that waits for this digest")]
    NothingAnnounced {
        /// The first day of the period.
        first: NaiveDate,
        /// The last.
        last: NaiveDate,
    },
}

/// Finds what there is to announce of a release. Only what is public for some audience can be in it.
///
/// # Errors
/// [`AnnounceError`]. Mistakes in the content are diagnostics.
pub fn announce<'a>(loaded: &'a Loaded, options: &AnnounceOptions) -> Result<Announced<'a>, AnnounceError> {
    ready(loaded, options.check, |seen, whole| {
        let product = choose::product(&seen.catalog, options.product.as_deref()).map_err(FindError::from)?;
        let release = find::release(&seen.everything, &seen.catalog, product, &options.version)?;
        let same = whole.find_release(product.index, &release.version.value).unwrap_or(release);
        let notice = options.notice.unwrap_or_else(|| Notice::of(release));
        Ok(Content::News(Box::new(News::of(whole, same, notice, &options.issues, options.check.now)?)))
    })
}

/// Finds what a digest tells: of the campaigns of its period, those that could wait and are news still.
///
/// # Errors
/// [`AnnounceError::NothingAnnounced`]. Mistakes in the content are diagnostics.
pub fn digest<'a>(loaded: &'a Loaded, check: CheckOptions, period: Period, campaigns: &[String]) -> Result<Announced<'a>, AnnounceError> {
    ready(loaded, check, |_, whole| {
        let told = campaigns.iter().filter_map(|campaign| News::told(whole, campaign, check.now));
        let news: Vec<News> = told.filter(|news| !news.is_urgent()).collect();
        if news.is_empty() {
            let (first, last) = period.days();
            return Err(AnnounceError::NothingAnnounced { first, last });
        }
        Ok(Content::Digest(period, news))
    })
}

/// Makes a site ready to be told, and finds in it what that is: in what the public may see, and what readers of all audiences may.
fn ready<'a>(
    loaded: &'a Loaded,
    check: CheckOptions,
    find: impl FnOnce(&Seen, &Catalog) -> Result<Content, AnnounceError>,
) -> Result<Announced<'a>, AnnounceError> {
    let public = public(check);
    let (seen, diagnostics) = see(loaded, &public, Waiting::Left);
    let Some(seen) = seen else {
        return Ok(Announced { announcement: None, diagnostics });
    };
    let audiences: Vec<_> = seen.documents.site.audiences.iter().map(|audience| audience.key.value.clone()).collect();
    let whole = seen.by(&audiences, &public);
    let content = find(&seen, &whole)?;
    let readers = Readers::new(loaded, seen, public);
    Ok(Announced { announcement: Some(ReadyAnnouncement { readers, whole, content }), diagnostics })
}

/// What the public may see, at a moment.
pub(super) fn public(check: CheckOptions) -> BuildOptions {
    BuildOptions { check, environment: Environment::Production, audience: None, base_url: None }
}

impl ReadyAnnouncement<'_> {
    /// What names the campaign among all of the site: `events/2.4.0/released`.
    pub fn campaign(&self) -> String {
        match &self.content {
            Content::News(news) => news.campaign().to_owned(),
            Content::Digest(period, _) => period.campaign(),
        }
    }

    /// The campaigns whose recipients hear of this before all others; none where it is news by itself.
    pub fn heard(&self) -> &[String] {
        match &self.content {
            Content::News(news) => news.heard(),
            Content::Digest(..) => &[],
        }
    }

    /// Whom its mails are from; none where the site sends none.
    pub fn sender(&self) -> Option<&EmailAddress> {
        self.whole.site().mail.as_ref().map(|mail| &mail.from.value)
    }

    /// How many days ago that happened which it tells; none where it is to come.
    pub fn age(&self) -> Option<i64> {
        match &self.content {
            Content::News(news) => news.age(self.readers.today()),
            Content::Digest(..) => None,
        }
    }

    /// What the site has for subscribers to ask for.
    pub fn offer(&self) -> Offer {
        offer_of(self.readers.everything())
    }

    /// That the site has these audiences: a misspelt one would be told what everyone is, and nobody would notice.
    ///
    /// # Errors
    /// [`FindError::UnknownAudience`]
    pub fn knows(&self, audiences: &[Key]) -> Result<(), FindError> {
        self.readers.knows(audiences)
    }

    /// The same in short, for channels; none where the public may see nothing of it, and of a digest, which channels need none of.
    ///
    /// # Errors
    /// [`ComposeError`]
    pub fn bulletin(&self) -> Result<Option<Bulletin>, ComposeError> {
        match &self.content {
            Content::News(news) if news.is_seen(self.readers.public(), &self.whole) => {
                self.readers.in_public(|edition| mail::bulletin(edition, news)).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The key of the product that it tells of; none of a digest.
    pub fn product(&self) -> Option<ProductKey> {
        match &self.content {
            Content::News(news) => Some(news.topic(&self.whole).product),
            Content::Digest(..) => None,
        }
    }

    /// Composes what each recipient gets: one letter for all who may see the same in one language. `heard` says who got one of
    /// the campaigns of [`heard`](Self::heard); none where nobody did, as their wishes decide then.
    ///
    /// # Errors
    /// [`ComposeError`]. Mistakes in the theme are diagnostics.
    pub fn address(&self, subscribers: &[Subscriber], heard: Option<&dyn Fn(&Subscriber) -> bool>) -> Result<Addressed, ComposeError> {
        match &self.content {
            Content::News(news) => self.readers.address(&Story { news, whole: &self.whole, heard }, subscribers),
            Content::Digest(period, news) => self.readers.address(&Review { period, news, whole: &self.whole }, subscribers),
        }
    }
}

/// A period, as something to tell.
struct Review<'a> {
    period: &'a Period,
    news: &'a [News],
    whole: &'a Catalog,
}

impl Told for Review<'_> {
    /// The positions of the news that a recipient asked for and may see.
    type Share = Vec<usize>;

    fn shares<'c>(&'c self, seen: &'c Catalog) -> Shares<'c, Vec<usize>> {
        let topics: Vec<(usize, Topic)> = self.all(seen).into_iter().filter_map(|at| Some((at, self.news.get(at)?.topic(seen)))).collect();
        Box::new(move |subscriber| {
            if subscriber.digest != Some(self.period.digest()) {
                return Err(Unreached::DidNotAsk);
            }
            let share: Vec<usize> = topics.iter().filter(|(_, topic)| subscriber.wants(topic)).map(|(at, _)| *at).collect();
            if share.is_empty() { Err(Unreached::SeesNothing) } else { Ok(share) }
        })
    }

    fn all(&self, seen: &Catalog) -> Vec<usize> {
        self.news.iter().enumerate().filter(|(_, news)| news.is_seen(seen, self.whole)).map(|(at, _)| at).collect()
    }

    fn compose(&self, edition: &Edition, share: &Vec<usize>) -> Result<Letter, ComposeError> {
        let news: Vec<&News> = share.iter().filter_map(|at| self.news.get(*at)).collect();
        mail::compose_digest(edition, self.period, &news)
    }
}

/// A release, as something to tell.
struct Story<'a> {
    news: &'a News,
    whole: &'a Catalog,
    heard: Option<&'a dyn Fn(&Subscriber) -> bool>,
}

impl Told for Story<'_> {
    /// All who may see the same get the same.
    type Share = ();

    fn shares<'c>(&'c self, seen: &'c Catalog) -> Shares<'c, ()> {
        let topic = self.news.topic(seen);
        let is_seen = self.news.is_seen(seen, self.whole);
        Box::new(move |subscriber| {
            let wants = match self.heard {
                // Whoever got the release must hear of it, and whoever asked for just that. A digest told of the release without
                // a word in its ledger.
                Some(heard) if subscriber.digest.is_none() => {
                    heard(subscriber) || subscriber.names(topic.notice) && subscriber.is_concerned(&topic)
                }
                _ => subscriber.wants(&topic),
            };
            match (wants, is_seen) {
                (false, _) => Err(Unreached::DidNotAsk),
                (true, false) => Err(Unreached::SeesNothing),
                (true, true) if subscriber.digest.is_some() && !self.news.is_urgent() => Err(Unreached::Waits),
                (true, true) => Ok(()),
            }
        })
    }

    fn all(&self, _: &Catalog) {}

    fn compose(&self, edition: &Edition, (): &()) -> Result<Letter, ComposeError> {
        mail::compose(edition, self.news)
    }
}

/// What a site has for subscribers to ask for; nothing where its content has errors.
pub fn offer(loaded: &Loaded, options: &CheckOptions) -> (Option<Offer>, Diagnostics) {
    let checked = check(loaded, options);
    let catalog = checked.catalog.filter(|_| !checked.diagnostics.has_errors());
    (catalog.map(|catalog| offer_of(&catalog)), checked.diagnostics)
}

fn offer_of(catalog: &Catalog) -> Offer {
    let components = catalog.products().iter().flat_map(|product| &product.components).map(|(key, _)| key.to_string());
    Offer {
        audiences: catalog.site().audiences.iter().map(|audience| audience.key.value.to_string()).collect(),
        products: catalog.products().iter().map(|product| product.key.to_string()).collect(),
        components: components.collect(),
    }
}
