//! Text into HTML: escaping, and leaving out what no HTML or XML document may hold.

use std::borrow::Cow;

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
    let mut copied = 0;
    for (at, character) in text.char_indices() {
        let replacement = match character {
            '&' => "&amp;",
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

/// Text of raw HTML. Named character references stay as they are; numbers are worked out here, since they may name what is forbidden.
pub(super) fn escape_raw(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        escape(out, &rest[..start]);
        rest = &rest[start + 1..];
        if let Some(number) = rest.strip_prefix('#') {
            let length = number.bytes().take_while(|byte| byte.is_ascii_alphanumeric()).take(10).count();
            let character = character_of(&number[..length]);
            escape(out, &character.map_or_else(|| "&".to_owned(), String::from));
            let semicolon = usize::from(number[length..].starts_with(';'));
            rest = if character.is_some() { &number[length + semicolon..] } else { rest };
        } else if rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
            out.push('&');
        } else {
            out.push_str("&amp;");
        }
    }
    escape(out, rest);
}

/// The character of a number, decimal or `x` and hexadecimal.
pub(super) fn character_of(number: &str) -> Option<char> {
    let hexadecimal = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
    char::from_u32(hexadecimal.unwrap_or_else(|| number.parse()).ok()?)
}

/// The text without the characters that an HTML or XML document may not hold.
pub fn legal(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_legal) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|character| is_legal(*character)).collect())
    }
}

/// Plain text as HTML text or as the value of an attribute in double quotes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    escape(&mut out, text);
    out
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
