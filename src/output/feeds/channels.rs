//! Which feeds there are, and what each tells of.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::ident::When;
use crate::markdown::legal;
use crate::model::{Catalog, Entry, EntryIndex, Product, Release, ReleaseIndex};

use super::super::Material;
use super::super::material::date_out;
use super::{ATOM, NAMES};

/// A feed, whatever its format.
pub(super) struct Channel {
    /// The folder of its files and of the page it belongs to: empty, or a path that ends in `/`.
    pub(super) folder: String,
    /// Its id.
    pub(super) id: String,
    /// Its title.
    pub(super) title: String,
    /// Its title in a list below its product's.
    pub(super) short_title: String,
    /// What it is about.
    pub(super) description: String,
    /// The product's key, unless it tells of all.
    pub(super) product: Option<String>,
    /// The names of the formats that have archive pages.
    pub(super) archived: &'static [&'static str],
    /// What it tells of, by the date it was first told, newest first.
    pub(super) subjects: Vec<Subject>,
}

/// What one item tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    /// A release that is planned, announced and not out.
    Planned(ReleaseIndex),
    /// A release that was rolled back: that it was.
    RolledBack(ReleaseIndex),
    /// A release that is out.
    Release(ReleaseIndex),
    /// An entry.
    Entry(EntryIndex),
}

/// A subject and the date it was first told on.
type Dated = (When, Subject);

/// Every feed of the site: that of all products first, then product by product.
pub(super) fn channels(material: &Material) -> Vec<Channel> {
    let catalog = material.catalog;
    let mut channels = Vec::new();
    // The only product of a site stands at its root, and so does its feed.
    if catalog.products().len() != 1 {
        channels.push(whole_site(material));
    }
    for product in catalog.products() {
        channels.push(whole_product(material, product));
        channels.extend(listings(material, product));
    }
    for channel in &mut channels {
        for text in [&mut channel.title, &mut channel.short_title, &mut channel.description] {
            *text = legal(text).into_owned();
        }
    }
    channels
}

fn whole_site(material: &Material) -> Channel {
    let site = material.catalog.site();
    let subjects = material.catalog.products().iter().flat_map(|product| release_subjects(material.catalog, product)).collect();
    Channel {
        folder: String::new(),
        id: material.tag("feed"),
        title: site.title.clone(),
        short_title: material.word("feed.all_products", &[]),
        description: site.description.clone().unwrap_or_else(|| material.word("feed.about_all", &[])),
        product: None,
        archived: &NAMES,
        subjects: newest(subjects),
    }
}

fn whole_product(material: &Material, product: &Product) -> Channel {
    let site = material.catalog.site();
    let alone = product.path.is_empty();
    let description = product.description.as_ref().or(site.description.as_ref().filter(|_| alone));
    Channel {
        folder: product.path.clone(),
        id: material.tag(&format!("{}/feed", product.key)),
        title: if alone { site.title.clone() } else { format!("{} – {}", product.name, site.title) },
        short_title: material.word("feed.all_releases", &[]),
        description: description.cloned().unwrap_or_else(|| material.word("feed.about_product", &[("product", &product.name)])),
        product: Some(product.key.as_str().to_owned()),
        archived: &NAMES,
        subjects: newest(release_subjects(material.catalog, product)),
    }
}

fn release_subjects(catalog: &Catalog, product: &Product) -> Vec<Dated> {
    let releases = product.releases.iter().map(|index| catalog.release(*index));
    releases.flat_map(|release| release_subject(catalog, release).into_iter().chain(rollback_subject(release))).collect()
}

fn release_subject(catalog: &Catalog, release: &Release) -> Option<Dated> {
    if release.is_out() {
        return Some((date_out(release)?, Subject::Release(release.index)));
    }
    // A plan that nobody has announced is seen on staging, and is no news.
    let announced = release.announced.as_ref().filter(|day| day.value <= catalog.today())?;
    Some((When::on(announced.value), Subject::Planned(release.index)))
}

fn rollback_subject(release: &Release) -> Option<Dated> {
    Some((release.rollback.as_ref()?.date, Subject::RolledBack(release.index)))
}

/// The feeds of a product's components and of all kinds, those of which there is nothing yet too: their pages name them.
fn listings(material: &Material, product: &Product) -> Vec<Channel> {
    let catalog = material.catalog;
    let mut by_component: BTreeMap<&str, Vec<Dated>> = BTreeMap::new();
    let mut by_kind: Vec<Vec<Dated>> = vec![Vec::new(); catalog.kinds().len()];
    for release in product.releases.iter().map(|index| catalog.release(*index)) {
        for entry in release.entries.iter().map(|index| catalog.entry(*index)) {
            let Some(published) = published(material, entry) else { continue };
            let dated = (published, Subject::Entry(entry.index));
            by_kind[entry.kind.position()].push(dated);
            for component in &entry.components {
                by_component.entry(component.as_str()).or_default().push(dated);
            }
        }
    }
    let mut listings = Vec::new();
    for (key, name) in &product.components {
        let subjects = by_component.remove(key.as_str()).unwrap_or_default();
        listings.push(listing(material, product, &format!("component/{key}"), name, subjects));
    }
    for (template, subjects) in catalog.kinds().iter().zip(by_kind) {
        listings.push(listing(material, product, &format!("kind/{}", template.name), &template.heading, subjects));
    }
    listings
}

fn listing(material: &Material, product: &Product, place: &str, name: &str, subjects: Vec<Dated>) -> Channel {
    let site = material.catalog.site();
    Channel {
        folder: format!("{}{place}/", product.path),
        id: material.tag(&format!("{}/{place}/feed", product.key)),
        title: if product.path.is_empty() {
            format!("{name} – {}", site.title)
        } else {
            format!("{name} – {} – {}", product.name, site.title)
        },
        short_title: name.to_owned(),
        description: material.word("feed.about_listing", &[("name", name), ("product", &product.name)]),
        product: Some(product.key.as_str().to_owned()),
        // Every entry stands in its release's item too, and once for its kind and each of its components: in three formats these
        // pages would be most of a site's bytes. RFC 5005 is at home in Atom.
        archived: &[ATOM],
        subjects: newest(subjects),
    }
}

/// The day an entry became public: that of its release, or that on which an announcement told of it in advance.
pub(super) fn published(material: &Material, entry: &Entry) -> Option<When> {
    if !material.is_told(entry) {
        return None;
    }
    let release = material.catalog.release(entry.release?);
    let announced = release.announced.as_ref().filter(|_| material.catalog.kind(entry.kind).advance).map(|day| When::on(day.value));
    announced.into_iter().chain(date_out(release)).min()
}

/// By date, newest first; what shares a date keeps the catalog's order, newest version first.
fn newest(mut subjects: Vec<Dated>) -> Vec<Subject> {
    subjects.sort_by_key(|(published, _)| Reverse(*published));
    subjects.into_iter().map(|(_, subject)| subject).collect()
}
