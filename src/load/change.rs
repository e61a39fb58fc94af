//! A site as it would be after changes that nobody has made yet, so that it can be checked first.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::Diagnostics;
use crate::source::{FileId, Span};

use super::{Asset, Loaded};

/// A change to the files of a site. Paths are from the site's folder, with `/` between parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A new text, or another one for a file that is there.
    Write {
        /// The file.
        path: String,
        /// All of its text.
        text: String,
    },
    /// A file under another path.
    Move {
        /// Where it is.
        from: String,
        /// Where it will be.
        to: String,
    },
    /// A second file that holds the same.
    Copy {
        /// The one that is there.
        from: String,
        /// The other one.
        to: String,
    },
    /// A file that goes.
    Remove {
        /// The file.
        path: String,
    },
}

/// What a path holds.
#[derive(Clone)]
enum Held {
    Text(Arc<str>, Option<FileId>),
    Bytes(Arc<[u8]>, FileId),
}

impl Loaded {
    /// The same site after the changes, in their order. A change of a file that is not there changes nothing.
    #[must_use]
    pub fn after(&self, changes: &[Change]) -> Self {
        let mut files: BTreeMap<String, Held> =
            self.sources.iter().map(|(id, file)| (file.path.clone(), Held::Text(Arc::clone(&file.text), Some(id)))).collect();
        files.extend(self.assets.iter().map(|asset| (asset.path.clone(), Held::Bytes(Arc::clone(&asset.bytes), asset.file))));
        for change in changes {
            match change {
                Change::Write { path, text } => drop(files.insert(path.clone(), Held::Text(text.as_str().into(), None))),
                Change::Move { from, to } => drop(files.remove(from).map(|held| files.insert(to.clone(), held))),
                Change::Copy { from, to } => drop(files.get(from).cloned().map(|held| files.insert(to.clone(), held))),
                Change::Remove { path } => drop(files.remove(path)),
            }
        }
        self.made_of(files)
    }

    fn made_of(&self, files: BTreeMap<String, Held>) -> Self {
        let mut after = Self::default();
        let mut ids: BTreeMap<FileId, FileId> = BTreeMap::new();
        for (path, held) in files {
            let (id, old) = match held {
                Held::Text(text, old) => (after.sources.add(path, text), old),
                Held::Bytes(bytes, old) => {
                    let file = after.sources.add(path.clone(), "");
                    after.assets.push(Asset { path, file, bytes });
                    (file, Some(old))
                }
            };
            ids.extend(old.map(|old| (old, id)));
        }
        after.unreadable = self.unreadable.iter().filter_map(|file| ids.get(file).copied()).collect();
        let moved = |span: Span| Some(Span { file: *ids.get(&span.file)?, ..span });
        let mut diagnostics = Diagnostics::default();
        diagnostics.extend(self.diagnostics.iter().filter_map(|diagnostic| {
            let mut diagnostic = diagnostic.clone();
            diagnostic.span = moved(diagnostic.span)?;
            Some(diagnostic)
        }));
        after.diagnostics = diagnostics;
        after
    }
}
