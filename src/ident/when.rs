//! Days and times.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer};

/// A date as writers give it: a day, or a day and a time.
///
/// Order is by day first, then by moment; a day without a time stands before every time of that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct When {
    day: NaiveDate,
    moment: Option<DateTime<FixedOffset>>,
}

/// The text is neither a day (`2026-05-12`) nor an RFC 3339 time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write a day as `2026-05-12` or a time as `2026-05-12T09:00:00Z`")]
pub struct WhenError;

impl When {
    /// A day without a time.
    pub fn on(day: NaiveDate) -> Self {
        Self { day, moment: None }
    }

    /// The calendar day, as written (in the offset that was given).
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// The moment in UTC; a day counts from its midnight.
    pub fn utc(&self) -> DateTime<Utc> {
        self.moment.map_or_else(|| self.day.and_time(NaiveTime::MIN).and_utc(), |moment| moment.to_utc())
    }

    /// Whether a time of day was given.
    pub fn has_time(&self) -> bool {
        self.moment.is_some()
    }

    /// RFC 3339, in UTC, to the second.
    pub fn rfc3339(&self) -> String {
        self.utc().to_rfc3339_opts(SecondsFormat::Secs, true)
    }
}

impl FromStr for When {
    type Err = WhenError;
    fn from_str(text: &str) -> Result<Self, WhenError> {
        if let Ok(day) = parse_day(text) {
            return Ok(Self::on(day));
        }
        let moment = DateTime::parse_from_rfc3339(text).map_err(|_| WhenError)?;
        Ok(Self { day: moment.date_naive(), moment: Some(moment) })
    }
}

/// A day in the one form that is accepted everywhere: `2026-05-12`, four, two and two digits.
///
/// # Errors
/// [`WhenError`] for any other form and for days that do not exist.
pub fn parse_day(text: &str) -> Result<NaiveDate, WhenError> {
    if text.len() != 10 {
        return Err(WhenError);
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| WhenError)
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.moment {
            Some(moment) => f.write_str(&moment.to_rfc3339_opts(SecondsFormat::Secs, true)),
            None => write!(f, "{}", self.day.format("%Y-%m-%d")),
        }
    }
}

impl Ord for When {
    fn cmp(&self, other: &Self) -> Ordering {
        self.utc().cmp(&other.utc())
    }
}

impl PartialOrd for When {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.rfc3339())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_comes_before_its_times() {
        let day: When = "2026-05-12".parse().unwrap();
        let time: When = "2026-05-12T09:00:00+02:00".parse().unwrap();
        assert!(day < time);
        assert_eq!(time.rfc3339(), "2026-05-12T07:00:00Z");
        assert!("2026-02-30".parse::<When>().is_err());
    }
}
