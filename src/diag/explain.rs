//! What `explain` tells of a code beyond its meaning: why it matters, a wrong example and a right one.
//!
//! A file for each code, `explain/CODE.md`: prose, a line `Wrong:` with its fences, a line `Right:` with its fences. A fence says
//! after its language which file it is, `content/events/2.4.0/scan.md`, and perhaps ` as ENCODING`. The test-suite lays them over
//! a small good site and holds them to what they say.

use include_dir::{Dir, include_dir};

use super::Code;

static TEXTS: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/diag/explain");

/// What is told of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// Why it matters and what to do, in Markdown, wrapped at 80 columns.
    pub prose: String,
    /// Files of a site that has this problem.
    pub wrong: Vec<Example>,
    /// The same files, mended.
    pub right: Vec<Example>,
}

/// A file of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// From the site's folder.
    pub path: String,
    /// How it is saved, where that is not UTF-8: `Latin-1`.
    pub encoding: Option<String>,
    /// What stands in it.
    pub text: String,
}

/// What is told of a code. Nothing where its file is missing, which the test-suite does not let happen.
pub fn explain(code: Code) -> Option<Explained> {
    let text = TEXTS.get_file(format!("{}.md", code.name()))?.contents_utf8()?;
    let (prose, examples) = text.split_once("\nWrong:\n")?;
    let (wrong, right) = examples.split_once("\nRight:\n")?;
    Some(Explained { prose: prose.trim().to_owned(), wrong: fences(wrong), right: fences(right) })
}

/// The files that fences hold. A fence ends at a line of as many backticks as it starts with.
fn fences(text: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let info = line.trim_start_matches('`');
        let ticks = &line[..line.len() - info.len()];
        if ticks.len() < 3 {
            continue;
        }
        let place = info.split_once(' ').map_or("", |(_, place)| place);
        let (path, encoding) = place.split_once(" as ").map_or((place, None), |(path, encoding)| (path, Some(encoding.to_owned())));
        let inner = lines.by_ref().take_while(|line| *line != ticks).map(|line| format!("{line}\n"));
        examples.push(Example { path: path.to_owned(), encoding, text: inner.collect() });
    }
    examples
}
