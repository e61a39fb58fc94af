//! `check`

use crate::diag::{Diagnostics, render};
use crate::ops::{self, CheckOptions};
use crate::source::Sources;

use super::args::{CheckArguments, Format};
use super::terminal::Terminal;
use super::{Failure, Outcome, Session};

pub(super) fn run(session: &Session, arguments: &CheckArguments) -> Result<Outcome, Failure> {
    let progress = session.terminal.progress("Checking");
    let (_, loaded) = session.load()?;
    let options = CheckOptions { now: session.clock.now(), deny_warnings: arguments.deny.is_some() };
    let diagnostics = ops::check(&loaded, &options).diagnostics;
    drop(progress);
    let text = match arguments.format {
        Format::Human => render::human(&loaded.sources, &diagnostics, session.terminal.colours_results()),
        Format::Short => render::short(&loaded.sources, &diagnostics),
        Format::Json => render::json(&loaded.sources, &diagnostics),
    };
    session.terminal.print(&text);
    Ok(outcome(&diagnostics))
}

/// Shows what a build or an announcement found, on standard error; says nothing when nothing was found.
pub(super) fn report(terminal: &Terminal, sources: &Sources, diagnostics: &Diagnostics) -> Outcome {
    if !diagnostics.is_empty() {
        terminal.complain(&render::human(sources, diagnostics, terminal.colours_errors()));
    }
    outcome(diagnostics)
}

fn outcome(diagnostics: &Diagnostics) -> Outcome {
    if diagnostics.has_errors() { Outcome::Errors } else { Outcome::Done }
}
