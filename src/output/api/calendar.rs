//! A product's calendar: the events of its `calendar.ics`, for programs.

use chrono::{DateTime, SecondsFormat, Utc};

use crate::markdown::legal;
use crate::model::Product;
use crate::parse::document::OutputKind;

use super::super::Material;
use super::super::calendar;
use super::documents::{Calendar, CalendarEvent};
use super::parts::schema;

pub(super) fn document(material: &Material, product: &Product) -> Calendar {
    let makes = material.catalog.site().makes(OutputKind::Calendar);
    let events = calendar::events(material, &[product]);
    Calendar {
        schema: schema(material),
        product: super::product_name(product),
        url: material.url(if makes { "calendar/" } else { &product.path }),
        file: makes.then(|| material.url(&format!("{}calendar.ics", product.path))),
        events: events.iter().map(|dated| event(material, dated)).collect(),
    }
}

fn event(material: &Material, dated: &calendar::Dated) -> CalendarEvent {
    let notice = &dated.notice;
    CalendarEvent {
        uid: dated.uid(material),
        revision: dated.sequence(),
        kind: notice.kind,
        date: dated.first.format("%Y-%m-%d").to_string(),
        end: (dated.last > dated.first).then(|| dated.last.format("%Y-%m-%d").to_string()),
        from: dated.hours.map(|(from, _)| moment(from)),
        to: dated.hours.map(|(_, to)| moment(to)),
        title: legal(&notice.summary).into_owned(),
        text: (!notice.description.is_empty()).then(|| legal(&notice.description).into_owned()),
        version: notice.version.clone(),
        status: notice.status.map(|status| status.name()),
        url: notice.url.clone(),
    }
}

/// RFC 3339, in UTC, to the second.
fn moment(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}
