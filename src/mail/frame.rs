//! What all mails of a site have alike: who sends them, in which words, and how a template becomes a part of a message.

use std::sync::OnceLock;

use chrono::{DateTime, Utc};
use tera::Context;

use crate::ident::{EmailAddress, Locale};
use crate::markdown::wrap;
use crate::model::{Catalog, Site};
use crate::parse::document::MailDocument;
use crate::theme::Theme;
use crate::view::site::SiteView;
use crate::view::{Media, Texts, Views};

use super::message::{Letter, hash};
use super::view::Room;
use super::{ComposeError, html};

/// How large the HTML part gets at most, in bytes, before links of the recipient's own take the place of what stands for them. Gmail
/// cuts off what is longer than about 102 KB.
const LARGEST: usize = 98_000;

/// How much of a mail's text mail programs show beside the subject, in characters.
pub(super) const EXCERPT: usize = 140;

/// The site as some recipients get it: what they may see, in words that they read.
#[derive(Clone, Copy)]
pub struct Edition<'a> {
    /// What they may see: nothing else can reach a mail.
    pub catalog: &'a Catalog,
    /// Its Markdown, rendered.
    pub texts: &'a Texts,
    /// Where its images stand.
    pub media: &'a Media,
    /// The look and the words.
    pub theme: &'a Theme,
    /// The language of these words.
    pub language: &'a Locale,
    /// The clock, for `Date`.
    pub now: DateTime<Utc>,
}

impl<'a> Edition<'a> {
    pub(super) fn views(&self) -> Views<'a> {
        Views::new(self.catalog, self.texts, self.media)
    }
}

/// The sender and the words of a mail.
pub(super) struct Frame<'a> {
    pub(super) site: &'a Site,
    pub(super) mail: &'a MailDocument,
    pub(super) theme: &'a Theme,
    /// The language of the theme's words.
    pub(super) language: &'a Locale,
    pub(super) now: DateTime<Utc>,
}

/// What a letter is made of besides its frame and what its templates read.
pub(super) struct Sheet<'a> {
    /// What its templates are called: `mail/NAME.html`, `mail/NAME.txt` and `mail/NAME.subject.txt`.
    pub(super) name: &'a str,
    /// How many items it has, were there room for all.
    pub(super) items: usize,
    /// The path within the site from which addresses in it lead on.
    pub(super) page: &'a str,
    /// The campaign in the ledger.
    pub(super) campaign: &'a str,
    /// The first three fields of `Feedback-ID`.
    pub(super) fields: [&'a str; 3],
    /// The path within the site at which earlier announcements can be read.
    pub(super) archive: &'a str,
}

/// What templates read: with as much as there is room for, the subject, and the sender's name.
pub(super) type Reading<'a> = &'a dyn Fn(Room, &str, &str) -> Context;

impl<'a> Frame<'a> {
    pub(super) fn new(edition: &Edition<'a>) -> Result<Self, ComposeError> {
        let Edition { catalog, theme, language, now, .. } = *edition;
        let site = catalog.site();
        let mail = site.mail.as_ref().ok_or(ComposeError::NoSender)?;
        Ok(Self { site, mail, theme, language, now })
    }

    /// `site` in templates: in the language of the theme's words, whatever that of the notes is.
    pub(super) fn site_view<'v>(&'v self, views: &'v Views) -> SiteView<'v> {
        let direction = direction(self.language);
        SiteView { language: self.language.as_str(), direction, ..views.site() }
    }

    /// The language of the notes, where it is another one than that of the theme's words, and its direction.
    pub(super) fn notes_language(&self) -> Option<(&'a str, &'static str)> {
        let notes = &self.site.language;
        (notes != self.language).then(|| (notes.as_str(), direction(notes)))
    }

    /// The heading of a kind of entry. Templates of entries have it in the site's language; a theme may know it in others.
    pub(super) fn heading<'k>(&'k self, kind: &str, heading: &'k str) -> &'k str {
        if self.notes_language().is_none() {
            return heading;
        }
        self.theme.strings().text(&format!("kinds.{kind}")).unwrap_or(heading)
    }

    /// The name that stands before the sender's address, before a template has its say.
    fn named(&self) -> &'a str {
        self.mail.from.value.mailbox().name.as_deref().unwrap_or(&self.site.title)
    }

    fn rendered(&self, template: &str, context: &Context) -> Result<String, ComposeError> {
        let bytes = self.theme.render(template, context).map_err(|problem| ComposeError::Template(Box::new(problem)))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// A template that makes one line.
    fn line(&self, template: &str, context: &Context) -> Result<String, ComposeError> {
        Ok(self.rendered(template, context)?.trim().to_owned())
    }

    /// The HTML part, whose addresses within the site lead on from `page`, a path within it.
    fn html(&self, template: &str, context: &Context, page: &str) -> Result<String, ComposeError> {
        let inlined = html::inlined(&self.rendered(template, context)?).map_err(ComposeError::Styles)?;
        Ok(html::absolute(&inlined, self.site.url.origin(), &self.site.url.absolute(page)))
    }

    pub(super) fn subject(&self, name: &str, reading: Reading) -> Result<String, ComposeError> {
        self.line(&format!("mail/{name}.subject.txt"), &reading(Room::EVERYTHING, "", self.named()))
    }

    /// The letter that the templates of a sheet make. Its text is broken into lines here.
    pub(super) fn letter(&self, sheet: &Sheet, reading: Reading) -> Result<Letter, ComposeError> {
        let Self { site, mail, .. } = self;
        let subject = self.subject(sheet.name, reading)?;
        let from_name = self.line("mail/from-name.txt", &reading(Room::EVERYTHING, &subject, self.named()))?;
        let template = format!("mail/{}.html", sheet.name);
        let (html, room) = fitting(sheet.items, |room| self.html(&template, &reading(room, &subject, &from_name), sheet.page))?;
        let text = self.rendered(&format!("mail/{}.txt", sheet.name), &reading(room, &subject, &from_name))?;
        let host = mail.list_id.as_ref().map_or(site.tag_host.as_str(), |id| id.value.as_str());
        Ok(Letter {
            campaign: sheet.campaign.to_owned(),
            host: host.to_owned(),
            from: mail.from.value.clone(),
            from_name,
            reply_to: mail.reply_to.as_ref().map(|address| address.value.clone()),
            subject,
            list_id: mail.list_id.as_ref().map(|id| id.value.clone()),
            archive: site.url.absolute(sheet.archive),
            language: self.language.as_str().to_owned(),
            leave_address: self.leave_address().address().to_owned(),
            service: mail.subscribe_url.as_ref().map(|url| url.value.clone()),
            feedback_id: format!("{}:{}", sheet.fields.join(":"), sender_id(host)),
            date: self.now.into(),
            text: wrap(&text),
            html,
            mould: OnceLock::new(),
        })
    }

    /// Who reads a request to leave.
    fn leave_address(&self) -> &EmailAddress {
        self.mail.reply_to.as_ref().map_or(&self.mail.from.value, |address| &address.value)
    }
}

/// The HTML part with as many of `all` entries as there is room for, and how many that are.
fn fitting(all: usize, render: impl Fn(Room) -> Result<String, ComposeError>) -> Result<(String, Room), ComposeError> {
    let fits = |html: &str| html.len() < LARGEST;
    let everything = Room { entries: all, around: true };
    let whole = render(everything)?;
    if fits(&whole) {
        return Ok((whole, everything));
    }
    let around = fits(&render(Room { entries: 0, around: true })?);
    // More entries never make a shorter mail: the largest number that fits lies between one that does and one that does not.
    let (mut fitting, mut failing) = (Room { entries: 0, around }, all);
    while fitting.entries + 1 < failing {
        let middle = Room { entries: fitting.entries.midpoint(failing), around };
        if fits(&render(middle)?) {
            fitting = middle;
        } else {
            failing = middle.entries;
        }
    }
    let html = render(fitting)?;
    if fits(&html) { Ok((html, fitting)) } else { Err(ComposeError::TooLong { bytes: html.len() }) }
}

fn direction(language: &Locale) -> &'static str {
    if language.is_right_to_left() { "rtl" } else { "ltr" }
}

/// What tells this sender from all others in `Feedback-ID`: 5 to 15 characters, the same for all its mails.
fn sender_id(host: &str) -> String {
    hash(&[host, "sender"]).chars().take(12).collect()
}
