//! Fields that a kind of the site's own adds, as its writers wrote them.

use serde_json::{Map, Value as Json};

use crate::markdown::legal;
use crate::parse::node::{Node, Value};

/// The fields that every entry or a kind that ships has (content.md): the documents have places of their own for them.
const KNOWN: [&str; 24] = [
    "id",
    "kind",
    "title",
    "body",
    "component",
    "audience",
    "refs",
    "highlight",
    "docs",
    "links",
    "image",
    "contributors",
    "also_in",
    "settings",
    "removes",
    "resolves",
    "severity",
    "affects",
    "cve",
    "cvss",
    "credits",
    "removal",
    "replacement",
    "state",
];

/// The other fields of an entry's front matter or list item.
pub(super) fn others(fields: &Node) -> Map<String, Json> {
    let Value::Map(pairs) = &fields.value else { return Map::new() };
    let others = pairs.iter().filter(|(key, _)| !KNOWN.contains(&key.value.as_str()));
    others.map(|(key, value)| (legal(&key.value).into_owned(), json(value))).collect()
}

fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        // JSON has no infinity and no octal numbers: what it can't say as a number stays text.
        Value::Number(text) => serde_json::from_str(text).unwrap_or_else(|_| Json::String(text.clone())),
        Value::String(text) => Json::String(legal(text).into_owned()),
        Value::List(items) => Json::Array(items.iter().map(json).collect()),
        Value::Map(pairs) => Json::Object(pairs.iter().map(|(key, value)| (legal(&key.value).into_owned(), json(value))).collect()),
    }
}
