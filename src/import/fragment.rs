//! YAML of other tools, by our own reader: values, and the lines they stand in.
//!
//! In: a file. Out: its tree, or why it is none. A file that says a thing twice is none: which of the two was meant is not guessed.

use crate::diag::{Diagnostic, Diagnostics};
use crate::load::InputFile;
use crate::parse::node::{Node, Value};
use crate::parse::yaml;
use crate::source::{Sources, Span, Spanned};

use super::notes::Notes;

/// A file of YAML.
pub(super) struct Fragment<'a> {
    pub(super) file: &'a InputFile,
    pub(super) root: Node,
    /// Its comments with their `#`: line from 1, and text.
    pub(super) comments: Vec<(usize, String)>,
    /// Where each line starts.
    lines: Vec<usize>,
}

impl<'a> Fragment<'a> {
    /// Reads a file. One that cannot be read is listed, and kept whole as a comment; of one that can be, its comments are.
    pub(super) fn read(file: &'a InputFile, notes: &mut Notes) -> Option<Self> {
        Self::read_but(file, "", notes)
    }

    /// Reads a file that was made of a template, whose comments say nothing of this file.
    pub(super) fn read_but(file: &'a InputFile, template: &str, notes: &mut Notes) -> Option<Self> {
        let said = Self::of(file, &file.text)
            .map_err(|(line, why)| {
                notes.unreleased.comments.push(format!("{}:\n{}", file.path, file.text));
                notes.list_unplaced(&file.path, line, &why, "as a comment");
            })
            .ok()?;
        let told: Vec<&str> = template.lines().map(str::trim).collect();
        for (line, comment) in said.comments.iter().filter(|(_, comment)| !told.contains(&comment.as_str())) {
            notes.keep_as_comment(&file.path, *line, comment);
        }
        Some(said)
    }

    /// Reads a part of a file that starts with its first line.
    pub(super) fn of(file: &'a InputFile, text: &str) -> Result<Self, (usize, String)> {
        let lines: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut diags = Diagnostics::default();
        let id = Sources::default().add(file.path.clone(), text);
        let told = |diagnostic: &Diagnostic| (line_of(&lines, diagnostic.span), diagnostic.message.clone());
        let root = yaml::read(id, text, 0, &mut diags).map_err(|diagnostic| told(&diagnostic))?;
        if let Some(diagnostic) = diags.iter().next() {
            return Err(told(diagnostic));
        }
        let comments = comments(text, &root).into_iter().map(|(at, comment)| (line_at(&lines, at), comment)).collect();
        Ok(Self { file, root, comments, lines })
    }

    /// The line of a place, from 1.
    pub(super) fn line(&self, span: Span) -> usize {
        line_of(&self.lines, span)
    }

    /// A field as it is written.
    pub(super) fn written(&self, key: &Spanned<String>, value: &Node) -> String {
        let range = key.span.range().start..value.span.range().end.max(key.span.range().end);
        self.file.text.get(range).unwrap_or(&key.value).to_owned()
    }

    /// Keeps a field that nothing of ours says.
    pub(super) fn unplaced(&self, key: &Spanned<String>, value: &Node, notes: &mut Notes) {
        if !value.is_null() {
            notes.keep_as_comment(&self.file.path, self.line(key.span), &self.written(key, value));
        }
    }
}

fn line_of(lines: &[usize], span: Span) -> usize {
    line_at(lines, span.range().start)
}

fn line_at(lines: &[usize], at: usize) -> usize {
    lines.partition_point(|start| *start <= at)
}

/// The comments of a text that was read (YAML 1.2, §6.6), and where they start: a `#` after a blank or at the start of a line, unless it
/// stands in a value.
fn comments(text: &str, root: &Node) -> Vec<(usize, String)> {
    let mut values = Vec::new();
    places(root, &mut values);
    values.sort_unstable_by_key(|(start, _)| *start);
    let mut comments = Vec::new();
    let mut read = 0;
    for (at, _) in text.match_indices('#') {
        let starts = text[..at].chars().next_back().is_none_or(char::is_whitespace);
        let before = values.partition_point(|(start, _)| *start <= at);
        let inside = before > 0 && values[before - 1].1 > at;
        if at >= read && starts && !inside {
            let comment = text[at..].lines().next().unwrap_or("").trim_end();
            comments.push((at, comment.to_owned()));
            read = at + comment.len();
        }
    }
    comments
}

/// Where the scalars of a tree start and end.
fn places(node: &Node, found: &mut Vec<(usize, usize)>) {
    let place = |span: Span| (span.range().start, span.range().end);
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| places(item, found)),
        Value::Map(pairs) => {
            for (key, value) in pairs {
                found.push(place(key.span));
                places(value, found);
            }
        }
        _ => found.push(place(node.span)),
    }
}

/// A scalar's text, whatever its type.
pub(super) fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::String(text) | Value::Number(text) => Some(text.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

/// The texts of a list, or of a scalar in the place of one.
pub(super) fn scalars(node: &Node) -> Vec<String> {
    match &node.value {
        Value::List(items) => items.iter().filter_map(scalar).collect(),
        _ => scalar(node).into_iter().collect(),
    }
}
