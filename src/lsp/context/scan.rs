//! The way through a text that makes a [`Tree`] of it: line by line, with what is open kept by its column.

use std::ops::Range;

use super::flow;
use super::tree::{Shape, Spot, Tree};

/// A map or list in block style that is not over yet.
#[derive(Debug, Clone, Copy)]
struct Frame {
    column: usize,
    node: usize,
}

pub(super) struct Scanner<'a> {
    pub tree: Tree<'a>,
    pub end: usize,
    pub cursor: usize,
    frames: Vec<Frame>,
}

impl<'a> Scanner<'a> {
    /// Reads a stretch of the text of a tree that holds nothing yet.
    pub fn over(tree: Tree<'a>, region: Range<usize>, cursor: usize) -> Tree<'a> {
        let end = region.end.min(tree.text.len());
        let mut scanner = Self { tree, end, cursor, frames: Vec::new() };
        scanner.lines(region.start);
        scanner.tree
    }

    fn lines(&mut self, start: usize) {
        let mut at = start;
        while at < self.end {
            at = self.line(at);
        }
        // The line after the last line end, which holds nothing yet.
        let is_open = self.end == self.tree.text.len() && (start == self.end || self.tree.text.ends_with('\n'));
        if is_open && self.cursor == self.end && self.tree.spot.is_none() {
            self.blank(0);
        }
    }

    /// Reads the line that starts here and gives the first byte of the next one that is not read yet.
    fn line(&mut self, start: usize) -> usize {
        let end = self.line_end(start);
        let content = self.skip_blanks(start, end);
        let is_here = start <= self.cursor && self.cursor <= end;
        let is_comment = self.byte(content, end) == Some(b'#');
        // Nothing is told of documents and directives.
        let line = self.tree.text.get(start..end).unwrap_or("");
        let is_marker = ["---", "...", "%"].iter().any(|marker| line.starts_with(marker));
        if content == end || is_comment || is_marker {
            if is_here && (self.cursor <= content) {
                self.blank(self.cursor - start);
            }
            return self.after_line(end);
        }
        let column = content - start;
        while self.frames.last().is_some_and(|frame| frame.column > column) {
            self.frames.pop();
        }
        let stop = self.content(content, end, column);
        self.after_line(self.line_end(stop))
    }

    /// Reads what starts at a column of a line and gives the byte where it ends.
    fn content(&mut self, at: usize, end: usize, column: usize) -> usize {
        let mut at = at;
        let mut column = column;
        while self.byte(at, end) == Some(b'-') && self.byte(at + 1, end).is_none_or(|next| matches!(next, b' ' | b'\t')) {
            let Some(list) = self.container(column, Shape::List) else { return end };
            let item = self.tree.push(list, None);
            let inner = self.skip_blanks(at + 1, end);
            if inner == end || self.byte(inner, end) == Some(b'#') {
                if at < self.cursor && self.cursor <= inner {
                    self.set(Spot::Below { node: item, written: self.cursor..self.cursor, lead: self.cursor == at + 1 });
                }
                return end;
            }
            column += inner - at;
            at = inner;
        }
        match self.key(at, end) {
            Some((key, after)) => {
                let Some(map) = self.container(column, Shape::Map) else { return end };
                let node = self.tree.push(map, Some(key.clone()));
                if self.touches(&key) {
                    self.set(Spot::Key { map, written: key, has_colon: true });
                }
                self.after_colon(node, after, end)
            }
            None => self.word(at, end, column),
        }
    }

    /// A key and the byte after its colon.
    fn key(&self, at: usize, end: usize) -> Option<(Range<usize>, usize)> {
        let rest = self.tree.text.get(at..end)?;
        if let Some(quote) = rest.chars().next().filter(|first| matches!(first, '"' | '\'')) {
            let close = at + 1 + rest.get(1..)?.find(quote)? + 1;
            let colon = self.skip_blanks(close, end);
            let is_key = self.byte(colon, end) == Some(b':') && self.byte(colon + 1, end).is_none_or(|next| next.is_ascii_whitespace());
            return is_key.then_some((at..close, colon + 1));
        }
        if rest.starts_with(['{', '[', '|', '>', '#', '%', '@', '`']) {
            return None;
        }
        let bytes = rest.as_bytes();
        let is_colon = |index: &usize| bytes[*index] == b':' && bytes.get(index + 1).is_none_or(u8::is_ascii_whitespace);
        let colon = (0..bytes.len()).find(is_colon)?;
        let name = rest.get(..colon)?;
        // Nor is a link that is being written a key: `See [it](entry:`.
        (!name.contains(" #") && !name.contains("](")).then(|| (at..at + name.trim_end().len(), at + colon + 1))
    }

    fn after_colon(&mut self, node: usize, at: usize, end: usize) -> usize {
        let start = self.skip_blanks(at, end);
        if start == end || (self.byte(start, end) == Some(b'#') && start > at) {
            if at <= self.cursor && self.cursor <= start {
                let lead = self.cursor == at;
                self.set(Spot::Value { node, written: self.cursor..self.cursor, lead, is_quoted: false, is_flow: false });
            }
            return end;
        }
        self.value(node, start, end)
    }

    /// Reads a value that starts here.
    fn value(&mut self, node: usize, at: usize, end: usize) -> usize {
        // What goes on below stands further to the right than what it belongs to.
        let least = self.frames.last().map_or(0, |frame| frame.column + 1);
        match self.byte(at, end) {
            Some(b'|' | b'>') => self.block(node, end, least),
            Some(b'{' | b'[') => {
                let limit = self.limit(at, least);
                flow::value(self, node, at, limit, 0)
            }
            Some(b'"' | b'\'') => {
                let limit = self.limit(at, least);
                flow::quoted(self, node, at, limit, false)
            }
            _ => {
                let rest = self.tree.text.get(at..end).unwrap_or("");
                let written = at..at + rest.find(" #").map_or(rest, |comment| &rest[..comment]).trim_end().len();
                self.tree.nodes[node].shape = Shape::Scalar;
                self.tree.nodes[node].value = written.clone();
                if self.touches(&written) {
                    self.set(Spot::Value { node, written, lead: false, is_quoted: false, is_flow: false });
                }
                end
            }
        }
    }

    fn block(&mut self, node: usize, header_end: usize, least: usize) -> usize {
        let start = self.after_line(header_end);
        let mut last = header_end;
        let mut at = start;
        while at < self.end {
            let end = self.line_end(at);
            let content = self.skip_blanks(at, end);
            if content < end {
                if content - at < least {
                    break;
                }
                last = end;
            }
            at = self.after_line(end);
        }
        self.tree.nodes[node].shape = Shape::Block;
        self.tree.nodes[node].value = start.min(self.end)..last.max(start.min(self.end));
        if start <= self.cursor && self.cursor <= last {
            self.set(Spot::Text { node });
        }
        last
    }

    /// A line that is neither key nor item: a value, more of one, or a key that has no colon yet.
    fn word(&mut self, at: usize, end: usize, column: usize) -> usize {
        let rest = self.tree.text.get(at..end).unwrap_or("");
        let written = at..at + rest.find(" #").map_or(rest, |comment| &rest[..comment]).trim_end().len();
        let is_here = self.touches(&written);
        let slot = match self.frames.last() {
            Some(frame) if frame.column == column => {
                if let (Some(map), true) = (self.map_at(column), is_here) {
                    self.set(Spot::Key { map, written, has_colon: false });
                }
                return end;
            }
            Some(frame) => self.last_child(frame.node),
            None => 0,
        };
        match self.tree.nodes[slot].shape {
            Shape::Empty if rest.starts_with(['{', '[', '|', '>', '"', '\'']) => return self.value(slot, at, end),
            // Left empty: the next line may show that it is a key.
            Shape::Empty if is_here => self.set(Spot::Below { node: slot, written, lead: false }),
            Shape::Empty => {
                self.tree.nodes[slot].shape = Shape::Scalar;
                self.tree.nodes[slot].value = written;
            }
            Shape::Map if is_here => self.set(Spot::Key { map: slot, written, has_colon: false }),
            _ => {}
        }
        end
    }

    /// The cursor is on a line that holds nothing, behind so many blanks.
    fn blank(&mut self, column: usize) {
        let here = self.cursor..self.cursor;
        let below = |node| Spot::Below { node, written: here.clone(), lead: false };
        let frame = self.frames.iter().rev().find(|frame| frame.column <= column).copied();
        let spot = match frame {
            Some(frame) if frame.column == column => match self.map_at(column) {
                Some(map) => Some(Spot::Key { map, written: here.clone(), has_colon: false }),
                None => Some(below(frame.node)),
            },
            Some(frame) => {
                let slot = self.last_child(frame.node);
                match self.tree.nodes[slot].shape {
                    Shape::Empty => Some(below(slot)),
                    Shape::Block => Some(Spot::Text { node: slot }),
                    _ => None,
                }
            }
            None if self.tree.nodes[0].shape == Shape::Empty => Some(below(0)),
            None => None,
        };
        if let Some(spot) = spot {
            self.set(spot);
        }
    }

    /// The map or list at a column, a new one where none is open there.
    fn container(&mut self, column: usize, shape: Shape) -> Option<usize> {
        // A list may stand right below its key, and is over with the next key.
        while shape == Shape::Map && self.frames.last().is_some_and(|frame| frame.column == column && self.is(frame.node, Shape::List)) {
            self.frames.pop();
        }
        let slot = match self.frames.last() {
            Some(frame) if frame.column == column && self.is(frame.node, shape) => return Some(frame.node),
            Some(frame) if frame.column == column && shape == Shape::Map => return None,
            Some(frame) => self.last_child(frame.node),
            None => 0,
        };
        // A word at the top that was left there hides nothing.
        let is_free = self.is(slot, Shape::Empty) || (slot == 0 && self.is(slot, Shape::Scalar));
        if !is_free && !self.is(slot, shape) {
            return None;
        }
        self.tree.nodes[slot].shape = shape;
        self.frames.push(Frame { column, node: slot });
        Some(slot)
    }

    fn map_at(&self, column: usize) -> Option<usize> {
        let here = self.frames.iter().rev().filter(|frame| frame.column == column);
        here.map(|frame| frame.node).find(|node| self.is(*node, Shape::Map))
    }

    fn is(&self, node: usize, shape: Shape) -> bool {
        self.tree.nodes[node].shape == shape
    }

    fn last_child(&self, node: usize) -> usize {
        self.tree.nodes[node].children.last().copied().unwrap_or(node)
    }

    /// Where a value in brackets or quotes must be over: before the next line that starts further to the left.
    fn limit(&self, at: usize, least: usize) -> usize {
        let mut end = self.line_end(at);
        loop {
            let next = self.after_line(end);
            if next >= self.end {
                return self.end;
            }
            let next_end = self.line_end(next);
            let content = self.skip_blanks(next, next_end);
            let closes = matches!(self.byte(content, next_end), Some(b']' | b'}'));
            if content < next_end && content - next < least && !closes {
                return end;
            }
            end = next_end;
        }
    }

    pub fn touches(&self, range: &Range<usize>) -> bool {
        range.start <= self.cursor && self.cursor <= range.end
    }

    /// The first thing that the cursor is found on is it.
    pub fn set(&mut self, spot: Spot) {
        self.tree.spot.get_or_insert(spot);
    }

    pub fn byte(&self, at: usize, end: usize) -> Option<u8> {
        self.tree.text.as_bytes().get(at).copied().filter(|_| at < end)
    }

    pub fn skip_blanks(&self, at: usize, end: usize) -> usize {
        let mut at = at;
        while matches!(self.byte(at, end), Some(b' ' | b'\t')) {
            at += 1;
        }
        at
    }

    /// The end of a line, without its line end.
    pub fn line_end(&self, at: usize) -> usize {
        let rest = self.tree.text.get(at..self.end).unwrap_or("");
        let line = rest.split('\n').next().unwrap_or("");
        at + line.strip_suffix('\r').unwrap_or(line).len()
    }

    fn after_line(&self, end: usize) -> usize {
        let rest = self.tree.text.get(end..self.end).unwrap_or("");
        rest.find('\n').map_or(self.end.max(end), |newline| end + newline + 1)
    }
}
