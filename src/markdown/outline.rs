//! What checks want to know of a piece of Markdown, with byte ranges.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::address::Addresses;
use super::allowed::{Filter, Verdict, allows};
use super::events::{Spot, gather, headings, parser, span_of_first, text_until};
use super::html::full_address;
use super::raw::{self, Part, RawTag};
use super::{Heading, Link, Outline};

pub(super) fn outline(markdown: &str) -> Outline {
    let mut iter = parser(markdown).into_offset_iter();
    let events = gather(markdown, &mut iter);
    let addresses = Addresses::new(markdown, iter.reference_definitions());
    let mut outliner = Outliner {
        markdown,
        addresses,
        outline: Outline::default(),
        content: Vec::new(),
        filter: Filter::default(),
        links: Vec::new(),
        anchor: None,
    };
    let mut position = 0;
    while position < events.len() {
        position = outliner.event(&events, position);
    }
    outliner.finish(&events)
}

struct Outliner<'a> {
    markdown: &'a str,
    addresses: Addresses<'a>,
    outline: Outline,
    /// Where something starts that is neither a comment nor blank, ascending.
    content: Vec<usize>,
    filter: Filter,
    /// Links that are open: their place in the outline.
    links: Vec<usize>,
    /// A link of raw HTML that is open, likewise: its text is what comes until it ends.
    anchor: Option<usize>,
}

impl Outliner<'_> {
    fn event(&mut self, events: &[Spot], position: usize) -> usize {
        let (event, range) = &events[position];
        if self.anchor.is_some() {
            self.tell_anchor(event, range);
        }
        match event {
            Event::Start(Tag::HtmlBlock) => return self.html_block(events, position),
            Event::Start(tag) => {
                self.filter.enter();
                self.start(tag, &events[position..]);
            }
            Event::End(end) => {
                self.filter.leave();
                if matches!(end, TagEnd::Link | TagEnd::Image) {
                    let before = position.checked_sub(1).and_then(|before| events.get(before));
                    self.close_link(range, before);
                }
            }
            Event::InlineHtml(html) => {
                let fragment = Fragment { text: html.to_string(), origins: vec![(0, range.start)], end: range.end };
                self.raw_html(&fragment);
            }
            Event::Text(text) if text.trim().is_empty() => {}
            Event::SoftBreak | Event::HardBreak => {}
            _ => self.content.push(range.start),
        }
        position + 1
    }

    fn start(&mut self, tag: &Tag, events: &[Spot]) {
        let Some((_, range)) = events.first() else { return };
        let (link_type, address, image) = match tag {
            Tag::Heading { .. } => return self.content.push(range.start),
            Tag::Link { link_type, dest_url, .. } => (*link_type, dest_url, false),
            Tag::Image { link_type, dest_url, .. } => (*link_type, dest_url, true),
            _ => return,
        };
        if image {
            self.content.push(range.start);
        }
        let inside = events.get(1..span_of_first(events).saturating_sub(1)).unwrap_or(&[]);
        let text = text_until(inside, |_| false);
        let label = inside.first().zip(inside.last()).map(|((_, first), (_, last))| first.start..last.end.max(first.end));
        self.links.push(self.outline.links.len());
        self.outline.links.push(Link {
            target: full_address(link_type, address),
            image,
            range: self.addresses.definition(tag).unwrap_or_else(|| range.clone()),
            whole: range.clone(),
            label: label.filter(|_| !image || !text.is_empty()),
            text,
        });
    }

    fn tell_anchor(&mut self, event: &Event, range: &Range<usize>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.add_to_anchor(text, range.clone()),
            Event::SoftBreak | Event::HardBreak => self.add_to_anchor(" ", range.clone()),
            Event::Start(Tag::Image { .. }) => self.add_to_anchor("", range.clone()),
            _ => {}
        }
    }

    fn add_to_anchor(&mut self, text: &str, range: Range<usize>) {
        let Some(link) = self.anchor.and_then(|index| self.outline.links.get_mut(index)) else { return };
        link.text.push_str(text);
        link.label = Some(link.label.as_ref().map_or(range.start, |label| label.start)..range.end);
    }

    /// The address of a link that is written in place stands after its text, so it is looked for when that has ended.
    fn close_link(&mut self, range: &Range<usize>, last_inside: Option<&Spot>) {
        let Some(link) = self.links.pop().and_then(|index| self.outline.links.get_mut(index)) else { return };
        if link.range == *range {
            let text_end = last_inside.filter(|(event, _)| !matches!(event, Event::Start(_))).map_or(range.start, |(_, inside)| inside.end);
            link.range = self.addresses.inline(range, text_end, &link.target).unwrap_or_else(|| range.clone());
        }
    }

    fn html_block(&mut self, events: &[Spot], position: usize) -> usize {
        let mut fragment = Fragment::default();
        let mut at = position + 1;
        while let Some((Event::Html(line) | Event::Text(line), range)) = events.get(at) {
            fragment.origins.push((fragment.text.len(), range.start));
            fragment.text.push_str(line);
            fragment.end = range.end;
            at += 1;
        }
        self.raw_html(&fragment);
        at + 1
    }

    fn raw_html(&mut self, fragment: &Fragment) {
        for part in raw::parts(&fragment.text) {
            match part {
                Part::Comment(range) => self.outline.comments.push(self.place(fragment, range)),
                Part::Refused(range) => self.drop_html(fragment, range),
                Part::Text(range) if fragment.text[range.clone()].trim().is_empty() => {}
                Part::Text(range) => {
                    let place = self.place(fragment, range.clone());
                    self.content.push(place.start);
                    self.add_to_anchor(&fragment.text[range], place);
                }
                Part::Tag(tag) => self.raw_tag(fragment, &tag),
            }
        }
    }

    fn raw_tag(&mut self, fragment: &Fragment, tag: &RawTag) {
        self.content.push(self.place(fragment, tag.range.clone()).start);
        if tag.name == "a" {
            self.anchor = None;
        }
        match self.filter.judge(tag) {
            Verdict::Drop => return self.drop_html(fragment, tag.range.clone()),
            Verdict::DropQuietly => return,
            Verdict::Keep => {}
        }
        for attribute in tag.attributes.iter().filter(|_| !tag.end) {
            if !allows(&tag.name, &attribute.name) {
                self.drop_html(fragment, attribute.range.clone());
            } else if matches!(attribute.name.as_str(), "href" | "src") {
                self.raw_link(fragment, tag, attribute);
            }
        }
    }

    fn raw_link(&mut self, fragment: &Fragment, tag: &RawTag, attribute: &raw::Attribute) {
        let alternative = tag.attributes.iter().find(|attribute| attribute.name == "alt");
        let text = alternative.map_or_else(String::new, |alternative| raw::decode(&fragment.text[alternative.value.clone()]));
        let whole = self.place(fragment, tag.range.clone());
        self.add_to_anchor(&text, whole.clone());
        self.anchor = if tag.name == "a" { Some(self.outline.links.len()) } else { self.anchor };
        self.outline.links.push(Link {
            target: raw::decode(&fragment.text[attribute.value.clone()]).trim().to_owned(),
            text,
            image: tag.name == "img",
            range: self.place(fragment, attribute.value.clone()),
            whole,
            label: alternative.map(|alternative| self.place(fragment, alternative.value.clone())),
        });
    }

    fn drop_html(&mut self, fragment: &Fragment, range: Range<usize>) {
        let range = self.place(fragment, range);
        self.content.push(range.start);
        self.outline.dropped_html.push(range);
    }

    fn place(&self, fragment: &Fragment, range: Range<usize>) -> Range<usize> {
        let (start, end) = (fragment.origin(range.start), fragment.origin_of_end(range.end));
        let legal = start <= end && self.markdown.is_char_boundary(start) && self.markdown.is_char_boundary(end);
        if legal { start..end } else { fragment.origin(0)..fragment.end }
    }

    fn finish(mut self, events: &[Spot]) -> Outline {
        self.content.sort_unstable();
        let texts = headings(events);
        let mut found: Vec<Heading> = Vec::with_capacity(texts.len());
        for (position, heading) in texts {
            let Some((Event::Start(Tag::Heading { level, .. }), range)) = events.get(position) else { continue };
            let length = self.markdown.get(range.clone()).map_or(range.len(), |source| source.trim_end().len());
            let range = range.start..range.start + length;
            found.push(Heading {
                level: *level as u8,
                text: heading.text,
                id: heading.id,
                content: range.end..self.markdown.len(),
                range,
                has_content: false,
            });
        }
        self.close_sections(&mut found);
        self.outline.has_content = !self.content.is_empty();
        self.outline.headings = found;
        self.outline
    }

    /// A section ends at the next heading of its level or above.
    fn close_sections(&self, headings: &mut [Heading]) {
        let mut open: Vec<usize> = Vec::new();
        for index in 0..headings.len() {
            let (level, start) = (headings[index].level, headings[index].range.start);
            while let Some(last) = open.pop_if(|last| headings[*last].level >= level) {
                headings[last].content.end = start.max(headings[last].content.start);
            }
            open.push(index);
        }
        for heading in headings {
            let after = self.content.partition_point(|place| *place < heading.content.start);
            heading.has_content = self.content.get(after).is_some_and(|place| *place < heading.content.end);
        }
    }
}

/// Raw HTML put together from its lines, and the way back to each.
#[derive(Default)]
struct Fragment {
    text: String,
    /// For each line: where it starts in `text` and where in the Markdown.
    origins: Vec<(usize, usize)>,
    end: usize,
}

impl Fragment {
    fn origin(&self, at: usize) -> usize {
        let line = self.origins.partition_point(|(here, _)| *here <= at).saturating_sub(1);
        self.origins.get(line).map_or(0, |(here, there)| (there + (at - here)).min(self.end))
    }

    /// The end of a range lies in the line of its last byte.
    fn origin_of_end(&self, at: usize) -> usize {
        if at == 0 { self.origin(0) } else { (self.origin(at - 1) + 1).min(self.end) }
    }
}
