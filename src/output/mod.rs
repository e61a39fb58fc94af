//! A [`Catalog`] to [`Artifact`]s: pages, feeds, JSON, calendars. Values only; nothing is written here.

pub mod api;
pub mod calendar;
pub mod feeds;
pub mod markdown;
mod material;
pub mod media;
pub mod osv;
pub mod pages;
mod previews;
pub mod search;
mod text;

pub use material::Material;

use crate::diag::Diagnostic;
use crate::load::Loaded;
use crate::model::Catalog;
use crate::parse::document::OutputKind;
use crate::theme::Theme;
use crate::view::{Media, Texts};

/// Every file of the site.
///
/// # Errors
/// The mistakes of the theme's templates.
pub fn render(catalog: &Catalog, theme: &Theme, loaded: &Loaded) -> Result<Vec<Artifact>, Vec<Diagnostic>> {
    let media = Media::new(&loaded.assets);
    let texts = Texts::render(catalog, &media);
    let material = Material { catalog, texts: &texts, media: &media, strings: theme.strings() };
    let mut pages = pages::Pages::new(catalog, &texts, theme, &media);
    let index = search::render(&material, &pages);
    pages.names_search(index.as_ref().map(|index| index.root.clone()));
    let mut artifacts = pages::render(&pages)?;
    artifacts.extend(previews::render(&pages, &loaded.pictures));
    artifacts.extend(markdown::render(catalog, &pages));
    artifacts.extend(media::render(catalog, &texts, &media, &loaded.assets));
    artifacts.extend(feeds::render(&material, theme.asset_path("feed.css").filter(|_| catalog.site().makes(OutputKind::Pages))));
    artifacts.extend(calendar::render(&material));
    artifacts.extend(api::render(&material));
    artifacts.extend(osv::render(&material));
    artifacts.extend(index.into_iter().flat_map(|index| index.files));
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
