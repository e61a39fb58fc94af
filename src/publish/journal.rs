//! What is left to do once everything is written aside: a list that any later command can finish.
//!
//! The moment the journal is in its place is the moment the new site counts. Each step can be repeated: a file that is
//! no longer aside is already in place, a file that is no longer there is already removed.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{OWN_FOLDER, PublishError, manifest, paths};

/// Its name within [`OWN_FOLDER`], and within [`ASIDE`] until it counts.
const NAME: &str = "journal.json";

/// The folder within [`OWN_FOLDER`] that what is written aside stands in.
const ASIDE: &str = "new";

/// The steps, in the order of the fields. Paths are from the output folder.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    /// Files of the former build that stand where a folder must be, or in a folder where a file must be.
    pub(super) clear_files: Vec<String>,
    /// Folders that stand where a file must be, the innermost first. They are empty by now.
    pub(super) clear_folders: Vec<String>,
    /// Where the files and folders `0`, `1`, `2` … of [`aside`] go: what pages refer to stands before the pages.
    pub(super) place: Vec<String>,
    /// How many of `place` are such that pages refer to them.
    pub(super) place_first: usize,
    /// The other files of the former build that the new one does not have.
    pub(super) remove_files: Vec<String>,
    /// Folders that may be empty then, the innermost first.
    pub(super) remove_folders: Vec<String>,
}

/// The folder that everything is written to before it counts.
pub(super) fn aside(out: &Path) -> PathBuf {
    out.join(OWN_FOLDER).join(ASIDE)
}

/// The place aside of the file or folder with this place in [`Journal::place`].
pub(super) fn aside_of(out: &Path, index: usize) -> PathBuf {
    aside(out).join(index.to_string())
}

/// Whether a killed build left something to finish or to throw away.
pub(super) fn is_pending(out: &Path) -> bool {
    out.join(OWN_FOLDER).join(NAME).exists() || aside(out).exists()
}

/// Finishes what a killed build had begun to put in place; throws away what it had only written aside.
pub(super) fn finish(out: &Path) -> Result<(), PublishError> {
    let path = out.join(OWN_FOLDER).join(NAME);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return discard(out),
        Err(source) => return Err(PublishError::Read { path, source }),
    };
    let journal = serde_json::from_slice::<Journal>(&bytes).ok().filter(|journal| journal.is_sound(out));
    journal.ok_or(PublishError::Damaged { path })?.replay(out)
}

/// Removes what was written aside.
pub(super) fn discard(out: &Path) -> Result<(), PublishError> {
    let path = aside(out);
    match fs::remove_dir_all(&path) {
        Err(source) if source.kind() != ErrorKind::NotFound => Err(PublishError::Write { path, source }),
        _ => Ok(()),
    }
}

impl Journal {
    /// Writes the list aside and makes it count, in one step.
    pub(super) fn commit(&self, out: &Path) -> Result<(), PublishError> {
        let own = out.join(OWN_FOLDER);
        let prepared = aside(out).join(NAME);
        let write = || -> io::Result<()> {
            fs::write(&prepared, serde_json::to_vec(self)?)?;
            fs::rename(&prepared, own.join(NAME))
        };
        write().map_err(|source| PublishError::Write { path: prepared.clone(), source })
    }

    /// Puts everything in place and ends the journal.
    pub(super) fn replay(&self, out: &Path) -> Result<(), PublishError> {
        let step = |path: &str, result: io::Result<()>| {
            let path = out.join(path);
            result.map_err(|source| PublishError::Unfinished { path, source })
        };
        self.clear_files.iter().try_for_each(|path| step(path, remove_file(&out.join(path))))?;
        self.clear_folders.iter().try_for_each(|path| step(path, remove_folder(&out.join(path))))?;
        let (first, then) = self.place.split_at_checked(self.place_first).unwrap_or((&self.place, &[]));
        let put = |from: usize, to: &String| step(to, rename(&aside_of(out, from), &out.join(to)));
        first.par_iter().enumerate().try_for_each(|(index, path)| put(index, path))?;
        then.par_iter().enumerate().try_for_each(|(index, path)| put(first.len() + index, path))?;
        self.remove_files.par_iter().try_for_each(|path| step(path, remove_file(&out.join(path))))?;
        self.remove_folders.iter().try_for_each(|path| step(path, remove_folder(&out.join(path))))?;
        let own = Path::new(OWN_FOLDER);
        let manifest = own.join(manifest::NAME);
        step(&manifest.to_string_lossy(), rename(&aside(out).join(manifest::NAME), &out.join(&manifest)))?;
        step(NAME, fs::remove_file(out.join(own).join(NAME)))?;
        discard(out)
    }

    /// Whether every path leads into the folder, and none through a symbolic link: the journal may come from anywhere.
    fn is_sound(&self, out: &Path) -> bool {
        self.unsound(out).is_none()
    }

    /// A path that does not.
    pub(super) fn unsound(&self, out: &Path) -> Option<&str> {
        let is_link = |path: &str| out.join(path).is_symlink();
        let lists = [&self.clear_files, &self.clear_folders, &self.place, &self.remove_files, &self.remove_folders];
        let sound = |path: &String| paths::is_legal(path) && !paths::folders_of(path).any(is_link);
        lists.into_iter().flatten().find(|path| !sound(path)).map(String::as_str)
    }
}

/// Moves what is aside to its place. What is no longer aside is there already.
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::NotFound && !from.exists() => Ok(()),
        result => result,
    }
}

/// Removes a file. A folder of that name is what came in its place.
fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if is_gone(&error) || path.is_dir() => Ok(()),
        result => result,
    }
}

/// Removes a folder that is empty; one that is not stays. A file of that name is what came in its place.
fn remove_folder(path: &Path) -> io::Result<()> {
    match fs::remove_dir(path) {
        Err(error) if is_gone(&error) || error.kind() == ErrorKind::DirectoryNotEmpty => Ok(()),
        result => result,
    }
}

fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
