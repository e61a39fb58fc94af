//! For GitLab: a Code Quality report, which a merge request shows beside its lines.

use std::collections::HashMap;

use serde::Serialize;

use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::Sources;

use super::lines;

/// An issue of the report, with the fields that GitLab reads (docs.gitlab.com, Code Quality report format).
#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// A JSON array with an object for each diagnostic. `base` is the way from the repository to the site's folder, with a slash at its end.
pub fn gitlab(sources: &Sources, diags: &Diagnostics, base: &str) -> String {
    let mut seen = HashMap::new();
    let issues: Vec<Issue> = diags.iter().map(|diagnostic| issue(sources, diagnostic, base, &mut seen)).collect();
    // Plain strings and numbers always serialize.
    let mut text = serde_json::to_string_pretty(&issues).unwrap_or_default();
    text.push('\n');
    text
}

fn issue<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic, base: &str, seen: &mut HashMap<(&'a str, Code, &'a str), usize>) -> Issue {
    let (start, end) = sources.positions(diagnostic.span);
    let path = sources.path(diagnostic.span.file);
    let count = seen.entry((path, diagnostic.code, &diagnostic.message)).or_default();
    *count += 1;
    Issue {
        description: lines(diagnostic),
        check_name: diagnostic.code.name(),
        fingerprint: fingerprint(&[base, path, diagnostic.code.name(), &diagnostic.message, &count.to_string()]),
        severity: match diagnostic.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
        },
        location: Location { path: format!("{base}{path}"), lines: Lines { begin: start.line, end: end.line } },
    }
}

/// The same for a problem that only moved to another line, so that a merge request does not tell of it as a new one.
fn fingerprint(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes()).update(b"\0");
    }
    hasher.finalize().to_hex().chars().take(32).collect()
}
