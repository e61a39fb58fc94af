//! What a jump from one release to another asks for: worked out from the catalog, for any two releases of a product.
//!
//! In:  two releases. Out: an [`Upgrade`]: the stops on the way, and what is in the one release and not in the other.
//!
//! An entry is *in* a release as lifecycles have it: in its own release and those that it was brought back to, in later
//! patches of their lines, and, from the newest of them on, in every newer release made since. So a fix that `from` has
//! by way of a backport is not new in `to`.

mod pairs;
mod route;
mod settings;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::HashSet;

use chrono::NaiveDate;

use crate::ident::Key;
use crate::template::Bump;

use super::{Catalog, Entry, EntryIndex, Release, ReleaseIndex};

pub use route::{Leg, Way};
pub use settings::SettingJump;

/// What a jump asks for. On the way back, lists that tell what comes tell what is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upgrade {
    /// Where the reader is.
    pub from: ReleaseIndex,
    /// Where the reader wants to be.
    pub to: ReleaseIndex,
    /// Whether the notes lead there.
    pub way: Way,
    /// The way, stop by stop. One leg where there is no such way; none from a release to itself.
    pub legs: Vec<Leg>,
    /// Every entry of the one release that the other lacks, in the order of releases, then of kinds. Of releases that were
    /// rolled back, too: what follows is built on them. Known issues are in lists of their own.
    pub entries: Vec<Arrival>,
    /// Of those: changes that break something.
    pub breaking: Vec<Arrival>,
    /// Deprecations that end on the way.
    pub removed: Vec<EntryIndex>,
    /// Deprecations that stand in `to` and whose end has a day.
    pub due: Vec<EntryIndex>,
    /// Deprecations that are announced on the way, and stand in `to` without such a day.
    pub deprecated: Vec<EntryIndex>,
    /// Settings that differ, each once.
    pub settings: Vec<SettingJump>,
    /// Flaws of `from` that `to` is rid of, gravest first.
    pub security: Vec<EntryIndex>,
    /// Flaws that `from` is rid of and `to` has, gravest first: `to` is older than a fix in the line of `from`.
    pub security_lost: Vec<EntryIndex>,
    /// Known issues of `from` that are not open in `to`, gravest first.
    pub issues_left: Vec<EntryIndex>,
    /// Known issues of `to` that are not open in `from`, gravest first.
    pub issues_met: Vec<EntryIndex>,
}

/// An entry and where on the way it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// The entry.
    pub entry: EntryIndex,
    /// The first release on the way that has it.
    pub release: ReleaseIndex,
}

impl Upgrade {
    /// The releases on the way in order, the last stop included; on the way back those that are undone, newest first.
    pub fn releases(&self) -> impl Iterator<Item = ReleaseIndex> {
        self.legs.iter().flat_map(|leg| leg.releases.iter().copied())
    }

    /// What concerns one component: its entries and those of none, which concern all. Steps are a release's and stay.
    pub fn of_component(mut self, catalog: &Catalog, component: &Key) -> Self {
        let concerns = |index: &EntryIndex| {
            let components = &catalog.entry(*index).components;
            components.is_empty() || components.contains(component)
        };
        self.entries.retain(|arrival| concerns(&arrival.entry));
        self.breaking.retain(|arrival| concerns(&arrival.entry));
        self.settings.retain(|setting| setting.entries.iter().any(concerns));
        let lists = [&mut self.removed, &mut self.due, &mut self.deprecated, &mut self.security, &mut self.security_lost];
        lists.into_iter().chain([&mut self.issues_left, &mut self.issues_met]).for_each(|list| list.retain(concerns));
        self
    }

    /// The stops that may not be skipped, without the end.
    pub fn stops(&self) -> impl Iterator<Item = ReleaseIndex> {
        let between = self.legs.len().saturating_sub(1);
        self.legs.iter().take(between).map(|leg| leg.stop)
    }
}

impl Catalog {
    /// What it takes to get from one release of a product to another of the same product, newer or older.
    pub fn upgrade(&self, from: ReleaseIndex, to: ReleaseIndex) -> Upgrade {
        let (way, legs) = self.route(from, to);
        let (low, high) = if way == Way::Back { (to, from) } else { (from, to) };
        let mut on_the_way: Vec<ReleaseIndex> = legs.iter().flat_map(|leg| leg.releases.iter().copied()).collect();
        on_the_way.sort_unstable_by_key(|release| Reverse(*release));
        let mut entries = self.arrivals(low, high, &on_the_way);
        let settings = settings::merge(entries.iter().map(|arrival| self.entry(arrival.entry)), way == Way::Back);
        if way == Way::Back {
            entries.sort_by_key(|arrival| arrival.release);
        }
        let breaks = |arrival: &&Arrival| self.breaks(self.entry(arrival.entry));
        let due = self.due(to);
        Upgrade {
            from,
            to,
            way,
            legs,
            breaking: entries.iter().filter(breaks).copied().collect(),
            removed: self.removed(&entries),
            deprecated: if way == Way::Back { Vec::new() } else { self.deprecated(&entries, to, &due) },
            due,
            settings,
            security: self.fixed(from, to),
            security_lost: self.fixed(to, from),
            issues_left: self.closed(from, to),
            issues_met: self.closed(to, from),
            entries,
        }
    }

    /// Whether an entry is a breaking change.
    pub fn breaks(&self, entry: &Entry) -> bool {
        self.kind(entry.kind).bump == Bump::Major
    }

    /// The releases between two, newest first, without the older and with the newer one.
    fn between(&self, low: ReleaseIndex, high: ReleaseIndex) -> impl Iterator<Item = &Release> {
        // Releases of a product stand side by side, newest first.
        (high.0..low.0).map(|index| &self.releases[index]).filter(move |release| release.is_out() || release.index == high)
    }

    /// The entries that `high` has and `low` has not, oldest arrival first.
    fn arrivals(&self, low: ReleaseIndex, high: ReleaseIndex, on_the_way: &[ReleaseIndex]) -> Vec<Arrival> {
        let (low, high) = (self.release(low), self.release(high));
        let mut seen = HashSet::new();
        // What a pre-release tells is told again, perhaps in other words, by those after it: the last word counts.
        let mut told: HashSet<((u64, u64, u64), &str)> = self.words_of(low).collect();
        let mut arrivals = Vec::new();
        for release in self.between(low.index, high.index) {
            for index in page_of(release) {
                let entry = self.entry(index);
                let Some(home) = entry.release.map(|home| self.release(home)) else { continue };
                let new = || self.has(high, entry, Release::is_out) && !self.has(low, entry, Release::is_out);
                if entry.known_issue.is_none() && seen.insert(index) && new() && told.insert((home.version.core(), entry.id.value.as_str()))
                {
                    let arrival = self.first_with(entry, release, on_the_way).unwrap_or(high.index);
                    arrivals.push(Arrival { entry: index, release: arrival });
                }
            }
        }
        arrivals.reverse();
        arrivals.sort_by_key(|arrival| (Reverse(arrival.release), self.entry(arrival.entry).kind));
        arrivals
    }

    /// The names of what a pre-release and those before it have told.
    fn words_of(&self, release: &Release) -> impl Iterator<Item = ((u64, u64, u64), &str)> {
        let core = release.version.core();
        let older = self.releases.get(release.index.0..).unwrap_or_default().iter();
        let same = older.take_while(move |older| older.product == release.product && older.version.core() == core && !release.is_stable());
        same.flat_map(|older| &older.entries).map(move |entry| (core, self.entry(*entry).id.as_str()))
    }

    /// The first release on the way that has an entry; `release` shows it.
    fn first_with(&self, entry: &Entry, release: &Release, on_the_way: &[ReleaseIndex]) -> Option<ReleaseIndex> {
        let start = on_the_way.partition_point(|other| *other > release.index);
        let later = on_the_way.get(start..)?.iter().copied();
        later.into_iter().find(|later| self.has(self.release(*later), entry, Release::is_out))
    }

    /// Whether an entry is in a release. Of the releases that hold it only those count that pass `counts`, and the release itself.
    fn has(&self, release: &Release, entry: &Entry, counts: fn(&Release) -> bool) -> bool {
        let holders = entry.release.into_iter().chain(entry.also_in.iter().map(|other| other.value));
        let holders = holders.map(|holder| self.release(holder)).filter(|holder| holder.index == release.index || counts(holder));
        let (mut newest, mut in_line) = (None::<&Release>, false);
        for holder in holders {
            in_line |= holder.version.line() == release.version.line() && holder.index >= release.index;
            newest = newest.filter(|newest| newest.index < holder.index).or(Some(holder));
        }
        in_line || newest.is_some_and(|newest| newest.index >= release.index && day(newest) <= day(release))
    }

    fn removed(&self, entries: &[Arrival]) -> Vec<EntryIndex> {
        let mut seen = HashSet::new();
        let removed = entries.iter().flat_map(|arrival| &self.entry(arrival.entry).removes).map(|removed| removed.value);
        removed.filter(|index| seen.insert(*index)).collect()
    }

    fn due(&self, to: ReleaseIndex) -> Vec<EntryIndex> {
        let release = self.release(to);
        let due = self.product(release.product).due.iter().copied();
        due.filter(|index| self.is_deprecated(release, self.entry(*index))).collect()
    }

    fn deprecated(&self, entries: &[Arrival], to: ReleaseIndex, due: &[EntryIndex]) -> Vec<EntryIndex> {
        let announced =
            entries.iter().map(|arrival| arrival.entry).filter(|index| self.is_deprecated(self.release(to), self.entry(*index)));
        announced.filter(|index| !due.contains(index)).collect()
    }

    /// Whether what an entry deprecates is still there in a release, and told to go.
    fn is_deprecated(&self, release: &Release, entry: &Entry) -> bool {
        let Some(deprecation) = &entry.deprecation else { return false };
        let gone = deprecation.removed_by.is_some_and(|removal| self.has(release, self.entry(removal), Release::is_out));
        !gone && self.has(release, entry, Release::is_out)
    }

    /// Security updates of `to` that `from` lacks and needs, gravest first.
    fn fixed(&self, from: ReleaseIndex, to: ReleaseIndex) -> Vec<EntryIndex> {
        let (older, newer) = (self.release(from), self.release(to));
        let candidates: Vec<&Release> = if to <= from {
            self.between(from, to).collect()
        } else {
            // Going back, only a backport to the line of `to` can be in it and not in `from`.
            let line = self.releases.get(to.0..).unwrap_or_default().iter();
            line.take_while(|release| release.product == newer.product && release.version.line() == newer.version.line()).collect()
        };
        let mut seen = HashSet::new();
        let mut fixed: Vec<EntryIndex> = candidates.into_iter().rev().flat_map(page_of).filter(|index| seen.insert(*index)).collect();
        fixed.retain(|index| {
            let entry = self.entry(*index);
            let needed = entry.security.as_ref().is_some_and(|security| security.affects.contains(&older.version.value));
            needed && self.has(newer, entry, Release::stands) && !self.has(older, entry, Release::stands)
        });
        fixed.sort_by_key(|index| gravity(self.entry(*index).security.as_ref().map_or("", |security| &security.severity)));
        fixed
    }

    /// Known issues that are open in the one release and not in the other, gravest first.
    fn closed(&self, one: ReleaseIndex, other: ReleaseIndex) -> Vec<EntryIndex> {
        let others: HashSet<EntryIndex> = self.open_issues(other).collect();
        let mut closed: Vec<EntryIndex> = self.open_issues(one).filter(|index| !others.contains(index)).collect();
        closed.sort_by_key(|index| (gravity(self.entry(*index).known_issue.as_ref().map_or("", |issue| &issue.severity)), *index));
        closed
    }

    /// The known issues that are open in a release, its own and those of others.
    pub fn open_issues(&self, index: ReleaseIndex) -> impl Iterator<Item = EntryIndex> {
        let release = self.release(index);
        let own = release.shown.iter().map(|shown| shown.entry).filter(move |entry| {
            // Newest first, which is the order of indexes.
            let issue = self.entry(*entry).known_issue.as_ref();
            issue.is_some_and(|issue| issue.open_in.binary_search(&index).is_ok() || !release.is_out())
        });
        release.known_issues.iter().copied().chain(own)
    }
}

/// What a release shows, last first; a pre-release only what it holds.
fn page_of(release: &Release) -> Vec<EntryIndex> {
    match release.is_stable() {
        true => release.shown.iter().rev().map(|shown| shown.entry).collect(),
        false => release.entries.iter().rev().copied().collect(),
    }
}

/// The day of a release; what has none yet comes after all that has.
fn day(release: &Release) -> NaiveDate {
    release.date.as_ref().map_or(NaiveDate::MAX, |date| date.day())
}

fn gravity(severity: &str) -> u8 {
    match severity {
        "critical" => 0,
        "high" | "major" => 1,
        "medium" | "minor" => 2,
        _ => 3,
    }
}
