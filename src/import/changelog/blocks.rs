//! A changelog as a row of headings, list items, definitions and other text. Every line that holds a word is in one of them.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use crate::markdown;

/// A piece of a changelog, and the line it starts in, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) line: usize,
    pub(super) what: What,
}

/// What a piece is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A heading of the document itself, not of an item or a quotation.
    Heading(Heading),
    /// An item of a list, without its marker and indent.
    Item(String),
    /// A link's or a footnote's definition, `[label]: …`.
    Definition { label: String, text: String },
    /// Anything else.
    Text(String),
}

/// A heading and the links in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) level: usize,
    /// Its words without markup.
    pub(super) text: String,
    /// Text and address.
    pub(super) links: Vec<(String, String)>,
}

impl Heading {
    /// Its words, with its links as Markdown.
    pub(super) fn with_links(&self) -> String {
        self.links.iter().fold(self.text.clone(), |shown, (text, address)| shown.replacen(text, &format!("[{text}](<{address}>)"), 1))
    }
}

pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut reader = Reader { text, lines: line_starts(text), blocks: Vec::new(), read: 0 };
    let events: Vec<_> = Parser::new_ext(text, markdown::DIALECT).into_offset_iter().collect();
    let mut position = 0;
    while let Some((event, range)) = events.get(position) {
        reader.gap(range.start);
        let end = position + markdown::span_of_first(&events[position..]);
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let heading = heading(*level as usize, &events[position + 1..end]);
                reader.push(range.start, What::Heading(heading));
            }
            Event::Start(Tag::List(_)) => reader.items(&events[position + 1..end]),
            Event::Start(Tag::FootnoteDefinition(label)) => {
                let what = What::Definition { label: format!("^{label}"), text: reader.slice(range) };
                reader.push(range.start, what);
            }
            Event::Rule => {}
            _ => {
                let what = What::Text(reader.slice(range));
                reader.push(range.start, what);
            }
        }
        // A list's own range may run on over definitions that follow it; its items' do not.
        if !matches!(event, Event::Start(Tag::List(_))) {
            reader.read = reader.read.max(range.end);
        }
        position = end;
    }
    reader.gap(text.len());
    reader.blocks
}

fn heading(level: usize, events: &[(Event, Range<usize>)]) -> Heading {
    let mut heading = Heading { level, ..Heading::default() };
    let mut open = None;
    for (event, _) in events {
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => heading.text.push_str(text),
            Event::SoftBreak | Event::HardBreak => heading.text.push(' '),
            Event::Start(Tag::Link { dest_url, .. }) => open = Some((heading.text.len(), dest_url.to_string())),
            Event::End(pulldown_cmark::TagEnd::Link) => {
                if let Some((start, address)) = open.take() {
                    heading.links.push((heading.text[start..].to_owned(), address));
                }
            }
            _ => {}
        }
    }
    heading.text = heading.text.trim().to_owned();
    heading
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

struct Reader<'a> {
    text: &'a str,
    lines: Vec<usize>,
    blocks: Vec<Block>,
    /// Up to where the text has been taken.
    read: usize,
}

impl Reader<'_> {
    fn push(&mut self, at: usize, what: What) {
        self.blocks.push(Block { line: self.lines.partition_point(|start| *start <= at), what });
    }

    fn slice(&self, range: &Range<usize>) -> String {
        // A piece may start after its first line's indent; the other lines keep theirs.
        self.text.get(range.clone()).unwrap_or("").trim_end().to_owned()
    }

    /// What the parser passes over without an event: definitions of links.
    fn gap(&mut self, to: usize) {
        let from = self.read;
        self.read = to.max(from);
        let Some(gap) = self.text.get(from..to) else { return };
        let mut at = from;
        for line in gap.split_inclusive('\n') {
            let words = line.trim();
            let label = words.strip_prefix('[').and_then(|rest| rest.split_once("]:")).map(|(label, _)| label.to_owned());
            match (label, self.blocks.last_mut()) {
                _ if words.is_empty() => {}
                (Some(label), _) => self.push(at, What::Definition { label, text: words.to_owned() }),
                (None, Some(Block { what: What::Definition { text, .. }, .. })) if at > from => {
                    text.push('\n');
                    text.push_str(words);
                }
                (None, _) => self.push(at, What::Text(words.to_owned())),
            }
            at += line.len();
        }
    }

    fn items(&mut self, events: &[(Event, Range<usize>)]) {
        let mut position = 0;
        while let Some((event, range)) = events.get(position) {
            let end = position + markdown::span_of_first(&events[position..]);
            if matches!(event, Event::Start(Tag::Item)) {
                self.gap(range.start);
                let item = self.item(range);
                self.push(range.start, What::Item(item));
                self.read = self.read.max(range.end);
            }
            position = end;
        }
    }

    /// An item's text without its marker; lines after the first lose the indent of its content (CommonMark 0.31, §5.2).
    fn item(&self, range: &Range<usize>) -> String {
        let source = self.slice(range);
        let line_start = self.lines[self.lines.partition_point(|start| *start <= range.start).saturating_sub(1)];
        let outer = range.start - line_start;
        let marker = source.bytes().take_while(u8::is_ascii_digit).count() + 1;
        let after = source.get(marker..).unwrap_or("");
        let spaces = after.bytes().take_while(|byte| *byte == b' ').count();
        let blank = after.lines().next().is_none_or(|line| line.trim().is_empty());
        let spaces = if blank || spaces > 4 { 1 } else { spaces };
        let mut lines = source.split('\n');
        let first = lines.next().and_then(|line| line.get((marker + spaces).min(line.len())..)).unwrap_or("");
        let rest = lines.map(|line| unindented(line, outer + marker + spaces));
        let text: Vec<&str> = std::iter::once(first).chain(rest).collect();
        text.join("\n").trim().to_owned()
    }
}

/// A line without up to `width` columns of white space at its start; a tab goes to the next multiple of four.
fn unindented(line: &str, width: usize) -> &str {
    let mut columns = 0;
    for (at, byte) in line.bytes().enumerate() {
        columns += match byte {
            b' ' => 1,
            b'\t' => 4 - columns % 4,
            _ => return &line[at..],
        };
        if columns > width {
            return &line[at..];
        }
        if columns == width {
            return &line[at + 1..];
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_in_a_block() {
        let text = "Title\n=====\n\nIntro.\n\n- one\n  ```\n  # no heading\n  ```\n- two\n    - deeper\n\n1. first\n\n[a]: https://a.example\n[b]:\n  https://b.example\n\n<!-- end -->\n\n[^n]: A note.\n";
        let found: Vec<String> = blocks(text).into_iter().map(|block| format!("{} {:?}", block.line, block.what)).collect();
        let expected = [
            r#"1 Heading(Heading { level: 1, text: "Title", links: [] })"#,
            r#"4 Text("Intro.")"#,
            "6 Item(\"one\\n```\\n# no heading\\n```\")",
            r#"10 Item("two\n  - deeper")"#,
            r#"13 Item("first")"#,
            r#"15 Definition { label: "a", text: "[a]: https://a.example" }"#,
            r#"16 Definition { label: "b", text: "[b]:\nhttps://b.example" }"#,
            r#"19 Text("<!-- end -->")"#,
            r#"21 Definition { label: "^n", text: "[^n]: A note." }"#,
        ];
        assert_eq!(found, expected);
    }
}
