//! Text made fit to leave the site: into XML, into HTML elsewhere, into one short line.

use std::borrow::Cow;

use crate::markdown::Html;

/// The text without the characters that XML 1.0 forbids (section 2.2) and that no escape brings into a document.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let forbidden = |character: char| matches!(character, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}');
    if text.contains(forbidden) { Cow::Owned(text.replace(forbidden, "")) } else { Cow::Borrowed(text) }
}

/// Plain text as HTML, XML or the value of an attribute in double quotes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for character in clean(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The text as one line of at most `limit` characters, cut at a word, without the addresses that plain text has after its links.
pub(super) fn excerpt(text: &str, limit: usize) -> String {
    let mut excerpt = String::new();
    let mut length = 0;
    for word in clean(text).split_whitespace() {
        if let Some((_, mark)) = word.strip_prefix("(http").and_then(|address| address.rsplit_once(')')) {
            length += mark.chars().count();
            excerpt.push_str(mark);
            continue;
        }
        let space = usize::from(length > 0);
        let characters = word.chars().count();
        if length + space + characters > limit {
            if length == 0 {
                excerpt.extend(word.chars().take(limit.saturating_sub(1)));
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

/// HTML whose every link is absolute: those within the site, and those within the text, which lead to `page`.
///
/// Readers of feeds and apps show it under an address of their own, and ignore `xml:base`.
pub(super) fn standalone(html: &Html, origin: &str, page: &str) -> String {
    let html = html.absolute(origin);
    if !html.contains("href=\"#") {
        return html;
    }
    let to_page = format!("href=\"{}#", escape(page));
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

/// The length of the tag at the start of sanitized HTML, in which `>` may stand in a quoted value and `"` may not.
fn tag_length(html: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_xml_forbids_are_left_out() {
        assert_eq!(clean("a\u{0}b\u{b}c\td\ne\u{ffff}"), "abc\td\ne");
    }

    #[test]
    fn an_excerpt_ends_at_a_word() {
        assert_eq!(excerpt("Staff can  scan\ntickets", 16), "Staff can scan…");
        assert_eq!(excerpt("Staff can scan", 14), "Staff can scan");
        assert_eq!(excerpt("Donaudampfschiff", 8), "Donauda…");
        assert_eq!(excerpt("", 8), "");
        assert_eq!(excerpt("Two fixes of 9.0.1 (https://example.org/9.0.1/), and more", 80), "Two fixes of 9.0.1, and more");
    }

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
