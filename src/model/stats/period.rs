//! Months, quarters and years.

use chrono::{Datelike, Months, NaiveDate};

/// A stretch of the calendar that things are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// A month.
    Month,
    /// Three months, from January, April, July or October on.
    Quarter,
    /// A year.
    Year,
}

impl Period {
    /// As in JSON and class names: `month`, `quarter`, `year`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The first day of the one that a day lies in.
    pub fn start(self, day: NaiveDate) -> NaiveDate {
        let month = match self {
            Self::Month => day.month0(),
            Self::Quarter => quarter(day) * 3 - 3,
            Self::Year => 0,
        };
        day.with_day(1).and_then(|first| first.with_month0(month)).unwrap_or(day)
    }

    /// The first day of the one that follows; nothing at the end of time.
    pub fn next(self, start: NaiveDate) -> Option<NaiveDate> {
        start.checked_add_months(Months::new(match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }))
    }

    /// `2026-05`, `2026-Q2` or `2026`, of the one that a day lies in.
    pub fn label(self, day: NaiveDate) -> String {
        match self {
            Self::Month => day.format("%Y-%m").to_string(),
            Self::Quarter => format!("{}-Q{}", day.format("%Y"), quarter(day)),
            Self::Year => day.format("%Y").to_string(),
        }
    }
}

/// 1 to 4.
fn quarter(day: NaiveDate) -> u32 {
    day.month0() / 3 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_begins_with_the_first_of_three_months() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(Period::Quarter.start(day("2026-05-31")), day("2026-04-01"));
        assert_eq!(Period::Quarter.next(day("2026-10-01")), Some(day("2027-01-01")));
        assert_eq!(Period::Quarter.label(day("2026-12-31")), "2026-Q4");
        assert_eq!((Period::Month.start(day("2026-05-31")), Period::Month.label(day("2026-05-31"))), (day("2026-05-01"), "2026-05".into()));
        assert_eq!((Period::Year.start(day("2026-05-31")), Period::Year.label(day("2026-05-31"))), (day("2026-01-01"), "2026".into()));
    }
}
