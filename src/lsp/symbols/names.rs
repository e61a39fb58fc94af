//! A name as writers give it, taken apart: what each part of it means, and where in it that part stands.

use std::ops::Range;

use crate::model::{Address, Catalog, ProductIndex, ReleaseIndex, UNRELEASED};

use super::Thing;

/// Where a name is read: what it means depends on that.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seat {
    pub product: ProductIndex,
    /// None in `unreleased/`.
    pub release: Option<ReleaseIndex>,
}

/// One part of a name.
pub(super) struct Part {
    pub thing: Thing,
    /// Bytes of the whole name.
    pub range: Range<usize>,
    /// Whether it is the name of an entry without a version before it, which may mean another entry elsewhere.
    pub is_bare: bool,
}

impl Part {
    fn new(thing: Thing, start: usize, name: &str) -> Self {
        Self { thing, range: start..start + name.len(), is_bare: false }
    }
}

/// The parts of `ID`, `VERSION/ID` and `PRODUCT/VERSION/ID`, where the entry is known by other means, if it is.
pub(super) fn of_entry(catalog: &Catalog, seat: Seat, name: &str, entry: Option<Thing>) -> Vec<Part> {
    let (home, id) = name.rsplit_once('/').map_or((None, name), |(home, id)| (Some(home), id));
    let named = || catalog.entry_named(seat.product, seat.release, name).ok().map(Thing::Entry);
    let entry = entry.or_else(named).map(|thing| Part { is_bare: home.is_none(), ..Part::new(thing, name.len() - id.len(), id) });
    let release = home.filter(|home| !home.ends_with(UNRELEASED)).into_iter().flat_map(|home| of_release(catalog, seat, home));
    release.chain(entry).collect()
}

/// The parts of `VERSION` and `PRODUCT/VERSION`.
pub(super) fn of_release(catalog: &Catalog, seat: Seat, name: &str) -> Option<Part> {
    let index = catalog.release_named(seat.product, name).ok()?;
    let version = name.rsplit('/').next().unwrap_or(name);
    Some(Part::new(Thing::Release(index), name.len() - version.len(), version))
}

/// The parts of an address in Markdown.
pub(super) fn of_address(catalog: &Catalog, seat: Seat, target: &str) -> Vec<Part> {
    let after = |scheme: &str, part: Part| Part { range: part.range.start + scheme.len()..part.range.end + scheme.len(), ..part };
    match Address::of(target) {
        Address::Entry(name) => of_entry(catalog, seat, name, None).into_iter().map(|part| after("entry:", part)).collect(),
        Address::Release(name) => of_release(catalog, seat, name).map(|part| after("release:", part)).into_iter().collect(),
        Address::Page(path, anchor) => of_page(catalog, target, path, anchor),
        Address::Anchor(_) | Address::File(_) | Address::Elsewhere(_) => Vec::new(),
    }
}

/// The parts of a path within the site: `/events/2.4.0/#scan`, `/events/component/check-in/`.
fn of_page(catalog: &Catalog, target: &str, path: &str, anchor: Option<&str>) -> Vec<Part> {
    let Some(page) = catalog.page_at(path) else { return Vec::new() };
    let Some(product) = catalog.products().iter().find(|product| page.starts_with(&product.path)) else { return Vec::new() };
    let inner = page.get(product.path.len()..).unwrap_or("");
    let (first, rest) = inner.split_once('/').unwrap_or((inner, ""));
    let name = rest.split('/').next().unwrap_or(rest);
    let start = 1 + product.path.len();
    let of_folder = |thing| Part::new(thing, start + first.len() + 1, name);
    // The anchor of a heading within an entry starts with the entry's id.
    let id = anchor.map(|anchor| anchor.split_once("--").map_or(anchor, |(id, _)| id));
    let of_anchor = |thing| target.find('#').zip(id).map(|(hash, id)| Part::new(thing, hash + 1, id));
    let is_meant = |entry: &&crate::model::Entry| Some(entry.id.as_str()) == id;
    if let Some(release) = catalog.page_paths().get(page).copied().flatten() {
        let entry = catalog.shown(catalog.release(release)).map(|(_, entry)| entry).find(is_meant);
        let entry = entry.and_then(|entry| of_anchor(Thing::Entry(entry.index)));
        return std::iter::once(Part::new(Thing::Release(release), start, first)).chain(entry).collect();
    }
    let found = match first {
        UNRELEASED => {
            let entry = product.unreleased.iter().map(|index| catalog.entry(*index)).find(is_meant);
            entry.and_then(|entry| of_anchor(Thing::Entry(entry.index)))
        }
        "component" => {
            let component = product.components.iter().find(|(key, _)| key.as_str() == name);
            component.map(|(key, _)| of_folder(Thing::Component(product.index, key.clone())))
        }
        "kind" => catalog.kind_named(name).map(|kind| of_folder(Thing::Kind(kind))),
        _ => None,
    };
    found.into_iter().collect()
}
