//! The one who holds the ledger: gives out what is due, and writes down every step before its worker goes on.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, sync_channel};
use std::time::{Duration, Instant};

use rayon::Scope;

use super::super::ComposeError;
use super::super::ledger::{Delivery, Step};
use super::super::store::{Store, StoreError};
use super::{DeliverError, DeliveryOptions, Order, Outgoing, Parcel, Request};

/// How many rows are taken from the ledger at a time where the server is slow: few enough that other senders get their share.
const BATCH: usize = 100;

/// The one who holds the ledger.
pub(super) struct Desk<'a> {
    store: &'a mut Store,
    outgoing: &'a Outgoing<'a>,
    options: &'a DeliveryOptions,
    pub(super) workers: Vec<Sender<Order>>,
    /// Those who have nothing to do, and how many messages each would take.
    idle: VecDeque<(usize, usize)>,
    queue: VecDeque<Delivery>,
    /// Rows that a worker has, and how many of them each worker sends to a domain.
    taken: HashMap<i64, usize>,
    domains: HashMap<String, HashMap<usize, usize>>,
    /// What is to be written down, and who is told once it is.
    steps: Vec<(Delivery, Step)>,
    orders: Vec<(usize, Order)>,
    /// How many messages were given out, of which the server took `sent`.
    given: u64,
    pub(super) sent: u64,
    done: u64,
    next_slot: Instant,
    pub(super) stopped: Option<String>,
    broken: Option<ComposeError>,
}

/// What there is to do for a worker that has nothing to do.
enum Work {
    Send(Vec<Delivery>),
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
            taken: HashMap::new(),
            domains: HashMap::new(),
            steps: Vec::new(),
            orders: Vec::new(),
            given: 0,
            sent: 0,
            done: 0,
            next_slot: Instant::now(),
            stopped: None,
            broken: None,
        }
    }

    /// Until every worker has gone.
    pub(super) fn run(&mut self, inbox: &Receiver<Request>, makers: &Scope<'a>) -> Result<(), DeliverError> {
        loop {
            let first = match inbox.recv_timeout(self.nap()) {
                Ok(request) => Some(request),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return self.broken.take().map_or(Ok(()), |error| Err(error.into())),
            };
            for request in first.into_iter().chain(inbox.try_iter()) {
                match request {
                    Request::Next { worker, wish } => self.idle.push_back((worker, wish)),
                    Request::Steps { worker, steps, waits } => self.hear(worker, steps, waits),
                    Request::Stop { why } => self.stopped = Some(why),
                    Request::Broken(error) => self.broken = Some(error),
                }
            }
            self.give_out(makers)?;
            self.write_down()?;
        }
    }

    fn hear(&mut self, worker: usize, steps: Vec<(Delivery, Step)>, waits: bool) {
        for (delivery, step) in &steps {
            if *step != Step::Sending {
                self.put_back(delivery);
                self.done += u64::from(*step != Step::Back);
                self.sent += u64::from(matches!(step, Step::Sent(_)));
            }
        }
        self.steps.extend(steps);
        if waits {
            self.orders.push((worker, Order::Noted));
        }
    }

    /// Writes steps down, all in one transaction, and lets their workers go on.
    fn write_down(&mut self) -> Result<(), StoreError> {
        if !self.steps.is_empty() {
            let rows: Vec<(&Delivery, Step)> = self.steps.iter().map(|(delivery, step)| (delivery, step.clone())).collect();
            self.store.record(&rows, (self.outgoing.now)())?;
            self.steps.clear();
            (self.outgoing.progress)(self.done);
        }
        for (worker, order) in self.orders.drain(..) {
            // One that has gone has nothing left to hear.
            let _ = self.workers.get(worker).map(|worker| worker.send(order));
        }
        Ok(())
    }

    /// Gives messages to workers that have none.
    fn give_out(&mut self, makers: &Scope<'a>) -> Result<(), StoreError> {
        for (worker, wish) in std::mem::take(&mut self.idle) {
            match self.work(worker, wish)? {
                Work::Send(deliveries) => self.give(worker, deliveries, makers),
                Work::Wait => self.idle.push_back((worker, wish)),
                Work::None => self.orders.push((worker, Order::Quit)),
            }
        }
        Ok(())
    }

    fn give(&mut self, worker: usize, deliveries: Vec<Delivery>, makers: &Scope<'a>) {
        self.given += deliveries.len() as u64;
        for delivery in &deliveries {
            self.taken.insert(delivery.id, worker);
            *self.domains.entry(delivery.address.domain()).or_default().entry(worker).or_default() += 1;
        }
        let are_many = deliveries.len() > 1;
        if are_many {
            self.steps.extend(deliveries.iter().map(|delivery| (delivery.clone(), Step::Sending)));
        }
        let outgoing = self.outgoing;
        let parcel = |delivery: Delivery| {
            let (made, message) = sync_channel(1);
            let address = delivery.address.clone();
            // Nobody waits for it where the run has ended meanwhile.
            makers.spawn(move |_| drop(made.send((outgoing.message)(&address))));
            Parcel { delivery, message }
        };
        let mut parcels: Vec<Parcel> = deliveries.into_iter().map(parcel).collect();
        let order = if are_many { Some(Order::SendAll(parcels)) } else { parcels.pop().map(Order::Send) };
        self.orders.extend(order.map(|order| (worker, order)));
    }

    fn work(&mut self, worker: usize, wish: usize) -> Result<Work, StoreError> {
        let left = self.options.limit.map_or(u64::MAX, |limit| limit.saturating_sub(self.given));
        if self.stopped.is_some() || self.broken.is_some() || left == 0 {
            return Ok(Work::None);
        }
        if Instant::now() < self.next_slot {
            return Ok(Work::Wait);
        }
        let now = (self.outgoing.now)().timestamp_millis();
        if self.queue.is_empty() {
            // What is not written down yet would come again.
            self.write_down()?;
            let most = BATCH.max(2 * wish * self.options.connections);
            let due = self.store.due(self.outgoing.campaign, now, most)?;
            self.queue = due.into_iter().filter(|delivery| !self.taken.contains_key(&delivery.id)).collect();
        }
        let deliveries = self.pick(worker, wish.min(usize::try_from(left).unwrap_or(usize::MAX)));
        if !deliveries.is_empty() {
            if let Some(rate) = self.options.rate.filter(|rate| *rate > 0.0) {
                self.next_slot = self.next_slot.max(Instant::now()) + Duration::from_secs_f64(deliveries.len() as f64 / rate);
            }
            return Ok(Work::Send(deliveries));
        }
        if !self.queue.is_empty() || !self.taken.is_empty() {
            return Ok(Work::Wait);
        }
        let patience = i64::try_from(self.options.patience.as_millis()).unwrap_or(i64::MAX);
        let comes_soon = self.store.next_due(self.outgoing.campaign)?.is_some_and(|due| due.saturating_sub(now) <= patience);
        Ok(if comes_soon { Work::Wait } else { Work::None })
    }

    /// Takes at most so many messages out of the queue, of domains to which one more connection may send.
    fn pick(&mut self, worker: usize, most: usize) -> Vec<Delivery> {
        let mut full: HashSet<String> = HashSet::new();
        let (mut picked, mut passed) = (Vec::new(), Vec::new());
        while picked.len() < most.max(1) {
            let Some(delivery) = self.queue.pop_front() else { break };
            let domain = delivery.address.domain();
            let senders = self.domains.get(&domain).map_or(0, |senders| senders.len() - usize::from(senders.contains_key(&worker)));
            if full.contains(&domain) || senders >= self.options.per_domain.max(1) {
                full.insert(domain);
                passed.push(delivery);
            } else {
                picked.push(delivery);
            }
        }
        passed.into_iter().rev().for_each(|delivery| self.queue.push_front(delivery));
        picked
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
        let Some(worker) = self.taken.remove(&delivery.id) else { return };
        let domain = delivery.address.domain();
        let Some(senders) = self.domains.get_mut(&domain) else { return };
        let left = senders.get(&worker).map_or(0, |messages| messages.saturating_sub(1));
        if left > 0 {
            senders.insert(worker, left);
        } else {
            senders.remove(&worker);
        }
        if senders.is_empty() {
            self.domains.remove(&domain);
        }
    }
}
