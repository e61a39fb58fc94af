//! YAML while it is being written: what stands where, told by indents, dashes and brackets alone, and what the cursor is on.
//!
//! A text with the cursor in it seldom is good YAML, so nothing here is a mistake: what cannot be understood is passed over.

use std::ops::Range;

use super::scan::Scanner;

/// What a node was seen to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lsp) enum Shape {
    /// Nothing is written yet.
    Empty,
    Scalar,
    /// A text after `|` or `>`.
    Block,
    List,
    Map,
}

/// A value and the key it stands behind, if any.
#[derive(Debug, Clone)]
pub(in crate::lsp) struct Node {
    pub parent: usize,
    /// The key without its quotes; nothing of an item.
    pub name: Option<String>,
    /// Where the key stands, quotes included.
    pub key: Range<usize>,
    /// A scalar without its quotes, or the lines of a block.
    pub value: Range<usize>,
    pub shape: Shape,
    pub children: Vec<usize>,
}

/// What the cursor is on. `written` is what stands there already, all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::lsp) enum Spot {
    /// A key, or a place for one.
    Key { map: usize, written: Range<usize>, has_colon: bool },
    /// A value, or a place for one. `lead`: no blank stands before it yet.
    Value { node: usize, written: Range<usize>, lead: bool, is_quoted: bool, is_flow: bool },
    /// A line of its own on which a node may begin: a key, an item, a value.
    Below { node: usize, written: Range<usize>, lead: bool },
    /// Within the lines of a block.
    Text { node: usize },
}

/// What was seen of a text. The first node is all of it.
#[derive(Debug)]
pub(in crate::lsp) struct Tree<'a> {
    pub text: &'a str,
    pub nodes: Vec<Node>,
    pub spot: Option<Spot>,
}

impl<'a> Tree<'a> {
    /// Reads a stretch of a text. The cursor is a byte of the text; it may stand elsewhere.
    pub fn read(text: &'a str, region: Range<usize>, cursor: usize) -> Self {
        let root = Node { parent: 0, name: None, key: 0..0, value: 0..0, shape: Shape::Empty, children: Vec::new() };
        let tree = Tree { text, nodes: vec![root], spot: None };
        Scanner::over(tree, region, cursor)
    }

    /// The nodes from the first one to this.
    pub fn path(&self, node: usize) -> Vec<usize> {
        let mut path = vec![node];
        let mut at = node;
        while at != 0 {
            at = self.nodes[at].parent;
            path.push(at);
        }
        path.reverse();
        path
    }

    /// The names from the first node to this; nothing stands for an item.
    pub fn names(&self, node: usize) -> Vec<Option<&str>> {
        self.path(node).into_iter().skip(1).map(|node| self.nodes[node].name.as_deref()).collect()
    }

    /// The value behind a key of a map.
    pub fn find(&self, map: usize, name: &str) -> Option<usize> {
        self.nodes[map].children.iter().copied().find(|child| self.nodes[*child].name.as_deref() == Some(name))
    }

    /// A scalar as written, without quotes.
    pub fn scalar(&self, node: usize) -> Option<&'a str> {
        (self.nodes[node].shape == Shape::Scalar).then(|| self.text.get(self.nodes[node].value.clone())).flatten()
    }

    /// Adds a node below another one.
    pub fn push(&mut self, parent: usize, key: Option<Range<usize>>) -> usize {
        let node = self.nodes.len();
        let key_range = key.clone().unwrap_or(0..0);
        let name = key.map(|key| unquoted(self.text.get(key).unwrap_or("")).to_owned());
        self.nodes.push(Node { parent, name, key: key_range, value: 0..0, shape: Shape::Empty, children: Vec::new() });
        self.nodes[parent].children.push(node);
        node
    }
}

fn unquoted(key: &str) -> &str {
    let inner = |quote: char| key.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(key)
}
