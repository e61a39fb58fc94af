//! The same site as Markdown, for people and programs that read text: a twin `index.md` beside every page, and `llms.txt`.
//!
//! In: what the pages are made from. Out: Markdown that stands by itself, with absolute addresses. Words are the theme's.

mod changelog;
mod entry;
mod jump;
mod lists;
mod llms;
mod release;
mod stats;

use rayon::prelude::*;

use crate::model::{Catalog, Product, Release, Upgrade};
use crate::parse::document::OutputKind;
use crate::theme::Strings;
use crate::view::link::Date;

use super::Artifact;
use super::pages::{Job, Pages};

pub use changelog::Detail;

/// Makes the Markdown twin of every page, and `llms.txt`; nothing where the site does not want them.
pub fn render(catalog: &Catalog, pages: &Pages) -> Vec<Artifact> {
    if !catalog.site().makes(OutputKind::Markdown) {
        return Vec::new();
    }
    let twins = Twins::new(pages, Links::Twins);
    let jobs = pages.jobs();
    let made = jobs
        .par_iter()
        .filter(|job| !matches!(job, Job::NotFound | Job::Search | Job::InApp))
        .map(|job| Artifact { path: format!("{}index.md", job.path(catalog)), bytes: twins.page(job).into_bytes() });
    let mut artifacts: Vec<Artifact> = made.collect();
    artifacts.push(Artifact { path: "llms.txt".to_owned(), bytes: twins.llms().into_bytes() });
    artifacts
}

/// One release as Markdown, as its page has it, to be read elsewhere.
pub fn release(pages: &Pages, release: &Release) -> String {
    Twins::new(pages, Links::Pages).release(release)
}

/// What waits for a release, likewise.
pub fn unreleased(pages: &Pages, product: &Product) -> String {
    Twins::new(pages, Links::Pages).unreleased(product)
}

/// What a jump from one release to another asks for, likewise.
pub fn jump(pages: &Pages, upgrade: &Upgrade) -> String {
    Twins::new(pages, Links::Pages).jump(upgrade)
}

/// All releases of a product as one file, CHANGELOG.md.
pub fn changelog(pages: &Pages, product: &Product, detail: Detail) -> String {
    Twins::new(pages, Links::Pages).changelog(product, detail)
}

/// What all twins share.
struct Twins<'a> {
    pages: &'a Pages<'a>,
    words: Words<'a>,
    links: Links,
}

/// Where links to pages of the site lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Links {
    /// To their twins, since who reads Markdown on the site goes on reading Markdown.
    Twins,
    /// To the pages, which every reader can open.
    Pages,
}

impl<'a> Twins<'a> {
    fn new(pages: &'a Pages<'a>, links: Links) -> Self {
        Self { pages, words: Words(pages.theme.strings()), links }
    }
}

impl Twins<'_> {
    fn page(&self, job: &Job) -> String {
        match job {
            Job::Index => self.index(),
            Job::Release(index) => self.release(self.catalog().release(*index)),
            Job::List { product, list, page } => self.list(self.catalog().product(*product), *list, *page),
            Job::Jump { from, to } => self.jump(&self.catalog().upgrade(*from, *to)),
            Job::Unreleased(product) => self.unreleased(self.catalog().product(*product)),
            Job::Calendar => self.calendar(),
            Job::Stats(product) => self.stats(product.map(|index| self.catalog().product(index))),
            // None of them is a text.
            Job::NotFound | Job::Search | Job::InApp => String::new(),
        }
    }

    fn catalog(&self) -> &Catalog {
        self.pages.views.catalog()
    }

    /// The absolute address of a path from the host.
    fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.catalog().site().url.origin())
    }

    /// A link to a page of the site.
    fn link(&self, title: &str, path: &str) -> String {
        let (page, anchor) = path.split_once('#').map_or((path, String::new()), |(page, anchor)| (page, format!("#{anchor}")));
        let file = if self.links == Links::Twins { "index.md" } else { "" };
        format!("[{}]({}{file}{anchor})", escape(title), self.absolute(page))
    }

    /// A link as it is, for anchors and other sites.
    fn plain_link(&self, title: &str, address: &str) -> String {
        let address = if address.starts_with('/') { self.absolute(address) } else { address.to_owned() };
        format!("[{}]({address})", escape(title))
    }
}

/// Strings of the theme. One that a site's own theme broke shows its key, as a page would have failed before.
struct Words<'a>(&'a Strings);

impl Words<'_> {
    fn text<'k>(&'k self, key: &'k str) -> &'k str {
        self.0.text(key).unwrap_or(key)
    }

    fn filled(&self, key: &str, blanks: &[(&str, &str)]) -> String {
        self.0.filled(key, blanks).unwrap_or_else(|_| key.to_owned())
    }

    fn number(&self, number: f64) -> String {
        self.0.number(number)
    }

    fn month(&self, day: chrono::NaiveDate) -> String {
        self.0.month(day)
    }

    fn date(&self, date: &Date) -> String {
        chrono::NaiveDate::parse_from_str(&date.day, "%Y-%m-%d").map_or_else(|_| date.day.clone(), |day| self.0.date(day))
    }
}

/// Plain text for a place within a line where Markdown would be read as such.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let is_markup = match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' => true,
            // `&lt;` would be read as what it stands for.
            '&' => {
                text[at + 1..].split_once(';').is_some_and(|(name, _)| name.chars().all(|part| part == '#' || part.is_ascii_alphanumeric()))
            }
            // At the end of a heading, `#` would close it, and `{…}` would be its attributes.
            '#' | '{' => matches!(text.trim_end().chars().last(), Some('#' | '}')) && text[..at].ends_with(char::is_whitespace),
            _ => false,
        };
        match character {
            // A backslash does not keep attributes from being read.
            '{' if is_markup => escaped.push_str("&#123;"),
            _ if is_markup => escaped.extend(['\\', character]),
            _ => escaped.push(if character.is_control() { ' ' } else { character }),
        }
    }
    escaped
}

/// A text moved to stand inside an item of a list.
fn indented(text: &str) -> String {
    text.replace('\n', "\n  ").replace("\n  \n", "\n\n")
}

/// Code, whatever it holds.
fn code(text: &str) -> String {
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}
