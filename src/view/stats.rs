//! What releases tell when they are counted, as numbers and as charts.

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use super::chart::{Chart, Mark};
use super::link::{Date, Kind};

/// The numbers of a product, or of all products taken together.
#[derive(Debug, Clone, Serialize)]
pub struct StatsView<'a> {
    /// The day of the first release; none while nothing is out, and then all else is empty.
    pub since: Option<Date>,
    /// How many stable releases are out, those taken back since included.
    pub stable: usize,
    /// How many pre-releases.
    pub prereleases: usize,
    /// How many stable releases were taken back.
    pub rolled_back: usize,
    /// Their share of the stable ones, in percent.
    pub rollback_percent: Option<f64>,
    /// Days from one stable release to the next of the same product.
    pub gaps: Option<SpreadView>,
    /// Days from a stable release's announcement to its own, of those that say when they were announced.
    pub lead: Option<SpreadView>,
    /// Known issues that are open.
    pub open_issues: usize,
    /// Known issues that are fixed.
    pub closed_issues: usize,
    /// The numbers by month, by quarter where those are too many, or by year; oldest first.
    pub rows: Vec<StatsRow>,
    /// The same by a longer period, since a share of few releases tells nothing.
    pub rates: Vec<StatsRow>,
    /// The kinds that there are entries of, in page order.
    pub kinds: Vec<KindRow<'a>>,
    /// Releases by period: marks `stable` and `prerelease`.
    pub frequency_chart: Chart,
    /// Lead times by period: marks `range` (from the least to the most), `box` (the middle half) and `median`.
    pub lead_chart: Chart,
    /// The share of releases taken back by the longer period, in percent: marks `rolled-back`.
    pub rollback_chart: Chart,
    /// Known issues open at the end of each period, as a line.
    pub issues_chart: Chart,
}

/// A month, a quarter or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PeriodView {
    /// `month`, `quarter` or `year`.
    pub name: &'static str,
    /// Its first day, `2026-04-01`.
    #[serde(serialize_with = "day")]
    pub first: NaiveDate,
    /// Its year.
    pub year: i32,
    /// Which one of its year, from 1.
    pub number: u32,
}

/// The numbers of a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatsRow {
    /// The period.
    pub period: PeriodView,
    /// Stable releases.
    pub stable: usize,
    /// Pre-releases.
    pub prereleases: usize,
    /// Stable releases of the period that were taken back, whenever that was.
    pub rolled_back: usize,
    /// Their share, in percent; none where there was no stable release.
    pub rollback_percent: Option<f64>,
    /// The lead of its stable releases.
    pub lead: Option<SpreadView>,
    /// Known issues that were told of.
    pub opened: usize,
    /// Known issues that were fixed.
    pub closed: usize,
    /// Known issues open at its end, or now.
    pub open: usize,
}

/// How days are spread.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SpreadView {
    /// How many were counted.
    pub count: usize,
    /// The fewest.
    pub least: f64,
    /// The first quartile.
    pub lower: f64,
    /// The median.
    pub median: f64,
    /// The third quartile.
    pub upper: f64,
    /// The most.
    pub most: f64,
}

/// A kind and how many entries are of it.
#[derive(Debug, Clone, Serialize)]
pub struct KindRow<'a> {
    /// The kind.
    pub kind: Kind<'a>,
    /// How many entries, each counted once.
    pub count: usize,
    /// How many there are for each stable release; none while none is out.
    pub per_release: Option<f64>,
    /// Its bar in a chart 480 wide, where each kind takes 40 from the top.
    pub bar: Mark,
}

/// The numbers of one product in a list of all.
#[derive(Debug, Clone, Serialize)]
pub struct ProductStatsRow<'a> {
    /// The product's name.
    pub name: &'a str,
    /// Path from the host of its own page of numbers.
    pub url: String,
    /// How many stable releases are out.
    pub stable: usize,
    /// Days from one stable release to the next.
    pub gaps: Option<SpreadView>,
    /// Days from a stable release's announcement to its own.
    pub lead: Option<SpreadView>,
    /// The share of stable releases that was taken back, in percent.
    pub rollback_percent: Option<f64>,
    /// Known issues that are open.
    pub open_issues: usize,
}

fn day<S: Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&day.format("%Y-%m-%d"))
}
