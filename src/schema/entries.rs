//! The schema of an entry: one branch for each kind, chosen by `kind`.

use serde_json::{Map, Value as Json, json};

use crate::template::Template;

use super::{pairs, with};

/// The fields that an entry in a file of its own has not: its name is its id, and its body stands below.
const IN_LISTS: [&str; 2] = ["id", "body"];

/// The `$defs` of a schema with entries in a list: `item`, and a branch for each kind.
pub(super) fn items(templates: &[Template]) -> Map<String, Json> {
    let mut defs = branches(templates, true);
    defs.insert("item".into(), choice(templates, "An entry of a list."));
    defs
}

/// The schema of the front matter of an entry.
pub(super) fn front_matter(templates: &[Template]) -> Json {
    with(choice(templates, "The front matter of an entry."), [("$defs", Json::Object(branches(templates, false)))])
}

/// One branch by the `kind` that is written; that for no kind at all offers what every entry has.
fn choice(templates: &[Template], description: &str) -> Json {
    let names: Vec<&str> = names(templates).collect();
    let is = |kind: Json| json!({ "required": ["kind"], "properties": { "kind": kind } });
    let branch = |name: &&str| json!({ "if": is(json!({ "const": name })), "then": { "$ref": format!("#/$defs/kind-{name}") } });
    let other = json!({ "if": is(json!({ "enum": names })), "then": {}, "else": { "$ref": "#/$defs/no-kind" } });
    let all: Vec<Json> = names.iter().map(branch).chain([other]).collect();
    json!({ "title": "An entry", "description": description, "type": "object", "allOf": all })
}

fn branches(templates: &[Template], in_list: bool) -> Map<String, Json> {
    let kinds = kinds(templates);
    let mut branches: Map<String, Json> =
        templates.iter().map(|template| (format!("kind-{}", template.name), branch(template, &kinds, in_list))).collect();
    branches.insert("no-kind".into(), no_kind(templates, &kinds, in_list));
    branches
}

/// What `kind` may be, with what each template says of itself.
fn kinds(templates: &[Template]) -> Json {
    let told: Vec<String> =
        templates.iter().map(|template| format!("{}. {}", template.heading, template.guidance).trim().to_owned()).collect();
    json!({ "enum": names(templates).collect::<Vec<_>>(), "enumDescriptions": told })
}

fn names(templates: &[Template]) -> impl Iterator<Item = &str> {
    templates.iter().map(|template| template.name.as_str())
}

fn branch(template: &Template, kinds: &Json, in_list: bool) -> Json {
    let mut schema = template.schema.clone();
    move_references(&mut schema, &format!("#/$defs/kind-{}", template.name));
    let Some(map) = schema.as_object_mut() else { return schema };
    ["$schema", "$id"].iter().for_each(|keyword| drop(map.remove(*keyword)));
    if let Some(Json::Object(fields)) = map.get_mut("properties") {
        for (name, field) in fields.iter_mut() {
            describe(field, &format!("`{name}` of an entry of kind `{}`.", template.name));
        }
        settle(fields, kinds, in_list);
        if let Some(body) = fields.get_mut("body") {
            tell_sections(body, template);
        }
    }
    let title = template.label.clone();
    with(json!({ "title": title, "description": template.guidance }), pairs(schema))
}

/// Fields that every entry has, and under no known kind also those of all kinds, so that the kind may be written last.
fn no_kind(templates: &[Template], kinds: &Json, in_list: bool) -> Json {
    let mut fields = Map::new();
    for (name, field) in templates.iter().flat_map(|template| template.schema.get("properties").and_then(Json::as_object)).flatten() {
        let description = field.get("description").cloned().unwrap_or_else(|| json!(format!("`{name}` of an entry.")));
        fields.entry(name.clone()).or_insert_with(|| json!({ "description": description }));
    }
    settle(&mut fields, kinds, in_list);
    json!({ "required": ["kind", "title"], "properties": fields, "additionalProperties": false })
}

/// What the place of an entry and the site's templates make of the fields that every entry has.
fn settle(fields: &mut Map<String, Json>, kinds: &Json, in_list: bool) {
    if let Some(kind) = fields.get_mut("kind") {
        *kind = with(std::mem::take(kind), pairs(kinds.clone()));
    }
    if let Some(id) = fields.get_mut("id") {
        // Here it is given, elsewhere it is referred to.
        *id = with(std::mem::take(id), [("format", json!("key"))]);
    }
    if !in_list {
        IN_LISTS.iter().for_each(|name| drop(fields.remove(*name)));
    }
}

fn describe(field: &mut Json, fallback: &str) {
    if let Some(map) = field.as_object_mut() {
        map.entry("description").or_insert_with(|| json!(fallback));
    }
}

fn tell_sections(body: &mut Json, template: &Template) {
    let sections: Vec<String> =
        template.sections.iter().filter(|section| !section.optional).map(|section| format!("`## {}`", section.title)).collect();
    let said = body.get("description").and_then(Json::as_str).unwrap_or("").to_owned();
    if let (false, Some(map)) = (sections.is_empty(), body.as_object_mut()) {
        map.insert("description".into(), json!(format!("{said} It has the section {}.", sections.join(" and "))));
    }
}

/// A template's `$ref`s count from its own root, which now stands at `place`.
fn move_references(schema: &mut Json, place: &str) {
    match schema {
        Json::Object(map) => {
            for (key, value) in map.iter_mut() {
                match value {
                    Json::String(path) if key == "$ref" && (path == "#" || path.starts_with("#/")) => {
                        *path = format!("{place}{}", &path[1..])
                    }
                    other => move_references(other, place),
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| move_references(item, place)),
        _ => {}
    }
}
