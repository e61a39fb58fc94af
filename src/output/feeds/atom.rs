//! Items as Atom 1.0 (RFC 4287).

use std::collections::BTreeMap;

use atom_syndication::{Category, Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text, WriteConfig};
use chrono::TimeDelta;
use memchr::memmem;

use crate::ident::When;
use crate::markdown::legal;

use super::super::Material;
use super::item::Item;
use super::paging::Document;
use super::{ATOM, FEED_HISTORY, type_of};

/// A whole document.
pub(super) fn write(material: &Material, document: &Document, stylesheet: Option<&str>, xml: &mut Vec<u8>) {
    super::open(xml, stylesheet);
    let channel = document.channel;
    let site = material.catalog.site();
    let feed = Feed {
        title: Text::plain(channel.title.as_str()),
        subtitle: Some(Text::plain(channel.description.as_str())),
        id: channel.id.clone(),
        updated: document.items.iter().map(|item| updated(item)).max().unwrap_or_else(|| moment(super::updated(document))),
        authors: vec![Person { name: legal(&site.title).into_owned(), uri: Some(material.url("")), ..Person::default() }],
        generator: Some(Generator { value: "Tidings".into(), uri: None, version: Some(env!("CARGO_PKG_VERSION").into()) }),
        links: links(material, document),
        lang: Some(site.language.as_str().to_owned()),
        entries: document.items.iter().map(|item| entry(item)).collect(),
        namespaces: document.page.map(|_| BTreeMap::from([("fh".into(), FEED_HISTORY.into())])).unwrap_or_default(),
        ..Feed::default()
    };
    let config = WriteConfig { write_document_declaration: false, indent_size: Some(1) };
    // Writing into memory does not fail.
    drop(feed.write_with_config(&mut *xml, config));
    if document.page.is_some() {
        mark(xml);
    }
    xml.push(b'\n');
}

/// Puts `fh:archive` into a feed: what stands here stays as it is (RFC 5005, section 4). The library writes extensions behind the
/// entries, where the grammar of RFC 4287 has no place for them.
fn mark(feed: &mut Vec<u8>) {
    // In texts `<` is `&lt;`, so that the first one is an entry indeed.
    let entries = memmem::find(feed, b"<entry>").unwrap_or(feed.len());
    feed.splice(entries..entries, *b"<fh:archive/>\n ");
}

fn links(material: &Material, document: &Document) -> Vec<Link> {
    let own =
        super::relations(material, document, ATOM).into_iter().map(|(rel, href)| link(rel, type_of(rel, "application/atom+xml"), href));
    own.chain([link("alternate", Some("text/html"), material.url(&document.channel.folder))]).collect()
}

fn entry(item: &Item) -> Entry {
    let person = |(name, uri): &(String, Option<String>)| Person { name: name.clone(), uri: uri.clone(), ..Person::default() };
    let category = |(key, name): &(String, String)| Category { term: key.clone(), label: Some(name.clone()), scheme: None };
    Entry {
        title: Text::plain(item.title.as_str()),
        id: item.id.clone(),
        published: Some(moment(item.published)),
        updated: updated(item),
        categories: item.categories.iter().map(category).collect(),
        contributors: item.contributors.iter().map(person).collect(),
        links: vec![link("alternate", Some("text/html"), item.url.clone())],
        summary: (!item.summary.is_empty()).then(|| Text::plain(item.summary.as_str())),
        content: Some(Content { value: Some(item.html.clone()), content_type: Some("html".into()), ..Content::default() }),
        ..Entry::default()
    }
}

fn link(rel: &str, mime_type: Option<&str>, href: String) -> Link {
    Link { href, rel: rel.into(), mime_type: mime_type.map(str::to_owned), ..Link::default() }
}

/// When an item changed. Of most only the day is known, and the W3C's feed validator warns of entries of the same moment: a fraction of a
/// second, made of the id and thus as lasting as that, tells them apart.
fn updated(item: &Item) -> FixedDateTime {
    let [a, b, c, ..] = *blake3::hash(item.id.as_bytes()).as_bytes();
    moment(item.updated) + TimeDelta::microseconds(i64::from(u32::from_be_bytes([0, a, b, c]) % 1_000_000))
}

fn moment(when: When) -> FixedDateTime {
    when.utc().fixed_offset()
}
