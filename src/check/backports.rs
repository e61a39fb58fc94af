//! Entries that are brought back to other releases.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Catalog, Entry, Release, ReleaseIndex};
use crate::source::Spanned;

use super::facts::Facts;

/// `backport-order`: `also_in` names a release made before the entry's fix could be in it.
///
/// A known issue may be in releases made before it was found, so it is not held to this.
pub(super) fn backport_order(facts: &Facts<'_>, diags: &mut Diagnostics) {
    for entry in facts.catalog.entries().iter().filter(|entry| entry.known_issue.is_none()) {
        for release in &entry.also_in {
            diags.extend(too_early(facts.catalog, entry, release));
        }
    }
}

fn too_early(catalog: &Catalog, entry: &Entry, named: &Spanned<ReleaseIndex>) -> Option<Diagnostic> {
    let release = catalog.release(named.value);
    let (id, version) = (&entry.id.value, &release.version.value);
    let (message, related, home) = match entry.release.map(|home| catalog.release(home)) {
        None if release.is_out() => (format!("`{version}` is out, but `{id}` still waits in `unreleased/`"), None, None),
        Some(home) if release.is_out() && !home.is_out() => {
            let related = (home.status.span, format!("`{}` is planned", home.version.value));
            (format!("`{version}` is out, but `{id}` waits for `{}`", home.version.value), Some(related), Some(home))
        }
        Some(home) => {
            let (date, first) = (release.date.as_ref()?, home.date.as_ref()?);
            if date.day() >= first.day() {
                return None;
            }
            let related = (first.span, format!("`{}` came later", home.version.value));
            (format!("`{version}` was made before `{}`, which `{id}` first came with", home.version.value), Some(related), Some(home))
        }
        None => return None,
    };
    let mut diagnostic = Diagnostic::new(Code::BackportOrder, named.span, message).help(help(release, home));
    diagnostic.related.extend(related);
    Some(diagnostic)
}

fn help(release: &Release, home: Option<&Release>) -> String {
    let version = &release.version.value;
    match home {
        Some(home) => format!(
            "if `{version}` had it first, move the entry there and write `also_in: [{}]`; else take `{version}` out",
            home.version.value
        ),
        None => format!("if `{version}` has it, move the entry into that release, and name the next one in its `also_in`"),
    }
}
