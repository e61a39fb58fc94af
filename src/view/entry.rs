//! An entry, whole, as a release's page shows it.

use serde::Serialize;

use super::link::{Date, EntryLink, Kind, Link, Named, Picture, ReleaseLink};

/// An entry on a release's page.
#[derive(Debug, Clone, Serialize)]
pub struct EntryView<'a> {
    /// Its id, which is its anchor.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Path from the host, with its anchor, on the page where it first came.
    pub url: String,
    /// Its kind.
    pub kind: Kind<'a>,
    /// Its body, HTML.
    pub body: &'a str,
    /// Its components.
    pub components: Vec<Named<'a>>,
    /// Whom it is for; none means everyone.
    pub audiences: Vec<Named<'a>>,
    /// Whether only private audiences see it; only on staging and preview sites.
    pub private: bool,
    /// Whether it waits until its release is out; only on staging and preview sites.
    pub waiting: bool,
    /// Its picture.
    pub image: Option<Picture<'a>>,
    /// Its `refs`, with an address where a pattern gives one.
    pub refs: Vec<Link<'a>>,
    /// The address of its documentation.
    pub docs: Option<&'a str>,
    /// Further links.
    pub links: Vec<Link<'a>>,
    /// Who made it.
    pub contributors: Vec<Link<'a>>,
    /// Configuration that changed.
    pub settings: Vec<SettingView<'a>>,
    /// What makes it a security update.
    pub security: Option<SecurityView<'a>>,
    /// What makes it a known issue.
    pub known_issue: Option<KnownIssueView<'a>>,
    /// What makes it a deprecation.
    pub deprecation: Option<DeprecationView<'a>>,
    /// Deprecations that end with it.
    pub removes: Vec<EntryLink<'a>>,
    /// Known issues that end with it.
    pub resolves: Vec<EntryLink<'a>>,
    /// Why it stands on a page other than its own release's.
    pub origin: Option<OriginView<'a>>,
    /// Other releases that have it too.
    pub also_in: Vec<ReleaseLink<'a>>,
    /// Fields of a kind of the site's own.
    pub fields: Vec<FieldView<'a>>,
    /// Where a reader says whether it was useful.
    pub feedback: Option<String>,
}

/// Why an entry stands on a page other than its own release's.
#[derive(Debug, Clone, Serialize)]
pub struct OriginView<'a> {
    /// `prerelease` or `backport`.
    pub kind: &'static str,
    /// Where it first came.
    pub release: ReleaseLink<'a>,
}

/// A setting that changed.
#[derive(Debug, Clone, Serialize)]
pub struct SettingView<'a> {
    /// Its name.
    pub name: &'a str,
    /// `added`, `changed`, `renamed` or `removed`.
    pub change: &'static str,
    /// The former name or value.
    pub from: Option<&'a str>,
    /// The new name or value.
    pub to: Option<&'a str>,
    /// The default.
    pub default: Option<&'a str>,
    /// Path from the host of the entry that changed it.
    pub url: String,
}

/// What makes an entry a security update.
#[derive(Debug, Clone, Serialize)]
pub struct SecurityView<'a> {
    /// `low`, `medium`, `high` or `critical`.
    pub severity: &'a str,
    /// `danger`, `warning` or `neutral`.
    pub tone: &'static str,
    /// The CVE and its address.
    pub cve: Option<&'a str>,
    /// The record of the CVE.
    pub cve_url: Option<String>,
    /// The CVSS vector.
    pub cvss: Option<&'a str>,
    /// A calculator that explains the vector.
    pub cvss_url: Option<String>,
    /// The CVSS score, 0.0 to 10.0, with one digit behind the point.
    pub score: Option<String>,
    /// Path from the host of its record in the format of OSV.
    pub osv: Option<String>,
    /// The versions that have the flaw.
    pub affects: &'a str,
    /// Who found it.
    pub credits: Vec<Link<'a>>,
}

/// What makes an entry a known issue.
#[derive(Debug, Clone, Serialize)]
pub struct KnownIssueView<'a> {
    /// `minor`, `major` or `critical`.
    pub severity: &'a str,
    /// `danger`, `warning` or `neutral`.
    pub tone: &'static str,
    /// `open`, `investigating`, `wont-fix` or `resolved`.
    pub state: &'static str,
    /// Whether a reader may still meet it in the newest release.
    pub open: bool,
    /// The versions that have it.
    pub affects: &'a str,
    /// Fixes that end it, oldest release first.
    pub resolved_by: Vec<EntryLink<'a>>,
}

/// What makes an entry a deprecation.
#[derive(Debug, Clone, Serialize)]
pub struct DeprecationView<'a> {
    /// `announced`, `due` or `removed`.
    pub state: &'static str,
    /// `info`, `warning` or `neutral`.
    pub tone: &'static str,
    /// The version it will go in.
    pub removal: Option<&'a str>,
    /// That release, where it is known.
    pub removal_release: Option<ReleaseLink<'a>>,
    /// What to use instead, HTML.
    pub replacement: Option<&'a str>,
    /// The entry that removes it.
    pub removed_by: Option<EntryLink<'a>>,
}

/// A field of a kind of the site's own.
#[derive(Debug, Clone, Serialize)]
pub struct FieldView<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its value; items of a list are joined by commas.
    pub value: String,
}

/// An entry in a list of entries.
#[derive(Debug, Clone, Serialize)]
pub struct EntryRow<'a> {
    /// The entry and its release.
    #[serde(flatten)]
    pub entry: EntryLink<'a>,
    /// When its release came out.
    pub date: Option<Date>,
    /// Its beginning, as plain text.
    pub excerpt: String,
    /// Its components.
    pub components: Vec<Named<'a>>,
    /// Whom it is for; none means everyone.
    pub audiences: Vec<Named<'a>>,
}
