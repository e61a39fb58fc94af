//! What readers of security updates look for.

use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::model::Entry;

use super::facts::Facts;

/// `security-without-cve`: an update that scanners and mailing lists cannot be searched for.
pub(super) fn security_without_cve(facts: &Facts<'_>, entry: &Entry, diags: &mut Diagnostics) {
    // One that is wrong or misspelt was told of where it stands.
    let has_cve = || entry.fields.pairs().iter().any(|(key, _)| nearest(&key.value, ["cve"]).is_some());
    if entry.security.is_none() || has_cve() {
        return;
    }
    let message = format!("the security update `{}` has no CVE id", entry.id.value);
    let help = format!(
        "add a line such as `cve: CVE-{}-12345`; a site that uses none says `checks: {{ {}: off }}`",
        facts.catalog.today().format("%Y"),
        Code::SecurityWithoutCve
    );
    diags.push(Diagnostic::new(Code::SecurityWithoutCve, entry.place, message).help(help));
}
