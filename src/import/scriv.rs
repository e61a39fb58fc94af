//! The fragments of scriv: files of Markdown or reStructuredText with a heading for each category, and the changelog made of earlier ones.
//!
//! In: the folder that the settings name, by default `changelog.d`. Out: each item as an entry that waits for a release.
//! A category that the settings do not have is the nearest one, and listed. Comments that only show how to write a fragment are left out.

use crate::load::{Input, InputFile};

use super::kinds;
use super::notes::Notes;
use super::{Format, changelog, rst};

const CONFIGS: &[&str] = &["changelog.d/scriv.ini", "scriv.ini", "setup.cfg", "tox.ini", "pyproject.toml"];

/// A project with fragments.
pub const FORMAT: Format = Format {
    name: "scriv",
    settings: CONFIGS,
    places: |input| {
        let config = config(input);
        let folder = if config.is_told || input.asked.is_empty() { config.folder } else { input.asked.clone() };
        vec![folder, config.changelog]
    },
    nothing: "no file of it has a heading with something under it",
    read: |input, _| read(input),
};

/// What the settings say.
struct Config {
    is_told: bool,
    folder: String,
    changelog: String,
    categories: Vec<String>,
}

fn config(input: &Input) -> Config {
    let said = CONFIGS.iter().find_map(|name| settings(input.file(name)?));
    let is_told = said.is_some();
    let said = said.unwrap_or_default();
    let value = |name: &str| said.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let format = value("format").unwrap_or("rst");
    let categories = value("categories").unwrap_or("Removed, Added, Changed, Deprecated, Fixed, Security");
    let path = |name: &str, usual: &str| value(name).unwrap_or(usual).replace("${config:format}", format).trim_end_matches('/').to_owned();
    Config {
        is_told,
        folder: path("fragment_directory", "changelog.d"),
        changelog: path("changelog", "CHANGELOG.${config:format}"),
        categories: categories.split([',', '\n']).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect(),
    }
}

/// The settings of scriv in a file of settings; none where it has nothing of scriv's.
fn settings(file: &InputFile) -> Option<Vec<(String, String)>> {
    if file.path.ends_with(".toml") {
        let table = file.text.parse::<toml::Table>().ok()?;
        let table = table.get("tool")?.get("scriv")?.as_table()?.clone();
        let text = |value: &toml::Value| match value {
            toml::Value::Array(items) => items.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>().join(", "),
            other => other.as_str().unwrap_or("").to_owned(),
        };
        return Some(table.iter().map(|(name, value)| (name.clone(), text(value))).collect());
    }
    let mut found: Option<Vec<(String, String)>> = None;
    let mut inside = false;
    for line in file.text.lines().filter(|line| !line.trim_start().starts_with(['#', ';'])) {
        if let Some(section) = line.strip_prefix('[') {
            inside = matches!(section.trim_end().trim_end_matches(']'), "scriv" | "tool:scriv" | "tool.scriv");
            if inside {
                found.get_or_insert_default();
            }
        } else if let Some(list) = found.as_mut().filter(|_| inside) {
            match line.split_once('=').filter(|_| !line.starts_with(char::is_whitespace)) {
                Some((name, value)) => list.push((name.trim().to_owned(), value.trim().to_owned())),
                None => list.iter_mut().next_back().into_iter().for_each(|(_, value)| value.push_str(&format!("\n{}", line.trim()))),
            }
        }
    }
    found
}

fn read(input: &Input) -> Notes {
    let config = config(input);
    let mut notes = Notes::default();
    for file in input.files.iter().filter(|file| !CONFIGS.contains(&file.path.as_str())) {
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        if file.path == config.changelog {
            let markdown = markdown(file, &config, &mut notes);
            notes.append(lines_of(file, changelog::read(&file.path, &markdown)));
        } else if name.to_lowercase().starts_with("readme") || name.starts_with('.') || name.ends_with(".j2") {
            notes.remarks.push(format!("`{}` is about the tool, and left out", file.path));
        } else if name.ends_with(".md") || name.ends_with(".rst") {
            fragment(file, &config, &mut notes);
        } else {
            notes.keep_as_comment(&file.path, 1, &file.text);
        }
    }
    notes
}

fn fragment(file: &InputFile, config: &Config, notes: &mut Notes) {
    let markdown = markdown(file, config, notes);
    let mut made = lines_of(file, changelog::read(&file.path, &format!("## Unreleased\n\n{markdown}")));
    let base = file.path.rsplit('/').next().unwrap_or(&file.path);
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
    for entry in &mut made.unreleased.entries {
        entry.waits_in = Some(stem.to_owned());
        let Some(label) = entry.labels.first().filter(|label| !config.categories.contains(label)).cloned() else { continue };
        let likeness = |category: &String| strsim::jaro_winkler(category, &label);
        let nearest = config.categories.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b))).filter(|nearest| likeness(nearest) > 0.8);
        let line = rst::line_of(&file.text, &label);
        match nearest {
            Some(nearest) => {
                kinds::section(nearest).0.clone_into(&mut entry.kind);
                made.unplaced.push(unplaced(file, line, &label, format!("as `{nearest}`, for it is no category")));
            }
            None => made.unplaced.push(unplaced(file, line, &label, "as entries that say so, for it is no category".to_owned())),
        }
    }
    made.unplaced.dedup();
    notes.append(made);
}

fn unplaced(file: &InputFile, line: usize, text: &str, kept: String) -> super::Unplaced {
    super::Unplaced { file: file.path.clone(), line, text: text.to_owned(), kept }
}

/// The lines of what was read, as they are in the file that it was made of.
fn lines_of(file: &InputFile, mut made: Notes) -> Notes {
    for unplaced in &mut made.unplaced {
        unplaced.line = rst::line_of(&file.text, &unplaced.text);
    }
    for definition in &mut made.definitions {
        definition.line = rst::line_of(&file.text, &definition.text);
    }
    made
}

/// A file as Markdown without its comments. Those that say more than how to write a fragment are kept.
fn markdown(file: &InputFile, config: &Config, notes: &mut Notes) -> String {
    if file.path.ends_with(".rst") {
        let converted = rst::convert(&file.text);
        for (line, text) in &converted.literal {
            notes.list_unplaced(&file.path, line + 1, text, "as it is written, in a block of code");
        }
        converted.comments.iter().filter(|(_, text)| !is_template(text, config)).for_each(|(line, text)| {
            notes.keep_as_comment(&file.path, line + 1, text);
        });
        return converted.markdown;
    }
    let mut out = String::new();
    let mut rest = file.text.as_str();
    while let Some(start) = rest.find("<!--") {
        let Some(end) = rest[start..].find("-->").map(|end| start + end + 3) else { break };
        out.push_str(&rest[..start]);
        let line = 1 + file.text[..file.text.len() - rest.len() + start].matches('\n').count();
        if !is_template(&rest[start..end], config) {
            notes.keep_as_comment(&file.path, line, rest[start + 4..end - 3].trim());
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// Whether a comment is what scriv puts into a new fragment: how to write one, or a category with an example under it.
fn is_template(comment: &str, config: &Config) -> bool {
    let lower = comment.to_lowercase();
    let told = ["a new scriv changelog fragment", "uncomment the section", "uncomment the header", "scriv-insert-here", "scriv-end-here"];
    let example =
        lower.contains("bullet item for the") && config.categories.iter().any(|category| lower.contains(&category.to_lowercase()));
    example || told.iter().any(|told| lower.contains(told))
}
