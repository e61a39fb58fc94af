//! All releases of a product as one file: CHANGELOG.md, in the form of Keep a Changelog 1.1.0.
//!
//! 1. What waits for a release, then plans that are announced, then what is out, newest first.
//! 2. In each, entries under the headings of the form; a kind that the form has no word for keeps its own heading.
//! 3. An entry is its title, and what its reader cannot do without: the sections that its template asks for, how grave it
//!    is, when something goes. [`Detail::Whole`] adds the rest.
//! 4. At the foot, where each heading leads.
//!
//! The headings of the form are English in every language, as the form has them: programs read them.

use crate::ident::Versioning;
use crate::markdown::outline;
use crate::model::{Entry, Product, Release};
use crate::parse::document::Status;
use crate::template::Bump;
use crate::view::entry::EntryView;
use crate::view::{compare_url, compare_with_head};

use super::{Twins, escape, indented};

/// The form's headings, in its order.
const HEADINGS: [&str; 6] = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

/// How much a changelog tells of each entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// Its title, and what its reader cannot do without.
    #[default]
    Brief,
    /// Everything that its page tells.
    Whole,
}

impl Twins<'_> {
    pub(super) fn changelog(&self, product: &Product, detail: Detail) -> String {
        let listing = &self.pages.listings[product.index.position()];
        let mut text = head(product);
        let mut links = Vec::new();
        if !product.unreleased.is_empty() {
            text.push_str("## [Unreleased]\n\n");
            let waiting = product.unreleased.iter().map(|index| self.catalog().entry(*index));
            text.push_str(&self.sections_of_form(waiting.map(|entry| (entry, self.pages.views.plain_entry(entry))).collect(), detail));
            links.extend(compare_with_head(self.catalog(), product).map(|url| format!("[Unreleased]: {url}\n")));
        }
        for index in listing.planned.iter().rev().chain(&listing.timeline) {
            let release = self.catalog().release(*index);
            text.push_str(&self.release_of_form(release, detail));
            let url = compare_url(self.catalog(), release);
            let url = url.unwrap_or_else(|| self.absolute(self.pages.views.release_url(release.index)));
            links.push(format!("[{}]: {url}\n", release.version.value));
        }
        format!("{text}{}", links.concat()).trim_end().to_owned() + "\n"
    }

    fn release_of_form(&self, release: &Release, detail: Detail) -> String {
        let date = release.date.as_ref().filter(|_| release.is_out()).map(|date| date.day().to_string());
        let yanked = if release.status.value == Status::RolledBack { " [YANKED]" } else { "" };
        let mut text = format!("## [{}] - {}{yanked}\n\n", release.version.value, date.as_deref().unwrap_or("Unreleased"));
        let view = self.pages.views.release(release);
        let mut paragraphs: Vec<String> = release.title.iter().map(|title| format!("**{}**", escape(title))).collect();
        paragraphs.extend((!release.is_out()).then(|| self.planned_for(&view.link)));
        paragraphs.extend(self.rollback(release, &view));
        paragraphs.extend(release.summary.as_ref().map(|summary| self.pages.views.release_markdown(release, summary, 2)));
        text.extend(paragraphs.iter().map(|paragraph| format!("{}\n\n", paragraph.trim())));
        let shown = self.catalog().shown(release);
        let entries = shown.map(|(shown, entry)| (entry, self.pages.views.entry(entry, Some(shown), release)));
        text.push_str(&self.sections_of_form(entries.collect(), detail));
        if detail == Detail::Whole {
            text.push_str(&self.steps(release, 3));
        }
        text
    }

    fn sections_of_form(&self, entries: Vec<(&Entry, EntryView)>, detail: Detail) -> String {
        let mut sections: Vec<(usize, String, Vec<String>)> = Vec::new();
        for (entry, view) in entries {
            let (place, heading) = self.section_of_form(entry);
            let item = self.item(entry, &view, detail);
            match sections.iter_mut().find(|(_, other, _)| *other == heading) {
                Some((_, _, items)) => items.push(item),
                None => sections.push((place, heading, vec![item])),
            }
        }
        // A stable sort: headings of the site's own stay in page order.
        sections.sort_by_key(|(place, ..)| *place);
        let section = |(_, heading, items): &(usize, String, Vec<String>)| {
            let between = if items.iter().any(|item| item.contains('\n')) { "\n\n" } else { "\n" };
            format!("### {heading}\n\n{}\n\n", items.join(between))
        };
        sections.iter().map(section).collect()
    }

    /// The heading an entry stands under, and where that comes: what breaks something before all, what the form does not know last.
    fn section_of_form(&self, entry: &Entry) -> (usize, String) {
        let kind = self.catalog().kind(entry.kind);
        let known = match kind.name.as_str() {
            "feature" => "Added",
            "improvement" => "Changed",
            "deprecation" => "Deprecated",
            "breaking" if !entry.removes.is_empty() => "Removed",
            "fix" => "Fixed",
            "security" => "Security",
            _ => &kind.heading,
        };
        let place = HEADINGS.iter().position(|heading| heading.eq_ignore_ascii_case(known));
        let own = if kind.bump == Bump::Major { 0 } else { HEADINGS.len() + 1 };
        (place.map_or(own, |place| place + 1), place.map_or_else(|| escape(known), |place| HEADINGS[place].to_owned()))
    }

    fn item(&self, entry: &Entry, view: &EntryView, detail: Detail) -> String {
        let mut paragraphs = vec![start_of_line(&escape(view.title))];
        match detail {
            Detail::Brief => {
                paragraphs.extend(self.essence(entry, view));
                paragraphs.extend(self.asked_sections(entry));
            }
            Detail::Whole => {
                let facts: Vec<String> = self.facts(entry, view).iter().map(|fact| format!("- {fact}")).collect();
                paragraphs.extend([facts.join("\n"), self.image(view), self.pages.views.entry_markdown(entry, &entry.body, 3)]);
            }
        }
        paragraphs.retain(|paragraph| !paragraph.trim().is_empty());
        format!("- {}", indented(&paragraphs.join("\n\n")))
    }

    /// How grave it is and whom it meets, or when something goes and what to use instead.
    fn essence(&self, entry: &Entry, view: &EntryView) -> Option<String> {
        let security = view.security.as_ref().map(|security| self.security_facts(security));
        let issue = view.known_issue.as_ref().map(|issue| self.issue_facts(issue));
        let removal = view.deprecation.as_ref().and_then(|deprecation| deprecation.removal);
        let removal = removal.map(|version| format!("{} {version}", self.words.text("entry.removal")));
        let facts: Vec<String> = [security, issue, removal, self.replacement(entry)].into_iter().flatten().collect();
        (!facts.is_empty()).then(|| facts.join(". "))
    }

    /// What stands under the headings that the template of its kind asks for.
    fn asked_sections(&self, entry: &Entry) -> Vec<String> {
        let asked = self.catalog().kind(entry.kind).sections.iter().filter(|section| !section.optional);
        let mut sections = asked.peekable();
        if sections.peek().is_none() {
            return Vec::new();
        }
        // The item is deeper than any heading; those within the section stay headings of the smallest size.
        let body = self.pages.views.entry_markdown(entry, &entry.body, 4);
        let outline = outline(&body);
        let text = |title: &str| {
            let heading = outline.headings.iter().find(|heading| heading.text.trim().eq_ignore_ascii_case(title))?;
            let content = body.get(heading.content.clone())?.trim();
            // A list or a piece of code cannot begin within a line.
            let begins_with_words = content.starts_with(char::is_alphabetic);
            let between = if begins_with_words { " " } else { "\n\n" };
            Some(format!("**{}:**{between}{content}", escape(title)))
        };
        sections.filter_map(|section| text(&section.title)).collect()
    }
}

fn head(product: &Product) -> String {
    let versions = match product.versioning {
        Versioning::SemVer => "[Semantic Versioning](https://semver.org/spec/v2.0.0.html)",
        Versioning::Calendar => "[Calendar Versioning](https://calver.org/)",
    };
    format!(
        "# Changelog\n\nAll notable changes to {}. The form is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/), \
         and versions follow {versions}.\n\n<!-- Written by `tidings changelog {}` from the release notes: change those, not this file. -->\n\n",
        escape(&product.name),
        product.key
    )
}

/// A text that begins no list, heading or rule where it begins a line.
fn start_of_line(text: &str) -> String {
    let digits = text.len() - text.trim_start_matches(|character: char| character.is_ascii_digit()).len();
    let at = match text.get(digits..).and_then(|rest| rest.chars().next()) {
        Some('.' | ')') if digits > 0 => digits,
        Some('#' | '-' | '+' | '=') if digits == 0 => 0,
        _ => return text.to_owned(),
    };
    format!("{}\\{}", &text[..at], &text[at..])
}
