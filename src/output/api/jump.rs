//! What a jump from one release to another asks for, and what waits for a release.

use crate::markdown::Rendered;
use crate::model::{EntryIndex, Leg, Product, ReleaseIndex, SettingJump, Upgrade, Way};
use crate::view::UpgradeTexts;

use super::super::Material;
use super::documents::{ChangedSetting, Jump, OfRelease, Setting, Steps, Stop, Unreleased};
use super::parts::{named, optional, release_link, rich};
use super::release::entry;

/// What waits for a release, in page order.
pub(super) fn unreleased(material: &Material, product: &Product) -> Unreleased {
    let mut waiting: Vec<_> = product.unreleased.iter().map(|index| material.catalog.entry(*index)).collect();
    waiting.sort_by_key(|entry| entry.kind);
    Unreleased {
        product: named(product.key.as_str(), &product.name),
        entries: waiting.into_iter().map(|waiting| entry(material, None, waiting)).collect(),
    }
}

/// All that a jump asks for.
pub(super) fn jump(material: &Material, upgrade: &Upgrade) -> Jump {
    let catalog = material.catalog;
    let link = |index: ReleaseIndex| release_link(material, catalog.release(index));
    let product = material.product(catalog.release(upgrade.to));
    let entries = |list: &[EntryIndex]| list.iter().map(|index| of_release(material, *index, None)).collect();
    Jump {
        product: named(product.key.as_str(), &product.name),
        from: link(upgrade.from),
        to: link(upgrade.to),
        way: match upgrade.way {
            Way::Open => "open",
            Way::Closed => "closed",
            Way::Back => "back",
        },
        stops: upgrade.legs.iter().map(|leg| stop(material, leg, upgrade)).collect(),
        settings: upgrade.settings.iter().map(|change| setting(material, change)).collect(),
        removed: entries(&upgrade.removed),
        deprecated: entries(&[upgrade.due.as_slice(), &upgrade.deprecated].concat()),
        security: entries(&upgrade.security),
        security_lost: entries(&upgrade.security_lost),
        known_issues_met: entries(&upgrade.issues_met),
        known_issues_left: entries(&upgrade.issues_left),
    }
}

fn stop(material: &Material, leg: &Leg, upgrade: &Upgrade) -> Stop {
    let link = |index: ReleaseIndex| release_link(material, material.catalog.release(index));
    let breaking = upgrade.breaking.iter().filter(|arrival| leg.releases.contains(&arrival.release));
    Stop {
        release: link(leg.stop),
        passed: leg.releases.iter().filter(|index| **index != leg.stop).map(|index| link(*index)).collect(),
        breaking: breaking.map(|arrival| of_release(material, arrival.entry, Some(arrival.release))).collect(),
        before: steps(material, &leg.before, |texts| texts.before.as_ref()),
        during: steps(material, &leg.during, |texts| texts.during.as_ref()),
        after: steps(material, &leg.after, |texts| texts.after.as_ref()),
    }
}

fn steps(material: &Material, releases: &[ReleaseIndex], phase: fn(&UpgradeTexts) -> Option<&Rendered>) -> Vec<Steps> {
    let of = |index: &ReleaseIndex| {
        let release = material.catalog.release(*index);
        let text = rich(material, phase(material.texts.upgrade(*index))?, &release.path)?;
        Some(Steps { version: release.version.value.to_string(), text })
    };
    releases.iter().filter_map(of).collect()
}

/// An entry with the version of a release; that of its own where none is given.
fn of_release(material: &Material, index: EntryIndex, release: Option<ReleaseIndex>) -> OfRelease {
    let told = material.catalog.entry(index);
    let release = release.or(told.release).map(|index| material.catalog.release(index));
    OfRelease { version: release.map_or_else(String::new, |release| release.version.value.to_string()), entry: entry(material, None, told) }
}

fn setting(material: &Material, change: &SettingJump) -> ChangedSetting {
    let text = |text: &Option<String>| optional(text.as_deref());
    ChangedSetting {
        setting: Setting {
            name: optional(Some(&change.name)).unwrap_or_default(),
            change: change.change.name(),
            from: text(&change.from),
            to: text(&change.to),
            default: text(&change.default),
        },
        urls: change.entries.iter().map(|index| material.entry_url(material.catalog.entry(*index))).collect(),
    }
}
