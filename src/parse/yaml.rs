//! YAML text to a tree of [`Node`]s. Never panics; a text that cannot be read yields one [`Diagnostic`] and no tree.
//!
//! The parser is the one under `serde-saphyr`, one level below its serde interface: its events tell the byte range of every key
//! and value, which serde's data model cannot, and a file is read in half the time.

use std::collections::HashSet;

use serde_saphyr::granit_parser::{Event, Options, Parser, ScalarStyle, Span as EventSpan, StrInput, StructureStyle, Tag, options};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span, Spanned};

use super::node::{Node, Value};
use super::{mend, plain_yaml, yaml_error};

/// Lists and maps within each other. No document of ours needs more than six.
const MAX_DEPTH: usize = 64;
/// Keys and values in one file.
const MAX_NODES: usize = 200_000;

/// Reads YAML that stands in `file` from byte `offset` on. Duplicate fields are reported in `diags`; nothing at all is a null.
///
/// # Errors
/// The one [`Diagnostic`] that stopped the reading: `yaml-syntax` or `limit`.
pub fn read(file: FileId, text: &str, offset: usize, diags: &mut Diagnostics) -> Result<Node, Diagnostic> {
    plain_yaml::read(file, text, offset).map_or_else(|| parse(file, text, offset, diags), Ok)
}

/// As [`read`], by the parser in any case.
pub(super) fn parse(file: FileId, text: &str, offset: usize, diags: &mut Diagnostics) -> Result<Node, Diagnostic> {
    let mut reader = Reader { parser: Parser::new_from_str_with_options(text, limits()), file, text, offset, nodes: 0, diags };
    reader.document()
}

fn limits() -> Options {
    options! { flow_nesting_limit: MAX_DEPTH, block_nesting_limit: MAX_DEPTH, disallow_directives: true, max_directive_bytes: 256 }
}

struct Reader<'a, 'd> {
    parser: Parser<'a, StrInput<'a>>,
    file: FileId,
    text: &'a str,
    offset: usize,
    nodes: usize,
    diags: &'d mut Diagnostics,
}

impl<'a> Reader<'a, '_> {
    fn document(&mut self) -> Result<Node, Diagnostic> {
        let mut root = None;
        while let Some((event, span)) = self.next()? {
            match event {
                Event::StreamStart | Event::DocumentEnd => {}
                Event::StreamEnd => break,
                Event::DocumentStart(..) if root.is_some() => return Err(self.second_document(&span)),
                Event::DocumentStart(..) => {}
                event => root = Some(self.node(event, &span, 0)?),
            }
        }
        let start = Span::new(self.file, self.offset..self.offset);
        Ok(root.unwrap_or(Node { value: Value::Null, span: start }))
    }

    fn next(&mut self) -> Result<Option<(Event<'a>, EventSpan)>, Diagnostic> {
        let (file, text, offset) = (self.file, self.text, self.offset);
        self.parser.next().transpose().map_err(|error| yaml_error::diagnostic(file, text, offset, &error))
    }

    /// The next event within a document, where there must be one.
    fn inner(&mut self) -> Result<(Event<'a>, EventSpan), Diagnostic> {
        match self.next()? {
            Some(event) => Ok(event),
            None => Err(Diagnostic::new(Code::YamlSyntax, self.end(), "the YAML ends in the middle of a value")),
        }
    }

    fn end(&self) -> Span {
        Span::new(self.file, self.offset + self.text.len()..self.offset + self.text.len())
    }

    fn second_document(&self, span: &EventSpan) -> Diagnostic {
        Diagnostic::new(Code::YamlSyntax, self.span(span), "a second YAML document starts here")
            .help("keep one document a file; remove the line `---`")
    }

    fn span(&self, span: &EventSpan) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        Span::new(self.file, self.offset + range.start..self.offset + range.end)
    }

    fn node(&mut self, event: Event<'a>, event_span: &EventSpan, depth: usize) -> Result<Node, Diagnostic> {
        let span = self.span(event_span);
        self.count(span, depth)?;
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_properties(span, event_span, anchor, tag.as_deref())?;
                if style == ScalarStyle::Plain && !event_span.is_empty() {
                    self.report_lost(span.range().end - self.offset, |first| first.is_ascii_digit());
                }
                let value = match style {
                    // An empty value comes as `~` with nothing in the source.
                    ScalarStyle::Plain if event_span.is_empty() => Value::Null,
                    ScalarStyle::Plain => Value::of_plain(&text),
                    _ => Value::String(text.into()),
                };
                Ok(Node { value, span })
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.refuse_properties(span, event_span, anchor, tag.as_deref())?;
                self.list(style, span, depth)
            }
            Event::MappingStart(style, anchor, tag) => {
                self.refuse_properties(span, event_span, anchor, tag.as_deref())?;
                self.map(style, span, depth)
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => Err(yaml_error::aliases(span)),
            _ => Err(Diagnostic::new(Code::YamlSyntax, span, "a value is missing here")),
        }
    }

    fn list(&mut self, style: StructureStyle, start: Span, depth: usize) -> Result<Node, Diagnostic> {
        let mut items: Vec<Node> = Vec::new();
        let end = loop {
            match self.inner()? {
                (Event::SequenceEnd, span) => break self.span(&span),
                (event, span) => items.push(self.node(event, &span, depth + 1)?),
            }
        };
        items.shrink_to_fit();
        let last = items.last().map(|node| node.span);
        Ok(Node { value: Value::List(items.into()), span: covering(style, start, last, end) })
    }

    fn map(&mut self, style: StructureStyle, start: Span, depth: usize) -> Result<Node, Diagnostic> {
        let mut pairs: Vec<(Spanned<String>, Node)> = Vec::new();
        let mut seen = HashSet::new();
        // Whether a second list item runs into this one, and was told of.
        let mut is_item = false;
        let end = loop {
            let (event, span) = self.inner()?;
            if event == Event::MappingEnd {
                break self.span(&span);
            }
            let key = self.key(event, &span, depth)?;
            let (event, span) = self.inner()?;
            let node = self.node(event, &span, depth + 1)?;
            if node.is_null() {
                // Nothing but a comment behind a name: the comment was meant as the value.
                let after = key.span.range().end - self.offset;
                let colon = self.text.get(after..).map_or(0, |rest| rest.len() - rest.trim_start_matches([' ', ':']).len());
                self.report_lost((after + colon).saturating_sub(1), char::is_alphanumeric);
            }
            if !is_repeated(&key.value, &pairs, &mut seen) {
                pairs.push((key, node));
            } else if !is_item {
                is_item = self.report_duplicate(&key, &node, &pairs);
            }
        };
        pairs.shrink_to_fit();
        let last = pairs.last().map(|(key, node)| if node.is_null() { key.span } else { node.span });
        Ok(Node { value: Value::Map(pairs), span: covering(style, start, last, end) })
    }

    fn key(&mut self, event: Event<'a>, event_span: &EventSpan, depth: usize) -> Result<Spanned<String>, Diagnostic> {
        let span = self.span(event_span);
        self.count(span, depth)?;
        match event {
            Event::Scalar(..) if event_span.is_empty() => Err(Diagnostic::new(Code::YamlSyntax, span, "a field has no name")),
            Event::Scalar(text, _, anchor, tag) => {
                self.refuse_properties(span, event_span, anchor, tag.as_deref())?;
                Ok(Spanned::new(text.into_owned(), span))
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => Err(yaml_error::aliases(span)),
            _ => Err(Diagnostic::new(Code::YamlSyntax, span, "a list or a map cannot be the name of a field")),
        }
    }

    /// Reports a name that stands twice. Says whether all that follows is another item of a list, whose dash is missing.
    fn report_duplicate(&mut self, key: &Spanned<String>, node: &Node, pairs: &[(Spanned<String>, Node)]) -> bool {
        let message = format!("`{}` stands twice", key.value);
        let diagnostic = Diagnostic::new(Code::DuplicateField, key.span, message);
        let Some((first, value)) = pairs.iter().find(|(first, _)| first.value == key.value) else {
            self.diags.push(diagnostic.help("keep one of the two"));
            return false;
        };
        let diagnostic = diagnostic.related(first.span, "first here");
        let start = key.span.range().start - self.offset;
        let is_first = pairs.first().is_some_and(|(opening, _)| opening.value == key.value);
        let opens_item = self.text.get(..first.span.range().start - self.offset).is_some_and(|before| before.ends_with("- "));
        if is_first && opens_item && self.text.get(..start).is_some_and(|before| before.ends_with("\n  ") || before.ends_with("   ")) {
            let dash = Span::new(self.file, self.offset + start - 2..self.offset + start);
            self.diags.push(diagnostic.help("start the next item of the list with `- `").fix(dash, "- "));
            return true;
        }
        let line = mend::line_at(self.text, start);
        let is_alone = self.text.get(line.start..start).is_some_and(|before| before.trim().is_empty());
        let ends_here = self.offset + line.end >= node.span.range().end;
        if value.value == node.value && is_alone && ends_here {
            let end = self.text.get(line.end..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |newline| line.end + newline + 1);
            let whole = Span::new(self.file, self.offset + line.start..self.offset + end);
            self.diags.push(diagnostic.help("the two say the same: remove one").fix(whole, ""));
        } else {
            self.diags.push(diagnostic.help("keep one of the two"));
        }
        false
    }

    /// Reports a word after a ` #` that was hardly meant as a comment: the number of an issue, a colour.
    fn report_lost(&mut self, end: usize, is_word: fn(char) -> bool) {
        let rest = self.text.get(end..).and_then(|rest| rest.split(['\n', '\r']).next()).unwrap_or("");
        let Some(word) = rest.trim_start_matches(' ').strip_prefix('#').filter(|word| rest.starts_with(' ') && word.starts_with(is_word))
        else {
            return;
        };
        let start = end + (rest.len() - word.len() - 1);
        let length = word.split(' ').next().map_or(0, str::len) + 1;
        let span = Span::new(self.file, self.offset + start..self.offset + start + length);
        let written = self.text.get(start..start + length).unwrap_or("#");
        let diagnostic = Diagnostic::new(Code::YamlSyntax, span, format!("`{written}` is a comment here, so it would be lost"));
        self.diags.push(diagnostic.help("put the whole value in quotes to keep it, or a blank after the `#` to comment"));
    }

    fn count(&mut self, span: Span, depth: usize) -> Result<(), Diagnostic> {
        self.nodes += 1;
        if depth > MAX_DEPTH {
            return Err(yaml_error::too_deep(span));
        }
        if self.nodes > MAX_NODES {
            let message = "more than 200,000 fields and values in one file";
            return Err(Diagnostic::new(Code::Limit, span, message).help("split the file"));
        }
        Ok(())
    }

    /// The `&name` that stands before a value.
    fn anchor_before(&self, span: Span) -> Span {
        let before = self.text.get(..span.range().start - self.offset).unwrap_or("");
        let Some(start) = before.rfind('&') else { return span };
        let name = before[start..].split_whitespace().next().unwrap_or("&");
        Span::new(self.file, self.offset + start..self.offset + start + name.len())
    }

    fn refuse_properties(&self, span: Span, event_span: &EventSpan, anchor: usize, tag: Option<&Tag>) -> Result<(), Diagnostic> {
        if anchor != 0 {
            return Err(yaml_error::aliases(self.anchor_before(span)));
        }
        let Some(tag) = tag else { return Ok(()) };
        let place = event_span.tag_span().map_or(span, |tag_span| self.span(&tag_span));
        let message = format!("the YAML tag `{}` is not read here", tag.original());
        Err(Diagnostic::new(Code::YamlSyntax, place, message).help("write the value without it; put it in quotes to make it text"))
    }
}

/// Whether a map has the key already. Small maps, nearly all there are, are searched; large ones keep a set.
fn is_repeated(key: &str, pairs: &[(Spanned<String>, Node)], seen: &mut HashSet<String>) -> bool {
    if pairs.len() < 24 {
        return pairs.iter().any(|(other, _)| other.value == key);
    }
    if seen.is_empty() {
        seen.extend(pairs.iter().map(|(other, _)| other.value.clone()));
    }
    !seen.insert(key.to_owned())
}

/// The span of a collection: in block style its end is told only by what follows, so its last child ends it.
fn covering(style: StructureStyle, start: Span, last: Option<Span>, end: Span) -> Span {
    let end = match (style, last) {
        (StructureStyle::Flow, _) => end,
        (StructureStyle::Block, Some(last)) => last,
        (StructureStyle::Block, None) => start,
    };
    Span { end: end.end.max(start.end), ..start }
}
