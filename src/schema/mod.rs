//! JSON Schemas (2020-12) of what writers commit, for editors that know nothing of Tidings.
//!
//! In:  site.yaml as read, and the entry templates in force. Out: a schema for each form of file, with titles, descriptions and
//! the site's own kinds, components and audiences. Never stricter than `check`, which says the rest; no I/O.

mod entries;
mod portable;

use serde_json::{Map, Value as Json, json};

use crate::diag::{ALL_CODES, Explanation, Severity};
use crate::ident::Versioning;
use crate::parse::document::SiteDocument;
use crate::template::Template;

/// Where a site keeps its schemas, from its folder: editors are told this path.
pub const FOLDER: &str = ".tidings/schema";

/// A form of file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `content/site.yaml`
    Site,
    /// `release.yaml`, `VERSION.yaml`, and the front matter of `VERSION.md`.
    Release,
    /// A YAML list of entries.
    Entries,
    /// The front matter of an entry.
    Entry,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Site, Self::Release, Self::Entries, Self::Entry];

    /// Its name on the command line and on disk.
    pub fn name(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Release => "release",
            Self::Entries => "entries",
            Self::Entry => "entry",
        }
    }

    /// The name of its file.
    pub fn file_name(self) -> String {
        format!("{}.json", self.name())
    }

    /// The comment that tells an editor's YAML language server which schema a file at `path` (from the site's folder) has.
    pub fn modeline(self, path: &str) -> String {
        let up = "../".repeat(path.matches('/').count());
        format!("# yaml-language-server: $schema={up}{FOLDER}/{}\n", self.file_name())
    }
}

/// The schema of one form.
pub fn schema(form: Form, site: &SiteDocument, templates: &[Template]) -> Json {
    let mut schema = with_own_formats(form, Some(site), templates);
    portable::rewrite(&mut schema, &portable::Names::of(site));
    with(schema, [("$schema", json!("https://json-schema.org/draft/2020-12/schema"))])
}

/// The schema of one form, in which formats of our own still say what a field takes: `component`, `entry-id`, `markdown` and so on.
/// What the site knows of itself is left out where site.yaml cannot be read.
pub fn with_own_formats(form: Form, site: Option<&SiteDocument>, templates: &[Template]) -> Json {
    match form {
        Form::Site => site_schema(),
        Form::Release => release_schema(site, templates),
        Form::Entries => {
            let head = json!({ "title": "Entries", "description": "A list of entries.", "type": ["array", "null"] });
            with(head, [("items", json!({ "$ref": "#/$defs/item" })), ("$defs", Json::Object(entries::items(templates)))])
        }
        Form::Entry => entries::front_matter(templates),
    }
}

/// Reads a schema that ships. They are sound; a test says so.
fn built_in(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_default()
}

fn pairs(schema: Json) -> impl Iterator<Item = (String, Json)> {
    let map = match schema {
        Json::Object(map) => map,
        _ => Map::new(),
    };
    map.into_iter()
}

fn with(mut schema: Json, more: impl IntoIterator<Item = (impl Into<String>, Json)>) -> Json {
    if let Some(map) = schema.as_object_mut() {
        map.extend(more.into_iter().map(|(key, value)| (key.into(), value)));
    }
    schema
}

/// Puts `value` where a JSON pointer leads.
fn put(schema: &mut Json, pointer: &str, value: Json) {
    if let Some(place) = schema.pointer_mut(pointer) {
        *place = value;
    }
}

fn site_schema() -> Json {
    let mut schema = built_in(include_str!("site.json"));
    let level = |row: &Explanation| {
        let schema =
            json!({ "title": row.name, "description": row.meaning, "enum": ["off", "warn", "error"], "default": level_name(row.severity) });
        (row.name.to_owned(), schema)
    };
    let levels = ALL_CODES.iter().filter(|row| !row.fixed).map(level).collect();
    put(&mut schema, "/properties/checks/properties", Json::Object(levels));
    schema
}

/// As `checks:` writes it.
fn level_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warn",
    }
}

fn release_schema(site: Option<&SiteDocument>, templates: &[Template]) -> Json {
    let mut schema = built_in(include_str!("release.json"));
    let products = site.map_or(&[][..], |site| &site.products);
    if products.iter().any(|product| product.versioning == Versioning::Calendar) {
        put(&mut schema, "/properties/type/enum", json!(["hotfix", "security", "major", "minor", "patch"]));
    }
    let policies = products.iter().map(|product| &product.policy).chain(site.map(|site| &site.policy));
    let items = policies.flat_map(|policy| policy.readiness.iter().flatten());
    let state = schema.pointer("/properties/readiness/additionalProperties").cloned().unwrap_or_default();
    let items = items.map(|item| (item.value.clone(), with(state.clone(), [("title", json!(item.value))]))).collect();
    put(&mut schema, "/properties/readiness/properties", Json::Object(items));
    with(schema, [("$defs", Json::Object(entries::items(templates)))])
}
