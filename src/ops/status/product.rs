//! Where one product stands.

use std::collections::HashSet;

use crate::model::{Catalog, DeprecationState, Entry, EntryIndex, Product, Release};
use crate::parse::document::Readiness;

use super::{
    ChannelStatus, Day, DeprecationStatus, IssueStatus, KindCount, LtsStatus, NextStatus, PlannedStatus, ProductStatus, asking, dates,
};

pub(super) fn status(catalog: &Catalog, product: &Product) -> ProductStatus {
    let next = next(catalog, product);
    ProductStatus {
        key: product.key.clone(),
        name: product.name.clone(),
        channels: channels(catalog, product),
        lts: lts(catalog, product),
        unreleased: product.unreleased.len(),
        unreleased_by_kind: by_kind(catalog, product),
        planned: planned(catalog, product).map(|release| plan(release, product)).collect(),
        known_issues: known_issues(catalog, product),
        deprecations: deprecations(catalog, product, next.as_ref()),
        dates: dates::to_come(catalog, product),
        next,
    }
}

fn channels(catalog: &Catalog, product: &Product) -> Vec<ChannelStatus> {
    let releases = product.channels.iter().map(|(channel, index)| (channel, catalog.release(*index)));
    let status = |(channel, release): (&crate::model::Channel, &Release)| ChannelStatus {
        channel: channel.name(),
        version: release.version.value.clone(),
        date: release.date.as_ref().map(|date| date.value.into()),
    };
    releases.map(status).collect()
}

fn lts(catalog: &Catalog, product: &Product) -> Vec<LtsStatus> {
    let lines = product.lts_lines.iter().map(|index| catalog.release(*index));
    let status = |release: &Release| {
        let (major, minor) = release.version.line();
        let until = release.lts_until?;
        let version = release.version.value.clone();
        Some(LtsStatus { line: format!("{major}.{minor}"), version, until: Day(until), ended: until < catalog.today() })
    };
    lines.filter_map(status).collect()
}

/// Something to release is what waits, or what stands in pre-releases of a version that is not out.
fn next(catalog: &Catalog, product: &Product) -> Option<NextStatus> {
    let next = catalog.next_version(product, &product.unreleased, None, catalog.today());
    if product.unreleased.is_empty() && next.led_by.is_none() {
        return None;
    }
    let version_of = |index| catalog.release(index).version.value.clone();
    Some(NextStatus {
        from: next.from.map(version_of),
        bump: next.bump.map(|bump| bump.name()),
        asked_by: next.asked_by.map(|index| asking(catalog, index)),
        led_by: next.led_by.map(version_of),
        version: next.version,
    })
}

fn by_kind(catalog: &Catalog, product: &Product) -> Vec<KindCount> {
    let waiting: Vec<&Entry> = product.unreleased.iter().map(|index| catalog.entry(*index)).collect();
    let counts = catalog.kinds().iter().map(|kind| KindCount {
        kind: kind.name.as_str().to_owned(),
        heading: kind.heading.clone(),
        count: waiting.iter().filter(|entry| catalog.kind(entry.kind).name == kind.name).count(),
    });
    counts.filter(|kind| kind.count > 0).collect()
}

/// Planned releases, soonest first, those without a day last and by version.
pub(super) fn planned<'a>(catalog: &'a Catalog, product: &'a Product) -> impl Iterator<Item = &'a Release> {
    let mut planned: Vec<&Release> =
        product.releases.iter().rev().map(|index| catalog.release(*index)).filter(|release| !release.is_out()).collect();
    planned.sort_by_key(|release| (release.date.is_none(), release.date.as_ref().map(|date| date.value)));
    planned.into_iter()
}

fn plan(release: &Release, product: &Product) -> PlannedStatus {
    let is_done = |item: &&String| release.readiness.iter().any(|(name, state)| name.value == **item && state.value == Readiness::Done);
    PlannedStatus {
        version: release.version.value.clone(),
        title: release.title.clone(),
        date: release.date.as_ref().map(|date| date.value.into()),
        announced: release.announced.as_ref().map(|day| Day(day.value)),
        not_done: product.policy.readiness.iter().filter(|item| !is_done(item)).cloned().collect(),
    }
}

fn known_issues(catalog: &Catalog, product: &Product) -> Vec<IssueStatus> {
    let entries = || catalog.entries().iter().filter(|entry| entry.product == product.index);
    let is_out = |entry: &&Entry| entry.release.is_some_and(|release| catalog.release(release).is_out());
    let waiting = entries().filter(|entry| !is_out(entry));
    let fixed: HashSet<EntryIndex> = waiting.flat_map(|fix| fix.resolves.iter().map(|issue| issue.value)).collect();
    let mut issues: Vec<(u8, IssueStatus)> = entries().filter_map(|entry| issue(catalog, entry, &fixed)).collect();
    issues.sort_by_key(|(gravity, _)| *gravity);
    issues.into_iter().map(|(_, issue)| issue).collect()
}

fn issue(catalog: &Catalog, entry: &Entry, fixed: &HashSet<EntryIndex>) -> Option<(u8, IssueStatus)> {
    let issue = entry.known_issue.as_ref().filter(|issue| issue.state.is_open())?;
    // One that waits for a release itself nobody has met yet.
    let home = catalog.release(entry.release?);
    if !home.is_out() {
        return None;
    }
    let gravity = match issue.severity.as_str() {
        "critical" => 0,
        "major" => 1,
        _ => 2,
    };
    let status = IssueStatus {
        id: entry.id.value.as_str().to_owned(),
        title: entry.title.value.clone(),
        severity: issue.severity.clone(),
        state: issue.state.name(),
        release: home.version.value.clone(),
        fix_waits: fixed.contains(&entry.index),
    };
    Some((gravity, status))
}

fn deprecations(catalog: &Catalog, product: &Product, next: Option<&NextStatus>) -> Vec<DeprecationStatus> {
    let latest = product.latest.map(|index| &catalog.release(index).version.value);
    let entries = catalog.entries().iter().filter(|entry| entry.product == product.index && entry.release.is_some());
    let near = entries.filter_map(|entry| {
        let deprecation = entry.deprecation.as_ref().filter(|deprecation| deprecation.state != DeprecationState::Removed)?;
        let removal = &deprecation.removal.as_ref()?.value;
        let overdue = latest.is_some_and(|latest| removal <= latest);
        let comes = next.is_some_and(|next| *removal <= next.version);
        (overdue || comes).then(|| DeprecationStatus {
            id: entry.id.value.as_str().to_owned(),
            title: entry.title.value.clone(),
            removal: removal.clone(),
            overdue,
            removed_by: deprecation.removed_by.map(|index| catalog.full_name(index)),
        })
    });
    let mut near: Vec<DeprecationStatus> = near.collect();
    near.sort_by(|a, b| a.removal.cmp(&b.removal));
    near
}
