//! The signature of what a program of one's own gets, so that it can tell who sent it
//! (Standard Webhooks 1.0, <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

/// The key that both sides know.
pub struct SigningKey(hmac::Key);

/// Not a key. It never tells what was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write `whsec_` and 24 to 64 bytes in Base64: `echo whsec_$(openssl rand -base64 32)` makes one")]
pub struct SigningKeyError;

impl SigningKey {
    /// Reads `whsec_…`.
    ///
    /// # Errors
    /// [`SigningKeyError`]
    pub fn read(text: &str) -> Result<Self, SigningKeyError> {
        let bytes = text.trim().strip_prefix("whsec_").and_then(|text| STANDARD.decode(text).ok()).ok_or(SigningKeyError)?;
        if (24..=64).contains(&bytes.len()) { Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, &bytes))) } else { Err(SigningKeyError) }
    }

    /// The value of `webhook-signature` for a message with an id, sent at so many seconds since 1970.
    pub(super) fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(format!("{id}.{timestamp}.").as_bytes());
        context.update(body);
        format!("v1,{}", STANDARD.encode(context.sign()))
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard_is_signed_so() {
        let key = SigningKey::read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let body = br#"{"test": 2432232314}"#;
        let signature = key.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_short_key_is_none() {
        assert!(SigningKey::read("whsec_c2hvcnQ=").is_err());
        assert!(SigningKey::read("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").is_err());
    }
}
