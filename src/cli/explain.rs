//! `explain`

use std::fmt::Write;

use serde::Serialize;

use crate::diag::{ALL_CODES, Code, Example, Explained, Explanation, explain, nearest};

use super::args::ExplainArguments;
use super::{Failure, Outcome, Session};

/// What `--json` prints of a code. A contract with those who read it.
#[derive(Serialize)]
struct Row {
    code: &'static str,
    severity: &'static str,
    /// Whether `checks:` in site.yaml may set its level.
    can_be_set: bool,
    meaning: &'static str,
}

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    row: Row,
    explanation: &'a str,
    wrong: Vec<File<'a>>,
    right: Vec<File<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    file: &'a str,
    text: &'a str,
}

pub(super) fn run(session: &Session, arguments: &ExplainArguments) -> Result<Outcome, Failure> {
    let text = match &arguments.code {
        Some(name) => {
            let code: Code = name.parse().map_err(|_| unknown(name))?;
            let explained = explain(code).ok_or_else(|| Failure(format!("nothing is told of `{code}`")))?;
            if arguments.json {
                json(code.explanation(), &explained)?
            } else {
                page(code.explanation(), &explained, session.terminal.colours_results())
            }
        }
        None if arguments.json => serde_json::to_string(&ALL_CODES.iter().map(row).collect::<Vec<_>>())? + "\n",
        None => list(session.terminal.colours_results()),
    };
    session.terminal.print(&text);
    Ok(Outcome::Done)
}

fn unknown(name: &str) -> Failure {
    let near = nearest(name, ALL_CODES.iter().map(|row| row.name));
    let help = near.map_or_else(|| "`tidings explain` lists them all".to_owned(), |near| format!("did you mean `{near}`?"));
    Failure(format!("no diagnostic is called `{name}`; {help}"))
}

fn row(row: &Explanation) -> Row {
    let Explanation { code: _, name, severity, fixed, meaning } = row;
    Row { code: name, severity: severity.name(), can_be_set: !fixed, meaning }
}

fn json(explanation: &Explanation, explained: &Explained) -> Result<String, Failure> {
    let Explained { prose, wrong, right } = explained;
    let whole = Whole { row: row(explanation), explanation: prose, wrong: files(wrong), right: files(right) };
    Ok(serde_json::to_string(&whole)? + "\n")
}

fn files(examples: &[Example]) -> Vec<File<'_>> {
    examples.iter().map(|Example { path, encoding: _, text }| File { file: path, text }).collect()
}

fn list(color: bool) -> String {
    let width = ALL_CODES.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for row in ALL_CODES {
        // Padded before it is made bold: a terminal's codes have a length and no width.
        let name = bold(&format!("{:width$}", row.name), color);
        let meaning = wrapped(row.meaning, 80 - width - 2).join(&format!("\n{:width$}  ", ""));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{name}  {meaning}");
    }
    text
}

fn page(explanation: &Explanation, explained: &Explained, color: bool) -> String {
    let level = if explanation.fixed { ", and the site cannot set its level" } else { "" };
    let heading = format!("{} ({}{level})", bold(explanation.name, color), explanation.severity.name());
    let mut text = format!("{heading}\n\n{}\n\n{}\n", wrapped(explanation.meaning, 80).join("\n"), explained.prose);
    for (title, examples) in [("Wrong", &explained.wrong), ("Right", &explained.right)] {
        let _ = write!(text, "\n{}:\n", bold(title, color));
        examples.iter().for_each(|example| text.push_str(&file(example, color)));
    }
    text
}

fn file(example: &Example, color: bool) -> String {
    let encoding = example.encoding.as_ref().map_or_else(String::new, |encoding| format!(" (saved as {encoding})"));
    let lines = example.text.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n");
    format!("\n  {}{encoding}\n\n{}", bold(&example.path, color), lines.collect::<String>())
}

fn bold(text: &str, color: bool) -> String {
    if color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// Lines of at most so many characters, broken between words.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut().filter(|line| line.chars().count() + 1 + word.chars().count() <= width) {
            Some(line) => *line = format!("{line} {word}"),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}
