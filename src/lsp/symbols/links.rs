//! Links in Markdown: where in their file the names in them stand.

use crate::markdown::Link;
use crate::source::{Sources, Span, Text};

/// Whether a text may hold a link that names something called so; `None` asks for any link at all. Most texts need no reading further.
pub(super) fn may_name(text: &str, name: Option<&str>) -> bool {
    let has_link = text.contains("](") || text.contains("]:") || text.contains('<');
    // Escapes may hide a name.
    has_link && name.is_none_or(|name| text.contains(name) || text.contains(['&', '\\']))
}

/// The first byte in the file of a link's address, where that stands there letter by letter.
pub(super) fn address(sources: &Sources, text: &Text, link: &Link) -> Option<usize> {
    let target = link.target.as_str();
    let written = text.value.get(link.range.clone())?;
    // Where the address could not be told from the rest of its link, it must stand there once.
    let (before, _) = written.split_once(target).filter(|(_, rest)| !rest.contains(target))?;
    let start = link.range.start + before.len();
    let span = text.span_of(start..start + target.len());
    if sources.slice(span) == target {
        return Some(span.range().start);
    }
    // Folding and quotes change blanks and line ends, never an address: the third one here is the third one there.
    let source = sources.slice(text.span);
    let count = text.value.get(..start)?.matches(target).count();
    let is_same = source.matches(target).count() == text.value.matches(target).count();
    let (at, _) = source.match_indices(target).nth(count).filter(|_| is_same)?;
    Some(text.span.range().start + at)
}

/// Where a link stands, as near as can be told.
pub(super) fn place(text: &Text, link: &Link) -> Span {
    text.span_of(link.range.clone())
}
