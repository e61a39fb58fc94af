//! The release that the arguments of a command name.

use crate::diag::nearest;
use crate::ident::Version;
use crate::model::{Catalog, Product, Release};

use super::ChoiceError;

/// Why there is nothing of that name to tell of.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FindError {
    /// No product is meant.
    #[error(transparent)]
    Product(#[from] ChoiceError),
    /// No release of this version.
    #[error("{product} has no release `{version}`{}", hint(.near, .latest))]
    UnknownRelease {
        /// The name of the product.
        product: String,
        /// As given.
        version: String,
        /// The one that is next to it.
        near: Option<String>,
        /// The newest stable one.
        latest: Option<String>,
    },
    /// The release is there, and this reader may not know of it.
    #[error("{product} {version} is not public yet: it is under embargo, or planned and not announced")]
    NotPublic {
        /// The name of the product.
        product: String,
        /// As given.
        version: String,
    },
    /// A word such as `latest` that means no release here.
    #[error("{product} has no {what}")]
    Nothing {
        /// The name of the product.
        product: String,
        /// What was asked for.
        what: &'static str,
    },
    /// No component of this key.
    #[error("{product} has no component `{name}`; it has {known}")]
    UnknownComponent {
        /// The name of the product.
        product: String,
        /// As given.
        name: String,
        /// Those there are.
        known: String,
    },
    /// Nothing to narrow a search down to.
    #[error("no {what} has the key `{name}`; there are {known}")]
    UnknownFilter {
        /// What was named.
        what: &'static str,
        /// As given.
        name: String,
        /// Those there are.
        known: String,
    },
    /// No audience of this key.
    #[error("no audience has the key `{name}`; there are {known}")]
    UnknownAudience {
        /// As given.
        name: String,
        /// Those there are.
        known: String,
    },
}

fn hint(near: &Option<String>, latest: &Option<String>) -> String {
    match (near, latest) {
        (Some(near), Some(latest)) if near != latest => format!("; the nearest is {near}, and its latest is {latest}"),
        (Some(near), None) => format!("; the nearest is {near}"),
        (_, Some(latest)) => format!("; its latest is {latest}"),
        (None, None) => String::new(),
    }
}

/// The release that a version means, or `latest`, or `lts` (the newest of the newest long-term-support line).
///
/// `everything` tells a release that `seen` leaves out from one that does not exist.
pub(super) fn release<'a>(everything: &Catalog, seen: &'a Catalog, product: &'a Product, version: &str) -> Result<&'a Release, FindError> {
    let nothing = |what| FindError::Nothing { product: product.name.clone(), what };
    match version {
        "latest" => return product.latest.map(|index| seen.release(index)).ok_or_else(|| nothing("stable release that is out")),
        "lts" => return product.lts_lines.first().map(|index| seen.release(*index)).ok_or_else(|| nothing("long-term-support line")),
        _ => {}
    }
    let wanted = Version::parse(version, product.versioning).ok();
    if let Some(release) = wanted.as_ref().and_then(|wanted| seen.find_release(product.index, wanted)) {
        return Ok(release);
    }
    let (name, version) = (product.name.clone(), version.to_owned());
    if wanted.as_ref().is_some_and(|wanted| everything.find_release(product.index, wanted).is_some()) {
        return Err(FindError::NotPublic { product: name, version });
    }
    let near = near(seen, product, wanted.as_ref(), &version).map(|release| release.version.to_string());
    let latest = product.latest.map(|index| seen.release(index).version.to_string());
    Err(FindError::UnknownRelease { product: name, version, near, latest })
}

/// The release before a version, or else the one after it; of what is no version, the one that is written most alike.
fn near<'a>(seen: &'a Catalog, product: &Product, wanted: Option<&Version>, written: &str) -> Option<&'a Release> {
    let releases = || product.releases.iter().map(|index| seen.release(*index));
    let Some(wanted) = wanted else {
        let alike = nearest(written, releases().map(|release| release.version.as_str()))?;
        return releases().find(|release| release.version.as_str() == alike);
    };
    releases().find(|release| release.version.value < *wanted).or_else(|| releases().next_back())
}

/// Names in backticks for people; the likeliest one first.
pub(super) fn names<'a>(given: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let likely = nearest(given, known.clone());
    let mut all: Vec<&str> = known.collect();
    all.sort_by_key(|name| Some(*name) != likely);
    all.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
