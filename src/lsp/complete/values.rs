//! What a field may hold.

use chrono::{FixedOffset, NaiveDate, NaiveTime};
use serde_json::Value as Json;

use crate::import::yaml;
use crate::schema::Form;

use super::{Completion, CompletionKind, names};
use crate::lsp::context::fields::{self, Fields, alternatives};
use crate::lsp::context::{Scene, Shape};

/// How a value stands in its place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Writing {
    /// Within quotes that are there already.
    pub is_quoted: bool,
    /// Within brackets.
    pub is_flow: bool,
    /// What must stand before it.
    pub lead: &'static str,
}

impl Writing {
    fn text(&self, value: &str) -> String {
        let written = match (self.is_quoted || is_plain(value), self.is_flow) {
            (true, _) => value.to_owned(),
            (false, true) => yaml::item(value),
            (false, false) => yaml::scalar(value),
        };
        format!("{}{written}", self.lead)
    }
}

/// Values that writers put no quotes around and that need none: `true`, days, versions, `10%`, `8 weeks`.
fn is_plain(value: &str) -> bool {
    let is_day = value.get(..10).is_some_and(|day| day.parse::<NaiveDate>().is_ok());
    let is_safe = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '+' | '%' | ' ');
    let is_counted = value.starts_with(|first: char| first.is_ascii_digit()) && value.chars().all(is_safe) && !value.contains(" -");
    // `2026.11` would be a number, and so would `1e3` and `0x1`.
    let is_number = value.parse::<f64>().is_ok() || value.starts_with("0x") || value.starts_with("0o");
    matches!(value, "true" | "false" | "off" | "|") || is_day || (is_counted && !is_number)
}

/// The values that a node may have.
pub(super) fn of(scene: &Scene, fields: &Fields, node: usize, writing: &Writing) -> Vec<Completion> {
    let Some(schema) = fields.at(node).map(|schema| fields.settle(node, schema)) else { return Vec::new() };
    let takes_one = !fields::takes(schema, "array") || fields::takes(schema, "string");
    let mut found = options(scene, fields, node, schema);
    if let Some(items) = fields.items(node, schema).filter(|_| found.is_empty() || !takes_one) {
        let within = Writing { is_flow: true, lead: "", ..*writing };
        found = options(scene, fields, node, fields.follow(items));
        if !takes_one && !writing.is_quoted {
            return found
                .into_iter()
                .map(|item| Completion { text: format!("{}[{}]", writing.lead, within.text(&item.text)), ..item })
                .collect();
        }
    }
    // A text on lines of its own has no place within brackets or quotes.
    found.retain(|item| item.text != "|" || !(writing.is_flow || writing.is_quoted));
    let is_item = fields.tree.nodes[node].name.is_none();
    let given = if is_item { others(fields, node) } else { Vec::new() };
    found.retain(|item| !given.contains(&item.text.as_str()));
    found.into_iter().map(|item| Completion { text: writing.text(&item.text), ..item }).collect()
}

/// The values that an item of a list may have which has not been started.
pub(super) fn of_items(scene: &Scene, fields: &Fields, list: usize) -> Vec<Completion> {
    let Some(items) = fields.at(list).and_then(|schema| fields.items(list, schema)) else { return Vec::new() };
    let given: Vec<&str> = fields.tree.nodes[list].children.iter().filter_map(|item| fields.tree.scalar(*item)).collect();
    let found = options(scene, fields, list, fields.follow(items));
    let found = found.into_iter().filter(|item| !given.contains(&item.text.as_str()));
    found.map(|item| Completion { text: Writing::default().text(&item.text), ..item }).collect()
}

/// What else stands in the list of an item.
fn others<'a>(fields: &Fields<'a>, item: usize) -> Vec<&'a str> {
    let tree = fields.tree;
    let list = tree.nodes[item].parent;
    let others = tree.nodes[list].children.iter().filter(|other| **other != item && tree.nodes[list].shape == Shape::List);
    others.filter_map(|other| tree.scalar(*other)).collect()
}

/// What a schema lets a writer choose from; texts as they are, without quotes.
fn options(scene: &Scene, fields: &Fields, node: usize, schema: &Json) -> Vec<Completion> {
    let found: Vec<Completion> = alternatives(schema).flat_map(enumerated).collect();
    if !found.is_empty() {
        return found;
    }
    if fields::takes(schema, "boolean") {
        return ["true", "false"].map(|value| Completion::new(CompletionKind::Value, value)).to_vec();
    }
    let format = alternatives(schema).find_map(|schema| fields::text(schema, "format")).unwrap_or("");
    let names = fields.tree.names(node);
    let field = names.iter().rev().flatten().next().copied().unwrap_or("");
    let found = match (format, field) {
        ("component", _) => names::components(scene),
        ("audience", _) => names::audiences(scene),
        ("entry-id", field) => names::entries_for(scene, field),
        ("version", field) => names::versions_for(scene, field),
        ("version-range", field) => names::ranges_for(scene, field == "affects" && !is_of_kind(fields, node, "known-issue")),
        ("markdown", _) => vec![Completion::new(CompletionKind::Value, "|").detail("Markdown on the lines below")],
        ("date" | "when" | "moment", _) => days(scene, fields, node, format),
        ("weekday", _) => WEEKDAYS.iter().map(|(short, name)| Completion::new(CompletionKind::Value, *short).detail(*name)).collect(),
        (_, "highlights") if scene.form == Form::Release => names::shown(scene, fields.tree),
        (_, "src") if names.iter().rev().flatten().nth(1) == Some(&"image") => names::media(scene, true),
        (_, "theme") if scene.form == Form::Site => names::themes(scene),
        _ => Vec::new(),
    };
    if found.is_empty() { examples(schema) } else { found }
}

const WEEKDAYS: [(&str, &str); 7] = [
    ("Mon", "Monday"),
    ("Tue", "Tuesday"),
    ("Wed", "Wednesday"),
    ("Thu", "Thursday"),
    ("Fri", "Friday"),
    ("Sat", "Saturday"),
    ("Sun", "Sunday"),
];

/// The values that a schema lists, that which counts where none is written among them.
fn enumerated(schema: &Json) -> Vec<Completion> {
    let told: Vec<&str> = schema.get("enumDescriptions").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect();
    let default = fields::text(schema, "default");
    let values = schema.get("enum").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
    let item = |(index, value): (usize, &str)| {
        let told = told.get(index).copied().unwrap_or("");
        // A kind's heading, or all of it where that is a sentence.
        let first = told.split_once(". ").map_or(told, |(first, _)| first).trim_end_matches('.');
        let detail = match (default == Some(value), first.is_empty()) {
            (true, true) => "default".to_owned(),
            (true, false) => format!("{first} (default)"),
            (false, _) => first.to_owned(),
        };
        let item = Completion::new(CompletionKind::Value, value).detail(detail.replace('`', ""));
        if first.len() + 1 < told.len() { item.documentation(told) } else { item }
    };
    values.enumerate().map(item).collect()
}

fn examples(schema: &Json) -> Vec<Completion> {
    let texts = schema.get("examples").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
    texts.map(|text| Completion::new(CompletionKind::Value, text).detail("for example")).collect()
}

fn is_of_kind(fields: &Fields, node: usize, kind: &str) -> bool {
    let entry = fields.tree.nodes[node].parent;
    fields.tree.find(entry, "kind").and_then(|node| fields.tree.scalar(node)) == Some(kind)
}

/// Today; for a time also the day that the release is out, at the hours of the policy where they are asked for.
fn days(scene: &Scene, fields: &Fields, node: usize, format: &str) -> Vec<Completion> {
    let hours = hours(scene, fields, node);
    let item = |day: NaiveDate, detail: &str| {
        let text = match format {
            "moment" => moment(day, hours),
            _ => day.to_string(),
        };
        Completion::new(CompletionKind::Value, text).detail(detail)
    };
    let date = fields.tree.find(0, "date").and_then(|node| fields.tree.scalar(node)).and_then(|text| text.get(..10)?.parse().ok());
    let out = date.filter(|_| format == "moment" && scene.form == Form::Release).map(|day| item(day, "the day of the release"));
    let today = scene.catalog().map(|catalog| item(catalog.today(), "today"));
    out.into_iter().chain(today).collect()
}

/// Hours of a day, the offset of their place from UTC, and whether they are of the next morning.
type Hours = (NaiveTime, FixedOffset, bool);

/// When the policy's window begins or ends, at the place in a release's window where that is written.
fn hours(scene: &Scene, fields: &Fields, node: usize) -> Option<Hours> {
    let window = scene.product()?.policy.window.as_ref()?;
    match fields.tree.names(node).as_slice() {
        [Some("window"), Some("from")] => Some((window.from, window.timezone, false)),
        [Some("window"), Some("to")] => Some((window.to, window.timezone, window.to < window.from)),
        _ => None,
    }
}

/// A time (RFC 3339); nine in the morning where no other hour is better.
fn moment(day: NaiveDate, hours: Option<Hours>) -> String {
    let Some((time, offset, is_next)) = hours else { return format!("{day}T09:00:00Z") };
    let day = if is_next { day.succ_opt().unwrap_or(day) } else { day };
    let offset = if offset.local_minus_utc() == 0 { "Z".to_owned() } else { offset.to_string() };
    format!("{day}T{}{offset}", time.format("%H:%M:%S"))
}
