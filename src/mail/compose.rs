//! An announcement of one release, composed once for all who may see the same of it in one language.
//!
//! 1. [`fitting`] renders the HTML part with as many entries as there is room for.
//! 2. The text part, the subject and the sender's name are templates of the theme too.
//! 3. [`Letter`] puts headers around them, for each recipient their own.

use tera::Context;

use crate::model::{EntryIndex, Product, Release};
use crate::view::text::excerpt;
use crate::view::{Listing, Views};

use super::frame::{Edition, Frame, Parts, fitting};
use super::message::{LEAVE, Letter, PREFERENCES};
use super::view::{self, MailView, Piece, Room};
use super::{ComposeError, News, Notice};

/// How much of a mail's text mail programs show beside the subject, in characters.
const EXCERPT: usize = 140;

/// Composes the announcement, of which each recipient gets a message of their own.
///
/// # Errors
/// [`ComposeError`]: the site has no sender, or a template is wrong.
pub fn compose(edition: &Edition, news: &News) -> Result<Letter, ComposeError> {
    let catalog = edition.catalog;
    let release = news.release(catalog).ok_or(ComposeError::Unseen)?;
    let draft = Draft {
        frame: Frame::new(edition)?,
        views: edition.views(),
        news,
        release,
        product: catalog.product(release.product),
        issues: if tells_entries(news.notice) { Vec::new() } else { news.issues(catalog) },
    };
    draft.letter()
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

impl Draft<'_> {
    fn letter(&self) -> Result<Letter, ComposeError> {
        let (frame, name) = (&self.frame, self.news.notice.name());
        let everything = Room { entries: usize::MAX, around: true };
        let subject = frame.line(&format!("mail/{name}.subject.txt"), &self.context(everything, "", frame.named()))?;
        let from_name = frame.line("mail/from-name.txt", &self.context(everything, &subject, frame.named()))?;
        let template = format!("mail/{name}.html");
        let (html, room) =
            fitting(self.count(), |room| frame.html(&template, &self.context(room, &subject, &from_name), &self.release.path))?;
        let text = frame.rendered(&format!("mail/{name}.txt"), &self.context(room, &subject, &from_name))?;
        Ok(frame.letter(Parts {
            campaign: self.news.campaign(),
            fields: self.news.fields(),
            archive: &self.product.path,
            from_name,
            subject,
            text,
            html,
        }))
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

    /// The beginning of what the mail tells: of the reason, the issue or the release.
    fn excerpt(&self) -> String {
        let (texts, release) = (self.views.texts(), self.release.index);
        let told = match self.news.notice {
            Notice::Planned | Notice::Released | Notice::Window | Notice::EndOfSupport => texts.summary(release),
            Notice::RolledBack => texts.rollback(release),
            Notice::KnownIssue | Notice::KnownIssueClosed => self.issues.first().map(|issue| texts.entry(*issue)),
        };
        told.map(|text| excerpt(&text.plain, EXCERPT)).unwrap_or_default()
    }
}
