//! What the commands share that print notes.

use crate::ops::Told;
use crate::source::Sources;

use super::check::report;
use super::terminal::Terminal;
use super::{Failure, Outcome};

/// `[PRODUCT] VERSION…`: a product, which may be left out, and as many versions as the command takes.
pub(super) fn product_and<const VERSIONS: usize>(names: &[String]) -> Result<(Option<String>, [String; VERSIONS]), Failure> {
    let (product, versions) = names.split_at(names.len().saturating_sub(VERSIONS));
    let versions = <[String; VERSIONS]>::try_from(versions.to_vec());
    let versions = versions.map_err(|_| Failure("name a release: see `--help` for an example".into()))?;
    Ok((product.first().cloned(), versions))
}

/// Prints the notes, or what stands in their way. Warnings are for `check`: who asks for notes wants nothing else.
pub(super) fn show(terminal: &Terminal, sources: &Sources, told: Told) -> Outcome {
    match told.text {
        Some(text) => {
            terminal.print(&text);
            Outcome::Done
        }
        None => report(terminal, sources, &told.diagnostics),
    }
}
