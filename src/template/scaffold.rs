//! A template to the entry that a writer fills.

use std::fmt::Write;

use serde_json::Value as Json;

use super::Template;

/// What is known of an entry that is to be written. Plain data.
#[derive(Debug, Clone, Default)]
pub struct Scaffold<'a> {
    /// Its title; a blank is left where none is given.
    pub title: Option<&'a str>,
    /// The keys of its components.
    pub components: &'a [&'a str],
}

/// The Markdown file of an entry with blanks in it: fields it must have, then those it may have as comments, then the body
/// with its guidance. Sections that may be left out stand in comments, so that nothing has to be removed.
pub fn scaffold(template: &Template, known: &Scaffold) -> String {
    let title = known.title.map_or_else(String::new, |title| format!(" {}", scalar(title)));
    let mut text = format!("---\nkind: {}\ntitle:{title}\n", template.name);
    match known.components {
        [] => {}
        [one] => push(&mut text, format_args!("component: {}", scalar(one))),
        many => push(&mut text, format_args!("component: [{}]", many.iter().map(|key| scalar(key)).collect::<Vec<_>>().join(", "))),
    }
    let required: Vec<&str> =
        template.schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect();
    let is_written = |name: &str| matches!(name, "kind" | "title") || (name == "component" && !known.components.is_empty());
    for name in required.iter().filter(|name| !is_written(name)) {
        push(&mut text, format_args!("{name}:{}", comment(template, name)));
    }
    for name in own_fields(template).filter(|name| !required.contains(name)) {
        push(&mut text, format_args!("# {name}:{}", comment(template, name)));
    }
    for name in ["component", "audience", "refs", "docs"].into_iter().filter(|name| !required.contains(name) && !is_written(name)) {
        push(&mut text, format_args!("# {name}:{}", comment(template, name)));
    }
    text.push_str("---\n");
    text.push_str(&body(template));
    text
}

fn push(text: &mut String, line: std::fmt::Arguments) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{line}");
}

/// Fields that the kind adds to those every entry has.
fn own_fields(template: &Template) -> impl Iterator<Item = &str> {
    let common: Json = serde_json::from_str(super::schema::COMMON).unwrap_or_default();
    let fields = template.schema.get("properties").and_then(Json::as_object).into_iter().flatten();
    fields.map(|(name, _)| name.as_str()).filter(move |name| common.get("properties").is_none_or(|fields| fields.get(name).is_none()))
}

/// What a field is for, after its name.
fn comment(template: &Template, name: &str) -> String {
    let schema = template.schema.get("properties").and_then(|fields| fields.get(name));
    let description = schema.and_then(|schema| schema.get("description")).and_then(Json::as_str).unwrap_or("");
    let options: Vec<&str> =
        schema.and_then(|schema| schema.get("enum")).and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect();
    match (options.is_empty(), description.is_empty()) {
        (false, _) => format!("  # {}", options.join(" | ")),
        (true, false) => format!("  # {description}"),
        (true, true) => String::new(),
    }
}

fn body(template: &Template) -> String {
    let mut text = String::new();
    if !template.guidance.is_empty() {
        push(&mut text, format_args!("<!-- {} -->", template.guidance));
    }
    for section in &template.sections {
        match (section.optional, section.guidance.is_empty()) {
            (true, _) => push(&mut text, format_args!("\n<!--\n## {}\n{}\n-->", section.title, section.guidance)),
            (false, true) => push(&mut text, format_args!("\n## {}", section.title)),
            (false, false) => push(&mut text, format_args!("\n## {}\n<!-- {} -->", section.title, section.guidance)),
        }
    }
    text
}

/// A text as a YAML scalar: plain where that is safe, else in double quotes, whose escapes are those of JSON.
fn scalar(text: &str) -> String {
    let is_plain = text.starts_with(|first: char| first.is_alphabetic())
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | ',' | '.' | '/' | '(' | ')' | '\''))
        && !text.ends_with(' ')
        && !matches!(text.to_lowercase().as_str(), "true" | "false" | "null");
    if is_plain { text.to_owned() } else { Json::from(text).to_string() }
}
