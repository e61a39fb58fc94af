//! What `diff --json` and `notes unreleased --format json` print. They stand in no file of the site, and are built of its pieces.

use serde::Serialize;

use super::{Entry, Named, ReleaseLink, Rich, Setting};

/// What a jump from one release to another asks for.
#[derive(Debug, Serialize)]
pub struct Jump {
    pub product: Named,
    pub from: ReleaseLink,
    pub to: ReleaseLink,
    /// `open`, `closed` where no chain of releases that allow it leads there, or `back` to an older release.
    pub way: &'static str,
    /// The way, stop by stop; the last is `to`.
    pub stops: Vec<Stop>,
    /// Each setting that differs, once.
    pub settings: Vec<ChangedSetting>,
    /// Deprecations that end on the way.
    pub removed: Vec<OfRelease>,
    /// Deprecations that stand in `to`.
    pub deprecated: Vec<OfRelease>,
    /// Security updates that `to` has and `from` lacks.
    pub security: Vec<OfRelease>,
    /// Security updates that `from` has and `to` lacks.
    pub security_lost: Vec<OfRelease>,
    /// Known issues that are open in `to` and not in `from`.
    pub known_issues_met: Vec<OfRelease>,
    /// Known issues that are open in `from` and not in `to`.
    pub known_issues_left: Vec<OfRelease>,
}

/// A part of the way that is gone in one go.
#[derive(Debug, Serialize)]
pub struct Stop {
    pub release: ReleaseLink,
    /// The releases that are passed on the way to it.
    pub passed: Vec<ReleaseLink>,
    /// The version of each of these is that of the release on the way that has it first.
    pub breaking: Vec<OfRelease>,
    pub before: Vec<Steps>,
    pub during: Vec<Steps>,
    pub after: Vec<Steps>,
}

/// What one release asks for in one phase.
#[derive(Debug, Serialize)]
pub struct Steps {
    pub version: String,
    #[serde(flatten)]
    pub text: Rich,
}

/// An entry and the version of its release.
#[derive(Debug, Serialize)]
pub struct OfRelease {
    pub version: String,
    #[serde(flatten)]
    pub entry: Entry,
}

/// A setting that differs, and the addresses of the entries that changed it.
#[derive(Debug, Serialize)]
pub struct ChangedSetting {
    #[serde(flatten)]
    pub setting: Setting,
    pub urls: Vec<String>,
}

/// What waits for a release.
#[derive(Debug, Serialize)]
pub struct Unreleased {
    pub product: Named,
    pub entries: Vec<Entry>,
}
