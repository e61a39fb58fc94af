//! `latest.json`: what an app reads on every start, so it never grows beyond [`LIMIT`], whatever the notes.

use std::cmp::Reverse;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::markdown::{escaped, legal};
use crate::model::{Entry, Product, Release};
use crate::view::text::excerpt;

use super::super::Material;
use super::documents::{Highlight, Kind, Latest, LatestIssue, LatestRelease, LatestRollback, Rich};
use super::parts::{audiences, counts, date, named, named_kind, open_in, release_path, rich, schema};
use super::release::rollback_reason;

/// Bytes, gzipped (quality.md).
const LIMIT: usize = 8 * 1024;

/// How many releases it has at most.
const RELEASES: usize = 10;

/// How much is told: characters of a summary or reason, of a title, known issues, and items of another list.
#[derive(Clone, Copy)]
struct Detail {
    summary: usize,
    title: usize,
    issues: usize,
    items: usize,
}

/// Tried in turn until the document fits. Ordinary notes fit at the first. A known issue that is left out is a warning that a user
/// does not get, so summaries go before.
const DETAILS: [Detail; 7] = [
    Detail { summary: 800, title: 120, issues: 30, items: RELEASES },
    Detail { summary: 280, title: 120, issues: 30, items: 5 },
    Detail { summary: 120, title: 80, issues: 30, items: 3 },
    Detail { summary: 120, title: 80, issues: 15, items: 3 },
    Detail { summary: 0, title: 80, issues: 15, items: 3 },
    Detail { summary: 0, title: 40, issues: 3, items: 1 },
    Detail { summary: 0, title: 20, issues: 0, items: 0 },
];

/// The fullest document that fits.
pub(super) fn document(material: &Material, product: &Product) -> Latest {
    let mut latest = told(material, product, DETAILS[0]);
    for detail in DETAILS.iter().skip(1) {
        if gzipped(&latest) <= LIMIT {
            break;
        }
        latest = told(material, product, *detail);
    }
    latest
}

fn gzipped(latest: &Latest) -> usize {
    // The weakest compression: whatever a server uses, it sends no more.
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    let written = serde_json::to_vec(latest).map_err(std::io::Error::from).and_then(|json| gzip.write_all(&json));
    // Neither can fail in memory; if one did, the shortest form is the safe one.
    written.and_then(|()| gzip.finish()).map_or(usize::MAX, |bytes| bytes.len())
}

fn told(material: &Material, product: &Product, detail: Detail) -> Latest {
    let catalog = material.catalog;
    let releases = || product.releases.iter().map(|index| catalog.release(*index));
    let mut newest: Vec<&Release> = releases().filter(|release| release.stands() && release.is_stable()).collect();
    // By date, since the news of a product is also a patch of an older line.
    newest.sort_by_key(|release| Reverse(release.date.as_ref().map(|when| when.value)));
    let mut rolled_back: Vec<&Release> = releases().filter(|release| release.rollback.is_some()).collect();
    rolled_back.sort_by_key(|release| Reverse(release.rollback.as_ref().map(|rollback| rollback.date)));
    let entries = releases().flat_map(|release| &release.entries).map(|index| catalog.entry(*index));
    let issues: Vec<&Entry> = entries.filter(|entry| entry.known_issue.as_ref().is_some_and(|issue| issue.is_alarming())).collect();
    newest.truncate(RELEASES);
    Latest {
        schema: schema(material),
        product: named(product.key.as_str(), &excerpt(&product.name, detail.title)),
        url: material.url(&product.path),
        language: catalog.site().language.as_str().to_owned(),
        kinds: kinds(material, &newest, detail),
        releases: newest.into_iter().map(|release| in_latest(material, release, detail)).collect(),
        known_issues: issues.iter().take(detail.issues).filter_map(|entry| issue(material, entry, detail)).collect(),
        known_issues_count: issues.len(),
        rollbacks_count: rolled_back.len(),
        rollbacks: rolled_back.into_iter().take(detail.items).filter_map(|release| rollback(material, release, detail)).collect(),
    }
}

/// The kinds that the releases have entries of, in page order; none where nothing of them is told.
fn kinds(material: &Material, releases: &[&Release], detail: Detail) -> Vec<Kind> {
    let catalog = material.catalog;
    let mut used = vec![false; catalog.kinds().len()];
    for (_, entry) in releases.iter().flat_map(|release| catalog.shown(release)) {
        used[entry.kind.position()] = detail.items > 0;
    }
    let kinds = catalog.kinds().iter().zip(used).filter(|(_, used)| *used);
    kinds
        .map(|(kind, _)| Kind {
            heading: excerpt(&kind.heading, detail.title),
            label: excerpt(&kind.label, detail.title),
            ..named_kind(kind)
        })
        .collect()
}

/// Whom a release has something for; none where that is everyone, or where they are too many to tell.
fn concerned(material: &Material, release: &Release, detail: Detail) -> Vec<String> {
    let mut concerned: Vec<String> = Vec::new();
    for (_, entry) in material.catalog.shown(release) {
        let of_entry = audiences(entry);
        if of_entry.is_empty() {
            return Vec::new();
        }
        concerned.extend(of_entry);
    }
    concerned.sort();
    concerned.dedup();
    if concerned.len() > detail.items { Vec::new() } else { concerned }
}

fn in_latest(material: &Material, release: &Release, detail: Detail) -> LatestRelease {
    let catalog = material.catalog;
    let highlight = |entry: &Entry| Highlight {
        id: entry.id.value.as_str().to_owned(),
        kind: catalog.kind(entry.kind).name.to_string(),
        title: excerpt(&entry.title.value, detail.title),
        audiences: audiences(entry).into_iter().take(detail.items).collect(),
        url: material.entry_url(entry),
    };
    let summary = material.texts.summary(release.index).and_then(|text| rich(material, text, &release.path));
    LatestRelease {
        id: material.release_tag(release),
        version: release.version.value.as_str().to_owned(),
        date: release.date.as_ref().map(|when| date(when.value)),
        release_type: release.release_type.name(),
        title: release.title.as_ref().map(|title| excerpt(title, detail.title)),
        summary: summary.and_then(|summary| shortened(summary, detail)),
        audiences: concerned(material, release, detail),
        highlights: release.highlights.iter().take(detail.items).map(|index| highlight(catalog.entry(*index))).collect(),
        counts: counts(catalog, release),
        url: material.url(&release.path),
        json: material.url(&release_path(material, release)),
    }
}

fn issue(material: &Material, entry: &Entry, detail: Detail) -> Option<LatestIssue> {
    let issue = entry.known_issue.as_ref()?;
    let release = material.catalog.release(entry.release?);
    Some(LatestIssue {
        id: entry.id.value.as_str().to_owned(),
        version: release.version.value.as_str().to_owned(),
        title: excerpt(&entry.title.value, detail.title),
        severity: legal(&issue.severity).into_owned(),
        state: issue.state.name(),
        audiences: audiences(entry).into_iter().take(detail.items).collect(),
        affects: issue.affects.as_str().to_owned(),
        affected: material.catalog.affected(entry.index).unwrap_or_default().to_string(),
        open_in: open_in(material.catalog, issue).into_iter().take(detail.items).collect(),
        url: material.entry_url(entry),
    })
}

fn rollback(material: &Material, release: &Release, detail: Detail) -> Option<LatestRollback> {
    let rollback = release.rollback.as_ref()?;
    Some(LatestRollback {
        version: release.version.value.as_str().to_owned(),
        date: date(rollback.date),
        reason: shortened(rollback_reason(material, release), detail).unwrap_or_else(|| Rich { html: String::new(), text: String::new() }),
        replaced_by: rollback.replaced_by.map(|index| material.catalog.release(index).version.value.as_str().to_owned()),
        url: material.url(&release.path),
    })
}

/// The text as it is, or its first words as one paragraph: markup cannot be cut anywhere.
fn shortened(rich: Rich, detail: Detail) -> Option<Rich> {
    if detail.summary == 0 {
        return None;
    }
    if rich.html.len() <= detail.summary * 2 && rich.text.chars().count() <= detail.summary {
        return Some(rich);
    }
    let text = excerpt(&rich.text, detail.summary);
    Some(Rich { html: format!("<p>{}</p>", escaped(&text)), text })
}
