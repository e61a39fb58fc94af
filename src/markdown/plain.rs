//! Events to plain text: for text mails and for JSON that is shown without markup.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::escape::{is_safe, legal};
use super::events::{Notes, Spot};
use super::html::{alert_names, full_address};
use super::raw::{self, Part, RawTag};
use super::{RenderOptions, Target};

/// Indents deeper than this stay as they are.
const DEEPEST: usize = 16;

/// Lines under headings are no longer than the lines that [`wrap`](super::wrap) makes.
const LONGEST_LINE: usize = 72;

/// Tables wider than this are not padded.
const WIDEST: usize = 76;

pub(super) fn plain(events: &[Spot], options: &RenderOptions) -> String {
    written(events, Writer::new(options))
}

/// A text with headings that stand out, since it is more than the body of one note.
pub(super) fn document(events: &[Spot]) -> String {
    let resolve = |address: &str| Target::Url(address.to_owned());
    let options = RenderOptions { heading_shift: 0, id_prefix: "", origin: "", resolve: &resolve };
    written(events, Writer { is_document: true, ..Writer::new(&options) })
}

fn written(events: &[Spot], writer: Writer) -> String {
    let mut writer = Writer { notes: Notes::find(events), ..writer };
    writer.write(events, 0..events.len());
    writer.footnotes(events);
    writer.out.truncate(writer.out.trim_end().len());
    writer.out
}

struct Writer<'a> {
    options: &'a RenderOptions<'a>,
    /// Whether headings stand out.
    is_document: bool,
    notes: Notes<'a>,
    out: String,
    /// The words of the block at hand.
    line: String,
    /// For each open list item, quotation, piece of code and note.
    indents: Vec<Indent>,
    /// For each open list: the next number.
    lists: Vec<Option<u64>>,
    /// For each open link: where its text starts in `line`, and its address.
    links: Vec<(usize, String)>,
    /// The same for links of raw HTML, which need not be balanced.
    raw_links: Vec<(usize, String)>,
    /// Whether the next block stands on the line after the last one, whatever they are.
    joined: bool,
    /// Whether the block before was a line of a tight list.
    after_tight: bool,
    /// Whether the block at hand may follow its list's last line directly.
    tight: bool,
    rows: Vec<Vec<String>>,
}

/// What lines of a container start with.
struct Indent {
    first: String,
    rest: String,
    /// Whether its first line has been written.
    begun: bool,
}

impl Indent {
    fn new(first: &str, rest: &str) -> Self {
        Self { first: first.to_owned(), rest: rest.to_owned(), begun: false }
    }
}

impl<'a> Writer<'a> {
    fn new(options: &'a RenderOptions<'a>) -> Self {
        Self {
            options,
            is_document: false,
            notes: Notes::default(),
            out: String::new(),
            line: String::new(),
            indents: Vec::new(),
            lists: Vec::new(),
            links: Vec::new(),
            raw_links: Vec::new(),
            joined: false,
            after_tight: false,
            tight: false,
            rows: Vec::new(),
        }
    }

    fn write(&mut self, events: &[Spot], range: Range<usize>) {
        let mut notes = 0_usize;
        let mut html = String::new();
        for (event, _) in &events[range] {
            match event {
                Event::Start(Tag::FootnoteDefinition(_)) => notes += 1,
                Event::End(TagEnd::FootnoteDefinition) => notes = notes.saturating_sub(1),
                _ if notes > 0 => {}
                Event::Html(text) => html.push_str(text),
                Event::End(TagEnd::HtmlBlock) => self.raw_html(&std::mem::take(&mut html), true),
                Event::InlineHtml(text) => self.raw_html(text, false),
                Event::Start(tag) => self.start(tag),
                Event::End(end) => self.end(end),
                Event::Text(text) => self.line.push_str(text),
                Event::Code(code) => {
                    self.line.push('`');
                    self.line.push_str(code);
                    self.line.push('`');
                }
                Event::FootnoteReference(label) => self.reference(label),
                Event::SoftBreak => self.line.push(' '),
                Event::HardBreak => self.line.push('\n'),
                Event::Rule => self.block("---"),
                Event::TaskListMarker(done) => self.line.push_str(if *done { "[x] " } else { "[ ] " }),
                Event::InlineMath(text) | Event::DisplayMath(text) => self.line.push_str(text),
            }
        }
        self.flush();
    }

    fn start(&mut self, tag: &Tag) {
        match tag {
            Tag::Strikethrough => self.line.push_str("~~"),
            Tag::Link { link_type, dest_url, .. } => {
                self.links.push((self.line.len(), self.address(&full_address(*link_type, dest_url), false)))
            }
            Tag::Image { link_type, dest_url, .. } => {
                self.links.push((self.line.len(), self.address(&full_address(*link_type, dest_url), true)))
            }
            Tag::Emphasis | Tag::Strong | Tag::TableCell => {}
            Tag::Table(_) => {
                self.flush();
                self.rows.clear();
            }
            Tag::TableHead | Tag::TableRow => self.rows.push(Vec::new()),
            Tag::List(first) => {
                self.flush();
                self.lists.push(*first);
            }
            Tag::Item => self.item(),
            Tag::BlockQuote(kind) => {
                self.flush();
                self.indents.push(Indent::new("> ", "> "));
                if let Some(kind) = kind {
                    self.block(&format!("{}:", alert_names(*kind).1));
                    self.joined = true;
                }
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                self.flush();
                self.indents.push(Indent::new("    ", "    "));
            }
            Tag::Paragraph => self.flush_unless_marker(),
            _ => self.flush(),
        }
    }

    fn item(&mut self) {
        self.flush();
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                let marker = format!("{number}. ");
                *number = number.saturating_add(1);
                marker
            }
            _ => "- ".to_owned(),
        };
        let rest = " ".repeat(marker.len());
        self.indents.push(Indent::new(&marker, &rest));
        self.tight = true;
    }

    fn end(&mut self, end: &TagEnd) {
        match end {
            TagEnd::Strikethrough => self.line.push_str("~~"),
            TagEnd::Link | TagEnd::Image => {
                if let Some(link) = self.links.pop() {
                    self.close_link(link);
                }
            }
            TagEnd::Emphasis | TagEnd::Strong => {}
            TagEnd::Heading(level) if self.is_document => self.heading(*level),
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.line).trim().to_owned();
                if let Some(row) = self.rows.last_mut() {
                    row.push(cell);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {}
            TagEnd::Table => self.table(),
            TagEnd::CodeBlock => {
                let code = std::mem::take(&mut self.line);
                self.block(code.trim_end_matches('\n'));
                self.indents.pop();
            }
            TagEnd::Item | TagEnd::BlockQuote(_) => {
                self.flush();
                self.indents.pop();
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
                self.after_tight &= !self.lists.is_empty();
            }
            TagEnd::Paragraph => {
                self.tight &= self.after_tight;
                self.flush();
            }
            _ => self.flush(),
        }
    }

    fn heading(&mut self, level: HeadingLevel) {
        let words = std::mem::take(&mut self.line);
        match level {
            HeadingLevel::H2 => self.line = words.to_uppercase(),
            HeadingLevel::H3 => {
                let length = words.trim().chars().count().min(LONGEST_LINE);
                self.line = format!("{}\n{}", words.trim(), "-".repeat(length));
            }
            _ => self.line = words,
        }
        self.flush();
    }

    /// In a loose list a paragraph starts where its item has just begun: the marker waits for it.
    fn flush_unless_marker(&mut self) {
        if self.line.trim().is_empty() {
            self.tight = false;
        } else {
            self.flush();
        }
    }

    fn flush(&mut self) {
        while let Some(link) = self.raw_links.pop() {
            self.close_link(link);
        }
        let words = std::mem::take(&mut self.line);
        if !words.trim().is_empty() {
            self.block(words.trim());
        }
    }

    /// Writes a block under the indents in force.
    fn block(&mut self, text: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
            if !(self.joined || self.tight && self.after_tight) {
                self.blank_line();
            }
        }
        self.after_tight = self.tight;
        self.tight = false;
        self.joined = false;
        for (number, line) in legal(text).split('\n').enumerate() {
            if number > 0 {
                self.out.push('\n');
            }
            for indent in self.indents.iter_mut().take(DEEPEST) {
                self.out.push_str(if indent.begun { &indent.rest } else { &indent.first });
                indent.begun = true;
            }
            self.out.push_str(line);
            self.trim_line();
        }
    }

    /// A line that holds no more than the marks of quotations that go on.
    fn blank_line(&mut self) {
        for indent in self.indents.iter().take(DEEPEST).take_while(|indent| indent.begun) {
            self.out.push_str(&indent.rest);
        }
        self.trim_line();
        self.out.push('\n');
    }

    fn trim_line(&mut self) {
        let line = self.out.rfind('\n').map_or(0, |newline| newline + 1);
        self.out.truncate(line + self.out[line..].trim_end().len());
    }

    fn close_link(&mut self, (start, address): (usize, String)) {
        let text = self.line.get(start..).unwrap_or("").trim();
        let known = address.is_empty() || text == address || address.strip_prefix("mailto:") == Some(text);
        if !known {
            self.line.push_str(&if text.is_empty() { address } else { format!(" ({address})") });
        }
    }

    /// The absolute address a link leads to; empty where it leads nowhere.
    fn address(&self, address: &str, image: bool) -> String {
        match (self.options.resolve)(address) {
            Target::Path(path) => format!("{}{path}", self.options.origin),
            Target::Url(url) if is_safe(&url, image) && !url.starts_with('#') => url,
            Target::Url(_) | Target::Nowhere => String::new(),
        }
    }

    fn raw_html(&mut self, html: &str, block: bool) {
        for part in raw::parts(html) {
            match part {
                Part::Text(range) => self.line.push_str(&raw::decode(&html[range])),
                Part::Tag(tag) => self.raw_tag(html, &tag),
                Part::Comment(_) | Part::Refused(_) => {}
            }
        }
        if block {
            self.flush();
        }
    }

    fn raw_tag(&mut self, html: &str, tag: &RawTag) {
        let value = |name: &str| {
            let attribute = tag.attributes.iter().find(|attribute| attribute.name == name);
            attribute.map(|attribute| raw::decode(&html[attribute.value.clone()]).trim().to_owned())
        };
        match (tag.name.as_str(), tag.end) {
            ("br", _) => self.line.push('\n'),
            ("a", false) => {
                let address = value("href").map_or_else(String::new, |address| self.address(&address, false));
                self.raw_links.push((self.line.len(), address));
            }
            ("a", true) => {
                if let Some(link) = self.raw_links.pop() {
                    self.close_link(link);
                }
            }
            ("img", _) => {
                let start = self.line.len();
                self.line.push_str(&value("alt").unwrap_or_default());
                let address = value("src").map_or_else(String::new, |address| self.address(&address, true));
                self.close_link((start, address));
            }
            _ => {}
        }
    }

    fn table(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0);
        let mut widths: Vec<usize> = (0..columns).map(width).collect();
        if widths.iter().sum::<usize>() + 3 * columns > WIDEST {
            widths.fill(0);
        }
        let mut lines: Vec<String> = rows.iter().map(|row| padded(row, &widths)).collect();
        if widths.iter().any(|width| *width > 0) && lines.len() > 1 {
            lines.insert(1, widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>().join("-+-"));
        }
        self.block(&lines.join("\n"));
    }

    fn reference(&mut self, label: &str) {
        match self.notes.refer(label) {
            Some((number, _)) => self.line.push_str(&format!("[{number}]")),
            None => self.line.push_str(&format!("[^{label}]")),
        }
    }

    fn footnotes(&mut self, events: &[Spot]) {
        for number in 1.. {
            if self.notes.definition(number).is_none() {
                self.notes.adopt_rest();
            }
            let Some(definition) = self.notes.definition(number) else { break };
            let marker = format!("[{number}] ");
            self.indents.push(Indent::new(&marker, &" ".repeat(marker.len())));
            self.tight = number > 1;
            self.write(events, definition);
            self.after_tight = true;
            self.indents.clear();
        }
    }
}

fn padded(row: &[String], widths: &[usize]) -> String {
    let cell = |(cell, width): (&String, &usize)| format!("{cell:<width$}", width = *width);
    row.iter().zip(widths).map(cell).collect::<Vec<_>>().join(" | ")
}
