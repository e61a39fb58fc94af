//! The lives of known issues and deprecations, derived from the releases that are out.
//!
//! A fix that is out *closes* an issue: in the release that holds it, in later patches of that line, and in every newer
//! release made since then. A release that the fix was brought back to closes it on that line only. What was rolled back
//! closes nothing.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::source::Spanned;

use super::connect::{Hints, named};
use super::draft::Draft;
use super::{Catalog, DeprecationState, EntryIndex, IssueState, ProductIndex, ReleaseIndex};

/// Fills in the state of every known issue and deprecation, and the foreign issues that are open in each release.
pub(super) fn derive(draft: &mut Draft<'_>) {
    let fixes = changes(draft, "known-issue");
    let removals = changes(draft, "deprecation");
    for product in 0..draft.catalog.products.len() {
        let line_up = LineUp::new(&draft.catalog, ProductIndex(product));
        issues(&mut draft.catalog, &line_up, &fixes, ProductIndex(product));
    }
    deprecations(&mut draft.catalog, &removals);
}

/// What ends an issue or a deprecation: the releases that hold it, and the entry where this reader may see it.
struct Change {
    entry: Option<EntryIndex>,
    home: Option<ReleaseIndex>,
    releases: Vec<ReleaseIndex>,
}

/// For each entry of a kind, the changes that end it, oldest release first.
fn changes(draft: &Draft<'_>, kind: &str) -> HashMap<EntryIndex, Vec<Change>> {
    let catalog = &draft.catalog;
    let issues = kind == "known-issue";
    let mut changes: HashMap<EntryIndex, Vec<Change>> = HashMap::new();
    for entry in catalog.entries.iter().rev() {
        for ended in if issues { &entry.resolves } else { &entry.removes } {
            let releases = entry.release.into_iter().chain(entry.also_in.iter().map(|release| release.value)).collect();
            changes.entry(ended.value).or_default().push(Change { entry: Some(entry.index), home: entry.release, releases });
        }
    }
    // A fix that only some audience may read of is a fix for everyone.
    let kind = catalog.kind_named(kind);
    for (home, document) in &draft.unseen {
        let product = catalog.release(*home).product;
        let names: &[Spanned<String>] = if issues { &document.of_kind().resolves } else { &document.of_kind().removes };
        for ended in names.iter().filter_map(|name| named(catalog, product, Some(*home), name, (kind, ""), &Hints::new()).ok().flatten()) {
            let also_in = document.also_in.iter().filter_map(|version| catalog.names.release(product, version));
            let releases = std::iter::once(*home).chain(also_in).collect();
            changes.entry(ended).or_default().push(Change { entry: None, home: Some(*home), releases });
        }
    }
    changes
}

/// The releases of a product, oldest version first, with their days.
struct LineUp {
    releases: Vec<ReleaseIndex>,
    positions: HashMap<ReleaseIndex, usize>,
    days: Vec<NaiveDate>,
    /// The last day of this release and all before it.
    last_before: Vec<NaiveDate>,
    /// The first day of this release and all after it.
    first_after: Vec<NaiveDate>,
}

impl LineUp {
    fn new(catalog: &Catalog, product: ProductIndex) -> Self {
        let releases: Vec<ReleaseIndex> = catalog.product(product).releases.iter().rev().copied().collect();
        // What has no day yet comes after all that has.
        let days: Vec<NaiveDate> =
            releases.iter().map(|index| catalog.release(*index).date.as_ref().map_or(NaiveDate::MAX, |date| date.day())).collect();
        let mut last_before = days.clone();
        let mut first_after = days.clone();
        for position in 1..days.len() {
            last_before[position] = last_before[position].max(last_before[position - 1]);
        }
        for position in (1..days.len()).rev() {
            first_after[position - 1] = first_after[position - 1].min(first_after[position]);
        }
        let positions = releases.iter().enumerate().map(|(position, index)| (*index, position)).collect();
        Self { releases, positions, days, last_before, first_after }
    }
}

/// A release in which a fix is out.
#[derive(Clone, Copy)]
struct Point {
    position: usize,
    line: (u64, u64),
    /// Whether newer lines have the fix too: so for the newest release that holds it.
    main: bool,
}

fn points(catalog: &Catalog, line_up: &LineUp, change: &Change) -> Vec<Point> {
    let standing = change.releases.iter().filter(|index| catalog.release(**index).stands());
    let mut points: Vec<Point> = standing
        .filter_map(|index| {
            let position = *line_up.positions.get(index)?;
            Some(Point { position, line: catalog.release(*index).version.line(), main: false })
        })
        .collect();
    if let Some(newest) = points.iter_mut().max_by_key(|point| point.position) {
        newest.main = true;
    }
    points
}

fn issues(catalog: &mut Catalog, line_up: &LineUp, fixes: &HashMap<EntryIndex, Vec<Change>>, product: ProductIndex) {
    let heads = Heads::new(catalog, line_up);
    let newest = heads.newest();
    let issues: Vec<EntryIndex> =
        catalog.entries.iter().filter(|entry| entry.product == product && entry.known_issue.is_some()).map(|entry| entry.index).collect();
    for index in issues {
        let fixes = fixes.get(&index).map_or(&[][..], Vec::as_slice);
        let points: Vec<Vec<Point>> = fixes.iter().map(|fix| points(catalog, line_up, fix)).collect();
        let out = fixes.iter().zip(&points).filter(|(_, points)| !points.is_empty());
        let resolved_by: Vec<EntryIndex> = out.filter_map(|(fix, _)| fix.entry).collect();
        let points = points.concat();
        let open = open_releases(catalog, line_up, index, &points, fixes);
        for release in open.iter().filter(|release| catalog.entries[index.0].release != Some(**release)) {
            catalog.releases[release.0].known_issues.push(index);
        }
        let open_in: Vec<ReleaseIndex> = open.iter().rev().copied().filter(|release| catalog.release(*release).is_out()).collect();
        let resolved = !points.is_empty() && newest.is_none_or(|newest| !open_in.contains(&newest));
        let closed = resolved.then(|| heads.end(line_up, &points, &open_in)).flatten();
        if let Some(issue) = &mut catalog.entries[index.0].known_issue {
            if resolved {
                issue.state = IssueState::Resolved;
            }
            issue.closed = closed;
            (issue.resolved_by, issue.open_in) = (resolved_by, open_in);
        }
    }
}

/// The releases that told, one after the other, whether readers met an issue: each was the newest stable one when it came, or the newest
/// of all where none is stable. Oldest first, and without what was taken back.
struct Heads {
    releases: Vec<(NaiveDate, ReleaseIndex)>,
    positions: HashMap<ReleaseIndex, usize>,
}

impl Heads {
    fn new(catalog: &Catalog, line_up: &LineUp) -> Self {
        let standing = |position: &usize| catalog.release(line_up.releases[*position]).stands();
        let stable = |position: &usize| catalog.release(line_up.releases[*position]).is_stable();
        let mut standing: Vec<usize> = (0..line_up.releases.len()).filter(standing).collect();
        if standing.iter().any(stable) {
            standing.retain(stable);
        }
        standing.sort_by_key(|position| line_up.days[*position]);
        let mut newest = None;
        standing.retain(|position| {
            let leads = newest.is_none_or(|newest| *position > newest);
            if leads {
                newest = Some(*position);
            }
            leads
        });
        let releases: Vec<_> = standing.iter().map(|position| (line_up.days[*position], line_up.releases[*position])).collect();
        let positions = releases.iter().enumerate().map(|(position, (_, index))| (*index, position)).collect();
        Self { releases, positions }
    }

    /// The release that tells whether readers still meet an issue.
    fn newest(&self) -> Option<ReleaseIndex> {
        self.releases.last().map(|(_, index)| *index)
    }

    /// The day on which a resolved issue ended: its first fix was out, and the newest release had it no more.
    fn end(&self, line_up: &LineUp, points: &[Point], open_in: &[ReleaseIndex]) -> Option<NaiveDate> {
        let fixed = points.iter().filter(|point| point.main).map(|point| line_up.days[point.position]).min()?;
        let last_open = open_in.iter().filter_map(|index| self.positions.get(index)).max();
        let left = last_open.and_then(|position| self.releases.get(position + 1)).map(|(day, _)| *day);
        Some(left.map_or(fixed, |left| left.max(fixed))).filter(|day| *day < NaiveDate::MAX)
    }
}

/// The releases in which an issue is open, oldest version first, planned ones included.
fn open_releases(catalog: &Catalog, line_up: &LineUp, issue: EntryIndex, points: &[Point], fixes: &[Change]) -> Vec<ReleaseIndex> {
    let entry = catalog.entry(issue);
    let Some(affects) = entry.known_issue.as_ref().map(|issue| &issue.affects) else { return Vec::new() };
    let Some(home) = entry.release.and_then(|release| line_up.positions.get(&release).copied()) else { return Vec::new() };
    let mut open = Vec::new();
    let mut visit = |position: usize| {
        let release = catalog.release(line_up.releases[position]);
        let version = &release.version.value;
        let closed = points.iter().any(|point| {
            let later = position >= point.position;
            later && (version.line() == point.line || point.main && line_up.days[position] >= line_up.days[point.position])
        });
        // The page of a release that was taken back still tells of the fix it had.
        let fixed_here = || fixes.iter().any(|fix| fix.home == Some(release.index));
        if affects.contains(version) && !closed && !fixed_here() {
            open.push(release.index);
        }
    };
    // A patch of an older line that came after the issue was found has it too.
    let found = line_up.days[home];
    if home > 0 && line_up.last_before[home - 1] > found {
        (0..home).filter(|position| line_up.days[*position] > found).for_each(&mut visit);
    }
    for position in home..line_up.releases.len() {
        let closes_all =
            |point: &Point| point.main && point.position <= position && line_up.first_after[position] >= line_up.days[point.position];
        if points.iter().any(closes_all) {
            break;
        }
        visit(position);
    }
    open
}

fn deprecations(catalog: &mut Catalog, removals: &HashMap<EntryIndex, Vec<Change>>) {
    let all: Vec<EntryIndex> = catalog.entries.iter().filter(|entry| entry.deprecation.is_some()).map(|entry| entry.index).collect();
    for index in all {
        let removals = removals.get(&index).map_or(&[][..], Vec::as_slice);
        let stands = |change: &&Change| change.releases.iter().any(|release| catalog.release(*release).stands());
        let planned = |change: &&Change| change.home.is_none_or(|release| !catalog.release(release).is_out());
        let done = removals.iter().find(stands);
        let removed_by = done.or_else(|| removals.iter().find(planned)).and_then(|change| change.entry);
        let state = match done {
            Some(_) => DeprecationState::Removed,
            None if is_due(catalog, index) => DeprecationState::Due,
            None => DeprecationState::Announced,
        };
        if let Some(deprecation) = &mut catalog.entries[index.0].deprecation {
            (deprecation.state, deprecation.removed_by) = (state, removed_by);
        }
        if state == DeprecationState::Due {
            let product = catalog.entries[index.0].product;
            catalog.products[product.0].due.push(index);
        }
    }
}

/// Whether the version in which it should go has a day, or is out.
fn is_due(catalog: &Catalog, deprecation: EntryIndex) -> bool {
    let entry = catalog.entry(deprecation);
    let Some(removal) = entry.deprecation.as_ref().and_then(|deprecation| deprecation.removal.as_ref()) else { return false };
    let product = catalog.product(entry.product);
    let newer = product.releases.iter().map(|index| catalog.release(*index)).take_while(|release| release.version.value >= removal.value);
    let planned = |version, has_day| version == &removal.value && has_day;
    let mut newer = newer.into_iter();
    newer.any(|release| release.stands() && release.is_stable() || planned(&release.version.value, release.date.is_some()))
        || product.scheduled.iter().any(|scheduled| planned(&scheduled.version, true))
}
