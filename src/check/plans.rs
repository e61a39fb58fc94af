//! Planned releases against today and the notice that readers are promised.

use chrono::{Days, NaiveDate};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Catalog, Release};
use crate::parse::document::Status;

use super::facts::Facts;
use super::schedule::{Schedule, planned};

/// `planned-in-past`: a plan whose day has gone by.
pub(super) fn planned_in_past(facts: &Facts<'_>, diags: &mut Diagnostics) {
    let today = facts.catalog.today();
    for release in facts.catalog.releases().iter().filter(|release| release.status.value == Status::Planned) {
        let Some(date) = release.date.as_ref().filter(|date| date.day() < today) else { continue };
        let message = format!("`{}` is still planned, and its day was {}", release.version.value, ago((today - date.day()).num_days()));
        diags.push(
            Diagnostic::new(Code::PlannedInPast, date.span, message)
                .help("write `status: released` if it is out; else write the new day, or leave `date` out until there is one"),
        );
    }
}

fn ago(days: i64) -> String {
    if days == 1 { "yesterday".to_owned() } else { format!("{days} days ago") }
}

/// `notice-too-short`: fewer days between the announcement and the release than the policy asks for.
///
/// What is not announced yet can be announced today at the earliest.
pub(super) fn notice_too_short(facts: &Facts<'_>, diags: &mut Diagnostics) {
    for (release, schedule) in planned(facts.catalog) {
        diags.extend(short_notice(facts.catalog, release, &schedule));
    }
}

fn short_notice(catalog: &Catalog, release: &Release, schedule: &Schedule<'_>) -> Option<Diagnostic> {
    let date = release.date.as_ref()?;
    let notice = schedule.step?.notice.as_ref()?;
    let told = release.announced.as_ref().map_or(catalog.today(), |announced| announced.value);
    let days = (date.day() - told).num_days();
    if days >= i64::from(notice.value) {
        return None;
    }
    let version = &release.version.value;
    let asked = format!("the policy asks for {}", stretch(notice.value));
    let message = match &release.announced {
        None if days == 0 => format!("`{version}` is planned for today and not announced yet; {asked}"),
        None => format!("`{version}` is {} away and not announced yet; {asked}", count(days)),
        Some(_) if days < 0 => format!("`{version}` is announced {} after its own date; {asked} before it", count(-days)),
        Some(_) => format!("`{version}` comes {} after it is announced; {asked}", count(days)),
    };
    let mut diagnostic = Diagnostic::new(Code::NoticeTooShort, date.span, message).related(notice.span, "the notice that is asked for");
    if let Some(announced) = &release.announced {
        diagnostic = diagnostic.related(announced.span, "the day it is announced");
    }
    Some(diagnostic.maybe_help(help(catalog, release, schedule, (date.day(), told), notice.value)))
}

/// A day that gives enough notice, and where it can still be done the day to announce the one that is written.
fn help(
    catalog: &Catalog,
    release: &Release,
    schedule: &Schedule<'_>,
    (date, told): (NaiveDate, NaiveDate),
    notice: u32,
) -> Option<String> {
    let notice = Days::new(notice.into());
    let earliest = told.checked_add_days(notice)?;
    let day = schedule.next_day(earliest).unwrap_or(earliest);
    let moved = format!("`date: {day}`, the first day that gives enough notice and that the policy leaves");
    let by = date.checked_sub_days(notice).filter(|by| *by >= catalog.today());
    Some(match (by, &release.announced) {
        (Some(by), Some(_)) => format!("announce it by {by}, or write {moved}"),
        (_, None) => format!("announce it today and write {moved}"),
        (None, Some(_)) => format!("write {moved}"),
    })
}

/// Days in the unit that people say.
fn stretch(days: u32) -> String {
    match days {
        0 => "no notice".to_owned(),
        _ if days >= 14 && days.is_multiple_of(7) => format!("{} weeks", days / 7),
        _ => count(days.into()),
    }
}

fn count(days: i64) -> String {
    format!("{days} day{}", if days == 1 { "" } else { "s" })
}
