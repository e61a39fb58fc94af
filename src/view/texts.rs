//! Every piece of Markdown of a catalog, rendered once; pages, feeds, JSON and mails all take it from here.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::markdown::{Html, Rendered};
use crate::model::{Catalog, Entry, EntryIndex, Release, ReleaseIndex};
use crate::source::Text;

use super::media::Media;
use super::pictures::fitted;
use super::place::Place;

/// The rendered steps of an upgrade, by phase.
#[derive(Debug, Clone, Default)]
pub struct UpgradeTexts {
    /// `before`
    pub before: Option<Rendered>,
    /// `during`
    pub during: Option<Rendered>,
    /// `after`
    pub after: Option<Rendered>,
}

/// The rendered texts of a release other than its entries.
#[derive(Debug, Clone, Default)]
struct ReleaseTexts {
    summary: Option<Rendered>,
    upgrade: UpgradeTexts,
    corrections: Vec<Rendered>,
    rollback: Option<Rendered>,
}

impl ReleaseTexts {
    fn all(&self) -> impl Iterator<Item = &Rendered> {
        let UpgradeTexts { before, during, after } = &self.upgrade;
        [&self.summary, before, during, after, &self.rollback].into_iter().flatten().chain(&self.corrections)
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut Rendered> {
        let UpgradeTexts { before, during, after } = &mut self.upgrade;
        [&mut self.summary, before, during, after, &mut self.rollback].into_iter().flatten().chain(&mut self.corrections)
    }
}

/// All rendered texts of a catalog.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    entries: Vec<Rendered>,
    releases: Vec<ReleaseTexts>,
    /// What to use instead of something deprecated.
    replacements: HashMap<EntryIndex, Rendered>,
}

impl Texts {
    /// Renders every body, summary, step and note of the catalog, on all cores.
    pub fn render(catalog: &Catalog, media: &Media) -> Self {
        Self {
            entries: catalog.entries().par_iter().map(|entry| entry_text(catalog, media, entry)).collect(),
            releases: catalog.releases().par_iter().map(|release| release_texts(catalog, media, release)).collect(),
            replacements: catalog.entries().par_iter().filter_map(|entry| replacement(catalog, media, entry)).collect(),
        }
    }

    /// Lets the texts' HTML for pages tell how large each picture is and which narrower copies `media` has of it.
    pub fn fit_pictures(&mut self, catalog: &Catalog, media: &Media) {
        let url = &catalog.site().url;
        let releases = self.releases.iter_mut().flat_map(ReleaseTexts::all_mut);
        for rendered in self.entries.iter_mut().chain(self.replacements.values_mut()).chain(releases) {
            rendered.page = fitted(&rendered.html, url, media);
        }
    }

    /// Every text there is.
    pub fn all(&self) -> impl Iterator<Item = &Rendered> {
        self.entries.iter().chain(self.replacements.values()).chain(self.releases.iter().flat_map(ReleaseTexts::all))
    }

    /// The body of an entry.
    pub fn entry(&self, index: EntryIndex) -> &Rendered {
        &self.entries[index.position()]
    }

    /// What to use instead of what an entry deprecates. Its HTML has no paragraph around it, where it is one.
    pub fn replacement(&self, index: EntryIndex) -> Option<&Rendered> {
        self.replacements.get(&index)
    }

    /// The summary of a release.
    pub fn summary(&self, index: ReleaseIndex) -> Option<&Rendered> {
        self.releases[index.position()].summary.as_ref()
    }

    /// The upgrade steps of a release.
    pub fn upgrade(&self, index: ReleaseIndex) -> &UpgradeTexts {
        &self.releases[index.position()].upgrade
    }

    /// The notes of a release's corrections, in their order.
    pub fn corrections(&self, index: ReleaseIndex) -> &[Rendered] {
        &self.releases[index.position()].corrections
    }

    /// Why a release was rolled back.
    pub fn rollback(&self, index: ReleaseIndex) -> Option<&Rendered> {
        self.releases[index.position()].rollback.as_ref()
    }
}

fn entry_text(catalog: &Catalog, media: &Media, entry: &Entry) -> Rendered {
    let prefix = format!("{}--", entry.id.value);
    let place = Place::of_entry(catalog, media, entry);
    place.render(&entry.body, 2, &prefix)
}

fn replacement(catalog: &Catalog, media: &Media, entry: &Entry) -> Option<(EntryIndex, Rendered)> {
    let text = entry.deprecation.as_ref()?.replacement.as_ref()?;
    let place = Place::of_entry(catalog, media, entry);
    Some((entry.index, line(place.render_text(text, 2, &format!("{}--replacement--", entry.id.value)))))
}

/// A text of one paragraph without the paragraph, to stand in a line or a cell.
fn line(rendered: Rendered) -> Rendered {
    let inner = rendered.html.text.trim_end().strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
    match inner.filter(|inner| !inner.contains("<p>")) {
        Some(inner) => {
            let paths = rendered.html.paths.iter().map(|path| path - "<p>".len()).collect();
            Rendered { html: Html { text: inner.to_owned(), paths }, page: None, plain: rendered.plain }
        }
        None => rendered,
    }
}

fn release_texts(catalog: &Catalog, media: &Media, release: &Release) -> ReleaseTexts {
    let place = Place::of_release(catalog, media, release);
    let steps = |text: &Option<Text>, phase: &str| text.as_ref().map(|text| place.render(text, 2, &format!("upgrade-{phase}--")));
    let corrections = release.corrections.iter().zip(1..);
    ReleaseTexts {
        summary: release.summary.as_ref().map(|text| place.render(text, 1, "summary--")),
        upgrade: UpgradeTexts {
            before: steps(&release.upgrade.before, "before"),
            during: steps(&release.upgrade.during, "during"),
            after: steps(&release.upgrade.after, "after"),
        },
        corrections: corrections.map(|(correction, number)| place.render(&correction.note, 2, &format!("correction-{number}--"))).collect(),
        rollback: release.rollback.as_ref().map(|rollback| place.render(&rollback.reason, 2, "rollback--")),
    }
}
