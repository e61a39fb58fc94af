//! `serve`

use super::args::ServeArguments;
use super::{Failure, Outcome, Session};

pub(super) fn run(session: &Session, arguments: &ServeArguments) -> Result<Outcome, Failure> {
    let _ = (session, arguments);
    Err(Failure("to come".into()))
}
