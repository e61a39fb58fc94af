//! One connection to a server, and one message over it.
//!
//! A message and its final dot go in one write: two small writes would wait for each other's acknowledgement. Where the server takes
//! commands in a row (RFC 2920), those of the next message go with it.

use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::{ClientId, Extension};
use lettre::transport::smtp::response::Response;

use super::reply::{self, Stage, Verdict};
use super::server::{Line, Server};

/// What became of a message, and whether the next one is wanted.
pub(super) type Exchange = (Option<Result<String, Verdict>>, Option<Result<(), Verdict>>);

/// Why there is no answer where the line was cut at an earlier one.
const LOST: &str = "the line was lost";

/// An open connection.
pub(super) struct Connection {
    smtp: SmtpConnection,
    takes_commands_in_a_row: bool,
    is_usable: bool,
    patience: Duration,
}

impl Connection {
    /// Connects, makes the line private, and says who we are.
    pub(super) fn open(server: &Server) -> Result<Self, Error> {
        let hello = ClientId::default();
        let host = server.host.trim_matches(['[', ']']);
        let tls = if server.line == Line::Plain { None } else { Some(TlsParameters::new(host.to_owned())?) };
        let from_the_start = tls.as_ref().filter(|_| server.line == Line::Tls);
        let mut smtp = SmtpConnection::connect((host, server.port), Some(server.patience), &hello, from_the_start, None)?;
        if let (Line::StartTls, Some(tls)) = (server.line, &tls) {
            smtp.starttls(tls, &hello)?;
        }
        if let Some(credentials) = &server.credentials {
            smtp.auth(DEFAULT_MECHANISMS, credentials)?;
        }
        // The library keeps only the extensions that it knows itself.
        let extensions = smtp.command(format!("EHLO {hello}\r\n"))?;
        let takes_commands_in_a_row = extensions.message().any(|line| line.trim().eq_ignore_ascii_case("PIPELINING"));
        Ok(Self { smtp, takes_commands_in_a_row, is_usable: true, patience: server.patience })
    }

    /// How long the server may think about a message: it may have to look for spam in it.
    fn patience_after_dot(&self) -> Duration {
        5 * self.patience
    }

    /// Whether another message may go over it.
    pub(super) fn is_usable(&self) -> bool {
        self.is_usable
    }

    /// Offers a message: sender and recipient, without the message itself.
    pub(super) fn offer(&mut self, sender: &str, recipient: &str) -> Result<(), Verdict> {
        let (mail, rcpt) = self.envelope(sender, recipient)?;
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

    /// The commands that offer a message.
    fn envelope(&self, sender: &str, recipient: &str) -> Result<(String, String), Verdict> {
        let international = if recipient.is_ascii() { "" } else { " SMTPUTF8" };
        if !recipient.is_ascii() && !self.smtp.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(Verdict::Refused("the server takes no addresses with letters beyond ASCII (RFC 6531)".to_owned()));
        }
        Ok((format!("MAIL FROM:<{sender}>{international}\r\n"), format!("RCPT TO:<{recipient}>\r\n")))
    }

    /// Hands over the message that the server waits for, and asks to hand over the next one, given by sender and recipient: in one
    /// write where the server takes that. What became of the two, as of [`Self::hand_over`] and of [`Self::begin`].
    pub(super) fn exchange(&mut self, message: Option<&[u8]>, next: Option<(&str, &str)>) -> Exchange {
        let next = next.map(|(sender, recipient)| self.envelope(sender, recipient).map(|commands| (sender, recipient, commands)));
        match next {
            Some(Ok((_, _, (mail, rcpt)))) if self.takes_commands_in_a_row => self.in_a_row(message, &format!("{mail}{rcpt}DATA\r\n")),
            next => {
                let taken = message.map(|message| self.hand_over(message));
                let invited = next.map(|next| {
                    let (sender, recipient, _) = next?;
                    if !self.is_usable {
                        return Err(Verdict::Silence(LOST.to_owned()));
                    }
                    self.offer(sender, recipient)?;
                    self.begin()
                });
                (taken, invited)
            }
        }
    }

    /// RFC 2920 §3.1: the end of a message may be the first of several commands, and `DATA` the last.
    fn in_a_row(&mut self, message: Option<&[u8]>, commands: &str) -> Exchange {
        let patience = if message.is_some() { self.patience_after_dot() } else { self.patience };
        let _ = self.smtp.set_timeout(Some(patience));
        let mut text = message.map(stuffed).unwrap_or_default();
        text.push_str(commands);
        let mut first = Some(self.smtp.command(text));
        let mut taken = None;
        if message.is_some() {
            let answer = self.answer(&mut first);
            taken = Some(self.heard(Stage::Message, answer));
        }
        if !self.is_usable {
            return (taken, Some(Err(Verdict::Silence(LOST.to_owned()))));
        }
        let mut refusal = None;
        for stage in [Stage::Sender, Stage::Recipient, Stage::Data] {
            let answer = self.answer(&mut first);
            let is_last = !is_answered(&answer);
            match answer {
                // The server waits for a message to nobody: it is rid of that by the end of the line.
                Ok(_) if stage == Stage::Data && refusal.is_some() => self.is_usable = false,
                Ok(_) => {}
                Err(error) => refusal = refusal.or_else(|| Some(reply::verdict(stage, &error))),
            }
            if is_last {
                self.is_usable = false;
                break;
            }
        }
        if refusal.is_some() {
            self.is_usable = self.is_usable && self.smtp.command("RSET\r\n").is_ok();
        }
        (taken, Some(refusal.map_or(Ok(()), Err)))
    }

    /// The next answer of several, of which the first is here already.
    fn answer(&mut self, first: &mut Option<Result<Response, Error>>) -> Result<Response, Error> {
        first.take().unwrap_or_else(|| self.smtp.read_response())
    }

    /// Asks to hand over the message that was offered.
    pub(super) fn begin(&mut self) -> Result<(), Verdict> {
        let answer = self.smtp.command("DATA\r\n");
        self.heard(Stage::Data, answer).map(|_| ())
    }

    /// Hands over the message: the server's words, or why it did not take it. Silence means that it may have taken it.
    pub(super) fn hand_over(&mut self, message: &[u8]) -> Result<String, Verdict> {
        // Where the time-out cannot be set the shorter one holds.
        let _ = self.smtp.set_timeout(Some(self.patience_after_dot()));
        let answer = self.smtp.command(stuffed(message));
        let _ = self.smtp.set_timeout(Some(self.patience));
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
    let mut stuffed = String::with_capacity(text.len() + 512);
    if text.starts_with('.') {
        stuffed.push('.');
    }
    let mut lines = text.split("\r\n.");
    stuffed.push_str(lines.next().unwrap_or_default());
    for line in lines {
        stuffed.push_str("\r\n..");
        stuffed.push_str(line);
    }
    stuffed.push_str(if stuffed.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" });
    stuffed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_start_with_a_dot_get_another_one() {
        let sent = |message: &str| stuffed(message.as_bytes());
        assert_eq!(sent("a\r\n.\r\n..b\r\nc.\r\n"), "a\r\n..\r\n...b\r\nc.\r\n.\r\n");
        assert_eq!(sent(".a\r\n.b"), "..a\r\n..b\r\n.\r\n");
        assert_eq!(sent(""), "\r\n.\r\n");
    }
}
