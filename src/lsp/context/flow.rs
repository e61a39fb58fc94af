//! Maps and lists in brackets, and texts in quotes, perhaps not closed yet.

use std::ops::Range;

use super::scan::Scanner;
use super::tree::{Shape, Spot};

/// As deep as brackets are looked into.
const DEPTH: usize = 32;

/// Reads the value that starts here and gives the byte after it, `limit` at most.
pub(super) fn value(scanner: &mut Scanner, node: usize, at: usize, limit: usize, depth: usize) -> usize {
    match scanner.byte(at, limit) {
        Some(b'{') if depth < DEPTH => map(scanner, node, at, limit, depth),
        Some(b'[') if depth < DEPTH => list(scanner, node, at, limit, depth),
        Some(b'"' | b'\'') => quoted(scanner, node, at, limit, true),
        _ => {
            let end = plain_end(scanner, at, limit);
            scalar(scanner, node, at..end, false, true);
            // A bracket that is not looked into is passed over, so that there is an end to it.
            if end == at { next(scanner, at, limit) } else { end }
        }
    }
}

/// Reads a text in quotes. One that is not closed ends with its line.
pub(super) fn quoted(scanner: &mut Scanner, node: usize, at: usize, limit: usize, is_flow: bool) -> usize {
    let (inner, end) = quotes(scanner, at, limit);
    scalar(scanner, node, inner, true, is_flow);
    end
}

fn scalar(scanner: &mut Scanner, node: usize, written: Range<usize>, is_quoted: bool, is_flow: bool) {
    scanner.tree.nodes[node].shape = Shape::Scalar;
    scanner.tree.nodes[node].value = written.clone();
    if scanner.touches(&written) {
        scanner.set(Spot::Value { node, written, lead: false, is_quoted, is_flow });
    }
}

/// What stands within quotes, and the byte after the closing one.
fn quotes(scanner: &Scanner, at: usize, limit: usize) -> (Range<usize>, usize) {
    let quote = scanner.byte(at, limit);
    let mut end = at + 1;
    while let Some(byte) = scanner.byte(end, limit) {
        match byte {
            b'\\' if quote == Some(b'"') => end += 2,
            byte if Some(byte) == quote => {
                // Two single quotes are one.
                if quote == Some(b'\'') && scanner.byte(end + 1, limit) == quote {
                    end += 2;
                } else {
                    return (at + 1..end, end + 1);
                }
            }
            _ => end += 1,
        }
    }
    let end = scanner.line_end(at).min(limit).max(at + 1);
    (at + 1..end, end)
}

fn map(scanner: &mut Scanner, node: usize, at: usize, limit: usize, depth: usize) -> usize {
    scanner.tree.nodes[node].shape = Shape::Map;
    let mut at = place_for_key(scanner, node, at + 1, limit);
    loop {
        match scanner.byte(at, limit) {
            None => return limit,
            Some(b'}') => return at + 1,
            // The list around it ends.
            Some(b']') => return at,
            Some(b',') => at = place_for_key(scanner, node, at + 1, limit),
            Some(_) => at = pair(scanner, node, at, limit, depth),
        }
    }
}

fn place_for_key(scanner: &mut Scanner, map: usize, at: usize, limit: usize) -> usize {
    let (after, is_here) = gap(scanner, at, limit);
    if is_here {
        scanner.set(Spot::Key { map, written: scanner.cursor..scanner.cursor, has_colon: false });
    }
    after
}

/// A key and its value; perhaps no more than the start of a key.
fn pair(scanner: &mut Scanner, map: usize, at: usize, limit: usize, depth: usize) -> usize {
    let is_quoted = matches!(scanner.byte(at, limit), Some(b'"' | b'\''));
    let end = if is_quoted { quotes(scanner, at, limit).1 } else { plain_end(scanner, at, limit) };
    let key = at..end;
    let colon = skip(scanner, end, limit);
    if scanner.byte(colon, limit) != Some(b':') {
        if scanner.touches(&key) && end > at {
            scanner.set(Spot::Key { map, written: key, has_colon: false });
        }
        return if colon == at { next(scanner, at, limit) } else { colon };
    }
    let node = scanner.tree.push(map, Some(key.clone()));
    if scanner.touches(&key) {
        scanner.set(Spot::Key { map, written: key, has_colon: true });
    }
    let (after, is_here) = gap(scanner, colon + 1, limit);
    if is_here {
        let lead = scanner.cursor == colon + 1;
        scanner.set(Spot::Value { node, written: scanner.cursor..scanner.cursor, lead, is_quoted: false, is_flow: true });
    }
    match scanner.byte(after, limit) {
        None | Some(b',' | b'}' | b']') => after,
        Some(_) => {
            let end = value(scanner, node, after, limit, depth + 1);
            skip(scanner, end, limit)
        }
    }
}

fn list(scanner: &mut Scanner, node: usize, at: usize, limit: usize, depth: usize) -> usize {
    scanner.tree.nodes[node].shape = Shape::List;
    let mut at = place_for_item(scanner, node, at + 1, limit);
    loop {
        match scanner.byte(at, limit) {
            None => return limit,
            Some(b']') => return at + 1,
            // The map around it ends.
            Some(b'}') => return at,
            Some(b',') => at = place_for_item(scanner, node, at + 1, limit),
            Some(_) => {
                let item = scanner.tree.push(node, None);
                let end = value(scanner, item, at, limit, depth + 1);
                at = skip(scanner, end, limit);
                // `a: b` in a list is a map of one pair; nobody writes that here.
                if scanner.byte(at, limit) == Some(b':') {
                    at += 1;
                }
            }
        }
    }
}

fn place_for_item(scanner: &mut Scanner, list: usize, at: usize, limit: usize) -> usize {
    let (after, is_here) = gap(scanner, at, limit);
    if is_here && scanner.tree.spot.is_none() {
        let node = scanner.tree.push(list, None);
        scanner.set(Spot::Value { node, written: scanner.cursor..scanner.cursor, lead: false, is_quoted: false, is_flow: true });
    }
    after
}

/// The end of a plain scalar within brackets.
fn plain_end(scanner: &Scanner, at: usize, limit: usize) -> usize {
    let rest = scanner.tree.text.get(at..scanner.line_end(at).min(limit)).unwrap_or("");
    let bytes = rest.as_bytes();
    let ends = |index: usize| match bytes[index] {
        b',' | b'[' | b']' | b'{' | b'}' => true,
        b':' => bytes.get(index + 1).is_none_or(|after| matches!(after, b' ' | b'\t' | b',' | b'[' | b']' | b'{' | b'}')),
        b'#' => index > 0 && bytes[index - 1].is_ascii_whitespace(),
        _ => false,
    };
    let length = (0..bytes.len()).find(|index| ends(*index)).unwrap_or(bytes.len());
    at + rest.get(..length).unwrap_or("").trim_end().len()
}

/// The byte after the character here.
fn next(scanner: &Scanner, at: usize, limit: usize) -> usize {
    let first = scanner.tree.text.get(at..).and_then(|rest| rest.chars().next());
    (at + first.map_or(1, char::len_utf8)).min(limit).max(at + 1)
}

/// Blanks, line ends and comments passed over.
fn skip(scanner: &Scanner, at: usize, limit: usize) -> usize {
    let mut at = at;
    loop {
        match scanner.byte(at, limit) {
            Some(b' ' | b'\t' | b'\r' | b'\n') => at += 1,
            Some(b'#') => at = scanner.line_end(at).min(limit),
            _ => return at,
        }
    }
}

/// As [`skip`], and whether the cursor is in between and on nothing that is written.
fn gap(scanner: &Scanner, at: usize, limit: usize) -> (usize, bool) {
    let after = skip(scanner, at, limit);
    let is_between = at <= scanner.cursor && scanner.cursor <= after;
    let is_commented = || scanner.tree.text.get(at..scanner.cursor).is_none_or(|before| before.contains('#'));
    let is_free = || matches!(scanner.byte(after, limit), None | Some(b',' | b'}' | b']'));
    (after, is_between && !is_commented() && (scanner.cursor < after || is_free()))
}
