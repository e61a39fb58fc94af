//! The mail that asks whoever reads an address whether it should get announcements. Nothing goes there before the answer.

use chrono::{DateTime, TimeDelta, Utc};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use serde::Serialize;
use tera::{Context, Value};

use crate::ident::Locale;
use crate::markdown::wrap;
use crate::parse::document::MailDocument;
use crate::theme::Theme;

use super::asks::Request;
use super::links::{Links, Purpose};
use super::message::{hash, plain};
use super::{ComposeError, html};

/// How many days its link holds.
pub const CONFIRM_DAYS: i64 = 3;

/// How many days a link to the preferences holds: a mail of last year's release still leads there.
pub const PREFERENCES_DAYS: i64 = 400;

/// What the mail is made of, in one language.
#[derive(Clone, Copy)]
pub struct Inviter<'a> {
    /// Its look and its words.
    pub theme: &'a Theme,
    /// The language of the words.
    pub language: &'a Locale,
    /// `site` in its templates.
    pub site: &'a Value,
    /// The site's title.
    pub title: &'a str,
    /// Who sends it.
    pub mail: &'a MailDocument,
    /// The host whose name stands for the site's in identifiers.
    pub host: &'a str,
    /// Makes its links.
    pub links: &'a Links,
}

/// `mail` in its templates.
#[derive(Debug, Serialize)]
struct InviteView<'a> {
    /// The subject, on one line.
    subject: &'a str,
    /// The name in `mail.from`, or the site's title.
    from_name: &'a str,
    /// Where one says yes.
    confirm: String,
    /// The last day of that link.
    until: String,
    /// Where one chooses, for those who are on the list already.
    preferences: Option<String>,
    /// `mail.postal_address`
    postal_address: Option<&'a str>,
}

impl Inviter<'_> {
    /// The mail for one who asked (RFC 5322), unsigned.
    ///
    /// # Errors
    /// [`ComposeError`]: a template is wrong, or a header would hold a line break.
    pub fn message(&self, request: &Request, now: DateTime<Utc>) -> Result<Vec<u8>, ComposeError> {
        let from = &self.mail.from.value;
        let from_name = from.mailbox().name.as_deref().unwrap_or(self.title);
        let subject = self.rendered("mail/confirm.subject.txt", &self.context(request, "", from_name, now))?;
        let subject = plain("Subject", subject.trim())?;
        let context = self.context(request, &subject, from_name, now);
        let page = html::inlined(&self.rendered("mail/confirm.html", &context)?).map_err(ComposeError::Styles)?;
        let text = wrap(&self.rendered("mail/confirm.txt", &context)?);
        let id = hash(&[self.host, "confirm", &request.id.to_string(), &request.asked.to_rfc3339()]);
        let mut builder = lettre::Message::builder()
            .date(now.into())
            .message_id(Some(format!("<{id}@{}>", self.host)))
            .from(Mailbox::new(Some(plain("From", from_name)?), from.mailbox().email.clone()))
            .to(request.address.mailbox().clone())
            .subject(subject);
        if let Some(reply_to) = &self.mail.reply_to {
            builder = builder.reply_to(reply_to.value.mailbox().clone());
        }
        for (name, value) in [("Auto-Submitted", "auto-generated"), ("Content-Language", self.language.as_str())] {
            builder = builder.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), plain(name, value)?));
        }
        let parts = MultiPart::alternative()
            .boundary(format!("=_{id}"))
            .singlepart(SinglePart::plain(text))
            .singlepart(SinglePart::html(html::absolute(&page, self.links.base().origin(), self.links.base().as_str())));
        Ok(builder.multipart(parts).map_err(ComposeError::Message)?.formatted())
    }

    fn context(&self, request: &Request, subject: &str, from_name: &str, now: DateTime<Utc>) -> Context {
        let until = now + TimeDelta::days(CONFIRM_DAYS);
        let choose = |id| self.links.to(Purpose::Preferences, id, Some(now + TimeDelta::days(PREFERENCES_DAYS)));
        let mut context = Context::new();
        context.insert("site", self.site);
        let view = InviteView {
            subject,
            from_name,
            confirm: self.links.to(Purpose::Confirm, request.id, Some(until)),
            until: until.format("%Y-%m-%d").to_string(),
            preferences: request.person.map(choose),
            postal_address: self.mail.postal_address.as_ref().map(|address| address.value.as_str()),
        };
        context.insert("mail", &view);
        context
    }

    fn rendered(&self, template: &str, context: &Context) -> Result<String, ComposeError> {
        let bytes = self.theme.render(template, context).map_err(|problem| ComposeError::Template(Box::new(problem)))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}
