//! An announcement of one release, composed once for everyone it goes to.
//!
//! 1. [`fitting`] renders the HTML part with as many entries as there is room for.
//! 2. The text part, the subject and the sender's name are templates of the theme too.
//! 3. [`Letter`] puts headers around them, for each recipient their own.

use chrono::{DateTime, Utc};
use tera::Context;

use crate::ident::EmailAddress;
use crate::markdown::wrap;
use crate::model::{Catalog, EntryIndex, Product, Release, ReleaseIndex};
use crate::parse::document::{MailDocument, Status};
use crate::theme::Theme;
use crate::view::text::excerpt;
use crate::view::{Listing, Media, Texts, Views};

use super::message::{LEAVE, Letter, PREFERENCES, hash};
use super::view::{self, MailView, Piece, Room};
use super::{ComposeError, Notice, html};

/// How large the HTML part gets at most, in bytes. Gmail cuts off what is longer than about 102 KB.
const LARGEST: usize = 100_000;

/// How much of a mail's text mail programs show beside the subject, in characters.
const EXCERPT: usize = 140;

/// What to announce, and what it is made of.
#[derive(Clone, Copy)]
pub struct Announcement<'a> {
    /// What the recipients may see: nothing else can reach a mail.
    pub catalog: &'a Catalog,
    /// Its Markdown, rendered.
    pub texts: &'a Texts,
    /// Where its images stand.
    pub media: &'a Media,
    /// The look and the words.
    pub theme: &'a Theme,
    /// The release.
    pub release: ReleaseIndex,
    /// What to tell of it.
    pub notice: Notice,
    /// The clock, for `Date`.
    pub now: DateTime<Utc>,
}

/// Composes the announcement, of which each recipient gets a message of their own.
///
/// # Errors
/// [`ComposeError`]: the site has no sender, the release is in another state than the notice, or a template is wrong.
pub fn compose(announcement: &Announcement) -> Result<Letter, ComposeError> {
    let mail = announcement.catalog.site().mail.as_ref().ok_or(ComposeError::NoSender)?;
    Draft::new(announcement, mail)?.letter()
}

/// What is known before anything is rendered.
struct Draft<'a> {
    announcement: &'a Announcement<'a>,
    mail: &'a MailDocument,
    views: Views<'a>,
    release: &'a Release,
    product: &'a Product,
    issues: Vec<EntryIndex>,
}

impl<'a> Draft<'a> {
    fn new(announcement: &'a Announcement<'a>, mail: &'a MailDocument) -> Result<Self, ComposeError> {
        let catalog = announcement.catalog;
        let release = catalog.release(announcement.release);
        let fits = match announcement.notice {
            Notice::Planned => release.status.value == Status::Planned,
            Notice::Released => release.status.value == Status::Released,
            Notice::RolledBack => release.status.value == Status::RolledBack,
            Notice::KnownIssue => release.is_out(),
        };
        if !fits {
            let (version, status) = (release.version.to_string(), release.status.name());
            return Err(ComposeError::OtherState { version, status, notice: announcement.notice });
        }
        let issues = view::issues(catalog, release);
        if announcement.notice == Notice::KnownIssue && issues.is_empty() {
            return Err(ComposeError::NoKnownIssue { version: release.version.to_string() });
        }
        let views = Views::new(catalog, announcement.texts, announcement.media);
        Ok(Self { announcement, mail, views, release, product: catalog.product(release.product), issues })
    }

    fn letter(&self) -> Result<Letter, ComposeError> {
        let Self { announcement, mail, release, product, .. } = self;
        let site = announcement.catalog.site();
        let notice = announcement.notice.name();
        let from = &mail.from.value;
        let named = from.mailbox().name.as_deref().unwrap_or(&site.title);
        let everything = Room { entries: usize::MAX, around: true };
        let subject = self.line(&format!("mail/{notice}.subject.txt"), &self.context(everything, "", named))?;
        let from_name = self.line("mail/from-name.txt", &self.context(everything, &subject, named))?;
        let (html, room) = self.fitting(&subject, &from_name)?;
        let plain = self.rendered(&format!("mail/{notice}.txt"), &self.context(room, &subject, &from_name))?;
        let host = mail.list_id.as_ref().map_or(site.tag_host.as_str(), |id| id.value.as_str());
        Ok(Letter {
            campaign: format!("{}/{}/{notice}", product.key, release.version.value),
            host: host.to_owned(),
            from: from.clone(),
            from_name,
            reply_to: mail.reply_to.as_ref().map(|address| address.value.clone()),
            subject,
            list_id: mail.list_id.as_ref().map(|id| id.value.clone()),
            archive: site.url.absolute(&product.path),
            language: site.language.as_str().to_owned(),
            leave_address: self.leave_address().address().to_owned(),
            service: mail.subscribe_url.as_ref().map(|url| url.value.clone()),
            feedback_id: format!("{}:{}:{notice}:{}", release.version.value, product.key, sender_id(host)),
            date: announcement.now.into(),
            text: wrap(&plain),
            html,
            mould: std::sync::OnceLock::new(),
        })
    }

    /// The HTML part with as many entries as there is room for, and how many that are.
    fn fitting(&self, subject: &str, from_name: &str) -> Result<(String, Room), ComposeError> {
        let render = |room: Room| self.html(&self.context(room, subject, from_name));
        let fits = |html: &str| html.len() < LARGEST;
        let all = Room { entries: self.count(), around: true };
        let whole = render(all)?;
        if fits(&whole) {
            return Ok((whole, all));
        }
        let none = Room { entries: 0, around: true };
        let around = fits(&render(none)?);
        // More entries never make a shorter mail: the largest number that fits lies between one that does and one that does not.
        let (mut fitting, mut failing) = (Room { entries: 0, around }, all.entries);
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

    fn html(&self, context: &Context) -> Result<String, ComposeError> {
        let site = self.announcement.catalog.site();
        let page = self.rendered(&format!("mail/{}.html", self.announcement.notice.name()), context)?;
        let inlined = html::inlined(&page).map_err(ComposeError::Styles)?;
        Ok(html::absolute(&inlined, site.url.origin(), &site.url.absolute(&self.release.path)))
    }

    /// How many entries the mail would have, were there room for all.
    fn count(&self) -> usize {
        if self.tells_entries() { self.release.shown.len() } else { self.issues.len() }
    }

    /// Whether it tells of the release's entries; else it tells of known issues only.
    fn tells_entries(&self) -> bool {
        matches!(self.announcement.notice, Notice::Planned | Notice::Released)
    }

    fn context(&self, room: Room, subject: &str, from_name: &str) -> Context {
        let listing = Listing::of(self.announcement.catalog, self.product);
        let mut context = Context::new();
        context.insert("site", &self.views.site());
        context.insert("product", &self.views.product(self.product, &listing));
        context.insert("release", &self.views.release(self.release));
        context.insert("mail", &self.view(room, subject, from_name));
        context
    }

    fn view<'v>(&'v self, room: Room, subject: &'v str, from_name: &'v str) -> MailView<'v> {
        let Announcement { catalog, texts, notice, .. } = *self.announcement;
        let (site, release) = (catalog.site(), self.release);
        let steps = texts.upgrade(release.index);
        let has_steps = steps.before.as_ref().or(steps.during.as_ref()).or(steps.after.as_ref()).is_some();
        let [before, during, after] =
            [&steps.before, &steps.during, &steps.after].map(|step| step.as_ref().filter(|_| room.around).map(Piece::from));
        MailView {
            notice: notice.name(),
            origin: site.url.origin(),
            url: site.url.absolute(&release.path),
            subject,
            from_name,
            leave: LEAVE,
            preferences: self.mail.subscribe_url.as_ref().map(|_| PREFERENCES),
            postal_address: self.mail.postal_address.as_ref().map(|address| address.value.as_str()),
            excerpt: self.excerpt(),
            summary: view::summary(texts, release, room),
            reason: texts.rollback(release.index).map(Piece::from),
            before,
            during,
            after,
            steps_left_out: has_steps && !room.around,
            sections: if self.tells_entries() { view::sections(&self.views, release, room) } else { Vec::new() },
            more: self.count().saturating_sub(room.entries),
            issues: if self.tells_entries() { Vec::new() } else { view::issue_entries(&self.views, release, &self.issues, room) },
            known_issues: release
                .known_issues
                .iter()
                .filter(|_| room.around)
                .filter_map(|index| self.views.known_issue_row(*index))
                .collect(),
        }
    }

    /// The beginning of what the mail tells: of the reason, the issue or the release.
    fn excerpt(&self) -> String {
        let (texts, release) = (self.announcement.texts, self.release.index);
        let told = match self.announcement.notice {
            Notice::Planned | Notice::Released => texts.summary(release),
            Notice::RolledBack => texts.rollback(release),
            Notice::KnownIssue => self.issues.first().map(|issue| texts.entry(*issue)),
        };
        told.map(|text| excerpt(&text.plain, EXCERPT)).unwrap_or_default()
    }

    fn rendered(&self, template: &str, context: &Context) -> Result<String, ComposeError> {
        let bytes = self.announcement.theme.render(template, context).map_err(|problem| ComposeError::Template(Box::new(problem)))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// A template that makes one line.
    fn line(&self, template: &str, context: &Context) -> Result<String, ComposeError> {
        Ok(self.rendered(template, context)?.trim().to_owned())
    }

    /// Who reads a request to leave.
    fn leave_address(&self) -> &EmailAddress {
        self.mail.reply_to.as_ref().map_or(&self.mail.from.value, |address| &address.value)
    }
}

/// What tells this sender from all others in `Feedback-ID`: 5 to 15 characters, the same for all its mails.
fn sender_id(host: &str) -> String {
    hash(&[host, "sender"]).chars().take(12).collect()
}
