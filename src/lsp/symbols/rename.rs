//! Another name for an entry, a component or an audience, wherever it is named.

use std::collections::HashSet;

use crate::diag::Edit;
use crate::ident::{Key, KeyError};
use crate::import::yaml::scalar;
use crate::model::{Address, Catalog, Entry, EntryIndex, ReleaseIndex, UNRELEASED};
use crate::parse::Documents;
use crate::parse::document::{EntryDocument, ReleaseDocument};
use crate::source::{Position, Sources, Span};

use super::mentions::{Mention, Walk, Written, has_own_file, unquoted};
use super::{Snapshot, Symbol, Thing};

/// What a new name takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rename {
    /// Edits of the texts as they are, sorted; none touches another.
    pub edits: Vec<Edit>,
    /// The file that is to have another name, and that name, from the site's folder: the name of an entry's own file is its id.
    pub moved: Option<(String, String)>,
}

/// Why a thing cannot have a new name.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenameError {
    /// It is no id or key.
    #[error("`{name}` cannot be a name here: {source}")]
    Illegal {
        /// As given.
        name: String,
        /// What a name may be.
        source: KeyError,
    },
    /// Something in the same place has it.
    #[error("{place} has {what} `{name}` already")]
    Taken {
        /// Where.
        place: String,
        /// What has it.
        what: &'static str,
        /// As given.
        name: String,
    },
    /// A redirect leads on from the address that it would have.
    #[error("`{address}` leads elsewhere by `redirects` in site.yaml: take that line out first")]
    Redirected {
        /// The address.
        address: String,
    },
    /// A reference is written so that no edit is sure to be right.
    #[error("the name in line {line} of `{path}` is written with escapes or broken over lines: write it plainly first")]
    Unclear {
        /// From the site's folder.
        path: String,
        /// From 1.
        line: usize,
    },
    /// Its version is that of its folder or file and of its address.
    #[error("a release is named by its folder or file: rename that, and every `release:` link to it")]
    Release,
    /// A template gives it.
    #[error("a kind is named by its template's file: rename that, and `kind` in every entry of it")]
    Kind,
    /// The site is no longer what it was.
    #[error("nothing of that name is in the site any more")]
    Gone,
}

/// The edits that give a thing another name. References keep their prefix; where the new name alone would mean something else, or
/// something that is called so already would no longer be meant by its name alone, `VERSION/` is put before it.
///
/// The old address of an entry is gone then: a redirect that leads on from it is the writer's to add.
///
/// # Errors
/// [`RenameError`].
pub fn rename(snapshot: &Snapshot, symbol: &Symbol, new_name: &str) -> Result<Rename, RenameError> {
    let walk = Walk::of(snapshot).ok_or(RenameError::Gone)?;
    let (Some(documents), Some(catalog)) = (&snapshot.checked.documents, &snapshot.checked.catalog) else { return Err(RenameError::Gone) };
    let illegal = |source| RenameError::Illegal { name: new_name.to_owned(), source };
    may_rename(symbol)?;
    let key: Key = new_name.parse().map_err(illegal)?;
    if symbol.thing.name(catalog) == new_name {
        return Ok(Rename::default());
    }
    let renaming = Renaming { sources: &snapshot.loaded.sources, documents, catalog, thing: &symbol.thing, new: key.as_str() };
    match &symbol.thing {
        Thing::Entry(index) => {
            let shared = renaming.shared(catalog.entry(*index));
            // Where nothing else is called so, only what names this entry matters.
            let walk = if shared.is_empty() { walk.naming(&symbol.thing) } else { walk };
            renaming.entry(catalog.entry(*index), &shared, &walk.mentions())
        }
        thing => {
            renaming.free_key()?;
            Ok(Rename { edits: renaming.finish(renaming.keys(&walk.naming(thing).mentions())?), moved: None })
        }
    }
}

/// Whether things of this sort have names that an editor may change.
///
/// # Errors
/// A release, whose version is more than a name, or a kind, whose name is its template's.
pub fn may_rename(symbol: &Symbol) -> Result<(), RenameError> {
    match symbol.thing {
        Thing::Release(_) => Err(RenameError::Release),
        Thing::Kind(_) => Err(RenameError::Kind),
        Thing::Entry(_) | Thing::Component(..) | Thing::Audience(_) => Ok(()),
    }
}

struct Renaming<'a> {
    sources: &'a Sources,
    documents: &'a Documents,
    catalog: &'a Catalog,
    thing: &'a Thing,
    new: &'a str,
}

impl Renaming<'_> {
    fn entry(&self, entry: &Entry, shared: &HashSet<EntryIndex>, mentions: &[Mention]) -> Result<Rename, RenameError> {
        self.free_id(entry)?;
        let mut edits = Vec::new();
        for mention in mentions.iter().filter(|mention| mention.is_reference()) {
            let Thing::Entry(index) = mention.thing else { continue };
            let other = self.catalog.entry(index);
            let Written::Name { plain, bare } = mention.written else {
                if index == entry.index || shared.contains(&index) {
                    return Err(self.unclear(mention));
                }
                continue;
            };
            // From its own release an id alone always means the release's own entry.
            let is_lost = bare.is_some_and(|seat| seat != other.release) && !shared.is_empty();
            let name = match (index == entry.index, is_lost) {
                (true, true) => self.with_home(other.release),
                (true, false) => self.new.to_owned(),
                (false, true) if shared.contains(&index) => self.with_home(other.release),
                (false, _) => continue,
            };
            edits.push(Edit { span: mention.span, text: if plain { scalar(&name) } else { name } });
        }
        let path = self.sources.path(entry.place.file);
        let moved = has_own_file(self.sources, entry.place).then(|| (path.to_owned(), format!("{}/{}.md", entry.folder, self.new)));
        match &moved {
            Some((_, new)) if self.sources.find(new).is_some() => {
                Err(RenameError::Taken { place: format!("`{}`", entry.folder), what: "a file", name: format!("{}.md", self.new) })
            }
            Some(_) => Ok(Rename { edits: self.finish(edits), moved }),
            None => {
                edits.push(self.said_id(entry));
                Ok(Rename { edits: self.finish(edits), moved: None })
            }
        }
    }

    /// The name that means an entry of this release, or one in `unreleased/`, from everywhere in its product.
    fn with_home(&self, release: Option<ReleaseIndex>) -> String {
        let home = release.map_or(UNRELEASED, |release| self.catalog.release(release).version.value.as_str());
        format!("{home}/{}", self.new)
    }

    /// Other entries of the product that have the new name, as far as they are in the catalog.
    fn shared(&self, entry: &Entry) -> HashSet<EntryIndex> {
        let is_called_so = |other: &&Entry| other.product == entry.product && other.id.as_str() == self.new;
        self.catalog.entries().iter().filter(is_called_so).map(|other| other.index).collect()
    }

    /// The `id` of a list item: mended, or added where the title gave it until now. The title stays.
    fn said_id(&self, entry: &Entry) -> Edit {
        let name = scalar(self.new);
        if let Some(id) = entry.field("id").filter(|id| !id.is_null()) {
            let inner = unquoted(self.sources, id.span);
            let text = if inner == id.span { name } else { self.new.to_owned() };
            return Edit { span: inner, text };
        }
        let file = entry.fields.span.file;
        let start = entry.fields.span.range().start;
        let text = self.sources.text(file);
        let rest = text.get(start..).unwrap_or("");
        if let Some(inner) = rest.strip_prefix('{') {
            let after = if inner.starts_with(char::is_whitespace) { "" } else { " " };
            let before = if inner.starts_with(char::is_whitespace) { " " } else { "" };
            return Edit { span: Span::new(file, start + 1..start + 1), text: format!("{before}id: {name},{after}") };
        }
        let line = text.get(..start).unwrap_or("").rsplit('\n').next().unwrap_or("");
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Edit { span: Span::new(file, start..start), text: format!("id: {name}{line_end}{}", " ".repeat(line.chars().count())) }
    }

    /// The edits of a component or an audience, its key in site.yaml among them.
    fn keys(&self, mentions: &[Mention]) -> Result<Vec<Edit>, RenameError> {
        let mut edits = Vec::new();
        for mention in mentions.iter().filter(|mention| mention.thing == *self.thing) {
            let plain = match mention.written {
                Written::Name { plain, .. } => plain,
                Written::Itself if self.sources.slice(mention.span) == self.thing.name(self.catalog) => !self.is_quoted(mention.span),
                Written::Itself | Written::Unclear => return Err(self.unclear(mention)),
            };
            edits.push(Edit { span: mention.span, text: if plain { scalar(self.new) } else { self.new.to_owned() } });
        }
        Ok(edits)
    }

    fn is_quoted(&self, span: Span) -> bool {
        self.sources.text(span.file).get(..span.range().start).is_some_and(|before| before.ends_with(['"', '\'']))
    }

    fn finish(&self, mut edits: Vec<Edit>) -> Vec<Edit> {
        edits.sort_by_key(|edit| edit.span);
        edits.dedup();
        edits
    }

    fn unclear(&self, mention: &Mention) -> RenameError {
        let Position { line, .. } = self.sources.position(mention.span.file, mention.span.range().start);
        RenameError::Unclear { path: self.sources.path(mention.span.file).to_owned(), line }
    }

    /// That no entry that shares a page with this one is called so, and no redirect stands in the way.
    fn free_id(&self, entry: &Entry) -> Result<(), RenameError> {
        let all = || all_entries(self.documents);
        let Some((release, document)) = all().find(|(_, other)| other.place == entry.place) else { return Err(RenameError::Gone) };
        let pages = pages(release, document);
        let other = all().find(|(release, other)| {
            other.place != document.place
                && other.product == document.product
                && other.id.value.as_str() == self.new
                && self::pages(*release, other).iter().any(|page| pages.contains(page))
        });
        if let Some((release, _)) = other {
            let place = release.map_or_else(|| format!("`{UNRELEASED}/`"), |release| format!("`{}`", release.version.value));
            return Err(RenameError::Taken { place, what: "an entry", name: self.new.to_owned() });
        }
        let is_in_the_way = |old: &&str| {
            let Address::Page(path, Some(anchor)) = Address::of(old) else { return false };
            let release = self.catalog.page_paths().get(path).copied().flatten().map(|release| self.catalog.release(release));
            anchor == self.new && release.is_some_and(|release| release.shown.iter().any(|shown| shown.entry == entry.index))
        };
        self.no_redirect(is_in_the_way)
    }

    /// That no other component or audience is called so, and no redirect stands in the way.
    fn free_key(&self) -> Result<(), RenameError> {
        let taken = |place: String, what| Err(RenameError::Taken { place, what, name: self.new.to_owned() });
        match self.thing {
            Thing::Component(index, _) => {
                let product = self.catalog.product(*index);
                if product.components.iter().any(|(key, _)| key.as_str() == self.new) {
                    return taken(format!("`{}`", product.key), "a component");
                }
                let page = format!("/{}component/{}/", product.path, self.new);
                self.no_redirect(|old| old.starts_with(&page))
            }
            _ if self.documents.site.audiences.iter().any(|audience| audience.key.as_str() == self.new) => {
                taken("the site".to_owned(), "an audience")
            }
            _ => Ok(()),
        }
    }

    fn no_redirect(&self, is_in_the_way: impl Fn(&&str) -> bool) -> Result<(), RenameError> {
        match self.documents.site.redirects.iter().map(|(old, _)| old.value.as_str()).find(is_in_the_way) {
            Some(address) => Err(RenameError::Redirected { address: address.to_owned() }),
            None => Ok(()),
        }
    }
}

fn all_entries(documents: &Documents) -> impl Iterator<Item = (Option<&ReleaseDocument>, &EntryDocument)> {
    let released = documents.releases.iter().flat_map(|release| release.entries.iter().map(move |entry| (Some(release), &**entry)));
    released.chain(documents.unreleased.iter().map(|entry| (None, &**entry)))
}

/// The pages an entry may stand on, by the numbers of their versions: a stable release shows what its pre-releases brought.
fn pages(release: Option<&ReleaseDocument>, entry: &EntryDocument) -> Vec<Option<(u64, u64, u64)>> {
    let own = release.map(|release| release.version.value.core());
    std::iter::once(own).chain(entry.also_in.iter().map(|version| Some(version.value.core()))).collect()
}
