//! Text into HTML: escaping, and leaving out what no HTML or XML document may hold.

/// Whether a character may stand in XML 1.0 and in HTML without being an error there: no controls but tab and line feed.
pub(super) fn is_legal(character: char) -> bool {
    match character {
        '\t' | '\n' => true,
        character if character.is_control() => false,
        '\u{fdd0}'..='\u{fdef}' => false,
        character => u32::from(character) & 0xfffe != 0xfffe,
    }
}

/// Text as HTML text or within a double-quoted attribute.
pub(super) fn escape(out: &mut String, text: &str) {
    push(out, text, true);
}

/// Text of raw HTML: its character references stay as they are.
pub(super) fn escape_tags(out: &mut String, text: &str) {
    push(out, text, false);
}

fn push(out: &mut String, text: &str, ampersands: bool) {
    let mut copied = 0;
    for (at, character) in text.char_indices() {
        let replacement = match character {
            '&' if ampersands => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            ' '..='~' | '\n' | '\t' => continue,
            character if is_legal(character) => continue,
            _ => "",
        };
        out.push_str(&text[copied..at]);
        out.push_str(replacement);
        copied = at + character.len_utf8();
    }
    out.push_str(&text[copied..]);
}

/// The legal characters of a text.
pub(super) fn legal(text: &str) -> String {
    text.chars().filter(|character| is_legal(*character)).collect()
}

/// An address as the value of an attribute: percent-encoded where it must be (RFC 3986 §2.1), then escaped.
pub(super) fn escape_address(out: &mut String, address: &str) {
    use std::fmt::Write;
    for character in address.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&#39;"),
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | ' ' => {
                let _ = write!(out, "%{:02X}", u32::from(character));
            }
            '[' | ']' | '!'..='~' => out.push(character),
            character if !is_legal(character) || character.is_control() => {}
            character => {
                for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
    }
}

/// Whether an address can do nothing but lead somewhere: relative, or of a scheme that runs no script.
pub(super) fn is_safe(address: &str, image: bool) -> bool {
    let scheme = match address.split_once([':', '/', '?', '#']) {
        Some((scheme, _)) if address[scheme.len()..].starts_with(':') => scheme,
        _ => return !address.starts_with("//"),
    };
    let schemes: &[&str] = if image { &["http", "https"] } else { &["http", "https", "mailto", "tel"] };
    schemes.iter().any(|legal| scheme.eq_ignore_ascii_case(legal))
}
