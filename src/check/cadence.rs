//! Planned releases against the rhythm of the policy.

use chrono::{Datelike, Days, NaiveDate};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Catalog, Release};

use super::facts::Facts;
use super::schedule::{Period, Schedule, planned};

/// `off-cadence`: a release on another weekday than the policy names, or the second one in a time that should have one.
pub(super) fn off_cadence(facts: &Facts<'_>, diags: &mut Diagnostics) {
    for (release, schedule) in planned(facts.catalog) {
        diags.extend(wrong_weekday(facts, release, &schedule).or_else(|| too_many(facts.catalog, release, &schedule)));
    }
}

fn wrong_weekday(facts: &Facts<'_>, release: &Release, schedule: &Schedule<'_>) -> Option<Diagnostic> {
    let date = release.date.as_ref().filter(|date| !schedule.is_on_weekday(date.day()))?;
    let on = schedule.step?.on.as_ref()?;
    let catalog = facts.catalog;
    let written = facts.loaded.sources.slice(on.span).trim_matches(['"', '\'']);
    let message = format!("`{}` is planned for {}; the policy asks for `{written}`", release.version.value, named(date.day()));
    let diagnostic = Diagnostic::new(Code::OffCadence, date.span, message).related(on.span, "the day that is asked for");
    Some(diagnostic.maybe_help(help(catalog, release, schedule, date.day())))
}

fn too_many(catalog: &Catalog, release: &Release, schedule: &Schedule<'_>) -> Option<Diagnostic> {
    let date = release.date.as_ref()?;
    let (period, first) = schedule.taken(date.day())?;
    let cadence = schedule.step?.cadence.as_ref()?;
    let first = catalog.release(first);
    let (when, each) = match period {
        Period::Week(monday) => (format!("the week of {monday}"), "one a week"),
        Period::Month(..) => (date.day().format("%B %Y").to_string(), "one a month"),
        Period::Quarter(year, quarter) => (format!("quarter {quarter} of {year}"), "one a quarter"),
        Period::Year(year) => (year.to_string(), "one a year"),
    };
    let (version, kind) = (&release.version.value, release.release_type.name());
    let message =
        format!("{when} has a {kind} release already, `{}`, when `{version}` is planned; the policy has {each}", first.version.value);
    let diagnostic = Diagnostic::new(Code::OffCadence, date.span, message)
        .related(first.date.as_ref().map_or(first.place, |date| date.span), format!("the date of `{}`", first.version.value))
        .related(cadence.span, "the cadence that is asked for");
    Some(diagnostic.maybe_help(help(catalog, release, schedule, date.day())))
}

/// The days around one that the policy leaves; the one before it only where there is notice enough.
fn help(catalog: &Catalog, release: &Release, schedule: &Schedule<'_>, day: NaiveDate) -> Option<String> {
    let told = release.announced.as_ref().map_or(catalog.today(), |announced| announced.value.max(catalog.today()));
    let notice = schedule.step.and_then(|step| step.notice.as_ref()).map_or(0, |notice| notice.value);
    let earliest = told.checked_add_days(Days::new(notice.into()))?;
    Some(match (schedule.day_before(day, earliest), schedule.next_day(day)) {
        (Some(before), Some(next)) => format!("the days nearest to it that the policy leaves are `{before}` and `{next}`"),
        (Some(only), None) | (None, Some(only)) => format!("the nearest day that the policy leaves is `{only}`"),
        (None, None) => return None,
    })
}

/// `the second Thursday of the month`
fn named(day: NaiveDate) -> String {
    let count = match day.day0() / 7 {
        0 => "first",
        1 => "second",
        2 => "third",
        3 => "fourth",
        _ => "fifth",
    };
    format!("the {count} {} of the month", day.format("%A"))
}
