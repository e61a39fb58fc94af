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
use crate::model::{Catalog, Entry};

use facts::{Facts, Passage};

/// Rules about the site as a whole. One looks for one kind of mistake and reports each once.
const OF_THE_SITE: &[fn(&Facts<'_>, &mut Diagnostics)] = &[
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
    titles::duplicate_title,
    references::unknown_reference,
    plans::planned_in_past,
    plans::notice_too_short,
    cadence::off_cadence,
    windows::in_blackout,
    windows::outside_window,
    fixes::removal_not_major,
    secrets::possible_secret,
    lost::address_lost,
    support::lts_expired,
];

/// Rules that look at one entry at a time.
const OF_AN_ENTRY: &[fn(&Facts<'_>, &Entry, &mut Diagnostics)] =
    &[titles::vague_title, texts::image_without_alt, texts::titled_link_text, issues::stale_known_issue, security::security_without_cve];

/// Rules that look at one text at a time.
const OF_A_TEXT: &[fn(&Facts<'_>, Passage<'_>, &mut Diagnostics)] = &[
    html::html_dropped,
    texts::images_without_alt,
    texts::heading_order,
    texts::link_text,
    titles::long_summary,
    issues::workaround_unknown,
];

/// How many entries or texts are looked at in one go.
const CHUNK: usize = 512;

/// Checks a catalog that holds everything.
pub fn check(catalog: &Catalog, loaded: &Loaded, diags: &mut Diagnostics) {
    let facts = Facts::gather(catalog, loaded);
    let of_the_site = OF_THE_SITE.par_iter().map(|rule| {
        let mut diags = Diagnostics::default();
        rule(&facts, &mut diags);
        diags
    });
    let of_entries = catalog.entries().par_chunks(CHUNK).map(|entries| {
        let mut diags = Diagnostics::default();
        for entry in entries {
            OF_AN_ENTRY.iter().for_each(|rule| rule(&facts, entry, &mut diags));
            of_a_text(&facts, Passage::body(entry), &mut diags);
        }
        diags
    });
    let of_others = facts.others().chunks(CHUNK).map(|texts| {
        let mut diags = Diagnostics::default();
        of_a_text(&facts, texts, &mut diags);
        diags
    });
    let found: Vec<Diagnostics> = of_the_site.chain(of_entries).chain(of_others).collect();
    found.into_iter().for_each(|found| diags.extend(found));
}

fn of_a_text<'a>(facts: &Facts<'_>, texts: impl IntoIterator<Item = Passage<'a>>, diags: &mut Diagnostics) {
    for text in texts {
        OF_A_TEXT.iter().for_each(|rule| rule(facts, text, diags));
    }
}
