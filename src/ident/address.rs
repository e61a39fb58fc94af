//! Addresses: of the site, of other pages, of people.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::Serialize;

/// The address of the site: absolute, `http` or `https`, no query or fragment, always ends in `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    text: Arc<str>,
    path_start: usize,
}

/// Not an absolute address that a site can stand at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write an absolute address such as `https://changes.example.org/`")]
pub struct BaseUrlError;

impl BaseUrl {
    /// The whole address, ending in `/`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Scheme and authority, without a slash at the end: what makes a path of the site absolute.
    pub fn origin(&self) -> &str {
        &self.text[..self.path_start]
    }

    /// The path, which starts and ends in `/`.
    pub fn path(&self) -> &str {
        &self.text[self.path_start..]
    }

    /// The host's name without a port, for tag URIs (RFC 4151 §2.1).
    pub fn host(&self) -> &str {
        let authority = self.origin().split_once("://").map_or("", |(_, authority)| authority);
        authority.split(':').next().unwrap_or(authority)
    }

    /// The path on the host of a path within the site, `events/2.4.0/` for instance.
    pub fn path_of(&self, path: &str) -> String {
        format!("{}{path}", self.path())
    }

    /// The absolute address of a path within the site.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.text)
    }
}

impl FromStr for BaseUrl {
    type Err = BaseUrlError;
    fn from_str(text: &str) -> Result<Self, BaseUrlError> {
        let url = url::Url::parse(text).map_err(|_| BaseUrlError)?;
        let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
        if !plain || !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(BaseUrlError);
        }
        let origin = url.origin().ascii_serialization();
        let path = url.path().trim_end_matches('/');
        Ok(Self { path_start: origin.len(), text: format!("{origin}{path}/").into() })
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A link a reader may follow: absolute, `http`, `https` or `mailto`. Nothing a script could hide in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkUrl(Arc<str>);

/// Not an absolute link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write an absolute address that starts with `https://`, `http://` or `mailto:`")]
pub struct LinkUrlError;

impl LinkUrl {
    /// The address as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for LinkUrl {
    type Err = LinkUrlError;
    fn from_str(text: &str) -> Result<Self, LinkUrlError> {
        let url = url::Url::parse(text).map_err(|_| LinkUrlError)?;
        let legal = match url.scheme() {
            "http" | "https" => url.has_host() && text.contains("://"),
            "mailto" => true,
            _ => false,
        };
        let clean = !text.chars().any(|character| character.is_control() || character.is_whitespace());
        (legal && clean).then(|| Self(text.into())).ok_or(LinkUrlError)
    }
}

impl fmt::Display for LinkUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One mailbox, with or without a display name (RFC 5322 §3.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailAddress(lettre::message::Mailbox);

/// Not an email address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write an address as `name@example.org` or `Name <name@example.org>`")]
pub struct EmailAddressError;

impl EmailAddress {
    /// The mailbox for composing a message.
    pub fn mailbox(&self) -> &lettre::message::Mailbox {
        &self.0
    }

    /// The address alone, `name@example.org`.
    pub fn address(&self) -> &str {
        self.0.email.as_ref()
    }

    /// The part behind the `@`, in lower case: mails to one host go through its server.
    pub fn domain(&self) -> String {
        self.0.email.domain().to_lowercase()
    }

    /// The same without a display name.
    pub fn bare(&self) -> Self {
        Self(lettre::message::Mailbox::new(None, self.0.email.clone()))
    }
}

impl FromStr for EmailAddress {
    type Err = EmailAddressError;
    fn from_str(text: &str) -> Result<Self, EmailAddressError> {
        if text.chars().any(char::is_control) {
            return Err(EmailAddressError);
        }
        text.parse().map(Self).map_err(|_| EmailAddressError)
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_keeps_its_path() {
        let url: BaseUrl = "https://example.org/changes".parse().unwrap();
        assert_eq!((url.origin(), url.path(), url.host()), ("https://example.org", "/changes/", "example.org"));
        assert_eq!(url.absolute("events/2.4.0/"), "https://example.org/changes/events/2.4.0/");
    }

    #[test]
    fn a_link_carries_no_script() {
        assert!("javascript:alert(1)".parse::<LinkUrl>().is_err());
        assert!("https://example.org/a?b#c".parse::<LinkUrl>().is_ok());
    }
}
