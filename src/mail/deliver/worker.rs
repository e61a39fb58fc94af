//! One who holds a connection: offers a message, hands it over, and says what became of it.

use std::sync::mpsc::{Receiver, Sender};
use std::time::Duration;

use super::super::ledger::{Delivery, Step};
use super::super::reply::{self, Verdict};
use super::super::server::Server;
use super::super::smtp::Connection;
use super::{DeliveryOptions, Order, Outgoing, Request};

/// How often a message is tried before it counts as failed. With growing pauses that is about five days.
const ATTEMPTS: u32 = 36;

/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_hours(4);

/// The longest pause before a line that was lost is tried again.
const LONGEST_BREATH: Duration = Duration::from_secs(30);

/// How often in a row no connection can be made before the run ends.
const LOST_LINES: u32 = 5;

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
        Self { number, server, outgoing, options, requests, orders, connection: None, lost: 0 }
    }

    pub(super) fn run(mut self) {
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
        let sender = self.outgoing.bounces.address(self.outgoing.sender, delivery.id);
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
