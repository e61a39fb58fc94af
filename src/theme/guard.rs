//! Bounds on what a template may do, so that a mistake ends a build instead of hanging it.
//!
//! Tera bounds the depth of components and refuses circular includes, but not the work of loops and of components that call
//! themselves more than once. So each loop and component of a site's own templates gets a step to count, invisible to its
//! writer: places in the changed text are turned back into places in the text as written.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// Steps that the rendering of one page may take. A page of twenty releases with twenty entries each takes some thousands.
pub const MAX_STEPS: u32 = 250_000;
/// Items that one call of `range` may make.
pub const MAX_RANGE: i64 = 10_000;
/// Bytes that one page may have.
pub const MAX_BYTES: usize = 32 << 20;
/// The function that counts a step.
pub const STEP: &str = "tidings_step";

/// A template's text with steps to count, and the way back to the text as written.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    /// The text for the engine.
    pub text: String,
    /// For each insertion: where it stands in `text`, and the tag as written that it follows.
    insertions: Vec<(Range<usize>, Range<usize>)>,
}

impl Counted {
    /// The text as it is, for templates that are known to end.
    pub fn unchanged(text: &str) -> Self {
        Self { text: text.to_owned(), insertions: Vec::new() }
    }

    /// Puts a step after each tag that opens a loop or a component.
    pub fn new(text: &str) -> Self {
        let mut counted = Self { text: String::with_capacity(text.len() + 256), insertions: Vec::new() };
        let mut copied = 0;
        for tag in tags(text) {
            let inner = &text[tag.start + 2..tag.end - 2];
            let word = inner.trim_start_matches('-').split_whitespace().next().unwrap_or("");
            if !matches!(word, "for" | "component") {
                continue;
            }
            counted.text.push_str(&text[copied..tag.end]);
            copied = tag.end;
            let start = counted.text.len();
            // A tag that eats the white space after it must go on doing so.
            let eats = inner.ends_with('-');
            counted.text.push_str("{{ tidings_step() ");
            counted.text.push_str(if eats { "-}}" } else { "}}" });
            counted.insertions.push((start..counted.text.len(), tag));
        }
        counted.text.push_str(&text[copied..]);
        counted
    }

    /// The bytes of the text as written for bytes of the changed text.
    pub fn written(&self, range: &Range<usize>) -> Range<usize> {
        let inside = self.insertions.iter().find(|(inserted, _)| inserted.start <= range.start && range.start < inserted.end);
        if let Some((_, tag)) = inside {
            return tag.clone();
        }
        let before = |byte: usize| {
            let added: usize =
                self.insertions.iter().filter(|(inserted, _)| inserted.end <= byte).map(|(inserted, _)| inserted.len()).sum();
            byte - added
        };
        before(range.start)..before(range.end).max(before(range.start))
    }
}

/// The `{% … %}` tags of a template, outside comments and raw text.
fn tags(text: &str) -> Vec<Range<usize>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('{')).map(|found| at + found) {
        let end = match text.as_bytes().get(open + 1) {
            Some(b'#') => text[open..].find("#}").map(|close| open + close + 2),
            Some(b'{') => end_of_tag(text, open + 2, "}}"),
            Some(b'%') => end_of_tag(text, open + 2, "%}"),
            _ => Some(open + 1),
        };
        // An unclosed tag is Tera's to report.
        let Some(end) = end else { break };
        at = end;
        if text.as_bytes().get(open + 1) == Some(&b'%') {
            let word = text[open + 2..end - 2].trim_matches(['-', ' ', '\t', '\r', '\n']);
            if word == "raw" {
                at = text[end..].find("endraw").map_or(text.len(), |close| end + close);
            } else {
                tags.push(open..end);
            }
        }
    }
    tags
}

/// The byte after `close`, found outside quoted strings.
fn end_of_tag(text: &str, from: usize, close: &str) -> Option<usize> {
    let mut quote = None;
    for (at, character) in text.get(from..)?.char_indices() {
        match quote {
            Some(open) if character == open => quote = None,
            Some(_) => {}
            None if text[from + at..].starts_with(close) => return Some(from + at + close.len()),
            None if matches!(character, '"' | '\'' | '`') => quote = Some(character),
            None => {}
        }
    }
    None
}

/// The work done on each thread: a page is rendered from start to end on one.
#[derive(Debug)]
pub struct Steps {
    by_thread: Vec<Work>,
}

#[derive(Debug, Default)]
struct Work {
    steps: AtomicU32,
    /// Whether the page has grown too large.
    full: AtomicBool,
}

/// What a page has had enough of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Enough {
    /// Of steps.
    #[error("this runs more than {MAX_STEPS} times on one page")]
    Steps,
    /// Of bytes.
    #[error("this makes a page of more than {} MiB", MAX_BYTES >> 20)]
    Bytes,
}

impl Steps {
    /// A counter for each thread of the pool, and one for all others.
    pub fn new() -> Self {
        Self { by_thread: (0..=rayon::current_num_threads()).map(|_| Work::default()).collect() }
    }

    /// Starts a page.
    pub fn reset(&self) {
        self.work().steps.store(0, Ordering::Relaxed);
        self.work().full.store(false, Ordering::Relaxed);
    }

    /// Counts a step.
    ///
    /// # Errors
    /// [`Enough`], where the page may not go on.
    pub fn count(&self) -> Result<(), Enough> {
        if self.work().full.load(Ordering::Relaxed) {
            return Err(Enough::Bytes);
        }
        if self.work().steps.fetch_add(1, Ordering::Relaxed) < MAX_STEPS { Ok(()) } else { Err(Enough::Steps) }
    }

    /// Whether the page has grown too large.
    pub fn is_full(&self) -> bool {
        self.work().full.load(Ordering::Relaxed)
    }

    fn work(&self) -> &Work {
        let thread = rayon::current_thread_index().map_or(0, |index| index + 1);
        &self.by_thread[thread % self.by_thread.len()]
    }
}

/// Gathers bytes up to [`MAX_BYTES`]. What is too much is dropped and noted, so that the next step can say where it came from.
#[derive(Debug)]
pub struct Bounded<'a> {
    /// What was written.
    pub bytes: Vec<u8>,
    /// Where too much is noted.
    pub steps: &'a Steps,
}

impl Write for Bounded<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > MAX_BYTES {
            self.steps.work().full.store(true, Ordering::Relaxed);
        } else {
            self.bytes.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loops_and_components_count_their_steps() {
        let counted = Counted::new("{% for a in b -%} x {% endfor %}{# {% for #}{% component c(x) %}y{% endcomponent %}");
        assert_eq!(
            counted.text,
            "{% for a in b -%}{{ tidings_step() -}} x {% endfor %}{# {% for #}{% component c(x) %}{{ tidings_step() }}y{% endcomponent %}"
        );
    }

    #[test]
    fn places_find_their_way_back() {
        let text = "{% for a in b %}{{ nothing }}{% endfor %}";
        let counted = Counted::new(text);
        let at = counted.text.find("nothing").unwrap();
        assert_eq!(&text[counted.written(&(at..at + 7))], "nothing");
        let step = counted.text.find("tidings_step").unwrap();
        assert_eq!(&text[counted.written(&(step..step + 4))], "{% for a in b %}");
    }

    #[test]
    fn raw_text_and_quotes_are_left_alone() {
        for text in ["{% raw %}{% for a in b %}{% endraw %}", "{{ '{% for a in b %}' }}", "{% for", "{", "{{ \"", "{% raw %}{% for x"] {
            assert_eq!(Counted::new(text).text, text);
        }
    }
}
