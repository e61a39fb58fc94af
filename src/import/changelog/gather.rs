//! Blocks to releases and entries: which text belongs where.

use crate::import::Unplaced;
use crate::import::definitions::Definition;
use crate::import::kinds::section;
use crate::import::notes::{Entry, Notes, Piece, Release};
use crate::import::title::title;

use super::blocks::{Block, Heading, What};
use super::credits::credits;
use super::heading::{Opens, opens};

/// Where the reading stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Preamble,
    Unreleased,
    Release(usize),
}

/// A section of a release: what its heading says, and text that is in no list.
struct Section {
    line: usize,
    level: usize,
    name: String,
    kind: &'static str,
    /// What entries say of where they stood, outermost first.
    labels: Vec<String>,
    texts: Vec<(usize, String)>,
    has_items: bool,
}

/// The notes of the file at a path.
pub(super) fn gather(file: &str, blocks: Vec<Block>) -> Notes {
    gathered(Gatherer { file, notes: Notes::default(), place: Place::Preamble, section: None, whole: None }, blocks)
}

/// The notes of a release whose text stands alone: no heading in it opens another release.
pub(super) fn gather_release(file: &str, blocks: Vec<Block>, release: Release) -> Notes {
    let whole = Some(release.version.clone());
    let notes = Notes { releases: vec![release], ..Notes::default() };
    gathered(Gatherer { file, notes, place: Place::Release(0), section: None, whole }, blocks)
}

fn gathered(mut gatherer: Gatherer, blocks: Vec<Block>) -> Notes {
    for block in blocks {
        gatherer.block(block);
    }
    gatherer.close_section();
    gatherer.notes
}

struct Gatherer<'a> {
    file: &'a str,
    notes: Notes,
    place: Place,
    section: Option<Section>,
    /// The version of the one release that the text is about, where there is one.
    whole: Option<String>,
}

impl Gatherer<'_> {
    fn block(&mut self, Block { line, what }: Block) {
        match what {
            What::Heading(heading) => self.heading(line, heading),
            What::Item(text) => self.item(line, text),
            What::Text(text) => self.text(line, text),
            What::Definition { label, text } => {
                let release = if let Place::Release(index) = self.place { Some(index) } else { None };
                self.notes.definitions.push(Definition { file: self.file.to_owned(), line, label: label.to_lowercase(), text, release });
            }
        }
    }

    fn heading(&mut self, line: usize, heading: Heading) {
        let opened = match opens(&heading) {
            Opens::Release(again) if self.whole.as_ref().is_some_and(|version| same_version(version, &again.version)) => {
                return self.again(*again, heading.links);
            }
            _ if self.whole.is_some() => Opens::Section,
            opened => opened,
        };
        match opened {
            Opens::Unreleased(rest) => {
                self.close_section();
                self.place = Place::Unreleased;
                self.notes.unreleased.summary.extend(Some(rest).filter(|rest| !rest.is_empty()));
                self.notes.unreleased.links.extend(heading.links);
            }
            Opens::Release(release) => {
                self.close_section();
                self.release(line, *release, heading.links);
            }
            Opens::Section if self.place == Place::Preamble => {
                if self.notes.title.is_none() && self.notes.preamble.is_empty() {
                    self.notes.title = Some(heading.text);
                } else {
                    self.preamble(line, format!("{} {}", "#".repeat(heading.level), heading.with_links()));
                }
            }
            Opens::Section => self.open_section(line, heading.level, &heading.text, heading.with_links()),
        }
    }

    fn release(&mut self, line: usize, opened: Release, links: Vec<(String, String)>) {
        let releases = &mut self.notes.releases;
        if let Some(first) = releases.iter().position(|release| same_version(&release.version, &opened.version)) {
            self.place = Place::Release(first);
            let again = &mut releases[first];
            self.notes.remarks.push(format!("line {line}: `{}` comes a second time; both are one release now", opened.written));
            again.links.extend(links);
            again.summary.extend(opened.title.map(|title| format!("**{title}**")));
            again.date = again.date.or(opened.date);
            again.yanked |= opened.yanked;
            return;
        }
        self.place = Place::Release(releases.len());
        releases.push(Release { links, ..opened });
    }

    /// A release's own text says its version once more.
    fn again(&mut self, opened: Release, links: Vec<(String, String)>) {
        self.close_section();
        if let Some(release) = self.notes.releases.first_mut() {
            release.links.extend(links);
            release.summary.extend(opened.title.filter(|title| release.title.as_ref() != Some(title)).map(|title| format!("**{title}**")));
            release.yanked |= opened.yanked;
        }
    }

    fn open_section(&mut self, line: usize, level: usize, name: &str, shown: String) {
        let (kind, exact) = section(name);
        if level <= 2 && name.trim_start_matches(['[', 'v', 'V']).starts_with(|first: char| first.is_ascii_digit()) {
            self.notes
                .remarks
                .push(format!("line {line}: `{name}` is no version, so what stands under it belongs to the release before it"));
        }
        let parent = self.section.as_ref().filter(|parent| level > parent.level).map(|parent| (parent.kind, parent.labels.clone()));
        self.close_section();
        let (kind, mut labels) = match parent {
            // A heading within a section divides it, and may name a kind of its own.
            Some((parent, labels)) => (if exact { kind } else { parent }, labels),
            None => (kind, Vec::new()),
        };
        if !exact || shown != name {
            labels.push(shown.clone());
        }
        self.section = Some(Section { line, level, name: shown, kind, labels, texts: Vec::new(), has_items: false });
    }

    fn item(&mut self, line: usize, text: String) {
        if self.place == Place::Preamble {
            return self.preamble(line, format!("- {}", indented(&text)));
        }
        let Some(title) = title(&text) else {
            return self.misplace(line, &text);
        };
        let is_breaking = is_breaking(&text);
        let (kind, labels) = match &mut self.section {
            Some(section) if is_breaking => {
                section.has_items = true;
                ("breaking", section.labels.as_slice())
            }
            None if is_breaking => ("breaking", &[][..]),
            Some(section) => {
                section.has_items = true;
                (section.kind, section.labels.as_slice())
            }
            None => ("improvement", &[][..]),
        };
        let title = title.strip_prefix("Breaking: ").map_or(title.as_str(), str::trim_start).to_owned();
        let mut entry = Entry { kind: kind.to_owned(), title, labels: labels.to_vec(), ..Entry::default() };
        self.credit(&mut entry, &text);
        self.current().entries.push(Entry { body: text, ..entry });
    }

    /// Gives an entry the tickets and authors that its text names. A ticket that leads elsewhere than the others of its form is left to the text.
    fn credit(&mut self, entry: &mut Entry, text: &str) {
        let credits = credits(text);
        entry.contributors = credits.authors.into_iter().map(|name| (name, None)).collect();
        for reference in credits.refs {
            let known = self.notes.references.iter().find(|(pattern, _)| *pattern == reference.pattern);
            if known.is_some_and(|(_, address)| *address != reference.address) || entry.refs.contains(&reference.written) {
                continue;
            }
            if known.is_none() {
                self.notes.references.push((reference.pattern, reference.address));
            }
            entry.refs.push(reference.written);
        }
    }

    fn text(&mut self, line: usize, text: String) {
        if self.place == Place::Preamble {
            return self.preamble(line, text);
        }
        let name = text.trim_matches(|character: char| matches!(character, '*' | '_' | ':' | ' '));
        let marked = text.len() > name.len() && !text.contains('\n');
        if marked && section(name).1 {
            // `**Fixed**` or `Fixed:` on a line of its own divides as a heading does.
            let name = name.to_owned();
            return self.open_section(line, 6, &name, name.clone());
        }
        match &mut self.section {
            Some(section) => section.texts.push((line, text)),
            None => {
                if self.place == Place::Unreleased {
                    self.note_unplaced(line, &text);
                }
                self.current().summary.push(text);
            }
        }
    }

    fn preamble(&mut self, line: usize, text: String) {
        self.notes.preamble.push(Piece { file: self.file.to_owned(), line, text });
    }

    fn current(&mut self) -> &mut Release {
        match self.place {
            Place::Release(index) => &mut self.notes.releases[index],
            Place::Preamble | Place::Unreleased => &mut self.notes.unreleased,
        }
    }

    /// Text without a word, such as an empty task: it is kept with the release's summary.
    fn misplace(&mut self, line: usize, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        self.current().summary.push(text.to_owned());
        self.note_unplaced(line, text);
    }

    fn note_unplaced(&mut self, line: usize, text: &str) {
        let kept = match self.place {
            Place::Release(index) => format!("in the summary of {}", self.notes.releases[index].version),
            Place::Preamble | Place::Unreleased => "as a comment".to_owned(),
        };
        let text = text.lines().next().unwrap_or("").to_owned();
        self.notes.unplaced.push(Unplaced { file: self.file.to_owned(), line, text, kept });
    }

    /// Text of a section that holds no list is its one entry; else it has no place of its own, and goes to the summary.
    fn close_section(&mut self) {
        let Some(section) = self.section.take() else { return };
        let whole: Vec<&str> = section.texts.iter().map(|(_, text)| text.as_str()).collect();
        let whole = whole.join("\n\n");
        if section.texts.is_empty() && section.has_items {
            return;
        }
        let known = section.labels.is_empty();
        if let Some(title) = title(&whole).filter(|_| known && !section.has_items) {
            let entry = Entry { kind: section.kind.to_owned(), title, body: whole, ..Entry::default() };
            return self.current().entries.push(entry);
        }
        if !section.has_items {
            self.note_unplaced(section.line, &section.name);
        }
        let heading = format!("## {}", section.name);
        self.current().summary.push(heading);
        for (line, text) in section.texts {
            self.current().summary.push(text.clone());
            self.note_unplaced(line, &text);
        }
    }
}

/// Whether an item is marked as Keep a Changelog 2.0 and Common Changelog do it, in whatever section it stands: `**Breaking:**`,
/// `**Scanner (breaking):**`.
fn is_breaking(item: &str) -> bool {
    let Some((mark, _)) = item.strip_prefix("**").and_then(|rest| rest.split_once("**")) else { return false };
    let mark = mark.to_lowercase();
    mark.starts_with("breaking") || mark.trim_end_matches(':').ends_with("(breaking)")
}

fn indented(text: &str) -> String {
    text.replace('\n', "\n  ")
}

/// Build metadata does not tell versions apart.
fn same_version(a: &str, b: &str) -> bool {
    a.split('+').next() == b.split('+').next()
}
