//! The `schema` of a template: checked, joined with the fields every entry has, compiled.

use std::sync::Arc;

use jsonschema::paths::{Location, LocationSegment};
use jsonschema::{Draft, ValidationError, ValidationOptions, Validator};
use serde_json::{Map, Value as Json};

use crate::diag::{Code, Diagnostic, listed};
use crate::ident::{Key, LinkUrl, Version, VersionRange};
use crate::parse::fields::{Reader, unknown_name};
use crate::parse::node::{Node, Value};
use crate::source::Span;

/// The fields that every entry has, as a JSON Schema.
pub(super) const COMMON: &str = include_str!("entry.schema.json");

/// Keywords of JSON Schema 2020-12 whose values are no schemas.
const PLAIN: [&str; 33] = [
    "type",
    "enum",
    "const",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minContains",
    "maxContains",
    "minProperties",
    "maxProperties",
    "required",
    "dependentRequired",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "$comment",
    "$ref",
    "$anchor",
    "$schema",
    "$id",
];
/// Keywords whose value is a schema.
const ONE: [&str; 11] = [
    "additionalProperties",
    "unevaluatedProperties",
    "items",
    "unevaluatedItems",
    "contains",
    "not",
    "if",
    "then",
    "else",
    "propertyNames",
    "contentSchema",
];
/// Keywords whose value is a list of schemas.
const LIST: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
/// Keywords whose value is a map of schemas.
const MAP: [&str; 4] = ["properties", "patternProperties", "$defs", "dependentSchemas"];

/// A schema that was checked.
pub(super) struct Schema {
    /// Joined with the fields every entry has.
    pub value: Json,
    pub validator: Arc<Validator>,
    pub named_keys: Vec<NamedKey>,
}

/// A field of a template's own that names components or audiences of the site, which no schema can know.
#[derive(Debug, Clone)]
pub(super) struct NamedKey {
    pub field: String,
    pub is_audience: bool,
}

/// Compiles the `schema` of a template; none means an empty one. `place` is the field's name.
pub(super) fn compile(reader: &mut Reader, node: Option<&Node>, place: Span) -> Option<Schema> {
    let mut own = Json::Object(Map::new());
    if let Some(node) = node {
        let before = reader.diags.iter().count();
        check(reader, node, node);
        own = serde_json::to_value(node).unwrap_or_default();
        if reader.diags.iter().count() > before {
            return None;
        }
        if let Err(error) = jsonschema::meta::validate(&own) {
            reader.diags.push(misuse(node, error.instance_path(), &error));
            return None;
        }
    }
    let value = joined(&own);
    match options().build(&value) {
        Ok(validator) => Some(Schema { named_keys: named_keys(&own), value, validator: Arc::new(validator) }),
        Err(error) => {
            let span = node.map_or(place, |node| span_at(node, error.instance_path()));
            let message = format!("this is not a JSON Schema: {error}");
            reader.diags.push(Diagnostic::new(Code::BadValue, span, message));
            None
        }
    }
}

fn options<'i>() -> ValidationOptions<'i> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .offline()
        .should_validate_formats(true)
        .should_ignore_unknown_formats(false)
        .with_format("entry-id", is_entry_reference)
        .with_format("version", |text| text.parse::<Version>().is_ok())
        .with_format("version-range", |text| text.parse::<VersionRange>().is_ok())
        // Whether the site has such a component or audience is checked where the site is known.
        .with_format("component", |_| true)
        .with_format("audience", |_| true)
        .with_format("markdown", |_| true)
        // Links that a reader may follow, and no others.
        .with_format("uri", |text| text.parse::<LinkUrl>().is_ok())
}

/// `ID`, `VERSION/ID` or `PRODUCT/VERSION/ID`.
fn is_entry_reference(text: &str) -> bool {
    let mut parts: Vec<&str> = text.split('/').collect();
    let id = parts.pop().unwrap_or("");
    let version = parts.pop();
    let product = parts.pop();
    let is_key = |text: &str| text.parse::<Key>().is_ok();
    parts.is_empty() && is_key(id) && version.is_none_or(|version| version.parse::<Version>().is_ok()) && product.is_none_or(is_key)
}

/// The schema of a whole front matter: fields of the kind narrow those that every entry has.
fn joined(own: &Json) -> Json {
    let mut joined: Json = serde_json::from_str(COMMON).unwrap_or_default();
    let (Some(target), Some(own)) = (joined.as_object_mut(), own.as_object()) else { return joined };
    for (keyword, value) in own {
        match (keyword.as_str(), target.get_mut(keyword), value) {
            ("properties", Some(Json::Object(fields)), Json::Object(own)) => narrow(fields, own),
            ("required", Some(Json::Array(names)), Json::Array(own)) => {
                let fresh: Vec<Json> = own.iter().filter(|name| !names.contains(name)).cloned().collect();
                names.extend(fresh);
            }
            // Unknown fields are always refused, and the rest of the frame is not a template's to change.
            ("additionalProperties" | "type" | "$schema", _, _) => {}
            _ => {
                target.insert(keyword.clone(), value.clone());
            }
        }
    }
    joined
}

fn narrow(fields: &mut Map<String, Json>, own: &Map<String, Json>) {
    for (name, schema) in own {
        match (fields.get_mut(name), schema) {
            (Some(Json::Object(common)), Json::Object(own)) => common.extend(own.clone()),
            _ => {
                fields.insert(name.clone(), schema.clone());
            }
        }
    }
}

fn named_keys(own: &Json) -> Vec<NamedKey> {
    let format = |schema: &Json| schema.get("format").and_then(Json::as_str).map(str::to_owned);
    let fields = own.get("properties").and_then(Json::as_object).into_iter().flatten();
    fields
        .filter(|(field, _)| !matches!(field.as_str(), "component" | "audience"))
        .filter_map(|(field, schema)| {
            let format = format(schema).or_else(|| schema.get("items").and_then(format))?;
            let is_audience = format == "audience";
            (is_audience || format == "component").then(|| NamedKey { field: field.clone(), is_audience })
        })
        .collect()
}

/// JSON Schema passes over keywords it does not know, so a misspelt one would check nothing: they are refused here.
fn check(reader: &mut Reader, root: &Node, schema: &Node) {
    let pairs = match &schema.value {
        Value::Map(pairs) => pairs,
        // `true` and `false` are schemas, too.
        Value::Bool(_) => return,
        other => {
            let message = format!("a schema is a map of keywords, and this is {}", other.type_name());
            reader.diags.push(Diagnostic::new(Code::WrongType, reader.opening_line(schema.span), message));
            return;
        }
    };
    for (key, value) in pairs {
        match key.value.as_str() {
            "format" => check_format(reader, value),
            "type" => check_type(reader, value),
            "pattern" => check_pattern(reader, value),
            "$ref" => check_reference(reader, root, value),
            name if ONE.contains(&name) => check(reader, root, value),
            name if LIST.contains(&name) => reader.items(name, value).iter().for_each(|item| check(reader, root, item)),
            name if MAP.contains(&name) => reader.named(name, value).iter().for_each(|(_, item)| check(reader, root, item)),
            name if PLAIN.contains(&name) => {}
            _ => {
                let known: Vec<&str> = PLAIN.iter().chain(&ONE).chain(&LIST).chain(&MAP).copied().collect();
                let diagnostic = unknown_name(Code::UnknownTemplateField, key, pairs, "a JSON Schema", &known);
                reader.diags.push(if diagnostic.fix.is_some() {
                    diagnostic
                } else {
                    diagnostic.help("use the keywords of JSON Schema 2020-12")
                });
            }
        }
    }
}

fn check_format(reader: &mut Reader, node: &Node) {
    const OWN: [&str; 6] = ["entry-id", "version", "version-range", "component", "audience", "markdown"];
    const STANDARD: [&str; 8] = ["date", "date-time", "time", "duration", "email", "uri", "uuid", "regex"];
    let Some(format) = reader.text("format", node) else { return };
    if !options().is_known_format(Draft::Draft202012, &format.value) {
        let known: Vec<&str> = OWN.iter().chain(&STANDARD).copied().collect();
        let message = format!("there is no format `{}`", format.value);
        let all = format!("formats are {}, and those of JSON Schema", listed(OWN, "and"));
        reader.diags.push(Diagnostic::new(Code::BadValue, node.span, message).suggest(&format.value, known, all));
    }
}

fn check_type(reader: &mut Reader, node: &Node) {
    const TYPES: [&str; 7] = ["string", "number", "integer", "boolean", "array", "object", "null"];
    let items = match &node.value {
        Value::List(items) => items,
        _ => std::slice::from_ref(node),
    };
    for item in items {
        reader.choice("type", item, &TYPES.map(|name| (name, ())));
    }
}

fn check_pattern(reader: &mut Reader, node: &Node) {
    let Some(pattern) = reader.text("pattern", node) else { return };
    let schema = serde_json::json!({ "type": "string", "pattern": pattern.value });
    if options().build(&schema).is_err() {
        let message = format!("`{}` is not a regular expression", pattern.value);
        reader.diags.push(Diagnostic::new(Code::BadValue, node.span, message).help("put a `\\` before a character that stands for itself"));
    }
}

fn check_reference(reader: &mut Reader, root: &Node, node: &Node) {
    let Some(reference) = reader.text("$ref", node) else { return };
    let fault = match reference.value.strip_prefix("#/") {
        Some(path) if follow(root, path).is_some() => return,
        Some(_) => "leads nowhere",
        None if reference.value.starts_with('#') => return,
        None => "leads out of the template",
    };
    let diagnostic = Diagnostic::new(Code::BadValue, node.span, format!("`{}` {fault}", reference.value));
    reader.diags.push(diagnostic.help("a `$ref` leads to a schema in the same template: `#/$defs/NAME`"));
}

/// What a JSON pointer leads to (RFC 6901 §4).
fn follow<'n>(root: &'n Node, path: &str) -> Option<&'n Node> {
    path.split('/').try_fold(root, |at, name| match &at.value {
        Value::List(items) => items.get(name.parse::<usize>().ok()?),
        _ => at.get(&name.replace("~1", "/").replace("~0", "~")),
    })
}

fn misuse(schema: &Node, path: &Location, error: &ValidationError) -> Diagnostic {
    let keyword = path.segments().filter_map(|segment| match segment {
        LocationSegment::Property(name) => Some(name.into_owned()),
        LocationSegment::Index(_) => None,
    });
    let message = match keyword.last() {
        Some(keyword) => format!("JSON Schema does not take this for `{keyword}`: {error}"),
        None => format!("this is not a JSON Schema: {error}"),
    };
    Diagnostic::new(Code::BadValue, span_at(schema, path), message)
}

/// The place of what a path in a schema or an entry leads to, or of the last thing on the way that is there.
fn span_at(root: &Node, path: &Location) -> Span {
    super::find(root, path).0.span
}
