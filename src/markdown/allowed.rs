//! What of raw HTML is let through.
//!
//! In: tags, one after another. Out: for each whether it stays. Decided here alone, so that the warning about dropped HTML
//! and the page agree; `ammonia` runs after it as a second lock.

use super::raw::RawTag;

/// Elements that writers may use. Headings are shifted as Markdown's are.
pub(super) const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Attributes beyond `title`, `lang` and `dir`, by element.
pub(super) const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href"]),
    ("del", &["datetime"]),
    ("details", &["open"]),
    ("img", &["src", "alt", "width", "height"]),
    ("ins", &["datetime"]),
    ("li", &["value"]),
    ("ol", &["start", "reversed", "type"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("time", &["datetime"]),
];

/// Elements without content or end tag.
const VOID: &[&str] = &["br", "hr", "img", "wbr", "area", "base", "col", "embed", "input", "link", "meta", "param", "source", "track"];

/// Elements that mean something within a table only; elsewhere an HTML parser drops their tags.
const TABLE_PARTS: &[&str] = &["caption", "tbody", "td", "tfoot", "th", "thead", "tr"];

/// Deeper than this, raw tags are dropped: browsers stop at 512, and parsing takes time by the square of the depth.
const DEEPEST: usize = 100;

/// What becomes of a tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It stays, with those of its attributes that [`allows`] lets through.
    Keep,
    /// It goes, and the writer is told.
    Drop,
    /// It goes with its start tag, of which the writer was told.
    DropQuietly,
}

/// Decides over tags one after another, and keeps them balanced within each Markdown container.
#[derive(Default)]
pub(super) struct Filter {
    open: Vec<Open>,
}

enum Open {
    Markdown,
    Raw { name: String, kept: bool },
}

impl Filter {
    /// A Markdown container begins.
    pub(super) fn enter(&mut self) {
        self.open.push(Open::Markdown);
    }

    /// A Markdown container ends: the elements left open in it, innermost first.
    pub(super) fn leave(&mut self) -> Vec<String> {
        let mut unclosed = Vec::new();
        while let Some(Open::Raw { name, kept }) = self.open.pop() {
            unclosed.extend(kept.then_some(name));
        }
        unclosed
    }

    /// What becomes of the next tag.
    pub(super) fn judge(&mut self, tag: &RawTag) -> Verdict {
        if tag.end { self.judge_end(&tag.name) } else { self.judge_start(&tag.name) }
    }

    fn judge_start(&mut self, name: &str) -> Verdict {
        let allowed = ELEMENTS.contains(&name);
        if VOID.contains(&name) {
            return if allowed { Verdict::Keep } else { Verdict::Drop };
        }
        let here = self.open.iter().rev().take_while(|open| matches!(open, Open::Raw { .. })).take(4 * DEEPEST);
        let depth = here.clone().count();
        let in_table = || here.clone().any(|open| matches!(open, Open::Raw { name, kept: true } if name == "table"));
        let kept = allowed && depth < DEEPEST && self.open.len() < 4 * DEEPEST && (!TABLE_PARTS.contains(&name) || in_table());
        if depth < 4 * DEEPEST {
            self.open.push(Open::Raw { name: name.to_owned(), kept });
        }
        if kept { Verdict::Keep } else { Verdict::Drop }
    }

    fn judge_end(&mut self, name: &str) -> Verdict {
        let here = self.open.iter().enumerate().rev().take_while(|(_, open)| matches!(open, Open::Raw { .. }));
        let found = here.filter_map(|(index, open)| match open {
            Open::Raw { name: other, kept } if other == name => Some((index, *kept)),
            _ => None,
        });
        let Some((index, kept)) = found.into_iter().next() else { return Verdict::Drop };
        // Elements opened in between stay on the list unless kept ones: an end tag closes those too.
        if kept {
            self.open.truncate(index)
        } else {
            drop(self.open.remove(index))
        }
        if kept { Verdict::Keep } else { Verdict::DropQuietly }
    }
}

/// Whether an attribute of an element stays. Addresses are judged again by where they lead.
pub(super) fn allows(element: &str, attribute: &str) -> bool {
    matches!(attribute, "title" | "lang" | "dir")
        || ATTRIBUTES.iter().any(|(name, attributes)| *name == element && attributes.contains(&attribute))
}
