//! Strings in `refs` that become no link.

use regex::RegexBuilder;

use crate::diag::{Code, Diagnostic, Diagnostics, listed, nearest};
use crate::model::Reference;
use crate::parse::document::ReferencePattern;

use super::facts::Facts;

/// How many patterns a help lists.
const SHOWN: usize = 4;

/// What stands for itself in a pattern, beside letters and digits.
const PLAIN: &str = "-_#/!: ";

/// `unknown-reference`: strings that no pattern of site.yaml takes.
pub(super) fn unknown_reference(facts: &Facts<'_>, diags: &mut Diagnostics) {
    if facts.catalog.site().references_are_open {
        return;
    }
    let patterns = Patterns::of(&facts.catalog.site().references);
    let unknown = facts.catalog.entries().iter().flat_map(|entry| &entry.refs).filter(|reference| reference.url.is_none());
    if patterns.rows.is_empty() {
        return diags.extend(no_patterns(unknown.collect::<Vec<_>>().as_slice()));
    }
    diags.extend(unknown.map(|reference| no_pattern(facts, &patterns, reference)));
}

/// Where a site has no patterns at all, that is one mistake and not one for each string.
fn no_patterns(unknown: &[&Reference]) -> Option<Diagnostic> {
    let (first, others) = unknown.split_first()?;
    let more = match others.len() {
        0 => String::new(),
        1 => " (and one more)".to_owned(),
        more => format!(" (and {more} more)"),
    };
    let verb = if others.is_empty() { "becomes" } else { "become" };
    let message = format!("`{}`{more} {verb} no link, since site.yaml has no `references`", first.text.value);
    let row = format!("'{}': https://tracker.example.org/browse/$0", pattern_for(&first.text.value));
    Some(
        Diagnostic::new(Code::UnknownReference, first.text.span, message)
            .help(format!("add `references: {{ {row} }}` there, or `references: {{}}` where they stay text")),
    )
}

/// A pattern that takes strings like this one: each number may be another.
fn pattern_for(text: &str) -> String {
    let mut pattern = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character.is_ascii_digit() {
            while characters.next_if(char::is_ascii_digit).is_some() {}
            pattern.push_str(r"\d+");
        } else if character.is_alphanumeric() || PLAIN.contains(character) {
            pattern.push(character);
        } else {
            pattern.push_str(&regex::escape(character.encode_utf8(&mut [0; 4])));
        }
    }
    pattern
}

fn no_pattern(facts: &Facts<'_>, patterns: &Patterns<'_>, reference: &Reference) -> Diagnostic {
    let text = &reference.text.value;
    let diagnostic = Diagnostic::new(Code::UnknownReference, reference.text.span, format!("no pattern under `references` takes `{text}`"));
    if text.starts_with("https://") || text.starts_with("http://") {
        return diagnostic.help("an address stands under `links` or `docs`; `refs` holds names that the patterns make links of");
    }
    if let Some(right) = patterns.corrected(text) {
        let diagnostic = diagnostic.help(format!("did you mean `{right}`?"));
        // Where only the case of letters differs, and nothing stands there but the string, that one is meant and no other.
        let is_certain = right.eq_ignore_ascii_case(text) && facts.loaded.sources.slice(reference.text.span) == text;
        return if is_certain { diagnostic.fix(reference.text.span, right) } else { diagnostic };
    }
    match patterns.alike(text) {
        Some(row) => {
            diagnostic.help(format!("the nearest pattern is `{}`", row.written)).related(row.pattern.pattern.span, "the nearest pattern")
        }
        None => {
            let known = patterns.rows.iter().take(SHOWN).map(|row| row.written);
            diagnostic.help(format!("write it as a pattern there takes it, {}, or add one for it", listed(known, "or")))
        }
    }
}

/// The patterns of the site, as they were written.
struct Patterns<'a> {
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    pattern: &'a ReferencePattern,
    /// Without what makes it take the whole string.
    written: &'a str,
    /// What every string that it takes starts with: `EVT-`.
    prefix: String,
}

impl<'a> Patterns<'a> {
    fn of(patterns: &'a [ReferencePattern]) -> Self {
        let row = |pattern: &'a ReferencePattern| {
            let anchored = pattern.pattern.value.as_str();
            let written = anchored.strip_prefix("^(?:").and_then(|rest| rest.strip_suffix(")$")).unwrap_or(anchored);
            let is_plain = |character: &char| character.is_alphanumeric() || PLAIN.contains(*character);
            Row { pattern, written, prefix: written.chars().take_while(is_plain).collect() }
        };
        Self { rows: patterns.iter().map(row).collect() }
    }

    /// The string as a pattern takes it, where only case, a separator or the mark before it are other.
    fn corrected(&self, text: &str) -> Option<String> {
        let takes = |candidate: &String| self.rows.iter().any(|row| row.pattern.pattern.value.is_match(candidate));
        let digits = text.find(|character: char| character.is_ascii_digit()).unwrap_or(text.len());
        let (_, number) = text.split_at(digits);
        let prefixed = self
            .rows
            .iter()
            .filter(|row| is_like(&row.prefix, text.get(..digits).unwrap_or("")))
            .map(|row| format!("{}{number}", row.prefix));
        let cased = self.rows.iter().filter_map(|row| {
            let anycase = RegexBuilder::new(row.pattern.pattern.value.as_str()).case_insensitive(true).build().ok()?;
            anycase.is_match(text).then(|| text.to_uppercase())
        });
        cased.chain(prefixed).find(takes)
    }

    /// The pattern whose start is most like that of a string.
    fn alike(&self, text: &str) -> Option<&Row<'a>> {
        let letters: String = text.chars().take_while(|character| !character.is_ascii_digit()).collect();
        let near =
            nearest(&letters, self.rows.iter().map(|row| row.prefix.as_str()).filter(|prefix| prefix.contains(char::is_alphanumeric)))?;
        self.rows.iter().find(|row| row.prefix == near)
    }
}

/// Whether two starts are the same but for case and separators; nothing is like a mark alone.
fn is_like(prefix: &str, start: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    !prefix.is_empty() && letters(prefix) == letters(start) && (start.is_empty() || !letters(start).is_empty())
}
