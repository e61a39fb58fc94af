//! The strings in an entry's `refs` to addresses.

use regex::Regex;

use crate::parse::document::ReferencePattern;
use crate::source::Spanned;

use super::Reference;

/// The site's `references`, each made to take the whole string.
pub(super) struct Patterns {
    rows: Vec<(Regex, String)>,
}

impl Patterns {
    pub(super) fn new(patterns: &[ReferencePattern]) -> Self {
        let whole = |row: &ReferencePattern| {
            // A pattern in verbose mode may end in a comment, which only the line end closes.
            let anchored = Regex::new(&format!(r"\A(?:{})\z", row.pattern.value.as_str()));
            anchored.unwrap_or_else(|_| row.pattern.value.clone())
        };
        Self { rows: patterns.iter().map(|row| (whole(row), row.url.value.clone())).collect() }
    }

    /// A string with the address of the first pattern that takes all of it.
    pub(super) fn reference(&self, text: &Spanned<String>) -> Reference {
        let address = |(pattern, url): &(Regex, String)| {
            let groups = pattern.captures(&text.value)?;
            (groups.get(0)?.len() == text.value.len()).then(|| fill(url, &groups))
        };
        Reference { text: text.clone(), url: self.rows.iter().find_map(address) }
    }
}

/// Puts groups in the place of `$0` to `$9`. Unlike [`regex::Captures::expand`], `$1abc` is the first group and `abc`.
fn fill(url: &str, groups: &regex::Captures<'_>) -> String {
    let mut filled = String::with_capacity(url.len() + 16);
    let mut characters = url.chars().peekable();
    while let Some(character) = characters.next() {
        let group = characters.peek().and_then(|next| next.to_digit(10)).filter(|_| character == '$');
        match group {
            Some(number) => {
                characters.next();
                let text = groups.get(number as usize).map_or("", |group| group.as_str());
                push_encoded(&mut filled, text);
            }
            None => filled.push(character),
        }
    }
    filled
}

/// Writers' text becomes one part of an address: nothing in it may end the path or start a query.
fn push_encoded(address: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:@!,;=+".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Sources, Span};

    fn url(pattern: &str, url: &str, text: &str) -> Option<String> {
        let file: FileId = Sources::default().add("site.yaml", "");
        let span = Span::new(file, 0..0);
        let row = ReferencePattern { pattern: Spanned::new(Regex::new(pattern).unwrap(), span), url: Spanned::new(url.to_owned(), span) };
        Patterns::new(&[row]).reference(&Spanned::new(text.to_owned(), span)).url
    }

    #[test]
    fn a_pattern_takes_the_whole_string() {
        assert_eq!(url(r"#(\d+)", "https://git.example/$1", "#88").as_deref(), Some("https://git.example/88"));
        assert_eq!(url(r"#(\d+)", "https://git.example/$1", "see #88"), None);
        assert_eq!(url("a|ab", "https://git.example/$0", "ab").as_deref(), Some("https://git.example/ab"));
    }

    #[test]
    fn a_group_is_one_digit_and_cannot_break_out_of_the_address() {
        assert_eq!(url(".*", "https://x.example/$0th", "a b#c?").as_deref(), Some("https://x.example/a%20b%23c%3Fth"));
    }
}
