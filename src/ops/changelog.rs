//! CHANGELOG.md from the release notes, and whether a file that is there says the same.

use crate::load::Loaded;
use crate::output::markdown::{self, Detail};

use super::choose;
use super::find::FindError;
use super::seen::Waiting;
use super::told::{Told, tell};
use super::{BuildOptions, Rewrite};

/// What `changelog` is told.
#[derive(Debug, Clone)]
pub struct ChangelogOptions {
    /// Who reads it.
    pub reader: BuildOptions,
    /// The product; may be left out where there is only one.
    pub product: Option<String>,
    /// How much it tells of each entry.
    pub detail: Detail,
}

/// Writes the changelog of a product. What waits for a release is in it, since the file is kept with the code.
///
/// # Errors
/// [`FindError`]. Mistakes in the content are diagnostics.
pub fn changelog(loaded: &Loaded, options: &ChangelogOptions) -> Result<Told, FindError> {
    tell(loaded, &options.reader, Waiting::Shown, |source| {
        let product = choose::product(source.catalog, options.product.as_deref())?;
        Ok(markdown::changelog(source.pages, product, options.detail))
    })
}

/// How a file must change to say what the changelog says; nothing where it says that already.
///
/// Line ends and a byte-order mark do not count: an editor or git may have changed them.
pub fn outdated(path: &str, written: &str, current: &str) -> Option<Rewrite> {
    let before = written.strip_prefix('\u{feff}').unwrap_or(written).replace("\r\n", "\n");
    (before != current).then(|| Rewrite { path: path.to_owned(), before: before.into(), after: current.into() })
}
