//! Whether dates follow versions, and today.

use std::collections::HashMap;

use crate::diag::{Code, Diagnostic, Diagnostics, listed};
use crate::ident::When;
use crate::model::{Catalog, Channel, Product, Release, ReleaseIndex};
use crate::parse::document::Status;

use super::facts::Facts;

/// How many other dates a diagnostic shows.
const SHOWN: usize = 4;

/// `version-order`: a version dated before one that it follows.
///
/// A patch of an older line may come after a newer line, and a minor release of an older major version too. One wrong date may
/// contradict many right ones, so the date that contradicts most is the one that is reported.
pub(super) fn version_order(facts: &Facts<'_>, diags: &mut Diagnostics) {
    for product in facts.catalog.products() {
        let mut conflicts = conflicts(facts.catalog, product);
        let mut degrees: HashMap<ReleaseIndex, usize> = HashMap::new();
        for (earlier, later) in &conflicts {
            *degrees.entry(earlier.index).or_default() += 1;
            *degrees.entry(later.index).or_default() += 1;
        }
        // Of two that only contradict each other the later version is the one to look at.
        let mut suspects: Vec<(usize, ReleaseIndex)> = degrees.into_iter().map(|(release, degree)| (degree, release)).collect();
        suspects.sort_by_key(|(degree, release)| (std::cmp::Reverse(*degree), *release));
        for (_, suspect) in suspects {
            let (own, others) = conflicts.into_iter().partition(|(a, b)| a.index == suspect || b.index == suspect);
            conflicts = others;
            diags.extend(misdated(facts.catalog.release(suspect), &own));
            if conflicts.is_empty() {
                break;
            }
        }
    }
}

/// Two releases, the second of which follows the first and is dated before it.
type Conflict<'a> = (&'a Release, &'a Release);

fn conflicts<'a>(catalog: &'a Catalog, product: &'a Product) -> Vec<Conflict<'a>> {
    let all: Vec<&Release> = product.releases.iter().rev().map(|index| catalog.release(*index)).collect();
    let stable: Vec<&Release> = all.iter().copied().filter(|release| release.is_stable()).collect();
    let mut conflicts = Vec::new();
    for line in stable.chunk_by(|a, b| a.version.line() == b.version.line()) {
        compare(line, &mut conflicts);
    }
    let starts = |same: fn(&Release, &Release) -> bool| -> Vec<&Release> {
        stable.chunk_by(|a, b| same(a, b)).filter_map(|line| line.first().copied()).collect()
    };
    let lines = starts(|a, b| a.version.line() == b.version.line());
    for major in lines.chunk_by(|a, b| a.version.major() == b.version.major()) {
        compare(major, &mut conflicts);
    }
    compare(&starts(|a, b| a.version.major() == b.version.major()), &mut conflicts);
    // Pre-releases of one version: each channel in its own order, and all of them before the stable release.
    for same in all.chunk_by(|a, b| a.version.core() == b.version.core()).filter(|same| same.len() > 1) {
        for channel in [Channel::Alpha, Channel::Beta, Channel::Rc] {
            compare(&same.iter().copied().filter(|release| release.channel == channel).collect::<Vec<_>>(), &mut conflicts);
        }
        if let Some((stable, before)) = same.split_last().filter(|(last, _)| last.is_stable()) {
            before.iter().for_each(|prerelease| compare(&[prerelease, stable], &mut conflicts));
        }
    }
    conflicts
}

/// Adds each release that is dated before one that it follows. Without a date none is.
fn compare<'a>(in_order: &[&'a Release], conflicts: &mut Vec<Conflict<'a>>) {
    let dated: Vec<&Release> = in_order.iter().copied().filter(|release| release.date.is_some()).collect();
    for pair in dated.windows(2) {
        if let (Some(earlier), Some(later)) = (&pair[0].date, &pair[1].date)
            && is_before(&later.value, &earlier.value)
        {
            conflicts.push((pair[0], pair[1]));
        }
    }
}

fn misdated(release: &Release, conflicts: &[Conflict<'_>]) -> Option<Diagnostic> {
    let date = release.date.as_ref()?;
    let followed: Vec<&Release> = conflicts.iter().filter(|(_, later)| later.index == release.index).map(|(earlier, _)| *earlier).collect();
    let following: Vec<&Release> =
        conflicts.iter().filter(|(earlier, _)| earlier.index == release.index).map(|(_, later)| *later).collect();
    let versions = |releases: &[&Release]| listed(releases.iter().map(|release| release.version.as_str()), "and");
    let before = (!followed.is_empty()).then(|| format!("before {}, which it follows", versions(&followed)));
    let follow = if following.len() == 1 { "follows" } else { "follow" };
    let after = (!following.is_empty()).then(|| format!("after {}, which {follow} it", versions(&following)));
    let how: Vec<String> = before.into_iter().chain(after).collect();
    if how.is_empty() {
        return None;
    }
    let message = format!("`{}` is dated {}", release.version.value, how.join(" and "));
    let mut diagnostic = Diagnostic::new(Code::VersionOrder, date.span, message).help("correct the date that is wrong");
    for other in followed.iter().chain(&following).take(SHOWN) {
        let place = other.date.as_ref().map_or(other.place, |date| date.span);
        diagnostic = diagnostic.related(place, format!("the date of `{}`", other.version.value));
    }
    Some(diagnostic)
}

/// Whether a date is before another for certain: a day without a time may be any time of that day.
fn is_before(a: &When, b: &When) -> bool {
    if a.has_time() && b.has_time() { a < b } else { a.day() < b.day() }
}

/// `released-in-future`: what counts as released cannot be dated after today, unless an embargo keeps it until then.
pub(super) fn released_in_future(facts: &Facts<'_>, diags: &mut Diagnostics) {
    let today = facts.catalog.today();
    for release in facts.catalog.releases().iter().filter(|release| release.is_out()) {
        let Some(date) = release.date.as_ref().filter(|date| date.day() > today) else { continue };
        if release.publish.is_some_and(|publish| publish.date_naive() >= date.day()) {
            continue;
        }
        let status = if release.status.value == Status::Released { "released" } else { "rolled back" };
        let message = format!("`{}` counts as {status}, but its date is after today, {today}", release.version.value);
        let diagnostic = Diagnostic::new(Code::ReleasedInFuture, date.span, message)
            .help("write `status: planned` until it is out, or correct the date");
        let is_said = release.status.span != release.place;
        diags.push(if is_said { diagnostic.related(release.status.span, "its status") } else { diagnostic });
    }
}
