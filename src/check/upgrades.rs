//! Whether everyone who is still supported can get to the newest release.

use std::collections::HashMap;

use crate::diag::{Code, Diagnostic, Diagnostics, listed};
use crate::ident::Version;
use crate::model::{Catalog, Product, Release};

use super::facts::Facts;

/// `upgrade-gap`: no chain of `upgrade_from` leads to the newest stable release from one that is still supported.
///
/// Supported is the newest release of each long-term-support line whose support has not ended, and the stable release right
/// before the newest.
pub(super) fn upgrade_gap(facts: &Facts<'_>, diags: &mut Diagnostics) {
    for product in facts.catalog.products() {
        diags.extend(gap(facts.catalog, product));
    }
}

fn gap(catalog: &Catalog, product: &Product) -> Option<Diagnostic> {
    let newest = catalog.release(product.latest?);
    let stops: Vec<&Release> = stops(catalog, product, newest).collect();
    let supported = supported(catalog, product, &stops);
    let (reached, left) = walk_back(newest, stops, &supported);
    let cut_off: Vec<&Release> = supported.into_iter().filter(|release| left.iter().any(|other| other.index == release.index)).collect();
    // The newest of those that are cut off is the nearest to the gap.
    let from = cut_off.iter().max_by_key(|release| &release.version.value)?;
    let gate = reached.iter().filter(|release| release.version.value > from.version.value).min_by_key(|release| &release.version.value)?;
    let last = furthest(from, &left);
    let range = gate.upgrade_from.as_ref()?;
    let versions = listed(cut_off.iter().map(|release| release.version.as_str()), "and");
    let (newest, gate, last) = (&newest.version.value, &gate.version.value, &last.version.value);
    let message = format!("no chain of upgrades leads from {versions} to `{newest}`");
    let mut diagnostic = Diagnostic::new(Code::UpgradeGap, range.span, message);
    for release in &cut_off {
        let role = match release.lts_until {
            Some(until) => format!("`{}` is supported until {until}", release.version.value),
            None => format!("`{}` is the release before", release.version.value),
        };
        diagnostic = diagnostic.related(release.version.span, role);
    }
    Some(diagnostic.help(format!("let `upgrade_from` of `{gate}` take in `{last}`, or of a release between the two")))
}

/// The releases that an upgrade may stop at, oldest first: stable ones that stand, up to the newest.
fn stops<'a>(catalog: &'a Catalog, product: &'a Product, newest: &'a Release) -> impl Iterator<Item = &'a Release> {
    let releases = product.releases.iter().rev().map(|index| catalog.release(*index));
    releases.filter(|release| release.is_stable() && release.stands()).take_while(|release| release.version.value <= newest.version.value)
}

fn supported<'a>(catalog: &'a Catalog, product: &Product, stops: &[&'a Release]) -> Vec<&'a Release> {
    let lines = product.lts_lines.iter().map(|index| catalog.release(*index));
    let mut supported: Vec<&Release> = lines.filter(|release| release.lts_until.is_some_and(|until| until >= catalog.today())).collect();
    if let [.., before, _] = stops {
        supported.push(before);
    }
    supported.sort_by_key(|release| release.index);
    supported.dedup_by_key(|release| release.index);
    supported
}

/// From the newest release back to all that may reach it, in steps. Gives what was reached and what was not.
fn walk_back<'a>(newest: &'a Release, stops: Vec<&'a Release>, supported: &[&Release]) -> (Vec<&'a Release>, Vec<&'a Release>) {
    let mut left = stops;
    left.retain(|release| release.index != newest.index);
    let mut reached = vec![newest];
    let mut at = 0;
    // Of two releases with the same range the older reaches nothing that the newer does not.
    let mut asked: HashMap<&str, &Version> = HashMap::new();
    while let Some(release) = reached.get(at).copied() {
        at += 1;
        let version = &release.version.value;
        if let Some(range) = &release.upgrade_from {
            if asked.get(range.as_str()).is_some_and(|newer| *newer > version) {
                continue;
            }
            asked.insert(range.as_str(), version);
        }
        let (mut more, rest): (Vec<_>, Vec<_>) = left.into_iter().partition(|from| release.takes(from));
        // Newest first, so that most of the others need not be asked.
        more.reverse();
        reached.extend(more);
        left = rest;
        if !supported.iter().any(|release| left.iter().any(|other| other.index == release.index)) {
            break;
        }
    }
    (reached, left)
}

/// How far one gets from a release among those that do not lead to the newest.
fn furthest<'a>(from: &'a Release, left: &[&'a Release]) -> &'a Release {
    let mut furthest = from;
    for next in left {
        if next.takes(furthest) {
            furthest = next;
        }
    }
    furthest
}
