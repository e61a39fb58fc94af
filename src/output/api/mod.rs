//! The in-app JSON under `api/v1/`: static documents for an app's own "what is new", described by `schema.json`.
//!
//! In: the [`Material`]. Out: `index.json`, and for each product `latest.json`, `releases.json`, `releases/VERSION.json`, `pages/N.json`,
//! `known-issues.json`, `deprecations.json`, `security.json`, `calendar.json` and `upgrade.json`.
//! The shapes are in `documents`; nothing here depends on the clock but what the catalog holds.

mod calendar;
mod documents;
mod fields;
mod jump;
mod latest;
mod ledgers;
mod pages;
mod parts;
mod readme;
mod release;
mod upgrade;

use std::collections::HashMap;

use rayon::prelude::*;
use serde::Serialize;

use crate::markdown::legal;
use crate::model::{Product, Release, ReleaseIndex, Upgrade};
use crate::parse::document::OutputKind;

use super::{Artifact, Material};
use documents::{Addresses, ChannelLatest, Index, Kind, ListedRelease, LtsLine, Named, Releases};
pub(in crate::output) use parts::release_path;
use parts::{named, named_kind, optional, product_path, release_link, schema, support};

/// What every document keeps to, as JSON Schema (2020-12).
const SCHEMA: &str = include_str!("schema.json");

/// What tells developers of all this.
pub const README: &str = "api/README.md";

/// Makes every document; none where the site does not want them.
pub fn render(material: &Material) -> Vec<Artifact> {
    let catalog = material.catalog;
    if !catalog.site().makes(OutputKind::Api) {
        return Vec::new();
    }
    let mut artifacts =
        vec![Artifact { path: "api/v1/schema.json".into(), bytes: SCHEMA.into() }, artifact("api/v1/index.json".into(), &index(material))];
    let listings = catalog.products().par_iter().flat_map_iter(|product| listings(material, product));
    artifacts.par_extend(listings);
    artifacts.par_extend(catalog.products().par_iter().flat_map(|product| pages::render(material, product)));
    artifacts.push(readme::render(material, &artifacts));
    artifacts
}

/// One release whole: what `releases/VERSION.json` holds.
pub fn release(material: &Material, release: &Release) -> String {
    text(&release::document(material, release))
}

/// What waits for a release of a product: the same for each entry, and the product.
pub fn unreleased(material: &Material, product: &Product) -> String {
    text(&jump::unreleased(material, product))
}

/// What a jump from one release to another asks for.
pub fn jump(material: &Material, upgrade: &Upgrade) -> String {
    text(&jump::jump(material, upgrade))
}

fn artifact<T: Serialize>(path: String, document: &T) -> Artifact {
    Artifact { path, bytes: text(document).into_bytes() }
}

fn text<T: Serialize>(document: &T) -> String {
    // Strings, numbers and lists become JSON without fail.
    let mut text = serde_json::to_string(document).unwrap_or_default();
    text.push('\n');
    text
}

fn listings(material: &Material, product: &Product) -> [Artifact; 7] {
    [
        artifact(product_path(product, "latest.json"), &latest::document(material, product)),
        artifact(product_path(product, "releases.json"), &releases(material, product)),
        artifact(product_path(product, "known-issues.json"), &ledgers::known_issues(material, product)),
        artifact(product_path(product, "deprecations.json"), &ledgers::deprecations(material, product)),
        artifact(product_path(product, "security.json"), &ledgers::security_updates(material, product)),
        artifact(product_path(product, "calendar.json"), &calendar::document(material, product)),
        artifact(product_path(product, "upgrade.json"), &upgrade::document(material, product)),
    ]
}

fn index(material: &Material) -> Index {
    let (catalog, site) = (material.catalog, material.catalog.site());
    Index {
        schema: schema(material),
        readme: material.url(README),
        widget: material.url("widget.js"),
        title: legal(&site.title).into_owned(),
        description: optional(site.description.as_deref()),
        url: material.url(""),
        language: site.language.as_str().to_owned(),
        products: catalog.products().iter().map(|product| in_index(material, product)).collect(),
        kinds: kinds(material),
        audiences: readers(material),
    }
}

/// Every kind of entry, in page order.
fn kinds(material: &Material) -> Vec<Kind> {
    material.catalog.kinds().iter().map(named_kind).collect()
}

/// Every audience that an entry may name.
fn readers(material: &Material) -> Vec<Named> {
    let audiences = material.catalog.site().audiences.iter();
    audiences.map(|audience| named(audience.key.value.as_str(), &audience.name.value)).collect()
}

fn components(product: &Product) -> Vec<Named> {
    product.components.iter().map(|(key, name)| named(key.as_str(), name)).collect()
}

fn in_index(material: &Material, product: &Product) -> documents::Product {
    let catalog = material.catalog;
    let channel = |(channel, index): &(crate::model::Channel, _)| ChannelLatest {
        channel: channel.name(),
        release: release_link(material, catalog.release(*index)),
    };
    let line = |release: &crate::model::Release| {
        let (major, minor) = release.version.value.line();
        let until = release.lts_until.map(|day| day.to_string());
        LtsLine { line: format!("{major}.{minor}"), release: release_link(material, release), until }
    };
    documents::Product {
        key: product.key.as_str().to_owned(),
        name: legal(&product.name).into_owned(),
        description: optional(product.description.as_deref()),
        url: material.url(&product.path),
        components: components(product),
        latest: product.latest.map(|index| release_link(material, catalog.release(index))),
        channels: product.channels.iter().map(channel).collect(),
        lts: product.lts_lines.iter().map(|index| line(catalog.release(*index))).collect(),
        support: support(product),
        documents: Addresses {
            latest: material.url(&product_path(product, "latest.json")),
            releases: material.url(&product_path(product, "releases.json")),
            release: material.url(&product_path(product, "releases/{version}.json")),
            page: material.url(&product_path(product, "pages/{page}.json")),
            known_issues: material.url(&product_path(product, "known-issues.json")),
            deprecations: material.url(&product_path(product, "deprecations.json")),
            security: material.url(&product_path(product, "security.json")),
            calendar: material.url(&product_path(product, "calendar.json")),
            upgrade: material.url(&product_path(product, "upgrade.json")),
        },
        pages: pages::count(catalog, product),
    }
}

fn releases(material: &Material, product: &Product) -> Releases {
    let pages: HashMap<ReleaseIndex, usize> =
        pages::numbers(material.catalog, product).map(|(release, page)| (release.index, page)).collect();
    let listed = |index: &ReleaseIndex| ListedRelease {
        line: release::line(material, material.catalog.release(*index)),
        page: pages.get(index).copied(),
    };
    Releases {
        schema: schema(material),
        product: product_name(product),
        url: material.url(&product.path),
        releases: product.releases.iter().map(listed).collect(),
    }
}

fn product_name(product: &Product) -> Named {
    named(product.key.as_str(), &product.name)
}
