//! `serve`

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::diag::{Diagnostic, Severity};
use crate::ident::BaseUrl;
use crate::load;
use crate::model::Environment;
use crate::ops::{self, BuildOptions, CheckOptions};
use crate::serve::{Preview, Problem, Server};
use crate::source::Sources;

use super::args::ServeArguments;
use super::{Failure, Outcome, Session, browser};

pub(super) fn run(session: &Session, arguments: &ServeArguments) -> Result<Outcome, Failure> {
    let root = session.root()?;
    // A site that is not there at all is a mistake on the command line, and no page could tell of it.
    load::site(&root)?;
    let server = Server::bind(arguments.port)?;
    let url = server.url();
    let base_url: BaseUrl = url.parse()?;
    session.terminal.print(&format!("{url}\n"));
    session.terminal.note("Serving a preview that only this machine can see. Save a file and the page reloads; Ctrl-C ends it.");
    if arguments.open {
        browser::open(session, &url);
    }
    let (site, terminal, clock) = (root.clone(), session.terminal, session.clock);
    server.run(&root, move || {
        let preview = preview(&site, &base_url, clock.now());
        for problem in &preview.problems {
            terminal.note(&format!("{}:{}:{}: {}", problem.file, problem.line, problem.column, problem.message));
        }
        preview
    })?;
    Ok(Outcome::Done)
}

fn preview(root: &Path, base_url: &BaseUrl, now: DateTime<Utc>) -> Preview {
    let loaded = match super::read(root) {
        Ok(loaded) => loaded,
        Err(error) => return unreadable(&Failure::from(error)),
    };
    let options = BuildOptions {
        check: CheckOptions { now, deny_warnings: false },
        environment: Environment::Preview,
        audience: None,
        base_url: Some(base_url.clone()),
    };
    let built = ops::build(&loaded, &options);
    let problems = built.diagnostics.iter().map(|diagnostic| problem(&loaded.sources, diagnostic)).collect();
    Preview { artifacts: built.artifacts, problems }
}

fn problem(sources: &Sources, diagnostic: &Diagnostic) -> Problem {
    let (start, end) = sources.positions(diagnostic.span);
    let source_line = sources.text(diagnostic.span.file).lines().nth(start.line - 1).unwrap_or("").to_owned();
    Problem {
        is_error: diagnostic.severity == Severity::Error,
        code: diagnostic.code.name().to_owned(),
        message: diagnostic.message.clone(),
        file: sources.path(diagnostic.span.file).to_owned(),
        line: start.line,
        column: start.column,
        end_column: if end.line == start.line { end.column } else { source_line.chars().count() + 1 },
        source_line,
        help: diagnostic.help.clone(),
    }
}

/// What is shown while the site cannot be read, as when site.yaml is being moved.
fn unreadable(failure: &Failure) -> Preview {
    let problem = Problem { is_error: true, message: failure.0.clone(), line: 1, column: 1, ..Problem::default() };
    Preview { artifacts: None, problems: vec![problem] }
}
