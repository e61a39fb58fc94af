//! A CHANGELOG.md: Keep a Changelog, Common Changelog, what changesets and `standard-version` write, and their like.
//!
//! In: Markdown. Out: one YAML file a release, with every item as an entry that keeps its whole text.
//! Headings give versions, dates and kinds. What a changelog does not say, such as a migration or how grave a weakness is,
//! is not made up: the entry takes a kind that does not ask for it, or the rule is switched off, and a note says so.

mod blocks;
mod definitions;
mod gather;
mod heading;
mod settle;
mod title;
mod write;

use super::{ImportOptions, Imported};

/// Reads a changelog. Never fails: a text without releases and entries gives none, and then there is nothing to write.
pub fn import(text: &str, options: &ImportOptions) -> Imported {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    let changelog = gather::gather(blocks::blocks(&text));
    write::write(changelog, options)
}
