//! The releases of a GitHub repository, as its API and `gh api` tell them.
//!
//! In: JSON, one release, a list of them, or a list of such lists (`--slurp`). Out: each as a release, its text split as a changelog is.
//! What is no version, and what the site does not say, stays as a comment.

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate};
use regex::Regex;
use serde_json::{Map, Value};

use crate::load::{Input, InputFile};

use super::notes::{Notes, Release};
use super::{Format, changelog, versions};

/// A file of JSON.
pub const FORMAT: Format = Format {
    name: "github",
    settings: &[],
    places: |_| Vec::new(),
    nothing: "no object in it has a `tag_name` that is a version",
    read: |input, _| read(input),
};

/// Fields of a release that say where GitHub keeps it, and nothing about it.
const OF_THE_API: &[&str] = &[
    "id",
    "node_id",
    "url",
    "assets_url",
    "upload_url",
    "tarball_url",
    "zipball_url",
    "html_url",
    "target_commitish",
    "created_at",
    "updated_at",
    "published_at",
    "tag_name",
    "name",
    "body",
    "draft",
    "prerelease",
    "assets",
    "immutable",
    "reactions",
    "mentions_count",
    "author",
    "discussion_url",
    "make_latest",
];

fn read(input: &Input) -> Notes {
    let mut notes = Notes::default();
    for file in input.files.iter().filter(|file| file.path.ends_with(".json") || file.path == input.asked) {
        match serde_json::from_str::<Value>(&file.text) {
            Ok(value) => Reader { file, lines: tag_lines(&file.text), read: 0, notes: &mut notes }.value(value),
            Err(error) => {
                notes.unreleased.comments.push(format!("{}:\n{}", file.path, file.text));
                notes.list_unplaced(&file.path, error.line(), &format!("the JSON cannot be read: {error}"), "as a comment");
            }
        }
    }
    notes
}

/// The lines that name a tag, in order: every release does so once.
fn tag_lines(text: &str) -> Vec<usize> {
    static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"[^\\]"tag_name"\s*:"#).ok());
    let Some(tag) = TAG.as_ref() else { return Vec::new() };
    let (mut line, mut read) = (1, 0);
    let count = |found: regex::Match| {
        line += text.get(read..found.end()).unwrap_or("").matches('\n').count();
        read = found.end();
        line
    };
    tag.find_iter(text).map(count).collect()
}

struct Reader<'a> {
    file: &'a InputFile,
    lines: Vec<usize>,
    /// How many releases were read.
    read: usize,
    notes: &'a mut Notes,
}

impl Reader<'_> {
    fn value(&mut self, value: Value) {
        match value {
            Value::Array(values) => values.into_iter().for_each(|value| self.value(value)),
            Value::Object(object) if object.contains_key("tag_name") => {
                let line = self.lines.get(self.read).copied().unwrap_or(1);
                self.read += 1;
                self.release(line, &object);
            }
            other => self.notes.keep_as_comment(&self.file.path, 1, &other.to_string()),
        }
    }

    fn release(&mut self, line: usize, object: &Map<String, Value>) {
        let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default();
        let (tag, body) = (text("tag_name"), text("body").replace("\r\n", "\n").replace('\r', "\n"));
        let Some((name, version)) = versions::of_tag(tag) else {
            let whole = format!("{tag}: {}\n{body}", text("name"));
            return self.notes.keep_as_comment(&self.file.path, line, &whole);
        };
        let mut release = Release { written: version.clone(), version, date: day(text("published_at")), ..Release::default() };
        release.title = title(text("name"), tag, &release.version);
        let is = |name: &str| object.get(name).and_then(Value::as_bool).unwrap_or(false);
        if is("draft") {
            release.planned = true;
            release.date = None;
        }
        if is("prerelease") && !release.version.contains('-') {
            release.comments.push("GitHub calls this a pre-release, which its version does not.".to_owned());
        }
        let author = object.get("author").and_then(|author| author.get("login")).and_then(Value::as_str);
        release.comments.extend(author.map(|author| format!("Published by {author}.")));
        for asset in object.get("assets").and_then(Value::as_array).into_iter().flatten() {
            let field = |name: &str| asset.get(name).and_then(Value::as_str).map(str::to_owned);
            release.links.extend(field("name").zip(field("browser_download_url")));
        }
        for (key, value) in object.iter().filter(|(key, value)| !OF_THE_API.contains(&key.as_str()) && !value.is_null()) {
            release.comments.push(format!("{key}: {value}"));
            self.notes.list_unplaced(&self.file.path, line, &format!("{key}: {value}"), &format!("as a comment in {}", release.version));
        }
        self.repository(text("html_url"), "/releases/");
        let body = self.generated(&body, &mut release);
        let mut read = changelog::read_release(&self.file.path, &body, release);
        // The text is one line of the JSON, whatever line of the text something stands in.
        read.unplaced.iter_mut().for_each(|unplaced| unplaced.line = line);
        read.definitions.iter_mut().for_each(|definition| definition.line = line);
        refer(&mut read);
        self.product(name).append(read);
    }

    /// The notes of the product that a tag names. Tags of one repository may name several, whose versions have nothing in common.
    fn product(&mut self, name: &str) -> &mut Notes {
        if self.notes.releases.is_empty() && !name.is_empty() {
            self.notes.name = Some(name.to_owned());
        }
        if self.notes.name.as_deref().unwrap_or_default() == name {
            return self.notes;
        }
        let others = &mut self.notes.others;
        let known = others.iter().position(|other| other.name.as_deref() == Some(name));
        let index = known.unwrap_or(others.len());
        if known.is_none() {
            others.push(Notes { name: Some(name.to_owned()).filter(|name| !name.is_empty()), ..Notes::default() });
        }
        &mut others[index]
    }

    /// Takes out what GitHub writes beneath its generated notes: new contributors, who are part of the summary, and the link to all changes.
    fn generated(&mut self, body: &str, release: &mut Release) -> String {
        let (mut kept, mut in_contributors) = (Vec::new(), false);
        for text in body.split('\n') {
            let words = text.trim();
            if let Some(address) = words.strip_prefix("**Full Changelog**:").map(str::trim) {
                in_contributors = false;
                self.repository(address, "/compare/");
                self.repository(address, "/commits/");
                release.links.push(("Full Changelog".to_owned(), address.to_owned()));
                continue;
            }
            if words.starts_with('#') {
                in_contributors = words.trim_start_matches('#').trim() == "New Contributors";
            }
            if in_contributors {
                release.summary.push(text.to_owned());
            } else {
                kept.push(text);
            }
        }
        if !release.summary.is_empty() {
            release.summary = vec![release.summary.join("\n").trim().to_owned()];
        }
        kept.join("\n")
    }

    /// The repository, from an address in it.
    fn repository(&mut self, address: &str, before: &str) {
        if let Some((repository, _)) = address.split_once(before).filter(|_| self.notes.repository.is_none()) {
            self.notes.repository = Some(repository.to_owned());
            self.notes.references.push((r"#(\d+)".to_owned(), format!("{repository}/issues/$1")));
        }
    }
}

fn day(moment: &str) -> Option<NaiveDate> {
    DateTime::parse_from_rfc3339(moment).ok().map(|moment| moment.date_naive())
}

/// A release's name where it says more than the version: `v1.2.0: Offline` is `Offline`.
fn title(name: &str, tag: &str, version: &str) -> Option<String> {
    let name = name.trim();
    let rest = name.strip_prefix(tag).or_else(|| name.strip_prefix('v').unwrap_or(name).strip_prefix(version)).unwrap_or(name);
    let rest = rest.trim_start_matches([':', '-', '–', '—', ' ']).trim();
    Some(rest.to_owned()).filter(|rest| !rest.is_empty() && versions::version(rest).is_none())
}

/// The issues and pull requests that an entry names.
fn refer(notes: &mut Notes) {
    static NUMBER: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?:^|[\s(\[,])#(\d+)\b|https://github\.com/[\w.-]+/[\w.-]+/(?:pull|issues)/(\d+)\b").ok());
    let Some(number) = NUMBER.as_ref() else { return };
    for entry in notes.releases.iter_mut().flat_map(|release| &mut release.entries) {
        for found in number.captures_iter(&entry.body).filter_map(|found| found.get(1).or_else(|| found.get(2))) {
            let number = format!("#{}", found.as_str());
            if !entry.refs.contains(&number) {
                entry.refs.push(number);
            }
        }
    }
}
