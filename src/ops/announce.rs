//! The announcement of one release, composed and not sent.

use crate::diag::Diagnostics;
use crate::load::Loaded;
use crate::mail::{self, Announcement, ComposeError, Letter, Notice, Offer, Topic};
use crate::model::{Catalog, Environment, Release};
use crate::view::{Media, Texts};

use super::BuildOptions;
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
}

/// What was composed.
#[derive(Debug)]
pub struct Announced {
    /// The announcement; nothing where an error in the content stopped it.
    pub announcement: Option<ReadyAnnouncement>,
    /// Every problem, sorted.
    pub diagnostics: Diagnostics,
}

/// An announcement, and what of it decides who gets it.
#[derive(Debug)]
pub struct ReadyAnnouncement {
    /// What everyone gets.
    pub letter: Letter,
    /// What it is of.
    pub topic: Topic,
    /// How many days ago that happened which it tells; none where it is to come.
    pub age: Option<i64>,
    /// What the site has for subscribers to ask for.
    pub offer: Offer,
}

/// Why nothing was composed.
#[derive(Debug, thiserror::Error)]
pub enum AnnounceError {
    /// There is no such release, or the public may not know of it.
    #[error(transparent)]
    Find(#[from] FindError),
    /// It could not be composed.
    #[error(transparent)]
    Compose(ComposeError),
}

/// Composes the announcement of a release. Only what the public may see can be in it.
///
/// # Errors
/// [`AnnounceError`]. Mistakes in the content and in the theme are diagnostics.
pub fn announce(loaded: &Loaded, options: &AnnounceOptions) -> Result<Announced, AnnounceError> {
    let public = BuildOptions { check: options.check, environment: Environment::Production, audience: None, base_url: None };
    let (seen, mut diagnostics) = see(loaded, &public, Waiting::Left);
    let Some(Seen { documents, everything, catalog: public, theme }) = seen else {
        return Ok(Announced { announcement: None, diagnostics });
    };
    let product = choose::product(&public, options.product.as_deref()).map_err(FindError::from)?;
    let release = find::release(&everything, &public, product, &options.version)?;
    let media = Media::new(&loaded.assets);
    let texts = Texts::render(&public, &media);
    let notice = options.notice.unwrap_or_else(|| Notice::of(release));
    let announcement = Announcement {
        catalog: &public,
        texts: &texts,
        media: &media,
        theme: &theme,
        release: release.index,
        notice,
        now: options.check.now,
    };
    let letter = match mail::compose(&announcement) {
        Ok(letter) => Some(letter),
        Err(ComposeError::Template(problem)) => {
            diagnostics.push(*problem);
            None
        }
        Err(error) => return Err(AnnounceError::Compose(error)),
    };
    diagnostics.finish(&loaded.sources, &documents.site.checks, options.check.deny_warnings);
    let letter = letter.filter(|_| !diagnostics.has_errors());
    let ready = letter.map(|letter| ReadyAnnouncement {
        letter,
        topic: topic(&public, release, notice),
        age: age(release, notice, &options.check),
        offer: offer_of(&everything),
    });
    Ok(Announced { announcement: ready, diagnostics })
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

fn topic(catalog: &Catalog, release: &Release, notice: Notice) -> Topic {
    let mut components: Vec<_> = catalog.shown(release).flat_map(|(_, entry)| entry.components.iter().cloned()).collect();
    components.sort_unstable();
    components.dedup();
    Topic { product: catalog.product(release.product).key.clone(), components, notice }
}

/// How many days ago the release came out or was rolled back. A plan is to come, and a known issue is news when it is found.
fn age(release: &Release, notice: Notice, options: &CheckOptions) -> Option<i64> {
    let happened = match notice {
        Notice::Released => release.date.as_ref().map(|date| date.value),
        Notice::RolledBack => release.rollback.as_ref().map(|rollback| rollback.date),
        Notice::Planned | Notice::KnownIssue => None,
    };
    happened.map(|when| (options.today() - when.day()).num_days())
}
