//! Whether artifacts can stand in one folder, on any file system. Pure.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::output::Artifact;

use super::{OWN_FOLDER, PublishError};

/// A file, or a folder on the way to one, and the artifact that first asked for it.
struct Taken<'a> {
    path: &'a str,
    is_file: bool,
    artifact: &'a str,
}

/// Refuses illegal paths, equal paths, and a file where another's folder must be. File systems that ignore case count
/// too: a site must be the same wherever it is built.
pub(super) fn check(artifacts: &[Artifact]) -> Result<(), PublishError> {
    let mut taken: HashMap<Cow<str>, Taken> = HashMap::with_capacity(artifacts.len() * 2);
    for Artifact { path, .. } in artifacts {
        if !is_legal(path) {
            return Err(PublishError::IllegalPath { path: path.clone() });
        }
        let parts = folders_of(path).map(|folder| (folder, false)).chain([(path.as_str(), true)]);
        for (part, is_file) in parts {
            match taken.entry(without_case(part)) {
                Entry::Vacant(free) => drop(free.insert(Taken { path: part, is_file, artifact: path })),
                Entry::Occupied(other) if is_file || other.get().is_file || other.get().path != part => {
                    return Err(clash(other.get().artifact, path));
                }
                Entry::Occupied(_) => {}
            }
        }
    }
    Ok(())
}

fn clash(first: &str, second: &str) -> PublishError {
    if first == second {
        return PublishError::SamePath { path: first.to_owned() };
    }
    PublishError::Clash { first: first.to_owned(), second: second.to_owned() }
}

/// The path as a file system sees it that ignores case.
pub(super) fn without_case(path: &str) -> Cow<'_, str> {
    let is_plain = path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_plain { Cow::Borrowed(path) } else { Cow::Owned(path.to_lowercase()) }
}

/// Every folder on the way to a path, the outermost first: `a`, `a/b` for `a/b/c`.
pub(super) fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(end, _)| path.get(..end))
}

/// Whether a path leads to a file within the folder, whatever the file system, and not to publishing's own.
///
/// Manifests and journals are read back from disk, where anyone may have written them: their paths are held to this too.
pub(super) fn is_legal(path: &str) -> bool {
    let mut parts = path.split('/');
    let legal = |part: &str| !matches!(part, "" | "." | "..") && !part.chars().any(|c| c.is_control() || c == '\\');
    parts.clone().all(legal) && !parts.next().is_some_and(|first| first.eq_ignore_ascii_case(OWN_FOLDER))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(paths: &[&str]) -> String {
        let artifacts: Vec<_> = paths.iter().map(|path| Artifact { path: (*path).to_owned(), bytes: Vec::new() }).collect();
        check(&artifacts).map_or_else(|error| error.to_string(), |()| "none".to_owned())
    }

    #[test]
    fn files_that_race_for_one_address_are_named() {
        assert_eq!(refusal(&["a/index.html", "b/index.html", "a.html"]), "none");
        assert_eq!(refusal(&["a/x", "a/x"]), "two files race for one address, `a/x`");
        assert_eq!(refusal(&["a", "a/x"]), "two files race for one address: `a` and `a/x`");
        assert_eq!(refusal(&["a/b/c", "a/b"]), "two files race for one address: `a/b/c` and `a/b`");
        assert_eq!(refusal(&["a/Scan.png", "a/scan.png"]), "two files race for one address: `a/Scan.png` and `a/scan.png`");
        assert_eq!(refusal(&["A/x", "a/y"]), "two files race for one address: `A/x` and `a/y`");
    }

    #[test]
    fn paths_that_lead_out_of_the_folder_are_refused() {
        for path in ["", "/etc/passwd", "a//b", "a/../../b", "./a", "a/", "a\\b", "a\0b", ".tidings/manifest.json", ".Tidings/x"] {
            assert_eq!(refusal(&[path]), format!("`{path}` cannot be the path of a file of the site"));
        }
        assert_eq!(refusal(&[".well-known/security.txt", "a/.tidings"]), "none");
    }
}
