//! What Tidings wrote to a folder: `.tidings/manifest.json`, the only ground on which a file is ever removed.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::output::Artifact;

use super::{OWN_FOLDER, PublishError, paths};

/// Its name within [`OWN_FOLDER`].
pub(super) const NAME: &str = "manifest.json";

/// The form of the file; a larger number is of a newer Tidings.
const FORMAT: u32 = 1;

/// The files of one build, by path. Holds neither times nor places, so that equal sites have equal manifests.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u32,
    files: BTreeMap<String, Written>,
}

/// One file as it was written.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Written {
    /// In bytes.
    size: usize,
    /// The BLAKE3 hash, in hexadecimal.
    blake3: String,
}

impl Manifest {
    /// What a folder holds once these artifacts are in it.
    pub(super) fn of(artifacts: &[Artifact]) -> Self {
        let written = |artifact: &Artifact| {
            let blake3 = blake3::hash(&artifact.bytes).to_hex().to_string();
            (artifact.path.clone(), Written { size: artifact.bytes.len(), blake3 })
        };
        Self { format: FORMAT, files: artifacts.par_iter().map(written).collect() }
    }

    /// The manifest of the build that wrote `out`; empty where there was none.
    pub(super) fn read(out: &Path) -> Result<Self, PublishError> {
        let path = out.join(OWN_FOLDER).join(NAME);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self { format: FORMAT, files: BTreeMap::new() }),
            Err(source) => return Err(PublishError::Read { path, source }),
        };
        let manifest: Self = serde_json::from_slice(&bytes).map_err(|_| PublishError::Damaged { path: path.clone() })?;
        let sound = manifest.format == FORMAT && manifest.files.keys().all(|file| paths::is_legal(file));
        if sound { Ok(manifest) } else { Err(PublishError::Damaged { path }) }
    }

    /// Whether a build wrote this file.
    pub(super) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Every file, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The bytes of the file, the same for the same manifest.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        // A map with string keys and plain values always has a JSON form.
        serde_json::to_vec(self).unwrap_or_default()
    }
}
