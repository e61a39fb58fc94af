//! `notes`

use crate::ops::{self, NotesForm, NotesOptions};

use super::args::{NotesArguments, NotesFormat};
use super::told::{product_and, show};
use super::{Failure, Outcome, Session};

pub(super) fn run(session: &Session, arguments: &NotesArguments) -> Result<Outcome, Failure> {
    let progress = session.terminal.progress("Reading");
    let (_, loaded) = session.load()?;
    let (product, [version]) = product_and(&arguments.release)?;
    let form = match arguments.format {
        _ if arguments.json => NotesForm::Json,
        NotesFormat::Markdown => NotesForm::Markdown,
        NotesFormat::Text => NotesForm::Text,
        NotesFormat::Html => NotesForm::Html,
        NotesFormat::Json => NotesForm::Json,
    };
    let told = ops::notes(&loaded, &NotesOptions { reader: arguments.reader.options(session.clock.now()), product, version, form })?;
    drop(progress);
    Ok(show(&session.terminal, &loaded.sources, told))
}
