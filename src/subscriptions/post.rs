//! Sends the mails that ask to confirm. They wait in the store: one that was not sent when the program ended is sent by the next.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};

use crate::mail::{Answer, Ask, Fate, Postman, Refusal, Request, Server};

use super::desk::Desk;
use super::front::Front;
use super::{Setting, Trouble};

/// How many are taken at once.
const AT_ONCE: usize = 20;

/// How long nothing happens before the store is asked again.
const NAP: Duration = Duration::from_millis(300);

/// How often old requests are forgotten.
const TIDY: Duration = Duration::from_hours(1);

/// How long it is tried: as long as the link would hold.
const PATIENCE: TimeDelta = TimeDelta::days(3);

/// One who sends what waits.
pub(super) struct Post {
    pub(super) front: Arc<Front>,
    pub(super) setting: Arc<Setting>,
    pub(super) desk: Desk,
}

impl Post {
    /// Until it is told to stop.
    pub(super) fn run(self, server: Server, stop: &AtomicBool) {
        let mut postman = Postman::new(server);
        let (mut tidied, mut last_words) = (None::<Instant>, String::new());
        while !stop.load(Ordering::Relaxed) {
            if tidied.is_none_or(|at| at.elapsed() > TIDY) {
                tidied = self.desk.ask_here(Ask::Tidy).ok().map(|_| Instant::now());
            }
            let due = match self.desk.ask_here(Ask::Take(AT_ONCE)) {
                Ok(Answer::Requests(due)) => due,
                _ => Vec::new(),
            };
            if due.is_empty() {
                postman.rest();
                thread::sleep(NAP);
            }
            for request in due {
                let (fate, words) = self.send(&mut postman, &request);
                if fate != Fate::Sent && words != last_words {
                    // Without the address: what is told may be kept where addresses must not.
                    (self.setting.told)(&format!("a mail that asks to confirm was not sent: {words}"));
                    last_words = words;
                }
                // Where this is lost the mail goes out once more.
                drop(self.desk.ask_here(Ask::Mailed { id: request.id, fate }));
            }
        }
    }

    fn send(&self, postman: &mut Postman, request: &Request) -> (Fate, String) {
        let now = (self.setting.clock)();
        let message = match self.message(request, now) {
            Ok(message) => message,
            // Nothing but another theme or key will mend it.
            Err(trouble) => return (Fate::Later(now + TimeDelta::hours(1)), trouble.told()),
        };
        match postman.send(&self.front.mail().from.value, &request.address, &message) {
            Ok(words) => (Fate::Sent, words),
            Err(Refusal::Never(words)) => (Fate::Failed, words),
            Err(Refusal::Later(words)) if now - request.asked > PATIENCE => (Fate::Failed, words),
            Err(Refusal::Later(words)) => (Fate::Later(now + pause(request.attempts)), words),
        }
    }

    fn message(&self, request: &Request, now: DateTime<Utc>) -> Result<Vec<u8>, Trouble> {
        let tongue = self.front.tongue(request.wishes.language.iter().map(|language| language.as_str()));
        let message = self.front.inviter(tongue, &self.setting.links).message(request, now)?;
        match &self.setting.signer {
            Some(signer) => Ok(signer.sign(&self.front.mail().from.value.domain(), &message)?),
            None => Ok(message),
        }
    }
}

/// The pause after so many tries: a minute, and each time twice as long, up to four hours.
fn pause(attempts: u32) -> TimeDelta {
    TimeDelta::minutes(1).checked_mul(2_i32.saturating_pow(attempts)).unwrap_or(TimeDelta::MAX).min(TimeDelta::hours(4))
}
