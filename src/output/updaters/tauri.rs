//! `tauri.json`: what Tauri's updater reads of its newest version (<https://v2.tauri.app/plugin/updater/#static-json-file>). The
//! platforms, each a download and its signature, are put in by whoever builds them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::markdown::legal;
use crate::model::Product;

use super::super::Material;

/// The newest version and its notes.
#[derive(Debug, Serialize)]
pub(super) struct Update<'a> {
    version: &'a str,
    notes: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub_date: Option<String>,
    platforms: BTreeMap<String, ()>,
}

/// The newest stable release of a product; none before there is one.
pub(super) fn update<'a>(material: &Material<'a>, product: &Product) -> Option<Update<'a>> {
    let release = material.catalog.release(product.latest?);
    let summary = material.texts.summary(release.index).map(|text| text.plain.clone());
    let titles = material.catalog.shown(release).map(|(_, entry)| format!("- {}", entry.title.value)).collect::<Vec<_>>().join("\n");
    let paragraphs = [release.title.clone(), summary, Some(titles), Some(material.url(&release.path))];
    let notes: Vec<String> = paragraphs.into_iter().flatten().filter(|paragraph| !paragraph.is_empty()).collect();
    Some(Update {
        version: release.version.as_str(),
        notes: legal(&notes.join("\n\n")).into_owned(),
        pub_date: super::moment(release),
        platforms: BTreeMap::new(),
    })
}
