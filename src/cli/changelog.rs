//! `changelog`

use std::io::ErrorKind;
use std::path::Path;

use crate::ops::{self, ChangelogOptions};
use crate::output::markdown::Detail;
use crate::publish;

use super::args::ChangelogArguments;
use super::told::show;
use super::{Failure, Outcome, Session};

/// The file in the site's folder that `--check` looks at where none is named.
const FILE: &str = "CHANGELOG.md";

pub(super) fn run(session: &Session, arguments: &ChangelogArguments) -> Result<Outcome, Failure> {
    let progress = session.terminal.progress("Reading");
    let (root, loaded) = session.load()?;
    let options = ChangelogOptions {
        reader: arguments.reader.options(session.clock.now()),
        product: arguments.product.clone(),
        detail: if arguments.full { Detail::Whole } else { Detail::Brief },
    };
    let told = ops::changelog(&loaded, &options)?;
    drop(progress);
    match (&told.text, &arguments.check, &arguments.out) {
        (Some(text), Some(file), _) => check(session, text, file.as_deref().unwrap_or(&root.join(FILE))),
        (Some(text), None, Some(out)) => write(session, text, out),
        _ => Ok(show(&session.terminal, &loaded.sources, told)),
    }
}

fn write(session: &Session, text: &str, out: &Path) -> Result<Outcome, Failure> {
    let shown = out.display().to_string();
    let written = read(out)?;
    let is_current = written.as_ref().is_some_and(|written| ops::outdated(&shown, written, text).is_none());
    match written {
        _ if is_current => {}
        None => publish::create(out.parent().unwrap_or(Path::new("")), &[(file_name(out), text)])?,
        Some(written) => {
            let name = file_name(out);
            let before = written.strip_prefix('\u{feff}').unwrap_or(&written);
            publish::rewrite(out.parent().unwrap_or(Path::new("")), &[(&name, before, text)])?;
        }
    }
    session.terminal.note(&format!("{} `{shown}`", if is_current { "Nothing to change in" } else { "Wrote" }));
    Ok(Outcome::Done)
}

fn check(session: &Session, text: &str, file: &Path) -> Result<Outcome, Failure> {
    let written = read(file)?;
    let what = if written.is_some() { "does not say what the notes say" } else { "is not there" };
    let Some(rewrite) = ops::outdated(&file.display().to_string(), &written.unwrap_or_default(), text) else {
        return Ok(Outcome::Done);
    };
    session.terminal.print(&rewrite.diff());
    session.terminal.complain(&format!("`{0}` {what}: `tidings changelog --out {0}` writes it\n", file.display()));
    Ok(Outcome::Errors)
}

/// The text of a file; nothing where it is not there.
fn read(file: &Path) -> Result<Option<String>, Failure> {
    let bytes = match std::fs::read(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        other => other.map_err(|error| Failure(format!("cannot read `{}`: {error}", file.display())))?,
    };
    let text = String::from_utf8(bytes).map_err(|error| Failure(format!("`{}` is not UTF-8: {error}", file.display())))?;
    Ok(Some(text))
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
