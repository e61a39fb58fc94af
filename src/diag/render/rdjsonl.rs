//! For reviewdog: a JSON object a line in its Diagnostic Format, with suggestions.

use serde::Serialize;

use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::source::{FileId, Sources, Span};

use super::{NAME, PAGE, lines};

/// `Diagnostic` of reviewdog's `proto/rdf/reviewdog.proto`.
#[derive(Serialize)]
struct Line<'a> {
    message: String,
    location: Location,
    severity: &'static str,
    source: Source,
    code: CodeValue,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

/// From 1; the column counts bytes of UTF-8, as that format has it.
#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
    url: &'static str,
}

#[derive(Serialize)]
struct CodeValue {
    value: &'static str,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    location: Location,
}

/// An object a line. `base` is the way from the repository to the site's folder, with a slash at its end.
pub fn rdjsonl(sources: &Sources, diags: &Diagnostics, base: &str) -> String {
    let mut text = String::new();
    for diagnostic in diags.iter() {
        // Plain strings and numbers always serialize.
        text.push_str(&serde_json::to_string(&line(sources, diagnostic, base)).unwrap_or_default());
        text.push('\n');
    }
    text
}

fn line<'a>(sources: &Sources, diagnostic: &'a Diagnostic, base: &str) -> Line<'a> {
    // A suggestion is a change of the lines that the message stands at; an edit elsewhere is told in the message alone.
    let fix = diagnostic.fix.iter().filter(|fix| fix.span.file == diagnostic.span.file);
    Line {
        message: lines(diagnostic),
        location: location(sources, diagnostic.span, base),
        severity: match diagnostic.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
        },
        source: Source { name: NAME, url: PAGE },
        code: CodeValue { value: diagnostic.code.name() },
        suggestions: fix.map(|fix| Suggestion { range: range(sources, fix.span), text: &fix.text }).collect(),
        related_locations: diagnostic
            .related
            .iter()
            .map(|(span, role)| Related { message: role, location: location(sources, *span, base) })
            .collect(),
    }
}

fn location(sources: &Sources, span: Span, base: &str) -> Location {
    Location { path: format!("{base}{}", sources.path(span.file)), range: range(sources, span) }
}

fn range(sources: &Sources, span: Span) -> Range {
    Range { start: position(sources, span.file, span.range().start), end: position(sources, span.file, span.range().end) }
}

fn position(sources: &Sources, file: FileId, byte: usize) -> Position {
    let text = sources.text(file);
    let before = text.as_bytes().get(..byte.min(text.len())).unwrap_or_default();
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    Position { line: sources.position(file, byte).line, column: before.len() - line_start + 1 }
}
