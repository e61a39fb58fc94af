//! What stood at which address after the last build: what readers and other pages may have linked to.
//!
//! In:  the folder that a build wrote. Out: its pages with the entries on them, as publishing remembered them there.

use std::collections::{BTreeMap, HashMap};
use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::*;
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

/// Narrower copies of pictures that a build made or decided not to make, by their path within the site: the hash of the file in
/// hexadecimals; none where the copy would have been no lighter than the picture itself, or the picture cannot be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Copies {
    /// By path, `assets/scan.0123456789abcdef.png` for instance.
    pub hashes: BTreeMap<String, Option<String>>,
}

impl Copies {
    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }
}

/// The pictures that a build made.
#[derive(Debug, Clone, Default)]
pub struct Pictures {
    /// Their bytes, by path within the site.
    pub files: HashMap<String, Vec<u8>>,
    /// Which of them are copies of others, and what they held when they were made.
    pub copies: Copies,
}

/// The part of the manifest that is read here.
#[derive(Default, Deserialize)]
struct Manifest {
    #[serde(default)]
    files: Vec<String>,
    #[serde(default)]
    addresses: Addresses,
    #[serde(default)]
    copies: Copies,
}

/// The addresses of the build that wrote `out`; none where there was none, or where its manifest is damaged, which publishing tells.
///
/// # Errors
/// [`LoadError::Read`] where the manifest is there and cannot be read.
pub fn former(out: &Path) -> Result<Addresses, LoadError> {
    Ok(manifest(out)?.addresses)
}

/// The PNG files and the copies of pictures that the last build wrote to `assets/` in `out`. One that cannot be read is left out, and is
/// made anew.
///
/// # Errors
/// [`LoadError::Read`] where the manifest is there and cannot be read.
pub fn former_pictures(out: &Path) -> Result<Pictures, LoadError> {
    let Manifest { mut files, copies, .. } = manifest(out)?;
    files
        .retain(|path| path.starts_with("assets/") && !path.contains("..") && (path.ends_with(".png") || copies.hashes.contains_key(path)));
    let files = files.into_par_iter().filter_map(|path| Some((path.clone(), std::fs::read(out.join(path)).ok()?))).collect();
    Ok(Pictures { files, copies })
}

fn manifest(out: &Path) -> Result<Manifest, LoadError> {
    let path = out.join(MANIFEST);
    match std::fs::read(&path) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_default()),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(Manifest::default()),
        Err(source) => Err(LoadError::Read { path, source }),
    }
}
