//! Quick fixes: an edit wherever a diagnostic's help is exact, and one for all of them.

use std::ops::Range;
use std::path::Path;

use lsp_types::{CodeAction, CodeActionKind};

use crate::diag::{Diagnostic, Edit};
use crate::source::FileId;

use super::{Encoding, Snapshot, diagnostics, edits};

/// What mends the problems that a byte range of a file touches. Those that are certain come first.
pub(super) fn quick_fixes(snapshot: &Snapshot, file: FileId, range: &Range<usize>, root: &Path, encoding: Encoding) -> Vec<CodeAction> {
    let touched = of_file(snapshot, file).filter(|diagnostic| {
        let span = diagnostic.span.range();
        span.start <= range.end && range.start <= span.end
    });
    let mut actions: Vec<CodeAction> = touched.filter_map(|diagnostic| quick_fix(snapshot, diagnostic, root, encoding)).collect();
    actions.sort_by_key(|action| action.is_preferred != Some(true));
    actions.extend(fix_all(snapshot, file, root, encoding));
    actions
}

fn of_file(snapshot: &Snapshot, file: FileId) -> impl Iterator<Item = &Diagnostic> {
    snapshot.checked.diagnostics.iter().filter(move |diagnostic| diagnostic.span.file == file)
}

fn quick_fix(snapshot: &Snapshot, diagnostic: &Diagnostic, root: &Path, encoding: Encoding) -> Option<CodeAction> {
    let sources = &snapshot.loaded.sources;
    let edit = diagnostic.fix.as_ref().or(diagnostic.guess.as_ref())?;
    Some(CodeAction {
        title: title(sources.slice(edit.span), &edit.text),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostics::shown(sources, diagnostic, root, encoding)]),
        edit: Some(edits::workspace_edit(sources, std::slice::from_ref(edit), None, root, encoding)?),
        is_preferred: diagnostic.fix.is_some().then_some(true),
        ..CodeAction::default()
    })
}

/// What an edit does, in a line.
fn title(old: &str, new: &str) -> String {
    let short = |text: &str| {
        let line: String = text.trim().lines().next().unwrap_or("").chars().take(40).collect();
        if line.len() < text.trim().len() { format!("{line}…") } else { line }
    };
    match (short(old).as_str(), short(new).as_str()) {
        ("", "") => "Mend the white space".to_owned(),
        (old, "") => format!("Remove `{old}`"),
        ("", new) => format!("Insert `{new}`"),
        (old, new) => format!("Change `{old}` to `{new}`"),
    }
}

/// All that is certain in a file at once, where that is more than one thing; of two edits that overlap only the first.
fn fix_all(snapshot: &Snapshot, file: FileId, root: &Path, encoding: Encoding) -> Option<CodeAction> {
    let mut fixes: Vec<Edit> = of_file(snapshot, file).filter_map(|diagnostic| diagnostic.fix.clone()).collect();
    fixes.sort_by_key(|edit| edit.span);
    fixes
        .dedup_by(|later, earlier| later.span.file == earlier.span.file && later.span.start < earlier.span.end.max(earlier.span.start + 1));
    if fixes.len() < 2 {
        return None;
    }
    Some(CodeAction {
        title: format!("Mend all {} certain mistakes in this file", fixes.len()),
        kind: Some(CodeActionKind::SOURCE_FIX_ALL),
        edit: Some(edits::workspace_edit(&snapshot.loaded.sources, &fixes, None, root, encoding)?),
        ..CodeAction::default()
    })
}
