//! What a change did: the problems in the files it touched, and those it made elsewhere.

use std::collections::{HashMap, HashSet};

use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::load::Loaded;
use crate::source::{Position, Sources};

use super::check::{CheckOptions, check};

/// Of what is wrong with a site `now`, leaves what stands in a file that differs from `before`, points to one, or was not wrong
/// then: the branch that renames an entry is told of every reference to its old name, wherever that stands.
pub fn changed(before: &Loaded, now: &Loaded, diagnostics: Diagnostics, options: &CheckOptions) -> Diagnostics {
    let touched = touched(before, now);
    let old = check(before, options).diagnostics;
    let mut known: HashMap<Identity<'_>, usize> = HashMap::new();
    for diagnostic in old.iter() {
        *known.entry(identity(&before.sources, diagnostic)).or_default() += 1;
    }
    let mut left = Diagnostics::default();
    for diagnostic in diagnostics {
        let places = std::iter::once(diagnostic.span).chain(diagnostic.related.iter().map(|(span, _)| *span));
        let is_touched = places.map(|span| now.sources.path(span.file)).any(|path| touched.contains(path));
        let was_there = known.get_mut(&identity(&now.sources, &diagnostic)).is_some_and(|count| {
            let is_left = *count > 0;
            *count = count.saturating_sub(1);
            is_left
        });
        if is_touched || !was_there {
            left.push(diagnostic);
        }
    }
    left
}

/// What makes two problems the same one. Lines and columns rather than bytes: a checkout may have other line ends.
type Identity<'a> = (&'a str, Code, Severity, String, Position);

fn identity<'a>(sources: &'a Sources, diagnostic: &Diagnostic) -> Identity<'a> {
    let place = sources.position(diagnostic.span.file, diagnostic.span.range().start);
    (sources.path(diagnostic.span.file), diagnostic.code, diagnostic.severity, diagnostic.message.clone(), place)
}

/// The paths of files that are new or say something else.
fn touched<'a>(before: &Loaded, now: &'a Loaded) -> HashSet<&'a str> {
    let texts: HashMap<&str, &str> = before.sources.iter().map(|(_, file)| (file.path.as_str(), &*file.text)).collect();
    let assets: HashMap<&str, &[u8]> = before.assets.iter().map(|asset| (asset.path.as_str(), &*asset.bytes)).collect();
    let others = now.sources.iter().filter(|(_, file)| texts.get(file.path.as_str()).is_none_or(|old| !same_text(old, &file.text)));
    let media = now.assets.iter().filter(|asset| assets.get(asset.path.as_str()).is_none_or(|old| **old != *asset.bytes));
    others.map(|(_, file)| file.path.as_str()).chain(media.map(|asset| asset.path.as_str())).collect()
}

/// Whether two texts are the same but for their line ends.
fn same_text(old: &str, new: &str) -> bool {
    old == new || old.split('\n').map(|line| line.trim_end_matches('\r')).eq(new.split('\n').map(|line| line.trim_end_matches('\r')))
}
