//! The server that takes the mails: where it stands, how the line to it is kept private, and who we are to it.

use std::fmt;
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use url::{Host, Url};

/// A server for outgoing mail. Its password is in it: it prints without.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) line: Line,
    pub(super) credentials: Option<Credentials>,
    /// How long it may think about a command, and a fifth of how long it may think about a message.
    pub(super) patience: Duration,
}

/// How the line to the server is kept private.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// TLS from the first byte (RFC 8314 §3).
    Tls,
    /// TLS after `STARTTLS`, or nothing is sent.
    StartTls,
    /// Nothing keeps it private: a server on this machine, or one that was asked for by name.
    Plain,
}

/// Why there is no server to send by. It never tells the address that was given, since a password may be in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ServerError {
    /// Not an address of a server.
    #[error(
        "write it as `smtps://user:password@mail.example.org` (TLS), `smtp://user:password@mail.example.org:587` (STARTTLS) or `smtp+plain://mail.example.org`, and behind it, if need be, `?timeout=` and seconds"
    )]
    Form,
    /// A password would go over an open line.
    #[error("a password would go over an open line: use `smtps://` or `smtp://`, or leave the password out")]
    OpenPassword,
}

impl Server {
    /// Reads an address: `smtps://` (port 465), `smtp://` (port 587; on this machine without TLS) or `smtp+plain://` (port 25).
    /// `?timeout=30` says for how many seconds the server may think about a command, 1 to 3,600; 120 without it.
    ///
    /// # Errors
    /// [`ServerError`]
    pub fn read(address: &str) -> Result<Self, ServerError> {
        let url = Url::parse(address.trim()).map_err(|_| ServerError::Form)?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(ServerError::Form)?.to_owned();
        let is_loopback = is_loopback(&host);
        let (line, port) = match url.scheme() {
            "smtps" => (Line::Tls, 465),
            "smtp" if is_loopback => (Line::Plain, 25),
            "smtp" => (Line::StartTls, 587),
            "smtp+plain" => (Line::Plain, 25),
            _ => return Err(ServerError::Form),
        };
        let decoded = |text: &str| {
            percent_encoding::percent_decode_str(text).decode_utf8().map(|text| text.into_owned()).map_err(|_| ServerError::Form)
        };
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(decoded(url.username())?, decoded(password)?)),
            None => None,
        };
        if credentials.is_some() && line == Line::Plain && !is_loopback {
            return Err(ServerError::OpenPassword);
        }
        Ok(Self { host, port: url.port().unwrap_or(port), line, credentials, patience: patience(&url)? })
    }
}

/// Two minutes, and so ten for a message (RFC 5321 §4.5.3.2.6), where nothing else is asked for.
fn patience(url: &Url) -> Result<Duration, ServerError> {
    let mut seconds = 120;
    for (name, value) in url.query_pairs() {
        let legal = value.parse().ok().filter(|seconds| name == "timeout" && (1..=3_600).contains(seconds));
        seconds = legal.ok_or(ServerError::Form)?;
    }
    Ok(Duration::from_secs(seconds))
}

/// Whether a host is this machine. Addresses in a URL of no web scheme are read as names, so an IP address is read here.
pub(super) fn is_loopback(host: &str) -> bool {
    match Host::parse(host) {
        Ok(Host::Domain(name)) => name == "localhost",
        Ok(Host::Ipv4(address)) => address.is_loopback(),
        Ok(Host::Ipv6(address)) => address.is_loopback(),
        Err(_) => false,
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Server({self}, {:?})", self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(address: &str) -> (Line, u16) {
        let server = Server::read(address).unwrap();
        (server.line, server.port)
    }

    #[test]
    fn a_line_is_private_unless_the_server_is_here_or_somebody_said_so() {
        assert_eq!(line("smtps://jo:secret@mail.example.org"), (Line::Tls, 465));
        assert_eq!(line("smtp://jo:secret@mail.example.org"), (Line::StartTls, 587));
        assert_eq!(line("smtp://mail.example.org:2525"), (Line::StartTls, 2525));
        assert_eq!(line("smtp://localhost:1025"), (Line::Plain, 1025));
        assert_eq!(line("smtp://127.0.0.1"), (Line::Plain, 25));
        assert_eq!(line("smtp://[::1]:1025"), (Line::Plain, 1025));
        assert_eq!(line("smtp+plain://mail.example.org"), (Line::Plain, 25));
    }

    #[test]
    fn a_password_is_decoded_and_never_printed() {
        let server = Server::read("smtps://jo%40example.org:p%3Aw@mail.example.org").unwrap();
        assert_eq!(server.credentials, Some(Credentials::new("jo@example.org".to_owned(), "p:w".to_owned())));
        assert_eq!(format!("{server} {server:?}"), "mail.example.org:465 Server(mail.example.org:465, Tls)");
    }

    #[test]
    fn what_cannot_be_used_is_refused_without_repeating_it() {
        assert_eq!(Server::read("smtps://mail.example.org?timeout=30").map(|server| server.patience.as_secs()), Ok(30));
        for address in [
            "",
            "smtps://mail.example.org?timeout=0",
            "smtps://mail.example.org?time=30",
            "mail.example.org",
            "https://mail.example.org",
            "smtp://",
            "smtp:jo",
        ] {
            assert_eq!(Server::read(address), Err(ServerError::Form), "{address}");
        }
        assert_eq!(Server::read("smtp+plain://jo:secret@mail.example.org"), Err(ServerError::OpenPassword));
    }
}
