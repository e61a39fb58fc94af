//! Events to HTML, in one pass, with the place of every link within the site.

mod notes;
mod raw;

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::allowed::Filter;
use super::escape::{escape, escape_address, is_safe};
use super::events::{HeadingFacts, Notes, Spot, headings, text_until};
use super::{Html, RenderOptions, Target, highlight, sanitize};

/// Containers nested deeper than this lose their tags, not their text: browsers stop at 512 elements.
const DEEPEST: usize = 100;

pub(super) fn html(events: &[Spot], options: &RenderOptions) -> Html {
    let raw = events.iter().any(|(event, _)| matches!(event, Event::Html(_) | Event::InlineHtml(_)));
    let headings = headings(events);
    let mut writer = Writer {
        events,
        options,
        own_ids: headings.iter().map(|(_, heading)| heading.id.clone()).collect(),
        headings,
        notes: Notes::find(events),
        filter: Filter::default(),
        raw,
        out: String::new(),
        paths: Vec::new(),
        open: Vec::new(),
        table: Table::default(),
    };
    writer.write(0..events.len());
    for name in writer.filter.leave() {
        writer.close(&name);
    }
    writer.footnotes();
    if raw { sanitize::sanitize(&writer.out) } else { Html { text: writer.out, paths: writer.paths } }
}

struct Writer<'a> {
    events: &'a [Spot<'a>],
    options: &'a RenderOptions<'a>,
    headings: Vec<(usize, HeadingFacts)>,
    own_ids: HashSet<String>,
    notes: Notes<'a>,
    filter: Filter,
    /// Whether raw HTML is there, so that the sanitizer will run over the result: paths are marked for it.
    raw: bool,
    out: String,
    paths: Vec<usize>,
    /// For each open container, what ends it: nothing where it was too deep, or leads nowhere.
    open: Vec<&'static str>,
    table: Table,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    head: bool,
    has_body: bool,
}

impl<'a> Writer<'a> {
    fn write(&mut self, range: Range<usize>) {
        let mut position = range.start;
        while position < range.end {
            position = self.event(position);
        }
    }

    /// Writes one event, or several that make one thing; the position after it.
    fn event(&mut self, position: usize) -> usize {
        let events = self.events;
        match &events[position].0 {
            Event::Start(tag) => return self.start(tag, position),
            Event::End(end) => self.end(end),
            Event::Text(text) => escape(&mut self.out, text),
            Event::Code(code) => {
                self.out.push_str("<code>");
                escape(&mut self.out, code);
                self.out.push_str("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(html),
            Event::FootnoteReference(label) => self.reference(label),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => self.task(*done),
            Event::InlineMath(text) | Event::DisplayMath(text) => escape(&mut self.out, text),
        }
        position + 1
    }

    fn task(&mut self, done: bool) {
        self.out.push_str(if done {
            "<input type=\"checkbox\" checked disabled aria-label=\"Done\"> "
        } else {
            "<input type=\"checkbox\" disabled aria-label=\"To do\"> "
        });
    }

    fn start(&mut self, tag: &'a Tag<'a>, position: usize) -> usize {
        match tag {
            Tag::CodeBlock(kind) => return self.code_block(kind, position),
            Tag::HtmlBlock => return self.html_block(position),
            Tag::Image { link_type, dest_url, title, .. } => return self.image(*link_type, dest_url, title, position),
            Tag::FootnoteDefinition(_) => return self.after(position),
            Tag::Link { link_type, dest_url, title, .. } => self.link(*link_type, dest_url, title),
            Tag::Heading { .. } => self.heading(position),
            Tag::Table(alignments) => self.table(alignments),
            Tag::TableHead => self.table_head(),
            Tag::TableRow => self.table_row(),
            Tag::TableCell => self.table_cell(position),
            Tag::List(first) => self.list(*first),
            Tag::Item => self.item(position),
            Tag::BlockQuote(None) => self.block("<blockquote>\n", "</blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.alert(*kind),
            Tag::Paragraph => self.block("<p>", "</p>\n"),
            Tag::Emphasis => self.inline("<em>", "</em>"),
            Tag::Strong => self.inline("<strong>", "</strong>"),
            Tag::Strikethrough => self.inline("<del>", "</del>"),
            _ => self.inline("", ""),
        }
        position + 1
    }

    fn end(&mut self, end: &TagEnd) {
        for name in self.filter.leave() {
            self.close(&name);
        }
        let closing = self.open.pop().unwrap_or("");
        if *end == TagEnd::Table && self.table.has_body && !closing.is_empty() {
            self.out.push_str("</tbody>\n");
        }
        self.out.push_str(closing);
    }

    /// Opens a container that ends in `closing`.
    fn inline(&mut self, opening: &str, closing: &'static str) {
        self.filter.enter();
        let fits = self.open.len() < DEEPEST;
        self.open.push(if fits { closing } else { "" });
        self.out.push_str(if fits { opening } else { "" });
    }

    /// Opens a block, on a line of its own.
    fn block(&mut self, opening: &str, closing: &'static str) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.inline(opening, closing);
    }

    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// The position after the container that starts here.
    fn after(&self, position: usize) -> usize {
        let mut depth = 0_usize;
        for (offset, (event, _)) in self.events[position..].iter().enumerate() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return position + offset + 1;
            }
        }
        self.events.len()
    }

    fn alert(&mut self, kind: BlockQuoteKind) {
        let (name, title) = alert_names(kind);
        let opening = format!("<div class=\"alert alert-{name}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n");
        self.block(&opening, "</div>\n");
    }

    fn list(&mut self, first: Option<u64>) {
        match first {
            None => self.block("<ul>\n", "</ul>\n"),
            Some(1) => self.block("<ol>\n", "</ol>\n"),
            Some(first) => self.block(&format!("<ol start=\"{first}\">\n"), "</ol>\n"),
        }
    }

    fn item(&mut self, position: usize) {
        let mut inside = self.events[position + 1..].iter().map(|(event, _)| event);
        let task = match inside.next() {
            Some(Event::TaskListMarker(_)) => true,
            Some(Event::Start(Tag::Paragraph)) => matches!(inside.next(), Some(Event::TaskListMarker(_))),
            _ => false,
        };
        self.block(if task { "<li class=\"task\">" } else { "<li>" }, "</li>\n");
    }

    fn heading(&mut self, position: usize) {
        let found = self.headings.binary_search_by_key(&position, |(position, _)| *position);
        let Some((_, heading)) = found.ok().and_then(|index| self.headings.get(index)) else { return self.block("", "") };
        let level = (heading.level + self.options.heading_shift).clamp(1, 6);
        let mut opening = format!("<h{level} id=\"");
        escape(&mut opening, self.options.id_prefix);
        escape(&mut opening, &heading.id);
        opening.push_str("\">");
        const CLOSING: [&str; 6] = ["</h1>\n", "</h2>\n", "</h3>\n", "</h4>\n", "</h5>\n", "</h6>\n"];
        self.block(&opening, CLOSING[level - 1]);
    }

    fn table(&mut self, alignments: &[Alignment]) {
        self.table = Table { alignments: alignments.to_vec(), ..Table::default() };
        self.block("<div class=\"table\" role=\"group\" aria-label=\"Table\" tabindex=\"0\">\n<table>\n", "</table>\n</div>\n");
    }

    fn table_head(&mut self) {
        self.table.head = true;
        self.table.column = 0;
        self.inline("<thead><tr>", "</tr></thead>\n");
    }

    fn table_row(&mut self) {
        let first = !self.table.has_body;
        self.table.head = false;
        self.table.has_body = true;
        self.table.column = 0;
        self.inline(if first { "<tbody>\n<tr>" } else { "<tr>" }, "</tr>\n");
    }

    fn table_cell(&mut self, position: usize) {
        // A header cell without a word names nothing; a plain cell is what it is.
        let empty = matches!(self.events.get(position + 1), Some((Event::End(TagEnd::TableCell), _)));
        let (name, closing) = if self.table.head && !empty { ("th", "</th>") } else { ("td", "</td>") };
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Right) => " class=\"align-right\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Left | Alignment::None) | None => "",
        };
        self.table.column += 1;
        self.inline(&format!("<{name}{class}>"), closing);
    }

    fn link(&mut self, link_type: LinkType, address: &str, title: &str) {
        let address = full_address(link_type, address);
        let target = self.target(&address, false);
        if target == Target::Nowhere || self.open.len() >= DEEPEST {
            return self.inline("", "");
        }
        self.inline("<a href=\"", "</a>");
        self.address(&target);
        self.out.push('"');
        self.title(title);
        self.out.push('>');
    }

    fn image(&mut self, link_type: LinkType, address: &str, title: &str, position: usize) -> usize {
        let after = self.after(position);
        let alternative = text_until(&self.events[position + 1..after.max(position + 2) - 1], |_| false);
        let target = self.target(&full_address(link_type, address), true);
        if target == Target::Nowhere {
            escape(&mut self.out, &alternative);
            return after;
        }
        self.out.push_str("<img src=\"");
        self.address(&target);
        self.out.push_str("\" alt=\"");
        escape(&mut self.out, &alternative);
        self.out.push('"');
        self.title(title);
        self.out.push_str(" loading=\"lazy\" decoding=\"async\">");
        after
    }

    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.out.push_str(" title=\"");
            escape(&mut self.out, title);
            self.out.push('"');
        }
    }

    /// Where an address leads, if it is safe to follow. An id of this body is prefixed as the body's ids are.
    fn target(&self, address: &str, image: bool) -> Target {
        match (self.options.resolve)(address) {
            Target::Url(url) if !is_safe(&url, image) => Target::Nowhere,
            Target::Url(url) => match url.strip_prefix('#') {
                Some(id) if self.is_own_id(id) => Target::Url(format!("#{}{id}", self.options.id_prefix)),
                _ => Target::Url(url),
            },
            target => target,
        }
    }

    fn is_own_id(&self, id: &str) -> bool {
        id.starts_with("fn:") || id.starts_with("fnref:") || self.own_ids.contains(id)
    }

    fn address(&mut self, target: &Target) {
        match target {
            Target::Path(path) => {
                if self.raw {
                    self.out.push(sanitize::PATH_MARK);
                } else {
                    self.paths.push(self.out.len());
                }
                escape_address(&mut self.out, path);
            }
            Target::Url(url) => escape_address(&mut self.out, url),
            Target::Nowhere => {}
        }
    }

    fn code_block(&mut self, kind: &CodeBlockKind, position: usize) -> usize {
        let after = self.after(position);
        let text = |(event, _): &Spot| if let Event::Text(text) = event { text.to_string() } else { String::new() };
        let code: String = self.events[position..after].iter().map(text).collect();
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split([' ', ',', '{', '\t']).next().unwrap_or(""),
            CodeBlockKind::Indented => "",
        };
        self.block("", "");
        self.out.push_str("<pre tabindex=\"0\" role=\"group\" aria-label=\"Code");
        if !language.is_empty() {
            self.out.push_str(", ");
            escape(&mut self.out, language);
        }
        self.out.push_str("\"><code");
        if !language.is_empty() {
            self.out.push_str(" class=\"language-");
            escape(&mut self.out, language);
            self.out.push('"');
        }
        self.out.push('>');
        self.out.push_str(&highlight::highlight(language, &code));
        self.out.push_str("</code></pre>\n");
        self.end(&TagEnd::CodeBlock);
        after
    }
}

pub(super) fn alert_names(kind: BlockQuoteKind) -> (&'static str, &'static str) {
    match kind {
        BlockQuoteKind::Note => ("note", "Note"),
        BlockQuoteKind::Tip => ("tip", "Tip"),
        BlockQuoteKind::Important => ("important", "Important"),
        BlockQuoteKind::Warning => ("warning", "Warning"),
        BlockQuoteKind::Caution => ("caution", "Caution"),
    }
}

/// An address as a browser needs it: `<jo@example.org>` means `mailto:`.
pub(super) fn full_address(link_type: LinkType, address: &str) -> String {
    if link_type == LinkType::Email && !address.starts_with("mailto:") { format!("mailto:{address}") } else { address.to_owned() }
}
