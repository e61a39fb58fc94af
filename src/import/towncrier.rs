//! The fragments of towncrier: a file for each change, whose name says which issue it closes and what type it is of.
//!
//! In: the folder that `towncrier.toml` or `pyproject.toml` names, and the news file that was made of earlier fragments.
//! Out: fragments as entries that wait for a release, and the news file's releases. A file whose name towncrier does not understand,
//! and which it would pass over, is an entry, too, and listed.

use regex::Regex;
use toml::{Table, Value};

use crate::ident::slug;
use crate::load::{Input, InputFile};

use super::kinds;
use super::notes::{Entry, Notes};
use super::title::title;
use super::{Format, changelog, rst};

const CONFIGS: &[&str] = &["towncrier.toml", "pyproject.toml"];

/// A project with fragments.
pub const FORMAT: Format = Format {
    name: "towncrier",
    settings: CONFIGS,
    places: |input| {
        let config = config(input);
        let folder = if config.is_told || input.asked.is_empty() { config.folder } else { input.asked.clone() };
        std::iter::once(folder).chain(config.news).collect()
    },
    nothing: "no file of it is named like `123.feature.rst`",
    read: |input, _| read(input),
};

/// A type of fragments: its name in file names, the kind it means, and what entries say of it where the kind says less.
struct Type {
    name: String,
    kind: String,
    label: Option<String>,
    /// Its heading, where it is a kind of the site's own.
    own: Option<String>,
}

/// What the settings say.
struct Config {
    /// Whether there are settings at all.
    is_told: bool,
    product: Option<String>,
    folder: String,
    news: Option<String>,
    template: String,
    types: Vec<Type>,
    /// Path below the folder, and name.
    sections: Vec<(String, String)>,
    /// What makes addresses of issues, with `{issue}` in the place of the number.
    address: Option<String>,
    ignored: Vec<String>,
}

fn config(input: &Input) -> Config {
    let table = |name: &&str| input.file(name)?.text.parse::<Table>().ok()?.get("tool")?.get("towncrier")?.as_table().cloned();
    let found = CONFIGS.iter().find_map(table);
    let is_told = found.is_some();
    let settings = found.unwrap_or_default();
    let text =
        |name: &str| settings.get(name).and_then(Value::as_str).map(|text| text.trim_start_matches("./").trim_end_matches('/').to_owned());
    let package = text("package").filter(|package| !package.is_empty());
    let beside = |package: &String| {
        let above = text("package_dir").filter(|above| above != ".").map_or_else(String::new, |above| format!("{above}/"));
        format!("{above}{}/newsfragments", package.replace('.', "/"))
    };
    let address = text("issue_format").and_then(|format| {
        let found = Regex::new(r"https?://[^\s<>)`]*\{issue\}[^\s<>)`]*").ok()?.find(&format)?.as_str().to_owned();
        Some(found)
    });
    let list = |name: &str| settings.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let sections = list("section").into_iter().filter_map(|section| {
        let name = section.get("name")?.as_str()?.to_owned();
        Some((section.get("path")?.as_str()?.trim_matches('/').to_owned(), name))
    });
    Config {
        is_told,
        product: text("name").filter(|name| !name.is_empty()).or(package.clone()),
        folder: text("directory").or(package.as_ref().map(beside)).unwrap_or_else(|| "newsfragments".to_owned()),
        news: text("filename").or_else(|| is_told.then(|| "NEWS.rst".to_owned())),
        template: text("template").unwrap_or_default(),
        types: types(&settings),
        sections: sections.collect(),
        address,
        ignored: list("ignore").iter().filter_map(Value::as_str).map(str::to_lowercase).collect(),
    }
}

fn types(settings: &Table) -> Vec<Type> {
    const USUAL: [(&str, &str); 5] = [
        ("feature", "Features"),
        ("bugfix", "Bugfixes"),
        ("doc", "Improved Documentation"),
        ("removal", "Deprecations and Removals"),
        ("misc", "Misc"),
    ];
    let capital = |name: &str| name.chars().take(1).flat_map(char::to_uppercase).chain(name.chars().skip(1)).collect::<String>();
    let mut named: Vec<(String, String)> = Vec::new();
    for one in settings.get("type").and_then(Value::as_array).into_iter().flatten() {
        let Some(heading) = one.get("name").and_then(Value::as_str) else { continue };
        named.push((one.get("directory").and_then(Value::as_str).map_or_else(|| slug(heading), str::to_owned), heading.to_owned()));
    }
    for (name, one) in settings.get("fragment").and_then(Value::as_table).into_iter().flatten() {
        named.push((name.clone(), one.get("name").and_then(Value::as_str).map_or_else(|| capital(name), str::to_owned)));
    }
    if named.is_empty() {
        named = USUAL.iter().map(|(name, heading)| ((*name).to_owned(), (*heading).to_owned())).collect();
    }
    named.into_iter().map(|(name, heading)| a_type(name, heading)).collect()
}

fn a_type(name: String, heading: String) -> Type {
    let (kind, exact) = kinds::section(&heading);
    let (of_name, name_is_exact) = kinds::section(&name);
    match (exact, name_is_exact, slug(&name)) {
        (true, ..) => Type { name, kind: kind.to_owned(), label: None, own: None },
        (_, true, _) => Type { name, kind: of_name.to_owned(), label: None, own: None },
        (.., key) if kind == "improvement" && !key.is_empty() => Type { name, kind: key, label: None, own: Some(heading) },
        _ => Type { name, kind: kind.to_owned(), label: Some(heading), own: None },
    }
}

fn read(input: &Input) -> Notes {
    let config = config(input);
    let mut notes = Notes { name: config.product.clone(), ..Notes::default() };
    for file in input.files.iter().filter(|file| !CONFIGS.contains(&file.path.as_str())) {
        let name = file.path.rsplit('/').next().unwrap_or(&file.path).to_lowercase();
        if Some(&file.path) == config.news.as_ref() {
            news(file, &mut notes);
        } else if is_about_the_tool(&name, file, &config) {
            notes.remarks.push(format!("`{}` is about the tool, and left out", file.path));
        } else {
            fragment(file, &config, &mut notes);
        }
    }
    if let Some(address) = &config.address {
        notes.references.push((r"#(\d+)".to_owned(), address.replace("{issue}", "$1")));
    }
    let own = config.types.iter().filter_map(|known| Some((known.kind.clone(), known.own.clone()?)));
    let own: Vec<(String, String)> = own.filter(|(key, _)| notes.entries().any(|entry| entry.kind == *key)).collect();
    notes.kinds.extend(own);
    notes
}

fn is_about_the_tool(name: &str, file: &InputFile, config: &Config) -> bool {
    name.starts_with("readme")
        || matches!(name, ".gitignore" | ".gitkeep" | ".keep")
        || name.contains("template")
        || file.path == config.template
        || config.ignored.iter().any(|ignored| ignored == name)
}

/// The news that were made of earlier fragments.
fn news(file: &InputFile, notes: &mut Notes) {
    if !file.path.ends_with(".rst") && !file.path.ends_with(".txt") {
        return notes.append(changelog::read(&file.path, &file.text));
    }
    let markdown = rst::markdown(&file.text, &file.path, 1, notes);
    let mut made = changelog::read(&file.path, &markdown);
    // Lines are those of the Markdown; the place in the file is where the same words stand.
    for unplaced in &mut made.unplaced {
        unplaced.line = rst::line_of(&file.text, &unplaced.text);
    }
    notes.append(made);
}

/// What a file's name says, as towncrier reads it: `ISSUE.TYPE`, `ISSUE.TYPE.COUNT`, each with or without an extension.
struct Name {
    issue: String,
    /// Which of the types.
    of_type: Option<usize>,
}

fn name(file: &InputFile, config: &Config) -> Name {
    let base = file.path.rsplit('/').next().unwrap_or(&file.path);
    let parts: Vec<&str> = base.split('.').collect();
    let known = (1..parts.len()).rev().find_map(|index| Some((index, config.types.iter().position(|known| known.name == parts[index])?)));
    match known {
        Some((index, of_type)) => Name { issue: parts[..index].join("."), of_type: Some(of_type) },
        None => Name { issue: parts[0].to_owned(), of_type: None },
    }
}

fn fragment(file: &InputFile, config: &Config, notes: &mut Notes) {
    let Name { issue, of_type } = name(file, config);
    let base = file.path.rsplit('/').next().unwrap_or(&file.path);
    let is_markdown = base.ends_with(".md") || !base.ends_with(".rst") && config.news.as_ref().is_some_and(|news| news.ends_with(".md"));
    let body = if is_markdown { file.text.trim().to_owned() } else { rst::markdown(&file.text, &file.path, 1, notes) };
    let known = of_type.and_then(|index| config.types.get(index)).or_else(|| nearest(base, config));
    let kind = known.map_or_else(|| "improvement".to_owned(), |known| known.kind.clone());
    if of_type.is_none() {
        let kept = format!("as an entry of kind `{kind}`, though towncrier passes over a file of this name");
        let first = file.text.trim().to_owned();
        notes.list_unplaced(&file.path, 1, &first, &kept);
    }
    let is_number = issue.bytes().all(|byte| byte.is_ascii_digit());
    let reference = issue_reference(&issue).filter(|_| of_type.is_some() || is_number);
    let said = reference.clone().unwrap_or_else(|| base.to_owned());
    let heading = known.and_then(|known| known.own.as_ref().or(known.label.as_ref())).map_or(kind.as_str(), String::as_str);
    let title = title(&body).unwrap_or_else(|| format!("{heading} {said}"));
    let body = if body.is_empty() { said } else { body };
    let mut entry = Entry { kind, title, body, refs: reference.into_iter().collect(), ..Entry::default() };
    entry.labels.extend(known.and_then(|known| known.label.clone()));
    entry.components.extend(section(file, config).and_then(|section| notes.component(&section)));
    entry.waits_in = Some(base.rsplit_once('.').map_or(base, |(stem, _)| stem).trim_start_matches(['+', '.']).to_owned());
    notes.unreleased.entries.push(entry);
}

/// The type that a part of a name is most like.
fn nearest<'a>(base: &str, config: &'a Config) -> Option<&'a Type> {
    let parts = base.split(['.', '-', '_']);
    let all = parts.flat_map(|part| config.types.iter().map(move |known| (strsim::jaro_winkler(part, &known.name), known)));
    all.filter(|(likeness, _)| *likeness > 0.85).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known)
}

/// What `refs` say of an issue. A name that starts with `+` is of none.
fn issue_reference(issue: &str) -> Option<String> {
    if issue.is_empty() || issue.starts_with('+') {
        return None;
    }
    let number = issue.trim_start_matches('#');
    Some(if number.bytes().all(|byte| byte.is_ascii_digit()) { format!("#{number}") } else { issue.to_owned() })
}

/// The part of the product that a fragment's folder stands for.
fn section(file: &InputFile, config: &Config) -> Option<String> {
    let below = file.path.strip_prefix(&config.folder)?.trim_start_matches('/');
    let (folder, _) = below.rsplit_once('/')?;
    let named = config.sections.iter().find(|(path, _)| path == folder).map(|(_, name)| name.clone());
    named.or_else(|| Some(folder.to_owned())).filter(|name| !name.is_empty())
}
