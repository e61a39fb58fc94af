//! Months as weeks of days, Monday first (ISO 8601), with what covers each day.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::calendar::{DayMark, DayView};

/// What covers days of a calendar, both ends included.
pub(super) struct Covering<'a> {
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub kind: &'static str,
    /// What it says on its first day.
    pub text: Option<String>,
    /// What it is about, for those who do not see where it stands.
    pub about: Option<&'a str>,
    /// The anchor of the item that tells more.
    pub item: String,
}

/// The first day of the month that a day lies in.
pub(super) fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The first days of the months that a stretch touches, at most a year of them: nobody looks at each month of a freeze of ten years.
pub(super) fn months_of(first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let months = (0..12).map_while(move |number| month_of(first).checked_add_months(Months::new(number)));
    months.take_while(move |month| *month <= last)
}

/// The weeks of a month. A day of another month is there and empty, so that each week has seven.
pub(super) fn weeks<'a>(month: NaiveDate, today: NaiveDate, covering: &[Covering<'a>]) -> Vec<Vec<DayView<'a>>> {
    let next = month.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
    let touching: Vec<&Covering> = covering.iter().filter(|covering| covering.first < next && covering.last >= month).collect();
    let before = Days::new(u64::from(month.weekday().num_days_from_monday()));
    let monday = month.checked_sub_days(before).unwrap_or(month);
    let mondays = (0..6).map_while(|number| monday.checked_add_days(Days::new(7 * number))).take_while(|monday| *monday < next);
    let week = |monday: NaiveDate| {
        let days = (0..7).filter_map(|number| monday.checked_add_days(Days::new(number)));
        days.map(|day| if day >= month && day < next { day_view(day, today, &touching) } else { DayView::default() }).collect()
    };
    mondays.map(week).collect()
}

fn day_view<'a>(day: NaiveDate, today: NaiveDate, covering: &[&Covering<'a>]) -> DayView<'a> {
    let marks = covering.iter().filter(|covering| covering.first <= day && day <= covering.last).map(|covering| DayMark {
        kind: covering.kind,
        text: covering.text.clone().filter(|_| day == covering.first),
        about: covering.about,
        item: covering.item.clone(),
    });
    DayView { date: Some(day.into()), today: day == today, marks: marks.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_begins_on_the_right_day_of_the_week_and_ends_with_a_whole_week() {
        // 1 December 2026 is a Tuesday.
        let weeks = weeks(day("2026-12-01"), day("2026-12-24"), &[]);
        assert_eq!(weeks.len(), 5);
        assert!(weeks.iter().all(|week| week.len() == 7));
        let days = |week: &[DayView]| week.iter().map(|day| day.date.as_ref().map(|date| date.day[8..].to_owned())).collect::<Vec<_>>();
        assert_eq!(days(&weeks[0])[..3], [None, Some("01".to_owned()), Some("02".to_owned())]);
        assert_eq!(days(&weeks[4])[2..5], [Some("30".to_owned()), Some("31".to_owned()), None]);
        assert!(weeks[3][3].today);
    }

    #[test]
    fn what_lasts_covers_its_first_and_its_last_day() {
        let (first, last) = (day("2026-12-30"), day("2027-01-02"));
        let blackout = [Covering { first, last, kind: "blackout", text: Some("Holidays".into()), about: None, item: "_a".into() }];
        let covered = |month| {
            let weeks = weeks(day(month), day("2026-11-22"), &blackout);
            let days = weeks.into_iter().flatten().filter(|day| !day.marks.is_empty());
            days.map(|day| (day.date.unwrap().day, day.marks[0].text.clone())).collect::<Vec<_>>()
        };
        assert_eq!(covered("2026-12-01"), [("2026-12-30".into(), Some("Holidays".into())), ("2026-12-31".into(), None)]);
        assert_eq!(covered("2027-01-01"), [("2027-01-01".into(), None), ("2027-01-02".into(), None)]);
        assert_eq!(months_of(first, last).collect::<Vec<_>>(), [day("2026-12-01"), day("2027-01-01")]);
    }
}
