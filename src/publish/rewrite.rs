//! Texts of a site in the place of older ones: each whole or not at all, with the permissions and the byte-order mark it had.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// A file's name in the site's folder, the text it was read as, and the one to put in its place.
pub type Rewritten<'a> = (&'a str, &'a str, &'a str);

/// Why files were not rewritten.
#[derive(Debug, thiserror::Error)]
pub enum RewriteError {
    /// A file is not what it was when it was read. Nothing was written.
    #[error("`{path}` has changed since it was read; run the command again")]
    Changed {
        /// Which.
        path: PathBuf,
    },
    /// A file says that it is not to be written. Nothing was.
    #[error("`{path}` is read-only")]
    ReadOnly {
        /// Which.
        path: PathBuf,
    },
    /// A file could not be read or written. Those before it may be in place.
    #[error("cannot write `{path}`")]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// A new text that stands beside the old one.
struct Staged {
    aside: PathBuf,
    target: PathBuf,
}

/// Puts new texts in place. All are written aside first, so that a full disk or a refused permission changes nothing.
///
/// A file that is a symbolic link stays one: what it leads to is rewritten.
///
/// # Errors
/// [`RewriteError`]; only a failed rename can leave some files new and some old, each of them whole.
pub fn rewrite(root: &Path, files: &[Rewritten<'_>]) -> Result<(), RewriteError> {
    let mut staged = Vec::with_capacity(files.len());
    for (path, before, after) in files {
        match stage(&root.join(path), before, after) {
            // One file under two names is written once.
            Ok(next) => staged.extend(next.filter(|next| staged.iter().all(|other: &Staged| other.target != next.target))),
            Err(error) => {
                remove(&staged);
                return Err(error);
            }
        }
    }
    for (done, Staged { aside, target }) in staged.iter().enumerate() {
        if let Err(source) = fs::rename(aside, target) {
            remove(&staged[done..]);
            return Err(RewriteError::Write { path: target.clone(), source });
        }
    }
    Ok(())
}

fn remove(staged: &[Staged]) {
    for Staged { aside, .. } in staged {
        // What cannot be removed is hidden and ignored; the first error is the one to tell.
        let _ = fs::remove_file(aside);
    }
}

/// Writes a text beside the file it will replace. Nothing where the file holds that text already: two names of one file.
fn stage(path: &Path, before: &str, after: &str) -> Result<Option<Staged>, RewriteError> {
    let failed = |source| RewriteError::Write { path: path.to_path_buf(), source };
    let target = path.canonicalize().map_err(failed)?;
    let old = fs::read(&target).map_err(failed)?;
    let mark = "\u{feff}".as_bytes();
    let (mark, old) = old.strip_prefix(mark).map_or((&[][..], old.as_slice()), |rest| (mark, rest));
    if old == after.as_bytes() {
        return Ok(None);
    }
    if old != before.as_bytes() {
        return Err(RewriteError::Changed { path: path.to_path_buf() });
    }
    let permissions = fs::metadata(&target).map_err(failed)?.permissions();
    if permissions.readonly() {
        return Err(RewriteError::ReadOnly { path: path.to_path_buf() });
    }
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    // Hidden, so that a site read at this moment does not hold it twice.
    let aside = target.with_file_name(format!(".{name}.tidings"));
    let write = || {
        let mut file = File::create(&aside)?;
        file.write_all(mark)?;
        file.write_all(after.as_bytes())?;
        file.set_permissions(permissions)
    };
    let written = write();
    let staged = Staged { aside, target };
    written.map_err(|source| {
        remove(std::slice::from_ref(&staged));
        failed(source)
    })?;
    Ok(Some(staged))
}
