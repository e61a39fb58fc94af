//! Every place in the content that names something, and what it names there.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::ident::{Key, Versioning};
use crate::markdown;
use crate::model::{Catalog, Entry, EntryIndex, Release, ReleaseIndex};
use crate::parse::Documents;
use crate::parse::document::{EntryDocument, ReleaseDocument, SiteDocument};
use crate::parse::node::{Node, Value};
use crate::source::{FileId, Sources, Span, Spanned, Text};

use super::names::{self, Part, Seat};
use super::{Thing, links};
use crate::lsp::Snapshot;

/// A place that names something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// What it names.
    pub thing: Thing,
    /// The name alone, but see [`Written::Unclear`].
    pub span: Span,
    /// How it stands there.
    pub written: Written,
}

/// How a name stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// The thing's own title, id or key.
    Itself,
    /// A name. `plain`: it is a whole value of YAML without quotes. `bare`: it means an entry by its id alone, as read in a release
    /// or, with none, in `unreleased/`.
    Name { plain: bool, bare: Option<Option<ReleaseIndex>> },
    /// A name in a spelling that does not show where it starts and ends: the span is all that it stands in.
    Unclear,
}

impl Mention {
    /// Whether it stands for something that is told of elsewhere.
    pub fn is_reference(&self) -> bool {
        self.written != Written::Itself
    }
}

/// A value without the quotes around it.
pub(super) fn unquoted(sources: &Sources, span: Span) -> Span {
    let written = sources.slice(span);
    let is_quoted = written.len() > 1 && ['"', '\''].iter().any(|quote| written.starts_with(*quote) && written.ends_with(*quote));
    let range = span.range();
    if is_quoted { Span::new(span.file, range.start + 1..range.end - 1) } else { span }
}

/// Whether an entry that starts here is a whole Markdown file: those that a release lists in its front matter start further down.
pub(super) fn has_own_file(sources: &Sources, place: Span) -> bool {
    place.start == 0 && sources.path(place.file).ends_with(".md")
}

/// A way through the whole content or a part of it.
pub(super) struct Walk<'a> {
    sources: &'a Sources,
    documents: &'a Documents,
    catalog: &'a Catalog,
    /// The catalog's entries by where they start, and its releases by their files.
    entries: HashMap<Span, EntryIndex>,
    releases: HashMap<FileId, ReleaseIndex>,
    file: Option<FileId>,
    /// What the name that is looked for must contain.
    name: Option<String>,
}

impl<'a> Walk<'a> {
    /// All of a site, if it could be read.
    pub fn of(snapshot: &'a Snapshot) -> Option<Self> {
        let (documents, catalog) = (snapshot.checked.documents.as_ref()?, snapshot.checked.catalog.as_ref()?);
        Some(Self {
            sources: &snapshot.loaded.sources,
            documents,
            catalog,
            entries: catalog.entries().iter().map(|entry| (entry.place, entry.index)).collect(),
            releases: catalog.releases().iter().map(|release| (release.file, release.index)).collect(),
            file: None,
            name: None,
        })
    }

    /// Only what stands in one file.
    pub fn within(self, file: FileId) -> Self {
        Self { file: Some(file), ..self }
    }

    /// At least what names one thing: texts that cannot are not read.
    pub fn naming(self, thing: &Thing) -> Self {
        let name = match thing {
            Thing::Release(index) => {
                // `2.4.0` and `2.4.0+5` are one version, and a calendar's `2026.05` may be `2026.5` elsewhere.
                let release = self.catalog.release(*index);
                let (major, minor, patch) = release.version.core();
                let counts = self.catalog.product(release.product).versioning == Versioning::SemVer;
                if counts { format!("{major}.{minor}.{patch}") } else { major.to_string() }
            }
            other => other.name(self.catalog).to_owned(),
        };
        Self { name: Some(name), ..self }
    }

    /// Every mention, sorted by place.
    pub fn mentions(&self) -> Vec<Mention> {
        let mut found = Vec::new();
        if self.is_wanted(self.documents.site.file) {
            self.site(&self.documents.site, &mut found);
        }
        let releases = self.documents.releases.par_iter().map(|release| self.of_release(release));
        found.extend(releases.flatten_iter().collect::<Vec<_>>());
        for entry in self.documents.unreleased.iter().filter(|entry| self.is_wanted(entry.file)) {
            self.entry(entry, &mut found);
        }
        found.sort_by(|a, b| (a.span, &a.thing).cmp(&(b.span, &b.thing)));
        // Two links may share one definition of their address.
        found.dedup();
        found
    }

    fn is_wanted(&self, file: FileId) -> bool {
        self.file.is_none_or(|wanted| wanted == file)
    }

    fn site(&self, site: &SiteDocument, found: &mut Vec<Mention>) {
        let mut own = |thing: Thing, span: Span| found.push(self.itself(thing, span));
        for product in &site.products {
            let Some(index) = self.catalog.find_product(product.key.value.as_str()).map(|product| product.index) else { continue };
            product.components.iter().for_each(|(key, _)| own(Thing::Component(index, key.value.clone()), key.span));
        }
        site.audiences.iter().for_each(|audience| own(Thing::Audience(audience.key.value.clone()), audience.key.span));
        // Old addresses stay what they were, and paths name their products themselves.
        let Some(seat) = self.catalog.products().first().map(|product| Seat { product: product.index, release: None }) else { return };
        for (_, new) in &site.redirects {
            self.value(new, seat, names::of_address(self.catalog, seat, &new.value), found);
        }
    }

    fn of_release(&self, document: &ReleaseDocument) -> Vec<Mention> {
        let mut found = Vec::new();
        if let Some(index) = self.releases.get(&document.file).filter(|_| self.is_wanted(document.file)) {
            self.release(document, self.catalog.release(*index), &mut found);
        }
        for entry in document.entries.iter().filter(|entry| self.is_wanted(entry.file)) {
            self.entry(entry, &mut found);
        }
        found
    }

    fn release(&self, document: &ReleaseDocument, release: &Release, found: &mut Vec<Mention>) {
        let seat = Seat { product: release.product, release: Some(release.index) };
        let version = |version: &Spanned<crate::ident::Version>, found: &mut Vec<Mention>| {
            let named = self.catalog.find_release(release.product, version).map(|release| Thing::Release(release.index));
            found.extend(named.map(|thing| self.whole(thing, version.span)));
        };
        if document.version.span != document.place {
            version(&document.version, found);
        }
        for name in &document.highlights {
            let entry = self.highlighted(release, &name.value).map(Thing::Entry);
            self.value(name, seat, names::of_entry(self.catalog, seat, &name.value, entry), found);
        }
        if let Some(replaced_by) = document.rollback.as_ref().and_then(|rollback| rollback.value.replaced_by.as_ref()) {
            version(replaced_by, found);
        }
        let steps = [&document.upgrade.before, &document.upgrade.during, &document.upgrade.after];
        let texts = document.summary.iter().chain(steps.into_iter().flatten());
        let texts = texts.chain(document.corrections.iter().map(|correction| &correction.note));
        let texts = texts.chain(document.rollback.iter().filter_map(|rollback| rollback.value.reason.as_ref()));
        texts.for_each(|text| self.text(text, seat, found));
    }

    /// The entry that a highlight means: one that the release shows.
    fn highlighted(&self, release: &Release, name: &str) -> Option<EntryIndex> {
        let named = self.catalog.entry_named(release.product, Some(release.index), name).ok();
        let is_shown = |index: &EntryIndex| release.shown.iter().any(|shown| shown.entry == *index);
        let of_this_id = || self.catalog.shown(release).find(|(_, entry)| entry.id.as_str() == name).map(|(_, entry)| entry.index);
        named.filter(is_shown).or_else(of_this_id)
    }

    fn entry(&self, document: &EntryDocument, found: &mut Vec<Mention>) {
        let Some(entry) = self.entries.get(&document.place).map(|index| self.catalog.entry(*index)) else { return };
        let seat = Seat { product: entry.product, release: entry.release };
        for span in [document.id.span, document.title.span] {
            found.push(self.itself(Thing::Entry(entry.index), span));
        }
        found.push(self.whole(Thing::Kind(entry.kind), document.kind.span));
        let component = |key: &Spanned<Key>| self.whole(Thing::Component(entry.product, key.value.clone()), key.span);
        found.extend(document.components.iter().map(component));
        found.extend(document.audiences.iter().map(|key| self.whole(Thing::Audience(key.value.clone()), key.span)));
        self.own_keys(entry, found);
        let also_in = entry.also_in.iter().map(|release| (release.value, release.span));
        let removal = document.of_kind().removal.iter().filter_map(|version| {
            let release = self.catalog.find_release(entry.product, version)?;
            Some((release.index, version.span))
        });
        found.extend(also_in.chain(removal).map(|(release, span)| self.whole(Thing::Release(release), span)));
        let resolved: HashMap<Span, EntryIndex> =
            entry.resolves.iter().chain(&entry.removes).map(|reference| (reference.span, reference.value)).collect();
        for name in document.of_kind().resolves.iter().chain(&document.of_kind().removes) {
            if let Some(index) = resolved.get(&name.span) {
                self.value(name, seat, names::of_entry(self.catalog, seat, &name.value, Some(Thing::Entry(*index))), found);
            }
        }
        self.text(&document.body, seat, found);
        if let Some(replacement) = document.of_kind().replacement.as_ref().filter(|_| entry.deprecation.is_some()) {
            let text = Text { value: replacement.value.as_str().into(), span: replacement.span, origins: Vec::new() };
            self.text(&text, seat, found);
        }
    }

    /// Components and audiences in fields that only the entry's kind has.
    fn own_keys(&self, entry: &Entry, found: &mut Vec<Mention>) {
        for (field, is_audience) in self.catalog.kind(entry.kind).key_fields() {
            let Some(node) = entry.field(field) else { continue };
            let items = match &node.value {
                Value::List(items) => items,
                _ => std::slice::from_ref(node),
            };
            let key = |item: &Node| item.as_str().and_then(|text| text.parse::<Key>().ok()).map(|key| (key, item.span));
            found.extend(items.iter().filter_map(key).map(|(key, span)| {
                let thing = if is_audience { Thing::Audience(key) } else { Thing::Component(entry.product, key) };
                self.whole(thing, span)
            }));
        }
    }

    fn text(&self, text: &Text, seat: Seat, found: &mut Vec<Mention>) {
        if !links::may_name(&text.value, self.name.as_deref()) {
            return;
        }
        for link in markdown::outline(&text.value).links {
            let parts = names::of_address(self.catalog, seat, &link.target);
            if parts.is_empty() {
                continue;
            }
            match links::address(self.sources, text, &link) {
                Some(start) => found.extend(parts.into_iter().map(|part| self.part(part, seat, text.span.file, start, false))),
                None => {
                    let span = links::place(text, &link);
                    found.extend(parts.into_iter().map(|part| Mention { thing: part.thing, span, written: Written::Unclear }));
                }
            }
        }
    }

    /// The parts of a name that is a value of YAML.
    fn value(&self, name: &Spanned<String>, seat: Seat, parts: Vec<Part>, found: &mut Vec<Mention>) {
        let inner = unquoted(self.sources, name.span);
        let is_clear = self.sources.slice(inner) == name.value;
        found.extend(parts.into_iter().map(|part| {
            if !is_clear {
                return Mention { thing: part.thing, span: name.span, written: Written::Unclear };
            }
            let is_plain = inner == name.span && part.range.len() == name.value.len();
            self.part(part, seat, name.span.file, inner.range().start, is_plain)
        }));
    }

    fn part(&self, part: Part, seat: Seat, file: FileId, start: usize, plain: bool) -> Mention {
        let span = Span::new(file, start + part.range.start..start + part.range.end);
        Mention { thing: part.thing, span, written: Written::Name { plain, bare: part.is_bare.then_some(seat.release) } }
    }

    /// A value of YAML that is one name.
    fn whole(&self, thing: Thing, span: Span) -> Mention {
        let inner = unquoted(self.sources, span);
        // A version may have a `v` before it or be written otherwise; it is one name all the same.
        let is_clear = matches!(thing, Thing::Release(_)) || self.sources.slice(inner) == thing.name(self.catalog);
        let written = if is_clear { Written::Name { plain: inner == span, bare: None } } else { Written::Unclear };
        Mention { thing, span: inner, written }
    }

    fn itself(&self, thing: Thing, span: Span) -> Mention {
        Mention { thing, span: unquoted(self.sources, span), written: Written::Itself }
    }
}
