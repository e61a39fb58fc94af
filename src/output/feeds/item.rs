//! One item, the same in every format.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use crate::ident::When;
use crate::markdown::legal;
use crate::model::{Entry, Release, ReleaseIndex};
use crate::view::text::excerpt;

use super::super::Material;
use super::super::material::date_out;
use super::channels::{Subject, published};
use super::content;

/// The length of a summary, in characters: what readers show of an item in a list.
const SUMMARY: usize = 300;

/// An item. Every text is fit for XML.
#[derive(Debug)]
pub(super) struct Item {
    /// A tag URI that never changes.
    pub(super) id: String,
    /// Plain text.
    pub(super) title: String,
    /// The page that tells of it, absolute.
    pub(super) url: String,
    /// When it was first told.
    pub(super) published: When,
    /// When what it tells last changed.
    pub(super) updated: When,
    /// Plain text, a line.
    pub(super) summary: String,
    /// All of it, with absolute links.
    pub(super) html: String,
    /// Keys and names: of the product, the type, kinds and components.
    pub(super) categories: Vec<(String, String)>,
    /// People who are named with an entry, and their addresses.
    pub(super) contributors: Vec<(String, Option<String>)>,
    /// The address of a picture.
    pub(super) image: Option<String>,
}

/// What a subject has to tell.
pub(super) fn item(material: &Material, subject: Subject) -> Option<Item> {
    told(material, subject).map(Item::cleaned)
}

fn told(material: &Material, subject: Subject) -> Option<Item> {
    let release = |index: ReleaseIndex| material.catalog.release(index);
    match subject {
        Subject::Release(index) => out(material, release(index)),
        Subject::Planned(index) => planned(material, release(index)),
        Subject::RolledBack(index) => rolled_back(material, release(index)),
        Subject::Entry(index) => entry(material, material.catalog.entry(index)),
    }
}

fn out(material: &Material, release: &Release) -> Option<Item> {
    let published = date_out(release)?;
    let told = Told {
        id: material.release_tag(release),
        title: title(material, release),
        published,
        updated: release.updated().unwrap_or(published),
        summary: release_summary(material, release),
        html: content::release(material, release),
    };
    Some(about(material, release, told))
}

fn planned(material: &Material, release: &Release) -> Option<Item> {
    let published = When::on(release.announced.as_ref()?.value);
    let told = Told {
        id: format!("{}/notice/planned", material.release_tag(release)),
        title: material.word("feed.planned", &[("release", &title(material, release))]),
        published,
        updated: release.updated().unwrap_or(published),
        summary: release_summary(material, release),
        html: content::release(material, release),
    };
    Some(about(material, release, told))
}

fn rolled_back(material: &Material, release: &Release) -> Option<Item> {
    let published = release.rollback.as_ref()?.date;
    let reason = material.texts.rollback(release.index).map(|text| text.plain.as_str()).unwrap_or_default();
    let told = Told {
        id: format!("{}/notice/rolled-back", material.release_tag(release)),
        title: material.word("feed.rolled_back", &[("release", &title(material, release))]),
        published,
        updated: published,
        summary: excerpt(reason, SUMMARY),
        html: content::rollback(material, release),
    };
    Some(about(material, release, told))
}

/// What differs between the items about one release.
struct Told {
    id: String,
    title: String,
    published: When,
    updated: When,
    summary: String,
    html: String,
}

/// What every item about a release shares.
fn about(material: &Material, release: &Release, told: Told) -> Item {
    let Told { id, title, published, updated, summary, html } = told;
    let catalog = material.catalog;
    let product = material.product(release);
    let mut categories = vec![
        (product.key.as_str().to_owned(), product.name.clone()),
        (release.release_type.name().to_owned(), material.word(&format!("type.{}", release.release_type.name()), &[])),
    ];
    let mut add = |key: &str, name: &str| {
        if !categories.iter().any(|(other, _)| other == key) {
            categories.push((key.to_owned(), name.to_owned()));
        }
    };
    for (_, entry) in catalog.shown(release) {
        let kind = catalog.kind(entry.kind);
        add(kind.name.as_str(), &kind.label);
    }
    for (_, entry) in catalog.shown(release) {
        for key in &entry.components {
            add(key.as_str(), product.component_name(key).unwrap_or(key.as_str()));
        }
    }
    Item {
        id,
        title,
        url: material.url(&release.path),
        published,
        updated,
        summary,
        html,
        categories,
        contributors: Vec::new(),
        image: release.highlights.iter().find_map(|index| material.image_url(catalog.entry(*index))),
    }
}

pub(super) fn title(material: &Material, release: &Release) -> String {
    match &release.title {
        Some(title) => format!("{}: {title}", material.name(release)),
        None => material.name(release),
    }
}

/// The start of a release's summary, or else what its entries are called.
pub(super) fn release_summary(material: &Material, release: &Release) -> String {
    match material.texts.summary(release.index) {
        Some(text) if !text.plain.trim().is_empty() => excerpt(&text.plain, SUMMARY),
        _ => {
            let titles: Vec<&str> = material.catalog.shown(release).take(20).map(|(_, entry)| entry.title.value.as_str()).collect();
            excerpt(&titles.join("; "), SUMMARY)
        }
    }
}

fn entry(material: &Material, entry: &Entry) -> Option<Item> {
    let release = material.catalog.release(entry.release?);
    let product = material.product(release);
    let kind = material.catalog.kind(entry.kind);
    let published = published(material, entry)?;
    let name = |key| (key, product.component_name(key).map_or_else(|| key.to_string(), str::to_owned));
    let components = entry.components.iter().map(name).map(|(key, name)| (key.to_string(), name));
    let plain = &material.texts.entry(entry.index).plain;
    Some(Item {
        id: material.entry_tag(entry)?,
        title: entry.title.value.clone(),
        url: material.entry_url(entry),
        published,
        updated: entry_updated(material, entry, release).unwrap_or(published),
        summary: if plain.trim().is_empty() { entry.title.value.clone() } else { excerpt(plain, SUMMARY) },
        html: content::entry(material, entry, release),
        categories: [(kind.name.to_string(), kind.label.clone()), (product.key.as_str().to_owned(), product.name.clone())]
            .into_iter()
            .chain(components)
            .collect(),
        contributors: entry
            .contributors
            .iter()
            .chain(entry.security.iter().flat_map(|security| &security.credits))
            .map(|person| (person.name.value.clone(), person.url.as_ref().map(|url| url.value.as_str().to_owned())))
            .collect(),
        image: material.image_url(entry),
    })
}

/// The newest of what an entry's item tells: that it was announced, came out, was taken back, was resolved or removed.
fn entry_updated(material: &Material, entry: &Entry, release: &Release) -> Option<When> {
    let catalog = material.catalog;
    let mut dates: Vec<When> = published(material, entry).into_iter().chain(date_out(release)).collect();
    dates.extend(release.rollback.as_ref().map(|rollback| rollback.date));
    let resolved = content::resolved_in(material, entry).into_iter().filter_map(date_out);
    let removed = entry.deprecation.as_ref().and_then(|deprecation| deprecation.removed_by).and_then(|index| catalog.entry(index).release);
    dates.extend(resolved);
    dates.extend(removed.and_then(|index| date_out(catalog.release(index))));
    dates.into_iter().max()
}

impl Item {
    /// Without the characters that XML forbids; JSON Feed leaves them out too, since the formats say the same.
    fn cleaned(mut self) -> Self {
        self.html = for_readers(&self.html);
        for text in [&mut self.title, &mut self.summary, &mut self.html, &mut self.url] {
            if let Cow::Owned(clean) = legal(text) {
                *text = clean;
            }
        }
        for (key, name) in &mut self.categories {
            *name = legal(name).into_owned();
            *key = legal(key).into_owned();
        }
        for (name, _) in &mut self.contributors {
            *name = legal(name).into_owned();
        }
        self
    }
}

/// HTML without the attributes that serve a page alone: feed readers drop them, and the W3C's feed validator warns of each.
fn for_readers(html: &str) -> String {
    static OF_PAGES: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#" (?:role|aria-[a-z]+|tabindex|loading|decoding|srcset|sizes)="[^"]*""#).ok());
    let Some(of_pages) = OF_PAGES.as_ref() else { return html.to_owned() };
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    // In texts and in values `<` and `>` are escaped, so that each stands for a tag.
    while let Some((text, tag)) = rest.split_once('<') {
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        out.push_str(text);
        out.push('<');
        out.push_str(&of_pages.replace_all(tag, ""));
        out.push('>');
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_lose_what_only_pages_need_and_texts_lose_nothing() {
        let html = "<p>Set role=\"x\" a &lt; b</p><pre tabindex=\"0\" role=\"group\" aria-label=\"Code\"><code class=\"c\">1 &gt; 0</code></pre><img src=\"a.png\" loading=\"lazy\"> end";
        let plain = "<p>Set role=\"x\" a &lt; b</p><pre><code class=\"c\">1 &gt; 0</code></pre><img src=\"a.png\"> end";
        assert_eq!(for_readers(html), plain);
    }
}
