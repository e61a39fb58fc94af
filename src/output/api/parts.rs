//! Pieces that several documents share.

use crate::ident::When;
use crate::markdown::{Rendered, legal};
use crate::model::{Catalog, Entry, EntryIndex, KnownIssue, Product, Release, ReleaseIndex};
use crate::parse::document::Contributor;
use crate::template::Template;

use super::super::Material;
use super::documents::{Counts, Date, EntryLink, Kind, Named, Person, ReleaseLink, Rich, Support, VersionSpan};

/// The path within the site of a product's document.
pub(super) fn product_path(product: &Product, name: &str) -> String {
    format!("api/v1/{}/{name}", product.key)
}

/// The path within the site of a release's document.
pub(in crate::output) fn release_path(material: &Material, release: &Release) -> String {
    product_path(material.product(release), &format!("releases/{}.json", release.version.value))
}

/// The address of what every document keeps to.
pub(super) fn schema(material: &Material) -> String {
    material.url("api/v1/schema.json")
}

pub(super) fn date(when: When) -> Date {
    Date { date: when.day().to_string(), time: when.has_time().then(|| when.rfc3339()) }
}

/// A text, both ways; nothing where it is empty.
pub(super) fn rich(material: &Material, rendered: &Rendered, path: &str) -> Option<Rich> {
    let html = material.html(rendered, path);
    (!html.trim().is_empty()).then(|| Rich { html, text: legal(&rendered.plain).into_owned() })
}

pub(super) fn named(key: &str, name: &str) -> Named {
    Named { key: key.to_owned(), name: legal(name).into_owned() }
}

pub(super) fn named_kind(kind: &Template) -> Kind {
    Kind {
        name: kind.name.to_string(),
        heading: legal(&kind.heading).into_owned(),
        label: legal(&kind.label).into_owned(),
        tone: kind.tone.name(),
    }
}

pub(super) fn optional(text: Option<&str>) -> Option<String> {
    text.map(|text| legal(text).into_owned())
}

/// The address as a URI (RFC 3986): what a writer gave may hold letters that a URI spells in percents.
pub(super) fn uri(address: &str) -> Option<String> {
    url::Url::parse(address).ok().map(String::from)
}

pub(super) fn support(product: &Product) -> Support {
    let support = &product.support;
    Support {
        email: support.email.as_ref().map(|email| email.value.address().to_owned()),
        url: support.url.as_ref().and_then(|url| uri(url.value.as_str())),
        phone: optional(support.phone.as_ref().map(|phone| phone.value.as_str())),
    }
}

pub(super) fn release_link(material: &Material, release: &Release) -> ReleaseLink {
    ReleaseLink {
        version: release.version.value.as_str().to_owned(),
        date: release.date.as_ref().map(|when| date(when.value)),
        url: material.url(&release.path),
        json: material.url(&release_path(material, release)),
    }
}

/// An entry that a release holds; none for one that still waits.
pub(super) fn entry_link(material: &Material, index: EntryIndex) -> Option<EntryLink> {
    let entry = material.catalog.entry(index);
    let release = material.catalog.release(entry.release?);
    Some(EntryLink {
        id: entry.id.value.as_str().to_owned(),
        version: release.version.value.as_str().to_owned(),
        title: legal(&entry.title.value).into_owned(),
        url: material.entry_url(entry),
    })
}

pub(super) fn people(people: &[Contributor]) -> Vec<Person> {
    let person = |person: &Contributor| Person {
        name: legal(&person.name.value).into_owned(),
        url: person.url.as_ref().and_then(|url| uri(url.value.as_str())),
    };
    people.iter().map(person).collect()
}

pub(super) fn audiences(entry: &Entry) -> Vec<String> {
    entry.audiences.iter().map(ToString::to_string).collect()
}

/// How many entries of each kind a release's page shows, in page order.
pub(super) fn counts(catalog: &Catalog, release: &Release) -> Counts {
    let mut counts = vec![0; catalog.kinds().len()];
    for (_, entry) in catalog.shown(release) {
        counts[entry.kind.position()] += 1;
    }
    let kinds = catalog.kinds().iter().map(|kind| kind.name.to_string());
    Counts(kinds.zip(counts).filter(|(_, count)| *count > 0).collect())
}

/// The releases in which an issue is open, neighbours joined, newest first.
///
/// An issue may be open in thousands of releases in a row, and an app only asks whether its own version is between two of them.
pub(super) fn open_in(catalog: &Catalog, issue: &KnownIssue) -> Vec<VersionSpan> {
    let mut spans: Vec<(ReleaseIndex, ReleaseIndex)> = Vec::new();
    for index in &issue.open_in {
        match spans.last_mut() {
            Some((_, oldest)) if follows(catalog, *oldest, *index) => *oldest = *index,
            _ => spans.push((*index, *index)),
        }
    }
    let version = |index: ReleaseIndex| catalog.release(index).version.value.as_str().to_owned();
    spans.into_iter().map(|(newest, oldest)| VersionSpan { from: version(oldest), to: version(newest) }).collect()
}

/// Whether no release that is out stands between two of one product, in the catalog's order of newest first.
fn follows(catalog: &Catalog, newer: ReleaseIndex, older: ReleaseIndex) -> bool {
    let between = newer.position() + 1..older.position();
    catalog.releases().get(between).is_some_and(|releases| releases.iter().all(|release| !release.is_out()))
}
