//! Diagnostics as an editor shows them.

use std::collections::BTreeMap;
use std::path::Path;

use lsp_types::{Diagnostic as Shown, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString};

use crate::diag::{Diagnostic, Severity};
use crate::source::{Sources, Span};

use super::{Encoding, Snapshot, address};

/// What is wrong with each file, by path from the site's folder.
pub(super) fn by_file(snapshot: &Snapshot, root: &Path, encoding: Encoding) -> BTreeMap<String, Vec<Shown>> {
    let sources = &snapshot.loaded.sources;
    let mut files: BTreeMap<String, Vec<Shown>> = BTreeMap::new();
    for diagnostic in snapshot.checked.diagnostics.iter() {
        let path = sources.path(diagnostic.span.file).to_owned();
        files.entry(path).or_default().push(shown(sources, diagnostic, root, encoding));
    }
    files
}

/// One problem. What to do stands on a second line, since editors show one text.
pub(super) fn shown(sources: &Sources, diagnostic: &Diagnostic, root: &Path, encoding: Encoding) -> Shown {
    let message = match &diagnostic.help {
        Some(help) => format!("{}\nhelp: {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let related = diagnostic.related.iter().filter_map(|(span, role)| {
        let location = location(sources, *span, root, encoding)?;
        Some(DiagnosticRelatedInformation { location, message: role.clone() })
    });
    let related: Vec<_> = related.collect();
    Shown {
        range: encoding.range(sources.text(diagnostic.span.file), diagnostic.span.range()),
        severity: Some(match diagnostic.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(diagnostic.code.name().to_owned())),
        source: Some("tidings".to_owned()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        ..Shown::default()
    }
}

/// A span as a place in a file.
pub(super) fn location(sources: &Sources, span: Span, root: &Path, encoding: Encoding) -> Option<Location> {
    let uri = address::uri(&root.join(sources.path(span.file)))?;
    Some(Location::new(uri, encoding.range(sources.text(span.file), span.range())))
}
