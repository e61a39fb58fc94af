//! What the dates of releases tell when they are counted: how often releases come, how long before they are announced, how many
//! are taken back, what they hold, and how many known issues stay open.
//!
//! In: a [`Catalog`], hence only what its reader may see. Out: [`Stats`]. Only releases that are out on the catalog's day count, and
//! only those that have a date. Rates and spreads are of stable releases; pre-releases are counted beside them.

mod period;
mod spread;

use chrono::NaiveDate;

use super::{Catalog, EntryIndex, KindIndex, Product, Release};

pub use period::Period;
pub use spread::Spread;

/// The numbers of one product, or of several taken together.
#[derive(Debug, Clone, PartialEq)]
pub struct Stats {
    /// The day of the first release; none while nothing is out.
    pub since: Option<NaiveDate>,
    /// Stable releases, those taken back since included.
    pub stable: usize,
    /// Pre-releases.
    pub prereleases: usize,
    /// Stable releases that were taken back.
    pub rolled_back: usize,
    /// Days from one stable release to the next of the same product.
    pub gaps: Option<Spread>,
    /// Days from the announcement of a stable release to its own, of those that say when they were announced.
    pub lead: Option<Spread>,
    /// How many entries there are of each kind, in page order, each counted once.
    pub kinds: Vec<(KindIndex, usize)>,
    /// Known issues that are open now; those that won't be fixed are among them.
    pub open_issues: usize,
    /// Known issues that are fixed.
    pub closed_issues: usize,
    /// By month, from that of the first release to that of today, none left out.
    pub months: Vec<Stretch>,
    /// By quarter, likewise.
    pub quarters: Vec<Stretch>,
    /// By year, likewise.
    pub years: Vec<Stretch>,
}

/// The numbers of one month, quarter or year.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// Its first day.
    pub first: NaiveDate,
    /// Stable releases of these days, those taken back since included.
    pub stable: usize,
    /// Pre-releases of these days.
    pub prereleases: usize,
    /// Stable releases of these days that were taken back, whenever that was.
    pub rolled_back: usize,
    /// The lead of the stable releases of these days, in days.
    pub lead: Option<Spread>,
    /// Known issues that were told of in these days.
    pub opened: usize,
    /// Known issues whose fix came in these days.
    pub closed: usize,
    /// Known issues open on the last of these days, or now where that is to come.
    pub open: usize,
}

impl Stats {
    /// The numbers of these products.
    pub fn of<'a>(catalog: &Catalog, products: impl IntoIterator<Item = &'a Product>) -> Self {
        let mut facts = Facts::default();
        let mut kinds = vec![0; catalog.kinds().len()];
        for product in products {
            let releases = product.releases.iter().map(|index| catalog.release(*index));
            let mut dated: Vec<(NaiveDate, &Release)> =
                releases.filter_map(|release| Some((day_out(catalog, release)?, release))).collect();
            dated.sort_by_key(|(day, _)| *day);
            facts.add(&dated);
            for index in dated.iter().flat_map(|(_, release)| &release.entries) {
                kinds[catalog.entry(*index).kind.position()] += 1;
                facts.issues.extend(life(catalog, *index));
            }
        }
        facts.sum(catalog.today(), kinds.into_iter().enumerate().map(|(position, count)| (KindIndex(position), count)).collect())
    }

    /// Of the stable releases, the share that was taken back: 0 to 1.
    pub fn rollback_rate(&self) -> Option<f64> {
        share(self.rolled_back, self.stable)
    }

    /// How many there are of something for each stable release.
    pub fn per_release(&self, count: usize) -> Option<f64> {
        share(count, self.stable)
    }
}

impl Stretch {
    /// Of the stable releases of these days, the share that was taken back: 0 to 1.
    pub fn rollback_rate(&self) -> Option<f64> {
        share(self.rolled_back, self.stable)
    }
}

#[expect(clippy::cast_precision_loss, reason = "no site has so many releases")]
fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The day of a release that is out.
fn day_out(catalog: &Catalog, release: &Release) -> Option<NaiveDate> {
    let day = release.date.as_ref()?.day();
    (release.is_out() && day <= catalog.today()).then_some(day)
}

/// What is counted, with its days.
#[derive(Default)]
struct Facts {
    stable: Vec<Shipped>,
    prereleases: Vec<NaiveDate>,
    gaps: Vec<i64>,
    issues: Vec<Life>,
}

/// A stable release.
struct Shipped {
    day: NaiveDate,
    rolled_back: bool,
    lead: Option<i64>,
}

/// From when to when a known issue was open.
struct Life {
    opened: NaiveDate,
    closed: Option<NaiveDate>,
}

fn life(catalog: &Catalog, index: EntryIndex) -> Option<Life> {
    let entry = catalog.entry(index);
    let issue = entry.known_issue.as_ref()?;
    let opened = day_out(catalog, catalog.release(entry.release?))?;
    // A fix that came before the issue was written down closed it on the same day.
    let closed = issue.closed.map(|day| day.max(opened)).filter(|day| *day <= catalog.today());
    Some(Life { opened, closed })
}

impl Facts {
    /// Adds the releases of one product, which are sorted by day.
    fn add(&mut self, releases: &[(NaiveDate, &Release)]) {
        let mut before: Option<NaiveDate> = None;
        for (day, release) in releases {
            if !release.is_stable() {
                self.prereleases.push(*day);
                continue;
            }
            self.gaps.extend(before.map(|before| (*day - before).num_days()));
            before = Some(*day);
            let lead = release.announced.as_ref().map(|announced| (*day - announced.value).num_days()).filter(|days| *days >= 0);
            self.stable.push(Shipped { day: *day, rolled_back: release.rollback.is_some(), lead });
        }
    }

    fn sum(mut self, today: NaiveDate, kinds: Vec<(KindIndex, usize)>) -> Stats {
        self.stable.sort_by_key(|shipped| shipped.day);
        self.prereleases.sort_unstable();
        let since = self.stable.iter().map(|shipped| shipped.day).chain(self.prereleases.iter().copied()).min();
        let stretches = |period: Period| since.map_or_else(Vec::new, |since| self.stretches(period, since, today));
        let closed_issues = self.issues.iter().filter(|life| life.closed.is_some()).count();
        Stats {
            since,
            stable: self.stable.len(),
            prereleases: self.prereleases.len(),
            rolled_back: self.stable.iter().filter(|shipped| shipped.rolled_back).count(),
            gaps: Spread::of(self.gaps.clone()),
            lead: lead(&self.stable),
            kinds,
            open_issues: self.issues.len() - closed_issues,
            closed_issues,
            months: stretches(Period::Month),
            quarters: stretches(Period::Quarter),
            years: stretches(Period::Year),
        }
    }

    fn stretches(&self, period: Period, since: NaiveDate, today: NaiveDate) -> Vec<Stretch> {
        let starts: Vec<NaiveDate> =
            std::iter::successors(Some(period.start(since)), |start| period.next(*start)).take_while(|start| *start <= today).collect();
        let (mut opened, mut closed) = (vec![0; starts.len()], vec![0; starts.len()]);
        let place = |day: NaiveDate| starts.partition_point(|start| *start <= day).saturating_sub(1);
        for life in &self.issues {
            opened[place(life.opened)] += 1;
            if let Some(day) = life.closed {
                closed[place(day)] += 1;
            }
        }
        let prereleases = |first: NaiveDate, next: Option<NaiveDate>| {
            let until = |end: NaiveDate| self.prereleases.partition_point(|day| *day < end);
            next.map_or(self.prereleases.len(), until) - until(first)
        };
        let mut open = 0;
        let stretch = |(at, first): (usize, &NaiveDate)| {
            let next = starts.get(at + 1).copied();
            let until = |end: NaiveDate| self.stable.partition_point(|shipped| shipped.day < end);
            let stable = &self.stable[until(*first)..next.map_or(self.stable.len(), until)];
            open = open + opened[at] - closed[at];
            Stretch {
                first: *first,
                stable: stable.len(),
                prereleases: prereleases(*first, next),
                rolled_back: stable.iter().filter(|shipped| shipped.rolled_back).count(),
                lead: lead(stable),
                opened: opened[at],
                closed: closed[at],
                open,
            }
        };
        starts.iter().enumerate().map(stretch).collect()
    }
}

fn lead(stable: &[Shipped]) -> Option<Spread> {
    Spread::of(stable.iter().filter_map(|shipped| shipped.lead).collect())
}
