//! New files for writers: all of them or none, and never over one that is there.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Why files were not made. Nothing is left behind.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// Files that would have been overwritten.
    #[error("nothing was written, since these are there already: {}", list(.0))]
    Exists(Vec<PathBuf>),
    /// A file or folder could not be made.
    #[error("cannot write `{path}`")]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

fn list(paths: &[PathBuf]) -> String {
    let shown: Vec<String> = paths.iter().take(5).map(|path| format!("`{}`", path.display())).collect();
    let more = if paths.len() > 5 { format!(" and {} more", paths.len() - 5) } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

/// Writes files under a folder, which is made where it is missing.
///
/// # Errors
/// [`CreateError::Exists`] where any of them is there; [`CreateError::Write`] otherwise, after taking back what was written.
pub fn create(folder: &Path, files: &[(String, impl AsRef<[u8]>)]) -> Result<(), CreateError> {
    let paths: Vec<PathBuf> = files.iter().map(|(path, _)| folder.join(path)).collect();
    let there: Vec<PathBuf> = paths.iter().filter(|path| path.symlink_metadata().is_ok()).cloned().collect();
    if !there.is_empty() {
        return Err(CreateError::Exists(there));
    }
    for (index, (path, (_, bytes))) in paths.iter().zip(files).enumerate() {
        if let Err(error) = create_file(path, bytes.as_ref()) {
            for written in &paths[..index] {
                // What cannot be taken back is the lesser trouble; the first error is the one to tell.
                let _ = fs::remove_file(written);
            }
            return Err(error);
        }
    }
    Ok(())
}

/// Writes one file at `path` under `root`, or beside it as `NAME-2.EXT`, `NAME-3.EXT` … where that is taken.
///
/// # Errors
/// [`CreateError::Write`].
pub fn create_beside(root: &Path, path: &str, text: &str) -> Result<PathBuf, CreateError> {
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    let mut number = 1_u32;
    loop {
        let candidate = if number == 1 { path.to_owned() } else { format!("{stem}-{number}.{extension}") };
        let candidate = root.join(candidate);
        match create_file(&candidate, text.as_bytes()) {
            Err(CreateError::Exists(_)) => number += 1,
            other => return other.map(|()| candidate),
        }
    }
}

fn create_file(path: &Path, bytes: &[u8]) -> Result<(), CreateError> {
    let failed = |source| CreateError::Write { path: path.to_path_buf(), source };
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failed)?;
    }
    let mut file = match File::create_new(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(CreateError::Exists(vec![path.to_path_buf()])),
        other => other.map_err(failed)?,
    };
    file.write_all(bytes).map_err(|error| {
        let _ = fs::remove_file(path);
        failed(error)
    })
}
