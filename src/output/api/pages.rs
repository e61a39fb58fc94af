//! `pages/N.json`: releases in full, counted from the one that came out first, so that a full page can be kept for ever.
//!
//! A page holds what its releases say, and nothing that a later release, another day or the site's settings would change.

use rayon::prelude::*;

use crate::model::{Catalog, Product, Release};

use super::super::{Artifact, Material};
use super::documents::{self as json, Page};
use super::parts::{product_path, release_path, schema};
use super::{artifact, product_name, release};

/// How many releases a page holds (`outputs.md`).
const RELEASES: usize = 20;

/// Each release of a product in a document of its own, and the pages.
pub(super) fn render(material: &Material, product: &Product) -> Vec<Artifact> {
    let planned = product.releases.iter().map(|index| material.catalog.release(*index)).filter(|release| !release.is_out());
    let planned: Vec<Artifact> = planned.map(|planned| document(material, planned, &release::document(material, planned))).collect();
    let out = came_out(material.catalog, product);
    let pages = out.par_chunks(RELEASES).enumerate().flat_map_iter(|(at, releases)| page(material, product, at + 1, releases));
    pages.chain(planned).collect()
}

/// How many pages a product has.
pub(super) fn count(catalog: &Catalog, product: &Product) -> usize {
    came_out(catalog, product).len().div_ceil(RELEASES)
}

/// Every release of a product that has a page, with its page's number, in the order of the pages.
pub(super) fn numbers<'a>(catalog: &'a Catalog, product: &'a Product) -> impl Iterator<Item = (&'a Release, usize)> {
    came_out(catalog, product).into_iter().enumerate().map(|(at, release)| (release, at / RELEASES + 1))
}

pub(super) fn path(product: &Product, number: usize) -> String {
    product_path(product, &format!("pages/{number}.json"))
}

/// The releases of a product that are out, in the order in which they came out: by date, those of one day by version.
fn came_out<'a>(catalog: &'a Catalog, product: &'a Product) -> Vec<&'a Release> {
    let oldest_first = product.releases.iter().rev().map(|index| catalog.release(*index));
    let mut out: Vec<&Release> = oldest_first.filter(|release| release.is_out()).collect();
    out.sort_by_key(|release| release.date.as_ref().map(|date| date.value));
    out
}

/// The page and, while they are at hand, the documents of its releases.
fn page(material: &Material, product: &Product, number: usize, releases: &[&Release]) -> Vec<Artifact> {
    let mut whole: Vec<json::Release> = releases.par_iter().map(|one| release::document(material, one)).collect();
    let mut artifacts: Vec<Artifact> = releases.iter().zip(&whole).map(|(one, whole)| document(material, one, whole)).collect();
    whole.iter_mut().for_each(keep_what_lasts);
    let page = Page {
        schema: schema(material),
        product: product_name(product),
        url: material.url(&product.path),
        page: number,
        full: releases.len() == RELEASES,
        previous: (number > 1).then(|| material.url(&path(product, number - 1))),
        releases: whole,
    };
    artifacts.push(artifact(path(product, number), &page));
    artifacts
}

fn document(material: &Material, one: &Release, whole: &json::Release) -> Artifact {
    artifact(release_path(material, one), whole)
}

/// Leaves out what other releases, the day and the site's settings say.
fn keep_what_lasts(release: &mut json::Release) {
    release.head = None;
    release.standing = None;
    release.line.reach = None;
    for entry in &mut release.entries {
        entry.known_issue.iter_mut().for_each(|issue| issue.life = None);
        entry.deprecation.iter_mut().for_each(|deprecation| deprecation.life = None);
    }
}
