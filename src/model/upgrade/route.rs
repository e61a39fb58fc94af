//! How a reader gets from one release to another: the stops that `upgrade_from` asks for, and the releases passed.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::source::Text;

use super::{Catalog, Release, ReleaseIndex, day};

/// Whether the notes lead from one release to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// They do.
    Open,
    /// No chain of releases that allow it leads there.
    Closed,
    /// It is an older release, and notes tell of upgrades only.
    Back,
}

/// A part of the way that is gone in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leg {
    /// Where it ends.
    pub stop: ReleaseIndex,
    /// The stable releases that are passed, oldest first, and the stop; on the way back newest first, without the stop.
    /// Patches of older lines that came after newer ones are not on the way.
    pub releases: Vec<ReleaseIndex>,
    /// Of those, the ones that ask for steps before the upgrade. Releases that were rolled back ask for none.
    pub before: Vec<ReleaseIndex>,
    /// For steps of the upgrade itself.
    pub during: Vec<ReleaseIndex>,
    /// For steps after it.
    pub after: Vec<ReleaseIndex>,
}

impl Catalog {
    pub(super) fn route(&self, from: ReleaseIndex, to: ReleaseIndex) -> (Way, Vec<Leg>) {
        // The newer a release, the smaller its index.
        if from < to {
            return (Way::Back, vec![self.way_back(from, to)]);
        }
        match self.stops(from, to) {
            None => (Way::Closed, vec![self.leg(from, to)]),
            Some(stops) => {
                let starts = std::iter::once(from).chain(stops.iter().copied());
                (Way::Open, starts.zip(&stops).map(|(start, stop)| self.leg(start, *stop)).collect())
            }
        }
    }

    /// The fewest releases to stop at, the end included; of several such chains the one with the newest releases. Nothing
    /// from a release to itself.
    fn stops(&self, from: ReleaseIndex, to: ReleaseIndex) -> Option<Vec<ReleaseIndex>> {
        if from == to {
            return Some(Vec::new());
        }
        let start = self.release(from);
        let mut left: Vec<&Release> = self.between(from, to).filter(|release| release.is_stable() && release.stands()).collect();
        left.retain(|release| release.index != to);
        // Back from the end, each layer one step further away.
        let mut layers: Vec<Vec<&Release>> = vec![vec![self.release(to)]];
        while let Some(last) = layers.last() {
            let gates = gates(last);
            if gates.iter().any(|gate| gate.takes(start)) {
                break;
            }
            let (layer, rest): (Vec<&Release>, Vec<&Release>) =
                left.into_iter().partition(|release| gates.iter().any(|gate| gate.takes(release)));
            if layer.is_empty() {
                return None;
            }
            left = rest;
            layers.push(layer);
        }
        let mut at = start;
        let mut stops = Vec::new();
        for layer in layers.iter().rev() {
            at = layer.iter().find(|release| release.takes(at))?;
            stops.push(at.index);
        }
        Some(stops)
    }

    fn leg(&self, start: ReleaseIndex, stop: ReleaseIndex) -> Leg {
        let mut releases = self.passed(start, stop);
        releases.reverse();
        let asking = |steps: fn(&Release) -> &Option<Text>| {
            let asks =
                |index: &&ReleaseIndex| (self.release(**index).stands() || **index == stop) && steps(self.release(**index)).is_some();
            releases.iter().filter(asks).copied().collect()
        };
        let before = asking(|release| &release.upgrade.before);
        let during = asking(|release| &release.upgrade.during);
        let after = asking(|release| &release.upgrade.after);
        Leg { stop, releases, before, during, after }
    }

    /// Nothing says how to go back, so there are no steps.
    fn way_back(&self, from: ReleaseIndex, to: ReleaseIndex) -> Leg {
        Leg { stop: to, releases: self.passed(to, from), before: Vec::new(), during: Vec::new(), after: Vec::new() }
    }

    /// The stable releases that lead to `high`, newest first, down to `low` and without it.
    fn passed(&self, low: ReleaseIndex, high: ReleaseIndex) -> Vec<ReleaseIndex> {
        let target = self.release(high).version.line();
        let (mut line, mut first_in_line, mut first_newer) = (target, NaiveDate::MAX, NaiveDate::MAX);
        let mut passed = Vec::new();
        for release in self.between(low, high) {
            if !release.is_stable() && release.index != high {
                continue;
            }
            if release.version.line() != line {
                first_newer = first_newer.min(first_in_line);
                (line, first_in_line) = (release.version.line(), NaiveDate::MAX);
            }
            first_in_line = first_in_line.min(day(release));
            // A patch that came when a newer line was out already is a branch: nobody passes it on the way up.
            if line == target || day(release) <= first_newer {
                passed.push(release.index);
            }
        }
        passed
    }
}

/// Of releases that take upgrades from the same range, the newest: it takes them from every release that the others do.
fn gates<'a>(layer: &[&'a Release]) -> Vec<&'a Release> {
    let mut gates: HashMap<Option<&str>, &Release> = HashMap::new();
    for release in layer {
        let newest = gates.entry(release.upgrade_from.as_ref().map(|range| range.as_str())).or_insert(release);
        if release.index < newest.index {
            *newest = release;
        }
    }
    gates.into_values().collect()
}
