//! Titles and summaries that do not tell readers apart what changed.

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Entry, EntryIndex};
use crate::source::Text;

use super::facts::{Facts, Passage};

/// How many characters a summary may have: about 100 words, what a feed reader and a mail show without scrolling.
const SUMMARY: usize = 600;

/// Words that say that something changed, in the forms titles have them.
const CHANGED: &[&str] = &[
    "adjustment",
    "adjustments",
    "bug",
    "bugfix",
    "bugfixes",
    "bugs",
    "change",
    "changes",
    "cleanup",
    "cleanups",
    "correction",
    "corrections",
    "enhancement",
    "enhancements",
    "fix",
    "fixed",
    "fixes",
    "fixing",
    "improved",
    "improvement",
    "improvements",
    "issue",
    "issues",
    "maintenance",
    "misc",
    "miscellaneous",
    "optimisation",
    "optimisations",
    "optimization",
    "optimizations",
    "performance",
    "polish",
    "problem",
    "problems",
    "refactoring",
    "stability",
    "stuff",
    "things",
    "tweak",
    "tweaks",
    "update",
    "updated",
    "updates",
    "various",
];

/// Words that say nothing beside those.
const FILLERS: &[&str] = &[
    "a",
    "additional",
    "all",
    "and",
    "assorted",
    "better",
    "bit",
    "couple",
    "few",
    "further",
    "general",
    "in",
    "internal",
    "lots",
    "many",
    "minor",
    "more",
    "new",
    "number",
    "numerous",
    "of",
    "other",
    "our",
    "overall",
    "several",
    "small",
    "some",
    "the",
    "tiny",
    "with",
];

/// `vague-title`: titles made only of words that say that something changed.
pub(super) fn vague_title(_: &Facts<'_>, entry: &Entry, diags: &mut Diagnostics) {
    if is_vague(&entry.title.value) {
        let message = format!("`{}` does not say what changed", entry.title.value);
        let help = "name what readers notice, such as `Exports open in Excel again`; split several changes into an entry each";
        diags.push(Diagnostic::new(Code::VagueTitle, entry.title.span, message).help(help));
    }
}

fn is_vague(title: &str) -> bool {
    // Long titles name something, and most titles are told apart by their first word.
    if title.len() > 80 {
        return false;
    }
    let mut words = title.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut says_changed = false;
    words.all(|word| {
        let word = word.to_lowercase();
        let is_changed = CHANGED.binary_search(&word.as_str()).is_ok();
        says_changed |= is_changed;
        is_changed || FILLERS.binary_search(&word.as_str()).is_ok()
    }) && says_changed
}

/// `duplicate-title`: two entries that stand in one list under the same words.
pub(super) fn duplicate_title(facts: &Facts<'_>, diags: &mut Diagnostics) {
    for release in facts.catalog.releases() {
        same_titles(facts, &release.entries, &format!("`{}`", release.version.value), diags);
    }
    for product in facts.catalog.products() {
        same_titles(facts, &product.unreleased, "`unreleased/`", diags);
    }
}

fn same_titles(facts: &Facts<'_>, entries: &[EntryIndex], home: &str, diags: &mut Diagnostics) {
    if entries.len() < 2 {
        return;
    }
    let mut first: FxHashMap<String, &Entry> = FxHashMap::with_capacity_and_hasher(entries.len(), FxBuildHasher);
    for entry in entries.iter().map(|index| facts.catalog.entry(*index)) {
        let earlier = *first.entry(plain(&entry.title.value)).or_insert(entry);
        if earlier.index == entry.index {
            continue;
        }
        let message = format!("another entry of {home} has this title, too");
        diags.push(
            Diagnostic::new(Code::DuplicateTitle, entry.title.span, message)
                .related(earlier.title.span, format!("the title of `{}`", earlier.id.value))
                .help("say in each what sets it apart, or join the two"),
        );
    }
}

/// A title without what readers overlook: case, white space, a full stop.
fn plain(title: &str) -> String {
    let mut lower = title.to_lowercase();
    lower.truncate(lower.trim_end_matches(['.', '!']).len());
    let is_tidy = lower.split(' ').all(|word| !word.is_empty() && !word.contains(char::is_whitespace));
    if is_tidy { lower } else { lower.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// `long-summary`: summaries of which a feed, a mail and the in-app JSON would show too much.
pub(super) fn long_summary(facts: &Facts<'_>, passage: Passage<'_>, diags: &mut Diagnostics) {
    let release = passage.release.filter(|_| passage.entry.is_none());
    let summary = release.and_then(|release| facts.catalog.release(release).summary.as_ref());
    if summary.is_some_and(|summary| summary.span == passage.text.span) {
        diags.extend(too_long(passage));
    }
}

fn too_long(passage: Passage<'_>) -> Option<Diagnostic> {
    let text = passage.text.value.trim_end();
    if text.len() <= SUMMARY {
        return None;
    }
    // Addresses are not read, so they do not count.
    let is_address = |at: usize| passage.links().any(|link| link.range != link.whole && link.range.contains(&at));
    let mut read = text.char_indices().filter(|(at, _)| !is_address(*at));
    let (passed, _) = read.nth(SUMMARY)?;
    let message = format!("the summary is {} characters long, and from here on it is more than {SUMMARY}", SUMMARY + 1 + read.count());
    let place = passage.text.span_of(word_at(passage.text, passed));
    Some(Diagnostic::new(Code::LongSummary, place, message).help("keep what matters to most readers, and tell the rest in entries"))
}

/// The word around a byte.
fn word_at(text: &Text, at: usize) -> std::ops::Range<usize> {
    let (before, after) = text.value.split_at_checked(at).unwrap_or((&text.value, ""));
    let start = before.rfind(char::is_whitespace).map_or(0, |space| space + before[space..].chars().next().map_or(1, char::len_utf8));
    let end = after.find(char::is_whitespace).map_or(text.value.len(), |space| at + space);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_order() {
        assert!(CHANGED.is_sorted() && FILLERS.is_sorted());
    }

    #[test]
    fn only_titles_that_name_nothing_are_vague() {
        for title in ["Various fixes", "minor improvements", "Bug fixes and improvements.", "Misc", "Performance improvements", "Update"] {
            assert!(is_vague(title), "{title}");
        }
        for title in ["Bug in the export", "Fixes for Outlook", "New seats", "All", "", "Updates install by themselves", "修正"] {
            assert!(!is_vague(title), "{title}");
        }
    }
}
