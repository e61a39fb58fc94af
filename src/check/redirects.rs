//! `redirects` of site.yaml.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Address, Hints};

use super::facts::Facts;
use super::pages::target;

/// `broken-link`: redirects that lead nowhere, and those that stand where a page does.
pub(super) fn redirects(facts: &Facts<'_>, diags: &mut Diagnostics) {
    let hints = Hints::new();
    for (old, new) in &facts.catalog.site().redirects {
        // What is no path at all was reported where it was read.
        diags.extend(in_the_way(facts, &old.value).map(|(message, help)| Diagnostic::new(Code::BrokenLink, old.span, message).help(help)));
        if let Address::Page(path, anchor) = Address::of(&new.value) {
            diags.extend(target(facts, path, anchor, &hints).err().map(|broken| broken.diagnostic(facts, new.span)));
        }
    }
}

/// Why nothing can lead on from an address, and what to do.
fn in_the_way(facts: &Facts<'_>, old: &str) -> Option<(String, &'static str)> {
    let Address::Page(path, anchor) = Address::of(old) else { return None };
    let page = facts.catalog.page_paths().get(path);
    let take_out = "take this line out, or name an address that is no more";
    match (page, anchor) {
        (Some(_), None) => Some((format!("`{old}` is a page of this site, so it cannot lead elsewhere"), take_out)),
        (None, None) => None,
        // The page of a release leads on from an entry that it had.
        (Some(Some(release)), Some(id)) => {
            let is_there = facts.catalog.shown(facts.catalog.release(*release)).any(|(_, entry)| entry.id.as_str() == id);
            is_there.then(|| (format!("`{old}` is an entry of this site, so it cannot lead elsewhere"), take_out))
        }
        (_, Some(_)) => Some((
            format!("no page of a release stands at `/{path}`, so nothing can lead on from an entry there"),
            "redirect the page, without `#`",
        )),
    }
}
