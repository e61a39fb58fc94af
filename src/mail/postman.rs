//! Hands over single messages one after the other, over a line that stays open.

use crate::ident::EmailAddress;

use super::reply::{self, Verdict};
use super::server::Server;
use super::smtp::Connection;

/// One who hands over messages.
pub struct Postman {
    server: Server,
    connection: Option<Connection>,
}

/// Why a message was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It may be taken later. After a lost answer the server may have it already.
    Later(String),
    /// It never will.
    Never(String),
}

impl Postman {
    /// For a server. No line is opened yet.
    pub fn new(server: Server) -> Self {
        Self { server, connection: None }
    }

    /// Hands over one message (RFC 5322): the server's words.
    ///
    /// # Errors
    /// [`Refusal`]
    pub fn send(&mut self, sender: &EmailAddress, recipient: &EmailAddress, message: &[u8]) -> Result<String, Refusal> {
        let sent = self.try_once(sender, recipient, message);
        self.connection = self.connection.take().filter(Connection::is_usable);
        sent.map_err(|verdict| match verdict {
            Verdict::Refused(words) | Verdict::Dead(words) => Refusal::Never(words),
            Verdict::Later(words) | Verdict::OurFault(words) | Verdict::Silence(words) => Refusal::Later(words),
        })
    }

    /// Says goodbye; the next message opens a line of its own.
    pub fn rest(&mut self) {
        if let Some(connection) = self.connection.take() {
            connection.close();
        }
    }

    fn try_once(&mut self, sender: &EmailAddress, recipient: &EmailAddress, message: &[u8]) -> Result<String, Verdict> {
        // A server closes a line on which nothing happens: then the first try is lost, and the message was not handed over.
        if let Some(connection) = &mut self.connection {
            match connection.offer(sender.address(), recipient.address()) {
                Err(Verdict::Silence(_)) => self.connection = None,
                offered => return offered.and_then(|()| hand_over(connection, message)),
            }
        }
        let opened = Connection::open(&self.server).map_err(|error| Verdict::Silence(reply::told(&error)))?;
        let connection = self.connection.insert(opened);
        connection.offer(sender.address(), recipient.address()).and_then(|()| hand_over(connection, message))
    }
}

fn hand_over(connection: &mut Connection, message: &[u8]) -> Result<String, Verdict> {
    connection.begin()?;
    connection.hand_over(message)
}
