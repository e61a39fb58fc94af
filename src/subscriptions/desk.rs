//! The one who holds the store: takes what has come meanwhile, does it in one transaction, and answers once that is on the disk.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use tokio::sync::oneshot;

use crate::mail::{Answer, Ask, Store};

use super::Setting;

/// How many asks wait at most: more than that is more than can be done in the time that a browser waits.
const WAITING: usize = 4_096;

/// How many are done in one transaction.
const AT_ONCE: usize = 512;

/// The way to the one who holds the store.
#[derive(Clone)]
pub(super) struct Desk {
    asks: SyncSender<Asked>,
}

/// Too much is asked at once, or the store cannot be used: nothing was done.
#[derive(Debug)]
pub(super) struct Closed;

struct Asked {
    ask: Ask,
    answer: oneshot::Sender<Answer>,
}

impl Desk {
    /// Gives the store to a thread of its own, which ends with the last way to it.
    pub(super) fn open(store: Store, setting: &Arc<Setting>) -> Self {
        let (asks, inbox) = sync_channel(WAITING);
        let setting = Arc::clone(setting);
        thread::spawn(move || run(store, &inbox, &setting));
        Self { asks }
    }

    /// Asks, and waits for the answer.
    pub(super) async fn ask(&self, ask: Ask) -> Result<Answer, Closed> {
        self.hand_in(ask)?.await.map_err(|_| Closed)
    }

    /// The same where waiting holds nobody up.
    pub(super) fn ask_here(&self, ask: Ask) -> Result<Answer, Closed> {
        self.hand_in(ask)?.blocking_recv().map_err(|_| Closed)
    }

    fn hand_in(&self, ask: Ask) -> Result<oneshot::Receiver<Answer>, Closed> {
        let (answer, answered) = oneshot::channel();
        self.asks.try_send(Asked { ask, answer }).map_err(|_| Closed)?;
        Ok(answered)
    }
}

fn run(mut store: Store, inbox: &Receiver<Asked>, setting: &Setting) {
    while let Ok(first) = inbox.recv() {
        let (asks, waiting): (Vec<Ask>, Vec<_>) =
            [first].into_iter().chain(inbox.try_iter().take(AT_ONCE - 1)).map(|asked| (asked.ask, asked.answer)).unzip();
        // Two services that share a server can be in each other's way, and a line can be cut: the same once more changes nothing twice.
        let served = store.serve(&asks, &setting.secret, (setting.clock)());
        let served = served.or_else(|_| store.serve(&asks, &setting.secret, (setting.clock)()));
        match served {
            // One who does not wait any more has its change all the same.
            Ok(answers) => waiting.into_iter().zip(answers).for_each(|(waiting, answer)| drop(waiting.send(answer))),
            // Those who wait hear that nobody will answer.
            Err(error) => setting.tell_error("nothing can be written down", &error),
        }
    }
}
