//! `import`

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::import::{self, ImportOptions, Imported};
use crate::{load, publish};

use super::args::{ImportFrom, ImportFromArguments, ImportGitArguments};
use super::{Failure, Outcome, Session};

pub(super) fn run(session: &Session, from: &ImportFrom) -> Result<Outcome, Failure> {
    let (format, arguments) = match from {
        ImportFrom::Changelog(arguments) => (&import::changelog::FORMAT, arguments),
        ImportFrom::Changesets(arguments) => (&import::changesets::FORMAT, arguments),
        ImportFrom::Changie(arguments) => (&import::changie::FORMAT, arguments),
        ImportFrom::Chloggen(arguments) => (&import::chloggen::FORMAT, arguments),
        ImportFrom::Antsibull(arguments) => (&import::antsibull::FORMAT, arguments),
        ImportFrom::Github(arguments) => (&import::github::FORMAT, arguments),
        ImportFrom::Reno(arguments) => (&import::reno::FORMAT, arguments),
        ImportFrom::Scriv(arguments) => (&import::scriv::FORMAT, arguments),
        ImportFrom::Towncrier(arguments) => (&import::towncrier::FORMAT, arguments),
        ImportFrom::Git(arguments) => return git(session, arguments),
    };
    let input = load::input(&arguments.path, format.settings, format.places)?;
    let dir = site(session, arguments);
    let imported = import::import(format, &input, &options(session, arguments, &dir)?);
    finish(session, arguments, &dir, &imported, format.nothing)
}

/// A repository is no file, and is read in a way of its own.
fn git(session: &Session, arguments: &ImportGitArguments) -> Result<Outcome, Failure> {
    let history = load::history(&arguments.from.path)?;
    let dir = site(session, &arguments.from);
    let options = options(session, &arguments.from, &dir)?;
    let imported = import::git::import(&history, arguments.tag_prefix.as_deref(), &options);
    finish(session, &arguments.from, &dir, &imported, "nothing was committed")
}

fn site(session: &Session, arguments: &ImportFromArguments) -> PathBuf {
    arguments.into.clone().or_else(|| session.site.clone()).unwrap_or_else(|| ".".into())
}

/// Writes all or nothing, and tells what became of the input.
fn finish(session: &Session, arguments: &ImportFromArguments, dir: &Path, imported: &Imported, nothing: &str) -> Result<Outcome, Failure> {
    if imported.releases + imported.entries == 0 {
        let unplaced = imported.unplaced.iter().map(|unplaced| format!("\n{}:{}: {}", unplaced.file, unplaced.line, unplaced.text));
        let unplaced: String = unplaced.collect();
        return Err(Failure(format!("`{}` holds no release: {nothing}{unplaced}", arguments.path.display())));
    }
    publish::create(dir, &imported.files)?;
    session.terminal.print(&if arguments.json { machine_report(imported) } else { report(imported) });
    Ok(Outcome::Done)
}

fn options(session: &Session, arguments: &ImportFromArguments, dir: &Path) -> Result<ImportOptions, Failure> {
    let whole = arguments.path.canonicalize().ok();
    let folder = whole.as_deref().and_then(|path| if path.is_dir() { Some(path) } else { path.parent() }).and_then(Path::file_name);
    let new_site = match &arguments.url {
        _ if dir.join("content/site.yaml").exists() => None,
        Some(url) => Some(url.clone()),
        None => Some("https://changes.example.org/".parse()?),
    };
    let kinds = if new_site.is_none() { load::template_names(dir)? } else { Vec::new() };
    Ok(ImportOptions {
        name: arguments.name.clone(),
        fallback_name: folder.map_or_else(|| "My product".to_owned(), |name| name.to_string_lossy().into_owned()),
        product: arguments.product.clone(),
        version: arguments.version.clone(),
        date: arguments.date,
        new_site,
        kinds,
        today: session.clock.now().date_naive(),
    })
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn report(imported: &Imported) -> String {
    let releases = count(imported.releases, "release", "releases");
    let entries = count(imported.entries, "entry", "entries");
    let lines = count(imported.unplaced.len(), "line", "lines");
    let mut text = format!("{}: {releases}, {entries}, {lines} without a place of their own\n", imported.name);
    text.push_str(&format!("written to content/{}/ in {}\n", imported.product, count(imported.files.len(), "file", "files")));
    for note in &imported.notes {
        text.push_str(&format!("note: {note}\n"));
    }
    for unplaced in &imported.unplaced {
        let first = unplaced.text.lines().next().unwrap_or("");
        text.push_str(&format!("{}:{}: kept {}: {first}\n", unplaced.file, unplaced.line, unplaced.kept));
    }
    text
}

fn machine_report(imported: &Imported) -> String {
    let unplaced = imported
        .unplaced
        .iter()
        .map(|unplaced| json!({ "file": unplaced.file, "line": unplaced.line, "text": unplaced.text, "kept": unplaced.kept }));
    let report = json!({
        "product": imported.product,
        "releases": imported.releases,
        "entries": imported.entries,
        "files": imported.files.iter().map(|(path, _)| path).collect::<Vec<_>>(),
        "notes": imported.notes,
        "unplaced": unplaced.collect::<Vec<_>>(),
    });
    format!("{report:#}\n")
}
