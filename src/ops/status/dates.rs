//! What of a product has a day to come.

use chrono::{DateTime, FixedOffset};

use crate::model::{Catalog, Product, Release};
use crate::parse::document::Window;

use super::product::planned;
use super::{DateStatus, Day};

/// Planned releases, their windows, blackouts and ends of support, soonest first.
pub(super) fn to_come(catalog: &Catalog, product: &Product) -> Vec<DateStatus> {
    let mut dates: Vec<DateStatus> = planned(catalog, product).flat_map(of_release).collect();
    dates.extend(product.policy.blackouts.iter().map(|blackout| DateStatus {
        date: Day(blackout.from),
        end: (blackout.to > blackout.from).then_some(Day(blackout.to)),
        kind: "blackout",
        version: None,
        text: blackout.reason.clone(),
    }));
    dates.extend(product.lts_lines.iter().filter_map(|index| support_end(catalog.release(*index))));
    let today = Day(catalog.today());
    dates.retain(|date| date.end.unwrap_or(date.date) >= today);
    dates.sort_by_key(|date| date.date);
    dates
}

fn of_release(release: &Release) -> Vec<DateStatus> {
    let version = Some(release.version.value.clone());
    let day = release.date.as_ref().map(|date| DateStatus {
        date: date.value.into(),
        end: None,
        kind: "release",
        version: version.clone(),
        text: release.title.clone(),
    });
    let window = release.window.as_ref().map(|window| {
        let (from, to) = (window.value.from.date_naive(), window.value.to.date_naive());
        let end = (to > from).then_some(Day(to));
        DateStatus { date: Day(from), end, kind: "window", version: version.clone(), text: Some(hours(&window.value)) }
    });
    day.into_iter().chain(window).collect()
}

/// `02:00 to 04:00 UTC: No downtime expected`
fn hours(window: &Window) -> String {
    let time = |moment: &DateTime<FixedOffset>| moment.format("%H:%M").to_string();
    let offset = match window.to.offset().local_minus_utc() {
        0 => "UTC".to_owned(),
        _ => window.to.format("%:z").to_string(),
    };
    let impact = window.impact.as_ref().map(|impact| format!(": {}", impact.trim())).unwrap_or_default();
    format!("{} to {} {offset}{impact}", time(&window.from), time(&window.to))
}

fn support_end(release: &Release) -> Option<DateStatus> {
    let (major, minor) = release.version.line();
    Some(DateStatus {
        date: Day(release.lts_until?),
        end: None,
        kind: "lts-end",
        version: Some(release.version.value.clone()),
        text: Some(format!("support of {major}.{minor} ends")),
    })
}
