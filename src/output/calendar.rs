//! Calendars (RFC 5545): what is planned, when work is done, when nothing ships, what ends; and the last year's releases.
//!
//! In: the [`Material`]. Out: `calendar.ics` for the site and, where it has several products, one for each.
//! An event's UID is made of keys, versions and ids, so that a moved date moves the event in a reader's calendar.
//! `DTSTAMP` is the day its content last changed, never the clock.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property, ValueType};
use rayon::prelude::*;

use crate::ident::{Version, When};
use crate::model::{DeprecationState, Product, Release, Scheduled};
use crate::parse::document::{Blackout, OutputKind};

use super::text::{clean, excerpt};
use super::{Artifact, Material};

/// How many days back events stay: a reader finds what shipped in the last year.
const PAST_DAYS: u64 = 366;

/// The length of a description, in characters; the page has the rest.
const DESCRIPTION: usize = 600;

/// Makes every calendar; none where the site does not want them.
pub fn render(material: &Material) -> Vec<Artifact> {
    let site = material.catalog.site();
    if !site.makes(OutputKind::Calendar) {
        return Vec::new();
    }
    let products: Vec<&Product> = material.catalog.products().iter().collect();
    let mut calendars = vec![("calendar.ics".to_owned(), site.title.clone(), products.clone())];
    for product in products.into_iter().filter(|product| !product.path.is_empty()) {
        calendars.push((format!("{}calendar.ics", product.path), format!("{} – {}", product.name, site.title), vec![product]));
    }
    calendars.into_par_iter().map(|(path, name, products)| Artifact { path, bytes: calendar(material, &name, &products) }).collect()
}

fn calendar(material: &Material, name: &str, products: &[&Product]) -> Vec<u8> {
    let site = material.catalog.site();
    let name = clean(name);
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar
        .append_property(Property::new("PRODID", format!("-//{}//Tidings//{}", clean(&site.title), site.language.as_str().to_uppercase())));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.append_property(("METHOD", "PUBLISH"));
    // RFC 7986 names and older readers' own; the library does not know that NAME is text.
    calendar.append_property(Property::new("NAME", &*name).append_parameter(ValueType::Text).done());
    calendar.append_property(("X-WR-CALNAME", &*name));
    if let Some(description) = &site.description {
        let description = excerpt(description, DESCRIPTION);
        calendar.append_property(("DESCRIPTION", &*description));
        calendar.append_property(("X-WR-CALDESC", &*description));
    }
    calendar.append_property(Property::new("REFRESH-INTERVAL", "PT12H").append_parameter(ValueType::Duration).done());
    calendar.append_property(("X-PUBLISHED-TTL", "PT12H"));
    calendar.extend(events(material, products));
    calendar.to_string().into_bytes()
}

/// All events by their start, those that share one by their id.
fn events(material: &Material, products: &[&Product]) -> Vec<Event> {
    let mut dated: Vec<Dated> = Vec::new();
    for product in products {
        for release in product.releases.iter().map(|index| material.catalog.release(*index)) {
            dated.extend(release_day(material, release));
            dated.extend(window(material, release));
        }
        dated.extend(product.scheduled.iter().map(|scheduled| scheduled_day(material, product, scheduled)));
        dated.extend(support_ends(material, product));
        dated.extend(removals(material, product));
    }
    dated.extend(blackouts(material, products));
    let first = material.catalog.today().checked_sub_days(Days::new(PAST_DAYS)).unwrap_or(NaiveDate::MIN);
    dated.retain(|event| event.last >= first);
    dated.sort_by(|a, b| (a.first, &a.uid).cmp(&(b.first, &b.uid)));
    dated.into_iter().map(|dated| dated.event).collect()
}

/// An event, its id and the days it covers, both included.
struct Dated {
    first: NaiveDate,
    last: NaiveDate,
    uid: String,
    event: Event,
}

/// What every event says.
struct Notice {
    uid: String,
    summary: String,
    description: String,
    url: String,
    category: &'static str,
    stamp: DateTime<Utc>,
}

impl Notice {
    /// An event of whole days, both included, that leaves them free in a reader's calendar.
    fn days(self, material: &Material, first: NaiveDate, last: NaiveDate) -> Dated {
        let mut event = Event::new();
        event.starts(first).ends(last.checked_add_days(Days::new(1)).unwrap_or(last)).add_property("TRANSP", "TRANSPARENT");
        self.finish(material, event, first, last)
    }

    fn finish(self, material: &Material, mut event: Event, first: NaiveDate, last: NaiveDate) -> Dated {
        let uid = format!("{}@{}", self.uid, material.catalog.site().tag_host);
        event.uid(&uid).timestamp(self.stamp).summary(&clean(&self.summary)).url(&self.url).categories([self.category]);
        if !self.description.is_empty() {
            event.description(&self.description);
        }
        Dated { first, last, uid, event }
    }
}

/// The day of a release, planned or out.
fn release_day(material: &Material, release: &Release) -> Option<Dated> {
    let day = release.date.as_ref()?.value.day();
    let planned = if release.is_out() { "" } else { "Planned: " };
    let title = release.title.as_ref().map(|title| format!(": {title}")).unwrap_or_default();
    let mut description = material.texts.summary(release.index).map(|text| excerpt(&text.plain, DESCRIPTION)).unwrap_or_default();
    if let Some(rollback) = &release.rollback {
        let reason = material.texts.rollback(release.index).map(|text| text.plain.as_str()).unwrap_or_default();
        description = format!("Rolled back on {}. {}", rollback.date.day(), excerpt(reason, DESCRIPTION));
    }
    let notice = Notice {
        uid: uid(material, release, "release"),
        summary: format!("{planned}{}{title}", material.name(release)),
        description,
        url: material.url(&release.path),
        category: "Release",
        stamp: stamp(material, release),
    };
    let mut dated = notice.days(material, day, day);
    dated.event.sequence(u32::try_from(release.corrections.len()).unwrap_or(u32::MAX));
    dated.event.status(if release.is_out() { EventStatus::Confirmed } else { EventStatus::Tentative });
    Some(dated)
}

/// The day of a release whose coming is not announced yet: that there is one, and when. It has no page.
fn scheduled_day(material: &Material, product: &Product, scheduled: &Scheduled) -> Dated {
    let notice = Notice {
        uid: format!("{}/{}/release", product.key, scheduled.version),
        summary: format!("Planned: {} {}", product.name, scheduled.version),
        description: String::new(),
        url: material.url("calendar/"),
        category: "Release",
        stamp: newest(material, &[product]),
    };
    let mut dated = notice.days(material, scheduled.date.day(), scheduled.date.day());
    dated.event.sequence(0).status(EventStatus::Tentative);
    dated
}

/// The hours in which work on a release is done.
fn window(material: &Material, release: &Release) -> Option<Dated> {
    let window = &release.window.as_ref()?.value;
    let (from, to) = (window.from.to_utc(), window.to.to_utc());
    let notice = Notice {
        uid: uid(material, release, "window"),
        summary: format!("{}: maintenance window", material.name(release)),
        description: window.impact.as_ref().map(|impact| excerpt(impact, DESCRIPTION)).unwrap_or_default(),
        url: material.url(&release.path),
        category: "Maintenance",
        stamp: stamp(material, release),
    };
    let mut event = Event::new();
    // An end that is not after its start is a mistake that `check` reports; a calendar must not repeat it.
    event.starts(from).ends(to.max(from + Duration::minutes(1)));
    event.sequence(u32::try_from(release.corrections.len()).unwrap_or(u32::MAX));
    Some(notice.finish(material, event, from.date_naive(), to.date_naive()))
}

/// The last day of each long-term-support line.
fn support_ends(material: &Material, product: &Product) -> Vec<Dated> {
    let lines = product.lts_lines.iter().map(|index| material.catalog.release(*index));
    let notices = lines.filter_map(|release| {
        let (major, minor) = release.version.value.line();
        let until = release.lts_until?;
        let notice = Notice {
            uid: format!("{}/{major}.{minor}/support-end", product.key),
            summary: format!("{} {major}.{minor}: long-term support ends", product.name),
            description: format!("The newest release of this line is {}.", release.version.value),
            url: material.url(&release.path),
            category: "Support",
            stamp: stamp(material, release),
        };
        Some(notice.days(material, until, until))
    });
    notices.collect()
}

/// The days on which deprecated things are planned to go.
fn removals(material: &Material, product: &Product) -> Vec<Dated> {
    let catalog = material.catalog;
    let releases = || product.releases.iter().map(|index| catalog.release(*index));
    let planned = releases().filter(|release| !release.is_out());
    let planned =
        planned.filter_map(|release| Some((release.version.value.clone(), (release.date.as_ref()?.value.day(), stamp(material, release)))));
    let scheduled = product.scheduled.iter().map(|scheduled| (scheduled.version.clone(), (scheduled.date.day(), DateTime::default())));
    let days: BTreeMap<Version, (NaiveDate, DateTime<Utc>)> = planned.chain(scheduled).collect();
    let mut removals = Vec::new();
    for release in releases() {
        for entry in release.entries.iter().map(|index| catalog.entry(*index)).filter(|entry| material.is_told(entry)) {
            let waiting = entry.deprecation.as_ref().filter(|deprecation| deprecation.state != DeprecationState::Removed);
            let Some((version, replacement)) = waiting.and_then(|waiting| Some((waiting.removal.as_ref()?, &waiting.replacement))) else {
                continue;
            };
            let Some((day, planned)) = days.get(&version.value) else { continue };
            let notice = Notice {
                uid: uid(material, release, &format!("{}/removal", entry.id.value)),
                summary: format!("Planned removal in {} {}: {}", product.name, version.value, entry.title.value),
                description: replacement.as_ref().map(|name| excerpt(&format!("Use instead: {name}"), DESCRIPTION)).unwrap_or_default(),
                url: material.entry_url(entry),
                category: "Removal",
                stamp: stamp(material, release).max(*planned),
            };
            removals.push(notice.days(material, *day, *day));
        }
    }
    removals
}

/// Stretches without releases. Products that share one share the event.
fn blackouts(material: &Material, products: &[&Product]) -> Vec<Dated> {
    let mut shared: BTreeMap<(NaiveDate, NaiveDate), (Vec<&Product>, Vec<&str>)> = BTreeMap::new();
    for product in products {
        for Blackout { from, to, reason, span: _ } in &product.policy.blackouts {
            let (names, reasons) = shared.entry((*from, *to)).or_default();
            if !names.iter().any(|other| other.index == product.index) {
                names.push(product);
            }
            if let Some(reason) = reason.as_deref().filter(|reason| !reasons.contains(reason)) {
                reasons.push(reason);
            }
        }
    }
    let stamp = newest(material, products);
    let notices = shared.into_iter().filter(|((from, to), _)| from <= to).map(|((from, to), (names, reasons))| {
        let reason = if reasons.is_empty() { String::new() } else { format!(": {}", reasons.join("; ")) };
        let whom = if names.len() == products.len() { String::new() } else { format!(" of {}", list(&names)) };
        let notice = Notice {
            uid: format!("blackout/{from}/{to}"),
            summary: format!("No releases{whom}{reason}"),
            description: String::new(),
            url: material.url("calendar/"),
            category: "Blackout",
            stamp,
        };
        notice.days(material, from, to)
    });
    notices.collect()
}

fn list(products: &[&Product]) -> String {
    products.iter().map(|product| product.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn uid(material: &Material, release: &Release, what: &str) -> String {
    format!("{}/{}/{what}", material.product(release).key, release.version.value)
}

/// The newest news of all: nobody writes down when a blackout was decided or a day pencilled in, and this is the nearest date there is.
fn newest(material: &Material, products: &[&Product]) -> DateTime<Utc> {
    let releases = products.iter().flat_map(|product| &product.releases).map(|index| material.catalog.release(*index));
    releases.map(|release| stamp(material, release)).max().unwrap_or_default()
}

/// When what a release says last changed, as far as that is past; the start of time for a plan whose announcement has no date.
fn stamp(material: &Material, release: &Release) -> DateTime<Utc> {
    let past = |when: &When| when.day() <= material.catalog.today();
    release.updated().filter(past).map(|when| when.utc()).unwrap_or_default()
}
