//! Pictures and files of the content folder that something public shows.

use std::collections::BTreeSet;

use crate::ident::BaseUrl;
use crate::load::Asset;
use crate::markdown::Rendered;
use crate::model::Catalog;
use crate::view::{Media, Texts, path_within};

use super::Artifact;

/// Every media file that an entry's picture or a rendered text leads to, once. Others stay at home, since they may belong to
/// what this reader may not see.
pub fn render(catalog: &Catalog, texts: &Texts, media: &Media, assets: &[Asset]) -> Vec<Artifact> {
    let wanted = wanted(catalog, texts, media);
    let mut seen = BTreeSet::new();
    let mut artifacts = Vec::new();
    for asset in assets {
        let Some(path) = media.path(&asset.path) else { continue };
        if wanted.contains(path) && seen.insert(path) {
            artifacts.push(Artifact { path: path.to_owned(), bytes: asset.bytes.to_vec() });
        }
    }
    artifacts
}

fn wanted(catalog: &Catalog, texts: &Texts, media: &Media) -> BTreeSet<String> {
    let pictures = catalog.entries().iter().filter_map(|entry| media.find(&entry.folder, &entry.image.as_ref()?.src));
    let mut wanted: BTreeSet<String> = pictures.map(str::to_owned).collect();
    for rendered in texts.all() {
        wanted.extend(linked(rendered, &catalog.site().url));
    }
    wanted
}

/// The paths within the site of what a rendered text links to or shows.
fn linked<'a>(rendered: &'a Rendered, url: &'a BaseUrl) -> impl Iterator<Item = String> {
    let html = &rendered.html;
    html.paths.iter().filter_map(move |start| path_within(html.text.get(*start..)?, url))
}
