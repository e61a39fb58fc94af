//! How often and how well products are released: what `stats` prints and the site's page of charts shows.
//!
//! In:  a loaded site and who reads it. Out: [`Statistics`], which is also the JSON that `stats --json` prints (`docs/releasing.md` tells
//! of its fields). A number that nothing is known for is null, never 0.

use serde::Serialize;

use crate::diag::Diagnostics;
use crate::ident::ProductKey;
use crate::load::Loaded;
use crate::model::{Catalog, Period, Product, Spread, Stats, Stretch};

use super::BuildOptions;
use super::choose::product as choose;
use super::find::FindError;
use super::seen::{Seen, Waiting, see};
use super::status::Day;

/// The numbers of all products, or of the one that was named.
#[derive(Debug, Clone, Serialize)]
pub struct Statistics {
    /// The day they were asked for.
    pub today: Day,
    /// Of all products taken together, where there are several and none was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all: Option<Numbers>,
    /// In the order of site.yaml.
    pub products: Vec<ProductStats>,
}

/// The numbers of a product.
#[derive(Debug, Clone, Serialize)]
pub struct ProductStats {
    /// Its key.
    pub key: ProductKey,
    /// Its name.
    pub name: String,
    /// Its numbers.
    #[serde(flatten)]
    pub numbers: Numbers,
}

/// The numbers of a product, or of several.
#[derive(Debug, Clone, Serialize)]
pub struct Numbers {
    /// The day of the first release.
    pub since: Option<Day>,
    /// How many releases are out.
    pub releases: ReleaseCounts,
    /// Days from one stable release to the next.
    pub days_between: Option<DaySpread>,
    /// Days from a stable release's announcement to its own.
    pub lead_days: Option<DaySpread>,
    /// Entries of each kind that there are any of, in page order.
    pub entries: Vec<KindStats>,
    /// Known issues.
    pub known_issues: IssueCounts,
    /// By month, the first release's to today's.
    pub months: Vec<StretchStats>,
    /// By quarter.
    pub quarters: Vec<StretchStats>,
    /// By year.
    pub years: Vec<StretchStats>,
}

/// How many releases are out.
#[derive(Debug, Clone, Serialize)]
pub struct ReleaseCounts {
    /// Stable ones, those taken back included.
    pub stable: usize,
    /// Pre-releases.
    pub prereleases: usize,
    /// Stable ones that were taken back.
    pub rolled_back: usize,
    /// Their share, 0 to 1.
    pub rollback_rate: Option<f64>,
}

/// How days are spread.
#[derive(Debug, Clone, Serialize)]
pub struct DaySpread {
    /// How many were counted.
    pub count: usize,
    /// The fewest.
    pub min: f64,
    /// The first quartile.
    pub q1: f64,
    /// The median.
    pub median: f64,
    /// The third quartile.
    pub q3: f64,
    /// The most.
    pub max: f64,
}

/// The entries of a kind.
#[derive(Debug, Clone, Serialize)]
pub struct KindStats {
    /// The kind.
    pub kind: String,
    /// Its heading, in the plural.
    pub heading: String,
    /// How many there are.
    pub count: usize,
    /// How many there are for each stable release, to the second digit.
    pub per_release: Option<f64>,
}

/// How many known issues there are.
#[derive(Debug, Clone, Serialize)]
pub struct IssueCounts {
    /// Open now.
    pub open: usize,
    /// Fixed.
    pub closed: usize,
}

/// The numbers of a month, a quarter or a year.
#[derive(Debug, Clone, Serialize)]
pub struct StretchStats {
    /// `2026-05`, `2026-Q2` or `2026`.
    pub period: String,
    /// Stable releases.
    pub stable: usize,
    /// Pre-releases.
    pub prereleases: usize,
    /// Stable releases of the period that were taken back.
    pub rolled_back: usize,
    /// The lead of the period's stable releases.
    pub lead_days: Option<DaySpread>,
    /// Known issues that were told of.
    pub issues_opened: usize,
    /// Known issues that were fixed.
    pub issues_closed: usize,
    /// Known issues open at its end, or now.
    pub issues_open: usize,
}

/// What `stats` has to say.
#[derive(Debug)]
pub struct Counted {
    /// The numbers; nothing where an error in the content stopped it.
    pub statistics: Option<Statistics>,
    /// Every problem, sorted.
    pub diagnostics: Diagnostics,
}

/// Counts what one reader may see: by default what the public does, as on the site's own page.
///
/// # Errors
/// [`FindError`] where no product has that key or no audience that name.
pub fn stats(loaded: &Loaded, reader: &BuildOptions, key: Option<&str>) -> Result<Counted, FindError> {
    let (seen, diagnostics) = see(loaded, reader, Waiting::Left);
    let Some(seen) = seen else {
        return Ok(Counted { statistics: None, diagnostics });
    };
    seen.knows_audience(reader.audience.as_ref())?;
    let Seen { catalog, .. } = &seen;
    let products: Vec<&Product> = match key {
        Some(_) => vec![choose(catalog, key)?],
        None => catalog.products().iter().collect(),
    };
    let all = (products.len() > 1).then(|| numbers(catalog, &products));
    let of_product =
        |product: &Product| ProductStats { key: product.key.clone(), name: product.name.clone(), numbers: numbers(catalog, &[product]) };
    let products = products.into_iter().map(of_product).collect();
    Ok(Counted { statistics: Some(Statistics { today: Day(catalog.today()), all, products }), diagnostics })
}

fn numbers(catalog: &Catalog, products: &[&Product]) -> Numbers {
    let stats = Stats::of(catalog, products.iter().copied());
    let kinds = stats.kinds.iter().filter(|(_, count)| *count > 0).map(|(index, count)| {
        let kind = catalog.kind(*index);
        KindStats {
            kind: kind.name.as_str().to_owned(),
            heading: kind.heading.clone(),
            count: *count,
            per_release: stats.per_release(*count).map(|number| rounded(number, 100.0)),
        }
    });
    let by = |stretches: &[Stretch], period| stretches.iter().map(|stretch| of_stretch(stretch, period)).collect();
    Numbers {
        since: stats.since.map(Day),
        releases: ReleaseCounts {
            stable: stats.stable,
            prereleases: stats.prereleases,
            rolled_back: stats.rolled_back,
            rollback_rate: stats.rollback_rate().map(|rate| rounded(rate, 10_000.0)),
        },
        days_between: stats.gaps.as_ref().map(DaySpread::from),
        lead_days: stats.lead.as_ref().map(DaySpread::from),
        entries: kinds.collect(),
        known_issues: IssueCounts { open: stats.open_issues, closed: stats.closed_issues },
        months: by(&stats.months, Period::Month),
        quarters: by(&stats.quarters, Period::Quarter),
        years: by(&stats.years, Period::Year),
    }
}

fn of_stretch(stretch: &Stretch, period: Period) -> StretchStats {
    let Stretch { first, stable, prereleases, rolled_back, lead, opened, closed, open } = stretch;
    StretchStats {
        period: period.label(*first),
        stable: *stable,
        prereleases: *prereleases,
        rolled_back: *rolled_back,
        lead_days: lead.as_ref().map(DaySpread::from),
        issues_opened: *opened,
        issues_closed: *closed,
        issues_open: *open,
    }
}

impl From<&Spread> for DaySpread {
    fn from(spread: &Spread) -> Self {
        let Spread { count, least, lower, median, upper, most } = *spread;
        Self { count, min: least, q1: lower, median, q3: upper, max: most }
    }
}

/// To as many parts of one.
fn rounded(number: f64, parts: f64) -> f64 {
    (number * parts).round() / parts
}
