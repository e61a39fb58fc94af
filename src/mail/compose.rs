//! An announcement of one release, composed once for all who may see the same of it in one language.
//!
//! 1. [`fitting`] renders the HTML part with as many entries as there is room for.
//! 2. The text part, the subject and the sender's name are templates of the theme too.
//! 3. [`Letter`] puts headers around them, for each recipient their own.

use tera::Context;

use crate::markdown::Rendered;
use crate::model::{EntryIndex, Product, Release};
use crate::view::text::excerpt;
use crate::view::{Listing, Views};

use super::channel::{Bulletin, bulletin_sections};
use super::frame::{EXCERPT, Edition, Frame, Sheet};
use super::message::{LEAVE, Letter, PREFERENCES};
use super::view::{self, MailView, Piece, Room};
use super::{ComposeError, News, Notice};

/// How much of what is told a bulletin has, in characters.
const BULLETIN: usize = 600;

/// Composes the announcement, of which each recipient gets a message of their own.
///
/// # Errors
/// [`ComposeError`]: the site has no sender, or a template is wrong.
pub fn compose(edition: &Edition, news: &News) -> Result<Letter, ComposeError> {
    Draft::new(edition, news)?.letter()
}

/// The same news in short, for channels: who reads there is not known, so it has to be the public edition.
///
/// # Errors
/// As [`compose`].
pub fn bulletin(edition: &Edition, news: &News) -> Result<Bulletin, ComposeError> {
    Draft::new(edition, news)?.bulletin()
}

/// Whether a notice tells of the release's entries.
fn tells_entries(notice: Notice) -> bool {
    matches!(notice, Notice::Planned | Notice::Released)
}

/// What is known before anything is rendered.
struct Draft<'a> {
    frame: Frame<'a>,
    views: Views<'a>,
    news: &'a News,
    release: &'a Release,
    product: &'a Product,
    issues: Vec<EntryIndex>,
}

impl<'a> Draft<'a> {
    fn new(edition: &Edition<'a>, news: &'a News) -> Result<Self, ComposeError> {
        let catalog = edition.catalog;
        let release = news.release(catalog).ok_or(ComposeError::Unseen)?;
        Ok(Self {
            frame: Frame::new(edition)?,
            views: edition.views(),
            news,
            release,
            product: catalog.product(release.product),
            issues: if tells_entries(news.notice) { Vec::new() } else { news.issues(catalog) },
        })
    }

    fn bulletin(&self) -> Result<Bulletin, ComposeError> {
        let Self { frame, product, release, news, .. } = self;
        let issues = self.issues.iter().map(|index| (None, self.views.catalog().entry(*index)));
        let entries: Vec<_> = if tells_entries(news.notice) {
            self.views.catalog().shown(release).map(|(shown, entry)| (Some(shown), entry)).collect()
        } else {
            issues.collect()
        };
        let url = frame.site.url.absolute(&release.path);
        Ok(Bulletin {
            campaign: format!("{}/channels", news.campaign()),
            notice: news.notice.name(),
            subject: frame.subject(news.notice.name(), &|room, subject, from_name| self.context(room, subject, from_name))?,
            product: product.key.to_string(),
            product_name: product.name.clone(),
            version: release.version.to_string(),
            language: frame.language.as_str().to_owned(),
            text: self.told().map(|text| excerpt(&text.plain, BULLETIN)).unwrap_or_default(),
            read: frame.theme.strings().text("mail.read").unwrap_or(&url).to_owned(),
            sections: bulletin_sections(frame, &self.views, release, entries),
            url,
        })
    }

    fn letter(&self) -> Result<Letter, ComposeError> {
        let sheet = Sheet {
            name: self.news.notice.name(),
            items: self.count(),
            page: &self.release.path,
            campaign: self.news.campaign(),
            fields: self.news.fields(),
            archive: &self.product.path,
        };
        self.frame.letter(&sheet, &|room, subject, from_name| self.context(room, subject, from_name))
    }

    /// How many entries the mail would have, were there room for all.
    fn count(&self) -> usize {
        if tells_entries(self.news.notice) { self.release.shown.len() } else { self.issues.len() }
    }

    fn context(&self, room: Room, subject: &str, from_name: &str) -> Context {
        let listing = Listing::of(self.views.catalog(), self.product);
        let mut context = Context::new();
        context.insert("site", &self.frame.site_view(&self.views));
        context.insert("product", &self.views.product(self.product, &listing));
        context.insert("release", &self.views.release(self.release));
        context.insert("mail", &self.view(room, subject, from_name));
        context
    }

    fn view<'v>(&'v self, room: Room, subject: &'v str, from_name: &'v str) -> MailView<'v> {
        let Self { frame, views, news, release, .. } = self;
        let (site, texts, notice) = (frame.site, views.texts(), news.notice);
        let steps = texts.upgrade(release.index);
        let has_steps = steps.before.as_ref().or(steps.during.as_ref()).or(steps.after.as_ref()).is_some();
        let [before, during, after] =
            [&steps.before, &steps.during, &steps.after].map(|step| step.as_ref().filter(|_| room.around).map(Piece::from));
        let notes = frame.notes_language();
        MailView {
            notice: notice.name(),
            notes_language: notes.map(|(language, _)| language),
            notes_direction: notes.map(|(_, direction)| direction),
            origin: site.url.origin(),
            url: site.url.absolute(&release.path),
            subject,
            from_name,
            leave: LEAVE,
            preferences: frame.mail.subscribe_url.as_ref().map(|_| PREFERENCES),
            postal_address: frame.mail.postal_address.as_ref().map(|address| address.value.as_str()),
            excerpt: self.excerpt(),
            summary: view::summary(texts, release, room),
            reason: texts.rollback(release.index).map(Piece::from),
            step: news.step.and_then(|position| views.release(release).rollout.get(position).cloned()),
            over: notice == Notice::EndOfSupport && news.age(views.catalog().today()).is_some_and(|age| age > 0),
            before,
            during,
            after,
            steps_left_out: has_steps && !room.around,
            sections: if tells_entries(notice) { view::sections(frame, views, release, room) } else { Vec::new() },
            more: self.count().saturating_sub(room.entries),
            issues: view::issue_entries(views, release, &self.issues, room),
            known_issues: release.known_issues.iter().filter(|_| room.around).filter_map(|index| views.known_issue_row(*index)).collect(),
        }
    }

    /// The beginning of what the mail tells.
    fn excerpt(&self) -> String {
        self.told().map(|text| excerpt(&text.plain, EXCERPT)).unwrap_or_default()
    }

    /// What it tells of: the reason, the issue or the release.
    fn told(&self) -> Option<&Rendered> {
        let (texts, release) = (self.views.texts(), self.release.index);
        match self.news.notice {
            Notice::Planned | Notice::Released | Notice::Window | Notice::EndOfSupport => texts.summary(release),
            Notice::RolledBack => texts.rollback(release),
            Notice::KnownIssue | Notice::KnownIssueClosed => self.issues.first().map(|issue| texts.entry(*issue)),
        }
    }
}
