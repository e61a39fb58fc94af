//! Fields that a kind of the site's own adds, as its writers wrote them.

use serde_json::{Map, Value as Json};

use crate::markdown::legal;
use crate::model::Entry;
use crate::parse::node::{Node, Value};

/// The fields of an entry that only its kind, one of the site's own, knows.
pub(super) fn own(entry: &Entry) -> Map<String, Json> {
    entry.own_fields().map(|(key, value)| (legal(&key.value).into_owned(), json(value))).collect()
}

fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        // JSON has no infinity and no octal numbers: what it can't say as a number stays text.
        Value::Number(text) => serde_json::from_str(text).unwrap_or_else(|_| Json::String(text.to_string())),
        Value::String(text) => Json::String(legal(text).into_owned()),
        Value::List(items) => Json::Array(items.iter().map(json).collect()),
        Value::Map(pairs) => Json::Object(pairs.iter().map(|(key, value)| (legal(&key.value).into_owned(), json(value))).collect()),
    }
}
