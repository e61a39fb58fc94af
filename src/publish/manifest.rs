//! What Tidings wrote to a folder: `.tidings/manifest.json`, the only ground on which a file is ever removed.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::load::{Addresses, Copies, MANIFEST};
use crate::output::Artifact;

use super::{PublishError, paths};

/// Its name within [`OWN_FOLDER`].
pub(super) const NAME: &str = "manifest.json";

/// The form of the file; a larger number is of a newer Tidings.
const FORMAT: u32 = 1;

/// The files of one build. Holds neither times nor places, so that equal sites have equal manifests. It has hashes of copies of pictures
/// only, which cost much to make anew: other files are compared with what they should hold, never with what they once held.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    format: u32,
    files: BTreeSet<String>,
    /// What readers may have linked to, so that the next check can tell what is gone.
    #[serde(default, skip_serializing_if = "Addresses::is_empty")]
    addresses: Addresses,
    /// Pictures that the next build need not make again.
    #[serde(default, skip_serializing_if = "Copies::is_empty")]
    copies: Copies,
}

impl Default for Manifest {
    fn default() -> Self {
        Self { format: FORMAT, files: BTreeSet::new(), addresses: Addresses::default(), copies: Copies::default() }
    }
}

impl Manifest {
    /// What a folder holds once these artifacts are in it.
    pub(super) fn of(artifacts: &[Artifact], addresses: Addresses, copies: Copies) -> Self {
        Self { format: FORMAT, files: artifacts.iter().map(|artifact| artifact.path.clone()).collect(), addresses, copies }
    }

    /// What readers may have linked to.
    pub(super) fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// The manifest of the build that wrote `out`; empty where there was none.
    pub(super) fn read(out: &Path) -> Result<Self, PublishError> {
        let path = out.join(MANIFEST);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => return Err(PublishError::Read { path, source }),
        };
        let manifest = serde_json::from_slice::<Self>(&bytes).ok();
        let sound = |manifest: &Self| manifest.format == FORMAT && manifest.files.iter().all(|file| paths::is_legal(file));
        manifest.filter(sound).ok_or(PublishError::Damaged { path })
    }

    /// Whether a build wrote this file.
    pub(super) fn has(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// Every file, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// The bytes of the file, the same for the same manifest.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        // A list of strings always has a JSON form.
        serde_json::to_vec(self).unwrap_or_default()
    }
}
