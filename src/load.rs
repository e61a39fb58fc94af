//! A site folder to [`Sources`] and assets. The only reader of inputs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diag::Diagnostics;
use crate::source::Sources;

/// A file that is copied rather than read: media beside entries, assets of a site's own theme.
#[derive(Debug, Clone)]
pub struct Asset {
    /// From the site's folder, with `/` between parts: `content/events/2.4.0/scan.png`.
    pub path: String,
    /// Its content.
    pub bytes: Arc<[u8]>,
}

/// Everything a site folder holds that anyone reads.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// YAML, Markdown and theme templates: all of `content/`, `templates/` and `themes/` that is text and read.
    pub sources: Sources,
    /// The rest of `content/` and of `themes/*/assets/`, sorted by path.
    pub assets: Vec<Asset>,
    /// Files that could not be read as text, are too large, or lie outside the content folder.
    pub diagnostics: Diagnostics,
}

/// The world's failure while reading.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// There is no site where one was looked for.
    #[error("no site here: `{path}` is missing")]
    NoSite {
        /// The `content/site.yaml` that was looked for.
        path: PathBuf,
    },
    /// A file or folder is there and cannot be read.
    #[error("cannot read `{path}`")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Reads the site at `root`, the folder that holds `content/site.yaml`.
///
/// # Errors
/// [`LoadError`] where the site is missing or a file cannot be read. Bad content is a diagnostic, not an error.
pub fn site(root: &Path) -> Result<Loaded, LoadError> {
    Err(LoadError::NoSite { path: root.join("content/site.yaml") })
}
