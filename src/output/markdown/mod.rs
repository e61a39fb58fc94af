//! The same site as Markdown, for people and programs that read text: a twin `index.md` beside every page, and `llms.txt`.
//!
//! In: what the pages are made from. Out: Markdown that stands by itself, with absolute addresses. Words are the theme's.

mod entry;
mod jump;
mod lists;
mod llms;
mod release;

use rayon::prelude::*;

use crate::model::{Catalog, Release};
use crate::parse::document::OutputKind;
use crate::theme::Strings;
use crate::view::link::Date;

use super::Artifact;
use super::pages::{Job, Pages};

/// Makes the Markdown twin of every page, and `llms.txt`; nothing where the site does not want them.
pub fn render(catalog: &Catalog, pages: &Pages) -> Vec<Artifact> {
    if !catalog.site().makes(OutputKind::Markdown) {
        return Vec::new();
    }
    let twins = Twins { pages, words: Words(pages.theme.strings()) };
    let jobs = pages.jobs();
    let made = jobs
        .par_iter()
        .filter(|job| **job != Job::NotFound)
        .map(|job| Artifact { path: format!("{}index.md", job.path(catalog)), bytes: twins.page(job).into_bytes() });
    let mut artifacts: Vec<Artifact> = made.collect();
    artifacts.push(Artifact { path: "llms.txt".to_owned(), bytes: twins.llms().into_bytes() });
    artifacts
}

/// One release as Markdown, as its page has it.
pub fn release(pages: &Pages, release: &Release) -> String {
    Twins { pages, words: Words(pages.theme.strings()) }.release(release)
}

/// What all twins share.
struct Twins<'a> {
    pages: &'a Pages<'a>,
    words: Words<'a>,
}

impl Twins<'_> {
    fn page(&self, job: &Job) -> String {
        match job {
            Job::Index => self.index(),
            Job::Release(index) => self.release(self.catalog().release(*index)),
            Job::List { product, list, page } => self.list(self.catalog().product(*product), *list, *page),
            Job::Jump { from, to } => self.jump(*from, *to),
            Job::Unreleased(product) => self.unreleased(self.catalog().product(*product)),
            Job::Calendar => self.calendar(),
            Job::NotFound => String::new(),
        }
    }

    fn catalog(&self) -> &Catalog {
        self.pages.views.catalog()
    }

    /// The absolute address of a path from the host.
    fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.catalog().site().url.origin())
    }

    /// A link to a page as Markdown, since who reads Markdown goes on reading Markdown.
    fn link(&self, title: &str, path: &str) -> String {
        let (page, anchor) = path.split_once('#').map_or((path, String::new()), |(page, anchor)| (page, format!("#{anchor}")));
        format!("[{}]({}index.md{anchor})", escape(title), self.absolute(page))
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

    fn date(&self, date: &Date) -> String {
        chrono::NaiveDate::parse_from_str(&date.day, "%Y-%m-%d").map_or_else(|_| date.day.clone(), |day| self.0.date(day))
    }
}

/// Plain text for a place where Markdown would be read as such.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|') {
            escaped.push('\\');
        }
        escaped.push(character);
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
