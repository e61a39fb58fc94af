//! Links in Markdown to entries, releases, pages and anchors of this site.

use crate::diag::{Code, Diagnostic, Diagnostics, is_certainly, listed, nearest};
use crate::ident::LinkUrl;
use crate::markdown::Link;
use crate::model::{Address, EntryIndex, Hints, ReferenceError};

use super::facts::{Facts, Passage};

/// Calls `found` for every link of the site.
pub(super) fn each<'f>(facts: &'f Facts<'_>, mut found: impl FnMut(Passage<'f>, &'f Link, Address<'f>)) {
    for passage in facts.linked() {
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

fn entry(facts: &Facts<'_>, passage: Passage<'_>, link: &Link, name: &str, hints: &Hints) -> Option<Diagnostic> {
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
            let diagnostic = Diagnostic::new(Code::UnresolvedEntry, place, format!("there is no entry `{name}`"));
            Some(match near {
                Some(near) => {
                    let right = format!("entry:{near}");
                    let is_alone = facts.loaded.sources.slice(place) == format!("entry:{name}") && is_certainly(name, &near);
                    let diagnostic = diagnostic.help(format!("did you mean `{right}`?"));
                    if is_alone { diagnostic.fix(place, right) } else { diagnostic }
                }
                None => {
                    let otherwise = || "name an entry by its id, or by `VERSION/ID` if it is of another release".to_owned();
                    diagnostic.help(elsewhere(facts, passage, name).unwrap_or_else(otherwise))
                }
            })
        }
    }
}

/// An entry of this id in another product.
fn elsewhere(facts: &Facts<'_>, passage: Passage<'_>, name: &str) -> Option<String> {
    let others = facts.catalog.products().iter().filter(|product| product.index != passage.product);
    let mut found = others.filter_map(|product| Some((product, facts.catalog.entry_named(product.index, None, name).ok()?)));
    found
        .next()
        .map(|(product, index)| format!("`{}` has one: write `entry:{}/{}`", product.key, product.key, facts.catalog.full_name(index)))
}

/// A public text must not depend on what the public cannot read.
pub(super) fn private(facts: &Facts<'_>, passage: Passage<'_>, link: &Link, index: EntryIndex) -> Option<Diagnostic> {
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

fn release(facts: &Facts<'_>, passage: Passage<'_>, link: &Link, name: &str, hints: &Hints) -> Option<Diagnostic> {
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
