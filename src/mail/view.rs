//! What templates of mails may read besides `site`, `product` and `release`: the same things once more as plain text, cut
//! to what a mail has room for.

use serde::Serialize;

use crate::markdown::Rendered;
use crate::model::{EntryIndex, Release};
use crate::view::entry::EntryView;
use crate::view::ledger::KnownIssueRow;
use crate::view::link::Kind;
use crate::view::release::RolloutView;
use crate::view::text::excerpt;
use crate::view::{Texts, Views};

use super::frame::Frame;

/// How long the beginning of a text is that is too long for a mail.
const EXCERPT: usize = 600;

/// `mail` in templates of mails.
#[derive(Debug, Clone, Serialize)]
pub(super) struct MailView<'a> {
    /// `planned`, `window`, `released`, `rolled-back`, `known-issue`, `known-issue-closed` or `end-of-support`.
    pub(super) notice: &'static str,
    /// The language of the notes, where it is another one than the mail's.
    pub(super) notes_language: Option<&'a str>,
    /// Its direction, `ltr` or `rtl`.
    pub(super) notes_direction: Option<&'static str>,
    /// Stands before paths from the host where there is no HTML to make absolute: `https://example.org`.
    pub(super) origin: &'a str,
    /// The absolute address of the release's page.
    pub(super) url: String,
    /// The subject, on one line.
    pub(super) subject: &'a str,
    /// The name in `mail.from`, or the site's title.
    pub(super) from_name: &'a str,
    /// The address at which this recipient leaves.
    pub(super) leave: &'a str,
    /// Where readers choose what they hear of; none without the service for it.
    pub(super) preferences: Option<&'a str>,
    /// `mail.postal_address`
    pub(super) postal_address: Option<&'a str>,
    /// The beginning of what it tells, for the line that mail programs show beside the subject.
    pub(super) excerpt: String,
    /// The release's summary; only its beginning where the whole is too long for a mail.
    pub(super) summary: Option<Piece>,
    /// Why the release was rolled back.
    pub(super) reason: Option<Piece>,
    /// The step of the rollout that a `window` mail tells of; none where it tells of the maintenance window.
    pub(super) step: Option<RolloutView<'a>>,
    /// Whether the day on which support ends is past.
    pub(super) over: bool,
    /// The upgrade steps by phase; none where they are too long for a mail.
    pub(super) before: Option<Piece>,
    /// The steps of the upgrade itself.
    pub(super) during: Option<Piece>,
    /// The steps after it.
    pub(super) after: Option<Piece>,
    /// Whether the release has upgrade steps that the mail has no room for.
    pub(super) steps_left_out: bool,
    /// The entries by kind, in page order, as many as there is room for.
    pub(super) sections: Vec<Section<'a>>,
    /// How many entries there was no room for.
    pub(super) more: usize,
    /// The known issues that the mail tells of, whole: of `known-issue` and `known-issue-closed` the subject, of `rolled-back` those
    /// that the release has.
    pub(super) issues: Vec<Entry<'a>>,
    /// Known issues of other releases that are open in this one.
    pub(super) known_issues: Vec<KnownIssueRow<'a>>,
}

/// A text in both forms.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Piece {
    /// HTML.
    html: String,
    /// Plain text.
    text: String,
}

/// The entries of one kind.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Section<'a> {
    /// The kind.
    kind: Kind<'a>,
    /// The heading over its entries, in the mail's language where the theme knows it.
    heading: &'a str,
    /// The entries, in the order written.
    entries: Vec<Entry<'a>>,
}

/// An entry with its body in both forms.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Entry<'a> {
    /// What pages show of it.
    #[serde(flatten)]
    view: EntryView<'a>,
    /// Its body as plain text.
    text: &'a str,
}

/// How much of a release a mail has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    /// How many entries, whole.
    pub(super) entries: usize,
    /// Whether there is room for the whole summary, the upgrade steps and known issues of other releases.
    pub(super) around: bool,
}

impl Room {
    pub(super) const EVERYTHING: Self = Self { entries: usize::MAX, around: true };
}

impl From<&Rendered> for Piece {
    fn from(rendered: &Rendered) -> Self {
        Self { html: rendered.html.text.clone(), text: rendered.plain.clone() }
    }
}

impl Piece {
    /// The beginning of a text, as one paragraph.
    fn beginning(rendered: &Rendered) -> Self {
        let text = excerpt(&rendered.plain, EXCERPT);
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        Self { html: format!("<p>{escaped}</p>"), text }
    }
}

/// The release's summary, as much of it as there is room for.
pub(super) fn summary(texts: &Texts, release: &Release, room: Room) -> Option<Piece> {
    texts.summary(release.index).map(|text| if room.around { Piece::from(text) } else { Piece::beginning(text) })
}

/// The entries of a release by kind, as many as there is room for.
pub(super) fn sections<'a>(frame: &'a Frame, views: &'a Views<'a>, release: &'a Release, room: Room) -> Vec<Section<'a>> {
    let mut sections: Vec<Section> = Vec::new();
    for (shown, entry) in views.catalog().shown(release).take(room.entries) {
        let entry = Entry { view: views.entry(entry, Some(shown), release), text: &views.texts().entry(entry.index).plain };
        // `shown` is sorted by kind, so that entries of one kind are neighbours.
        match sections.last_mut().filter(|section| section.kind.name == entry.view.kind.name) {
            Some(section) => section.entries.push(entry),
            None => sections.push(Section {
                heading: frame.heading(entry.view.kind.name, entry.view.kind.heading),
                kind: entry.view.kind,
                entries: vec![entry],
            }),
        }
    }
    sections
}

/// Known issues, whole, as many as there is room for.
pub(super) fn issue_entries<'a>(views: &'a Views<'a>, release: &'a Release, issues: &[EntryIndex], room: Room) -> Vec<Entry<'a>> {
    let whole = |index: &EntryIndex| {
        let entry = views.catalog().entry(*index);
        Entry { view: views.entry(entry, None, release), text: &views.texts().entry(*index).plain }
    };
    issues.iter().take(room.entries).map(whole).collect()
}
