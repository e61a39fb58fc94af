//! The documents of the in-app JSON, field by field. `schema.json` beside this file describes the same, for readers.
//!
//! A field is added, never changed or removed, within `v1`. What is not said is left out, never `null`; a list is always there.
//! A `date` is a day (`2026-05-12`); where a time of day was given as well, `time` has the moment in UTC.

use serde::{Serialize, Serializer};

/// `index.json`
#[derive(Debug, Serialize)]
pub(super) struct Index {
    #[serde(rename = "$schema")]
    pub(super) schema: String,
    pub(super) title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    pub(super) url: String,
    pub(super) language: String,
    pub(super) products: Vec<Product>,
    pub(super) kinds: Vec<Kind>,
    pub(super) audiences: Vec<Named>,
}

/// A product in `index.json`.
#[derive(Debug, Serialize)]
pub(super) struct Product {
    pub(super) key: String,
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    pub(super) url: String,
    pub(super) components: Vec<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) latest: Option<ReleaseLink>,
    pub(super) channels: Vec<ChannelLatest>,
    pub(super) lts: Vec<LtsLine>,
    pub(super) support: Support,
    pub(super) documents: Addresses,
}

/// Where the JSON of a product stands.
#[derive(Debug, Serialize)]
pub(super) struct Addresses {
    pub(super) latest: String,
    pub(super) releases: String,
    pub(super) known_issues: String,
}

/// The newest release of a channel.
#[derive(Debug, Serialize)]
pub(super) struct ChannelLatest {
    pub(super) channel: &'static str,
    pub(super) release: ReleaseLink,
}

/// A long-term-support line, its newest release and its last day.
#[derive(Debug, Serialize)]
pub(super) struct LtsLine {
    pub(super) line: String,
    pub(super) release: ReleaseLink,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) until: Option<String>,
}

/// A kind of entry.
#[derive(Debug, Serialize)]
pub(super) struct Kind {
    pub(super) name: String,
    pub(super) heading: String,
    pub(super) label: String,
    pub(super) tone: &'static str,
}

/// Something with a key and a name.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Named {
    pub(super) key: String,
    pub(super) name: String,
}

/// Whom to ask.
#[derive(Debug, Serialize)]
pub(super) struct Support {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) phone: Option<String>,
}

/// A release named elsewhere: its page and its JSON.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ReleaseLink {
    pub(super) version: String,
    #[serde(flatten)]
    pub(super) date: Option<Date>,
    pub(super) url: String,
    pub(super) json: String,
}

/// A day, and the moment where a time of day was given.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Date {
    pub(super) date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) time: Option<String>,
}

/// A text, both ways.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Rich {
    pub(super) html: String,
    pub(super) text: String,
}

/// How many entries of each kind there are, in page order; a kind without any is left out.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts(pub(super) Vec<(String, usize)>);

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(kind, count)| (kind, count)))
    }
}

/// `PRODUCT/latest.json`
#[derive(Debug, Serialize)]
pub(super) struct Latest {
    #[serde(rename = "$schema")]
    pub(super) schema: String,
    pub(super) product: Named,
    pub(super) url: String,
    pub(super) releases: Vec<LatestRelease>,
    pub(super) known_issues: Vec<LatestIssue>,
    pub(super) rollbacks: Vec<LatestRollback>,
}

/// A release in `latest.json`.
#[derive(Debug, Serialize)]
pub(super) struct LatestRelease {
    pub(super) id: String,
    pub(super) version: String,
    #[serde(flatten)]
    pub(super) date: Option<Date>,
    #[serde(rename = "type")]
    pub(super) release_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) summary: Option<Rich>,
    pub(super) highlights: Vec<Highlight>,
    pub(super) counts: Counts,
    pub(super) url: String,
    pub(super) json: String,
}

/// A highlight in `latest.json`.
#[derive(Debug, Serialize)]
pub(super) struct Highlight {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) title: String,
    pub(super) audiences: Vec<String>,
    pub(super) url: String,
}

/// An open critical known issue in `latest.json`.
#[derive(Debug, Serialize)]
pub(super) struct LatestIssue {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) title: String,
    pub(super) severity: String,
    pub(super) state: &'static str,
    pub(super) audiences: Vec<String>,
    pub(super) affects: String,
    pub(super) open_in: Vec<VersionSpan>,
    pub(super) url: String,
}

/// A rollback in `latest.json`.
#[derive(Debug, Serialize)]
pub(super) struct LatestRollback {
    pub(super) version: String,
    #[serde(flatten)]
    pub(super) date: Date,
    pub(super) reason: Rich,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) replaced_by: Option<String>,
    pub(super) url: String,
}

/// Consecutive releases, by precedence, both ends included.
#[derive(Debug, Clone, Serialize)]
pub(super) struct VersionSpan {
    pub(super) from: String,
    pub(super) to: String,
}

/// `PRODUCT/releases.json`
#[derive(Debug, Serialize)]
pub(super) struct Releases {
    #[serde(rename = "$schema")]
    pub(super) schema: String,
    pub(super) product: Named,
    pub(super) url: String,
    pub(super) releases: Vec<ReleaseLine>,
}

/// A release's worth of a line.
#[derive(Debug, Serialize)]
pub(super) struct ReleaseLine {
    pub(super) id: String,
    pub(super) version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    #[serde(flatten)]
    pub(super) date: Option<Date>,
    pub(super) status: &'static str,
    #[serde(rename = "type")]
    pub(super) release_type: &'static str,
    pub(super) channel: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lts_until: Option<String>,
    pub(super) counts: Counts,
    pub(super) url: String,
    pub(super) json: String,
}

/// `PRODUCT/releases/VERSION.json`
#[derive(Debug, Serialize)]
pub(super) struct Release {
    #[serde(rename = "$schema")]
    pub(super) schema: String,
    pub(super) product: Named,
    #[serde(flatten)]
    pub(super) line: ReleaseLine,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) announced: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) updated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) summary: Option<Rich>,
    pub(super) highlights: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) window: Option<Window>,
    pub(super) rollout: Vec<RolloutStep>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) upgrade: Option<Upgrade>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) upgrade_from: Option<String>,
    pub(super) corrections: Vec<Correction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rollback: Option<Rollback>,
    pub(super) entries: Vec<Entry>,
    pub(super) known_issues: Vec<EntryLink>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) previous: Option<ReleaseLink>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next: Option<ReleaseLink>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stable: Option<ReleaseLink>,
    pub(super) prereleases: Vec<ReleaseLink>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) compare_url: Option<String>,
    pub(super) support: Support,
}

/// When work on a release is done.
#[derive(Debug, Serialize)]
pub(super) struct Window {
    pub(super) from: String,
    pub(super) to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) impact: Option<String>,
}

/// A step of a rollout.
#[derive(Debug, Serialize)]
pub(super) struct RolloutStep {
    #[serde(flatten)]
    pub(super) date: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) share: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) to: Option<String>,
}

/// Upgrade steps by phase.
#[derive(Debug, Serialize)]
pub(super) struct Upgrade {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) before: Option<Rich>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) during: Option<Rich>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) after: Option<Rich>,
}

/// A change to the notes after they were published.
#[derive(Debug, Serialize)]
pub(super) struct Correction {
    #[serde(flatten)]
    pub(super) date: Date,
    pub(super) note: Rich,
}

/// How a release was taken back.
#[derive(Debug, Serialize)]
pub(super) struct Rollback {
    #[serde(flatten)]
    pub(super) date: Date,
    pub(super) reason: Rich,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) replaced_by: Option<ReleaseLink>,
}

/// An entry named elsewhere.
#[derive(Debug, Serialize)]
pub(super) struct EntryLink {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) title: String,
    pub(super) url: String,
}

/// An entry on a release's page.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) title: String,
    pub(super) url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<Rich>,
    pub(super) components: Vec<String>,
    pub(super) audiences: Vec<String>,
    pub(super) highlight: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) origin: Option<Origin>,
    pub(super) refs: Vec<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) docs: Option<String>,
    pub(super) links: Vec<Link>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) image: Option<Image>,
    pub(super) contributors: Vec<Person>,
    pub(super) also_in: Vec<String>,
    pub(super) settings: Vec<Setting>,
    pub(super) removes: Vec<EntryLink>,
    pub(super) resolves: Vec<EntryLink>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) security: Option<Security>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) known_issue: Option<IssueFacts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) deprecation: Option<Deprecation>,
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    pub(super) fields: serde_json::Map<String, serde_json::Value>,
}

/// Why an entry of another release stands here.
#[derive(Debug, Serialize)]
pub(super) struct Origin {
    pub(super) reason: &'static str,
    pub(super) release: ReleaseLink,
}

/// A reference to a tracker.
#[derive(Debug, Serialize)]
pub(super) struct Reference {
    pub(super) text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
}

/// A link with a title.
#[derive(Debug, Serialize)]
pub(super) struct Link {
    pub(super) title: String,
    pub(super) url: String,
}

/// A picture.
#[derive(Debug, Serialize)]
pub(super) struct Image {
    pub(super) url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) alt: Option<String>,
}

/// Someone to thank.
#[derive(Debug, Serialize)]
pub(super) struct Person {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
}

/// Configuration that changed.
#[derive(Debug, Serialize)]
pub(super) struct Setting {
    pub(super) name: String,
    pub(super) change: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) default: Option<String>,
}

/// What makes an entry a security update.
#[derive(Debug, Serialize)]
pub(super) struct Security {
    pub(super) severity: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cve: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cvss: Option<String>,
    pub(super) affects: String,
    pub(super) credits: Vec<Person>,
}

/// What makes an entry a known issue.
#[derive(Debug, Serialize)]
pub(super) struct IssueFacts {
    pub(super) severity: String,
    pub(super) state: &'static str,
    pub(super) affects: String,
    pub(super) open_in: Vec<VersionSpan>,
    pub(super) resolved_by: Vec<EntryLink>,
}

/// What makes an entry a deprecation.
#[derive(Debug, Serialize)]
pub(super) struct Deprecation {
    pub(super) state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) removal: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) replacement: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) removed_by: Option<EntryLink>,
}

/// `PRODUCT/known-issues.json`
#[derive(Debug, Serialize)]
pub(super) struct KnownIssues {
    #[serde(rename = "$schema")]
    pub(super) schema: String,
    pub(super) product: Named,
    pub(super) url: String,
    pub(super) issues: Vec<KnownIssue>,
}

/// A known issue in the list.
#[derive(Debug, Serialize)]
pub(super) struct KnownIssue {
    pub(super) id: String,
    pub(super) version: String,
    #[serde(flatten)]
    pub(super) date: Option<Date>,
    pub(super) title: String,
    pub(super) url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<Rich>,
    pub(super) components: Vec<String>,
    pub(super) audiences: Vec<String>,
    #[serde(flatten)]
    pub(super) facts: IssueFacts,
}
