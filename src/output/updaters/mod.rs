//! The notes of a product in the formats that other programs read: lists of releases as GitHub has them, appcasts of Sparkle,
//! updates of Tauri, software bills of materials of CycloneDX.
//!
//! In: the catalog and the texts. Out: a file a format and product. They hold notes and no downloads, of which a site knows
//! nothing: `docs/updaters.md` tells how to join the two. None depends on the day but through what is out by then.

mod cyclonedx;
mod github;
mod sparkle;
mod tauri;

use serde::Serialize;

use crate::markdown::legal;
use crate::model::{Product, Release};
use crate::parse::document::OutputKind;

use super::material::date_out;
use super::pages::Pages;
use super::{Artifact, Material};

/// How many releases a file holds at most. GitHub gives as many at a time, and updaters fetch the whole file whenever they look.
const RELEASES: usize = 30;

/// Every file; none where the site does not want them.
pub fn render(material: &Material, pages: &Pages) -> Vec<Artifact> {
    if !material.catalog.site().makes(OutputKind::Updaters) {
        return Vec::new();
    }
    material.catalog.products().iter().flat_map(|product| of_product(material, pages, product)).collect()
}

fn of_product(material: &Material, pages: &Pages, product: &Product) -> Vec<Artifact> {
    let releases = newest(material, pages, product);
    let file = |name: &str, bytes: Vec<u8>| Artifact { path: format!("{}{name}", product.path), bytes };
    let mut files = vec![
        file("github-releases.json", json(&github::releases(material, pages, &releases))),
        file("appcast.xml", sparkle::appcast(material, product, &releases)),
        file("cyclonedx.json", json(&cyclonedx::bill(material, product, &releases))),
    ];
    files.extend(tauri::update(material, product).map(|update| file("tauri.json", json(&update))));
    files
}

/// The newest releases of a product that are out.
fn newest<'a>(material: &Material<'a>, pages: &Pages, product: &Product) -> Vec<&'a Release> {
    let timeline = &pages.listings[product.index.position()].timeline;
    timeline.iter().take(RELEASES).map(|index| material.catalog.release(*index)).collect()
}

/// `2.4.0: Check-in that works offline`
fn name(release: &Release) -> String {
    let version = release.version.as_str();
    release.title.as_ref().map_or_else(|| version.to_owned(), |title| format!("{version}: {}", legal(title)))
}

/// When a release came out, RFC 3339, always with a time.
fn moment(release: &Release) -> Option<String> {
    date_out(release).map(|when| when.rfc3339())
}

fn json(value: &impl Serialize) -> Vec<u8> {
    // Plain structs of texts and numbers always serialize.
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
