//! The way from a path of the JSON Schema library back to what a writer typed.

use jsonschema::paths::{Location, LocationSegment};

use crate::parse::node::{Node, Value};

/// What a path leads to, or the last thing on the way that is there, and the name of the nearest field on the way.
pub(super) fn find<'n>(root: &'n Node, path: &Location) -> (&'n Node, Option<&'n str>) {
    let mut node = root;
    let mut field = None;
    for segment in path.segments() {
        let next = match (segment, &node.value) {
            (LocationSegment::Property(name), Value::Map(pairs)) => {
                let pair = pairs.iter().find(|(key, _)| key.value == name);
                field = pair.map(|(key, _)| key.value.as_str()).or(field);
                pair.map(|(_, node)| node)
            }
            (LocationSegment::Index(index), Value::List(items)) => items.get(index),
            // A field whose name is a number looks like an index in a path.
            (LocationSegment::Index(index), Value::Map(_)) => node.get(&index.to_string()),
            _ => None,
        };
        let Some(next) = next else { break };
        node = next;
    }
    (node, field)
}
