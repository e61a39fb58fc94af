//! A map read field by field. What is missing is reported when it is asked for, what nobody asked for at the end.

use std::collections::HashSet;

use crate::diag::{Code, Diagnostic, Diagnostics, listed, nearest};
use crate::source::{Sources, Span, Spanned};

use super::node::{Node, Value};

/// About as many fields as most maps are asked for.
const MOST_FIELDS: usize = 16;

/// What a file is read with: the texts, and the list of what is wrong with it.
pub(crate) struct Reader<'a> {
    pub sources: &'a Sources,
    pub diags: Diagnostics,
}

impl<'a> Reader<'a> {
    pub fn new(sources: &'a Sources) -> Self {
        Self { sources, diags: Diagnostics::default() }
    }

    /// The first line of a span, where things that are missing in it are reported.
    pub fn opening_line(&self, span: Span) -> Span {
        let length = self.sources.slice(span).lines().next().map_or(0, |line| line.trim_end().len());
        let start = span.range().start;
        Span::new(span.file, start..start + length)
    }

    /// Reports a value of another type than the field takes. A scalar where text is asked for is mended by quotes.
    pub fn wrong_type(&mut self, name: &str, node: &Node, wanted: &str) {
        let written = self.sources.slice(node.span);
        let message = format!("`{name}` takes {wanted}, and this is {}", node.value.type_name());
        let diagnostic = Diagnostic::new(Code::WrongType, node.span, message);
        let is_scalar = matches!(node.value, Value::Number(_) | Value::Bool(_));
        let id = node.get("id").and_then(Node::as_str).filter(|_| node.pairs().len() == 1 && wanted.starts_with("text"));
        self.diags.push(if is_scalar && wanted.starts_with("text") {
            diagnostic.help(format!("put it in quotes: `\"{written}\"`")).fix(node.span, format!("\"{written}\""))
        } else if let Some(id) = id {
            diagnostic.help(format!("write `{id}` alone")).fix(node.span, id)
        } else if wanted.starts_with("text") {
            diagnostic.help("write one text; put it in quotes if it holds `: `, brackets or `#`")
        } else if wanted.starts_with("a map") {
            diagnostic.help("write `name: value`, one a line below it")
        } else {
            diagnostic.help(format!("write {wanted}, or remove the field"))
        });
    }
}

/// The fields of one map.
pub(crate) struct Fields<'n> {
    owner: &'static str,
    place: Span,
    pairs: &'n [(Spanned<String>, Node)],
    /// In the order of asking. A name that was asked for twice stands here twice.
    asked: Vec<&'static str>,
    missing: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    /// The fields of a node that must be a map; nothing at all counts as an empty one.
    /// `owner` is what the map is called in messages, `place` is where fields that are missing are reported.
    pub fn of(reader: &mut Reader, owner: &'static str, node: &'n Node, place: Span) -> Option<Self> {
        match &node.value {
            Value::Map(pairs) => Some(Self { owner, place, pairs, asked: Vec::with_capacity(MOST_FIELDS), missing: Vec::new() }),
            Value::Null => Some(Self { owner, place, pairs: &[], asked: Vec::new(), missing: Vec::new() }),
            other => {
                let message = format!("{owner} is a map of fields, and this is {}", other.type_name());
                reader.diags.push(
                    Diagnostic::new(Code::WrongType, reader.opening_line(node.span), message).help("write `name: value`, a field a line"),
                );
                None
            }
        }
    }

    /// The value of a field; none where it is absent or empty.
    pub fn node(&mut self, name: &'static str) -> Option<&'n Node> {
        self.asked.push(name);
        self.pairs.iter().find(|(key, _)| key.value == name).map(|(_, node)| node).filter(|node| !node.is_null())
    }

    /// Where the name of a field stands.
    pub fn key(&self, name: &str) -> Option<Span> {
        self.pairs.iter().find(|(key, _)| key.value == name).map(|(key, _)| key.span)
    }

    /// Reads a field that may be absent.
    pub fn read<'a, T>(
        &mut self,
        reader: &mut Reader<'a>,
        name: &'static str,
        decode: impl FnOnce(&mut Reader<'a>, &str, &'n Node) -> Option<T>,
    ) -> Option<T> {
        self.node(name).and_then(|node| decode(reader, name, node))
    }

    /// Reads a field that must be there.
    pub fn require<'a, T>(
        &mut self,
        reader: &mut Reader<'a>,
        name: &'static str,
        decode: impl FnOnce(&mut Reader<'a>, &str, &'n Node) -> Option<T>,
    ) -> Option<T> {
        match self.node(name) {
            Some(node) => decode(reader, name, node),
            None => {
                self.miss(name);
                None
            }
        }
    }

    /// Reads a list that may be absent.
    pub fn list<'a, T>(
        &mut self,
        reader: &mut Reader<'a>,
        name: &'static str,
        mut decode: impl FnMut(&mut Reader<'a>, &str, &'n Node) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = self.node(name) else { return Vec::new() };
        let items = reader.items(name, node);
        // Nearly every item is kept, and a site has a hundred thousand such lists.
        let mut list = Vec::with_capacity(items.len());
        list.extend(items.iter().filter_map(|item| decode(reader, name, item)));
        list
    }

    /// Reads a list that may be absent, and may be written as its only item.
    pub fn one_or_more<'a, T>(
        &mut self,
        reader: &mut Reader<'a>,
        name: &'static str,
        mut decode: impl FnMut(&mut Reader<'a>, &str, &'n Node) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = self.node(name) else { return Vec::new() };
        let items = match &node.value {
            Value::List(items) => items,
            _ => std::slice::from_ref(node),
        };
        let mut list = Vec::with_capacity(items.len());
        list.extend(items.iter().filter_map(|item| decode(reader, name, item)));
        list
    }

    /// Notes that a field is not there, or has nothing behind its name.
    pub fn miss(&mut self, name: &'static str) {
        self.missing.push(name);
    }

    /// Reports every field that is missing, and every one that nobody asked for.
    pub fn finish(self, reader: &mut Reader) {
        self.finish_as(reader, Code::UnknownField);
    }

    /// As [`Fields::finish`], with a code of its own for fields that nobody asked for.
    pub fn finish_as(self, reader: &mut Reader, code: Code) {
        let unknown = self.unasked();
        if let (Some(name), [key]) = (self.only_missing(&unknown), unknown.as_slice()) {
            reader.diags.push(renamed(code, key, self.pairs, self.owner, name));
            return;
        }
        self.report_missing(reader, &unknown);
        if unknown.is_empty() {
            return;
        }
        let mut seen = HashSet::new();
        let known: Vec<&str> = self.asked.iter().copied().filter(|name| seen.insert(*name)).collect();
        for key in unknown {
            reader.diags.push(unknown_name(code, key, self.pairs, self.owner, &known));
        }
    }

    /// The field that is missing, where one that nobody knows may stand in its place: the two are one mistake.
    pub fn only_missing(&self, unknown: &[&Spanned<String>]) -> Option<&'static str> {
        let ([name], [key]) = (self.missing.as_slice(), unknown) else { return None };
        let is_near = nearest(&key.value, self.asked.iter().copied()).is_some();
        (self.key(name).is_none() && !is_near).then_some(*name)
    }

    /// The names that nobody asked for.
    pub fn unasked(&self) -> Vec<&'n Spanned<String>> {
        self.pairs.iter().map(|(key, _)| key).filter(|key| !self.asked.contains(&key.value.as_str())).collect()
    }

    /// Reports every field that is missing, but those that are there under a misspelt name: that one is told of anyway.
    pub fn report_missing(&self, reader: &mut Reader, unknown: &[&Spanned<String>]) {
        let is_misspelt = |name: &str| unknown.iter().any(|key| nearest(&key.value, self.asked.iter().copied()) == Some(name));
        for name in &self.missing {
            match self.key(name) {
                Some(key) => reader.diags.push(empty_field(name, key)),
                None if is_misspelt(name) => {}
                None => {
                    let diagnostic = Diagnostic::new(Code::MissingField, self.place, format!("`{name}` is missing"));
                    reader.diags.push(diagnostic.help(format!("{} needs `{name}:`", self.owner)));
                }
            }
        }
    }
}

/// A field that has nothing behind its name.
pub(crate) fn empty_field(name: &str, key: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingField, key, format!("`{name}` is empty")).help("write its value after the `:`")
}

/// A field that nobody knows where another is missing.
pub(crate) fn renamed(code: Code, key: &Spanned<String>, siblings: &[(Spanned<String>, Node)], owner: &str, missing: &str) -> Diagnostic {
    let diagnostic = unknown_name(code, key, siblings, owner, &[missing]);
    if diagnostic.fix.is_some() { diagnostic } else { diagnostic.help(format!("did you mean `{missing}`, which is missing?")) }
}

/// A field that nobody reads, among all those of its map.
pub(crate) fn unknown_field(key: &Spanned<String>, siblings: &[(Spanned<String>, Node)], owner: &str, known: &[&str]) -> Diagnostic {
    unknown_name(Code::UnknownField, key, siblings, owner, known)
}

/// As [`unknown_field`], under a code of its own.
pub(crate) fn unknown_name(
    code: Code,
    key: &Spanned<String>,
    siblings: &[(Spanned<String>, Node)],
    owner: &str,
    known: &[&str],
) -> Diagnostic {
    let message = format!("{owner} has no field `{}`", key.value);
    // Within braces `name:value` is a name alone.
    if let Some((name, _)) = key.value.split_once(':').filter(|(name, _)| known.contains(name)) {
        let at = key.span.range().start + name.len();
        let colon = Span::new(key.span.file, at..at + 1);
        let after = Span::new(key.span.file, at + 1..at + 1);
        return Diagnostic::new(code, colon, "a blank is missing after this `:`")
            .help(format!("write `{}`", key.value.replacen(':', ": ", 1)))
            .fix(after, " ");
    }
    let otherwise = format!("its fields are {}", listed(known.iter().copied(), "and"));
    let diagnostic = Diagnostic::new(code, key.span, message).suggest(&key.value, known.iter().copied(), otherwise);
    let meant = diagnostic.fix.as_ref().map(|fix| fix.text.clone());
    match siblings.iter().find(|(other, _)| Some(&other.value) == meant.as_ref()) {
        // Renaming it would make two of one name.
        Some((other, _)) => {
            let help = format!("`{}` is there already; remove one of the two", other.value);
            Diagnostic { fix: None, guess: None, ..diagnostic.related(other.span, "already here").help(help) }
        }
        None => diagnostic,
    }
}
