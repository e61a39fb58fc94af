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

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use crate::ident::EmailAddress;

use super::ComposeError;
use super::ledger::{Count, Delivery, Step};
use super::reply::{self, Verdict};
use super::server::Server;
use super::smtp::Connection;
use super::store::{Store, StoreError};

/// How many rows are read from the ledger at a time.
const BATCH: usize = 1_000;

/// How often a message is tried before it counts as failed. With growing pauses that is about five days.
const ATTEMPTS: u32 = 36;

/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_hours(4);

/// The longest pause before a line that was lost is tried again.
const LONGEST_BREATH: Duration = Duration::from_secs(30);

/// How often in a row no connection can be made before the run ends.
const LOST_LINES: u32 = 5;

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
            scope.spawn(move || Worker { number, server, outgoing, options, requests, orders, connection: None, lost: 0 }.run());
        }
        drop(requests);
        let ended = desk.run(&inbox);
        // A worker that still waits for an answer hears that none will come.
        desk.workers.clear();
        ended
    })?;
    let Desk { sent, stopped, .. } = desk;
    store.drop_suppressed(outgoing.campaign)?;
    Ok(Delivered { sent, counts: store.counts(outgoing.campaign)?, stopped })
}

/// What a worker says.
enum Request {
    /// It would take a message.
    Next { worker: usize },
    /// A message came a step further.
    Step { worker: usize, delivery: Delivery, step: Step },
    /// Nothing more can be sent, for this reason.
    Stop { why: String },
    /// A message could not be made.
    Broken(ComposeError),
}

/// What a worker is told.
enum Order {
    /// To send this.
    Send(Delivery),
    /// That its step is on the disk.
    Noted,
    /// That there is nothing more to do.
    Quit,
}

/// The one who holds the ledger.
struct Desk<'a> {
    store: &'a mut Store,
    outgoing: &'a Outgoing<'a>,
    options: &'a DeliveryOptions,
    workers: Vec<Sender<Order>>,
    idle: VecDeque<usize>,
    queue: VecDeque<Delivery>,
    /// Rows that a worker has, and how many of them go to which domain.
    taken: HashSet<i64>,
    domains: HashMap<String, usize>,
    /// How many messages were given out, of which the server took `sent`.
    given: u64,
    sent: u64,
    done: u64,
    next_slot: Instant,
    stopped: Option<String>,
}

/// What there is to do for a worker that has nothing to do.
enum Work {
    Send(Delivery),
    Wait,
    None,
}

impl<'a> Desk<'a> {
    fn new(store: &'a mut Store, outgoing: &'a Outgoing<'a>, options: &'a DeliveryOptions) -> Self {
        Self {
            store,
            outgoing,
            options,
            workers: Vec::new(),
            idle: VecDeque::new(),
            queue: VecDeque::new(),
            taken: HashSet::new(),
            domains: HashMap::new(),
            given: 0,
            sent: 0,
            done: 0,
            next_slot: Instant::now(),
            stopped: None,
        }
    }

    /// Until every worker has gone.
    fn run(&mut self, inbox: &Receiver<Request>) -> Result<(), DeliverError> {
        loop {
            let first = match inbox.recv_timeout(self.nap()) {
                Ok(request) => Some(request),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            };
            let mut steps = Vec::new();
            for request in first.into_iter().chain(inbox.try_iter()) {
                match request {
                    Request::Next { worker } => self.idle.push_back(worker),
                    Request::Step { worker, delivery, step } => steps.push((worker, delivery, step)),
                    Request::Stop { why } => self.stopped = Some(why),
                    Request::Broken(error) => return Err(error.into()),
                }
            }
            self.note(steps)?;
            self.give_out()?;
        }
    }

    /// Writes steps down, and lets their workers go on.
    fn note(&mut self, steps: Vec<(usize, Delivery, Step)>) -> Result<(), DeliverError> {
        if steps.is_empty() {
            return Ok(());
        }
        let rows: Vec<(&Delivery, Step)> = steps.iter().map(|(_, delivery, step)| (delivery, step.clone())).collect();
        self.store.record(&rows, (self.outgoing.now)())?;
        for (worker, delivery, step) in &steps {
            if *step != Step::Sending {
                self.put_back(delivery);
                self.done += u64::from(*step != Step::Back);
                self.sent += u64::from(matches!(step, Step::Sent(_)));
            }
            self.tell(*worker, Order::Noted);
        }
        (self.outgoing.progress)(self.done);
        Ok(())
    }

    /// Gives messages to workers that have none.
    fn give_out(&mut self) -> Result<(), DeliverError> {
        while !self.idle.is_empty() {
            match self.work()? {
                Work::Send(delivery) => {
                    self.given += 1;
                    self.taken.insert(delivery.id);
                    *self.domains.entry(delivery.address.domain()).or_default() += 1;
                    if let Some(worker) = self.idle.pop_front() {
                        self.tell(worker, Order::Send(delivery));
                    }
                }
                Work::Wait => return Ok(()),
                Work::None => {
                    for worker in std::mem::take(&mut self.idle) {
                        self.tell(worker, Order::Quit);
                    }
                }
            }
        }
        Ok(())
    }

    fn work(&mut self) -> Result<Work, StoreError> {
        if self.stopped.is_some() || self.options.limit.is_some_and(|limit| self.given >= limit) {
            return Ok(Work::None);
        }
        if Instant::now() < self.next_slot {
            return Ok(Work::Wait);
        }
        let now = (self.outgoing.now)().timestamp_millis();
        if self.queue.is_empty() {
            let due = self.store.due(self.outgoing.campaign, now, BATCH)?;
            self.queue = due.into_iter().filter(|delivery| !self.taken.contains(&delivery.id)).collect();
        }
        let has_room = |delivery: &Delivery| {
            self.domains.get(&delivery.address.domain()).is_none_or(|messages| *messages < self.options.per_domain.max(1))
        };
        if let Some(delivery) = self.queue.iter().position(has_room).and_then(|position| self.queue.remove(position)) {
            if let Some(rate) = self.options.rate.filter(|rate| *rate > 0.0) {
                self.next_slot = self.next_slot.max(Instant::now()) + Duration::from_secs_f64(1.0 / rate);
            }
            return Ok(Work::Send(delivery));
        }
        if !self.queue.is_empty() || !self.taken.is_empty() {
            return Ok(Work::Wait);
        }
        let patience = i64::try_from(self.options.patience.as_millis()).unwrap_or(i64::MAX);
        let comes_soon = self.store.next_due(self.outgoing.campaign)?.is_some_and(|due| due.saturating_sub(now) <= patience);
        Ok(if comes_soon { Work::Wait } else { Work::None })
    }

    /// How long nothing happens unless a worker says something.
    fn nap(&self) -> Duration {
        let tick = Duration::from_millis(100);
        match self.options.rate {
            _ if self.idle.is_empty() => Duration::from_mins(1),
            Some(_) => self.next_slot.saturating_duration_since(Instant::now()).clamp(Duration::from_millis(1), tick),
            None => tick,
        }
    }

    fn put_back(&mut self, delivery: &Delivery) {
        self.taken.remove(&delivery.id);
        if let Some(messages) = self.domains.get_mut(&delivery.address.domain()) {
            *messages = messages.saturating_sub(1);
        }
    }

    fn tell(&self, worker: usize, order: Order) {
        // One that has gone has nothing left to hear.
        let _ = self.workers.get(worker).map(|worker| worker.send(order));
    }
}

/// One who holds a connection.
struct Worker<'a> {
    number: usize,
    server: &'a Server,
    outgoing: &'a Outgoing<'a>,
    options: &'a DeliveryOptions,
    requests: Sender<Request>,
    orders: Receiver<Order>,
    connection: Option<Connection>,
    /// How often in a row the line was lost before a message was handed over.
    lost: u32,
}

/// The desk has gone: nothing more can be written down, so nothing more is sent.
struct Gone;

impl Worker<'_> {
    fn run(mut self) {
        while let Ok(delivery) = self.next() {
            if self.send(delivery).is_err() {
                break;
            }
        }
        if let Some(connection) = self.connection {
            connection.close();
        }
    }

    fn next(&mut self) -> Result<Delivery, Gone> {
        self.say(Request::Next { worker: self.number })?;
        match self.orders.recv() {
            Ok(Order::Send(delivery)) => Ok(delivery),
            Ok(Order::Noted | Order::Quit) | Err(_) => Err(Gone),
        }
    }

    fn send(&mut self, delivery: Delivery) -> Result<(), Gone> {
        let message = match (self.outgoing.message)(&delivery.address) {
            Ok(message) => message,
            Err(error) => return self.say(Request::Broken(error)),
        };
        let step = self.try_once(&delivery, &message)?;
        self.connection = self.connection.take().filter(Connection::is_usable);
        self.step(delivery, step)
    }

    fn try_once(&mut self, delivery: &Delivery, message: &[u8]) -> Result<Step, Gone> {
        if let Err(verdict) = self.offer(delivery) {
            return self.not_handed_over(delivery, verdict);
        }
        self.step(delivery.clone(), Step::Sending)?;
        let begun = self.connection.as_mut().map_or_else(|| Err(Verdict::Silence(String::new())), Connection::begin);
        if let Err(verdict) = begun {
            return self.not_handed_over(delivery, verdict);
        }
        self.lost = 0;
        match self.connection.as_mut().map(|connection| connection.hand_over(message)) {
            Some(Ok(words)) => Ok(Step::Sent(words)),
            Some(Err(Verdict::Silence(why))) => Ok(Step::InDoubt(why)),
            Some(Err(verdict)) => self.not_handed_over(delivery, verdict),
            None => Ok(Step::Back),
        }
    }

    /// Offers a message, over a new line where there is none or the server has closed it meanwhile.
    fn offer(&mut self, delivery: &Delivery) -> Result<(), Verdict> {
        let sender = envelope_sender(self.outgoing.sender, delivery.id);
        if let Some(connection) = &mut self.connection {
            let offered = connection.offer(&sender, delivery.address.address());
            if !matches!(offered, Err(Verdict::Silence(_))) {
                return offered;
            }
        }
        let connection = Connection::open(self.server).map_err(|error| {
            let why = reply::told(&error);
            if error.is_permanent() || error.is_client() || error.is_tls() { Verdict::OurFault(why) } else { Verdict::Silence(why) }
        })?;
        self.connection.insert(connection).offer(&sender, delivery.address.address())
    }

    /// What becomes of a message that the server does not have.
    fn not_handed_over(&mut self, delivery: &Delivery, verdict: Verdict) -> Result<Step, Gone> {
        Ok(match verdict {
            Verdict::Later(words) if delivery.attempts + 1 >= ATTEMPTS => Step::Failed(words),
            Verdict::Later(words) => {
                let pause = pause(self.options.pause, delivery.attempts).max(reply::asked_pause(&words).unwrap_or_default());
                let until = (self.outgoing.now)() + pause;
                Step::Deferred(words, until.timestamp_millis())
            }
            Verdict::Refused(words) => Step::Failed(words),
            Verdict::Dead(words) => Step::Dead(words),
            Verdict::OurFault(why) => {
                self.say(Request::Stop { why })?;
                Step::Back
            }
            Verdict::Silence(why) => {
                self.lost += 1;
                if self.lost >= LOST_LINES {
                    self.say(Request::Stop { why })?;
                } else {
                    std::thread::sleep(pause(self.options.pause.min(LONGEST_BREATH), self.lost - 1).min(LONGEST_BREATH));
                }
                Step::Back
            }
        })
    }

    fn step(&mut self, delivery: Delivery, step: Step) -> Result<(), Gone> {
        self.say(Request::Step { worker: self.number, delivery, step })?;
        match self.orders.recv() {
            Ok(Order::Noted) => Ok(()),
            Ok(Order::Send(_) | Order::Quit) | Err(_) => Err(Gone),
        }
    }

    fn say(&self, request: Request) -> Result<(), Gone> {
        self.requests.send(request).map_err(|_| Gone)
    }
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

/// Where a server reports what it could not deliver: an address for each message, so that the report finds its row.
fn envelope_sender(sender: &EmailAddress, id: i64) -> String {
    let address = sender.address();
    let (name, host) = address.rsplit_once('@').unwrap_or((address, ""));
    format!("{name}+bounce-{id}@{host}")
}

/// The pause after so many tries: each is twice as long as the one before.
fn pause(first: Duration, tries: u32) -> Duration {
    first.saturating_mul(2_u32.saturating_pow(tries)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_four_hours() {
        let minute = Duration::from_mins(1);
        assert_eq!([0, 1, 2, 7, 8, 40].map(|tries| pause(minute, tries).as_secs() / 60), [1, 2, 4, 128, 240, 240]);
    }

    #[test]
    fn a_report_of_the_server_names_its_row() {
        assert_eq!(envelope_sender(&"Acme <releases@acme.example>".parse().unwrap(), 42), "releases+bounce-42@acme.example");
    }
}
