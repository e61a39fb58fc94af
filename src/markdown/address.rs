//! Where in the source the address of a link stands.

use std::ops::Range;

use pulldown_cmark::{LinkType, RefDefs, Tag};

pub(super) struct Addresses<'a> {
    markdown: &'a str,
    definitions: &'a RefDefs<'a>,
}

impl<'a> Addresses<'a> {
    pub(super) fn new(markdown: &'a str, definitions: &'a RefDefs<'a>) -> Self {
        Self { markdown, definitions }
    }

    /// The address in the definition that a link refers to.
    pub(super) fn definition(&self, tag: &Tag) -> Option<Range<usize>> {
        let (Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) = tag else { return None };
        if !matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) {
            return None;
        }
        let definition = self.definitions.get(id)?;
        let source = self.markdown.get(definition.span.clone())?;
        let start = source.find("]:")? + 2;
        self.written_at(definition.span.start + start, definition.span.end)
    }

    /// The address within a link that is written in place, `[text](address "title")` or `<address>`; `text_end` is where its text ends.
    pub(super) fn inline(&self, link: &Range<usize>, text_end: usize, target: &str) -> Option<Range<usize>> {
        if self.markdown.get(link.clone())?.starts_with('<') {
            return Some(link.start + 1..link.end - 1).filter(|range| self.markdown.get(range.clone()).is_some());
        }
        let start = text_end + self.markdown.get(text_end..link.end)?.find("](")? + 2;
        let range = self.written_at(start, link.end)?;
        // Where lines of a quotation lie between, what follows is not the address.
        let written = self.markdown.get(range.clone())?;
        (written == target || written.contains(['\\', '&'])).then_some(range)
    }

    /// The address that starts after white space at a place, without angle brackets (CommonMark 0.31, §6.3).
    fn written_at(&self, from: usize, to: usize) -> Option<Range<usize>> {
        let source = self.markdown.get(from..to)?;
        let start = from + (source.len() - source.trim_start().len());
        let source = self.markdown.get(start..to)?;
        if let Some(inner) = source.strip_prefix('<') {
            return Some(start + 1..start + 1 + inner.find('>')?);
        }
        let (mut depth, mut escaped) = (0_usize, false);
        let end = source.bytes().position(|byte| {
            let plain = !escaped;
            escaped = plain && byte == b'\\';
            match byte {
                b'(' if plain => depth += 1,
                b')' if plain && depth == 0 => return true,
                b')' if plain => depth -= 1,
                _ => {}
            }
            byte.is_ascii_whitespace()
        });
        Some(start..start + end.unwrap_or(source.len()))
    }
}
