//! Known issues and deprecations against the releases that hold, fix and remove them.

use std::collections::{HashMap, HashSet};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ident::Versioning;
use crate::model::{Catalog, DeprecationState, Entry, EntryIndex, ProductIndex, Release};
use crate::parse::node::Node;
use crate::source::Spanned;

use super::facts::Facts;

/// `range-misses-release`: a known issue whose `affects` leaves out the release that lists it.
pub(super) fn range_misses_release(facts: &Facts<'_>, diags: &mut Diagnostics) {
    let catalog = facts.catalog;
    for entry in catalog.entries() {
        let (Some(issue), Some(release)) = (&entry.known_issue, entry.release) else { continue };
        let Some(place) = entry.field("affects").map(|node| node.span) else { continue };
        let version = &catalog.release(release).version.value;
        if issue.affects.contains(version) {
            continue;
        }
        let message = format!("`{}` stands in `{version}`, but its `affects` leaves that out", entry.id.value);
        // The newest release inside the range is where the issue belongs, if the range is right.
        let releases = catalog.product(entry.product).releases.iter().map(|index| &catalog.release(*index).version.value);
        let inside = releases.filter(|other| issue.affects.contains(other)).min_by_key(|other| (*other < version, *other));
        let help = match inside {
            Some(inside) => format!("write a range that holds `{version}`, such as `>={version}`, or move the entry to `{inside}`"),
            None => format!("write a range that holds `{version}`, such as `>={version}`"),
        };
        diags.push(
            Diagnostic::new(Code::RangeMissesRelease, place, message)
                .related(catalog.release(release).version.span, format!("the release `{version}`"))
                .help(help),
        );
    }
}

/// `resolved-earlier`: a fix in a release before the one that has the issue.
pub(super) fn resolved_earlier(facts: &Facts<'_>, diags: &mut Diagnostics) {
    let catalog = facts.catalog;
    for fix in catalog.entries() {
        for resolved in &fix.resolves {
            diags.extend(fixed_before(catalog, fix, resolved));
        }
    }
}

fn fixed_before(catalog: &Catalog, fix: &Entry, resolved: &Spanned<EntryIndex>) -> Option<Diagnostic> {
    let issue = catalog.entry(resolved.value);
    let opened = catalog.release(issue.release?);
    let home = catalog.release(fix.release?);
    let mut fixed = std::iter::once(home).chain(fix.also_in.iter().map(|release| catalog.release(release.value)));
    // A later patch of an older line fixes what was found in a newer one.
    let comes_before = |release: &Release| release.version.value < opened.version.value && !is_dated_after(release, opened);
    if !fixed.all(comes_before) {
        return None;
    }
    let (id, version, earlier) = (&issue.id.value, &opened.version.value, &home.version.value);
    let message = format!("`{earlier}` cannot have resolved `{id}`, which only comes with `{version}`");
    Some(
        Diagnostic::new(Code::ResolvedEarlier, resolved.span, message)
            .related(issue.id.span, format!("the known issue, in `{version}`"))
            .help(format!("move the issue to the release that first had it, before `{earlier}`, or name the issue that this fixes")),
    )
}

fn is_dated_after(release: &Release, other: &Release) -> bool {
    match (&release.date, &other.date) {
        (Some(date), Some(other)) => date.day() > other.day(),
        // What is planned without a day comes after all that has one.
        (None, other) => other.is_some(),
        (Some(_), None) => false,
    }
}

/// `removal-not-major`: a deprecated thing that is to go in a version whose number does not tell readers that something goes.
pub(super) fn removal_not_major(facts: &Facts<'_>, diags: &mut Diagnostics) {
    let catalog = facts.catalog;
    // Calendar versions do not count steps.
    let counts = |entry: &&Entry| catalog.product(entry.product).versioning == Versioning::SemVer;
    for entry in catalog.entries().iter().filter(counts) {
        diags.extend(not_major(entry));
    }
}

fn not_major(entry: &Entry) -> Option<Diagnostic> {
    let deprecation = entry.deprecation.as_ref().filter(|deprecation| deprecation.state != DeprecationState::Removed)?;
    let removal = deprecation.removal.as_ref()?;
    let (major, minor, patch) = removal.value.core();
    // Below 1.0.0 a minor step may break, as SemVer has it.
    let breaks = if major == 0 { patch == 0 } else { (minor, patch) == (0, 0) };
    if breaks {
        return None;
    }
    let next = if major == 0 { format!("0.{}.0", minor + 1) } else { format!("{}.0.0", major + 1) };
    let step = if major == 0 { "a minor" } else { "a major" };
    let message = format!("`{}` is to go in `{}`, which is not {step} release", entry.id.value, removal.value);
    let help = format!("write `{next}`, the next version that may take something away");
    Some(Diagnostic::new(Code::RemovalNotMajor, removal.span, message).help(help))
}

/// `removal-overdue`: the version that a deprecated thing should go in is released, and nothing removed it.
pub(super) fn removal_overdue(facts: &Facts<'_>, diags: &mut Diagnostics) {
    let catalog = facts.catalog;
    let mut removals: HashMap<EntryIndex, Vec<&Entry>> = HashMap::new();
    // Ids that a removal names without one entry being meant, which is reported already.
    let mut unclear: HashSet<(ProductIndex, &str)> = HashSet::new();
    for entry in catalog.entries() {
        for removed in &entry.removes {
            removals.entry(removed.value).or_default().push(entry);
        }
        let names = entry.field("removes").map_or(&[][..], Node::items).iter().filter_map(Node::as_str);
        if entry.removes.len() < names.clone().count() {
            unclear.extend(names.map(|name| (entry.product, name.rsplit('/').next().unwrap_or(name))));
        }
    }
    let is_clear = |entry: &&Entry| !unclear.contains(&(entry.product, entry.id.as_str()));
    for entry in catalog.entries().iter().filter(|entry| entry.deprecation.is_some()).filter(is_clear) {
        diags.extend(overdue(catalog, entry, removals.get(&entry.index).map_or(&[], Vec::as_slice)));
    }
}

fn overdue(catalog: &Catalog, entry: &Entry, removals: &[&Entry]) -> Option<Diagnostic> {
    let removal = entry.deprecation.as_ref()?.removal.as_ref()?;
    // What still waits for a release itself is not late.
    entry.release.filter(|release| catalog.release(*release).is_out())?;
    let homes = |entry: &&&Entry| {
        let also = entry.also_in.iter().map(|release| release.value);
        entry.release.into_iter().chain(also).any(|release| catalog.release(release).stands())
    };
    if removals.iter().any(|entry| homes(&entry)) {
        return None;
    }
    let standing = |release: &Release| release.stands() && release.is_stable();
    let releases = catalog.product(entry.product).releases.iter().map(|index| catalog.release(*index));
    // The list is newest first, so the last one at or after the version is the first that should have removed it.
    let due = releases.take_while(|release| release.version.value >= removal.value).filter(|release| standing(release)).last()?;
    let (id, version) = (&entry.id.value, &due.version.value);
    let message = format!("`{version}` is released, and nothing in it or since removes `{id}`");
    let elsewhere = removals.iter().find_map(|entry| Some((entry, catalog.release(entry.release?))));
    let (related, help) = match elsewhere {
        Some((entry, release)) if release.is_out() => (
            (entry.id.span, format!("`{}` did, in `{}`, which was rolled back", entry.id.value, release.version.value)),
            format!("if `{version}` removes it too, add `also_in: [{version}]` to `{}`; else write a later `removal`", entry.id.value),
        ),
        Some((entry, release)) => (
            (entry.id.span, format!("`{}` of `{}` will", entry.id.value, release.version.value)),
            format!("write `removal: {}`, which is when it goes", release.version.value),
        ),
        None => (
            (due.version.span, format!("the release `{version}`")),
            format!("if it is gone, say so in an entry of kind `breaking` with `removes: [{id}]`; else write a later `removal`"),
        ),
    };
    Some(Diagnostic::new(Code::RemovalOverdue, removal.span, message).related(related.0, related.1).help(help))
}
