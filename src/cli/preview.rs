//! `announce --preview`: the message on a page for the browser.

use std::path::{Path, PathBuf};

use crate::mail::{Letter, Recipient};
use crate::markdown::escaped;

use super::announce::write;
use super::{Failure, Session, browser};

/// How a mail is shown: as wide as a window and as a telephone, and as text. Nothing in the frames may run or load by itself.
const STYLE: &str =
    "body { margin: 0 auto; max-width: 72rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; color-scheme: light dark }
  .frames { display: flex; flex-wrap: wrap; gap: 1rem }
  figure { margin: 0; min-width: 0; flex: 1 1 min(40rem, 100%) } figure.narrow { flex: 0 0 min(360px, 100%) }
  iframe { width: 100%; height: 80vh; border: 1px solid; box-sizing: border-box; background: Canvas }
  pre { overflow: auto; border: 1px solid; padding: 1rem }";

/// Writes the page to a folder, that of the system for passing files where none is named, and opens it.
pub(super) fn open(session: &Session, letter: &Letter, recipient: &Recipient, out: Option<&Path>) -> Result<PathBuf, Failure> {
    let folder = out.map_or_else(|| std::env::temp_dir().join("tidings"), Path::to_path_buf);
    let name = format!("{}.html", letter.campaign().replace('/', "-"));
    let written = write(&folder, &name, page(letter, recipient).as_bytes())?;
    let path = PathBuf::from(written);
    let whole = path.canonicalize().unwrap_or_else(|_| path.clone());
    browser::open(session, &whole.to_string_lossy());
    Ok(path)
}

fn page(letter: &Letter, recipient: &Recipient) -> String {
    let parts = letter.parts(recipient);
    let (subject, from, language) = (escaped(letter.subject()), escaped(&letter.sender().to_string()), escaped(letter.language()));
    let (text, html) = (escaped(&parts.text), escaped(&parts.html));
    let frame = |class: &str, title: &str| {
        format!(
            "<figure class=\"{class}\"><figcaption>{title}</figcaption>\
             <iframe sandbox=\"allow-popups\" title=\"{title}\" srcdoc=\"{html}\"></iframe></figure>"
        )
    };
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{subject}</title>\n<style>\n  {STYLE}\n</style>\n<main>\n<h1>{subject}</h1>\n<p>{from}</p>\n\
         <div class=\"frames\">\n{}\n{}\n</div>\n<h2 lang=\"en\">Plain text</h2>\n<pre>{text}</pre>\n</main>\n",
        frame("wide", "HTML"),
        frame("narrow", "HTML, 360 px"),
    )
}
