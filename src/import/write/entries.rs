//! Entries as a list of YAML.

use std::collections::HashMap;
use std::fmt::Write;

use crate::ident::slug;
use crate::import::notes::Entry;
use crate::import::yaml;

use super::text::Texts;

/// Ids that are taken in a release, and the last number that was put after each.
pub(super) type Ids = HashMap<String, usize>;

pub(super) fn entries(out: &mut String, indent: usize, entries: &[&Entry], ids: &mut Ids, texts: &mut Texts) {
    for entry in entries {
        let of_title = slug(&entry.title);
        let own = entry.id.as_deref().map(slug).filter(|id| !id.is_empty()).unwrap_or_else(|| of_title.clone());
        let id = unique(if own.is_empty() { "entry" } else { &own }, ids);
        let _ = writeln!(out, "{:indent$}- kind: {}", "", entry.kind);
        if id != of_title {
            let _ = writeln!(out, "{:indent$}  id: {}", "", yaml::scalar(&id));
        }
        let _ = writeln!(out, "{:indent$}  title: {}", "", yaml::scalar(&entry.title));
        fields(out, indent + 2, entry);
        let mut body = entry.body.clone();
        if !entry.labels.is_empty() {
            let _ = write!(body, "\n\nListed under *{}*.", entry.labels.join(", "));
        }
        let body = texts.settled(&body);
        yaml::markdown(out, indent + 2, "body", &body);
    }
}

/// What few entries say.
fn fields(out: &mut String, indent: usize, entry: &Entry) {
    list(out, indent, "component", &entry.components);
    list(out, indent, "audience", &entry.audiences);
    list(out, indent, "refs", &entry.refs);
    if entry.highlight {
        let _ = writeln!(out, "{:indent$}highlight: true", "");
    }
    for (name, value) in [("severity", &entry.severity), ("cve", &entry.cve), ("affects", &entry.affects)] {
        if let Some(value) = value {
            let _ = writeln!(out, "{:indent$}{name}: {}", "", yaml::scalar(value));
        }
    }
    if !entry.links.is_empty() {
        let _ = writeln!(out, "{:indent$}links:", "");
    }
    for (title, url) in &entry.links {
        let _ = writeln!(out, "{:indent$}  - title: {}\n{:indent$}    url: {}", "", yaml::scalar(title), "", yaml::scalar(url));
    }
    if !entry.contributors.is_empty() {
        let _ = writeln!(out, "{:indent$}contributors:", "");
    }
    for (name, url) in &entry.contributors {
        let _ = writeln!(out, "{:indent$}  - name: {}", "", yaml::scalar(name));
        if let Some(url) = url {
            let _ = writeln!(out, "{:indent$}    url: {}", "", yaml::scalar(url));
        }
    }
}

fn list(out: &mut String, indent: usize, name: &str, values: &[String]) {
    if !values.is_empty() {
        let values: Vec<String> = values.iter().map(|value| yaml::item(value)).collect();
        let _ = writeln!(out, "{:indent$}{name}: [{}]", "", values.join(", "));
    }
}

fn unique(wanted: &str, used: &mut Ids) -> String {
    let mut number = used.get(wanted).copied().unwrap_or(1);
    let mut id = wanted.to_owned();
    while used.contains_key(&id) {
        number += 1;
        let end = format!("-{number}");
        let stem: String = wanted.chars().take(80 - end.len()).collect();
        id = format!("{}{end}", stem.trim_end_matches('-'));
    }
    used.insert(wanted.to_owned(), number);
    used.insert(id.clone(), 1);
    id
}
