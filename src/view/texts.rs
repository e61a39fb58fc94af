//! Every piece of Markdown of a catalog, rendered once; pages, feeds, JSON and mails all take it from here.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::ident::BaseUrl;
use crate::load::Asset;
use crate::markdown::{self, RenderOptions, Rendered, Target};
use crate::model::{Catalog, Entry, EntryIndex, ProductIndex, Release, ReleaseIndex};
use crate::source::Text;

/// Where media of the content folder stand on the site.
#[derive(Debug, Clone, Default)]
pub struct Media {
    /// From the site's folder to the site's root: `content/events/2.4.0/scan.png`, `assets/scan.0123456789abcdef.png`.
    paths: HashMap<String, String>,
    /// Width and height in pixels, by path within the site.
    sizes: HashMap<String, (usize, usize)>,
}

impl Media {
    /// Names every asset of the content folder by its content, so that a changed file has a new address.
    pub fn new(assets: &[Asset]) -> Self {
        let in_content = assets.iter().filter(|asset| asset.path.starts_with("content/"));
        let named = in_content.map(|asset| (asset, hashed_path(&asset.path, &asset.bytes)));
        let (mut paths, mut sizes) = (HashMap::new(), HashMap::new());
        for (asset, path) in named {
            if let Ok(size) = imagesize::blob_size(&asset.bytes) {
                sizes.insert(path.clone(), (size.width, size.height));
            }
            paths.insert(asset.path.clone(), path);
        }
        Self { paths, sizes }
    }

    /// The path within the site of a file of the content folder, by its path from the site's folder.
    pub fn path(&self, path: &str) -> Option<&str> {
        self.paths.get(path).map(String::as_str)
    }

    /// Width and height in pixels of a picture at this path within the site, where its file tells.
    pub fn size(&self, path: &str) -> Option<(usize, usize)> {
        self.sizes.get(path).copied()
    }

    /// The path within the site of a file that `folder` names as `relative`.
    pub fn find(&self, folder: &str, relative: &str) -> Option<&str> {
        self.paths.get(&join(folder, relative)?).map(String::as_str)
    }
}

/// `assets/NAME.HASH.EXT` (`outputs.md`).
pub fn hashed_path(path: &str, bytes: &[u8]) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let hash = &blake3::hash(bytes).to_hex()[..16];
    match file.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}.{hash}.{extension}"),
        None => format!("assets/{file}.{hash}"),
    }
}

/// `folder/relative` with `.` and `..` worked out; nothing where it leaves the top folder.
fn join(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The rendered steps of an upgrade, by phase.
#[derive(Debug, Clone, Default)]
pub struct UpgradeTexts {
    /// `before`
    pub before: Option<Rendered>,
    /// `during`
    pub during: Option<Rendered>,
    /// `after`
    pub after: Option<Rendered>,
}

/// The rendered texts of a release other than its entries.
#[derive(Debug, Clone, Default)]
struct ReleaseTexts {
    summary: Option<Rendered>,
    upgrade: UpgradeTexts,
    corrections: Vec<Rendered>,
    rollback: Option<Rendered>,
}

impl ReleaseTexts {
    fn all(&self) -> impl Iterator<Item = &Rendered> {
        let UpgradeTexts { before, during, after } = &self.upgrade;
        [&self.summary, before, during, after, &self.rollback].into_iter().flatten().chain(&self.corrections)
    }
}

/// All rendered texts of a catalog.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    entries: Vec<Rendered>,
    releases: Vec<ReleaseTexts>,
}

impl Texts {
    /// Renders every body, summary, step and note of the catalog, on all cores.
    pub fn render(catalog: &Catalog, media: &Media) -> Self {
        Self {
            entries: catalog.entries().par_iter().map(|entry| entry_text(catalog, media, entry)).collect(),
            releases: catalog.releases().par_iter().map(|release| release_texts(catalog, media, release)).collect(),
        }
    }

    /// Every text there is.
    pub fn all(&self) -> impl Iterator<Item = &Rendered> {
        self.entries.iter().chain(self.releases.iter().flat_map(ReleaseTexts::all))
    }

    /// The body of an entry.
    pub fn entry(&self, index: EntryIndex) -> &Rendered {
        &self.entries[index.position()]
    }

    /// The summary of a release.
    pub fn summary(&self, index: ReleaseIndex) -> Option<&Rendered> {
        self.releases[index.position()].summary.as_ref()
    }

    /// The upgrade steps of a release.
    pub fn upgrade(&self, index: ReleaseIndex) -> &UpgradeTexts {
        &self.releases[index.position()].upgrade
    }

    /// The notes of a release's corrections, in their order.
    pub fn corrections(&self, index: ReleaseIndex) -> &[Rendered] {
        &self.releases[index.position()].corrections
    }

    /// Why a release was rolled back.
    pub fn rollback(&self, index: ReleaseIndex) -> Option<&Rendered> {
        self.releases[index.position()].rollback.as_ref()
    }
}

fn entry_text(catalog: &Catalog, media: &Media, entry: &Entry) -> Rendered {
    let prefix = format!("{}--", entry.id.value);
    let place = Place { catalog, media, product: entry.product, release: entry.release, folder: &entry.folder };
    place.render(&entry.body, 2, &prefix)
}

fn release_texts(catalog: &Catalog, media: &Media, release: &Release) -> ReleaseTexts {
    let place = Place { catalog, media, product: release.product, release: Some(release.index), folder: &release.folder };
    let steps = |text: &Option<Text>, phase: &str| text.as_ref().map(|text| place.render(text, 2, &format!("upgrade-{phase}--")));
    let corrections = release.corrections.iter().zip(1..);
    ReleaseTexts {
        summary: release.summary.as_ref().map(|text| place.render(text, 1, "summary--")),
        upgrade: UpgradeTexts {
            before: steps(&release.upgrade.before, "before"),
            during: steps(&release.upgrade.during, "during"),
            after: steps(&release.upgrade.after, "after"),
        },
        corrections: corrections.map(|(correction, number)| place.render(&correction.note, 2, &format!("correction-{number}--"))).collect(),
        rollback: release.rollback.as_ref().map(|rollback| place.render(&rollback.reason, 2, "rollback--")),
    }
}

/// Where a text stands, which is what its links are relative to.
struct Place<'a> {
    catalog: &'a Catalog,
    media: &'a Media,
    product: ProductIndex,
    release: Option<ReleaseIndex>,
    folder: &'a str,
}

impl Place<'_> {
    fn render(&self, text: &Text, heading_shift: usize, id_prefix: &str) -> Rendered {
        let origin = self.catalog.site().url.origin();
        markdown::render(&text.value, &RenderOptions { heading_shift, id_prefix, origin, resolve: &|address| self.target(address) })
    }

    fn target(&self, address: &str) -> Target {
        if let Some(name) = address.strip_prefix("entry:") {
            let entry = self.catalog.entry_named(self.product, self.release, name);
            return entry.map_or(Target::Nowhere, |index| self.within(self.catalog.entry_path(index)));
        }
        if let Some(name) = address.strip_prefix("release:") {
            let release = self.catalog.release_named(self.product, name);
            return release.map_or(Target::Nowhere, |index| self.within(Some(self.catalog.release(index).path.clone())));
        }
        if let Some(path) = address.strip_prefix('/').filter(|path| !path.starts_with('/')) {
            return self.within(Some(path.to_owned()));
        }
        if address.starts_with('#') || address.starts_with("mailto:") || address.contains("://") {
            return Target::Url(address.to_owned());
        }
        self.within(self.media.find(self.folder, address).map(str::to_owned))
    }

    fn within(&self, path: Option<String>) -> Target {
        let url: &BaseUrl = &self.catalog.site().url;
        path.map_or(Target::Nowhere, |path| Target::Path(url.path_of(&path)))
    }
}
