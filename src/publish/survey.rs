//! What a folder holds now, before anything is done to it.

use std::collections::HashSet;
use std::path::Path;

use walkdir::WalkDir;

use super::manifest::Manifest;
use super::{OWN_FOLDER, PublishError, paths};

/// Files that file managers leave in every folder they show. Nobody wrote them, so they are neither refused nor removed.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// The paths in an output folder, from the folder, with `/` between parts; [`OWN_FOLDER`] is left out.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Regular files.
    pub(super) files: HashSet<String>,
    /// Folders.
    pub(super) folders: HashSet<String>,
    /// Symbolic links and everything else: Tidings never writes such.
    strange: Vec<String>,
}

impl Survey {
    /// Looks at everything in `out`. Links are not followed.
    pub(super) fn of(out: &Path) -> Result<Self, PublishError> {
        if !out.exists() {
            return Ok(Self::default());
        }
        let mut survey = Self::default();
        let own = out.join(OWN_FOLDER);
        let walk = WalkDir::new(out).min_depth(1).into_iter().filter_entry(|entry| entry.path() != own);
        for entry in walk {
            let entry = entry.map_err(|error| read_error(out, error))?;
            let path = path_from(out, entry.path());
            match entry.file_type() {
                kind if kind.is_file() => drop(survey.files.insert(path)),
                kind if kind.is_dir() => drop(survey.folders.insert(path)),
                _ => survey.strange.push(path),
            }
        }
        Ok(survey)
    }

    /// Refuses a folder that holds anything the manifest does not know of.
    ///
    /// Litter counts only where a file of the site would take the place of the folder it lies in (`is_taken`).
    pub(super) fn refuse_foreign(&self, out: &Path, former: &Manifest, is_taken: impl Fn(&str) -> bool) -> Result<(), PublishError> {
        let is_litter = |path: &str| LITTER.contains(&path.rsplit('/').next().unwrap_or(path)) && !paths::folders_of(path).any(&is_taken);
        let unknown = self.files.iter().filter(|path| !former.has(path) && !is_litter(path));
        let mut files: Vec<_> = unknown.chain(&self.strange).cloned().collect();
        if files.is_empty() {
            return Ok(());
        }
        files.sort();
        Err(PublishError::Foreign { path: out.to_owned(), files })
    }
}

fn path_from(out: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(out).unwrap_or(path).components();
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn read_error(out: &Path, error: walkdir::Error) -> PublishError {
    PublishError::Read { path: error.path().unwrap_or(out).to_owned(), source: error.into() }
}
