//! Applies the fixes that are certain, round by round, until none is left. Writes nothing.
//!
//! In: a loaded site. Out: the texts as they should be, what was mended in them, and what is left to mend.
//! A text that could be read stays one that can be read: where an edit would break that, the file is left as it was.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use similar::TextDiff;

use crate::diag::{Code, Diagnostic, Diagnostics, Edit};
use crate::load::Loaded;
use crate::source::{FileId, Position, Sources};

use super::{CheckOptions, check};

/// A mended text may show what its mistake had hidden, so it is checked and mended again; a loop ends here.
const MAX_ROUNDS: usize = 100;

/// A problem that was mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// What kind of problem it was.
    pub code: Code,
    /// The file, from the site's folder.
    pub path: String,
    /// Where the edit starts, in the text as it was when this was mended.
    pub place: Position,
    /// What was wrong.
    pub message: String,
    /// The text that went.
    pub removed: String,
    /// The text that came.
    pub added: String,
}

/// A file with its text before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    /// From the site's folder.
    pub path: String,
    /// As it was read: without a byte-order mark.
    pub before: Arc<str>,
    /// As it should be.
    pub after: Arc<str>,
}

impl Rewrite {
    /// The change as a unified diff, with the paths that `patch -p1` and `git apply` expect.
    pub fn diff(&self) -> String {
        let diff = TextDiff::from_lines(&*self.before, &*self.after);
        diff.unified_diff().header(&format!("a/{}", self.path), &format!("b/{}", self.path)).to_string()
    }
}

/// What fixing came to.
#[derive(Debug)]
pub struct Mended {
    /// Every problem that was mended, in the order of rounds and within one of places.
    pub fixed: Vec<Fixed>,
    /// Every file that changes, sorted by path.
    pub files: Vec<Rewrite>,
    /// The texts after it.
    pub sources: Sources,
    /// What is wrong with them still.
    pub left: Diagnostics,
}

/// Mends what is certain.
pub fn fix(loaded: &Loaded, options: &CheckOptions) -> Mended {
    let mut now = loaded.clone();
    let mut left = check(&now, options).diagnostics;
    let mut fixed = Vec::new();
    // Files that an edit would have made unreadable.
    let mut spoilt = HashSet::new();
    for _ in 0..MAX_ROUNDS {
        let round = apart(&left, &spoilt);
        if round.is_empty() {
            break;
        }
        let mut next = now.clone();
        apply(&mut next.sources, &round);
        let after = check(&next, options).diagnostics;
        let broken: Vec<FileId> = unreadable(&after).difference(&unreadable(&left)).copied().collect();
        if !broken.is_empty() {
            spoilt.extend(broken);
            continue;
        }
        fixed.extend(round.iter().map(|(diagnostic, edit)| note(&now.sources, diagnostic, edit)));
        (now, left) = (next, after);
    }
    let before = loaded.sources.iter().zip(now.sources.iter());
    let changed = before.filter(|((_, before), (_, after))| before.text != after.text);
    let rewrite = |((_, before), (_, after)): ((_, &crate::source::SourceFile), (_, &crate::source::SourceFile))| Rewrite {
        path: before.path.clone(),
        before: Arc::clone(&before.text),
        after: Arc::clone(&after.text),
    };
    Mended { fixed, files: changed.map(rewrite).collect(), sources: now.sources, left }
}

/// The certain fixes of one round: none touches another, so that each finds the text it was made for.
fn apart<'d>(diags: &'d Diagnostics, spoilt: &HashSet<FileId>) -> Vec<(&'d Diagnostic, &'d Edit)> {
    let mut edits: Vec<(&Diagnostic, &Edit)> = diags.iter().filter_map(|diagnostic| Some((diagnostic, diagnostic.fix.as_ref()?))).collect();
    edits.retain(|(_, edit)| !spoilt.contains(&edit.span.file));
    edits.sort_by_key(|(_, edit)| edit.span);
    let mut taken: HashMap<FileId, u32> = HashMap::new();
    edits.retain(|(_, edit)| {
        let is_free =
            taken.get(&edit.span.file).is_none_or(|end| *end < edit.span.start || *end == edit.span.start && *end != edit.span.end);
        if is_free {
            taken.insert(edit.span.file, edit.span.end);
        }
        is_free
    });
    edits
}

fn apply(sources: &mut Sources, round: &[(&Diagnostic, &Edit)]) {
    let mut by_file: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    for (_, edit) in round {
        by_file.entry(edit.span.file).or_default().push(edit);
    }
    for (file, edits) in by_file {
        let mut text = sources.text(file).to_owned();
        // From the end, so that what comes before keeps its place.
        for edit in edits.iter().rev() {
            let added = with_line_ends_of(sources.text(file), &edit.text);
            if text.is_char_boundary(edit.span.range().start) && text.is_char_boundary(edit.span.range().end) {
                text.replace_range(edit.span.range(), &added);
            }
        }
        sources.replace(file, text);
    }
}

/// A file keeps the line ends that it has.
fn with_line_ends_of(text: &str, added: &str) -> String {
    let unix = added.replace("\r\n", "\n");
    if text.contains("\r\n") { unix.replace('\n', "\r\n") } else { unix }
}

/// Files of which nothing can be read.
fn unreadable(diags: &Diagnostics) -> HashSet<FileId> {
    let stops = |code| matches!(code, Code::YamlSyntax | Code::FrontMatter | Code::MergeConflict | Code::Limit);
    diags.iter().filter(|diagnostic| stops(diagnostic.code)).map(|diagnostic| diagnostic.span.file).collect()
}

fn note(sources: &Sources, diagnostic: &Diagnostic, edit: &Edit) -> Fixed {
    Fixed {
        code: diagnostic.code,
        path: sources.path(edit.span.file).to_owned(),
        place: sources.position(edit.span.file, edit.span.range().start),
        message: diagnostic.message.clone(),
        removed: sources.slice(edit.span).to_owned(),
        added: edit.text.clone(),
    }
}
