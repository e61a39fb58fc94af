//! `check`

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::diag::{Diagnostics, render};
use crate::load::{self, Loaded};
use crate::ops::{self, CheckOptions, Checked};
use crate::source::Sources;

use super::args::{CheckArguments, Format};
use super::terminal::Terminal;
use super::{Failure, Outcome, Session};

pub(super) fn run(session: &Session, arguments: &CheckArguments) -> Result<Outcome, Failure> {
    let progress = session.terminal.progress("Checking");
    let (root, loaded) = session.load()?;
    let options = CheckOptions { now: session.clock.now(), deny_warnings: arguments.deny.is_some() };
    let Checked { mut diagnostics, documents, catalog, .. } = ops::check(&loaded, &options);
    if let Some(revision) = &arguments.changed_since {
        let before = load::site_since(&root, revision)?;
        diagnostics = ops::changed(&before, &loaded, diagnostics, &options);
    }
    drop(progress);
    let text = text(session, arguments.format, &root, &loaded, &diagnostics)?;
    session.terminal.print(&text);
    // The program is about to end, and to free a hundred thousand entries one by one takes a tenth of its time.
    std::mem::forget((documents, catalog, loaded));
    Ok(outcome(&diagnostics))
}

fn text(session: &Session, format: Format, root: &Path, loaded: &Loaded, diagnostics: &Diagnostics) -> Result<String, Failure> {
    let sources = &loaded.sources;
    // Hosts know a file by its path in the repository, which may hold the site in a folder of its own.
    let base = || load::way_from_repository(root);
    Ok(match format {
        Format::Human => render::human(sources, diagnostics, session.terminal.colours_results()),
        Format::Short => render::short(sources, diagnostics),
        Format::Json => render::json(sources, diagnostics),
        Format::Github => {
            let base = base();
            summarize(&render::github_summary(sources, diagnostics, &base))?;
            render::github(sources, diagnostics, &base)
        }
        Format::Sarif => render::sarif(sources, diagnostics, &base()),
        Format::Gitlab => render::gitlab(sources, diagnostics, &base()),
        Format::Rdjsonl => render::rdjsonl(sources, diagnostics, &base()),
    })
}

/// Adds to the summary of the job, where GitHub named a file for it.
fn summarize(summary: &str) -> Result<(), Failure> {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()).map(PathBuf::from) else {
        return Ok(());
    };
    let written = OpenOptions::new().append(true).create(true).open(&path).and_then(|mut file| file.write_all(summary.as_bytes()));
    written.map_err(|error| Failure(format!("cannot write the job's summary to `{}`: {error}", path.display())))
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
