//! The ledgers of a product: every known issue, deprecation and security update that was ever told of, those of the newest release first.

use crate::markdown::legal;
use crate::model::{Entry, Product};

use super::super::Material;
use super::documents::{Deprecations, KnownIssue, KnownIssues, Listed, ListedDeprecation, SecurityUpdate, SecurityUpdates};
use super::parts::{audiences, date, release_link, rich, schema};
use super::{product_name, release};

pub(super) fn known_issues(material: &Material, product: &Product) -> KnownIssues {
    let issue = |entry: &Entry| {
        let facts = release::issue_facts(material, entry.known_issue.as_ref()?);
        Some(KnownIssue { entry: listed(material, entry)?, facts })
    };
    KnownIssues {
        schema: schema(material),
        product: product_name(product),
        url: material.url(&format!("{}known-issues/", product.path)),
        issues: entries(material, product).filter_map(issue).collect(),
    }
}

pub(super) fn deprecations(material: &Material, product: &Product) -> Deprecations {
    let deprecation = |entry: &Entry| {
        let facts = release::deprecation(material, entry)?;
        Some(ListedDeprecation { entry: listed(material, entry)?, facts })
    };
    Deprecations {
        schema: schema(material),
        product: product_name(product),
        url: material.url(&format!("{}deprecations/", product.path)),
        deprecations: entries(material, product).filter_map(deprecation).collect(),
    }
}

pub(super) fn security_updates(material: &Material, product: &Product) -> SecurityUpdates {
    let update = |entry: &Entry| {
        let facts = release::security(entry.security.as_ref()?);
        let fixed_in = entry.release.into_iter().chain(entry.also_in.iter().map(|release| release.value));
        Some(SecurityUpdate {
            entry: listed(material, entry)?,
            facts,
            fixed_in: fixed_in.map(|index| release_link(material, material.catalog.release(index))).collect(),
            osv: material.catalog.osv_path(entry).map(|path| material.url(&path)),
        })
    };
    SecurityUpdates {
        schema: schema(material),
        product: product_name(product),
        url: material.url(&format!("{}security/", product.path)),
        updates: entries(material, product).filter_map(update).collect(),
    }
}

fn entries<'a>(material: &Material<'a>, product: &'a Product) -> impl Iterator<Item = &'a Entry> {
    let catalog = material.catalog;
    product.releases.iter().flat_map(|index| &catalog.release(*index).entries).map(|index| catalog.entry(*index))
}

/// What every item has; none for an entry that waits for its release.
fn listed(material: &Material, entry: &Entry) -> Option<Listed> {
    let release = material.catalog.release(entry.release?);
    Some(Listed {
        id: entry.id.value.as_str().to_owned(),
        version: release.version.value.as_str().to_owned(),
        date: release.date.as_ref().map(|when| date(when.value)),
        title: legal(&entry.title.value).into_owned(),
        url: material.entry_url(entry),
        body: rich(material, material.texts.entry(entry.index), &release.path),
        components: entry.components.iter().map(ToString::to_string).collect(),
        audiences: audiences(entry),
        affected: material.catalog.affected(entry.index).unwrap_or_default().to_string(),
    })
}
