//! What has to be written, and where it goes from there. Pure.
//!
//! In: what differs, what goes, what the folder holds. Out: the folders and files to write aside, and the [`Journal`]
//! that puts them in place. A folder that is new as a whole is written and put in place as a whole.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::output::Artifact;

use super::journal::{self, Journal};
use super::paths;
use super::survey::Survey;

/// What pages refer to stands in place before the pages do.
const REFERRED_TO: &str = "assets";

/// Everything that is written aside, and the list of what happens then.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    /// Folders to make, each after the one it is in.
    pub(super) folders: Vec<PathBuf>,
    /// Files to write, each with the artifact that it will be.
    pub(super) files: Vec<(PathBuf, &'a Artifact)>,
    /// Where they go.
    pub(super) journal: Journal,
}

impl<'a> Plan<'a> {
    /// Plans the way from what `survey` found in `out` to the wanted paths.
    pub(super) fn new(changed: &[&'a Artifact], removed: &[&str], wanted: &HashSet<&str>, survey: &Survey, out: &Path) -> Self {
        let mut plan = Self { journal: removals(removed, wanted, survey), ..Self::default() };
        let mut changed = changed.to_vec();
        changed.sort_by_key(|artifact| (!is_referred_to(&artifact.path), artifact.path.as_str()));
        let mut roots: HashMap<&str, PathBuf> = HashMap::new();
        let mut made: HashSet<&str> = HashSet::new();
        for artifact in changed {
            let path = artifact.path.as_str();
            let root = paths::folders_of(path).find(|folder| !survey.folders.contains(*folder)).unwrap_or(path);
            let aside = roots.entry(root).or_insert_with(|| plan.place(root, out));
            let beside = |path: &str| path.get(root.len() + 1..).map_or_else(|| aside.clone(), |below| aside.join(below));
            let new = paths::folders_of(path).filter(|folder| folder.len() >= root.len() && made.insert(folder));
            plan.folders.extend(new.map(beside));
            plan.files.push((beside(path), artifact));
        }
        plan
    }

    /// Adds a file or a whole folder to those that are put in place, and tells where it is written until then.
    fn place(&mut self, root: &str, out: &Path) -> PathBuf {
        let aside = journal::aside_of(out, self.journal.place.len());
        self.journal.place.push(root.to_owned());
        self.journal.place_first += usize::from(is_referred_to(root));
        aside
    }
}

fn is_referred_to(path: &str) -> bool {
    path.split('/').next() == Some(REFERRED_TO)
}

/// The part of the journal that removes: what is in the way of the new site, and what it does not have.
fn removals(removed: &[&str], wanted: &HashSet<&str>, survey: &Survey) -> Journal {
    let wanted_folders: HashSet<&str> = wanted.iter().flat_map(|path| paths::folders_of(path)).collect();
    // Compared without case: where the file system ignores it, removing `Scan.png` after placing `scan.png` removes both.
    let taken_by_file: HashSet<Cow<str>> = wanted.iter().map(|path| paths::without_case(path)).collect();
    let taken_by_folder: HashSet<Cow<str>> = wanted_folders.iter().map(|path| paths::without_case(path)).collect();
    let is_in_way = |path: &&str| {
        let own = paths::without_case(path);
        let below_file = || paths::folders_of(&own).any(|folder| taken_by_file.contains(folder));
        taken_by_file.contains(&own) || taken_by_folder.contains(&own) || below_file()
    };
    let (clear_files, remove_files): (Vec<&str>, Vec<&str>) = removed.iter().partition(|path| is_in_way(path));
    let emptied: HashSet<&str> = removed.iter().flat_map(|path| paths::folders_of(path)).collect();
    let stale = survey.folders.iter().map(String::as_str).filter(|folder| !wanted_folders.contains(folder));
    let (clear_folders, others): (Vec<&str>, Vec<&str>) = stale.partition(is_in_way);
    let remove_folders = others.into_iter().filter(|folder| emptied.contains(folder)).collect();
    Journal {
        clear_files: owned(clear_files),
        clear_folders: innermost_first(clear_folders),
        remove_files: owned(remove_files),
        remove_folders: innermost_first(remove_folders),
        ..Journal::default()
    }
}

fn owned(paths: Vec<&str>) -> Vec<String> {
    paths.into_iter().map(str::to_owned).collect()
}

fn innermost_first(mut folders: Vec<&str>) -> Vec<String> {
    folders.sort_by(|a, b| b.cmp(a));
    owned(folders)
}
