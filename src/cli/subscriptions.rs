//! `subscriptions`

use chrono::Utc;

use crate::mail::Links;
use crate::ops::{self, CheckOptions};
use crate::subscriptions::{Service, Setting};

use super::announce::{server, signer};
use super::args::SubscriptionsArguments;
use super::check::report;
use super::subscribers::{secret, store};
use super::{Failure, Outcome, Session};

/// How long a secret is at least, in bytes.
const SHORTEST: usize = 16;

pub(super) fn run(session: &Session, arguments: &SubscriptionsArguments) -> Result<Outcome, Failure> {
    let (_, loaded) = session.load()?;
    let secret = secret().ok_or_else(|| {
        Failure("set `TIDINGS_SECRET`: the links in mails are made with it. `openssl rand -base64 32` makes one; keep it".into())
    })?;
    let (front, diagnostics) = ops::subscriptions(&loaded, &CheckOptions { now: session.clock.now(), deny_warnings: false });
    if report(&session.terminal, &loaded.sources, &diagnostics) == Outcome::Errors {
        return Ok(Outcome::Errors);
    }
    let front = front.ok_or_else(|| {
        Failure("site.yaml does not say where the service stands: add `subscribe_url: https://mail.acme.example/` to `mail:`".into())
    })?;
    if secret.len() < SHORTEST {
        return Err(Failure("`TIDINGS_SECRET` is so short that links could be guessed: `openssl rand -base64 32` makes a good one".into()));
    }
    let links = Links::new(front.base(), &secret);
    if arguments.hook_token {
        session.terminal.print(&format!("{}\n", links.hook_token()));
        return Ok(Outcome::Done);
    }
    let Some(listen) = arguments.listen else {
        return Err(Failure("say where to listen: `--listen 127.0.0.1:8025`".into()));
    };
    let (server, signer, store) = (server()?, signer()?, store(session)?);
    let service = Service::bind(listen)?;
    session.terminal.print(&format!("http://{}{}\n", service.address(), front.base().path()));
    session.terminal.note(&format!("Serving subscriptions for {}. Ctrl-C ends it.", front.base()));
    let terminal = session.terminal;
    let setting = Setting {
        secret,
        links,
        behind_proxy: arguments.behind_proxy,
        signer,
        // Links and pauses run by the real clock, whatever day the content is read for.
        clock: Utc::now,
        told: Box::new(move |words| terminal.error(words)),
    };
    service.run(front, store, server, setting)?;
    Ok(Outcome::Done)
}
