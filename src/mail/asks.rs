//! What the subscription service asks of the store, and what it is answered. Plain data.

use chrono::{DateTime, Utc};

use crate::ident::{EmailAddress, Key, Locale, ProductKey};

use super::Notice;
use super::links::PersonId;
use super::subscriber::{Digest, Subscriber};

/// Why an address is on the list of those to which nothing goes, where its owner left: who asks again is welcome.
pub(super) const LEFT: &str = "unsubscribed";

/// What somebody can choose. An empty list means all there are of the kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The language of mails and pages; the site's where there is none.
    pub language: Option<Locale>,
    /// The products.
    pub products: Vec<ProductKey>,
    /// The components.
    pub components: Vec<Key>,
    /// The kinds of notice.
    pub notices: Vec<Notice>,
    /// How often, where not each by itself.
    pub digest: Option<Digest>,
}

/// Something the service wants read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Somebody asks to subscribe: written down, and a mail queued that asks to confirm it, at most one an hour.
    Subscribe {
        /// Where to.
        address: EmailAddress,
        /// To what.
        wishes: Wishes,
    },
    /// Who asked, by the link of that mail.
    Request(PersonId),
    /// The owner of the address says yes, to these words.
    Confirm {
        /// The request.
        id: PersonId,
        /// What was agreed to.
        wording: String,
    },
    /// What a subscriber wishes.
    Person(PersonId),
    /// A subscriber wishes something else.
    Change {
        /// Who.
        id: PersonId,
        /// What.
        wishes: Wishes,
    },
    /// A subscriber leaves, and no table brings it back.
    Leave(PersonId),
    /// Nothing goes to an address any more.
    Suppress {
        /// The address.
        whom: Whom,
        /// Why.
        reason: String,
    },
    /// Requests whose mail is due, at most so many. They are due again in half a minute unless it is said what became of them.
    Take(usize),
    /// What became of the mail about a request.
    Mailed {
        /// The request.
        id: PersonId,
        /// What became of it.
        fate: Fate,
    },
    /// Requests that nobody confirmed for a week are forgotten.
    Tidy,
}

/// An address, by itself or by the message that went there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// The address.
    Address(EmailAddress),
    /// The row of the ledger that the envelope address named.
    Row(i64),
}

/// What became of a mail that asks to confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// The server took it.
    Sent,
    /// It is tried again at a moment.
    Later(DateTime<Utc>),
    /// It will never arrive.
    Failed,
}

/// What the store says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is on the disk.
    Noted,
    /// There is nobody of that id, or no such message.
    Nobody,
    /// A subscriber.
    Person(Box<Person>),
    /// One who asked.
    Request(Box<Request>),
    /// Those who asked.
    Requests(Vec<Request>),
}

/// A subscriber with its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// The rest.
    pub subscriber: Subscriber,
}

/// Somebody who asked to subscribe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The id of the request.
    pub id: PersonId,
    /// Where the mails should go.
    pub address: EmailAddress,
    /// What it asked for.
    pub wishes: Wishes,
    /// When.
    pub asked: DateTime<Utc>,
    /// How often the mail was tried.
    pub attempts: u32,
    /// The subscriber of the same address, where there is one already.
    pub person: Option<PersonId>,
}

impl Subscriber {
    /// What of it can be chosen.
    pub fn wishes(&self) -> Wishes {
        Wishes {
            language: self.language.clone(),
            products: self.products.clone(),
            components: self.components.clone(),
            notices: self.notices.clone(),
            digest: self.digest,
        }
    }
}
