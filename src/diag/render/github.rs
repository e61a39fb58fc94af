//! For GitHub Actions: workflow commands that put a message on its line of a pull request, and the summary of the job.

use std::cmp::Reverse;
use std::fmt::Write;

use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;

use super::{human, lines};

/// How many annotations of each level GitHub shows for a step. It drops the rest without a word.
const SHOWN: usize = 10;

/// How much of a summary GitHub takes is 1 MiB; one that is larger is dropped whole.
const LONGEST_SUMMARY: usize = 1_000_000;

/// Workflow commands, a line each, the most severe first, since only the first ten of a level are shown. `base` is the way from
/// the repository to the site's folder, with a slash at its end: `changes/`, or nothing.
pub fn github(sources: &Sources, diags: &Diagnostics, base: &str) -> String {
    let mut ranked: Vec<&Diagnostic> = diags.iter().collect();
    // What cannot be read at all hides what else is wrong, so it comes before the rest of its level. The sort is stable.
    ranked.sort_by_key(|diagnostic| (diagnostic.severity, Reverse(diagnostic.code.is_fixed())));
    let mut text = String::new();
    for diagnostic in ranked {
        let (start, end) = sources.positions(diagnostic.span);
        let file = property(&format!("{base}{}", sources.path(diagnostic.span.file)));
        // A column counts in one line only: GitHub refuses `endColumn` where the end stands in another.
        let columns = if start.line == end.line {
            format!(",col={},endColumn={}", start.column, end.column)
        } else {
            format!(",col={}", start.column)
        };
        let place = format!("file={file},line={},endLine={}{columns}", start.line, end.line);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "::{} {place},title={}::{}", diagnostic.severity.name(), diagnostic.code, data(&lines(diagnostic)));
    }
    text.push_str(&dropped(sources, diags));
    text
}

/// Says that GitHub shows some of them only, which it does not say itself.
fn dropped(sources: &Sources, diags: &Diagnostics) -> String {
    let (errors, warnings) = diags.counts();
    if errors <= SHOWN && warnings <= SHOWN {
        return String::new();
    }
    let summary = human::summary(sources, diags);
    format!("::notice title=tidings::{summary}; GitHub shows {SHOWN} of each level here, and the job's summary has all\n")
}

/// The summary of a job as Markdown, for the file that `GITHUB_STEP_SUMMARY` names: every problem in a table, in the order of files.
pub fn github_summary(sources: &Sources, diags: &Diagnostics, base: &str) -> String {
    let mut text = format!("### tidings check: {}\n\n", human::summary(sources, diags));
    if diags.is_empty() {
        return text;
    }
    text.push_str("| | place | problem | what to do |\n|---|---|---|---|\n");
    let mut left = diags.iter().count();
    for diagnostic in diags.iter() {
        let place = sources.position(diagnostic.span.file, diagnostic.span.range().start);
        let level = if diagnostic.severity == Severity::Error { "❌" } else { "⚠️" };
        let row = format!(
            "| {level} `{}` | {}:{}:{} | {} | {} |\n",
            diagnostic.code,
            cell(&format!("{base}{}", sources.path(diagnostic.span.file))),
            place.line,
            place.column,
            cell(&diagnostic.message),
            cell(diagnostic.help.as_deref().unwrap_or("")),
        );
        if text.len() + row.len() > LONGEST_SUMMARY {
            let _ = write!(text, "\n… and {left} more, for which there is no room here.\n");
            break;
        }
        text.push_str(&row);
        left -= 1;
    }
    text
}

/// Text in a cell of a table: on one line, with nothing that would end the cell or begin an element.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace(['\r', '\n'], " ")
}

/// The message of a command (the escapes that `actions/toolkit` writes).
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
