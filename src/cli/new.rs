//! `new`

use std::process::Command;

use serde_json::json;

use crate::ops::{self, CheckOptions, ScaffoldOptions};
use crate::publish;

use super::args::NewArguments;
use super::check::report;
use super::{Failure, Outcome, Session};

pub(super) fn run(session: &Session, arguments: &NewArguments) -> Result<Outcome, Failure> {
    let (root, loaded) = session.load()?;
    let checked = ops::check(&loaded, &CheckOptions { now: session.clock.now(), deny_warnings: false });
    // Errors in other files are no reason to refuse a new one; a site that cannot be understood is.
    let Some(catalog) = &checked.catalog else {
        return Ok(report(&session.terminal, &loaded.sources, &checked.diagnostics));
    };
    let options = ScaffoldOptions {
        kind: arguments.kind.clone(),
        title: arguments.title.clone(),
        product: arguments.product.clone(),
        component: arguments.component.clone(),
        release: arguments.release.clone(),
    };
    let (path, text) = ops::scaffold(catalog, &checked.templates, &options)?;
    let path = publish::create_beside(&root, &path, &text)?;
    // Short where it can be, since a writer reads it and pastes it.
    let here = std::env::current_dir().unwrap_or_default();
    let shown = path.strip_prefix(here).unwrap_or(&path);
    session.terminal.print(&if arguments.json { format!("{}\n", json!({ "path": shown })) } else { format!("{}\n", shown.display()) });
    if arguments.edit {
        edit(&path)?;
    }
    Ok(Outcome::Done)
}

fn edit(path: &std::path::Path) -> Result<(), Failure> {
    let editor = ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let editor = editor.ok_or_else(|| Failure("set VISUAL or EDITOR to say which editor `--edit` opens".into()))?;
    // `code --wait` and the like: the first word is the program.
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let status = Command::new(program).args(words).arg(path).status();
    status.map_err(|error| Failure(format!("cannot start the editor `{editor}`: {error}"))).map(drop)
}
