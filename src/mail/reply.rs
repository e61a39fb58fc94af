//! What a server's reply means for a message (RFC 5321 §4.2, enhanced codes of RFC 3463).

use std::error::Error as _;
use std::sync::LazyLock;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;
use regex::Regex;

/// At which step of the dialogue a reply came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// To `MAIL`: of the sender.
    Sender,
    /// To `RCPT`: of the recipient.
    Recipient,
    /// To `DATA`: before the message.
    Data,
    /// After the message.
    Message,
}

/// What it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Try again later.
    Later(String),
    /// This message will not be taken.
    Refused(String),
    /// There is no such mailbox.
    Dead(String),
    /// The server refuses us: every other message would fare alike.
    OurFault(String),
    /// There was no reply.
    Silence(String),
}

impl Verdict {
    /// The server's words, or why there are none.
    pub(super) fn into_words(self) -> String {
        match self {
            Self::Later(words) | Self::Refused(words) | Self::Dead(words) | Self::OurFault(words) | Self::Silence(words) => words,
        }
    }
}

/// What an error at a stage means.
pub(super) fn verdict(stage: Stage, error: &Error) -> Verdict {
    let Some(status) = error.status() else {
        return Verdict::Silence(told(error));
    };
    let said = error.source().map(ToString::to_string).unwrap_or_default();
    let words = format!("{status} {said}").trim().to_owned();
    if error.is_transient() {
        return Verdict::Later(words);
    }
    match (stage, enhanced(&said), status.to_string().as_str()) {
        (Stage::Sender, ..) | (_, Some((7, _) | (1, 7 | 8)), _) | (_, None, "530" | "534" | "535" | "538") => Verdict::OurFault(words),
        (_, Some((1, _)), _) => Verdict::Dead(words),
        _ => Verdict::Refused(words),
    }
}

/// The pause that a server asks for in its words: `try again in 300 seconds`.
pub(super) fn asked_pause(words: &str) -> Option<Duration> {
    static PAUSE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?i)\b(?:in|after|for)\s+(\d{1,5})\s*(s|sec|secs|seconds?|m|min|mins|minutes?|h|hours?)\b").ok());
    let found = PAUSE.as_ref()?.captures(words)?;
    let count: u64 = found.get(1)?.as_str().parse().ok()?;
    let unit = match found.get(2)?.as_str().as_bytes().first()?.to_ascii_lowercase() {
        b'h' => 3_600,
        b'm' => 60,
        _ => 1,
    };
    Some(Duration::from_secs(count * unit))
}

/// A positive reply in its own words.
pub(super) fn words(response: &Response) -> String {
    format!("{} {}", response.code(), response.message().collect::<Vec<_>>().join(" ")).trim().to_owned()
}

/// An error with its causes, on one line.
pub(super) fn told(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let more = next.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = next.source();
    }
    text
}

/// The subject and detail of a code such as `5.1.1` at the beginning of a reply.
fn enhanced(said: &str) -> Option<(u16, u16)> {
    let mut parts = said.split_whitespace().next()?.split('.');
    let (class, subject, detail) = (parts.next()?, parts.next()?, parts.next()?);
    let is_last = parts.next().is_none();
    if class == "5" && is_last { Some((subject.parse().ok()?, detail.parse().ok()?)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_says_how_long_to_wait() {
        let seconds = |words| asked_pause(words).map(|pause| pause.as_secs());
        assert_eq!(seconds("450 4.2.0 Greylisted, try again in 300 seconds"), Some(300));
        assert_eq!(seconds("451 Please retry after 5 minutes."), Some(300));
        assert_eq!(seconds("421 Too many messages, wait for 1h"), Some(3600));
        assert_eq!(seconds("450 try again later"), None);
    }

    #[test]
    fn an_enhanced_code_stands_first() {
        assert_eq!(enhanced("5.1.1 no such user"), Some((1, 1)));
        assert_eq!(enhanced("5.7.26 unauthenticated"), Some((7, 26)));
        assert_eq!(enhanced("no such user 5.1.1"), None);
        assert_eq!(enhanced("5.1 what"), None);
        assert_eq!(enhanced("4.2.2 full"), None);
    }
}
