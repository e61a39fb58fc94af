//! The HTML of an item: everything its page says of it, with headings from `<h2>` on and absolute links.

use crate::ident::When;
use crate::markdown::{Rendered, escaped};
use crate::model::{Entry, Origin, Product, Release, ReleaseIndex, Shown};
use crate::parse::document::Setting;

use super::super::Material;

/// A release, planned or out.
pub(super) fn release(material: &Material, release: &Release) -> String {
    let mut html = String::new();
    if release.rollback.is_some() {
        html.push_str(&rollback_note(material, release));
    }
    if !release.is_out() {
        html.push_str(&format!("<p><strong>{}.</strong></p>\n", escaped(&planned_for(material, release))));
    }
    if let Some(summary) = material.texts.summary(release.index) {
        html.push_str(&material.html(summary, &release.path));
    }
    html.push_str(&facts(material, release));
    html.push_str(&corrections(material, release));
    html.push_str(&sections(material, material.catalog.shown(release).map(|(shown, entry)| (Some(shown), entry))));
    html.push_str(&upgrade(material, release));
    html.push_str(&format!("<p>{}</p>\n", release_link(material, release.index)));
    html
}

/// What waits for a release.
pub(super) fn unreleased(material: &Material, product: &Product) -> String {
    let mut waiting: Vec<&Entry> = product.unreleased.iter().map(|index| material.catalog.entry(*index)).collect();
    waiting.sort_by_key(|entry| entry.kind);
    if waiting.is_empty() {
        return format!("<p>{}</p>\n", material.markup("ledger.no_entries", &[]));
    }
    sections(material, waiting.into_iter().map(|entry| (None, entry)))
}

/// That a release was rolled back, and why.
pub(super) fn rollback(material: &Material, release: &Release) -> String {
    format!("{}<p>{}</p>\n", rollback_note(material, release), release_link(material, release.index))
}

/// An entry by itself: what it is of, its text, its facts.
pub(super) fn entry(material: &Material, entry: &Entry, release: &Release) -> String {
    let kind = material.catalog.kind(entry.kind);
    let link = release_link(material, release.index);
    let state = match &release.rollback {
        Some(rollback) => format!(" · {}", escaped(&material.word("release.rolled_back", &[("date", &material.date(rollback.date))]))),
        None if release.is_out() => String::new(),
        None => format!(" · {}", escaped(&planned_for(material, release))),
    };
    format!("<p><strong>{}</strong> · {link}{state}</p>\n{}", escaped(&kind.label), entry_body(material, entry))
}

/// The releases that are out and resolve a known issue.
pub(super) fn resolved_in<'a>(material: &Material<'a>, entry: &Entry) -> Vec<&'a Release> {
    let fixes = entry.known_issue.iter().flat_map(|issue| &issue.resolved_by);
    let releases = fixes.filter_map(|index| material.catalog.entry(*index).release);
    releases.map(|index| material.catalog.release(index)).filter(|release| release.is_out()).collect()
}

fn rollback_note(material: &Material, release: &Release) -> String {
    let Some(rollback) = &release.rollback else { return String::new() };
    let mut html = format!("<p><strong>{}.</strong>", material.markup("release.rolled_back", &[("date", &material.date(rollback.date))]));
    if let Some(replacement) = rollback.replaced_by {
        let link = release_link(material, replacement);
        html.push_str(&format!(" {}", material.markup("release.replaced_by", &[("version", &link)])));
    }
    html.push_str("</p>\n");
    html.push_str(&material.texts.rollback(release.index).map(|reason| material.html(reason, &release.path)).unwrap_or_default());
    html
}

/// `Planned for 12 May 2026`
fn planned_for(material: &Material, release: &Release) -> String {
    match &release.date {
        Some(day) => material.word("release.planned_for", &[("date", &material.date(day.value))]),
        None => material.word("release.planned", &[]),
    }
}

/// The release's window, rollout and support, as a list.
fn facts(material: &Material, release: &Release) -> String {
    let mut facts = Vec::new();
    if let Some(window) = &release.window {
        let impact = window.impact.as_ref().map(|impact| format!(". {impact}")).unwrap_or_default();
        facts.push(labelled(material, "release.window", &escaped(&format!("{}{impact}", material.hours(window)))));
    }
    if let Some(until) = release.lts_until {
        facts.push(material.markup("release.lts_until", &[("date", &material.date(When::on(until)))]));
    }
    for step in &release.rollout {
        let share = step.share.as_ref().map(|share| material.word("release.share", &[("share", &share.value.to_string())]));
        let parts = [Some(material.date(step.date.value)), share, step.to.as_ref().map(|to| to.value.clone())];
        facts.push(labelled(material, "release.rollout", &escaped(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "))));
    }
    list(&facts)
}

/// A word of the theme, a colon, and HTML.
fn labelled(material: &Material, key: &str, html: &str) -> String {
    format!("{}: {html}", material.markup(key, &[]))
}

fn corrections(material: &Material, release: &Release) -> String {
    let notes = release.corrections.iter().zip(material.texts.corrections(release.index));
    let notes: Vec<String> =
        notes.map(|(fact, note)| format!("{}: {}", material.date(fact.date.value), material.html(note, &release.path))).collect();
    if notes.is_empty() { String::new() } else { format!("<h2>{}</h2>\n{}", material.markup("release.corrections", &[]), list(&notes)) }
}

/// Entries that are sorted by kind, under the headings of their kinds. One that waits for a release has no address yet.
fn sections<'a>(material: &Material, entries: impl Iterator<Item = (Option<&'a Shown>, &'a Entry)>) -> String {
    let mut html = String::new();
    let mut section = None;
    for (shown, entry) in entries {
        if section != Some(entry.kind) {
            section = Some(entry.kind);
            html.push_str(&format!("<h2>{}</h2>\n", escaped(&material.catalog.kind(entry.kind).heading)));
        }
        let title = match entry.release {
            Some(_) => link(&material.entry_url(entry), &entry.title.value),
            None => escaped(&entry.title.value),
        };
        html.push_str(&format!("<h3>{title}</h3>\n"));
        html.push_str(&shown.map(|shown| origin(material, shown)).unwrap_or_default());
        html.push_str(&entry_body(material, entry));
    }
    html
}

fn origin(material: &Material, shown: &Shown) -> String {
    let (key, index) = match shown.origin {
        Some(Origin::Prerelease(index)) => ("entry.first_in", index),
        Some(Origin::Backport(index)) => ("entry.backport", index),
        None => return String::new(),
    };
    format!("<p>{}</p>\n", material.markup(key, &[("version", &release_link(material, index))]))
}

fn entry_body(material: &Material, entry: &Entry) -> String {
    let mut html = String::new();
    if let Some(address) = material.image_url(entry) {
        let alt = entry.image.as_ref().and_then(|image| image.alt.as_ref()).map(|alt| alt.value.as_str()).unwrap_or_default();
        html.push_str(&format!("<p><img src=\"{}\" alt=\"{}\"></p>\n", escaped(&address), escaped(alt)));
    }
    let page = entry.release.map(|index| material.catalog.release(index).path.as_str()).unwrap_or_default();
    html.push_str(&material.html(material.texts.entry(entry.index), page));
    html.push_str(&list(&entry_facts(material, entry)));
    html
}

/// What an entry says in fields rather than in its text.
fn entry_facts(material: &Material, entry: &Entry) -> Vec<String> {
    let fact = |key: &str, text: &str| labelled(material, key, &escaped(text));
    let mut facts = Vec::new();
    if let Some(security) = &entry.security {
        facts.push(fact("entry.severity", &severity(material, &security.severity)));
        facts.extend(security.cve.as_ref().map(|cve| fact("entry.cve", cve)));
        facts.extend(security.cvss.as_ref().map(|vector| {
            let score = security.score().map(|score| format!(" ({score:.1})")).unwrap_or_default();
            fact("entry.cvss", &format!("{vector}{score}"))
        }));
        facts.push(fact("entry.affects", security.affects.as_str()));
    }
    if let Some(issue) = &entry.known_issue {
        facts.push(fact("entry.severity", &severity(material, &issue.severity)));
        facts.push(fact("entry.affects", issue.affects.as_str()));
        let resolved: Vec<String> = resolved_in(material, entry).iter().map(|release| release_link(material, release.index)).collect();
        facts.extend((!resolved.is_empty()).then(|| labelled(material, "entry.fixed_in", &resolved.join(", "))));
    }
    if let Some(deprecation) = &entry.deprecation {
        facts.extend(deprecation.removal.as_ref().map(|version| fact("entry.removal", version.value.as_str())));
        facts.extend(deprecation.replacement.as_ref().map(|name| fact("entry.replacement", name)));
        let removed = deprecation.removed_by.and_then(|index| material.catalog.entry(index).release);
        let removed = removed.filter(|index| material.catalog.release(*index).is_out());
        facts.extend(removed.map(|index| labelled(material, "entry.removed_in", &release_link(material, index))));
    }
    facts.extend(entry.settings.iter().map(|other| setting(material, other)));
    facts.extend(entry.docs.iter().map(|url| link(url.as_str(), &material.word("entry.docs", &[]))));
    facts.extend(entry.links.iter().map(|other| link(other.url.value.as_str(), &other.title.value)));
    facts.extend(entry.refs.iter().map(|reference| match &reference.url {
        Some(url) => link(url, &reference.text.value),
        None => escaped(&reference.text.value),
    }));
    facts
}

fn severity(material: &Material, name: &str) -> String {
    material.strings.text(&format!("severity.{name}")).unwrap_or(name).to_owned()
}

fn setting(material: &Material, setting: &Setting) -> String {
    let code = |text: &str| format!("<code>{}</code>", escaped(text));
    let change = material.markup(&format!("setting.{}", setting.change.value.name()), &[]);
    let mut parts = vec![format!("{}: {change}", labelled(material, "entry.setting", &code(&setting.name.value)))];
    for (key, value) in [("entry.from", &setting.from), ("entry.to", &setting.to), ("entry.default", &setting.default)] {
        parts.extend(value.as_ref().map(|value| labelled(material, key, &code(&value.value))));
    }
    parts.join("; ")
}

fn upgrade(material: &Material, release: &Release) -> String {
    let steps = material.texts.upgrade(release.index);
    let phase = |key: &str, text: &Option<Rendered>| {
        let title = material.markup(key, &[]);
        text.as_ref().map(|text| format!("<h3>{title}</h3>\n{}", material.html(text, &release.path))).unwrap_or_default()
    };
    let phases =
        [phase("release.before", &steps.before), phase("release.during", &steps.during), phase("release.after", &steps.after)].concat();
    let range = release.upgrade_from.as_ref().map(|range| format!("<code>{}</code>", escaped(range.value.as_str())));
    let from = range.map(|range| format!("<p>{}</p>\n", material.markup("release.upgrade_from", &[("range", &range)]))).unwrap_or_default();
    if phases.is_empty() && from.is_empty() {
        return String::new();
    }
    format!("<h2>{}</h2>\n{from}{phases}", material.markup("release.upgrade", &[]))
}

fn release_link(material: &Material, index: ReleaseIndex) -> String {
    let release = material.catalog.release(index);
    link(&material.url(&release.path), &material.name(release))
}

fn link(address: &str, text: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escaped(address), escaped(text))
}

fn list(items: &[String]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let items: String = items.iter().map(|item| format!("<li>{item}</li>\n")).collect();
    format!("<ul>\n{items}</ul>\n")
}
