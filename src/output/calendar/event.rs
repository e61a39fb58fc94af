//! One event, and what every event has.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use icalendar::{Component, Event, EventLike, EventStatus};

use crate::ident::When;
use crate::markdown::legal;
use crate::model::{Product, Release};
use crate::parse::document::{OutputKind, Status};

use super::super::Material;

/// An event and the days it covers, both included.
pub(in super::super) struct Dated {
    pub(in super::super) first: NaiveDate,
    pub(in super::super) last: NaiveDate,
    /// From when to when, where it does not take whole days.
    pub(in super::super) hours: Option<(DateTime<Utc>, DateTime<Utc>)>,
    pub(in super::super) notice: Notice,
}

/// What an event says.
pub(in super::super) struct Notice {
    /// `release`, `window`, `blackout`, `lts-end` or `removal`.
    pub(in super::super) kind: &'static str,
    /// Its id within the site.
    pub(in super::super) uid: String,
    /// The release that it is of.
    pub(in super::super) version: Option<String>,
    /// Whether that is out.
    pub(in super::super) status: Option<Status>,
    pub(in super::super) summary: String,
    pub(in super::super) description: String,
    pub(in super::super) url: String,
    pub(in super::super) stamp: DateTime<Utc>,
    /// How often what the content tells of it changed; see [`sequence`].
    pub(in super::super) revision: usize,
}

impl Notice {
    /// An event of whole days, both included.
    pub(super) fn days(self, first: NaiveDate, last: NaiveDate) -> Dated {
        Dated { first, last, hours: None, notice: self }
    }

    /// An event from one moment to another.
    pub(super) fn hours(self, from: DateTime<Utc>, to: DateTime<Utc>) -> Dated {
        Dated { first: from.date_naive(), last: to.date_naive(), hours: Some((from, to)), notice: self }
    }
}

impl Dated {
    /// The id that readers know it by.
    pub(in super::super) fn uid(&self, material: &Material) -> String {
        format!("{}@{}", self.notice.uid, material.catalog.site().tag_host)
    }

    /// Its revision.
    pub(in super::super) fn sequence(&self) -> u32 {
        let (start, end) = self.hours.unwrap_or_else(|| (midnight(self.first), midnight(self.day_after())));
        sequence(self.notice.revision, start, end)
    }

    fn day_after(&self) -> NaiveDate {
        self.last.checked_add_days(Days::new(1)).unwrap_or(self.last)
    }

    /// The same for a calendar file. One of whole days leaves them free in a reader's calendar.
    pub(super) fn event(&self, material: &Material) -> Event {
        let Notice { kind, uid: _, version: _, status, summary, description, url, stamp, revision: _ } = &self.notice;
        let mut event = Event::new();
        match self.hours {
            Some((from, to)) => event.starts(from).ends(to),
            None => event.starts(self.first).ends(self.day_after()).add_property("TRANSP", "TRANSPARENT"),
        };
        let category = material.word(&format!("calendar.{kind}"), &[]);
        event.uid(&self.uid(material)).sequence(self.sequence()).timestamp(*stamp).summary(&legal(summary)).url(url);
        event.categories([legal(&category)]);
        // A plan whose announcement has no date changed at a time that nobody knows.
        if *stamp > DateTime::UNIX_EPOCH {
            event.last_modified(*stamp);
        }
        if !description.is_empty() {
            event.description(description);
        }
        if let Some(status) = status {
            event.status(if *status == Status::Planned { EventStatus::Tentative } else { EventStatus::Confirmed });
        }
        event
    }
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// Steps of the clock that a moved event is told by: a quarter of an hour, in seconds.
const STEP: i64 = 15 * 60;

/// 1 January 2020, in seconds since 1970. No calendar that tells of the last year begins before it.
const BEGIN: i64 = 1_577_836_800;

/// The bits for two moments in steps, which last until 2079. What is left of 31 bits is for 511 revisions.
const MOMENT_BITS: u32 = 22;

/// The revision of an event (`SEQUENCE`; RFC 5545, section 3.8.7.4): a calendar takes one for newer that has a greater number (RFC 5546,
/// section 2.1.5).
///
/// A build knows neither what the last one said, since a pipeline starts from a clean checkout, nor what the content said before. So the number
/// is made of the content alone: first of its own count of changes (announced, out, rolled back, corrections), then of the event's start and
/// end. A date that is put off is thereby a newer revision by itself, and one that is brought forward is with a correction that tells of it.
fn sequence(revision: usize, start: DateTime<Utc>, end: DateTime<Utc>) -> u32 {
    let steps = |moment: DateTime<Utc>| u32::try_from((moment.timestamp() - BEGIN).max(0) / STEP).unwrap_or(u32::MAX);
    let moments = steps(start).saturating_add(steps(end)).min((1 << MOMENT_BITS) - 1);
    let most = (i32::MAX.unsigned_abs() >> MOMENT_BITS) as usize;
    // At most 511, so nothing is lost.
    (u32::try_from(revision.min(most)).unwrap_or_default() << MOMENT_BITS) + moments
}

/// The address of what has no page of its own: the calendar's, where the site has one.
pub(super) fn page(material: &Material) -> String {
    material.url(if material.catalog.site().makes(OutputKind::Calendar) { "calendar/" } else { "" })
}

/// The newest news of all: nobody writes down when a blackout was decided or a day pencilled in, and this is the nearest date there is.
pub(super) fn newest(material: &Material, products: &[&Product]) -> DateTime<Utc> {
    let releases = products.iter().flat_map(|product| &product.releases).map(|index| material.catalog.release(*index));
    releases.map(|release| stamp(material, release)).max().unwrap_or_default()
}

/// When what a release says last changed, as far as that is past; the start of time for a plan whose announcement has no date.
pub(super) fn stamp(material: &Material, release: &Release) -> DateTime<Utc> {
    let past = |when: &When| when.day() <= material.catalog.today();
    release.updated().filter(past).map(|when| when.utc()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_counts_more_than_any_date_and_a_later_date_more_than_an_earlier_one() {
        let moment = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let of = |revision, start: &str, end: &str| sequence(revision, moment(start), moment(end));
        let (first, later) = ("2026-12-08T02:00:00Z", "2026-12-08T02:15:00Z");
        assert!(of(0, later, later) > of(0, first, later) && of(0, first, later) > of(0, first, first));
        assert!(of(1, first, first) > of(0, "2078-12-08T02:00:00Z", "2078-12-08T04:00:00Z"));
        assert_eq!(of(usize::MAX, "2200-01-01T00:00:00Z", "2200-01-01T00:00:00Z"), i32::MAX.unsigned_abs());
        assert_eq!(of(0, "2019-01-01T00:00:00Z", "2019-01-02T00:00:00Z"), 0);
    }
}
