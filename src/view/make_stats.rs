//! The numbers of releases to what a page of charts shows.

use chrono::{Datelike, NaiveDate};

use crate::model::{Period, Product, Spread, Stats, Stretch};

use super::chart::{Bar, Chart, Mark, bars, lying, steps};
use super::link::Kind;
use super::stats::{KindRow, PeriodView, ProductStatsRow, SpreadView, StatsRow, StatsView};
use super::views::Views;

/// So many months, then so many quarters, fit into a chart and the table beside it.
const MONTHS: usize = 18;
const QUARTERS: usize = 24;

/// The room that a kind has in its chart, and its bar in that.
const KIND_HEIGHT: f64 = 40.0;
const KIND_BAR: f64 = 12.0;

impl Views<'_> {
    /// The numbers of one product, or of all.
    pub fn stats(&self, product: Option<&Product>) -> StatsView<'_> {
        let products = self.catalog.products();
        let stats = match product {
            Some(product) => Stats::of(self.catalog, [product]),
            None => Stats::of(self.catalog, products),
        };
        let (rows, rates) = periods(&stats);
        let kinds = self.kind_rows(&stats);
        StatsView {
            since: stats.since.map(Into::into),
            stable: stats.stable,
            prereleases: stats.prereleases,
            rolled_back: stats.rolled_back,
            rollback_percent: stats.rollback_rate().map(percent),
            gaps: stats.gaps.as_ref().map(SpreadView::from),
            lead: stats.lead.as_ref().map(SpreadView::from),
            open_issues: stats.open_issues,
            closed_issues: stats.closed_issues,
            frequency_chart: frequency(&rows),
            lead_chart: lead(&rows),
            rollback_chart: rollbacks(&rates),
            issues_chart: issues(&rows),
            rows,
            rates,
            kinds,
        }
    }

    /// The main numbers of each product.
    pub fn product_stats(&self) -> Vec<ProductStatsRow<'_>> {
        let row = |product| {
            let stats = Stats::of(self.catalog, [product]);
            ProductStatsRow {
                name: &product.name,
                url: format!("{}stats/", self.product_url(product.index)),
                stable: stats.stable,
                gaps: stats.gaps.as_ref().map(SpreadView::from),
                lead: stats.lead.as_ref().map(SpreadView::from),
                rollback_percent: stats.rollback_rate().map(percent),
                open_issues: stats.open_issues,
            }
        };
        self.catalog.products().iter().map(row).collect()
    }

    fn kind_rows(&self, stats: &Stats) -> Vec<KindRow<'_>> {
        let most = stats.kinds.iter().map(|(_, count)| *count).max().unwrap_or_default();
        let mut y = KIND_HEIGHT - KIND_BAR - 4.0;
        let mut rows = Vec::new();
        for (index, count) in stats.kinds.iter().filter(|(_, count)| *count > 0) {
            let bar = Mark { kind: "kind", x: 0.0, y, width: lying(*count, most), height: KIND_BAR };
            let per_release = stats.per_release(*count).map(|number| rounded(number, 100.0));
            rows.push(KindRow { kind: Kind::from(self.catalog.kind(*index)), count: *count, per_release, bar });
            y += KIND_HEIGHT;
        }
        rows
    }
}

/// Rows of the shortest period that fits, and of one longer.
fn periods(stats: &Stats) -> (Vec<StatsRow>, Vec<StatsRow>) {
    let by = |period, stretches: &[Stretch]| stretches.iter().map(|stretch| row(period, stretch)).collect::<Vec<_>>();
    let quarters = || by(Period::Quarter, &stats.quarters);
    let years = || by(Period::Year, &stats.years);
    if stats.months.len() <= MONTHS {
        (by(Period::Month, &stats.months), quarters())
    } else if stats.quarters.len() <= QUARTERS {
        (quarters(), years())
    } else {
        (years(), years())
    }
}

fn row(period: Period, stretch: &Stretch) -> StatsRow {
    let Stretch { first, stable, prereleases, rolled_back, lead, opened, closed, open } = stretch;
    StatsRow {
        period: period_view(period, *first),
        stable: *stable,
        prereleases: *prereleases,
        rolled_back: *rolled_back,
        rollback_percent: stretch.rollback_rate().map(percent),
        lead: lead.as_ref().map(SpreadView::from),
        opened: *opened,
        closed: *closed,
        open: *open,
    }
}

fn period_view(period: Period, first: NaiveDate) -> PeriodView {
    let number = match period {
        Period::Month => first.month(),
        Period::Quarter => first.month0() / 3 + 1,
        Period::Year => 1,
    };
    PeriodView { name: period.name(), first, year: first.year(), number }
}

fn frequency(rows: &[StatsRow]) -> Chart {
    let columns = rows.iter().map(|row| {
        let (stable, all) = (number(row.stable), number(row.stable + row.prereleases));
        let bar = |kind, from, to| Bar { kind, from, to, breadth: 0.7 };
        [bar("stable", 0.0, stable), bar("prerelease", stable, all)].into_iter().filter(|bar| bar.to > bar.from).collect()
    });
    chart(rows, columns)
}

fn lead(rows: &[StatsRow]) -> Chart {
    let columns = rows.iter().map(|row| {
        let bar = |kind, from, to, breadth| Bar { kind, from, to, breadth };
        row.lead.map_or_else(Vec::new, |lead| {
            let SpreadView { count: _, least, lower, median, upper, most } = lead;
            vec![bar("range", least, most, 0.08), bar("box", lower, upper, 0.6), bar("median", median, median, 0.6)]
        })
    });
    chart(rows, columns)
}

fn rollbacks(rates: &[StatsRow]) -> Chart {
    let columns = rates.iter().map(|row| {
        let share = row.rollback_percent.filter(|share| *share > 0.0);
        share.map(|share| Bar { kind: "rolled-back", from: 0.0, to: share, breadth: 0.7 }).into_iter().collect()
    });
    chart(rates, columns)
}

fn issues(rows: &[StatsRow]) -> Chart {
    let values: Vec<f64> = rows.iter().map(|row| number(row.open)).collect();
    steps(&periods_of(rows), &values)
}

fn chart(rows: &[StatsRow], columns: impl Iterator<Item = Vec<Bar>>) -> Chart {
    bars(&periods_of(rows), &columns.collect::<Vec<_>>())
}

fn periods_of(rows: &[StatsRow]) -> Vec<PeriodView> {
    rows.iter().map(|row| row.period).collect()
}

impl From<&Spread> for SpreadView {
    fn from(spread: &Spread) -> Self {
        let Spread { count, least, lower, median, upper, most } = *spread;
        Self { count, least, lower, median, upper, most }
    }
}

#[expect(clippy::cast_precision_loss, reason = "no site has so many releases")]
fn number(count: usize) -> f64 {
    count as f64
}

/// A share of 1 in percent, to the first digit behind the point.
fn percent(share: f64) -> f64 {
    rounded(share * 100.0, 10.0)
}

/// To as many parts of one.
fn rounded(number: f64, parts: f64) -> f64 {
    (number * parts).round() / parts
}
