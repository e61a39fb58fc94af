//! What the schema of a file says of a place in it.

use serde_json::{Map, Value as Json};

use super::tree::Tree;

/// References within a schema are followed so often; a template of the site's own might go round in circles.
const FOLLOWED: usize = 8;

/// As many options are told in a line.
const MOST_OPTIONS: usize = 5;

/// A field that a map may have.
pub(in crate::lsp) struct Field<'s> {
    pub name: &'s str,
    pub schema: &'s Json,
    /// Its place among those that the map must have, if it is one of them.
    pub required: Option<usize>,
}

/// The schema of a file over what is written in it.
pub(in crate::lsp) struct Fields<'s> {
    pub root: &'s Json,
    pub tree: &'s Tree<'s>,
}

impl<'s> Fields<'s> {
    /// The schema of a node as its parent gives it: with the parent's words, not followed any further.
    pub fn at(&self, node: usize) -> Option<&'s Json> {
        let mut schema = self.root;
        for pair in self.tree.path(node).windows(2) {
            let parent = self.settle(pair[0], schema);
            schema = match self.tree.nodes[pair[1]].name.as_deref() {
                Some(name) => self.told(name, named(parent, name)?),
                None => alternatives(parent).find_map(|schema| schema.get("items"))?,
            };
        }
        Some(schema)
    }

    /// What the items of a list are.
    pub fn items(&self, node: usize, schema: &'s Json) -> Option<&'s Json> {
        alternatives(self.settle(node, schema)).find_map(|schema| schema.get("items"))
    }

    /// The fields that a map may have, as the schema lists them.
    pub fn of_map(&self, map: usize) -> Vec<Field<'s>> {
        let mut fields = self.at(map).map(|schema| self.of_schema(self.settle(map, schema))).unwrap_or_default();
        // What is planned may have no day yet.
        if self.tree.find(map, "status").and_then(|node| self.tree.scalar(node)) == Some("planned") {
            fields.iter_mut().filter(|field| field.name == "date").for_each(|field| field.required = None);
        }
        fields
    }

    /// The fields that a schema lists.
    pub fn of_schema(&self, schema: &'s Json) -> Vec<Field<'s>> {
        let required = |schema: &'s Json| schema.get("required").and_then(Json::as_array).into_iter().flatten();
        let unless = schema.get("else").into_iter().flat_map(required);
        let names: Vec<&str> = required(schema).chain(unless).filter_map(Json::as_str).collect();
        let fields = properties(schema).into_iter().flatten();
        fields
            .map(|(name, schema)| Field { name, schema: self.told(name, schema), required: names.iter().position(|known| known == name) })
            .collect()
    }

    /// Whether a field of a map had better stand behind others: of an entry's fields those that every kind has; while the kind is not
    /// known those that only some have.
    pub fn is_remote(&self, map: usize, name: &str) -> bool {
        let is_entry = self.at(map).is_some_and(|schema| self.follow(schema).get("allOf").is_some());
        let has_kind = self.tree.find(map, "kind").is_some_and(|node| self.tree.scalar(node).is_some());
        let is_common = || self.kinds().all(|kind| properties(kind).is_some_and(|fields| fields.contains_key(name)));
        is_entry && has_kind == is_common()
    }

    fn kinds(&self) -> impl Iterator<Item = &'s Json> {
        let defs = self.root.get("$defs").and_then(Json::as_object).into_iter().flatten();
        defs.filter(|(name, _)| name.starts_with("kind-")).map(|(_, kind)| kind)
    }

    /// More of a field of an entry that has no kind yet, where all kinds that have it agree on what it takes.
    fn told(&self, name: &str, schema: &'s Json) -> &'s Json {
        if schema.as_object().is_none_or(|keywords| keywords.keys().any(|keyword| keyword != "description")) {
            return schema;
        }
        let mut known = self.kinds().filter_map(|kind| properties(kind)?.get(name));
        let Some(first) = known.next() else { return schema };
        let agree = |other: &Json| ["type", "format", "enum", "items"].iter().all(|keyword| first.get(*keyword) == other.get(*keyword));
        if known.all(agree) { first } else { schema }
    }

    /// The schema itself: references followed, and of an entry the branch of its kind.
    pub fn settle(&self, node: usize, schema: &'s Json) -> &'s Json {
        let schema = self.follow(schema);
        if schema.get("allOf").is_none() || properties(schema).is_some() {
            return schema;
        }
        let kind = self.tree.find(node, "kind").and_then(|node| self.tree.scalar(node)).unwrap_or("");
        let branch = |name: String| self.root.get("$defs").and_then(|defs| defs.get(name));
        branch(format!("kind-{kind}")).or_else(|| branch("no-kind".into())).unwrap_or(schema)
    }

    /// The schema that a reference leads to.
    pub fn follow(&self, schema: &'s Json) -> &'s Json {
        let mut schema = schema;
        for _ in 0..FOLLOWED {
            let Some(next) = text(schema, "$ref").and_then(|path| self.root.pointer(path.strip_prefix('#')?)) else { break };
            schema = next;
        }
        schema
    }
}

fn properties(schema: &Json) -> Option<&Map<String, Json>> {
    schema.get("properties").and_then(Json::as_object)
}

fn named<'s>(schema: &'s Json, name: &str) -> Option<&'s Json> {
    alternatives(schema).find_map(|schema| {
        let known = properties(schema).and_then(|fields| fields.get(name));
        known.or_else(|| schema.get("additionalProperties").filter(|schema| schema.is_object()))
    })
}

/// A schema and those that it lets a writer choose from.
pub(in crate::lsp) fn alternatives(schema: &Json) -> impl Iterator<Item = &Json> {
    let choices = ["anyOf", "oneOf"].into_iter().filter_map(|keyword| schema.get(keyword).and_then(Json::as_array));
    std::iter::once(schema).chain(choices.flatten())
}

/// A keyword that holds a text.
pub(in crate::lsp) fn text<'s>(schema: &'s Json, keyword: &str) -> Option<&'s str> {
    schema.get(keyword).and_then(Json::as_str)
}

/// Whether a value may be of a type of JSON.
pub(in crate::lsp) fn takes(schema: &Json, name: &str) -> bool {
    alternatives(schema).any(|schema| match schema.get("type") {
        Some(Json::String(only)) => only == name,
        Some(Json::Array(types)) => types.iter().any(|kind| kind == name),
        _ => false,
    })
}

/// What a field takes, in a writer's words.
pub(in crate::lsp) fn type_name(schema: &Json) -> String {
    let word = |name: &str| match name {
        "string" => "text".to_owned(),
        "array" => "a list".to_owned(),
        "object" => "a map of fields".to_owned(),
        "boolean" => "`true` or `false`".to_owned(),
        "integer" => "a whole number".to_owned(),
        "number" => "a number".to_owned(),
        other => other.to_owned(),
    };
    let format = match text(schema, "format") {
        // Steps of an upgrade are one text, or a map of them.
        Some("markdown") if !takes(schema, "object") => "Markdown",
        Some("when") => "a day or a time",
        Some("moment") => "a time",
        Some("date") => "a day",
        Some("time-of-day") => "hours and minutes",
        Some("weekday" | "counted-weekday") => "a day of the week",
        Some("version") => "a version",
        Some("version-range") => "a range of versions",
        Some("entry-id") => "the id of an entry",
        Some("component") => "a component, or a list of them",
        Some("audience") => "an audience, or a list of them",
        Some("uri" | "base-url") => "an address",
        Some("mailbox") => "an email address",
        _ => "",
    };
    if !format.is_empty() {
        return format.to_owned();
    }
    if let Some(options) = schema.get("enum").and_then(Json::as_array) {
        if options.len() > MOST_OPTIONS {
            return format!("one of {}", options.len());
        }
        let options: Vec<String> = options.iter().filter_map(Json::as_str).map(|option| format!("`{option}`")).collect();
        return options.join(", ");
    }
    match schema.get("type") {
        Some(Json::String(only)) => word(only),
        Some(Json::Array(types)) => {
            types.iter().filter_map(Json::as_str).filter(|name| *name != "null").map(word).collect::<Vec<_>>().join(" or ")
        }
        _ => String::new(),
    }
}
