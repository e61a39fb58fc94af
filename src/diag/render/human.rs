//! For people: the source line with the place underlined, as rustc does.

use std::collections::HashSet;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::source::{FileId, Sources, Span};

/// Places of one file that are further apart, in bytes, are shown apart.
const NEAR: usize = 16 << 10;

/// Of a line that is longer, in bytes, to either side of a place, only that much is shown.
const LONG: usize = 2000;

/// Every diagnostic with its place, and a last line that counts them. ANSI colours where `color` is set.
pub fn human(sources: &Sources, diags: &Diagnostics, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for diagnostic in diags.iter() {
        text.push_str(&one(&renderer, sources, diagnostic));
        text.push_str("\n\n");
    }
    text.push_str(&summary(sources, diags));
    text.push('\n');
    text
}

/// How many errors and warnings there are, in how many files.
pub(super) fn summary(sources: &Sources, diags: &Diagnostics) -> String {
    let (errors, warnings) = diags.counts();
    let wrong = diags.iter().map(|diagnostic| diagnostic.span.file).collect::<HashSet<_>>().len();
    // With nothing to tell of, the files that were read are what a writer wants to know.
    let files = if wrong == 0 { sources.iter().count() } else { wrong };
    let counted = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    format!("{}, {} in {}", counted(errors, "error"), counted(warnings, "warning"), counted(files, "file"))
}

fn one(renderer: &Renderer, sources: &Sources, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name()));
    for marks in stretches(sources, diagnostic) {
        group = show(group, sources, marks);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// A place to underline, and its role.
struct Mark<'a> {
    file: FileId,
    kind: AnnotationKind,
    range: Range<usize>,
    role: Option<&'a str>,
}

/// The places of a diagnostic, the primary one first: those that stand near each other in one file are shown together.
fn stretches<'a>(sources: &Sources, diagnostic: &'a Diagnostic) -> Vec<Vec<Mark<'a>>> {
    let mark = |kind, span: Span, role| Mark { file: span.file, kind, range: first_line(sources, span), role };
    let mut stretches = vec![vec![mark(AnnotationKind::Primary, diagnostic.span, None)]];
    for (span, role) in &diagnostic.related {
        let mark = mark(AnnotationKind::Context, *span, Some(role.as_str()));
        let is_near = |other: &Mark| other.file == mark.file && other.range.start.abs_diff(mark.range.start) < NEAR;
        match stretches.iter_mut().find(|stretch| stretch.iter().any(is_near)) {
            Some(stretch) => stretch.push(mark),
            None => stretches.push(vec![mark]),
        }
    }
    stretches
}

fn show<'a>(group: Group<'a>, sources: &'a Sources, marks: Vec<Mark<'a>>) -> Group<'a> {
    let Some(file) = marks.first().map(|mark| mark.file) else { return group };
    let text = sources.text(file);
    let (shown, is_cut) = lines_around(text, &marks);
    let source = text.get(shown.clone()).unwrap_or("");
    let first = marks.first().map_or(0, |mark| mark.range.start);
    if source.trim_end_matches(['\r', '\n']).is_empty() {
        // There is no line to underline: the place alone is told.
        let position = sources.position(file, first);
        let origin = Origin::path(sources.path(file)).line(position.line).char_column(position.column);
        return group.element(origin);
    }
    let path = sources.path(file);
    // A cut line begins at no first column: the place is told apart from it.
    let (group, path) = if is_cut {
        let position = sources.position(file, first);
        (group.element(Origin::path(path).line(position.line).char_column(position.column)), None)
    } else {
        (group, Some(path))
    };
    let annotations = marks.into_iter().map(|Mark { kind, range, role, .. }| -> Annotation<'a> {
        let within = range.start - shown.start..range.end - shown.start;
        kind.span(within).label(role)
    });
    let snippet = Snippet::source(source).path(path).line_start(sources.position(file, shown.start).line);
    group.element(snippet.annotations(annotations.collect::<Vec<_>>()))
}

/// A span as far as its first line goes: a whole body underlined would hide the place rather than show it.
fn first_line(sources: &Sources, span: Span) -> Range<usize> {
    let text = sources.text(span.file);
    let start = boundary(text, span.range().start);
    let covered = text.get(start..span.range().end.clamp(start, text.len())).unwrap_or("");
    let line = covered.split(['\r', '\n']).next().unwrap_or("");
    start..start + line.len()
}

/// The whole lines from the first mark to the last, and whether the first had to be cut since it is very long.
fn lines_around(text: &str, marks: &[Mark]) -> (Range<usize>, bool) {
    let start = marks.iter().map(|mark| mark.range.start).min().unwrap_or(0);
    let end = marks.iter().map(|mark| mark.range.end).max().unwrap_or(0);
    let (before, after) = (boundary(text, start.saturating_sub(LONG)), boundary(text, end.saturating_add(LONG)));
    let line_start = text.get(before..start).and_then(|part| part.rfind('\n')).map(|newline| before + newline + 1);
    let line_end = text.get(end..after).and_then(|part| part.find('\n')).map_or(after, |newline| end + newline);
    // The line end is not part of the line, in either of its forms.
    let line_end = if text.get(..line_end).is_some_and(|shown| shown.ends_with('\r')) { line_end - 1 } else { line_end };
    (line_start.unwrap_or(before)..line_end.max(end), line_start.is_none() && before > 0)
}

/// The nearest edge of a character at or before a byte.
fn boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}
