//! `PRODUCT/releases/VERSION.json`, field by field.

use serde::Serialize;

use super::{Date, EntryLink, IssueFacts, Named, Person, ReleaseLine, ReleaseLink, Rich, Support};

/// `PRODUCT/releases/VERSION.json`; with its entries, all of it that depends on other releases or on the day is in [`Standing`]
/// and what is called a life, so that a page can go without.
#[derive(Debug, Serialize)]
pub struct Release {
    #[serde(flatten)]
    pub head: Option<Head>,
    #[serde(flatten)]
    pub line: ReleaseLine,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub announced: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Rich>,
    pub highlights: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    pub rollout: Vec<RolloutStep>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upgrade: Option<Upgrade>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upgrade_from: Option<String>,
    pub corrections: Vec<Correction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rollback: Option<Rollback>,
    pub entries: Vec<Entry>,
    #[serde(flatten)]
    pub standing: Option<Standing>,
}

/// What a document of its own begins with.
#[derive(Debug, Serialize)]
pub struct Head {
    #[serde(rename = "$schema")]
    pub schema: String,
    pub product: Named,
}

/// What a release is among others.
#[derive(Debug, Serialize)]
pub struct Standing {
    pub known_issues: Vec<EntryLink>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<ReleaseLink>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<ReleaseLink>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stable: Option<ReleaseLink>,
    pub prereleases: Vec<ReleaseLink>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compare_url: Option<String>,
    pub support: Support,
}

/// When work on a release is done.
#[derive(Debug, Serialize)]
pub struct Window {
    pub from: String,
    pub to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
}

/// A step of a rollout.
#[derive(Debug, Serialize)]
pub struct RolloutStep {
    #[serde(flatten)]
    pub date: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// Upgrade steps by phase.
#[derive(Debug, Serialize)]
pub struct Upgrade {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Rich>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub during: Option<Rich>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Rich>,
}

/// A change to the notes after they were published.
#[derive(Debug, Serialize)]
pub struct Correction {
    #[serde(flatten)]
    pub date: Date,
    pub note: Rich,
}

/// How a release was taken back.
#[derive(Debug, Serialize)]
pub struct Rollback {
    #[serde(flatten)]
    pub date: Date,
    pub reason: Rich,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<ReleaseLink>,
}

/// An entry on a release's page.
#[derive(Debug, Serialize)]
pub struct Entry {
    pub id: String,
    pub kind: String,
    pub title: String,
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Rich>,
    pub components: Vec<String>,
    pub audiences: Vec<String>,
    pub highlight: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    pub refs: Vec<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    pub links: Vec<Link>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    pub contributors: Vec<Person>,
    pub also_in: Vec<String>,
    pub settings: Vec<Setting>,
    pub removes: Vec<EntryLink>,
    pub resolves: Vec<EntryLink>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security: Option<Security>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_issue: Option<IssueFacts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecation: Option<Deprecation>,
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    pub fields: serde_json::Map<String, serde_json::Value>,
}

/// Why an entry of another release stands here.
#[derive(Debug, Serialize)]
pub struct Origin {
    pub reason: &'static str,
    pub release: ReleaseLink,
}

/// A reference to a tracker.
#[derive(Debug, Serialize)]
pub struct Reference {
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A link with a title.
#[derive(Debug, Serialize)]
pub struct Link {
    pub title: String,
    pub url: String,
}

/// A picture.
#[derive(Debug, Serialize)]
pub struct Image {
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
}

/// Configuration that changed.
#[derive(Debug, Serialize)]
pub struct Setting {
    pub name: String,
    pub change: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
}

/// What makes an entry a security update.
#[derive(Debug, Serialize)]
pub struct Security {
    pub severity: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cve: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cvss: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    pub affects: String,
    pub credits: Vec<Person>,
}

/// What makes an entry a deprecation.
#[derive(Debug, Serialize)]
pub struct Deprecation {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removal: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replacement: Option<String>,
    #[serde(flatten)]
    pub life: Option<DeprecationLife>,
}

/// How it stands with a deprecation, which later releases change.
#[derive(Debug, Serialize)]
pub struct DeprecationLife {
    pub state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed_by: Option<EntryLink>,
}
