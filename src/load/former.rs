//! What stood at which address after the last build: what readers and other pages may have linked to.
//!
//! In:  the folder that a build wrote. Out: its pages with the entries on them, as publishing remembered them there.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::LoadError;

/// Where publishing remembers them, within the folder it writes.
pub const MANIFEST: &str = ".tidings/manifest.json";

/// The addresses of a site that others may link to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Addresses {
    /// By path from the site's root, `events/2.4.0/` for instance: the ids of the entries on that page, which are its anchors.
    pub pages: BTreeMap<String, Vec<String>>,
}

impl Addresses {
    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }
}

/// The part of the manifest that is read here.
#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    addresses: Addresses,
}

/// The addresses of the build that wrote `out`; none where there was none, or where its manifest is damaged, which publishing tells.
///
/// # Errors
/// [`LoadError::Read`] where the manifest is there and cannot be read.
pub fn former(out: &Path) -> Result<Addresses, LoadError> {
    let path = out.join(MANIFEST);
    match std::fs::read(&path) {
        Ok(bytes) => Ok(serde_json::from_slice::<Manifest>(&bytes).map_or_else(|_| Addresses::default(), |manifest| manifest.addresses)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(Addresses::default()),
        Err(source) => Err(LoadError::Read { path, source }),
    }
}
