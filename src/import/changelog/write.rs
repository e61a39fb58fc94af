//! A changelog, understood, to the files of a site.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write;

use crate::ident::{LinkUrl, slug};
use crate::import::{ImportOptions, Imported, Unplaced, yaml};
use crate::markdown::{self, RenderOptions, Target};

use super::definitions::Definitions;
use super::gather::{Changelog, Entry, Release};
use super::settle;

/// Longer texts before the first release are no description of a product.
const LONGEST_DESCRIPTION: usize = 500;

/// The template that ships, which asks every breaking change for its migration.
const BREAKING: &str = include_str!("../../../templates/breaking.md");

pub(super) fn write(mut changelog: Changelog, options: &ImportOptions) -> Imported {
    let calendar = settle::is_calendar(&changelog.releases);
    let notes = settle::settle(&mut changelog, calendar, options.today, options.new_site.is_some());
    let of_headings = changelog.releases.first().and_then(|release| release.heading.name.clone());
    let (name, title) = settle::names(changelog.title.as_deref(), of_headings.as_deref(), options);
    for heading in changelog.releases.iter_mut().map(|release| &mut release.heading) {
        let other = heading.name.take().filter(|other| *other != name);
        heading.title = heading.title.take().or(other);
    }
    let product = options.product.as_ref().map_or_else(|| slug(&name), |product| product.as_str().to_owned());
    let product = if product.is_empty() { "product".to_owned() } else { product };
    let definitions = Definitions::new(std::mem::take(&mut changelog.definitions));
    let mut writer =
        Writer { changelog, product, calendar, files: Vec::new(), notes, codes: BTreeSet::new(), lost_links: Vec::new(), definitions };
    writer.keep_idle_definitions();
    let preamble = writer.preamble(options.new_site.is_some());
    writer.releases();
    writer.unreleased();
    if let Some(url) = &options.new_site {
        writer.site(&name, &title, url.as_str(), &preamble);
    }
    writer.finish(name, options.new_site.is_some())
}

struct Writer {
    changelog: Changelog,
    product: String,
    calendar: bool,
    files: Vec<(String, String)>,
    notes: Vec<String>,
    /// Codes that the imported text breaks as errors, beyond those that all history may break.
    codes: BTreeSet<&'static str>,
    /// Addresses that meant something beside the changelog.
    lost_links: Vec<String>,
    definitions: Definitions,
}

impl Writer {
    /// Definitions that nothing refers to stay as comments with the release they stand in.
    fn keep_idle_definitions(&mut self) {
        let mut texts: Vec<&str> = self.changelog.preamble.iter().map(|(_, text)| text.as_str()).collect();
        let mut addresses = HashSet::new();
        for release in self.changelog.releases.iter().chain([&self.changelog.unreleased]) {
            texts.extend(release.summary.iter().map(String::as_str));
            texts.extend(release.entries.iter().map(|entry| entry.body.as_str()));
            addresses.extend(release.links.iter().map(|(_, address)| address.as_str()));
        }
        for definition in self.definitions.idle(texts, &addresses) {
            let place = definition.release.and_then(|index| self.changelog.releases.get_mut(index));
            let place = place.unwrap_or(&mut self.changelog.unreleased);
            let version = &place.heading.version;
            let kept = if version.is_empty() { "as a comment".to_owned() } else { format!("as a comment in {version}") };
            place.comments.push(definition.text.clone());
            self.changelog.unplaced.push(Unplaced { line: definition.line, text: definition.text, kept });
        }
    }

    /// What stands before the first release: a description where it is short, and comments in any case.
    fn preamble(&mut self, new_site: bool) -> Preamble {
        let texts: Vec<&str> = self.changelog.preamble.iter().map(|(_, text)| text.as_str()).collect();
        let markdown = self.definitions.complete(&texts.join("\n\n"));
        let resolve = |address: &str| Target::Url(address.to_owned());
        let options = RenderOptions { heading_shift: 0, id_prefix: "", origin: "", resolve: &resolve };
        let words = markdown::render(&markdown, &options).plain;
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let description = Some(words).filter(|words| new_site && !words.is_empty() && words.chars().count() <= LONGEST_DESCRIPTION);
        if description.is_none() {
            let unplaced = self.changelog.preamble.iter();
            let unplaced = unplaced.map(|(line, text)| Unplaced { line: *line, text: text.clone(), kept: "as a comment".to_owned() });
            self.changelog.unplaced.extend(unplaced);
        }
        if !new_site && !markdown.is_empty() {
            self.changelog.unreleased.summary.insert(0, markdown.clone());
        }
        Preamble { description, markdown }
    }

    fn releases(&mut self) {
        for index in 0..self.changelog.releases.len() {
            let release = std::mem::take(&mut self.changelog.releases[index]);
            let text = self.release(&release);
            self.files.push((format!("content/{}/{}.yaml", self.product, release.heading.version), text));
            self.changelog.releases[index] = release;
        }
    }

    fn release(&mut self, release: &Release) -> String {
        let mut text = String::new();
        yaml::comment(&mut text, &release.comments.join("\n\n"));
        let heading = &release.heading;
        if heading.version.contains('+') {
            let _ = writeln!(text, "version: {}", yaml::scalar(&heading.version));
        }
        if let Some(title) = &heading.title {
            let _ = writeln!(text, "title: {}", yaml::scalar(title));
        }
        if let Some(date) = heading.date {
            let _ = writeln!(text, "date: {date}");
        }
        if heading.planned {
            text.push_str("status: planned\n");
        }
        let links = release.links.iter().map(|(text, address)| link(text, address));
        let parts: Vec<String> = release.summary.iter().cloned().chain(links).collect();
        if !parts.is_empty() {
            let summary = self.settled(&parts.join("\n\n"));
            yaml::markdown(&mut text, 0, "summary", &summary);
        }
        if !release.entries.is_empty() {
            text.push_str("entries:\n");
            self.entries(&mut text, 2, &release.entries);
        }
        if text.lines().all(|line| line.starts_with('#')) {
            text.push_str("{}\n");
        }
        text
    }

    fn entries(&mut self, text: &mut String, indent: usize, entries: &[Entry]) {
        let mut ids: HashMap<String, usize> = HashMap::new();
        for entry in entries {
            let own = slug(&entry.title);
            let id = unique(if own.is_empty() { "entry" } else { &own }, &mut ids);
            let _ = writeln!(text, "{:indent$}- kind: {}", "", entry.kind);
            if id != own {
                let _ = writeln!(text, "{:indent$}  id: {}", "", yaml::scalar(&id));
            }
            let _ = writeln!(text, "{:indent$}  title: {}", "", yaml::scalar(&entry.title));
            let mut body = entry.body.clone();
            if !entry.labels.is_empty() {
                let _ = write!(body, "\n\nListed under *{}*.", entry.labels.join(", "));
            }
            let body = self.settled(&body);
            yaml::markdown(text, indent + 2, "body", &body);
        }
    }

    /// Entries that wait, in one list. What is said beside them has no place in `unreleased/` but a comment.
    fn unreleased(&mut self) {
        let unreleased = std::mem::take(&mut self.changelog.unreleased);
        let links = unreleased.links.iter().map(|(text, address)| link(text, address));
        let beside: Vec<String> = unreleased.summary.iter().chain(&unreleased.comments).cloned().chain(links).collect();
        let mut comments = String::new();
        yaml::comment(&mut comments, &self.definitions.complete(&beside.join("\n\n")));
        if !unreleased.entries.is_empty() {
            let mut text = comments;
            self.entries(&mut text, 0, &unreleased.entries);
            self.files.push((format!("content/{}/unreleased/changelog.yaml", self.product), text));
        } else if let Some((_, text)) = self.files.first_mut() {
            text.insert_str(0, &comments);
        }
        self.changelog.unreleased = unreleased;
    }

    fn site(&mut self, name: &str, title: &str, url: &str, preamble: &Preamble) {
        let mut text = String::new();
        if !preamble.markdown.trim().is_empty() {
            text.push_str("# What stood before the first release:\n#\n");
            yaml::comment(&mut text, &preamble.markdown);
            text.push('\n');
        }
        let product = yaml::scalar(&self.product);
        let _ = write!(text, "title: {}\nurl: {url}\n\nproducts:\n  {product}:\n    name: {}\n", yaml::scalar(title), yaml::scalar(name));
        if let Some(description) = &preamble.description {
            let _ = writeln!(text, "    description: {}", yaml::scalar(description));
        }
        if self.calendar {
            text.push_str("    versioning: calendar\n");
        }
        text.push_str("\n# History is as it was: what was imported breaks rules that are meant for new releases.\n");
        text.push_str("# Delete a line to have its rule back.\nchecks:\n");
        for code in self.codes_off() {
            let _ = writeln!(text, "  {code}: off");
        }
        self.files.insert(0, ("content/site.yaml".to_owned(), text));
        if self.breaking() > 0 {
            let template = BREAKING.replace("## Migration\n", "## Migration (optional)\n");
            self.files.insert(1, ("templates/breaking.md".to_owned(), template));
        }
        for (order, (key, heading)) in (80..).zip(&self.changelog.kinds) {
            let heading = yaml::scalar(heading);
            let template = format!("---\nheading: {heading}\nlabel: {heading}\norder: {order}\nbump: patch\ntone: neutral\n---\n");
            self.files.insert(1, (format!("templates/{key}.md"), template));
        }
    }

    fn codes_off(&self) -> Vec<&'static str> {
        let mut codes = self.codes.clone();
        codes.extend(["bump-too-small", "version-order"]);
        codes.into_iter().collect()
    }

    /// How many breaking changes say nothing under a heading `Migration`.
    fn breaking(&self) -> usize {
        let entries = self.changelog.releases.iter().chain([&self.changelog.unreleased]).flat_map(|release| &release.entries);
        let told = |entry: &&Entry| {
            markdown::outline(&entry.body).headings.iter().any(|heading| heading.text == "Migration" && heading.has_content)
        };
        entries.filter(|entry| entry.kind == "breaking" && !told(entry)).count()
    }

    /// The text as the site can hold it: with its definitions, and with no address that climbs out of the content folder.
    ///
    /// Addresses that meant something beside the changelog lead nowhere from the site, and their rules are switched off.
    fn settled(&mut self, text: &str) -> String {
        let mut text = self.definitions.complete(text);
        let mut links = markdown::outline(&text).links;
        // From the end, so that the places before stay right. Links of one definition share a place.
        links.sort_by_key(|link| std::cmp::Reverse(link.range.start));
        links.dedup_by_key(|link| link.range.start);
        for link in links {
            let Some(code) = broken_rule(&link.target) else { continue };
            self.codes.insert(code);
            self.lost_links.push(format!("`{}`", link.target));
            if code != "missing-media" {
                continue;
            }
            if link.target.split('/').any(|part| part == "..") {
                let inside: Vec<&str> = link.target.split('/').filter(|part| *part != "..").collect();
                let written = text.get(link.range.clone()).unwrap_or("").replace(&link.target, &inside.join("/"));
                text.replace_range(link.range, &written);
            }
        }
        tags_as_text(text)
    }

    fn finish(mut self, name: String, new_site: bool) -> Imported {
        let breaking = self.breaking();
        if !self.lost_links.is_empty() {
            let links = settle::some(&self.lost_links);
            self.notes.push(format!("addresses that lead nowhere from the site: {links}"));
        }
        let codes: Vec<String> = self.codes_off().into_iter().map(|code| format!("`{code}`")).collect();
        let codes = codes.join(", ");
        if new_site {
            self.notes.push(format!("site.yaml switches off {codes}: history breaks rules that are meant for new releases"));
        } else {
            self.notes
                .push(format!("history breaks rules that are meant for new releases: switch off {codes} under `checks:` in site.yaml"));
        }
        if breaking > 0 {
            let what = if new_site {
                "`templates/breaking.md` makes that section optional"
            } else {
                "a `templates/breaking.md` of your own can make that section optional"
            };
            self.notes.push(format!(
                "{breaking} breaking {} no section `Migration`: {what}",
                if breaking == 1 { "change has" } else { "changes have" }
            ));
        }
        let releases = &self.changelog.releases;
        let entries = releases.iter().chain([&self.changelog.unreleased]).map(|release| release.entries.len()).sum();
        let mut unplaced = self.changelog.unplaced;
        unplaced.sort_by_key(|unplaced| unplaced.line);
        Imported { releases: releases.len(), entries, name, product: self.product, files: self.files, unplaced, notes: self.notes }
    }
}

/// The rule that an address from elsewhere breaks on the site.
fn broken_rule(address: &str) -> Option<&'static str> {
    let letters = |scheme: &str| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character))
    };
    match address.split_once(':').map(|(scheme, _)| scheme) {
        Some("entry" | "release") => Some("unresolved-entry"),
        Some("tel") => None,
        Some(scheme) if letters(scheme) => address.parse::<LinkUrl>().is_err().then_some("bad-url"),
        _ if address.starts_with("//") => Some("bad-url"),
        _ if address.starts_with(['#', '/']) => Some("broken-link"),
        _ => Some("missing-media"),
    }
}

/// What stands before the first release.
struct Preamble {
    description: Option<String>,
    markdown: String,
}

/// A heading's link, named so that it says where it leads.
fn link(text: &str, address: &str) -> String {
    let host = url::Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
    let text = text.trim_matches(['[', ']']);
    let address = if address.contains(['(', ')', ' ', '<']) { format!("<{address}>") } else { address.to_owned() };
    host.map_or_else(|| format!("{text} ({address})"), |host| format!("[{text} on {host}]({address})"))
}

fn unique(wanted: &str, used: &mut HashMap<String, usize>) -> String {
    let mut number = used.get(wanted).copied().unwrap_or(1);
    let mut id = wanted.to_owned();
    while used.contains_key(&id) {
        number += 1;
        let end = format!("-{number}");
        let stem: String = wanted.chars().take(80 - end.len()).collect();
        id = format!("{}{end}", stem.trim_end_matches('-'));
    }
    used.insert(wanted.to_owned(), number);
    used.insert(id.clone(), 1);
    id
}

/// The text with every tag that a page would leave out written so that readers see it: changelogs name `<Image />` and mean it.
fn tags_as_text(mut text: String) -> String {
    // What one tag hid may show another one. A few rounds do for any text that people write.
    for _ in 0..4 {
        let mut dropped: Vec<usize> = markdown::outline(&text).dropped_html.into_iter().map(|range| range.start).collect();
        if dropped.is_empty() {
            break;
        }
        dropped.sort_unstable();
        dropped.dedup();
        // From the end, so that the places before stay right.
        for start in dropped.into_iter().rev() {
            if text.get(start..).is_some_and(|rest| rest.starts_with('<')) {
                text.replace_range(start..=start, "&lt;");
            }
        }
    }
    text
}
