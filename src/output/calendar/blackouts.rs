//! Stretches without releases.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::Product;
use crate::parse::document::Blackout;

use super::super::Material;
use super::event::{Dated, Notice, newest};

/// Whom a stretch concerns, and why there is one.
#[derive(Default)]
struct Shared<'a> {
    products: Vec<&'a Product>,
    reasons: Vec<&'a str>,
}

/// One event for each stretch; products that have the same share it.
pub(super) fn events(material: &Material, products: &[&Product]) -> Vec<Dated> {
    let mut stretches: BTreeMap<(NaiveDate, NaiveDate), Shared> = BTreeMap::new();
    for product in products {
        for Blackout { from, to, reason, span: _ } in &product.policy.blackouts {
            let shared = stretches.entry((*from, *to)).or_default();
            if !shared.products.iter().any(|other| other.index == product.index) {
                shared.products.push(product);
            }
            shared.reasons.extend(reason.as_deref().filter(|reason| !shared.reasons.contains(reason)));
        }
    }
    let stamp = newest(material, products);
    let stretches = stretches.into_iter().filter(|((from, to), _)| from <= to);
    let events = stretches.map(|((from, to), shared)| {
        let reason = if shared.reasons.is_empty() { String::new() } else { format!(": {}", shared.reasons.join("; ")) };
        let summary = match shared.products.len() == products.len() {
            true => material.word("calendar.blackout", &[]),
            false => material.word("calendar.blackout_of", &[("products", &names(&shared.products))]),
        };
        let notice = Notice {
            uid: format!("blackout/{from}/{to}"),
            summary: summary + &reason,
            description: String::new(),
            url: material.url("calendar/"),
            category: material.word("calendar.blackout", &[]),
            stamp,
        };
        notice.days(material, from, to)
    });
    events.collect()
}

fn names(products: &[&Product]) -> String {
    products.iter().map(|product| product.name.as_str()).collect::<Vec<_>>().join(", ")
}
