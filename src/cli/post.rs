//! Letters on their way to becoming messages: who gets which, signed, each with its own way to leave.

use std::collections::{HashMap, HashSet};

use crate::diag::Diagnostics;
use crate::ident::EmailAddress;
use crate::mail::{ComposeError, Letter, Message, Recipient, Signer, State, Store, Subscriber};
use crate::ops::{Addressed, ReadyAnnouncement};

use super::announce::signer;
use super::leaving::Leaving;
use super::{Failure, Session};

/// Letters, and who gets which; or the mistakes in the theme that stand in their way.
pub(super) type Composed = Result<Post, Diagnostics>;

/// Letters, ready to become messages.
pub(super) struct Post {
    pub(super) addressed: Addressed,
    /// The position of each recipient's letter, by address in lower case.
    letters: HashMap<String, usize>,
    signer: Option<Signer>,
    leaving: Leaving,
}

impl Post {
    /// For all subscribers, as the ledger has it.
    pub(super) fn to_subscribers(session: &Session, ready: &ReadyAnnouncement, store: &Store) -> Result<Composed, Failure> {
        let (subscribers, heard) = (store.subscribers()?, heard(store, ready.heard())?);
        let hears = |reader: &Subscriber| heard.as_ref().is_some_and(|heard| heard.contains(&key(&reader.address)));
        let progress = session.terminal.progress("Composing");
        let addressed = ready.address(&subscribers, heard.as_ref().map(|_| &hears as &dyn Fn(&Subscriber) -> bool))?;
        drop(progress);
        let service = addressed.letters.first().and_then(Letter::service);
        let leaving = Leaving::of(store, service, session.clock.now())?;
        Self::of(addressed, leaving)
    }

    /// For readers who are no subscribers.
    pub(super) fn to_readers(ready: &ReadyAnnouncement, readers: &[Subscriber]) -> Result<Composed, Failure> {
        Self::of(ready.address(readers, None)?, Leaving::default())
    }

    fn of(addressed: Addressed, leaving: Leaving) -> Result<Composed, Failure> {
        if addressed.diagnostics.has_errors() {
            return Ok(Err(addressed.diagnostics));
        }
        let letters = addressed.recipients.iter().map(|(address, letter)| (key(address), *letter)).collect();
        Ok(Ok(Self { addressed, letters, signer: signer()?, leaving }))
    }

    /// What the public gets in the site's language.
    pub(super) fn first(&self) -> Result<&Letter, Failure> {
        self.addressed.letters.first().ok_or_else(|| Failure("nothing was composed".into()))
    }

    pub(super) fn recipients(&self) -> impl Iterator<Item = &EmailAddress> {
        self.addressed.recipients.iter().map(|(address, _)| address)
    }

    /// The message for one recipient, signed where there is a key. Whoever no longer stands among the recipients, such as
    /// somebody who changed a wish since the campaign began, gets what everyone may see.
    pub(super) fn message(&self, address: &EmailAddress) -> Result<Message, ComposeError> {
        let (letter, recipient) = self.letter(address)?;
        let message = letter.to(&recipient)?;
        Ok(match &self.signer {
            Some(signer) => Message { eml: signer.sign(&letter.sender().domain(), &message.eml)?, ..message },
            None => message,
        })
    }

    /// The letter of one recipient, and what of it is this recipient's own.
    pub(super) fn letter(&self, address: &EmailAddress) -> Result<(&Letter, Recipient), ComposeError> {
        let letter = self.letters.get(&key(address)).copied().unwrap_or_default();
        let letter = self.addressed.letters.get(letter).ok_or(ComposeError::Unseen)?;
        Ok((letter, self.leaving.recipient(address)))
    }

    /// Whom it does not reach, and why.
    pub(super) fn unreached(&self) -> String {
        let addressed = &self.addressed;
        let counts = [
            (addressed.did_not_ask, "did not ask for this"),
            (addressed.see_nothing, "may see nothing of it"),
            (addressed.wait, "will hear of it by digest"),
        ];
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, why)| format!("; {count} {why}")).collect()
    }
}

/// Those of the ledger who have, or may have, one of the campaigns; none where nobody has.
fn heard(store: &Store, campaigns: &[String]) -> Result<Option<HashSet<String>>, Failure> {
    let mut heard = HashSet::new();
    for campaign in campaigns {
        for state in [State::Sent, State::InDoubt] {
            heard.extend(store.in_state(campaign, state)?.into_iter().map(|(address, _)| address.to_lowercase()));
        }
    }
    Ok(Some(heard).filter(|heard| !heard.is_empty()))
}

/// By what an address is known: two that differ in case reach one person.
fn key(address: &EmailAddress) -> String {
    address.address().to_lowercase()
}
