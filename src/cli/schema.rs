//! `schema`

use std::path::PathBuf;

use crate::ops;
use crate::publish;
use crate::schema::{FOLDER, Form};

use super::args::{SchemaArguments, SchemaName};
use super::check::report;
use super::{Failure, Outcome, Session};

pub(super) fn run(session: &Session, arguments: &SchemaArguments) -> Result<Outcome, Failure> {
    let (root, loaded) = session.load()?;
    let made = ops::schemas(&loaded);
    let Some(texts) = made.texts else {
        return Ok(report(&session.terminal, &loaded.sources, &made.diagnostics));
    };
    if let Some(name) = arguments.name {
        let texts = texts.into_iter().filter(|(form, _)| *form == self::form(name));
        texts.for_each(|(_, text)| session.terminal.print(&text));
        return Ok(Outcome::Done);
    }
    let folder = arguments.out.clone().flatten().unwrap_or_else(|| root.join(FOLDER));
    let files: Vec<(String, String)> = texts.into_iter().map(|(form, text)| (form.file_name(), text)).collect();
    if arguments.check {
        let stale = publish::stale(&folder, &files);
        print(session, &stale);
        return Ok(if stale.is_empty() { Outcome::Done } else { Outcome::Errors });
    }
    let written = publish::refresh(&folder, &files)?;
    print(session, &written);
    session.terminal.note(&match written.len() {
        0 => format!("The schemas in {} are up to date", folder.display()),
        1 => "1 schema written".to_owned(),
        count => format!("{count} schemas written"),
    });
    Ok(Outcome::Done)
}

fn print(session: &Session, paths: &[PathBuf]) {
    paths.iter().for_each(|path| session.terminal.print(&format!("{}\n", path.display())));
}

fn form(name: SchemaName) -> Form {
    match name {
        SchemaName::Site => Form::Site,
        SchemaName::Release => Form::Release,
        SchemaName::Entries => Form::Entries,
        SchemaName::Entry => Form::Entry,
    }
}
