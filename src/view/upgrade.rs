//! What a jump from one release to another asks for.

use std::borrow::Cow;

use serde::Serialize;

use super::entry::SettingView;
use super::ledger::{DeprecationRow, KnownIssueRow, SecurityRow};
use super::link::{EntryLink, Named, ReleaseLink};

/// `upgrade` on the page of a jump.
#[derive(Debug, Clone, Serialize)]
pub struct JumpView<'a> {
    /// Where the reader is.
    pub from: ReleaseLink<'a>,
    /// Where the reader wants to be.
    pub to: ReleaseLink<'a>,
    /// `open`, `closed` where no chain of releases that allow it leads there, or `back` to an older release.
    pub way: &'static str,
    /// The way, stop by stop; the last leg ends at `to`.
    pub legs: Vec<LegView<'a>>,
    /// How many releases are on the way, `to` included.
    pub releases: usize,
    /// How many breaking changes.
    pub breaking: usize,
    /// Settings that differ, each once.
    pub settings: Vec<SettingJumpView<'a>>,
    /// Deprecations that end on the way.
    pub removed: Vec<DeprecationRow<'a>>,
    /// Deprecations whose end has a day, or that are announced on the way.
    pub deprecated: Vec<DeprecationRow<'a>>,
    /// Security updates that `to` has and `from` lacks.
    pub security: Vec<SecurityRow<'a>>,
    /// Security updates that `from` has and `to` lacks.
    pub security_lost: Vec<SecurityRow<'a>>,
    /// Known issues that are open in `to` and not in `from`.
    pub issues_met: Vec<KnownIssueRow<'a>>,
    /// Known issues that are open in `from` and not in `to`.
    pub issues_left: Vec<KnownIssueRow<'a>>,
    /// Other jumps that have a page: from `to`, then to `to`, then from `from`.
    pub others: Vec<JumpLink<'a>>,
}

/// A part of the way that is gone in one go.
#[derive(Debug, Clone, Serialize)]
pub struct LegView<'a> {
    /// Where it begins.
    pub start: ReleaseLink<'a>,
    /// Where it ends.
    pub stop: ReleaseLink<'a>,
    /// The releases that are passed on it, oldest first, without the stop.
    pub passed: Vec<ReleaseLink<'a>>,
    /// Its breaking changes, whole.
    pub breaking: Vec<BrokenView<'a>>,
    /// Steps before the upgrade.
    pub before: Vec<StepsView<'a>>,
    /// Steps of the upgrade.
    pub during: Vec<StepsView<'a>>,
    /// Steps after it.
    pub after: Vec<StepsView<'a>>,
    /// Whether any of these steps are of a release that is only passed.
    pub passing_steps: bool,
}

/// A breaking change on the page of a jump.
#[derive(Debug, Clone, Serialize)]
pub struct BrokenView<'a> {
    /// The entry.
    #[serde(flatten)]
    pub entry: EntryLink<'a>,
    /// An id for it on this page.
    pub anchor: String,
    /// The release on the way that has it first.
    pub arrival: ReleaseLink<'a>,
    /// Its components.
    pub components: Vec<Named<'a>>,
    /// Its body, HTML.
    pub body: Cow<'a, str>,
}

/// What one release asks for in one phase.
#[derive(Debug, Clone, Serialize)]
pub struct StepsView<'a> {
    /// The release.
    pub release: ReleaseLink<'a>,
    /// Whether it is only passed.
    pub passed: bool,
    /// An id for it on this page.
    pub anchor: String,
    /// Each step, HTML, without those that a later release asks for again; none where the text is more than one list.
    pub items: Vec<Cow<'a, str>>,
    /// The whole text, HTML.
    pub text: Cow<'a, str>,
}

/// A setting that differs between two releases.
#[derive(Debug, Clone, Serialize)]
pub struct SettingJumpView<'a> {
    /// Its name; its former name where it was renamed.
    pub name: String,
    /// `added`, `changed`, `renamed` or `removed`.
    pub change: &'static str,
    /// The former value.
    pub from: Option<String>,
    /// The new value; the new name where it was renamed.
    pub to: Option<String>,
    /// The new default.
    pub default: Option<String>,
    /// Path from the host of the entry that changed it last.
    pub url: String,
    /// The entries that changed it.
    pub entries: Vec<EntryLink<'a>>,
}

impl SettingJumpView<'_> {
    /// The same as one change.
    pub fn plain(&self) -> SettingView<'_> {
        SettingView {
            name: &self.name,
            change: self.change,
            from: self.from.as_deref(),
            to: self.to.as_deref(),
            default: self.default.as_deref(),
            url: self.url.clone(),
        }
    }
}

/// A jump, as other pages name it.
#[derive(Debug, Clone, Serialize)]
pub struct JumpLink<'a> {
    /// Where it begins.
    pub from: ReleaseLink<'a>,
    /// Where it ends.
    pub to: ReleaseLink<'a>,
    /// Path from the host of its page.
    pub url: String,
}
