//! A release as Markdown.

use crate::model::Release;
use crate::source::Text;
use crate::view::link::ReleaseLink;
use crate::view::release::{ReachView, ReleaseView, RolloutView, WindowView};

use super::{Twins, escape, indented};

impl Twins<'_> {
    /// The whole release, as its page has it.
    pub(super) fn release(&self, release: &Release) -> String {
        let view = self.pages.views.release(release);
        let product = &self.catalog().product(release.product).name;
        let mut text = format!("# {}\n\n", escape(&heading(product, &view.link)));
        text.push_str(&self.notices(release, &view));
        if let Some(summary) = &release.summary {
            text.push_str(&format!("{}\n\n", self.pages.views.release_markdown(release, summary, 1)));
        }
        for (section, entries) in view.sections.iter().zip(self.entries_by_section(release, &view)) {
            text.push_str(&format!("## {}\n\n{entries}", escape(section.kind.heading)));
        }
        text.push_str(&self.steps(release, 2));
        if !view.known_issues.is_empty() {
            text.push_str(&format!("## {}\n\n", self.words.text("release.known_issues")));
            text.extend(view.known_issues.iter().map(|row| self.known_issue(row)));
            text.push('\n');
        }
        text.push_str(&self.neighbours(&view));
        text
    }

    fn entries_by_section(&self, release: &Release, view: &ReleaseView) -> Vec<String> {
        // The sections of the view hold the entries of `shown` in their order.
        let mut shown = self.catalog().shown(release);
        let section = |entries: &[crate::view::entry::EntryView]| {
            entries.iter().zip(shown.by_ref()).map(|(view, (_, entry))| format!("{}\n", self.entry(entry, view, 3))).collect::<String>()
        };
        view.sections.iter().map(|section| section.entries.as_slice()).map(section).collect()
    }

    fn notices(&self, release: &Release, view: &ReleaseView) -> String {
        let words = &self.words;
        let mut notes = vec![format!("{}: {}", words.text("release.type"), words.text(&format!("type.{}", view.link.release_type)))];
        match &view.link.date {
            _ if view.link.status == "planned" => notes.push(self.planned_for(&view.link)),
            Some(date) => notes.push(format!("{}: {}", words.text("release.date"), words.date(date))),
            None => {}
        }
        if let Some(until) = &view.link.lts_until {
            notes.push(words.filled("release.lts_until", &[("date", &words.date(until))]));
        }
        if view.link.channel != "stable" {
            notes.push(words.text("release.prerelease").to_owned());
        }
        notes.extend(self.rollback(release, view));
        for (correction, dated) in release.corrections.iter().zip(&view.corrections) {
            notes.push(format!(
                "{} ({}): {}",
                words.text("release.corrections"),
                words.date(&dated.date),
                self.text(release, &correction.note)
            ));
        }
        notes.extend(view.window.as_ref().map(|window| self.window(window)));
        notes.extend(view.reach.as_ref().map(|reach| self.reach(reach)));
        if !view.rollout.is_empty() {
            let steps: Vec<String> = view.rollout.iter().map(|step| self.rollout(step)).collect();
            notes.push(format!("{}: {}", words.text("release.rollout"), steps.join("; ")));
        }
        notes.push(format!("<{}>", self.absolute(view.link.url)));
        let lines: String = notes.iter().map(|note| format!("- {}\n", indented(note))).collect();
        format!("{lines}\n")
    }

    /// `Planned for 12 May 2026`
    pub(super) fn planned_for(&self, release: &ReleaseLink) -> String {
        match &release.date {
            Some(date) => self.words.filled("release.planned_for", &[("date", &self.words.date(date))]),
            None => self.words.text("release.planned").to_owned(),
        }
    }

    /// That a release was taken back, why, and what to use instead.
    pub(super) fn rollback(&self, release: &Release, view: &ReleaseView) -> Option<String> {
        let (words, rollback) = (&self.words, view.rollback.as_ref()?);
        let mut note = format!("**{}.**", words.filled("release.rolled_back", &[("date", &words.date(&rollback.date))]));
        if let Some(by) = &rollback.replaced_by {
            note.push_str(&format!(" {}", words.filled("release.replaced_by", &[("version", &self.link(by.version, by.url))])));
        }
        let reason = release.rollback.as_ref().map(|rollback| self.text(release, &rollback.reason));
        Some(format!("{note} {}", reason.unwrap_or_default()).trim_end().to_owned())
    }

    fn text(&self, release: &Release, text: &Text) -> String {
        self.pages.views.release_markdown(release, text, 2)
    }

    pub(super) fn window(&self, window: &WindowView) -> String {
        let words = &self.words;
        let time = |date: &crate::view::link::Date| date.time.clone().unwrap_or_default();
        let (from, to, zone) = (time(&window.from), time(&window.to), window.from.zone.clone().unwrap_or_default());
        let (from_date, to_date) = (words.date(&window.from), words.date(&window.to));
        let when = if window.same_day {
            words.filled("release.window_same_day", &[("date", &from_date), ("from", &from), ("to", &to), ("zone", &zone)])
        } else {
            let blanks = [("from_date", from_date.as_str()), ("from", &from), ("to_date", &to_date), ("to", &to), ("zone", &zone)];
            words.filled("release.window_days", &blanks)
        };
        let impact = window.impact.map(|impact| format!(". {}", escape(impact))).unwrap_or_default();
        format!("{}: {when}{impact}", words.text("release.window"))
    }

    /// `Rolling out · 10% of users · New accounts`, as its badge says.
    fn reach(&self, reach: &ReachView) -> String {
        let state = self.words.text(&format!("release.reach.{}", reach.state)).to_owned();
        let share = reach.share.map(|share| self.words.filled("release.share", &[("share", &share.to_string())]));
        [Some(state), share, reach.to.map(escape)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn rollout(&self, step: &RolloutView) -> String {
        let share = step.share.map(|share| format!(" {}", self.words.filled("release.share", &[("share", &share.to_string())])));
        let to = step.to.map(|to| format!(" {}", escape(to)));
        format!("{}{}{}", self.words.date(&step.date), share.unwrap_or_default(), to.unwrap_or_default())
    }

    /// The steps of an upgrade, under a heading at `level`.
    pub(super) fn steps(&self, release: &Release, level: usize) -> String {
        let steps = &release.upgrade;
        let phases = [("before", &steps.before), ("during", &steps.during), ("after", &steps.after)];
        let texts: String = phases
            .iter()
            .filter_map(|(phase, text)| Some((phase, text.as_ref()?)))
            .map(|(phase, text)| {
                let heading = self.words.text(&format!("release.{phase}")).to_owned();
                format!("{} {heading}\n\n{}\n\n", "#".repeat(level + 1), self.pages.views.release_markdown(release, text, level))
            })
            .collect();
        let from = release.upgrade_from.as_ref().map(|range| {
            let range = super::code(range.as_str());
            format!("{}\n\n", self.words.filled("release.upgrade_from", &[("range", &range)]))
        });
        if texts.is_empty() && from.is_none() {
            return String::new();
        }
        format!("{} {}\n\n{}{texts}", "#".repeat(level), self.words.text("release.upgrade"), from.unwrap_or_default())
    }

    fn neighbours(&self, view: &ReleaseView) -> String {
        let link = |key: &str, release: &Option<ReleaseLink>| {
            release.as_ref().map(|release| format!("{}: {}", self.words.text(key), self.link(release.version, release.url)))
        };
        let compare = view.compare.as_ref().zip(view.previous.as_ref());
        let compare =
            compare.map(|(url, previous)| self.plain_link(&self.words.filled("release.compare", &[("version", previous.version)]), url));
        let links = [link("release.previous", &view.previous), link("release.next", &view.next), compare];
        let links: Vec<String> = links.into_iter().flatten().collect();
        if links.is_empty() { String::new() } else { format!("---\n\n{}\n", links.join(" · ")) }
    }
}

/// `Helpdesk 3.2.0: Split inbox`
pub(super) fn heading(product: &str, release: &ReleaseLink) -> String {
    match release.title {
        Some(title) => format!("{product} {}: {title}", release.version),
        None => format!("{product} {}", release.version),
    }
}
