//! The first step of [`resolve`](super::resolve): products, releases and entries that this reader may see, each with
//! what it says itself and its index; nothing yet of what they are to each other.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::mem::take;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ident::{EntryId, Key, Version, VersionRange};
use crate::parse::Documents;
use crate::parse::document::{EntryDocument, ReleaseDocument, SiteDocument};
use crate::source::{Span, Spanned};
use crate::template::Template;

use super::reference::{Candidate, Names};
use super::references::Patterns;
use super::scope::{Sight, is_private_entry};
use super::{Catalog, Entry, EntryIndex, KindIndex, ProductIndex, ReleaseIndex, Scope, plain};

/// A catalog in the making, and the documents it is made from.
pub(super) struct Draft<'a> {
    pub catalog: Catalog,
    pub scope: &'a Scope,
    /// By [`ReleaseIndex`].
    pub releases: Vec<&'a ReleaseDocument>,
    /// By [`EntryIndex`].
    pub entries: Vec<&'a EntryDocument>,
    /// Entries of releases in the catalog that the reader may not see: what they fix and remove is so all the same.
    pub unseen: Vec<(ReleaseIndex, &'a EntryDocument)>,
    /// Releases of which only the day is seen.
    pub scheduled: Vec<(ProductIndex, &'a ReleaseDocument)>,
    placed: Vec<Placed<'a>>,
    site: &'a SiteDocument,
    kinds: FxHashMap<&'a str, KindIndex>,
    patterns: Patterns,
}

/// A release that entries are written for.
struct Home<'a> {
    product: ProductIndex,
    document: &'a ReleaseDocument,
    /// Its place, where this reader may see it.
    index: Option<ReleaseIndex>,
    /// Its version, to be named by all of them.
    version: Arc<Version>,
    sight: Sight,
}

/// An entry of which it is known where it belongs, and not yet read further.
struct Placed<'a> {
    document: &'a Arc<EntryDocument>,
    product: ProductIndex,
    /// The release that it was written for, and its place there unless it waits in `unreleased/`.
    release: Option<(&'a ReleaseDocument, ReleaseIndex)>,
    kind: KindIndex,
}

impl<'a> Draft<'a> {
    pub(super) fn lay(documents: &'a Documents, templates: &'a [Template], scope: &'a Scope, diags: &mut Diagnostics) -> Self {
        let mut in_order: Vec<&Template> = templates.iter().collect();
        in_order.sort_by_key(|template| (template.order, template.name.as_str()));
        let site = &documents.site;
        let count = documents.releases.iter().map(|release| release.entries.len()).sum::<usize>() + documents.unreleased.len();
        let mut draft = Self {
            catalog: Catalog {
                site: plain::site(site, scope),
                today: scope.today,
                kinds: in_order.iter().map(|template| (*template).clone()).collect(),
                products: Vec::new(),
                releases: Vec::with_capacity(documents.releases.len()),
                entries: Vec::new(),
                names: Names::of(site.products.len(), &documents.unread),
                pages: HashMap::new(),
            },
            scope,
            releases: Vec::with_capacity(documents.releases.len()),
            entries: Vec::with_capacity(count),
            unseen: Vec::new(),
            scheduled: Vec::new(),
            placed: Vec::with_capacity(count),
            site,
            kinds: in_order.iter().enumerate().map(|(index, template)| (template.name.as_str(), KindIndex(index))).collect(),
            patterns: Patterns::new(&site.references),
        };
        for (index, document) in site.products.iter().enumerate() {
            draft.catalog.products.push(plain::product(ProductIndex(index), document, site));
        }
        draft.lay_releases(documents, diags);
        draft.lay_unreleased(documents, diags);
        let placed = take(&mut draft.placed);
        draft.catalog.entries = placed.par_iter().enumerate().map(|(index, placed)| draft.entry(EntryIndex(index), placed)).collect();
        draft
    }

    fn lay_releases(&mut self, documents: &'a Documents, diags: &mut Diagnostics) {
        let mut by_product: HashMap<&str, Vec<&'a ReleaseDocument>> = HashMap::new();
        for release in &documents.releases {
            by_product.entry(release.product.as_str()).or_default().push(release);
        }
        for product in &documents.site.products {
            let Some(product) = self.catalog.find_product(product.key.value.as_str()).map(|product| product.index) else { continue };
            let mut releases = by_product.remove(self.catalog.product(product).key.as_str()).unwrap_or_default();
            // A stable sort: of two releases with one version the one without build metadata stands, then the first by path.
            releases.sort_by_key(|release| (Reverse(&release.version.value), release.version.as_str().len()));
            for group in releases.chunk_by(|a, b| a.version.value == b.version.value) {
                self.lay_release(product, group, diags);
            }
        }
    }

    /// Lays one release. Where several have its version, their entries join it, so that nothing that refers to them is
    /// reported as well.
    fn lay_release(&mut self, product: ProductIndex, group: &[&'a ReleaseDocument], diags: &mut Diagnostics) {
        let Some((first, others)) = group.split_first() else { return };
        diags.extend(others.iter().map(|other| duplicate_version(other, first)));
        let sight = self.scope.sight(first);
        if sight == Sight::Day {
            self.scheduled.push((product, first));
        }
        let index = matches!(sight, Sight::Whole | Sight::Advance).then(|| self.add_release(product, first, diags));
        self.catalog.names.add_release(product, &first.version.value, index);
        let home = Home { product, document: first, index, version: Arc::new(first.version.value.clone()), sight };
        let mut ids: FxHashMap<&EntryId, (usize, Span)> = FxHashMap::default();
        for (of, entry) in group.iter().enumerate().flat_map(|(of, release)| release.entries.iter().map(move |entry| (of, entry))) {
            match ids.get(&entry.id.value) {
                Some((earlier, span)) if *earlier == of => diags.push(duplicate_id(entry, *span, "this release")),
                // Where a release stands twice, so do its entries.
                Some(_) => {}
                None => {
                    ids.insert(&entry.id.value, (of, entry.id.span));
                    self.lay_entry(&home, entry);
                }
            }
        }
    }

    fn lay_entry(&mut self, home: &Home<'a>, entry: &'a Arc<EntryDocument>) {
        let Home { product, document, index, ref version, sight } = *home;
        let kind = self.kinds.get(entry.kind.value.as_str()).copied();
        let seen = |kind| self.scope.sees_entry(entry, self.catalog.kind(kind), sight, &self.site.audiences);
        let index = match (index, kind) {
            (Some(home), Some(kind)) if seen(kind) => {
                let index = self.place_entry(Placed { document: entry, product, release: Some((document, home)), kind });
                self.catalog.releases[home.0].entries.push(index);
                Some(index)
            }
            (Some(home), Some(_)) => {
                self.unseen.push((home, entry));
                None
            }
            _ => None,
        };
        let candidate = Candidate { version: Some(Arc::clone(version)), kind, entry: index };
        self.catalog.names.add_entry(product, &entry.id.value, candidate);
    }

    fn lay_unreleased(&mut self, documents: &'a Documents, diags: &mut Diagnostics) {
        let mut ids: HashMap<(ProductIndex, &EntryId), Span> = HashMap::new();
        for entry in &documents.unreleased {
            let Some(product) = self.catalog.find_product(entry.product.as_str()).map(|product| product.index) else { continue };
            let kind = self.kinds.get(entry.kind.value.as_str()).copied();
            if let Some(earlier) = ids.get(&(product, &entry.id.value)) {
                diags.push(duplicate_id(entry, *earlier, "`unreleased/`"));
                continue;
            }
            ids.insert((product, &entry.id.value), entry.id.span);
            let sees = |kind: &KindIndex| {
                self.scope.sees_unreleased() && self.scope.sees_entry(entry, self.catalog.kind(*kind), Sight::Whole, &self.site.audiences)
            };
            let index = kind.filter(sees).map(|kind| self.place_entry(Placed { document: entry, product, release: None, kind }));
            self.catalog.products[product.0].unreleased.extend(index);
            self.catalog.names.add_entry(product, &entry.id.value, Candidate { version: None, kind, entry: index });
        }
    }

    fn add_release(&mut self, product: ProductIndex, document: &'a ReleaseDocument, diags: &mut Diagnostics) -> ReleaseIndex {
        let index = ReleaseIndex(self.catalog.releases.len());
        let path = format!("{}{}/", self.catalog.product(product).path, document.version.value);
        let rollback = diags.keep(plain::rollback(document)).flatten();
        self.catalog.releases.push(plain::release(index, product, path, document, rollback));
        self.releases.push(document);
        self.catalog.products[product.0].releases.push(index);
        index
    }

    fn place_entry(&mut self, placed: Placed<'a>) -> EntryIndex {
        let index = EntryIndex(self.placed.len());
        self.entries.push(placed.document);
        self.placed.push(placed);
        index
    }

    fn entry(&self, index: EntryIndex, placed: &Placed) -> Entry {
        let Placed { document, product, release, kind } = *placed;
        let known = |key: &&Spanned<Key>| self.scope.knows_audience(&key.value, &self.site.audiences);
        let from_here_on = || release.map_or_else(VersionRange::everything, |(release, _)| VersionRange::from(&release.version.value));
        let affects = || document.of_kind().affects.as_ref().map_or_else(from_here_on, |range| range.value.clone());
        let kind_name = document.kind.value.as_str();
        Entry {
            index,
            product,
            release: release.map(|(_, home)| home),
            kind,
            kind_span: document.kind.span,
            components: document.components.iter().map(|key| key.value.clone()).collect(),
            audiences: document.audiences.iter().filter(known).map(|key| key.value.clone()).collect(),
            private: is_private_entry(document, &self.site.audiences),
            refs: document.refs.iter().map(|text| self.patterns.reference(text)).collect(),
            highlight: document.highlight,
            docs: document.docs.as_ref().map(|url| url.value.clone()),
            also_in: Box::default(),
            removes: Box::default(),
            resolves: Box::default(),
            security: (kind_name == "security").then(|| plain::security(document.of_kind(), affects()).into()),
            known_issue: (kind_name == "known-issue").then(|| plain::known_issue(document.of_kind(), affects()).into()),
            deprecation: (kind_name == "deprecation").then(|| plain::deprecation(document.of_kind()).into()),
            fields: plain::fields(document, self.scope),
            document: Arc::clone(document),
        }
    }
}

fn duplicate_version(other: &ReleaseDocument, first: &ReleaseDocument) -> Diagnostic {
    let (version, earlier) = (&other.version.value, &first.version.value);
    let message = if version.as_str() == earlier.as_str() {
        format!("there is a release `{version}` already")
    } else {
        format!("`{version}` is the same version as `{earlier}`: what follows `+` does not tell versions apart")
    };
    Diagnostic::new(Code::DuplicateVersion, other.version.span, message)
        .related(first.version.span, "the first one")
        .help("join the two, or give one of them another version")
}

fn duplicate_id(entry: &EntryDocument, earlier: Span, home: &str) -> Diagnostic {
    let id = &entry.id.value;
    Diagnostic::new(Code::DuplicateId, entry.id.span, format!("id `{id}` is already used in {home}"))
        .related(earlier, "first used here")
        .help(format!("rename one, for instance to `{id}-2`"))
}
