//! Paths under `content/` to what stands there: which product, which release, which form.

use crate::ident::{Version, Versioning};

use super::document::{ProductDocument, SiteDocument};

/// Where entries stand: their product, and the folder that their media stand in.
pub(super) struct Place<'a> {
    pub site: &'a SiteDocument,
    pub product: &'a ProductDocument,
    pub folder: &'a str,
}

/// What a text file under `content/` is by its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role<'a> {
    /// `content/site.yaml`
    Site,
    /// `PRODUCT/VERSION/release.yaml`, `PRODUCT/VERSION.yaml`, `PRODUCT/VERSION.md`; the version is as written.
    Release { product: &'a str, version: &'a str },
    /// An entry or a list of entries in the folder of a release.
    Entries { product: &'a str, version: &'a str },
    /// An entry or a list of entries in `PRODUCT/unreleased/`.
    Unreleased { product: &'a str },
    /// Nobody reads a file there.
    Unused,
}

impl<'a> Role<'a> {
    /// The role of a path from the site's folder. Nothing is asked of the site: the product and the version may not exist.
    pub fn of(path: &'a str) -> Self {
        let Some(inner) = path.strip_prefix("content/") else { return Self::Unused };
        let parts: Vec<&str> = inner.split('/').collect();
        match parts.as_slice() {
            ["site.yaml"] => Self::Site,
            [product, "unreleased", _] => Self::Unreleased { product },
            [product, version, "release.yaml" | "release.yml"] => Self::Release { product, version },
            [product, version, _] => Self::Entries { product, version },
            [product, file] => Self::Release { product, version: stem(file) },
            _ => Self::Unused,
        }
    }
}

/// The last part of a path without its extension. A version's own points are kept: `2.3.1` of `2.3.1.yaml`.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The folder of a path, without a slash at its end.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether a name was meant to be a version: `v` or nothing, then a digit.
pub(super) fn looks_like_version(name: &str) -> bool {
    name.strip_prefix('v').unwrap_or(name).starts_with(|first: char| first.is_ascii_digit())
}

/// The version that a folder or file names.
pub(super) fn version(name: &str, versioning: Versioning) -> Option<Version> {
    Version::parse(name, versioning).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_what_a_file_is() {
        assert_eq!(Role::of("content/site.yaml"), Role::Site);
        assert_eq!(Role::of("content/events/2.4.0/release.yaml"), Role::Release { product: "events", version: "2.4.0" });
        assert_eq!(Role::of("content/events/2.3.1.yaml"), Role::Release { product: "events", version: "2.3.1" });
        assert_eq!(Role::of("content/events/v2.4.0/scan.md"), Role::Entries { product: "events", version: "v2.4.0" });
        assert_eq!(Role::of("content/events/unreleased/scan.md"), Role::Unreleased { product: "events" });
        assert_eq!(Role::of("content/events/2.4.0/more/scan.md"), Role::Unused);
        assert_eq!(Role::of("content/readme.md"), Role::Unused);
    }
}
