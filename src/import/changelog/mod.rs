//! A CHANGELOG.md: Keep a Changelog, Common Changelog, what changesets and `standard-version` write, and their like.
//!
//! In: Markdown. Out: its releases, with every item as an entry that keeps its whole text.
//! Headings give versions, dates and kinds. What a changelog does not say, such as a migration or how grave a weakness is,
//! is not made up: the entry takes a kind that does not ask for it, or the rule is switched off, and a note says so.

mod blocks;
mod credits;
mod gather;
mod heading;

use super::Format;
use super::notes::{Notes, Release};

/// A file of Markdown with a heading for each release.
pub const FORMAT: Format = Format {
    name: "changelog",
    settings: &[],
    places: |_| Vec::new(),
    nothing: "no heading in it is a version",
    read: |input, _| input.files.first().map(|file| read(&file.path, &file.text)).unwrap_or_default(),
};

/// What a text says, which stands in the file at `path`.
pub(super) fn read(path: &str, text: &str) -> Notes {
    gather::gather(path, blocks::blocks(text))
}

/// What a text says of one release, which stands in the file at `path`. Its lines are those of the text.
pub(super) fn read_release(path: &str, text: &str, release: Release) -> Notes {
    gather::gather_release(path, blocks::blocks(text), release)
}
