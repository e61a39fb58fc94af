//! Arguments to exit code: one thin file a command, and the only room that prints.
//!
//! Standard output carries results, standard error the rest. Exit status: 0 done, 1 the content has errors, 2 it could not run.

mod announce;
pub mod args;
mod browser;
mod build;
mod changelog;
mod channels;
mod check;
mod completions;
mod diff;
mod explain;
mod fix;
mod import;
mod init;
mod leaving;
mod lsp;
mod man;
mod new;
mod notes;
mod post;
mod preview;
mod release;
mod rows;
mod schema;
mod search;
mod serve;
mod stats;
mod status;
mod subscribers;
mod subscriptions;
mod terminal;
mod told;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::{DateTime, Utc};

use crate::load::{self, LoadError, Loaded};
use crate::publish;

use args::{Arguments, Command};
use terminal::Terminal;

/// The folder in a site's folder that a build writes to where nothing else is asked for.
const OUT: &str = "public";

/// Why a command could not run: a sentence for standard error, with its causes after colons.
#[derive(Debug)]
struct Failure(String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            text = format!("{text}: {error}");
            cause = error.source();
        }
        Self(text)
    }
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// What was asked is done.
    Done,
    /// The content has errors.
    Errors,
}

/// What time it is: a moment that was given, or that of the system.
#[derive(Debug, Clone, Copy)]
struct Clock(Option<DateTime<Utc>>);

impl Clock {
    fn now(self) -> DateTime<Utc> {
        self.0.unwrap_or_else(Utc::now)
    }
}

/// What every command needs: where the site is, what time it is, and how to talk.
struct Session {
    site: Option<PathBuf>,
    clock: Clock,
    terminal: Terminal,
}

impl Session {
    /// The folder that holds `content/site.yaml`. What a killed command began to put in place there is finished first.
    fn root(&self) -> Result<PathBuf, Failure> {
        let root = match &self.site {
            Some(site) => site.clone(),
            None => nearest_root()?,
        };
        publish::recover(&root.join(OUT))?;
        publish::recover_content(&root)?;
        Ok(root)
    }

    fn load(&self) -> Result<(PathBuf, Loaded), Failure> {
        let root = self.root()?;
        let loaded = read(&root)?;
        Ok((root, loaded))
    }
}

/// A site, and what its last build made known to the world.
fn read(root: &Path) -> Result<Loaded, LoadError> {
    let loaded = load::site(root)?;
    Ok(Loaded { former: load::former(&root.join(OUT))?, ..loaded })
}

fn nearest_root() -> Result<PathBuf, Failure> {
    let here = std::env::current_dir().map_err(|error| Failure(format!("cannot tell the current folder: {error}")))?;
    load::find_root(&here).ok_or_else(|| {
        Failure("no site here or in any folder above: there is no `content/site.yaml`. `tidings init` makes a small working site".into())
    })
}

/// Runs a command and tells how it ended.
pub fn run(arguments: Arguments) -> ExitCode {
    let terminal = Terminal::new(arguments.quiet, arguments.verbose);
    let result = clock(&arguments).and_then(|clock| {
        let session = Session { site: arguments.site, clock, terminal };
        match arguments.command {
            Command::Init(arguments) => init::run(&session, &arguments),
            Command::New(arguments) => new::run(&session, &arguments),
            Command::Check(arguments) => check::run(&session, &arguments),
            Command::Explain(arguments) => explain::run(&session, &arguments),
            Command::Fix(arguments) => fix::run(&session, &arguments),
            Command::Build(arguments) => build::run(&session, &arguments),
            Command::Serve(arguments) => serve::run(&session, &arguments),
            Command::Release(arguments) => release::run(&session, &arguments),
            Command::Status(arguments) => status::run(&session, &arguments),
            Command::Search(arguments) => search::run(&session, &arguments),
            Command::Stats(arguments) => stats::run(&session, &arguments),
            Command::Notes(arguments) => notes::run(&session, &arguments),
            Command::Diff(arguments) => diff::run(&session, &arguments),
            Command::Changelog(arguments) => changelog::run(&session, &arguments),
            Command::Announce(arguments) => announce::run(&session, &arguments),
            Command::Subscribers(arguments) => subscribers::run(&session, &arguments.action),
            Command::Subscriptions(arguments) => subscriptions::run(&session, &arguments),
            Command::Import(arguments) => import::run(&session, &arguments.from),
            Command::Schema(arguments) => schema::run(&session, &arguments),
            Command::Completions(arguments) => Ok(completions::run(&session, &arguments)),
            Command::Lsp => lsp::run(&session),
            Command::Man(arguments) => man::run(&session, &arguments),
        }
    });
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Errors) => ExitCode::from(1),
        Err(Failure(message)) => {
            terminal.error(&message);
            ExitCode::from(2)
        }
    }
}

/// `--today`, else `SOURCE_DATE_EPOCH` (seconds since 1970, reproducible-builds.org), else the system's clock.
fn clock(arguments: &Arguments) -> Result<Clock, Failure> {
    if let Some(today) = &arguments.today {
        return Ok(Clock(Some(today.utc())));
    }
    let Ok(epoch) = std::env::var("SOURCE_DATE_EPOCH") else {
        return Ok(Clock(None));
    };
    let moment = epoch.trim().parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let failure = || Failure(format!("SOURCE_DATE_EPOCH is `{epoch}`, which is not a count of seconds since 1970"));
    moment.map(|moment| Clock(Some(moment))).ok_or_else(failure)
}
