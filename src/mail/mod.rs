//! Announcements of releases: composed, queued and sent, each once to each who asked for it.
//!
//! 1. [`compose()`]: a catalog that holds only what the recipients may see, its texts, a theme and a clock make a [`Letter`], and of
//!    it a [`Message`] for each recipient: the same bytes for the same input.
//! 2. [`Store`]: subscribers, and the ledger of what was sent to whom. A row for each recipient of a campaign, unique.
//! 3. [`deliver()`]: takes what is due out of the ledger, hands it to a server, and writes down what became of it.

mod asks;
mod bounce;
mod compose;
mod confirmation;
mod deliver;
mod dkim;
mod html;
mod ledger;
mod links;
mod message;
mod mould;
mod postman;
mod reply;
mod server;
mod smtp;
mod store;
mod subscriber;
mod table;
mod view;

pub use asks::{Answer, Ask, Fate, Person, Request, Whom, Wishes};
pub use bounce::Bounces;
pub use compose::{Announcement, compose};
pub use confirmation::{Inviter, PREFERENCES_DAYS};
pub use deliver::{DeliverError, Delivered, DeliveryOptions, Outgoing, deliver, send_one};
pub use dkim::{DkimError, Signer};
pub use ledger::{Count, Delivery, State, Step};
pub use links::{LinkError, Links, PersonId, Purpose};
pub use message::{Letter, Message, Recipient};
pub use postman::{Postman, Refusal};
pub use server::{Server, ServerError};
pub use store::{DatabaseError, Imported, Queued, Sending, Store, StoreError, Suppression};
pub use subscriber::{Consent, ConsentBy, Digest, Subscriber, Topic};
pub use table::{BadLine, Offer, read as read_subscribers, read_one as read_subscriber, write as write_subscribers};

use crate::diag::Diagnostic;
use crate::model::Release;
use crate::parse::document::Status;

/// What an announcement tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The release is planned.
    Planned,
    /// The release is out.
    Released,
    /// The release was taken back.
    RolledBack,
    /// The release has a known issue.
    KnownIssue,
}

impl Notice {
    /// All kinds there are.
    pub const ALL: [Self; 4] = [Self::Planned, Self::Released, Self::RolledBack, Self::KnownIssue];

    /// As in `--notice`, in file names and in the names of templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Released => "released",
            Self::RolledBack => "rolled-back",
            Self::KnownIssue => "known-issue",
        }
    }

    /// The notice of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.name() == name)
    }

    /// What there is to tell of a release where nothing else is asked for.
    pub fn of(release: &Release) -> Self {
        match release.status.value {
            Status::Planned => Self::Planned,
            Status::Released => Self::Released,
            Status::RolledBack => Self::RolledBack,
        }
    }
}

/// Why nothing was composed.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// The site says nothing of mail.
    #[error("site.yaml does not say who announcements are from: add `mail:` with a line such as `from: Acme <releases@acme.example>`")]
    NoSender,
    /// The release is in another state than the notice tells of.
    #[error("{version} is {status}, so there is no {} notice of it", .notice.name())]
    OtherState {
        /// The release.
        version: String,
        /// `planned`, `released` or `rolled-back`.
        status: &'static str,
        /// What was asked for.
        notice: Notice,
    },
    /// There is no known issue to tell of.
    #[error("{version} has no known issue")]
    NoKnownIssue {
        /// The release.
        version: String,
    },
    /// A template of the theme is wrong.
    #[error("a template of the theme is wrong: {}", .0.message)]
    Template(Box<Diagnostic>),
    /// The style sheet of the theme's mails is wrong.
    #[error("the styles of the theme's mails cannot be put on their elements")]
    Styles(#[source] css_inline::InlineError),
    /// A header would hold a line break, and what follows would be a header of its own.
    #[error("`{header}` would hold a line break or another control character")]
    LineBreak {
        /// The header's name.
        header: &'static str,
    },
    /// Without any entry the mail is still longer than mail programs show.
    #[error("the mail is {bytes} bytes long without a single entry: shorten the theme's template or the title and summary of the release")]
    TooLong {
        /// The size of the HTML part.
        bytes: usize,
    },
    /// The message could not be signed.
    #[error(transparent)]
    Sign(#[from] DkimError),
    /// The message could not be put together.
    #[error("the message cannot be put together")]
    Message(#[source] lettre::error::Error),
}
