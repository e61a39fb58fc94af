//! `import`

use super::args::ImportChangelogArguments;
use super::{Failure, Outcome, Session};

pub(super) fn run(session: &Session, arguments: &ImportChangelogArguments) -> Result<Outcome, Failure> {
    let _ = (session, arguments);
    Err(Failure("to come".into()))
}
