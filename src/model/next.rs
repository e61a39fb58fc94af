//! The version that the entries which wait for a release ask for, and which of them asks.
//!
//! In:  a product and entries. Out: a [`NextVersion`]. The step is measured from the newest stable release that stands,
//! as `bump-too-small` measures it; pre-releases of a version that is not out yet lead to that version.

use chrono::{Datelike, NaiveDate};

use crate::ident::{Line, Version, Versioning};
use crate::template::Bump;

use super::{Catalog, Entry, EntryIndex, Product, Release, ReleaseIndex};

/// A version to choose, and why.
#[derive(Debug, Clone)]
pub struct NextVersion {
    /// The version.
    pub version: Version,
    /// The release that the step is measured from; none for a product's first, and none by calendar.
    pub from: Option<ReleaseIndex>,
    /// The step that entries ask for; none for a product's first release, and none by calendar.
    pub bump: Option<Bump>,
    /// The entry that asks for that step: of those that ask for most the first.
    pub asked_by: Option<EntryIndex>,
    /// The newest pre-release of the version, where there is one.
    pub led_by: Option<ReleaseIndex>,
}

/// The step from one version to another, by their numbers.
pub fn step_between(previous: &Version, version: &Version) -> Bump {
    if version.major() != previous.major() {
        Bump::Major
    } else if version.minor() != previous.minor() {
        Bump::Minor
    } else {
        Bump::Patch
    }
}

impl Catalog {
    /// The step that an entry asks of a release of this major version, or after it.
    pub fn bump_after(&self, entry: &Entry, major: u64) -> Bump {
        match self.kind(entry.kind).bump {
            // Below 1.0.0 a breaking change is a minor step (SemVer §4, and what Cargo and npm make of it).
            Bump::Major if major == 0 => Bump::Minor,
            bump => bump,
        }
    }

    /// The version that `waiting` entries ask for, in one `line` of releases or after all, on the day it will be made.
    ///
    /// A release that was taken back is never measured from, nor is its version used again. A product's first release is 1.0.0.
    pub fn next_version(&self, product: &Product, waiting: &[EntryIndex], line: Option<Line>, day: NaiveDate) -> NextVersion {
        let releases = || product.releases.iter().map(|index| self.release(*index));
        let in_line = |release: &&Release| line.is_none_or(|line| line.holds(&release.version.value));
        let stable = || releases().filter(|release| release.is_stable() && release.is_out()).filter(in_line);
        let from = stable().find(|release| release.stands());
        let newest = stable().next().map(|release| &release.version.value);
        let before = from.map(|release| &release.version.value);
        let major = before.map_or(1, Version::major);
        let asked = self.asking_most(waiting.iter().copied(), major);
        let needed = asked.map_or(Bump::Patch, |(bump, _)| bump);
        let counts = product.versioning == Versioning::SemVer;
        let large_enough = |core: &Version| !counts || before.is_none_or(|before| step_between(before, core) >= needed);
        if let Some(led_by) = self.leading(product, newest).filter(|_| line.is_none()).find(|led_by| large_enough(&led_by.version.stable()))
        {
            let core = led_by.version.core();
            let same = releases().filter(|release| !release.is_stable() && release.stands() && release.version.core() == core);
            let entries = waiting.iter().copied().chain(same.flat_map(|release| release.entries.iter().copied()));
            let asked = self.asking_most(entries, major).filter(|_| counts);
            return NextVersion {
                version: led_by.version.stable(),
                from: from.filter(|_| counts).map(|release| release.index),
                bump: asked.filter(|_| before.is_some()).map(|(bump, _)| bump),
                asked_by: asked.map(|(_, entry)| entry),
                led_by: Some(led_by.index),
            };
        }
        let asked = asked.filter(|_| counts && before.is_some());
        NextVersion {
            version: match (product.versioning, before) {
                (Versioning::Calendar, _) => self.next_of_month(product, line, day),
                (Versioning::SemVer, Some(before)) => {
                    stepped(before, if line.is_some_and(Line::is_of_patches) { Bump::Patch } else { needed }, newest)
                }
                (Versioning::SemVer, None) => newest.map_or(Version::numbered(1, 0, 0), |taken| stepped(taken, Bump::Patch, None)),
            },
            from: from.filter(|_| counts).map(|release| release.index),
            bump: asked.map(|(bump, _)| bump),
            asked_by: asked.map(|(_, entry)| entry),
            led_by: None,
        }
    }

    /// The first of the entries that ask for the largest step.
    fn asking_most(&self, entries: impl Iterator<Item = EntryIndex>, major: u64) -> Option<(Bump, EntryIndex)> {
        let asks = entries.map(|index| (self.bump_after(self.entry(index), major), index));
        asks.reduce(|most, next| if next.0 > most.0 { next } else { most })
    }

    /// The newest pre-release of each version that is not out yet, oldest version first. Where a plan stands before that
    /// version, the next release is not what the pre-release leads to.
    fn leading<'a>(&'a self, product: &'a Product, newest: Option<&'a Version>) -> impl Iterator<Item = &'a Release> {
        let releases: Vec<&Release> = product.releases.iter().map(|index| self.release(*index)).collect();
        let is_ahead = |release: &Release| newest.is_none_or(|newest| release.version.value > *newest);
        let planned = releases.iter().filter(|release| release.is_stable() && !release.is_out() && is_ahead(release));
        let first_plan = planned.map(|release| &release.version.value).min();
        let ahead = |release: &&&Release| {
            let led_to = release.stable.map(|stable| self.release(stable));
            let is_open = led_to.is_none_or(|stable| !stable.is_out());
            let is_next = first_plan.is_none_or(|plan| release.version.stable() <= *plan);
            !release.is_stable() && release.stands() && is_open && is_next && is_ahead(release)
        };
        let ahead: Vec<&Release> = releases.iter().filter(ahead).copied().collect();
        let by_version = ahead.chunk_by(|a, b| a.version.core() == b.version.core()).filter_map(|same| same.first().copied());
        by_version.collect::<Vec<_>>().into_iter().rev()
    }

    /// `2026.11`, or `2026.11.1` where that is out; in an older month's line the count after its last.
    fn next_of_month(&self, product: &Product, line: Option<Line>, day: NaiveDate) -> Version {
        let all = || product.releases.iter().map(|index| self.release(*index)).filter(|release| release.is_stable());
        let out = all().filter(|release| release.is_out());
        let month = |version: &Version| match line {
            Some(line) => line.holds(version),
            None => version.line() == (u64::try_from(day.year()).unwrap_or(0), u64::from(day.month())),
        };
        let last = out.map(|release| &release.version.value).find(|version| month(version));
        let is_padded = all().any(|release| release.version.as_str().split('.').nth(1).is_some_and(|month| month.starts_with('0')));
        let ((year, month), count) = match last {
            Some(last) => (last.line(), Some(last.patch().saturating_add(1))),
            None => ((u64::try_from(day.year()).unwrap_or(0), u64::from(day.month())), None),
        };
        let month = if is_padded { format!("{month:02}") } else { month.to_string() };
        let text = count.map_or_else(|| format!("{year}.{month}"), |count| format!("{year}.{month}.{count}"));
        // Years from 1970 to 9999 have such a version; a clock outside of those is no calendar's.
        Version::parse(&text, Versioning::Calendar).unwrap_or_else(|_| Version::numbered(year, 1, 0))
    }
}

/// The version a step after another, and after the newest that was ever out: a version that was taken back is not used again.
fn stepped(before: &Version, bump: Bump, newest: Option<&Version>) -> Version {
    let next = match bump {
        Bump::Major => Version::numbered(before.major().saturating_add(1), 0, 0),
        Bump::Minor => Version::numbered(before.major(), before.minor().saturating_add(1), 0),
        Bump::Patch => Version::numbered(before.major(), before.minor(), before.patch().saturating_add(1)),
    };
    match newest.filter(|newest| **newest >= next) {
        Some(newest) => Version::numbered(newest.major(), newest.minor(), newest.patch().saturating_add(1)),
        None => next,
    }
}
