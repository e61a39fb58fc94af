//! One post to one channel, and what the answer means for it.

use std::io::ErrorKind;
use std::time::Duration;

use ureq::http::Response;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Error, Timeout};

use super::super::message::hash;
use super::super::reply::Verdict;
use super::{Channel, Reader, SigningKey};

/// How long a channel may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// How much of an answer is kept, in bytes.
const WORDS: u64 = 300;

/// Posts, and tells the channel's words or why it did not take it. Silence means that it may have taken it.
///
/// A program's messages carry an id that stays the same however often one is sent, so that it can drop a repeat.
pub(super) fn send(channel: &Channel, campaign: &str, body: &[u8], key: Option<&SigningKey>, timestamp: i64) -> Result<String, Verdict> {
    let mut request = agent().post(channel.url().as_str()).content_type("application/json");
    if let (Reader::Webhook, Some(key)) = (channel.reader(), key) {
        let id = format!("msg_{}", hash(&[campaign, &channel.name()]));
        let signature = key.sign(&id, timestamp, body);
        request =
            request.header("webhook-id", &id).header("webhook-timestamp", timestamp.to_string()).header("webhook-signature", signature);
    }
    match request.send(body) {
        Ok(answer) => verdict(answer),
        Err(error) => Err(unanswered(&error)),
    }
}

/// A connection for each post: there are few, and an old one that was closed meanwhile would leave its post in doubt.
fn agent() -> Agent {
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let config = Agent::config_builder()
        .http_status_as_error(false)
        // An address that has moved is for a person to mend: nothing is posted to where nobody meant it to go.
        .max_redirects(0)
        .max_idle_connections(0)
        .timeout_global(Some(PATIENCE))
        .user_agent(concat!("tidings/", env!("CARGO_PKG_VERSION")))
        .tls_config(tls);
    config.build().into()
}

/// What an answer means (RFC 9110 §15).
fn verdict(mut answer: Response<Body>) -> Result<String, Verdict> {
    let status = answer.status();
    let pause = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.trim().parse::<f64>().ok());
    let said = answer.body_mut().with_config().limit(WORDS).read_to_string().unwrap_or_default();
    let said: String = said.chars().filter(|character| !character.is_control()).collect();
    let words = format!("{} {}", status.as_u16(), if said.is_empty() { status.canonical_reason().unwrap_or("") } else { said.as_str() });
    let words = words.trim().to_owned();
    match status.as_u16() {
        200..=299 => Ok(words),
        // What stands between did not hear from the channel: it may have the post.
        504 => Err(Verdict::Silence(words)),
        408 | 425 | 429 | 500..=599 => Err(Verdict::Later(match pause.filter(|seconds| (0.0..=86_400.0).contains(seconds)) {
            Some(seconds) => format!("{words} (again in {} seconds)", seconds.ceil()),
            None => words,
        })),
        _ => Err(Verdict::Refused(words)),
    }
}

/// What it means that no answer came: unless the line was never there, the channel may have the post.
fn unanswered(error: &Error) -> Verdict {
    let why = error.to_string();
    match error {
        Error::HostNotFound | Error::ConnectionFailed | Error::Timeout(Timeout::Resolve | Timeout::Connect) => Verdict::Later(why),
        Error::Io(io) if matches!(io.kind(), ErrorKind::ConnectionRefused | ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable) => {
            Verdict::Later(why)
        }
        Error::Tls(_) | Error::Rustls(_) | Error::BadUri(_) => Verdict::Refused(why),
        _ => Verdict::Silence(why),
    }
}
