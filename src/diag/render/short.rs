//! For editors and `grep`: a line each.

use std::fmt::Write;

use crate::diag::Diagnostics;
use crate::source::Sources;

/// `path:line:column: severity[code]: message`, a line each.
pub fn short(sources: &Sources, diags: &Diagnostics) -> String {
    let mut text = String::new();
    for diagnostic in diags.iter() {
        let place = sources.position(diagnostic.span.file, diagnostic.span.range().start);
        let path = sources.path(diagnostic.span.file);
        // A message is one line; a value in it that holds a line break would make two.
        let message = diagnostic.message.replace(['\r', '\n'], " ");
        let (severity, code) = (diagnostic.severity.name(), diagnostic.code);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{path}:{}:{}: {severity}[{code}]: {message}", place.line, place.column);
    }
    text
}
