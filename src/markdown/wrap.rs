//! Plain text to lines that any mail program and terminal shows well: at most 72 columns, words whole, links and code as they are.
//!
//! In: plain text, paragraphs in one line each, lists by `- ` and numbers, quotations by `> `, code indented
//! by four. Out: the same, broken at spaces, each line of a list item under the one before. Pure.

/// How long a line may get (RFC 3676, section 4.2, asks for 78 at most, and quoting a reply adds to it).
const WIDTH: usize = 72;

/// A row of a table is left whole up to here: broken, it could not be read at all.
const TABLE_WIDTH: usize = 78;

/// How deep code stands at least.
const CODE: usize = 4;

/// Breaks the lines of a text; runs of blank lines become one, and the text ends in one line end.
pub fn wrap(text: &str) -> String {
    let mut wrapped = String::with_capacity(text.len() + text.len() / 32);
    let mut items: Vec<usize> = Vec::new();
    let mut blank = true;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            if !blank {
                wrapped.push('\n');
            }
            blank = true;
            continue;
        }
        blank = false;
        wrap_line(line, &mut items, &mut wrapped);
    }
    wrapped.truncate(wrapped.trim_end().len());
    wrapped.push('\n');
    wrapped
}

/// Breaks one line. `items` holds the columns at which the words of the open list items start.
fn wrap_line(line: &str, items: &mut Vec<usize>, wrapped: &mut String) {
    let indent = line.len() - line.trim_start_matches(' ').len();
    items.retain(|column| *column <= indent);
    // Words stand at the left or under those of their list item; what is deeper than that is code.
    let is_code = indent >= CODE && !items.contains(&indent);
    let start = item_start(line, indent).filter(|_| !is_code);
    items.extend(start);
    let is_row = line.contains(" | ") && width(line) <= TABLE_WIDTH;
    if is_code || is_row || width(line) <= WIDTH {
        wrapped.push_str(line);
        wrapped.push('\n');
        return;
    }
    let rest = hanging(line, start.unwrap_or(indent));
    let (first, words) = line.split_at_checked(rest.len()).unwrap_or(("", line));
    push_words(first, &rest, words, wrapped);
}

/// The column at which the words of a list item start, where the line is the first of one.
fn item_start(line: &str, indent: usize) -> Option<usize> {
    let rest = line.get(indent..)?;
    let digits = rest.len() - rest.trim_start_matches(|character: char| character.is_ascii_digit()).len();
    let marker = match digits {
        0 => ["- ", "* "].iter().find(|marker| rest.starts_with(**marker))?.len(),
        _ => digits + rest.get(digits..)?.starts_with(". ").then_some(2)?,
    };
    Some(indent + marker)
}

/// What the lines after the first start with: as many columns as the words are in, and the marks of a quotation.
fn hanging(line: &str, column: usize) -> String {
    let quoted = line.get(column..).unwrap_or("");
    let marks = quoted.len() - quoted.trim_start_matches("> ").len();
    format!("{}{}", " ".repeat(column), quoted.get(..marks).unwrap_or(""))
}

fn push_words(first: &str, rest: &str, words: &str, wrapped: &mut String) {
    wrapped.push_str(first);
    let mut column = width(first);
    let mut is_start = true;
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        if !is_start && column + 1 + width(word) > WIDTH {
            wrapped.push('\n');
            wrapped.push_str(rest);
            column = width(rest);
        } else if !is_start {
            wrapped.push(' ');
            column += 1;
        }
        wrapped.push_str(word);
        column += width(word);
        is_start = false;
    }
    wrapped.push('\n');
}

/// Columns, near enough: a character each. Wide ones make a line look longer and never make it illegal.
fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_whole_and_links_too() {
        let link = format!("https://example.org/{}", "long/".repeat(20));
        let text = format!("See {link} for all that there is to know about it, which is a great deal and then some more.");
        let wrapped = wrap(&text);
        assert!(wrapped.contains(&link));
        assert_eq!(wrapped, format!("See\n{link}\nfor all that there is to know about it, which is a great deal and then\nsome more.\n"));
    }

    #[test]
    fn lines_of_a_list_item_or_a_quotation_stand_under_each_other() {
        let words = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen";
        let text = format!("- {words}\n  10. {words}\n\n      {words}\n> > {words}");
        assert_eq!(
            wrap(&text),
            "- one two three four five six seven eight nine ten eleven twelve\n  thirteen fourteen\n  \
             10. one two three four five six seven eight nine ten eleven twelve\n      thirteen fourteen\n\n      \
             one two three four five six seven eight nine ten eleven twelve\n      thirteen fourteen\n\
             > > one two three four five six seven eight nine ten eleven twelve\n> > thirteen fourteen\n"
        );
    }

    #[test]
    fn code_and_rows_of_tables_are_left_as_they_are() {
        let long = "--option ".repeat(12);
        for code in [format!("- Run:\n\n      events {}", long.trim_end()), format!("  1. Run:\n\n      events {}", long.trim_end())] {
            assert_eq!(wrap(&code), format!("{code}\n"));
        }
        let row = "name of a setting              | what it does                  | a default";
        assert_eq!(wrap(row), format!("{row}\n"));
    }

    #[test]
    fn blank_lines_are_one_at_a_time() {
        assert_eq!(wrap("\n\na\n\n\n \nb\n\n"), "a\n\nb\n");
        assert_eq!(wrap(""), "\n");
    }
}
