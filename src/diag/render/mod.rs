//! Diagnostics to text, one file a format. Nothing is printed here.

mod github;
mod gitlab;
mod human;
mod json;
mod rdjsonl;
mod sarif;
mod short;

pub use github::{github, github_summary};
pub use gitlab::gitlab;
pub use human::human;
pub use json::json;
pub use rdjsonl::rdjsonl;
pub use sarif::sarif;
pub use short::short;

use super::Diagnostic;

/// What other programs know this one by.
const NAME: &str = "tidings";

/// Where it is explained.
const PAGE: &str = env!("CARGO_PKG_REPOSITORY");

/// The message, and what to do on a second line: for formats that have one text for both.
fn lines(diagnostic: &Diagnostic) -> String {
    match &diagnostic.help {
        Some(help) => format!("{}\nhelp: {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    }
}
