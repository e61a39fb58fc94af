//! Names and values that are checked once, at the edge, and then carried as proof.
//!
//! In: text a writer typed. Out: a type whose every value is legal.
//! No I/O, no spans, no diagnostics: an error here says only what is wrong with the text.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer};

mod range;
mod version;

pub use range::{RangeError, VersionRange};
pub use version::{Version, VersionError, Versioning};

/// A key is longer than 80 bytes, empty, or holds something else than `a` to `z`, `0` to `9` and `-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("use 1 to 80 of the characters a to z, 0 to 9 and `-`")]
pub struct KeyError;

fn is_key(text: &str) -> bool {
    let legal = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    (1..=80).contains(&text.len()) && text.bytes().all(legal)
}

/// The nearest legal key for any text: lower case, runs of everything else become one `-`.
///
/// Empty when the text holds no ASCII letter or digit at all.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_ascii_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') && character != '\'' {
            slug.push('-');
        }
    }
    slug.truncate(80);
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The key of something a site names: a component, an audience, a kind of entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Key(Arc<str>);

/// The id of an entry, unique within its release; the anchor on its page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct EntryId(Key);

/// The key of a product: a folder under `content/`, a segment of its addresses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ProductKey(Key);

impl Key {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl EntryId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl ProductKey {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for Key {
    type Err = KeyError;
    fn from_str(text: &str) -> Result<Self, KeyError> {
        is_key(text).then(|| Self(text.into())).ok_or(KeyError)
    }
}

impl FromStr for EntryId {
    type Err = KeyError;
    fn from_str(text: &str) -> Result<Self, KeyError> {
        text.parse().map(Self)
    }
}

impl FromStr for ProductKey {
    type Err = KeyError;
    fn from_str(text: &str) -> Result<Self, KeyError> {
        text.parse().map(Self)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for ProductKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A date as writers give it: a day, or a day and a time.
///
/// Order is by day first, then by moment; a day without a time stands before every time of that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct When {
    day: NaiveDate,
    moment: Option<DateTime<FixedOffset>>,
}

/// The text is neither a day (`2026-05-12`) nor an RFC 3339 time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write a day as `2026-05-12` or a time as `2026-05-12T09:00:00Z`")]
pub struct WhenError;

impl When {
    /// A day without a time.
    pub fn on(day: NaiveDate) -> Self {
        Self { day, moment: None }
    }

    /// The calendar day, as written (in the offset that was given).
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// The moment in UTC; a day counts from its midnight.
    pub fn utc(&self) -> DateTime<Utc> {
        self.moment.map_or_else(|| self.day.and_time(NaiveTime::MIN).and_utc(), |moment| moment.to_utc())
    }

    /// Whether a time of day was given.
    pub fn has_time(&self) -> bool {
        self.moment.is_some()
    }

    /// RFC 3339, in UTC, to the second.
    pub fn rfc3339(&self) -> String {
        self.utc().to_rfc3339_opts(SecondsFormat::Secs, true)
    }
}

impl FromStr for When {
    type Err = WhenError;
    fn from_str(text: &str) -> Result<Self, WhenError> {
        if let Ok(day) = parse_day(text) {
            return Ok(Self::on(day));
        }
        let moment = DateTime::parse_from_rfc3339(text).map_err(|_| WhenError)?;
        Ok(Self { day: moment.date_naive(), moment: Some(moment) })
    }
}

/// A day in the one form that is accepted everywhere: `2026-05-12`, four, two and two digits.
///
/// # Errors
/// [`WhenError`] for any other form and for days that do not exist.
pub fn parse_day(text: &str) -> Result<NaiveDate, WhenError> {
    if text.len() != 10 {
        return Err(WhenError);
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| WhenError)
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.moment {
            Some(moment) => f.write_str(&moment.to_rfc3339_opts(SecondsFormat::Secs, true)),
            None => write!(f, "{}", self.day.format("%Y-%m-%d")),
        }
    }
}

impl Ord for When {
    fn cmp(&self, other: &Self) -> Ordering {
        self.utc().cmp(&other.utc())
    }
}

impl PartialOrd for When {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.rfc3339())
    }
}

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

/// A language tag (BCP 47), as far as a page's `lang` needs it: subtags of letters and digits joined by `-`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Locale(Arc<str>);

/// Not a language tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write a BCP 47 language tag such as `en` or `pt-BR`")]
pub struct LocaleError;

impl Locale {
    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary language subtag, `pt` of `pt-BR`.
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Whether the language is written from right to left.
    pub fn is_right_to_left(&self) -> bool {
        matches!(self.language(), "ar" | "dv" | "fa" | "he" | "ku" | "ps" | "sd" | "ug" | "ur" | "yi")
    }
}

impl Default for Locale {
    fn default() -> Self {
        Self("en".into())
    }
}

impl FromStr for Locale {
    type Err = LocaleError;
    fn from_str(text: &str) -> Result<Self, LocaleError> {
        let mut subtags = text.split('-');
        let primary = subtags.next().is_some_and(|tag| (2..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let rest = subtags.all(|tag| (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        (primary && rest).then(|| Self(text.into())).ok_or(LocaleError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_a_legal_id() {
        assert_eq!(slug("Scan tickets offline!"), "scan-tickets-offline");
        assert_eq!(slug("  Don't “lose” notes "), "dont-lose-notes");
        assert_eq!(slug("日本"), "");
    }

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

    #[test]
    fn a_day_comes_before_its_times() {
        let day: When = "2026-05-12".parse().unwrap();
        let time: When = "2026-05-12T09:00:00+02:00".parse().unwrap();
        assert!(day < time);
        assert_eq!(time.rfc3339(), "2026-05-12T07:00:00Z");
        assert!("2026-02-30".parse::<When>().is_err());
    }
}
