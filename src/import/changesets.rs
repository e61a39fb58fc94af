//! The folder of changesets, and the changelogs of the packages that were made of earlier ones.
//!
//! In: `.changeset/*.md` and every `CHANGELOG.md` beside or below it. Out: a product for each package, with the changesets that name it as
//! entries that wait. A package is what its changelog calls itself. Kinds follow what a changeset asks of the next version.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::load::{Input, InputFile};
use crate::parse::front;
use crate::source::Sources;

use super::fragment::{Fragment, scalar};
use super::notes::{Entry, Notes};
use super::title::title;
use super::{Format, changelog};

const FOLDER: &str = ".changeset/";
const CONFIG: &str = ".changeset/config.json";
const PRE: &str = ".changeset/pre.json";

/// A folder with `.changeset/`.
pub const FORMAT: Format = Format {
    name: "changesets",
    settings: &[CONFIG],
    places: |input| if input.files.is_empty() { Vec::new() } else { vec![FOLDER.to_owned(), "**/CHANGELOG.md".to_owned()] },
    nothing: "no file of it names packages between lines of `---`",
    read: |input, _| read(input),
};

/// A changeset: what it says, and what it asks of each package.
struct Changeset {
    packages: Vec<(String, String)>,
    entry: Entry,
}

fn read(input: &Input) -> Notes {
    let mut all = Notes::default();
    let mut packages: Vec<(String, Notes)> = Vec::new();
    let mut changesets = Vec::new();
    for file in &input.files {
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        match name {
            "CHANGELOG.md" => {
                let notes = changelog::read(&file.path, &file.text);
                let name = notes.title.clone().unwrap_or_else(|| file.path.rsplit('/').nth(1).unwrap_or_default().to_owned());
                packages.push((name, Notes { title: None, ..notes }));
            }
            "README.md" => all.remarks.push(format!("`{}` is about the tool, and left out", file.path)),
            _ if file.path == CONFIG || file.path == PRE => {}
            _ if name.ends_with(".md") => changesets.extend(changeset(file, &mut all)),
            _ => all.keep_as_comment(&file.path, 1, &file.text),
        }
    }
    released(input, &packages, &mut changesets, &mut all);
    for changeset in &changesets {
        for (package, bump) in &changeset.packages {
            let index = packages.iter().position(|(name, _)| name == package).unwrap_or_else(|| {
                packages.push((package.clone(), Notes::default()));
                packages.len() - 1
            });
            let kind = kind(bump).to_owned();
            packages[index].1.unreleased.entries.push(Entry { kind, ..changeset.entry.clone() });
        }
    }
    let several = changesets.iter().filter(|changeset| changeset.packages.len() > 1).count();
    if several > 0 {
        all.remarks.push(format!("changesets that name several packages, and are an entry of each: {several}"));
    }
    if !changesets.is_empty() {
        all.remarks.push("kinds follow the bump: `major` is breaking, `minor` a feature, `patch` a fix".to_owned());
    }
    together(all, packages)
}

/// The package with the most releases comes first, and takes along what belongs to none.
fn together(all: Notes, mut packages: Vec<(String, Notes)>) -> Notes {
    packages.sort_by_key(|(_, notes)| std::cmp::Reverse(notes.releases.len()));
    let mut products = packages.into_iter().map(|(name, notes)| Notes { name: Some(name).filter(|name| !name.trim().is_empty()), ..notes });
    let Some(mut first) = products.next() else { return all };
    first.others = products.collect();
    first.append(all);
    first
}

fn kind(bump: &str) -> &'static str {
    match bump {
        "major" => "breaking",
        "minor" => "feature",
        "patch" => "fix",
        _ => "improvement",
    }
}

fn changeset(file: &InputFile, notes: &mut Notes) -> Option<Changeset> {
    let mut keep = |line: usize, why: &str| {
        notes.unreleased.comments.push(format!("{}:\n{}", file.path, file.text));
        notes.list_unplaced(&file.path, line, why, "as a comment");
    };
    let id = Sources::default().add(file.path.clone(), file.text.as_str());
    let Ok(front) = front::split(id, &file.text) else {
        keep(1, "no packages between lines of `---`");
        return None;
    };
    let text = |range: std::ops::Range<usize>| file.text.get(range).unwrap_or_default();
    let fragment = match Fragment::of(file, text(front.yaml.clone())) {
        Ok(fragment) => fragment,
        Err((line, why)) => {
            keep(line + 1, &why);
            return None;
        }
    };
    let body = text(front.body).trim().to_owned();
    let packages =
        fragment.root.pairs().iter().map(|(name, bump)| (name.value.clone(), scalar(bump).unwrap_or_default())).collect::<Vec<_>>();
    let title = title(&body).filter(|_| !packages.is_empty());
    if title.is_none() {
        keep(1, if packages.is_empty() { "it names no package" } else { "it says nothing" });
    } else {
        // The first line of the YAML is the file's second one.
        fragment.comments.iter().for_each(|(line, comment)| notes.keep_as_comment(&file.path, line + 1, comment));
    }
    let stem = file.path.rsplit('/').next().and_then(|name| name.strip_suffix(".md")).map(str::to_owned);
    Some(Changeset { packages, entry: Entry { title: title?, body, waits_in: stem, ..Entry::default() } })
}

/// In pre-release mode changesets stay in their folder after they were released. Those that a changelog already holds wait no longer.
fn released(input: &Input, packages: &[(String, Notes)], changesets: &mut Vec<Changeset>, all: &mut Notes) {
    let Some(file) = input.file(PRE) else { return };
    let pre: Value = match serde_json::from_str(&file.text) {
        Ok(pre) => pre,
        Err(error) => return all.keep_as_comment(PRE, error.line(), &file.text),
    };
    let named = pre.get("changesets").and_then(Value::as_array);
    let named: BTreeSet<&str> = named.into_iter().flatten().filter_map(Value::as_str).collect();
    let told = |changeset: &Changeset| {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let body = words(&changeset.entry.body);
        changeset.packages.iter().all(|(package, _)| {
            let releases = packages.iter().filter(|(name, _)| name == package).flat_map(|(_, notes)| &notes.releases);
            releases.flat_map(|release| &release.entries).any(|entry| words(&entry.body).contains(&body))
        })
    };
    let before = changesets.len();
    changesets.retain(|changeset| !(changeset.entry.waits_in.as_deref().is_some_and(|stem| named.contains(stem)) && told(changeset)));
    let tag = pre.get("tag").and_then(Value::as_str).unwrap_or_default();
    let mode = pre.get("mode").and_then(Value::as_str).unwrap_or_default();
    let gone = before - changesets.len();
    let waits =
        if gone == 1 { "changeset is in a changelog already, and waits" } else { "changesets are in a changelog already, and wait" };
    all.remarks.push(format!("pre-release mode `{mode}` with the tag `{tag}`: {gone} {waits} no longer"));
}
