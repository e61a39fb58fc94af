//! For people: the source line with the place underlined, as rustc does.

use std::collections::HashSet;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::source::{FileId, Sources, Span};

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

fn summary(sources: &Sources, diags: &Diagnostics) -> String {
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
    for file in files(diagnostic) {
        group = show(group, sources, diagnostic, file);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// The files that a diagnostic shows, each once, that of the primary place first.
fn files(diagnostic: &Diagnostic) -> Vec<FileId> {
    let mut files = vec![diagnostic.span.file];
    for (span, _) in &diagnostic.related {
        if !files.contains(&span.file) {
            files.push(span.file);
        }
    }
    files
}

fn show<'a>(group: Group<'a>, sources: &'a Sources, diagnostic: &'a Diagnostic, file: FileId) -> Group<'a> {
    let related = diagnostic.related.iter().filter(|(span, _)| span.file == file);
    let mut marks: Vec<(AnnotationKind, Range<usize>, Option<&str>)> =
        related.map(|(span, role)| (AnnotationKind::Context, first_line(sources, *span), Some(role.as_str()))).collect();
    if diagnostic.span.file == file {
        marks.insert(0, (AnnotationKind::Primary, first_line(sources, diagnostic.span), None));
    }
    let text = sources.text(file);
    let shown = lines_around(text, &marks);
    let source = text.get(shown.clone()).unwrap_or("");
    let first = marks.first().map_or(0, |(_, range, _)| range.start);
    if source.trim_end_matches(['\r', '\n']).is_empty() {
        // There is no line to underline: the place alone is told.
        let position = sources.position(file, first);
        let origin = Origin::path(sources.path(file)).line(position.line).char_column(position.column);
        return group.element(origin);
    }
    let annotations = marks.into_iter().map(|(kind, range, role)| -> Annotation<'a> {
        let within = range.start - shown.start..range.end - shown.start;
        kind.span(within).label(role)
    });
    let snippet = Snippet::source(source).path(sources.path(file)).line_start(sources.position(file, shown.start).line);
    group.element(snippet.annotations(annotations.collect::<Vec<_>>()))
}

/// A span as far as its first line goes: a whole body underlined would hide the place rather than show it.
fn first_line(sources: &Sources, span: Span) -> Range<usize> {
    let text = sources.text(span.file);
    let mut start = span.range().start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let covered = text.get(start..span.range().end.clamp(start, text.len())).unwrap_or("");
    let line = covered.split(['\r', '\n']).next().unwrap_or("");
    start..start + line.len()
}

/// The whole lines from the first mark to the last.
fn lines_around(text: &str, marks: &[(AnnotationKind, Range<usize>, Option<&str>)]) -> Range<usize> {
    let start = marks.iter().map(|(_, range, _)| range.start).min().unwrap_or(0);
    let end = marks.iter().map(|(_, range, _)| range.end).max().unwrap_or(0);
    let line_start = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let line_end = text.get(end..).and_then(|after| after.find('\n')).map_or(text.len(), |newline| end + newline);
    // The line end is not part of the line, in either of its forms.
    let line_end = if text.get(..line_end).is_some_and(|shown| shown.ends_with('\r')) { line_end - 1 } else { line_end };
    line_start..line_end.max(end)
}
