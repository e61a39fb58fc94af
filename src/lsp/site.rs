//! One site that an editor works on: what is on disk, what is open, and what `check` last said.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::load::Loaded;
use crate::ops::{self, CheckOptions};
use crate::parse::Memory;
use crate::source::FileId;

use super::Snapshot;

/// A site between two checks.
pub(super) struct Site {
    /// The folder that holds `content/site.yaml`.
    pub root: PathBuf,
    /// As it was last read.
    disk: Loaded,
    /// Texts of open editors, by path from the site's folder.
    open: BTreeMap<String, Arc<str>>,
    /// What was read of the texts of `disk` and `open`.
    memory: Memory,
    /// The last answer; none where something changed since.
    current: Option<Snapshot>,
}

impl Site {
    pub fn new(root: PathBuf, disk: Loaded) -> Self {
        Self { root, disk, open: BTreeMap::new(), memory: Memory::keeping(), current: None }
    }

    /// The path from the site's folder, with `/` between parts, where a file is in it.
    pub fn inside(&self, path: &Path) -> Option<String> {
        let inner = path.strip_prefix(&self.root).ok()?;
        let parts: Option<Vec<&str>> = inner.components().map(|part| part.as_os_str().to_str()).collect();
        Some(parts?.join("/"))
    }

    /// Takes what an editor shows in the place of what is on disk.
    pub fn show(&mut self, path: String, text: Arc<str>) {
        self.open.insert(path, text);
        self.current = None;
    }

    /// Takes what is on disk again.
    pub fn close(&mut self, path: &str) {
        if self.open.remove(path).is_some() {
            self.current = None;
        }
    }

    /// Takes what was read anew.
    pub fn refresh(&mut self, disk: Loaded) {
        self.disk = disk;
        // Files may have other ids now.
        self.memory = Memory::keeping();
        self.current = None;
    }

    /// Whether something changed since the last check.
    pub fn is_stale(&self) -> bool {
        self.current.is_none()
    }

    /// The site as it is now, checked if anything changed.
    pub fn snapshot(&mut self, now: DateTime<Utc>) -> &Snapshot {
        let Self { disk, open, memory, current, .. } = self;
        current.get_or_insert_with(|| {
            let loaded = disk.with_texts(open);
            let checked = ops::check_again(&loaded, &CheckOptions { now, deny_warnings: false }, memory);
            Snapshot { loaded, checked }
        })
    }

    /// A file of the site as it is now.
    pub fn file(&mut self, path: &Path, now: DateTime<Utc>) -> Option<(&Snapshot, FileId)> {
        let path = self.inside(path)?;
        let snapshot = self.snapshot(now);
        let file = snapshot.loaded.sources.find(&path)?;
        Some((snapshot, file))
    }
}
