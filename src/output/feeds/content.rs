//! The HTML of an item: everything its page says of it, with headings from `<h2>` on and absolute links.

use crate::ident::When;
use crate::markdown::Rendered;
use crate::model::{Entry, Origin, Release, ReleaseIndex, Shown};
use crate::parse::document::Setting;

use super::super::Material;
use super::super::material::date_out;
use super::super::text::escape;

/// A release, planned or out.
pub(super) fn release(material: &Material, release: &Release) -> String {
    let mut html = String::new();
    if release.rollback.is_some() {
        html.push_str(&rollback_note(material, release));
    }
    if !release.is_out() {
        html.push_str(&plan(release));
    }
    if let Some(summary) = material.texts.summary(release.index) {
        html.push_str(&material.html(summary, &release.path));
    }
    html.push_str(&facts(release));
    html.push_str(&corrections(material, release));
    html.push_str(&sections(material, release));
    html.push_str(&upgrade(material, release));
    html.push_str(&format!("<p>{}</p>\n", release_link(material, release.index)));
    html
}

/// That a release was rolled back, and why.
pub(super) fn rollback(material: &Material, release: &Release) -> String {
    format!("{}<p>{}</p>\n", rollback_note(material, release), release_link(material, release.index))
}

/// An entry by itself: what it is of, its text, its facts.
pub(super) fn entry(material: &Material, entry: &Entry, release: &Release) -> String {
    let kind = material.catalog.kind(entry.kind);
    let link = release_link(material, release.index);
    let state = match (&release.rollback, date_out(release)) {
        (Some(rollback), _) => format!(", rolled back on {}", date(rollback.date)),
        (None, None) => release.date.as_ref().map_or(", planned".into(), |day| format!(", planned for {}", date(day.value))),
        (None, Some(_)) => String::new(),
    };
    format!("<p><strong>{}</strong> · {link}{state}</p>\n{}", escape(&kind.label), entry_body(material, entry))
}

/// The releases that are out and resolve a known issue.
pub(super) fn resolved_in<'a>(material: &Material<'a>, entry: &Entry) -> Vec<&'a Release> {
    let fixes = entry.known_issue.iter().flat_map(|issue| &issue.resolved_by);
    let releases = fixes.filter_map(|index| material.catalog.entry(*index).release);
    releases.map(|index| material.catalog.release(index)).filter(|release| release.is_out()).collect()
}

fn rollback_note(material: &Material, release: &Release) -> String {
    let Some(rollback) = &release.rollback else { return String::new() };
    let mut html = format!("<p><strong>Rolled back on {}.</strong>", date(rollback.date));
    if let Some(replacement) = rollback.replaced_by {
        html.push_str(&format!(" Replaced by {}.", release_link(material, replacement)));
    }
    html.push_str("</p>\n");
    html.push_str(&material.texts.rollback(release.index).map(|reason| material.html(reason, &release.path)).unwrap_or_default());
    html
}

fn plan(release: &Release) -> String {
    match &release.date {
        Some(day) => format!("<p><strong>Planned for {}.</strong></p>\n", date(day.value)),
        None => "<p><strong>Planned.</strong></p>\n".into(),
    }
}

/// The release's window, rollout and support, as a list.
fn facts(release: &Release) -> String {
    let mut facts = Vec::new();
    if let Some(window) = &release.window {
        let impact = window.impact.as_ref().map(|impact| format!(". {}", escape(impact))).unwrap_or_default();
        let moment = |at: chrono::DateTime<chrono::FixedOffset>| at.to_utc().format("%Y-%m-%d %H:%M UTC").to_string();
        facts.push(format!("Window: {} to {}{impact}", moment(window.from), moment(window.to)));
    }
    if let Some(until) = release.lts_until {
        facts.push(format!("Long-term support until {until}"));
    }
    for step in &release.rollout {
        let share = step.share.as_ref().map(|share| format!(" {} %", share.value)).unwrap_or_default();
        let to = step.to.as_ref().map(|to| format!(" {}", escape(&to.value))).unwrap_or_default();
        facts.push(format!("Rollout {}:{share}{to}", date(step.date.value)));
    }
    list(&facts)
}

fn corrections(material: &Material, release: &Release) -> String {
    let notes = release.corrections.iter().zip(material.texts.corrections(release.index));
    let notes: Vec<String> =
        notes.map(|(fact, note)| format!("{}: {}", date(fact.date.value), material.html(note, &release.path))).collect();
    if notes.is_empty() { String::new() } else { format!("<h2>Corrections</h2>\n{}", list(&notes)) }
}

fn sections(material: &Material, release: &Release) -> String {
    let mut html = String::new();
    let mut section = None;
    for (shown, entry) in material.catalog.shown(release) {
        if section != Some(entry.kind) {
            section = Some(entry.kind);
            html.push_str(&format!("<h2>{}</h2>\n", escape(&material.catalog.kind(entry.kind).heading)));
        }
        let title = escape(&entry.title.value);
        html.push_str(&format!("<h3><a href=\"{}\">{title}</a></h3>\n", escape(&material.entry_url(entry))));
        html.push_str(&origin(material, shown));
        html.push_str(&entry_body(material, entry));
    }
    html
}

fn origin(material: &Material, shown: &Shown) -> String {
    match shown.origin {
        Some(Origin::Prerelease(index)) => format!("<p>First in {}</p>\n", release_link(material, index)),
        Some(Origin::Backport(index)) => format!("<p>Brought back from {}</p>\n", release_link(material, index)),
        None => String::new(),
    }
}

fn entry_body(material: &Material, entry: &Entry) -> String {
    let mut html = String::new();
    if let Some(address) = material.image_url(entry) {
        let alt = entry.image.as_ref().and_then(|image| image.alt.as_ref()).map(|alt| alt.value.as_str()).unwrap_or_default();
        html.push_str(&format!("<p><img src=\"{}\" alt=\"{}\"></p>\n", escape(&address), escape(alt)));
    }
    let page = entry.release.map(|index| material.catalog.release(index).path.as_str()).unwrap_or_default();
    html.push_str(&material.html(material.texts.entry(entry.index), page));
    html.push_str(&list(&entry_facts(material, entry)));
    html
}

/// What an entry says in fields rather than in its text.
fn entry_facts(material: &Material, entry: &Entry) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(security) = &entry.security {
        let cve = security.cve.as_ref().map(|cve| format!(", {}", escape(cve))).unwrap_or_default();
        facts.push(format!("Severity: {}{cve}", escape(&security.severity)));
        facts.push(format!("Affects {}", escape(security.affects.as_str())));
    }
    if let Some(issue) = &entry.known_issue {
        facts.push(format!("Severity: {}", escape(&issue.severity)));
        let resolved: Vec<String> = resolved_in(material, entry).iter().map(|release| release_link(material, release.index)).collect();
        if !resolved.is_empty() {
            facts.push(format!("Resolved in {}", resolved.join(", ")));
        }
    }
    if let Some(deprecation) = &entry.deprecation {
        facts.extend(deprecation.removal.as_ref().map(|version| format!("Will be removed in {}", version.value)));
        facts.extend(deprecation.replacement.as_ref().map(|name| format!("Use instead: {}", escape(name))));
        let removed = deprecation.removed_by.and_then(|index| material.catalog.entry(index).release);
        let removed = removed.filter(|index| material.catalog.release(*index).is_out());
        facts.extend(removed.map(|index| format!("Removed in {}", release_link(material, index))));
    }
    facts.extend(entry.settings.iter().map(setting));
    facts.extend(entry.docs.iter().map(|url| link(url.as_str(), "Documentation")));
    facts.extend(entry.links.iter().map(|other| link(other.url.value.as_str(), &other.title.value)));
    facts.extend(entry.refs.iter().map(|reference| match &reference.url {
        Some(url) => link(url, &reference.text.value),
        None => escape(&reference.text.value),
    }));
    facts
}

fn setting(setting: &Setting) -> String {
    let code = |text: &str| format!("<code>{}</code>", escape(text));
    let part = |word: &str, value: &Option<crate::source::Spanned<String>>| {
        value.as_ref().map(|value| format!(" {word} {}", code(&value.value))).unwrap_or_default()
    };
    let (from, to, default) = (part("from", &setting.from), part("to", &setting.to), part("default", &setting.default));
    let comma = if default.is_empty() { "" } else { "," };
    format!("Setting {} {}{from}{to}{comma}{default}", code(&setting.name.value), setting.change.value.name())
}

fn upgrade(material: &Material, release: &Release) -> String {
    let steps = material.texts.upgrade(release.index);
    let phase = |title: &str, text: &Option<Rendered>| {
        text.as_ref().map(|text| format!("<h3>{title}</h3>\n{}", material.html(text, &release.path))).unwrap_or_default()
    };
    let phases = [phase("Before", &steps.before), phase("During", &steps.during), phase("After", &steps.after)].concat();
    let from = release.upgrade_from.as_ref().map(|range| format!("<p>From {}.</p>\n", escape(range.value.as_str()))).unwrap_or_default();
    if phases.is_empty() && from.is_empty() { String::new() } else { format!("<h2>Upgrade</h2>\n{from}{phases}") }
}

fn release_link(material: &Material, index: ReleaseIndex) -> String {
    let release = material.catalog.release(index);
    link(&material.url(&release.path), &material.name(release))
}

fn link(address: &str, text: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escape(address), escape(text))
}

fn list(items: &[String]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let items: String = items.iter().map(|item| format!("<li>{item}</li>\n")).collect();
    format!("<ul>\n{items}</ul>\n")
}

/// A day, or a time of day in UTC: forms that are read alike in every language.
fn date(when: When) -> String {
    if when.has_time() { when.utc().format("%Y-%m-%d %H:%M UTC").to_string() } else { when.day().to_string() }
}
