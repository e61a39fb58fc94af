//! What one reader may see of the documents. [`resolve`](super::resolve) takes in only that, so nothing else can leak.

use chrono::{DateTime, NaiveDate, Utc};

use crate::ident::{BaseUrl, Key};
use crate::parse::document::{AudienceDocument, EntryDocument, ReleaseDocument, Status};
use crate::template::Template;

/// Which site is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Environment {
    /// The public site: no private audience, nothing under embargo, nothing unreleased, plans only once announced.
    #[default]
    Production,
    /// Everything, marked as such, for those who work on it; not for search engines.
    Staging,
    /// As staging, on the writer's own machine.
    Preview,
}

/// Who will read a build, where, and when.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Which site.
    pub environment: Environment,
    /// For a reader of these audiences: what is for any of them, private or not, and what is for everyone. None of them means
    /// a reader of whom nothing is known.
    pub audiences: Vec<Key>,
    /// Show what waits in `unreleased/` although this is the public site: notes that are kept with the code tell of it.
    pub unreleased: bool,
    /// The address that the build will stand at, in the place of `url` in site.yaml.
    pub base_url: Option<BaseUrl>,
    /// The build's one clock: the day for plans and the moment for embargoes.
    pub today: NaiveDate,
    /// The moment, for `publish`.
    pub now: DateTime<Utc>,
}

/// How much of a release its reader sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// All of it.
    Whole,
    /// What an announced plan tells: the release and those entries that readers prepare for.
    Advance,
    /// Its day in the calendar.
    Day,
    /// Nothing.
    Nothing,
}

impl Scope {
    /// A scope that leaves nothing out: what checks are made on.
    pub fn everything(today: NaiveDate, now: DateTime<Utc>) -> Self {
        Self { environment: Environment::Preview, audiences: Vec::new(), unreleased: false, base_url: None, today, now }
    }

    pub(super) fn sight(&self, release: &ReleaseDocument) -> Sight {
        if self.environment != Environment::Production {
            return Sight::Whole;
        }
        if release.publish.as_ref().is_some_and(|publish| publish.to_utc() > self.now) {
            return Sight::Nothing;
        }
        match (release.status.value, &release.announced, &release.date) {
            (Status::Released | Status::RolledBack, ..) => Sight::Whole,
            (Status::Planned, Some(announced), _) if announced.value <= self.today => Sight::Advance,
            (Status::Planned, _, Some(_)) => Sight::Day,
            (Status::Planned, _, None) => Sight::Nothing,
        }
    }

    /// Whether entries in `unreleased/` are seen.
    pub(super) fn sees_unreleased(&self) -> bool {
        self.unreleased || self.environment != Environment::Production
    }

    /// Whether the reader sees this entry on the page of a release that is seen as `sight`.
    pub(super) fn sees_entry(&self, entry: &EntryDocument, template: &Template, sight: Sight, audiences: &[AudienceDocument]) -> bool {
        let in_time = match sight {
            Sight::Whole => true,
            Sight::Advance => template.advance,
            Sight::Day | Sight::Nothing => false,
        };
        in_time
            && (entry.audiences.is_empty() || entry.audiences.iter().any(|key| self.knows_audience(key, audiences)) && self.is_for(entry))
    }

    /// Whether the reader may know that this audience exists.
    pub(super) fn knows_audience(&self, key: &Key, audiences: &[AudienceDocument]) -> bool {
        self.knows_all_audiences() || self.audiences.contains(key) || !is_private(key, audiences)
    }

    /// Whether the reader may know of every audience.
    pub(super) fn knows_all_audiences(&self) -> bool {
        self.environment != Environment::Production && self.audiences.is_empty()
    }

    fn is_for(&self, entry: &EntryDocument) -> bool {
        self.audiences.is_empty() || entry.audiences.iter().any(|key| self.audiences.contains(&key.value))
    }
}

/// Whether an audience is a private one.
pub(super) fn is_private(key: &Key, audiences: &[AudienceDocument]) -> bool {
    audiences.iter().any(|audience| audience.private && audience.key.value == *key)
}

/// Whether only private audiences see an entry.
pub(super) fn is_private_entry(entry: &EntryDocument, audiences: &[AudienceDocument]) -> bool {
    !entry.audiences.is_empty() && entry.audiences.iter().all(|key| is_private(key, audiences))
}
