//! `cyclonedx.json`: a bill of materials of CycloneDX 1.6 (<https://cyclonedx.org/docs/1.6/json/>) that has the releases of a product
//! as components, each with its `releaseNotes`: what it fixes and closes, and its notes.

use std::borrow::Cow;

use serde::Serialize;

use crate::ident::LinkUrl;
use crate::markdown::legal;
use crate::model::{Entry, Product, Release, ReleaseType};

use super::super::Material;

/// The whole document.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Bill<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    bom_format: &'static str,
    spec_version: &'static str,
    version: u32,
    metadata: Metadata<'a>,
    components: Vec<Component<'a>>,
}

#[derive(Debug, Serialize)]
struct Metadata<'a> {
    component: Component<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Component<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "bom-ref")]
    bom_ref: String,
    name: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Cow<'a, str>>,
    external_references: Vec<ExternalReference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    release_notes: Option<ReleaseNotes<'a>>,
}

#[derive(Debug, Serialize)]
struct ExternalReference {
    #[serde(rename = "type")]
    kind: &'static str,
    url: String,
}

#[derive(Debug, Serialize)]
struct ReleaseNotes<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resolves: Vec<Issue<'a>>,
    notes: Vec<Note<'a>>,
}

#[derive(Debug, Serialize)]
struct Issue<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: String,
    name: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Source>,
    references: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Source {
    name: &'static str,
    url: &'static str,
}

#[derive(Debug, Serialize)]
struct Note<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    locale: Option<&'a str>,
    text: Attachment,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Attachment {
    content_type: &'static str,
    content: String,
}

/// The bill of a product.
pub(super) fn bill<'a>(material: &Material<'a>, product: &'a Product, releases: &[&'a Release]) -> Bill<'a> {
    Bill {
        schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
        bom_format: "CycloneDX",
        spec_version: "1.6",
        version: 1,
        metadata: Metadata {
            component: Component {
                kind: "application",
                bom_ref: product.key.to_string(),
                name: legal(&product.name),
                version: product.latest.map(|latest| material.catalog.release(latest).version.as_str()),
                description: product.description.as_deref().map(legal),
                external_references: vec![ExternalReference { kind: "website", url: material.url(&product.path) }],
                release_notes: None,
            },
        },
        components: releases.iter().map(|release| component(material, product, release)).collect(),
    }
}

fn component<'a>(material: &Material<'a>, product: &'a Product, release: &'a Release) -> Component<'a> {
    let summary = material.texts.summary(release.index);
    Component {
        kind: "application",
        bom_ref: format!("{}@{}", product.key, release.version.value),
        name: legal(&product.name),
        version: Some(release.version.as_str()),
        description: None,
        external_references: vec![ExternalReference { kind: "release-notes", url: material.url(&release.path) }],
        release_notes: Some(ReleaseNotes {
            kind: release_kind(release),
            title: release.title.as_deref().map(legal),
            description: summary.map(|text| legal(&text.plain)),
            timestamp: super::moment(release),
            tags: if !release.stands() { vec!["rolled-back"] } else { Vec::new() },
            resolves: material.catalog.shown(release).filter_map(|(_, entry)| issue(material, entry)).collect(),
            notes: vec![Note { locale: locale(material), text: notes(material, release) }],
        }),
    }
}

/// The words that CycloneDX has for a release.
fn release_kind(release: &Release) -> &'static str {
    match release.release_type {
        ReleaseType::Major => "major",
        ReleaseType::Minor => "minor",
        ReleaseType::Patch | ReleaseType::Hotfix | ReleaseType::Security => "patch",
        _ => "pre-release",
    }
}

/// What an entry resolves: a defect, a weakness, or a wish. Known issues and deprecations resolve nothing.
fn issue<'a>(material: &Material<'a>, entry: &'a Entry) -> Option<Issue<'a>> {
    let kind = match material.catalog.kind(entry.kind) {
        _ if entry.known_issue.is_some() || entry.deprecation.is_some() => return None,
        _ if entry.security.is_some() => "security",
        kind if kind.name.as_str() == "fix" => "defect",
        _ => "enhancement",
    };
    let cve = entry.security.as_ref().and_then(|security| security.cve.clone());
    let source = cve.as_ref().map(|_| Source { name: "CVE", url: "https://www.cve.org/" });
    let tickets = entry.refs.iter().filter_map(|reference| reference.url.clone());
    let links = entry.links.iter().map(|link| link.url.value.as_str().to_owned());
    let docs = entry.docs.iter().map(|url: &LinkUrl| url.as_str().to_owned());
    let references = [material.entry_url(entry)].into_iter().chain(tickets).chain(links).chain(docs);
    Some(Issue {
        kind,
        id: cve.unwrap_or_else(|| entry.id.value.to_string()),
        name: legal(&entry.title.value),
        source,
        references: references.collect(),
    })
}

/// The notes as plain text: each entry with its text.
fn notes(material: &Material, release: &Release) -> Attachment {
    let entry = |entry: &Entry| {
        let kind = &material.catalog.kind(entry.kind).label;
        format!("{kind}: {}\n\n{}", entry.title.value, material.texts.entry(entry.index).plain).trim_end().to_owned()
    };
    let entries: Vec<String> = material.catalog.shown(release).map(|(_, shown)| entry(shown)).collect();
    Attachment { content_type: "text/plain", content: legal(&entries.join("\n\n")).into_owned() }
}

/// The site's language where CycloneDX has a form for it: `en` or `en-US`.
fn locale<'a>(material: &Material<'a>) -> Option<&'a str> {
    let tag = material.catalog.site().language.as_str();
    let is_language = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_region = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    let fits = tag.split_once('-').map_or_else(|| is_language(tag), |(language, region)| is_language(language) && is_region(region));
    fits.then_some(tag)
}
