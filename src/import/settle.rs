//! What notes leave open, settled one way for all its releases, with a note on each decision.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::ident::{Version, Versioning, slug};

use super::ImportOptions;
use super::notes::{Entry, Notes, Release};

/// A heading that is no kind of ours and that this many releases have becomes a kind of the site's own.
const RELEASES_OF_A_KIND: usize = 3;

pub(super) fn settle(notes: &mut Notes, calendar: bool, today: NaiveDate, new_site: bool) -> Vec<String> {
    let mut remarks = std::mem::take(&mut notes.remarks);
    remarks.extend(product_names(&mut notes.releases));
    remarks.extend(versions(&mut notes.releases, calendar));
    remarks.extend(forms_of_dates(&notes.releases));
    remarks.extend(planned(&mut notes.releases, today));
    remarks.extend(missing_dates(&mut notes.releases, today));
    remarks.extend(yanked(&mut notes.releases));
    if new_site {
        remarks.extend(own_kinds(notes));
    }
    remarks.extend(kinds(notes));
    remarks
}

/// The product's name and the site's title.
pub(super) fn names(title: Option<&str>, of_headings: Option<&str>, options: &ImportOptions) -> (String, String) {
    const GENERIC: [&str; 7] = ["changelog", "releasenotes", "history", "releases", "changes", "news", "whatsnew"];
    let generic = |title: &str| {
        let letters: String = title.chars().filter(|character| character.is_alphabetic()).flat_map(char::to_lowercase).collect();
        GENERIC.iter().any(|name| letters.ends_with(name) || letters.starts_with(name))
    };
    let names = [options.name.as_deref(), title.filter(|title| !generic(title)), of_headings];
    let name = names.into_iter().flatten().find(|name| !name.trim().is_empty()).unwrap_or(&options.fallback_name).to_owned();
    let title = match title.filter(|title| generic(title)) {
        Some(title) if title.split_whitespace().count() > 2 => title.to_owned(),
        Some(title) => format!("{name} {title}"),
        None => format!("{name} changelog"),
    };
    (name, title)
}

/// Whether every version is a year, a month and perhaps a count.
pub(super) fn is_calendar(releases: &[Release]) -> bool {
    let calendar = |release: &Release| {
        let written = release.written.trim_start_matches(['v', 'V']);
        Version::parse(written, Versioning::Calendar).is_ok_and(|version| version.prerelease().is_none())
    };
    !releases.is_empty() && releases.iter().all(calendar)
}

/// The first few, and a sign that there are more.
pub(super) fn some(all: &[String]) -> String {
    let few = all.iter().take(6).map(String::as_str).collect::<Vec<_>>().join(", ");
    if all.len() > 6 { format!("{few}, …") } else { few }
}

/// `1 release`, `2 releases`.
fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// A name that all releases have is the product's; names that differ are titles.
fn product_names(releases: &mut [Release]) -> Option<String> {
    let mut names: Vec<String> = releases.iter().map(|release| release.name.clone().unwrap_or_default()).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() < 2 {
        return None;
    }
    for release in releases.iter_mut() {
        release.title = release.title.take().or(release.name.take());
    }
    names.retain(|name| !name.is_empty());
    Some(format!("releases of several names are one product now, and have the names as titles: {}", names.join(", ")))
}

fn versions(releases: &mut [Release], calendar: bool) -> Option<String> {
    let mut changed = Vec::new();
    for release in releases {
        let written = release.written.rsplit('@').next().unwrap_or("").trim_start_matches(['v', 'V']);
        if calendar {
            release.version = written.to_owned();
        } else if written != release.version {
            changed.push(format!("`{}` is now `{}`", release.written, release.version));
        }
    }
    (!changed.is_empty())
        .then(|| format!("{} not written as Semantic Versioning has it: {}", count(changed.len(), "version"), changed.join(", ")))
}

fn forms_of_dates(releases: &[Release]) -> Option<String> {
    let read = releases.iter().filter_map(|release| Some(format!("`{}` is now {}", release.odd_date.as_ref()?, release.date?)));
    let read: Vec<String> = read.collect();
    (!read.is_empty()).then(|| format!("{} in a form of their own: {}", count(read.len(), "date"), some(&read)))
}

/// A day to come means a plan, and so does a word in its place.
fn planned(releases: &mut [Release], today: NaiveDate) -> Option<String> {
    let mut versions = Vec::new();
    for release in releases.iter_mut() {
        release.planned |= release.date.is_some_and(|date| date > today);
        if release.planned {
            versions.push(format!("`{}`", release.version));
        }
    }
    (!versions.is_empty()).then(|| format!("planned, by a date after today or a word in its place: {}", versions.join(", ")))
}

/// A release has a date. Where the file gives none, its neighbour's is taken, else today's, and the release's summary says so.
fn missing_dates(releases: &mut [Release], today: NaiveDate) -> Option<String> {
    let known: Vec<Option<(NaiveDate, String)>> = releases.iter().map(|release| Some((release.date?, release.version.clone()))).collect();
    let mut undated = Vec::new();
    for index in 0..releases.len() {
        let release = &mut releases[index];
        if release.date.is_some() || release.planned {
            continue;
        }
        let neighbour = known[..index].iter().rev().chain(&known[index..]).flatten().next();
        release.date = Some(neighbour.map_or(today, |(date, _)| *date));
        undated.push(format!("`{}`", release.version));
        let whose = neighbour.map_or_else(|| "the day of the import".to_owned(), |(_, version)| format!("that of {version}"));
        releases[index].summary.push(format!("*The changelog gives no date for this release. The one shown is {whose}.*"));
    }
    (!undated.is_empty()).then(|| {
        let what = count(undated.len(), "release");
        format!("no date is given for {what} ({}): the neighbour's is taken, else today's; the summary says so", some(&undated))
    })
}

fn yanked(releases: &mut [Release]) -> Option<String> {
    let mut versions = Vec::new();
    for release in releases.iter_mut().filter(|release| release.yanked) {
        release.summary.insert(0, "**[YANKED]**".to_owned());
        versions.push(format!("`{}`", release.version));
    }
    let why = "a roll-back has a day and a reason, which the changelog does not give, so the summary says it";
    (!versions.is_empty()).then(|| format!("yanked: {}; {why}", versions.join(", ")))
}

/// Headings that come again and again are kinds; the entries under them need not say where they stood.
fn own_kinds(notes: &mut Notes) -> Option<String> {
    let name = |entry: &Entry| entry.labels.first().filter(|label| entry.kind == "improvement" && !label.contains('[')).cloned();
    let mut releases_of: BTreeMap<String, usize> = BTreeMap::new();
    for release in &notes.releases {
        let mut names: Vec<String> = release.entries.iter().filter_map(name).collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().for_each(|name| *releases_of.entry(name).or_default() += 1);
    }
    let shipped = ["breaking", "security", "feature", "improvement", "fix", "deprecation", "known-issue"];
    let own = |name: &str| Some(slug(name)).filter(|key| !key.is_empty() && !shipped.contains(&key.as_str()));
    let often = releases_of.into_iter().filter(|(_, releases)| *releases >= RELEASES_OF_A_KIND);
    let known: Vec<String> = notes.kinds.iter().map(|(key, _)| key.clone()).collect();
    let mut found: Vec<(String, String)> = often.filter_map(|(name, _)| Some((own(&name)?, name))).collect();
    found.dedup_by(|a, b| a.0 == b.0);
    found.retain(|(key, _)| !known.contains(key));
    for entry in notes.releases.iter_mut().chain([&mut notes.unreleased]).flat_map(|release| &mut release.entries) {
        if let Some((key, _)) = found.iter().find(|(_, heading)| name(entry).as_ref() == Some(heading)) {
            entry.kind.clone_from(key);
            entry.labels.remove(0);
        }
    }
    let kinds: Vec<String> = found.iter().map(|(key, heading)| format!("{heading} (`templates/{key}.md`)")).collect();
    notes.kinds.extend(found);
    (!kinds.is_empty()).then(|| format!("headings that became kinds of the site's own: {}", kinds.join(", ")))
}

fn kinds(notes: &Notes) -> Vec<String> {
    let labelled: Vec<_> = notes.entries().filter(|entry| !entry.labels.is_empty()).collect();
    let security = labelled.iter().filter(|entry| entry.labels.iter().any(|label| label.to_lowercase().contains("security"))).count();
    let mut names: Vec<&str> = labelled.iter().flat_map(|entry| entry.labels.iter().map(String::as_str)).collect();
    names.sort_unstable();
    names.dedup();
    let mut remarks = Vec::new();
    if !labelled.is_empty() {
        let what = if labelled.len() == 1 { "1 entry stands".to_owned() } else { format!("{} entries stand", labelled.len()) };
        remarks.push(format!("{what} under headings that are no kind of ours ({}), and end by saying which", names.join(", ")));
    }
    if security > 0 {
        let what = count(security, "security fix").replace("fixs", "fixes");
        remarks.push(format!("{what} of kind `fix`: the kind `security` asks for a severity and for the versions affected"));
    }
    remarks
}
