//! A release, resolved.

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::ident::{Version, VersionRange, When};
use crate::parse::document::{Correction, Readiness, RolloutStep, Status, UpgradeSteps, Window};
use crate::source::{FileId, Span, Spanned, Text};

use super::{EntryIndex, ProductIndex, ReleaseIndex};

/// What kind of step a release is. Derived from its version and the one before; `hotfix` and `security` are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReleaseType {
    /// The first number went up, or it is the first release.
    Major,
    /// The second number went up.
    Minor,
    /// The third number went up.
    Patch,
    /// An emergency fix, said to be one.
    Hotfix,
    /// Made for its security fixes, said to be so.
    Security,
    /// A pre-release tagged `alpha`.
    Alpha,
    /// A pre-release tagged `beta`.
    Beta,
    /// A pre-release tagged `rc`.
    Rc,
    /// A pre-release with any other tag.
    Preview,
}

impl ReleaseType {
    /// As in JSON and class names: `major`, `rc` and so on.
    pub fn name(self) -> &'static str {
        match self {
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Patch => "patch",
            Self::Hotfix => "hotfix",
            Self::Security => "security",
            Self::Alpha => "alpha",
            Self::Beta => "beta",
            Self::Rc => "rc",
            Self::Preview => "preview",
        }
    }
}

/// The stream of releases that a release comes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// For everyone.
    Stable,
    /// Candidates.
    Rc,
    /// Complete, for trying out.
    Beta,
    /// Early.
    Alpha,
    /// Pre-releases with any other tag.
    Preview,
}

impl Channel {
    /// As in JSON: `stable`, `rc` and so on.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::Rc => "rc",
            Self::Beta => "beta",
            Self::Alpha => "alpha",
            Self::Preview => "preview",
        }
    }
}

/// A release.
#[derive(Debug, Clone)]
pub struct Release {
    /// Its own index.
    pub index: ReleaseIndex,
    /// Its product.
    pub product: ProductIndex,
    /// Its path within the site, `events/2.4.0/`.
    pub path: String,
    /// The folder its media stand in, from the site's folder.
    pub folder: String,
    /// The file that says what is true of it as a whole.
    pub file: FileId,
    /// That file's first line.
    pub place: Span,
    /// `version`
    pub version: Spanned<Version>,
    /// Derived.
    pub release_type: ReleaseType,
    /// Derived.
    pub channel: Channel,
    /// `title`
    pub title: Option<String>,
    /// `date`
    pub date: Option<Spanned<When>>,
    /// `status`
    pub status: Spanned<Status>,
    /// `announced`
    pub announced: Option<Spanned<NaiveDate>>,
    /// The end of support of its line, where that is a long-term-support line; inherited by the line's patches.
    pub lts_until: Option<NaiveDate>,
    /// `lts.until`, where the release says it itself.
    pub stated_lts: Option<Spanned<NaiveDate>>,
    /// `publish`
    pub publish: Option<DateTime<FixedOffset>>,
    /// `summary`, Markdown.
    pub summary: Option<Text>,
    /// Entries of `highlights` in that order, then entries that say `highlight: true`.
    pub highlights: Vec<EntryIndex>,
    /// `window`
    pub window: Option<Spanned<Window>>,
    /// `rollout`
    pub rollout: Vec<RolloutStep>,
    /// `upgrade`
    pub upgrade: UpgradeSteps,
    /// `upgrade_from`
    pub upgrade_from: Option<Spanned<VersionRange>>,
    /// `corrections`
    pub corrections: Vec<Correction>,
    /// `readiness`
    pub readiness: Vec<(Spanned<String>, Spanned<Readiness>)>,
    /// `rollback`, where it was rolled back.
    pub rollback: Option<Rollback>,
    /// Its own entries, as written.
    pub entries: Vec<EntryIndex>,
    /// What its page shows: own entries, those of its pre-releases and backports to it; by kind, then in the order written.
    pub shown: Vec<Shown>,
    /// Known issues of other releases that are open in this one; none while it is planned.
    pub known_issues: Vec<EntryIndex>,
    /// The release before it by precedence: for a stable one the stable one before it, for a pre-release whatever comes before.
    /// For one that is out, planned ones do not count.
    pub previous: Option<ReleaseIndex>,
    /// The one after it, likewise.
    pub next: Option<ReleaseIndex>,
    /// For a pre-release, the stable release it led to.
    pub stable: Option<ReleaseIndex>,
    /// For a stable release, the pre-releases that led to it, oldest first.
    pub prereleases: Vec<ReleaseIndex>,
}

impl Release {
    /// Whether it is a folder that entries can be added to, and not one file.
    pub fn has_folder(&self) -> bool {
        self.folder.split('/').count() > 2
    }

    /// Whether it is out (and perhaps taken back since).
    pub fn is_out(&self) -> bool {
        self.status.value != Status::Planned
    }
    /// Whether it is out and stands.
    pub fn stands(&self) -> bool {
        self.status.value == Status::Released
    }
    /// Whether it is on the stable channel.
    pub fn is_stable(&self) -> bool {
        self.channel == Channel::Stable
    }
    /// Whether one may go straight from another release to this one: by `upgrade_from`, where it says so.
    pub fn takes(&self, from: &Release) -> bool {
        let allowed = self.upgrade_from.as_ref().is_none_or(|range| range.contains(&from.version.value));
        from.version.value < self.version.value && allowed
    }
    /// How far its rollout has come; none where it has no steps or was rolled back.
    pub fn reach(&self, today: NaiveDate) -> Option<Reach<'_>> {
        let last = self.rollout.last().filter(|_| self.status.value != Status::RolledBack)?;
        let begun = self.rollout.iter().rfind(|step| step.date.day() <= today).filter(|_| self.is_out());
        let is_whole = |step: &RolloutStep| step.share.as_ref().is_none_or(|share| share.value >= 100);
        Some(match begun {
            None => Reach::Planned,
            Some(step) if std::ptr::eq(step, last) && is_whole(step) => Reach::Complete,
            Some(step) => Reach::Rolling(step),
        })
    }
    /// When its notes last changed: its date, a correction, its rollback; while it is planned, the day it was announced instead of its date.
    pub fn updated(&self) -> Option<When> {
        let told =
            if self.is_out() { self.date.as_ref().map(|date| date.value) } else { self.announced.as_ref().map(|day| When::on(day.value)) };
        let corrected = self.corrections.iter().map(|correction| correction.date.value);
        told.into_iter().chain(corrected).chain(self.rollback.as_ref().map(|rollback| rollback.date)).max()
    }
    /// `title`, or the version.
    pub fn heading(&self) -> &str {
        self.title.as_deref().unwrap_or(self.version.as_str())
    }
}

/// How far a rollout has come.
#[derive(Debug, Clone, Copy)]
pub enum Reach<'a> {
    /// No step has begun.
    Planned,
    /// This step is the newest that has begun.
    Rolling(&'a RolloutStep),
    /// The last step has begun, and it leaves out no share.
    Complete,
}

impl Reach<'_> {
    /// As in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Rolling(_) => "rolling-out",
            Self::Complete => "complete",
        }
    }
}

/// An entry on a release's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The entry.
    pub entry: EntryIndex,
    /// Where it first came, when that is another release than the page's.
    pub origin: Option<Origin>,
}

/// Why an entry of another release stands on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It came with this pre-release of the page's release.
    Prerelease(ReleaseIndex),
    /// It was made for this release and brought back to the page's.
    Backport(ReleaseIndex),
}

/// How a release was taken back.
#[derive(Debug, Clone)]
pub struct Rollback {
    /// `date`
    pub date: When,
    /// `reason`, Markdown.
    pub reason: Text,
    /// `replaced_by`
    pub replaced_by: Option<ReleaseIndex>,
}
