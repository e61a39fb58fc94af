//! Markdown as written, made to stand by itself: absolute addresses, headings at their place, no guidance.

use std::ops::Range;

use crate::markdown::{Heading, Link, Target, outline};
use crate::model::{Entry, Release};
use crate::source::Text;

use super::place::Place;
use super::views::Views;

impl Views<'_> {
    /// A text of an entry as Markdown that can be read anywhere. `shift` is added to the level of its headings.
    pub fn entry_markdown(&self, entry: &Entry, text: &Text, shift: usize) -> String {
        standalone(&text.value, &Place::of_entry(self.catalog(), self.media, entry), shift)
    }

    /// A text of a release as Markdown that can be read anywhere. `shift` is added to the level of its headings.
    pub fn release_markdown(&self, release: &Release, text: &Text, shift: usize) -> String {
        standalone(&text.value, &Place::of_release(self.catalog(), self.media, release), shift)
    }
}

fn standalone(markdown: &str, place: &Place, shift: usize) -> String {
    let outline = outline(markdown);
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    edits.extend(outline.comments.iter().map(|comment| (comment.clone(), String::new())));
    edits.extend(outline.headings.iter().filter_map(|heading| shifted(markdown, heading, shift)));
    edits.extend(outline.links.iter().filter_map(|link| addressed(markdown, link, place)));
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut text = String::with_capacity(markdown.len() + 64 * edits.len());
    let mut copied = 0;
    for (range, replacement) in edits {
        // An edit within another, such as a link in a heading that is written anew, is part of that already.
        let Some(before) = markdown.get(copied..range.start) else { continue };
        text.push_str(before);
        text.push_str(&replacement);
        copied = range.end;
    }
    text.push_str(markdown.get(copied..).unwrap_or_default());
    text.trim().to_owned()
}

fn shifted(markdown: &str, heading: &Heading, shift: usize) -> Option<(Range<usize>, String)> {
    let level = (usize::from(heading.level) + shift).min(6);
    let written = markdown.get(heading.range.clone())?;
    let marks = written.len() - written.trim_start_matches('#').len();
    if marks > 0 {
        let start = heading.range.start;
        return Some((start..start + marks, "#".repeat(level)));
    }
    // Underlined headings have two levels only.
    Some((heading.range.clone(), format!("{} {}\n", "#".repeat(level), heading.text)))
}

fn addressed(markdown: &str, link: &Link, place: &Place) -> Option<(Range<usize>, String)> {
    let url = match place.target(&link.target) {
        Target::Path(path) => format!("{}{path}", place.origin()),
        Target::Url(url) if url == link.target => return None,
        Target::Url(url) => url,
        Target::Nowhere => return unlinked(markdown, link),
    };
    let written = markdown.get(link.range.clone())?;
    if written.starts_with(['[', '!', '<']) {
        let mark = if link.image { "!" } else { "" };
        return Some((link.range.clone(), format!("{mark}[{}]({url})", link.text)));
    }
    Some((link.range.clone(), url))
}

/// The words of a link that leads nowhere yet, such as to an entry that waits. Markup of HTML stays, and leads to the page's top.
fn unlinked(markdown: &str, link: &Link) -> Option<(Range<usize>, String)> {
    if !markdown.get(link.whole.clone())?.starts_with(['[', '!']) {
        return Some((link.range.clone(), "#".to_owned()));
    }
    let words = link.label.clone().and_then(|label| markdown.get(label)).unwrap_or(&link.text);
    Some((link.whole.clone(), words.to_owned()))
}
