//! What is to come, by month.

use serde::Serialize;

use super::link::{Date, EntryLink, ReleaseLink};
use super::release::WindowView;

/// A month of the calendar.
#[derive(Debug, Clone, Serialize)]
pub struct Month<'a> {
    /// `2026-05`, for the filter `month`.
    pub month: String,
    /// What happens in it, by day; none where only something that began before goes on.
    pub items: Vec<CalendarItem<'a>>,
    /// Its weeks, of seven days each from Monday on.
    pub weeks: Vec<Vec<DayView<'a>>>,
}

/// A day in a month's weeks.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DayView<'a> {
    /// The day; none where it is of the month before or after.
    pub date: Option<Date>,
    /// Whether it is the day of the build.
    pub today: bool,
    /// What happens on it.
    pub marks: Vec<DayMark<'a>>,
}

/// What happens on a day.
#[derive(Debug, Clone, Serialize)]
pub struct DayMark<'a> {
    /// `release`, `window`, `blackout`, `lts-end` or `removal`.
    pub kind: &'static str,
    /// A few letters for its first day: a version, the time a window begins; none for the days after and where there is nothing short.
    pub text: Option<String>,
    /// What it is about: a version, a reason, a title.
    pub about: Option<&'a str>,
    /// The `id` of the item that tells more.
    pub item: String,
}

/// Something that happens on a day or from one day to another.
#[derive(Debug, Clone, Serialize)]
pub struct CalendarItem<'a> {
    /// Its anchor on the page.
    pub id: String,
    /// `release`, `blackout`, `lts-end` or `removal`.
    pub kind: &'static str,
    /// The first day.
    pub date: Date,
    /// The last day, where it lasts longer than one.
    pub end: Option<Date>,
    /// The products it is about.
    pub products: Vec<&'a str>,
    /// The release, for a release or the end of a long-term-support line.
    pub release: Option<ReleaseLink<'a>>,
    /// When the work on the release happens.
    pub window: Option<WindowView<'a>>,
    /// The deprecation, for a removal.
    pub entry: Option<EntryLink<'a>>,
    /// The reason of a blackout.
    pub reason: Option<&'a str>,
}
