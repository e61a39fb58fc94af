//! What of a feed stands in which document: its newest items, and archive pages (RFC 5005, section 4) of those before.
//!
//! Pages are counted from the oldest item on, and one is made only when it is full, so nothing that comes later changes it. What it
//! shares with the feed, readers know by the ids. A page names the one after it only where both were made at once: that is why pages
//! are made in pairs, and the first, which has none before it, is not alone.

use std::collections::{HashMap, HashSet};

use super::channels::{Channel, Subject};
use super::item::Item;

/// How many items a feed has (`outputs.md`).
pub(super) const ITEMS: usize = 50;

/// How many items an archive page has. A pair is smaller than a feed, so the newest items, to which those of the same day may be
/// added, are on no page yet.
const ARCHIVED: usize = 20;

/// A document, whatever its format.
pub(super) struct Document<'a> {
    /// The feed it belongs to.
    pub(super) channel: &'a Channel,
    /// Its items, newest first.
    pub(super) items: Vec<&'a Item>,
    /// Its number, 1 for the oldest page; nothing for the feed itself.
    pub(super) page: Option<usize>,
    /// The page with the items before these.
    previous: Option<usize>,
    /// The page with the items after these.
    pub(super) next: Option<usize>,
}

impl Document<'_> {
    /// Its path in a format: `atom.xml`, or `atom-archive-2.xml`.
    pub(super) fn path(&self, name: &str) -> String {
        self.page.map_or_else(|| self.current(name), |page| self.archive(name, page))
    }

    /// The page with the items before these, in a format.
    pub(super) fn previous(&self, name: &str) -> Option<usize> {
        self.previous.filter(|_| self.channel.archived.contains(&name))
    }

    /// Whether there is such a document in a format.
    pub(super) fn is_in(&self, name: &str) -> bool {
        self.page.is_none() || self.channel.archived.contains(&name)
    }

    /// The path of the feed itself.
    pub(super) fn current(&self, name: &str) -> String {
        format!("{}{name}", self.channel.folder)
    }

    /// The path of an archive page.
    pub(super) fn archive(&self, name: &str, page: usize) -> String {
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        format!("{}{stem}-archive-{page}.{extension}", self.channel.folder)
    }
}

/// What any document tells of, each once.
pub(super) fn subjects(channels: &[Channel]) -> HashSet<Subject> {
    let of_channel = |channel: &Channel| [newest(channel).to_vec(), archived(channel)].concat();
    channels.iter().flat_map(of_channel).collect()
}

/// The feed and its archive pages.
pub(super) fn documents<'a>(channel: &'a Channel, items: &'a HashMap<Subject, Item>) -> Vec<Document<'a>> {
    let archived = archived(channel);
    let pages = archived.len() / ARCHIVED;
    let of = |subjects: &[Subject]| subjects.iter().filter_map(|subject| items.get(subject)).collect();
    let feed = Document { channel, items: of(newest(channel)), page: None, previous: Some(pages).filter(|pages| *pages > 0), next: None };
    let oldest_first = archived.rchunks(ARCHIVED).zip(1..).map(|(subjects, page)| Document {
        channel,
        items: of(subjects),
        page: Some(page),
        previous: Some(page - 1).filter(|page| *page > 0),
        next: Some(page + 1).filter(|_| page % 2 == 1),
    });
    [feed].into_iter().chain(oldest_first).collect()
}

fn newest(channel: &Channel) -> &[Subject] {
    channel.subjects.get(..ITEMS).unwrap_or(&channel.subjects)
}

/// What the archive pages hold, newest first. A plan is told no more when its release is out, so it is on no page.
fn archived(channel: &Channel) -> Vec<Subject> {
    let lasts = |subject: &&Subject| !matches!(subject, Subject::Planned(_));
    let lasting: Vec<Subject> = channel.subjects.iter().filter(lasts).copied().collect();
    let beyond = lasting.len() - newest(channel).iter().filter(lasts).count();
    let pairs = beyond.div_ceil(2 * ARCHIVED).min(lasting.len() / (2 * ARCHIVED));
    let count = pairs * 2 * ARCHIVED;
    lasting.get(lasting.len() - count..).unwrap_or_default().to_vec()
}
