//! Which known issues a notice is about: those that were named, or the only one that it can be about.
//!
//! In: a release and ids. Out: issues that are open, or over, as the notice has it; or a [`NewsError`].

use crate::diag::listed;
use crate::model::{Catalog, EntryIndex, Release};

use super::news::NewsError;

fn issues_of(catalog: &Catalog, release: &Release) -> Vec<EntryIndex> {
    release.shown.iter().map(|shown| shown.entry).filter(|index| catalog.entry(*index).known_issue.is_some()).collect()
}

/// The known issues that a release brought, or if it brought none, those of others that are open in it.
pub(super) fn own_or_met(catalog: &Catalog, release: &Release) -> Vec<EntryIndex> {
    let own = issues_of(catalog, release);
    if own.is_empty() { release.known_issues.clone() } else { own }
}

/// The open issues that are meant.
pub(super) fn open(catalog: &Catalog, release: &Release, wanted: &[String]) -> Result<Vec<EntryIndex>, NewsError> {
    let version = || release.version.to_string();
    let is_open = |index: &EntryIndex| {
        let issue = catalog.entry(*index).known_issue.as_ref();
        issue.is_some_and(|issue| issue.state.is_open() || issue.open_in.contains(&release.index))
    };
    let mut all = issues_of(catalog, release);
    all.extend(&release.known_issues);
    if all.is_empty() {
        return Err(NewsError::NoKnownIssue { version: version() });
    }
    if !wanted.is_empty() {
        let found = named(catalog, release, wanted, &all)?;
        let over = found.iter().find(|index| !is_open(index));
        return over.map_or(Ok(found.clone()), |index| {
            Err(NewsError::IssueOver { version: version(), id: catalog.entry(*index).id.value.to_string() })
        });
    }
    let candidates = own_or_met(catalog, release);
    let open: Vec<EntryIndex> = candidates.iter().copied().filter(is_open).collect();
    match (open.as_slice(), candidates.as_slice()) {
        ([_], _) => Ok(open),
        ([], [first, ..]) => Err(NewsError::IssueOver { version: version(), id: catalog.entry(*first).id.value.to_string() }),
        ([], []) => Err(NewsError::NoKnownIssue { version: version() }),
        _ => Err(NewsError::WhichIssue { known: names(catalog, &open) }),
    }
}

/// The issues that are meant and over: those of the release, and those that it fixes.
pub(super) fn closed(catalog: &Catalog, release: &Release, wanted: &[String]) -> Result<Vec<EntryIndex>, NewsError> {
    let is_over = |index: &EntryIndex| catalog.entry(*index).known_issue.as_ref().is_some_and(|issue| !issue.state.is_open());
    let mut all = issues_of(catalog, release);
    all.extend(catalog.shown(release).flat_map(|(_, entry)| entry.resolves.iter().map(|issue| issue.value)));
    all.sort_unstable();
    all.dedup();
    if !wanted.is_empty() {
        let found = named(catalog, release, wanted, &all)?;
        let open = found.iter().find(|index| !is_over(index));
        return open.map_or(Ok(found.clone()), |index| Err(NewsError::IssueOpen { id: catalog.entry(*index).id.value.to_string() }));
    }
    let over: Vec<EntryIndex> = all.into_iter().filter(is_over).collect();
    match over.as_slice() {
        [_] => Ok(over),
        [] => Err(NewsError::NoIssueOver { version: release.version.to_string() }),
        _ => Err(NewsError::WhichIssue { known: names(catalog, &over) }),
    }
}

fn named(catalog: &Catalog, release: &Release, wanted: &[String], all: &[EntryIndex]) -> Result<Vec<EntryIndex>, NewsError> {
    if all.is_empty() {
        return Err(NewsError::NoKnownIssue { version: release.version.to_string() });
    }
    let find = |id: &String| {
        all.iter().copied().find(|index| catalog.entry(*index).id.value.as_str() == id).ok_or_else(|| NewsError::UnknownIssue {
            version: release.version.to_string(),
            id: id.clone(),
            known: names(catalog, all),
        })
    };
    let mut found = wanted.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn names(catalog: &Catalog, issues: &[EntryIndex]) -> String {
    listed(issues.iter().map(|index| catalog.entry(*index).id.value.as_str()), "and")
}
