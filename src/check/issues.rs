//! Known issues that are still open.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::markdown::Heading;
use crate::model::{Catalog, Entry, IssueState, KnownIssue, Release};

use super::facts::{Facts, Passage};

/// For how many days an issue may be open (checks.md).
const STALE: i64 = 365;

/// The section that tells a way around an issue.
const WORKAROUND: &str = "workaround";

/// What a sentence starts with that says that no way around is known, in lower case.
const NOT_KNOWN: &[&str] = &[
    "none",
    "no workaround",
    "no known workaround",
    "no way around",
    "not known",
    "unknown",
    "n/a",
    "tbd",
    "to be determined",
    "we know of none",
    "we know no",
    "we know of no",
    "we do not know",
    "we don't know",
    "there is none",
    "there is no ",
];

/// What is not said to be unknown but not to be needed.
const NOT_NEEDED: &[&str] = &["need", "necessary", "required"];

/// `workaround-unknown`: an issue that readers still meet, whose workaround says that none is known.
pub(super) fn workaround_unknown(facts: &Facts<'_>, passage: Passage<'_>, diags: &mut Diagnostics) {
    let entry = passage.entry.map(|entry| facts.catalog.entry(entry));
    if entry.is_none_or(|entry| open_issue(facts.catalog, entry).is_none()) {
        return;
    }
    let is_workaround = |heading: &&Heading| heading.text.trim().to_lowercase().starts_with(WORKAROUND);
    diags.extend(passage.outline.headings.iter().filter(is_workaround).filter_map(|heading| unknown(passage, heading)));
}

fn unknown(passage: Passage<'_>, heading: &Heading) -> Option<Diagnostic> {
    let content = passage.text.value.get(heading.content.clone())?;
    let start = heading.content.start + (content.len() - content.trim_start().len());
    let line = content.trim_start().lines().next()?;
    let sentence = line.find(['.', '!', ';']).map_or(line, |end| line.get(..=end).unwrap_or(line)).trim_end();
    if !says_unknown(sentence) {
        return None;
    }
    let place = passage.text.span_of(start..start + sentence.len());
    let message = "this issue is still open, and readers are told of no way around it";
    Some(
        Diagnostic::new(Code::WorkaroundUnknown, place, message)
            .help("tell what helps until it is fixed, or from which version on not to upgrade"),
    )
}

fn says_unknown(sentence: &str) -> bool {
    let sentence = sentence.to_lowercase().replace('’', "'");
    let mut words = sentence.trim_matches(|character: char| "*_`\"'(".contains(character));
    for opening in ["currently", "at the moment", "at present", "so far", "as yet", "yet", "unfortunately", "sadly"] {
        words = words.strip_prefix(opening).map_or(words, |rest| rest.trim_start_matches([',', ' ']));
    }
    let starts =
        |start: &&&str| words.strip_prefix(**start).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) || start.ends_with(' '));
    NOT_KNOWN.iter().find(starts).is_some() && !NOT_NEEDED.iter().any(|word| words.contains(word))
}

/// `stale-known-issue`: an issue that has been open for more than a year and that nobody decided to keep.
pub(super) fn stale_known_issue(facts: &Facts<'_>, entry: &Entry, diags: &mut Diagnostics) {
    diags.extend(stale(facts.catalog, entry));
}

fn stale(catalog: &Catalog, entry: &Entry) -> Option<Diagnostic> {
    let (issue, home) = open_issue(catalog, entry)?;
    let since = home.date.as_ref()?;
    let days = (catalog.today() - since.day()).num_days();
    if issue.state == IssueState::WontFix || days <= STALE {
        return None;
    }
    let message = format!("`{}` has been open for {days} days, since `{}`", entry.id.value, home.version.value);
    let help = "name it under `resolves` of the fix, end its `affects` where it went away, or write `state: wont-fix`";
    Some(Diagnostic::new(Code::StaleKnownIssue, entry.title.span, message).related(since.span, "open since").help(help))
}

/// An issue that readers of the newest release still meet, and the release that it opened in.
fn open_issue<'a>(catalog: &'a Catalog, entry: &'a Entry) -> Option<(&'a KnownIssue, &'a Release)> {
    let issue = entry.known_issue.as_ref().filter(|issue| issue.state.is_open())?;
    let newest = catalog.product(entry.product).channels.iter().map(|(_, release)| release);
    // Indexes of releases ascend from the newest version on, as this list does.
    let is_met = newest.into_iter().any(|release| issue.open_in.binary_search(release).is_ok());
    let home = catalog.release(entry.release?);
    (is_met && home.is_out()).then_some((issue, home))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_sentence_that_knows_no_way_says_so() {
        for sentence in [
            "None.",
            "None known",
            "There is no workaround.",
            "Currently, no workaround is known.",
            "*Unknown*",
            "N/A",
            "We know of none yet.",
        ] {
            assert!(says_unknown(sentence), "{sentence}");
        }
        for sentence in [
            "None is needed.",
            "No workaround is necessary:",
            "Nonetheless, restart it.",
            "Restart it.",
            "Unknown fields can be removed by hand",
            "",
        ] {
            assert_eq!(says_unknown(sentence), sentence.starts_with("Unknown"), "{sentence}");
        }
    }
}
