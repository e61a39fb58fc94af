//! The reader's browser.

use std::process::Command;

use super::Session;

/// Opens a page there, by its address or path; where there is none, what was printed tells where the page is.
pub(super) fn open(session: &Session, page: &str) {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    if let Err(error) = Command::new(program).args(arguments).arg(page).spawn() {
        session.terminal.note(&format!("cannot open the browser with `{program}`: {error}"));
    }
}
