//! Files that Tidings makes and makes again: each is the old one or the new one, never half of one.

use std::fs;
use std::path::{Path, PathBuf};

use super::CreateError;

/// Brings files under a folder up to date, and tells which were not. A file that is right already is left alone.
///
/// # Errors
/// [`CreateError::Write`]; files before the one it names are up to date then.
pub fn refresh(folder: &Path, files: &[(String, impl AsRef<[u8]>)]) -> Result<Vec<PathBuf>, CreateError> {
    let mut written = Vec::new();
    for (path, bytes) in files.iter().map(|(path, bytes)| (folder.join(path), bytes.as_ref())) {
        if holds(&path, bytes) {
            continue;
        }
        replace(&path, bytes).map_err(|source| CreateError::Write { path: path.clone(), source })?;
        written.push(path);
    }
    Ok(written)
}

/// The files under a folder that are missing or hold something else.
pub fn stale(folder: &Path, files: &[(String, impl AsRef<[u8]>)]) -> Vec<PathBuf> {
    let paths = files.iter().map(|(path, bytes)| (folder.join(path), bytes.as_ref()));
    paths.filter(|(path, bytes)| !holds(path, bytes)).map(|(path, _)| path).collect()
}

fn holds(path: &Path, bytes: &[u8]) -> bool {
    fs::read(path).is_ok_and(|old| old == bytes)
}

/// Writes beside the target, then renames.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let aside = path.with_extension(format!("{}.tmp", std::process::id()));
    let written = fs::write(&aside, bytes).and_then(|()| fs::rename(&aside, path));
    if written.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&aside);
    }
    written
}
