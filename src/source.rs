//! Text with file ids. A [`Span`] is a file id and a byte range; every value a writer typed keeps one.
//!
//! In: paths and texts, already read. Out: positions, lines, slices. No I/O.

use std::fmt::{self, Debug, Formatter};
use std::ops::{Deref, Range};
use std::sync::Arc;

/// A file in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A byte range of one file, on character boundaries, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file it is in.
    pub file: FileId,
    /// The first byte, from 0.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets, `start <= end`.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        // Files are limited to far less than 4 GiB by `load`; a larger offset saturates and stays in order.
        let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Self { file, start: offset(range.start), end: offset(range.end.max(range.start)) }
    }

    /// The byte range within the file.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and the place where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place, as small as is known.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value at a place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn with<U>(&self, value: U) -> Spanned<U> {
        Spanned { value, span: self.span }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// A stretch of a text that is held once, however many refer to it.
#[derive(Clone)]
pub struct Piece {
    whole: Arc<str>,
    start: u32,
    end: u32,
}

impl Piece {
    /// A byte range of a text, on character boundaries.
    pub fn of(whole: &Arc<str>, range: Range<usize>) -> Self {
        // As for a span, of which there is nearly always one beside it.
        let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Self { whole: Arc::clone(whole), start: offset(range.start), end: offset(range.end) }
    }
}

impl From<&str> for Piece {
    fn from(text: &str) -> Self {
        Self::of(&text.into(), 0..text.len())
    }
}

impl Deref for Piece {
    type Target = str;
    fn deref(&self) -> &str {
        self.whole.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

impl PartialEq for Piece {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Piece {}

impl Debug for Piece {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Debug::fmt(&**self, f)
    }
}

/// A piece of Markdown that stands in a file, perhaps indented or quoted there, and the way back to its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The Markdown, without the indent that YAML asks for.
    pub value: Piece,
    /// The whole piece in its file.
    pub span: Span,
    /// For each stretch of `value` that was copied unchanged: where it starts here and where in the file.
    /// Sorted; empty when the way back is not known, as for a quoted YAML string with escapes.
    pub origins: Vec<(u32, u32)>,
}

impl Text {
    /// A text that stands in its file byte for byte. `whole` is all that the file holds.
    pub fn verbatim(whole: &Arc<str>, span: Span) -> Self {
        Self { value: Piece::of(whole, span.range()), span, origins: vec![(0, span.start)] }
    }

    /// The place in the file of a byte range of [`Text::value`]; the whole piece where that is not known.
    pub fn span_of(&self, range: Range<usize>) -> Span {
        match (self.offset(range.start), self.offset(range.end)) {
            (Some(start), Some(end)) if start <= end && end <= self.span.range().end => Span::new(self.span.file, start..end),
            _ => self.span,
        }
    }

    fn offset(&self, byte: usize) -> Option<usize> {
        let after = self.origins.partition_point(|(here, _)| *here as usize <= byte);
        let (here, there) = self.origins.get(after.checked_sub(1)?)?;
        Some(*there as usize + (byte - *here as usize))
    }
}

/// Line and column, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// One file: its path from the site's folder, with `/` between parts, and its text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// For instance `content/events/2.4.0/release.yaml`.
    pub path: String,
    /// UTF-8, without a byte-order mark; line ends as in the file.
    pub text: Arc<str>,
}

/// All texts of a site, in the order of their paths.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file and gives its id.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile { path: path.into(), text: text.into() });
        id
    }

    /// Puts another text in the place of a file's. Spans of the old text lead astray from then on.
    pub fn replace(&mut self, id: FileId, text: impl Into<Arc<str>>) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            file.text = text.into();
        }
    }

    /// Every file with its id.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// Every file but these, in whatever order they are named.
    pub fn all_but(&self, known: impl IntoIterator<Item = FileId>) -> impl Iterator<Item = (FileId, &SourceFile)> {
        let mut is_known = vec![false; self.files.len()];
        for file in known {
            if let Some(is_known) = is_known.get_mut(file.0 as usize) {
                *is_known = true;
            }
        }
        self.iter().zip(is_known).filter(|(_, is_known)| !is_known).map(|(file, _)| file)
    }

    /// Room for as many files more.
    pub fn reserve(&mut self, more: usize) {
        self.files.reserve(more);
    }

    /// The file with this path.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.iter().find(|(_, file)| file.path == path).map(|(id, _)| id)
    }

    /// The path of a file, from the site's folder.
    pub fn path(&self, id: FileId) -> &str {
        self.files.get(id.0 as usize).map_or("", |file| &file.path)
    }

    /// The text of a file.
    pub fn text(&self, id: FileId) -> &str {
        self.files.get(id.0 as usize).map_or("", |file| &file.text)
    }

    /// The text of a file, to keep.
    pub fn shared(&self, id: FileId) -> Option<&Arc<str>> {
        self.files.get(id.0 as usize).map(|file| &file.text)
    }

    /// The text a span covers.
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.range()).unwrap_or("")
    }

    /// A span of a whole file.
    pub fn whole(&self, id: FileId) -> Span {
        Span::new(id, 0..self.text(id).len())
    }

    /// The first line of a file, without its line end: where things missing from the whole file are reported.
    pub fn first_line(&self, id: FileId) -> Span {
        let end = self.text(id).find(['\r', '\n']).unwrap_or(self.text(id).len());
        Span::new(id, 0..end)
    }

    /// Line and column of a byte.
    pub fn position(&self, id: FileId, byte: usize) -> Position {
        let text = self.text(id);
        let mut byte = byte.min(text.len());
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        let before = &text[..byte];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position { line: before.bytes().filter(|byte| *byte == b'\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }

    /// Line and column of both ends of a span; the second is exclusive.
    pub fn positions(&self, span: Span) -> (Position, Position) {
        (self.position(span.file, span.range().start), self.position(span.file, span.range().end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "ä\nöü: x\n");
        assert_eq!(sources.position(file, "ä\nöü: ".len()), Position { line: 2, column: 5 });
    }

    #[test]
    fn an_indented_text_finds_its_way_back() {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", "body: |\n  one\n  two\n");
        let text = Text { value: "one\ntwo\n".into(), span: Span::new(file, 6..20), origins: vec![(0, 10), (4, 16)] };
        assert_eq!(sources.slice(text.span_of(4..7)), "two");
        assert_eq!(sources.slice(text.span_of(1..5)), "ne\n  t");
    }
}
