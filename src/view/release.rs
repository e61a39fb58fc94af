//! A release: as a page of its own, and as an item of the timeline.

use std::borrow::Cow;

use serde::Serialize;

use super::entry::EntryView;
use super::ledger::KnownIssueRow;
use super::link::{Date, EntryLink, Kind, Named, Picture, ReleaseLink};

/// `release` on a release's page.
#[derive(Debug, Clone, Serialize)]
pub struct ReleaseView<'a> {
    /// Its version, title, dates, type and status.
    #[serde(flatten)]
    pub link: ReleaseLink<'a>,
    /// The day its coming was made known.
    pub announced: Option<Date>,
    /// The end of its embargo, where that is still to come; only on staging and preview sites.
    pub embargo: Option<Date>,
    /// HTML.
    pub summary: Option<&'a str>,
    /// What stands out.
    pub highlights: Vec<Highlight<'a>>,
    /// How it was taken back, where it was.
    pub rollback: Option<RollbackView<'a>>,
    /// Changes to the notes since they were published, as written.
    pub corrections: Vec<CorrectionView<'a>>,
    /// When the work on it happens.
    pub window: Option<WindowView<'a>>,
    /// The steps in which it reaches people.
    pub rollout: Vec<RolloutView<'a>>,
    /// How far that has come.
    pub reach: Option<ReachView<'a>>,
    /// What an upgrade takes.
    pub upgrade: UpgradeView<'a>,
    /// Its entries by kind, in page order.
    pub sections: Vec<Section<'a>>,
    /// How many entries it shows.
    pub count: usize,
    /// Known issues of other releases that are open in this one.
    pub known_issues: Vec<KnownIssueRow<'a>>,
    /// The release before it.
    pub previous: Option<ReleaseLink<'a>>,
    /// The release after it.
    pub next: Option<ReleaseLink<'a>>,
    /// For a pre-release, the stable release it led to.
    pub stable: Option<ReleaseLink<'a>>,
    /// For a stable release, the pre-releases that led to it, oldest first.
    pub prereleases: Vec<ReleaseLink<'a>>,
    /// The newest stable release, where that is another and newer one.
    pub newer: Option<ReleaseLink<'a>>,
    /// Where the difference to the release before it can be read.
    pub compare: Option<String>,
    /// Path from the host of the release as JSON, where the site has that.
    pub json: Option<String>,
    /// Items of readiness and whether they are done; only on staging and preview sites.
    pub readiness: Vec<ReadinessView<'a>>,
    /// Entries that stood on the page and stand elsewhere now, so that links to them lead on.
    pub moved: Vec<MovedEntry<'a>>,
}

/// An entry that stood on a page once.
#[derive(Debug, Clone, Serialize)]
pub struct MovedEntry<'a> {
    /// Its anchor.
    pub id: &'a str,
    /// Where it is now: a path from the host, or an absolute address.
    pub url: String,
}

/// The entries of one kind on a release's page.
#[derive(Debug, Clone, Serialize)]
pub struct Section<'a> {
    /// The kind.
    pub kind: Kind<'a>,
    /// The entries, in the order written.
    pub entries: Vec<EntryView<'a>>,
}

/// An entry that stands out.
#[derive(Debug, Clone, Serialize)]
pub struct Highlight<'a> {
    /// The entry.
    #[serde(flatten)]
    pub entry: EntryLink<'a>,
    /// Its beginning, as plain text.
    pub excerpt: String,
    /// Its picture.
    pub image: Option<Picture<'a>>,
}

/// How a release was taken back.
#[derive(Debug, Clone, Serialize)]
pub struct RollbackView<'a> {
    /// When.
    pub date: Date,
    /// Why, HTML.
    pub reason: Option<&'a str>,
    /// What to use instead.
    pub replaced_by: Option<ReleaseLink<'a>>,
}

/// A change to the notes after they were published.
#[derive(Debug, Clone, Serialize)]
pub struct CorrectionView<'a> {
    /// When.
    pub date: Date,
    /// What, HTML.
    pub note: &'a str,
}

/// When the work on a release happens.
#[derive(Debug, Clone, Serialize)]
pub struct WindowView<'a> {
    /// From.
    pub from: Date,
    /// To.
    pub to: Date,
    /// Whether both ends are on one day.
    pub same_day: bool,
    /// What users notice.
    pub impact: Option<&'a str>,
}

/// A step in which a release reaches people.
#[derive(Debug, Clone, Serialize)]
pub struct RolloutView<'a> {
    /// When.
    pub date: Date,
    /// Percent.
    pub share: Option<u8>,
    /// Whom.
    pub to: Option<&'a str>,
    /// Whether its day has come.
    pub done: bool,
}

/// How far a rollout has come.
#[derive(Debug, Clone, Serialize)]
pub struct ReachView<'a> {
    /// `planned`, `rolling-out` or `complete`.
    pub state: &'static str,
    /// While it is rolling out, the share that has it by now, percent.
    pub share: Option<u8>,
    /// And who these are.
    pub to: Option<&'a str>,
}

/// A release that was the newest and was taken back.
#[derive(Debug, Clone, Serialize)]
pub struct TakenBackView<'a> {
    /// Its version, title, dates, type and status.
    #[serde(flatten)]
    pub link: ReleaseLink<'a>,
    /// How it was taken back.
    pub rollback: RollbackView<'a>,
}

/// What an upgrade takes. Each phase is HTML.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UpgradeView<'a> {
    /// Whether there is any phase.
    pub any: bool,
    /// Before.
    pub before: Option<Cow<'a, str>>,
    /// During.
    pub during: Option<Cow<'a, str>>,
    /// After.
    pub after: Option<Cow<'a, str>>,
    /// The versions that may upgrade straight to this one.
    pub from: Option<&'a str>,
}

/// An item of readiness.
#[derive(Debug, Clone, Serialize)]
pub struct ReadinessView<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether it is done.
    pub done: bool,
}

/// An item of the timeline.
#[derive(Debug, Clone, Serialize)]
pub struct ReleaseCard<'a> {
    /// Its version, title, dates, type and status.
    #[serde(flatten)]
    pub link: ReleaseLink<'a>,
    /// HTML.
    pub summary: Option<&'a str>,
    /// The summary's beginning, as plain text.
    pub excerpt: Option<String>,
    /// What stands out.
    pub highlights: Vec<Highlight<'a>>,
    /// How it was taken back, where it was.
    pub rollback: Option<RollbackView<'a>>,
    /// How many entries it has of each kind, in page order.
    pub counts: Vec<KindCount<'a>>,
    /// How many entries it shows.
    pub count: usize,
    /// The first entries that are not highlights.
    pub entries: Vec<EntryLink<'a>>,
    /// How many more there are.
    pub more: usize,
    /// For a pre-release, the stable release it led to.
    pub stable: Option<ReleaseLink<'a>>,
    /// When the work on it happens.
    pub window: Option<WindowView<'a>>,
    /// How far its rollout has come.
    pub reach: Option<ReachView<'a>>,
}

/// How many entries are of a kind.
#[derive(Debug, Clone, Serialize)]
pub struct KindCount<'a> {
    /// The kind.
    #[serde(flatten)]
    pub kind: Kind<'a>,
    /// How many.
    pub count: usize,
}

/// A release on the page of upgrades.
#[derive(Debug, Clone, Serialize)]
pub struct UpgradeStop<'a> {
    /// The release.
    #[serde(flatten)]
    pub link: ReleaseLink<'a>,
    /// Its steps.
    pub upgrade: UpgradeView<'a>,
    /// Its breaking changes, whole.
    pub breaking: Vec<BreakingChange<'a>>,
    /// Settings that changed, with the entries that changed them.
    pub settings: Vec<super::entry::SettingView<'a>>,
}

/// A breaking change on the page of upgrades.
#[derive(Debug, Clone, Serialize)]
pub struct BreakingChange<'a> {
    /// The entry.
    #[serde(flatten)]
    pub entry: EntryLink<'a>,
    /// Its components.
    pub components: Vec<Named<'a>>,
    /// Its body, HTML.
    pub body: Cow<'a, str>,
}
