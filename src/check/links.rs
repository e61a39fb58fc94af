//! Links in Markdown to entries, releases, pages and anchors of this site.

use crate::diag::{Code, Diagnostic, Diagnostics, listed, nearest};
use crate::ident::LinkUrl;
use crate::markdown::Link;
use crate::model::{EntryIndex, Hints, Product, ReferenceError, Release, UNRELEASED};
use crate::parse::document::OutputKind::Markdown;

use super::facts::{Facts, Passage};

/// Where an address in Markdown leads, by its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Address<'a> {
    /// `entry:NAME`
    Entry(&'a str),
    /// `release:NAME`
    Release(&'a str),
    /// `/events/2.4.0/#id`: a path within the site, without the slash before it, and an anchor.
    Page(&'a str, Option<&'a str>),
    /// `#id`
    Anchor(&'a str),
    /// `scan.png`: a file beside the text.
    File(&'a str),
    /// Everything else: `https://…`, `tel:…`.
    Elsewhere(&'a str),
}

impl<'a> Address<'a> {
    pub fn of(target: &'a str) -> Self {
        if let Some(name) = target.strip_prefix("entry:") {
            return Self::Entry(name);
        }
        if let Some(name) = target.strip_prefix("release:") {
            return Self::Release(name);
        }
        if let Some(anchor) = target.strip_prefix('#') {
            return Self::Anchor(anchor);
        }
        match target.strip_prefix('/') {
            Some(path) if !path.starts_with('/') => {
                let (path, anchor) = path.split_once('#').map_or((path, None), |(path, anchor)| (path, Some(anchor)));
                Self::Page(path.split('?').next().unwrap_or(path), anchor.filter(|anchor| !anchor.is_empty()))
            }
            Some(_) => Self::Elsewhere(target),
            None if has_scheme(target) => Self::Elsewhere(target),
            None => Self::File(target),
        }
    }
}

/// A scheme is a letter and then letters, digits, `+`, `-` and `.` up to a colon (RFC 3986 §3.1).
fn has_scheme(target: &str) -> bool {
    let legal = |scheme: &str| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character))
    };
    target.split_once(':').is_some_and(|(scheme, _)| legal(scheme))
}

/// Calls `found` for every link of the site.
pub(super) fn each<'f>(facts: &'f Facts<'_>, mut found: impl FnMut(&'f Passage<'f>, &'f Link, Address<'f>)) {
    for passage in &facts.texts {
        for link in passage.links() {
            found(passage, link, Address::of(&link.target));
        }
    }
}

/// `unresolved-entry`, `ambiguous-entry`, `private-reference`: links that name an entry.
pub(super) fn entries(facts: &Facts<'_>, diags: &mut Diagnostics) {
    let hints = Hints::new();
    each(facts, |passage, link, address| {
        if let Address::Entry(name) = address {
            diags.extend(entry(facts, passage, link, name, &hints));
        }
    });
}

fn entry(facts: &Facts<'_>, passage: &Passage<'_>, link: &Link, name: &str, hints: &Hints) -> Option<Diagnostic> {
    let place = passage.place(link);
    match facts.catalog.entry_named(passage.product, passage.release, name) {
        Ok(index) => private(facts, passage, link, index),
        Err(ReferenceError::Hidden) => None,
        Err(ReferenceError::Ambiguous(entries)) => {
            let names: Vec<String> = entries.iter().take(5).map(|index| format!("entry:{}", facts.catalog.full_name(*index))).collect();
            let message = format!("{} releases have an entry `{name}`", entries.len());
            Some(
                Diagnostic::new(Code::AmbiguousEntry, place, message)
                    .help(format!("write {}", listed(names.iter().map(String::as_str), "or"))),
            )
        }
        Err(ReferenceError::Unknown) => {
            let near = hints.take().then(|| facts.catalog.nearest_entry(passage.product, name, None)).flatten();
            let help = match near {
                Some(near) => Some(format!("did you mean `entry:{near}`?")),
                None => elsewhere(facts, passage, name),
            };
            Some(Diagnostic::new(Code::UnresolvedEntry, place, format!("there is no entry `{name}`")).maybe_help(help))
        }
    }
}

/// An entry of this id in another product.
fn elsewhere(facts: &Facts<'_>, passage: &Passage<'_>, name: &str) -> Option<String> {
    let others = facts.catalog.products().iter().filter(|product| product.index != passage.product);
    let mut found = others.filter_map(|product| Some((product, facts.catalog.entry_named(product.index, None, name).ok()?)));
    found
        .next()
        .map(|(product, index)| format!("`{}` has one: write `entry:{}/{}`", product.key, product.key, facts.catalog.full_name(index)))
}

/// A public text must not depend on what the public cannot read.
fn private(facts: &Facts<'_>, passage: &Passage<'_>, link: &Link, index: EntryIndex) -> Option<Diagnostic> {
    let target = facts.catalog.entry(index);
    if !target.private || passage.is_private(facts.catalog) {
        return None;
    }
    let names = facts.catalog.site().audiences.iter().filter(|audience| target.audiences.contains(&audience.key.value));
    let audience = listed(names.map(|audience| audience.key.value.as_str()), "and");
    let help = match passage.entry {
        Some(_) => format!("link to something public, or make this entry private too: `audience: {}`", target.audiences.first()?),
        None => "link to something public: everyone reads what stands in the release itself".to_owned(),
    };
    let message = format!("this text is public, and `{}` is only for the audience {audience}", target.id.value);
    Some(
        Diagnostic::new(Code::PrivateReference, passage.place(link), message)
            .related(target.field("audience").map_or(target.id.span, |node| node.span), format!("who may read `{}`", target.id.value))
            .help(help),
    )
}

/// `unresolved-entry`: links that name a release.
pub(super) fn releases(facts: &Facts<'_>, diags: &mut Diagnostics) {
    let hints = Hints::new();
    each(facts, |passage, link, address| {
        if let Address::Release(name) = address {
            diags.extend(release(facts, passage, link, name, &hints));
        }
    });
}

fn release(facts: &Facts<'_>, passage: &Passage<'_>, link: &Link, name: &str, hints: &Hints) -> Option<Diagnostic> {
    let catalog = facts.catalog;
    if catalog.release_named(passage.product, name) != Err(ReferenceError::Unknown) {
        return None;
    }
    let message = format!("there is no release `{name}`");
    let diagnostic = Diagnostic::new(Code::UnresolvedEntry, passage.place(link), message);
    let (key, version) = name.split_once('/').map_or((None, name), |(key, version)| (Some(key), version));
    let product = match key {
        Some(key) => match catalog.find_product(key) {
            Some(product) => product,
            None => {
                let keys = catalog.products().iter().map(|product| product.key.as_str());
                return Some(diagnostic.maybe_help(nearest(key, keys).map(|near| format!("did you mean `release:{near}/{version}`?"))));
            }
        },
        None => catalog.product(passage.product),
    };
    let prefix = key.map_or_else(String::new, |key| format!("{key}/"));
    let near = hints.take().then(|| catalog.nearest_release(product.index, version)).flatten();
    Some(diagnostic.maybe_help(near.map(|near| format!("did you mean `release:{prefix}{near}`?"))))
}

/// `broken-link`, `private-reference`: paths within the site.
pub(super) fn pages(facts: &Facts<'_>, diags: &mut Diagnostics) {
    let hints = Hints::new();
    each(facts, |passage, link, address| {
        if let Address::Page(path, anchor) = address {
            diags.extend(page(facts, passage, link, (path, anchor), &hints));
        }
    });
}

fn page(facts: &Facts<'_>, passage: &Passage<'_>, link: &Link, (path, anchor): (&str, Option<&str>), hints: &Hints) -> Option<Diagnostic> {
    let place = passage.place(link);
    if link.image {
        let message = format!("`/{path}` is an address within the site, where no images stand");
        return Some(Diagnostic::new(Code::BrokenLink, place, message).help("put the image beside the entry and write its file name"));
    }
    match target(facts, path, anchor, hints) {
        Ok(entry) => entry.and_then(|entry| private(facts, passage, link, entry)),
        Err(broken) => Some(broken.diagnostic(place)),
    }
}

/// Why a path leads nowhere.
pub(super) struct Broken {
    message: String,
    help: Option<String>,
}

impl Broken {
    pub fn diagnostic(self, place: crate::source::Span) -> Diagnostic {
        Diagnostic::new(Code::BrokenLink, place, self.message).maybe_help(self.help)
    }
}

/// The entry that a path within the site leads to, if it is one's anchor.
///
/// # Errors
/// [`Broken`] where no page or no anchor is there.
pub(super) fn target(facts: &Facts<'_>, path: &str, anchor: Option<&str>, hints: &Hints) -> Result<Option<EntryIndex>, Broken> {
    let names = ["index.html", "index.md"].into_iter().filter(|name| *name == "index.html" || facts.catalog.site().makes(Markdown));
    let folder = |name: &str| path.strip_suffix(name).filter(|folder| folder.is_empty() || folder.ends_with('/'));
    let page = names.filter_map(folder).next().unwrap_or(path);
    let Some(release) = facts.pages.get(page) else {
        return Err(Broken { message: format!("there is no page `/{path}`"), help: page_help(facts, path, hints) });
    };
    match (release.map(|release| facts.catalog.release(release)), anchor) {
        (Some(release), Some(anchor)) => on_page(facts, release, anchor),
        (None, Some(id)) if page.ends_with(&format!("{UNRELEASED}/")) => waiting(facts, page, id),
        // Anchors of other pages are the theme's.
        _ => Ok(None),
    }
}

fn waiting(facts: &Facts<'_>, page: &str, id: &str) -> Result<Option<EntryIndex>, Broken> {
    let is_here = |product: &&Product| format!("{}{UNRELEASED}/", product.path) == page;
    let Some(product) = facts.catalog.products().iter().find(is_here) else { return Ok(None) };
    let entry = product.unreleased.iter().find(|index| facts.catalog.entry(**index).id.as_str() == id);
    entry.map(|index| Some(*index)).ok_or_else(|| Broken { message: format!("no entry `{id}` waits for a release"), help: None })
}

/// An anchor on a release's page: an entry, a heading in one, or a part of the page, whose ids start with `_`.
fn on_page(facts: &Facts<'_>, release: &Release, anchor: &str) -> Result<Option<EntryIndex>, Broken> {
    let id = anchor.split_once("--").map_or(anchor, |(id, _)| id);
    let shown = || facts.catalog.shown(release);
    if let Some((shown, _)) = shown().find(|(_, entry)| entry.id.as_str() == id) {
        return Ok(Some(shown.entry));
    }
    if anchor.starts_with('_') || anchor.contains("--") {
        return Ok(None);
    }
    let near = nearest(anchor, shown().map(|(_, entry)| entry.id.as_str()));
    Err(Broken {
        message: format!("the page of `{}` has no anchor `#{anchor}`", release.version.value),
        help: near.map(|near| format!("did you mean `#{near}`?")),
    })
}

fn page_help(facts: &Facts<'_>, path: &str, hints: &Hints) -> Option<String> {
    let with_slash = format!("{path}/");
    if facts.pages.contains_key(&with_slash) {
        return Some(format!("the address of a page ends in a slash: write `/{with_slash}`"));
    }
    let base = facts.catalog.site().url.path().trim_matches('/').to_owned() + "/";
    if let Some(inner) = path.strip_prefix(&base).filter(|inner| base.len() > 1 && facts.pages.contains_key(*inner)) {
        return Some(format!("leave out `/{}`, which is where the site stands: write `/{inner}`", base.trim_end_matches('/')));
    }
    if let Some(other) = with_or_without_product(facts, path) {
        return Some(format!("write `/{other}`"));
    }
    let depth = path.matches('/').count();
    let alike = || facts.pages.keys().map(String::as_str).filter(|page| page.matches('/').count() == depth);
    hints.take().then(|| nearest(path, alike())).flatten().map(|near| format!("did you mean `/{near}`?"))
}

/// The address of a product's page has its key before it only where there are several products.
fn with_or_without_product(facts: &Facts<'_>, path: &str) -> Option<String> {
    let keys = || facts.catalog.products().iter().map(|product| product.key.as_str());
    let without = keys().filter_map(|key| path.strip_prefix(key)?.strip_prefix('/')).map(str::to_owned);
    let with = keys().map(|key| format!("{key}/{path}"));
    without.chain(with).find(|page| facts.pages.contains_key(page))
}

/// `broken-link`: anchors alone, which are a heading of the same text or an entry of the same release.
pub(super) fn anchors(facts: &Facts<'_>, diags: &mut Diagnostics) {
    each(facts, |passage, link, address| {
        if let Address::Anchor(anchor) = address {
            diags.extend(own_anchor(facts, passage, link, anchor));
        }
    });
}

fn own_anchor(facts: &Facts<'_>, passage: &Passage<'_>, link: &Link, anchor: &str) -> Option<Diagnostic> {
    let headings = || passage.outline.headings.iter().map(|heading| heading.id.as_str());
    if anchor.is_empty() || headings().any(|id| id == anchor) {
        return None;
    }
    let diagnostic = Diagnostic::new(Code::BrokenLink, passage.place(link), format!("this text has no heading `#{anchor}`"));
    let here = facts.catalog.entry_named(passage.product, passage.release, anchor).is_ok();
    // The same text stands in feeds and mails, where the rest of the page is not.
    if here {
        return Some(diagnostic.help(format!("an entry is called so: write `entry:{anchor}`")));
    }
    let known: Vec<String> = headings().take(5).map(|id| format!("#{id}")).collect();
    let all = (!known.is_empty()).then(|| format!("write {}", listed(known.iter().map(String::as_str), "or")));
    Some(diagnostic.maybe_help(nearest(anchor, headings()).map(|near| format!("did you mean `#{near}`?")).or(all)))
}

/// `bad-url`: addresses elsewhere that no reader could follow.
pub(super) fn addresses(facts: &Facts<'_>, diags: &mut Diagnostics) {
    each(facts, |passage, link, address| {
        let Address::Elsewhere(url) = address else { return };
        if url.parse::<LinkUrl>().is_ok() || url.starts_with("tel:") {
            return;
        }
        let message = format!("`{url}` is not an address that a link can lead to");
        let help = match url.strip_prefix("//") {
            Some(rest) => format!("write `https://{rest}`"),
            None => "write an absolute address that starts with `https://`, `http://` or `mailto:`".to_owned(),
        };
        diags.push(Diagnostic::new(Code::BadUrl, passage.place(link), message).help(help));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_an_address_tells_where_it_leads() {
        assert_eq!(Address::of("entry:2.4.0/scan"), Address::Entry("2.4.0/scan"));
        assert_eq!(Address::of("/events/2.4.0/?a#scan"), Address::Page("events/2.4.0/", Some("scan")));
        assert_eq!(Address::of("images/scan 1.png"), Address::File("images/scan 1.png"));
        assert_eq!(Address::of("//example.org/"), Address::Elsewhere("//example.org/"));
        assert_eq!(Address::of("javascript:alert(1)"), Address::Elsewhere("javascript:alert(1)"));
    }
}
