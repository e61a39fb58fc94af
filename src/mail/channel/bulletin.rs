//! The news in short, for those who read it between other things.

use serde::Serialize;

use crate::model::{Entry, Release, Shown};
use crate::view::Views;

use super::super::frame::Frame;

/// What is posted, whoever reads it. Everything in it is public.
#[derive(Debug, Clone, Serialize)]
pub struct Bulletin {
    /// The campaign: `events/2.4.0/released`.
    #[serde(skip)]
    pub campaign: String,
    /// What is told, as in `--notice`.
    pub notice: &'static str,
    /// The subject of the mail that tells the same.
    pub subject: String,
    /// The product's key.
    pub product: String,
    /// The product's name.
    pub product_name: String,
    /// The version.
    pub version: String,
    /// The release's page, absolute.
    pub url: String,
    /// The language of it all, a BCP 47 tag.
    pub language: String,
    /// What the release is about, or why it was taken back, as plain text; may be empty.
    pub text: String,
    /// What leads to the page, in that language.
    #[serde(skip)]
    pub read: String,
    /// What it tells of, by kind.
    pub sections: Vec<Section>,
}

/// The entries of one kind.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// The kind.
    pub kind: String,
    /// Its heading.
    pub heading: String,
    /// The entries, in page order.
    pub entries: Vec<Item>,
}

/// One entry.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Its title, as plain text.
    pub title: String,
    /// Its address, absolute.
    pub url: String,
}

/// Entries by kind, as pages have them.
pub(in super::super) fn bulletin_sections(
    frame: &Frame,
    views: &Views,
    release: &Release,
    entries: Vec<(Option<&Shown>, &Entry)>,
) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for (shown, entry) in entries {
        let view = views.entry(entry, shown, release);
        let url = format!("{}{}", frame.site.url.origin(), view.url);
        let item = Item { id: entry.id.value.to_string(), title: entry.title.value.clone(), url };
        match sections.last_mut().filter(|section| section.kind == view.kind.name) {
            Some(section) => section.entries.push(item),
            None => sections.push(Section {
                kind: view.kind.name.to_owned(),
                heading: frame.heading(view.kind.name, view.kind.heading).to_owned(),
                entries: vec![item],
            }),
        }
    }
    sections
}
