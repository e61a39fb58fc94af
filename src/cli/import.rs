//! `import`

use std::path::Path;

use serde_json::json;

use crate::import::{ImportOptions, Imported, changelog};
use crate::publish;

use super::args::ImportChangelogArguments;
use super::{Failure, Outcome, Session};

pub(super) fn run(session: &Session, arguments: &ImportChangelogArguments) -> Result<Outcome, Failure> {
    let path = &arguments.path;
    let bytes = std::fs::read(path).map_err(|error| Failure(format!("cannot read `{}`: {error}", path.display())))?;
    let text = String::from_utf8(bytes).map_err(|error| Failure(format!("`{}` is not UTF-8: {error}", path.display())))?;
    let dir = arguments.into.clone().or_else(|| session.site.clone()).unwrap_or_else(|| ".".into());
    let imported = changelog::import(&text, &options(session, arguments, &dir)?);
    if imported.releases + imported.entries == 0 {
        return Err(Failure(format!("`{}` holds no release: no heading in it is a version", path.display())));
    }
    publish::create(&dir, &imported.files)?;
    session.terminal.print(&if arguments.json { machine_report(&imported) } else { report(&imported, path) });
    Ok(Outcome::Done)
}

fn options(session: &Session, arguments: &ImportChangelogArguments, dir: &Path) -> Result<ImportOptions, Failure> {
    let whole = arguments.path.canonicalize().ok();
    let folder = whole.as_deref().and_then(Path::parent).and_then(Path::file_name);
    let new_site = match &arguments.url {
        _ if dir.join("content/site.yaml").exists() => None,
        Some(url) => Some(url.clone()),
        None => Some("https://changes.example.org/".parse()?),
    };
    Ok(ImportOptions {
        name: arguments.name.clone(),
        fallback_name: folder.map_or_else(|| "My product".to_owned(), |name| name.to_string_lossy().into_owned()),
        product: arguments.product.clone(),
        new_site,
        today: session.clock.now().date_naive(),
    })
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn report(imported: &Imported, path: &Path) -> String {
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
        text.push_str(&format!("{}:{}: kept {}: {first}\n", path.display(), unplaced.line, unplaced.kept));
    }
    text
}

fn machine_report(imported: &Imported) -> String {
    let unplaced = imported.unplaced.iter().map(|unplaced| json!({ "line": unplaced.line, "text": unplaced.text, "kept": unplaced.kept }));
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
