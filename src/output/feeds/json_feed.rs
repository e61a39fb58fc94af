//! Items as JSON Feed 1.1 (jsonfeed.org).

use serde::Serialize;

use super::super::Material;
use super::JSON_FEED;
use super::item::Item;
use super::paging::Document as Page;
use crate::markdown::legal;

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: String,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<String>,
    description: &'a str,
    language: &'a str,
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hubs: Vec<Hub<'a>>,
    items: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Hub<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    url: &'a str,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    content_html: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    tags: Vec<&'a str>,
}

/// The whole document.
pub(super) fn write(material: &Material, page: &Page, json: &mut Vec<u8>) {
    let channel = page.channel;
    let site = material.catalog.site();
    let (name, home) = (legal(&site.title), material.url(""));
    let document = Document {
        version: "https://jsonfeed.org/version/1.1",
        title: &channel.title,
        home_page_url: material.url(&channel.folder),
        feed_url: material.url(&page.path(JSON_FEED)),
        // What this format calls next is what came before.
        next_url: page.previous(JSON_FEED).map(|number| material.url(&page.archive(JSON_FEED, number))),
        description: &channel.description,
        language: site.language.as_str(),
        authors: vec![Author { name: &name, url: Some(&home) }],
        hubs: site.websub.iter().filter(|_| page.page.is_none()).map(|url| Hub { kind: "WebSub", url }).collect(),
        items: page.items.iter().map(|item| entry(item)).collect(),
    };
    // Strings and lists become JSON without fail.
    drop(serde_json::to_writer_pretty(&mut *json, &document));
    json.push(b'\n');
}

fn entry(item: &Item) -> Entry<'_> {
    Entry {
        id: &item.id,
        url: &item.url,
        title: &item.title,
        content_html: &item.html,
        summary: &item.summary,
        image: item.image.as_deref(),
        date_published: item.published.rfc3339(),
        date_modified: item.updated.rfc3339(),
        authors: item.contributors.iter().map(|(name, url)| Author { name, url: url.as_deref() }).collect(),
        tags: item.categories.iter().map(|(_, name)| name.as_str()).collect(),
    }
}
