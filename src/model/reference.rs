//! Names of entries, as writers use them, to entries.

use super::{Catalog, EntryIndex, ProductIndex, ReleaseIndex};

/// Why a name leads to no entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferenceError {
    /// No entry has this id there.
    Unknown,
    /// Several releases have one; `VERSION/ID` tells them apart.
    Ambiguous(Vec<EntryIndex>),
}

impl Catalog {
    /// The entry that `ID`, `VERSION/ID` or `PRODUCT/VERSION/ID` names, seen from an entry or release of `product`.
    ///
    /// An id alone is first looked for in `release`, where one is given, and then in the whole product.
    ///
    /// # Errors
    /// [`ReferenceError`].
    pub fn entry_named(&self, product: ProductIndex, release: Option<ReleaseIndex>, name: &str) -> Result<EntryIndex, ReferenceError> {
        let _ = (product, release, name);
        Err(ReferenceError::Unknown)
    }

    /// The release that `VERSION` or `PRODUCT/VERSION` names.
    pub fn release_named(&self, product: ProductIndex, name: &str) -> Option<ReleaseIndex> {
        let _ = (product, name);
        None
    }

    /// The path within the site at which a reader finds an entry: its release's page and its anchor there.
    pub fn entry_path(&self, index: EntryIndex) -> Option<String> {
        let entry = self.entry(index);
        let page = match entry.release {
            Some(release) => self.release(release).path.clone(),
            None => format!("{}unreleased/", self.product(entry.product).path),
        };
        Some(format!("{page}#{}", entry.id.value))
    }
}
