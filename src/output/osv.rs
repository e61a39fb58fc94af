//! `security/osv/CVE-….json`: each security update that has a CVE id, in the format of OSV (<https://ossf.github.io/osv-schema/>).
//!
//! An update without a CVE id stands in `security.json` alone ([`Catalog::osv_path`](crate::model::Catalog::osv_path)). Several entries with one id, such as those of two products, make one record. Its times are those of the releases,
//! never the build's.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ident::{Stretch, StretchEnd, Stretches, VersionRange, Versioning};
use crate::markdown::legal;
use crate::model::{Entry, Security};
use crate::parse::document::Contributor;

use super::material::date_out;
use super::{Artifact, Material};

/// The version of the format that the records keep to.
const SCHEMA_VERSION: &str = "1.6.7";

/// Every record; none where the site wants no JSON.
pub fn render(material: &Material) -> Vec<Artifact> {
    let catalog = material.catalog;
    let mut by_path: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
    for entry in catalog.entries() {
        if let Some(path) = catalog.osv_path(entry) {
            by_path.entry(path).or_default().push(entry);
        }
    }
    let artifact = |(path, entries): (String, Vec<&Entry>)| {
        let mut text = serde_json::to_string_pretty(&record(material, &entries)?).unwrap_or_default();
        text.push('\n');
        Some(Artifact { path, bytes: text.into_bytes() })
    };
    by_path.into_iter().filter_map(artifact).collect()
}

#[derive(Debug, Serialize)]
struct Record<'a> {
    schema_version: &'static str,
    id: &'a str,
    published: String,
    modified: String,
    summary: String,
    details: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    severity: Vec<Severity>,
    affected: Vec<Affected>,
    references: Vec<Reference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    credits: Vec<Credit>,
    database_specific: Rating,
}

#[derive(Debug, PartialEq, Serialize)]
struct Severity {
    #[serde(rename = "type")]
    kind: &'static str,
    score: String,
}

/// The site's own rating: low, medium, high or critical.
#[derive(Debug, Serialize)]
struct Rating {
    severity: String,
}

/// What a product's versions are affected. It has no `package`, since that is one of a registry that OSV knows.
#[derive(Debug, Serialize)]
struct Affected {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ranges: Vec<Range>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    versions: Vec<String>,
    database_specific: ProductNamed,
}

#[derive(Debug, Serialize)]
struct ProductNamed {
    product: String,
    name: String,
}

#[derive(Debug, Serialize)]
struct Range {
    #[serde(rename = "type")]
    kind: &'static str,
    events: Vec<Event>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Event {
    Introduced(String),
    Fixed(String),
    LastAffected(String),
}

#[derive(Debug, PartialEq, Serialize)]
struct Reference {
    #[serde(rename = "type")]
    kind: &'static str,
    url: String,
}

#[derive(Debug, PartialEq, Serialize)]
struct Credit {
    name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contact: Vec<String>,
    #[serde(rename = "type")]
    kind: &'static str,
}

/// The record of entries that have one id, in the catalog's order. Text is told once, by the first.
fn record<'a>(material: &Material, entries: &[&'a Entry]) -> Option<Record<'a>> {
    let first = entries.first()?;
    let security = first.security.as_deref()?;
    let releases = || entries.iter().filter_map(|entry| entry.release).map(|index| material.catalog.release(index));
    let published = releases().filter_map(date_out).min()?;
    let modified = releases().filter_map(|release| release.updated()).max().unwrap_or(published);
    Some(Record {
        schema_version: SCHEMA_VERSION,
        id: security.cve.as_deref()?,
        published: published.rfc3339(),
        modified: modified.rfc3339(),
        summary: legal(&first.title.value).into_owned(),
        details: legal(&material.texts.entry(first.index).plain).into_owned(),
        severity: distinct(entries.iter().filter_map(|entry| severity(entry.security.as_deref()?))),
        affected: entries.iter().filter_map(|entry| affected(material, entry)).collect(),
        references: distinct(entries.iter().flat_map(|entry| references(material, entry))),
        credits: distinct(entries.iter().flat_map(|entry| credits(entry))),
        database_specific: Rating { severity: legal(&security.severity).into_owned() },
    })
}

fn distinct<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut distinct = Vec::new();
    for item in items {
        if !distinct.contains(&item) {
            distinct.push(item);
        }
    }
    distinct
}

fn severity(security: &Security) -> Option<Severity> {
    let vector = security.vector()?;
    let kind = if matches!(vector, cvss::Cvss::CvssV40(_)) { "CVSS_V4" } else { "CVSS_V3" };
    Some(Severity { kind, score: vector.to_string() })
}

fn affected(material: &Material, entry: &Entry) -> Option<Affected> {
    let catalog = material.catalog;
    let product = catalog.product(entry.product);
    let stretches = catalog.affected(entry.index)?;
    // `2026.11` is no Semantic Version, so such versions are told one by one.
    let (ranges, versions) = match product.versioning {
        Versioning::SemVer => (ranges(&stretches), Vec::new()),
        Versioning::Calendar => {
            let range = stretches.to_string().parse::<VersionRange>().ok()?;
            let out = product.releases.iter().map(|index| catalog.release(*index)).filter(|release| release.is_out());
            let held = out.map(|release| &release.version.value).filter(|version| range.contains(version));
            (Vec::new(), held.map(ToString::to_string).collect())
        }
    };
    let named = ProductNamed { product: product.key.to_string(), name: legal(&product.name).into_owned() };
    Some(Affected { ranges, versions, database_specific: named })
}

/// One for each stretch: a range may not have both `fixed` and `last_affected`.
fn ranges(stretches: &Stretches) -> Vec<Range> {
    let range = |stretch: &Stretch| {
        let end = stretch.end().map(|end| match end {
            StretchEnd::Before(version) => Event::Fixed(version),
            StretchEnd::With(version) => Event::LastAffected(version),
        });
        let first = stretch.first().unwrap_or_else(|| "0".into());
        Range { kind: "SEMVER", events: std::iter::once(Event::Introduced(first)).chain(end).collect() }
    };
    stretches.iter().map(range).collect()
}

fn references(material: &Material, entry: &Entry) -> Vec<Reference> {
    let absolute = |address: &str| url::Url::parse(address).ok().map(String::from);
    let advisory = Reference { kind: "ADVISORY", url: material.entry_url(entry) };
    let web = entry.docs.iter().map(|docs| docs.as_str()).chain(entry.links.iter().map(|link| link.url.value.as_str()));
    let web = web.filter_map(absolute).map(|url| Reference { kind: "WEB", url });
    let reports = entry.refs.iter().filter_map(|reference| reference.url.as_deref()).filter_map(absolute);
    let reports = reports.map(|url| Reference { kind: "REPORT", url });
    std::iter::once(advisory).chain(web).chain(reports).collect()
}

fn credits(entry: &Entry) -> Vec<Credit> {
    let people = entry.security.iter().flat_map(|security| &security.credits);
    let credit = |person: &Contributor| Credit {
        name: legal(&person.name.value).into_owned(),
        contact: person.url.iter().map(|url| url.value.as_str().to_owned()).collect(),
        kind: "REPORTER",
    };
    people.map(credit).collect()
}
