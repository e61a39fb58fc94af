//! What a product's releases put into the calendar: their days and windows, the ends of support, removals.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};

use crate::ident::Version;
use crate::model::{DeprecationState, Entry, Product, Release, Scheduled};
use crate::parse::document::Status;
use crate::view::text::excerpt;

use super::super::Material;
use super::DESCRIPTION;
use super::event::{Dated, Notice, newest, page, stamp};

/// Every event of a product but its blackouts.
pub(super) fn events(material: &Material, product: &Product) -> Vec<Dated> {
    let mut events = Vec::new();
    for release in product.releases.iter().map(|index| material.catalog.release(*index)) {
        events.extend(release_day(material, release));
        events.extend(window(material, release));
    }
    events.extend(product.scheduled.iter().map(|scheduled| scheduled_day(material, product, scheduled)));
    events.extend(support_ends(material, product));
    events.extend(removals(material, product));
    events
}

/// The day of a release, planned or out.
fn release_day(material: &Material, release: &Release) -> Option<Dated> {
    let day = release.date.as_ref()?.value.day();
    let title = release.title.as_ref().map(|title| format!(": {title}")).unwrap_or_default();
    let summary = format!("{}{title}", material.name(release));
    let mut description = material.texts.summary(release.index).map(|text| excerpt(&text.plain, DESCRIPTION)).unwrap_or_default();
    if let Some(rollback) = &release.rollback {
        let reason = material.texts.rollback(release.index).map(|text| text.plain.as_str()).unwrap_or_default();
        let told = material.word("release.rolled_back", &[("date", &material.date(rollback.date))]);
        description = format!("{told}. {}", excerpt(reason, DESCRIPTION));
    }
    let notice = Notice {
        kind: "release",
        uid: uid(material, release, "release"),
        version: version(release),
        status: Some(release.status.value),
        summary: if release.is_out() { summary } else { material.word("feed.planned", &[("release", &summary)]) },
        description,
        url: material.url(&release.path),
        stamp: stamp(material, release),
        revision: revision(release),
    };
    Some(notice.days(day, day))
}

/// The day of a release whose coming is not announced yet: that there is one, and when. It has no page.
fn scheduled_day(material: &Material, product: &Product, scheduled: &Scheduled) -> Dated {
    let notice = Notice {
        kind: "release",
        uid: format!("{}/{}/release", product.key, scheduled.version),
        version: Some(scheduled.version.to_string()),
        status: Some(Status::Planned),
        summary: material.word("feed.planned", &[("release", &format!("{} {}", product.name, scheduled.version))]),
        description: String::new(),
        url: page(material),
        stamp: newest(material, &[product]),
        revision: 0,
    };
    notice.days(scheduled.date.day(), scheduled.date.day())
}

/// The hours in which work on a release is done.
fn window(material: &Material, release: &Release) -> Option<Dated> {
    let window = &release.window.as_ref()?.value;
    let (from, to) = (window.from.to_utc(), window.to.to_utc());
    let notice = Notice {
        kind: "window",
        uid: uid(material, release, "window"),
        version: version(release),
        status: None,
        summary: material.word("calendar.window_of", &[("release", &material.name(release))]),
        description: window.impact.as_ref().map(|impact| excerpt(impact, DESCRIPTION)).unwrap_or_default(),
        url: material.url(&release.path),
        stamp: stamp(material, release),
        revision: revision(release),
    };
    // An end that is not after its start is a mistake that `check` reports; a calendar must not repeat it.
    Some(notice.hours(from, to.max(from + Duration::minutes(1))))
}

/// How often what a release tells of itself changed: its announcement, its coming, its rollback and each correction.
fn revision(release: &Release) -> usize {
    let steps = [true, release.is_out(), release.rollback.is_some()];
    steps.into_iter().filter(|step| *step).count() + release.corrections.len()
}

/// The last day of each long-term-support line.
fn support_ends(material: &Material, product: &Product) -> Vec<Dated> {
    let lines = product.lts_lines.iter().map(|index| material.catalog.release(*index));
    let notices = lines.filter_map(|release| {
        let (major, minor) = release.version.value.line();
        let until = release.lts_until?;
        let of_line = product.releases.iter().map(|index| material.catalog.release(*index));
        let of_line = of_line.filter(|other| other.version.line() == (major, minor));
        let notice = Notice {
            kind: "lts-end",
            uid: format!("{}/{major}.{minor}/support-end", product.key),
            version: version(release),
            status: None,
            summary: material.word("calendar.lts_end_of", &[("version", &format!("{} {major}.{minor}", product.name))]),
            description: material.word("calendar.newest_of_line", &[("version", release.version.value.as_str())]),
            url: material.url(&release.path),
            stamp: stamp(material, release),
            revision: of_line.map(revision).sum(),
        };
        Some(notice.days(until, until))
    });
    notices.collect()
}

/// The days on which deprecated things are planned to go.
fn removals(material: &Material, product: &Product) -> Vec<Dated> {
    let days = planned_days(material, product);
    let releases = product.releases.iter().map(|index| material.catalog.release(*index));
    let entries = releases.flat_map(|release| release.entries.iter().map(move |index| (release, material.catalog.entry(*index))));
    entries.filter_map(|(release, entry)| removal(material, &days, release, entry)).collect()
}

/// The days of releases that are not out, when they became known, and how many corrections they have.
type PlannedDays = BTreeMap<Version, (NaiveDate, DateTime<Utc>, usize)>;

fn planned_days(material: &Material, product: &Product) -> PlannedDays {
    let planned = product.releases.iter().map(|index| material.catalog.release(*index)).filter(|release| !release.is_out());
    let announced = planned.filter_map(|release| {
        let day = release.date.as_ref()?.value.day();
        Some((release.version.value.clone(), (day, stamp(material, release), release.corrections.len())))
    });
    let scheduled = product.scheduled.iter().map(|scheduled| (scheduled.version.clone(), (scheduled.date.day(), DateTime::default(), 0)));
    announced.chain(scheduled).collect()
}

fn removal(material: &Material, days: &PlannedDays, release: &Release, entry: &Entry) -> Option<Dated> {
    let deprecation = entry.deprecation.as_ref().filter(|deprecation| deprecation.state != DeprecationState::Removed)?;
    let version = &deprecation.removal.as_ref().filter(|_| material.is_told(entry))?.value;
    let (day, known, corrections) = *days.get(version)?;
    let replacement =
        deprecation.replacement.as_ref().map(|name| excerpt(&format!("{}: {name}", material.word("entry.replacement", &[])), DESCRIPTION));
    let removal_in = format!("{} {version}", material.product(release).name);
    let notice = Notice {
        kind: "removal",
        uid: uid(material, release, &format!("{}/removal", entry.id.value)),
        version: Some(version.to_string()),
        status: None,
        summary: material.word("calendar.removal_in", &[("release", &removal_in), ("title", &entry.title.value)]),
        description: replacement.unwrap_or_default(),
        url: material.entry_url(entry),
        stamp: stamp(material, release).max(known),
        revision: release.corrections.len() + corrections,
    };
    Some(notice.days(day, day))
}

fn version(release: &Release) -> Option<String> {
    Some(release.version.value.to_string())
}

fn uid(material: &Material, release: &Release, what: &str) -> String {
    format!("{}/{}/{what}", material.product(release).key, release.version.value)
}
