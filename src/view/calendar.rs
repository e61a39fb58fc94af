//! What is to come, by month.

use serde::Serialize;

use super::link::{Date, EntryLink, ReleaseLink};
use super::release::WindowView;

/// A month of the calendar.
#[derive(Debug, Clone, Serialize)]
pub struct Month<'a> {
    /// `2026-05`, for the filter `month`.
    pub month: String,
    /// What happens in it, by day.
    pub items: Vec<CalendarItem<'a>>,
}

/// Something that happens on a day or from one day to another.
#[derive(Debug, Clone, Serialize)]
pub struct CalendarItem<'a> {
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
