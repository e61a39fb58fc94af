//! The world as the documents tell it, with every reference resolved: the [`Catalog`].
//!
//! In: [`Documents`](crate::parse::Documents) and templates. Out: a catalog whose fields are private and whose only
//! constructor is [`resolve`]. References between releases and entries are indexes, made once. Types, channels,
//! support lines and the lives of known issues and deprecations are derived here and nowhere else.

mod address;
mod affected;
mod connect;
mod draft;
mod entry;
mod lifecycle;
mod media;
mod next;
mod order;
mod page;
mod paths;
mod plain;
mod product;
mod reference;
mod references;
mod release;
mod resolve;
mod scope;
mod stats;
mod upgrade;

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::ident::Version;
use crate::template::Template;

use reference::Names;

pub use address::Address;
pub(crate) use connect::Hints;
pub use entry::{Deprecation, DeprecationState, Entry, IssueState, KnownIssue, Reference, Security};
pub use media::media_path;
pub use next::{NextVersion, step_between};
pub use paths::{ENTRIES_A_PAGE, LINES_A_PAGE, RELEASES_A_PAGE};
pub use product::{Policy, Product, Scheduled, Site};
pub use reference::{ReferenceError, UNRELEASED};
pub use release::{Channel, Origin, Reach, Release, ReleaseType, Rollback, Shown};
pub use resolve::resolve;
pub use scope::{Environment, Scope};
pub use stats::{Period, Spread, Stats, Stretch};
pub use upgrade::{Arrival, Leg, SettingJump, Upgrade, Way};

/// A product's place in [`Catalog::products`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductIndex(usize);

impl ProductIndex {
    /// Its position in that list.
    pub fn position(self) -> usize {
        self.0
    }
}

/// A release's place in [`Catalog::releases`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReleaseIndex(usize);

impl ReleaseIndex {
    /// Its position in that list.
    pub fn position(self) -> usize {
        self.0
    }
}

/// An entry's place in [`Catalog::entries`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryIndex(usize);

impl EntryIndex {
    /// Its position in that list.
    pub fn position(self) -> usize {
        self.0
    }
}

/// A kind's place in [`Catalog::kinds`], which is page order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindIndex(usize);

impl KindIndex {
    /// Its position in that list.
    pub fn position(self) -> usize {
        self.0
    }
}

/// Everything that is published, resolved. One catalog holds what one reader may see: see [`Scope`].
#[derive(Debug, Clone)]
pub struct Catalog {
    site: Site,
    today: NaiveDate,
    kinds: Vec<Template>,
    products: Vec<Product>,
    releases: Vec<Release>,
    entries: Vec<Entry>,
    names: Names,
    pages: HashMap<String, Option<ReleaseIndex>>,
}

impl Catalog {
    /// What is true of the site as a whole.
    pub fn site(&self) -> &Site {
        &self.site
    }
    /// The build's one clock.
    pub fn today(&self) -> NaiveDate {
        self.today
    }
    /// The entry templates in force, in page order.
    pub fn kinds(&self) -> &[Template] {
        &self.kinds
    }
    /// The template of an entry.
    pub fn kind(&self, index: KindIndex) -> &Template {
        &self.kinds[index.0]
    }
    /// The entry template of this name.
    pub fn kind_named(&self, name: &str) -> Option<KindIndex> {
        self.kinds.iter().position(|kind| kind.name.as_str() == name).map(KindIndex)
    }
    /// Every product, in the order of site.yaml.
    pub fn products(&self) -> &[Product] {
        &self.products
    }
    /// One product.
    pub fn product(&self, index: ProductIndex) -> &Product {
        &self.products[index.0]
    }
    /// Every release of every product, by product, then newest version first.
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }
    /// One release.
    pub fn release(&self, index: ReleaseIndex) -> &Release {
        &self.releases[index.0]
    }
    /// Every entry, unreleased ones included.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
    /// One entry.
    pub fn entry(&self, index: EntryIndex) -> &Entry {
        &self.entries[index.0]
    }
    /// The product of this key.
    pub fn find_product(&self, key: &str) -> Option<&Product> {
        self.products.iter().find(|product| product.key.as_str() == key)
    }
    /// The release of a product with this version; build metadata does not count.
    pub fn find_release(&self, product: ProductIndex, version: &Version) -> Option<&Release> {
        self.names.release(product, version).map(|index| self.release(index))
    }
    /// The entries a reader finds on a release's page, resolved.
    pub fn shown<'a>(&'a self, release: &'a Release) -> impl Iterator<Item = (&'a Shown, &'a Entry)> {
        release.shown.iter().map(|shown| (shown, self.entry(shown.entry)))
    }
}
