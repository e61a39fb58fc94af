//! A preview on this machine only: builds on every change, serves from memory, reloads the browser.
//!
//! In: a site's folder and a closure that builds it. Out: pages over HTTP on loopback, until Ctrl-C. No file is written.
//!
//! 1. [`Server::bind`] takes a port, so that the caller can build for its address and show it.
//! 2. `watch` starts before the first build, so that no change falls between.
//! 3. A thread builds whenever something changed and hands the result to `http`, the only async code here.
//! 4. `page` adds a script to each page as it is served; the script waits for changes and shows what is wrong.
//!
//! A build with errors never takes the last good pages away: they stay, with the errors over them.

mod http;
mod page;
mod watch;

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use serde::Serialize;
use tokio::sync::watch::{Sender, channel};

use crate::output::Artifact;

/// The port where none is asked for; the next ones are tried when it is taken.
const PORT: u16 = 4400;

/// How many ports are tried where none is asked for.
const PORTS_TRIED: u16 = 50;

/// What one build gave.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// The site; none where errors stopped the build.
    pub artifacts: Option<Vec<Artifact>>,
    /// What is wrong with the content, in the order to show it.
    pub problems: Vec<Problem>,
}

/// A diagnostic as the browser shows it: plain data, its place worked out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Whether it is an error; else it is a warning.
    pub is_error: bool,
    /// `unknown-field` for instance.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// From the site's folder.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// Where it ends on that line, exclusive; not after `column` where nothing is to be marked.
    pub end_column: usize,
    /// The text of that line.
    pub source_line: String,
    /// What to do.
    pub help: Option<String>,
}

/// The world's failure while serving.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port is taken or may not be used.
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
    /// The site's folder cannot be watched.
    #[error("cannot watch `{path}` for changes")]
    Watch {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: notify::Error,
    },
}

/// What the browser is shown now.
#[derive(Debug, Clone, Default)]
struct Shown {
    /// Counts builds.
    build: u64,
    /// The last good site by path; none until a build was good.
    files: Option<Arc<HashMap<String, Vec<u8>>>>,
    /// What the last build found wrong.
    problems: Vec<Problem>,
}

impl Shown {
    /// What is shown after the next build.
    fn next(&self, preview: Preview) -> Self {
        let by_path = |artifacts: Vec<Artifact>| artifacts.into_iter().map(|artifact| (artifact.path, artifact.bytes)).collect();
        let files = preview.artifacts.map(|artifacts| Arc::new(by_path(artifacts)));
        Self { build: self.build + 1, files: files.or_else(|| self.files.clone()), problems: preview.problems }
    }
}

/// A port of this machine that is taken, and not served on yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
}

impl Server {
    /// Takes `port`, or where none is asked for 4400 or the next that is free.
    ///
    /// # Errors
    /// [`ServeError::Bind`] where that port, or all that were tried, are taken.
    pub fn bind(port: Option<u16>) -> Result<Self, ServeError> {
        let Some(port) = port else {
            let first = Self::bind(Some(PORT));
            return first.or_else(|taken| (PORT + 1..PORT + PORTS_TRIED).find_map(|port| Self::bind(Some(port)).ok()).ok_or(taken));
        };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let failed = |source| ServeError::Bind { address, source };
        let listener = TcpListener::bind(address).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self { listener, address })
    }

    /// Where the site will be, `http://127.0.0.1:4400/`.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Builds, serves, and builds again whenever something under `site` changed, until Ctrl-C.
    ///
    /// # Errors
    /// [`ServeError`] where watching or serving fails. Mistakes in the content never end it.
    pub fn run(self, site: &Path, mut build: impl FnMut() -> Preview + Send + 'static) -> Result<(), ServeError> {
        let mut watch = watch::Watch::start(site)?;
        let (shown, show) = channel(Shown::default().next(build()));
        // Not joined: when serving ends the process does, and a build in progress has nothing to lose.
        thread::spawn(move || {
            while watch.wait() {
                rebuild(&shown, build());
            }
        });
        http::serve(self.listener, show).map_err(|source| ServeError::Serve { address: self.address, source })
    }
}

fn rebuild(shown: &Sender<Shown>, preview: Preview) {
    let next = shown.borrow().next(preview);
    shown.send_replace(next);
}
