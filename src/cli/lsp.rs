//! `lsp`

use std::io::{BufReader, stdin, stdout};

use crate::lsp::{self, Ending, World};

use super::{Failure, Outcome, Session};

pub(super) fn run(session: &Session) -> Result<Outcome, Failure> {
    let clock = session.clock;
    let world =
        World { read: Box::new(|root| super::read(root).map_err(|error| Failure::from(error).0)), now: Box::new(move || clock.now()) };
    match lsp::run(BufReader::new(stdin()), &mut stdout().lock(), &world) {
        Ok(Ending::Orderly) => Ok(Outcome::Done),
        Ok(Ending::Abrupt) => Ok(Outcome::Errors),
        Err(error) => Err(Failure(format!("cannot write to the editor: {error}"))),
    }
}
