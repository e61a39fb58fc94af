//! Notes, understood, to the files of a site.

mod entries;
mod site;
mod text;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write;

use crate::ident::slug;
use crate::markdown::{self, RenderOptions, Target};

use super::definitions::Definitions;
use super::notes::{Entry, Notes, Release};
use super::{ImportOptions, Imported, Unplaced, settle, yaml};

use entries::{Ids, entries};
use text::{Texts, link};

/// Longer texts before the first release are no description of a product.
const LONGEST_DESCRIPTION: usize = 500;

/// Writes notes of a format, by its name.
pub(super) fn write(mut notes: Notes, format: &str, options: &ImportOptions) -> Imported {
    let others = std::mem::take(&mut notes.others);
    let new_site = options.new_site.is_some();
    let (mut writer, title) = Writer::new(notes, options);
    let preamble = writer.preamble(new_site);
    writer.releases();
    writer.unreleased(format);
    // What was asked for by name is the first product alone.
    let theirs = ImportOptions { name: None, product: None, ..options.clone() };
    for other in others {
        let (mut other, _) = Writer::new(other, &theirs);
        let taken = |key: &str| writer.product == key || writer.others.iter().any(|known| known.product == key);
        let key = (2..).map(|number| format!("{}-{number}", other.product)).find(|key| !taken(key)).filter(|_| taken(&other.product));
        other.product = key.unwrap_or(other.product);
        // A product's own introduction has no place on a site of several.
        other.preamble(false);
        other.releases();
        other.unreleased(format);
        writer.others.push(other);
    }
    writer.gather_others();
    match &options.new_site {
        Some(url) => writer.site(&title, url.as_str(), &preamble),
        None => writer.add_to_site(&options.kinds),
    }
    writer.finish(new_site)
}

/// A product and its files.
struct Writer {
    notes: Notes,
    name: String,
    product: String,
    calendar: bool,
    files: Vec<(String, String)>,
    remarks: Vec<String>,
    texts: Texts,
    /// The products that came along with the first one.
    others: Vec<Writer>,
}

impl Writer {
    /// A product with all that is unclear settled, and the site's title.
    fn new(mut notes: Notes, options: &ImportOptions) -> (Self, String) {
        let calendar = settle::is_calendar(&notes.releases);
        let remarks = settle::settle(&mut notes, calendar, options.today, options.new_site.is_some());
        let of_headings = notes.releases.first().and_then(|release| release.name.clone());
        let (name, title) = settle::names(notes.title.as_deref(), notes.name.as_deref().or(of_headings.as_deref()), options);
        for release in &mut notes.releases {
            let other = release.name.take().filter(|other| *other != name);
            release.title = release.title.take().or(other);
        }
        let product = options.product.as_ref().map_or_else(|| slug(&name), |product| product.as_str().to_owned());
        let product = if product.is_empty() { "product".to_owned() } else { product };
        let definitions = Definitions::new(std::mem::take(&mut notes.definitions));
        let texts = Texts { definitions, codes: BTreeSet::new(), lost_links: Vec::new() };
        let mut writer = Self { notes, name, product, calendar, files: Vec::new(), remarks, texts, others: Vec::new() };
        writer.keep_idle_definitions();
        (writer, title)
    }

    /// Takes over what the other products have in common with the first: the site's files, and all that is reported.
    fn gather_others(&mut self) {
        for other in &mut self.others {
            self.files.append(&mut other.files);
            let name = &other.name;
            self.remarks.extend(std::mem::take(&mut other.remarks).into_iter().map(|remark| format!("{name}: {remark}")));
            self.texts.codes.append(&mut other.texts.codes);
            self.texts.lost_links.append(&mut other.texts.lost_links);
            self.notes.unplaced.append(&mut other.notes.unplaced);
            for kind in std::mem::take(&mut other.notes.kinds) {
                if !self.notes.kinds.iter().any(|(key, _)| *key == kind.0) {
                    self.notes.kinds.push(kind);
                }
            }
        }
    }

    /// Entries of all products.
    fn all_entries(&self) -> impl Iterator<Item = &Entry> {
        self.notes.entries().chain(self.others.iter().flat_map(|other| other.notes.entries()))
    }

    /// Definitions that nothing refers to stay as comments with the release they stand in.
    fn keep_idle_definitions(&mut self) {
        let mut texts: Vec<&str> = self.notes.preamble.iter().map(|piece| piece.text.as_str()).collect();
        let mut addresses = HashSet::new();
        for release in self.notes.all() {
            texts.extend(release.summary.iter().map(String::as_str));
            texts.extend(release.upgrade.iter().map(String::as_str));
            texts.extend(release.entries.iter().map(|entry| entry.body.as_str()));
            addresses.extend(release.links.iter().map(|(_, address)| address.as_str()));
        }
        for definition in self.texts.definitions.idle(texts, &addresses) {
            let place = definition.release.and_then(|index| self.notes.releases.get_mut(index));
            let place = place.unwrap_or(&mut self.notes.unreleased);
            let version = &place.version;
            let kept = if version.is_empty() { "as a comment".to_owned() } else { format!("as a comment in {version}") };
            place.comments.push(definition.text.clone());
            self.notes.unplaced.push(Unplaced { file: definition.file, line: definition.line, text: definition.text, kept });
        }
    }

    /// What stands before the first release: a description where it is short, and comments in any case.
    fn preamble(&mut self, new_site: bool) -> Preamble {
        let texts: Vec<&str> = self.notes.preamble.iter().map(|piece| piece.text.as_str()).collect();
        let markdown = self.texts.definitions.complete(&texts.join("\n\n"));
        let resolve = |address: &str| Target::Url(address.to_owned());
        let options = RenderOptions { heading_shift: 0, id_prefix: "", origin: "", resolve: &resolve };
        let words = markdown::render(&markdown, &options).plain;
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let description = Some(words).filter(|words| new_site && !words.is_empty() && words.chars().count() <= LONGEST_DESCRIPTION);
        if description.is_none() {
            let unplaced = self.notes.preamble.iter();
            let unplaced = unplaced.map(|piece| Unplaced {
                file: piece.file.clone(),
                line: piece.line,
                text: piece.text.clone(),
                kept: "as a comment".to_owned(),
            });
            self.notes.unplaced.extend(unplaced);
        }
        if !new_site && !markdown.is_empty() {
            self.notes.unreleased.summary.insert(0, markdown.clone());
        }
        Preamble { description, markdown }
    }

    fn releases(&mut self) {
        for index in 0..self.notes.releases.len() {
            let release = std::mem::take(&mut self.notes.releases[index]);
            let text = self.release(&release);
            self.files.push((format!("content/{}/{}.yaml", self.product, release.version), text));
            self.notes.releases[index] = release;
        }
    }

    fn release(&mut self, release: &Release) -> String {
        let mut text = String::new();
        yaml::comment(&mut text, &release.comments.join("\n\n"));
        if release.version.contains('+') {
            let _ = writeln!(text, "version: {}", yaml::scalar(&release.version));
        }
        if let Some(title) = &release.title {
            let _ = writeln!(text, "title: {}", yaml::scalar(title));
        }
        if let Some(date) = release.date {
            let _ = writeln!(text, "date: {date}");
        }
        if release.planned {
            text.push_str("status: planned\n");
        }
        let links = release.links.iter().map(|(text, address)| link(text, address));
        let parts: Vec<String> = release.summary.iter().filter(|part| !part.trim().is_empty()).cloned().chain(links).collect();
        if !parts.is_empty() {
            let summary = self.texts.settled(&parts.join("\n\n"));
            yaml::markdown(&mut text, 0, "summary", &summary);
        }
        if !release.upgrade.is_empty() {
            let steps = self.texts.settled(&release.upgrade.join("\n\n"));
            yaml::markdown(&mut text, 0, "upgrade", &steps);
        }
        if !release.entries.is_empty() {
            text.push_str("entries:\n");
            entries(&mut text, 2, &release.entries.iter().collect::<Vec<_>>(), &mut Ids::new(), &mut self.texts);
        }
        if text.lines().all(|line| line.starts_with('#')) {
            text.push_str("{}\n");
        }
        text
    }

    /// Entries that wait, a list for each name. What is said beside them has no place in `unreleased/` but a comment.
    fn unreleased(&mut self, format: &str) {
        let unreleased = std::mem::take(&mut self.notes.unreleased);
        let links = unreleased.links.iter().map(|(text, address)| link(text, address));
        let beside = unreleased.summary.iter().chain(&unreleased.upgrade).chain(&unreleased.comments);
        let beside: Vec<String> = beside.cloned().chain(links).collect();
        let mut comments = String::new();
        yaml::comment(&mut comments, &self.texts.definitions.complete(&beside.join("\n\n")));
        let mut lists: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in &unreleased.entries {
            lists.entry(entry.waits_in.as_deref().unwrap_or(format)).or_default().push(entry);
        }
        if lists.is_empty()
            && let Some((_, text)) = self.files.first_mut()
        {
            text.insert_str(0, &comments);
        }
        let mut ids = Ids::new();
        for (name, list) in lists {
            let mut text = std::mem::take(&mut comments);
            entries(&mut text, 0, &list, &mut ids, &mut self.texts);
            self.files.push((format!("content/{}/unreleased/{name}.yaml", self.product), text));
        }
        self.notes.unreleased = unreleased;
    }

    fn codes_off(&self) -> Vec<&'static str> {
        let mut codes = self.texts.codes.clone();
        codes.extend(["bump-too-small", "version-order"]);
        codes.into_iter().collect()
    }

    /// How many breaking changes say nothing under a heading `Migration`.
    fn breaking(&self) -> usize {
        let told = |entry: &&Entry| {
            markdown::outline(&entry.body).headings.iter().any(|heading| heading.text == "Migration" && heading.has_content)
        };
        self.all_entries().filter(|entry| entry.kind == "breaking" && !told(entry)).count()
    }

    fn finish(mut self, new_site: bool) -> Imported {
        let breaking = self.breaking();
        if !self.texts.lost_links.is_empty() {
            let mut seen = HashSet::new();
            self.texts.lost_links.retain(|link| seen.insert(link.clone()));
            self.remarks.push(format!("addresses that lead nowhere from the site: {}", self.texts.lost_links.join(", ")));
        }
        let codes: Vec<String> = self.codes_off().into_iter().map(|code| format!("`{code}`")).collect();
        let codes = codes.join(", ");
        if new_site {
            self.remarks.push(format!("site.yaml switches off {codes}: history breaks rules that are meant for new releases"));
        } else {
            self.remarks
                .push(format!("history breaks rules that are meant for new releases: switch off {codes} under `checks:` in site.yaml"));
        }
        if breaking > 0 {
            let what = if new_site {
                "`templates/breaking.md` makes that section optional"
            } else {
                "a `templates/breaking.md` of your own can make that section optional"
            };
            self.remarks.push(format!(
                "{breaking} breaking {} no section `Migration`: {what}",
                if breaking == 1 { "change has" } else { "changes have" }
            ));
        }
        let releases = self.notes.releases.len() + self.others.iter().map(|other| other.notes.releases.len()).sum::<usize>();
        let entries = self.all_entries().count();
        let mut unplaced = self.notes.unplaced;
        unplaced.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        Imported { releases, entries, name: self.name, product: self.product, files: self.files, unplaced, notes: self.remarks }
    }
}

/// What stands before the first release.
struct Preamble {
    description: Option<String>,
    markdown: String,
}
