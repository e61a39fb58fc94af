//! Links by path and by anchor to pages of this site.

use crate::diag::{Code, Diagnostic, Diagnostics, listed, nearest};
use crate::markdown::Link;
use crate::model::{Address, EntryIndex, Hints, Product, Release, UNRELEASED};
use crate::source::Span;

use super::facts::{Facts, Passage};
use super::links::{each, private};

/// `broken-link`, `private-reference`: paths within the site.
pub(super) fn paths(facts: &Facts<'_>, diags: &mut Diagnostics) {
    let hints = Hints::new();
    each(facts, |passage, link, address| {
        if let Address::Page(path, anchor) = address {
            diags.extend(page(facts, passage, link, (path, anchor), &hints));
        }
    });
}

fn page(facts: &Facts<'_>, passage: Passage<'_>, link: &Link, (path, anchor): (&str, Option<&str>), hints: &Hints) -> Option<Diagnostic> {
    let place = passage.place(link);
    if link.image {
        let message = format!("`/{path}` is an address within the site, where no images stand");
        return Some(Diagnostic::new(Code::BrokenLink, place, message).help("put the image beside the entry and write its file name"));
    }
    match target(facts, path, anchor, hints) {
        Ok(entry) => entry.and_then(|entry| private(facts, passage, link, entry)),
        Err(broken) => Some(broken.diagnostic(facts, place)),
    }
}

/// Why a path leads nowhere.
#[derive(Default)]
pub(super) struct Broken {
    message: String,
    help: Option<String>,
    /// The path as written and the one that is meant for certain.
    correction: Option<(String, String)>,
}

impl Broken {
    pub fn diagnostic(self, facts: &Facts<'_>, place: Span) -> Diagnostic {
        let diagnostic = Diagnostic::new(Code::BrokenLink, place, self.message).maybe_help(self.help);
        let Some((wrong, right)) = self.correction else { return diagnostic };
        // Only where the place holds the address and nothing else can it be put right by itself.
        match facts.loaded.sources.slice(place).strip_prefix(&format!("/{wrong}")) {
            Some(anchor) if anchor.is_empty() || anchor.starts_with(['#', '?']) => diagnostic.fix(place, format!("/{right}{anchor}")),
            _ => diagnostic,
        }
    }
}

/// The entry that a path within the site leads to, if it is one's anchor.
///
/// # Errors
/// [`Broken`] where no page or no anchor is there.
pub(super) fn target(facts: &Facts<'_>, path: &str, anchor: Option<&str>, hints: &Hints) -> Result<Option<EntryIndex>, Broken> {
    let Some(page) = facts.catalog.page_at(path) else { return Err(no_page(facts, path, hints)) };
    let release = facts.catalog.page_paths().get(page).copied().flatten();
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
    entry.map(|index| Some(*index)).ok_or_else(|| Broken { message: format!("no entry `{id}` waits for a release"), ..Broken::default() })
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
        correction: None,
    })
}

fn no_page(facts: &Facts<'_>, path: &str, hints: &Hints) -> Broken {
    let message = format!("there is no page `/{path}`");
    let (right, why) = match meant(facts, path) {
        Some(found) => found,
        None => {
            let depth = path.matches('/').count();
            let alike = || facts.catalog.page_paths().keys().map(String::as_str).filter(|page| page.matches('/').count() == depth);
            let near = hints.take().then(|| nearest(path, alike())).flatten();
            return Broken { message, help: near.map(|near| format!("did you mean `/{near}`?")), correction: None };
        }
    };
    let help = Some(format!("{why}write `/{right}`"));
    Broken { message, help, correction: Some((path.to_owned(), right)) }
}

/// The page that a path means for certain, and why it is written otherwise.
fn meant(facts: &Facts<'_>, path: &str) -> Option<(String, String)> {
    let with_slash = format!("{path}/");
    if facts.catalog.page_paths().contains_key(&with_slash) {
        return Some((with_slash, "the address of a page ends in a slash: ".to_owned()));
    }
    let base = facts.catalog.site().url.path().trim_matches('/').to_owned();
    let inner = path.strip_prefix(&base).and_then(|inner| inner.strip_prefix('/'));
    if let Some(inner) = inner.filter(|inner| !base.is_empty() && facts.catalog.page_paths().contains_key(*inner)) {
        return Some((inner.to_owned(), format!("leave out `/{base}`, which is where the site stands: ")));
    }
    with_or_without_product(facts, path).map(|other| (other, String::new()))
}

/// The address of a product's page has its key before it only where there are several products.
fn with_or_without_product(facts: &Facts<'_>, path: &str) -> Option<String> {
    let keys = || facts.catalog.products().iter().map(|product| product.key.as_str());
    let without = keys().filter_map(|key| path.strip_prefix(key)?.strip_prefix('/')).map(str::to_owned);
    let with = keys().map(|key| format!("{key}/{path}"));
    without.chain(with).find(|page| facts.catalog.page_paths().contains_key(page))
}

/// `broken-link`: anchors alone, which are a heading of the same text or an entry of the same release.
pub(super) fn anchors(facts: &Facts<'_>, diags: &mut Diagnostics) {
    each(facts, |passage, link, address| {
        if let Address::Anchor(anchor) = address {
            diags.extend(own_anchor(facts, passage, link, anchor));
        }
    });
}

fn own_anchor(facts: &Facts<'_>, passage: Passage<'_>, link: &Link, anchor: &str) -> Option<Diagnostic> {
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
