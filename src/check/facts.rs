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
    /// Every piece of Markdown that is no entry's body.
    others: Vec<Other<'a>>,
    /// Where links and images are: most texts have none, and many rules are about these.
    linked: Vec<Place>,
    /// Files that are copied, by path from the site's folder.
    pub assets: HashMap<&'a str, &'a Asset>,
    /// Texts under `content/` of which nothing came into the catalog, for a mistake that is reported already.
    pub unread: Vec<FileId>,
}

/// A piece of Markdown and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Passage<'a> {
    pub text: &'a Text,
    pub outline: &'a Outline,
    pub product: ProductIndex,
    pub release: Option<ReleaseIndex>,
    /// The entry that says it.
    pub entry: Option<EntryIndex>,
    /// What relative links are relative to.
    pub folder: &'a str,
}

impl<'a> Passage<'a> {
    /// The body of an entry; nothing where that is words and no more.
    pub fn body(entry: &'a Entry) -> Option<Self> {
        let (text, outline, folder) = (&entry.body, entry.outline(), entry.folder.as_str());
        let passage = Self { text, outline, product: entry.product, release: entry.release, entry: Some(entry.index), folder };
        (*outline != Outline::WORDS).then_some(passage)
    }

    /// The links and images in it.
    pub fn links(self) -> impl Iterator<Item = &'a Link> {
        self.outline.links.iter()
    }

    /// Where in its file a link's address stands.
    pub fn place(self, link: &Link) -> Span {
        self.text.span_of(link.range.clone())
    }

    /// Whether only private audiences read it.
    pub fn is_private(self, catalog: &Catalog) -> bool {
        self.entry.is_some_and(|entry| catalog.entry(entry).private)
    }
}

/// A text that is no entry's body.
struct Other<'a> {
    text: Cow<'a, Text>,
    outline: Outline,
    product: ProductIndex,
    release: Option<ReleaseIndex>,
    entry: Option<EntryIndex>,
    folder: &'a str,
}

/// Where a text is found again.
enum Place {
    Body(EntryIndex),
    Other(usize),
}

impl<'a> Facts<'a> {
    pub fn gather(catalog: &'a Catalog, loaded: &'a Loaded) -> Self {
        let replacements = catalog.entries().par_iter().filter_map(replacement);
        let others: Vec<Other<'a>> = replacements.chain(catalog.releases().par_iter().flat_map_iter(of_release)).collect();
        let bodies = catalog.entries().par_iter().filter(|entry| !entry.outline().links.is_empty()).map(|entry| Place::Body(entry.index));
        let mut linked: Vec<Place> = bodies.collect();
        linked.extend((0..others.len()).filter(|position| !others[*position].outline.links.is_empty()).map(Place::Other));
        Self {
            catalog,
            loaded,
            others,
            linked,
            assets: loaded.assets.iter().map(|asset| (asset.path.as_str(), asset)).collect(),
            unread: unread(catalog, loaded),
        }
    }

    /// Every text that is no entry's body.
    pub fn others(&self) -> impl IndexedParallelIterator<Item = Passage<'_>> {
        self.others.par_iter().map(Other::passage)
    }

    /// Every text that has links or images.
    pub fn linked(&self) -> impl Iterator<Item = Passage<'_>> {
        self.linked.iter().filter_map(|place| match place {
            Place::Body(entry) => Passage::body(self.catalog.entry(*entry)),
            Place::Other(position) => self.others.get(*position).map(Other::passage),
        })
    }

    /// Whether a file that could not be read says this: what seems to be missing may stand there.
    pub fn may_be_unread(&self, text: &str) -> bool {
        self.unread.iter().any(|file| self.loaded.sources.text(*file).contains(text) || self.loaded.sources.path(*file).contains(text))
    }
}

impl Other<'_> {
    fn passage(&self) -> Passage<'_> {
        let Self { text, outline, product, release, entry, folder } = self;
        Passage { text, outline, product: *product, release: *release, entry: *entry, folder }
    }
}

/// What comes in the place of something deprecated.
fn replacement(entry: &Entry) -> Option<Other<'_>> {
    let node = entry.deprecation.as_ref().and_then(|_| entry.field("replacement"))?;
    let text = Text { value: node.as_str()?.into(), span: node.span, origins: Vec::new() };
    let outline = markdown::outline(&text.value);
    let (product, release, folder) = (entry.product, entry.release, entry.folder.as_str());
    Some(Other { text: Cow::Owned(text), outline, product, release, entry: Some(entry.index), folder })
}

fn of_release(release: &Release) -> impl Iterator<Item = Other<'_>> {
    let upgrade = [&release.upgrade.before, &release.upgrade.during, &release.upgrade.after];
    let texts = release.summary.iter().chain(upgrade.into_iter().flatten());
    let texts = texts.chain(release.corrections.iter().map(|correction| &correction.note));
    let texts = texts.chain(release.rollback.iter().map(|rollback| &rollback.reason));
    texts.map(|text| Other {
        text: Cow::Borrowed(text),
        outline: markdown::outline(&text.value),
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
