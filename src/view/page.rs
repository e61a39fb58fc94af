//! What every page says of itself, whatever its type.

use serde::Serialize;

/// `page` in every template: addresses, feeds, breadcrumbs and what search engines and link previews read.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Page {
    /// The template's type of page: `index`, `timeline`, `release`, `upgrade`, `known-issues`, `deprecations`, `security`,
    /// `component`, `kind`, `calendar`, `stats`, `search`, `in-app`, `unreleased` or `not-found`.
    pub kind: &'static str,
    /// Path from the host, `/events/2.4.0/`.
    pub url: String,
    /// Absolute address.
    pub canonical: String,
    /// What the page is about in the site's own words; none where the theme's strings name it.
    pub title: Option<String>,
    /// One or two sentences of plain text for search results and link previews.
    pub description: Option<String>,
    /// Open Graph's type: `website` or `article`.
    pub og_type: &'static str,
    /// When what it tells of came out.
    pub published: Option<String>,
    /// When that last changed.
    pub modified: Option<String>,
    /// A picture for link previews.
    pub image: Option<PageImage>,
    /// Whether search engines are asked to stay away.
    pub noindex: bool,
    /// The page's own feeds, nearest first.
    pub feeds: Vec<FeedLink>,
    /// Path from the host of the same page as Markdown.
    pub markdown: Option<String>,
    /// The pages above it, from the home page down, without the page itself.
    pub breadcrumbs: Vec<Crumb>,
    /// A JSON-LD document, safe inside a `<script>` element.
    pub json_ld: Option<String>,
}

/// What a page looks like where others link to it.
#[derive(Debug, Clone, Serialize)]
pub struct PageImage {
    /// Absolute address.
    pub url: String,
    /// What it shows, in words.
    pub alt: String,
    /// Width in pixels, where it is known.
    pub width: Option<usize>,
    /// Height in pixels, where it is known.
    pub height: Option<usize>,
}

/// A feed that belongs to a page.
#[derive(Debug, Clone, Serialize)]
pub struct FeedLink {
    /// The name of what it follows.
    pub title: String,
    /// `Atom`, `RSS` or `JSON Feed`.
    pub format: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// Path from the host.
    pub url: String,
}

/// A page above a page.
#[derive(Debug, Clone, Serialize)]
pub struct Crumb {
    /// Its name.
    pub title: String,
    /// Path from the host.
    pub url: String,
}

/// Where a page stands among the pages of a long list.
#[derive(Debug, Clone, Serialize)]
pub struct Pager {
    /// This page, from 1.
    pub number: usize,
    /// How many there are.
    pub total: usize,
    /// Path of the page with newer items.
    pub newer: Option<String>,
    /// Path of the page with older items.
    pub older: Option<String>,
    /// The first, the last and those around this one.
    pub pages: Vec<PageNumber>,
}

/// One of the pages of a long list.
#[derive(Debug, Clone, Serialize)]
pub struct PageNumber {
    /// From 1.
    pub number: usize,
    /// Path from the host.
    pub url: String,
    /// Whether it is the page itself.
    pub current: bool,
    /// Whether pages were left out before it.
    pub gap: bool,
}

impl Pager {
    /// The pager of page `number` of `total`, where `base` is the list's own path and page 2 stands at `page/2/` below it.
    pub fn new(base: &str, number: usize, total: usize) -> Self {
        let url = |number| page_url(base, number);
        // A window instead of all numbers: otherwise the links alone would grow with the square of the list.
        let near = number.saturating_sub(2).max(1)..=(number + 2).min(total);
        let shown = [1].into_iter().chain(near).chain([total]);
        let mut pages: Vec<PageNumber> = Vec::new();
        for shown in shown {
            let last = pages.last().map_or(0, |page| page.number);
            if shown > last {
                pages.push(PageNumber { number: shown, url: url(shown), current: shown == number, gap: shown > last + 1 });
            }
        }
        Self { number, total, newer: (number > 1).then(|| url(number - 1)), older: (number < total).then(|| url(number + 1)), pages }
    }
}

/// The path of a page of a long list: the list's own for the first, `page/N/` below it for the rest.
pub fn page_url(base: &str, number: usize) -> String {
    if number <= 1 { base.to_owned() } else { format!("{base}page/{number}/") }
}

/// The items of one page of a long list; a list without items has one page without items.
pub fn page_of<T>(items: &[T], number: usize, size: usize) -> &[T] {
    items.chunks(size).nth(number.saturating_sub(1)).unwrap_or(&[])
}

/// How many pages a list of `items` has at `size` a page: at least one.
pub fn page_count(items: usize, size: usize) -> usize {
    items.div_ceil(size).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pager_shows_the_ends_and_the_neighbours() {
        let pager = Pager::new("/events/", 10, 500);
        let numbers: Vec<(usize, bool)> = pager.pages.iter().map(|page| (page.number, page.gap)).collect();
        assert_eq!(numbers, [(1, false), (8, true), (9, false), (10, false), (11, false), (12, false), (500, true)]);
        assert_eq!(pager.newer.as_deref(), Some("/events/page/9/"));
        assert_eq!(Pager::new("/", 2, 2).newer.as_deref(), Some("/"));
    }

    #[test]
    fn an_empty_list_has_one_empty_page() {
        assert_eq!(page_count(0, 20), 1);
        assert!(page_of::<u8>(&[], 1, 20).is_empty());
        assert_eq!(page_of(&[1, 2, 3], 2, 2), [3]);
    }
}
