//! What can be found: a document for each entry and each release that the reader may see, oldest release first.
//!
//! The order is that of the numbers that documents have in the index. Of two documents that match equally well the one with the
//! higher number comes first: the newer release, the release before its entries, its entries in the order of its page.

use std::cmp::Reverse;

use crate::model::{Catalog, Entry, EntryIndex, ProductIndex, Release};
use crate::output::Material;
use crate::output::pages::Pages;
use crate::parse::node::{Node, Value};
use crate::view::text::excerpt;

/// Characters of the text that a result shows.
const EXCERPT: usize = 160;

/// A release, or what waits for one in a product.
pub(super) struct Row<'a> {
    pub product: ProductIndex,
    pub release: Option<&'a Release>,
    /// How many documents are of it.
    pub documents: usize,
}

/// An entry, or a release as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Document {
    /// The position of its row.
    pub row: usize,
    /// The entry; none for the release itself.
    pub entry: Option<EntryIndex>,
}

/// All that can be found, in order.
pub(super) struct Documents<'a> {
    pub rows: Vec<Row<'a>>,
    pub all: Vec<Document>,
    /// Entries that further releases show: the document and the row, for the filter by version.
    pub also: Vec<(usize, usize)>,
}

/// Where in a document a word stands. The smaller, the more it says of what the document is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Title,
    Lead,
    Body,
}

impl<'a> Documents<'a> {
    pub fn of(catalog: &'a Catalog) -> Self {
        let mut releases: Vec<&Release> = catalog.releases().iter().collect();
        // What has no day yet is still to come.
        releases.sort_by_key(|release| (release.date.is_none(), release.date.as_ref().map(|date| date.value), Reverse(release.index)));
        let mut gathered =
            Self { rows: Vec::with_capacity(releases.len()), all: Vec::with_capacity(catalog.entries().len()), also: Vec::new() };
        for release in &releases {
            gathered.add(catalog, release.product, Some(release), &release.entries);
        }
        for product in catalog.products() {
            gathered.add(catalog, product.index, None, &product.unreleased);
        }
        gathered.find_also(catalog);
        gathered
    }

    fn add(&mut self, catalog: &Catalog, product: ProductIndex, release: Option<&'a Release>, entries: &[EntryIndex]) {
        let row = self.rows.len();
        let mut entries: Vec<EntryIndex> = entries.to_vec();
        entries.sort_by_key(|index| catalog.entry(*index).kind);
        let start = self.all.len();
        self.all.extend(entries.iter().rev().map(|index| Document { row, entry: Some(*index) }));
        self.all.extend(release.map(|_| Document { row, entry: None }));
        let documents = self.all.len() - start;
        self.rows.push(Row { product, release, documents });
    }

    fn find_also(&mut self, catalog: &Catalog) {
        let mut numbers = vec![usize::MAX; catalog.entries().len()];
        for (number, document) in self.all.iter().enumerate() {
            document.entry.iter().for_each(|entry| numbers[entry.position()] = number);
        }
        for (row, release) in self.rows.iter().enumerate().filter_map(|(row, of)| Some((row, of.release?))) {
            let others = release.shown.iter().filter(|shown| catalog.entry(shown.entry).release != Some(release.index));
            self.also.extend(others.map(|shown| (numbers[shown.entry.position()], row)).filter(|(number, _)| *number != usize::MAX));
        }
    }
}

/// Hands out every text of a document with its field, the fields in their order.
pub(super) fn texts(material: &Material, rows: &[Row], document: &Document, mut take: impl FnMut(Field, &str)) {
    let (row, catalog) = (&rows[document.row], material.catalog);
    let names_product = catalog.products().len() > 1;
    let product = catalog.product(row.product);
    match document.entry {
        Some(index) => entry(material, catalog.entry(index), &mut take),
        None => row.release.iter().for_each(|release| release_texts(material, release, &mut take)),
    }
    row.release.iter().for_each(|release| take(Field::Body, release.version.as_str()));
    if names_product {
        take(Field::Body, &product.name);
    }
}

fn entry(material: &Material, entry: &Entry, take: &mut impl FnMut(Field, &str)) {
    let product = material.catalog.product(entry.product);
    take(Field::Title, &entry.title.value);
    take(Field::Title, entry.id.value.as_str());
    entry.refs.iter().for_each(|reference| take(Field::Title, &reference.text.value));
    entry.settings.iter().for_each(|setting| take(Field::Title, &setting.name.value));
    entry.security.iter().flat_map(|security| &security.cve).for_each(|cve| take(Field::Title, cve));
    let body = &material.texts.entry(entry.index).plain;
    let (lead, rest) = body.split_once("\n\n").unwrap_or((body, ""));
    take_prose(Field::Lead, lead, take);
    material.texts.replacement(entry.index).iter().for_each(|text| take_prose(Field::Lead, &text.plain, take));
    take_prose(Field::Body, rest, take);
    let components = entry.components.iter().filter_map(|key| product.component_name(key));
    components.for_each(|name| take(Field::Body, name));
    let values = entry.settings.iter().flat_map(|setting| [&setting.from, &setting.to, &setting.default].into_iter().flatten());
    values.for_each(|value| take(Field::Body, &value.value));
    entry.contributors.iter().for_each(|person| take(Field::Body, &person.name.value));
    entry.own_fields().for_each(|(_, node)| strings(node, &mut |text| take(Field::Body, text)));
}

fn release_texts(material: &Material, release: &Release, take: &mut impl FnMut(Field, &str)) {
    let texts = material.texts;
    release.title.iter().for_each(|title| take(Field::Title, title));
    take(Field::Title, release.version.as_str());
    texts.summary(release.index).iter().for_each(|text| take_prose(Field::Lead, &text.plain, take));
    let steps = texts.upgrade(release.index);
    let told = [&steps.before, &steps.during, &steps.after].into_iter().flatten();
    let told = told.chain(texts.rollback(release.index)).chain(texts.corrections(release.index));
    told.for_each(|text| take_prose(Field::Body, &text.plain, take));
}

/// The words of a text without the addresses that plain text has after its links.
fn take_prose(field: Field, text: &str, take: &mut impl FnMut(Field, &str)) {
    let mut rest = text;
    while let Some(at) = rest.find("(http") {
        take(field, &rest[..at]);
        let address = &rest[at..];
        rest = &address[address.find(|letter: char| letter == ')' || letter.is_whitespace()).unwrap_or(address.len())..];
    }
    take(field, rest);
}

fn strings(node: &Node, take: &mut impl FnMut(&str)) {
    match &node.value {
        Value::Map(fields) => fields.iter().for_each(|(_, node)| strings(node, take)),
        Value::List(items) => items.iter().for_each(|node| strings(node, take)),
        Value::String(text) | Value::Number(text) => take(text),
        Value::Null | Value::Bool(_) => {}
    }
}

/// What a result shows of a document.
pub(super) struct Shown {
    pub title: String,
    /// What to follow the address of its row with.
    pub anchor: String,
    pub components: String,
    pub excerpt: String,
    /// What only those may see who work on it, in the site's words.
    pub mark: String,
}

pub(super) fn shown(material: &Material, pages: &Pages, rows: &[Row], document: &Document) -> Shown {
    let catalog = material.catalog;
    let Some(entry) = document.entry.map(|index| catalog.entry(index)) else {
        let release = rows[document.row].release;
        let title = release.map(|release| match &release.title {
            Some(title) => format!("{}: {title}", material.name(release)),
            None => material.name(release),
        });
        let summary = release.and_then(|release| material.texts.summary(release.index));
        let excerpt = summary.map(|text| excerpt(&text.plain, EXCERPT)).unwrap_or_default();
        let mark = release.filter(|release| pages.views.is_hidden(release)).map(|_| material.word("release.hidden", &[]));
        let (title, mark) = (title.unwrap_or_default(), mark.unwrap_or_default());
        return Shown { title, anchor: String::new(), components: String::new(), excerpt, mark };
    };
    let product = catalog.product(entry.product);
    let components: Vec<&str> = entry.components.iter().filter_map(|key| product.component_name(key)).collect();
    let mark = match entry.release {
        _ if entry.private => material.word("release.private", &[]),
        None => material.word("titles.unreleased", &[]),
        Some(_) if pages.views.is_waiting(entry) => material.word("release.waiting", &[]),
        Some(_) => String::new(),
    };
    Shown {
        title: entry.title.value.clone(),
        anchor: entry.id.value.to_string(),
        components: components.join(", "),
        excerpt: excerpt(&material.texts.entry(entry.index).plain, EXCERPT),
        mark,
    }
}
