//! Values as YAML that our own reader takes for the same values.

use std::fmt::Write;

/// A string as a plain or a double-quoted scalar.
pub(crate) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// A string in a list between brackets, where a comma would end it.
pub(crate) fn item(text: &str) -> String {
    if text.contains(',') { quoted(text) } else { scalar(text) }
}

/// Words that nothing in YAML could mistake for something else.
fn is_plain(text: &str) -> bool {
    let word =
        |character: char| character.is_alphanumeric() || matches!(character, ' ' | '.' | '/' | '-' | '_' | '(' | ')' | '+' | '@' | '…');
    let mark = |text: &str| text.contains(": ") || text.ends_with(':') || text.ends_with(' ');
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|character| word(character) || matches!(character, ',' | ':'))
        && !mark(text)
        && !matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n")
}

/// Double quotes, with escapes for all that YAML does not print (YAML 1.2, §5.1 and §5.7).
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            character if !is_printable(character) => {
                let number = u32::from(character);
                let _ = if number > 0xffff { write!(out, "\\U{number:08X}") } else { write!(out, "\\u{number:04X}") };
            }
            character => out.push(character),
        }
    }
    out.push('"');
    out
}

fn is_printable(character: char) -> bool {
    !character.is_control() && !matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// A field that holds Markdown: a block scalar, so that it stays readable, or quoted where YAML cannot hold it otherwise.
pub(crate) fn markdown(out: &mut String, indent: usize, name: &str, text: &str) {
    let text = text.trim_end_matches('\n');
    let block =
        !text.starts_with([' ', '\t', '\n']) && text.chars().all(|character| is_printable(character) || matches!(character, '\n' | '\t'));
    let _ = write!(out, "{:indent$}{name}: ", "");
    if !block {
        out.push_str(&quoted(&format!("{text}\n")));
        out.push('\n');
        return;
    }
    out.push_str("|\n");
    for line in text.split('\n') {
        if line.is_empty() {
            out.push('\n');
        } else {
            let _ = writeln!(out, "{:1$}{line}", "", indent + 2);
        }
    }
}

/// Text as comments, so that it stays in the file and says nothing.
pub(super) fn comment(out: &mut String, text: &str) {
    for line in text.lines() {
        let line: String = line.chars().filter(|character| is_printable(*character) || *character == '\t').collect();
        out.push_str(if line.trim().is_empty() { "#" } else { "# " });
        out.push_str(line.trim_end());
        out.push('\n');
    }
}
