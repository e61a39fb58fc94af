//! `man`

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::publish;

use super::args::{Arguments, ManArguments};
use super::{Failure, Outcome, Session};

pub(super) fn run(session: &Session, arguments: &ManArguments) -> Result<Outcome, Failure> {
    let mut command = Arguments::command();
    // Now each command knows its whole name and the options that all of them take.
    command.build();
    let Some(folder) = &arguments.out else {
        session.terminal.print(&page(&command)?);
        return Ok(Outcome::Done);
    };
    let mut pages = Vec::new();
    collect(&command, &mut pages)?;
    for path in publish::refresh(folder, &pages)? {
        session.terminal.print(&format!("{}\n", path.display()));
    }
    Ok(Outcome::Done)
}

/// The page of a command and of all below it: `tidings-import-changelog.1`.
fn collect(command: &Command, pages: &mut Vec<(String, String)>) -> Result<(), Failure> {
    pages.push((format!("{}.1", name(command)), page(command)?));
    command.get_subcommands().filter(|inner| inner.get_name() != "help").try_for_each(|inner| collect(inner, pages))
}

fn name(command: &Command) -> String {
    command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned()
}

fn page(command: &Command) -> Result<String, Failure> {
    let mut page = Vec::new();
    Man::new(command.clone()).source(concat!("tidings ", env!("CARGO_PKG_VERSION"))).render(&mut page)?;
    let text = String::from_utf8_lossy(&page).replace("\n.SH EXTRA\n", "\n.SH EXAMPLES\n");
    Ok(text.chars().map(|letter| if letter.is_ascii() { letter.to_string() } else { format!("\\[u{:04X}]", u32::from(letter)) }).collect())
}
