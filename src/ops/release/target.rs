//! The version of a release, the plan it was, and its folder.

use crate::diag::listed;
use crate::ident::{Line, Version};
use crate::model::{EntryIndex, Release};
use crate::parse::document::{ReleaseDocument, Status};

use super::{ReleaseError, ReleaseOptions, Site, Taken};

/// What is released, and where it stands.
pub(super) struct Target<'a> {
    pub version: Version,
    /// The document of the plan that it was.
    pub plan: Option<&'a ReleaseDocument>,
    /// The folder of its entries, from the site's folder.
    pub folder: String,
    /// The entry that asked for the version, where none was named.
    pub asked_by: Option<EntryIndex>,
    /// The newest stable release, where this one is of an older line.
    pub newer: Option<Version>,
}

/// Settles the version: as named, or as the entries ask.
pub(super) fn settle<'a>(
    site: &Site<'a>,
    options: &ReleaseOptions,
    named: Option<Version>,
    chosen: &[EntryIndex],
) -> Result<Target<'a>, ReleaseError> {
    let Site { catalog, product, .. } = *site;
    let latest = product.latest.map(|index| catalog.release(index).version.value.clone());
    let line = options.line.or_else(|| latest.as_ref().filter(|_| options.hotfix).map(Line::of));
    if let Some(line) = line
        && !releases(site).any(|release| release.is_out() && line.holds(&release.version.value))
    {
        return Err(ReleaseError::UnknownLine { line });
    }
    let day = options.details.date.map_or(catalog.today(), |date| date.day());
    let next = catalog.next_version(product, chosen, line, day);
    let is_named = named.is_some();
    let stable = named.unwrap_or_else(|| next.version.clone());
    let version = match options.pre {
        Some(tag) => pre_release(site, &stable, tag)?,
        None => stable,
    };
    let existing = catalog.find_release(product.index, &version);
    if let Some(out) = existing.filter(|release| release.is_out()) {
        let status = if out.status.value == Status::RolledBack { "rolled back" } else { "released" };
        return Err(ReleaseError::Out { version, status, next: next.version });
    }
    let plan = existing.and_then(|release| site.documents.releases.iter().find(|document| document.file == release.file));
    let led = next.led_by.is_some() || releases(site).any(|other| !other.is_stable() && other.version.core() == version.core());
    if chosen.is_empty() && options.taken == Taken::All && plan.is_none() && (!led || options.pre.is_some()) {
        return Err(ReleaseError::Nothing { product: product.key.clone() });
    }
    let newer = latest.filter(|latest| *latest > version);
    if let (Some(latest), Taken::All, false) = (&newer, &options.taken, chosen.is_empty()) {
        let ids: Vec<&str> = chosen.iter().map(|index| catalog.entry(*index).id.as_str()).collect();
        let verb = if ids.len() == 1 { "is" } else { "are" };
        let known = format!("{verb} {}", listed(ids, "and"));
        return Err(ReleaseError::WhichEntries { version, latest: latest.clone(), known });
    }
    let folder = plan.map_or_else(|| new_folder(site, &version), |plan| folder_of(site, plan));
    Ok(Target { version, plan, folder, asked_by: next.asked_by.filter(|_| !is_named), newer })
}

fn releases<'a>(site: &Site<'a>) -> impl Iterator<Item = &'a Release> {
    let catalog = site.catalog;
    site.product.releases.iter().map(|index| catalog.release(*index))
}

/// The next pre-release with a tag: the number after the last that is out.
fn pre_release(site: &Site<'_>, stable: &Version, tag: &str) -> Result<Version, ReleaseError> {
    let out = || releases(site).filter(|release| release.is_out() && release.version.core() == stable.core());
    let same = out().filter(|release| release.version.prerelease() == Some(tag));
    let number = same.filter_map(|release| release.version.prerelease_number()).max().unwrap_or(0).saturating_add(1);
    let form = || ReleaseError::BadVersion { text: format!("{stable}-{tag}.{number}"), form: "this is no pre-release".to_owned() };
    let version = stable.stable().tagged(tag, number).ok_or_else(form)?;
    match out().map(|release| &release.version.value).max().filter(|newest| **newest > version) {
        Some(newer) => Err(ReleaseError::PreOrder { newer: newer.clone(), version }),
        None => Ok(version),
    }
}

/// A new release is called as the newest is: with a `v` before its version, or without.
fn new_folder(site: &Site<'_>, version: &Version) -> String {
    let newest = releases(site).next().map(|release| site.loaded.sources.path(release.file));
    let name = newest.and_then(|path| path.split('/').nth(2)).unwrap_or("");
    let mark = if name.starts_with('v') { "v" } else { "" };
    format!("content/{}/{mark}{version}", site.product.key)
}

/// The folder beside or around a release's file: `content/events/2.5.0` for `content/events/2.5.0.yaml` too.
fn folder_of(site: &Site<'_>, plan: &ReleaseDocument) -> String {
    let path = site.loaded.sources.path(plan.file);
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    match name {
        "release.yaml" | "release.yml" => folder.to_owned(),
        name => format!("{folder}/{}", name.rsplit_once('.').map_or(name, |(stem, _)| stem)),
    }
}
