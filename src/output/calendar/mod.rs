//! Calendars (RFC 5545): what is planned, when work is done, when nothing ships, what ends; and the last year's releases.
//!
//! In: the [`Material`]. Out: `calendar.ics` for the site and, where it has several products, one for each.
//! An event's UID is made of keys, versions and ids, so that a moved date moves the event in a reader's calendar.
//! `SEQUENCE` grows when a date is put off and with each correction, and is made of the content alone, so that it does after a clean checkout too.
//! `DTSTAMP` and `LAST-MODIFIED` are the day its content last changed, never the clock.

mod blackouts;
mod event;
mod releases;

use chrono::{Days, NaiveDate};
use icalendar::{Calendar, Property, ValueType};
use rayon::prelude::*;

use crate::markdown::legal;
use crate::model::Product;
use crate::parse::document::OutputKind;
use crate::view::text::excerpt;

use super::{Artifact, Material};
pub(super) use event::Dated;

/// How many days back events stay: a reader finds what shipped in the last year.
const PAST_DAYS: u64 = 366;

/// The length of a description, in characters; the page has the rest.
const DESCRIPTION: usize = 600;

/// Makes every calendar; none where the site does not want them.
pub fn render(material: &Material) -> Vec<Artifact> {
    let site = material.catalog.site();
    if !site.makes(OutputKind::Calendar) {
        return Vec::new();
    }
    let products: Vec<&Product> = material.catalog.products().iter().collect();
    let mut calendars = vec![("calendar.ics".to_owned(), site.title.clone(), products.clone())];
    for product in products.into_iter().filter(|product| !product.path.is_empty()) {
        calendars.push((format!("{}calendar.ics", product.path), format!("{} – {}", product.name, site.title), vec![product]));
    }
    calendars.into_par_iter().map(|(path, name, products)| Artifact { path, bytes: calendar(material, &name, &products) }).collect()
}

fn calendar(material: &Material, name: &str, products: &[&Product]) -> Vec<u8> {
    let site = material.catalog.site();
    let name = legal(name);
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar
        .append_property(Property::new("PRODID", format!("-//{}//Tidings//{}", legal(&site.title), site.language.as_str().to_uppercase())));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.append_property(("METHOD", "PUBLISH"));
    // RFC 7986 names and older readers' own; the library does not know that NAME is text.
    calendar.append_property(Property::new("NAME", &*name).append_parameter(ValueType::Text).done());
    calendar.append_property(("X-WR-CALNAME", &*name));
    if let Some(description) = &site.description {
        let description = excerpt(description, DESCRIPTION);
        calendar.append_property(("DESCRIPTION", &*description));
        calendar.append_property(("X-WR-CALDESC", &*description));
    }
    calendar.append_property(Property::new("REFRESH-INTERVAL", "PT12H").append_parameter(ValueType::Duration).done());
    calendar.append_property(("X-PUBLISHED-TTL", "PT12H"));
    calendar.extend(events(material, products).iter().map(|dated| dated.event(material)));
    fold(&calendar.to_string()).into_bytes()
}

/// All events by their start, those that share one by their id.
pub(super) fn events(material: &Material, products: &[&Product]) -> Vec<Dated> {
    let mut dated: Vec<Dated> = products.iter().flat_map(|product| releases::events(material, product)).collect();
    dated.extend(blackouts::events(material, products));
    let first = material.catalog.today().checked_sub_days(Days::new(PAST_DAYS)).unwrap_or(NaiveDate::MIN);
    dated.retain(|event| event.last >= first);
    dated.sort_by(|a, b| (a.first, &a.notice.uid).cmp(&(b.first, &b.notice.uid)));
    dated
}

/// Lines of at most 75 octets (RFC 5545, section 3.1), the space that marks a continuation included: the library forgets that one.
fn fold(calendar: &str) -> String {
    let unfolded = calendar.replace("\r\n ", "");
    let mut folded = String::with_capacity(unfolded.len() + unfolded.len() / 24);
    for line in unfolded.split_terminator("\r\n") {
        let mut length = 0;
        for character in line.chars() {
            if length + character.len_utf8() > 75 {
                folded.push_str("\r\n ");
                length = 1;
            }
            folded.push(character);
            length += character.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_has_more_than_75_octets() {
        let long = format!("DESCRIPTION:{}\r\nEND:VEVENT\r\n", "ä€x".repeat(60));
        let folded = fold(&long);
        assert!(folded.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(folded.replace("\r\n ", ""), long);
    }
}
