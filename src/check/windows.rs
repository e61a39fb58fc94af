//! Planned releases against the days and hours in which the policy lets work happen.

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Release;
use crate::parse::document::{Blackout, Window, WindowPolicy};
use crate::source::Span;

use super::facts::Facts;
use super::schedule::{Schedule, is_open, is_within, planned};

/// `in-blackout`: a release or its window in days that the policy keeps free of releases.
pub(super) fn in_blackout(facts: &Facts<'_>, diags: &mut Diagnostics) {
    for (release, schedule) in planned(facts.catalog) {
        diags.extend(blacked_out(release, &schedule));
    }
}

fn blacked_out(release: &Release, schedule: &Schedule<'_>) -> Option<Diagnostic> {
    let version = &release.version.value;
    let of_date = release.date.as_ref().and_then(|date| {
        let blackout = schedule.blackout(date.day(), date.day())?;
        Some((date.span, blackout, format!("`{version}` is planned for a day without releases{}", reason(blackout))))
    });
    // Where the date is wrong, the window follows it.
    let of_window = || {
        let window = release.window.as_ref()?;
        let blackout = schedule.blackout(day_of(&window.from, schedule), day_of(&window.to, schedule))?;
        Some((window.span, blackout, format!("the window of `{version}` reaches into days without releases{}", reason(blackout))))
    };
    let (place, blackout, message) = of_date.or_else(of_window)?;
    let after = blackout.to.succ_opt().and_then(|day| schedule.next_day(day));
    let help = after.map(|day| format!("the first day after it that the policy leaves is `{day}`"));
    Some(Diagnostic::new(Code::InBlackout, place, message).related(blackout.span, "the blackout").maybe_help(help))
}

fn reason(blackout: &Blackout) -> String {
    blackout.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"))
}

/// The day of a moment where the policy's clock hangs.
fn day_of(moment: &DateTime<FixedOffset>, schedule: &Schedule<'_>) -> NaiveDate {
    schedule.policy.window.as_ref().map_or(*moment, |window| moment.with_timezone(&window.timezone)).date_naive()
}

/// `outside-window`: work planned for hours or days outside those of the policy.
pub(super) fn outside_window(facts: &Facts<'_>, diags: &mut Diagnostics) {
    for (release, schedule) in planned(facts.catalog) {
        if let Some(policy) = &schedule.policy.window {
            diags.extend(outside(release, &schedule, policy));
        }
    }
}

fn outside(release: &Release, schedule: &Schedule<'_>, policy: &WindowPolicy) -> Option<Diagnostic> {
    let version = &release.version.value;
    // A date on the wrong weekday is told of as such, and its window goes with it.
    let off_weekday = release.date.as_ref().map(|date| date.day()).filter(|day| !schedule.is_on_weekday(*day));
    let allowed = hours(policy);
    if let Some(window) = &release.window {
        let follows_date = off_weekday == Some(day_of(&window.from, schedule));
        if follows_date || is_within(policy, window.from, window.to) {
            return None;
        }
        let message = format!("the window of `{version}` is not within that of the policy, {allowed}");
        return Some(found(window.span, message, policy).maybe_help(next_window(schedule, policy, window)));
    }
    let date = release.date.as_ref().filter(|_| off_weekday.is_none())?;
    if !date.has_time() {
        let message = format!("`{version}` is planned for a {}; the policy's window is {allowed}", date.day().format("%A"));
        let day = schedule.next_day(date.day()).map(|day| format!("the next day that the policy leaves is `{day}`"));
        return (!is_open(policy, date.day())).then(|| found(date.span, message, policy).maybe_help(day));
    }
    let moment = date.utc().fixed_offset();
    if is_within(policy, moment, moment) {
        return None;
    }
    let slot = schedule.next_slot(policy, moment).map(|slot| format!("the policy's next window opens at `{}`", written(slot.from)));
    Some(found(date.span, format!("`{version}` is planned for a time outside the policy's window, {allowed}"), policy).maybe_help(slot))
}

fn found(place: Span, message: String, policy: &WindowPolicy) -> Diagnostic {
    Diagnostic::new(Code::OutsideWindow, place, message).related(policy.span, "the policy's window")
}

fn next_window(schedule: &Schedule<'_>, policy: &WindowPolicy, window: &Window) -> Option<String> {
    let slot = schedule.next_slot(policy, window.from)?;
    let next = format!("the policy's next window is `from: {}`, `to: {}`", written(slot.from), written(slot.to));
    let needed = window.to - window.from;
    let is_long = needed > slot.to - slot.from;
    Some(if is_long { format!("{next}, which is shorter than the {} asked for here", length(needed)) } else { next })
}

fn length(stretch: chrono::TimeDelta) -> String {
    let (hours, minutes) = (stretch.num_hours(), stretch.num_minutes() % 60);
    let counted = |count: i64, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    match (hours, minutes) {
        (0, minutes) => counted(minutes, "minute"),
        (hours, 0) => counted(hours, "hour"),
        (hours, minutes) => format!("{} and {}", counted(hours, "hour"), counted(minutes, "minute")),
    }
}

fn written(moment: DateTime<FixedOffset>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// `Tue and Wed from 02:00 to 04:00 UTC`
fn hours(policy: &WindowPolicy) -> String {
    let days: Vec<String> = policy.days.iter().map(ToString::to_string).collect();
    let days = match days.as_slice() {
        [] => "on no day".to_owned(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    };
    let zone = if policy.timezone.local_minus_utc() == 0 { "UTC".to_owned() } else { policy.timezone.to_string() };
    format!("{days} from {} to {} {zone}", policy.from.format("%H:%M"), policy.to.format("%H:%M"))
}
