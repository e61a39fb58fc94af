//! A Markdown file to its front matter and its body.

use std::ops::Range;

use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Span};

use super::mend;

/// The parts of a Markdown file, as byte ranges of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// The opening line, `---`.
    pub opening: Span,
    /// The YAML between the two lines.
    pub yaml: Range<usize>,
    /// Everything after the closing line.
    pub body: Range<usize>,
}

/// Finds the front matter of a file.
///
/// # Errors
/// `front-matter`, where it is missing (at the first line) or not closed (at its opening line).
pub fn split(file: FileId, text: &str) -> Result<FrontMatter, Diagnostic> {
    let mut lines = Lines { text, next: 0 };
    let first = lines.next().unwrap_or(0..0);
    let opening = Span::new(file, trimmed(text, &first));
    if text.get(opening.range()) != Some("---") {
        return Err(unopened(text, opening));
    }
    let start = first.end;
    while let Some(line) = lines.next() {
        let range = trimmed(text, &line);
        match text.get(range.clone()) {
            Some("---") => return Ok(FrontMatter { opening, yaml: start..line.start, body: line.end..text.len() }),
            // No field consists of dashes, so this was to be the closing line.
            Some(dashes) if is_misspelt(dashes) => return Err(misspelt(Span::new(file, range), "closes")),
            _ => {}
        }
    }
    Err(unclosed(text, opening, start))
}

/// Whether a line is a `---` with a dash too many or too few, or as word processors write it.
fn is_misspelt(line: &str) -> bool {
    let is_dashes = !line.is_empty() && line.chars().all(|character| matches!(character, '-' | '\u{2013}' | '\u{2014}'));
    is_dashes && !matches!(line, "-" | "---")
}

fn misspelt(line: Span, verb: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::FrontMatter, line, format!("the line that {verb} the front matter is not `---`"));
    diagnostic.help("write exactly three hyphens: `---`").fix(line, "---")
}

/// Why the first line does not open the front matter.
fn unopened(text: &str, first: Span) -> Diagnostic {
    let line = text.get(first.range()).unwrap_or("");
    if is_misspelt(line) {
        return misspelt(first, "opens");
    }
    // Blanks, empty lines, or marks that nobody sees.
    let shown = text.trim_start_matches([' ', '\t', '\r', '\n', '\u{feff}', '\u{200b}', '\u{a0}']);
    let before = Span::new(first.file, 0..text.len() - shown.len());
    if before.end > 0 && shown.lines().next().map(str::trim_end) == Some("---") {
        let diagnostic = Diagnostic::new(Code::FrontMatter, before, "blank space stands before the front matter");
        return diagnostic.help("start the file with `---`").fix(before, "");
    }
    let diagnostic = Diagnostic::new(Code::FrontMatter, first, "the file does not start with a front matter");
    match line {
        "+++" => diagnostic.help("TOML is not read here: write the fields in YAML, `name: value`, between two lines `---`"),
        _ => diagnostic.help("start it with a line `---`, the fields, and another line `---`"),
    }
}

/// No line closes the front matter. Where a blank line ends what can only be fields, it belongs there.
fn unclosed(text: &str, opening: Span, start: usize) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::FrontMatter, opening, "the front matter that starts here is never closed")
        .help("add a line `---` after its last field");
    let mut at = start;
    for line in text.get(start..).unwrap_or("").split_inclusive('\n') {
        if line.trim().is_empty() {
            let rest = text.get(at..).unwrap_or("").trim_start();
            let is_text = !rest.is_empty() && mend::field(rest, mend::line_at(rest, 0)).is_none();
            let place = Span::new(opening.file, at..at);
            return if is_text && at > start { diagnostic.fix(place, "---\n") } else { diagnostic };
        }
        let is_field = line.starts_with([' ', '#', '-']) || mend::field(line, mend::line_at(line, 0)).is_some();
        if !is_field {
            break;
        }
        at += line.len();
    }
    diagnostic
}

struct Lines<'a> {
    text: &'a str,
    next: usize,
}

impl Lines<'_> {
    /// The next line with its end.
    fn next(&mut self) -> Option<Range<usize>> {
        let rest = self.text.get(self.next..).filter(|rest| !rest.is_empty())?;
        let length = rest.find('\n').map_or(rest.len(), |newline| newline + 1);
        let line = self.next..self.next + length;
        self.next = line.end;
        Some(line)
    }
}

/// A line without its end and the blanks before that.
fn trimmed(text: &str, line: &Range<usize>) -> Range<usize> {
    let length = text.get(line.clone()).map_or(0, |line| line.trim_end().len());
    line.start..line.start + length
}
