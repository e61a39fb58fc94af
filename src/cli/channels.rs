//! The channels of `announce`: chats and programs that hear of the same news, each by an address in the environment.

use std::fmt;
use std::fs;
use std::path::Path;
use std::time::Duration;

use chrono::Utc;
use serde_json::{Value, json};

use crate::ident::ProductKey;
use crate::mail::{self, Bulletin, Channel, Posting, Reader, SigningKey, State, Store};
use crate::ops::ReadyAnnouncement;

use super::args::{AnnounceArguments, Only};
use super::subscribers::secret;
use super::{Failure, Session};

/// Where to post what, and what signs it.
pub(super) struct Channels {
    bulletin: Bulletin,
    all: Vec<Channel>,
    key: Option<SigningKey>,
}

/// What became of a post.
pub(super) struct Posted {
    name: String,
    state: State,
    words: String,
}

impl Channels {
    /// The channels that hear of an announcement; none where none is set, none may see it, or subscribers alone are to hear of it.
    pub(super) fn told(arguments: &AnnounceArguments, ready: &ReadyAnnouncement) -> Result<Option<Self>, Failure> {
        if arguments.only == Some(Only::Mail) {
            return Ok(None);
        }
        let Some(product) = ready.product() else { return Ok(None) };
        let all = channels(&product)?;
        let key = key()?;
        if key.is_none() && all.iter().any(|channel| channel.reader() == Reader::Webhook) {
            let how = "`echo whsec_$(openssl rand -base64 32)` makes one";
            return Err(Failure(format!("set `TIDINGS_WEBHOOK_KEY`, so that the program can tell who posts: {how}")));
        }
        if all.is_empty() {
            return Ok(None);
        }
        Ok(ready.bulletin()?.map(|bulletin| Self { bulletin, all, key }))
    }

    pub(super) fn campaign(&self) -> &str {
        &self.bulletin.campaign
    }

    pub(super) fn subject(&self) -> &str {
        &self.bulletin.subject
    }

    /// Writes what would be posted: the files.
    pub(super) fn dry_run(&self, out: &Path) -> Result<Vec<String>, Failure> {
        let written = |channel: &Channel| {
            let path = out.join(format!("{}.json", channel.name()));
            let written = fs::create_dir_all(out).and_then(|()| fs::write(&path, channel.body(&self.bulletin)));
            written.map_err(|error| Failure(format!("cannot write `{}`: {error}", path.display())))?;
            Ok(path.display().to_string())
        };
        self.all.iter().map(written).collect()
    }

    /// Posts to those that have not heard of it, and tells what became of all posts.
    pub(super) fn post(&self, session: &Session, arguments: &AnnounceArguments, store: &mut Store) -> Result<Vec<Posted>, Failure> {
        let bulletin = &self.bulletin;
        let addresses: Vec<_> = self.all.iter().filter_map(Channel::address).collect();
        store.queue(&bulletin.campaign, &addresses, secret().as_deref(), session.clock.now())?;
        let posting = Posting {
            campaign: &bulletin.campaign,
            bulletin,
            channels: &self.all,
            key: self.key.as_ref(),
            pause: Duration::from_secs_f64(arguments.pause),
            patience: Duration::from_secs_f64(arguments.patience),
            now: &Utc::now,
        };
        mail::post(store, &posting)?;
        let mut posted = Vec::new();
        for state in State::ALL {
            for (address, words) in store.in_state(&bulletin.campaign, state)? {
                let name = address.split('@').next().unwrap_or_default().to_owned();
                posted.push(Posted { name, state, words });
            }
        }
        Ok(posted)
    }
}

impl fmt::Display for Channels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
    }
}

/// Those of a product: `TIDINGS_SLACK_URL` and its like, and `TIDINGS_SLACK_URL_EVENTS` for one product alone. Each may name several,
/// apart by blanks.
fn channels(product: &ProductKey) -> Result<Vec<Channel>, Failure> {
    let suffix = product.as_str().to_uppercase().replace('-', "_");
    let mut all = Vec::new();
    for reader in Reader::ALL {
        let of_all = format!("TIDINGS_{}_URL", reader.name().to_uppercase());
        for name in [format!("{of_all}_{suffix}"), of_all] {
            for address in std::env::var(&name).unwrap_or_default().split_whitespace() {
                let channel = Channel::read(reader, address).map_err(|error| Failure(format!("`{name}` cannot be used: {error}")))?;
                if !all.contains(&channel) {
                    all.push(channel);
                }
            }
        }
    }
    Ok(all)
}

impl Posted {
    /// Whether it is done with.
    pub(super) fn is_settled(&self) -> bool {
        matches!(self.state, State::Sent | State::Suppressed)
    }

    pub(super) fn json(&self) -> Value {
        json!({ "channel": self.name, "state": self.state.name(), "words": self.words })
    }

    pub(super) fn line(&self) -> String {
        format!("{}: {}", self.name, self.state.name().replace('-', " "))
            + &if self.is_settled() { String::new() } else { format!(": {}", self.words) }
    }
}

fn key() -> Result<Option<SigningKey>, Failure> {
    let Some(text) = std::env::var("TIDINGS_WEBHOOK_KEY").ok().filter(|text| !text.is_empty()) else { return Ok(None) };
    SigningKey::read(&text).map(Some).map_err(|error| Failure(format!("`TIDINGS_WEBHOOK_KEY` cannot be used: {error}")))
}
