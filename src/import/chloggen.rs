//! The fragments of chloggen, which OpenTelemetry's projects use, and the change logs that were made of them.
//!
//! In: `.chloggen/*.yaml` and the change logs that `.chloggen/config.yaml` names. Out: each fragment as an entry that waits for a release.
//! Fragments for another log than the usual one are for the readers of that log: an audience.

use crate::load::{Input, InputFile};
use crate::parse::node::Node;

use super::fragment::{Fragment, scalar, scalars};
use super::kinds::letters;
use super::notes::{Audience, Entry, Notes, Piece};
use super::title::title;
use super::{Format, changelog};

const CONFIG: &str = ".chloggen/config.yaml";

/// A folder of fragments.
pub const FORMAT: Format = Format {
    name: "chloggen",
    settings: &[CONFIG],
    places,
    nothing: "no file of it has a `change_type` and a `note`",
    read: |input, _| read(input),
};

/// What `config.yaml` says.
struct Config {
    folder: String,
    /// Change logs by their names: the first of each pair is what fragments call it.
    logs: Vec<(String, String)>,
    usual: Vec<String>,
}

fn config(input: &Input) -> Config {
    let mut config = Config { folder: ".chloggen".to_owned(), logs: Vec::new(), usual: vec!["user".to_owned()] };
    let Some(fragment) = input.file(CONFIG).and_then(|file| Fragment::of(file, &file.text).ok()) else { return config };
    if let Some(folder) = fragment.root.get("entries_dir").and_then(Node::as_str) {
        folder.trim_start_matches("./").trim_end_matches('/').clone_into(&mut config.folder);
    }
    if let Some(logs) = fragment.root.get("change_logs") {
        let logs = logs.pairs().iter().filter_map(|(name, path)| Some((name.value.clone(), scalar(path)?)));
        config.logs = logs.map(|(name, path)| (name, path.trim_start_matches("./").to_owned())).collect();
    }
    let usual = fragment.root.get("default_change_logs").map(scalars).unwrap_or_default();
    if !usual.is_empty() {
        config.usual = usual;
    } else if let [(only, _)] = config.logs.as_slice() {
        config.usual = vec![only.clone()];
    }
    config
}

fn places(input: &Input) -> Vec<String> {
    if input.files.is_empty() && input.root.ends_with(".chloggen") {
        return Vec::new();
    }
    let config = config(input);
    std::iter::once(config.folder).chain(config.logs.into_iter().map(|(_, path)| path)).collect()
}

fn read(input: &Input) -> Notes {
    let config = config(input);
    let mut notes = Notes::default();
    // The usual log goes first, for it has the title.
    let mut files: Vec<&InputFile> = input.files.iter().collect();
    files.sort_by_key(|file| config.logs.iter().find(|(_, path)| *path == file.path).is_none_or(|(name, _)| !config.usual.contains(name)));
    let template: String = input.files.iter().filter(|file| is_template(file)).map(|file| file.text.as_str()).collect();
    for file in files {
        if file.path.ends_with(".md") {
            log(file, &config, &mut notes);
        } else if file.path == CONFIG || is_template(file) {
            notes.remarks.push(format!("`{}` is about the tool, and left out", file.path));
        } else if file.path.ends_with(".yaml") || file.path.ends_with(".yml") {
            fragment(file, &config, &template, &mut notes);
        } else {
            notes.keep_as_comment(&file.path, 1, &file.text);
        }
    }
    notes
}

/// A change log that was made of earlier fragments.
fn log(file: &InputFile, config: &Config, notes: &mut Notes) {
    let mut made = changelog::read(&file.path, &file.text);
    let name = config.logs.iter().find(|(_, path)| *path == file.path).map(|(name, _)| name.clone());
    let unusual: Vec<String> = name.into_iter().filter(|name| !config.usual.contains(name)).collect();
    let keys = audiences(&unusual, notes);
    for release in made.releases.iter_mut().chain([&mut made.unreleased]) {
        release.entries.iter_mut().for_each(|entry| entry.audiences.clone_from(&keys));
    }
    if let Some(title) = made.title.take_if(|_| notes.title.is_some()) {
        made.preamble.insert(0, Piece { file: file.path.clone(), line: 1, text: format!("# {title}") });
    }
    notes.append(made);
}

fn is_template(file: &InputFile) -> bool {
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    letters(name).starts_with("template")
}

fn fragment(file: &InputFile, config: &Config, template: &str, notes: &mut Notes) {
    let Some(fragment) = Fragment::read_but(file, template, notes) else { return };
    let text = |name: &str| fragment.root.get(name).and_then(scalar).unwrap_or_default();
    let (note, subtext) = (text("note"), text("subtext"));
    let Some(title) = title(&note) else {
        return notes.keep_as_comment(&file.path, 1, &file.text);
    };
    let (kind, label) = kind(&text("change_type"));
    let mut entry = Entry { kind: kind.to_owned(), title, body: format!("{note}\n\n{subtext}").trim().to_owned(), ..Entry::default() };
    entry.labels.extend(label);
    entry.waits_in = file.path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(stem, _)| stem.to_owned());
    for (key, value) in fragment.root.pairs() {
        match key.value.as_str() {
            "change_type" | "note" | "subtext" => {}
            "component" | "components" => {
                entry.components.extend(scalars(value).iter().filter_map(|name| notes.component(name)));
            }
            "issues" => entry.refs.extend(scalars(value).iter().map(|number| format!("#{number}"))),
            "change_logs" => entry.audiences = for_readers(&scalars(value), config, notes),
            _ => fragment.unplaced(key, value, notes),
        }
    }
    notes.unreleased.entries.push(entry);
}

/// The kind that a `change_type` means, and the type itself where the kind says less.
fn kind(change_type: &str) -> (&'static str, Option<String>) {
    match change_type {
        "breaking" => ("breaking", None),
        "deprecation" => ("deprecation", None),
        "new_component" => ("feature", Some("New component".to_owned())),
        "enhancement" => ("improvement", None),
        "bug_fix" => ("fix", None),
        other => ("improvement", Some(other.to_owned()).filter(|other| !other.is_empty())),
    }
}

/// Nobody in particular where one of the logs is a usual one.
fn for_readers(logs: &[String], config: &Config, notes: &mut Notes) -> Vec<String> {
    if logs.iter().any(|log| config.usual.contains(log)) { Vec::new() } else { audiences(logs, notes) }
}

fn audiences(logs: &[String], notes: &mut Notes) -> Vec<String> {
    let mut keys = Vec::new();
    for log in logs {
        let key = crate::ident::slug(log);
        if key.is_empty() {
            continue;
        }
        if !notes.audiences.iter().any(|known| known.key == key) {
            notes.audiences.push(Audience { key: key.clone(), name: log.clone(), private: false });
        }
        keys.push(key);
    }
    keys
}
