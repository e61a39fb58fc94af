//! What is wrong with what a writer wrote: plain data, gathered, never the end of the run.
//!
//! In: a [`Code`], a message in the writer's words, a [`Span`]. Out: a sorted list. [`render`] prints it.

mod codes;
mod explain;
pub mod render;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::source::{FileId, Sources, Span};

pub use codes::{ALL_CODES, Code, Explanation};
pub use explain::{Example, Explained, explain};

/// How many problems of one file are told of one by one.
const MAX_PER_FILE: usize = 1000;

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Stops `build`, `serve`, `release` and `announce` before anything is written.
    Error,
    /// Is printed and stops nothing, unless warnings are denied.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One problem, where it is, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of problem.
    pub code: Code,
    /// Its severity, after the site's `checks:` and `--deny warnings`.
    pub severity: Severity,
    /// What is wrong, in the writer's words: lower case, no full stop, values in backticks.
    pub message: String,
    /// The smallest place that shows it.
    pub span: Span,
    /// Other places that matter, each with its role.
    pub related: Vec<(Span, String)>,
    /// What to do.
    pub help: Option<String>,
    /// The edit that mends it, where that is certain.
    pub fix: Option<Edit>,
    /// The edit that most likely mends it, where none is certain: an editor offers it, and nobody applies it unasked.
    pub guess: Option<Edit>,
}

/// Text to put in the place of a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub text: String,
}

impl Diagnostic {
    /// A problem of the code's own severity.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { code, severity: code.severity(), message: message.into(), span, related: Vec::new(), help: None, fix: None, guess: None }
    }

    /// Adds another place and its role, `first used here` for instance.
    pub fn related(mut self, span: Span, role: impl Into<String>) -> Self {
        self.related.push((span, role.into()));
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what to do where that could be worked out.
    pub fn maybe_help(mut self, help: Option<impl Into<String>>) -> Self {
        self.help = help.map(Into::into).or(self.help);
        self
    }

    /// Says which of the known names a mistyped one is likely meant to be, or else `otherwise`.
    ///
    /// Where only one known name is at most two letters away, putting it in place is a certain fix.
    pub fn suggest<'a>(self, typed: &str, known: impl IntoIterator<Item = &'a str> + Clone, otherwise: impl Into<String>) -> Self {
        let Some(name) = nearest(typed, known.clone()) else { return self.help(otherwise) };
        let distance = |other: &str| strsim::damerau_levenshtein(&typed.to_lowercase(), &other.to_lowercase());
        let is_alone = known.into_iter().filter(|other| distance(other) <= distance(name)).count() == 1;
        let span = self.span;
        let suggested = self.help(format!("did you mean `{name}`?"));
        if is_alone && is_certainly(typed, name) { suggested.fix(span, name) } else { suggested.guess(span, name) }
    }

    /// Adds the edit that most likely mends it.
    pub fn guess(mut self, span: Span, text: impl Into<String>) -> Self {
        self.guess = Some(Edit { span, text: text.into() });
        self
    }

    /// Adds the edit that mends it for certain.
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Edit { span, text: text.into() });
        self
    }
}

/// A gathered list of diagnostics.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all of another list.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Diagnostic>) {
        self.list.extend(others);
    }

    /// The value of a result; its diagnostic, if it is one, is kept.
    pub fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|diagnostic| self.push(diagnostic)).ok()
    }

    /// Changes those that were added after the first so many.
    pub fn amend(&mut self, before: usize, change: impl FnOnce(Diagnostic) -> Diagnostic) {
        // A value has one diagnostic at most, which is the last.
        if self.list.len() > before
            && let Some(last) = self.list.pop()
        {
            self.list.push(change(last));
        }
    }

    /// Leaves those that `keep` says.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }

    /// In the order they were found, or sorted after [`Diagnostics::finish`].
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether an error is among them.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// How many are errors, and how many warnings.
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.list.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
        (errors, self.list.len() - errors)
    }

    /// Applies the levels of the site and the command line, sorts by file and place, and drops what was said twice.
    ///
    /// `levels` holds `None` for a code that is off; codes without which content cannot be read ignore it.
    pub fn finish(&mut self, sources: &Sources, levels: &[(Code, Option<Severity>)], deny_warnings: bool) {
        for diagnostic in &mut self.list {
            let level = levels.iter().rev().find(|(code, _)| *code == diagnostic.code);
            if let Some((_, Some(severity))) = level.filter(|_| !diagnostic.code.is_fixed()) {
                diagnostic.severity = *severity;
            }
            if deny_warnings {
                diagnostic.severity = Severity::Error;
            }
        }
        self.drop_consequences();
        let off = |code: Code| !code.is_fixed() && matches!(levels.iter().rev().find(|(other, _)| *other == code), Some((_, None)));
        self.list.retain(|diagnostic| !off(diagnostic.code));
        self.list.sort_by(|a, b| order(sources, a).cmp(&order(sources, b)));
        let mut seen = HashSet::new();
        self.list.retain(|diagnostic| seen.insert((diagnostic.span, diagnostic.code, diagnostic.message.clone())));
        self.bound_each_file();
    }

    /// Of a file with more problems than anyone reads, keeps the first and tells how many more there are. Sorted as they are.
    fn bound_each_file(&mut self) {
        let mut counts: HashMap<FileId, usize> = HashMap::new();
        let mut left_out: BTreeMap<FileId, Diagnostic> = BTreeMap::new();
        let mut kept = Vec::with_capacity(self.list.len());
        for diagnostic in self.list.drain(..) {
            let count = counts.entry(diagnostic.span.file).or_default();
            *count += 1;
            if *count <= MAX_PER_FILE {
                kept.push(diagnostic);
                continue;
            }
            let more = *count - MAX_PER_FILE;
            let rest = left_out.entry(diagnostic.span.file).or_insert_with(|| Diagnostic {
                severity: Severity::Warning,
                ..Diagnostic::new(Code::Limit, diagnostic.span, "").help("mend those above first")
            });
            rest.message = format!("{more} more problem{} from here on", if more == 1 { "" } else { "s" });
            rest.severity = rest.severity.min(diagnostic.severity);
        }
        // Each goes behind the last that was kept of its file.
        for (file, rest) in left_out {
            let end = kept.iter().rposition(|diagnostic| diagnostic.span.file == file).map_or(kept.len(), |last| last + 1);
            kept.insert(end, rest);
        }
        self.list = kept;
    }

    /// What is wrong in itself is not said to lead nowhere, too; nor is anything told that rests on a place told of already.
    fn drop_consequences(&mut self) {
        let is_lookup = |code: Code| matches!(code, Code::UnresolvedEntry | Code::AmbiguousEntry | Code::BrokenLink | Code::MissingMedia);
        let is_about_dates = |code: Code| matches!(code, Code::VersionOrder | Code::ReleasedInFuture | Code::PlannedInPast);
        let wrong: HashSet<Span> =
            self.list.iter().filter(|diagnostic| diagnostic.code <= Code::Limit).map(|diagnostic| diagnostic.span).collect();
        let early: HashSet<Span> =
            self.list.iter().filter(|diagnostic| diagnostic.code == Code::ReleasedInFuture).map(|diagnostic| diagnostic.span).collect();
        self.list.retain(|Diagnostic { code, span, related, .. }| {
            let rests_on = |places: &HashSet<Span>| related.iter().any(|(place, _)| places.contains(place));
            !(is_lookup(*code) && wrong.contains(span)
                || is_about_dates(*code) && rests_on(&wrong)
                || *code == Code::VersionOrder && (early.contains(span) || rests_on(&early)))
        });
    }
}

fn order<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic) -> (&'a str, u32, u32, Code, &'a str) {
    (sources.path(diagnostic.span.file), diagnostic.span.start, diagnostic.span.end, diagnostic.code, &diagnostic.message)
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

/// Names in backticks as a sentence has them: `` `a`, `b` and `c` ``.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>, last: &str) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [others @ .., end] => format!("{} {last} {end}", others.join(", ")),
    }
}

/// What there is to choose from: `` the audiences are `a` and `b` ``.
pub fn the_known(noun: &str, names: &[&str]) -> String {
    let listed = listed(names.iter().copied(), "and");
    if names.len() == 1 { format!("the only {noun} is {listed}") } else { format!("the {noun}s are {listed}") }
}

/// Whether a mistyped name differs from a known one as a slip does: in at most two letters, and in no digit, which tells things apart.
pub fn is_certainly(typed: &str, known: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let distance = strsim::damerau_levenshtein(&typed.to_lowercase(), &known.to_lowercase());
    distance <= 2 && distance < known.chars().count() && digits(typed) == digits(known)
}

/// The known name that a mistyped one is most likely meant to be: at most a third of its letters differ.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let length = name.chars().count();
    let allowed = (length / 3).clamp(1, 4);
    known
        .into_iter()
        // Cheap, and leaves little to measure: a site may know a hundred thousand names.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .map(|candidate| (strsim::damerau_levenshtein(&name, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}
