//! What the YAML parser found wrong, in a writer's words and at the exact place.

use std::ops::Range;

use serde_saphyr::granit_parser::{ErrorKind, ScanError};

use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Span};

use super::mend::{self, FieldLine};

/// The diagnostic for an error in `text`, which stands in `file` from byte `offset` on.
pub fn diagnostic(file: FileId, text: &str, offset: usize, error: &ScanError) -> Diagnostic {
    let at = boundary(text, error.marker().byte_offset().unwrap_or(text.len()));
    let fault = Fault { file, text, offset, at };
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => too_deep(fault.here()),
        ErrorKind::UnknownAnchor => fault.alias(),
        kind if is_about_tabs(kind) => fault.tabs(),
        kind => fault.by_its_line(kind).unwrap_or_else(|| fault.of_kind(kind)),
    }
}

/// An error and the text around it.
struct Fault<'t> {
    file: FileId,
    text: &'t str,
    offset: usize,
    /// The byte of the text that the parser stopped at.
    at: usize,
}

impl<'t> Fault<'t> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.offset + range.start..self.offset + range.end)
    }

    fn at(&self, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::YamlSyntax, self.span(range), message)
    }

    /// The character that the parser stopped at.
    fn here(&self) -> Span {
        let next = self.text.get(self.at..).and_then(|rest| rest.chars().next()).filter(|c| !matches!(c, '\n' | '\r'));
        self.span(self.at..self.at + next.map_or(0, char::len_utf8))
    }

    fn line(&self) -> Range<usize> {
        mend::line_at(self.text, self.at)
    }

    /// The line without its indent.
    fn words(&self) -> Range<usize> {
        let line = self.line();
        let indent = self.text.get(line.clone()).map_or(0, |line| line.len() - line.trim_start().len());
        line.start + indent..line.end
    }

    fn field(&self) -> Option<FieldLine<'t>> {
        mend::field(self.text, self.line())
    }

    /// Puts the value of a field into quotes.
    fn quote(&self, diagnostic: Diagnostic, field: &FieldLine<'_>) -> Diagnostic {
        let right = mend::quoted(field.value);
        diagnostic.help(format!("put the value in quotes: `{}: {right}`", field.name)).fix(self.span(field.range.clone()), right)
    }

    /// A text that starts with `*` is no alias where more of it follows.
    fn alias(&self) -> Diagnostic {
        let name = self.text.get(self.at..).unwrap_or("").split([' ', '\t', '\r', '\n', ',', ']', '}']).next().unwrap_or("");
        let diagnostic = aliases(self.span(self.at..self.at + name.len()));
        match self.field().filter(|field| field.range.start == self.at && (field.value.contains(' ') || name.ends_with('*'))) {
            Some(field) => self.quote(diagnostic, &field),
            None => diagnostic,
        }
    }

    /// A tab for indent, here or where the parser has not come to yet. All lines that start with one are mended together.
    fn tabs(&self) -> Diagnostic {
        let start = self.line().start;
        let starts = std::iter::once(start).chain(self.text.get(start..).unwrap_or("").match_indices('\n').map(|(at, _)| start + at + 1));
        let indents = starts.map(|start| {
            let rest = self.text.get(start..).unwrap_or("");
            start..start + (rest.len() - rest.trim_start_matches([' ', '\t']).len())
        });
        let tabbed: Vec<Range<usize>> =
            indents.filter(|indent| self.text.get(indent.clone()).is_some_and(|blanks| blanks.contains('\t'))).collect();
        let (Some(first), Some(last)) = (tabbed.first(), tabbed.last()) else {
            return Diagnostic::new(Code::YamlSyntax, self.here(), "a tab stands where only spaces may").help("write a space in its place");
        };
        let tab = first.start + self.text.get(first.clone()).and_then(|blanks| blanks.find('\t')).unwrap_or(0);
        let mut right = self.text.get(first.start..last.end).unwrap_or("").to_owned();
        for indent in tabbed.iter().rev() {
            let blanks = self.text.get(indent.clone()).unwrap_or("").replace('\t', "  ");
            right.replace_range(indent.start - first.start..indent.end - first.start, &blanks);
        }
        let diagnostic = self.at(tab..tab + 1, "a tab stands where only spaces may").help("indent with spaces");
        // A tab among spaces may stand for any number of them.
        let is_plain = tabbed.iter().all(|indent| self.text.get(indent.clone()).is_some_and(|blanks| !blanks.contains(' ')));
        if is_plain { diagnostic.fix(self.span(first.start..last.end), right) } else { diagnostic }
    }

    /// What the line shows to be wrong, whatever the parser made of it.
    fn by_its_line(&self, kind: &ErrorKind) -> Option<Diagnostic> {
        self.glued(*kind == ErrorKind::MappingValueNotAllowed)
            .or_else(|| self.unclosed())
            .or_else(|| self.value())
            .or_else(|| self.unindented())
    }

    /// `name:value`, on this line or, where that became one text with this, on the line above.
    fn glued(&self, is_continued: bool) -> Option<Diagnostic> {
        let line = self.line();
        let above = line.start.checked_sub(1).filter(|_| is_continued).map(|end| mend::line_at(self.text, end));
        let is_glued =
            |field: &FieldLine<'_>| field.range.start == field.colon + 1 && !field.value.is_empty() && !field.value.starts_with("//");
        let field = [Some(line), above].into_iter().flatten().find_map(|line| mend::field(self.text, line).filter(is_glued))?;
        let after = self.span(field.colon + 1..field.colon + 1);
        let diagnostic = self.at(field.colon..field.colon + 1, "a blank is missing after this `:`");
        Some(diagnostic.help(format!("write `{}: {}`", field.name, field.value)).fix(after, " "))
    }

    /// A bracket that is not closed on its line, with fields below it, or that a `#` has cut off.
    fn unclosed(&self) -> Option<Diagnostic> {
        let before = self.text.get(..self.line().end)?;
        let mut lines = before.match_indices('\n').map(|(at, _)| at + 1).collect::<Vec<_>>().into_iter().rev().chain([0]);
        let field = lines.by_ref().take(3).find_map(|start| {
            let field = mend::field(self.text, mend::line_at(self.text, start))?;
            (field.value.starts_with(['[', '{']) && mend::closing(field.value).is_none()).then_some(field)
        })?;
        let start = field.range.start;
        if let Some(hash) = field.value.find(" #").map(|at| at + 1).or_else(|| field.value.find("[#").map(|at| at + 1)) {
            return Some(self.hash(start + hash, &field));
        }
        self.is_followed_by_field(field.range.end).then_some(())?;
        let (open, close) = if field.value.starts_with('[') { ('[', "]") } else { ('{', "}") };
        let diagnostic =
            self.at(start..start + 1, format!("`{open}` is never closed")).help(format!("close it with `{close}` at the end of its line"));
        let ends_well = !field.value.ends_with([',', '[', '{', ':']) && !field.value.contains(['"', '\'']);
        Some(if ends_well { diagnostic.fix(self.span(field.range.end..field.range.end), close) } else { diagnostic })
    }

    /// `[#88]`: a list holds a text that starts a comment.
    fn hash(&self, at: usize, field: &FieldLine<'_>) -> Diagnostic {
        let rest = self.text.get(at..field.range.end).unwrap_or("");
        let word = rest.split([',', ']', '}', ' ']).next().unwrap_or(rest);
        let diagnostic = self.at(at..at + word.len(), format!("`{word}` starts a comment, so what follows is not read"));
        diagnostic.help(format!("put it in quotes: `\"{word}\"`")).fix(self.span(at..at + word.len()), format!("\"{word}\""))
    }

    /// Whether the line after this one is a field or the end.
    fn is_followed_by_field(&self, end: usize) -> bool {
        let rest = self.text.get(end..).and_then(|rest| rest.split_once('\n')).map(|(_, rest)| end + (self.text.len() - end - rest.len()));
        rest.is_none_or(|next| next >= self.text.len() || mend::field(self.text, mend::line_at(self.text, next)).is_some())
    }

    /// A value that needs quotes.
    fn value(&self) -> Option<Diagnostic> {
        let field = self.field()?;
        let (value, start) = (field.value, field.range.start);
        let first = value.chars().next()?;
        match first {
            '[' | '{' => {
                if let Some(at) = ["[#", ", #"].iter().find_map(|mark| value.find(mark).map(|at| at + mark.len() - 1)) {
                    return Some(self.hash(start + at, &field));
                }
                let end = mend::closing(value)? + 1;
                let after = value.get(end..).filter(|after| !after.trim().is_empty() && !after.trim_start().starts_with('#'))?;
                let text = start + end + (after.len() - after.trim_start().len());
                let close = value.get(end - 1..end).unwrap_or("]");
                let diagnostic = self.at(text..field.range.end, format!("text stands after the closing `{close}`"));
                let address = after.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).filter(|address| address.contains("://"));
                Some(match address {
                    Some(address) => {
                        diagnostic.help(format!("write the address alone, `{}: {address}`, or put a text in quotes", field.name))
                    }
                    None => self.quote(diagnostic, &field),
                })
            }
            '>' | '|' if value.len() > 1 && !value[1..].trim_start_matches(['-', '+', '1', '2', '3', '4']).trim_start().is_empty() => {
                let message = format!("a `{first}` starts a text over several lines, so nothing may follow it here");
                Some(self.quote(self.at(start..start + 1, message), &field))
            }
            '"' | '\'' => self.quotes(&field, first),
            '@' | '`' | '%' => {
                Some(self.quote(self.at(start..start + first.len_utf8(), format!("a value cannot start with {}", shown(first))), &field))
            }
            _ => None,
        }
    }

    /// A value in quotes that holds the same quote, or a backslash.
    fn quotes(&self, field: &FieldLine<'_>, quote: char) -> Option<Diagnostic> {
        let (value, start) = (field.value, field.range.start);
        let inner = value.get(1..)?;
        if quote == '"'
            && let Some(slash) = wrong_escape(inner)
        {
            let at = start + 1 + slash;
            let escape = inner.get(slash..).map_or(1, |rest| rest.chars().take(2).map(char::len_utf8).sum());
            let diagnostic = self.at(at..at + escape, "within double quotes a `\\` starts an escape, and YAML does not know this one");
            let right = inner
                .strip_suffix('"')
                .filter(|inner| !inner.contains(['\'', '"']) && !inner.contains("\\\\"))
                .map(|inner| format!("'{inner}'"));
            return Some(match right {
                Some(right) => diagnostic.help(format!("use single quotes: `{right}`")).fix(self.span(field.range.clone()), right),
                None => diagnostic.help("write `\\\\` for a backslash, or use single quotes"),
            });
        }
        // A pair of single quotes stands for one.
        let masked = if quote == '\'' { inner.replace("''", "xx") } else { inner.to_owned() };
        let end = 1 + masked.find(quote)?;
        let after = value.get(end + 1..)?;
        let words = after.trim_start();
        let width = words.chars().next().filter(|first| *first != '#')?.len_utf8();
        let text = start + end + 1 + (after.len() - words.len());
        let diagnostic = self.at(text..text + width, "text stands after the closing quote");
        Some(match mend::requoted(value) {
            Some(right) => diagnostic
                .help(format!("use the other kind of quotes: `{}: {right}`", field.name))
                .fix(self.span(field.range.clone()), right),
            None => diagnostic.help("within double quotes write a quote as `\\\"`, within single quotes as `''`"),
        })
    }

    /// A text over several lines that is not indented below its field.
    fn unindented(&self) -> Option<Diagnostic> {
        let line = self.line();
        let above = mend::field(self.text, mend::line_at(self.text, line.start.checked_sub(1)?))?;
        (above.value.starts_with(['|', '>']) && self.words().start == line.start && !line.is_empty()).then_some(())?;
        let is_text = |line: &str| !line.trim().is_empty() && !line.starts_with([' ', '-']) && mend::field(line, 0..line.len()).is_none();
        let lines: Vec<&str> = self.text.get(line.start..)?.split_inclusive('\n').take_while(|line| is_text(line.trim_end())).collect();
        let length: usize = lines.iter().map(|line| line.len()).sum();
        let diagnostic =
            self.at(line.clone(), format!("the text of `{}` is not indented", above.name)).help("put two spaces before each of its lines");
        let is_whole = self.is_followed_by_field((line.start + length).saturating_sub(1));
        let right: String = lines.iter().map(|line| format!("  {line}")).collect();
        Some(if is_whole && length > 0 { diagnostic.fix(self.span(line.start..line.start + length), right) } else { diagnostic })
    }

    fn of_kind(&self, kind: &ErrorKind) -> Diagnostic {
        if *kind == ErrorKind::MappingValueNotAllowed {
            return self.stray_colon();
        }
        let (message, help) = words_for(kind);
        let words = self.words();
        let place = if is_about_indent(kind) {
            self.span(words)
        } else if is_about_names(kind) {
            // The first word, since all that follows may be text.
            let length = self.text.get(words.clone()).and_then(|line| line.split(' ').next()).map_or(0, str::len);
            if self.at <= words.start { self.span(words.start..words.start + length) } else { self.here() }
        } else {
            self.here()
        };
        Diagnostic::new(Code::YamlSyntax, place, message).maybe_help(help)
    }

    /// `title: Fix: a crash`, or a field on a line where none can start.
    fn stray_colon(&self) -> Diagnostic {
        match self.field().filter(|field| field.range.start < self.at) {
            Some(field) if field.value.starts_with(['"', '\'']) => {
                Diagnostic::new(Code::YamlSyntax, self.here(), "a second `: ` stands in this value").help("put all of the value in quotes")
            }
            Some(field) => self.quote(Diagnostic::new(Code::YamlSyntax, self.here(), "a second `: ` stands in this value"), &field),
            None => self
                .at(self.words(), "a field cannot start here")
                .help("check the indent of this line, and that a space follows the `:` on the line above"),
        }
    }
}

/// Where a text in double quotes has a `\` that starts no escape of YAML (§5.7 of its specification).
fn wrong_escape(inner: &str) -> Option<usize> {
    let mut characters = inner.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return None,
            '\\' => {
                let (_, next) = characters.next()?;
                if !"0abt\tnvfre \"/\\N_LPxuU\n\r".contains(next) {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// A character between backticks, or a backtick by its name.
fn shown(character: char) -> String {
    if character == '`' { "a backtick".to_owned() } else { format!("`{}`", character.escape_default()) }
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

fn boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
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

fn is_about_names(kind: &ErrorKind) -> bool {
    matches!(kind, ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey)
}

fn words_for(kind: &ErrorKind) -> (String, Option<&'static str>) {
    let (message, help) = match kind {
        ErrorKind::UnclosedFlowCollection { open } => (format!("`{open}` is never closed"), Some("close it at the end of the value")),
        ErrorKind::UnexpectedEofFlowSequence => ("a `]` is missing".to_owned(), Some("close the list that starts with `[`")),
        ErrorKind::UnexpectedEofFlowMapping | ErrorKind::UnexpectedEofImplicitFlowMapping => {
            ("a `}` is missing".to_owned(), Some("close the map that starts with `{`"))
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            (format!("`{open}` is closed by `{close}`"), Some("close each bracket with its own kind"))
        }
        ErrorKind::MisplacedFlowCollectionEnd => {
            ("this bracket closes nothing".to_owned(), Some("put a text that holds brackets in quotes"))
        }
        ErrorKind::ExpectedFlowMappingSeparator => {
            ("a `,` or `}` is missing before this".to_owned(), Some("put a value that holds `,`, `:` or brackets in quotes"))
        }
        ErrorKind::ExpectedFlowSequenceSeparator => {
            ("a `,` or `]` is missing before this".to_owned(), Some("put an item that holds `,`, `:` or brackets in quotes"))
        }
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            ("this quote is never closed".to_owned(), Some("close it at the end of the value"))
        }
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
            (format!("a value cannot start with {}", shown(*character)), Some("put the value in quotes"))
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
        ErrorKind::DirectiveDisallowed => {
            ("lines that start with `%` are not read here".to_owned(), Some("remove it, or put a value that starts so in quotes"))
        }
        kind => (format!("this YAML cannot be read: {kind}"), Some("`tidings explain yaml-syntax` tells what needs quotes")),
    };
    (message, help)
}
