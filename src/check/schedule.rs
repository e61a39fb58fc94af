//! The days and hours that a product's policy leaves for a release.
//!
//! In: the policy, the type of a release and the other releases of that type. Out: what a day is held to, and the next day that
//! holds. Only planned releases are asked: what is out is history.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, TimeDelta};

use crate::model::{Catalog, Policy, Product, Release, ReleaseIndex, ReleaseType};
use crate::parse::document::{Blackout, Status, StepPolicy, WindowPolicy};

/// For how many days a day that holds is looked for.
const HORIZON: u64 = 3 * 366;

/// For how many days windows are followed from one to the next.
const LONGEST: usize = 366;

/// Windows this close to each other are one: `23:59` is the end of a day.
const GAP: TimeDelta = TimeDelta::minutes(1);

/// Planned releases whose day has not gone by, each with the schedule of its product.
pub(super) fn planned(catalog: &Catalog) -> Vec<(&Release, Schedule<'_>)> {
    let is_to_come = |release: &&Release| {
        let has_passed = release.date.as_ref().is_some_and(|date| date.day() < catalog.today());
        release.status.value == Status::Planned && !has_passed
    };
    let of_product = |product| {
        let releases: Vec<&Release> = releases(catalog, product).filter(is_to_come).collect();
        let firsts = if releases.is_empty() { HashMap::new() } else { firsts(catalog, product) };
        releases.into_iter().map(move |release| (release, Schedule::new(&product.policy, release, &firsts)))
    };
    catalog.products().iter().flat_map(of_product).collect()
}

fn releases<'a>(catalog: &'a Catalog, product: &'a Product) -> impl Iterator<Item = &'a Release> {
    product.releases.iter().map(|index| catalog.release(*index))
}

/// The first release of each type in each stretch of time that may have one.
type Firsts = HashMap<(ReleaseType, Period), ReleaseIndex>;

fn firsts(catalog: &Catalog, product: &Product) -> Firsts {
    let mut dated: Vec<(&Release, NaiveDate)> = releases(catalog, product)
        .filter(|release| release.status.value != Status::RolledBack)
        .filter_map(|release| Some((release, release.date.as_ref()?.day())))
        .collect();
    dated.sort_by_key(|(release, day)| (*day, release.status.value == Status::Planned, &release.version.value));
    let mut firsts = Firsts::new();
    for (release, day) in dated {
        let period = step(&product.policy, release.release_type).and_then(|step| Period::of(step, day));
        if let Some(period) = period {
            firsts.entry((release.release_type, period)).or_insert(release.index);
        }
    }
    firsts
}

/// What the policy asks of releases of a type. A security release is made out of turn, as a hotfix is; pre-releases are tried out
/// when they are ready.
fn step(policy: &Policy, release_type: ReleaseType) -> Option<&StepPolicy> {
    match release_type {
        ReleaseType::Major => policy.major.as_ref(),
        ReleaseType::Minor => policy.minor.as_ref(),
        ReleaseType::Patch => policy.patch.as_ref(),
        ReleaseType::Hotfix | ReleaseType::Security => policy.hotfix.as_ref(),
        ReleaseType::Alpha | ReleaseType::Beta | ReleaseType::Rc | ReleaseType::Preview => None,
    }
}

/// A stretch of time of which a cadence gives one to each release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Period {
    /// By its Monday.
    Week(NaiveDate),
    /// Year and month.
    Month(i32, u32),
    /// Year and quarter, from 1.
    Quarter(i32, u32),
    /// Year.
    Year(i32),
}

impl Period {
    pub(super) fn of(step: &StepPolicy, day: NaiveDate) -> Option<Self> {
        match step.cadence.as_ref()?.value.as_str() {
            "weekly" => Some(Self::Week(day - Days::new(day.weekday().num_days_from_monday().into()))),
            "monthly" => Some(Self::Month(day.year(), day.month())),
            "quarterly" => Some(Self::Quarter(day.year(), day.month0() / 3 + 1)),
            "yearly" => Some(Self::Year(day.year())),
            _ => None,
        }
    }
}

/// When one release may be made.
pub(super) struct Schedule<'a> {
    pub policy: &'a Policy,
    /// What is asked of its type.
    pub step: Option<&'a StepPolicy>,
    /// Periods that other releases of its type have taken.
    taken: HashMap<Period, ReleaseIndex>,
}

impl<'a> Schedule<'a> {
    fn new(policy: &'a Policy, release: &Release, firsts: &Firsts) -> Self {
        let others = firsts.iter().filter(|((release_type, _), first)| *release_type == release.release_type && **first != release.index);
        Self { policy, step: step(policy, release.release_type), taken: others.map(|((_, period), first)| (*period, *first)).collect() }
    }

    /// Whether a day is on the weekday that the policy names, or it names none.
    pub fn is_on_weekday(&self, day: NaiveDate) -> bool {
        let Some((count, weekday)) = self.step.and_then(|step| step.on.as_ref()).map(|on| on.value) else { return true };
        let is_last = || (day + Days::new(7)).month() != day.month();
        day.weekday() == weekday && count.is_none_or(|count| if count == 5 { is_last() } else { day.day0() / 7 + 1 == u32::from(count) })
    }

    /// The release that has taken the period of a day.
    pub fn taken(&self, day: NaiveDate) -> Option<(Period, ReleaseIndex)> {
        let period = Period::of(self.step?, day)?;
        Some((period, *self.taken.get(&period)?))
    }

    /// The blackout that a stretch of days falls into.
    pub fn blackout(&self, from: NaiveDate, to: NaiveDate) -> Option<&'a Blackout> {
        self.policy.blackouts.iter().find(|blackout| blackout.from <= to && from <= blackout.to)
    }

    /// The first day, from one on, that all of the policy leaves for the release.
    pub fn next_day(&self, from: NaiveDate) -> Option<NaiveDate> {
        (0..HORIZON).map_while(|days| from.checked_add_days(Days::new(days))).find(|day| self.leaves(*day))
    }

    /// The last such day before one, but not before the earliest.
    pub fn day_before(&self, day: NaiveDate, earliest: NaiveDate) -> Option<NaiveDate> {
        let before = (1..HORIZON).map_while(|days| day.checked_sub_days(Days::new(days)));
        before.take_while(|day| *day >= earliest).find(|day| self.leaves(*day))
    }

    fn leaves(&self, day: NaiveDate) -> bool {
        let in_window = self.policy.window.as_ref().is_none_or(|window| opens_on(window, day));
        self.is_on_weekday(day) && in_window && self.taken(day).is_none() && self.blackout(day, day).is_none()
    }

    /// The policy's window that opens first, from a moment on.
    pub fn next_slot(&self, window: &WindowPolicy, from: DateTime<FixedOffset>) -> Option<Slot> {
        let mut day = from.with_timezone(&window.timezone).date_naive();
        loop {
            day = self.next_day(day)?;
            let slot = slot(window, day)?;
            if slot.from >= from {
                return Some(slot);
            }
            day = day.succ_opt()?;
        }
    }
}

/// A window of the policy on one day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub from: DateTime<FixedOffset>,
    pub to: DateTime<FixedOffset>,
}

fn opens_on(window: &WindowPolicy, day: NaiveDate) -> bool {
    window.days.contains(&day.weekday())
}

/// The window that opens on a day. One that ends before it begins ends on the next morning.
fn slot(window: &WindowPolicy, day: NaiveDate) -> Option<Slot> {
    let last = if window.to <= window.from { day.succ_opt()? } else { day };
    let at = |day: NaiveDate, time| day.and_time(time).and_local_timezone(window.timezone).single();
    Some(Slot { from: at(day, window.from)?, to: at(last, window.to)? })
}

/// Whether work that takes a stretch of time lies within the policy's windows, which may follow on each other.
pub(super) fn is_within(window: &WindowPolicy, from: DateTime<FixedOffset>, to: DateTime<FixedOffset>) -> bool {
    let first = from.with_timezone(&window.timezone).date_naive();
    // A window that opened on the day before may be open still.
    let days = first.pred_opt().unwrap_or(first).iter_days().take(LONGEST).filter(|day| opens_on(window, *day));
    let mut open_until = None;
    for slot in days.filter_map(|day| slot(window, day)) {
        let reached = match open_until {
            None if from < slot.from => return false,
            None if from > slot.to => continue,
            None => slot.to,
            Some(until) if slot.from > until + GAP => return false,
            Some(until) => slot.to.max(until),
        };
        if to <= reached {
            return true;
        }
        open_until = Some(reached);
    }
    false
}

/// Whether any of a day lies within the policy's windows.
pub(super) fn is_open(window: &WindowPolicy, day: NaiveDate) -> bool {
    let until_morning = window.to < window.from && day.pred_opt().is_some_and(|before| opens_on(window, before));
    opens_on(window, day) || until_morning
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveTime, Weekday};

    use super::*;
    use crate::source::{Sources, Span};

    fn window(days: &[Weekday], from: &str, to: &str, timezone: &str) -> WindowPolicy {
        let time = |text| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
        let span = Span::new(Sources::default().add("site.yaml", ""), 0..0);
        WindowPolicy { days: days.to_vec(), from: time(from), to: time(to), timezone: timezone.parse().unwrap(), span }
    }

    fn within(window: &WindowPolicy, from: &str, to: &str) -> bool {
        is_within(window, from.parse().unwrap(), to.parse().unwrap())
    }

    #[test]
    fn a_window_over_midnight_belongs_to_the_day_it_opens_on() {
        // 12 May 2026 is a Tuesday.
        let night = window(&[Weekday::Tue], "22:00", "02:00", "+00:00");
        assert!(within(&night, "2026-05-12T23:00:00Z", "2026-05-13T01:30:00Z"));
        assert!(within(&night, "2026-05-13T00:30:00Z", "2026-05-13T02:00:00Z"));
        assert!(!within(&night, "2026-05-12T00:30:00Z", "2026-05-12T02:00:00Z"));
        assert!(!within(&night, "2026-05-13T01:30:00Z", "2026-05-13T02:30:00Z"));
        let day = |text: &str| is_open(&night, text.parse().unwrap());
        assert!(day("2026-05-12") && day("2026-05-13") && !day("2026-05-14") && !day("2026-05-11"));
    }

    #[test]
    fn the_day_of_a_window_is_that_of_its_timezone() {
        let tokyo = window(&[Weekday::Wed], "02:00", "04:00", "+09:00");
        assert!(within(&tokyo, "2026-05-12T17:00:00Z", "2026-05-12T19:00:00Z"));
        assert!(!within(&tokyo, "2026-05-13T02:00:00Z", "2026-05-13T04:00:00Z"));
    }

    #[test]
    fn windows_that_follow_on_each_other_are_one_and_no_day_is_none() {
        let always = window(&[Weekday::Tue, Weekday::Wed, Weekday::Thu], "00:00", "23:59", "+00:00");
        assert!(within(&always, "2026-05-12T12:00:00Z", "2026-05-14T12:00:00Z"));
        assert!(!within(&always, "2026-05-12T12:00:00Z", "2026-05-15T00:30:00Z"));
        assert!(!within(&window(&[], "00:00", "23:59", "+00:00"), "2026-05-12T12:00:00Z", "2026-05-12T12:00:00Z"));
    }
}
