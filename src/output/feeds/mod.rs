//! Feeds: Atom 1.0 (RFC 4287), RSS 2.0 and JSON Feed 1.1 of the same items, and the OPML list of them all.
//!
//! In: the [`Material`]. Out: `atom.xml`, `rss.xml` and `feed.json` for the site, each product, component and kind, and `feeds.opml`.
//! Ids are tag URIs of keys, versions and entry ids, so they outlive titles, pages and themes; dates come from the content
//! and never from the clock, so a build that changes nothing changes no feed.

mod atom;
mod channels;
mod content;
mod item;
mod json_feed;
mod opml;
mod rss;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::ident::When;
use crate::markdown::escaped;
use crate::model::{Product, Release};
use crate::parse::document::OutputKind;

use super::{Artifact, Material};
use channels::{Channel, channels};
use item::Item;

/// How many items a feed has. Older ones are for archive pages (RFC 5005), which a feed's order by date of first publication prepares.
const ITEMS: usize = 50;

/// Makes every feed; none where the site does not want them.
///
/// `stylesheet` is the path within the site of the CSS that a browser shows a feed with.
pub fn render(material: &Material, stylesheet: Option<&str>) -> Vec<Artifact> {
    if !material.catalog.site().makes(OutputKind::Feeds) {
        return Vec::new();
    }
    let channels = channels(material);
    let stylesheet = stylesheet.map(|path| material.catalog.site().url.path_of(path));
    let mut artifacts: Vec<Artifact> =
        channels.par_iter().flat_map_iter(|channel| formats(material, channel, stylesheet.as_deref())).collect();
    artifacts.push(Artifact { path: "feeds.opml".into(), bytes: opml::write(material, &channels) });
    artifacts
}

/// One release as HTML that can stand anywhere: its heading, and what an item of a feed tells of it.
pub fn release_html(material: &Material, release: &Release) -> String {
    format!("<h1>{}</h1>\n{}", escaped(&item::title(material, release)), content::release(material, release))
}

/// What waits for a release of a product, likewise.
pub fn unreleased_html(material: &Material, product: &Product) -> String {
    let heading = format!("{}: {}", product.name, material.word("titles.unreleased", &[]));
    format!("<h1>{}</h1>\n{}", escaped(&heading), content::unreleased(material, product))
}

fn formats(material: &Material, channel: &Channel, stylesheet: Option<&str>) -> [Artifact; 3] {
    let items = item::items(material, channel);
    let artifact = |name: &str, bytes| Artifact { path: format!("{}{name}", channel.folder), bytes };
    [
        artifact("atom.xml", with_stylesheet(atom::write(material, channel, &items), stylesheet)),
        artifact("rss.xml", with_stylesheet(rss::write(material, channel, &items), stylesheet)),
        artifact("feed.json", json_feed::write(material, channel, &items)),
    ]
}

/// The newest change of any item. A feed that has none yet is as old as time itself: any date it had would have to come from the clock.
fn updated(items: &[Item]) -> When {
    items.iter().map(|item| item.updated).max().unwrap_or(When::on(NaiveDate::default()))
}

/// The XML with its declaration and, between the two, the instruction that styles it (xml-stylesheet, section 3).
fn with_stylesheet(element: Vec<u8>, stylesheet: Option<&str>) -> Vec<u8> {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if let Some(address) = stylesheet {
        xml.push_str(&format!("<?xml-stylesheet type=\"text/css\" href=\"{}\"?>\n", escaped(address)));
    }
    let mut bytes = xml.into_bytes();
    bytes.extend(element);
    bytes.push(b'\n');
    bytes
}
