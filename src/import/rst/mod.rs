//! reStructuredText to Markdown, as far as the one says what the other can.
//!
//! In: a text. Out: Markdown, what of it stands there literally since Markdown has nothing like it, and what no reader was meant to see.
//! Never fails and loses no word: a text of which a word would be missing is kept whole, as literal text.
//! The source for what a construct means: docutils' "reStructuredText Markup Specification".

mod blocks;
mod explicit;
mod inline;
mod targets;

use std::collections::BTreeSet;

use super::notes::Notes;

use blocks::Converter;

/// A text as Markdown.
#[derive(Debug, Default)]
pub(super) struct Converted {
    pub(super) markdown: String,
    /// Constructs that are kept as they were written, in a block of code: line from 0, and first line.
    pub(super) literal: Vec<(usize, String)>,
    /// Comments, and targets that nothing refers to: line from 0, and text.
    pub(super) comments: Vec<(usize, String)>,
}

/// Converts a text.
pub(super) fn convert(text: &str) -> Converted {
    let text = text.replace('\t', "        ");
    let mut converter = Converter::new(&text);
    let lines: Vec<blocks::Line> = text.lines().enumerate().map(|(number, text)| blocks::Line { number, text: text.trim_end() }).collect();
    let mut converted = Converted { markdown: converter.blocks(&lines).join("\n\n"), ..Converted::default() };
    converted.comments = converter.unused_targets();
    converted.comments.append(&mut converter.comments);
    converted.literal = std::mem::take(&mut converter.literal);
    let kept = converted.comments.iter().fold(converted.markdown.clone(), |kept, (_, text)| format!("{kept}\n{text}"));
    // The name of a target need not be written as the reference to it is.
    let (kept, all) = (kept.to_lowercase(), text.to_lowercase());
    let kept: BTreeSet<&str> = words(&kept).collect();
    let syntax: BTreeSet<String> = converter.syntax.iter().map(|word| word.to_lowercase()).collect();
    if words(&all).all(|word| kept.contains(word) || syntax.contains(word)) {
        return converted;
    }
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("").trim().to_owned();
    Converted { markdown: fenced("rst", text.trim_matches('\n')), literal: vec![(0, first)], comments: Vec::new() }
}

/// The Markdown of a text that starts in a line of a file, with all that is no part of it listed in the notes.
pub(super) fn markdown(text: &str, file: &str, line: usize, notes: &mut Notes) -> String {
    let converted = convert(text);
    for (at, text) in &converted.literal {
        notes.list_unplaced(file, line + at, text, "as it is written, in a block of code");
    }
    for (at, text) in &converted.comments {
        notes.keep_as_comment(file, line + at, text);
    }
    converted.markdown
}

/// The line, from 1, of a file that has the first words of a text which was made of it.
pub(super) fn line_of(file: &str, text: &str) -> usize {
    let wanted: Vec<&str> = words(text).take(4).collect();
    let has = |line: &str| {
        let found: Vec<&str> = words(line).collect();
        !wanted.is_empty() && found.windows(wanted.len()).any(|window| window == wanted.as_slice())
    };
    file.lines().position(has).map_or(1, |index| index + 1)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// A block of code, between fences that are longer than any within it.
pub(super) fn fenced(language: &str, code: &str) -> String {
    let longest = code.lines().map(|line| line.trim_start().bytes().take_while(|byte| *byte == b'`').count()).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{code}\n{fence}")
}

#[cfg(test)]
mod tests {
    use snapbox::{IntoData, assert_data_eq, str};

    use super::*;

    fn told(text: &str) -> String {
        let converted = convert(text);
        let mut told = format!("{}\n", converted.markdown);
        converted.literal.iter().for_each(|(line, text)| told.push_str(&format!("literal {line}: {text}\n")));
        converted.comments.iter().for_each(|(line, text)| told.push_str(&format!("comment {line}: {text}\n")));
        told
    }

    #[test]
    fn inline_markup_is_converted() {
        let text = "See :option:`-c`, ``a`b`` and `Bug 1 <https://b.example/1>`_; *this* is **bold**, 2 * 3 * 4 and snake_case_ is not.\n\
            Fixed :issue:`12` by :user:`jo`, see docs_, `the Spec`__ and https://e.example/x_y. A |thing|, a ``word``\\ s.\n\
            :ref:`Title <label>` has <tags> & [brackets].\n\n\
            .. _docs: https://d.example/\n.. __: https://s.example/\n.. |thing| replace:: real *thing*\n.. _unused: https://u.example/\n";
        assert_data_eq!(
            told(text),
            str![[r#"
See `-c`, `` a`b `` and [Bug 1](https://b.example/1); *this* is **bold**, 2 * 3 * 4 and snake_case\_ is not.
Fixed \#12 by @jo, see [docs](https://d.example/), [the Spec](https://s.example/) and <https://e.example/x_y>. A real *thing*, a `word`s.
Title (`label`) has \<tags> & \[brackets\].
comment 7: .. _unused: https://u.example/
comment 6: |thing|: .. |thing| replace:: real *thing*

"#]]
            .raw()
        );
    }

    #[test]
    fn blocks_are_converted() {
        let text = "Title\n=====\n\nText::\n\n  code *as is*\n\n    more\n\n* one\n\n  * deeper\n    and on\n\n* two\n\n1. first\n#. second\n\nterm\n  Its meaning.\n\n  quoted\n\n.. note:: Take care.\n\n   Twice.\n\n.. code-block:: console\n\n   $ run --it\n\n:field: value\n\n| a line\n| another\n\n- no # heading\n  1. and no list\n";
        assert_data_eq!(
            told(text),
            str![[r#"
## Title

Text:

```
code *as is*

  more
```

- one

  - deeper
    and on

- two

1. first
2. second

- term

  Its meaning.

  quoted

> [!NOTE]
> Take care.
>
> Twice.

```console
$ run --it
```

- **field:** value

a line\
another

- no # heading
  1\. and no list

"#]]
            .raw()
        );
    }

    #[test]
    fn what_markdown_has_nothing_for_stays_as_it_was_written() {
        let text = "+---+---+\n| a | b |\n+---+---+\n\n.. list-table:: T\n   :header-rows: 1\n\n   * - c\n     - d\n\n.. A comment.\n";
        assert_data_eq!(
            told(text),
            str![[r#"
```rst
+---+---+
| a | b |
+---+---+
```

```rst
.. list-table:: T
   :header-rows: 1

   * - c
     - d
```
literal 0: +---+---+
literal 4: .. list-table:: T
comment 10: .. A comment.

"#]]
            .raw()
        );
    }

    const STARTS: [&str; 30] = [
        "- ",
        "* ",
        "1. ",
        "#. ",
        "  ",
        "    ",
        "\t",
        "",
        "",
        "::",
        ".. ",
        ".. note:: ",
        ".. code:: ",
        ".. _a: ",
        ".. |a| replace:: |a| ",
        ".. [1] ",
        "__ ",
        "`a`_ ",
        "``",
        "**",
        "|a| ",
        ":role:`",
        "+-+",
        "== ==",
        "====",
        "| ",
        ":f: ",
        ">>> ",
        "\u{a0}é",
        "a\\ ",
    ];

    proptest::proptest! {
        #[test]
        fn no_word_of_any_text_is_lost(lines in proptest::collection::vec((0..30_usize, 0..30_usize, 0..30_usize), 0..24)) {
            let line = |(number, (a, b, c)): (usize, &(usize, usize, usize))| format!("{}{}word{number}{}\n", STARTS[*a], STARTS[*b], STARTS[*c]);
            let text: String = lines.iter().enumerate().map(line).collect();
            let converted = convert(&text);
            let comments: String = converted.comments.iter().map(|(_, text)| format!("{text} ")).collect();
            let kept = format!("{} {comments}", converted.markdown);
            for number in 0..lines.len() {
                proptest::prop_assert!(kept.contains(&format!("word{number}")), "word{number} of\n{text}\nis not in\n{kept}");
            }
        }
    }

    #[test]
    fn a_text_of_nothing_but_marks_ends_soon() {
        let deep: String = (0..5000).map(|depth| format!("{:1$}word\n\n", "", depth % 200)).collect();
        assert!(convert(&deep).markdown.contains("word"));
        assert!(convert(&"`a ".repeat(5_000)).markdown.contains('a'));
        assert_eq!(convert(".. |a| replace:: |a|\n\n|a|\n").literal, []);
    }
}
