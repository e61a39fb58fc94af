//! The two output streams. A reader that goes away (`tidings check | head`) ends the output, not the program.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// How to talk to whoever called.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    quiet: bool,
    verbose: bool,
}

impl Terminal {
    /// By `--quiet` and `--verbose`.
    pub fn new(quiet: bool, verbose: bool) -> Self {
        Self { quiet, verbose }
    }

    /// Prints a result on standard output, byte for byte.
    pub fn print(&self, text: &str) {
        // The only error worth knowing of is a closed pipe, and that reader has seen what it wanted.
        let _ = io::stdout().lock().write_all(text.as_bytes());
    }

    /// Prints a line about what was done on standard error, unless quiet.
    pub fn note(&self, line: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr().lock(), "{line}");
        }
    }

    /// Prints a line on standard error with `--verbose` only.
    pub fn detail(&self, line: &str) {
        if self.verbose {
            let _ = writeln!(io::stderr().lock(), "{line}");
        }
    }

    /// Prints text on standard error, byte for byte, quiet or not.
    pub fn complain(&self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Prints why a command could not run.
    pub fn error(&self, message: &str) {
        let _ = writeln!(io::stderr().lock(), "error: {message}");
    }

    /// Whether results are coloured.
    pub fn colours_results(&self) -> bool {
        wants_colour(io::stdout().is_terminal())
    }

    /// Whether standard error is coloured.
    pub fn colours_errors(&self) -> bool {
        wants_colour(io::stderr().is_terminal())
    }

    /// Whether somebody is there to answer a question.
    pub fn can_ask(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// Asks a question on standard error; an empty answer takes the suggestion.
    pub fn ask(&self, question: &str, suggestion: &str) -> io::Result<String> {
        write!(io::stderr().lock(), "{question} [{suggestion}] ")?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        let answer = answer.trim();
        Ok(if answer.is_empty() { suggestion.to_owned() } else { answer.to_owned() })
    }

    /// A bar for a count of things: on a terminal and nowhere else. It goes when dropped.
    pub fn counter(&self, what: &'static str, of: u64) -> Counter {
        let bar = if self.quiet || !io::stderr().is_terminal() { ProgressBar::hidden() } else { ProgressBar::new(of) };
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}, {per_sec}, {eta} left") {
            bar.set_style(style);
        }
        bar.set_message(what);
        Counter(bar)
    }

    /// A sign of life for long work: on a terminal and nowhere else. It goes when dropped.
    pub fn progress(&self, what: &'static str) -> Progress {
        let bar = if self.quiet || !io::stderr().is_terminal() { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(100));
        Progress(bar)
    }
}

/// How far a long count has come, with its speed and the time that is left.
pub struct Counter(ProgressBar);

impl Counter {
    /// So many are done.
    pub fn set(&self, done: u64) {
        self.0.set_position(done);
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// A spinner that clears its line when the work is over, however it ended.
pub struct Progress(ProgressBar);

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// What the environment says of colours: `NO_COLOR` (no-color.org) forbids them, then `CLICOLOR_FORCE` (bixense.com/clicolors)
/// asks for them whatever the output is; else a terminal has them, unless `CLICOLOR` is 0.
fn wants_colour(is_terminal: bool) -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let is_off = std::env::var_os("CLICOLOR").is_some_and(|value| value == "0");
    // Any value forbids them, `0` too.
    let is_forbidden = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !is_forbidden && (is_set("CLICOLOR_FORCE") || (is_terminal && !is_off))
}
