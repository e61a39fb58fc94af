//! What names in a site mean: what the cursor is on, where that is told of, who names it, and its new name everywhere.
//!
//! In: a [`Snapshot`] and a byte of one of its files. Out: places and edits. Found in what was resolved and not by searching texts, so
//! that an id that several releases use is told apart. Nothing is written.

mod links;
mod listed;
mod mentions;
mod names;
mod rename;

use crate::ident::Key;
use crate::model::{Catalog, EntryIndex, KindIndex, ProductIndex, ReleaseIndex};
use crate::source::{FileId, Span};

use super::Snapshot;
use mentions::{Mention, Walk, has_own_file, unquoted};

pub use listed::{DocumentSymbol, DocumentSymbolKind, document_symbols};
pub use rename::{Rename, RenameError, may_rename, rename};

/// Something that a site names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// An entry.
    Entry(EntryIndex),
    /// A release.
    Release(ReleaseIndex),
    /// A component of a product.
    Component(ProductIndex, Key),
    /// An audience.
    Audience(Key),
    /// A kind of entry.
    Kind(KindIndex),
}

impl Thing {
    /// What it is called where it is named: an id, a version, a key.
    pub fn name<'a>(&'a self, catalog: &'a Catalog) -> &'a str {
        match self {
            Self::Entry(index) => catalog.entry(*index).id.value.as_str(),
            Self::Release(index) => catalog.release(*index).version.value.as_str(),
            Self::Component(_, key) | Self::Audience(key) => key.as_str(),
            Self::Kind(index) => catalog.kind(*index).name.as_str(),
        }
    }
}

/// What stands at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// What is meant there.
    pub thing: Thing,
    /// The name under the cursor and nothing more; of an entry's own file or item perhaps its title or first line.
    pub span: Span,
}

/// What the cursor is on. A cursor behind the last letter of a name is on it still.
pub fn at(snapshot: &Snapshot, file: FileId, byte: usize) -> Option<Symbol> {
    let under = |mention: &Mention| mention.span.range().start <= byte && byte <= mention.span.range().end;
    let found = Walk::of(snapshot)?.within(file).mentions();
    // A name rather than the line or the text it stands in.
    let smallest = found.into_iter().filter(under).min_by_key(|mention| (mention.span.range().len(), mention.span))?;
    Some(Symbol { thing: smallest.thing, span: smallest.span })
}

/// Where a thing is told of: an entry's title or the `id` of a list item, the first line of a release's file, a key in site.yaml, a
/// template of the site's own.
pub fn definition(snapshot: &Snapshot, symbol: &Symbol) -> Option<Span> {
    let (documents, catalog) = (snapshot.checked.documents.as_ref()?, snapshot.checked.catalog.as_ref()?);
    let sources = &snapshot.loaded.sources;
    match &symbol.thing {
        Thing::Entry(index) => {
            let entry = catalog.entry(*index);
            let told = if has_own_file(sources, entry.place) { entry.title.span } else { entry.id.span };
            Some(unquoted(sources, told))
        }
        Thing::Release(index) => Some(catalog.release(*index).place),
        Thing::Component(product, key) => {
            let product = documents.site.products.get(product.position())?;
            let (key, _) = product.components.iter().find(|(known, _)| known.value == *key)?;
            Some(unquoted(sources, key.span))
        }
        Thing::Audience(key) => {
            let audience = documents.site.audiences.iter().find(|audience| audience.key.value == *key)?;
            Some(unquoted(sources, audience.key.span))
        }
        Thing::Kind(index) => sources.find(&format!("templates/{}.md", catalog.kind(*index).name)).map(|file| sources.first_line(file)),
    }
}

/// Every place that names a thing, sorted, with its [`definition`] where that is asked for.
pub fn references(snapshot: &Snapshot, symbol: &Symbol, include_definition: bool) -> Vec<Span> {
    let Some(walk) = Walk::of(snapshot) else { return Vec::new() };
    let found = walk.naming(&symbol.thing).mentions();
    let mut places: Vec<Span> =
        found.into_iter().filter(|mention| mention.thing == symbol.thing && mention.is_reference()).map(|mention| mention.span).collect();
    places.extend(definition(snapshot, symbol).filter(|_| include_definition));
    places.sort_unstable();
    places.dedup();
    places
}
