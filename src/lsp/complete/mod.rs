//! What may stand at the cursor.
//!
//! In: a [`Snapshot`], a file and a byte of it. Out: texts to put there, best first. The text around the cursor is seldom good YAML, so
//! it is read by its indents and brackets; what the site knows comes from the snapshot as far as that could be read. Never panics.

mod keys;
mod markdown;
mod names;
mod values;

use std::ops::Range;

use crate::schema::Form;
use crate::source::FileId;

use super::context::{Fields, Scene, Shape, Spot, Tree, fields};
use super::symbols::Thing;
use super::{Snapshot, about};

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    /// The name of a field, or another key.
    Field,
    /// One of the values that a field takes.
    Value,
    /// Something that the site names: an entry, a release, a component.
    Name,
    /// A file.
    File,
    /// A heading.
    Heading,
    /// A whole entry with blanks in it.
    Whole,
}

/// A text that may stand at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What the writer reads in the list.
    pub label: String,
    /// A few words beside it.
    pub detail: String,
    /// More about it, in Markdown.
    pub documentation: String,
    /// What it is.
    pub kind: CompletionKind,
    /// What is put in the place of [`Completions::range`].
    pub text: String,
    /// What the writer may type to find it, where that is more than the label.
    pub filter: Option<String>,
    /// What it is about, told once it is sure to be shown: a site may name thousands.
    subject: Option<Thing>,
}

impl Completion {
    fn new(kind: CompletionKind, label: impl Into<String>) -> Self {
        let label = label.into();
        Self { text: label.clone(), label, detail: String::new(), documentation: String::new(), kind, filter: None, subject: None }
    }

    fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    fn documentation(mut self, documentation: impl Into<String>) -> Self {
        self.documentation = documentation.into();
        self
    }
}

/// What may stand at the cursor, best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completions {
    /// The bytes that each of them replaces: one line at most, the cursor in it or at an end of it.
    pub range: Range<usize>,
    /// In the order to be shown.
    pub items: Vec<Completion>,
    /// Whether there are more, which show when more is typed.
    pub is_incomplete: bool,
}

/// As many completions as an editor is given at once.
const MOST: usize = 200;

/// What may stand at a byte of a file. Nothing is offered where anything may stand.
pub fn complete(snapshot: &Snapshot, file: FileId, byte: usize) -> Completions {
    let mut found = Scene::of(snapshot, file).and_then(|scene| at(&scene, byte)).unwrap_or_else(|| none(byte));
    let text = snapshot.loaded.sources.text(file);
    // An editor replaces within a line only (LSP 3.17, `CompletionItem.textEdit`).
    if text.get(found.range.clone()).is_none_or(|written| written.contains('\n')) {
        return none(byte);
    }
    if found.items.len() > MOST {
        let typed = text.get(found.range.start..byte).unwrap_or("");
        choose(&mut found, typed);
    }
    if let Some(catalog) = &snapshot.checked.catalog {
        for item in &mut found.items {
            item.documentation =
                item.subject.as_ref().map_or_else(|| std::mem::take(&mut item.documentation), |thing| about::thing(catalog, thing));
        }
    }
    found
}

/// Keeps those that suit best what is typed, in their order.
fn choose(found: &mut Completions, typed: &str) {
    let typed = typed.to_lowercase();
    // What comes after `entry:`.
    let name = typed.rsplit(':').next().unwrap_or(&typed);
    let mut fitting: Vec<(bool, Completion)> = std::mem::take(&mut found.items)
        .into_iter()
        .filter_map(|item| {
            let known = item.filter.as_ref().unwrap_or(&item.label).to_lowercase();
            has_letters(&known, &typed).then(|| (!known.contains(name), item))
        })
        .collect();
    fitting.sort_by_key(|(is_far, _)| *is_far);
    found.is_incomplete = fitting.len() > MOST;
    found.items = fitting.into_iter().take(MOST).map(|(_, item)| item).collect();
}

fn none(byte: usize) -> Completions {
    Completions { range: byte..byte, items: Vec::new(), is_incomplete: false }
}

/// Whether what is typed stands in what a completion is found by, letter after letter: what editors ask, too.
fn has_letters(known: &str, typed: &str) -> bool {
    let mut letters = known.chars();
    typed.chars().all(|wanted| letters.any(|letter| letter == wanted))
}

fn at(scene: &Scene, byte: usize) -> Option<Completions> {
    let inside = |range: &Range<usize>| range.start <= byte && byte <= range.end;
    if scene.form == Form::Entry && keys::is_unopened(scene.text) {
        return keys::whole_entries(scene, byte);
    }
    if let Some(body) = scene.body.as_ref().filter(|body| inside(body)) {
        let tree = Tree::read(scene.text, scene.yaml.clone(), byte);
        let kind = if scene.form == Form::Entry { tree.find(0, "kind").and_then(|node| tree.scalar(node)) } else { None };
        return markdown::at(scene, kind, body.clone(), byte);
    }
    if !inside(&scene.yaml) {
        return None;
    }
    let tree = Tree::read(scene.text, scene.yaml.clone(), byte);
    let root = scene.schema();
    let fields = Fields { root: &root, tree: &tree };
    match tree.spot.clone()? {
        Spot::Value { node, written, .. } | Spot::Below { node, written, .. } if !written.is_empty() && is_markdown(&fields, node) => {
            markdown::at(scene, None, written, byte)
        }
        Spot::Key { map, written, has_colon } => Some(keys::at(scene, &fields, map, written, has_colon)),
        Spot::Value { node, written, lead, is_quoted, is_flow } => {
            let writing = values::Writing { is_quoted, is_flow, lead: if lead { " " } else { "" } };
            let items = values::of(scene, &fields, node, &writing);
            Some(Completions { range: written, items, is_incomplete: false })
        }
        Spot::Below { node, written, lead } => Some(below(scene, &fields, node, written, lead)),
        Spot::Text { node } => {
            let map = tree.nodes[node].parent;
            let is_body = tree.nodes[node].name.as_deref() == Some("body");
            let kind = tree.find(map, "kind").and_then(|node| tree.scalar(node)).filter(|_| is_body);
            let range = tree.nodes[node].value.clone();
            is_markdown(&fields, node).then(|| markdown::at(scene, kind, range.start.min(byte)..range.end.max(byte), byte)).flatten()
        }
    }
}

/// Whether a value is Markdown. So is what replaces something deprecated, although its template does not say so.
fn is_markdown(fields: &Fields, node: usize) -> bool {
    let says_so = fields.at(node).is_some_and(|schema| fields::text(fields.settle(node, schema), "format") == Some("markdown"));
    says_so || fields.tree.nodes[node].name.as_deref() == Some("replacement")
}

/// A line of its own: what its key or dash asks for decides what may stand on it.
fn below(scene: &Scene, fields: &Fields, node: usize, written: Range<usize>, lead: bool) -> Completions {
    let lead = if lead { " " } else { "" };
    let Some(schema) = fields.at(node).map(|schema| fields.settle(node, schema)) else {
        return Completions { range: written, items: Vec::new(), is_incomplete: false };
    };
    let mut found = keys::at(scene, fields, node, written, false);
    let is_list = fields::takes(schema, "array");
    // A line below a key needs no value where a list or a map is asked for.
    if is_list && fields.tree.nodes[node].shape != Shape::Map {
        let items = values::of_items(scene, fields, node).into_iter().chain(keys::of_new_item(fields, node));
        found.items.extend(items.map(|item| Completion { text: format!("- {}", item.text), ..item }));
    } else if found.items.is_empty() {
        found.items = values::of(scene, fields, node, &values::Writing::default());
    }
    for item in &mut found.items {
        item.text = format!("{lead}{}", item.text);
    }
    found
}
