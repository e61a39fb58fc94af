//! References to entries, so that each leads where it led before the release was cut.
//!
//! Most do by themselves: an id alone is looked for everywhere. What named `unreleased/ID`, and what would now mean another entry
//! or none, is written with its version.

use std::collections::BTreeMap;

use crate::ident::Version;
use crate::load::Change;
use crate::markdown;
use crate::model::{Address, Catalog, Entry, EntryIndex, ProductIndex, Release, ReleaseIndex};
use crate::source::{Sources, Span, Text};

use super::target::Target;

/// A text and where it stands, before and after.
struct Passage<'a> {
    text: &'a Text,
    product: ProductIndex,
    was_in: Option<ReleaseIndex>,
    is_in: Option<ReleaseIndex>,
}

/// Writes those references anew that would lead elsewhere. Tells of each.
pub(super) fn keep(
    before: &Catalog,
    after: &Catalog,
    target: &Target<'_>,
    chosen: &[EntryIndex],
    sources: &Sources,
    changes: &mut Vec<Change>,
) -> Vec<String> {
    let moves = Moves { before, after, target, chosen };
    let mut edits: Vec<(Span, String, String)> = Vec::new();
    for passage in moves.passages() {
        for link in markdown::outline(&passage.text.value).links {
            let Address::Entry(name) = Address::of(&link.target) else { continue };
            edits.extend(moves.renamed(&passage, name).map(|new| (passage.text.span_of(link.range.clone()), name.to_owned(), new)));
        }
    }
    for entry in after.entries() {
        edits.extend(moves.fields(entry));
    }
    apply(edits, sources, changes)
}

struct Moves<'a> {
    before: &'a Catalog,
    after: &'a Catalog,
    target: &'a Target<'a>,
    chosen: &'a [EntryIndex],
}

impl<'a> Moves<'a> {
    fn passages(&self) -> Vec<Passage<'a>> {
        let after = self.after;
        let entries = after.entries().iter().filter(|entry| entry.body.value.contains("entry:")).map(|entry| Passage {
            text: &entry.body,
            product: entry.product,
            was_in: self.former(entry).and_then(|former| former.release),
            is_in: entry.release,
        });
        let releases = after.releases().iter().flat_map(|release| {
            let was_in = self.before.find_release(release.product, &release.version.value).map(|former| former.index);
            texts(release).into_iter().map(move |text| Passage { text, product: release.product, was_in, is_in: Some(release.index) })
        });
        entries.chain(releases).collect()
    }

    /// The version of the release that an entry is in after all this.
    fn home(&self, entry: &Entry) -> Option<&Version> {
        match entry.release {
            Some(release) => Some(&self.before.release(release).version.value),
            None if self.chosen.contains(&entry.index) => Some(&self.target.version),
            None => None,
        }
    }

    /// What an entry of the site after is in the site before.
    fn former(&self, entry: &Entry) -> Option<&'a Entry> {
        let version = entry.release.map(|release| &self.after.release(release).version.value);
        let name = |home: &str| format!("{home}/{}", entry.id.value);
        let moved = self.chosen.iter().map(|index| self.before.entry(*index));
        let is_target = version == Some(&self.target.version);
        if let Some(moved) = moved.into_iter().find(|moved| is_target && moved.product == entry.product && moved.id.value == entry.id.value)
        {
            return Some(moved);
        }
        let home = version.map_or("unreleased".to_owned(), Version::to_string);
        self.before.entry_named(entry.product, None, &name(&home)).ok().map(|index| self.before.entry(index))
    }

    /// The name to write where `name` would lead to another entry, or to none.
    fn renamed(&self, passage: &Passage<'_>, name: &str) -> Option<String> {
        let meant = self.before.entry(self.before.entry_named(passage.product, passage.was_in, name).ok()?);
        let found = self.after.entry_named(passage.product, passage.is_in, name).ok().map(|index| self.after.entry(index));
        self.full_name(meant, found, passage.product)
    }

    fn full_name(&self, meant: &Entry, found: Option<&Entry>, product: ProductIndex) -> Option<String> {
        let home = self.home(meant);
        let same = |found: &Entry| {
            let version = found.release.map(|release| &self.after.release(release).version.value);
            // A release that tells again what its pre-release told has the last word.
            let told_again = version.is_some() && version.map(Version::core) == home.map(Version::core);
            found.product == meant.product && found.id.value == meant.id.value && (version == home || told_again)
        };
        if found.is_some_and(same) {
            return None;
        }
        let home = home.map_or("unreleased".to_owned(), Version::to_string);
        let prefix = if meant.product == product { String::new() } else { format!("{}/", self.before.product(meant.product).key) };
        Some(format!("{prefix}{home}/{}", meant.id.value))
    }

    /// Items of `resolves` and `removes` that would lead elsewhere.
    fn fields(&self, entry: &Entry) -> Vec<(Span, String, String)> {
        let Some(former) = self.former(entry) else { return Vec::new() };
        let mut edits = Vec::new();
        for (field, was, is) in [("resolves", &former.resolves, &entry.resolves), ("removes", &former.removes, &entry.removes)] {
            let Some(node) = entry.field(field) else { continue };
            let items = if node.items().is_empty() { std::slice::from_ref(node) } else { node.items() };
            for (item, meant) in items.iter().zip(was) {
                let found = is.iter().find(|found| found.span == item.span).map(|found| self.after.entry(found.value));
                let new = self.full_name(self.before.entry(meant.value), found, entry.product);
                edits.extend(new.and_then(|new| Some((item.span, item.as_str()?.to_owned(), new))));
            }
        }
        edits
    }
}

fn texts(release: &Release) -> Vec<&Text> {
    let upgrade = [&release.upgrade.before, &release.upgrade.during, &release.upgrade.after];
    let texts = release.summary.iter().chain(upgrade.into_iter().flatten());
    let texts = texts.chain(release.corrections.iter().map(|correction| &correction.note));
    texts.chain(release.rollback.iter().map(|rollback| &rollback.reason)).filter(|text| text.value.contains("entry:")).collect()
}

fn apply(mut edits: Vec<(Span, String, String)>, sources: &Sources, changes: &mut Vec<Change>) -> Vec<String> {
    edits.sort();
    edits.dedup();
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    let mut notes = Vec::new();
    for (span, old, new) in edits.iter().rev() {
        let path = sources.path(span.file);
        let text = texts.entry(path).or_insert_with(|| sources.text(span.file).to_owned());
        let written = sources.slice(*span).replacen(old.as_str(), new, 1);
        text.replace_range(span.range(), &written);
        notes.push(format!("`{old}` is written `{new}` in `{path}`, so that it leads where it led"));
    }
    for (path, text) in texts {
        put(changes, path, text);
    }
    notes.reverse();
    notes
}

/// A new text for a file that is there, or that another change makes.
fn put(changes: &mut Vec<Change>, at: &str, new: String) {
    for change in changes.iter_mut() {
        match change {
            Change::Write { path, text } if path == at => {
                *text = new;
                return;
            }
            Change::Move { from, to } if to == at => {
                let removed = Change::Remove { path: from.clone() };
                *change = Change::Write { path: at.to_owned(), text: new };
                changes.push(removed);
                return;
            }
            _ => {}
        }
    }
    changes.push(Change::Write { path: at.to_owned(), text: new });
}
