//! The folder of changie: a file of Markdown for each version, and a file of YAML for each change that waits for one.
//!
//! In: `.changie.yaml` and the folder it names. Out: the versions as releases, read as a changelog is, and the rest as waiting entries.
//! Kinds are those that their labels mean, and else what they ask of the next version.

use crate::load::{Input, InputFile};
use crate::parse::node::Node;

use super::fragment::{Fragment, scalar};
use super::kinds::{letters, section};
use super::notes::{Entry, Notes, Piece};
use super::title::title;
use super::{Format, changelog, versions};

const CONFIGS: &[&str] = &[".changie.yaml", ".changie.yml"];

/// A folder with a `.changie.yaml`.
pub const FORMAT: Format = Format {
    name: "changie",
    settings: CONFIGS,
    places: |input| vec![config(input).folder],
    nothing: "no file of it is named after a version or says a `kind` and a `body`",
    read: |input, _| read(input),
};

/// What the configuration says.
struct Config {
    folder: String,
    waiting: String,
    header: String,
    /// Key, label and what the next version must be at least.
    kinds: Vec<(String, String, String)>,
}

fn config(input: &Input) -> Config {
    let mut config = Config { folder: ".changes".into(), waiting: "unreleased".into(), header: "header.tpl.md".into(), kinds: Vec::new() };
    let file = CONFIGS.iter().find_map(|name| input.file(name));
    let Some(fragment) = file.and_then(|file| Fragment::of(file, &file.text).ok()) else { return config };
    let text = |node: &Node, name: &str| node.get(name).and_then(scalar).unwrap_or_default();
    for (name, place) in [("changesDir", &mut config.folder), ("unreleasedDir", &mut config.waiting), ("headerPath", &mut config.header)] {
        let said = text(&fragment.root, name);
        if !said.is_empty() {
            said.trim_start_matches("./").trim_end_matches('/').clone_into(place);
        }
    }
    let kinds = fragment.root.get("kinds").map(Node::items).unwrap_or_default();
    config.kinds = kinds.iter().map(|kind| (text(kind, "key"), text(kind, "label"), text(kind, "auto"))).collect();
    config
}

impl Config {
    /// The kind of ours, and the label where that says more.
    fn kind(&self, name: &str) -> (&'static str, Option<String>) {
        let known = self.kinds.iter().find(|(key, label, _)| name == label || name == key && !key.is_empty());
        let label = known.map_or(name, |(_, label, _)| label);
        let (kind, exact) = section(label);
        let kind = match known.map_or("", |(_, _, bump)| bump) {
            "major" if !exact => "breaking",
            "minor" if !exact && kind == "improvement" => "feature",
            _ => kind,
        };
        (kind, (!exact && !label.is_empty()).then(|| label.to_owned()))
    }
}

fn read(input: &Input) -> Notes {
    let config = config(input);
    let mut notes = Notes::default();
    let mut versions = Vec::new();
    for file in input.files.iter().filter(|file| !CONFIGS.contains(&file.path.as_str())) {
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        let waits = file.path.contains(&format!("/{}/", config.waiting)) || file.path.starts_with(&format!("{}/", config.waiting));
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        match versions::of_tag(stem) {
            _ if name == ".gitkeep" => {}
            _ if waits && (name.ends_with(".yaml") || name.ends_with(".yml")) => fragment(file, &config, &mut notes),
            Some((_, version)) if !waits => versions.push((semver::Version::parse(&version).ok(), stem, file)),
            _ if name == config.header || file.path.ends_with(&config.header) => {
                notes.append(changelog::read(&file.path, &file.text));
            }
            _ if waits => notes.keep_as_comment(&file.path, 1, &file.text),
            _ => notes.preamble.push(Piece { file: file.path.clone(), line: 1, text: file.text.clone() }),
        }
    }
    versions.sort_by(|(a, ..), (b, ..)| b.cmp(a));
    for (_, stem, file) in versions {
        notes.append(version(stem, file));
    }
    notes
}

/// The file of a version. One whose heading is not understood has the version that its name says.
fn version(stem: &str, file: &InputFile) -> Notes {
    let mut notes = changelog::read(&file.path, &file.text);
    if notes.releases.is_empty() {
        notes = changelog::read(&file.path, &format!("## {stem}\n\n{}", file.text));
        notes.unplaced.iter_mut().for_each(|unplaced| unplaced.line = unplaced.line.saturating_sub(2).max(1));
        notes.definitions.iter_mut().for_each(|definition| definition.line = definition.line.saturating_sub(2).max(1));
    }
    notes
}

fn fragment(file: &InputFile, config: &Config, notes: &mut Notes) {
    let Some(fragment) = Fragment::read(file, notes) else { return };
    let text = |name: &str| fragment.root.get(name).and_then(scalar).unwrap_or_default();
    let body = text("body");
    let Some(title) = title(&body) else {
        return notes.keep_as_comment(&file.path, 1, &file.text);
    };
    let (kind, label) = config.kind(&text("kind"));
    let mut entry = Entry { kind: kind.to_owned(), title, body, ..Entry::default() };
    entry.labels.extend(label);
    for (key, value) in fragment.root.pairs() {
        match key.value.as_str() {
            "kind" | "body" => {}
            "component" | "project" => entry.components.extend(scalar(value).and_then(|name| notes.component(&name))),
            "custom" => value.pairs().iter().for_each(|(key, value)| custom(&fragment, key, value, &mut entry, notes)),
            "time" => notes.unreleased.comments.push(format!("{}: {}", file.path, fragment.written(key, value))),
            _ => fragment.unplaced(key, value, notes),
        }
    }
    notes.unreleased.entries.push(entry);
}

/// What a project asks of its writers itself: numbers of issues and names of people have a place, all else is said in the body.
fn custom(fragment: &Fragment, key: &crate::source::Spanned<String>, value: &Node, entry: &mut Entry, notes: &mut Notes) {
    let Some(said) = scalar(value).filter(|said| !said.is_empty()) else { return fragment.unplaced(key, value, notes) };
    let numbers = said.split([',', ' ']).filter(|word| !word.is_empty()).map(|word| word.trim_start_matches('#').parse::<u64>());
    match letters(&key.value).as_str() {
        "issue" | "issues" | "pr" | "prs" | "pullrequest" | "ticket" | "mr" => match numbers.collect::<Result<Vec<u64>, _>>() {
            Ok(numbers) => entry.refs.extend(numbers.iter().map(|number| format!("#{number}"))),
            Err(_) => entry.refs.push(said),
        },
        "author" | "authors" | "contributor" => entry.contributors.extend(said.split(',').map(|name| (name.trim().to_owned(), None))),
        _ => entry.body.push_str(&format!("\n\n*{}: {said}*", key.value)),
    }
}
