//! Markdown as events with byte ranges, and the ids of its headings and notes: what HTML, plain text and outline share.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, OffsetIter, Options, Parser, Tag, TagEnd};
use rustc_hash::FxHashMap;

/// The dialect that `content.md` promises.
pub const DIALECT: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM);

/// An event and the bytes it came from.
pub(super) type Spot<'a> = (Event<'a>, Range<usize>);

pub(super) fn parser(markdown: &str) -> Parser<'_> {
    Parser::new_ext(markdown, DIALECT)
}

pub(super) fn events(markdown: &str) -> Vec<Spot<'_>> {
    gather(markdown, &mut parser(markdown).into_offset_iter())
}

/// The events that are left of a text, in a list with room for about as many as a text of its length makes.
pub(super) fn gather<'a>(markdown: &str, left: &mut OffsetIter<'a>) -> Vec<Spot<'a>> {
    let mut events = Vec::with_capacity(16 + markdown.len() / 24);
    events.extend(left);
    events
}

/// A heading's text and id, and its level as pages have it.
pub(super) struct HeadingFacts {
    pub(super) text: String,
    pub(super) id: String,
    /// From 2, and at most one deeper than the heading it stands under, whatever was written: a page skips no level.
    pub(super) level: usize,
}

/// Every heading and the position of its first event, in order.
pub(super) fn headings(events: &[Spot]) -> Vec<(usize, HeadingFacts)> {
    let mut ids = Ids::default();
    let mut headings = Vec::new();
    let mut above: Vec<usize> = Vec::new();
    for (position, (event, _)) in events.iter().enumerate() {
        if let Event::Start(Tag::Heading { level, id, .. }) = event {
            let text = text_until(&events[position + 1..], |end| matches!(end, TagEnd::Heading(_)));
            let wanted = id.as_deref().map_or_else(|| heading_slug(&text), legal_id);
            while above.pop_if(|last| *last >= *level as usize).is_some() {}
            above.push(*level as usize);
            headings.push((position, HeadingFacts { text, id: ids.claim(wanted), level: above.len() + 1 }));
        }
    }
    headings
}

/// How many events the first one spans, its end included.
pub fn span_of_first(events: &[(Event, Range<usize>)]) -> usize {
    let mut depth = 0_usize;
    let end = events.iter().position(|(event, _)| {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    end.map_or(events.len(), |end| end + 1)
}

/// The words up to an end, without markup.
pub(super) fn text_until(events: &[Spot], is_end: impl Fn(&TagEnd) -> bool) -> String {
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::End(end) if is_end(end) => break,
            Event::Text(words) | Event::Code(words) => text.push_str(words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text.trim().to_owned()
}

/// Letters and digits of any script in lower case, runs of anything else as one `-`.
fn heading_slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(character, '\'' | '’') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// An id that was written out, without what would break an attribute or an address. `:` is kept for notes.
fn legal_id(id: &str) -> String {
    id.chars().filter(|character| character.is_alphanumeric() || matches!(character, '-' | '_' | '.')).collect()
}

/// Hands out ids, each once.
#[derive(Default)]
struct Ids {
    used: FxHashMap<String, usize>,
}

impl Ids {
    fn claim(&mut self, wanted: String) -> String {
        let wanted = if wanted.is_empty() { "section".to_owned() } else { wanted };
        let mut id = wanted.clone();
        let mut number = self.used.get(&wanted).copied().unwrap_or(0);
        while self.used.contains_key(&id) {
            number += 1;
            id = format!("{wanted}-{}", number + 1);
        }
        if number > 0 {
            self.used.insert(wanted, number);
        }
        self.used.insert(id.clone(), 0);
        id
    }
}

/// Footnotes in the order in which they are first referred to.
#[derive(Default)]
pub(super) struct Notes<'a> {
    definitions: HashMap<&'a str, Range<usize>>,
    order: Vec<&'a str>,
    numbers: HashMap<&'a str, usize>,
    references: HashMap<&'a str, usize>,
}

impl<'a> Notes<'a> {
    /// Finds the definitions; the first of a label counts, the parser drops the others.
    pub(super) fn find(events: &'a [Spot<'a>]) -> Self {
        let mut notes = Self::default();
        let mut open: Vec<(&str, usize)> = Vec::new();
        for (position, (event, _)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => open.push((label, position)),
                Event::End(TagEnd::FootnoteDefinition) => {
                    if let Some((label, start)) = open.pop() {
                        notes.definitions.entry(label).or_insert(start + 1..position);
                    }
                }
                _ => {}
            }
        }
        notes
    }

    /// The number of a note and how often it has been referred to, this time included; nothing where it is not defined.
    pub(super) fn refer(&mut self, label: &str) -> Option<(usize, usize)> {
        let (label, _) = self.definitions.get_key_value(label)?;
        let number = *self.numbers.entry(label).or_insert_with(|| {
            self.order.push(label);
            self.order.len()
        });
        let count = self.references.entry(label).or_insert(0);
        *count += 1;
        Some((number, *count))
    }

    /// The events of the note of a number (from 1).
    pub(super) fn definition(&self, number: usize) -> Option<Range<usize>> {
        let label = self.order.get(number.checked_sub(1)?)?;
        self.definitions.get(label).cloned()
    }

    /// Notes nobody refers to stand after the others, in the order written: nothing is dropped.
    pub(super) fn adopt_rest(&mut self) {
        let mut rest: Vec<(usize, &'a str)> = self
            .definitions
            .iter()
            .filter(|(label, _)| !self.numbers.contains_key(*label))
            .map(|(label, range)| (range.start, *label))
            .collect();
        rest.sort_unstable();
        for (_, label) in rest {
            self.order.push(label);
            self.numbers.insert(label, self.order.len());
        }
    }

    /// How often the note of a number is referred to.
    pub(super) fn references(&self, number: usize) -> usize {
        number.checked_sub(1).and_then(|index| self.order.get(index)).and_then(|label| self.references.get(label)).copied().unwrap_or(0)
    }
}
