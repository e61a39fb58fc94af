//! Whether dates follow versions, and today.

use std::cmp::Ordering;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ident::When;
use crate::model::{Catalog, Channel, Product, Release};
use crate::parse::document::Status;

use super::facts::Facts;

/// `version-order`: a version dated before one that it follows.
///
/// Only neighbours are compared, so that one wrong date is one diagnostic. A patch of an older line may come after a newer
/// line, and a minor release of an older major version too.
pub(super) fn version_order(facts: &Facts<'_>, diags: &mut Diagnostics) {
    for product in facts.catalog.products() {
        in_product(facts.catalog, product, diags);
    }
}

fn in_product(catalog: &Catalog, product: &Product, diags: &mut Diagnostics) {
    let oldest_first = || product.releases.iter().rev().map(|index| catalog.release(*index));
    let stable: Vec<&Release> = oldest_first().filter(|release| release.is_stable()).collect();
    for line in stable.chunk_by(|a, b| a.version.line() == b.version.line()) {
        compare(line, diags);
    }
    let starts = |same: fn(&Release, &Release) -> bool| -> Vec<&Release> {
        stable.chunk_by(|a, b| same(a, b)).filter_map(|line| line.first().copied()).collect()
    };
    let lines = starts(|a, b| a.version.line() == b.version.line());
    for major in lines.chunk_by(|a, b| a.version.major() == b.version.major()) {
        compare(major, diags);
    }
    compare(&starts(|a, b| a.version.major() == b.version.major()), diags);
    // Pre-releases of one version: each channel in its own order, and all of them before the stable release.
    let all: Vec<&Release> = oldest_first().collect();
    for same in all.chunk_by(|a, b| a.version.core() == b.version.core()).filter(|same| same.len() > 1) {
        for channel in [Channel::Alpha, Channel::Beta, Channel::Rc] {
            compare(&same.iter().copied().filter(|release| release.channel == channel).collect::<Vec<_>>(), diags);
        }
        if let Some((stable, before)) = same.split_last().filter(|(last, _)| last.is_stable()) {
            let latest = before.iter().copied().filter(|release| release.date.is_some()).max_by(|a, b| by_date(a, b));
            compare(&latest.into_iter().chain([*stable]).collect::<Vec<_>>(), diags);
        }
    }
}

fn by_date(a: &Release, b: &Release) -> Ordering {
    match (&a.date, &b.date) {
        (Some(a), Some(b)) => a.value.cmp(&b.value),
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}

/// Reports each release that is dated before the one it follows; those without a date are passed over.
fn compare(in_order: &[&Release], diags: &mut Diagnostics) {
    let dated: Vec<&Release> = in_order.iter().copied().filter(|release| release.date.is_some()).collect();
    for pair in dated.windows(2) {
        let (Some(earlier), Some(later)) = (&pair[0].date, &pair[1].date) else { continue };
        if !is_before(&later.value, &earlier.value) {
            continue;
        }
        let (first, second) = (&pair[0].version.value, &pair[1].version.value);
        let message = format!("`{second}` is dated before `{first}`, which it follows");
        diags.push(
            Diagnostic::new(Code::VersionOrder, later.span, message)
                .related(earlier.span, format!("the date of `{first}`"))
                .help("correct the date that is wrong"),
        );
    }
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
        diags.push(
            Diagnostic::new(Code::ReleasedInFuture, date.span, message)
                .help("write `status: planned` until it is out, or correct the date"),
        );
    }
}
