//! Changes to the content of a site: all of them or none, whenever the process is killed.
//!
//! Everything new is written aside, in `.tidings/` within the content folder, and put in place by the same journal that a build
//! uses. What moves is linked aside where the file system can, so that it keeps its times and needs no room.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::load::Change;
use crate::output::Artifact;

use super::folder::lock;
use super::plan::Plan;
use super::survey::Survey;
use super::{OWN_FOLDER, PublishError, journal, paths};

/// The folder of a site that is changed.
const TOP: &str = "content";

/// Why the content was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// A file is not what it was when the site was read.
    #[error("`{path}` has changed since it was read, so nothing was written; run the command again")]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A file that would have to be made is there.
    #[error("`{path}` is there already, so nothing was written")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A path that leads through a symbolic link, or that not every file system has.
    #[error("`{path}` leads through a symbolic link or has a name that is not for every file system; nothing was written")]
    Unsound {
        /// The path.
        path: String,
    },
    /// Another command changes the content right now.
    #[error("another command is changing `{path}`; wait until it is done")]
    Busy {
        /// The content folder.
        path: PathBuf,
    },
    /// The journal of a killed command cannot be read.
    #[error("`{path}` is damaged or was written by a newer Tidings; see what stands in that folder before you remove it")]
    Damaged {
        /// The journal.
        path: PathBuf,
    },
    /// A file or folder could not be read.
    #[error("cannot read `{path}`, so nothing was written")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file could not be written: no space, no permission.
    #[error("cannot write `{path}`, so everything was left as it is")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Everything is written, and putting it in place stopped half-way: the next command goes on.
    #[error("cannot put `{path}` in place; the next command goes on with that")]
    Unfinished {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl From<PublishError> for ChangeError {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::Busy { path } => Self::Busy { path },
            PublishError::Damaged { path } => Self::Damaged { path },
            PublishError::Read { path, source } => Self::Read { path, source },
            PublishError::Write { path, source } => Self::Write { path, source },
            PublishError::Unfinished { path, source } => Self::Unfinished { path, source },
            PublishError::Foreign { path, .. } | PublishError::Place { path, .. } => Self::Unsound { path: path.display().to_string() },
            PublishError::SamePath { path } | PublishError::IllegalPath { path } => Self::Unsound { path },
            PublishError::Clash { first, .. } => Self::Unsound { path: first },
        }
    }
}

/// Makes the changes in the site at `root`. `before` gives the text that a file had when it was read.
///
/// # Errors
/// [`ChangeError`]: nothing was changed; only after [`ChangeError::Unfinished`] some is, and the next command does the rest.
pub fn change(root: &Path, changes: &[Change], before: impl Fn(&str) -> Option<String>) -> Result<(), ChangeError> {
    let top = root.join(TOP);
    let out = top.canonicalize().map_err(|source| ChangeError::Read { path: top, source })?;
    let held = lock(&out)?;
    let result = journal::finish(&out).map_err(ChangeError::from).and_then(|()| locked(&out, changes, before));
    tidy(&out);
    drop(held);
    result
}

/// Finishes what a killed command began to change in the site at `root`, or throws away what it had only prepared.
///
/// # Errors
/// [`ChangeError`] where that cannot be done now; it can be tried again.
pub fn recover_content(root: &Path) -> Result<(), ChangeError> {
    let Ok(out) = root.join(TOP).canonicalize() else { return Ok(()) };
    if !out.join(OWN_FOLDER).exists() {
        return Ok(());
    }
    super::recover(&out)?;
    // One that was killed before it wrote anything leaves its lock.
    if let Ok(_held) = lock(&out) {
        tidy(&out);
    }
    Ok(())
}

fn locked(out: &Path, changes: &[Change], before: impl Fn(&str) -> Option<String>) -> Result<(), ChangeError> {
    let mut made: Vec<Artifact> = Vec::new();
    let mut sources: HashMap<String, PathBuf> = HashMap::new();
    let mut removed: Vec<&str> = Vec::new();
    for change in changes {
        match change {
            Change::Write { path, text } => {
                let path = inner(path)?;
                unchanged(out, path, before(&format!("{TOP}/{path}")))?;
                made.push(Artifact { path: path.to_owned(), bytes: text.as_bytes().to_vec() });
            }
            Change::Move { from, to } | Change::Copy { from, to } => {
                let (from, to) = (inner(from)?, inner(to)?);
                if out.join(to).symlink_metadata().is_ok() {
                    return Err(ChangeError::Exists { path: out.join(to) });
                }
                sources.insert(to.to_owned(), out.join(from));
                made.push(Artifact { path: to.to_owned(), bytes: Vec::new() });
                removed.extend(matches!(change, Change::Move { .. }).then_some(from));
            }
            Change::Remove { path } => removed.push(inner(path)?),
        }
    }
    let survey = Survey::of(out)?;
    let stay = survey.files.iter().map(String::as_str).filter(|path| !removed.contains(path));
    let wanted: HashSet<&str> = stay.chain(made.iter().map(|artifact| artifact.path.as_str())).collect();
    let plan = Plan::new(&made.iter().collect::<Vec<_>>(), &removed, &wanted, &survey, out);
    if let Some(path) = plan.journal.unsound(out) {
        return Err(ChangeError::Unsound { path: path.to_owned() });
    }
    if let Err(error) = write_aside(&plan, &sources, out) {
        // The first failure is the one to tell of; what could not be removed now is removed by the next command.
        drop(journal::discard(out));
        return Err(error);
    }
    Ok(plan.journal.replay(out)?)
}

fn inner(path: &str) -> Result<&str, ChangeError> {
    let inner = path.strip_prefix(TOP).and_then(|path| path.strip_prefix('/'));
    inner.filter(|path| paths::is_legal(path)).ok_or_else(|| ChangeError::Unsound { path: path.to_owned() })
}

/// Refuses to put a new text over one that nobody has read.
fn unchanged(out: &Path, path: &str, before: Option<String>) -> Result<(), ChangeError> {
    let path = out.join(path);
    let now = match fs::read(&path) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(source) => return Err(ChangeError::Read { path, source }),
    };
    match (now, before) {
        (None, None) => Ok(()),
        (Some(_), None) => Err(ChangeError::Exists { path }),
        (Some(now), Some(before)) if now.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&now) == before.as_bytes() => Ok(()),
        _ => Err(ChangeError::Changed { path }),
    }
}

fn write_aside(plan: &Plan, sources: &HashMap<String, PathBuf>, out: &Path) -> Result<(), ChangeError> {
    let failed = |path: &Path, source| ChangeError::Write { path: path.to_owned(), source };
    let aside = journal::aside(out);
    fs::create_dir(&aside).map_err(|source| failed(&aside, source))?;
    for folder in &plan.folders {
        fs::create_dir(folder).map_err(|source| failed(folder, source))?;
    }
    for (path, artifact) in &plan.files {
        let written = match sources.get(&artifact.path) {
            Some(from) => fs::hard_link(from, path).or_else(|_| fs::copy(from, path).map(drop)),
            None => fs::write(path, &artifact.bytes),
        };
        written.map_err(|source| failed(&out.join(&artifact.path), source))?;
    }
    Ok(plan.journal.commit(out)?)
}

/// Leaves nothing of our own in a folder that people keep under version control. What is in use stays.
fn tidy(out: &Path) {
    let own = out.join(OWN_FOLDER);
    if !journal::is_pending(out) {
        let _ = fs::remove_file(own.join("lock"));
        let _ = fs::remove_dir(own);
    }
}
