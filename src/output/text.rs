//! HTML made fit to leave the site.

use crate::markdown::{Html, escaped};
use crate::view::text::tag_length;

/// HTML whose every link is absolute: those within the site, and those within the text, which lead to `page`.
///
/// Readers of feeds and apps show it under an address of their own, and ignore `xml:base`.
pub(super) fn standalone(html: &Html, origin: &str, page: &str) -> String {
    let html = html.absolute(origin);
    if !html.contains("href=\"#") {
        return html;
    }
    let to_page = format!("href=\"{}#", escaped(page));
    let mut standalone = String::with_capacity(html.len() + to_page.len() * 4);
    let mut rest = html.as_str();
    while let Some(start) = rest.find('<') {
        let (text, from_tag) = rest.split_at(start);
        let (tag, after) = from_tag.split_at(tag_length(from_tag));
        standalone.push_str(text);
        standalone.push_str(&tag.replace("href=\"#", &to_page));
        rest = after;
    }
    standalone.push_str(rest);
    standalone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_within_a_text_lead_to_its_page() {
        let html = Html {
            text: r##"<p title="a > b"><a href="#fn">1</a> <code>href="#fn"</code> <a href="/x/">x</a></p>"##.into(),
            paths: vec![70],
        };
        assert_eq!(
            standalone(&html, "https://example.org", "https://example.org/1.0.0/"),
            r##"<p title="a > b"><a href="https://example.org/1.0.0/#fn">1</a> <code>href="#fn"</code> <a href="https://example.org/x/">x</a></p>"##
        );
    }
}
