//! Small steps on text that several views need.

use crate::markdown::legal;

/// The beginning of a plain text as one line of at most `limit` characters, cut between words.
///
/// An ellipsis says that something was left out. The addresses that plain text has after its links are left out too.
pub fn excerpt(text: &str, limit: usize) -> String {
    let mut excerpt = String::new();
    let mut length = 0;
    for word in legal(text).split_whitespace() {
        if let Some((_, mark)) = word.strip_prefix("(http").and_then(|address| address.rsplit_once(')')) {
            excerpt.push_str(mark);
            length += mark.chars().count();
            continue;
        }
        let space = usize::from(length > 0);
        let characters = word.chars().count();
        if length + space + characters > limit {
            // Not every script has spaces: a word that would leave most of the line empty is cut wherever it must be.
            let free = limit.saturating_sub(length + space);
            if free > limit / 2 {
                excerpt.push_str(if space > 0 { " " } else { "" });
                excerpt.extend(word.chars().take(free));
            }
            excerpt.push('…');
            break;
        }
        if space > 0 {
            excerpt.push(' ');
        }
        excerpt.push_str(word);
        length += space + characters;
    }
    excerpt
}

/// What stands under a heading of rendered HTML, up to the next heading; nothing where there is no such heading.
///
/// `id` is the heading's id with its prefix. A section that does not close what it opens (a heading within a quotation) is refused.
pub fn section<'a>(html: &'a str, id: &str) -> Option<&'a str> {
    let heading = html.find(&format!(" id=\"{id}\""))?;
    let after = html.get(heading..)?;
    let close = after.find("</h")?;
    let content = after.get(close..)?.split_once('>')?.1;
    let headings = ["<h2", "<h3", "<h4", "<h5", "<h6"];
    let end = headings.iter().filter_map(|next| content.find(next)).min().unwrap_or(content.len());
    let section = content.get(..end)?.trim();
    let balanced = ["blockquote", "li", "ul", "ol", "div", "section", "td", "details"]
        .iter()
        .all(|element| section.matches(&format!("<{element}")).count() == section.matches(&format!("</{element}>")).count());
    (balanced && !section.is_empty()).then_some(section)
}

/// A part of an address: everything but letters, digits, `-`, `.`, `_` and `~` as `%XX` (RFC 3986 §2.3).
pub fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_ends_between_words() {
        assert_eq!(excerpt("Scan tickets\n\noffline now", 20), "Scan tickets offline…");
        assert_eq!(excerpt("Scan", 20), "Scan");
        assert_eq!(excerpt("Donaudampfschifffahrt", 5), "Donau…");
        assert_eq!(excerpt("新機能 オフラインでチケットをスキャンできます", 10), "新機能 オフラインで…");
        assert_eq!(excerpt("Two fixes of 9.0.1 (https://example.org/9.0.1/), and more", 80), "Two fixes of 9.0.1, and more");
    }

    #[test]
    fn a_section_ends_at_the_next_heading() {
        let html = r#"<p>Text.</p><h4 id="a--workaround">Workaround</h4><p>Restart.</p><h4 id="a--more">More</h4>"#;
        assert_eq!(section(html, "a--workaround"), Some("<p>Restart.</p>"));
        assert_eq!(section(html, "a--other"), None);
    }

    #[test]
    fn a_section_that_is_not_whole_is_refused() {
        let html = r#"<blockquote><h4 id="a--workaround">Workaround</h4><p>Restart.</p></blockquote><p>More.</p>"#;
        assert_eq!(section(html, "a--workaround"), None);
    }

    #[test]
    fn addresses_are_encoded() {
        assert_eq!(percent_encode("1.0.0+5 ü"), "1.0.0%2B5%20%C3%BC");
    }
}
