//! The one who holds the ledger: gives out what is due, and writes down every step before its worker goes on.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::super::ledger::{Delivery, Step};
use super::super::store::{Store, StoreError};
use super::{DeliverError, DeliveryOptions, Order, Outgoing, Request};

/// How many rows are taken from the ledger at a time: few enough that other senders get their share.
const BATCH: usize = 200;

/// The one who holds the ledger.
pub(super) struct Desk<'a> {
    store: &'a mut Store,
    outgoing: &'a Outgoing<'a>,
    options: &'a DeliveryOptions,
    pub(super) workers: Vec<Sender<Order>>,
    idle: VecDeque<usize>,
    queue: VecDeque<Delivery>,
    /// Rows that a worker has, and how many of them go to which domain.
    taken: HashSet<i64>,
    domains: HashMap<String, usize>,
    /// How many messages were given out, of which the server took `sent`.
    given: u64,
    pub(super) sent: u64,
    done: u64,
    next_slot: Instant,
    pub(super) stopped: Option<String>,
}

/// What there is to do for a worker that has nothing to do.
enum Work {
    Send(Delivery),
    Wait,
    None,
}

impl<'a> Desk<'a> {
    pub(super) fn new(store: &'a mut Store, outgoing: &'a Outgoing<'a>, options: &'a DeliveryOptions) -> Self {
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
    pub(super) fn run(&mut self, inbox: &Receiver<Request>) -> Result<(), DeliverError> {
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
