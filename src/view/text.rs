//! Small steps on text that several views need.

use std::borrow::Cow;

use crate::markdown::legal;

/// The beginning of a plain text as one line of at most `limit` characters, cut between words.
///
/// An ellipsis says that something was left out. The addresses that plain text has after its links are left out too, and the
/// backticks around its code: the line is shown where nothing sets code apart.
pub fn excerpt(text: &str, limit: usize) -> String {
    let mut excerpt = String::new();
    let mut length = 0;
    for word in legal(text).replace('`', "").split_whitespace() {
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

/// Rendered HTML with `scope--` before each id and each link to one, so that texts of several releases can share a page.
pub fn scoped<'a>(html: &'a str, scope: &str) -> Cow<'a, str> {
    const MARKS: [&str; 2] = [" id=\"", " href=\"#"];
    if !MARKS.iter().any(|mark| html.contains(mark)) {
        return Cow::Borrowed(html);
    }
    let mut text = String::with_capacity(html.len() + 64);
    for part in parts(html) {
        // Between quotes every second piece of a tag is a value, and the piece before it ends in the attribute's name.
        let mut before = "";
        for (number, piece) in part.split_inclusive('"').enumerate() {
            let is_value = part.starts_with('<') && number % 2 == 1;
            match piece.strip_prefix('#').filter(|_| is_value && before.ends_with(" href=\"")) {
                Some(target) => text.extend(["#", scope, "--", target]),
                None if is_value && before.ends_with(" id=\"") => text.extend([scope, "--", piece]),
                None => text.push_str(piece),
            }
            before = piece;
        }
    }
    Cow::Owned(text)
}

/// The items of rendered HTML that is one list and nothing else; none where it is anything else.
pub fn list_items(html: &str) -> Vec<&str> {
    let (mut items, mut depth, mut at, mut start) = (Vec::new(), 0_usize, 0, 0);
    for part in parts(html) {
        let name = part.trim_start_matches(['<', '/']).split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
        let end = at + part.len();
        match (part.starts_with("</"), part.starts_with('<'), name, depth) {
            (true, _, "ol" | "ul", _) => depth = depth.saturating_sub(1),
            (true, _, "li", 1) => items.extend(html.get(start..at).map(str::trim)),
            (true, ..) => {}
            (_, true, "ol" | "ul", 0) if at > 0 && !items.is_empty() => return Vec::new(),
            (_, true, "ol" | "ul", _) => depth += 1,
            (_, true, "li", 1) => start = end,
            (_, true, _, 0) => return Vec::new(),
            (_, false, _, 0) if !part.trim().is_empty() => return Vec::new(),
            _ => {}
        }
        at = end;
    }
    // An item that is a task has a box to tick already.
    if items.iter().any(|item: &&str| item.contains("type=\"checkbox\"")) { Vec::new() } else { items }
}

/// HTML cut before and after each tag. Quoted values of attributes may hold `>`.
fn parts(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let end = if rest.starts_with('<') { tag_length(rest) } else { rest.find('<').unwrap_or(rest.len()) };
        let (part, after) = rest.split_at_checked(end)?;
        rest = after;
        (!part.is_empty()).then_some(part)
    })
}

/// The length of the tag at the start of sanitized HTML, in which `>` may stand in a quoted value and `"` may not.
pub fn tag_length(html: &str) -> usize {
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
        assert_eq!(excerpt("Set `dry-run` to `yes`.", 40), "Set dry-run to yes.");
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
    fn ids_and_links_to_them_are_scoped_and_text_is_not() {
        let html = r##"<h4 id="a">A id="b"</h4><p><a href="#a">up</a> <a title="&gt; id=" href="/x#a">x</a></p>"##;
        let expected = r##"<h4 id="2.0--a">A id="b"</h4><p><a href="#2.0--a">up</a> <a title="&gt; id=" href="/x#a">x</a></p>"##;
        assert_eq!(scoped(html, "2.0"), expected);
        assert!(matches!(scoped("<p>Text.</p>", "2.0"), Cow::Borrowed(_)));
    }

    #[test]
    fn one_list_has_items_and_more_than_that_has_none() {
        assert_eq!(list_items("<ol>\n<li>One</li>\n<li>Two <ul><li>in it</li></ul></li>\n</ol>\n"), ["One", "Two <ul><li>in it</li></ul>"]);
        assert!(list_items("<p>First.</p><ol><li>One</li></ol>").is_empty());
        assert!(list_items("<ol><li>One</li></ol><p>Last.</p>").is_empty());
        assert!(list_items("<ol><li>One</li></ol><ul><li>Two</li></ul>").is_empty());
        assert!(list_items("").is_empty() && list_items("Text.").is_empty());
    }

    #[test]
    fn addresses_are_encoded() {
        assert_eq!(percent_encode("1.0.0+5 ü"), "1.0.0%2B5%20%C3%BC");
    }
}
