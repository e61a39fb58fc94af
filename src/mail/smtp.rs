//! One connection to a server, and one message over it.
//!
//! `MAIL` and `RCPT` go in one write where the server takes commands in a row (RFC 2920), the message and its final dot
//! always do: two small writes would wait for each other's acknowledgement.

use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::{ClientId, Extension};
use lettre::transport::smtp::response::Response;

use super::reply::{self, Stage, Verdict};
use super::server::{Line, Server};

/// How long a server may think about a command.
const PATIENCE: Duration = Duration::from_mins(2);

/// How long it may think about a message (RFC 5321 §4.5.3.2.6).
const PATIENCE_AFTER_DOT: Duration = Duration::from_mins(10);

/// An open connection.
pub(super) struct Connection {
    smtp: SmtpConnection,
    takes_commands_in_a_row: bool,
    is_usable: bool,
}

impl Connection {
    /// Connects, makes the line private, and says who we are.
    pub(super) fn open(server: &Server) -> Result<Self, Error> {
        let hello = ClientId::default();
        let host = server.host.trim_matches(['[', ']']);
        let tls = if server.line == Line::Plain { None } else { Some(TlsParameters::new(host.to_owned())?) };
        let from_the_start = tls.as_ref().filter(|_| server.line == Line::Tls);
        let mut smtp = SmtpConnection::connect((host, server.port), Some(PATIENCE), &hello, from_the_start, None)?;
        if let (Line::StartTls, Some(tls)) = (server.line, &tls) {
            smtp.starttls(tls, &hello)?;
        }
        if let Some(credentials) = &server.credentials {
            smtp.auth(DEFAULT_MECHANISMS, credentials)?;
        }
        // The library keeps only the extensions that it knows itself.
        let extensions = smtp.command(format!("EHLO {hello}\r\n"))?;
        let takes_commands_in_a_row = extensions.message().any(|line| line.trim().eq_ignore_ascii_case("PIPELINING"));
        Ok(Self { smtp, takes_commands_in_a_row, is_usable: true })
    }

    /// Whether another message may go over it.
    pub(super) fn is_usable(&self) -> bool {
        self.is_usable
    }

    /// Offers a message: sender and recipient, without the message itself.
    pub(super) fn offer(&mut self, sender: &str, recipient: &str) -> Result<(), Verdict> {
        let international = if recipient.is_ascii() { "" } else { " SMTPUTF8" };
        if !recipient.is_ascii() && !self.smtp.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(Verdict::Refused("the server takes no addresses with letters beyond ASCII (RFC 6531)".to_owned()));
        }
        let (mail, rcpt) = (format!("MAIL FROM:<{sender}>{international}\r\n"), format!("RCPT TO:<{recipient}>\r\n"));
        if self.takes_commands_in_a_row {
            let first = self.smtp.command(format!("{mail}{rcpt}"));
            // The second reply is under way whatever the first one was, unless the line is cut.
            let second = if is_answered(&first) { Some(self.smtp.read_response()) } else { None };
            self.heard(Stage::Sender, first)?;
            return second.map_or(Ok(()), |second| self.heard(Stage::Recipient, second).map(|_| ()));
        }
        let answer = self.smtp.command(mail);
        self.heard(Stage::Sender, answer)?;
        let answer = self.smtp.command(rcpt);
        self.heard(Stage::Recipient, answer).map(|_| ())
    }

    /// Asks to hand over the message that was offered.
    pub(super) fn begin(&mut self) -> Result<(), Verdict> {
        let answer = self.smtp.command("DATA\r\n");
        self.heard(Stage::Data, answer).map(|_| ())
    }

    /// Hands over the message: the server's words, or why it did not take it. Silence means that it may have taken it.
    pub(super) fn hand_over(&mut self, message: &[u8]) -> Result<String, Verdict> {
        // Where the time-out cannot be set the shorter one holds.
        let _ = self.smtp.set_timeout(Some(PATIENCE_AFTER_DOT));
        let answer = self.smtp.command(stuffed(message));
        let _ = self.smtp.set_timeout(Some(PATIENCE));
        self.heard(Stage::Message, answer)
    }

    /// Says goodbye.
    pub(super) fn close(mut self) {
        if self.is_usable {
            let _ = self.smtp.quit();
        }
    }

    /// What an answer means. After a refusal the connection is cleared for the next message, or given up.
    fn heard(&mut self, stage: Stage, answer: Result<Response, Error>) -> Result<String, Verdict> {
        let error = match answer {
            Ok(response) => return Ok(reply::words(&response)),
            Err(error) => error,
        };
        // 421: the server closes the connection.
        let closes = error.status().is_none_or(|status| status.to_string() == "421");
        self.is_usable = self.is_usable && !closes && (stage == Stage::Message || self.smtp.command("RSET\r\n").is_ok());
        Err(reply::verdict(stage, &error))
    }
}

fn is_answered(answer: &Result<Response, Error>) -> bool {
    answer.as_ref().err().is_none_or(|error| error.status().is_some_and(|status| status.to_string() != "421"))
}

/// The message as it goes over the line: lines that start with a dot get another one, and a line with a dot ends it (RFC 5321 §4.5.2).
fn stuffed(message: &[u8]) -> String {
    let text = String::from_utf8_lossy(message);
    let mut stuffed = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive("\r\n") {
        if line.starts_with('.') {
            stuffed.push('.');
        }
        stuffed.push_str(line);
    }
    stuffed.push_str(if stuffed.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" });
    stuffed
}
