//! Sends what is due: the ledger says what, a server takes it, the ledger is told what became of it.
//!
//! Workers hold a connection each. They ask the one who holds the ledger for the next message and tell it each step; it writes
//! down all steps that came meanwhile in one transaction, and answers only when that is on the disk. So:
//!
//! 1. A worker gets a message that is due, and offers it to the server.
//! 2. Once the server will have it, the row becomes `sending`, durably.
//! 3. The message goes over the line, and the row says what the server answered.
//!
//! Killed before 2, the message was not sent and is sent by the next run. Killed after it, the row is in doubt.
//!
//! A disk takes longer to write than a fast server to answer. A worker whose messages take less than some milliseconds each gets as
//! many at a time as go over the line within [`worker::SPAN`], all of them `sending` beforehand, and the next ones while these are
//! under way. So what a killed program leaves in doubt is what it sent within two such spans.

mod desk;
mod worker;

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::ident::EmailAddress;

use super::ComposeError;
use super::bounce::Bounces;
use super::ledger::{Count, Delivery, Step};
use super::reply::{self, Verdict};
use super::server::Server;
use super::smtp::Connection;
use super::store::{Store, StoreError};
use desk::Desk;
use worker::Worker;
pub(super) use worker::put_off;

/// How to go about it.
#[derive(Debug, Clone, Copy)]
pub struct DeliveryOptions {
    /// How many connections at most.
    pub connections: usize,
    /// How many of them may send to one domain at a time.
    pub per_domain: usize,
    /// Messages a second at most.
    pub rate: Option<f64>,
    /// Messages in this run at most.
    pub limit: Option<u64>,
    /// How long to wait before the second try; each further pause is twice as long.
    pub pause: Duration,
    /// How long to wait for messages that were put off before the run ends without them.
    pub patience: Duration,
}

/// What to send.
pub struct Outgoing<'a> {
    /// The campaign in the ledger.
    pub campaign: &'a str,
    /// To whom a server reports what it could not deliver; each message gets an address of its own made from it.
    pub sender: &'a EmailAddress,
    /// Makes that address.
    pub bounces: Bounces,
    /// Makes the message for a recipient (RFC 5322).
    pub message: &'a (dyn Fn(&EmailAddress) -> Result<Vec<u8>, ComposeError> + Sync),
    /// The clock.
    pub now: &'a (dyn Fn() -> DateTime<Utc> + Sync),
    /// Is told after every step on the disk how many messages are done in this run.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// What a run came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// How many messages the server took in this run.
    pub sent: u64,
    /// Where the whole campaign stands.
    pub counts: Vec<Count>,
    /// Why it ended before everything was tried: the server's words.
    pub stopped: Option<String>,
}

/// Why nothing more can be sent.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    /// The ledger cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A message cannot be made.
    #[error(transparent)]
    Compose(#[from] ComposeError),
}

/// Sends what is due of a campaign.
///
/// # Errors
/// [`DeliverError`]. What the server says is never an error: it is in the ledger.
pub fn deliver(store: &mut Store, server: &Server, outgoing: &Outgoing, options: &DeliveryOptions) -> Result<Delivered, DeliverError> {
    store.doubt_what_was_sending(outgoing.campaign)?;
    store.drop_suppressed(outgoing.campaign)?;
    let (requests, inbox) = channel();
    let mut desk = Desk::new(store, outgoing, options);
    std::thread::scope(|scope| {
        for number in 0..options.connections.max(1) {
            let (requests, (answers, orders)) = (requests.clone(), channel());
            desk.workers.push(answers);
            scope.spawn(move || Worker::new(number, server, outgoing, options, requests, orders).run());
        }
        drop(requests);
        // Messages are made and signed on all cores while others are under way.
        let ended = rayon::in_place_scope(|makers| desk.run(&inbox, makers));
        // A worker that still waits for an answer hears that none will come.
        desk.workers.clear();
        ended
    })?;
    let Desk { sent, stopped, .. } = desk;
    store.drop_suppressed(outgoing.campaign)?;
    // Of another sender that was killed meanwhile.
    store.doubt_what_was_sending(outgoing.campaign)?;
    Ok(Delivered { sent, counts: store.counts(outgoing.campaign)?, stopped })
}

/// Sends one message, without the ledger: the server's words.
///
/// # Errors
/// The server's words, or why it was not reached.
pub fn send_one(server: &Server, sender: &EmailAddress, recipient: &EmailAddress, message: &[u8]) -> Result<String, String> {
    let mut connection = Connection::open(server).map_err(|error| reply::told(&error))?;
    let sent = connection
        .offer(sender.address(), recipient.address())
        .and_then(|()| connection.begin())
        .and_then(|()| connection.hand_over(message))
        .map_err(Verdict::into_words);
    connection.close();
    sent
}

/// What a worker says.
enum Request {
    /// It would take so many messages.
    Next { worker: usize, wish: usize },
    /// Messages came a step further. Whether the worker waits until that is on the disk.
    Steps { worker: usize, steps: Vec<(Delivery, Step)>, waits: bool },
    /// Nothing more can be sent, for this reason.
    Stop { why: String },
    /// A message could not be made.
    Broken(ComposeError),
}

/// What a worker is told.
enum Order {
    /// To send this.
    Send(Parcel),
    /// To send these, which are `sending` on the disk already.
    SendAll(Vec<Parcel>),
    /// That its step is on the disk.
    Noted,
    /// That there is nothing more to do.
    Quit,
}

/// A message to send, and where it comes from once it is made.
struct Parcel {
    delivery: Delivery,
    message: Receiver<Result<Vec<u8>, ComposeError>>,
}
