//! Signs messages (DKIM, RFC 6376; Ed25519 by RFC 8463): relaxed headers and body, over the final bytes.
//!
//! Every header that says who writes, what, and how to leave the list is signed, those that forgers add once more than they stand
//! there, so that a second one breaks the signature.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject;

/// What is signed where it stands, in this order.
const SIGNED: [&str; 16] = [
    "from",
    "reply-to",
    "to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "list-archive",
    "auto-submitted",
    "feedback-id",
    "content-language",
    "content-transfer-encoding",
];

/// What is signed once more than it stands there.
const OVERSIGNED: [&str; 4] = ["from", "subject", "list-unsubscribe", "list-unsubscribe-post"];

/// How long a line of a signature may be.
const LINE: usize = 72;

/// The keys that sign, each with its selector.
#[derive(Debug)]
pub struct Signer {
    keys: Vec<(String, Key)>,
    random: SystemRandom,
}

#[derive(Debug)]
enum Key {
    Rsa(Box<RsaKeyPair>),
    Ed25519(Ed25519KeyPair),
}

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DkimError {
    /// The file's name is no selector.
    #[error("name the file of the key after its selector, `tidings2026.pem` for instance: `{path}`")]
    Selector {
        /// The file.
        path: PathBuf,
    },
    /// There is no private key in the file.
    #[error("`{path}` holds no private key in PEM form")]
    NoKey {
        /// The file.
        path: PathBuf,
    },
    /// The key is of another kind, or too short.
    #[error("the key in `{path}` cannot sign: DKIM takes RSA of 2048 bits or more, and Ed25519")]
    Unfit {
        /// The file.
        path: PathBuf,
    },
    /// The key failed.
    #[error("the key of the selector `{selector}` did not sign")]
    Failed {
        /// The selector.
        selector: String,
    },
}

impl Signer {
    /// Reads keys from the texts of files. The selector of each is its file's name without its ending.
    ///
    /// # Errors
    /// [`DkimError`]; it never tells what is in a file.
    pub fn read(files: &[(PathBuf, String)]) -> Result<Self, DkimError> {
        let read = |(path, text): &(PathBuf, String)| Ok((selector(path)?, key(path, text)?));
        Ok(Self { keys: files.iter().map(read).collect::<Result<_, _>>()?, random: SystemRandom::new() })
    }

    /// The message with a signature of each key before it.
    ///
    /// # Errors
    /// [`DkimError::Failed`]
    pub fn sign(&self, domain: &str, message: &[u8]) -> Result<Vec<u8>, DkimError> {
        let text = String::from_utf8_lossy(message);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let headers = headers(head);
        let body_hash = STANDARD.encode(digest(&SHA256, relaxed_body(body).as_bytes()));
        let mut signed = Vec::with_capacity(message.len() + 1024 * self.keys.len());
        for (selector, key) in &self.keys {
            signed.extend_from_slice(self.signature(selector, key, domain, &headers, &body_hash)?.as_bytes());
        }
        signed.extend_from_slice(message);
        Ok(signed)
    }

    fn signature(
        &self,
        selector: &str,
        key: &Key,
        domain: &str,
        headers: &BTreeMap<String, String>,
        body_hash: &str,
    ) -> Result<String, DkimError> {
        let algorithm = if matches!(key, Key::Rsa(_)) { "rsa-sha256" } else { "ed25519-sha256" };
        let present: Vec<&str> = SIGNED.into_iter().filter(|name| headers.contains_key(*name)).collect();
        let names = [present.as_slice(), &OVERSIGNED].concat();
        let tags = format!(
            "DKIM-Signature: v=1; a={algorithm}; c=relaxed/relaxed; d={domain}; s={selector};\r\n\th={};\r\n\tbh={body_hash};\r\n\tb=",
            names.join(":\r\n\t ")
        );
        // A name that stands there once more than its header does adds nothing.
        let mut data: String = present.iter().filter_map(|name| headers.get(*name).map(|value| format!("{name}:{value}\r\n"))).collect();
        data.push_str(&format!("dkim-signature:{}", relaxed(tags.split_once(':').map_or("", |(_, value)| value))));
        let signature = self.raw_signature(key, data.as_bytes()).ok_or_else(|| DkimError::Failed { selector: selector.to_owned() })?;
        Ok(format!("{tags}{}\r\n", folded(&STANDARD.encode(signature))))
    }

    fn raw_signature(&self, key: &Key, data: &[u8]) -> Option<Vec<u8>> {
        match key {
            Key::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &self.random, data, &mut signature).ok()?;
                Some(signature)
            }
            // The hash is what is signed (RFC 8463 §3).
            Key::Ed25519(pair) => Some(pair.sign(digest(&SHA256, data).as_ref()).as_ref().to_vec()),
        }
    }
}

fn selector(path: &Path) -> Result<String, DkimError> {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if stem.split('.').all(is_label) { Ok(stem.to_owned()) } else { Err(DkimError::Selector { path: path.to_owned() }) }
}

fn key(path: &Path, text: &str) -> Result<Key, DkimError> {
    let unfit = || DkimError::Unfit { path: path.to_owned() };
    let der = PrivateKeyDer::from_pem_slice(text.as_bytes()).map_err(|_| DkimError::NoKey { path: path.to_owned() })?;
    if let PrivateKeyDer::Pkcs1(der) = &der {
        return RsaKeyPair::from_der(der.secret_pkcs1_der()).map(|pair| Key::Rsa(Box::new(pair))).map_err(|_| unfit());
    }
    let PrivateKeyDer::Pkcs8(der) = &der else { return Err(unfit()) };
    let der = der.secret_pkcs8_der();
    let rsa = RsaKeyPair::from_pkcs8(der).map(|pair| Key::Rsa(Box::new(pair)));
    // `openssl` writes Ed25519 keys without their public half.
    rsa.or_else(|_| Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).map(Key::Ed25519)).map_err(|_| unfit())
}

/// Every header by its name in lower case, its value relaxed.
fn headers(head: &str) -> BTreeMap<String, String> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in head.split("\r\n") {
        if line.starts_with([' ', '\t']) {
            headers.last_mut().into_iter().for_each(|(_, value)| value.push_str(line));
        } else if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim_end().to_lowercase(), value.to_owned()));
        }
    }
    headers.into_iter().map(|(name, value)| (name, relaxed(&value))).collect()
}

/// Runs of blanks as one, none at the ends (RFC 6376 §3.4.2).
fn relaxed(value: &str) -> String {
    value.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Runs of blanks as one, none at the ends of lines, no empty lines at the end (RFC 6376 §3.4.4).
fn relaxed_body(body: &str) -> String {
    let mut relaxed = String::with_capacity(body.len());
    for line in body.split("\r\n") {
        let mut blank = false;
        for letter in line.trim_end_matches([' ', '\t']).chars() {
            let is_blank = matches!(letter, ' ' | '\t');
            if !(is_blank && blank) {
                relaxed.push(if is_blank { ' ' } else { letter });
            }
            blank = is_blank;
        }
        relaxed.push_str("\r\n");
    }
    let text = relaxed.trim_end_matches("\r\n");
    if text.is_empty() { String::new() } else { format!("{text}\r\n") }
}

/// Base64 in lines.
fn folded(text: &str) -> String {
    let lines: Vec<&str> = (0..text.len()).step_by(LINE).filter_map(|at| text.get(at..(at + LINE).min(text.len()))).collect();
    lines.join("\r\n\t ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_do_not_count() {
        // The examples of RFC 6376 §3.4.5.
        assert_eq!(headers("A: X\r\nB : Y\t\r\n\tZ  "), BTreeMap::from([("a".into(), "X".into()), ("b".into(), "Y Z".into())]));
        assert_eq!(relaxed_body(" C \r\nD \t E\r\n\r\n\r\n"), " C\r\nD E\r\n");
        assert_eq!(relaxed_body(""), "");
    }

    #[test]
    fn a_file_is_named_after_its_selector() {
        assert_eq!(selector(Path::new("/etc/keys/tidings2026.pem")).ok().as_deref(), Some("tidings2026"));
        assert!(selector(Path::new("/etc/keys/my key.pem")).is_err());
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let refusal = |text: &str| Signer::read(&[("s.pem".into(), text.to_owned())]).unwrap_err().to_string();
        assert_eq!(refusal("hello"), "`s.pem` holds no private key in PEM form");
        assert_eq!(
            refusal("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
            "the key in `s.pem` cannot sign: DKIM takes RSA of 2048 bits or more, and Ed25519"
        );
    }
}
