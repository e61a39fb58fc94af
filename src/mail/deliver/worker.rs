//! One who holds a connection: offers a message, hands it over, and says what became of it.

use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use super::super::ledger::{Delivery, Step};
use super::super::reply::{self, Verdict};
use super::super::server::Server;
use super::super::smtp::Connection;
use super::{DeliveryOptions, Order, Outgoing, Parcel, Request};

/// How often a message is tried before it counts as failed. With growing pauses that is about five days.
const ATTEMPTS: u32 = 36;

/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_hours(4);

/// The longest pause before a line that was lost is tried again.
const LONGEST_BREATH: Duration = Duration::from_secs(30);

/// How often in a row no connection can be made before the run ends.
const LOST_LINES: u32 = 5;

/// For how long a worker may send what stands as `sending` on the disk already.
pub(super) const SPAN: Duration = Duration::from_millis(10);

/// How many messages it gets at a time at most.
const MOST: f64 = 64.0;

/// One who holds a connection.
pub(super) struct Worker<'a> {
    number: usize,
    server: &'a Server,
    outgoing: &'a Outgoing<'a>,
    options: &'a DeliveryOptions,
    requests: Sender<Request>,
    orders: Receiver<Order>,
    connection: Option<Connection>,
    /// How often in a row the line was lost before a message was handed over.
    lost: u32,
    /// How long a message takes, of late.
    pace: Option<Duration>,
    /// Whether the run was stopped from here.
    has_stopped: bool,
}

/// The desk has gone: nothing more can be written down, so nothing more is sent.
struct Gone;

impl<'a> Worker<'a> {
    pub(super) fn new(
        number: usize,
        server: &'a Server,
        outgoing: &'a Outgoing<'a>,
        options: &'a DeliveryOptions,
        requests: Sender<Request>,
        orders: Receiver<Order>,
    ) -> Self {
        Self { number, server, outgoing, options, requests, orders, connection: None, lost: 0, pace: None, has_stopped: false }
    }

    pub(super) fn run(mut self) {
        // Once the desk has gone nothing can be written down, so nothing more is sent.
        let _ = self.work();
        if let Some(connection) = self.connection {
            connection.close();
        }
    }

    fn work(&mut self) -> Result<(), Gone> {
        self.ask()?;
        loop {
            match self.orders.recv().map_err(|_| Gone)? {
                Order::Send(parcel) => {
                    self.send(parcel)?;
                    self.ask()?;
                }
                Order::SendAll(parcels) => {
                    // The next ones are written down while these are under way.
                    self.ask()?;
                    self.send_all(parcels)?;
                }
                Order::Quit | Order::Noted => return Ok(()),
            }
        }
    }

    /// Asks for as many messages as take a [`SPAN`].
    fn ask(&self) -> Result<(), Gone> {
        let span = SPAN.as_secs_f64();
        let by_pace = self.pace.map_or(1.0, |pace| span / pace.as_secs_f64().max(1e-6));
        let by_rate = self.options.rate.map_or(MOST, |rate| rate * span);
        self.say(Request::Next { worker: self.number, wish: by_pace.min(by_rate).clamp(1.0, MOST) as usize })
    }

    fn keep_pace(&mut self, took: Duration) {
        self.pace = Some(self.pace.map_or(took, |pace| (pace * 3 + took) / 4));
    }

    fn send(&mut self, parcel: Parcel) -> Result<(), Gone> {
        let Some(message) = self.made(&parcel)? else { return self.report(vec![(parcel.delivery, Step::Back)]) };
        let step = self.try_once(&parcel.delivery, &message)?;
        self.connection = self.connection.take().filter(Connection::is_usable);
        self.report(vec![(parcel.delivery, step)])
    }

    /// The message, as soon as it is made; none where that failed, which ends the run.
    fn made(&mut self, parcel: &Parcel) -> Result<Option<Vec<u8>>, Gone> {
        match parcel.message.recv().map_err(|_| Gone)? {
            Ok(message) => Ok(Some(message)),
            Err(error) => {
                self.has_stopped = true;
                self.say(Request::Broken(error))?;
                Ok(None)
            }
        }
    }

    /// Sends messages one after the other, each offered as the one before it is handed over.
    fn send_all(&mut self, parcels: Vec<Parcel>) -> Result<(), Gone> {
        let (start, count) = (Instant::now(), parcels.len());
        let (mut steps, mut told) = (Vec::new(), start);
        let mut invited: Option<(Delivery, Vec<u8>)> = None;
        for parcel in parcels {
            let message = if self.has_stopped { None } else { self.made(&parcel)? };
            let Some(message) = message else {
                steps.push((parcel.delivery, Step::Back));
                continue;
            };
            let is_old = self.connection.is_some();
            let mut answer = self.exchange(&mut invited, Some(&parcel.delivery), &mut steps)?;
            if is_old && matches!(answer, Some(Err(Verdict::Silence(_)))) {
                // The server may have had enough of this line.
                answer = self.exchange(&mut None, Some(&parcel.delivery), &mut steps)?;
            }
            match answer {
                Some(Err(verdict)) => {
                    let step = self.not_handed_over(&parcel.delivery, verdict)?;
                    steps.push((parcel.delivery, step));
                }
                _ => invited = Some((parcel.delivery, message)),
            }
            if told.elapsed() > SPAN {
                self.report(std::mem::take(&mut steps))?;
                told = Instant::now();
            }
        }
        self.exchange(&mut invited, None, &mut steps)?;
        self.keep_pace(start.elapsed() / u32::try_from(count).unwrap_or(1).max(1));
        self.report(steps)
    }

    /// Hands over the message that the server waits for, and asks to hand over the next one.
    fn exchange(
        &mut self,
        invited: &mut Option<(Delivery, Vec<u8>)>,
        next: Option<&Delivery>,
        steps: &mut Vec<(Delivery, Step)>,
    ) -> Result<Option<Result<(), Verdict>>, Gone> {
        if invited.is_none() && next.is_none() {
            return Ok(None);
        }
        if let (Some((delivery, _)), None) = (&invited, &self.connection) {
            steps.push((delivery.clone(), Step::Back));
            *invited = None;
        }
        let sender = next.map(|delivery| self.outgoing.bounces.address(self.outgoing.sender, delivery.id));
        let envelope = sender.as_deref().zip(next.map(|delivery| delivery.address.address()));
        let connection = match self.open() {
            Ok(connection) => connection,
            Err(verdict) => return Ok(Some(Err(verdict))),
        };
        let (taken, answer) = connection.exchange(invited.as_ref().map(|(_, message)| message.as_slice()), envelope);
        self.connection = self.connection.take().filter(Connection::is_usable);
        if let (Some((delivery, _)), Some(taken)) = (invited.take(), taken) {
            let step = self.handed_over(&delivery, taken)?;
            steps.push((delivery, step));
        }
        Ok(answer)
    }

    fn handed_over(&mut self, delivery: &Delivery, answer: Result<String, Verdict>) -> Result<Step, Gone> {
        self.lost = 0;
        match answer {
            Ok(words) => Ok(Step::Sent(words)),
            Err(Verdict::Silence(why)) => Ok(Step::InDoubt(why)),
            Err(verdict) => self.not_handed_over(delivery, verdict),
        }
    }

    fn try_once(&mut self, delivery: &Delivery, message: &[u8]) -> Result<Step, Gone> {
        let start = Instant::now();
        if let Err(verdict) = self.offer(delivery) {
            return self.not_handed_over(delivery, verdict);
        }
        let offered = start.elapsed();
        self.note_sending(delivery)?;
        let start = Instant::now();
        let Some(connection) = &mut self.connection else { return Ok(Step::Back) };
        if let Err(verdict) = connection.begin() {
            return self.not_handed_over(delivery, verdict);
        }
        let answer = connection.hand_over(message);
        self.keep_pace(offered + start.elapsed());
        self.handed_over(delivery, answer)
    }

    /// Offers a message, over a new line where there is none or the server has closed it meanwhile.
    fn offer(&mut self, delivery: &Delivery) -> Result<(), Verdict> {
        let sender = self.outgoing.bounces.address(self.outgoing.sender, delivery.id);
        if let Some(connection) = &mut self.connection {
            let offered = connection.offer(&sender, delivery.address.address());
            if !matches!(offered, Err(Verdict::Silence(_))) {
                return offered;
            }
            self.connection = None;
        }
        self.open()?.offer(&sender, delivery.address.address())
    }

    /// The line, a new one where there is none.
    fn open(&mut self) -> Result<&mut Connection, Verdict> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => Connection::open(self.server).map_err(|error| {
                let why = reply::told(&error);
                if error.is_permanent() || error.is_client() || error.is_tls() { Verdict::OurFault(why) } else { Verdict::Silence(why) }
            })?,
        };
        Ok(self.connection.insert(connection))
    }

    /// What becomes of a message that the server does not have.
    fn not_handed_over(&mut self, delivery: &Delivery, verdict: Verdict) -> Result<Step, Gone> {
        Ok(match verdict {
            Verdict::Later(words) => put_off(words, delivery, self.options.pause, (self.outgoing.now)()),
            Verdict::Refused(words) => Step::Failed(words),
            Verdict::Dead(words) => Step::Dead(words),
            Verdict::OurFault(why) => {
                self.has_stopped = true;
                self.say(Request::Stop { why })?;
                Step::Back
            }
            Verdict::Silence(why) => {
                self.lost += 1;
                if self.lost >= LOST_LINES {
                    self.has_stopped = true;
                    self.say(Request::Stop { why })?;
                } else {
                    std::thread::sleep(pause(self.options.pause.min(LONGEST_BREATH), self.lost - 1).min(LONGEST_BREATH));
                }
                Step::Back
            }
        })
    }

    /// Says that a message goes to the server now, and waits until that is on the disk.
    fn note_sending(&self, delivery: &Delivery) -> Result<(), Gone> {
        let steps = vec![(delivery.clone(), Step::Sending)];
        self.say(Request::Steps { worker: self.number, steps, waits: true })?;
        match self.orders.recv() {
            Ok(Order::Noted) => Ok(()),
            Ok(Order::Send(_) | Order::SendAll(_) | Order::Quit) | Err(_) => Err(Gone),
        }
    }

    fn report(&self, steps: Vec<(Delivery, Step)>) -> Result<(), Gone> {
        self.say(Request::Steps { worker: self.number, steps, waits: false })
    }

    fn say(&self, request: Request) -> Result<(), Gone> {
        self.requests.send(request).map_err(|_| Gone)
    }
}

/// What becomes of what is to be tried again later: it waits for as long as it was asked to, and longer after each try, until it was
/// tried often enough.
pub(in super::super) fn put_off(words: String, delivery: &Delivery, first: Duration, now: DateTime<Utc>) -> Step {
    if delivery.attempts + 1 >= ATTEMPTS {
        return Step::Failed(words);
    }
    let pause = pause(first, delivery.attempts).max(reply::asked_pause(&words).unwrap_or_default());
    Step::Deferred(words, (now + pause).timestamp_millis())
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
}
