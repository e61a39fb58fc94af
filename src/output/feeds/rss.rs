//! Items as RSS 2.0, with their full content in `content:encoded` and their changes in `atom:updated`.

use std::collections::BTreeMap;

use memchr::memmem;
use rss::extension::atom::{AtomExtension, Link};
use rss::extension::{Extension, ExtensionMap};
use rss::{Category, Channel as Document, Guid, Item as Entry};

use crate::ident::When;
use crate::markdown::escaped;

use super::super::Material;
use super::item::Item;
use super::paging::Document as Page;
use super::{FEED_HISTORY, RSS, type_of};

/// A whole document.
pub(super) fn write(material: &Material, page: &Page, stylesheet: Option<&str>, xml: &mut Vec<u8>) {
    super::open(xml, stylesheet);
    let channel = page.channel;
    let link = |(rel, href): (&str, String)| Link {
        href,
        rel: rel.into(),
        mime_type: type_of(rel, "application/rss+xml").map(str::to_owned),
        ..Link::default()
    };
    let document = Document {
        title: channel.title.clone(),
        link: material.url(&channel.folder),
        description: channel.description.clone(),
        language: Some(material.catalog.site().language.as_str().to_owned()),
        last_build_date: Some(moment(super::updated(page))),
        generator: Some(format!("Tidings {}", env!("CARGO_PKG_VERSION"))),
        docs: Some("https://www.rssboard.org/rss-specification".into()),
        atom_ext: Some(AtomExtension { links: super::relations(material, page, RSS).into_iter().map(link).collect() }),
        items: page.items.iter().map(|item| entry(item)).collect(),
        extensions: page.page.map(|_| archive_mark()).unwrap_or_default(),
        namespaces: page.page.map(|_| BTreeMap::from([("fh".into(), FEED_HISTORY.into())])).unwrap_or_default(),
        ..Document::default()
    };
    let start = xml.len();
    // Writing into memory does not fail.
    drop(document.pretty_write_to(&mut *xml, b' ', 1));
    // The library has a declaration of its own.
    let own = xml.get(start..).and_then(|written| memmem::find(written, b"?>\n")).map_or(0, |at| at + 3);
    xml.drain(start..start + own);
    xml.push(b'\n');
}

/// `fh:archive`: what stands here stays as it is (RFC 5005, section 4).
fn archive_mark() -> ExtensionMap {
    let mark = Extension { name: "fh:archive".into(), ..Extension::default() };
    BTreeMap::from([("fh".into(), BTreeMap::from([("archive".into(), vec![mark])]))])
}

fn entry(item: &Item) -> Entry {
    let mut entry = Entry {
        title: Some(item.title.clone()),
        link: Some(item.url.clone()),
        // Readers take a description for HTML; browsers that show the feed itself do not, so no more is escaped than must be.
        description: (!item.summary.is_empty()).then(|| escaped(&item.summary).replace("&quot;", "\"")),
        categories: item.categories.iter().map(|(_, name)| Category { name: name.clone(), domain: None }).collect(),
        guid: Some(Guid { value: item.id.clone(), permalink: false }),
        pub_date: Some(moment(item.published)),
        content: Some(item.html.clone()),
        ..Entry::default()
    };
    if item.updated != item.published {
        let updated = Extension { name: "atom:updated".into(), value: Some(item.updated.rfc3339()), ..Extension::default() };
        entry.extensions.insert("atom".into(), BTreeMap::from([("updated".into(), vec![updated])]));
    }
    entry
}

/// RFC 2822, which RSS asks for.
fn moment(when: When) -> String {
    when.utc().to_rfc2822()
}
