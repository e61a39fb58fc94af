//! Announcements of releases: composed, queued and sent, each once to each who asked for it.
//!
//! 1. [`News::of`]: a release and a kind of notice, checked once for all.
//! 2. [`compose()`]: the news, a catalog that holds only what some recipients may see, its texts, a theme in their language and a
//!    clock make a [`Letter`], and of it a [`Message`] for each of them: the same bytes for the same input.
//! 3. [`Store`]: subscribers, and the ledger of what was sent to whom. A row for each recipient of a campaign, unique.
//! 4. [`deliver()`]: takes what is due out of the ledger, hands it to a server, and writes down what became of it.

mod asks;
mod bounce;
mod channel;
mod compose;
mod confirmation;
mod deliver;
mod digest;
mod dkim;
mod frame;
mod html;
mod issues;
mod ledger;
mod links;
mod message;
mod mould;
mod news;
mod notice;
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
pub use channel::{Bulletin, Channel, ChannelError, Item, Posting, Reader, Section, SigningKey, SigningKeyError, post};
pub use compose::{bulletin, compose};
pub use confirmation::{Inviter, PREFERENCES_DAYS};
pub use deliver::{DeliverError, Delivered, DeliveryOptions, Outgoing, deliver, send_one};
pub use digest::{Period, compose_digest};
pub use dkim::{DkimError, Signer};
pub use frame::Edition;
pub use ledger::{Count, Delivery, State, Step};
pub use links::{LinkError, Links, PersonId, Purpose};
pub use message::{Letter, Message, Parts, Recipient};
pub use news::{News, NewsError};
pub use notice::Notice;
pub use postman::{Postman, Refusal};
pub use server::{Server, ServerError};
pub use store::{DatabaseError, Imported, Queued, Sending, Store, StoreError, Suppression};
pub use subscriber::{Consent, ConsentBy, Digest, Subscriber, Topic};
pub use table::{BadLine, Offer, read as read_subscribers, read_one as read_subscriber, write as write_subscribers};

use crate::diag::Diagnostic;

/// Why nothing was composed.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// The site says nothing of mail.
    #[error("site.yaml does not say who announcements are from: add `mail:` with a line such as `from: Acme <releases@acme.example>`")]
    NoSender,
    /// The recipients may not see the release.
    #[error("the release is not there for its readers")]
    Unseen,
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
