//! Names of fields, and keys that the site itself chooses.

use std::collections::BTreeSet;
use std::ops::Range;

use serde_json::Value as Json;

use crate::import::yaml::scalar;
use crate::schema::Form;

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
    known.sort_by_key(|field| !field.is_required);
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
    let asked = if field.is_required { "required" } else { "" };
    let kind = fields::type_name(schema);
    let default = fields::text(schema, "default").map(|default| format!("by default {default}")).unwrap_or_default();
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
