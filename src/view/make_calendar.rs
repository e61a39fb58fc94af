//! The calendar: what is to come, of all products, by month.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::model::{DeprecationState, Product, Release};

use super::calendar::{CalendarItem, Month};
use super::link::Date;
use super::listing::Listing;
use super::make_grid::{Covering, month_of, months_of, weeks};
use super::make_release::window_view;
use super::views::Views;

/// An item, the days it covers, both included, and when the work on it happens.
struct Dated<'a> {
    first: NaiveDate,
    last: NaiveDate,
    window: Option<(NaiveDate, NaiveDate)>,
    item: CalendarItem<'a>,
}

impl Views<'_> {
    /// The months in which something is to come, soonest first. `listings` are those of the products, in their order.
    pub fn calendar(&self, listings: &[Listing]) -> Vec<Month<'_>> {
        let today = self.catalog.today();
        let products = self.catalog.products().iter().zip(listings);
        let mut dated: Vec<Dated> = products.flat_map(|(product, listing)| self.product_items(product, listing)).collect();
        dated.extend(self.blackouts());
        dated.sort_by_key(|dated| dated.first);
        for (number, dated) in dated.iter_mut().enumerate() {
            dated.item.id = format!("_{}-{}", dated.item.kind, number + 1);
        }
        let covering: Vec<Covering> = dated.iter().flat_map(covering).collect();
        // What has begun before and goes on is told of in this month.
        let starts = |dated: &Dated| month_of(dated.first.max(today.min(dated.last)));
        let months: BTreeSet<NaiveDate> = dated
            .iter()
            .map(starts)
            .chain(covering.iter().flat_map(|covering| months_of(covering.first.max(today), covering.last)))
            .collect();
        let mut items = dated.into_iter().peekable();
        let month = |first: NaiveDate| {
            let mut of_month = Vec::new();
            while let Some(dated) = items.next_if(|dated| starts(dated) <= first) {
                of_month.push(dated.item);
            }
            Month { month: first.format("%Y-%m").to_string(), items: of_month, weeks: weeks(first, today, &covering) }
        };
        months.into_iter().map(month).collect()
    }

    fn product_items(&self, product: &Product, listing: &Listing) -> Vec<Dated<'_>> {
        let catalog = self.catalog;
        let product = catalog.product(product.index);
        let today = catalog.today();
        let to_come = |day: &NaiveDate| *day >= today;
        let blank = |kind, day: NaiveDate| blank(kind, day.into(), vec![&product.name]);
        let day_of = |release: &Release| release.date.as_ref().map(|date| date.day());
        let planned = listing.planned.iter().map(|index| catalog.release(*index));
        let releases = planned.filter_map(|release| Some((day_of(release)?, release))).map(|(day, release)| {
            let window = release.window.as_ref().map(|window| window_view(&window.value));
            let item = CalendarItem { release: Some(self.release_link(release.index)), window, ..blank("release", day) };
            let days = release.window.as_ref().map(|window| (window.value.from.date_naive(), window.value.to.date_naive()));
            Dated { window: days, ..on(day, item) }
        });
        let lines = product.lts_lines.iter().map(|index| catalog.release(*index));
        let ends = lines
            .filter_map(|release| Some((release.lts_until.filter(to_come)?, release)))
            .map(|(day, release)| on(day, CalendarItem { release: Some(self.release_link(release.index)), ..blank("lts-end", day) }));
        let removals = listing.deprecations.iter().filter_map(|index| {
            let entry = catalog.entry(*index);
            let deprecation = entry.deprecation.as_ref().filter(|deprecation| deprecation.state != DeprecationState::Removed)?;
            let release = self.release_of(product.index, &deprecation.removal.as_ref()?.value)?;
            let day = day_of(release).filter(to_come)?;
            let (entry, release) = (Some(self.entry_link(*index)), Some(self.release_link(release.index)));
            Some(on(day, CalendarItem { entry, release, ..blank("removal", day) }))
        });
        releases.chain(ends).chain(removals).collect()
    }

    /// Blackouts that have not ended. One that several products share stands once.
    fn blackouts(&self) -> Vec<Dated<'_>> {
        let mut blackouts: Vec<Dated> = Vec::new();
        for product in self.catalog.products() {
            for blackout in product.policy.blackouts.iter().filter(|blackout| blackout.to >= self.catalog.today()) {
                let (first, last, reason) = (blackout.from, blackout.to, blackout.reason.as_deref());
                let same = |dated: &&mut Dated| (dated.first, dated.last, dated.item.reason) == (first, last, reason);
                match blackouts.iter_mut().find(same) {
                    Some(dated) => dated.item.products.push(&product.name),
                    None => {
                        let end = (last > first).then(|| last.into());
                        let item = CalendarItem { end, reason, ..blank("blackout", first.into(), vec![&product.name]) };
                        blackouts.push(Dated { first, last, window: None, item });
                    }
                }
            }
        }
        blackouts
    }
}

fn on(day: NaiveDate, item: CalendarItem<'_>) -> Dated<'_> {
    Dated { first: day, last: day, window: None, item }
}

fn blank<'a>(kind: &'static str, date: Date, products: Vec<&'a str>) -> CalendarItem<'a> {
    CalendarItem { id: String::new(), kind, date, end: None, products, release: None, window: None, entry: None, reason: None }
}

/// What an item covers: its own days, and those on which the work on it happens.
fn covering<'a>(dated: &Dated<'a>) -> impl Iterator<Item = Covering<'a>> + use<'a> {
    let CalendarItem { id, kind, release, window, entry, reason, .. } = &dated.item;
    let version = release.as_ref().map(|release| release.version);
    let covering = |(first, last), kind, text: Option<String>, about| Covering { first, last, kind, text, about, item: id.clone() };
    let about = entry.as_ref().map(|entry| entry.title).or(version).or(*reason);
    let text = version.filter(|_| entry.is_none()).map(str::to_owned);
    let own = covering((dated.first, dated.last), kind, text, about);
    let time = window.as_ref().and_then(|window| window.from.time.clone());
    let work = dated.window.map(|days| covering(days, "window", time, version));
    [own].into_iter().chain(work)
}
