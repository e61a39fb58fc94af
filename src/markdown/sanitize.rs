//! The second lock on raw HTML: `ammonia` parses the whole result as a browser would, and lets through what we write and nothing else.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use super::Html;
use super::allowed::{ATTRIBUTES, ELEMENTS};

/// Stands before each path within the site while the sanitizer runs, so that its place is found afterwards.
/// No text holds it: control characters are left out before.
pub(super) const PATH_MARK: char = '\u{1}';

static ALLOWED: LazyLock<Builder> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder.tags(ELEMENTS.iter().copied().chain(["input"]).collect());
    builder.generic_attributes(HashSet::from(["title", "lang", "dir"]));
    builder.tag_attributes(ATTRIBUTES.iter().map(|(name, attributes)| (*name, attributes.iter().copied().collect())).collect());
    for heading in ["h1", "h2", "h3", "h4", "h5", "h6"] {
        builder.add_tag_attributes(heading, ["id"]);
    }
    for (name, attributes) in OWN {
        builder.add_tag_attributes(name, *attributes);
    }
    builder.url_schemes(HashSet::from(["http", "https", "mailto", "tel"])).url_relative(UrlRelative::PassThrough).link_rel(None);
    builder
});

/// What the writer itself writes, beyond what raw HTML may.
const OWN: &[(&str, &[&str])] = &[
    ("a", &["id", "role", "aria-label"]),
    ("code", &["class"]),
    ("div", &["class", "role", "tabindex", "aria-label"]),
    ("img", &["loading", "decoding"]),
    ("input", &["type", "checked", "disabled", "aria-label"]),
    ("li", &["class", "id"]),
    ("p", &["class"]),
    ("pre", &["role", "tabindex", "aria-label"]),
    ("span", &["class"]),
    ("sup", &["class"]),
    ("td", &["class"]),
    ("th", &["class"]),
];

/// Balances and filters, then takes the marks out and notes where they were.
pub(super) fn sanitize(marked: &str) -> Html {
    let clean = ALLOWED.clean(marked).to_string();
    let mut html = Html { text: String::with_capacity(clean.len()), paths: Vec::new() };
    let mut pieces = clean.split(PATH_MARK);
    html.text.push_str(pieces.next().unwrap_or(""));
    for piece in pieces {
        html.paths.push(html.text.len());
        html.text.push_str(piece);
    }
    html
}
