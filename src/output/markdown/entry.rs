//! An entry as Markdown.

use crate::model::Entry;
use crate::view::entry::{EntryView, SettingView};
use crate::view::link::{EntryLink, Link, ReleaseLink};

use super::{Twins, code, escape, indented};

impl Twins<'_> {
    /// An entry with its heading at `level`, its facts as a list, and its body.
    pub(super) fn entry(&self, entry: &Entry, view: &EntryView, level: usize) -> String {
        let mut text = format!("{} {}\n\n", "#".repeat(level), escape(view.title));
        for fact in self.facts(entry, view) {
            text.push_str(&format!("- {fact}\n"));
        }
        if view.image.is_some() {
            text.push_str(&format!("\n{}\n", self.image(view)));
        }
        if !text.ends_with("\n\n") {
            text.push('\n');
        }
        let body = self.pages.views.entry_markdown(entry, &entry.body, level - 1);
        text.push_str(&format!("{body}\n"));
        text
    }

    /// The picture of an entry; nothing where it has none.
    pub(super) fn image(&self, view: &EntryView) -> String {
        let Some(image) = &view.image else { return String::new() };
        let address = if image.src.starts_with('/') { self.absolute(&image.src) } else { image.src.clone() };
        format!("![{}]({address})", escape(image.alt))
    }

    /// What an entry says in fields rather than in its text.
    pub(super) fn facts(&self, entry: &Entry, view: &EntryView) -> Vec<String> {
        let words = &self.words;
        let mut facts = Vec::new();
        let mut fact = |label: &str, value: String| {
            if !value.is_empty() {
                facts.push(format!("{}: {value}", words.text(label)));
            }
        };
        fact("entry.components", names(view.components.iter().map(|component| component.name)));
        fact("entry.audiences", names(view.audiences.iter().map(|audience| audience.name)));
        if let Some(origin) = &view.origin {
            let key = if origin.kind == "backport" { "entry.backport" } else { "entry.first_in" };
            facts.push(words.filled(key, &[("version", &self.link(origin.release.version, origin.release.url))]));
        }
        let mut fact = |label: &str, value: String| {
            if !value.is_empty() {
                facts.push(format!("{}: {value}", words.text(label)));
            }
        };
        fact("entry.also_in", self.releases(&view.also_in));
        if let Some(security) = &view.security {
            fact("entry.severity", words.text(&format!("severity.{}", security.severity)).to_owned());
            fact("entry.cve", security.cve.zip(security.cve_url.as_ref()).map_or(String::new(), |(cve, url)| self.plain_link(cve, url)));
            let score = security.score.as_ref().map(|score| format!(" {score}")).unwrap_or_default();
            fact("entry.cvss", security.cvss.map_or(String::new(), |vector| format!("{}{score}", code(vector))));
            fact("ledger.osv", security.osv.as_ref().map_or(String::new(), |path| format!("<{}>", self.absolute(path))));
            fact("entry.affects", code(security.affects));
            fact("entry.credits", self.links(&security.credits));
        }
        if let Some(issue) = &view.known_issue {
            fact("entry.severity", words.text(&format!("severity.{}", issue.severity)).to_owned());
            fact("entry.state", words.text(&format!("state.{}", issue.state)).to_owned());
            fact("entry.affects", code(issue.affects));
            fact("entry.fixed_in", self.entries(&issue.resolved_by));
        }
        if let Some(deprecation) = &view.deprecation {
            fact("entry.state", words.text(&format!("state.{}", deprecation.state)).to_owned());
            fact("entry.removal", deprecation.removal.unwrap_or_default().to_owned());
        }
        let replacement = entry.deprecation.as_ref().and_then(|deprecation| deprecation.replacement.as_ref());
        fact("entry.replacement", replacement.map_or(String::new(), |replacement| indented(replacement.trim())));
        fact("entry.removes", self.entries(&view.removes));
        fact("entry.resolves", self.entries(&view.resolves));
        for field in &view.fields {
            fact(field.name, escape(&field.value));
        }
        fact("entry.settings", view.settings.iter().map(|setting| self.setting(setting)).collect::<Vec<_>>().join("; "));
        fact("entry.docs", view.docs.map_or(String::new(), |url| format!("<{url}>")));
        fact("entry.links", self.links(&view.links));
        fact("entry.refs", self.links(&view.refs));
        fact("entry.contributors", self.links(&view.contributors));
        facts
    }

    pub(super) fn setting(&self, setting: &SettingView) -> String {
        let change = self.words.text(&format!("setting.{}", setting.change)).to_lowercase();
        let mut text = format!("{} {change}", code(setting.name));
        match (setting.from, setting.to) {
            (Some(from), Some(to)) => text.push_str(&format!(", {} → {}", code(from), code(to))),
            (Some(from), None) => text.push_str(&format!(", {} {}", self.words.text("entry.from").to_lowercase(), code(from))),
            (None, Some(to)) => text.push_str(&format!(", {} {}", self.words.text("entry.to").to_lowercase(), code(to))),
            (None, None) => {}
        }
        if let Some(default) = setting.default {
            text.push_str(&format!(", {} {}", self.words.text("entry.default").to_lowercase(), code(default)));
        }
        text
    }

    pub(super) fn links(&self, links: &[Link]) -> String {
        names(links.iter().map(|link| link.url.map_or_else(|| escape(link.title), |url| self.plain_link(link.title, url))))
    }

    pub(super) fn releases(&self, releases: &[ReleaseLink]) -> String {
        names(releases.iter().map(|release| self.link(release.version, release.url)))
    }

    pub(super) fn entries(&self, entries: &[EntryLink]) -> String {
        let link = |entry: &EntryLink| {
            let version = entry.release.as_ref().map(|release| format!(" ({})", release.version)).unwrap_or_default();
            format!("{}{version}", self.plain_link(entry.title, &entry.url))
        };
        names(entries.iter().map(link))
    }
}

fn names<T: AsRef<str>>(names: impl Iterator<Item = T>) -> String {
    let names: Vec<T> = names.collect();
    names.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ")
}
