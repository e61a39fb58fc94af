//! A [`Catalog`](crate::model::Catalog) to [`Artifact`]s: pages, feeds, JSON, calendars. Values only; nothing is written here.

pub mod api;
pub mod calendar;
pub mod feeds;
mod material;
mod text;

pub use material::Material;

use crate::diag::Diagnostics;
use crate::load::Loaded;
use crate::model::Catalog;
use crate::parse::document::SiteDocument;
use crate::view::{Media, Texts};

/// Every file of the site.
///
/// # Errors
/// The mistakes of the theme's templates.
pub fn render(catalog: &Catalog, site: &SiteDocument, loaded: &Loaded) -> Result<Vec<Artifact>, Diagnostics> {
    let _ = site;
    let media = Media::new(&loaded.assets);
    let texts = Texts::render(catalog, &media);
    let material = Material { catalog, texts: &texts, media: &media };
    let mut artifacts = feeds::render(&material, None);
    artifacts.extend(calendar::render(&material));
    artifacts.extend(api::render(&material));
    Ok(artifacts)
}

/// A file of the site to be: its path and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// From the site's root, with `/` between parts, never absolute, without `.` or `..`.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}
