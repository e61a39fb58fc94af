//! Where a site may not be built: over or within what it is made from.

use std::path::{Component, Path, PathBuf};

use super::PublishError;

/// Folders of a site that are read: a site built there would be read by the next build.
const INPUTS: [&str; 3] = ["content", "templates", "themes"];

/// The output folder with links and `..` resolved, if a site may be built there.
pub(super) fn resolve(out: &Path, site: &Path) -> Result<PathBuf, PublishError> {
    let refuse = |reason| Err(PublishError::Place { path: out.to_owned(), reason });
    let (real_out, real_site) = (real(out)?, real(site)?);
    if real_out.parent().is_none() {
        return refuse("it is the root of the file system");
    }
    if real_out.exists() && !real_out.is_dir() {
        return refuse("it is a file");
    }
    if real_out == real_site {
        return refuse("it is the site's own folder");
    }
    if real_site.starts_with(&real_out) {
        return refuse("the site's own folder is in it");
    }
    if INPUTS.iter().any(|input| real_out.starts_with(real_site.join(input))) {
        return refuse("the site is read from there");
    }
    Ok(real_out)
}

/// The path without links and `..`, though its last parts may not exist yet.
fn real(path: &Path) -> Result<PathBuf, PublishError> {
    let failed = |source| PublishError::Read { path: path.to_owned(), source };
    let whole = std::path::absolute(path).map_err(failed)?;
    let existing = whole.ancestors().find(|ancestor| ancestor.exists()).unwrap_or(&whole);
    let mut real = existing.canonicalize().map_err(failed)?;
    for part in whole.strip_prefix(existing).unwrap_or(Path::new("")).components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            other => real.push(other),
        }
    }
    Ok(real)
}
