//! Search without a server: an inverted index in small files, of which a browser fetches those that a query needs.
//!
//! In: what pages are made from, so nothing is found that the reader may not see. Out: the files of the index below `search/`, or,
//! at the terminal, what a query finds in that same index.
//!
//! The index is cut so that the first query on a hundred thousand entries stays below 60 KiB:
//!
//! - Words are cut by the alphabet, not by a hash: what is being typed is the beginning of a word, and all words with that beginning
//!   lie side by side. The root names each shard's first word.
//! - A term is all words of one stem. A shard has words and the terms they lead to, so looking up a word that stands on the site
//!   needs no stemmer in the browser, and the two cannot drift apart. For other words there are the endings that the stemmer takes off.
//! - Documents are numbered oldest first: a new release adds numbers at the end, and of equal matches the newest is the highest
//!   number. What results show stands in leaves of a few documents, so new ones, which come first, share leaves.
//! - Facets are a file of their own, since counts need to know every document. On a large site it is left until filters are used.
//!
//! Ranking: of each word of the query, the weight of the first field it stands in (title 8, lead 3, body 1), times how rare it is
//! (binary digits of all documents by those that have it), times two unless it was found by its beginning or by parts only. The sum counts;
//! then the newer document comes first. Whole numbers all through: `search.js` has to come to the same order.

mod code;
mod files;
mod gather;
mod query;
mod stem;
mod terms;
mod words;

use std::collections::HashMap;

use rayon::prelude::*;

use super::pages::Pages;
use super::{Artifact, Material};
use crate::model::Catalog;
use crate::parse::document::OutputKind;
use files::{DOCUMENTS, Facets, LEAVES, Leaf, Root};
use gather::{Document, Documents};
use terms::Terms;

pub use query::{Filters, Hit, Hits};

/// The index of a site.
pub struct Index {
    /// The path within the site of the file that a browser fetches first.
    pub root: String,
    /// Every file.
    pub files: Vec<Artifact>,
}

/// Makes the index; nothing where the site does not want a search, or has no pages to find.
pub fn render(material: &Material, pages: &Pages) -> Option<Index> {
    is_wanted(material.catalog).then(|| index(material, pages))
}

/// Whether a site has a page to search on.
pub fn is_wanted(catalog: &Catalog) -> bool {
    let site = catalog.site();
    site.makes(OutputKind::Search) && site.makes(OutputKind::Pages)
}

/// Finds what a query asks for, and tells the best of it, `limit` results at most.
pub fn find(material: &Material, pages: &Pages, query: &str, filters: &Filters, limit: usize) -> Hits {
    query::find(&index(material, pages), query, filters, limit)
}

fn index(material: &Material, pages: &Pages) -> Index {
    let documents = Documents::of(material.catalog);
    let ((words, shards), (leaves, (facets, facet_file))) = rayon::join(
        || {
            let terms = Terms::of(material, &documents);
            let (words, shards) = files::shards(&terms.all);
            ((words, terms.endings), shards)
        },
        || (leaves(material, pages, &documents), files::json(&facets(material.catalog, &documents))),
    );
    let (names, leaf_files): (Vec<String>, Vec<Artifact>) = leaves.into_iter().unzip();
    let branches: Vec<(String, Artifact)> = names.chunks(LEAVES).map(|names| files::file(names.concat().as_bytes())).collect();
    let (words, endings) = words;
    let catalog = material.catalog;
    let root = Root {
        documents: documents.all.len(),
        words,
        shards: shards.iter().map(|(name, _)| name.as_str()).collect(),
        branches: branches.iter().map(|(name, _)| name.as_str()).collect(),
        facets,
        weight: facet_file.bytes.len(),
        endings,
        kinds: catalog.kinds().iter().map(|kind| (kind.name.to_string(), kind.label.clone(), kind.tone.name().to_owned())).collect(),
        products: catalog.products().iter().map(|product| (product.key.to_string(), product.name.clone())).collect(),
    };
    let (_, root) = files::json(&root);
    let path = root.path.clone();
    let mut all = vec![root, facet_file];
    all.extend(shards.into_iter().chain(branches).map(|(_, file)| file));
    all.extend(leaf_files);
    // Files of the same bytes have the same name.
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all.dedup_by(|a, b| a.path == b.path);
    Index { root: path, files: all }
}

/// What results show, a few documents a file.
fn leaves(material: &Material, pages: &Pages, documents: &Documents) -> Vec<(String, Artifact)> {
    documents.all.par_chunks(DOCUMENTS).map(|part| files::json(&leaf(material, pages, documents, part))).collect()
}

fn leaf(material: &Material, pages: &Pages, documents: &Documents, part: &[Document]) -> Leaf {
    let first = part.first().map_or(0, |document| document.row);
    let mut leaf = Leaf::default();
    for document in part {
        while leaf.rows.len() <= document.row - first {
            leaf.rows.push(row(material, pages, &documents.rows[first + leaf.rows.len()]));
        }
        let shown = gather::shown(material, pages, &documents.rows, document);
        let kind = document.entry.map_or(-1, |index| material.catalog.entry(index).kind.position() as i32);
        leaf.documents.push((document.row - first, kind, shown.title, shown.anchor, shown.components, shown.excerpt, shown.mark));
    }
    leaf
}

fn row(material: &Material, pages: &Pages, row: &gather::Row) -> (usize, String, String, String) {
    let product = row.product.position();
    match row.release {
        Some(release) => {
            let date = release.date.as_ref().map(|date| material.strings.date(date.day())).unwrap_or_default();
            (product, release.version.to_string(), date, pages.views.release_url(release.index).to_owned())
        }
        None => (product, String::new(), String::new(), format!("{}unreleased/", pages.views.product_url(row.product))),
    }
}

fn facets(catalog: &Catalog, documents: &Documents) -> Facets {
    let rows = documents.rows.iter().map(|row| {
        let version = row.release.map(|release| release.version.to_string()).unwrap_or_default();
        (row.product.position(), version, row.documents)
    });
    let mut facets = Facets { rows: rows.collect(), also: documents.also.clone(), ..Facets::default() };
    let mut components: HashMap<&str, usize> = HashMap::new();
    let mut sets: HashMap<Vec<usize>, usize> = HashMap::new();
    for document in &documents.all {
        let entry = document.entry.map(|index| catalog.entry(index));
        facets.kinds.push(files::letter(entry.map_or(0, |entry| entry.kind.position() + 1)));
        let keys = entry.map_or(&[][..], |entry| &entry.components).iter().map(|key| key.as_str());
        let set: Vec<usize> = keys
            .map(|key| {
                *components.entry(key).or_insert_with(|| {
                    facets.components.push(key.to_owned());
                    facets.components.len() - 1
                })
            })
            .collect();
        let next = sets.len();
        let number = *sets.entry(set.clone()).or_insert(next);
        if number == next {
            facets.sets.push(set);
        }
        facets.of.push(files::letter(number));
    }
    facets
}
