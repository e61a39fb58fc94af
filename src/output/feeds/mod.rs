//! Feeds: Atom 1.0 (RFC 4287), RSS 2.0 and JSON Feed 1.1 of the same items, and the OPML list of them all.
//!
//! In: the [`Material`]. Out: `atom.xml`, `rss.xml` and `feed.json` for the site, each product, component and kind, their archive pages
//! (`atom-archive-1.xml`), and `feeds.opml`.
//! Ids are tag URIs of keys, versions and entry ids, so they outlive titles, pages and themes; dates come from the content
//! and never from the clock, so a build that changes nothing changes no feed.

mod atom;
mod channels;
mod content;
mod item;
mod json_feed;
mod opml;
mod paging;
mod rss;

use std::cell::Cell;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::ident::When;
use crate::markdown::escaped;
use crate::model::{Product, Release};
use crate::parse::document::OutputKind;

use super::material::TAG_YEAR;
use super::{Artifact, Material};
use channels::channels;
use paging::{Document, documents};

/// The files of a feed (`outputs.md`).
const NAMES: [&str; 3] = [ATOM, RSS, JSON_FEED];
const ATOM: &str = "atom.xml";
const RSS: &str = "rss.xml";
const JSON_FEED: &str = "feed.json";

/// The namespace of RFC 5005.
const FEED_HISTORY: &str = "http://purl.org/syndication/history/1.0";

/// Makes every feed; none where the site does not want them.
///
/// `stylesheet` is the path within the site of the CSS that a browser shows a feed with.
pub fn render(material: &Material, stylesheet: Option<&str>) -> Vec<Artifact> {
    if !material.catalog.site().makes(OutputKind::Feeds) {
        return Vec::new();
    }
    let channels = channels(material);
    let stylesheet = stylesheet.map(|path| material.catalog.site().url.path_of(path));
    // An entry is told by its kind's feed and by those of its components, a release by two.
    let items = paging::subjects(&channels).into_par_iter().filter_map(|subject| Some((subject, item::item(material, subject)?))).collect();
    let documents: Vec<Document> = channels.par_iter().flat_map_iter(|channel| documents(channel, &items)).collect();
    let mut artifacts: Vec<Artifact> =
        documents.par_iter().flat_map_iter(|document| formats(material, document, stylesheet.as_deref())).collect();
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

fn formats(material: &Material, document: &Document, stylesheet: Option<&str>) -> Vec<Artifact> {
    let write = |name: &str| {
        let mut draft = DRAFT.take();
        draft.clear();
        match name {
            RSS => rss::write(material, document, stylesheet, &mut draft),
            JSON_FEED => json_feed::write(material, document, &mut draft),
            _ => atom::write(material, document, stylesheet, &mut draft),
        }
        let bytes = draft.as_slice().to_vec();
        DRAFT.set(draft);
        bytes
    };
    let names = NAMES.into_iter().filter(|name| document.is_in(name));
    names.map(|name| Artifact { path: document.path(name), bytes: write(name) }).collect()
}

thread_local! {
    /// Where a thread writes one document after the other: a site has thousands of them, and each would be copied as it outgrows its
    /// room, and keep what it does not need.
    static DRAFT: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// What a document in XML links to, as relations and addresses: itself, and the documents that make up the whole with it.
fn relations(material: &Material, document: &Document, name: &str) -> Vec<(&'static str, String)> {
    let page = |number: usize| material.url(&document.archive(name, number));
    let mut relations = vec![("self", material.url(&document.path(name)))];
    // A hub serves the feed that changes (WebSub, section 4).
    relations.extend(material.catalog.site().websub.clone().filter(|_| document.page.is_none()).map(|hub| ("hub", hub)));
    relations.extend(document.page.map(|_| ("current", material.url(&document.current(name)))));
    relations.extend(document.previous(name).map(|number| ("prev-archive", page(number))));
    relations.extend(document.next.map(|number| ("next-archive", page(number))));
    relations
}

/// The media type of what a relation leads to: of the feed, but of the hub none is known.
fn type_of<'a>(relation: &str, of_feed: &'a str) -> Option<&'a str> {
    (relation != "hub").then_some(of_feed)
}

/// The newest change of any item. A feed that has none yet is as old as its id's year: a date of its own would have to come from the clock.
fn updated(document: &Document) -> When {
    document.items.iter().map(|item| item.updated).max().unwrap_or_else(|| When::on(year_of_ids()))
}

fn year_of_ids() -> NaiveDate {
    NaiveDate::from_ymd_opt(i32::from(TAG_YEAR), 1, 1).unwrap_or_default()
}

/// The declaration of XML and the instruction that styles it (xml-stylesheet, section 3).
fn open(xml: &mut Vec<u8>, stylesheet: Option<&str>) {
    xml.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if let Some(address) = stylesheet {
        xml.extend_from_slice(format!("<?xml-stylesheet type=\"text/css\" href=\"{}\"?>\n", escaped(address)).as_bytes());
    }
}
