//! The notes of reno: a file of YAML for each change, with lists of reStructuredText under the names of sections.
//!
//! In: `releasenotes/notes/` and `releasenotes/config.yaml`. Out: each item of a list as an entry that waits for a release, for which
//! release it was for only the history of the repository knows. A section is read by itself, so that one that stands twice is read twice,
//! and one that is no YAML keeps no other from being read.

use crate::ident::slug;
use crate::load::{Input, InputFile};
use crate::parse::node::{Node, Value};

use super::fragment::{Fragment, scalar};
use super::kinds;
use super::notes::{Entry, Notes};
use super::rst::{self, fenced};
use super::title::title;
use super::{Format, ImportOptions};

const CONFIGS: &[&str] = &["releasenotes/config.yaml", "reno.yaml"];
const FOLDER: &str = "releasenotes/notes";

/// A folder of notes, or a repository that has one.
pub const FORMAT: Format = Format {
    name: "reno",
    settings: CONFIGS,
    places: |input| if input.asked.is_empty() && !input.files.is_empty() { vec![FOLDER.to_owned()] } else { Vec::new() },
    nothing: "no file of it has a section with notes",
    read,
};

/// The sections that reno has by itself: name, kind, and a label where the kind says less.
const SECTIONS: &[(&str, &str, Option<&str>)] = &[
    ("features", "feature", None),
    ("issues", "improvement", Some("Known Issues")),
    ("upgrade", "upgrade", None),
    ("deprecations", "deprecation", None),
    ("critical", "fix", Some("Critical Issues")),
    ("security", "fix", Some("Security Issues")),
    ("fixes", "fix", None),
    ("other", "improvement", Some("Other Notes")),
];

/// Kinds that do not ship.
const KINDS: &[(&str, &str)] = &[("upgrade", "Upgrade notes"), ("prelude", "In short")];

/// A section that notes may have.
struct Section {
    name: String,
    kind: String,
    label: Option<String>,
}

/// The sections of a project, and what it calls its prelude.
struct Config {
    sections: Vec<Section>,
    prelude: String,
}

fn read(input: &Input, options: &ImportOptions) -> Notes {
    let mut notes = Notes { title: None, ..Notes::default() };
    let config = config(input, &mut notes);
    let inside = !input.root.ends_with("notes") && input.files.iter().any(|file| file.path.starts_with(FOLDER));
    for file in input.files.iter().filter(|file| !inside || file.path.starts_with(FOLDER)) {
        if CONFIGS.contains(&file.path.as_str()) {
            continue;
        }
        if file.path.ends_with(".yaml") || file.path.ends_with(".yml") {
            let mut reader = Reader { file, config: &config, notes: &mut notes, has_version: options.version.is_some() };
            reader.note();
        } else if !file.text.trim().is_empty() {
            notes.keep_as_comment(&file.path, 1, &file.text);
        }
    }
    let own = KINDS.iter().filter(|(key, _)| notes.entries().any(|entry| entry.kind == *key));
    let own: Vec<(String, String)> = own.map(|(key, heading)| ((*key).to_owned(), (*heading).to_owned())).collect();
    notes.kinds.extend(own);
    notes
}

fn config(input: &Input, notes: &mut Notes) -> Config {
    let section = |(name, kind, label): &(&str, &str, Option<&str>)| Section {
        name: (*name).to_owned(),
        kind: (*kind).to_owned(),
        label: label.map(str::to_owned),
    };
    let mut config = Config { sections: SECTIONS.iter().map(section).collect(), prelude: "prelude".to_owned() };
    let file = CONFIGS.iter().find_map(|name| input.file(name));
    let Some(fragment) = file.and_then(|file| Fragment::of(file, &file.text).ok()) else { return config };
    if let Some(name) = fragment.root.get("prelude_section_name").and_then(scalar) {
        config.prelude = name;
    }
    let said = fragment.root.get("sections").map(Node::items).unwrap_or_default();
    for (name, title) in said.iter().filter_map(|section| Some((scalar(section.items().first()?)?, scalar(section.items().get(1)?)?))) {
        if config.sections.iter().any(|known| known.name == name) {
            continue;
        }
        let (kind, exact) = kinds::section(&title);
        let own = Some(slug(&name)).filter(|key| !exact && !key.is_empty());
        if let Some(key) = &own {
            notes.kinds.push((key.clone(), title));
        }
        config.sections.push(Section { name, kind: own.unwrap_or_else(|| kind.to_owned()), label: None });
    }
    config
}

/// Reads one note.
struct Reader<'a> {
    file: &'a InputFile,
    config: &'a Config,
    notes: &'a mut Notes,
    /// Whether what waits becomes a release, which has a summary for preludes.
    has_version: bool,
}

impl Reader<'_> {
    fn note(&mut self) {
        let file = self.file;
        let lines = outdented(&file.text);
        let starts: Vec<usize> = (0..lines.len()).filter(|index| opens_section(lines[*index])).collect();
        let Some(before) = starts.first().copied() else {
            if lines.iter().any(|line| !matches!(line.trim(), "" | "---" | "...")) {
                self.notes.keep_as_comment(&file.path, 1, &file.text);
            }
            return;
        };
        for (index, line) in lines[..before].iter().enumerate().filter(|(_, line)| !matches!(line.trim(), "" | "---" | "...")) {
            self.notes.keep_as_comment(&file.path, index + 1, line);
        }
        for (index, start) in starts.iter().enumerate() {
            let end = starts.get(index + 1).copied().unwrap_or(lines.len());
            self.section(*start, &lines[*start..end]);
        }
    }

    /// The lines from a section's name to the next one's.
    fn section(&mut self, start: usize, lines: &[&str]) {
        let text = format!("{}\n", lines.join("\n"));
        let written = lines[0].split(':').next().unwrap_or("").trim();
        let name = written.trim_matches(['"', '\'']);
        let (kind, label) = self.kind(name, start + 1, lines[0]);
        let fragment = match Fragment::of(self.file, &text) {
            Ok(fragment) => fragment,
            Err((line, why)) => {
                self.notes.list_unplaced(&self.file.path, start + line, &why, "whole, as it is written");
                return self.entry(&kind, label, &fenced("yaml", text.trim_end()), "");
            }
        };
        let mut covered = Vec::new();
        for (_, value) in fragment.root.pairs() {
            let items = if let Value::List(items) = &value.value { items } else { std::slice::from_ref(value) };
            if !value.is_null() && !matches!(value.value, Value::List(_)) && name != self.config.prelude {
                self.notes.list_unplaced(&self.file.path, start + 1, lines[0], "as one entry, for it is no list");
            }
            for (index, item) in items.iter().enumerate().filter(|(_, item)| !item.is_null()) {
                let line = start + fragment.line(item.span);
                if scalar(item).is_some_and(|said| said.trim().is_empty()) {
                    self.notes.list_unplaced(&self.file.path, start + 1, lines[0], "nowhere, for nothing stands under it");
                    continue;
                }
                if scalar(item).is_none() {
                    covered.push((line, line + text.get(item.span.range()).unwrap_or("").trim_end().matches('\n').count()));
                }
                let end = items.get(index + 1).map_or(text.len(), |next| next.span.range().start);
                let said = self.said(&text, item, end, line);
                self.item(&kind, label.clone(), &said, line);
            }
        }
        for (line, comment) in &fragment.comments {
            let number = start + line;
            if !covered.iter().any(|(first, last)| (*first..=*last).contains(&number)) {
                self.notes.keep_as_comment(&self.file.path, number, comment);
            }
        }
    }

    /// The kind and label of a section. One that reno would have passed over is the nearest that it knows.
    fn kind(&mut self, name: &str, line: usize, written: &str) -> (String, Option<String>) {
        if name == self.config.prelude {
            return ("prelude".to_owned(), None);
        }
        let likeness = |section: &Section| strsim::jaro_winkler(&section.name, &name.to_lowercase());
        let nearest = self.config.sections.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        match nearest {
            Some(section) if section.name == name => (section.kind.clone(), section.label.clone()),
            Some(section) if likeness(section) > 0.8 => {
                let kept = format!("under `{}`, for reno has no section `{name}`", section.name);
                self.notes.list_unplaced(&self.file.path, line, written, &kept);
                (section.kind.clone(), section.label.clone())
            }
            _ => {
                self.notes.list_unplaced(&self.file.path, line, written, "as entries that say so, for it is no section of reno's");
                ("improvement".to_owned(), Some(name.to_owned()))
            }
        }
    }

    /// The reStructuredText of an item. What is a map or a list was not meant as one, and is read as it is written.
    fn said(&mut self, text: &str, item: &Node, end: usize, line: usize) -> String {
        let range = item.span.range();
        // What a plain text covers ends with its first line, so the whole goes up to where the next one starts.
        let source = text.get(range.start..end).unwrap_or("").trim_end().trim_end_matches("\n  -").trim_end_matches('-').trim_end();
        let before = text.get(..range.start).unwrap_or("");
        let before = before.rsplit('\n').next().unwrap_or("");
        let is_plain = matches!(before.trim(), "-" | "") || before.trim_end().ends_with(':');
        let Some(said) = scalar(item) else {
            let first = source.lines().next().unwrap_or("");
            self.notes.list_unplaced(&self.file.path, line, first, "as text, for YAML reads it as something else");
            return unindented(before.len(), source);
        };
        let swallowed = source.lines().enumerate().skip(1).find(|(_, line)| line.trim_start().starts_with("- "));
        match swallowed.filter(|_| is_plain && before.contains('-') && !source.starts_with(['"', '\'', '|', '>'])) {
            Some((index, bullet)) => {
                self.notes.list_unplaced(
                    &self.file.path,
                    line + index,
                    bullet,
                    "as a bullet, for YAML takes it for part of the text before it",
                );
                let lines = source.lines().map(|line| match line.trim_start().strip_prefix("- ") {
                    Some(rest) => format!("\n- {rest}"),
                    None => line.trim_start().to_owned(),
                });
                lines.collect::<Vec<_>>().join("\n")
            }
            None => said,
        }
    }

    fn item(&mut self, kind: &str, label: Option<String>, said: &str, line: usize) {
        let markdown = rst::markdown(said, &self.file.path, line, self.notes);
        self.entry(kind, label, &markdown, said);
    }

    fn entry(&mut self, kind: &str, label: Option<String>, markdown: &str, said: &str) {
        if kind == "prelude" && self.has_version {
            return self.notes.unreleased.summary.push(markdown.to_owned());
        }
        let stem = self.file.path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("reno", |(stem, _)| stem);
        let stem = stem.to_owned();
        let title = title(markdown).or_else(|| title(said)).unwrap_or_else(|| stem.replace('-', " "));
        let labels = label.into_iter().collect();
        let entry = Entry { kind: kind.to_owned(), title, body: markdown.to_owned(), labels, waits_in: Some(stem), ..Entry::default() };
        self.notes.unreleased.entries.push(entry);
    }
}

/// A name at the start of a line, and a colon.
fn opens_section(line: &str) -> bool {
    let Some((name, rest)) = line.split_once(':') else { return false };
    let name = name.trim_end().trim_matches(['"', '\'']);
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) && !name.starts_with('-');
    is_name && (rest.is_empty() || rest.starts_with(char::is_whitespace))
}

/// The lines of a note, without an indent that all of it has.
fn outdented(text: &str) -> Vec<&str> {
    let said = |line: &&str| !matches!(line.trim(), "" | "---" | "...");
    let indent = text.lines().filter(said).map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    text.lines().map(|line| line.get(indent.min(line.len() - line.trim_start().len())..).unwrap_or(line)).collect()
}

/// Source whose first line starts after `columns`, without that indent in the lines after it.
fn unindented(columns: usize, source: &str) -> String {
    let line = |line: &str| line.get(columns.min(line.len() - line.trim_start().len())..).unwrap_or(line).to_owned();
    source.split('\n').map(line).collect::<Vec<_>>().join("\n")
}
