//! One event, and what every event has.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use icalendar::{Component, Event, EventLike};

use crate::ident::When;
use crate::markdown::legal;
use crate::model::{Product, Release};

use super::super::Material;

/// An event, its id and the days it covers, both included.
pub(super) struct Dated {
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
    pub(super) uid: String,
    pub(super) event: Event,
}

/// What every event says.
pub(super) struct Notice {
    pub(super) uid: String,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) url: String,
    pub(super) category: String,
    pub(super) stamp: DateTime<Utc>,
    /// How often what the content tells of it changed; see [`sequence`].
    pub(super) revision: usize,
}

impl Notice {
    /// An event of whole days, both included, that leaves them free in a reader's calendar.
    pub(super) fn days(self, material: &Material, first: NaiveDate, last: NaiveDate) -> Dated {
        let mut event = Event::new();
        let end = last.checked_add_days(Days::new(1)).unwrap_or(last);
        event.starts(first).ends(end).add_property("TRANSP", "TRANSPARENT");
        event.sequence(sequence(self.revision, midnight(first), midnight(end)));
        self.finish(material, event, first, last)
    }

    /// An event from one moment to another.
    pub(super) fn hours(self, material: &Material, from: DateTime<Utc>, to: DateTime<Utc>) -> Dated {
        let mut event = Event::new();
        event.starts(from).ends(to);
        event.sequence(sequence(self.revision, from, to));
        self.finish(material, event, from.date_naive(), to.date_naive())
    }

    fn finish(self, material: &Material, mut event: Event, first: NaiveDate, last: NaiveDate) -> Dated {
        let uid = format!("{}@{}", self.uid, material.catalog.site().tag_host);
        event.uid(&uid).timestamp(self.stamp).summary(&legal(&self.summary)).url(&self.url).categories([legal(&self.category)]);
        // A plan whose announcement has no date changed at a time that nobody knows.
        if self.stamp > DateTime::UNIX_EPOCH {
            event.last_modified(self.stamp);
        }
        if !self.description.is_empty() {
            event.description(&self.description);
        }
        Dated { first, last, uid, event }
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
