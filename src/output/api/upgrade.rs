//! `upgrade.json`: what a browser needs to work out any upgrade of a product by the rules of [`Catalog::upgrade`].
//!
//! It holds the entries that an answer may name, and of pre-releases those too that take the word from one of these.

use std::collections::{HashMap, HashSet};

use crate::ident::EntryId;
use crate::markdown::legal;
use crate::model::{Catalog, Entry, EntryIndex, KnownIssue, Product, Release, ReleaseIndex};

use super::super::Material;
use super::documents::{Fix, Security, UpgradeDeprecation, UpgradeEntry, UpgradeIssue, UpgradeRelease, Upgrades, VersionSpan};
use super::parts::{audiences, optional, release_link, rich, schema};
use super::release::{security, setting, upgrade};
use super::{components, kinds, product_name, readers};

/// What the entries of a product that matter are found by.
struct Facts<'a> {
    material: &'a Material<'a>,
    /// In the order of the catalog, which settles ties.
    entries: Vec<EntryIndex>,
    places: HashMap<EntryIndex, usize>,
    open_in: HashMap<EntryIndex, Vec<ReleaseIndex>>,
}

pub(super) fn document(material: &Material, product: &Product) -> Upgrades {
    let facts = Facts::of(material, product);
    let catalog = material.catalog;
    Upgrades {
        schema: schema(material),
        product: product_name(product),
        url: material.url(&format!("{}upgrade/", product.path)),
        latest: product.latest.map(|index| catalog.release(index).version.value.to_string()),
        kinds: kinds(material),
        components: components(product),
        audiences: readers(material),
        releases: product.releases.iter().map(|index| facts.release(catalog.release(*index))).collect(),
        entries: facts.entries.iter().map(|index| facts.entry(catalog.entry(*index))).collect(),
        due: facts.places(&product.due),
    }
}

impl<'a> Facts<'a> {
    fn of(material: &'a Material<'a>, product: &Product) -> Self {
        let catalog = material.catalog;
        let mut open_in: HashMap<EntryIndex, Vec<ReleaseIndex>> = HashMap::new();
        for release in &product.releases {
            catalog.open_issues(*release).for_each(|issue| open_in.entry(issue).or_default().push(*release));
        }
        let own = || catalog.entries().iter().filter(|entry| entry.product == product.index && entry.release.is_some());
        let removals: HashSet<EntryIndex> = own().filter_map(|entry| entry.deprecation.as_ref()?.removed_by).collect();
        let matters = |entry: &&Entry| tells(catalog, entry) || removals.contains(&entry.index);
        let words: HashSet<Word> = own().filter(matters).filter_map(|entry| word(catalog, entry)).collect();
        let told = own().filter(|entry| matters(entry) || word(catalog, entry).is_some_and(|word| words.contains(&word)));
        let entries: Vec<EntryIndex> = told.map(|entry| entry.index).collect();
        let places = entries.iter().zip(0..).map(|(index, place)| (*index, place)).collect();
        Self { material, entries, places, open_in }
    }

    fn places(&self, entries: &[EntryIndex]) -> Vec<usize> {
        entries.iter().filter_map(|index| self.places.get(index).copied()).collect()
    }

    fn release(&self, release: &Release) -> UpgradeRelease {
        let shown: Vec<EntryIndex> = release.shown.iter().map(|shown| shown.entry).collect();
        UpgradeRelease {
            link: release_link(self.material, release),
            title: optional(release.title.as_deref()),
            status: release.status.value.name(),
            release_type: release.release_type.name(),
            channel: release.channel.name(),
            lts_until: release.lts_until.map(|day| day.to_string()),
            upgrade_from: release.upgrade_from.as_ref().map(|range| range.value.stretches().to_string()),
            upgrade: upgrade(self.material, release),
            entries: self.places(if release.is_stable() { &shown } else { &release.entries }),
        }
    }

    fn entry(&self, entry: &Entry) -> UpgradeEntry {
        let (material, catalog) = (self.material, self.material.catalog);
        let home = entry.release.map(|index| catalog.release(index));
        let breaking = catalog.breaks(entry);
        let page = home.map_or("", |home| home.path.as_str());
        let body = rich(material, material.texts.entry(entry.index), page).filter(|_| breaking || entry.known_issue.is_some());
        let removes: Vec<EntryIndex> = entry.removes.iter().map(|removed| removed.value).collect();
        UpgradeEntry {
            id: entry.id.value.as_str().to_owned(),
            version: home.map_or_else(String::new, |home| home.version.value.to_string()),
            kind: catalog.kind(entry.kind).name.to_string(),
            title: legal(&entry.title.value).into_owned(),
            url: material.entry_url(entry),
            breaking,
            body,
            components: entry.components.iter().map(ToString::to_string).collect(),
            audiences: audiences(entry),
            also_in: entry.also_in.iter().map(|index| catalog.release(index.value).version.value.to_string()).collect(),
            settings: entry.settings.iter().map(setting).collect(),
            removes: self.places(&removes),
            security: entry
                .security
                .as_deref()
                .map(|update| Security { affects: update.affects.stretches().to_string(), ..security(update) }),
            known_issue: entry.known_issue.as_ref().map(|issue| self.issue(entry.index, issue)),
            deprecation: self.deprecation(entry, page),
        }
    }

    fn issue(&self, index: EntryIndex, issue: &KnownIssue) -> UpgradeIssue {
        let catalog = self.material.catalog;
        let fix = |index: &EntryIndex| {
            let fix = catalog.entry(*index);
            Some(Fix { version: catalog.release(fix.release?).version.value.to_string(), url: self.material.entry_url(fix) })
        };
        UpgradeIssue {
            severity: legal(&issue.severity).into_owned(),
            state: issue.state.name(),
            open_in: spans(catalog, self.open_in.get(&index).map_or(&[], Vec::as_slice)),
            fixed_in: issue.resolved_by.iter().filter_map(fix).collect(),
        }
    }

    fn deprecation(&self, entry: &Entry, page: &str) -> Option<UpgradeDeprecation> {
        let deprecation = entry.deprecation.as_ref()?;
        let replacement = self.material.texts.replacement(entry.index);
        Some(UpgradeDeprecation {
            state: deprecation.state.name(),
            removal: deprecation.removal.as_ref().map(|version| version.value.to_string()),
            replacement: replacement.and_then(|text| rich(self.material, text, page)),
            removed_by: deprecation.removed_by.and_then(|index| self.places.get(&index).copied()),
        })
    }
}

/// Whether an answer may name an entry.
fn tells(catalog: &Catalog, entry: &Entry) -> bool {
    let lives = entry.security.is_some() || entry.known_issue.is_some() || entry.deprecation.is_some();
    lives || catalog.breaks(entry) || !entry.settings.is_empty() || !entry.removes.is_empty()
}

/// What pre-releases of one version and that version tell of under one name is one thing, told again.
type Word<'a> = ((u64, u64, u64), &'a EntryId);

fn word<'a>(catalog: &Catalog, entry: &'a Entry) -> Option<Word<'a>> {
    Some((catalog.release(entry.release?).version.value.core(), &entry.id.value))
}

/// Releases in order as spans of neighbours.
fn spans(catalog: &Catalog, releases: &[ReleaseIndex]) -> Vec<VersionSpan> {
    let version = |index: &ReleaseIndex| catalog.release(*index).version.value.to_string();
    let neighbours = releases.chunk_by(|newer, older| newer.position() + 1 == older.position());
    neighbours.filter_map(|span| Some(VersionSpan { from: version(span.last()?), to: version(span.first()?) })).collect()
}
