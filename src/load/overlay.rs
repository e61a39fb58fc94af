//! Texts that are not on disk yet, in the place of those that are: what an editor holds and nobody saved.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::walk::{self, Role};
use super::{Loaded, MAX_TEXT};

impl Loaded {
    /// The same site with other texts, by path from the site's folder. A path that is new joins the site; one that nobody would read
    /// is left out, as it would be on disk.
    #[must_use]
    pub fn with_texts(&self, texts: &BTreeMap<String, Arc<str>>) -> Self {
        let mut loaded = self.clone();
        let read = |path: &str| matches!(walk::role_within(path), Some(Role::Text));
        for (path, text) in texts.iter().filter(|(path, text)| read(path) && text.len() as u64 <= MAX_TEXT) {
            let text = text.strip_prefix('\u{feff}').map_or_else(|| Arc::clone(text), Arc::from);
            match loaded.sources.find(path) {
                Some(file) => {
                    loaded.sources.replace(file, text);
                    // What could not be read on disk can be read now.
                    if loaded.unreadable.remove(&file) {
                        loaded.diagnostics.retain(|diagnostic| diagnostic.span.file != file);
                    }
                }
                None => {
                    loaded.sources.add(path.clone(), text);
                }
            }
        }
        loaded
    }
}
