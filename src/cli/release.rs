//! `release`

use serde_json::{Value, json};

use crate::load::{Change, Loaded};
use crate::ops::{self, CheckOptions, Cut, Details, ReleaseOptions, Taken};
use crate::publish;

use super::args::{CutStatus, PreRelease, ReleaseArguments};
use super::check::report;
use super::status::asking;
use super::{Failure, Outcome, Session};

pub(super) fn run(session: &Session, arguments: &ReleaseArguments) -> Result<Outcome, Failure> {
    let progress = session.terminal.progress("Checking");
    let (root, loaded) = session.load()?;
    let released = ops::release(&loaded, &options(session, arguments))?;
    drop(progress);
    let outcome =
        if released.diagnostics.is_empty() { Outcome::Done } else { report(&session.terminal, &released.sources, &released.diagnostics) };
    let Some(cut) = &released.cut else {
        let why = match &released.refused {
            Some(version) => format!("Nothing was written: with {version} the site would have these errors."),
            None => "Nothing was written: the site has these errors already.".to_owned(),
        };
        session.terminal.complain(&format!("{why}\n"));
        return Ok(Outcome::Errors);
    };
    if !arguments.dry_run {
        let before = |path: &str| loaded.sources.find(path).map(|file| loaded.sources.text(file).to_owned());
        publish::change(&root, &cut.changes, before)?;
    }
    if arguments.json {
        session.terminal.print(&format!("{:#}\n", json(cut, arguments.dry_run)));
    } else {
        session.terminal.print(&text(cut, &loaded, arguments.dry_run));
    }
    cut.notes.iter().for_each(|note| session.terminal.note(&format!("note: {note}")));
    if !arguments.dry_run {
        let notes =
            if cut.planned { String::new() } else { format!("; `tidings notes {} {}` has the text for a tag", cut.product, cut.version) };
        session.terminal.note(&format!("Now read the files, then `tidings build`{notes}."));
    }
    Ok(outcome)
}

fn options(session: &Session, arguments: &ReleaseArguments) -> ReleaseOptions {
    ReleaseOptions {
        check: CheckOptions { now: session.clock.now(), deny_warnings: arguments.deny.is_some() },
        names: arguments.names.clone(),
        pre: arguments.pre.map(|pre| match pre {
            PreRelease::Alpha => "alpha",
            PreRelease::Beta => "beta",
            PreRelease::Rc => "rc",
        }),
        hotfix: arguments.hotfix,
        line: arguments.line,
        taken: match arguments.entries.as_slice() {
            _ if arguments.no_entries => Taken::Nothing,
            [] => Taken::All,
            ids => Taken::Only(ids.to_vec()),
        },
        details: Details {
            title: arguments.title.clone(),
            summary: arguments.summary.clone(),
            planned: arguments.status == CutStatus::Planned,
            date: arguments.date,
            announced: arguments.announced,
            lts: arguments.lts,
            ready: arguments.ready.clone(),
        },
    }
}

fn text(cut: &Cut, loaded: &Loaded, dry_run: bool) -> String {
    let verb = match (cut.planned, dry_run) {
        (true, false) => "Planned",
        (false, false) => "Released",
        (true, true) => "Would plan",
        (false, true) => "Would release",
    };
    let entries = match cut.entries.len() {
        1 => "1 entry".to_owned(),
        count => format!("{count} entries"),
    };
    let was = if cut.was_planned { ", which was planned" } else { "" };
    let mut text = format!("{verb} {} {}{was}, with {entries} of `unreleased/`\n", cut.product_name, cut.version);
    if let Some(entry) = &cut.asked_by {
        text.push_str(&format!("  {}\n", asking(entry)));
    }
    for change in &cut.changes {
        match change {
            Change::Write { path, .. } => text.push_str(&format!("  write {path}\n")),
            Change::Move { from, to } => text.push_str(&format!("  move {from}\n    to {to}\n")),
            Change::Copy { from, to } => text.push_str(&format!("  copy {from}\n    to {to}\n")),
            Change::Remove { path } => text.push_str(&format!("  remove {path}\n")),
        }
    }
    if dry_run {
        cut.changes.iter().for_each(|change| text.push_str(&difference(change, loaded)));
    }
    text
}

/// What would be written, as a diff from what is there.
fn difference(change: &Change, loaded: &Loaded) -> String {
    let Change::Write { path, text } = change else { return String::new() };
    let old = loaded.sources.find(path).map_or("", |file| loaded.sources.text(file));
    let name = if old.is_empty() { "/dev/null" } else { path };
    format!("\n{}", similar::TextDiff::from_lines(old, text).unified_diff().header(name, path))
}

fn json(cut: &Cut, dry_run: bool) -> Value {
    let changes = cut.changes.iter().map(|change| match change {
        Change::Write { path, .. } => json!({ "change": "write", "path": path }),
        Change::Move { from, to } => json!({ "change": "move", "from": from, "to": to }),
        Change::Copy { from, to } => json!({ "change": "copy", "from": from, "to": to }),
        Change::Remove { path } => json!({ "change": "remove", "path": path }),
    });
    json!({
        "product": cut.product,
        "version": cut.version,
        "status": if cut.planned { "planned" } else { "released" },
        "was_planned": cut.was_planned,
        "asked_by": cut.asked_by,
        "entries": cut.entries.iter().map(|(id, title)| json!({ "id": id, "title": title })).collect::<Vec<_>>(),
        "changes": changes.collect::<Vec<_>>(),
        "notes": cut.notes,
        "dry_run": dry_run,
    })
}
