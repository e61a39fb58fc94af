//! A Markdown file to its front matter and its body.

use std::ops::Range;

use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Span};

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
        let diagnostic = Diagnostic::new(Code::FrontMatter, opening, "the file does not start with a front matter");
        return Err(diagnostic.help("start it with a line `---`, the fields, and another line `---`"));
    }
    let start = first.end;
    while let Some(line) = lines.next() {
        if text.get(trimmed(text, &line)) == Some("---") {
            return Ok(FrontMatter { opening, yaml: start..line.start, body: line.end..text.len() });
        }
    }
    Err(Diagnostic::new(Code::FrontMatter, opening, "the front matter that starts here is never closed")
        .help("add a line `---` after its last field"))
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
