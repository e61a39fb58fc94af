//! Tidings: a static site generator for release communication.
//!
//! One direction; every step is a function from one noun to the next:
//!
//! ```text
//! disk --load--> Sources --parse--> Documents --resolve--> Catalog --check--> Diagnostics
//!                                                             |
//!                                                             +--view--> views --output--> Artifacts --> publish | serve
//!                                                                           |
//!                                                                           +--mail::compose--> Messages
//! ```
//!
//! A room imports only rooms above it; `CONTRIBUTING.md` has the order and a test holds it.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod check;
pub mod cli;
pub mod diag;
pub mod ident;
pub mod import;
pub mod load;
pub mod lsp;
pub mod mail;
pub mod markdown;
pub mod model;
pub mod ops;
pub mod output;
pub mod parse;
pub mod publish;
pub mod schema;
pub mod serve;
pub mod source;
pub mod subscriptions;
pub mod template;
pub mod theme;
pub mod view;
