//! What the cursor is on in a text that is being written, and what the schemas of its file say of that place.
//!
//! In: a file of a [`Snapshot`](super::Snapshot) and a byte of it. Out: a rough tree of its YAML, never a mistake. Never panics.

pub(super) mod fields;
mod flow;
mod scan;
pub(super) mod scene;
pub(super) mod tree;

pub(super) use fields::Fields;
pub(super) use scene::Scene;
pub(super) use tree::{Shape, Spot, Tree};
