//! What a file tells of: its release and its entries.

use crate::source::{FileId, Span};

use super::{Snapshot, has_own_file, unquoted};

/// What is told of at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentSymbolKind {
    /// A release.
    Release,
    /// An entry.
    Entry,
}

/// A release or an entry that a file tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSymbol {
    /// Its title; of a release that has none its version.
    pub name: String,
    /// Of an entry its kind and id, of a release its version and status.
    pub detail: String,
    /// What it is.
    pub kind: DocumentSymbolKind,
    /// All of it.
    pub span: Span,
    /// Its title, or what else tells of it best; always within `span`.
    pub selection: Span,
}

/// What a file tells of, in the order written; the release, which is the whole file, first.
pub fn document_symbols(snapshot: &Snapshot, file: FileId) -> Vec<DocumentSymbol> {
    let Some(documents) = &snapshot.checked.documents else { return Vec::new() };
    let sources = &snapshot.loaded.sources;
    let releases = documents.releases.iter().filter(|release| release.file == file).map(|release| {
        let version = &release.version.value;
        DocumentSymbol {
            name: release.title.as_ref().map_or_else(|| version.to_string(), |title| title.value.clone()),
            detail: format!("{version}, {}", release.status.value.name()),
            kind: DocumentSymbolKind::Release,
            span: sources.whole(file),
            selection: release.title.as_ref().map_or(release.place, |title| unquoted(sources, title.span)),
        }
    });
    let entries = documents.entries();
    let entries = entries.filter(|entry| entry.file == file).map(|entry| DocumentSymbol {
        name: if entry.title.value.is_empty() { entry.id.value.to_string() } else { entry.title.value.clone() },
        detail: format!("{}, {}", entry.kind.value, entry.id.value),
        kind: DocumentSymbolKind::Entry,
        span: if has_own_file(sources, entry.place) { sources.whole(file) } else { entry.fields.span },
        selection: unquoted(sources, entry.title.span),
    });
    releases.chain(entries).collect()
}
