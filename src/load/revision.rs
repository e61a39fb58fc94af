//! A site as it was in a git revision, read from the repository's objects: no checkout, no `git` program.
//!
//! In:  the site's folder and the name of a revision. Out: what [`site`](super::site) would have read then.
//! Never touches the work tree, the index or a reference.

use std::path::{Path, PathBuf};

use gix::Repository;
use gix::objs::tree::EntryKind;

use super::walk::{self, Role};
use super::{Content, Loaded, MAX_TEXT, text};

/// Why a revision could not be read.
#[derive(Debug, thiserror::Error)]
pub enum RevisionError {
    /// No repository holds the site.
    #[error("`{root}` is in no git repository")]
    NoRepository {
        /// The site's folder.
        root: PathBuf,
        /// Why.
        source: Box<gix::Error>,
    },
    /// The repository has no files beside its history.
    #[error("the git repository of `{root}` is bare")]
    Bare {
        /// The site's folder.
        root: PathBuf,
    },
    /// No commit has this name.
    #[error("git knows no commit `{revision}`; in a shallow clone it may not have been fetched")]
    Unknown {
        /// As given.
        revision: String,
        /// Why.
        source: Box<gix::Error>,
    },
    /// The two have no history in common.
    #[error("`{revision}` and HEAD have no commit in common; in a shallow clone it may not have been fetched")]
    Unrelated {
        /// As given.
        revision: String,
    },
    /// The repository is damaged or not to be read.
    #[error("cannot read the git repository at `{path}`")]
    Read {
        /// Its folder.
        path: PathBuf,
        /// Why.
        source: Box<gix::Error>,
    },
}

/// The site at `root` as it was where the branch that is checked out left `revision`: at their merge base.
/// Empty where there was no site then.
///
/// # Errors
/// [`RevisionError`].
pub fn site_since(root: &Path, revision: &str) -> Result<Loaded, RevisionError> {
    let (repository, base) = open(root)?;
    let failed = |source| RevisionError::Read { path: repository.git_dir().to_path_buf(), source: Box::new(source) };
    let unknown = |source| RevisionError::Unknown { revision: revision.to_owned(), source: Box::new(source) };
    let commit = |name: &str| repository.rev_parse_single(name)?.object()?.peel_to_commit();
    let other = commit(revision).map_err(unknown)?;
    let head = commit("HEAD").map_err(failed)?;
    let fork = repository.merge_base(head.id, other.id).map_err(failed)?;
    let fork = fork.ok_or_else(|| RevisionError::Unrelated { revision: revision.to_owned() })?;
    let tree = fork.object().and_then(|object| object.peel_to_tree()).map_err(failed)?;
    let mut files: Vec<(String, Content)> = Vec::new();
    for entry in tree.traverse().breadthfirst.files().map_err(failed)? {
        let path = String::from_utf8_lossy(&entry.filepath).into_owned();
        let Some(path) = path.strip_prefix(&base) else { continue };
        // A link was read where it leads, and whatever that is stands in the tree under its own name, too.
        if !matches!(entry.mode.kind(), EntryKind::Blob | EntryKind::BlobExecutable) {
            continue;
        }
        let Some(role) = walk::role_within(path) else { continue };
        let bytes = repository.find_object(entry.oid).map_err(failed)?.detach().data;
        files.push((path.to_owned(), content(&role, bytes)));
    }
    files.sort_by(|a, b| a.0.cmp(&b.0));
    let mut loaded = Loaded::default();
    for (path, content) in files {
        loaded.add(path, content);
    }
    Ok(loaded)
}

/// The way from the repository that holds a site to the site's folder, with a slash at its end: what the services that host
/// repositories know its files by. Empty where the two are one folder, or where there is no repository.
pub fn way_from_repository(root: &Path) -> String {
    open(root).map(|(_, base)| base).unwrap_or_default()
}

/// The repository that holds a folder.
pub(super) fn repository(folder: &Path) -> Result<Repository, RevisionError> {
    gix::discover(folder).map_err(|source| RevisionError::NoRepository { root: folder.to_path_buf(), source: Box::new(source) })
}

fn open(root: &Path) -> Result<(Repository, String), RevisionError> {
    let repository = repository(root)?;
    let top = repository.workdir().ok_or_else(|| RevisionError::Bare { root: root.to_path_buf() })?;
    let (top, inside) = (top.canonicalize(), root.canonicalize());
    let way = match (&top, &inside) {
        (Ok(top), Ok(inside)) => inside.strip_prefix(top).unwrap_or(Path::new("")),
        _ => Path::new(""),
    };
    let base = way.components().map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect();
    Ok((repository, base))
}

fn content(role: &Role, bytes: Vec<u8>) -> Content {
    match role {
        Role::Text if bytes.len() as u64 > MAX_TEXT => Content::TooLarge(bytes.len() as u64),
        Role::Text => text(&bytes),
        Role::Asset | Role::Outside(_) | Role::Loop => Content::Bytes(bytes.into()),
    }
}
