//! Names of entries and releases, as writers use them, to entries and releases.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::ident::{EntryId, Version};
use crate::source::SourceFile;

use super::{Catalog, EntryIndex, Environment, KindIndex, ProductIndex, ReleaseIndex};

/// How a reference calls the folder of entries that wait for a release, where others have a version.
pub const UNRELEASED: &str = "unreleased";

/// Why a name leads to no entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferenceError {
    /// No entry has this id there.
    Unknown,
    /// One has, but it is not in the catalog: this reader may not see it, or what is wrong with it is reported already.
    Hidden,
    /// Several releases have one; `VERSION/ID` tells them apart.
    Ambiguous(Vec<EntryIndex>),
}

/// What is called what. Names that the reader may not see are here too, so that a hidden entry's name never leads to
/// another entry of the same id.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// By product; none for a release that is not in the catalog.
    releases: Vec<HashMap<Version, Option<ReleaseIndex>>>,
    /// By product.
    entries: Vec<FxHashMap<EntryId, Vec<Candidate>>>,
    /// Files that may hold what is not found.
    unread: Vec<SourceFile>,
}

/// One entry of some id.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The version of its release; none while it waits in `unreleased/`.
    pub version: Option<Arc<Version>>,
    /// Its kind; none where no template has it.
    pub kind: Option<KindIndex>,
    /// The entry, where it is in the catalog.
    pub entry: Option<EntryIndex>,
}

impl Names {
    pub(super) fn of(products: usize, unread: &[SourceFile]) -> Self {
        Self { releases: vec![HashMap::new(); products], entries: vec![FxHashMap::default(); products], unread: unread.to_vec() }
    }

    pub(super) fn add_release(&mut self, product: ProductIndex, version: &Version, release: Option<ReleaseIndex>) {
        let known = self.releases[product.0].entry(version.clone()).or_default();
        *known = known.or(release);
    }

    pub(super) fn add_entry(&mut self, product: ProductIndex, id: &EntryId, candidate: Candidate) {
        // Most ids are unique, and a list that grows has room for four.
        match self.entries[product.0].entry(id.clone()) {
            Entry::Vacant(new) => {
                new.insert(vec![candidate]);
            }
            Entry::Occupied(mut known) => known.get_mut().push(candidate),
        }
    }

    pub(super) fn release(&self, product: ProductIndex, version: &Version) -> Option<ReleaseIndex> {
        self.releases[product.0].get(version).copied().flatten()
    }

    /// Whether there is such a release, in the catalog or not.
    pub(super) fn knows_release(&self, product: ProductIndex, version: &Version) -> bool {
        let named = format!("/{version}");
        self.releases[product.0].contains_key(version) || self.unread.iter().any(|file| file.path.contains(&named))
    }

    /// Whether a file that could not be read may hold an entry of this id.
    fn may_hold(&self, id: &str) -> bool {
        self.unread.iter().any(|file| file.path.contains(id) || file.text.contains(id))
    }

    pub(super) fn ids(&self, product: ProductIndex) -> impl Iterator<Item = (&EntryId, &[Candidate])> {
        self.entries[product.0].iter().map(|(id, candidates)| (id, candidates.as_slice()))
    }
}

/// A name taken apart.
struct Name<'a> {
    product: ProductIndex,
    /// The version that is named; `Some(None)` is `unreleased`.
    home: Option<Option<Version>>,
    id: &'a str,
}

impl Catalog {
    /// The entry that `ID`, `VERSION/ID` or `PRODUCT/VERSION/ID` names, seen from an entry or release of `product`.
    ///
    /// An id alone is first looked for in `release` (in `unreleased/` where none is given) and then in the whole
    /// product. An entry that a later pre-release or the stable release of the same version rewrote does not count there.
    ///
    /// # Errors
    /// [`ReferenceError`].
    pub fn entry_named(&self, product: ProductIndex, release: Option<ReleaseIndex>, name: &str) -> Result<EntryIndex, ReferenceError> {
        self.entry_named_of(product, release, name, None)
    }

    /// As [`Catalog::entry_named`], where only entries of one kind can be meant.
    pub(super) fn entry_named_of(
        &self,
        product: ProductIndex,
        release: Option<ReleaseIndex>,
        name: &str,
        kind: Option<KindIndex>,
    ) -> Result<EntryIndex, ReferenceError> {
        let name = self.take_apart(product, name).ok_or(ReferenceError::Unknown)?;
        let id: EntryId = name.id.parse().map_err(|_| ReferenceError::Unknown)?;
        let unknown = || if self.names.may_hold(name.id) { ReferenceError::Hidden } else { ReferenceError::Unknown };
        let all = self.names.entries[name.product.0].get(&id).map_or(&[][..], Vec::as_slice);
        let fits = |candidate: &Candidate| kind.is_none() || candidate.kind.is_none() || kind == candidate.kind;
        let here = release.map(|release| &self.release(release).version.value);
        let home = name.home.as_ref().map_or(here, Option::as_ref);
        let chosen = match own(all, home).filter(|candidate| fits(candidate)) {
            Some(own) => Some(own),
            None => {
                let fitting: Vec<&Candidate> = all.iter().filter(|candidate| fits(candidate)).collect();
                if name.home.is_some() { self.shown_by(&fitting, home) } else { anywhere(&fitting)? }
            }
        };
        chosen.ok_or_else(unknown)?.entry.ok_or(ReferenceError::Hidden)
    }

    /// The release that `VERSION` or `PRODUCT/VERSION` names.
    ///
    /// # Errors
    /// [`ReferenceError::Unknown`] or [`ReferenceError::Hidden`].
    pub fn release_named(&self, product: ProductIndex, name: &str) -> Result<ReleaseIndex, ReferenceError> {
        let (product, version) = match name.split_once('/') {
            Some((key, version)) => (self.find_product(key).ok_or(ReferenceError::Unknown)?.index, version),
            None => (product, name),
        };
        let version = self.version_of(product, version).ok_or(ReferenceError::Unknown)?;
        let missing = || if self.names.knows_release(product, &version) { ReferenceError::Hidden } else { ReferenceError::Unknown };
        self.names.release(product, &version).ok_or_else(missing)
    }

    /// The path within the site at which a reader finds an entry: its release's page and its anchor there. The public site has
    /// no page of what waits for a release.
    pub fn entry_path(&self, index: EntryIndex) -> Option<String> {
        let entry = self.entry(index);
        let page = match entry.release {
            Some(release) => self.release(release).path.clone(),
            None if self.site.environment == Environment::Production => return None,
            None => format!("{}{UNRELEASED}/", self.product(entry.product).path),
        };
        Some(format!("{page}#{}", entry.id.value))
    }

    /// The name that means this entry from anywhere in its product: `VERSION/ID`.
    pub fn full_name(&self, index: EntryIndex) -> String {
        let entry = self.entry(index);
        let home = entry.release.map_or(UNRELEASED, |release| self.release(release).version.as_str());
        format!("{home}/{}", entry.id.value)
    }

    fn version_of(&self, product: ProductIndex, text: &str) -> Option<Version> {
        Version::parse(text, self.product(product).versioning).ok()
    }

    fn take_apart<'a>(&self, product: ProductIndex, name: &'a str) -> Option<Name<'a>> {
        let mut parts = name.rsplitn(3, '/');
        let id = parts.next()?;
        let (home, key) = (parts.next(), parts.next());
        let product = match key {
            Some(key) => self.find_product(key)?.index,
            None => product,
        };
        let home = match home {
            Some(UNRELEASED) => Some(None),
            Some(version) => Some(Some(self.version_of(product, version)?)),
            None => None,
        };
        Some(Name { product, home, id })
    }

    /// An entry that a release shows as its own: of its pre-releases the newest that has one, or one brought back to it.
    fn shown_by<'a>(&self, candidates: &[&'a Candidate], home: Option<&Version>) -> Option<&'a Candidate> {
        let folded = || {
            let core = home.filter(|version| version.prerelease().is_none())?.core();
            let same = candidates.iter().filter(|candidate| candidate.version.as_ref().is_some_and(|version| version.core() == core));
            same.max_by_key(|candidate| candidate.version.as_ref())
        };
        let backport = || {
            candidates.iter().find(|candidate| {
                let entry = candidate.entry.map(|index| self.entry(index));
                entry.is_some_and(|entry| entry.also_in.iter().any(|release| Some(&self.release(release.value).version.value) == home))
            })
        };
        folded().or_else(backport).copied()
    }
}

/// The candidate of a release itself, or of `unreleased/`. They stand in the order of the catalog: newest version first,
/// what waits for a release last.
fn own<'a>(candidates: &'a [Candidate], home: Option<&Version>) -> Option<&'a Candidate> {
    let found = candidates.binary_search_by(|candidate| home.cmp(&candidate.version.as_deref()));
    found.ok().and_then(|at| candidates.get(at))
}

/// The only candidate of a product, if there is one. An entry that a release rewrote under the same id stands for those of
/// the pre-releases before it, and what waits for a release counts only where nothing released has the id.
fn anywhere<'a>(candidates: &[&'a Candidate]) -> Result<Option<&'a Candidate>, ReferenceError> {
    let released = || candidates.iter().copied().filter_map(|candidate| Some((candidate.version.as_deref()?, candidate)));
    let mut newest: Vec<(&Version, &'a Candidate)> = Vec::new();
    for (version, candidate) in released() {
        // Versions of one core stand together, the newest first.
        if newest.last().is_none_or(|(last, _)| last.core() != version.core()) {
            newest.push((version, candidate));
        }
    }
    match newest.as_slice() {
        [] => Ok(candidates.first().copied()),
        [(_, only)] => Ok(Some(only)),
        several => Err(ReferenceError::Ambiguous(several.iter().filter_map(|(_, candidate)| candidate.entry).collect())),
    }
}
