//! YAML as a tree in which every key and value knows its place.

use crate::source::{Span, Spanned};

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// The text it covers, quotes included; for a list or map from its first item to its last.
    pub span: Span,
}

/// The types of YAML's 1.2 core schema (§10.3 of the YAML specification).
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`, and nothing else.
    Bool(bool),
    /// An integer or a float, as written: `1.10` stays `1.10`.
    Number(String),
    /// Everything else that is not a collection.
    String(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order written. Duplicates are reported and the first one kept.
    Map(Vec<(Spanned<String>, Node)>),
}
