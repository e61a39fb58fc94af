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
        if let Address::Page(path, _) = Address::of(&old.value)
            && facts.catalog.page_paths().contains_key(path)
        {
            let message = format!("`{}` is a page of this site, so it cannot lead elsewhere", old.value);
            let diagnostic = Diagnostic::new(Code::BrokenLink, old.span, message);
            diags.push(diagnostic.help("take this line out, or name an address that is no more"));
        }
        if let Address::Page(path, anchor) = Address::of(&new.value) {
            diags.extend(target(facts, path, anchor, &hints).err().map(|broken| broken.diagnostic(facts, new.span)));
        }
    }
}
