//! What a jump from one release to another asks for, as Markdown.

use crate::model::{EntryIndex, Leg, Release, ReleaseIndex, Upgrade, Way};
use crate::source::Text;
use crate::view::Jumps;
use crate::view::upgrade::{JumpView, LegView};

use super::{Twins, code, escape};

impl Twins<'_> {
    pub(super) fn jump(&self, upgrade: &Upgrade) -> String {
        let catalog = self.catalog();
        let (words, product) = (&self.words, catalog.product(catalog.release(upgrade.to).product));
        let view = self.pages.views.jump(upgrade, &Jumps::default());
        let blanks =
            [("product", product.name.as_str()), ("from", view.from.version), ("to", view.to.version), ("version", view.to.version)];
        let mut text = format!("# {}\n\n", escape(&words.filled("upgrade.title", &blanks)));
        text.push_str(&self.notices_of_jump(&view, &blanks));
        if view.legs.is_empty() {
            return text;
        }
        for (number, (leg, legs_view)) in upgrade.legs.iter().zip(&view.legs).enumerate() {
            text.push_str(&self.leg(number + 1, leg, legs_view, upgrade));
        }
        text.push_str(&part(
            words.text("upgrade.settings"),
            view.settings.iter().map(|setting| format!("- {}\n", self.setting(&setting.plain()))),
        ));
        let removed = if upgrade.way == Way::Back { "upgrade.returned" } else { "upgrade.removed" };
        let standing = [upgrade.due.as_slice(), &upgrade.deprecated].concat();
        for (list, key) in [(&upgrade.removed, removed), (&standing, "upgrade.deprecated")] {
            let row = |index: &EntryIndex| Some(self.deprecation(&self.pages.views.deprecation_row(*index)?, catalog.entry(*index)));
            text.push_str(&part(&escape(&words.filled(key, &blanks)), list.iter().filter_map(row)));
        }
        text.push_str(&part(words.text("upgrade.security"), view.security.iter().map(|row| self.security(row))));
        text.push_str(&part(words.text("upgrade.issues_met"), view.issues_met.iter().map(|row| self.known_issue(row))));
        text.push_str(&part(words.text("upgrade.issues_left"), view.issues_left.iter().map(|row| self.known_issue(row))));
        text
    }

    fn notices_of_jump(&self, view: &JumpView, blanks: &[(&str, &str)]) -> String {
        let words = &self.words;
        let sentence = |key: &str| format!("{}\n\n", escape(&words.filled(key, blanks)));
        let warning = |key: &str| format!("**{}.** {}", words.text(key), sentence(&format!("{key}_note")));
        let mut text = match view.way {
            _ if view.legs.is_empty() => sentence("upgrade.same"),
            "back" => warning("upgrade.back"),
            "closed" => sentence("upgrade.lead") + &warning("upgrade.closed"),
            _ => sentence("upgrade.lead"),
        };
        if !view.security_lost.is_empty() {
            text.push_str(&warning("upgrade.lost"));
            text.extend(view.security_lost.iter().map(|row| self.security(row)).chain(["\n".to_owned()]));
        }
        text
    }

    fn leg(&self, number: usize, leg: &Leg, view: &LegView, upgrade: &Upgrade) -> String {
        let (words, catalog) = (&self.words, self.catalog());
        let blanks = [("number", number.to_string()), ("version", view.stop.version.to_owned())];
        let blanks: Vec<(&str, &str)> = blanks.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let is_back = upgrade.way == Way::Back;
        let mut text = format!("## {}\n\n", words.filled(if is_back { "upgrade.leg_back" } else { "upgrade.leg" }, &blanks));
        if !view.passed.is_empty() {
            text.push_str(&format!("{}\n\n", words.filled("upgrade.past", &[("releases", &self.releases(&view.passed))])));
        }
        let breaking: Vec<_> = upgrade.breaking.iter().filter(|arrival| leg.releases.contains(&arrival.release)).collect();
        let steps = leg.before.len() + leg.during.len() + leg.after.len();
        if breaking.is_empty() && steps == 0 && !is_back {
            text.push_str(&format!("{}\n\n", words.filled("upgrade.asks_nothing", &blanks)));
        }
        if !breaking.is_empty() {
            text.push_str(&format!("### {}\n\n", words.text(if is_back { "upgrade.breaking_back" } else { "upgrade.breaking" })));
        }
        for arrival in breaking {
            let entry = catalog.entry(arrival.entry);
            let since = words.filled("upgrade.since", &[("version", catalog.release(arrival.release).version.as_str())]);
            let body = self.pages.views.entry_markdown(entry, &entry.body, 3);
            text.push_str(&format!("#### {}\n\n{since}\n\n{body}\n\n", escape(&entry.title.value)));
        }
        text.push_str(&self.phase("before", &leg.before, |release| release.upgrade.before.as_ref()));
        text.push_str(&self.phase("during", &leg.during, |release| release.upgrade.during.as_ref()));
        text.push_str(&self.phase("after", &leg.after, |release| release.upgrade.after.as_ref()));
        text
    }

    fn phase(&self, name: &str, releases: &[ReleaseIndex], steps: fn(&Release) -> Option<&Text>) -> String {
        if releases.is_empty() {
            return String::new();
        }
        let mut text = format!("### {}\n\n", self.words.text(&format!("release.{name}")));
        for release in releases.iter().map(|index| self.catalog().release(*index)) {
            if let Some(steps) = steps(release) {
                let steps = self.pages.views.release_markdown(release, steps, 3);
                text.push_str(&format!("{}\n\n{steps}\n\n", code(release.version.as_str())));
            }
        }
        text
    }
}

/// A heading and what stands under it; nothing where that is nothing.
fn part(heading: &str, lines: impl Iterator<Item = String>) -> String {
    let lines: String = lines.collect();
    if lines.is_empty() { lines } else { format!("## {heading}\n\n{lines}\n") }
}
