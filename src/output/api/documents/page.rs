//! `PRODUCT/pages/N.json`

use serde::Serialize;

use super::{Named, Release};

/// Releases in full, as far as nothing that comes later changes it.
#[derive(Debug, Serialize)]
pub struct Page {
    #[serde(rename = "$schema")]
    pub schema: String,
    pub product: Named,
    pub url: String,
    pub page: usize,
    pub full: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    pub releases: Vec<Release>,
}
