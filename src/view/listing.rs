//! The lists of a product, each made once: a page then takes its slice of one.

use std::collections::HashMap;

use crate::ident::Key;
use crate::model::{Catalog, DeprecationState, Entry, EntryIndex, Product, Release, ReleaseIndex};
use crate::template::Bump;

use super::Jumps;

/// The lists of a product, newest first where not said otherwise.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// Releases that are to come, soonest first; those without a day last.
    pub planned: Vec<ReleaseIndex>,
    /// Releases that are out, by date.
    pub timeline: Vec<ReleaseIndex>,
    /// Stable releases that ask something of those who upgrade to them, newest version first.
    pub upgrade: Vec<ReleaseIndex>,
    /// Known issues: open ones first, gravest first.
    pub known_issues: Vec<EntryIndex>,
    /// Deprecations: those that are due first, then those to come, then those gone.
    pub deprecations: Vec<EntryIndex>,
    /// Security updates.
    pub security: Vec<EntryIndex>,
    /// Upgrades that have a page of their own.
    pub jumps: Jumps,
    components: HashMap<Key, Vec<EntryIndex>>,
    /// By the kind's position in the catalog.
    kinds: Vec<Vec<EntryIndex>>,
}

impl Listing {
    /// The lists of a product.
    pub fn of(catalog: &Catalog, product: &Product) -> Self {
        let releases = product.releases.iter().map(|index| catalog.release(*index));
        let (mut out, mut planned): (Vec<&Release>, Vec<&Release>) = releases.partition(|release| release.is_out());
        // Stable sorts: releases of one day stay in the order of their versions, newest first.
        out.sort_by_key(|release| std::cmp::Reverse(release.date.as_ref().map(|date| date.value)));
        planned.reverse();
        planned.sort_by_key(|release| (release.date.is_none(), release.date.as_ref().map(|date| date.value)));
        let mut listing = Self {
            planned: planned.iter().map(|release| release.index).collect(),
            timeline: out.iter().map(|release| release.index).collect(),
            kinds: vec![Vec::new(); catalog.kinds().len()],
            jumps: Jumps::of(catalog, product),
            ..Self::default()
        };
        let stable = product.releases.iter().filter(|index| catalog.release(**index).is_stable());
        listing.upgrade = stable.filter(|index| asks(catalog, catalog.release(**index))).copied().collect();
        for release in planned.iter().rev().chain(&out) {
            release.entries.iter().for_each(|index| listing.add(catalog.entry(*index)));
        }
        listing.known_issues.sort_by_key(|index| issue_order(catalog.entry(*index)));
        listing.deprecations.sort_by_key(|index| deprecation_order(catalog.entry(*index)));
        listing
    }

    fn add(&mut self, entry: &Entry) {
        for component in &entry.components {
            self.components.entry(component.clone()).or_default().push(entry.index);
        }
        self.kinds[entry.kind.position()].push(entry.index);
        if entry.known_issue.is_some() {
            self.known_issues.push(entry.index);
        }
        if entry.deprecation.is_some() {
            self.deprecations.push(entry.index);
        }
        if entry.security.is_some() {
            self.security.push(entry.index);
        }
    }

    /// The entries of a component.
    pub fn component(&self, key: &Key) -> &[EntryIndex] {
        self.components.get(key).map_or(&[], Vec::as_slice)
    }

    /// The entries of the kind at this position of the catalog's.
    pub fn kind(&self, position: usize) -> &[EntryIndex] {
        self.kinds.get(position).map_or(&[], Vec::as_slice)
    }
}

/// Whether an upgrade to a release asks for anything: steps, a stop on the way, a changed setting, a breaking change.
fn asks(catalog: &Catalog, release: &Release) -> bool {
    let steps = &release.upgrade;
    let entries = || catalog.shown(release).any(|(_, entry)| !entry.settings.is_empty() || is_breaking(catalog, entry));
    steps.before.is_some() || steps.during.is_some() || steps.after.is_some() || release.upgrade_from.is_some() || entries()
}

/// Whether an entry breaks something: its kind asks for a major release.
pub(super) fn is_breaking(catalog: &Catalog, entry: &Entry) -> bool {
    catalog.kind(entry.kind).bump == Bump::Major
}

fn issue_order(entry: &Entry) -> (bool, u8) {
    let open = entry.known_issue.as_ref().filter(|issue| issue.state.is_open());
    let gravity = open.map_or(0, |issue| match issue.severity.as_str() {
        "critical" => 0,
        "major" => 1,
        _ => 2,
    });
    (open.is_none(), gravity)
}

fn deprecation_order(entry: &Entry) -> u8 {
    match entry.deprecation.as_ref().map(|deprecation| deprecation.state) {
        Some(DeprecationState::Due) => 0,
        Some(DeprecationState::Announced) => 1,
        Some(DeprecationState::Removed) | None => 2,
    }
}
