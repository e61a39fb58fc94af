//! What was read of files before, so that a site of which one file changed is not read whole again.
//!
//! Entries depend on their file and on site.yaml and on nothing else, so equal texts give equal documents. Texts are told apart by
//! where they are held: whoever asks again hands in the same ones.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diag::Diagnostics;
use crate::source::{FileId, Sources};

use super::document::EntryDocument;

/// The entries of one file, and what is wrong with them.
pub(super) type Entries = (Vec<Arc<EntryDocument>>, Diagnostics);

/// Entries by their files. A new one knows nothing and keeps nothing; [`Memory::keeping`] does.
#[derive(Debug, Default)]
pub struct Memory {
    keeps: bool,
    site: Option<Arc<str>>,
    files: HashMap<FileId, (Arc<str>, Entries)>,
}

impl Memory {
    /// One that keeps what is read. It is of one list of [`Sources`]: documents name files by their ids there.
    pub fn keeping() -> Self {
        Self { keeps: true, ..Self::default() }
    }

    /// Forgets everything if site.yaml is another one than before.
    pub(super) fn is_of(&mut self, site: Option<&Arc<str>>) {
        if self.site.as_ref().zip(site).is_none_or(|(known, site)| !Arc::ptr_eq(known, site)) {
            self.files.clear();
            self.site = site.cloned();
        }
    }

    pub(super) fn keeps(&self) -> bool {
        self.keeps
    }

    pub(super) fn find(&self, sources: &Sources, file: FileId) -> Option<Entries> {
        let (text, entries) = self.files.get(&file)?;
        Arc::ptr_eq(text, sources.shared(file)?).then(|| entries.clone())
    }

    pub(super) fn keep(&mut self, sources: &Sources, read: Vec<(FileId, Entries)>) {
        if self.keeps {
            let read = read.into_iter().filter_map(|(file, entries)| Some((file, (Arc::clone(sources.shared(file)?), entries))));
            self.files = read.collect();
        }
    }
}
