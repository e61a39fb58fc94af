//! Entries against the templates of their kinds. Findings of the JSON Schema library become diagnostics in a writer's words.

use std::collections::BTreeSet;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError};
use rayon::prelude::*;
use serde_json::{Map, Value as Json};

use crate::diag::{Code, Diagnostic, Diagnostics, listed, nearest, the_known};
use crate::parse::Documents;
use crate::parse::document::{EntryDocument, SiteDocument};
use crate::parse::fields::{Reader, empty_field, unknown_field};
use crate::parse::node::{Node, Value};
use crate::source::{Sources, Span, Spanned};

use super::{Template, find, sections};

/// Reports what each entry, released or not, lacks or has wrong by the template of its kind.
pub fn validate(documents: &Documents, templates: &[Template], sources: &Sources, diags: &mut Diagnostics) {
    let entries: Vec<&EntryDocument> =
        documents.releases.iter().flat_map(|release| &release.entries).chain(&documents.unreleased).collect();
    let found: Vec<Diagnostics> = entries.par_iter().map(|entry| validate_entry(entry, &documents.site, templates, sources)).collect();
    found.into_iter().for_each(|found| diags.extend(found));
}

fn validate_entry(entry: &EntryDocument, site: &SiteDocument, templates: &[Template], sources: &Sources) -> Diagnostics {
    let mut reader = Reader::new(sources);
    let Some(template) = templates.iter().find(|template| template.name.as_str() == entry.kind.value) else {
        // An entry without a kind was reported when it was read.
        if !entry.kind.value.is_empty() {
            reader.diags.push(unknown_kind(&entry.kind, templates));
        }
        report_strangers(&mut reader, entry, templates);
        return reader.diags;
    };
    validate_fields(&mut reader, entry, template);
    validate_named_keys(&mut reader, entry, site, template);
    sections::validate(&mut reader.diags, entry, template);
    reader.diags
}

fn unknown_kind(kind: &Spanned<String>, templates: &[Template]) -> Diagnostic {
    let names: Vec<&str> = templates.iter().map(|template| template.name.as_str()).collect();
    let all = format!("{}; a file `templates/{}.md` adds one", the_known("kind", &names), kind.value);
    Diagnostic::new(Code::UnknownKind, kind.span, format!("there is no kind `{}`", kind.value)).suggest(&kind.value, names, all)
}

/// Fields of an entry without a known kind that no kind has.
fn report_strangers(reader: &mut Reader, entry: &EntryDocument, templates: &[Template]) {
    let known: BTreeSet<&str> = templates.iter().flat_map(fields_of).collect();
    let known: Vec<&str> = known.into_iter().collect();
    let strangers = entry.fields.pairs().iter().map(|(key, _)| key).filter(|key| !known.contains(&key.value.as_str()));
    strangers.for_each(|key| reader.diags.push(unknown_field(key, "an entry", &known)));
}

/// The names of all fields that entries of a kind have.
fn fields_of(template: &Template) -> impl Iterator<Item = &str> {
    let fields = template.schema.get("properties").and_then(Json::as_object);
    fields.into_iter().flatten().map(|(name, _)| name.as_str())
}

fn validate_fields(reader: &mut Reader, entry: &EntryDocument, template: &Template) {
    let instance = instance(&entry.fields);
    if template.validator.is_valid(&instance) {
        return;
    }
    for error in template.validator.iter_errors(&instance) {
        let mut finding = Finding::of(reader, entry, template, &error);
        finding.report();
    }
}

/// The fields as JSON. A field without a value is left out: it is as good as absent.
fn instance(fields: &Node) -> Json {
    let pairs = fields.pairs().iter().filter(|(_, node)| !node.is_null());
    Json::Object(pairs.map(|(key, node)| (key.value.clone(), serde_json::to_value(node).unwrap_or_default())).collect::<Map<_, _>>())
}

/// One finding of the library and where it belongs.
struct Finding<'f, 's> {
    reader: &'f mut Reader<'s>,
    entry: &'f EntryDocument,
    template: &'f Template,
    error: &'f ValidationError<'f>,
    node: &'f Node,
    /// The name of the field it is about.
    field: &'f str,
    is_top: bool,
}

impl<'f, 's> Finding<'f, 's> {
    fn of(reader: &'f mut Reader<'s>, entry: &'f EntryDocument, template: &'f Template, error: &'f ValidationError<'f>) -> Self {
        let (node, field) = find(&entry.fields, error.instance_path());
        Self { reader, entry, template, error, node, field: field.unwrap_or("entry"), is_top: error.instance_path().is_empty() }
    }

    fn report(&mut self) {
        match self.error.kind() {
            ValidationErrorKind::Required { property } => self.report_missing(property.as_str().unwrap_or("")),
            ValidationErrorKind::AdditionalProperties { unexpected } | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
                let unexpected: BTreeSet<&str> = unexpected.iter().map(String::as_str).collect();
                let strangers = self.node.pairs().iter().map(|(key, _)| key).filter(|key| unexpected.contains(key.value.as_str()));
                strangers.for_each(|key| self.report_unknown(key));
            }
            _ if self.is_reported(self.node.span) => {}
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

    /// Whether the reader of the document has said it already: the same place, or a place within it.
    fn is_reported(&self, span: Span) -> bool {
        self.entry.faults.iter().any(|fault| fault.start < span.end.max(span.start + 1) && span.start < fault.end.max(fault.start + 1))
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
        } else if !self.is_reported(self.node.span) && !self.is_misspelt(name) {
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
        if self.is_reported(key.span) {
            return;
        }
        if !self.is_top {
            let known = schema_fields(self.template, self.field);
            self.reader.diags.push(unknown_field(key, &format!("`{}`", self.field), &known));
            return;
        }
        let owner = format!("an entry of kind `{}`", self.template.name);
        // An id and a body are fields in lists only.
        let known: Vec<&str> = fields_of(self.template).filter(|name| !matches!(*name, "id" | "body")).collect();
        self.reader.diags.push(unknown_field(key, &owner, &known));
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
            ValidationErrorKind::Pattern { .. } if field == "cve" => at(Code::CveFormat, format!("`{typed}` is not a CVE id"))
                .help("write it as `CVE-2026-12345`: the year, then four digits or more"),
            ValidationErrorKind::Pattern { .. } if field == "cvss" => at(Code::CvssFormat, format!("`{typed}` is not a CVSS vector"))
                .help("copy the vector from a CVSS calculator: `CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H`"),
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

/// Fields of a template's own whose format is `component` or `audience`.
fn validate_named_keys(reader: &mut Reader, entry: &EntryDocument, site: &SiteDocument, template: &Template) {
    for named in &template.named_keys {
        let Some(node) = entry.fields.get(&named.field) else { continue };
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let product = site.products.iter().find(|product| product.key.value == entry.product);
        let known: Vec<&str> = if named.is_audience {
            site.audiences.iter().map(|audience| audience.key.as_str()).collect()
        } else {
            product.into_iter().flat_map(|product| &product.components).map(|(key, _)| key.as_str()).collect()
        };
        let (code, noun) = if named.is_audience { (Code::UnknownAudience, "audience") } else { (Code::UnknownComponent, "component") };
        for (item, text) in items.iter().filter_map(|item| Some((item, item.as_str()?))) {
            if !known.contains(&text) {
                let all = the_known(noun, &known);
                let diagnostic = Diagnostic::new(code, item.span, format!("there is no {noun} `{text}`"));
                reader.diags.push(diagnostic.suggest(text, known.iter().copied(), all));
            }
        }
    }
}
