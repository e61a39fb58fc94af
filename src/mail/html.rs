//! HTML as mail programs take it: styles on the elements themselves, every address absolute.
//!
//! In: a page of the theme with style sheets in it. Out: the same with their rules on the elements; a sheet that says
//! `data-css-inline="keep"`, as the one for dark mode does, stays as it is. Pure.

use css_inline::{CSSInliner, InlineError};

/// Puts the styles on the elements.
pub(super) fn inlined(html: &str) -> Result<String, InlineError> {
    CSSInliner::options().load_remote_stylesheets(false).build().inline(html)
}

/// Makes absolute every `href` and `src`: those from the host get `origin` before them, those within a text lead to `page`.
pub(super) fn absolute(html: &str, origin: &str, page: &str) -> String {
    let mut absolute = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (text, from_tag) = rest.split_at(start);
        let (tag, after) = from_tag.split_at(tag_length(from_tag));
        absolute.push_str(text);
        absolute.push_str(&absolute_tag(tag, origin, page));
        rest = after;
    }
    absolute.push_str(rest);
    absolute
}

fn absolute_tag(tag: &str, origin: &str, page: &str) -> String {
    let mut tag = tag.to_owned();
    for name in ["href", "src"] {
        for (from, to) in [("/", format!("{origin}/")), ("#", format!("{page}#"))] {
            let relative = format!(" {name}=\"{from}");
            // `//host` names a host already.
            if tag.contains(&relative) && !tag.contains(&format!("{relative}/")) {
                tag = tag.replacen(&relative, &format!(" {name}=\"{to}"), 1);
            }
        }
    }
    tag
}

/// The length of the tag that a piece of HTML starts with; `>` may stand in a quoted value.
fn tag_length(html: &str) -> usize {
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate() {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            (b'>', None) => return at + 1,
            _ => {}
        }
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_absolute() {
        let html =
            "<a href=\"/x/?a=1&amp;b\">a</a><a title=\"a > /b\" href=\"#c\">c</a><img src=\"/d.png\"><a href=\"//e\">e</a> href=\"/f\"";
        let expected = "<a href=\"https://s.example/x/?a=1&amp;b\">a</a><a title=\"a > /b\" href=\"https://s.example/p/#c\">c</a>\
            <img src=\"https://s.example/d.png\"><a href=\"//e\">e</a> href=\"/f\"";
        assert_eq!(absolute(html, "https://s.example", "https://s.example/p/"), expected);
    }

    #[test]
    fn styles_stand_on_elements_and_dark_mode_in_the_head() {
        let html = "<!doctype html><html><head><style>p{color:#123456}</style>\
            <style data-css-inline=\"keep\">@media (prefers-color-scheme:dark){p{color:#fff!important}}</style></head>\
            <body><p>a</p></body></html>";
        let inlined = inlined(html).unwrap();
        assert!(inlined.contains("<p style=\"color: #123456;\">a</p>"), "{inlined}");
        assert!(inlined.contains("@media (prefers-color-scheme:dark)"), "{inlined}");
    }
}
