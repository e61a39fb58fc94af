//! One folder: refuse, compare, write aside, put in place. The steps are told in the parent's doc.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::*;

use crate::load::{Addresses, Copies};
use crate::output::Artifact;

use super::manifest::{self, Manifest};
use super::plan::Plan;
use super::survey::Survey;
use super::{OWN_FOLDER, PublishError, Published, compare, journal, paths, place};

/// Makes the folder `out` hold exactly these artifacts. `site` is the folder that the site is read from.
/// `addresses` are those that readers may link to from now on; where there are none, as on a staging site, those before stay.
/// `copies` are what the next build need not make again.
///
/// # Errors
/// [`PublishError`]: whatever the variant, every file of the old site is as it was; only after
/// [`PublishError::Unfinished`] some are of the new one, and the next [`folder`] or [`recover`] puts the rest in place.
pub fn folder(
    artifacts: &[Artifact],
    addresses: Option<&Addresses>,
    copies: &Copies,
    out: &Path,
    site: &Path,
) -> Result<Published, PublishError> {
    paths::check(artifacts)?;
    let out = place::resolve(out, site)?;
    if !out.join(OWN_FOLDER).exists() {
        // Not even a lock is left in a folder that is not ours.
        Survey::of(&out)?.refuse_foreign(&out, &Manifest::default(), |_| false)?;
    }
    let _lock = lock(&out)?;
    journal::finish(&out)?;
    let survey = Survey::of(&out)?;
    let former = Manifest::read(&out)?;
    let wanted: HashSet<&str> = artifacts.iter().map(|artifact| artifact.path.as_str()).collect();
    survey.refuse_foreign(&out, &former, |path| wanted.contains(path))?;
    let changed = compare::changed(artifacts, &out, &survey)?;
    let removed: Vec<&str> = former.paths().filter(|path| survey.files.contains(*path) && !wanted.contains(path)).collect();
    let published = Published { written: changed.len(), unchanged: artifacts.len() - changed.len(), removed: removed.len() };
    let manifest = Manifest::of(artifacts, addresses.unwrap_or(former.addresses()).clone(), copies.clone());
    if changed.is_empty() && removed.is_empty() && manifest == former {
        return Ok(published);
    }
    let plan = Plan::new(&changed, &removed, &wanted, &survey, &out);
    if let Err(error) = write_aside(&plan, &manifest, &out) {
        // The first failure is the one to tell of; what could not be removed now is removed by the next command.
        drop(journal::discard(&out));
        return Err(error);
    }
    plan.journal.replay(&out)?;
    Ok(published)
}

/// Finishes what a killed build had begun to put in place in `out`, and removes what it had only written aside.
/// Tells whether there was anything to do. Leaves a folder alone that another process is publishing to.
///
/// # Errors
/// [`PublishError`] where that cannot be done now; it can be tried again.
pub fn recover(out: &Path) -> Result<bool, PublishError> {
    if !journal::is_pending(out) {
        return Ok(false);
    }
    match lock(out) {
        Ok(_lock) => journal::finish(out).map(|()| true),
        Err(PublishError::Busy { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// A folder that nobody else writes to.
pub(super) struct Held(File);

impl Drop for Held {
    /// Closing the file is not enough: a program that is being started holds a copy of it until it runs.
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

/// Makes the folder, if need be, and holds it until the value is dropped or the process ends.
pub(super) fn lock(out: &Path) -> Result<Held, PublishError> {
    let own = out.join(OWN_FOLDER);
    if own.is_symlink() {
        return Err(PublishError::Foreign { path: out.to_owned(), files: vec![OWN_FOLDER.to_owned()] });
    }
    fs::create_dir_all(&own).map_err(|source| PublishError::Write { path: own.clone(), source })?;
    let path = own.join("lock");
    let failed = |source| PublishError::Write { path: path.clone(), source };
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Held(file)),
        Err(TryLockError::WouldBlock) => Err(PublishError::Busy { path: out.to_owned() }),
        // Some network file systems have no locks; a site can be built there all the same.
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(Held(file)),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

/// Writes everything aside, and makes it count by committing the journal.
fn write_aside(plan: &Plan, manifest: &Manifest, out: &Path) -> Result<(), PublishError> {
    let aside = journal::aside(out);
    make_folder(&aside)?;
    plan.folders.iter().try_for_each(|folder| make_folder(folder))?;
    // A failure is told of with the path that the file would have had, which says more than where it stood aside.
    plan.files.par_iter().try_for_each(|(path, artifact)| write(path, &artifact.bytes, &out.join(&artifact.path)))?;
    let path = aside.join(manifest::NAME);
    write(&path, &manifest.to_bytes(), &path)?;
    plan.journal.commit(out)
}

fn make_folder(path: &Path) -> Result<(), PublishError> {
    fs::create_dir(path).map_err(|source| PublishError::Write { path: path.to_owned(), source })
}

fn write(path: &Path, bytes: &[u8], shown: &Path) -> Result<(), PublishError> {
    fs::write(path, bytes).map_err(|source| PublishError::Write { path: shown.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_of_the_lock_in_a_program_that_is_being_started_keeps_nobody_out() {
        let folder = tempfile::tempdir().unwrap();
        let held = lock(folder.path()).unwrap();
        let copy = held.0.try_clone().unwrap();
        assert!(matches!(lock(folder.path()), Err(PublishError::Busy { .. })));
        drop(held);
        assert!(lock(folder.path()).is_ok());
        drop(copy);
    }
}
