//! `PRODUCT/calendar.json`

use serde::Serialize;

use super::Named;

/// What has a day.
#[derive(Debug, Serialize)]
pub struct Calendar {
    #[serde(rename = "$schema")]
    pub schema: String,
    pub product: Named,
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    pub events: Vec<CalendarEvent>,
}

/// Something that has a day, or several.
#[derive(Debug, Serialize)]
pub struct CalendarEvent {
    pub uid: String,
    pub revision: u32,
    pub kind: &'static str,
    pub date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    pub url: String,
}
