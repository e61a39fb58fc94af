//! What a folder holds now, before anything is done to it.

use std::collections::HashSet;
use std::fs::{self, DirEntry, FileType};
use std::path::Path;

use rayon::prelude::*;

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
        let mut level = vec![String::new()];
        while !level.is_empty() {
            let found: Vec<_> = level.par_iter().map(|folder| entries(out, folder)).collect::<Result<_, PublishError>>()?;
            level.clear();
            for (path, kind) in found.into_iter().flatten().filter(|(path, _)| path != OWN_FOLDER) {
                if kind.is_dir() {
                    level.push(path.clone());
                    survey.folders.insert(path);
                } else if kind.is_file() {
                    survey.files.insert(path);
                } else {
                    survey.strange.push(path);
                }
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

/// What stands in one folder, with its path from `out`.
fn entries(out: &Path, folder: &str) -> Result<Vec<(String, FileType)>, PublishError> {
    let place = out.join(folder);
    let failed = |source| PublishError::Read { path: place.clone(), source };
    let named = |entry: DirEntry| {
        let name = entry.file_name();
        let path = if folder.is_empty() { name.to_string_lossy().into_owned() } else { format!("{folder}/{}", name.to_string_lossy()) };
        Ok((path, entry.file_type().map_err(failed)?))
    };
    fs::read_dir(&place).map_err(failed)?.map(|entry| named(entry.map_err(failed)?)).collect()
}
