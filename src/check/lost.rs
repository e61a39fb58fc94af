//! Addresses of the last build that lead nowhere now.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::ops::Bound;

use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::model::{Catalog, Release};

use super::facts::Facts;

/// How many lines for `redirects` a help gives.
const SHOWN: usize = 4;

/// `address-lost`: pages and entries of the last build that are gone, and that no redirect leads on from.
///
/// A page that is redirected takes its anchors along. What is gone together is told of together.
pub(super) fn address_lost(facts: &Facts<'_>, diags: &mut Diagnostics) {
    if facts.loaded.former.is_empty() {
        return;
    }
    let lost = Lost::of(facts);
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (page, ids) in &facts.loaded.former.pages {
        if lost.redirected.contains(page.as_str()) {
            continue;
        }
        match facts.catalog.page_paths().get(page) {
            None => folders.entry(lost.folder(page)).or_default().push(page),
            Some(Some(release)) => diags.extend(lost.anchors(page, ids, facts.catalog.release(*release))),
            Some(None) => {}
        }
    }
    diags.extend(folders.into_values().filter_map(|pages| lost.pages(&pages)));
}

struct Lost<'a> {
    facts: &'a Facts<'a>,
    catalog: &'a Catalog,
    /// Old addresses of redirects, without the slash before them: `events/2.4.0/` or `events/2.4.0/#scan`.
    redirected: HashSet<String>,
    /// Where products stand that the last build did not have there, the one first that has most of its releases.
    new_products: Vec<&'a str>,
    /// The ids of all entries of the last build; made when first asked for.
    old_ids: OnceCell<HashSet<&'a str>>,
}

impl<'a> Lost<'a> {
    fn of(facts: &'a Facts<'a>) -> Self {
        let old = facts.catalog.site().redirects.iter().filter_map(|(old, _)| old.value.strip_prefix('/'));
        let with_slash = |old: &str| match old.split_once('#') {
            Some((page, anchor)) => format!("{}/#{anchor}", page.trim_end_matches('/')),
            None => format!("{}/", old.trim_end_matches('/')),
        };
        let redirected = old.map(with_slash).collect();
        let mut lost = Self { facts, catalog: facts.catalog, redirected, new_products: Vec::new(), old_ids: OnceCell::new() };
        let products = facts.catalog.products().iter().map(|product| product.path.as_str());
        let mut new: Vec<&str> = products.filter(|path| !path.is_empty() && !facts.loaded.former.pages.contains_key(*path)).collect();
        new.sort_by_cached_key(|path| Reverse(facts.loaded.former.pages.keys().filter(|page| lost.has_release(path, page)).count()));
        lost.new_products = new;
        lost
    }

    /// Whether a product has the release that stood on a page.
    fn has_release(&self, product: &str, page: &str) -> bool {
        under(product, page).iter().any(|path| matches!(self.catalog.page_paths().get(path), Some(Some(_))))
    }

    /// What a lost page is told of with: the outermost folder that is lost itself, else the one that it stands in.
    fn folder<'p>(&self, page: &'p str) -> &'p str {
        let ends = || page.match_indices('/').filter_map(|(at, _)| page.get(..=at));
        let is_lost =
            |folder: &&str| self.facts.loaded.former.pages.contains_key(*folder) && !self.catalog.page_paths().contains_key(*folder);
        ends().find(is_lost).filter(|outermost| *outermost != page).unwrap_or_else(|| {
            let after = self.facts.loaded.former.pages.range::<str, _>((Bound::Excluded(page), Bound::Unbounded)).next();
            let has_pages_below = after.is_some_and(|(other, _)| other.starts_with(page));
            let parent = page.trim_end_matches('/').rfind('/').and_then(|at| page.get(..=at)).unwrap_or("");
            if has_pages_below { page } else { parent }
        })
    }

    fn pages(&self, pages: &[&str]) -> Option<Diagnostic> {
        let (first, others) = pages.split_first()?;
        let message = match others.len() {
            0 => format!("`/{first}` of the last build is gone, and no redirect leads on from it"),
            1 => format!("`/{first}` of the last build is gone and another page with it, and no redirect leads on from them"),
            more => format!("`/{first}` of the last build is gone and {more} pages with it, and no redirect leads on from them"),
        };
        let lines: Vec<String> = pages.iter().take(SHOWN).map(|page| format!("`/{page}: /{}`", self.now(page))).collect();
        let so_on = if pages.len() > SHOWN { " and so on" } else { "" };
        let place = self.facts.loaded.sources.find("content/site.yaml").map(|site| self.facts.loaded.sources.first_line(site))?;
        let help = format!("put them back, or add to `redirects` in site.yaml {}{so_on}", lines.join(", "));
        Some(Diagnostic::new(Code::AddressLost, place, message).help(if others.is_empty() { help.replacen("them", "it", 1) } else { help }))
    }

    /// Where what stood on a page stands now, most likely: under another product, else on the page above it.
    fn now(&self, page: &str) -> String {
        let paths = self.catalog.page_paths();
        let alone = page.split_once('/').map(|(_, tail)| tail.to_owned()).filter(|tail| !tail.is_empty());
        let mut candidates = self.new_products.iter().flat_map(|product| under(product, page)).chain(alone);
        let moved = candidates.find(|path| paths.contains_key(path));
        moved.unwrap_or_else(|| {
            let above = page.trim_end_matches('/').match_indices('/').filter_map(|(at, _)| page.get(..=at)).collect::<Vec<_>>();
            above.into_iter().rev().find(|path| paths.contains_key(*path)).unwrap_or("").to_owned()
        })
    }

    /// The entries that stood on a release's page and do not now.
    fn anchors(&self, page: &str, ids: &[String], release: &Release) -> Vec<Diagnostic> {
        let shown: HashSet<&str> = self.catalog.shown(release).map(|(_, entry)| entry.id.as_str()).collect();
        let gone = ids.iter().filter(|id| !shown.contains(id.as_str()) && !self.redirected.contains(&format!("{page}#{id}")));
        let gone: Vec<&String> = gone.collect();
        if gone.is_empty() {
            return Vec::new();
        }
        // What stood on another page came from there, and is no new name of what is gone here.
        let old_ids = self.old_ids.get_or_init(|| self.facts.loaded.former.pages.values().flatten().map(String::as_str).collect());
        let here = self.catalog.shown(release).map(|(_, entry)| entry.id.as_str());
        let new: Vec<&str> = here.filter(|id| !old_ids.contains(id)).collect();
        gone.into_iter().map(|id| self.anchor(page, id, release, &new)).collect()
    }

    fn anchor(&self, page: &str, id: &str, release: &Release, new: &[&str]) -> Diagnostic {
        let moved = self.catalog.entry_named(release.product, None, id).ok().and_then(|entry| {
            let home = self.catalog.entry(entry).release?;
            Some(format!("{}#{id}", self.catalog.release(home).path))
        });
        let renamed = || match new {
            [one] => Some(format!("{page}#{one}")),
            several => nearest(id, several.iter().copied()).map(|near| format!("{page}#{near}")),
        };
        let now = moved.or_else(renamed).unwrap_or_else(|| page.to_owned());
        let message =
            format!("the entry `{id}` of the last build is gone from `{}`, and no redirect leads on from it", release.version.value);
        let help = format!("put it back, or add to `redirects` in site.yaml `/{page}#{id}: /{now}`");
        Diagnostic::new(Code::AddressLost, release.version.span, message).help(help)
    }
}

/// Where a page may stand whose product has another key, or a key in its address where it had none.
fn under(product: &str, page: &str) -> [String; 2] {
    let tail = page.split_once('/').map_or("", |(_, tail)| tail);
    [format!("{product}{page}"), format!("{product}{tail}")]
}
