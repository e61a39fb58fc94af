//! Where every product stands and what comes next: what `status` prints.
//!
//! In:  a checked site. Out: a [`Status`], which is also the JSON that `status --json` prints (`docs/releasing.md` tells of its fields).
//! Private entries count: a release takes them along, and their kind decides on its version as any other's does.

mod dates;
mod product;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use crate::ident::{ProductKey, Version, When};
use crate::model::{Catalog, EntryIndex, Product};

use super::choose::{ChoiceError, product as choose};

/// Where products stand.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// The day it was asked.
    pub today: Day,
    /// In the order of site.yaml.
    pub products: Vec<ProductStatus>,
}

/// Where a product stands.
#[derive(Debug, Clone, Serialize)]
pub struct ProductStatus {
    /// Its key.
    pub key: ProductKey,
    /// Its name.
    pub name: String,
    /// The newest release that stands on each channel; a pre-release only while no later stable one is out.
    pub channels: Vec<ChannelStatus>,
    /// The newest release of each long-term-support line, newest line first.
    pub lts: Vec<LtsStatus>,
    /// The version to choose; nothing where nothing waits for a release.
    pub next: Option<NextStatus>,
    /// How many entries wait for a release.
    pub unreleased: usize,
    /// The same by kind, in page order, without kinds that none is of.
    pub unreleased_by_kind: Vec<KindCount>,
    /// Releases that are planned, soonest first, those without a day last.
    pub planned: Vec<PlannedStatus>,
    /// Open known issues, critical ones first.
    pub known_issues: Vec<IssueStatus>,
    /// Deprecations whose end comes with the next version, or should have come.
    pub deprecations: Vec<DeprecationStatus>,
    /// What has a day that is to come, soonest first.
    pub dates: Vec<DateStatus>,
}

/// The newest release of a channel.
#[derive(Debug, Clone, Serialize)]
pub struct ChannelStatus {
    /// `stable`, `rc`, `beta`, `alpha` or `preview`.
    pub channel: &'static str,
    /// Its version.
    pub version: Version,
    /// Its day.
    pub date: Option<Day>,
}

/// The newest release of a line with long-term support.
#[derive(Debug, Clone, Serialize)]
pub struct LtsStatus {
    /// The line: `5.2`.
    pub line: String,
    /// Its newest release.
    pub version: Version,
    /// The last day of support.
    pub until: Day,
    /// Whether that day is over.
    pub ended: bool,
}

/// The version that the waiting entries ask for.
#[derive(Debug, Clone, Serialize)]
pub struct NextStatus {
    /// The version.
    pub version: Version,
    /// The release that the step is measured from; none for a first release and by calendar.
    pub from: Option<Version>,
    /// `patch`, `minor` or `major`; none for a first release and by calendar.
    pub bump: Option<&'static str>,
    /// The entry that asks for that step.
    pub asked_by: Option<AskingEntry>,
    /// The newest pre-release of the version.
    pub led_by: Option<Version>,
}

/// An entry that asks for a step.
#[derive(Debug, Clone, Serialize)]
pub struct AskingEntry {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// The pre-release that holds it; none while it waits in `unreleased/`.
    pub release: Option<Version>,
    /// Whether only private audiences read it.
    pub private: bool,
}

/// How many entries of one kind wait.
#[derive(Debug, Clone, Serialize)]
pub struct KindCount {
    /// The kind.
    pub kind: String,
    /// Its heading, in the plural.
    pub heading: String,
    /// How many.
    pub count: usize,
}

/// A release that is planned.
#[derive(Debug, Clone, Serialize)]
pub struct PlannedStatus {
    /// Its version.
    pub version: Version,
    /// Its title.
    pub title: Option<String>,
    /// Its day, where it has one.
    pub date: Option<Day>,
    /// The day it was announced.
    pub announced: Option<Day>,
    /// Items of the policy's readiness that are not done.
    pub not_done: Vec<String>,
}

/// A known issue that is open.
#[derive(Debug, Clone, Serialize)]
pub struct IssueStatus {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `critical`, `major` or `minor`.
    pub severity: String,
    /// `open`, `investigating` or `wont-fix`.
    pub state: &'static str,
    /// The release it was first told of in.
    pub release: Version,
    /// Whether an entry that is not out resolves it.
    pub fix_waits: bool,
}

/// A deprecation whose end is near.
#[derive(Debug, Clone, Serialize)]
pub struct DeprecationStatus {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The version it should go in.
    pub removal: Version,
    /// Whether that version is out.
    pub overdue: bool,
    /// The entry that removes it and is not out yet.
    pub removed_by: Option<String>,
}

/// A day to come.
#[derive(Debug, Clone, Serialize)]
pub struct DateStatus {
    /// The first day.
    pub date: Day,
    /// The last day, where there are several.
    pub end: Option<Day>,
    /// `release`, `window`, `blackout` or `lts-end`.
    pub kind: &'static str,
    /// The release it is of.
    pub version: Option<Version>,
    /// What it is about: a release's title, a window's hours and impact, a blackout's reason, a line.
    pub text: Option<String>,
}

/// A day, written `2026-05-12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub NaiveDate);

impl From<When> for Day {
    fn from(when: When) -> Self {
        Self(when.day())
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Where every product stands, or the one that is named.
///
/// # Errors
/// [`ChoiceError`] where no product has that key.
pub fn status(catalog: &Catalog, key: Option<&str>) -> Result<Status, ChoiceError> {
    let products: Vec<&Product> = match key {
        Some(_) => vec![choose(catalog, key)?],
        None => catalog.products().iter().collect(),
    };
    let products = products.into_iter().map(|product| product::status(catalog, product)).collect();
    Ok(Status { today: Day(catalog.today()), products })
}

/// The entry that asks for a step, as status and cut tell of it.
pub(super) fn asking(catalog: &Catalog, index: EntryIndex) -> AskingEntry {
    let entry = catalog.entry(index);
    AskingEntry {
        id: entry.id.value.as_str().to_owned(),
        kind: catalog.kind(entry.kind).name.as_str().to_owned(),
        title: entry.title.value.clone(),
        release: entry.release.map(|release| catalog.release(release).version.value.clone()),
        private: entry.private,
    }
}
