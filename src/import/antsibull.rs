//! The `changelog.yaml` of antsibull-changelog, which Ansible's collections use, and the fragments beside it.
//!
//! In: `changelogs/`. Out: its releases, and the fragments as entries that wait for one.
//! Format: <https://docs.ansible.com/projects/antsibull-changelog/changelog.yaml-format/>. Texts are reStructuredText.

use chrono::NaiveDate;

use crate::load::{Input, InputFile};
use crate::parse::node::{Node, Value};
use crate::source::Spanned;

use super::fragment::{Fragment, scalar, scalars};
use super::kinds::section;
use super::notes::{Entry, Notes, Release};
use super::title::title;
use super::{Format, rst, versions};

const CONFIG: &str = "changelogs/config.yaml";

/// A folder with `changelogs/`, or a `changelog.yaml`.
pub const FORMAT: Format = Format {
    name: "antsibull",
    settings: &[CONFIG],
    places: |input| if input.files.is_empty() { Vec::new() } else { vec!["changelogs".to_owned()] },
    nothing: "no file of it has `releases`",
    read: |input, _| read(input),
};

fn read(input: &Input) -> Notes {
    let mut notes = Notes::default();
    let config = Config::read(input);
    notes.title.clone_from(&config.title);
    for file in input.files.iter().filter(|file| file.path != CONFIG) {
        let in_folder = |name: &str| file.path.starts_with(&format!("{name}/")) || file.path.contains(&format!("/{name}/"));
        let yaml = file.path.ends_with(".yaml") || file.path.ends_with(".yml");
        if !yaml || file.path.ends_with("config.yaml") {
            if !file.text.trim().is_empty() {
                notes.keep_as_comment(&file.path, 1, &file.text);
            }
        } else if in_folder(&config.folder) {
            waiting(file, &config, &mut notes);
        } else {
            changelog(file, &config, &mut notes);
        }
    }
    let order = |release: &Release| semver::Version::parse(&release.version).ok();
    notes.releases.sort_by_key(|release| std::cmp::Reverse(order(release)));
    notes
}

/// What `config.yaml` says.
struct Config {
    title: Option<String>,
    folder: String,
    summary: String,
    trivial: String,
    /// Key and heading.
    sections: Vec<(String, String)>,
}

impl Config {
    fn read(input: &Input) -> Self {
        let fragment = input.file(CONFIG).and_then(|file| Fragment::of(file, &file.text).ok());
        let node = |name: &str| fragment.as_ref().and_then(|fragment| fragment.root.get(name));
        let text = |name: &str, usual: &str| node(name).and_then(scalar).unwrap_or_else(|| usual.to_owned());
        let sections = node("sections").map(Node::items).unwrap_or_default().iter().map(scalars);
        Self {
            title: node("title").and_then(scalar),
            folder: text("notesdir", "fragments"),
            summary: text("prelude_section_name", "release_summary"),
            trivial: text("trivial_section_name", "trivial"),
            sections: sections.filter_map(|pair| <[String; 2]>::try_from(pair).ok()).map(|[key, heading]| (key, heading)).collect(),
        }
    }

    /// The kind of ours that a section means, what it says beyond that, and whether it stands out.
    fn kind(&self, key: &str) -> (&'static str, Option<String>, bool) {
        let label = |usual: &str| Some(self.sections.iter().find(|(name, _)| name == key).map_or(usual, |(_, heading)| heading).to_owned());
        match key {
            "major_changes" => ("feature", None, true),
            "minor_changes" => ("improvement", None, false),
            "breaking_changes" => ("breaking", None, false),
            "removed_features" => ("breaking", label("Removed Features (previously deprecated)"), false),
            "deprecated_features" => ("deprecation", None, false),
            "bugfixes" => ("fix", None, false),
            // Both ask for how grave it is, and for versions, which the format does not say.
            "security_fixes" => ("fix", label("Security Fixes"), false),
            "known_issues" => ("improvement", label("Known Issues"), false),
            other => (section(other).0, label(other), false),
        }
    }
}

fn changelog(file: &InputFile, config: &Config, notes: &mut Notes) {
    let Some(fragment) = Fragment::read(file, notes) else { return };
    for (key, value) in fragment.root.pairs() {
        match key.value.as_str() {
            "releases" if is_map(value) => {
                for (version, said) in value.pairs() {
                    match versions::version(&version.value).filter(|_| is_map(said)) {
                        Some(number) => release(&fragment, number, version, said, config, notes),
                        None => fragment.unplaced(version, said, notes),
                    }
                }
            }
            _ => fragment.unplaced(key, value, notes),
        }
    }
}

fn release(fragment: &Fragment, number: String, version: &Spanned<String>, said: &Node, config: &Config, notes: &mut Notes) {
    let mut release = Release { version: number, written: version.value.clone(), ..Release::default() };
    for (key, value) in said.pairs() {
        match key.value.as_str() {
            "release_date" => {
                let written = scalar(value).unwrap_or_default();
                release.date = written.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
                if release.date.is_none() {
                    keep(fragment, key, value, &mut release, notes);
                }
            }
            "codename" if scalar(value).is_some() => release.title = scalar(value),
            "changes" if is_map(value) => {
                value.pairs().iter().for_each(|(key, value)| changes(fragment, key, value, config, &mut release, notes))
            }
            "modules" => additions(fragment, "module", key, value, &mut release, notes),
            "plugins" | "objects" if is_map(value) => {
                for (key, value) in value.pairs() {
                    let what = if said.get("plugins").is_some_and(|plugins| plugins.get(&key.value).is_some()) { "plugin" } else { "" };
                    let what = format!("{} {what}", key.value);
                    additions(fragment, what.trim(), key, value, &mut release, notes);
                }
            }
            // The names of the files that the changes were written in.
            "fragments" => release.comments.push(fragment.written(key, value)),
            _ => keep(fragment, key, value, &mut release, notes),
        }
    }
    notes.append(Notes { releases: vec![release], ..Notes::default() });
}

/// One section: a list of changes, or the release's summary.
fn changes(fragment: &Fragment, key: &Spanned<String>, value: &Node, config: &Config, release: &mut Release, notes: &mut Notes) {
    if key.value == config.summary {
        return texts(value).for_each(|text| release.summary.push(markdown(fragment, text, notes)));
    }
    if key.value == config.trivial {
        return keep(fragment, key, value, release, notes);
    }
    if let Some((what, name)) = key.value.strip_prefix("add ").and_then(|rest| rest.split_once('.')) {
        let what = if what == "plugin" { format!("{name} plugin") } else { name.to_owned() };
        return additions(fragment, &what, key, value, release, notes);
    }
    let (kind, label, highlight) = config.kind(&key.value);
    for text in texts(value) {
        let body = markdown(fragment, text, notes);
        match title(&body) {
            Some(title) => release.entries.push(Entry {
                kind: kind.to_owned(),
                title,
                body,
                labels: label.iter().cloned().collect(),
                highlight,
                ..Entry::default()
            }),
            None => release.summary.push(body),
        }
    }
    if is_map(value) || value.items().iter().any(|item| scalar(item).is_none()) {
        keep(fragment, key, value, release, notes);
    }
}

/// New modules, plugins, roles and playbooks.
fn additions(fragment: &Fragment, what: &str, key: &Spanned<String>, value: &Node, release: &mut Release, notes: &mut Notes) {
    if !is_list(value) {
        return keep(fragment, key, value, release, notes);
    }
    for item in value.items() {
        let field = |name: &str| item.get(name).and_then(scalar).unwrap_or_default();
        let name = field("name");
        if name.is_empty() {
            keep(fragment, key, item, release, notes);
            continue;
        }
        let description = item.get("description").map_or_else(String::new, |text| markdown(fragment, text, notes));
        let mut body = format!("`{name}`: {description}");
        for (key, value) in
            item.pairs().iter().filter(|(key, value)| !value.is_null() && !matches!(key.value.as_str(), "name" | "description"))
        {
            let said = scalar(value).unwrap_or_else(|| fragment.written(key, value));
            if !said.is_empty() {
                body.push_str(&format!("\n\n{}: `{said}`", key.value));
            }
        }
        release.entries.push(Entry { kind: "feature".to_owned(), title: format!("New {what} {name}"), body, ..Entry::default() });
    }
}

/// What nothing of ours says stays as a comment in the release.
fn keep(fragment: &Fragment, key: &Spanned<String>, value: &Node, release: &mut Release, notes: &mut Notes) {
    if value.is_null() {
        return;
    }
    let written = fragment.written(key, value);
    let kept = if release.version.is_empty() { "as a comment".to_owned() } else { format!("as a comment in {}", release.version) };
    notes.list_unplaced(&fragment.file.path, fragment.line(key.span), &written, &kept);
    release.comments.push(written);
}

/// A fragment that waits for a release.
fn waiting(file: &InputFile, config: &Config, notes: &mut Notes) {
    let Some(fragment) = Fragment::read(file, notes) else { return };
    let mut release = Release::default();
    for (key, value) in fragment.root.pairs() {
        changes(&fragment, key, value, config, &mut release, notes);
    }
    let stem = file.path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(stem, _)| stem.to_owned());
    release.entries.iter_mut().for_each(|entry| entry.waits_in.clone_from(&stem));
    release.summary.iter().for_each(|text| notes.list_unplaced(&file.path, 1, text, "as a comment"));
    notes.append(Notes { unreleased: release, ..Notes::default() });
}

fn is_map(value: &Node) -> bool {
    matches!(value.value, Value::Map(_))
}

fn is_list(value: &Node) -> bool {
    matches!(value.value, Value::List(_))
}

/// The texts of a list, or a text in the place of one.
fn texts(value: &Node) -> impl Iterator<Item = &Node> {
    let items = if let Value::List(items) = &value.value { items } else { std::slice::from_ref(value) };
    items.iter().filter(|item| scalar(item).is_some())
}

fn markdown(fragment: &Fragment, text: &Node, notes: &mut Notes) -> String {
    let said = scalar(text).unwrap_or_default();
    rst::markdown(said.trim(), &fragment.file.path, fragment.line(text.span), notes)
}
