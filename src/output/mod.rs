//! A [`Catalog`] to [`Artifact`]s: pages, feeds, JSON, calendars. Values only; nothing is written here.

pub mod api;
pub mod calendar;
mod copies;
pub mod feeds;
pub mod markdown;
mod material;
pub mod media;
pub mod media_type;
pub mod osv;
pub mod pages;
mod previews;
pub mod search;
mod text;
mod updaters;
pub mod widget;

pub use material::Material;

use crate::diag::Diagnostic;
use crate::load::{Copies, Loaded};
use crate::model::Catalog;
use crate::parse::document::OutputKind;
use crate::theme::Theme;
use crate::view::{Media, Texts};

/// Every file of the site.
///
/// # Errors
/// The mistakes of the theme's templates.
pub fn render(catalog: &Catalog, theme: &Theme, loaded: &Loaded) -> Result<Made, Vec<Diagnostic>> {
    let mut media = Media::new(&loaded.assets);
    let mut texts = Texts::render(catalog, &media);
    let (copied, copies) = copies::render(catalog, &texts, &mut media, loaded);
    texts.fit_pictures(catalog, &media);
    let material = Material { catalog, texts: &texts, media: &media, strings: theme.strings() };
    let mut pages = pages::Pages::new(catalog, &texts, theme, &media);
    let index = search::render(&material, &pages);
    pages.names_search(index.as_ref().map(|index| index.root.clone()));
    // Feeds hold every note once more while they are made: before there are pages, there is room for that.
    let mut artifacts = feeds::render(&material, theme.asset_path("feed.css").filter(|_| catalog.site().makes(OutputKind::Pages)));
    artifacts.extend(pages::render(&pages)?);
    artifacts.extend(previews::render(&pages, &loaded.pictures.files));
    artifacts.extend(markdown::render(catalog, &pages));
    artifacts.extend(media::render(catalog, &texts, &media, &loaded.assets));
    artifacts.extend(copied);
    artifacts.extend(calendar::render(&material));
    artifacts.extend(api::render(&material));
    artifacts.extend(osv::render(&material));
    artifacts.extend(updaters::render(&material, &pages));
    artifacts.extend(widget::render(&material));
    artifacts.extend(index.into_iter().flat_map(|index| index.files));
    Ok(Made { artifacts, copies })
}

/// What a build makes.
#[derive(Debug, Clone, Default)]
pub struct Made {
    /// Every file of the site.
    pub artifacts: Vec<Artifact>,
    /// Which of them are narrower copies of pictures, for the next build to use.
    pub copies: Copies,
}

/// A file of the site to be: its path and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// From the site's root, with `/` between parts, never absolute, without `.` or `..`.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}
