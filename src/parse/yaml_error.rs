//! What the YAML parser found wrong, in a writer's words and at the exact place.

use serde_saphyr::granit_parser::{ErrorKind, ScanError};

use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// The diagnostic for an error in `text`, which stands in `file` from byte `offset` on.
pub fn diagnostic(file: FileId, text: &str, offset: usize, error: &ScanError) -> Diagnostic {
    let at = boundary(text, error.marker().byte_offset().unwrap_or(text.len()));
    let span = |start: usize, end: usize| Span::new(file, offset + start..offset + end);
    let here =
        span(at, at + text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8));
    let line = line_around(text, at);
    let words = span(line.content_start, line.end);
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => too_deep(here),
        ErrorKind::UnknownAnchor => {
            let name = text.get(at..).unwrap_or("").split([' ', '\t', '\r', '\n', ',', ']', '}']).next().unwrap_or("");
            aliases(span(at, at + name.len()))
        }
        kind if is_about_tabs(kind) => {
            let blanks = text.get(line.start..line.content_start).unwrap_or("");
            let tab = blanks.find('\t').map(|tab| line.start + tab);
            Diagnostic::new(Code::YamlSyntax, tab.map_or(here, |tab| span(tab, tab + 1)), "a tab stands where only spaces may")
                .help("indent with spaces")
        }
        ErrorKind::MappingValueNotAllowed => stray_colon(text, at, &line, here, words),
        kind => {
            let (message, help) = words_for(kind);
            Diagnostic::new(Code::YamlSyntax, if is_about_indent(kind) { words } else { here }, message).maybe_help(help)
        }
    }
}

/// Lists and maps within each other, too many.
pub fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(Code::Limit, span, "lists and maps are nested more than 64 deep").help("no field needs more than a few levels")
}

/// Anchors and aliases, which let a small file grow to any size.
pub fn aliases(span: Span) -> Diagnostic {
    Diagnostic::new(Code::Limit, span, "anchors (`&`) and aliases (`*`) are not read here")
        .help("write the value out; put a text that starts with `*` or `&` in quotes")
}

struct Line {
    start: usize,
    /// After the indent.
    content_start: usize,
    /// Before blanks and the line end.
    end: usize,
}

fn line_around(text: &str, at: usize) -> Line {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let rest = text.get(start..).unwrap_or("");
    let line = rest.split('\n').next().unwrap_or("");
    let content_start = start + (line.len() - line.trim_start().len());
    Line { start, content_start, end: (start + line.trim_end().len()).max(content_start) }
}

fn boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// `title: Fix: a crash`, or a field on a line where none can start.
fn stray_colon(text: &str, at: usize, line: &Line, here: Span, words: Span) -> Diagnostic {
    let before = text.get(line.start..at).unwrap_or("");
    let Some((name, value)) = before.split_once(": ") else {
        return Diagnostic::new(Code::YamlSyntax, words, "a field cannot start here")
            .help("check the indent of this line, and that a space follows the `:` on the line above");
    };
    let rest = text.get(line.start + name.len() + 2..line.end).unwrap_or(value).trim();
    let quoted = if rest.contains(['"', '\\']) { format!("'{}'", rest.replace('\'', "''")) } else { format!("\"{rest}\"") };
    Diagnostic::new(Code::YamlSyntax, here, "a second `: ` stands in this value")
        .help(format!("put the value in quotes: `{}: {quoted}`", name.trim_start().trim_start_matches("- ")))
}

fn is_about_tabs(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::TabInPlainScalar
    )
}

fn is_about_indent(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::ExpectedBlockSequenceEntry
            | ErrorKind::InvalidIndentation
            | ErrorKind::InvalidBlockScalarIndent
    )
}

fn words_for(kind: &ErrorKind) -> (String, Option<&'static str>) {
    let (message, help) = match kind {
        ErrorKind::UnclosedFlowCollection { open } => (format!("`{open}` is never closed"), None),
        ErrorKind::UnexpectedEofFlowSequence => ("a `]` is missing".to_owned(), None),
        ErrorKind::UnexpectedEofFlowMapping | ErrorKind::UnexpectedEofImplicitFlowMapping => ("a `}` is missing".to_owned(), None),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => (format!("`{open}` is closed by `{close}`"), None),
        ErrorKind::MisplacedFlowCollectionEnd => {
            ("this bracket closes nothing".to_owned(), Some("put a text that holds brackets in quotes"))
        }
        ErrorKind::ExpectedFlowMappingSeparator => ("a `,` or `}` is missing before this".to_owned(), None),
        ErrorKind::ExpectedFlowSequenceSeparator => ("a `,` or `]` is missing before this".to_owned(), None),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => ("this quote is never closed".to_owned(), None),
        ErrorKind::InvalidTrailingSingleQuotedScalar => {
            ("text stands after the closing quote".to_owned(), Some("within single quotes write a quote twice: `'it''s'`"))
        }
        ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            ("text stands after the closing quote".to_owned(), Some("within double quotes write a quote as `\\\"`"))
        }
        ErrorKind::UnknownQuotedScalarEscape | ErrorKind::InvalidQuotedScalarHexEscape | ErrorKind::InvalidUnicodeEscape => (
            "this text in double quotes has a `\\` that YAML does not know".to_owned(),
            Some("write `\\\\` for a backslash, or use single quotes"),
        ),
        ErrorKind::UnexpectedCharacter { character } => {
            (format!("a value cannot start with `{}`", character.escape_default()), Some("put the value in quotes"))
        }
        ErrorKind::BlockSequenceEntryNotAllowed => (
            "a list cannot start here".to_owned(),
            Some("start it on a line of its own, or write it as `[one, two]`; put a text that starts with `- ` in quotes"),
        ),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation | ErrorKind::InvalidBlockScalarIndent => {
            ("this line is indented like no field above it".to_owned(), Some("give the fields of one map the same indent"))
        }
        ErrorKind::ExpectedBlockSequenceEntry => {
            ("this line stands in a list and does not start with `- `".to_owned(), Some("a list and fields cannot stand beside each other"))
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            ("a `:` is missing after the name of this field".to_owned(), Some("write `name: value`, with a space after the `:`"))
        }
        ErrorKind::DirectiveDisallowed => ("lines that start with `%` are not read here".to_owned(), None),
        kind => (format!("this YAML cannot be read: {kind}"), None),
    };
    (message, help)
}
