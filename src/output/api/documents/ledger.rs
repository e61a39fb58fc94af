//! `PRODUCT/known-issues.json`, `PRODUCT/deprecations.json` and `PRODUCT/security.json`.

use serde::Serialize;

use super::{Date, Deprecation, IssueFacts, Named, ReleaseLink, Rich, Security};

/// `PRODUCT/known-issues.json`
#[derive(Debug, Serialize)]
pub struct KnownIssues {
    #[serde(rename = "$schema")]
    pub schema: String,
    pub product: Named,
    pub url: String,
    pub issues: Vec<KnownIssue>,
}

/// A known issue in the list.
#[derive(Debug, Serialize)]
pub struct KnownIssue {
    #[serde(flatten)]
    pub entry: Listed,
    #[serde(flatten)]
    pub facts: IssueFacts,
}

/// `PRODUCT/deprecations.json`
#[derive(Debug, Serialize)]
pub struct Deprecations {
    #[serde(rename = "$schema")]
    pub schema: String,
    pub product: Named,
    pub url: String,
    pub deprecations: Vec<ListedDeprecation>,
}

/// A deprecation in the list.
#[derive(Debug, Serialize)]
pub struct ListedDeprecation {
    #[serde(flatten)]
    pub entry: Listed,
    #[serde(flatten)]
    pub facts: Deprecation,
}

/// `PRODUCT/security.json`
#[derive(Debug, Serialize)]
pub struct SecurityUpdates {
    #[serde(rename = "$schema")]
    pub schema: String,
    pub product: Named,
    pub url: String,
    pub updates: Vec<SecurityUpdate>,
}

/// A security update in the list.
#[derive(Debug, Serialize)]
pub struct SecurityUpdate {
    #[serde(flatten)]
    pub entry: Listed,
    #[serde(flatten)]
    pub facts: Security,
    pub fixed_in: Vec<ReleaseLink>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub osv: Option<String>,
}

/// What every item of these lists has.
#[derive(Debug, Serialize)]
pub struct Listed {
    pub id: String,
    pub version: String,
    #[serde(flatten)]
    pub date: Option<Date>,
    pub title: String,
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Rich>,
    pub components: Vec<String>,
    pub audiences: Vec<String>,
    pub affected: String,
}
