//! The step of [`resolve`](super::resolve) that turns the names one entry gives another into indexes.

use std::cell::Cell;
use std::collections::HashMap;

use crate::diag::{Code, Diagnostic, Diagnostics, listed, nearest};
use crate::ident::{EntryId, Version};
use crate::source::Spanned;

use super::draft::Draft;
use super::{Catalog, Entry, EntryIndex, Environment, KindIndex, ProductIndex, ReferenceError, Release, ReleaseIndex};

/// Resolves `also_in`, `resolves`, `removes` and `replaced_by`.
pub(super) fn connect(draft: &mut Draft<'_>, diags: &mut Diagnostics) {
    // Backports first: `VERSION/ID` may name an entry by a release that it was brought back to.
    backports(draft, diags);
    fixes_and_removals(draft, diags);
    replacements(draft, diags);
}

fn backports(draft: &mut Draft<'_>, diags: &mut Diagnostics) {
    let mut taken: HashMap<(ReleaseIndex, EntryId), EntryIndex> = HashMap::new();
    for position in 0..draft.entries.len() {
        let document = draft.entries[position];
        let mut also_in: Vec<Spanned<ReleaseIndex>> = Vec::new();
        for version in &document.also_in {
            let entry = &draft.catalog.entries[position];
            match backport(draft, entry, version, &mut taken) {
                Ok(Some(release)) if also_in.iter().all(|other| other.value != release) => also_in.push(version.with(release)),
                Ok(_) => {}
                Err(diagnostic) => diags.push(diagnostic),
            }
        }
        draft.catalog.entries[position].also_in = also_in.into();
    }
}

/// The release that an item of `also_in` means; nothing where that does not show the entry to this reader.
fn backport(
    draft: &Draft<'_>,
    entry: &Entry,
    version: &Spanned<Version>,
    taken: &mut HashMap<(ReleaseIndex, EntryId), EntryIndex>,
) -> Result<Option<ReleaseIndex>, Diagnostic> {
    let catalog = &draft.catalog;
    let Some(release) = release_of(catalog, entry.product, version)? else { return Ok(None) };
    let id = &entry.id.value;
    if entry.release == Some(release.index) {
        let message = format!("`{id}` is an entry of `{}` already", version.value);
        return Err(Diagnostic::new(Code::BackportOrder, version.span, message).help("name other releases here, or leave this one out"));
    }
    if !shows_plans(draft, release, entry.kind) {
        return Ok(None);
    }
    let folds = !catalog.product(release.product).separate_prereleases;
    let prereleases = release.prereleases.iter().filter(|_| folds).flat_map(|index| &catalog.release(*index).entries);
    let shown = release.entries.iter().chain(prereleases).copied().find(|index| catalog.entry(*index).id.value == *id);
    let first = shown.or_else(|| taken.get(&(release.index, id.clone())).copied()).filter(|first| *first != entry.index);
    if let Some(first) = first {
        let message = format!("`{}` has another entry `{id}`, so the two would share an address", version.value);
        return Err(Diagnostic::new(Code::DuplicateId, version.span, message)
            .related(catalog.entry(first).id.span, "the other one")
            .help(format!("rename one, for instance to `{id}-2`, or take the other one out if they are the same change")));
    }
    taken.insert((release.index, id.clone()), entry.index);
    Ok(Some(release.index))
}

/// Whether a release's page shows entries of this kind: of a plan, the public sees only what it prepares for.
pub(super) fn shows_plans(draft: &Draft<'_>, release: &Release, kind: KindIndex) -> bool {
    release.is_out() || draft.scope.environment != Environment::Production || draft.catalog.kind(kind).advance
}

fn fixes_and_removals(draft: &mut Draft<'_>, diags: &mut Diagnostics) {
    let (issue, deprecation) = (draft.catalog.kind_named("known-issue"), draft.catalog.kind_named("deprecation"));
    let hints = Hints::new();
    for position in 0..draft.entries.len() {
        let of_kind = draft.entries[position].of_kind();
        if of_kind.resolves.is_empty() && of_kind.removes.is_empty() {
            continue;
        }
        let (product, home) = (draft.catalog.entries[position].product, draft.catalog.entries[position].release);
        let catalog = &draft.catalog;
        let mut find = |names: &[Spanned<String>], kind: Option<KindIndex>, wanted: &str| -> Vec<Spanned<EntryIndex>> {
            let one = |name: &Spanned<String>| {
                let found = named(catalog, product, home, name, (kind, wanted), &hints);
                diags.keep(found).flatten().map(|index| name.with(index))
            };
            names.iter().filter_map(one).collect()
        };
        // A field that the kind does not have is reported as such; what it names is not looked up.
        let template = catalog.kind(catalog.entries[position].kind);
        let resolves = if template.has_field("resolves") { find(&of_kind.resolves, issue, "known issue") } else { Vec::new() };
        let removes = if template.has_field("removes") { find(&of_kind.removes, deprecation, "deprecation") } else { Vec::new() };
        let entry = &mut draft.catalog.entries[position];
        (entry.resolves, entry.removes) = (resolves.into(), removes.into());
    }
}

/// How many times more a nearest name is looked for: each look goes through all names, and where thousands are wrong
/// something else is than a letter.
pub(crate) struct Hints(Cell<usize>);

impl Hints {
    pub(crate) fn new() -> Self {
        Self(Cell::new(100))
    }

    /// Whether one more may be looked for.
    pub(crate) fn take(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }
}

/// The entry of one kind that a fix or a removal names; nothing where it is not in the catalog.
pub(super) fn named(
    catalog: &Catalog,
    product: ProductIndex,
    home: Option<ReleaseIndex>,
    name: &Spanned<String>,
    (kind, wanted): (Option<KindIndex>, &str),
    hints: &Hints,
) -> Result<Option<EntryIndex>, Diagnostic> {
    // A site whose templates lack the kind has no such entry.
    let Some(kind) = kind else { return Err(unknown_entry(catalog, product, home, name, (None, wanted), hints)) };
    match catalog.entry_named_of(product, home, &name.value, Some(kind)) {
        Ok(index) if catalog.entry(index).product == product => Ok(Some(index)),
        Ok(index) => {
            let other = &catalog.product(catalog.entry(index).product).name;
            let message = format!("`{}` is a {wanted} of {other}", name.value);
            Err(Diagnostic::new(Code::UnresolvedEntry, name.span, message).help(format!("name a {wanted} of the same product")))
        }
        Err(ReferenceError::Ambiguous(entries)) => Err(ambiguous(catalog, name, &entries)),
        Err(ReferenceError::Hidden) => Ok(None),
        Err(ReferenceError::Unknown) => Err(unknown_entry(catalog, product, home, name, (Some(kind), wanted), hints)),
    }
}

/// Says that several entries have the id, and how each is named.
pub(super) fn ambiguous(catalog: &Catalog, name: &Spanned<String>, entries: &[EntryIndex]) -> Diagnostic {
    let message = format!("{} releases have an entry `{}`", entries.len(), name.value);
    let names: Vec<String> = entries.iter().take(5).map(|index| catalog.full_name(*index)).collect();
    let related = entries.iter().take(5).map(|index| (catalog.entry(*index).id.span, format!("`{}`", catalog.full_name(*index))));
    let mut diagnostic =
        Diagnostic::new(Code::AmbiguousEntry, name.span, message).help(format!("write {}", listed(names.iter().map(String::as_str), "or")));
    diagnostic.related = related.collect();
    diagnostic
}

fn unknown_entry(
    catalog: &Catalog,
    product: ProductIndex,
    home: Option<ReleaseIndex>,
    name: &Spanned<String>,
    (kind, wanted): (Option<KindIndex>, &str),
    hints: &Hints,
) -> Diagnostic {
    if let Ok(other) = catalog.entry_named(product, home, &name.value) {
        let entry = catalog.entry(other);
        let message = format!("`{}` is not a {wanted} but an entry of kind `{}`", name.value, catalog.kind(entry.kind).name);
        return Diagnostic::new(Code::UnresolvedEntry, name.span, message)
            .related(entry.kind_span, "the kind of that entry")
            .help(format!("name the id of a {wanted}"));
    }
    let near = hints.take().then(|| catalog.nearest_entry(product, &name.value, kind)).flatten();
    let diagnostic = Diagnostic::new(Code::UnresolvedEntry, name.span, format!("there is no {wanted} `{}`", name.value));
    match near {
        Some(near) => diagnostic.suggest(&name.value, [near.as_str()], ""),
        None => diagnostic.help(format!("name the id of a {wanted}, or `VERSION/ID` for one of another release")),
    }
}

/// The release of a version; nothing where it is not in the catalog.
fn release_of<'a>(catalog: &'a Catalog, product: ProductIndex, version: &Spanned<Version>) -> Result<Option<&'a Release>, Diagnostic> {
    match catalog.find_release(product, version) {
        None if !catalog.names.knows_release(product, version) => Err(unknown_release(catalog, product, version)),
        found => Ok(found),
    }
}

fn unknown_release(catalog: &Catalog, product: ProductIndex, version: &Spanned<Version>) -> Diagnostic {
    let near = catalog.nearest_release(product, version.value.as_str());
    Diagnostic::new(Code::UnresolvedEntry, version.span, format!("there is no release `{}`", version.value))
        .maybe_help(near.map(|near| format!("did you mean `{near}`?")))
}

impl Catalog {
    /// The name of an entry, perhaps of one kind, that a mistyped one is most likely meant to be, written as the mistyped one is.
    pub(crate) fn nearest_entry(&self, product: ProductIndex, name: &str, kind: Option<KindIndex>) -> Option<String> {
        let (home, id) = match name.rsplit_once('/') {
            Some((home, id)) => (Some(home), id),
            None => (None, name),
        };
        let fits = |candidates: &[super::reference::Candidate]| {
            candidates.iter().any(|candidate| candidate.entry.is_some() && (kind.is_none() || kind == candidate.kind))
        };
        let near = nearest(id, self.names.ids(product).filter(|(_, list)| fits(list)).map(|(id, _)| id.as_str()))?;
        // The id may be right and the version wrong, or both; either way say where the entry is.
        match home {
            None => Some(near.to_owned()),
            Some(_) => match self.entry_named(product, None, near) {
                Ok(index) => Some(self.full_name(index)),
                Err(ReferenceError::Ambiguous(entries)) => entries.first().map(|index| self.full_name(*index)),
                Err(ReferenceError::Unknown | ReferenceError::Hidden) => None,
            },
        }
    }

    /// The version that a mistyped one is most likely meant to be.
    pub(crate) fn nearest_release(&self, product: ProductIndex, version: &str) -> Option<&str> {
        let releases = self.product(product).releases.iter().map(|index| self.release(*index).version.as_str());
        nearest(version, releases)
    }
}

fn replacements(draft: &mut Draft<'_>, diags: &mut Diagnostics) {
    for position in 0..draft.releases.len() {
        let Some(version) = draft.releases[position].rollback.as_ref().and_then(|rollback| rollback.value.replaced_by.as_ref()) else {
            continue;
        };
        let product = draft.catalog.releases[position].product;
        let found = diags.keep(release_of(&draft.catalog, product, version)).flatten().map(|release| release.index);
        if let Some(rollback) = &mut draft.catalog.releases[position].rollback {
            rollback.replaced_by = found;
        }
    }
}
