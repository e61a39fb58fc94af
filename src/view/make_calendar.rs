//! The calendar: what is to come, of all products, by month.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::{DeprecationState, Product, Release};

use super::calendar::{CalendarItem, Month};
use super::listing::Listing;
use super::make_release::window_view;
use super::views::Views;

impl Views<'_> {
    /// The months in which something is to come, soonest first. `listings` are those of the products, in their order.
    pub fn calendar(&self, listings: &[Listing]) -> Vec<Month<'_>> {
        let mut days: BTreeMap<(NaiveDate, usize), CalendarItem> = BTreeMap::new();
        let products = self.catalog.products().iter().zip(listings);
        let items = products.flat_map(|(product, listing)| self.product_items(product, listing));
        for (day, item) in items.chain(self.blackouts()) {
            let number = days.len();
            days.insert((day, number), item);
        }
        let mut months: Vec<Month> = Vec::new();
        for ((day, _), item) in days {
            let month = day.format("%Y-%m").to_string();
            match months.last_mut().filter(|last| last.month == month) {
                Some(last) => last.items.push(item),
                None => months.push(Month { month, items: vec![item] }),
            }
        }
        months
    }

    fn product_items(&self, product: &Product, listing: &Listing) -> Vec<(NaiveDate, CalendarItem<'_>)> {
        let catalog = self.catalog;
        let product = catalog.product(product.index);
        let today = catalog.today();
        let to_come = |day: &NaiveDate| *day >= today;
        let blank = |kind, date: NaiveDate| CalendarItem {
            kind,
            date: date.into(),
            end: None,
            products: vec![&product.name],
            release: None,
            window: None,
            entry: None,
            reason: None,
        };
        let day_of = |release: &Release| release.date.as_ref().map(|date| date.day());
        let planned = listing.planned.iter().map(|index| catalog.release(*index));
        let releases = planned.filter_map(|release| Some((day_of(release)?, release))).map(|(day, release)| {
            let window = release.window.as_ref().map(|window| window_view(&window.value));
            (day, CalendarItem { release: Some(self.release_link(release.index)), window, ..blank("release", day) })
        });
        let lines = product.lts_lines.iter().map(|index| catalog.release(*index));
        let ends = lines
            .filter_map(|release| Some((release.lts_until.filter(to_come)?, release)))
            .map(|(day, release)| (day, CalendarItem { release: Some(self.release_link(release.index)), ..blank("lts-end", day) }));
        let removals = listing.deprecations.iter().filter_map(|index| {
            let entry = catalog.entry(*index);
            let deprecation = entry.deprecation.as_ref().filter(|deprecation| deprecation.state != DeprecationState::Removed)?;
            let release = self.release_of(product.index, &deprecation.removal.as_ref()?.value)?;
            let day = day_of(release).filter(to_come)?;
            let (entry, release) = (Some(self.entry_link(*index)), Some(self.release_link(release.index)));
            Some((day, CalendarItem { entry, release, ..blank("removal", day) }))
        });
        releases.chain(ends).chain(removals).collect()
    }

    /// Blackouts that have not ended. One that several products share stands once.
    fn blackouts(&self) -> Vec<(NaiveDate, CalendarItem<'_>)> {
        let mut blackouts: Vec<(NaiveDate, NaiveDate, CalendarItem)> = Vec::new();
        for product in self.catalog.products() {
            for blackout in product.policy.blackouts.iter().filter(|blackout| blackout.to >= self.catalog.today()) {
                let reason = blackout.reason.as_deref();
                let same = |(from, to, item): &&mut (NaiveDate, NaiveDate, CalendarItem)| {
                    (*from, *to, item.reason) == (blackout.from, blackout.to, reason)
                };
                match blackouts.iter_mut().find(same) {
                    Some((_, _, item)) => item.products.push(&product.name),
                    None => blackouts.push((blackout.from, blackout.to, blackout_item(product, blackout.from, blackout.to, reason))),
                }
            }
        }
        blackouts.into_iter().map(|(from, _, item)| (from, item)).collect()
    }
}

fn blackout_item<'a>(product: &'a Product, from: NaiveDate, to: NaiveDate, reason: Option<&'a str>) -> CalendarItem<'a> {
    CalendarItem {
        kind: "blackout",
        date: from.into(),
        end: (to > from).then(|| to.into()),
        products: vec![&product.name],
        release: None,
        window: None,
        entry: None,
        reason,
    }
}
