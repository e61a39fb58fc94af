//! Files as editors name them (RFC 8089) and as we do.

use std::path::{Path, PathBuf};

use lsp_types::Uri;
use url::Url;

/// The path of a `file:` address; none for any other.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    Url::parse(uri.as_str()).ok()?.to_file_path().ok()
}

/// The address of a file; none for a path that is not absolute.
pub(super) fn uri(path: &Path) -> Option<Uri> {
    Url::from_file_path(path).ok()?.as_str().parse().ok()
}
