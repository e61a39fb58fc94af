//! The documents of the in-app JSON, field by field. `schema.json` in the folder above describes the same, for readers.
//!
//! A field is added, never changed or removed, within `v1`. What is not said is left out, never `null`; a list is always there.
//! A `date` is a day (`2026-05-12`); where a time of day was given as well, `time` has the moment in UTC.

mod calendar;
mod jump;
mod latest;
mod ledger;
mod page;
mod release;
mod upgrade;

use serde::{Serialize, Serializer};

pub use calendar::{Calendar, CalendarEvent};
pub use jump::{ChangedSetting, Jump, OfRelease, Steps, Stop, Unreleased};
pub use latest::{Highlight, Latest, LatestIssue, LatestRelease, LatestRollback};
pub use ledger::{Deprecations, KnownIssue, KnownIssues, Listed, ListedDeprecation, SecurityUpdate, SecurityUpdates};
pub use page::Page;
pub use release::{
    Correction, Deprecation, DeprecationLife, Entry, Head, Image, Link, Origin, Reference, Release, Rollback, RolloutStep, Security,
    Setting, Standing, Upgrade, Window,
};
pub use upgrade::{Fix, UpgradeDeprecation, UpgradeEntry, UpgradeIssue, UpgradeRelease, Upgrades};

/// `index.json`
#[derive(Debug, Serialize)]
pub struct Index {
    #[serde(rename = "$schema")]
    pub schema: String,
    pub readme: String,
    pub widget: String,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub url: String,
    pub language: String,
    pub products: Vec<Product>,
    pub kinds: Vec<Kind>,
    pub audiences: Vec<Named>,
}

/// A product in `index.json`.
#[derive(Debug, Serialize)]
pub struct Product {
    pub key: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub url: String,
    pub components: Vec<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest: Option<ReleaseLink>,
    pub channels: Vec<ChannelLatest>,
    pub lts: Vec<LtsLine>,
    pub support: Support,
    pub documents: Addresses,
    pub pages: usize,
}

/// Where the JSON of a product stands. `release` and `page` are templates of addresses (RFC 6570).
#[derive(Debug, Serialize)]
pub struct Addresses {
    pub latest: String,
    pub releases: String,
    pub release: String,
    pub page: String,
    pub known_issues: String,
    pub deprecations: String,
    pub security: String,
    pub calendar: String,
    pub upgrade: String,
}

/// The newest release of a channel.
#[derive(Debug, Serialize)]
pub struct ChannelLatest {
    pub channel: &'static str,
    pub release: ReleaseLink,
}

/// A long-term-support line, its newest release and its last day.
#[derive(Debug, Serialize)]
pub struct LtsLine {
    pub line: String,
    pub release: ReleaseLink,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// A kind of entry.
#[derive(Debug, Serialize)]
pub struct Kind {
    pub name: String,
    pub heading: String,
    pub label: String,
    pub tone: &'static str,
}

/// Something with a key and a name.
#[derive(Debug, Clone, Serialize)]
pub struct Named {
    pub key: String,
    pub name: String,
}

/// Whom to ask.
#[derive(Debug, Serialize)]
pub struct Support {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// A release named elsewhere: its page and its JSON.
#[derive(Debug, Clone, Serialize)]
pub struct ReleaseLink {
    pub version: String,
    #[serde(flatten)]
    pub date: Option<Date>,
    pub url: String,
    pub json: String,
}

/// A day, and the moment where a time of day was given.
#[derive(Debug, Clone, Serialize)]
pub struct Date {
    pub date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
}

/// A text, both ways.
#[derive(Debug, Clone, Serialize)]
pub struct Rich {
    pub html: String,
    pub text: String,
}

/// How many entries of each kind there are, in page order; a kind without any is left out.
#[derive(Debug, Clone, Default)]
pub struct Counts(pub Vec<(String, usize)>);

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(kind, count)| (kind, count)))
    }
}

/// Consecutive releases, by precedence, both ends included.
#[derive(Debug, Clone, Serialize)]
pub struct VersionSpan {
    pub from: String,
    pub to: String,
}

/// `PRODUCT/releases.json`
#[derive(Debug, Serialize)]
pub struct Releases {
    #[serde(rename = "$schema")]
    pub schema: String,
    pub product: Named,
    pub url: String,
    pub releases: Vec<ListedRelease>,
}

/// A release in the list of all, and the number of the page that holds it in full.
#[derive(Debug, Serialize)]
pub struct ListedRelease {
    #[serde(flatten)]
    pub line: ReleaseLine,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
}

/// A release's worth of a line.
#[derive(Debug, Serialize)]
pub struct ReleaseLine {
    pub id: String,
    pub version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(flatten)]
    pub date: Option<Date>,
    pub status: &'static str,
    #[serde(rename = "type")]
    pub release_type: &'static str,
    pub channel: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lts_until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach: Option<Reach>,
    pub counts: Counts,
    pub url: String,
    pub json: String,
}

/// How far a rollout has come.
#[derive(Debug, Serialize)]
pub struct Reach {
    pub state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// An entry named elsewhere.
#[derive(Debug, Serialize)]
pub struct EntryLink {
    pub id: String,
    pub version: String,
    pub title: String,
    pub url: String,
}

/// Someone to thank.
#[derive(Debug, Serialize)]
pub struct Person {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What makes an entry a known issue.
#[derive(Debug, Serialize)]
pub struct IssueFacts {
    pub severity: String,
    pub affects: String,
    #[serde(flatten)]
    pub life: Option<IssueLife>,
}

/// How it stands with a known issue, which later releases change.
#[derive(Debug, Serialize)]
pub struct IssueLife {
    pub state: &'static str,
    pub open_in: Vec<VersionSpan>,
    pub resolved_by: Vec<EntryLink>,
}
