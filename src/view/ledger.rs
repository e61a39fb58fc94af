//! Rows of the lists of known issues, deprecations and security updates.

use serde::Serialize;

use super::entry::{DeprecationView, KnownIssueView, SecurityView};
use super::link::{EntryLink, Named, ReleaseLink};

/// A known issue.
#[derive(Debug, Clone, Serialize)]
pub struct KnownIssueRow<'a> {
    /// The entry and the release that told of it first.
    #[serde(flatten)]
    pub entry: EntryLink<'a>,
    /// Its severity, state, versions and fixes.
    pub known_issue: KnownIssueView<'a>,
    /// Its components.
    pub components: Vec<Named<'a>>,
    /// What to do about it, HTML, where its body has a section `Workaround`.
    pub workaround: Option<&'a str>,
    /// The versions that have it, less those in which it is closed, in comparators of whole versions.
    pub affected: String,
}

/// A deprecation.
#[derive(Debug, Clone, Serialize)]
pub struct DeprecationRow<'a> {
    /// The entry and the release that told of it first.
    #[serde(flatten)]
    pub entry: EntryLink<'a>,
    /// Its state, removal and replacement.
    pub deprecation: DeprecationView<'a>,
    /// Its components.
    pub components: Vec<Named<'a>>,
    /// The versions in which it is deprecated and not yet removed, in comparators of whole versions.
    pub affected: String,
    /// The versions from which it is removed, likewise.
    pub gone: Option<String>,
}

/// A security update.
#[derive(Debug, Clone, Serialize)]
pub struct SecurityRow<'a> {
    /// The entry and its release.
    #[serde(flatten)]
    pub entry: EntryLink<'a>,
    /// Its severity, identifiers and versions.
    pub security: SecurityView<'a>,
    /// Its components.
    pub components: Vec<Named<'a>>,
    /// Every release that has the fix, its own first.
    pub fixed_in: Vec<ReleaseLink<'a>>,
    /// The versions that have the flaw, less those with a fix, in comparators of whole versions.
    pub affected: String,
}
