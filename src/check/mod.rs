//! What only the whole site can tell: rules across files, a file for each family of them.
//!
//! In:  the full [`Catalog`] (of [`Scope::everything`](crate::model::Scope::everything)) and what was loaded. Out: diagnostics.
//! Codes of this kind that stand in the way of a catalog at all (`duplicate-id`, `unresolved-entry` and their like for
//! fields) come from `model::resolve`; those that one file can tell come from `parse` and `template`.
//! Writes nothing, and leaves out nothing that it was given.

mod backports;
mod cadence;
mod facts;
mod fixes;
mod html;
mod issues;
mod links;
mod lost;
mod media;
mod order;
mod pages;
mod plans;
mod readiness;
mod redirects;
mod references;
mod schedule;
mod secrets;
mod security;
mod size;
mod support;
mod texts;
mod titles;
mod upgrades;
mod windows;

use rayon::prelude::*;

use crate::diag::Diagnostics;
use crate::load::Loaded;
use crate::model::Catalog;

use facts::Facts;

/// Every rule. One looks for one kind of mistake and reports each once.
const RULES: &[fn(&Facts<'_>, &mut Diagnostics)] = &[
    links::entries,
    links::releases,
    pages::paths,
    pages::anchors,
    links::addresses,
    redirects::redirects,
    media::files,
    media::unused,
    size::bump_too_small,
    order::version_order,
    order::released_in_future,
    readiness::not_ready,
    fixes::range_misses_release,
    fixes::resolved_earlier,
    fixes::removal_overdue,
    upgrades::upgrade_gap,
    backports::backport_order,
    html::html_dropped,
    texts::image_without_alt,
    texts::heading_order,
    texts::link_text,
    titles::vague_title,
    titles::duplicate_title,
    titles::long_summary,
    references::unknown_reference,
    plans::planned_in_past,
    plans::notice_too_short,
    cadence::off_cadence,
    windows::in_blackout,
    windows::outside_window,
    fixes::removal_not_major,
    issues::workaround_unknown,
    issues::stale_known_issue,
    security::security_without_cve,
    secrets::possible_secret,
    lost::address_lost,
    support::lts_expired,
];

/// Checks a catalog that holds everything.
pub fn check(catalog: &Catalog, loaded: &Loaded, diags: &mut Diagnostics) {
    let facts = Facts::gather(catalog, loaded);
    let found = RULES.par_iter().map(|rule| {
        let mut diags = Diagnostics::default();
        rule(&facts, &mut diags);
        diags
    });
    found.collect::<Vec<_>>().into_iter().for_each(|found| diags.extend(found));
}
