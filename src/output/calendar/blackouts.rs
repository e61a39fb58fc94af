//! Stretches without releases.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};

use crate::ident::slug;
use crate::model::{Product, ProductIndex};
use crate::parse::document::Blackout;

use super::super::Material;
use super::event::{Dated, Notice, newest, page};

/// Whom a stretch concerns, and why there is one.
#[derive(Default)]
struct Shared<'a> {
    products: Vec<&'a Product>,
    reasons: Vec<&'a str>,
}

/// One event for each stretch; products that have the same share it.
pub(super) fn events(material: &Material, products: &[&Product]) -> Vec<Dated> {
    let wanted: Vec<ProductIndex> = products.iter().map(|product| product.index).collect();
    let stamp = newest(material, products);
    let mut events = Vec::new();
    for ((from, to), uid, mut shared) in stretches(material) {
        shared.products.retain(|product| wanted.contains(&product.index));
        if shared.products.is_empty() {
            continue;
        }
        let reason = if shared.reasons.is_empty() { String::new() } else { format!(": {}", shared.reasons.join("; ")) };
        let summary = match shared.products.len() == products.len() {
            true => material.word("calendar.blackout", &[]),
            false => material.word("calendar.blackout_of", &[("products", &names(&shared.products))]),
        };
        let notice = Notice {
            kind: "blackout",
            uid,
            version: None,
            status: None,
            summary: summary + &reason,
            description: String::new(),
            url: page(material),
            stamp,
            revision: 0,
        };
        events.push(notice.days(from, to));
    }
    events
}

/// The stretches of all products by their days, each with its id. A site's calendars share events, so an id is the same in each.
///
/// An id is made of the reason and the year, so that moved days move the event; of the days where no reason is given. A second
/// stretch of one reason in one year is counted.
fn stretches<'a>(material: &Material<'a>) -> Vec<((NaiveDate, NaiveDate), String, Shared<'a>)> {
    let mut stretches: BTreeMap<(NaiveDate, NaiveDate), Shared> = BTreeMap::new();
    for product in material.catalog.products() {
        for Blackout { from, to, reason, span: _ } in product.policy.blackouts.iter().filter(|blackout| blackout.from <= blackout.to) {
            let shared = stretches.entry((*from, *to)).or_default();
            if !shared.products.iter().any(|other| other.index == product.index) {
                shared.products.push(product);
            }
            shared.reasons.extend(reason.as_deref().filter(|reason| !shared.reasons.contains(reason)));
        }
    }
    let mut counts: HashMap<String, usize> = HashMap::new();
    let named = stretches.into_iter().map(|((from, to), shared)| {
        let reason = shared.reasons.first().map(|reason| slug(reason)).filter(|reason| !reason.is_empty());
        let uid = reason.map_or_else(|| format!("blackout/{from}/{to}"), |reason| format!("blackout/{reason}/{}", from.year()));
        let count = counts.entry(uid.clone()).or_default();
        *count += 1;
        let uid = if *count > 1 { format!("{uid}/{count}") } else { uid };
        ((from, to), uid, shared)
    });
    named.collect()
}

fn names(products: &[&Product]) -> String {
    products.iter().map(|product| product.name.as_str()).collect::<Vec<_>>().join(", ")
}
