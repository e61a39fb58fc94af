//! Names of fields, and keys that the site itself chooses.

use std::collections::BTreeSet;
use std::ops::Range;

use serde_json::Value as Json;

use crate::import::yaml::scalar;
use crate::schema::Form;
use crate::template::{self, Scaffold, Template};

use super::{Completion, CompletionKind, Completions};
use crate::lsp::context::Scene;
use crate::lsp::context::fields::{self, Field, Fields};

/// The keys that a map has not yet; those that it must have first.
pub(super) fn at(scene: &Scene, fields: &Fields, map: usize, written: Range<usize>, has_colon: bool) -> Completions {
    let tree = fields.tree;
    let given: BTreeSet<&str> = tree.nodes[map]
        .children
        .iter()
        .filter(|child| tree.nodes[**child].key != written)
        .filter_map(|child| tree.nodes[*child].name.as_deref())
        .collect();
    let mut known = fields.of_map(map);
    known.sort_by_key(|field| (field.required.unwrap_or(usize::MAX), fields.is_remote(map, field.name)));
    let known = known.iter().map(|field| (of_field(fields, map, field, has_colon), field.name));
    let own = own_keys(scene, fields, map).into_iter().map(|key| {
        let text = if has_colon { scalar(&key) } else { format!("{}:", scalar(&key)) };
        (Completion { text, ..Completion::new(CompletionKind::Field, key.clone()) }, key)
    });
    let known = known.map(|(item, name)| (item, name.to_owned()));
    let items = known.chain(own).filter(|(_, name)| !given.contains(name.as_str())).map(|(item, _)| item).collect();
    Completions { range: written, items, is_incomplete: false }
}

fn of_field(fields: &Fields, map: usize, field: &Field, has_colon: bool) -> Completion {
    let schema = fields.settle(map, field.schema);
    let told = fields::text(field.schema, "description").or_else(|| fields::text(schema, "description")).unwrap_or("");
    let asked = if field.required.is_some() { "required" } else { "" };
    let kind = fields::type_name(schema);
    let default = fields::text(schema, "default").map(|default| format!("default: {default}")).unwrap_or_default();
    let detail = [asked, &kind, &default].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let text = match has_colon {
        true => field.name.to_owned(),
        // What follows stands on lines of its own.
        false if is_on_lines(fields, schema) => format!("{}:", field.name),
        false => format!("{}: ", field.name),
    };
    let item = Completion { text, ..Completion::new(CompletionKind::Field, field.name) };
    item.detail(detail.replace('`', "")).documentation(told)
}

/// What the first line of a new item of a list of maps may hold: what it must have, or else anything.
pub(super) fn of_new_item(fields: &Fields, list: usize) -> Vec<Completion> {
    let Some(schema) = fields.at(list).and_then(|schema| fields.items(list, schema)) else { return Vec::new() };
    let schema = fields.settle(0, schema);
    let mut known = fields.of_schema(schema);
    known.sort_by_key(|field| field.required);
    let asks = known.iter().any(|field| field.required.is_some());
    known.iter().filter(|field| field.required.is_some() || !asks).map(|field| of_field(fields, list, field, false)).collect()
}

/// Whether a Markdown file has no front matter yet, and no more than a word in it.
pub(super) fn is_unopened(text: &str) -> bool {
    let word = text.trim();
    word != "---" && !word.contains(char::is_whitespace)
}

/// An entry of each kind with blanks to fill, in the place of the word that is all a file holds.
pub(super) fn whole_entries(scene: &Scene, byte: usize) -> Option<Completions> {
    let word = scene.text.trim();
    let start = if word.is_empty() { byte } else { scene.text.find(word)? };
    let written = start..start + word.len();
    let item = |template: &Template| {
        let text = template::scaffold(template, &Scaffold::default());
        let documentation = format!("```markdown\n{text}```");
        Completion { text, ..Completion::new(CompletionKind::Whole, template.name.as_str()) }
            .detail(format!("new entry: {}", template.label))
            .documentation(documentation)
    };
    let items = scene.templates.iter().map(item).collect();
    let is_here = written.start <= byte && byte <= written.end;
    is_here.then_some(Completions { range: written, items, is_incomplete: false })
}

/// Whether a field holds a map, or a list of maps.
fn is_on_lines(fields: &Fields, schema: &Json) -> bool {
    let is_map = |schema: &Json| fields::takes(schema, "object") && !fields::takes(schema, "string");
    is_map(schema) || schema.get("items").is_some_and(|items| is_map(fields.follow(items)))
}

/// Keys that no schema knows: folders of the content that are no products yet.
fn own_keys(scene: &Scene, fields: &Fields, map: usize) -> Vec<String> {
    if scene.form != Form::Site || fields.tree.names(map) != [Some("products")] {
        return Vec::new();
    }
    let folders = scene.snapshot.loaded.sources.iter().filter_map(|(_, file)| file.path.strip_prefix("content/")?.split_once('/'));
    folders.map(|(folder, _)| folder.to_owned()).collect::<BTreeSet<_>>().into_iter().collect()
}
