//! `PRODUCT/latest.json`, field by field.

use serde::Serialize;

use super::{Counts, Date, Kind, Named, Rich, VersionSpan};

/// `PRODUCT/latest.json`
#[derive(Debug, Serialize)]
pub struct Latest {
    #[serde(rename = "$schema")]
    pub schema: String,
    pub product: Named,
    pub url: String,
    pub language: String,
    pub kinds: Vec<Kind>,
    pub releases: Vec<LatestRelease>,
    pub known_issues: Vec<LatestIssue>,
    pub known_issues_count: usize,
    pub rollbacks: Vec<LatestRollback>,
    pub rollbacks_count: usize,
}

/// A release in `latest.json`.
#[derive(Debug, Serialize)]
pub struct LatestRelease {
    pub id: String,
    pub version: String,
    #[serde(flatten)]
    pub date: Option<Date>,
    #[serde(rename = "type")]
    pub release_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Rich>,
    pub audiences: Vec<String>,
    pub highlights: Vec<Highlight>,
    pub counts: Counts,
    pub url: String,
    pub json: String,
}

/// A highlight in `latest.json`.
#[derive(Debug, Serialize)]
pub struct Highlight {
    pub id: String,
    pub kind: String,
    pub title: String,
    pub audiences: Vec<String>,
    pub url: String,
}

/// An open critical known issue in `latest.json`.
#[derive(Debug, Serialize)]
pub struct LatestIssue {
    pub id: String,
    pub version: String,
    pub title: String,
    pub severity: String,
    pub state: &'static str,
    pub audiences: Vec<String>,
    pub affects: String,
    pub affected: String,
    pub open_in: Vec<VersionSpan>,
    pub url: String,
}

/// A rollback in `latest.json`.
#[derive(Debug, Serialize)]
pub struct LatestRollback {
    pub version: String,
    #[serde(flatten)]
    pub date: Date,
    pub reason: Rich,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    pub url: String,
}
