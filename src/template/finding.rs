//! A finding of the JSON Schema library to a diagnostic in a writer's words, at the key or value it is about.

use std::collections::BTreeSet;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError};
use serde_json::Value as Json;

use crate::diag::{Code, Diagnostic, listed, nearest};
use crate::parse::document::EntryDocument;
use crate::parse::fields::{Reader, empty_field, renamed, unknown_field};
use crate::parse::node::Node;
use crate::source::{Span, Spanned};

use super::validate::fields_of;
use super::{Template, find};

/// What to do about a vector that is none.
const CVSS: &str = "copy the vector from a CVSS calculator: `CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H`";

/// What the reader of a document has reported: places, to be asked for by place.
pub(super) struct Faults {
    /// Start, and the furthest end of all that start no later. Sorted.
    ends: Vec<(u32, u32)>,
}

impl Faults {
    /// Of the places that an entry names.
    pub fn of(spans: &[Span]) -> Self {
        // A place without width still covers the character behind it.
        let mut ends: Vec<(u32, u32)> = spans.iter().map(|span| (span.start, span.end.max(span.start + 1))).collect();
        ends.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut ends {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self { ends }
    }

    /// Whether one of them overlaps a place.
    fn touch(&self, span: Span) -> bool {
        let before = self.ends.partition_point(|(start, _)| *start < span.end.max(span.start + 1));
        before.checked_sub(1).is_some_and(|last| self.ends[last].1 > span.start)
    }
}

/// One finding of the library and where it belongs.
pub(super) struct Finding<'f, 's> {
    reader: &'f mut Reader<'s>,
    entry: &'f EntryDocument,
    template: &'f Template,
    faults: &'f Faults,
    error: &'f ValidationError<'f>,
    node: &'f Node,
    /// The name of the field it is about.
    field: &'f str,
    is_top: bool,
}

impl<'f, 's> Finding<'f, 's> {
    /// A finding in the fields of an entry.
    pub fn of(
        reader: &'f mut Reader<'s>,
        entry: &'f EntryDocument,
        template: &'f Template,
        faults: &'f Faults,
        error: &'f ValidationError<'f>,
    ) -> Self {
        let (node, field) = find(&entry.fields, error.instance_path());
        let (field, is_top) = (field.unwrap_or("entry"), error.instance_path().is_empty());
        Self { reader, entry, template, faults, error, node, field, is_top }
    }

    /// Adds it to the reader's diagnostics, if nothing there says it yet.
    pub fn report(&mut self) {
        match self.error.kind() {
            ValidationErrorKind::Required { property } => self.report_missing(property.as_str().unwrap_or("")),
            ValidationErrorKind::AdditionalProperties { unexpected } | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
                let unexpected: BTreeSet<&str> = unexpected.iter().map(String::as_str).collect();
                let strangers = self.node.pairs().iter().map(|(key, _)| key).filter(|key| unexpected.contains(key.value.as_str()));
                strangers.for_each(|key| self.report_unknown(key));
            }
            _ if self.faults.touch(self.node.span) => {}
            // A score in the place of a vector: quotes would not make it one.
            ValidationErrorKind::Type { .. } if self.field == "cvss" => {
                let diagnostic = Diagnostic::new(Code::CvssFormat, self.node.span, "this is not a CVSS vector");
                self.reader.diags.push(diagnostic.help(CVSS));
            }
            ValidationErrorKind::Type { kind } => {
                let wanted = wanted(kind);
                self.reader.wrong_type(self.field, self.node, &wanted);
            }
            ValidationErrorKind::Enum { options } => {
                let options = options.as_array().map_or(&[][..], Vec::as_slice);
                let diagnostic = self.not_allowed(options);
                self.reader.diags.push(diagnostic);
            }
            ValidationErrorKind::Constant { expected_value } => {
                let diagnostic = self.not_allowed(std::slice::from_ref(expected_value));
                self.reader.diags.push(diagnostic);
            }
            kind => {
                let diagnostic = self.other(kind);
                self.reader.diags.push(diagnostic);
            }
        }
    }

    fn report_missing(&mut self, name: &str) {
        if self.is_top {
            // `kind` and `title` were asked for when the entry was read.
            if matches!(name, "kind" | "title") {
                return;
            }
            let written = self.entry.fields.pairs().iter().find(|(key, _)| key.value == name);
            let diagnostic = match written {
                Some((key, _)) => empty_field(name, key.span),
                None if self.is_misspelt(name) => return,
                None => {
                    let message = format!("`{name}` is missing");
                    let help = format!("an entry of kind `{}` needs `{name}:`{}", self.template.name, self.choices_of(name));
                    Diagnostic::new(Code::MissingField, self.entry.place, message).help(help)
                }
            };
            self.reader.diags.push(diagnostic);
        } else if !self.faults.touch(self.node.span) && !self.is_misspelt(name) {
            let place = self.reader.opening_line(self.node.span);
            let diagnostic = Diagnostic::new(Code::MissingField, place, format!("`{name}` is missing"));
            self.reader.diags.push(diagnostic.help(format!("each of `{}` needs `{name}:`", self.field)));
        }
    }

    /// Whether the field is there under a misspelt name, which is told of anyway.
    fn is_misspelt(&self, name: &str) -> bool {
        let known: Vec<&str> = if self.is_top { fields_of(self.template).collect() } else { schema_fields(self.template, self.field) };
        let mut keys = self.node.pairs().iter().map(|(key, _)| key.value.as_str());
        keys.any(|key| !known.contains(&key) && nearest(key, known.iter().copied()) == Some(name))
    }

    /// What a field can be, where its schema lists that.
    fn choices_of(&self, name: &str) -> String {
        let options = self.template.schema.get("properties").and_then(|fields| fields.get(name)?.get("enum")?.as_array());
        let words: Vec<&str> = options.into_iter().flatten().filter_map(Json::as_str).collect();
        if words.is_empty() { String::new() } else { format!(" with {}", listed(words, "or")) }
    }

    fn report_unknown(&mut self, key: &Spanned<String>) {
        if self.faults.touch(key.span) {
            return;
        }
        if !self.is_top {
            let known = schema_fields(self.template, self.field);
            self.reader.diags.push(unknown_field(key, self.node.pairs(), &format!("`{}`", self.field), &known));
            return;
        }
        let owner = format!("an entry of kind `{}`", self.template.name);
        if let Some(missing) = self.entry.missing {
            self.reader.diags.push(renamed(Code::UnknownField, key, self.node.pairs(), &owner, missing));
            return;
        }
        // An id and a body are fields in lists only.
        let in_list = !self.reader.sources.path(self.entry.file).ends_with(".md");
        let known: Vec<&str> = fields_of(self.template).filter(|name| in_list || !matches!(*name, "id" | "body")).collect();
        self.reader.diags.push(unknown_field(key, self.node.pairs(), &owner, &known));
    }

    fn not_allowed(&self, options: &[Json]) -> Diagnostic {
        let words: Vec<String> = options.iter().map(|option| option.as_str().map_or_else(|| option.to_string(), str::to_owned)).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let written = self.reader.sources.slice(self.node.span);
        let typed = self.node.as_str().unwrap_or(written);
        let message = format!("`{}` cannot be `{typed}`", self.field);
        let allowed = format!("it can be {}", listed(words.iter().copied(), "or"));
        Diagnostic::new(Code::BadValue, self.node.span, message).suggest(typed, words, allowed)
    }

    fn other(&self, kind: &ValidationErrorKind) -> Diagnostic {
        let field = self.field;
        let typed = self.node.as_str().unwrap_or("");
        let at = |code: Code, message: String| Diagnostic::new(code, self.node.span, message);
        let count = |limit: &u64, noun: &str| format!("{limit} {noun}{}", if *limit == 1 { "" } else { "s" });
        match kind {
            ValidationErrorKind::MaxLength { limit } => {
                let length = typed.chars().count();
                at(Code::TooLong, format!("`{field}` has {length} characters, and at most {limit} fit"))
                    .help("shorten it; the rest can stand in the body")
            }
            ValidationErrorKind::MinLength { .. } if typed.trim().is_empty() => {
                at(Code::TooShort, format!("`{field}` says nothing")).help("write a text, or remove the field")
            }
            ValidationErrorKind::MinLength { limit } => {
                at(Code::TooShort, format!("`{field}` is shorter than {}", count(limit, "character")))
            }
            ValidationErrorKind::MaxItems { limit } => at(Code::TooLong, format!("`{field}` has more than {}", count(limit, "item"))),
            ValidationErrorKind::MinItems { limit } => at(Code::TooShort, format!("`{field}` has less than {}", count(limit, "item"))),
            ValidationErrorKind::Maximum { limit } => at(Code::BadValue, format!("`{field}` is more than {limit}")),
            ValidationErrorKind::Minimum { limit } => at(Code::BadValue, format!("`{field}` is less than {limit}")),
            ValidationErrorKind::Pattern { .. } if field == "cve" => {
                let diagnostic = at(Code::CveFormat, format!("`{typed}` is not a CVE id"));
                match cve(typed) {
                    Some(right) => diagnostic.help(format!("write `{right}`")).fix(self.node.span, right),
                    None => diagnostic.help("write it as `CVE-2026-12345`: the year, then four digits or more"),
                }
            }
            ValidationErrorKind::Pattern { .. } if field == "cvss" => {
                at(Code::CvssFormat, format!("`{typed}` is not a CVSS vector")).help(CVSS)
            }
            ValidationErrorKind::Pattern { pattern } => {
                at(Code::BadValue, format!("`{field}` cannot be `{typed}`")).help(format!("it has the form `{pattern}`"))
            }
            ValidationErrorKind::Format { format } => self.bad_format(format, typed),
            ValidationErrorKind::AnyOf { .. } | ValidationErrorKind::OneOfNotValid { .. } => {
                at(Code::BadValue, format!("`{field}` has none of the forms its template allows"))
            }
            other => {
                let words = self.error.masked_with("it").to_string();
                at(Code::BadValue, format!("`{field}` does not hold by `{}` of its template: {words}", other.keyword()))
            }
        }
    }

    fn bad_format(&self, format: &str, typed: &str) -> Diagnostic {
        let (code, noun, help) = match format {
            "version" => (Code::BadVersion, "a version", "write a version as `2.4.0` or `2.4.0-beta.1`"),
            "version-range" => (
                Code::BadRange,
                "a range of versions",
                "write a range as `>=2.0.0 <2.4.1`, `^2.3` or `2.4.0`, and `||` between alternatives",
            ),
            "entry-id" => (Code::BadId, "an id of an entry", "write `ID` or `VERSION/ID`"),
            "date" => (Code::BadDate, "a day", "write a day as `2026-05-12`"),
            "date-time" | "time" => (Code::BadDate, "a time", "write a time as `2026-05-12T09:00:00Z`"),
            "uri" | "uri-reference" | "iri" | "iri-reference" => {
                (Code::BadUrl, "a link", "write an absolute address that starts with `https://`, `http://` or `mailto:`")
            }
            _ => return Diagnostic::new(Code::BadValue, self.node.span, format!("`{typed}` is not of the format `{format}`")),
        };
        Diagnostic::new(code, self.node.span, format!("`{typed}` is not {noun}")).help(help)
    }
}

/// The fields that a schema gives to a nested map, or to each item of a list.
fn schema_fields<'t>(template: &'t Template, field: &str) -> Vec<&'t str> {
    let schema = template.schema.get("properties").and_then(|fields| fields.get(field));
    let nested = schema.and_then(|schema| schema.get("items").unwrap_or(schema).get("properties")).and_then(Json::as_object);
    nested.into_iter().flatten().map(|(name, _)| name.as_str()).collect()
}

/// A CVE id of which only the case, the dashes or the first word differ.
fn cve(typed: &str) -> Option<String> {
    let parts: Vec<&str> = typed.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let numbers = match parts.as_slice() {
        [word, numbers @ ..] if word.eq_ignore_ascii_case("cve") => numbers,
        numbers => numbers,
    };
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match numbers {
        [year, number] if year.len() == 4 && is_number(year) && number.len() >= 4 && is_number(number) => {
            Some(format!("CVE-{year}-{number}"))
        }
        _ => None,
    }
}

fn wanted(kind: &TypeKind) -> String {
    let word = |kind: JsonType| match kind {
        JsonType::String => "text",
        JsonType::Number => "a number",
        JsonType::Integer => "a whole number",
        JsonType::Boolean => "`true` or `false`",
        JsonType::Array => "a list",
        JsonType::Object => "a map of fields",
        JsonType::Null => "nothing",
    };
    match kind {
        TypeKind::Single(kind) => word(*kind).to_owned(),
        TypeKind::Multiple(kinds) => {
            let mut words: Vec<&str> = kinds.iter().map(word).collect();
            // Text first, so that a number is offered quotes.
            words.sort_by_key(|word| *word != "text");
            words.join(" or ")
        }
    }
}
