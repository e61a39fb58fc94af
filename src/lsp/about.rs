//! Things of a site in a few lines of Markdown.

use crate::diag::Code;
use crate::model::{Catalog, DeprecationState, Entry, Release};
use crate::template::{Section, Template};

use super::symbols::Thing;

/// Anything that a site names.
pub(super) fn thing(catalog: &Catalog, thing: &Thing) -> String {
    match thing {
        Thing::Entry(index) => {
            let told = catalog.entry(*index);
            entry(catalog, told, catalog.kind(told.kind))
        }
        Thing::Release(index) => release(catalog, catalog.release(*index)),
        Thing::Component(product, key) => {
            let product = catalog.product(*product);
            named(product.component_name(key).unwrap_or(key.as_str()), &format!("component of {}", product.name))
        }
        Thing::Audience(key) => {
            let audience = catalog.site().audiences.iter().find(|audience| audience.key.value == *key);
            let is_private = audience.is_some_and(|audience| audience.private);
            let name = audience.map_or(key.as_str(), |audience| audience.name.value.as_str());
            named(name, if is_private { "private audience: never in a production build" } else { "audience" })
        }
        Thing::Kind(index) => kind(catalog.kind(*index)),
    }
}

/// An entry: its title, where it stands, and how its life stands.
fn entry(catalog: &Catalog, entry: &Entry, kind: &Template) -> String {
    let product = if several(catalog) { format!(" of {}", catalog.product(entry.product).name) } else { String::new() };
    let place = match entry.release.map(|release| catalog.release(release)) {
        Some(release) => format!(" in {}{product}, {}", release.version.value, dated(release)),
        None => format!(", waits for a release{product}"),
    };
    let named = |index| catalog.full_name(index);
    let issue = entry.known_issue.as_ref().map(|issue| {
        let by = issue.resolved_by.first().map(|fix| format!(" by `{}`", named(*fix))).unwrap_or_default();
        let severity = if issue.severity.is_empty() { String::new() } else { format!("{}, ", issue.severity) };
        format!("{severity}{}{by}", issue.state.name())
    });
    let deprecation = entry.deprecation.as_ref().map(|deprecation| {
        let verb = if deprecation.state == DeprecationState::Removed { "" } else { ", goes" };
        let goes = deprecation.removal.as_ref().map(|version| format!("{verb} in {}", version.value)).unwrap_or_default();
        let by = deprecation.removed_by.map(|entry| format!(" by `{}`", named(entry))).unwrap_or_default();
        format!("{}{goes}{by}", deprecation.state.name())
    });
    let mut lines = vec![format!("**{}**", plain(&entry.title.value)), format!("{}{place}", kind.label)];
    lines.extend(issue.into_iter().chain(deprecation));
    lines.join("\n\n")
}

/// A release: its title, its version, its date and status, and how many entries it shows.
fn release(catalog: &Catalog, release: &Release) -> String {
    let product = if several(catalog) { format!("{} ", catalog.product(release.product).name) } else { String::new() };
    let version = &release.version.value;
    let title = release.title.as_ref().map(|title| format!(": {}", plain(title))).unwrap_or_default();
    let count = release.shown.len();
    let entries = if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
    format!("**{product}{version}**{title}\n\n{}, {}, {entries}", release.release_type.name(), dated(release))
}

fn dated(release: &Release) -> String {
    let status = release.status.value.name();
    release.date.as_ref().map_or_else(|| status.to_owned(), |date| format!("{status} {}", date.value.day()))
}

/// A kind: what its template says of it.
pub(super) fn kind(template: &Template) -> String {
    let bump = format!("needs a {} release at least", template.bump.name());
    let mut lines = vec![format!("**{}**, {bump}", template.heading)];
    lines.extend((!template.guidance.is_empty()).then(|| template.guidance.clone()));
    let section = |section: &Section| {
        let optional = if section.optional { " (optional)" } else { "" };
        let told = section.guidance.lines().next().map(|line| format!(": {line}")).unwrap_or_default();
        format!("- `## {}`{optional}{told}", section.title)
    };
    let sections: Vec<String> = template.sections.iter().map(section).collect();
    lines.extend((!sections.is_empty()).then(|| sections.join("\n")));
    lines.join("\n\n")
}

/// Something that has no more than a name.
fn named(name: &str, what: &str) -> String {
    format!("**{}**, {what}", plain(name))
}

/// A code of a diagnostic: what `explain` says first.
pub(super) fn code(code: Code) -> String {
    let explanation = code.explanation();
    let prose = crate::diag::explain(code).map(|explained| explained.prose).unwrap_or_default();
    let first = prose.split("\n\n").next().unwrap_or("").to_owned();
    let level = format!("{} by default", explanation.severity.name());
    [format!("**{}**, {level}", explanation.name), explanation.meaning.to_owned(), first].join("\n\n").trim_end().to_owned()
}

fn several(catalog: &Catalog) -> bool {
    catalog.products().len() > 1
}

/// A text that Markdown must not read.
fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '*' | '_' | '`' | '[' | ']' | '<' | '\\') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}
