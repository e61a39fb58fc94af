//! What releases are to each other by their versions: neighbours, types, channels, support lines, the newest.

use chrono::NaiveDate;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ident::{Version, Versioning};
use crate::parse::document::{ReleaseDocument, StatedType};

use super::draft::Draft;
use super::{Catalog, Channel, ProductIndex, Release, ReleaseIndex, ReleaseType, Scheduled};

/// The channel of a version: that of its pre-release tag.
pub(super) fn channel_of(version: &Version) -> Channel {
    match version.prerelease() {
        None => Channel::Stable,
        Some("alpha") => Channel::Alpha,
        Some("beta") => Channel::Beta,
        Some("rc") => Channel::Rc,
        Some(_) => Channel::Preview,
    }
}

/// Neighbours, types, support lines and pre-releases of every release.
pub(super) fn derive(draft: &mut Draft<'_>, diags: &mut Diagnostics) {
    for product in 0..draft.catalog.products.len() {
        let oldest_first: Vec<ReleaseIndex> = draft.catalog.products[product].releases.iter().rev().copied().collect();
        let versioning = draft.catalog.products[product].versioning;
        neighbours(&mut draft.catalog, &oldest_first);
        prereleases(&mut draft.catalog, &oldest_first);
        for index in &oldest_first {
            let previous = draft.catalog.releases[index.0].previous.map(|previous| &draft.catalog.release(previous).version.value);
            let release_type = release_type(draft.releases[index.0], previous, versioning);
            draft.catalog.releases[index.0].release_type = release_type;
        }
        support_lines(draft, &oldest_first, diags);
        schedule(draft, ProductIndex(product));
    }
}

/// For a stable release the stable ones before and after it, for a pre-release whatever comes. Before what is out stands
/// only what is out: there is nothing to compare it with in a plan.
fn neighbours(catalog: &mut Catalog, oldest_first: &[ReleaseIndex]) {
    let mut before = Nearest::default();
    let mut out_before = Nearest::default();
    for index in oldest_first {
        let release = &mut catalog.releases[index.0];
        release.previous = if release.is_out() { out_before.of(release) } else { before.of(release) };
        before.pass(release);
        if release.is_out() {
            out_before.pass(release);
        }
    }
    let mut after = Nearest::default();
    for index in oldest_first.iter().rev() {
        let release = &mut catalog.releases[index.0];
        release.next = after.of(release);
        after.pass(release);
    }
}

/// The last releases that were passed on a walk through a product.
#[derive(Default)]
struct Nearest {
    stable: Option<ReleaseIndex>,
    any: Option<ReleaseIndex>,
}

impl Nearest {
    fn of(&self, release: &Release) -> Option<ReleaseIndex> {
        if release.is_stable() { self.stable } else { self.any }
    }

    fn pass(&mut self, release: &Release) {
        self.any = Some(release.index);
        if release.is_stable() {
            self.stable = self.any;
        }
    }
}

fn prereleases(catalog: &mut Catalog, oldest_first: &[ReleaseIndex]) {
    // The pre-releases of a version stand right before it in order.
    for same in oldest_first
        .chunk_by(|a, b| catalog.release(*a).version.core() == catalog.release(*b).version.core())
        .map(<[_]>::to_vec)
        .collect::<Vec<_>>()
    {
        let Some((last, before)) = same.split_last() else { continue };
        if !catalog.release(*last).is_stable() {
            continue;
        }
        for index in before {
            catalog.releases[index.0].stable = Some(*last);
        }
        catalog.releases[last.0].prereleases = before.to_vec();
    }
}

fn release_type(document: &ReleaseDocument, previous: Option<&Version>, versioning: Versioning) -> ReleaseType {
    match (document.stated_type.as_ref().map(|stated| stated.value), channel_of(&document.version.value)) {
        (Some(StatedType::Hotfix), _) => ReleaseType::Hotfix,
        (Some(StatedType::Security), _) => ReleaseType::Security,
        (_, Channel::Alpha) => ReleaseType::Alpha,
        (_, Channel::Beta) => ReleaseType::Beta,
        (_, Channel::Rc) => ReleaseType::Rc,
        (_, Channel::Preview) => ReleaseType::Preview,
        (Some(StatedType::Major), _) => ReleaseType::Major,
        (Some(StatedType::Minor), _) => ReleaseType::Minor,
        (Some(StatedType::Patch), _) => ReleaseType::Patch,
        (None, Channel::Stable) if versioning == Versioning::Calendar => ReleaseType::Minor,
        (None, Channel::Stable) => step(&document.version.value, previous),
    }
}

/// The step that a stable version makes by its numbers.
fn step(version: &Version, previous: Option<&Version>) -> ReleaseType {
    match previous {
        // The first release below 1.0.0 is told by its numbers alone: 0.1.0 is no major one.
        None if version.major() == 0 && version.minor() == 0 => ReleaseType::Patch,
        None if version.major() == 0 => ReleaseType::Minor,
        None => ReleaseType::Major,
        Some(previous) if previous.major() != version.major() => ReleaseType::Major,
        Some(previous) if previous.minor() != version.minor() => ReleaseType::Minor,
        Some(_) => ReleaseType::Patch,
    }
}

/// Long-term support: said of a stable release, inherited by the later patches of its line.
fn support_lines(draft: &mut Draft<'_>, oldest_first: &[ReleaseIndex], diags: &mut Diagnostics) {
    let mut line: Option<((u64, u64), NaiveDate)> = None;
    for index in oldest_first {
        let document = draft.releases[index.0];
        let release = &mut draft.catalog.releases[index.0];
        if !release.is_stable() {
            diags.extend(document.lts.as_ref().map(|lts| {
                let message = format!("`{}` is a pre-release, which cannot have long-term support", document.version.value);
                Diagnostic::new(Code::BadValue, lts.span, message).help("say `lts` of the stable release")
            }));
            continue;
        }
        if let Some(until) = &document.lts {
            line = Some((document.version.line(), until.value));
        }
        release.lts_until = line.filter(|(numbers, _)| *numbers == document.version.line()).map(|(_, until)| until);
    }
}

fn schedule(draft: &mut Draft<'_>, product: ProductIndex) {
    let versioning = draft.catalog.product(product).versioning;
    let catalog = &draft.catalog;
    let scheduled = draft.scheduled.iter().filter(|(of, _)| *of == product).filter_map(|(_, document)| {
        let version = &document.version.value;
        let stable = catalog.product(product).releases.iter().map(|index| catalog.release(*index)).filter(|release| release.is_stable());
        let previous = stable.map(|release| &release.version.value).find(|other| *other < version);
        let date = document.date.as_ref()?.value;
        Some(Scheduled { version: version.clone(), release_type: release_type(document, previous, versioning), date })
    });
    let mut scheduled: Vec<Scheduled> = scheduled.collect();
    scheduled.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.version.cmp(&b.version)));
    draft.catalog.products[product.0].scheduled = scheduled;
}

/// The newest releases of every product: of all, of each channel, of each support line.
pub(super) fn summarize(draft: &mut Draft<'_>) {
    for product in 0..draft.catalog.products.len() {
        let catalog = &draft.catalog;
        let standing: Vec<&Release> =
            catalog.products[product].releases.iter().map(|index| catalog.release(*index)).filter(|release| release.stands()).collect();
        let newest = |channel: Channel| standing.iter().find(|release| release.channel == channel).copied();
        let stable = newest(Channel::Stable);
        let ahead = |release: &&Release| stable.is_none_or(|stable| release.is_stable() || release.version.value > stable.version.value);
        let channels = [Channel::Stable, Channel::Rc, Channel::Beta, Channel::Alpha, Channel::Preview];
        let channels = channels.into_iter().filter_map(|channel| Some((channel, newest(channel).filter(ahead)?.index))).collect();
        let supported = standing.iter().filter(|release| release.lts_until.is_some()).collect::<Vec<_>>();
        let lines = supported.chunk_by(|a, b| a.version.line() == b.version.line());
        let lts_lines = lines.filter_map(|line| Some(line.first()?.index)).collect();
        let latest = stable.map(|release| release.index);
        let product = &mut draft.catalog.products[product];
        (product.latest, product.channels, product.lts_lines) = (latest, channels, lts_lines);
    }
}
