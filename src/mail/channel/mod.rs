//! Chats and programs that hear of the same news as subscribers do: each by an address that takes a JSON document.
//!
//! 1. A [`Bulletin`] is the news in short: what it is, and the titles of the entries with their addresses.
//! 2. [`Channel::body`] makes of it what the channel reads: Slack, Microsoft Teams, Discord, or a program of one's own.
//! 3. A channel has a row in the ledger as a person has, so that it hears of everything once.

mod bulletin;
mod deliver;
mod payload;
mod request;
mod signature;

use std::fmt;

use url::Url;

use crate::ident::EmailAddress;

use super::message::hash;
use super::server::is_loopback;
pub(super) use bulletin::bulletin_sections;
pub use bulletin::{Bulletin, Item, Section};
pub use deliver::{Posting, post};
use request::send;
pub use signature::{SigningKey, SigningKeyError};

/// Who reads what is posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// A program of one's own: the notice as JSON, signed as the Standard Webhooks have it.
    Webhook,
    /// An incoming webhook of Slack.
    Slack,
    /// A workflow of Microsoft Teams that posts what a webhook gets.
    Teams,
    /// A webhook of a channel of Discord.
    Discord,
}

impl Reader {
    /// All there are.
    pub const ALL: [Self; 4] = [Self::Webhook, Self::Slack, Self::Teams, Self::Discord];

    /// As in the ledger and in the names of environment variables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Slack => "slack",
            Self::Teams => "teams",
            Self::Discord => "discord",
        }
    }
}

/// A place to post to. Whoever knows its address can post there, so it prints without.
#[derive(Clone, PartialEq, Eq)]
pub struct Channel {
    reader: Reader,
    url: Url,
}

/// Why an address cannot be posted to. It never tells the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChannelError {
    /// Not an address of the web.
    #[error("write the whole address, as the chat shows it: `https://…`")]
    Form,
    /// The address, and with it the right to post, would go over an open line.
    #[error("it would go over an open line: use `https://`")]
    OpenLine,
}

impl Channel {
    /// A channel at an address: `https://…`, or `http://…` on this machine.
    ///
    /// # Errors
    /// [`ChannelError`]
    pub fn read(reader: Reader, address: &str) -> Result<Self, ChannelError> {
        let mut url = Url::parse(address.trim()).map_err(|_| ChannelError::Form)?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(url.host_str().unwrap_or_default()) => {}
            "http" => return Err(ChannelError::OpenLine),
            _ => return Err(ChannelError::Form),
        }
        if reader == Reader::Discord && !url.query_pairs().any(|(name, _)| name == "wait") {
            // Without it Discord answers before it has looked at the message.
            url.query_pairs_mut().append_pair("wait", "true");
        }
        Ok(Self { reader, url })
    }

    /// What it is called, without its address: `slack-3f9ac01b22d4`.
    pub fn name(&self) -> String {
        format!("{}-{}", self.reader.name(), &hash(&["channel", self.url.as_str()])[..12])
    }

    /// Its name as the ledger has it: an address to which no mail can go (RFC 2606 §2), so that a channel has a row as a person has.
    pub fn address(&self) -> Option<EmailAddress> {
        format!("{}@channel.invalid", self.name()).parse().ok()
    }

    /// Who reads it.
    pub fn reader(&self) -> Reader {
        self.reader
    }

    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// What is posted there.
    pub fn body(&self, bulletin: &Bulletin) -> Vec<u8> {
        let document = match self.reader {
            Reader::Webhook => payload::webhook(bulletin),
            Reader::Slack => payload::slack(bulletin),
            Reader::Teams => payload::teams(bulletin),
            Reader::Discord => payload::discord(bulletin),
        };
        document.to_string().into_bytes()
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.reader.name(), self.url.host_str().unwrap_or(""))
    }
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Channel({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_secret_and_goes_over_a_private_line() {
        let channel = Channel::read(Reader::Slack, "https://hooks.slack.com/services/T0/B0/secret").unwrap();
        assert_eq!(format!("{channel} {channel:?}"), "slack at hooks.slack.com Channel(slack at hooks.slack.com)");
        assert!(channel.name().starts_with("slack-") && !channel.name().contains("secret"));
        assert_eq!(Channel::read(Reader::Slack, "http://hooks.slack.com/services/T0"), Err(ChannelError::OpenLine));
        assert_eq!(Channel::read(Reader::Slack, "hooks.slack.com"), Err(ChannelError::Form));
        assert!(Channel::read(Reader::Webhook, "http://127.0.0.1:8080/hook").is_ok());
    }
}
