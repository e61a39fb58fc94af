//! What several rules ask for, worked out once.

use std::borrow::Cow;
use std::collections::HashMap;

use rayon::prelude::*;

use crate::load::{Asset, Loaded};
use crate::markdown::{self, Link, Outline};
use crate::model::{Catalog, Entry, EntryIndex, ProductIndex, Release, ReleaseIndex};
use crate::source::{FileId, Span, Text};

/// A site, ready to be asked.
pub(super) struct Facts<'a> {
    pub catalog: &'a Catalog,
    pub loaded: &'a Loaded,
    /// Every piece of Markdown.
    pub texts: Vec<Passage<'a>>,
    /// Files that are copied, by path from the site's folder.
    pub assets: HashMap<&'a str, &'a Asset>,
    /// Texts under `content/` of which nothing came into the catalog, for a mistake that is reported already.
    pub unread: Vec<FileId>,
}

/// A piece of Markdown and where it stands.
pub(super) struct Passage<'a> {
    pub text: Cow<'a, Text>,
    pub outline: Outline,
    pub product: ProductIndex,
    pub release: Option<ReleaseIndex>,
    /// The entry whose body it is.
    pub entry: Option<EntryIndex>,
    /// What relative links are relative to.
    pub folder: &'a str,
}

impl Passage<'_> {
    /// The links and images in it.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.outline.links.iter()
    }

    /// Where in its file a link's address stands.
    pub fn place(&self, link: &Link) -> Span {
        self.text.span_of(link.range.clone())
    }

    /// Whether only private audiences read it.
    pub fn is_private(&self, catalog: &Catalog) -> bool {
        self.entry.is_some_and(|entry| catalog.entry(entry).private)
    }
}

impl<'a> Facts<'a> {
    pub fn gather(catalog: &'a Catalog, loaded: &'a Loaded) -> Self {
        let mut passages: Vec<Unread<'a>> = catalog.entries().iter().flat_map(of_entry).collect();
        passages.extend(catalog.releases().iter().flat_map(of_release));
        Self {
            catalog,
            loaded,
            texts: passages.into_par_iter().map(Unread::outline).collect(),
            assets: loaded.assets.iter().map(|asset| (asset.path.as_str(), asset)).collect(),
            unread: unread(catalog, loaded),
        }
    }

    /// Whether a file that could not be read says this: what seems to be missing may stand there.
    pub fn may_be_unread(&self, text: &str) -> bool {
        self.unread.iter().any(|file| self.loaded.sources.text(*file).contains(text) || self.loaded.sources.path(*file).contains(text))
    }
}

/// A passage before its outline is made.
struct Unread<'a> {
    text: Cow<'a, Text>,
    product: ProductIndex,
    release: Option<ReleaseIndex>,
    entry: Option<EntryIndex>,
    folder: &'a str,
}

impl<'a> Unread<'a> {
    fn outline(self) -> Passage<'a> {
        let Self { text, product, release, entry, folder } = self;
        let outline = markdown::outline(&text.value);
        Passage { text, outline, product, release, entry, folder }
    }
}

fn of_entry(entry: &Entry) -> impl Iterator<Item = Unread<'_>> {
    let replacement = entry.deprecation.as_ref().and_then(|_| entry.field("replacement")).and_then(|node| {
        let text = Text { value: node.as_str()?.into(), span: node.span, origins: Vec::new() };
        Some(Cow::Owned(text))
    });
    let (product, release, folder) = (entry.product, entry.release, entry.folder.as_str());
    let texts = std::iter::once(Cow::Borrowed(&entry.body)).chain(replacement);
    texts.map(move |text| Unread { text, product, release, entry: Some(entry.index), folder })
}

fn of_release(release: &Release) -> impl Iterator<Item = Unread<'_>> {
    let upgrade = [&release.upgrade.before, &release.upgrade.during, &release.upgrade.after];
    let texts = release.summary.iter().chain(upgrade.into_iter().flatten());
    let texts = texts.chain(release.corrections.iter().map(|correction| &correction.note));
    let texts = texts.chain(release.rollback.iter().map(|rollback| &rollback.reason));
    texts.map(|text| Unread {
        text: Cow::Borrowed(text),
        product: release.product,
        release: Some(release.index),
        entry: None,
        folder: &release.folder,
    })
}

fn unread(catalog: &Catalog, loaded: &Loaded) -> Vec<FileId> {
    let releases = catalog.releases().iter().map(|release| release.file);
    let entries = catalog.entries().iter().map(|entry| entry.place.file);
    let assets = loaded.assets.iter().map(|asset| asset.file);
    let mut known: Vec<FileId> = releases.chain(entries).chain(assets).collect();
    known.sort_unstable();
    let texts = loaded.sources.iter().filter(|(_, source)| source.path.starts_with("content/") && source.path != "content/site.yaml");
    texts.map(|(file, _)| file).filter(|file| known.binary_search(file).is_err()).collect()
}
