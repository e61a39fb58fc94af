//! A [`Catalog`] to views. What many views name (addresses, versions) is worked out once, here.

use std::collections::HashMap;

use crate::ident::{Key, Version};
use crate::model::{Catalog, Entry, EntryIndex, Environment, Origin, Product, ProductIndex, Reference, Release, ReleaseIndex, Shown};
use crate::parse::document::{Contributor, OutputKind, Status, Support, TitledLink};

use super::link::{EntryLink, Kind, Link, Named, Picture, ReleaseLink};
use super::site::SupportView;
use super::text::excerpt;
use super::{Media, Texts};

/// Makes the views of one catalog.
pub struct Views<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) texts: &'a Texts,
    pub(super) media: &'a Media,
    /// Path from the host of each release's page.
    release_urls: Vec<String>,
    /// Path from the host of each product's timeline.
    product_urls: Vec<String>,
    /// Path from the host of each product's page of what waits for a release.
    unreleased_urls: Vec<String>,
    /// Releases by version: a search of the product's list for each reference would make a build quadratic.
    versions: HashMap<(ProductIndex, &'a Version), ReleaseIndex>,
}

impl<'a> Views<'a> {
    /// Prepares what views share.
    pub fn new(catalog: &'a Catalog, texts: &'a Texts, media: &'a Media) -> Self {
        let url = &catalog.site().url;
        let product_urls: Vec<String> = catalog.products().iter().map(|product| url.path_of(&product.path)).collect();
        Self {
            catalog,
            texts,
            media,
            release_urls: catalog.releases().iter().map(|release| url.path_of(&release.path)).collect(),
            unreleased_urls: product_urls.iter().map(|product| format!("{product}unreleased/")).collect(),
            product_urls,
            versions: catalog.releases().iter().map(|release| ((release.product, &release.version.value), release.index)).collect(),
        }
    }

    /// The catalog that is viewed.
    pub fn catalog(&self) -> &'a Catalog {
        self.catalog
    }

    /// Its rendered texts.
    pub fn texts(&self) -> &'a Texts {
        self.texts
    }

    /// Whether the build makes this output.
    pub(super) fn makes(&self, output: OutputKind) -> bool {
        self.catalog.site().makes(output)
    }

    /// Whether what the public may not see yet is shown, and marked.
    pub fn shows_hidden(&self) -> bool {
        self.catalog.site().environment != Environment::Production
    }

    /// The path from the host of a path within the site.
    pub fn path(&self, path: &str) -> String {
        self.catalog.site().url.path_of(path)
    }

    /// The path from the host of a product's timeline.
    pub fn product_url(&self, index: ProductIndex) -> &str {
        &self.product_urls[index.position()]
    }

    /// The path from the host of a release's page.
    pub fn release_url(&self, index: ReleaseIndex) -> &str {
        &self.release_urls[index.position()]
    }

    /// The path from the host at which a reader finds an entry; the product's page where none shows it yet.
    pub fn entry_url(&self, entry: &Entry) -> String {
        let page = match entry.release {
            Some(release) => self.release_url(release),
            None if !self.shows_hidden() => return self.product_url(entry.product).to_owned(),
            None => &self.unreleased_urls[entry.product.position()],
        };
        format!("{page}#{}", entry.id.value)
    }

    /// The release of a product that has this version.
    pub(super) fn release_of(&self, product: ProductIndex, version: &'a Version) -> Option<&'a Release> {
        self.versions.get(&(product, version)).map(|index| self.catalog.release(*index))
    }

    /// A release, as other pages name it.
    pub(super) fn release_link(&self, index: ReleaseIndex) -> ReleaseLink<'_> {
        let release = self.catalog.release(index);
        ReleaseLink {
            version: release.version.as_str(),
            title: release.title.as_deref(),
            url: self.release_url(index),
            product: &self.catalog.product(release.product).name,
            date: release.date.as_ref().map(|date| (&date.value).into()),
            release_type: release.release_type.name(),
            channel: release.channel.name(),
            status: release.status.name(),
            lts_until: release.lts_until.map(Into::into),
            hidden: self.is_hidden(release),
        }
    }

    /// Whether the public may not see a release yet. Only on staging and preview sites: elsewhere such releases are not there at all.
    pub fn is_hidden(&self, release: &Release) -> bool {
        let today = self.catalog.today();
        let unannounced = release.status.value == Status::Planned && release.announced.as_ref().is_none_or(|day| day.value > today);
        self.shows_hidden() && (unannounced || self.is_embargoed(release))
    }

    /// Whether the day on which a release may be published is still to come.
    pub(super) fn is_embargoed(&self, release: &Release) -> bool {
        release.publish.is_some_and(|moment| moment.date_naive() > self.catalog.today())
    }

    /// Whether the public sees an entry only once its release is out.
    pub fn is_waiting(&self, entry: &Entry) -> bool {
        let planned = entry.release.is_some_and(|release| !self.catalog.release(release).is_out());
        self.shows_hidden() && planned && !self.catalog.kind(entry.kind).advance
    }

    /// An entry, as other pages name it.
    pub(super) fn entry_link(&self, index: EntryIndex) -> EntryLink<'_> {
        let entry = self.catalog.entry(index);
        EntryLink {
            id: entry.id.value.as_str(),
            title: &entry.title.value,
            url: self.entry_url(entry),
            kind: self.kind(entry),
            release: entry.release.map(|release| self.release_link(release)),
            private: entry.private,
        }
    }

    /// The kind of an entry.
    pub(super) fn kind(&self, entry: &Entry) -> Kind<'a> {
        self.catalog.kind(entry.kind).into()
    }

    /// The beginning of an entry's body, as plain text.
    pub(super) fn excerpt(&self, index: EntryIndex) -> String {
        excerpt(&self.texts.entry(index).plain, 240)
    }

    /// The components of an entry, with their pages.
    pub(super) fn components(&self, entry: &'a Entry) -> Vec<Named<'a>> {
        let product = self.catalog.product(entry.product);
        let named = |key: &'a Key| Named {
            key: key.as_str(),
            name: product.component_name(key).unwrap_or(key.as_str()),
            url: Some(self.component_url(product, key)),
            private: false,
        };
        entry.components.iter().map(named).collect()
    }

    /// The path from the host of a component's page.
    pub fn component_url(&self, product: &Product, key: &Key) -> String {
        format!("{}component/{key}/", self.product_url(product.index))
    }

    /// The path from the host of a kind's page.
    pub fn kind_url(&self, product: &Product, kind: &Key) -> String {
        format!("{}kind/{kind}/", self.product_url(product.index))
    }

    /// The audiences of an entry.
    pub(super) fn audiences(&self, entry: &'a Entry) -> Vec<Named<'a>> {
        let named = |key: &'a Key| {
            let known = self.catalog.site().audiences.iter().find(|audience| audience.key.value == *key);
            let name = known.map_or(key.as_str(), |audience| &audience.name.value);
            Named { key: key.as_str(), name, url: None, private: known.is_some_and(|audience| audience.private) }
        };
        entry.audiences.iter().map(named).collect()
    }

    /// The picture of an entry.
    pub(super) fn picture(&self, entry: &'a Entry) -> Option<Picture<'a>> {
        let image = entry.image.as_ref()?;
        let alt = image.alt.as_ref().map_or("", |alt| &alt.value);
        if image.src.contains("://") {
            return Some(Picture { src: image.src.value.clone(), alt, width: None, height: None, srcset: None });
        }
        let file = self.media.find(&entry.folder, &image.src)?;
        let size = self.media.size(file);
        let srcset = self.media.srcset(file, &self.catalog.site().url);
        Some(Picture { src: self.path(file), alt, width: size.map(|size| size.0), height: size.map(|size| size.1), srcset })
    }

    /// The page of a release that shows an entry, where it came from another.
    pub(super) fn origin(&self, shown: &Shown) -> Option<super::entry::OriginView<'_>> {
        let (kind, release) = match shown.origin? {
            Origin::Prerelease(release) => ("prerelease", release),
            Origin::Backport(release) => ("backport", release),
        };
        Some(super::entry::OriginView { kind, release: self.release_link(release) })
    }
}

/// Whom to ask.
pub(super) fn support(support: &Support) -> SupportView<'_> {
    SupportView {
        email: support.email.as_ref().map(|email| email.address()),
        url: support.url.as_ref().map(|url| url.as_str()),
        phone: support.phone.as_ref().map(|phone| phone.as_str()),
    }
}

/// A person, with a page where one is given.
pub(super) fn person(contributor: &Contributor) -> Link<'_> {
    Link { title: &contributor.name.value, url: contributor.url.as_ref().map(|url| url.as_str()) }
}

/// A link with a title.
pub(super) fn titled(link: &TitledLink) -> Link<'_> {
    Link { title: &link.title.value, url: Some(link.url.as_str()) }
}

/// A reference.
pub(super) fn reference(reference: &Reference) -> Link<'_> {
    Link { title: &reference.text.value, url: reference.url.as_deref() }
}
