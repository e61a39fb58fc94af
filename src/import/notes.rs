//! Notes of any format, understood: what a reader of a format makes, and what becomes the files of a site.

use chrono::NaiveDate;

use crate::ident::slug;

use super::Unplaced;
use super::definitions::Definition;

/// All that a format's files say.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// What the notes call themselves, where they do.
    pub(super) title: Option<String>,
    /// The product's name, where the format knows it.
    pub(super) name: Option<String>,
    /// What stands before the first release, as Markdown.
    pub(super) preamble: Vec<Piece>,
    /// The newest first.
    pub(super) releases: Vec<Release>,
    /// What waits for a release.
    pub(super) unreleased: Release,
    /// Definitions of links and footnotes, in the order of the files. Texts take along those that they refer to.
    pub(super) definitions: Vec<Definition>,
    /// What has no place of its own. Its text stands somewhere in these notes all the same.
    pub(super) unplaced: Vec<Unplaced>,
    /// What was assumed, changed or switched off, a sentence each.
    pub(super) remarks: Vec<String>,
    /// Kinds that the site needs beside those that ship: key and heading.
    pub(super) kinds: Vec<(String, String)>,
    /// Components: key and name.
    pub(super) components: Vec<(String, String)>,
    /// How `refs` become links: regular expression and address.
    pub(super) references: Vec<(String, String)>,
    /// Groups of readers that entries name.
    pub(super) audiences: Vec<Audience>,
    /// The address of the product's repository.
    pub(super) repository: Option<String>,
    /// Other products that came along, each with releases of its own.
    pub(super) others: Vec<Notes>,
}

/// Readers that some entries are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Audience {
    pub(super) key: String,
    pub(super) name: String,
    /// Whether what it reads stays out of a production build.
    pub(super) private: bool,
}

/// Markdown, and where it stood.
#[derive(Debug, Clone, Default)]
pub(super) struct Piece {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) text: String,
}

/// A release, or the changes that wait for one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Release {
    /// As Semantic Versioning has it.
    pub(super) version: String,
    /// As written.
    pub(super) written: String,
    /// The name before the version, where one stands there.
    pub(super) name: Option<String>,
    pub(super) date: Option<NaiveDate>,
    /// The date as written, where that is another form.
    pub(super) odd_date: Option<String>,
    pub(super) yanked: bool,
    /// It says itself that it is still to come.
    pub(super) planned: bool,
    pub(super) title: Option<String>,
    /// Text and address of links that stand for the whole release.
    pub(super) links: Vec<(String, String)>,
    /// What it says beside its entries, as Markdown.
    pub(super) summary: Vec<String>,
    /// Steps for those who upgrade, as Markdown.
    pub(super) upgrade: Vec<String>,
    pub(super) entries: Vec<Entry>,
    /// What nobody reads but has to stay.
    pub(super) comments: Vec<String>,
}

/// A change. Only kind and title have to be there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) kind: String,
    pub(super) title: String,
    /// Markdown.
    pub(super) body: String,
    /// Headings it stood under that its kind does not say, outermost first.
    pub(super) labels: Vec<String>,
    /// By default the title as a slug.
    pub(super) id: Option<String>,
    /// Keys of [`Notes::components`].
    pub(super) components: Vec<String>,
    /// Keys of [`Notes::audiences`].
    pub(super) audiences: Vec<String>,
    pub(super) refs: Vec<String>,
    /// Name, and address where there is one.
    pub(super) contributors: Vec<(String, Option<String>)>,
    /// Title and address.
    pub(super) links: Vec<(String, String)>,
    pub(super) severity: Option<String>,
    pub(super) cve: Option<String>,
    /// A range of versions.
    pub(super) affects: Option<String>,
    pub(super) highlight: bool,
    /// The stem of the file in `unreleased/` that it waits in; by default named after the format.
    pub(super) waits_in: Option<String>,
}

impl Notes {
    /// Every release, and what waits for one.
    pub(super) fn all(&self) -> impl Iterator<Item = &Release> {
        self.releases.iter().chain([&self.unreleased])
    }

    /// Every entry, those that wait included.
    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.all().flat_map(|release| &release.entries)
    }

    /// Adds another file's notes to these. What both say of a version becomes one release.
    pub(super) fn append(&mut self, mut other: Self) {
        self.title = self.title.take().or(other.title.take());
        let mut places = Vec::new();
        for release in std::mem::take(&mut other.releases) {
            let same = self.releases.iter().position(|known| known.version == release.version);
            places.push(same.unwrap_or(self.releases.len()));
            match same.and_then(|index| self.releases.get_mut(index)) {
                Some(known) => known.absorb(release),
                None => self.releases.push(release),
            }
        }
        for mut definition in std::mem::take(&mut other.definitions) {
            definition.release = definition.release.and_then(|index| places.get(index).copied());
            self.definitions.push(definition);
        }
        self.unreleased.absorb(std::mem::take(&mut other.unreleased));
        self.preamble.append(&mut other.preamble);
        self.unplaced.append(&mut other.unplaced);
        self.remarks.append(&mut other.remarks);
        for (pattern, address) in std::mem::take(&mut other.references) {
            if !self.references.iter().any(|(known, _)| *known == pattern) {
                self.references.push((pattern, address));
            }
        }
    }

    /// Lists a text that has no place of its own, and keeps it as a comment beside what waits for a release.
    pub(super) fn keep_as_comment(&mut self, file: &str, line: usize, text: &str) {
        self.unreleased.comments.push(format!("{file}:{line}:\n{text}"));
        self.list_unplaced(file, line, text, "as a comment");
    }

    /// Lists a text that has no place of its own, and says where it stands.
    pub(super) fn list_unplaced(&mut self, file: &str, line: usize, text: &str, kept: &str) {
        let text = text.trim().lines().next().unwrap_or("").to_owned();
        self.unplaced.push(Unplaced { file: file.to_owned(), line, text, kept: kept.to_owned() });
    }

    /// The key of a component, which from now on is one of the product.
    pub(super) fn component(&mut self, name: &str) -> Option<String> {
        let key = slug(name);
        if key.is_empty() {
            return None;
        }
        if !self.components.iter().any(|(known, _)| *known == key) {
            self.components.push((key.clone(), name.to_owned()));
        }
        Some(key)
    }

    /// Makes one release of all that waits.
    pub(super) fn release_waiting(&mut self, version: String, date: NaiveDate) {
        let waiting = std::mem::take(&mut self.unreleased);
        self.releases.insert(0, Release { written: version.clone(), version, date: Some(date), ..waiting });
        for definition in &mut self.definitions {
            definition.release = Some(definition.release.map_or(0, |index| index + 1));
        }
    }
}

impl Release {
    /// Takes over what another file says of the same release.
    fn absorb(&mut self, other: Self) {
        self.date = self.date.or(other.date);
        self.yanked |= other.yanked;
        if self.title.is_none() {
            self.title = other.title;
        } else {
            self.summary.extend(other.title.filter(|title| self.title.as_ref() != Some(title)).map(|title| format!("**{title}**")));
        }
        self.links.extend(other.links);
        self.summary.extend(other.summary);
        self.upgrade.extend(other.upgrade);
        self.entries.extend(other.entries);
        self.comments.extend(other.comments);
    }
}
