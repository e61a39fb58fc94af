//! The YAML that nearly every entry begins with, `name: words` a line, read at the speed of looking at it.
//!
//! In: the same as [`yaml::read`](super::yaml::read). Out: the same tree, or nothing where a line is any richer than that: then
//! the YAML parser reads the text and tells what is wrong with it. A site has a hundred thousand such heads, and the parser
//! takes longer for them than Markdown for the texts below.

use crate::source::{FileId, Span, Spanned};

use super::node::{Node, Value};

/// As many fields as are searched for a name that stands twice.
const MAX_FIELDS: usize = 16;

/// The tree of a text in which every line is a name, a colon, a blank and words; nothing for any other text.
pub(super) fn read(file: FileId, text: &str, offset: usize) -> Option<Node> {
    let mut pairs: Vec<(Spanned<String>, Node)> = Vec::with_capacity(text.lines().take(MAX_FIELDS).count());
    let mut start = offset;
    for line in text.split_inclusive('\n') {
        let (name, rest) = line.split_once(':')?;
        let rest = rest.strip_prefix(' ')?;
        let value = rest.trim_end_matches('\n').trim_matches(' ');
        let is_told_already = pairs.iter().any(|(key, _)| key.value == name);
        if !is_name(name) || !is_words(value) || is_told_already || pairs.len() == MAX_FIELDS {
            return None;
        }
        // A null is left to the parser, which knows where one stands that nobody wrote.
        let read = Some(Value::of_plain(value)).filter(|read| *read != Value::Null)?;
        let at = start + name.len() + 2 + (rest.len() - rest.trim_start_matches(' ').len());
        let key = Spanned::new(name.to_owned(), Span::new(file, start..start + name.len()));
        let node = Node { value: read, span: Span::new(file, at..at + value.len()) };
        pairs.push((key, node));
        start += line.len();
    }
    let (_, last) = pairs.last()?;
    let span = Span { end: last.span.end, ..Span::new(file, offset..offset) };
    Some(Node { value: Value::Map(pairs), span })
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() < 64 && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// Whether a value is a plain scalar (YAML 1.2.2 §7.3.3) that means itself whatever stands around it.
fn is_words(value: &str) -> bool {
    let is_harmless = |character: char| match character {
        ' '..='~' => true,
        _ => character.is_alphanumeric(),
    };
    value.starts_with(char::is_alphanumeric)
        && !value.ends_with(':')
        && !value.as_bytes().windows(2).any(|pair| matches!(pair, b": " | b" #"))
        && value.chars().all(is_harmless)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diag::Diagnostics;
    use crate::parse::yaml;
    use crate::source::Sources;

    fn file() -> FileId {
        Sources::default().add("a.md", "")
    }

    #[test]
    fn the_head_of_an_entry_is_read() {
        let root = read(file(), "kind: feature\ntitle: Exports: faster\n", 4);
        assert_eq!(root, None, "a second colon is the parser's to report");
        let root = read(file(), "kind: feature\ntitle:  Über 2.4 times as fast, it's \"so\" [C#]\nhighlight: true\n", 4);
        let root = root.expect("plain lines");
        assert_eq!(root.get("title").and_then(Node::as_str), Some("Über 2.4 times as fast, it's \"so\" [C#]"));
        assert_eq!(root.get("highlight").map(|node| &node.value), Some(&Value::Bool(true)));
    }

    #[test]
    fn richer_lines_are_left_to_the_parser() {
        for text in [
            "",
            "refs: [A-1]\n",
            "body: |\n  a\n",
            "a: 'b'\n",
            "a: b\n  c\n",
            "a: b # c\n",
            "a:\n",
            "a: b\na: c\n",
            "a: null\n",
            "a: b\r\n",
        ] {
            assert_eq!(read(file(), text, 0), None, "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn whatever_is_read_here_the_parser_reads_just_so(lines in prop::collection::vec(line(), 0..5), end in "\n?") {
            let text = lines.join("\n") + &end;
            if let Some(root) = read(file(), &text, 7) {
                let mut diags = Diagnostics::default();
                prop_assert_eq!(Ok(root), yaml::parse(file(), &text, 7, &mut diags));
                prop_assert!(diags.is_empty(), "{:?}", text);
            }
        }
    }

    /// What YAML or the reader of characters gives a meaning.
    const MARKS: &[&str] = &[
        ": ", ":", " #", "#", "- ", "-", "? ", "?", "'", "\"", "[", "]", "{", "}", ",", "&a", "*a", "!", "!!str", "|", ">", "%", "@", "`",
        "~", "null", "true", "1.5", "0x1F", "---", "...", "<<", "=", "\t", "\r", "ä", "漢", "\u{85}", "\u{a0}", "\u{2028}", "\u{feff}",
    ];

    /// Lines that are nearly always plain, with all that YAML gives a meaning strewn in.
    fn line() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            8 => "[a-z_]{1,3}",
            4 => "[A-Za-z0-9 ]{1,6}",
            2 => prop::sample::select(MARKS).prop_map(str::to_owned),
            1 => any::<char>().prop_map(String::from),
        ];
        let words = || prop::collection::vec(piece.clone(), 0..5).prop_map(|pieces| pieces.concat());
        prop_oneof![
            6 => ("[a-z_]{1,4}", words()).prop_map(|(name, words)| format!("{name}: {words}")),
            1 => words(),
        ]
    }
}
