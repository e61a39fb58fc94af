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
    /// Every piece of Markdown, but for bodies that are words and no more.
    pub texts: Vec<Passage<'a>>,
    /// The positions of those that have links or images, as most have not and many rules are about these.
    pub linked: Vec<usize>,
    /// Files that are copied, by path from the site's folder.
    pub assets: HashMap<&'a str, &'a Asset>,
    /// Texts under `content/` of which nothing came into the catalog, for a mistake that is reported already.
    pub unread: Vec<FileId>,
}

/// A piece of Markdown and where it stands.
pub(super) struct Passage<'a> {
    pub text: Cow<'a, Text>,
    pub outline: Cow<'a, Outline>,
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
        let mut texts: Vec<Passage<'a>> = catalog.entries().par_iter().flat_map_iter(of_entry).collect();
        texts.par_extend(catalog.releases().par_iter().flat_map_iter(of_release));
        let linked = texts.par_iter().enumerate().filter(|(_, text)| !text.outline.links.is_empty()).map(|(position, _)| position);
        Self {
            catalog,
            loaded,
            linked: linked.collect(),
            texts,
            assets: loaded.assets.iter().map(|asset| (asset.path.as_str(), asset)).collect(),
            unread: unread(catalog, loaded),
        }
    }

    /// Whether a file that could not be read says this: what seems to be missing may stand there.
    pub fn may_be_unread(&self, text: &str) -> bool {
        self.unread.iter().any(|file| self.loaded.sources.text(*file).contains(text) || self.loaded.sources.path(*file).contains(text))
    }
}

fn of_entry(entry: &Entry) -> impl Iterator<Item = Passage<'_>> {
    let body = (Cow::Borrowed(&entry.body), Cow::Borrowed(entry.outline()));
    let body = Some(body).filter(|(_, outline)| **outline != Outline::WORDS);
    let replacement = entry.deprecation.as_ref().and_then(|_| entry.field("replacement")).and_then(|node| {
        let text = Text { value: node.as_str()?.into(), span: node.span, origins: Vec::new() };
        let outline = markdown::outline(&text.value);
        Some((Cow::Owned(text), Cow::Owned(outline)))
    });
    let (product, release, folder) = (entry.product, entry.release, entry.folder.as_str());
    let texts = body.into_iter().chain(replacement);
    texts.map(move |(text, outline)| Passage { text, outline, product, release, entry: Some(entry.index), folder })
}

fn of_release(release: &Release) -> impl Iterator<Item = Passage<'_>> {
    let upgrade = [&release.upgrade.before, &release.upgrade.during, &release.upgrade.after];
    let texts = release.summary.iter().chain(upgrade.into_iter().flatten());
    let texts = texts.chain(release.corrections.iter().map(|correction| &correction.note));
    let texts = texts.chain(release.rollback.iter().map(|rollback| &rollback.reason));
    texts.map(|text| Passage {
        text: Cow::Borrowed(text),
        outline: Cow::Owned(markdown::outline(&text.value)),
        product: release.product,
        release: Some(release.index),
        entry: None,
        folder: &release.folder,
    })
}

fn unread(catalog: &Catalog, loaded: &Loaded) -> Vec<FileId> {
    let entries: Vec<FileId> = catalog.entries().par_iter().map(|entry| entry.place.file).collect();
    let releases = catalog.releases().iter().map(|release| release.file);
    let assets = loaded.assets.iter().map(|asset| asset.file);
    let others = loaded.sources.all_but(entries.into_iter().chain(releases).chain(assets));
    let texts = others.filter(|(_, source)| source.path.starts_with("content/") && source.path != "content/site.yaml");
    texts.map(|(file, _)| file).collect()
}
