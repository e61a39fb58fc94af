//! The language server: what `check` says, while the writer types, and what the site knows, where it is asked for.
//!
//! In: messages of the Language Server Protocol 3.17. Out: messages. Texts of open editors win over those on disk; nothing is written,
//! since an editor applies edits itself.

mod about;
mod actions;
mod address;
mod answers;
mod client;
pub mod complete;
mod context;
mod diagnostics;
mod edits;
pub mod hover;
mod offers;
mod places;
mod position;
mod server;
mod site;
mod snapshot;
pub mod symbols;

pub use position::Encoding;
pub use server::{Ending, Read, World, run};
pub use snapshot::Snapshot;
