//! The life of one message to one recipient, as the ledger has it.
//!
//! ```text
//! queued --> sending --> sent
//!   ^           |-----> deferred --> sending …
//!   |           |-----> failed
//!   '-----------'-----> in doubt --> queued | failed, by a person's word
//! ```
//!
//! `sending` is written before the message goes to the server, and what became of it after the reply. So a row that a killed
//! program left `sending` is in doubt: the server may have it.

use crate::ident::EmailAddress;

/// How far a message has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Nobody tried to send it yet.
    Queued,
    /// It is being handed over.
    Sending,
    /// The server took it.
    Sent,
    /// The server asked to try again later.
    Deferred,
    /// The server will not take it, or was asked often enough.
    Failed,
    /// It was handed over, and the answer was lost.
    InDoubt,
    /// The address was suppressed before its turn came.
    Suppressed,
}

impl State {
    /// All there are, as a message goes through them.
    pub const ALL: [Self; 7] = [Self::Queued, Self::Sending, Self::Sent, Self::Deferred, Self::Failed, Self::InDoubt, Self::Suppressed];

    /// As the ledger and JSON have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Deferred => "deferred",
            Self::Failed => "failed",
            Self::InDoubt => "in-doubt",
            Self::Suppressed => "suppressed",
        }
    }
}

/// A message that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its row.
    pub id: i64,
    /// Whom it goes to.
    pub address: EmailAddress,
    /// How often it was tried.
    pub attempts: u32,
}

/// A step in a message's life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It goes to the server now.
    Sending,
    /// The server took it, with these words.
    Sent(String),
    /// The server put it off, with these words, until a moment in milliseconds since 1970.
    Deferred(String, i64),
    /// The server refused it, with these words.
    Failed(String),
    /// There is no such mailbox, the server says: nothing goes there again.
    Dead(String),
    /// The answer was lost, for this reason.
    InDoubt(String),
    /// It never reached the server: as if it had not been tried.
    Back,
}

impl Step {
    /// Where it leads.
    pub(super) fn state(&self) -> State {
        match self {
            Self::Sending => State::Sending,
            Self::Sent(_) => State::Sent,
            Self::Deferred(..) => State::Deferred,
            Self::Failed(_) | Self::Dead(_) => State::Failed,
            Self::InDoubt(_) => State::InDoubt,
            Self::Back => State::Queued,
        }
    }

    /// What the server said, or why its answer is missing.
    pub(super) fn words(&self) -> Option<&str> {
        match self {
            Self::Sending | Self::Back => None,
            Self::Sent(words) | Self::Deferred(words, _) | Self::Failed(words) | Self::Dead(words) | Self::InDoubt(words) => Some(words),
        }
    }
}

/// How many messages of a campaign are in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// The state.
    pub state: State,
    /// How many.
    pub messages: u64,
}
