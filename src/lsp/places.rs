//! Places and symbols as editors take them.

use std::path::Path;

use lsp_types::{DocumentSymbol, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind};

use crate::source::{FileId, Sources, Span};

use super::symbols::{self, DocumentSymbolKind};
use super::{Encoding, Snapshot, address};

/// A span with the address of its file.
pub(super) fn location(sources: &Sources, span: Span, root: &Path, encoding: Encoding) -> Option<Location> {
    let uri = address::uri(&root.join(sources.path(span.file)))?;
    Some(Location::new(uri, encoding.range(sources.text(span.file), span.range())))
}

/// What a file tells of: a tree, the entries of a release within it.
pub(super) fn tree(snapshot: &Snapshot, file: FileId, encoding: Encoding) -> DocumentSymbolResponse {
    let text = snapshot.loaded.sources.text(file);
    let mut roots: Vec<DocumentSymbol> = Vec::new();
    for symbol in symbols::document_symbols(snapshot, file) {
        #[expect(deprecated, reason = "the type has no other constructor; the field is left out")]
        let shown = DocumentSymbol {
            name: symbol.name,
            detail: Some(symbol.detail),
            kind: kind(symbol.kind),
            tags: None,
            deprecated: None,
            range: encoding.range(text, symbol.span.range()),
            selection_range: encoding.range(text, symbol.selection.range()),
            children: None,
        };
        match roots.last_mut() {
            Some(release) if release.kind == kind(DocumentSymbolKind::Release) => release.children.get_or_insert_default().push(shown),
            _ => roots.push(shown),
        }
    }
    DocumentSymbolResponse::Nested(roots)
}

/// As [`tree`], for editors that take lists alone.
pub(super) fn list(snapshot: &Snapshot, file: FileId, root: &Path, encoding: Encoding) -> DocumentSymbolResponse {
    let symbols = symbols::document_symbols(snapshot, file).into_iter().filter_map(|symbol| {
        #[expect(deprecated, reason = "the type has no other constructor; the field is left out")]
        Some(SymbolInformation {
            name: symbol.name,
            kind: kind(symbol.kind),
            tags: None,
            deprecated: None,
            location: location(&snapshot.loaded.sources, symbol.selection, root, encoding)?,
            container_name: Some(symbol.detail),
        })
    });
    DocumentSymbolResponse::Flat(symbols.collect())
}

/// The protocol knows no releases, so what comes nearest and has icons that differ.
fn kind(kind: DocumentSymbolKind) -> SymbolKind {
    match kind {
        DocumentSymbolKind::Release => SymbolKind::PACKAGE,
        DocumentSymbolKind::Entry => SymbolKind::EVENT,
    }
}
