//! `announce`

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::Utc;
use serde_json::json;

use crate::diag::Diagnostics;
use crate::ident::EmailAddress;
use crate::mail::{
    self, Bounces, ComposeError, Delivered, DeliveryOptions, Outgoing, Period, Queued, Server, Signer, State, Store, Subscriber,
};
use crate::ops::{self, AnnounceOptions, CheckOptions, ReadyAnnouncement};
use crate::source::Sources;

use super::args::{AnnounceArguments, Digest, Notice, Only};
use super::channels::{Channels, Posted};
use super::check::report;
use super::post::{Composed, Post};
use super::subscribers::{secret, store};
use super::told::product_and;
use super::{Failure, Outcome, Session, preview};

/// Older news needs `--late`: an import or a first run must never mail the back catalogue.
const OLD: i64 = 14;

pub(super) fn run(session: &Session, arguments: &AnnounceArguments) -> Result<Outcome, Failure> {
    if arguments.dry_run && arguments.out.is_none() {
        return Err(Failure("say where to write the messages: `--dry-run --out DIR`".into()));
    }
    let progress = session.terminal.progress("Reading");
    let (_, loaded) = session.load()?;
    let announced = match arguments.digest {
        Some(digest) => {
            let period = Period::before(wanted(digest), session.clock.now().date_naive());
            let campaigns = store(session)?.announced(period.times())?;
            ops::digest(&loaded, check_options(session), period, &campaigns)?
        }
        None => ops::announce(&loaded, &options(session, arguments)?)?,
    };
    drop(progress);
    let outcome = report(&session.terminal, &loaded.sources, &announced.diagnostics);
    let Some(ready) = announced.announcement else { return Ok(Outcome::Errors) };
    ready.knows(&arguments.audience)?;
    let done = if let (Some(out), true) = (&arguments.out, arguments.dry_run) {
        dry_run(session, arguments, &ready, out)
    } else if arguments.preview {
        show(session, arguments, &ready)
    } else if let Some(address) = &arguments.test {
        test(session, arguments, &ready, address)
    } else {
        return send(session, arguments, &ready, &loaded.sources);
    };
    match done? {
        Ok(()) => Ok(outcome),
        Err(diagnostics) => Ok(report(&session.terminal, &loaded.sources, &diagnostics)),
    }
}

fn check_options(session: &Session) -> CheckOptions {
    CheckOptions { now: session.clock.now(), deny_warnings: false }
}

fn options(session: &Session, arguments: &AnnounceArguments) -> Result<AnnounceOptions, Failure> {
    let (product, [version]) = product_and(&arguments.release)?;
    Ok(AnnounceOptions {
        check: check_options(session),
        product,
        version,
        notice: arguments.notice.map(notice),
        issues: arguments.issue.clone(),
    })
}

/// Somebody who is no subscriber, as the arguments describe the reader.
fn reader(arguments: &AnnounceArguments, address: &EmailAddress) -> Subscriber {
    let (language, audiences) = (arguments.language.clone(), arguments.audience.clone());
    Subscriber { language, audiences, ..Subscriber::of_everything(address.clone()) }
}

fn dry_run(
    session: &Session,
    arguments: &AnnounceArguments,
    ready: &ReadyAnnouncement,
    out: &Path,
) -> Result<Result<(), Diagnostics>, Failure> {
    let channels = Channels::told(arguments, ready)?;
    if arguments.only == Some(Only::Channels) {
        let channels = channels.ok_or_else(no_channel)?;
        wrote(session, arguments, channels.subject(), &channels.dry_run(out)?);
        return Ok(Ok(()));
    }
    let post = if arguments.to.is_empty() {
        let store = store(session)?;
        Post::to_subscribers(session, ready, &store)?
    } else {
        let readers: Vec<Subscriber> = arguments.to.iter().map(|address| reader(arguments, address)).collect();
        Post::to_readers(ready, &readers)?
    };
    let post = match post {
        Ok(post) => post,
        Err(diagnostics) => return Ok(Err(diagnostics)),
    };
    let written = |address: &EmailAddress| {
        let message = post.message(address)?;
        write(out, &message.file_name, &message.eml)
    };
    let mut paths: Vec<String> = post.recipients().map(written).collect::<Result<_, _>>()?;
    if let Some(channels) = channels {
        paths.extend(channels.dry_run(out)?);
    }
    if paths.is_empty() {
        let why = match (arguments.to.is_empty(), post.addressed.see_nothing) {
            (false, _) => "whom the message would go to may see nothing of it".to_owned(),
            (true, 0) => "nobody asked for it: name a recipient with `--to ADDRESS`, or add subscribers".to_owned(),
            (true, _) => format!("nobody gets it{}", post.unreached()),
        };
        return Err(Failure(why));
    }
    wrote(session, arguments, post.first()?.subject(), &paths);
    Ok(Ok(()))
}

fn wrote(session: &Session, arguments: &AnnounceArguments, subject: &str, paths: &[String]) {
    if arguments.json {
        session.terminal.print(&format!("{}\n", json!({ "subject": subject, "written": paths, "sent": 0 })));
    } else {
        paths.iter().for_each(|path| session.terminal.print(&format!("{path}\n")));
    }
    session.terminal.note(&format!("{subject}\n{} written, none sent", counted(paths.len() as u64)));
}

/// What a reader gets, on a page for the browser.
fn show(session: &Session, arguments: &AnnounceArguments, ready: &ReadyAnnouncement) -> Result<Result<(), Diagnostics>, Failure> {
    let address = ready.sender().ok_or(ComposeError::NoSender)?;
    let post = match to_one(arguments, ready, address)? {
        Ok(post) => post,
        Err(diagnostics) => return Ok(Err(diagnostics)),
    };
    let (letter, recipient) = post.letter(address)?;
    let path = preview::open(session, letter, &recipient, arguments.out.as_deref())?.to_string_lossy().into_owned();
    wrote(session, arguments, letter.subject(), &[path]);
    Ok(Ok(()))
}

/// The letter for somebody who is no subscriber.
fn to_one(arguments: &AnnounceArguments, ready: &ReadyAnnouncement, address: &EmailAddress) -> Result<Composed, Failure> {
    let composed = Post::to_readers(ready, &[reader(arguments, address)])?;
    match &composed {
        Ok(post) if post.addressed.see_nothing > 0 => Err(Failure("a reader of this audience may see nothing of it".into())),
        _ => Ok(composed),
    }
}

/// One message to one address, without the ledger.
fn test(
    session: &Session,
    arguments: &AnnounceArguments,
    ready: &ReadyAnnouncement,
    address: &EmailAddress,
) -> Result<Result<(), Diagnostics>, Failure> {
    let post = match to_one(arguments, ready, address)? {
        Ok(post) => post,
        Err(diagnostics) => return Ok(Err(diagnostics)),
    };
    let message = post.message(address)?;
    let sender = post.first()?.sender();
    let words = mail::send_one(&server()?, sender, address, &message.eml).map_err(|why| Failure(format!("not sent: {why}")))?;
    session.terminal.note(&format!("{}\nsent to {}: {words}", message.subject, address.address()));
    Ok(Ok(()))
}

fn send(session: &Session, arguments: &AnnounceArguments, ready: &ReadyAnnouncement, sources: &Sources) -> Result<Outcome, Failure> {
    if let Some(age) = ready.age().filter(|age| *age > OLD && !arguments.late) {
        return Err(Failure(format!("it tells of something {age} days old: say `--late` if subscribers should still hear of it")));
    }
    let channels = Channels::told(arguments, ready)?;
    if arguments.only == Some(Only::Channels) {
        return post_only(session, arguments, channels);
    }
    let server = server()?;
    let mut store = store(session)?;
    let _sending = store.lock_sending()?;
    settle(session, arguments, &mut store, &ready.campaign())?;
    let post = match Post::to_subscribers(session, ready, &store)? {
        Ok(post) => post,
        Err(diagnostics) => return Ok(report(&session.terminal, sources, &diagnostics)),
    };
    let (reached, others) = (post.addressed.recipients.len(), post.unreached());
    let subscribers = format!("{reached} of {} subscribers{others}", post.addressed.all());
    let whom = channels.as_ref().map_or_else(|| subscribers.clone(), |channels| format!("{subscribers}; posts to {channels}"));
    if !agreed(session, arguments, post.first()?.subject(), &whom)? {
        return Ok(Outcome::Done);
    }
    let recipients: Vec<EmailAddress> = post.recipients().cloned().collect();
    let queued = store.queue(&ready.campaign(), &recipients, secret().as_deref(), session.clock.now())?;
    let delivered = deliver(session, arguments, &mut store, &server, &post)?;
    let posted = match channels {
        Some(channels) => {
            settle(session, arguments, &mut store, channels.campaign())?;
            channels.post(session, arguments, &mut store)?
        }
        None => Vec::new(),
    };
    tell(session, arguments, &store, &post, queued, &delivered, &posted)
}

/// To channels, and to no subscriber.
fn post_only(session: &Session, arguments: &AnnounceArguments, channels: Option<Channels>) -> Result<Outcome, Failure> {
    let channels = channels.ok_or_else(no_channel)?;
    let mut store = store(session)?;
    let _sending = store.lock_sending()?;
    settle(session, arguments, &mut store, channels.campaign())?;
    if !agreed(session, arguments, channels.subject(), &channels.to_string())? {
        return Ok(Outcome::Done);
    }
    let posted = channels.post(session, arguments, &mut store)?;
    if arguments.json {
        let posted: Vec<_> = posted.iter().map(Posted::json).collect();
        let result = json!({ "campaign": channels.campaign(), "subject": channels.subject(), "channels": posted });
        session.terminal.print(&format!("{result:#}\n"));
    } else {
        posted.iter().for_each(|posted| session.terminal.print(&format!("{}\n", posted.line())));
    }
    Ok(if posted.iter().all(Posted::is_settled) { Outcome::Done } else { Outcome::Errors })
}

fn no_channel() -> Failure {
    let variables = "`TIDINGS_SLACK_URL`, `TIDINGS_TEAMS_URL`, `TIDINGS_DISCORD_URL` or `TIDINGS_WEBHOOK_URL`";
    Failure(format!("no channel hears of it: set {variables}"))
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
fn agreed(session: &Session, arguments: &AnnounceArguments, subject: &str, whom: &str) -> Result<bool, Failure> {
    session.terminal.note(&format!("{subject}\nreaches {whom}"));
    if arguments.yes {
        return Ok(true);
    }
    if !session.terminal.can_ask() {
        return Err(Failure("say `--yes` to send it: there is no terminal to ask on".into()));
    }
    let answer = session.terminal.ask("Send it?", "no").map_err(|error| Failure(format!("cannot read the answer: {error}")))?;
    let agrees = matches!(answer.to_lowercase().as_str(), "y" | "yes");
    if !agrees {
        session.terminal.note("nothing was sent");
    }
    Ok(agrees)
}

fn deliver(
    session: &Session,
    arguments: &AnnounceArguments,
    store: &mut Store,
    server: &Server,
    post: &Post,
) -> Result<Delivered, Failure> {
    let letter = post.first()?;
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
        message: &|address| Ok(post.message(address)?.eml),
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
    post: &Post,
    queued: Queued,
    delivered: &Delivered,
    posted: &[Posted],
) -> Result<Outcome, Failure> {
    let letter = post.first()?;
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
            "subscribers": post.addressed.all(),
            "reached": post.addressed.recipients.len(),
            "did_not_ask": post.addressed.did_not_ask,
            "see_nothing": post.addressed.see_nothing,
            "by_digest": post.addressed.wait,
            "letters": post.addressed.letters.len(),
            "added": queued.added,
            "sent": delivered.sent,
            "states": counts,
            "addresses": told,
            "stopped": delivered.stopped,
            "channels": posted.iter().map(Posted::json).collect::<Vec<_>>(),
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
        posted.iter().for_each(|posted| session.terminal.print(&format!("{}\n", posted.line())));
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
    let left = delivered.counts.iter().any(|count| !matches!(count.state, State::Sent | State::Suppressed))
        || !posted.iter().all(Posted::is_settled);
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

fn counted(messages: u64) -> String {
    if messages == 1 { "1 message".to_owned() } else { format!("{messages} messages") }
}

pub(super) fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<String, Failure> {
    let path = folder.join(name);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, bytes));
    written.map_err(|error| Failure(format!("cannot write `{}`: {error}", path.display())))?;
    Ok(path.display().to_string())
}

fn wanted(digest: Digest) -> mail::Digest {
    match digest {
        Digest::Weekly => mail::Digest::Weekly,
        Digest::Monthly => mail::Digest::Monthly,
    }
}

fn notice(notice: Notice) -> mail::Notice {
    match notice {
        Notice::Planned => mail::Notice::Planned,
        Notice::Window => mail::Notice::Window,
        Notice::Released => mail::Notice::Released,
        Notice::RolledBack => mail::Notice::RolledBack,
        Notice::KnownIssue => mail::Notice::KnownIssue,
        Notice::KnownIssueClosed => mail::Notice::KnownIssueClosed,
        Notice::EndOfSupport => mail::Notice::EndOfSupport,
    }
}
