//! A [`Catalog`](crate::model::Catalog) to [`Artifact`]s: pages, feeds, JSON, calendars. Values only; nothing is written here.

pub mod api;
pub mod calendar;
pub mod feeds;
mod material;
pub mod media;
pub mod pages;
mod text;

pub use material::Material;

use crate::diag::Diagnostics;
use crate::load::Loaded;
use crate::model::Catalog;
use crate::parse::document::SiteDocument;
use crate::theme;
use crate::view::{Media, Texts};

/// Every file of the site.
///
/// # Errors
/// The mistakes of the theme and its templates.
pub fn render(catalog: &Catalog, site: &SiteDocument, loaded: &Loaded) -> Result<Vec<Artifact>, Diagnostics> {
    let mut problems = Diagnostics::default();
    let theme = theme::load(loaded, site, &catalog.site().url, &mut problems);
    if problems.has_errors() {
        return Err(problems);
    }
    let media = Media::new(&loaded.assets);
    let texts = Texts::render(catalog, &media);
    let material = Material { catalog, texts: &texts, media: &media };
    let mut artifacts = match pages::render(catalog, &texts, &theme, &media) {
        Ok(artifacts) => artifacts,
        Err(found) => {
            problems.extend(found);
            return Err(problems);
        }
    };
    artifacts.extend(media::render(catalog, &texts, &media, &loaded.assets));
    artifacts.extend(feeds::render(&material, theme.asset_path("feed.css")));
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
