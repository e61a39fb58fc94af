//! `import` of what real projects wrote: every release and every entry is there, and every word as often as it was written.
//!
//! The notes stand beside the checkout and are no part of it. Releases, entries and words are counted here by a scan of lines that knows
//! nothing of the importers. What counts as kept stands on the page of its release: titles, which repeat the text, do not count.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;
use tidings::import::{self, Format, Imported, changelog, changesets, changie, reno, towncrier};
use tidings::load::{self, Input};
use tidings::model::Environment;
use tidings::ops::{self, BuildOptions, CheckOptions};

use crate::import::{options, words};

/// A file or folder of real notes, where it lies beside the checkout or beside the clone.
fn real(name: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // In a work tree of its own `.git` is a file that names the clone.
    let clone = std::fs::read_to_string(root.join(".git")).unwrap_or_default();
    let clone = Path::new(clone.strip_prefix("gitdir: ").unwrap_or_default().trim());
    let found = root.ancestors().chain(clone.ancestors()).map(|folder| folder.join("shared/real").join(name)).find(|path| path.exists());
    if found.is_none() {
        // The one thing that may be missing in a fresh clone.
        eprintln!("NOT RUN: the real notes `shared/real/{name}` are not beside this checkout");
    }
    found
}

fn read(format: &Format, path: &Path) -> (Input, Imported) {
    let input = load::input(path, format.settings, format.places).unwrap();
    let imported = import::import(format, &input, &options());
    (input, imported)
}

/// The site's pages: path and HTML.
fn pages(imported: &Imported) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    tidings::publish::create(folder.path(), &imported.files).unwrap();
    let check = CheckOptions { now: "2026-11-22T12:00:00Z".parse().unwrap(), deny_warnings: false };
    let loaded = load::site(folder.path()).unwrap();
    let built = ops::build(&loaded, &BuildOptions { check, environment: Environment::Staging, audience: None, base_url: None });
    let errors = tidings::diag::render::human(&loaded.sources, &built.diagnostics, false);
    assert!(!built.diagnostics.has_errors(), "{errors}");
    let pages = built.artifacts.unwrap();
    let pages = pages.iter().filter_map(|page| Some((page.path.strip_suffix("/index.html")?.to_owned(), &page.bytes)));
    pages.map(|(path, bytes)| (path, String::from_utf8_lossy(bytes).into_owned())).collect()
}

/// What a page says of a release and its entries, with the addresses it links to, but without titles and all that leads elsewhere.
fn said(page: &str) -> String {
    static TITLE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"(?s)(<article class="entry"[^>]*>\s*)<header>.*?</header>"#).unwrap());
    static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?s)<[^>]*>").unwrap());
    static SHOWN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#" (?:href|src|alt|title|class)="([^"]*)""#).unwrap());
    let start = page.find(r#"<header class="page-head">"#).unwrap_or(0);
    let page = &page[start..];
    let end = page.find(r#"<section class="upgrade""#).or(page.find(r#"<nav class="neighbours""#)).unwrap_or(page.len());
    let body = TITLE.replace_all(&page[..end], "$1");
    let text = TAG.replace_all(&body, |tag: &regex::Captures| {
        // The parts of a coloured line of code belong together.
        let joins = tag[0].starts_with("<span") || tag[0].starts_with("</span");
        let shown: Vec<&str> = SHOWN.captures_iter(&tag[0]).map(|found| found.extract::<1>().1[0]).collect();
        if joins { String::new() } else { format!(" {} ", shown.join(" ")) }
    });
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// A release as the lines of a changelog have it.
struct Chunk {
    version: String,
    entries: usize,
    /// Its lines, without those of headings.
    text: String,
}

/// Releases are headings of level two that start with a version; entries are items at the start of a line. Code is neither.
fn chunks(text: &str) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut fence = None;
    let lines: Vec<&str> = text.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let marks = line.trim_start().chars().take_while(|character| *character == '`').count();
        match fence {
            None if marks >= 3 => fence = Some(marks),
            Some(open) if marks >= open && line.trim().chars().all(|character| character == '`') => fence = None,
            _ => {}
        }
        let underlined = lines.get(index + 1).is_some_and(|next| next.len() > 3 && next.chars().all(|character| character == '-'));
        let heading = line.strip_prefix("## ").or(Some(*line).filter(|line| underlined && !line.is_empty())).filter(|_| fence.is_none());
        if let Some(heading) = heading {
            let version = heading.trim_start_matches(['[', 'v']).split([']', ' ']).next().unwrap();
            chunks.push(Chunk { version: version.to_owned(), entries: 0, text: String::new() });
            continue;
        }
        let Some(chunk) = chunks.last_mut() else { continue };
        let is_heading = fence.is_none() && line.starts_with('#') || line.len() > 3 && line.chars().all(|character| character == '-');
        if fence.is_none() && (line.starts_with("- ") || line.starts_with("* ")) {
            chunk.entries += 1;
        }
        if !is_heading {
            // Of what stands behind a fence, pages show the language and a title; the rest says how to colour the code.
            let line = if marks >= 3 { fence_words(line) } else { (*line).to_owned() };
            chunk.text.push_str(&line);
            chunk.text.push('\n');
        }
    }
    chunks
}

fn fence_words(line: &str) -> String {
    let language = line.trim_start_matches([' ', '`']).split([' ', '{']).next().unwrap();
    let title = line.split_once("title=").map_or("", |(_, title)| title);
    format!("{language} {title}")
}

/// Words that stand in `text` more often than in `kept`, and how often.
fn missing(text: &str, kept: &str) -> Vec<String> {
    let kept = words(kept);
    let lost = words(text).into_iter().filter_map(|(word, count)| {
        let gone = count.saturating_sub(kept.get(&word).copied().unwrap_or(0));
        (gone > 0).then(|| format!("{word} ×{gone}"))
    });
    let mut lost: Vec<String> = lost.collect();
    lost.sort_unstable();
    lost
}

/// Holds each release of a changelog against its page: its entries, and each word as often as it was written.
fn whole(chunks: &[Chunk], imported: &Imported, folder: &str) -> Vec<String> {
    let pages = pages(imported);
    assert_eq!(chunks.len(), imported.releases);
    let mut told = Vec::new();
    for chunk in chunks {
        let path = format!("{folder}{}", chunk.version);
        let page = pages.get(&path).unwrap_or_else(|| panic!("no page `{path}` among {:?}", pages.keys()));
        let file = imported.files.iter().find(|(file, _)| file.ends_with(&format!("/{}.yaml", chunk.version))).unwrap();
        let written = file.1.lines().filter(|line| line.starts_with("  - kind: ")).count();
        let shown = page.matches(r#"<article class="entry""#).count();
        // The page of a release also has what its pre-releases brought.
        if written != chunk.entries || shown < written {
            told.push(format!("{path}: {written} of {} entries, {shown} on its page", chunk.entries));
        }
        let missing = missing(&chunk.text, &said(page));
        if !missing.is_empty() {
            told.push(format!("{path}: {}", missing.join(", ")));
        }
    }
    told
}

#[test]
fn the_changelog_of_just_is_imported_whole() {
    let Some(path) = real("just/CHANGELOG.md") else { return };
    let (input, imported) = read(&changelog::FORMAT, &path);
    let chunks = chunks(&input.files[0].text);
    assert_eq!(whole(&chunks, &imported, ""), [""; 0]);
}

#[test]
fn the_changelog_of_astro_is_imported_whole() {
    let Some(path) = real("astro/packages/astro/CHANGELOG.md") else { return };
    let (input, imported) = read(&changelog::FORMAT, &path);
    let chunks = chunks(&input.files[0].text);
    // A link that leads nowhere from the site: its text is on the page, its address in the content and in a note.
    let address = "5.14.0: api ×1, en ×1, endpoints ×2, guides ×1, routes ×1, server ×1";
    assert_eq!(whole(&chunks, &imported, ""), [address]);
    assert!(imported.notes.iter().any(|note| note.contains("`/en/guides/endpoints/#server-endpoints-api-routes`")));
}

#[test]
fn the_changelog_of_changie_is_imported_whole() {
    let Some(path) = real("changie/CHANGELOG.md") else { return };
    let (input, imported) = read(&changelog::FORMAT, &path);
    let chunks = chunks(&input.files[0].text);
    assert_eq!(whole(&chunks, &imported, ""), [""; 0]);
}

#[test]
fn the_versions_of_changie_are_imported_whole() {
    let Some(folder) = real("changie") else { return };
    let (input, imported) = read(&changie::FORMAT, &folder);
    let versions = input.files.iter().filter(|file| file.path.starts_with(".changes/v"));
    let chunks: Vec<Chunk> = versions.flat_map(|file| chunks(&file.text)).collect();
    assert_eq!(whole(&chunks, &imported, ""), [""; 0]);
}

/// What pages say of all that waits for a release, and what the report says is kept as a comment.
fn waiting(imported: &Imported) -> String {
    let mut kept: String = pages(imported).iter().filter(|(path, _)| path.ends_with("unreleased")).map(|(_, page)| said(page)).collect();
    for unplaced in imported.unplaced.iter().filter(|unplaced| unplaced.kept == "as a comment") {
        let comment = format!("# {}", unplaced.text);
        assert!(imported.files.iter().any(|(_, file)| file.lines().any(|line| line == comment)), "{comment}");
        kept.push_str(&comment);
    }
    kept
}

/// reStructuredText without the words that are markup: names of roles, directives, their options, and targets, whose references name them again.
fn prose(text: &str) -> String {
    static MARKUP: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?m):[a-zA-Z][\w:+.-]*:`|^\s*\.\. +_`?[^:\n`]+`? ?:|^\s*\.\. [\w-]+::|^\s+:[\w-]+:( |$)").unwrap());
    MARKUP.replace_all(text, "`").into_owned()
}

/// The items of a note's sections: those with the indent of the section's first one. A text in the place of a list is one, too.
fn items(note: &str) -> usize {
    let mut items = 0;
    let (mut is_list, mut indent) = (false, None);
    for line in note.lines().filter(|line| !line.trim().is_empty()) {
        let columns = line.len() - line.trim_start().len();
        if columns == 0 {
            is_list = line.trim_end().ends_with(':');
            indent = None;
        } else if indent.is_none() {
            is_list &= line.trim_start().starts_with("- ");
            indent = Some(columns);
            items += 1;
        } else if is_list && indent == Some(columns) && line.trim_start().starts_with("- ") {
            items += 1;
        }
    }
    items
}

#[test]
fn the_notes_of_nova_are_imported_whole() {
    let Some(folder) = real("nova/releasenotes/notes") else { return };
    let (input, imported) = read(&reno::FORMAT, &folder);
    let notes: Vec<&str> = input.files.iter().filter(|file| file.path.ends_with(".yaml")).map(|file| file.text.as_str()).collect();
    assert_eq!((notes.len(), imported.entries), (1174, 1313));
    assert_eq!(imported.entries, notes.iter().map(|note| items(note)).sum::<usize>());
    let misspelt = imported.unplaced.iter().filter(|unplaced| unplaced.kept.contains("reno has no section")).count();
    assert_eq!(misspelt, 8);
    let swallowed = imported.unplaced.iter().filter(|unplaced| unplaced.kept.starts_with("as a bullet"));
    let swallowed: Vec<String> =
        swallowed.map(|unplaced| format!("{}:{}", unplaced.file.rsplit('/').next().unwrap(), unplaced.line)).collect();
    assert_eq!(swallowed, ["libvirt-uses-os-vif-plugins-31a0617de0c248b9.yaml:18"]);
    // Names of sections became kinds; those misspelt are listed.
    let is_name = |line: &&str| line.starts_with(|first: char| first.is_alphabetic()) && line.trim_end().ends_with([':', '>', '|']);
    let text: String = notes.iter().flat_map(|note| note.lines()).filter(|line| !is_name(line)).map(|line| format!("{line}\n")).collect();
    assert_eq!(missing(&prose(&text), &waiting(&imported)), [""; 0]);
}

#[test]
fn the_fragments_of_pytest_are_imported_whole() {
    let Some(folder) = real("pytest") else { return };
    let (input, imported) = read(&towncrier::FORMAT, &folder);
    let named = |name: &str| name.starts_with(|first: char| first.is_ascii_digit());
    let fragments: Vec<_> = input.files.iter().filter(|file| file.path.strip_prefix("changelog/").is_some_and(named)).collect();
    assert_eq!((fragments.len(), imported.entries), (49, 49));
    assert_eq!(imported.unplaced, []);
    let text: String = fragments.iter().map(|file| prose(&file.text)).collect();
    assert_eq!(missing(&text, &waiting(&imported)), [""; 0]);
}

#[test]
fn the_changesets_of_astro_are_imported_whole() {
    let Some(folder) = real("astro") else { return };
    let (input, imported) = read(&changesets::FORMAT, &folder);
    let changesets = input.files.iter().filter(|file| file.path.starts_with(".changeset/") && file.path.ends_with(".md"));
    let parts: Vec<Vec<&str>> =
        changesets.map(|file| file.text.splitn(3, "---").collect()).filter(|parts: &Vec<&str>| parts.len() == 3).collect();
    let log = input.files.iter().find(|file| file.path.ends_with("CHANGELOG.md")).unwrap();
    let released: usize = chunks(&log.text).iter().map(|chunk| chunk.entries).sum();
    let waiting_for: usize = parts.iter().map(|parts| parts[1].lines().filter(|line| line.contains(':')).count()).sum();
    assert_eq!(imported.entries, released + waiting_for);
    let text: String = parts.iter().map(|parts| parts[2]).collect();
    assert_eq!(missing(&text, &waiting(&imported)), [""; 0]);
}
