//! `subscribers`

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::ident::EmailAddress;
use crate::mail::{self, Consent, ConsentBy, Digest, Imported, Offer, Store, StoreError, Subscriber};
use crate::ops::{self, CheckOptions};

use super::args::SubscribersAction;
use super::check::report;
use super::{Failure, Outcome, Session};

/// The file beside the site.
const FILE: &str = "tidings.db";

/// Names a database server to use in place of the file.
const DATABASE: &str = "TIDINGS_DATABASE_URL";

pub(super) fn run(session: &Session, action: &SubscribersAction) -> Result<Outcome, Failure> {
    match action {
        SubscribersAction::Import { file, json } => import(session, file, *json),
        SubscribersAction::Export { out } => export(session, out.as_deref()),
        SubscribersAction::List { json } => list(session, *json),
        SubscribersAction::Add { address, language, audience, product, component, notice, digest } => {
            let cells = [
                language.clone().unwrap_or_default(),
                audience.join(";"),
                product.join(";"),
                component.join(";"),
                notice.join(";"),
                digest.clone().unwrap_or_default(),
            ];
            add(session, address, &cells)
        }
        SubscribersAction::Move => move_all(session),
        SubscribersAction::Remove { address } => remove(session, address),
        SubscribersAction::Suppress { address, reason } => {
            store(session)?.suppress(address, reason, session.clock.now())?;
            session.terminal.note(&format!("nothing goes to {} any more", address.address()));
            Ok(Outcome::Done)
        }
        SubscribersAction::Erase { address } => {
            let mut store = store(session)?;
            let why = "set `TIDINGS_SECRET`: without it anybody could tell from the mark who was erased";
            let secret = secret().ok_or_else(|| Failure(why.into()))?;
            store.erase(address, &secret, session.clock.now())?;
            session.terminal.note("erased; only a mark is left, which keeps the address out");
            Ok(Outcome::Done)
        }
    }
}

/// The store: a database server where the environment names one, or the file beside the site.
pub(super) fn store(session: &Session) -> Result<Store, Failure> {
    let server = std::env::var_os(DATABASE).filter(|address| !address.is_empty());
    let Some(address) = server else { return Ok(Store::open(&session.root()?.join(FILE))?) };
    Store::connect(&address.to_string_lossy()).map_err(|error| match error {
        StoreError::Address => Failure(format!("`{DATABASE}` cannot be used: {error}")),
        error => error.into(),
    })
}

/// The file is out of the way afterwards: whoever sent from it too would send all again.
fn move_all(session: &Session) -> Result<Outcome, Failure> {
    let path = session.root()?.join(FILE);
    if std::env::var_os(DATABASE).is_none_or(|address| address.is_empty()) {
        return Err(Failure(format!("set `{DATABASE}` to the database server that everything is to move to")));
    }
    if !path.exists() {
        return Err(Failure(format!("there is no `{}`", path.display())));
    }
    let file = Store::open(&path)?;
    let _sending = file.lock_sending()?;
    let rows = file.copy_to(&mut store(session)?)?;
    drop(file);
    let moved = path.with_extension("db.moved");
    fs::rename(&path, &moved)
        .map_err(|error| Failure(format!("everything was moved, and `{}` cannot be renamed: do so by hand: {error}", path.display())))?;
    session.terminal.note(&format!("{rows} rows moved; what was there is kept as `{}`", moved.display()));
    Ok(Outcome::Done)
}

/// `TIDINGS_SECRET`
pub(super) fn secret() -> Option<String> {
    std::env::var("TIDINGS_SECRET").ok().filter(|secret| !secret.is_empty())
}

fn import(session: &Session, file: &Path, as_json: bool) -> Result<Outcome, Failure> {
    let Some(offer) = offer(session)? else { return Ok(Outcome::Errors) };
    let bytes = fs::read(file).map_err(|error| Failure(format!("cannot read `{}`: {error}", file.display())))?;
    let text =
        String::from_utf8(bytes).map_err(|_| Failure(format!("`{}` is not UTF-8: save it as UTF-8 and try again", file.display())))?;
    let mut subscribers = match mail::read_subscribers(&text, &offer) {
        Ok(subscribers) => subscribers,
        Err(bad) => {
            let lines: String = bad.iter().map(|bad| format!("{}:{}: {}\n", file.display(), bad.line, bad.why)).collect();
            session.terminal.complain(&lines);
            session.terminal.note("nothing was imported");
            return Ok(Outcome::Errors);
        }
    };
    for subscriber in &mut subscribers {
        subscriber.consent.get_or_insert_with(|| consent(session, ConsentBy::Import));
    }
    let imported = store(session)?.import(&subscribers, secret().as_deref(), session.clock.now())?;
    let Imported { added, changed, unchanged, suppressed } = imported;
    if as_json {
        let told = json!({ "added": added, "changed": changed, "unchanged": unchanged, "suppressed": suppressed });
        session.terminal.print(&format!("{told}\n"));
    }
    session
        .terminal
        .note(&format!("{added} added, {changed} changed, {unchanged} as before, {suppressed} left out because nothing may go there"));
    Ok(Outcome::Done)
}

/// What is known of somebody who was added: when, and how.
fn consent(session: &Session, by: ConsentBy) -> Consent {
    Consent { at: session.clock.now(), by, wording: None }
}

fn offer(session: &Session) -> Result<Option<Offer>, Failure> {
    let (_, loaded) = session.load()?;
    let (offer, diagnostics) = ops::offer(&loaded, &CheckOptions { now: session.clock.now(), deny_warnings: false });
    if offer.is_none() {
        report(&session.terminal, &loaded.sources, &diagnostics);
    }
    Ok(offer)
}

fn export(session: &Session, out: Option<&Path>) -> Result<Outcome, Failure> {
    let table = mail::write_subscribers(&store(session)?.subscribers()?)?;
    match out {
        Some(path) => fs::write(path, table).map_err(|error| Failure(format!("cannot write `{}`: {error}", path.display())))?,
        None => session.terminal.print(&table),
    }
    Ok(Outcome::Done)
}

fn list(session: &Session, as_json: bool) -> Result<Outcome, Failure> {
    let store = store(session)?;
    let (subscribers, suppressions) = (store.subscribers()?, store.suppressions()?);
    if as_json {
        let told = json!({
            "subscribers": subscribers.iter().map(told).collect::<Vec<_>>(),
            "suppressed": suppressions.iter().map(|one| json!({ "address": one.mark, "reason": one.reason, "since": one.since.to_rfc3339() })).collect::<Vec<_>>(),
        });
        session.terminal.print(&format!("{told:#}\n"));
        return Ok(Outcome::Done);
    }
    let lines: String = subscribers.iter().map(|one| format!("{}\n", line(one))).collect();
    session.terminal.print(&lines);
    let lines: String = suppressions.iter().map(|one| format!("{}  suppressed: {}\n", one.mark, one.reason)).collect();
    session.terminal.print(&lines);
    session.terminal.note(&format!("{} subscribers, {} addresses to which nothing goes", subscribers.len(), suppressions.len()));
    Ok(Outcome::Done)
}

fn line(subscriber: &Subscriber) -> String {
    let Value::Object(fields) = told(subscriber) else { return String::new() };
    let wishes = fields.iter().filter_map(|(name, value)| {
        let values: Vec<&str> = value.as_array()?.iter().filter_map(Value::as_str).collect();
        Some(format!("{name}: {}", values.join(", "))).filter(|_| !values.is_empty())
    });
    let language = subscriber.language.as_ref().map(|language| format!("language: {}", language.as_str()));
    let digest = subscriber.digest.map(|digest| format!("digest: {}", digest.name()));
    let facts: Vec<String> = language.into_iter().chain(wishes).chain(digest).collect();
    format!("{}  {}", subscriber.address.address(), facts.join("; ")).trim_end().to_owned()
}

fn told(subscriber: &Subscriber) -> Value {
    json!({
        "address": subscriber.address.address(),
        "name": subscriber.name,
        "language": subscriber.language.as_ref().map(|language| language.as_str()),
        "audiences": subscriber.audiences.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "products": subscriber.products.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "components": subscriber.components.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "notices": subscriber.notices.iter().map(|notice| notice.name()).collect::<Vec<_>>(),
        "digest": subscriber.digest.map(Digest::name),
        "consent": subscriber.consent.as_ref().map(|consent| json!({
            "at": consent.at.to_rfc3339(),
            "by": consent.by.name(),
            "wording": consent.wording,
        })),
    })
}

/// One subscriber is a table of one line: the same rules, and the same words where they are broken.
fn add(session: &Session, address: &EmailAddress, cells: &[String; 6]) -> Result<Outcome, Failure> {
    let Some(offer) = offer(session)? else { return Ok(Outcome::Errors) };
    let mut subscriber = mail::read_subscriber(address, cells, &offer).map_err(Failure)?;
    subscriber.name = address.mailbox().name.clone();
    subscriber.consent = Some(consent(session, ConsentBy::Command));
    let imported = store(session)?.import(&[subscriber], secret().as_deref(), session.clock.now())?;
    if imported.suppressed > 0 {
        return Err(Failure(format!("nothing may go to {}: it is suppressed", address.address())));
    }
    let what = if imported.added > 0 { "added" } else { "changed" };
    session.terminal.note(&format!("{} {what}", address.address()));
    Ok(Outcome::Done)
}

fn remove(session: &Session, address: &EmailAddress) -> Result<Outcome, Failure> {
    if !store(session)?.remove(address)? {
        return Err(Failure(format!("{} is not on the list", address.address())));
    }
    session.terminal.note(&format!("{} removed", address.address()));
    Ok(Outcome::Done)
}
