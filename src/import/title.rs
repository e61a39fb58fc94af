//! The title that an entry has without saying so: its first sentence, without markup and credits.

use std::sync::LazyLock;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use regex::Regex;

use crate::markdown;

/// Titles are cut here, at the end of a word.
const LONGEST: usize = 90;

/// What tools put before an entry's words: a commit, a pull request, thanks.
static BEFORE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\[[ xX]\] |^(?:#\d+\s+)?(?:[0-9a-f]{7,40}\s+)?(?:Thanks? .{1,200}?! - |- )|^[0-9a-f]{7,40}: ").ok());

/// What they put after them: `(#12 by jo)`, `(abc1234)`, `, closes #12`.
static AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\s*(?:\((?:[^()]*[#!]\d+[^()]*|[0-9a-f]{7,40}|(?:by|thanks) [^()]*)\)(?:\s*\([^()]*\))?|,? closes #\d+(?:, #\d+)*|\bby @[\w-]+ in https?://\S+|\[[0-9a-f]{7,40}(?:, ?[0-9a-f]{7,40})*\]|[#!]\d+)[.:]?$").ok()
});

/// The title, in plain words; nothing for an entry without any.
pub(super) fn title(entry: &str) -> Option<String> {
    let words = first_words(entry);
    let mut words = BEFORE.as_ref().and_then(|before| before.find(&words)).map_or(words.as_str(), |found| &words[found.end()..]).trim();
    while let Some(found) = AFTER.as_ref().and_then(|after| after.find(words)).filter(|found| found.start() > 0) {
        words = words[..found.start()].trim_end();
    }
    let sentence = first_sentence(words).trim_end_matches(['.', ':', ',', ';', ' ']);
    let title = shortened(sentence);
    (title.chars().any(char::is_alphanumeric)).then_some(title)
}

/// The words of the first block that has any.
fn first_words(entry: &str) -> String {
    let mut words = String::new();
    for event in Parser::new_ext(entry, markdown::DIALECT) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            Event::Start(Tag::List(_) | Tag::CodeBlock(_) | Tag::Table(_))
            | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock | TagEnd::TableRow)
                if words.chars().any(char::is_alphanumeric) =>
            {
                break;
            }
            _ => {}
        }
    }
    let clean: Vec<&str> = words
        .split(|character: char| character.is_whitespace() || character.is_control() || character == '\u{feff}')
        .filter(|word| !word.is_empty())
        .collect();
    clean.join(" ")
}

/// Up to a full stop that ends a sentence: more words follow it, and it does not stand after an abbreviation.
fn first_sentence(words: &str) -> &str {
    let ends = words.match_indices(". ").find(|(at, _)| {
        let before = &words[..*at];
        let last = before.rsplit(' ').next().unwrap_or(before);
        let abbreviated =
            matches!(last.trim_start_matches('(').to_lowercase().as_str(), "e.g" | "i.e" | "etc" | "vs" | "cf" | "no" | "st" | "mr" | "dr");
        let next = words[at + 2..].chars().next().is_some_and(|next| !next.is_lowercase());
        !abbreviated && next && before.chars().count() >= 10
    });
    ends.map_or(words, |(at, _)| &words[..at])
}

fn shortened(words: &str) -> String {
    if words.chars().count() <= LONGEST {
        return words.to_owned();
    }
    let end = words.char_indices().nth(LONGEST - 1).map_or(words.len(), |(at, _)| at);
    let end = words[..end].rfind(' ').filter(|space| *space > LONGEST / 2).unwrap_or(end);
    format!("{}…", words[..end].trim_end_matches([' ', ',', ';', ':', '-', '(']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_sentence_without_credits() {
        for (entry, expected) in [
            ("Add `len()` function ([#3663](https://x.example/3663) by [casey](https://x.example))", "Add len() function"),
            (
                "[#17](https://x.example/17) [`a90ff66`](https://x.example/a) Thanks [@jo](https://x.example/jo)! - Fixes builds. They hung.\n\n  More.",
                "Fixes builds",
            ),
            ("a90ff66: Fix the thing. It was broken before.", "Fix the thing"),
            ("Updated dependencies [[`05763a0`](https://x.example)]:\n- a@1.0.0", "Updated dependencies"),
            ("**core:** do it, e.g. Now ([abc1234](https://x.example)), closes [#1](https://x.example)", "core: do it, e.g. Now"),
            ("Do it ([#147](https://x.example)) (Jo Example, Al Example)", "Do it"),
            ("- nested first", "nested first"),
            ("```js\ncode()\n```", "code()"),
        ] {
            assert_eq!(title(entry).as_deref(), Some(expected), "{entry}");
        }
        assert_eq!(title("---"), None);
        let long = title(&"word ".repeat(40)).unwrap();
        assert!(long.chars().count() <= LONGEST && long.ends_with("word…"), "{long}");
    }
}
