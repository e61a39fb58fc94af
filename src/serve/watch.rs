//! Whether a site's folder changed. Says that something did, never what: a build reads what it needs.
//!
//! Editors save in bursts and by renames, folders come and go; so any change starts a short wait, and every further one
//! makes it start again. `notify` may also lose changes and say only that it did: then times and sizes are compared.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use walkdir::WalkDir;

use super::ServeError;

/// The folders of a site that are read.
const INPUTS: [&str; 3] = ["content", "templates", "themes"];

/// How long it must be quiet before a build: longer than the gaps within one save, too short to be felt.
const QUIET: Duration = Duration::from_millis(15);

/// How long a build waits at most while changes keep coming.
const PATIENCE: Duration = Duration::from_millis(500);

/// A watch over the folders of a site.
pub(super) struct Watch {
    site: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// Of the files when changes were last lost.
    fingerprint: Option<u64>,
}

/// What an event says.
enum News {
    /// Something changed.
    Changed,
    /// Changes were lost; something may have changed.
    Lost,
    /// Nothing that a build would see.
    Nothing,
}

impl Watch {
    /// Starts to watch. Changes from now on are seen.
    pub(super) fn start(site: &Path) -> Result<Self, ServeError> {
        let failed = |source| ServeError::Watch { path: site.to_owned(), source };
        let real = site.canonicalize().map_err(|error| failed(error.into()))?;
        let (sender, events) = channel();
        let watcher = notify::recommended_watcher(sender).map_err(failed)?;
        let mut watch = Self { site: real, watcher, events, fingerprint: None };
        // The site's own folder, though not what else is in it, shows that an input came or went as a whole.
        watch.watcher.watch(&watch.site, RecursiveMode::NonRecursive).map_err(failed)?;
        watch.inputs().try_for_each(|input| watch.watcher.watch(&input, RecursiveMode::Recursive)).map_err(failed)?;
        Ok(watch)
    }

    /// Waits until something changed and it has been quiet for a moment. False when there is nothing left to wait for.
    pub(super) fn wait(&mut self) -> bool {
        loop {
            let Ok(event) = self.events.recv() else { return false };
            let news = match self.news(event) {
                News::Nothing => continue,
                news => self.settle(news),
            };
            if matches!(news, News::Changed) || self.has_other_files() {
                return true;
            }
        }
    }

    /// Takes what else comes until it is quiet.
    fn settle(&mut self, mut news: News) -> News {
        let started = Instant::now();
        let mut last = started;
        while started.elapsed() < PATIENCE {
            // A time-out is quiet; a watcher that went away says so at the next wait.
            let Ok(event) = self.events.recv_timeout(QUIET.saturating_sub(last.elapsed())) else { break };
            match self.news(event) {
                News::Nothing => continue,
                News::Lost => {}
                News::Changed => news = News::Changed,
            }
            last = Instant::now();
        }
        news
    }

    /// What an event means; an input that came anew is watched from here on.
    fn news(&mut self, event: notify::Result<Event>) -> News {
        let Ok(event) = event else { return News::Lost };
        if event.need_rescan() {
            return News::Lost;
        }
        // Reading is an event too, our own as well.
        if matches!(event.kind, EventKind::Access(_)) {
            return News::Nothing;
        }
        let mut news = News::Nothing;
        for input in INPUTS.map(|input| self.site.join(input)) {
            if event.paths.iter().any(|path| path.starts_with(&input)) {
                news = News::Changed;
            }
            if event.paths.contains(&input) {
                // Where it is gone this fails, and rightly: the site's own folder tells when it comes back.
                drop(self.watcher.watch(&input, RecursiveMode::Recursive));
            }
        }
        news
    }

    fn inputs(&self) -> impl Iterator<Item = PathBuf> + use<> {
        INPUTS.map(|input| self.site.join(input)).into_iter().filter(|input| input.is_dir())
    }

    /// Whether the files are others than when changes were last lost.
    ///
    /// Reading a very large site makes so many events of its own that some are lost; without this, that would go on for ever.
    fn has_other_files(&mut self) -> bool {
        let mut hasher = DefaultHasher::new();
        for entry in self.inputs().flat_map(|input| WalkDir::new(input).sort_by_file_name()).filter_map(Result::ok) {
            entry.path().hash(&mut hasher);
            if let Some(metadata) = entry.metadata().ok().filter(std::fs::Metadata::is_file) {
                metadata.len().hash(&mut hasher);
                metadata.modified().ok().hash(&mut hasher);
            }
        }
        let fingerprint = Some(hasher.finish());
        let differs = fingerprint != self.fingerprint;
        self.fingerprint = fingerprint;
        differs
    }
}
