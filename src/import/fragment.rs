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
    /// Where each line starts.
    lines: Vec<usize>,
}

impl<'a> Fragment<'a> {
    /// Reads a file. One that cannot be read is listed, and kept whole as a comment.
    pub(super) fn read(file: &'a InputFile, notes: &mut Notes) -> Option<Self> {
        Self::of(file, &file.text)
            .map_err(|(line, why)| {
                notes.unreleased.comments.push(format!("{}:\n{}", file.path, file.text));
                notes.list_unplaced(&file.path, line, &why, "as a comment");
            })
            .ok()
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
        Ok(Self { file, root, lines })
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
    lines.partition_point(|start| *start <= span.range().start)
}

/// A scalar's text, whatever its type.
pub(super) fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::String(text) | Value::Number(text) => Some(text.clone()),
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
