//! Entries against the templates of their kinds. Findings of the JSON Schema library become diagnostics in a writer's words.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::{Map, Value as Json};

use crate::diag::{Code, Diagnostic, Diagnostics, the_known};
use crate::parse::Documents;
use crate::parse::document::{EntryDocument, SiteDocument};
use crate::parse::fields::{Reader, renamed, unknown_field};
use crate::parse::node::{Node, Value};
use crate::source::{Sources, Spanned};

use super::finding::{Faults, Finding};
use super::{Template, sections};

/// How many entries are looked at in one go.
const CHUNK: usize = 256;

/// Reports what each entry, released or not, lacks or has wrong by the template of its kind.
pub fn validate(documents: &Documents, templates: &[Template], sources: &Sources, diags: &mut Diagnostics) {
    let entries: Vec<&Arc<EntryDocument>> = documents.entries().collect();
    let found = entries.par_chunks(CHUNK).map(|entries| {
        let found = entries.iter().flat_map(|entry| validate_entry(entry, &documents.site, templates, sources));
        found.collect::<Vec<Diagnostic>>()
    });
    found.collect::<Vec<_>>().into_iter().for_each(|found| diags.extend(found));
}

fn validate_entry(entry: &EntryDocument, site: &SiteDocument, templates: &[Template], sources: &Sources) -> Diagnostics {
    let mut reader = Reader::new(sources);
    let Some(template) = templates.iter().find(|template| template.name.as_str() == entry.kind.value) else {
        // An entry without a kind was reported when it was read.
        if !entry.kind.value.is_empty() {
            reader.diags.push(unknown_kind(&entry.kind, templates));
        }
        report_strangers(&mut reader, entry, templates);
        report_missing(&mut reader, entry);
        return reader.diags;
    };
    validate_fields(&mut reader, entry, template);
    report_missing(&mut reader, entry);
    validate_named_keys(&mut reader, entry, site, template);
    sections::validate(&mut reader.diags, entry, template);
    reader.diags
}

/// What is missing, unless a field was told of that stands in its place.
fn report_missing(reader: &mut Reader, entry: &EntryDocument) {
    let is_told = reader.diags.iter().any(|diagnostic| diagnostic.code == Code::UnknownField);
    if let Some(name) = entry.missing.filter(|_| !is_told) {
        let diagnostic = Diagnostic::new(Code::MissingField, entry.place, format!("`{name}` is missing"));
        reader.diags.push(diagnostic.help(format!("an entry needs `{name}:`")));
    }
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
    strangers.for_each(|key| {
        reader.diags.push(match entry.missing {
            Some(missing) => renamed(Code::UnknownField, key, entry.fields.pairs(), "an entry", missing),
            None => unknown_field(key, entry.fields.pairs(), "an entry", &known),
        });
    });
}

/// The names of all fields that entries of a kind have.
pub(super) fn fields_of(template: &Template) -> impl Iterator<Item = &str> {
    let fields = template.schema.get("properties").and_then(Json::as_object);
    fields.into_iter().flatten().map(|(name, _)| name.as_str())
}

fn validate_fields(reader: &mut Reader, entry: &EntryDocument, template: &Template) {
    let instance = instance(&entry.fields);
    if template.validator.is_valid(&instance) {
        return;
    }
    let faults = Faults::of(&entry.faults);
    for error in template.validator.iter_errors(&instance) {
        Finding::of(reader, entry, template, &faults, &error).report();
    }
}

/// The fields as JSON. A field without a value is left out: it is as good as absent.
fn instance(fields: &Node) -> Json {
    let pairs = fields.pairs().iter().filter(|(_, node)| !node.is_null());
    Json::Object(pairs.map(|(key, node)| (key.value.clone(), serde_json::to_value(node).unwrap_or_default())).collect::<Map<_, _>>())
}

/// Fields of a template's own whose format is `component` or `audience`.
fn validate_named_keys(reader: &mut Reader, entry: &EntryDocument, site: &SiteDocument, template: &Template) {
    for named in &template.named_keys {
        let Some(node) = entry.fields.get(&named.field) else { continue };
        let items = match &node.value {
            Value::List(items) => items,
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
