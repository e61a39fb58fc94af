//! One event, and what every event has.

use chrono::{DateTime, Days, NaiveDate, Utc};
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
}

impl Notice {
    /// An event of whole days, both included, that leaves them free in a reader's calendar.
    pub(super) fn days(self, material: &Material, first: NaiveDate, last: NaiveDate) -> Dated {
        let mut event = Event::new();
        event.starts(first).ends(last.checked_add_days(Days::new(1)).unwrap_or(last)).add_property("TRANSP", "TRANSPARENT");
        self.finish(material, event, first, last)
    }

    pub(super) fn finish(self, material: &Material, mut event: Event, first: NaiveDate, last: NaiveDate) -> Dated {
        let uid = format!("{}@{}", self.uid, material.catalog.site().tag_host);
        event.uid(&uid).timestamp(self.stamp).summary(&legal(&self.summary)).url(&self.url).categories([legal(&self.category)]);
        if !self.description.is_empty() {
            event.description(&self.description);
        }
        Dated { first, last, uid, event }
    }
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
