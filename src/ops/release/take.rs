//! Some items out of a YAML list: whole lines, with the comments that stand right above them. Pure.

use std::ops::Range;

/// What marks a line for editors: it stays, and stands in both files.
const MODELINE: &str = "yaml-language-server";

/// The list without the items that are taken, and a list of those. `items` are their byte ranges in order, without the dash.
/// Nothing for a list in brackets, whose items have no lines of their own.
pub(super) fn split(text: &str, items: &[Range<usize>], taken: &[bool]) -> Option<(String, String)> {
    let mut starts = Vec::with_capacity(items.len() + 1);
    for (number, item) in items.iter().enumerate() {
        let before = number.checked_sub(1).and_then(|before| items.get(before)).map_or(0, |before| before.end);
        starts.push(start(text, before, item.start)?);
    }
    let last = items.last()?.end;
    starts.push(line_end(text, last));
    let first = starts.first().copied()?;
    let header = text.get(..first)?;
    let mut rest = header.to_owned();
    let mut out: String = header.split_inclusive('\n').filter(|line| line.contains(MODELINE)).collect();
    for (number, is_taken) in taken.iter().enumerate() {
        let piece = text.get(*starts.get(number)?..*starts.get(number + 1)?)?;
        let list = if *is_taken { &mut out } else { &mut rest };
        if !list.is_empty() && !list.ends_with('\n') {
            list.push('\n');
        }
        list.push_str(piece);
    }
    rest.push_str(text.get(*starts.last()?..)?);
    if !out.ends_with('\n') {
        out.push('\n');
    }
    Some((rest, out))
}

/// Where an item starts: the line of its dash, or of the first comment right above that.
fn start(text: &str, before: usize, item: usize) -> Option<usize> {
    let from = if before == 0 || text.as_bytes().get(before - 1) == Some(&b'\n') { before } else { line_end(text, before) };
    let gap = text.get(from..item)?;
    let mut at = from;
    let mut comments: Option<usize> = None;
    for line in gap.split_inclusive('\n') {
        let words = line.trim();
        if words == "-" || words.starts_with("- ") || words.starts_with("-\t") {
            return Some(comments.unwrap_or(at));
        }
        comments = match words.starts_with('#') && !words.contains(MODELINE) {
            true => comments.or(Some(at)),
            false => None,
        };
        at += line.len();
    }
    None
}

fn line_end(text: &str, at: usize) -> usize {
    if at > 0 && text.as_bytes().get(at - 1) == Some(&b'\n') {
        return at;
    }
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| at + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_layout_stay_with_their_items() {
        let text = "# yaml-language-server: $schema=x\n# All fixes.\n\n- id: a # first\n  body: |\n    A\n\n# About b.\n- id: b\n-\n  id: c\n# The end.\n";
        let item = |key: &str, end: &str| {
            let start = text.find(&format!("id: {key}")).unwrap();
            start..start + text[start..].find(end).unwrap() + end.len()
        };
        let (rest, taken) = split(text, &[item("a", "    A\n"), item("b", "b"), item("c", "c")], &[false, true, false]).unwrap();
        assert_eq!(
            rest,
            "# yaml-language-server: $schema=x\n# All fixes.\n\n- id: a # first\n  body: |\n    A\n\n-\n  id: c\n# The end.\n"
        );
        assert_eq!(taken, "# yaml-language-server: $schema=x\n# About b.\n- id: b\n");
        assert_eq!(split("[{id: a}, {id: b}]", &[1..8, 10..17], &[true, false]), None);
    }
}
