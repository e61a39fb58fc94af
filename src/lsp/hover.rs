//! What stands under the cursor, in a few lines.
//!
//! In: a [`Snapshot`], a file and a byte of it. Out: Markdown and the name that it is about. Never panics.

use std::ops::Range;

use crate::schema::Form;
use crate::source::FileId;

use super::context::{Fields, Scene, Spot, Tree, fields};
use super::symbols;
use super::{Snapshot, about};

/// What is told of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The name's bytes in its file.
    pub range: Range<usize>,
    /// Markdown.
    pub text: String,
}

/// What is told of the name or field at a byte of a file.
pub fn hover(snapshot: &Snapshot, file: FileId, byte: usize) -> Option<Hover> {
    let scene = Scene::of(snapshot, file)?;
    named(snapshot, file, byte).or_else(|| written(&scene, byte))
}

/// Something that the site names.
fn named(snapshot: &Snapshot, file: FileId, byte: usize) -> Option<Hover> {
    let catalog = snapshot.checked.catalog.as_ref()?;
    let symbol = symbols::at(snapshot, file, byte)?;
    Some(Hover { range: symbol.span.range(), text: about::thing(catalog, &symbol.thing) })
}

/// A field, a kind or one of the values that a field takes, as the schemas tell of it.
fn written(scene: &Scene, byte: usize) -> Option<Hover> {
    if byte < scene.yaml.start || byte > scene.yaml.end {
        return None;
    }
    let tree = Tree::read(scene.text, scene.yaml.clone(), byte);
    let root = scene.schema();
    let fields = Fields { root: &root, tree: &tree };
    match tree.spot.clone()? {
        Spot::Key { map, written, has_colon: true } => {
            let node = tree.nodes[map].children.iter().copied().find(|child| tree.nodes[*child].key == written)?;
            Some(Hover { text: key(scene, &fields, node)?, range: written })
        }
        Spot::Value { node, written, .. } if !written.is_empty() => Some(Hover { text: value(scene, &fields, node)?, range: written }),
        _ => None,
    }
}

fn key(scene: &Scene, fields: &Fields, node: usize) -> Option<String> {
    let name = fields.tree.nodes[node].name.as_deref()?;
    if scene.form == Form::Site
        && let [Some("checks"), Some(code)] = fields.tree.names(node).as_slice()
    {
        return code.parse().ok().map(about::code);
    }
    let given = fields.at(node)?;
    let schema = fields.settle(node, given);
    let told = fields::text(given, "description").or_else(|| fields::text(schema, "description"))?;
    let kind = fields::type_name(schema);
    let kind = if kind.is_empty() { String::new() } else { format!(": {kind}") };
    let default = fields::text(schema, "default").map(|default| format!("; `{default}` where it is left out")).unwrap_or_default();
    Some(format!("**{name}**{kind}{default}\n\n{told}"))
}

fn value(scene: &Scene, fields: &Fields, node: usize) -> Option<String> {
    let value = fields.tree.scalar(node)?;
    if fields.tree.nodes[node].name.as_deref() == Some("kind") && scene.form != Form::Site {
        return scene.template(value).map(about::kind);
    }
    let schema = fields.settle(node, fields.at(node)?);
    let position = schema.get("enum")?.as_array()?.iter().position(|option| option == value)?;
    let told = schema.get("enumDescriptions")?.get(position)?.as_str()?;
    Some(format!("**{value}**\n\n{told}"))
}
