//! What a merge left behind: both sides of it and the lines between them.

use std::sync::LazyLock;

use memchr::memmem;

use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Span};

static OPENING: LazyLock<memmem::Finder> = LazyLock::new(|| memmem::Finder::new("<<<<<<< "));

/// The first merge conflict in a text, at the line that opens it. Fences of Markdown may show one.
pub(super) fn find(file: FileId, text: &str) -> Option<Diagnostic> {
    // Nearly no text has one, and all are asked.
    OPENING.find(text.as_bytes())?;
    let (mut opening, mut middle, mut is_fenced) = (None, false, false);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let shown = line.trim_end();
        let span = Span::new(file, start..start + shown.len());
        start += line.len();
        match shown {
            _ if shown.trim_start().starts_with("```") || shown.trim_start().starts_with("~~~") => is_fenced = !is_fenced,
            _ if is_fenced => {}
            _ if shown.starts_with("<<<<<<< ") => (opening, middle) = (opening.or(Some(span)), false),
            "=======" => middle = true,
            _ if shown.starts_with(">>>>>>> ") && middle => {
                let diagnostic =
                    Diagnostic::new(Code::MergeConflict, opening?, "a merge conflict is left here").related(span, "it ends here");
                return Some(
                    diagnostic.help("keep what is right of the two sides, and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`"),
                );
            }
            _ => {}
        }
    }
    None
}
