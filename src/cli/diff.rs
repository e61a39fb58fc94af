//! `diff`

use crate::ops::{self, DiffForm, DiffOptions};

use super::args::{DiffArguments, DiffFormat};
use super::told::{product_and, show};
use super::{Failure, Outcome, Session};

pub(super) fn run(session: &Session, arguments: &DiffArguments) -> Result<Outcome, Failure> {
    let progress = session.terminal.progress("Reading");
    let (_, loaded) = session.load()?;
    let (product, [from, to]) = product_and(&arguments.releases)?;
    let form = match arguments.format {
        _ if arguments.json => DiffForm::Json,
        DiffFormat::Markdown => DiffForm::Markdown,
        DiffFormat::Text => DiffForm::Text,
        DiffFormat::Json => DiffForm::Json,
    };
    let reader = arguments.reader.options(session.clock.now());
    let told = ops::diff(&loaded, &DiffOptions { reader, product, from, to, component: arguments.component.clone(), form })?;
    drop(progress);
    Ok(show(&session.terminal, &loaded.sources, told))
}
