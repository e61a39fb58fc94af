//! `github-releases.json`: a list as GitHub answers `GET /repos/OWNER/REPO/releases`
//! (<https://docs.github.com/en/rest/releases/releases#list-releases>), as far as a site knows it.

use serde::Serialize;

use crate::markdown::legal;
use crate::model::Release;
use crate::parse::document::OutputKind;
use crate::view::tag_name;

use super::super::pages::Pages;
use super::super::{Material, api, markdown};

/// One release.
#[derive(Debug, Serialize)]
pub(super) struct GithubRelease {
    url: String,
    html_url: String,
    id: u64,
    tag_name: String,
    name: String,
    draft: bool,
    prerelease: bool,
    created_at: Option<String>,
    published_at: Option<String>,
    body: String,
    assets: [(); 0],
}

/// The releases, newest first.
pub(super) fn releases(material: &Material, pages: &Pages, releases: &[&Release]) -> Vec<GithubRelease> {
    releases.iter().map(|one| release(material, pages, one)).collect()
}

fn release(material: &Material, pages: &Pages, release: &Release) -> GithubRelease {
    let product = material.product(release);
    let published = super::moment(release);
    GithubRelease {
        url: address(material, release),
        html_url: material.url(&release.path),
        id: id(&material.release_tag(release)),
        tag_name: tag_name(product, release),
        name: super::name(release),
        draft: false,
        // GitHub has no word for a release that was taken back. A program that takes the newest stable one must not take it.
        prerelease: !release.is_stable() || !release.stands(),
        created_at: published.clone(),
        published_at: published,
        body: body(&markdown::release(pages, release)),
        assets: [],
    }
}

/// Where a program reads more of it: its document of the in-app JSON, or else its page.
fn address(material: &Material, release: &Release) -> String {
    let has_json = material.catalog.site().makes(OutputKind::Api);
    material.url(&if has_json { api::release_path(material, release) } else { release.path.clone() })
}

/// The notes without their first heading, which the name says.
fn body(notes: &str) -> String {
    let rest = notes.strip_prefix("# ").and_then(|rest| rest.split_once('\n')).map_or(notes, |(_, rest)| rest);
    legal(rest.trim()).into_owned()
}

/// A number for an id that is a text: the same whenever it is made, and exact in JavaScript.
fn id(tag: &str) -> u64 {
    let hash = blake3::hash(tag.as_bytes());
    hash.as_bytes()[..6].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
