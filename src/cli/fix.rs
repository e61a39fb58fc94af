//! `fix`

use std::fmt::Write;

use serde::Serialize;

use crate::ops::{self, CheckOptions, Fixed, Mended};
use crate::publish;

use super::args::FixArguments;
use super::{Failure, Outcome, Session};

/// What `--json` prints. A contract with those who read it.
#[derive(Serialize)]
struct Report<'a> {
    dry_run: bool,
    fixed: Vec<Row<'a>>,
    files: Vec<&'a str>,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct Row<'a> {
    code: &'static str,
    file: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    removed: &'a str,
    added: &'a str,
}

pub(super) fn run(session: &Session, arguments: &FixArguments) -> Result<Outcome, Failure> {
    let progress = session.terminal.progress("Fixing");
    let (root, loaded) = session.load()?;
    let mended = ops::fix(&loaded, &CheckOptions { now: session.clock.now(), deny_warnings: false });
    if !arguments.dry_run {
        let files: Vec<_> = mended.files.iter().map(|file| (file.path.as_str(), &*file.before, &*file.after)).collect();
        publish::rewrite(&root, &files)?;
    }
    drop(progress);
    if arguments.json {
        session.terminal.print(&format!("{}\n", serde_json::to_string(&report(&mended, arguments.dry_run))?));
    } else if arguments.dry_run {
        mended.files.iter().for_each(|file| session.terminal.print(&file.diff()));
    } else {
        session.terminal.print(&lines(&mended.fixed));
    }
    session.terminal.note(&summary(&mended, arguments.dry_run));
    Ok(if mended.left.has_errors() { Outcome::Errors } else { Outcome::Done })
}

fn report(mended: &Mended, dry_run: bool) -> Report<'_> {
    let (errors, warnings) = mended.left.counts();
    Report {
        dry_run,
        fixed: mended.fixed.iter().map(row).collect(),
        files: mended.files.iter().map(|file| file.path.as_str()).collect(),
        errors,
        warnings,
    }
}

fn row(fixed: &Fixed) -> Row<'_> {
    let Fixed { code, path, place, message, removed, added } = fixed;
    Row { code: code.name(), file: path, line: place.line, column: place.column, message, removed, added }
}

fn lines(fixed: &[Fixed]) -> String {
    let mut text = String::new();
    for Fixed { code, path, place, message: _, removed, added } in fixed {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{path}:{}:{}: fixed[{code}]: {}", place.line, place.column, change(removed, added));
    }
    text
}

fn change(removed: &str, added: &str) -> String {
    match (removed.is_empty(), added.is_empty()) {
        (true, _) => format!("{} added", shown(added)),
        (false, true) => format!("{} removed", shown(removed)),
        (false, false) => format!("{} is now {}", shown(removed), shown(added)),
    }
}

/// The first line of a text that says something.
fn shown(text: &str) -> String {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    match (lines.next(), lines.next()) {
        (None, _) => "blank space".to_owned(),
        (Some(line), None) => format!("`{line}`"),
        (Some(line), Some(_)) => format!("`{line} …`"),
    }
}

fn summary(mended: &Mended, dry_run: bool) -> String {
    let counted = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let verb = if dry_run { "Would fix" } else { "Fixed" };
    let (errors, warnings) = mended.left.counts();
    let done = match mended.fixed.len() {
        0 => "Nothing is certain enough to fix".to_owned(),
        count => format!("{verb} {} in {}", counted(count, "problem"), counted(mended.files.len(), "file")),
    };
    match errors + warnings {
        0 if mended.fixed.is_empty() => "Nothing to fix".to_owned(),
        0 => format!("{done}; nothing is left"),
        _ => format!("{done}; {} and {} are left, which `tidings check` shows", counted(errors, "error"), counted(warnings, "warning")),
    }
}
