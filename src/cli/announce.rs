//! `announce`

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::Utc;
use serde_json::json;

use crate::ident::EmailAddress;
use crate::mail::{
    self, Bounces, ComposeError, Delivered, DeliveryOptions, Letter, Message, Outgoing, Queued, Recipient, Server, Signer, State, Store,
};
use crate::ops::{self, AnnounceOptions, CheckOptions, ReadyAnnouncement};

use super::args::{AnnounceArguments, Notice};
use super::check::report;
use super::leaving::Leaving;
use super::subscribers::{secret, store};
use super::{Failure, Outcome, Session};

/// Older news needs `--late`: an import or a first run must never mail the back catalogue.
const OLD: i64 = 14;

pub(super) fn run(session: &Session, arguments: &AnnounceArguments) -> Result<Outcome, Failure> {
    if arguments.dry_run && arguments.out.is_none() {
        return Err(Failure("say where to write the messages: `--dry-run --out DIR`".into()));
    }
    let Some((ready, outcome)) = compose(session, arguments)? else { return Ok(Outcome::Errors) };
    if let (Some(out), true) = (&arguments.out, arguments.dry_run) {
        dry_run(session, arguments, &ready, out)?;
        return Ok(outcome);
    }
    if let Some(address) = &arguments.test {
        return test(session, &ready.letter, address);
    }
    send(session, arguments, &ready)
}

/// The announcement, or the mistakes that stand in its way.
fn compose(session: &Session, arguments: &AnnounceArguments) -> Result<Option<(ReadyAnnouncement, Outcome)>, Failure> {
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
    };
    let announced = ops::announce(&loaded, &options)?;
    drop(progress);
    let outcome = report(&session.terminal, &loaded.sources, &announced.diagnostics);
    Ok(announced.announcement.map(|ready| (ready, outcome)))
}

fn dry_run(session: &Session, arguments: &AnnounceArguments, ready: &ReadyAnnouncement, out: &Path) -> Result<(), Failure> {
    let (recipients, leaving) = if arguments.to.is_empty() {
        let store = store(session)?;
        (audience(&store, ready)?.wanting, Leaving::of(&store, ready.letter.service(), session.clock.now())?)
    } else {
        (arguments.to.clone(), Leaving::default())
    };
    if recipients.is_empty() {
        return Err(Failure("nobody asked for it: name a recipient with `--to ADDRESS`, or add subscribers".into()));
    }
    let signer = signer()?;
    let written = |address: &EmailAddress| {
        let message = message(&ready.letter, signer.as_ref(), &leaving.recipient(address))?;
        write(out, &message.file_name, &message.eml)
    };
    let paths: Vec<String> = recipients.iter().map(written).collect::<Result<_, _>>()?;
    if arguments.json {
        session.terminal.print(&format!("{}\n", json!({ "subject": ready.letter.subject(), "written": paths, "sent": 0 })));
    } else {
        paths.iter().for_each(|path| session.terminal.print(&format!("{path}\n")));
    }
    session.terminal.note(&format!("{}\n{} written, none sent", ready.letter.subject(), counted(paths.len() as u64)));
    Ok(())
}

/// One message to one address, without the ledger.
fn test(session: &Session, letter: &Letter, address: &EmailAddress) -> Result<Outcome, Failure> {
    let message = message(letter, signer()?.as_ref(), &Leaving::default().recipient(address))?;
    let words = mail::send_one(&server()?, letter.sender(), address, &message.eml).map_err(|why| Failure(format!("not sent: {why}")))?;
    session.terminal.note(&format!("{}\nsent to {}: {words}", letter.subject(), address.address()));
    Ok(Outcome::Done)
}

/// Whom an announcement reaches.
struct Audience {
    wanting: Vec<EmailAddress>,
    all: usize,
}

fn audience(store: &Store, ready: &ReadyAnnouncement) -> Result<Audience, Failure> {
    let subscribers = store.subscribers()?;
    let wanting = subscribers.iter().filter(|subscriber| subscriber.wants(&ready.topic)).map(|subscriber| subscriber.address.clone());
    Ok(Audience { wanting: wanting.collect(), all: subscribers.len() })
}

fn send(session: &Session, arguments: &AnnounceArguments, ready: &ReadyAnnouncement) -> Result<Outcome, Failure> {
    let letter = &ready.letter;
    if let Some(age) = ready.age.filter(|age| *age > OLD && !arguments.late) {
        return Err(Failure(format!("it tells of something {age} days old: say `--late` if subscribers should still hear of it")));
    }
    let (server, signer) = (server()?, signer()?);
    let mut store = store(session)?;
    let _sending = store.lock_sending()?;
    settle(session, arguments, &mut store, letter.campaign())?;
    let audience = audience(&store, ready)?;
    let leaving = Leaving::of(&store, letter.service(), session.clock.now())?;
    if !agreed(session, arguments, letter, &audience)? {
        session.terminal.note("nothing was sent");
        return Ok(Outcome::Done);
    }
    let queued = store.queue(letter.campaign(), &audience.wanting, secret().as_deref(), session.clock.now())?;
    let delivered = deliver(session, arguments, &mut store, &server, letter, signer.as_ref(), &leaving)?;
    tell(session, arguments, &store, letter, &audience, queued, &delivered)
}

/// What a person says of messages whose fate nobody knows.
fn settle(session: &Session, arguments: &AnnounceArguments, store: &mut Store, campaign: &str) -> Result<(), Failure> {
    if !(arguments.resend_doubtful || arguments.forget_doubtful) {
        return Ok(());
    }
    store.doubt_what_was_sending(campaign)?;
    let settled = store.settle(campaign, arguments.resend_doubtful, session.clock.now())?;
    let how = if arguments.resend_doubtful { "are sent again" } else { "are taken as settled" };
    session.terminal.note(&format!("{} in doubt {how}", counted(settled)));
    Ok(())
}

/// Says whom it reaches, and asks unless `--yes` was given.
fn agreed(session: &Session, arguments: &AnnounceArguments, letter: &Letter, audience: &Audience) -> Result<bool, Failure> {
    let (reached, all) = (audience.wanting.len(), audience.all);
    let others = if reached < all { format!("; {} did not ask for this", all - reached) } else { String::new() };
    session.terminal.note(&format!("{}\nreaches {reached} of {all} subscribers{others}", letter.subject()));
    if arguments.yes {
        return Ok(true);
    }
    if !session.terminal.can_ask() {
        return Err(Failure("say `--yes` to send it: there is no terminal to ask on".into()));
    }
    let answer = session.terminal.ask("Send it?", "no").map_err(|error| Failure(format!("cannot read the answer: {error}")))?;
    Ok(matches!(answer.to_lowercase().as_str(), "y" | "yes"))
}

fn deliver(
    session: &Session,
    arguments: &AnnounceArguments,
    store: &mut Store,
    server: &Server,
    letter: &Letter,
    signer: Option<&Signer>,
    leaving: &Leaving,
) -> Result<Delivered, Failure> {
    let waiting = store
        .counts(letter.campaign())?
        .iter()
        .filter(|count| matches!(count.state, State::Queued | State::Deferred))
        .map(|count| count.messages)
        .sum();
    let bar = session.terminal.counter("Sending", waiting);
    let outgoing = Outgoing {
        campaign: letter.campaign(),
        sender: letter.sender(),
        bounces: Bounces::new(secret().as_deref()),
        message: &|address| Ok(message(letter, signer, &leaving.recipient(address))?.eml),
        // What is put off is due in so many seconds, whatever day the content is read for.
        now: &Utc::now,
        progress: &|done| bar.set(done),
    };
    let options = DeliveryOptions {
        connections: usize::from(arguments.connections),
        per_domain: usize::from(arguments.per_domain),
        rate: arguments.rate,
        limit: arguments.limit,
        pause: Duration::from_secs_f64(arguments.pause),
        patience: Duration::from_secs_f64(arguments.patience),
    };
    Ok(mail::deliver(store, server, &outgoing, &options)?)
}

/// What became of it. Whoever is still to get it, or never will, makes the run one with errors.
fn tell(
    session: &Session,
    arguments: &AnnounceArguments,
    store: &Store,
    letter: &Letter,
    audience: &Audience,
    queued: Queued,
    delivered: &Delivered,
) -> Result<Outcome, Failure> {
    let troubles = [State::Failed, State::InDoubt, State::Deferred]
        .map(|state| store.in_state(letter.campaign(), state).map(|addresses| (state, addresses)))
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
    if arguments.json {
        let counts: serde_json::Map<_, _> =
            delivered.counts.iter().map(|count| (count.state.name().to_owned(), count.messages.into())).collect();
        let listed = |addresses: &[(String, String)]| {
            addresses.iter().map(|(address, words)| json!({ "address": address, "words": words })).collect::<Vec<_>>()
        };
        let told: serde_json::Map<_, _> =
            troubles.iter().map(|(state, addresses)| (state.name().to_owned(), listed(addresses).into())).collect();
        let result = json!({
            "campaign": letter.campaign(),
            "subject": letter.subject(),
            "subscribers": audience.all,
            "reached": audience.wanting.len(),
            "added": queued.added,
            "sent": delivered.sent,
            "states": counts,
            "addresses": told,
            "stopped": delivered.stopped,
        });
        session.terminal.print(&format!("{result:#}\n"));
    } else {
        let counts: Vec<String> =
            delivered.counts.iter().map(|count| format!("{} {}", count.messages, count.state.name().replace('-', " "))).collect();
        session.terminal.print(&format!(
            "{} sent now; of all: {}\n",
            delivered.sent,
            if counts.is_empty() { "nobody".to_owned() } else { counts.join(", ") }
        ));
        for (state, addresses) in &troubles {
            let lines: String = addresses.iter().map(|(address, words)| format!("  {address}: {words}\n")).collect();
            if !lines.is_empty() {
                session.terminal.complain(&format!("{}:\n{lines}", state.name().replace('-', " ")));
            }
        }
    }
    if let Some(why) = &delivered.stopped {
        session
            .terminal
            .error(&format!("the run was stopped: {why}; what is queued stays queued, run the command again once that is mended"));
    }
    let left = delivered.counts.iter().any(|count| !matches!(count.state, State::Sent | State::Suppressed));
    Ok(if left { Outcome::Errors } else { Outcome::Done })
}

/// The server, from the environment: its password is no matter for files that are committed.
pub(super) fn server() -> Result<Server, Failure> {
    let address = std::env::var("TIDINGS_SMTP_URL").ok().filter(|address| !address.is_empty());
    let address = address.ok_or_else(|| {
        Failure("set `TIDINGS_SMTP_URL` to the server that takes the mails: `smtps://user:password@mail.example.org`".into())
    })?;
    Server::read(&address).map_err(|error| Failure(format!("`TIDINGS_SMTP_URL` cannot be used: {error}")))
}

/// The keys that sign, from the environment: files, each named after its selector.
pub(super) fn signer() -> Result<Option<Signer>, Failure> {
    let Some(paths) = std::env::var_os("TIDINGS_DKIM_KEY_FILE").filter(|paths| !paths.is_empty()) else { return Ok(None) };
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).map_err(|error| Failure(format!("cannot read `{}`: {error}", path.display())))?;
        Ok((path, text))
    };
    let files = std::env::split_paths(&paths).map(read).collect::<Result<Vec<_>, Failure>>()?;
    Ok(Some(Signer::read(&files)?))
}

/// The message for one recipient, signed where there is a key.
fn message(letter: &Letter, signer: Option<&Signer>, recipient: &Recipient) -> Result<Message, ComposeError> {
    let message = letter.to(recipient)?;
    Ok(match signer {
        Some(signer) => Message { eml: signer.sign(&letter.sender().domain(), &message.eml)?, ..message },
        None => message,
    })
}

fn counted(messages: u64) -> String {
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
