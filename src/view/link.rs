//! Small things that pages name: releases, entries, dates, kinds.

use serde::Serialize;

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat};

use crate::ident::When;
use crate::template::Template;

/// A day, perhaps with a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Date {
    /// For `datetime` attributes: `2026-05-12`, or RFC 3339 where there is a time.
    pub iso: String,
    /// `2026-05-12`, for the filters `date` and `date_short`.
    pub day: String,
    /// `09:00`, where a time was given.
    pub time: Option<String>,
    /// `UTC` or an offset such as `+02:00`, where a time was given.
    pub zone: Option<String>,
}

impl From<NaiveDate> for Date {
    fn from(day: NaiveDate) -> Self {
        let text = day.format("%Y-%m-%d").to_string();
        Self { iso: text.clone(), day: text, time: None, zone: None }
    }
}

impl From<DateTime<FixedOffset>> for Date {
    fn from(moment: DateTime<FixedOffset>) -> Self {
        let zone = if moment.offset().local_minus_utc() == 0 { "UTC".to_owned() } else { moment.offset().to_string() };
        Self {
            iso: moment.to_rfc3339_opts(SecondsFormat::Secs, true),
            day: moment.format("%Y-%m-%d").to_string(),
            time: Some(moment.format("%H:%M").to_string()),
            zone: Some(zone),
        }
    }
}

impl From<&When> for Date {
    fn from(when: &When) -> Self {
        match DateTime::parse_from_rfc3339(&when.to_string()) {
            Ok(moment) => moment.into(),
            Err(_) => when.day().into(),
        }
    }
}

/// A release, as other pages name it.
#[derive(Debug, Clone, Serialize)]
pub struct ReleaseLink<'a> {
    /// The version as written.
    pub version: &'a str,
    /// Its title, where it has one.
    pub title: Option<&'a str>,
    /// Path from the host.
    pub url: &'a str,
    /// The name of its product.
    pub product: &'a str,
    /// When it came out or will; none for a plan without a day.
    pub date: Option<Date>,
    /// `major`, `minor`, `patch`, `hotfix`, `security`, `alpha`, `beta`, `rc` or `preview`.
    pub release_type: &'static str,
    /// `stable`, `rc`, `beta`, `alpha` or `preview`.
    pub channel: &'static str,
    /// `planned`, `released` or `rolled-back`.
    pub status: &'static str,
    /// The end of support, where it belongs to a long-term-support line.
    pub lts_until: Option<Date>,
    /// Whether the public may not see it yet; only on staging and preview sites.
    pub hidden: bool,
}

/// A kind of entry.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Kind<'a> {
    /// Its name in front matter: `feature`.
    pub name: &'a str,
    /// The heading over its entries: `New features`.
    pub heading: &'a str,
    /// The badge: `New`.
    pub label: &'a str,
    /// `danger`, `warning`, `success`, `info` or `neutral`.
    pub tone: &'static str,
}

impl<'a> From<&'a Template> for Kind<'a> {
    fn from(template: &'a Template) -> Self {
        Self { name: template.name.as_str(), heading: &template.heading, label: &template.label, tone: template.tone.name() }
    }
}

/// An entry, as other pages name it.
#[derive(Debug, Clone, Serialize)]
pub struct EntryLink<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Path from the host, with its anchor.
    pub url: String,
    /// Its kind.
    pub kind: Kind<'a>,
    /// The release that holds it; none while it waits for one.
    pub release: Option<ReleaseLink<'a>>,
    /// Whether only private audiences see it.
    pub private: bool,
}

/// A link with its text.
#[derive(Debug, Clone, Serialize)]
pub struct Link<'a> {
    /// The text.
    pub title: &'a str,
    /// The address; none where there is only text.
    pub url: Option<&'a str>,
}

/// A component or an audience.
#[derive(Debug, Clone, Serialize)]
pub struct Named<'a> {
    /// Its key.
    pub key: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Path from the host of its page; none for audiences.
    pub url: Option<String>,
    /// Whether it is a private audience.
    pub private: bool,
}

/// A picture.
#[derive(Debug, Clone, Serialize)]
pub struct Picture<'a> {
    /// Path from the host, or an absolute address.
    pub src: String,
    /// What it shows, for those who do not see it.
    pub alt: &'a str,
    /// Pixels, where they could be read from the file.
    pub width: Option<usize>,
    /// Pixels.
    pub height: Option<usize>,
    /// For the attribute of that name: the picture and narrower copies of it, each with its width. None where there are no copies.
    pub srcset: Option<String>,
}
