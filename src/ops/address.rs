//! Who gets which letter. Recipients who may see the same, in the same language, get the same one, which is composed once.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::diag::Diagnostics;
use crate::ident::{EmailAddress, Key, Locale};
use crate::load::Loaded;
use crate::mail::{ComposeError, Edition, Letter, Subscriber};
use crate::model::Catalog;
use crate::theme::{self, Theme};
use crate::view::{Media, Texts};

use super::BuildOptions;
use super::find::FindError;
use super::seen::Seen;

/// Letters, and who gets which.
#[derive(Debug)]
pub struct Addressed {
    /// The first is what the public may see of it in the site's language, whether somebody gets that or not. None where a
    /// mistake in the theme stopped it.
    pub letters: Vec<Letter>,
    /// Each recipient with the position of its letter, in the order of the subscribers.
    pub recipients: Vec<(EmailAddress, usize)>,
    /// How many did not ask for it.
    pub did_not_ask: usize,
    /// How many asked for it and may see nothing of it, or have no news in it.
    pub see_nothing: usize,
    /// How many get it with a digest.
    pub wait: usize,
    /// Mistakes in the theme.
    pub diagnostics: Diagnostics,
}

impl Addressed {
    /// How many subscribers there are.
    pub fn all(&self) -> usize {
        self.recipients.len() + self.did_not_ask + self.see_nothing + self.wait
    }
}

/// Why somebody does not get it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreached {
    DidNotAsk,
    SeesNothing,
    Waits,
}

/// What somebody gets.
pub(super) type Shares<'c, T> = Box<dyn Fn(&Subscriber) -> Result<T, Unreached> + 'c>;

/// Subscribers with their positions in the list.
type People<'s> = Vec<(usize, &'s Subscriber)>;

/// Something that recipients are told: a release, or what a period brought.
pub(super) trait Told {
    /// What of it a recipient gets. Who gets the same share in the same language gets the same letter.
    type Share: Clone + Ord;

    /// What each of the recipients gets who may see this much.
    fn shares<'c>(&'c self, seen: &'c Catalog) -> Shares<'c, Self::Share>;

    /// What somebody gets who asked for everything.
    fn all(&self, seen: &Catalog) -> Self::Share;

    fn compose(&self, edition: &Edition, share: &Self::Share) -> Result<Letter, ComposeError>;
}

/// A site, ready to be told to any reader.
pub(super) struct Readers<'a> {
    loaded: &'a Loaded,
    seen: Seen,
    public: BuildOptions,
    media: Media,
}

impl<'a> Readers<'a> {
    /// `seen` is the site as the public sees it, by the options `public`.
    pub(super) fn new(loaded: &'a Loaded, seen: Seen, public: BuildOptions) -> Self {
        let media = Media::new(&loaded.assets);
        Self { loaded, seen, public, media }
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.public.check.today()
    }

    /// The site with nothing left out.
    pub(super) fn everything(&self) -> &Catalog {
        &self.seen.everything
    }

    /// The site as the public sees it.
    pub(super) fn public(&self) -> &Catalog {
        &self.seen.catalog
    }

    /// The site as everybody may see it, in its own language.
    pub(super) fn in_public<T>(&self, tell: impl FnOnce(&Edition) -> T) -> T {
        let catalog = self.public();
        let texts = Texts::render(catalog, &self.media);
        let (theme, language) = (&self.seen.theme, self.site_language());
        tell(&Edition { catalog, texts: &texts, media: &self.media, theme, language, now: self.public.check.now })
    }

    pub(super) fn knows(&self, audiences: &[Key]) -> Result<(), FindError> {
        audiences.iter().try_for_each(|audience| self.seen.knows_audience(Some(audience)))
    }

    /// Composes what is told, for each of the subscribers who gets it.
    pub(super) fn address<T: Told>(&self, told: &T, subscribers: &[Subscriber]) -> Result<Addressed, ComposeError> {
        let mut desk = Desk::new(self, told);
        let done = desk.address(subscribers);
        let Desk { mut addressed, mut recipients, .. } = desk;
        match done {
            Err(ComposeError::Template(problem)) => {
                addressed.diagnostics.push(*problem);
                let levels = &self.seen.documents.site.checks;
                addressed.diagnostics.finish(&self.loaded.sources, levels, self.public.check.deny_warnings);
                addressed.letters.clear();
            }
            done => done?,
        }
        recipients.sort_unstable_by_key(|(position, ..)| *position);
        addressed.recipients = recipients.into_iter().map(|(_, address, letter)| (address, letter)).collect();
        Ok(addressed)
    }

    /// The audiences of a subscriber that the site knows.
    fn audiences(&self, subscriber: &Subscriber) -> Vec<Key> {
        let known = |key: &&Key| self.seen.documents.site.audiences.iter().any(|audience| audience.key.value == **key);
        let mut audiences: Vec<Key> = subscriber.audiences.iter().filter(known).cloned().collect();
        audiences.sort_unstable();
        audiences.dedup();
        audiences
    }

    /// The language of a subscriber's mails: the site's, where the theme has no words of theirs.
    fn language(&self, subscriber: &Subscriber) -> Locale {
        let site = self.site_language();
        let own = subscriber.language.as_ref().filter(|own| *own != site).and_then(|own| self.seen.theme.speaks(own));
        own.unwrap_or_else(|| site.clone())
    }

    fn site_language(&self) -> &Locale {
        &self.seen.catalog.site().language
    }
}

/// The work of one round.
struct Desk<'a, T: Told> {
    readers: &'a Readers<'a>,
    told: &'a T,
    /// By language.
    themes: BTreeMap<Locale, Theme>,
    addressed: Addressed,
    recipients: Vec<(usize, EmailAddress, usize)>,
}

impl<'a, T: Told> Desk<'a, T> {
    fn new(readers: &'a Readers<'a>, told: &'a T) -> Self {
        let addressed = Addressed {
            letters: Vec::new(),
            recipients: Vec::new(),
            did_not_ask: 0,
            see_nothing: 0,
            wait: 0,
            diagnostics: Diagnostics::default(),
        };
        Self { readers, told, themes: BTreeMap::new(), addressed, recipients: Vec::new() }
    }

    fn address(&mut self, subscribers: &[Subscriber]) -> Result<(), ComposeError> {
        let mut groups: BTreeMap<Vec<Key>, People> = BTreeMap::new();
        for (position, subscriber) in subscribers.iter().enumerate() {
            groups.entry(self.readers.audiences(subscriber)).or_default().push((position, subscriber));
        }
        let public = groups.remove(&Vec::new()).unwrap_or_default();
        self.tell(self.readers.public(), &public, true)?;
        for (audiences, people) in groups {
            let seen = self.readers.seen.by(&audiences, &self.readers.public);
            self.tell(&seen, &people, false)?;
        }
        Ok(())
    }

    /// Composes for those who may see the same.
    fn tell(&mut self, seen: &Catalog, people: &[(usize, &Subscriber)], is_public: bool) -> Result<(), ComposeError> {
        let mut letters: BTreeMap<(Locale, T::Share), People> = BTreeMap::new();
        let mut first = is_public.then(|| (self.readers.site_language().clone(), self.told.all(seen)));
        {
            let shares = self.told.shares(seen);
            for (position, subscriber) in people {
                match shares(subscriber) {
                    Ok(share) => {
                        let language = self.readers.language(subscriber);
                        letters.entry((language, share)).or_default().push((*position, *subscriber));
                    }
                    Err(Unreached::DidNotAsk) => self.addressed.did_not_ask += 1,
                    Err(Unreached::SeesNothing) => self.addressed.see_nothing += 1,
                    Err(Unreached::Waits) => self.addressed.wait += 1,
                }
            }
        }
        if letters.is_empty() && first.is_none() {
            return Ok(());
        }
        let texts = Texts::render(seen, &self.readers.media);
        if let Some(key) = first.take() {
            let people = letters.remove(&key).unwrap_or_default();
            self.compose(seen, &texts, &key, &people)?;
        }
        for (key, people) in letters {
            self.compose(seen, &texts, &key, &people)?;
        }
        Ok(())
    }

    fn compose(
        &mut self,
        catalog: &Catalog,
        texts: &Texts,
        (language, share): &(Locale, T::Share),
        people: &[(usize, &Subscriber)],
    ) -> Result<(), ComposeError> {
        let readers = self.readers;
        let theme = if language == readers.site_language() {
            &readers.seen.theme
        } else {
            self.themes.entry(language.clone()).or_insert_with(|| {
                let site = &readers.seen.documents.site;
                // What is wrong with the theme was said when the site was checked.
                theme::load_in(language, readers.loaded, site, &catalog.site().url, &mut Diagnostics::default())
            })
        };
        let edition = Edition { catalog, texts, media: &readers.media, theme, language, now: readers.public.check.now };
        let letter = self.told.compose(&edition, share)?;
        let number = self.addressed.letters.len();
        self.addressed.letters.push(letter);
        self.recipients.extend(people.iter().map(|(position, subscriber)| (*position, subscriber.address.clone(), number)));
        Ok(())
    }
}
