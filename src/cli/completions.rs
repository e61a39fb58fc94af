//! `completions`

use clap::CommandFactory;

use super::args::{Arguments, CompletionsArguments};
use super::{Outcome, Session};

pub(super) fn run(session: &Session, arguments: &CompletionsArguments) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "tidings", &mut script);
    session.terminal.print(&String::from_utf8_lossy(&script));
    Outcome::Done
}
