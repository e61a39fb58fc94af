//! The small web service behind the mails: subscribe, confirm, choose, leave, and the hook for bounces and complaints.
//!
//! In: requests over HTTP, from readers, from mail programs (RFC 8058) and from mail servers. Out: pages without script or cookies,
//! changes in the store that are on the disk before they are answered, and the mail that asks to confirm.
//!
//! 1. `http` reads a request, and `turn` finds who is meant: by a link's token, never by an address.
//! 2. `desk` holds the store on a thread of its own; what is asked at the same time is one transaction.
//! 3. `pages` answers in the reader's language; `limit` turns away who asks too often.
//! 4. `post` sends what waits in the store, on a thread of its own.
//!
//! No answer tells whether an address is known: the same is done, and said, for each.

mod answer;
mod desk;
mod forms;
mod front;
mod hook;
mod http;
mod limit;
mod pages;
mod post;
mod report;
mod turn;

use std::error::Error;
use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use chrono::{DateTime, Utc};

use crate::mail::{ComposeError, DkimError, Links, Server, Signer, Store};

use desk::Desk;
pub use front::Front;
use post::Post;

/// How the service goes about it.
pub struct Setting {
    /// `TIDINGS_SECRET`
    pub secret: String,
    /// Makes and reads links under it.
    pub links: Links,
    /// Whether the last address of `X-Forwarded-For` is the client's, since a proxy of ours wrote it.
    pub behind_proxy: bool,
    /// Signs mails.
    pub signer: Option<Signer>,
    /// The clock.
    pub clock: fn() -> DateTime<Utc>,
    /// Hears what whoever runs it should know. No address is ever in it.
    pub told: Box<dyn Fn(&str) + Send + Sync>,
}

impl fmt::Debug for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Setting({:?})", self.links)
    }
}

impl Setting {
    fn tell_error(&self, what: &str, error: &dyn Error) {
        let mut text = format!("{what}: {error}");
        let mut cause = error.source();
        while let Some(error) = cause {
            text = format!("{text}: {error}");
            cause = error.source();
        }
        (self.told)(&text);
    }
}

/// Why a mail that asks to confirm cannot be made.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Compose(#[from] ComposeError),
    #[error(transparent)]
    Sign(#[from] DkimError),
}

impl Trouble {
    fn told(&self) -> String {
        match self {
            Self::Compose(error) => error.to_string(),
            Self::Sign(error) => error.to_string(),
        }
    }
}

/// The world's failure while serving.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The address is taken or may not be used.
    #[error("cannot listen on {address}")]
    Bind {
        /// The address that was asked for.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The server stopped by itself.
    #[error("cannot go on serving on {address}")]
    Serve {
        /// Its address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
}

/// An address that is taken, and not served on yet.
#[derive(Debug)]
pub struct Service {
    listener: TcpListener,
    address: SocketAddr,
}

impl Service {
    /// Takes an address; port 0 is one that is free.
    ///
    /// # Errors
    /// [`ServiceError::Bind`]
    pub fn bind(address: SocketAddr) -> Result<Self, ServiceError> {
        let failed = |source| ServiceError::Bind { address, source };
        let listener = TcpListener::bind(address).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self { listener, address })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until Ctrl-C or a request to end (SIGTERM); what was begun is finished first.
    ///
    /// # Errors
    /// [`ServiceError::Serve`]
    pub fn run(self, front: Front, store: Store, server: Server, setting: Setting) -> Result<(), ServiceError> {
        let (front, setting) = (Arc::new(front), Arc::new(setting));
        let desk = Desk::open(store, &setting);
        let stop = Arc::new(AtomicBool::new(false));
        let post = Post { front: Arc::clone(&front), setting: Arc::clone(&setting), desk: desk.clone() };
        let stopped = Arc::clone(&stop);
        // Not joined: a server may think for minutes, and a mail that is cut off is sent by the next run.
        thread::spawn(move || post.run(server, &stopped));
        let served = http::serve(self.listener, http::Shared::new(front, setting, desk));
        stop.store(true, Ordering::Relaxed);
        served.map_err(|source| ServiceError::Serve { address: self.address, source })
    }
}
