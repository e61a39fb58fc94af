//! Images and files beside entries.

use std::collections::HashSet;

use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::load::Asset;
use crate::model::{Address, Entry, Hints, ProductIndex, media_path};
use crate::source::Span;

use super::facts::Facts;
use super::links::each;

/// The folder that nothing may lead out of.
const TOP: &str = "content";

/// A file that a writer names, and where.
struct Named<'a> {
    target: &'a str,
    image: bool,
    place: Span,
    folder: &'a str,
    product: ProductIndex,
}

/// Calls `found` for every file that a text or an entry's `image` names.
fn named<'f>(facts: &'f Facts<'_>, mut found: impl FnMut(&Named<'f>)) {
    each(facts, |passage, link, address| {
        if let Address::File(target) = address {
            let place = passage.place(link);
            found(&Named { target, image: link.image, place, folder: passage.folder, product: passage.product });
        }
    });
    for entry in facts.catalog.entries() {
        if let Some((target, place)) = own_image(entry) {
            found(&Named { target, image: true, place, folder: &entry.folder, product: entry.product });
        }
    }
}

/// The file of an entry's `image`, unless it stands elsewhere.
fn own_image(entry: &Entry) -> Option<(&str, Span)> {
    let src = &entry.image.as_ref()?.src;
    (!matches!(Address::of(&src.value), Address::Elsewhere(_))).then_some((src.value.as_str(), src.span))
}

/// `missing-media`, `outside-content`: files that are not there.
pub(super) fn files(facts: &Facts<'_>, diags: &mut Diagnostics) {
    let hints = Hints::new();
    named(facts, |named| {
        let Some(path) = media_path(named.folder, named.target) else {
            let message = format!("`{}` leads out of the folder `{TOP}`", named.target);
            let help = "put the file beside the entry and write its name";
            diags.push(Diagnostic::new(Code::OutsideContent, named.place, message).help(help));
            return;
        };
        let unreadable = || facts.loaded.unreadable.iter().any(|file| facts.loaded.sources.path(*file) == path);
        if !facts.assets.contains_key(path.as_str()) && !unreadable() {
            diags.push(missing(facts, named, &path, &hints));
        }
    });
}

fn missing(facts: &Facts<'_>, named: &Named<'_>, path: &str, hints: &Hints) -> Diagnostic {
    if let Some((help, right)) = meant_a_page(facts, named, path) {
        let message = format!("`{}` is not a file that can be copied to the site", named.target);
        let diagnostic = Diagnostic::new(Code::BrokenLink, named.place, message).help(help);
        let is_alone = facts.loaded.sources.slice(named.place) == named.target && !named.image;
        return if is_alone { diagnostic.fix(named.place, right) } else { diagnostic };
    }
    let what = if named.image { "image" } else { "file" };
    let diagnostic = Diagnostic::new(Code::MissingMedia, named.place, format!("there is no {what} `{}`", named.target));
    let name = path.rsplit('/').next().unwrap_or(path);
    let folder = named.target.strip_suffix(name).unwrap_or("");
    match hints.take().then(|| meant_file(facts, path)).flatten() {
        // Where only the case of letters differs, that file is meant and no other.
        Some(near) if near.eq_ignore_ascii_case(name) && facts.loaded.sources.slice(named.place) == named.target => {
            let right = format!("{folder}{near}");
            diagnostic.help(format!("the case of letters counts: write `{right}`")).fix(named.place, right)
        }
        Some(near) => diagnostic.help(format!("did you mean `{folder}{near}`?")),
        None if named.target.starts_with("www.") => diagnostic.help(format!("write `https://{}`", named.target)),
        None => diagnostic.help(format!("put it at `{path}`")),
    }
}

/// The file in the same folder that a misspelt one is most likely meant to be.
fn meant_file<'f>(facts: &'f Facts<'_>, path: &str) -> Option<&'f str> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    nearest(name, facts.assets.keys().filter_map(|asset| asset.strip_prefix(folder)?.strip_prefix('/')))
}

/// What to write where a link means an entry or a release by its file or folder.
fn meant_a_page(facts: &Facts<'_>, named: &Named<'_>, path: &str) -> Option<(String, String)> {
    let catalog = facts.catalog;
    let path = path.trim_end_matches('/');
    let stem = path.strip_suffix(".md").or_else(|| path.strip_suffix(".yaml")).unwrap_or(path);
    let mut parts = stem.strip_prefix(TOP)?.strip_prefix('/')?.split('/');
    let (key, home, id) = (parts.next()?, parts.next()?, parts.next());
    let product = catalog.find_product(key)?;
    let prefix = if product.index == named.product { String::new() } else { format!("{key}/") };
    match id {
        Some("release") | None => {
            catalog.release_named(product.index, home).ok()?;
            let right = format!("release:{prefix}{home}");
            Some((format!("link to the release: `{right}`"), right))
        }
        Some(id) => {
            let index = catalog.entry_named(product.index, None, &format!("{home}/{id}")).ok()?;
            let right = format!("entry:{prefix}{}", catalog.full_name(index));
            Some((format!("link to the entry: `{right}`"), right))
        }
    }
}

/// `unused-file`: files that nobody refers to.
pub(super) fn unused(facts: &Facts<'_>, diags: &mut Diagnostics) {
    let assets: Vec<&Asset> = facts.loaded.assets.iter().filter(|asset| asset.path.starts_with("content/")).collect();
    if assets.is_empty() {
        return;
    }
    let mut used: HashSet<String> = HashSet::new();
    let hints = Hints::new();
    named(facts, |named| {
        let Some(path) = media_path(named.folder, named.target) else { return };
        // Whoever named a file wrongly was told so, and the file is not unused for that.
        if !facts.assets.contains_key(path.as_str())
            && hints.take()
            && let Some(meant) = meant_file(facts, &path)
        {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            used.insert(format!("{folder}/{meant}"));
        }
        used.insert(path);
    });
    // The file of an `image` that could not be read is not unused for that.
    let unread = facts.catalog.entries().iter().filter(|entry| entry.image.is_none()).filter_map(|entry| entry.field("image"));
    let unread: Vec<&str> = unread.map(|node| facts.loaded.sources.slice(node.span)).collect();
    for asset in assets {
        let name = asset.path.rsplit('/').next().unwrap_or(&asset.path);
        if used.contains(&asset.path) || facts.may_be_unread(name) || unread.iter().any(|text| text.contains(name)) {
            continue;
        }
        let message = format!("nobody refers to `{name}`");
        let help = if name.ends_with(".markdown") || name.ends_with(".txt") && asset.bytes.starts_with(b"---") {
            format!("an entry's file ends in `.md`: rename it to `{}.md`", name.rsplit_once('.').map_or(name, |(stem, _)| stem))
        } else if is_image(name) {
            format!("show it in an entry beside it: `![What it shows]({name})`")
        } else {
            "link to it, or remove it".to_owned()
        };
        diags.push(Diagnostic::new(Code::UnusedFile, facts.loaded.sources.whole(asset.file), message).help(help));
    }
}

fn is_image(name: &str) -> bool {
    [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif"].iter().any(|extension| name.to_ascii_lowercase().ends_with(extension))
}
