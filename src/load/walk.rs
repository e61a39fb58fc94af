//! The files of a site folder, and what each is read as.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::LoadError;

/// A file that anyone reads or copies.
pub(super) struct Found {
    /// From the site's folder, with `/` between parts.
    pub path: String,
    pub role: Role,
}

/// What a file is read as.
pub(super) enum Role {
    Text,
    Asset,
    /// A link that leads out of the folder that is read.
    Outside(PathBuf),
    /// A link to a folder that it stands in.
    Loop,
}

/// Every file below `root/top`, in no order. None where that folder is not there.
pub(super) fn folder(root: &Path, top: &str) -> Result<Vec<Found>, LoadError> {
    let start = root.join(top);
    if !start.is_dir() {
        return Ok(Vec::new());
    }
    if let Some(found) = plain_folder(&start, top) {
        return Ok(found);
    }
    let failed = |path: &Path, source| LoadError::Read { path: path.to_path_buf(), source };
    let inside = start.canonicalize().map_err(|source| failed(&start, source))?;
    let mut found = Vec::new();
    let mut walk = WalkDir::new(&start).follow_links(true).into_iter();
    while let Some(entry) = walk.next() {
        match entry {
            Ok(entry) => {
                let is_folder = entry.file_type().is_dir();
                let path = relative(root, entry.path());
                if entry.depth() > 0 && is_ignored(entry.path()) {
                    skip(&mut walk, is_folder);
                } else if let Some(target) = leads_out(&entry, &inside) {
                    found.push(Found { path, role: Role::Outside(target) });
                    skip(&mut walk, is_folder);
                } else if entry.file_type().is_file() {
                    found.extend(role(&path).map(|role| Found { path, role }));
                }
            }
            // Some editors lock a file by a hidden link that leads nowhere.
            Err(error) if error.path().is_some_and(is_ignored) => {}
            Err(error) if error.loop_ancestor().is_some() => {
                found.push(Found { path: relative(root, error.path().unwrap_or(&start)), role: Role::Loop });
            }
            Err(error) => {
                let path = error.path().unwrap_or(&start).to_path_buf();
                let source = error.into_io_error().unwrap_or_else(|| ErrorKind::Other.into());
                // What somebody removes or renames just now is no trouble, and a link that leads nowhere is.
                if source.kind() != ErrorKind::NotFound || path.is_symlink() {
                    return Err(LoadError::Read { path, source });
                }
            }
        }
    }
    Ok(found)
}

/// As [`folder`], all its folders side by side. None where there is a link, or anything that cannot be read: who walks with care
/// then tells what it is.
fn plain_folder(folder: &Path, path: &str) -> Option<Vec<Found>> {
    let (mut found, mut folders) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder).ok()? {
        let entry = entry.ok()?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if is_ignored_name(&name) {
            continue;
        }
        let path = format!("{path}/{name}");
        match entry.file_type().ok()? {
            kind if kind.is_dir() => folders.push((entry.path(), path)),
            kind if kind.is_file() => found.extend(role(&path).map(|role| Found { path, role })),
            _ => return None,
        }
    }
    // A list that is in order by stretches is sorted in a fraction of the time.
    found.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    folders.sort_unstable_by(|(_, a), (_, b)| a.cmp(b));
    let inner: Vec<Vec<Found>> = folders.par_iter().map(|(folder, path)| plain_folder(folder, path)).collect::<Option<_>>()?;
    found.extend(inner.into_iter().flatten());
    Some(found)
}

fn skip(walk: &mut walkdir::IntoIter, is_folder: bool) {
    if is_folder {
        walk.skip_current_dir();
    }
}

fn relative(root: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(root).unwrap_or(path);
    inner.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Hidden files, and what editors leave behind.
fn is_ignored(path: &Path) -> bool {
    is_ignored_name(&path.file_name().unwrap_or_default().to_string_lossy())
}

fn is_ignored_name(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || name.ends_with(".swp")
}

/// What a file is by its path, where that alone is known; none where nobody reads it.
pub(super) fn role_within(path: &str) -> Option<Role> {
    if path.split('/').any(is_ignored_name) { None } else { role(path) }
}

/// Where a link leads, if that is not inside the folder. Only links are asked: everything else is where it stands.
fn leads_out(entry: &DirEntry, inside: &Path) -> Option<PathBuf> {
    if !entry.path_is_symlink() || entry.depth() == 0 {
        return None;
    }
    let target = entry.path().canonicalize().ok()?;
    (!target.starts_with(inside)).then_some(target)
}

/// What a file is by its path; none where nobody reads it.
fn role(path: &str) -> Option<Role> {
    if path.starts_with("content/") {
        let is_text = [".yaml", ".yml", ".md"].iter().any(|extension| path.ends_with(extension));
        return Some(if is_text { Role::Text } else { Role::Asset });
    }
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["templates", name] if name.ends_with(".md") => Some(Role::Text),
        ["themes", _, "theme.yaml"] | ["themes", _, "site" | "mail" | "subscriptions" | "strings", ..] => Some(Role::Text),
        ["themes", _, "assets", ..] => Some(Role::Asset),
        _ => None,
    }
}
