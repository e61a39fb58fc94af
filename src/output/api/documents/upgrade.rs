//! `PRODUCT/upgrade.json`: the facts from which a reader's browser works out any upgrade. Entries are named by their place in `entries`.

use serde::Serialize;

use super::{Kind, Named, ReleaseLink, Rich, Security, Setting, Upgrade, VersionSpan};

/// `PRODUCT/upgrade.json`
#[derive(Debug, Serialize)]
pub struct Upgrades {
    #[serde(rename = "$schema")]
    pub schema: String,
    pub product: Named,
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest: Option<String>,
    pub kinds: Vec<Kind>,
    pub components: Vec<Named>,
    pub audiences: Vec<Named>,
    pub releases: Vec<UpgradeRelease>,
    pub entries: Vec<UpgradeEntry>,
    pub due: Vec<usize>,
}

/// A release, with what it asks for.
#[derive(Debug, Serialize)]
pub struct UpgradeRelease {
    #[serde(flatten)]
    pub link: ReleaseLink,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    pub status: &'static str,
    #[serde(rename = "type")]
    pub release_type: &'static str,
    pub channel: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lts_until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upgrade_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upgrade: Option<Upgrade>,
    pub entries: Vec<usize>,
}

/// An entry that may matter to an upgrade.
#[derive(Debug, Serialize)]
pub struct UpgradeEntry {
    pub id: String,
    pub version: String,
    pub kind: String,
    pub title: String,
    pub url: String,
    pub breaking: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Rich>,
    pub components: Vec<String>,
    pub audiences: Vec<String>,
    pub also_in: Vec<String>,
    pub settings: Vec<Setting>,
    pub removes: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security: Option<Security>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_issue: Option<UpgradeIssue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecation: Option<UpgradeDeprecation>,
}

/// What makes an entry a known issue.
#[derive(Debug, Serialize)]
pub struct UpgradeIssue {
    pub severity: String,
    pub state: &'static str,
    pub open_in: Vec<VersionSpan>,
    pub fixed_in: Vec<Fix>,
}

/// The release of a fix, and the fix.
#[derive(Debug, Serialize)]
pub struct Fix {
    pub version: String,
    pub url: String,
}

/// What makes an entry a deprecation.
#[derive(Debug, Serialize)]
pub struct UpgradeDeprecation {
    pub state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removal: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replacement: Option<Rich>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed_by: Option<usize>,
}
