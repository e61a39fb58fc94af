//! One message for one recipient: headers, two parts, the bytes of RFC 5322.
//!
//! In: what was composed for all, and whom it goes to. Out: bytes that are the same whenever they are made for the same
//! campaign, recipient and clock. A value with a line break or another control character is refused, never repaired.

use std::sync::OnceLock;
use std::time::SystemTime;

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};

use crate::ident::{BaseUrl, EmailAddress, LinkUrl};

use super::ComposeError;
use super::mould::{Mould, Own};

/// What all recipients of an announcement get alike.
#[derive(Debug)]
pub struct Letter {
    /// What names the campaign among all of the site, `events/2.4.0/released`.
    pub(super) campaign: String,
    /// The host whose name stands for the site's in identifiers.
    pub(super) host: String,
    pub(super) from: EmailAddress,
    pub(super) from_name: String,
    pub(super) reply_to: Option<EmailAddress>,
    pub(super) subject: String,
    pub(super) list_id: Option<String>,
    /// Where earlier announcements can be read.
    pub(super) archive: String,
    /// `LANGUAGE`, a BCP 47 tag.
    pub(super) language: String,
    /// Where a request to leave is read, without `mailto:`.
    pub(super) leave_address: String,
    /// `mail.subscribe_url`
    pub(super) service: Option<BaseUrl>,
    /// Four fields, the last of which names the sender.
    pub(super) feedback_id: String,
    pub(super) date: SystemTime,
    pub(super) text: String,
    pub(super) html: String,
    /// The message of the first recipient, of which those of all others are made; none where that cannot be done.
    pub(super) mould: OnceLock<Option<Mould>>,
}

/// Whom an announcement goes to.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// The address.
    pub address: EmailAddress,
    /// Where one POST ends the subscription of this recipient and no other's (RFC 8058); none without the service for it.
    pub unsubscribe: Option<LinkUrl>,
    /// Where this recipient chooses what to hear of; where the service stands without it.
    pub preferences: Option<LinkUrl>,
}

/// A message, ready to be handed to a server or written to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// A name for a file of its own, `events-2.4.0-released-jo@example.org.eml`.
    pub file_name: String,
    /// The subject, decoded.
    pub subject: String,
    /// RFC 5322, with CRLF line ends.
    pub eml: Vec<u8>,
}

/// What a message says, twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// For programs that show no HTML, or readers who want none.
    pub text: String,
    /// A whole document.
    pub html: String,
}

impl Letter {
    /// What names the campaign among all of the site, `events/2.4.0/released`.
    pub fn campaign(&self) -> &str {
        &self.campaign
    }

    /// The subject.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Whom it is from.
    pub fn sender(&self) -> &EmailAddress {
        &self.from
    }

    /// Where the subscription service stands; none without one.
    pub fn service(&self) -> Option<&BaseUrl> {
        self.service.as_ref()
    }

    /// The language it is in, a BCP 47 tag.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Both parts as one recipient gets them.
    pub fn parts(&self, recipient: &Recipient) -> Parts {
        let own = self.own(recipient);
        Parts { text: self.filled(&self.text, &own, false), html: self.filled(&self.html, &own, true) }
    }

    /// The message for one recipient.
    ///
    /// # Errors
    /// [`ComposeError::LineBreak`] and [`ComposeError::Message`].
    pub fn to(&self, recipient: &Recipient) -> Result<Message, ComposeError> {
        let own = self.own(recipient);
        let mailbox = recipient.address.mailbox();
        if self.mould.get().is_none() {
            // Whoever is first makes it, and another's is the same.
            let _ = self.mould.set(Mould::new(&own, |mailbox, own| self.assembled(mailbox, own))?);
        }
        let cast = self.mould.get().and_then(Option::as_ref).and_then(|mould| mould.cast(mailbox, &own));
        let eml = cast.map_or_else(|| self.assembled(mailbox, &own), Ok)?;
        Ok(Message { file_name: self.file_name(recipient), subject: self.subject.clone(), eml })
    }

    fn own(&self, recipient: &Recipient) -> Own {
        Own {
            id: self.message_id(recipient),
            leave: recipient.unsubscribe.as_ref().map(|url| url.as_str().to_owned()),
            choose: recipient.preferences.as_ref().map(|url| url.as_str().to_owned()),
        }
    }

    /// The message, from its parts.
    fn assembled(&self, to: &Mailbox, own: &Own) -> Result<Vec<u8>, ComposeError> {
        let from = Mailbox::new(Some(plain("From", &self.from_name)?), self.from.mailbox().email.clone());
        let mut builder = lettre::Message::builder()
            .date(self.date)
            .message_id(Some(format!("<{}@{}>", own.id, self.host)))
            .from(from)
            .to(to.clone())
            .subject(plain("Subject", &self.subject)?);
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(reply_to.mailbox().clone());
        }
        for (name, value) in self.list_headers(own) {
            builder = builder.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), plain(name, &value)?));
        }
        let parts = MultiPart::alternative()
            .boundary(self.boundary())
            .singlepart(SinglePart::plain(self.filled(&self.text, own, false)))
            .singlepart(SinglePart::html(self.filled(&self.html, own, true)));
        Ok(builder.multipart(parts).map_err(ComposeError::Message)?.formatted())
    }

    /// What makes it a message of a list, which readers leave with one click.
    fn list_headers(&self, own: &Own) -> Vec<(&'static str, String)> {
        let mut headers = Vec::new();
        headers.extend(self.list_id.as_ref().map(|id| ("List-ID", format!("<{id}>"))));
        let by_mail = format!("<{}>", leave_by_mail(&self.leave_address));
        // One click needs TLS (RFC 8058 §3.1); a service that is only tried out has none.
        match own.leave.as_ref().filter(|url| url.starts_with("https:")) {
            Some(url) => {
                headers.push(("List-Unsubscribe", format!("<{url}>, {by_mail}")));
                headers.push(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
            }
            None => headers.push(("List-Unsubscribe", by_mail)),
        }
        headers.push(("List-Archive", format!("<{}>", self.archive)));
        headers.push(("Auto-Submitted", "auto-generated".to_owned()));
        headers.push(("Feedback-ID", self.feedback_id.clone()));
        headers.push(("Content-Language", self.language.clone()));
        headers
    }

    /// What `Message-ID` begins with: the same for the same campaign and recipient, so that a receiver can drop a repeat.
    fn message_id(&self, recipient: &Recipient) -> String {
        hash(&[&self.host, &self.campaign, &recipient.address.address().to_ascii_lowercase()])
    }

    fn boundary(&self) -> String {
        format!("=_{}", hash(&[&self.host, &self.campaign, "boundary"]))
    }

    /// The part with the recipient's own way to leave in it.
    fn filled(&self, part: &str, own: &Own, is_html: bool) -> String {
        let leave = own.leave.clone().unwrap_or_else(|| leave_by_mail(&self.leave_address));
        let choose = own.choose.as_deref().or(self.service.as_ref().map(BaseUrl::as_str)).unwrap_or_default();
        let escaped = |text: &str| if is_html { text.replace('&', "&amp;") } else { text.to_owned() };
        part.replace(LEAVE, &escaped(&leave)).replace(PREFERENCES, &escaped(choose))
    }

    fn file_name(&self, recipient: &Recipient) -> String {
        let legal = |character: char| character.is_ascii_alphanumeric() || "@.-_+".contains(character);
        let address: String = recipient.address.address().chars().map(|c| if legal(c) { c } else { '_' }).collect();
        format!("{}-{address}.eml", self.campaign.replace('/', "-"))
    }
}

/// Stands in both parts for the way to leave, which is each recipient's own. No address of a site can be equal to it.
pub(super) const LEAVE: &str = "https://leave.invalid/";

/// The same for where one chooses.
pub(super) const PREFERENCES: &str = "https://preferences.invalid/";

/// A link that opens a message by which one leaves.
fn leave_by_mail(address: &str) -> String {
    format!("mailto:{address}?subject=unsubscribe")
}

/// Refuses what could begin another header.
pub(super) fn plain(header: &'static str, value: &str) -> Result<String, ComposeError> {
    if value.chars().any(char::is_control) {
        return Err(ComposeError::LineBreak { header });
    }
    Ok(value.to_owned())
}

/// 32 hexadecimal digits of the parts, which are told apart from each other.
pub(super) fn hash(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&part.len().to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let hex = hasher.finalize().to_hex();
    hex.get(..32).unwrap_or(&hex).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            campaign: "events/2.4.0/released".into(),
            host: "releases.example.org".into(),
            from: "releases@example.org".parse().unwrap(),
            from_name: "Zoë’s releases".into(),
            reply_to: None,
            subject: "Scanning, offline".into(),
            list_id: Some("releases.example.org".into()),
            archive: "https://example.org/events/".into(),
            language: "en".into(),
            leave_address: "releases@example.org".into(),
            service: None,
            feedback_id: "2.4.0:events:released:0123456789ab".into(),
            date: SystemTime::UNIX_EPOCH,
            text: format!("Leave: {LEAVE}\n"),
            html: format!("<a href=\"{LEAVE}\">Leave</a>"),
            mould: OnceLock::new(),
        }
    }

    fn eml(letter: &Letter, address: &str, unsubscribe: Option<&str>) -> String {
        let unsubscribe = unsubscribe.map(|url| url.parse().unwrap());
        String::from_utf8(letter.to(&Recipient { address: address.parse().unwrap(), unsubscribe, preferences: None }).unwrap().eml).unwrap()
    }

    #[test]
    fn one_click_needs_an_address_of_the_recipients_own() {
        let with = eml(&letter(), "jo@example.org", Some("https://mail.example.org/u?t=1&s=2"));
        assert!(
            with.contains(
                "List-Unsubscribe: <https://mail.example.org/u?t=1&s=2>,\r\n <mailto:releases@example.org?subject=unsubscribe>\r\n"
            ),
            "{with}"
        );
        assert!(with.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
        assert!(with.contains("Leave: https://mail.example.org/u?t=1&s=2\r\n"));
        assert!(with.contains("<a href=\"https://mail.example.org/u?t=1&amp;s=2\">"));
        let without = eml(&letter(), "jo@example.org", None);
        assert!(without.contains("List-Unsubscribe: <mailto:releases@example.org?subject=unsubscribe>\r\n"), "{without}");
        assert!(!without.contains("List-Unsubscribe-Post"));
        let open = eml(&letter(), "jo@example.org", Some("http://127.0.0.1:8025/leave/x"));
        assert!(!open.contains("List-Unsubscribe-Post") && open.contains("Leave: http://127.0.0.1:8025/leave/x\r\n"), "{open}");
    }

    #[test]
    fn each_recipient_chooses_by_a_link_of_its_own() {
        let letter = Letter { text: PREFERENCES.into(), service: Some("https://mail.example.org".parse().unwrap()), ..letter() };
        let text = |preferences: Option<&str>| {
            let preferences = preferences.map(|url| url.parse().unwrap());
            let recipient = Recipient { address: "jo@example.org".parse().unwrap(), unsubscribe: None, preferences };
            letter.filled(&letter.text, &letter.own(&recipient), false)
        };
        assert_eq!(text(Some("https://mail.example.org/preferences/x")), "https://mail.example.org/preferences/x");
        assert_eq!(text(None), "https://mail.example.org/");
    }

    #[test]
    fn a_repeat_has_the_id_of_the_first_and_nobody_elses() {
        let id = |message: &str| message.lines().find(|line| line.starts_with("Message-ID")).unwrap().to_owned();
        let first = eml(&letter(), "jo@example.org", None);
        let later = Letter { date: SystemTime::now(), subject: "Better".into(), ..letter() };
        assert_eq!(id(&first), id(&eml(&later, "Jo <Jo@Example.org>", None)));
        assert_ne!(id(&first), id(&eml(&letter(), "mo@example.org", None)));
        assert_ne!(id(&first), id(&eml(&Letter { campaign: "events/2.4.1/released".into(), ..letter() }, "jo@example.org", None)));
        assert_eq!(first, eml(&letter(), "jo@example.org", None), "the same bytes each time");
    }

    #[test]
    fn a_line_break_in_a_header_is_refused() {
        let recipient = Recipient { address: "jo@example.org".parse().unwrap(), unsubscribe: None, preferences: None };
        let refusal = |letter: Letter| letter.to(&recipient).unwrap_err().to_string();
        assert_eq!(
            refusal(Letter { subject: "Hello\r\nBcc: all@example.org".into(), ..letter() }),
            "`Subject` would hold a line break or another control character"
        );
        assert_eq!(refusal(Letter { from_name: "A\nB".into(), ..letter() }), "`From` would hold a line break or another control character");
        assert_eq!(
            refusal(Letter { list_id: Some("a\u{0}".into()), ..letter() }),
            "`List-ID` would hold a line break or another control character"
        );
    }

    #[test]
    fn a_file_name_is_legal_whatever_the_address() {
        let recipient = Recipient { address: "a/b!c@example.org".parse().unwrap(), unsubscribe: None, preferences: None };
        assert_eq!(letter().to(&recipient).unwrap().file_name, "events-2.4.0-released-a_b_c@example.org.eml");
    }

    #[test]
    fn a_message_made_in_a_mould_is_the_one_made_of_its_parts() {
        let html = format!("{} <a href=\"{LEAVE}\">ü</a> <a href=\"{PREFERENCES}\">b</a> {LEAVE}", "a long line = ".repeat(30));
        let letter = Letter { html, text: format!("{LEAVE}\n.\n{PREFERENCES}\n"), service: None, ..letter() };
        let token = |fill: &str| format!("{}_-{}", fill.repeat(35), fill.repeat(35));
        let recipient = |address: &str, leave: Option<String>| Recipient {
            address: address.parse().unwrap(),
            preferences: leave.as_ref().map(|leave| leave.replace("leave", "preferences").parse().unwrap()),
            unsubscribe: leave.map(|leave| leave.parse().unwrap()),
        };
        let own = |fill: &str| Some(format!("https://mail.example.org/n?a=1&b=2/leave/{}", token(fill)));
        let long = format!("\"Zoë, whose name is long {}\" <zoe@example.org>", "and longer ".repeat(12));
        for recipient in [
            recipient("jo@example.org", own("a")),
            recipient(&long, own("Z")),
            recipient("al@example.org", own("7")),
            // Of another shape than the first.
            recipient("mo@example.org", Some("https://mail.example.org/leave/short".into())),
            recipient("no@example.org", None),
        ] {
            let assembled = letter.assembled(recipient.address.mailbox(), &letter.own(&recipient)).unwrap();
            let made = letter.to(&recipient).unwrap().eml;
            assert_eq!(String::from_utf8(made).unwrap(), String::from_utf8(assembled).unwrap());
        }
        assert!(letter.mould.get().unwrap().is_some());
    }
}
