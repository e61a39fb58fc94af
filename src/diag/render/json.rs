//! For programs: one JSON object a line.

use serde::Serialize;

use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{Sources, Span};

/// The fields of a line, in the order they are written. A contract with those who read them.
#[derive(Serialize)]
struct Line<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    help: Option<&'a str>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

/// One object a line: `code, severity, message, file, line, column, end_line, end_column, help, related`.
/// Lines and columns count from 1, columns in characters; the end is exclusive.
pub fn json(sources: &Sources, diags: &Diagnostics) -> String {
    let mut text = String::new();
    for diagnostic in diags.iter() {
        // Plain strings and numbers always serialize.
        text.push_str(&serde_json::to_string(&line(sources, diagnostic)).unwrap_or_default());
        text.push('\n');
    }
    text
}

fn line<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Line<'a> {
    let Diagnostic { code, severity, message, span, related, help, fix: _, guess: _ } = diagnostic;
    Line {
        code: code.name(),
        severity: severity.name(),
        message,
        place: place(sources, *span),
        help: help.as_deref(),
        related: related.iter().map(|(span, role)| Related { message: role, place: place(sources, *span) }).collect(),
    }
}

fn place(sources: &Sources, span: Span) -> Place<'_> {
    let (start, end) = sources.positions(span);
    Place { file: sources.path(span.file), line: start.line, column: start.column, end_line: end.line, end_column: end.column }
}
