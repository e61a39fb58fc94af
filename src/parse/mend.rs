//! Lines of YAML as writers mean them: what stands in quotes, what is a name and what its value. For fixes; never panics.

use std::ops::Range;

/// A line of the form `name: value`, perhaps the first of a list item.
pub(super) struct FieldLine<'t> {
    /// The name, without a dash before it.
    pub name: &'t str,
    /// Everything after the colon and its blanks, without a line end.
    pub value: &'t str,
    /// Where the colon stands in the text.
    pub colon: usize,
    /// Where the value stands in the text.
    pub range: Range<usize>,
}

/// The line around a byte, without its end.
pub(super) fn line_at(text: &str, at: usize) -> Range<usize> {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let length = text.get(start..).and_then(|rest| rest.split('\n').next()).map_or(0, |line| line.trim_end().len());
    start..start + length
}

/// A line as a field, whether a blank follows its colon or not.
pub(super) fn field(text: &str, line: Range<usize>) -> Option<FieldLine<'_>> {
    let written = text.get(line.clone())?;
    let content = written.trim_start_matches([' ', '\t']);
    let content = content.strip_prefix("- ").map_or(content, |rest| rest.trim_start_matches(' '));
    let start = line.start + (written.len() - content.len());
    let length = content.find(':')?;
    let name = content.get(..length)?;
    let is_name = !name.is_empty() && name.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | '-'));
    let rest = content.get(length + 1..)?;
    let value = rest.trim_start_matches([' ', '\t']);
    let from = start + length + 1 + (rest.len() - value.len());
    is_name.then_some(FieldLine { name, value, colon: start + length, range: from..from + value.len() })
}

/// A text in quotes of the kind that needs no escapes in it; nothing where both kinds do.
pub(super) fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// The text within a pair of quotes that holds the same quote, in quotes of the other kind.
pub(super) fn requoted(value: &str) -> Option<String> {
    let (quote, other) = if value.starts_with('"') { ('"', '\'') } else { ('\'', '"') };
    let inner = value.strip_prefix(quote)?.strip_suffix(quote)?;
    let holds = !inner.contains(other) && (other == '\'' || !inner.contains('\\')) && !inner.contains("\\\"");
    holds.then(|| format!("{other}{inner}{other}"))
}

/// Where the bracket that a value starts with is closed, from the value's start; nothing where it is not.
pub(super) fn closing(value: &str) -> Option<usize> {
    let mut open = Vec::new();
    let mut quote = None;
    for (at, character) in value.char_indices() {
        match (quote, character) {
            (Some(end), _) if character == end => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if value[..at].ends_with([' ', '[', '{', ',', ':']) => quote = Some(character),
            (None, '[') => open.push(']'),
            (None, '{') => open.push('}'),
            (None, ']' | '}') => {
                if open.pop() != Some(character) {
                    return None;
                }
                if open.is_empty() {
                    return Some(at);
                }
            }
            (None, _) => {}
        }
    }
    None
}
