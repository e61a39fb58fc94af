//! `announce`

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::mail;
use crate::ops::{self, AnnounceOptions, CheckOptions};

use super::args::{AnnounceArguments, Notice};
use super::check::report;
use super::{Failure, Outcome, Session};

pub(super) fn run(session: &Session, arguments: &AnnounceArguments) -> Result<Outcome, Failure> {
    let (Some(out), true) = (&arguments.out, arguments.dry_run) else {
        return Err(Failure("say `--dry-run --out DIR`: messages are written to files, and cannot be sent yet".into()));
    };
    if arguments.to.is_empty() {
        return Err(Failure("name at least one recipient with `--to ADDRESS`".into()));
    }
    let progress = session.terminal.progress("Composing");
    let (_, loaded) = session.load()?;
    let (product, version) = match arguments.release.as_slice() {
        [product, version] => (Some(product.clone()), version.clone()),
        [version] => (None, version.clone()),
        _ => return Err(Failure("name a release: `tidings announce [PRODUCT] VERSION`".into())),
    };
    let options = AnnounceOptions {
        check: CheckOptions { now: session.clock.now(), deny_warnings: false },
        product,
        version,
        notice: arguments.notice.map(notice),
        to: arguments.to.clone(),
    };
    let announced = ops::announce(&loaded, &options)?;
    drop(progress);
    let outcome = report(&session.terminal, &loaded.sources, &announced.diagnostics);
    let Some(messages) = announced.messages else {
        return Ok(outcome);
    };
    let paths: Vec<String> = messages.iter().map(|message| write(out, &message.file_name, &message.eml)).collect::<Result<_, _>>()?;
    if arguments.json {
        let subject = messages.first().map(|message| &message.subject);
        session.terminal.print(&format!("{}\n", json!({ "subject": subject, "written": paths, "sent": 0 })));
    } else {
        paths.iter().for_each(|path| session.terminal.print(&format!("{path}\n")));
    }
    if let Some(message) = messages.first() {
        session.terminal.note(&format!("{}\n{} written, none sent", message.subject, counted(messages.len())));
    }
    Ok(outcome)
}

fn counted(messages: usize) -> String {
    if messages == 1 { "1 message".to_owned() } else { format!("{messages} messages") }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<String, Failure> {
    let path = folder.join(name);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, bytes));
    written.map_err(|error| Failure(format!("cannot write `{}`: {error}", path.display())))?;
    Ok(path.display().to_string())
}

fn notice(notice: Notice) -> mail::Notice {
    match notice {
        Notice::Planned => mail::Notice::Planned,
        Notice::Released => mail::Notice::Released,
        Notice::RolledBack => mail::Notice::RolledBack,
        Notice::KnownIssue => mail::Notice::KnownIssue,
    }
}
