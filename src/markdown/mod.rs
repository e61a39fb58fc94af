//! Markdown to HTML and to what checks want to know of it.
//!
//! In: the value of a [`Text`](crate::source::Text). Out: an [`Outline`] (headings, links, images, comments, each with its byte range)
//! or [`Rendered`] HTML and plain text. Raw HTML goes through an allow-list sanitizer. No I/O, no scripts, never panics.
//!
//! Classes that themes style, all of them:
//!
//! | class | on | is |
//! |---|---|---|
//! | `alert`, `alert-note`, `-tip`, `-important`, `-warning`, `-caution`; `alert-title` | `div`; `p` | a GitHub alert and its title |
//! | `table` | `div` | the frame in which a wide table scrolls |
//! | `align-right`, `align-center` | `th`, `td` | a column's alignment |
//! | `task` | `li` | an item with a checkbox |
//! | `footnote-ref`; `footnotes` | `sup`; `div` | a reference; all notes of a body |
//! | `language-NAME` | `code` in `pre` | a fence's language as written |
//!
//! and in highlighted code, on `span`: `hl-k` keyword, `hl-s` string, `hl-c` comment, `hl-n` number or constant, `hl-f` function,
//! `hl-t` type, `hl-v` parameter, `hl-o` operator, `hl-g` tag or key, `hl-a` attribute or property, `hl-i` inserted and `hl-d` deleted line.

use std::ops::Range;

mod address;
mod allowed;
mod escape;
mod events;
mod highlight;
mod html;
mod outline;
mod plain;
mod raw;
mod sanitize;
mod wrap;

pub use escape::{escaped, legal};
pub use events::{DIALECT, span_of_first};
pub use wrap::wrap;

/// HTML whose links within the site can be made absolute: feeds and mails need that, pages do not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html {
    /// The HTML, with links within the site as paths from the host (`/events/2.4.0/`).
    pub text: String,
    /// Where in `text` such a path starts, ascending.
    pub paths: Vec<usize>,
}

impl Html {
    /// The HTML with `origin` (`https://example.org`) before each path within the site.
    pub fn absolute(&self, origin: &str) -> String {
        let mut absolute = String::with_capacity(self.text.len() + self.paths.len() * origin.len());
        let mut copied = 0;
        for path in &self.paths {
            absolute.push_str(&self.text[copied..*path]);
            absolute.push_str(origin);
            copied = *path;
        }
        absolute.push_str(&self.text[copied..]);
        absolute
    }
}

/// What a piece of Markdown became.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// For pages, feeds, mails.
    pub html: Html,
    /// The same for pages alone, where it has something that only they can use, such as narrower copies of pictures.
    pub page: Option<String>,
    /// For text mails and JSON: the words, links as `text (address)`, lists with dashes.
    pub plain: String,
}

impl Rendered {
    /// The HTML for pages.
    pub fn page(&self) -> &str {
        self.page.as_deref().unwrap_or(&self.html.text)
    }
}

/// Where a link or an image may lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A path from the host, within the site.
    Path(String),
    /// An absolute address elsewhere.
    Url(String),
    /// Nowhere: only its text is shown, as for a link to a release that this reader may not see.
    Nowhere,
}

/// How a piece of Markdown is rendered.
pub struct RenderOptions<'a> {
    /// Added to the level of headings: 2 makes `##` an `<h4>`; levels stop at 6. A body that starts deeper or skips a level is
    /// mended, so that the page's outline has no gap.
    pub heading_shift: usize,
    /// Put before ids of headings and footnotes, so that those of two entries on a page differ: `scan-offline--`.
    pub id_prefix: &'a str,
    /// Put before paths within the site in plain text, which has no place for them to be added later: `https://example.org`.
    pub origin: &'a str,
    /// What a link's or an image's address leads to. `#id` is asked for too, ids of this body without prefix:
    /// where the answer is a [`Target::Url`] that starts with `#`, the prefix is added here.
    pub resolve: &'a dyn Fn(&str) -> Target,
}

/// A heading of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text without markup.
    pub text: String,
    /// Its id, as pages have it, without prefix.
    pub id: String,
    /// The whole heading.
    pub range: Range<usize>,
    /// What stands under it, up to the next heading of its own level or above.
    pub content: Range<usize>,
    /// Whether something other than comments and blank lines stands there.
    pub has_content: bool,
}

/// A link or an image of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address as written.
    pub target: String,
    /// The link's text, or the image's alternative text.
    pub text: String,
    /// Whether it is an image.
    pub image: bool,
    /// The address where it can be found, else the whole link.
    pub range: Range<usize>,
    /// The whole link; of raw HTML its opening tag.
    pub whole: Range<usize>,
    /// Where its text stands; nothing where it has none. An image that HTML gives an empty `alt` on purpose has one.
    pub label: Option<Range<usize>>,
}

/// What checks want to know of a piece of Markdown. Ranges are bytes of its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// In order.
    pub headings: Vec<Heading>,
    /// Links and images, in order.
    pub links: Vec<Link>,
    /// HTML comments.
    pub comments: Vec<Range<usize>>,
    /// Raw HTML that the sanitizer drops.
    pub dropped_html: Vec<Range<usize>>,
    /// Whether anything but comments and blank lines is there.
    pub has_content: bool,
}

impl Outline {
    /// That of a text in which there is nothing of all this.
    pub const WORDS: Self =
        Self { headings: Vec::new(), links: Vec::new(), comments: Vec::new(), dropped_html: Vec::new(), has_content: true };
}

/// Renders a piece of Markdown. Never fails: what cannot be understood is text.
pub fn render(markdown: &str, options: &RenderOptions) -> Rendered {
    let events = events::events(markdown);
    Rendered { html: html::html(&events, options), page: None, plain: plain::plain(&events, options) }
}

/// A whole document of Markdown as plain text that reads well by itself: chapters in capitals, sections underlined, addresses as
/// they are. Lines are not broken; see [`wrap`].
pub fn document_text(markdown: &str) -> String {
    plain::document(&events::events(markdown))
}

/// What checks want to know of a piece of Markdown.
pub fn outline(markdown: &str) -> Outline {
    outline::outline(markdown)
}

#[cfg(test)]
mod tests;
