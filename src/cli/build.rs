//! `build`

use std::time::Instant;

use crate::load;
use crate::ops::{self, BuildOptions, CheckOptions};
use crate::publish::{self, Published};

use super::args::BuildArguments;
use super::check::report;
use super::{Failure, OUT, Outcome, Session};

pub(super) fn run(session: &Session, arguments: &BuildArguments) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let progress = session.terminal.progress("Building");
    let root = session.root()?;
    let out = arguments.out.clone().unwrap_or_else(|| root.join(OUT));
    // The session has seen to the usual folder; another one is known only here.
    publish::recover(&out)?;
    let (_, mut loaded) = session.load()?;
    loaded.former = load::former(&out)?;
    loaded.pictures = load::former_pictures(&out)?;
    let check = CheckOptions { now: session.clock.now(), deny_warnings: arguments.deny.is_some() };
    let options = BuildOptions { check, ..arguments.reader.options(session.clock.now()) };
    session.terminal.detail(&format!("Read {} texts and {} assets", loaded.sources.iter().count(), loaded.assets.len()));
    let built = ops::build(&loaded, &options);
    session.terminal.detail(&format!("Made everything in {:.2} s", start.elapsed().as_secs_f64()));
    let published = match &built.artifacts {
        Some(artifacts) => Some(publish::folder(artifacts, built.addresses.as_ref(), &built.copies, &out, &root)?),
        None => None,
    };
    drop(progress);
    let outcome = report(&session.terminal, &loaded.sources, &built.diagnostics);
    let Some(published) = published else {
        return Ok(outcome);
    };
    let Published { written, unchanged, removed } = published;
    let files = written + unchanged;
    if arguments.json {
        let result = serde_json::json!({ "out": out, "files": files, "written": written, "unchanged": unchanged, "removed": removed });
        session.terminal.print(&format!("{result}\n"));
    } else {
        session.terminal.note(&format!(
            "Built {files} files into {} in {:.2} s: {written} written, {unchanged} unchanged, {removed} removed",
            out.display(),
            start.elapsed().as_secs_f64(),
        ));
    }
    Ok(outcome)
}
