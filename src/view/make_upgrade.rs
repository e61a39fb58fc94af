//! Views of jumps between releases.

use std::collections::{HashMap, HashSet};

use crate::model::{Arrival, Catalog, Leg, Product, ReleaseIndex, SettingJump, Upgrade, Way};

use super::UpgradeTexts;
use super::text::{list_items, scoped};
use super::upgrade::{BrokenView, JumpLink, JumpView, LegView, SettingJumpView, StepsView};
use super::views::Views;

/// How many jumps the page of upgrades links to. All are linked from the release that they end at.
const NEWEST: usize = 24;

/// The jumps of a product that have a page of their own, to be found by either end.
#[derive(Debug, Clone, Default)]
pub struct Jumps {
    /// In the order of the catalog.
    pub pairs: Vec<(ReleaseIndex, ReleaseIndex)>,
    from: HashMap<ReleaseIndex, Vec<ReleaseIndex>>,
    to: HashMap<ReleaseIndex, Vec<ReleaseIndex>>,
}

impl Jumps {
    /// The jumps of a product.
    pub fn of(catalog: &Catalog, product: &Product) -> Self {
        let mut jumps = Self { pairs: catalog.upgrade_pairs(product.index), ..Self::default() };
        for (from, to) in &jumps.pairs {
            jumps.from.entry(*from).or_default().push(*to);
            jumps.to.entry(*to).or_default().push(*from);
        }
        jumps
    }

    /// The jumps that the page of upgrades links to: to the newest release first.
    pub fn newest(&self) -> impl Iterator<Item = (ReleaseIndex, ReleaseIndex)> {
        self.pairs.iter().rev().take(NEWEST).copied()
    }

    /// Where the jumps that begin at a release end.
    pub fn from(&self, release: ReleaseIndex) -> &[ReleaseIndex] {
        self.from.get(&release).map_or(&[], Vec::as_slice)
    }

    /// Where the jumps that end at a release begin.
    pub fn to(&self, release: ReleaseIndex) -> &[ReleaseIndex] {
        self.to.get(&release).map_or(&[], Vec::as_slice)
    }
}

impl Views<'_> {
    /// The page of a jump. `jumps` are all of the product's that have one.
    pub fn jump(&self, upgrade: &Upgrade, jumps: &Jumps) -> JumpView<'_> {
        let (from, to) = (upgrade.from, upgrade.to);
        let starts = std::iter::once(from).chain(upgrade.legs.iter().map(|leg| leg.stop));
        JumpView {
            from: self.release_link(from),
            to: self.release_link(to),
            way: match upgrade.way {
                Way::Open => "open",
                Way::Closed => "closed",
                Way::Back => "back",
            },
            legs: starts.zip(&upgrade.legs).map(|(start, leg)| self.leg(start, leg, upgrade)).collect(),
            releases: upgrade.releases().count(),
            breaking: upgrade.breaking.len(),
            settings: upgrade.settings.iter().map(|setting| self.setting_jump(setting)).collect(),
            removed: upgrade.removed.iter().filter_map(|index| self.deprecation_row(*index)).collect(),
            deprecated: upgrade.due.iter().chain(&upgrade.deprecated).filter_map(|index| self.deprecation_row(*index)).collect(),
            security: upgrade.security.iter().filter_map(|index| self.security_row(*index)).collect(),
            security_lost: upgrade.security_lost.iter().filter_map(|index| self.security_row(*index)).collect(),
            issues_met: upgrade.issues_met.iter().filter_map(|index| self.known_issue_row(*index)).collect(),
            issues_left: upgrade.issues_left.iter().filter_map(|index| self.known_issue_row(*index)).collect(),
            others: self.other_jumps(from, to, jumps),
        }
    }

    /// The jumps that end at a release, from the newest first.
    pub fn jumps_to(&self, release: ReleaseIndex, jumps: &Jumps) -> Vec<JumpLink<'_>> {
        let mut starts = jumps.to(release).to_vec();
        starts.sort_unstable();
        starts.into_iter().map(|start| self.jump_link((start, release))).collect()
    }

    /// A jump, as other pages name it.
    pub fn jump_link(&self, (from, to): (ReleaseIndex, ReleaseIndex)) -> JumpLink<'_> {
        JumpLink { from: self.release_link(from), to: self.release_link(to), url: self.path(&self.catalog.upgrade_path(from, to)) }
    }

    fn leg(&self, start: ReleaseIndex, leg: &Leg, upgrade: &Upgrade) -> LegView<'_> {
        let on_it: HashSet<ReleaseIndex> = leg.releases.iter().copied().collect();
        let before = self.steps(&leg.before, leg.stop, "before");
        let during = self.steps(&leg.during, leg.stop, "during");
        let after = self.steps(&leg.after, leg.stop, "after");
        let passing_steps = [&before, &during, &after].into_iter().flatten().any(|steps| steps.passed);
        LegView {
            start: self.release_link(start),
            stop: self.release_link(leg.stop),
            passed: leg.releases.iter().filter(|release| **release != leg.stop).map(|release| self.release_link(*release)).collect(),
            breaking: upgrade
                .breaking
                .iter()
                .filter(|arrival| on_it.contains(&arrival.release))
                .map(|arrival| self.broken(arrival))
                .collect(),
            passing_steps,
            before,
            during,
            after,
        }
    }

    fn broken(&self, arrival: &Arrival) -> BrokenView<'_> {
        let entry = self.catalog.entry(arrival.entry);
        let home = entry.release.map_or("", |release| self.catalog.release(release).version.as_str());
        BrokenView {
            entry: self.entry_link(arrival.entry),
            anchor: format!("{home}--{}", entry.id.value),
            arrival: self.release_link(arrival.release),
            components: self.components(entry),
            body: scoped(self.texts.entry(arrival.entry).page(), home),
        }
    }

    /// What releases ask for in one phase. A step that several ask for stands once, with the last of them.
    fn steps(&self, releases: &[ReleaseIndex], stop: ReleaseIndex, phase: &'static str) -> Vec<StepsView<'_>> {
        let mut known: HashSet<String> = HashSet::new();
        let mut views = Vec::with_capacity(releases.len());
        for index in releases.iter().rev() {
            let release = self.catalog.release(*index);
            let version = release.version.as_str();
            let UpgradeTexts { before, during, after } = self.texts.upgrade(*index);
            let text = match phase {
                "before" => before,
                "during" => during,
                _ => after,
            };
            let Some(text) = text.as_ref().map(|text| text.page()) else { continue };
            let items = list_items(text);
            let whole = [text];
            let steps = if items.is_empty() { &whole[..] } else { &items };
            // `Install 2.4.0` of 2.4.0 and `Install 2.5.0` of 2.5.0 are the same step.
            let step = |text: &str| text.replace(version, "{version}").replace("<p>", "").replace("</p>", "").trim().to_owned();
            let left: Vec<&str> = steps.iter().copied().filter(|text| !known.contains(&step(text))).collect();
            known.extend(left.iter().map(|text| step(text)));
            if left.is_empty() {
                continue;
            }
            let listed = if items.is_empty() { Vec::new() } else { left };
            views.push(StepsView {
                release: self.release_link(*index),
                passed: *index != stop,
                anchor: format!("{version}--{phase}"),
                items: listed.into_iter().map(|item| scoped(item, version)).collect(),
                text: scoped(text, version),
            });
        }
        views.reverse();
        views
    }

    fn setting_jump(&self, setting: &SettingJump) -> SettingJumpView<'_> {
        SettingJumpView {
            name: setting.name.clone(),
            change: setting.change.name(),
            from: setting.from.clone(),
            to: setting.to.clone(),
            default: setting.default.clone(),
            url: setting.entries.last().map(|entry| self.entry_url(self.catalog.entry(*entry))).unwrap_or_default(),
            entries: setting.entries.iter().map(|entry| self.entry_link(*entry)).collect(),
        }
    }

    fn other_jumps(&self, from: ReleaseIndex, to: ReleaseIndex, jumps: &Jumps) -> Vec<JumpLink<'_>> {
        let onwards = jumps.from(to).iter().map(|end| (to, *end));
        let same_end = jumps.to(to).iter().filter(|start| **start != from).map(|start| (*start, to));
        let same_start = jumps.from(from).iter().filter(|end| **end != to).map(|end| (from, *end));
        onwards.chain(same_end).chain(same_start).map(|pair| self.jump_link(pair)).collect()
    }
}
