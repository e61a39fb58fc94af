//! Where a text stands: what its links are relative to, and what they lead to.

use crate::ident::BaseUrl;
use crate::markdown::{self, RenderOptions, Rendered, Target};
use crate::model::{Catalog, Entry, ProductIndex, Release, ReleaseIndex};
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
