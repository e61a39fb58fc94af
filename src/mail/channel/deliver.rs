//! Posts what is due to channels, one after the other: there are a handful, and each may take its time.
//!
//! A row goes the way that one of a mail goes: `sending` on the disk before the bulletin goes out, and then what became of it.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::super::deliver::{DeliverError, put_off};
use super::super::ledger::{Delivery, Step};
use super::super::reply::Verdict;
use super::super::store::Store;
use super::{Bulletin, Channel, SigningKey, send};

/// How often one looks again whether something has become due.
const TICK: Duration = Duration::from_millis(100);

/// What to post, and how to go about it.
pub struct Posting<'a> {
    /// The campaign in the ledger.
    pub campaign: &'a str,
    /// The news.
    pub bulletin: &'a Bulletin,
    /// Where to.
    pub channels: &'a [Channel],
    /// What signs for programs of one's own.
    pub key: Option<&'a SigningKey>,
    /// How long to wait before the second try; each further pause is twice as long.
    pub pause: Duration,
    /// How long to wait for what was put off before the run ends without it.
    pub patience: Duration,
    /// The clock.
    pub now: &'a dyn Fn() -> DateTime<Utc>,
}

/// Posts to every channel that has not heard of it, and ends when the next try is further off than one has patience.
///
/// # Errors
/// [`DeliverError::Store`]
pub fn post(store: &mut Store, posting: &Posting) -> Result<(), DeliverError> {
    store.doubt_what_was_sending(posting.campaign)?;
    store.drop_suppressed(posting.campaign)?;
    loop {
        let now = (posting.now)().timestamp_millis();
        for delivery in store.due(posting.campaign, now, posting.channels.len().max(1))? {
            let step = post_once(store, posting, &delivery)?;
            store.record(&[(&delivery, step)], (posting.now)())?;
        }
        let patience = i64::try_from(posting.patience.as_millis()).unwrap_or(i64::MAX);
        match store.next_due(posting.campaign)? {
            Some(due) if due.saturating_sub(now) <= patience => std::thread::sleep(TICK),
            _ => return Ok(()),
        }
    }
}

fn post_once(store: &mut Store, posting: &Posting, delivery: &Delivery) -> Result<Step, DeliverError> {
    let Some(channel) = posting.channels.iter().find(|channel| channel.address().as_ref() == Some(&delivery.address)) else {
        return Ok(Step::Failed("no channel is set that has this name".to_owned()));
    };
    store.record(&[(delivery, Step::Sending)], (posting.now)())?;
    let now = (posting.now)();
    let answer = send(channel, posting.campaign, &channel.body(posting.bulletin), posting.key, now.timestamp());
    Ok(match answer {
        Ok(words) => Step::Sent(words),
        Err(Verdict::Silence(why)) => Step::InDoubt(why),
        Err(Verdict::Later(words)) => put_off(words, delivery, posting.pause, now),
        Err(verdict) => Step::Failed(verdict.into_words()),
    })
}
