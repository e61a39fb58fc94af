//! `announce`

use super::args::AnnounceArguments;
use super::{Failure, Outcome, Session};

pub(super) fn run(session: &Session, arguments: &AnnounceArguments) -> Result<Outcome, Failure> {
    let _ = (session, arguments);
    Err(Failure("to come".into()))
}
