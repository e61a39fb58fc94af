//! The address that a server reports to when it could not deliver a message: one for each, so that the report finds its row.
//!
//! Under a secret it is signed: reports come from anywhere, and rows are easy to guess.

use ring::hmac;

use crate::ident::EmailAddress;

/// How many hexadecimal digits of the signature stand in an address, whose part before the `@` has 64 bytes (RFC 5321 §4.5.3.1.1).
const DIGITS: usize = 12;

/// What stands before the row.
const MARK: &str = "+bounce-";

/// Makes such addresses and reads them.
#[derive(Clone)]
pub struct Bounces(Option<hmac::Key>);

impl std::fmt::Debug for Bounces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Bounces(signed)" } else { "Bounces" })
    }
}

impl Bounces {
    /// Signed where there is a secret.
    pub fn new(secret: Option<&str>) -> Self {
        let derived = |secret: &str| {
            let secret = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
            hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&secret, b"tidings 2026-11-26 envelope addresses").as_ref())
        };
        Self(secret.map(derived))
    }

    /// `releases+bounce-42-0123456789ab@acme.example` for the row 42 of the ledger.
    pub fn address(&self, sender: &EmailAddress, row: i64) -> String {
        let address = sender.address();
        let (name, host) = address.rsplit_once('@').unwrap_or((address, ""));
        match self.tag(row) {
            Some(tag) => format!("{name}{MARK}{row}-{tag}@{host}"),
            None => format!("{name}{MARK}{row}@{host}"),
        }
    }

    /// The row of an address that this secret made.
    pub fn row(&self, address: &str) -> Option<i64> {
        let (name, _) = address.trim().rsplit_once('@')?;
        let (_, said) = name.rsplit_once(MARK)?;
        let (row, tag) = said.split_once('-').map_or((said, None), |(row, tag)| (row, Some(tag)));
        let row = row.parse().ok().filter(|row| *row > 0)?;
        (self.tag(row).as_deref() == tag).then_some(row)
    }

    /// Whether an address looks like one of these, whoever made it.
    pub fn is_like(address: &str) -> bool {
        address.rsplit_once('@').is_some_and(|(name, _)| name.contains(MARK))
    }

    fn tag(&self, row: i64) -> Option<String> {
        let signed = hmac::sign(self.0.as_ref()?, &row.to_be_bytes());
        let hex: String = signed.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        hex.get(..DIGITS).map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_row_and_nobody_else_can_make_one() {
        let sender = "Acme <releases@acme.example>".parse().unwrap();
        let (ours, others, open) = (Bounces::new(Some("a")), Bounces::new(Some("b")), Bounces::new(None));
        assert_eq!(open.address(&sender, 42), "releases+bounce-42@acme.example");
        let address = ours.address(&sender, 42);
        assert!(address.starts_with("releases+bounce-42-") && address.len() == "releases+bounce-42-0123456789ab@acme.example".len());
        assert_eq!([ours.row(&address), others.row(&address), open.row(&address)], [Some(42), None, None]);
        assert_eq!(ours.row(&address.replace("42", "43")), None);
        assert_eq!(ours.row("releases+bounce-42@acme.example"), None);
        assert_eq!(open.row("releases+bounce-42@acme.example"), Some(42));
        assert_eq!(ours.row("jo@example.org"), None);
    }
}
