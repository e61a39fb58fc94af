//! Where a text stands: what its links are relative to, and what they lead to.

use crate::ident::BaseUrl;
use crate::markdown::{self, RenderOptions, Rendered, Target};
use crate::model::{Address, Catalog, Entry, ProductIndex, Release, ReleaseIndex};
use crate::source::Text;

use super::media::Media;

/// Where a text stands, which is what its links are relative to.
pub(super) struct Place<'a> {
    catalog: &'a Catalog,
    media: &'a Media,
    product: ProductIndex,
    release: Option<ReleaseIndex>,
    folder: &'a str,
}

impl<'a> Place<'a> {
    /// The place of an entry's body.
    pub(super) fn of_entry(catalog: &'a Catalog, media: &'a Media, entry: &'a Entry) -> Self {
        Self { catalog, media, product: entry.product, release: entry.release, folder: &entry.folder }
    }

    /// The place of a release's own texts.
    pub(super) fn of_release(catalog: &'a Catalog, media: &'a Media, release: &'a Release) -> Self {
        Self { catalog, media, product: release.product, release: Some(release.index), folder: &release.folder }
    }

    /// Scheme and host of the site.
    pub(super) fn origin(&self) -> &str {
        self.catalog.site().url.origin()
    }

    /// Renders a piece of Markdown.
    pub(super) fn render(&self, text: &Text, heading_shift: usize, id_prefix: &str) -> Rendered {
        self.render_text(&text.value, heading_shift, id_prefix)
    }

    /// Renders a text that stands in a field of its own.
    pub(super) fn render_text(&self, text: &str, heading_shift: usize, id_prefix: &str) -> Rendered {
        let origin = self.origin();
        markdown::render(text, &RenderOptions { heading_shift, id_prefix, origin, resolve: &|address| self.target(address) })
    }

    /// Where an address leads.
    pub(super) fn target(&self, address: &str) -> Target {
        match Address::of(address) {
            Address::Entry(name) => {
                let entry = self.catalog.entry_named(self.product, self.release, name).ok();
                self.within(entry.and_then(|index| self.catalog.entry_path(index)))
            }
            Address::Release(name) => {
                let release = self.catalog.release_named(self.product, name).ok();
                self.within(release.map(|index| self.catalog.release(index).path.clone()))
            }
            // The page may be one that this reader does not see.
            Address::Page(path, _) => self.within(self.catalog.page_at(path).and_then(|_| address.get(1..)).map(str::to_owned)),
            Address::File(file) => {
                let fragment = file.find('#').and_then(|at| file.get(at..)).unwrap_or("");
                self.within(self.media.find(self.folder, file).map(|path| format!("{path}{fragment}")))
            }
            Address::Elsewhere(url) if url.starts_with("//") => Target::Nowhere,
            Address::Anchor(_) | Address::Elsewhere(_) => Target::Url(address.to_owned()),
        }
    }

    fn within(&self, path: Option<String>) -> Target {
        let url: &BaseUrl = &self.catalog.site().url;
        path.map_or(Target::Nowhere, |path| Target::Path(url.path_of(&path)))
    }
}
