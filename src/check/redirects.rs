//! `redirects` of site.yaml.

use crate::diag::{Code, Diagnostic, Diagnostics};

use super::facts::Facts;
use super::links::{Address, target};

/// `broken-link`: redirects that lead nowhere, and those that stand where a page does.
pub(super) fn redirects(facts: &Facts<'_>, diags: &mut Diagnostics) {
    for (old, new) in &facts.catalog.site().redirects {
        diags.extend(match Address::of(&old.value) {
            Address::Page(path, None) if facts.pages.contains_key(path) => {
                let message = format!("`{}` is a page of this site, so it cannot lead elsewhere", old.value);
                Some(Diagnostic::new(Code::BrokenLink, old.span, message).help("take this line out, or name an address that is no more"))
            }
            Address::Page(_, None) => None,
            _ => {
                let message = format!("`{}` is not the path of a page", old.value);
                Some(Diagnostic::new(Code::BrokenLink, old.span, message).help("write it from the site's root: `/old/address/`"))
            }
        });
        diags.extend(match Address::of(&new.value) {
            Address::Page(path, anchor) => target(facts, path, anchor).err().map(|broken| broken.diagnostic(new.span)),
            Address::Elsewhere(url) if url.starts_with("https://") || url.starts_with("http://") => None,
            _ => {
                let message = format!("`{}` is neither a page of this site nor an absolute address", new.value);
                Some(Diagnostic::new(Code::BrokenLink, new.span, message).help("write it from the site's root: `/events/2.4.0/`"))
            }
        });
    }
}
