//! What was typed and ticked. Never panics, whatever was sent.

use crate::ident::EmailAddress;
use crate::mail::{Digest, Notice, Wishes};

use super::front::Front;

/// Fields of a form in the order sent, a name as often as it was sent (`application/x-www-form-urlencoded`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Form(Vec<(String, String)>);

/// What is wrong with a form: the field, and the key of the words that say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) field: &'static str,
    pub(super) words: &'static str,
}

/// An address is no longer (RFC 5321 §4.5.3.1.3).
const LONGEST: usize = 254;

impl Form {
    /// Reads the body of a form, or the query of an address.
    pub(super) fn read(bytes: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(bytes).map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// The first value of a field; none where it is empty.
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, value)| known == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// All values of a field but empty ones.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, value)| known == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// The address.
    pub(super) fn address(&self) -> Result<EmailAddress, Wrong> {
        let typed = self.first("email").unwrap_or_default().trim();
        if typed.is_empty() {
            return Err(Wrong { field: "email", words: "email_missing" });
        }
        let wrong = Wrong { field: "email", words: "email_wrong" };
        let address: EmailAddress = typed.parse().map_err(|_| wrong)?;
        // A name before it, as `Jo <jo@example.org>` has, was not asked for; an address of one machine reaches nobody.
        let is_plain = address.address() == typed && typed.len() <= LONGEST && address.domain().contains('.');
        if is_plain { Ok(address) } else { Err(wrong) }
    }

    /// What was chosen of what there is. Something else was never on a form of ours.
    pub(super) fn wishes(&self, front: &Front) -> Result<Wishes, Wrong> {
        let wrong = |field| Wrong { field, words: "unknown_choice" };
        let product = |value: &str| front.products.iter().find(|(key, _)| key.as_str() == value).map(|(key, _)| key.clone());
        let component = |value: &str| front.components.iter().find(|known| known.key.as_str() == value).map(|known| known.key.clone());
        let tongue = |value: &str| front.tongues.iter().find(|tongue| tongue.language.as_str() == value);
        Ok(Wishes {
            language: self
                .first("language")
                .map(|value| tongue(value).ok_or(wrong("language")))
                .transpose()?
                .map(|tongue| tongue.language.clone()),
            products: once(self.all("product")).map(product).collect::<Option<_>>().ok_or(wrong("product"))?,
            components: once(self.all("component")).map(component).collect::<Option<_>>().ok_or(wrong("component"))?,
            notices: once(self.all("notice")).map(Notice::named).collect::<Option<_>>().ok_or(wrong("notice"))?,
            digest: match self.first("digest") {
                None | Some("none") => None,
                Some(name) => Some(Digest::named(name).ok_or(wrong("digest"))?),
            },
        })
    }
}

/// Each value once.
fn once<'a>(values: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    let mut seen: Vec<&str> = Vec::new();
    values.filter(move |value| {
        let is_new = !seen.contains(value);
        seen.push(value);
        is_new
    })
}

/// Whether a body is the one that mail programs send to leave a list (RFC 8058 §3.1), as a form of either kind.
pub(super) fn is_one_click(content_type: &str, body: &[u8]) -> bool {
    if content_type.starts_with("multipart/form-data") {
        let holds = |text: &str| body.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text.as_bytes()));
        return holds("name=\"List-Unsubscribe\"") && holds("One-Click");
    }
    Form::read(body).first("List-Unsubscribe") == Some("One-Click")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(typed: &str) -> Result<String, &'static str> {
        let form = Form::read(url::form_urlencoded::Serializer::new(String::new()).append_pair("email", typed).finish().as_bytes());
        form.address().map(|address| address.address().to_owned()).map_err(|wrong| wrong.words)
    }

    #[test]
    fn an_address_is_one_that_mail_can_reach() {
        assert_eq!(address(" jo+news@example.org "), Ok("jo+news@example.org".to_owned()));
        assert_eq!(address("  "), Err("email_missing"));
        for typed in ["jo", "jo@", "jo@localhost", "Jo <jo@example.org>", "a@b.example, c@d.example", "jo@example.org\r\nBcc: x@y.example"]
        {
            assert_eq!(address(typed), Err("email_wrong"), "{typed}");
        }
        assert_eq!(address(&format!("jo@{}.example", "a".repeat(250))), Err("email_wrong"));
    }

    #[test]
    fn mail_programs_leave_with_a_form_of_either_kind() {
        let urlencoded = "application/x-www-form-urlencoded";
        assert!(is_one_click(urlencoded, b"List-Unsubscribe=One-Click"));
        assert!(!is_one_click(urlencoded, b"leave=1") && !is_one_click(urlencoded, b""));
        let body = b"--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        assert!(is_one_click("multipart/form-data; boundary=x", body));
        assert!(!is_one_click("multipart/form-data; boundary=x", b"--x\r\n\r\n--x--\r\n"));
    }
}
