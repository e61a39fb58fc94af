//! Links of the subscription service: they name somebody to it and tell nobody the address.
//!
//! A token is a random id, until when the link holds, and the keyed hash of both (HMAC-SHA-256, RFC 2104), under a key of its own
//! for each purpose: what lets somebody leave opens no preferences.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use ring::hmac;

use crate::ident::{BaseUrl, LinkUrl};

/// Bytes of the id, of the hour until which it holds, and of the hash.
const ID: usize = 16;
const UNTIL: usize = ID + 4;
const TOKEN: usize = UNTIL + 32;

/// What stands for a person in links: random, and the same as long as the person is on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PersonId([u8; ID]);

/// Not 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id has 32 hexadecimal digits")]
pub struct PersonIdError;

impl FromStr for PersonId {
    type Err = PersonIdError;
    fn from_str(text: &str) -> Result<Self, PersonIdError> {
        let is_hex = text.len() == 2 * ID && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u128::from_str_radix(text, 16).ok().filter(|_| is_hex);
        number.map(|number| Self(number.to_be_bytes())).ok_or(PersonIdError)
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

/// What a link is for. Its name is a part of the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To say that one did ask.
    Confirm,
    /// To choose what one hears of.
    Preferences,
    /// To hear no more (RFC 8058).
    Leave,
}

impl Purpose {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Confirm, Self::Preferences, Self::Leave];

    /// As addresses have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Preferences => "preferences",
            Self::Leave => "leave",
        }
    }
}

/// Why a link leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Nobody made it, or it was cut off.
    #[error("the link is not one of ours")]
    Wrong,
    /// It held once.
    #[error("the link holds no longer")]
    Over,
}

/// Makes links and reads them.
#[derive(Clone)]
pub struct Links {
    base: BaseUrl,
    keys: [hmac::Key; 3],
    hook: hmac::Key,
}

impl fmt::Debug for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Links({})", self.base)
    }
}

impl Links {
    /// Links to a service that stands at an address, under a secret that it shares with whoever makes them.
    pub fn new(base: &BaseUrl, secret: &str) -> Self {
        let secret = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let key = |of: &str| {
            let derived = hmac::sign(&secret, format!("tidings 2026-11-26 links: {of}").as_bytes());
            hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref())
        };
        Self { base: base.clone(), keys: Purpose::ALL.map(|purpose| key(purpose.name())), hook: key("hook") }
    }

    /// Where the service stands.
    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// The address of a link; without a moment it holds for ever.
    pub fn to(&self, purpose: Purpose, id: PersonId, until: Option<DateTime<Utc>>) -> String {
        self.base.absolute(&format!("{}/{}", purpose.name(), self.token(purpose, id, until)))
    }

    /// The address at which one POST ends a subscription. It holds for ever: so do the mails that it stands in.
    pub fn leave(&self, id: PersonId) -> Option<LinkUrl> {
        self.to(Purpose::Leave, id, None).parse().ok()
    }

    /// The part of a link that says who.
    pub fn token(&self, purpose: Purpose, id: PersonId, until: Option<DateTime<Utc>>) -> String {
        let hours = until.map_or(0, |until| u32::try_from(until.timestamp().div_euclid(3600) + 1).unwrap_or(u32::MAX));
        let mut token = Vec::with_capacity(TOKEN);
        token.extend_from_slice(&id.0);
        token.extend_from_slice(&hours.to_be_bytes());
        let tag = hmac::sign(self.key(purpose), &token);
        token.extend_from_slice(tag.as_ref());
        // 52 bytes end in a letter that no mail program takes for the end of a sentence.
        URL_SAFE_NO_PAD.encode(token)
    }

    /// Whom a link names.
    ///
    /// # Errors
    /// [`LinkError`]
    pub fn read(&self, purpose: Purpose, token: &str, now: DateTime<Utc>) -> Result<PersonId, LinkError> {
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| LinkError::Wrong)?;
        let (said, tag) = bytes.split_at_checked(UNTIL).ok_or(LinkError::Wrong)?;
        hmac::verify(self.key(purpose), said, tag).map_err(|_| LinkError::Wrong)?;
        let (id, until) = said.split_at(ID);
        let id = <[u8; ID]>::try_from(id).map_err(|_| LinkError::Wrong)?;
        let until = <[u8; 4]>::try_from(until).map_or(0, u32::from_be_bytes);
        if until != 0 && now.timestamp() >= i64::from(until) * 3600 { Err(LinkError::Over) } else { Ok(PersonId(id)) }
    }

    /// What whoever reports bounces and complaints has to know.
    pub fn hook_token(&self) -> String {
        URL_SAFE_NO_PAD.encode(hmac::sign(&self.hook, b"bounces and complaints"))
    }

    /// Whether somebody knows it. Takes as long for a wrong guess as for a right one.
    pub fn is_hook_token(&self, token: &str) -> bool {
        let tag = URL_SAFE_NO_PAD.decode(token).unwrap_or_default();
        hmac::verify(&self.hook, b"bounces and complaints", &tag).is_ok()
    }

    fn key(&self, purpose: Purpose) -> &hmac::Key {
        let [confirm, preferences, leave] = &self.keys;
        match purpose {
            Purpose::Confirm => confirm,
            Purpose::Preferences => preferences,
            Purpose::Leave => leave,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links() -> Links {
        Links::new(&"https://mail.example.org/news/".parse().unwrap(), "a secret")
    }

    fn id() -> PersonId {
        "000102030405060708090a0b0c0d0eff".parse().unwrap()
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn a_link_tells_who_and_for_what() {
        let link = links().to(Purpose::Leave, id(), None);
        let token = link.strip_prefix("https://mail.example.org/news/leave/").unwrap();
        assert_eq!(token.len(), 70);
        assert_eq!(links().read(Purpose::Leave, token, at(4_000_000_000)), Ok(id()));
        assert_eq!(links().read(Purpose::Preferences, token, at(0)), Err(LinkError::Wrong));
        let other = Links::new(&"https://mail.example.org/news/".parse().unwrap(), "another secret");
        assert_eq!(other.read(Purpose::Leave, token, at(0)), Err(LinkError::Wrong));
    }

    #[test]
    fn what_was_changed_or_cut_is_no_link() {
        let token = links().token(Purpose::Confirm, id(), Some(at(7200)));
        for (position, _) in token.char_indices() {
            let other = if &token[position..=position] == "A" { "B" } else { "A" };
            let changed = format!("{}{other}{}", &token[..position], &token[position + 1..]);
            assert_eq!(links().read(Purpose::Confirm, &changed, at(0)), Err(LinkError::Wrong), "{changed}");
            assert_eq!(links().read(Purpose::Confirm, &token[..position], at(0)), Err(LinkError::Wrong));
        }
        assert_eq!(links().read(Purpose::Confirm, "ß", at(0)), Err(LinkError::Wrong));
    }

    #[test]
    fn a_link_holds_until_its_hour_is_over() {
        let token = links().token(Purpose::Confirm, id(), Some(at(7300)));
        assert_eq!(links().read(Purpose::Confirm, &token, at(10_799)), Ok(id()));
        assert_eq!(links().read(Purpose::Confirm, &token, at(10_800)), Err(LinkError::Over));
    }

    #[test]
    fn the_hook_has_a_key_of_its_own() {
        assert!(links().is_hook_token(&links().hook_token()));
        assert!(!links().is_hook_token("") && !links().is_hook_token("AAAA"));
    }
}
