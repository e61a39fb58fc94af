//! The step of [`resolve`](super::resolve) that says what stands on a release's page, and in what order.

use std::collections::{HashMap, HashSet};

use rustc_hash::FxHashSet;

use crate::diag::{Code, Diagnostic, Diagnostics, listed};
use crate::source::Spanned;

use super::connect::shows_plans;
use super::draft::Draft;
use super::{Catalog, EntryIndex, Origin, ReferenceError, Release, ReleaseIndex, Shown};

/// Fills in what each release shows and highlights, and drops from its open issues those that it shows as its own.
pub(super) fn fill(draft: &mut Draft<'_>, diags: &mut Diagnostics) {
    let mut backports: HashMap<ReleaseIndex, Vec<EntryIndex>> = HashMap::new();
    for entry in &draft.catalog.entries {
        for release in &entry.also_in {
            backports.entry(release.value).or_default().push(entry.index);
        }
    }
    for position in 0..draft.catalog.releases.len() {
        let release = &draft.catalog.releases[position];
        let shown = shown(draft, release, backports.get(&release.index).map_or(&[], Vec::as_slice));
        let highlights = highlights(draft, release, &shown, diags);
        let own: FxHashSet<EntryIndex> = shown.iter().map(|shown| shown.entry).collect();
        let listed: Vec<EntryIndex> =
            highlights.iter().copied().filter(|index| draft.catalog.entry(*index).release == Some(release.index)).collect();
        let release = &mut draft.catalog.releases[position];
        // Nobody meets an issue in what is not out, and its fix may be planned for the same day.
        let is_out = release.is_out();
        release.known_issues.retain(|index| is_out && !own.contains(index));
        release.known_issues.sort_unstable();
        (release.shown, release.highlights) = (shown, highlights);
        for index in listed {
            draft.catalog.entries[index.0].highlight = true;
        }
    }
}

fn shown(draft: &Draft<'_>, release: &Release, backports: &[EntryIndex]) -> Vec<Shown> {
    let catalog = &draft.catalog;
    let mut shown: Vec<Shown> = release.entries.iter().map(|entry| Shown { entry: *entry, origin: None }).collect();
    if !catalog.product(release.product).separate_prereleases {
        shown.extend(of_prereleases(catalog, release));
    }
    shown.extend(backports.iter().filter_map(|index| {
        let origin = catalog.entry(*index).release.map(Origin::Backport);
        Some(Shown { entry: *index, origin: Some(origin?) })
    }));
    shown.retain(|shown| shows_plans(draft, release, catalog.entry(shown.entry).kind));
    // Two entries of one id would share an address; that was reported where the later one is brought here.
    let mut seen = FxHashSet::default();
    shown.retain(|shown| seen.insert(catalog.entry(shown.entry).id.as_str()));
    shown.sort_by_key(|shown| catalog.entry(shown.entry).kind);
    shown
}

/// The entries of a stable release's pre-releases, oldest first, without those that a later one rewrote under the same id
/// and without known issues that were fixed on the way.
fn of_prereleases(catalog: &Catalog, release: &Release) -> Vec<Shown> {
    let mut taken: FxHashSet<&str> = release.entries.iter().map(|index| catalog.entry(*index).id.as_str()).collect();
    let mut shown = Vec::new();
    for index in release.prereleases.iter().rev() {
        let prerelease = catalog.release(*index);
        // A candidate that never came out brought nothing to a release that did.
        if release.is_out() && !prerelease.is_out() {
            continue;
        }
        for index in prerelease.entries.iter().rev() {
            let entry = catalog.entry(*index);
            let over = entry.known_issue.is_some() && !release.known_issues.contains(index);
            if taken.insert(entry.id.as_str()) && !over {
                shown.push(Shown { entry: *index, origin: Some(Origin::Prerelease(prerelease.index)) });
            }
        }
    }
    shown.reverse();
    shown
}

fn highlights(draft: &Draft<'_>, release: &Release, shown: &[Shown], diags: &mut Diagnostics) -> Vec<EntryIndex> {
    let catalog = &draft.catalog;
    let named =
        draft.releases[release.index.0].highlights.iter().filter_map(|name| diags.keep(highlight(catalog, release, shown, name)).flatten());
    let mut highlights: Vec<EntryIndex> = named.collect();
    let own = shown.iter().filter(|shown| !matches!(shown.origin, Some(Origin::Backport(_))));
    highlights.extend(own.map(|shown| shown.entry).filter(|index| catalog.entry(*index).highlight));
    let mut seen = HashSet::new();
    highlights.retain(|index| seen.insert(*index));
    highlights
}

fn highlight(catalog: &Catalog, release: &Release, shown: &[Shown], name: &Spanned<String>) -> Result<Option<EntryIndex>, Diagnostic> {
    let version = &release.version.value;
    let here = |index: EntryIndex| shown.iter().any(|shown| shown.entry == index);
    let of_this_id = || shown.iter().find(|shown| catalog.entry(shown.entry).id.as_str() == name.value).map(|shown| shown.entry);
    match catalog.entry_named(release.product, Some(release.index), &name.value) {
        Ok(index) if here(index) => Ok(Some(index)),
        Err(ReferenceError::Hidden) => Ok(None),
        found => match (of_this_id(), found) {
            (Some(index), _) => Ok(Some(index)),
            (None, Ok(index)) => {
                let message = format!("`{version}` cannot highlight `{}`, which is not among its entries", name.value);
                Err(Diagnostic::new(Code::UnresolvedEntry, name.span, message)
                    .related(catalog.entry(index).id.span, format!("it is `{}`", catalog.full_name(index)))
                    .help("highlight an entry that stands on this release's page"))
            }
            (None, Err(_)) => {
                let ids: Vec<&str> = shown.iter().map(|shown| catalog.entry(shown.entry).id.as_str()).collect();
                let message = format!("there is no entry `{}` in `{version}` to highlight", name.value);
                let some: Vec<&str> = ids.iter().take(5).copied().collect();
                let help = if ids.is_empty() {
                    "it has no entries yet".to_owned()
                } else {
                    format!("name an entry of it, such as {}", listed(some, "or"))
                };
                Err(Diagnostic::new(Code::UnresolvedEntry, name.span, message).suggest(&name.value, ids, help))
            }
        },
    }
}
