//! Paragraphs, lists and all else that lines are made of.

use std::collections::BTreeSet;

use super::fenced;
use super::targets::Targets;

/// A line without what it is indented by in its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// From 0.
    pub(super) number: usize,
    pub(super) text: &'a str,
}

impl<'a> Line<'a> {
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    pub(super) fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    fn without(&self, columns: usize) -> Line<'a> {
        Line { number: self.number, text: self.text.get(columns.min(self.indent())..).unwrap_or("") }
    }
}

/// What is known of a text while it is converted.
pub(super) struct Converter {
    pub(super) targets: Targets,
    /// Labels of footnotes that the text holds.
    pub(super) footnotes: BTreeSet<String>,
    pub(super) literal: Vec<(usize, String)>,
    pub(super) comments: Vec<(usize, String)>,
    /// Words that say how a text is marked up, and are not part of it.
    pub(super) syntax: BTreeSet<String>,
    /// The marks of headings, from the outermost: the character, and whether it stands above, too.
    levels: Vec<(char, bool)>,
    /// How many blocks within each other are being read.
    depth: usize,
}

/// Blocks within each other. Deeper ones stay as they are written.
const MAX_DEPTH: usize = 24;

impl Converter {
    pub(super) fn new(text: &str) -> Self {
        let footnote = |line: &str| {
            let (label, _) = line.trim_start().strip_prefix(".. [")?.split_once(']')?;
            Some(label.trim_start_matches('#').to_owned()).filter(|label| !label.is_empty() && !label.contains(' '))
        };
        Self {
            targets: Targets::of(text),
            footnotes: text.lines().filter_map(footnote).collect(),
            literal: Vec::new(),
            comments: Vec::new(),
            syntax: BTreeSet::new(),
            levels: Vec::new(),
            depth: 0,
        }
    }

    /// Targets that nothing referred to.
    pub(super) fn unused_targets(&self) -> Vec<(usize, String)> {
        self.targets.all.iter().filter(|target| !target.used).map(|target| (target.line, target.written.clone())).collect()
    }

    /// Blocks of Markdown.
    pub(super) fn blocks(&mut self, lines: &[Line]) -> Vec<String> {
        let mut out = Vec::new();
        if self.depth == MAX_DEPTH {
            self.keep(lines, &mut out);
            return out;
        }
        self.depth += 1;
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            if line.is_blank() {
                at += 1;
                continue;
            }
            let rest = &lines[at..];
            at += if line.indent() > 0 {
                let taken = indented(rest);
                let inner = self.blocks(&dedented(&rest[..taken]));
                out.extend((!inner.is_empty()).then(|| prefixed(&inner.join("\n\n"), "> ", "> ")));
                taken
            } else {
                self.block(rest, &mut out)
            };
        }
        self.depth -= 1;
        out
    }

    /// The Markdown of what stands for a name. Names within it stay names, since one could stand for itself.
    pub(super) fn substituted(&mut self, replacement: &str) -> String {
        let substitutions = std::mem::take(&mut self.targets.substitutions);
        let markdown = self.inline(replacement);
        self.targets.substitutions = substitutions;
        markdown
    }

    /// The block that the lines start with. Says how many it takes.
    fn block(&mut self, lines: &[Line], out: &mut Vec<String>) -> usize {
        let first = lines[0];
        let next = lines.get(1).filter(|line| !line.is_blank());
        if first.text == ".." || first.text.starts_with(".. ") {
            let taken = 1 + indented(&lines[1..]);
            self.explicit(&lines[..taken], out);
            return taken;
        }
        if first.text.starts_with("__ ") {
            return 1;
        }
        if let Some(taken) = table(lines) {
            self.keep(&lines[..taken], out);
            return taken;
        }
        if let Some(taken) = self.heading(lines, out) {
            return taken;
        }
        if marker(first.text, lines.get(1)).is_some() {
            return self.list(lines, out);
        }
        if first.text.starts_with("| ") || first.text == "|" {
            let taken = lines.iter().take_while(|line| line.text.starts_with('|') || line.indent() > 0).count();
            let whole: Vec<String> = lines[..taken].iter().map(|line| self.inline(line.text.trim_start_matches('|').trim())).collect();
            out.push(whole.join("\\\n"));
            return taken;
        }
        if first.text.starts_with(">>> ") {
            let taken = lines.iter().take_while(|line| !line.is_blank()).count();
            out.push(fenced("python", &text_of(&lines[..taken])));
            return taken;
        }
        if let Some(next) = next.filter(|next| next.indent() > 0 && !first.text.ends_with("::")) {
            return self.definition(lines, next.indent(), out);
        }
        self.paragraph(lines, out)
    }

    fn paragraph(&mut self, lines: &[Line], out: &mut Vec<String>) -> usize {
        let taken = lines.iter().take_while(|line| !line.is_blank() && line.indent() == 0).count();
        let text = text_of(&lines[..taken]);
        let Some(before) = text.strip_suffix("::") else {
            out.push(self.inline(&text));
            return taken;
        };
        if !before.trim().is_empty() {
            let shown = self.inline(before.trim_end());
            out.push(if before.ends_with(char::is_whitespace) { shown } else { format!("{shown}:") });
        }
        let blank = lines[taken..].iter().take_while(|line| line.is_blank()).count();
        let rest = &lines[taken + blank..];
        let code = match rest.first() {
            Some(line) if line.indent() > 0 => indented(rest),
            Some(line) if line.text.starts_with(|c: char| c.is_ascii_punctuation()) => {
                rest.iter().take_while(|line| !line.is_blank()).count()
            }
            _ => 0,
        };
        if code > 0 {
            out.push(fenced("", &text_of(&dedented(&rest[..code]))));
        }
        taken + blank + code
    }

    /// A term and what it means. Markdown has an item of a list for it.
    fn definition(&mut self, lines: &[Line], indent: usize, out: &mut Vec<String>) -> usize {
        let taken = 1 + indented(&lines[1..]);
        let term = self.inline(lines[0].text);
        let inner: Vec<Line> = lines[1..taken].iter().map(|line| line.without(indent)).collect();
        let meaning = self.blocks(&inner).join("\n\n");
        out.push(format!("- {}\n\n{}", prefixed(&term, "", "  "), prefixed(&meaning, "  ", "  ")));
        taken
    }

    fn list(&mut self, lines: &[Line], out: &mut Vec<String>) -> usize {
        let Some((kind, _, _)) = marker(lines[0].text, lines.get(1)) else { return 1 };
        let mut items: Vec<String> = Vec::new();
        let mut at = 0;
        let mut number = 0_u64;
        let mut loose = false;
        while let Some((width, said)) = lines.get(at).and_then(|line| {
            let (other, width, said) = marker(line.text, lines.get(at + 1))?;
            (other == kind).then_some((width, said))
        }) {
            let more = lines[at + 1..].iter().take_while(|line| line.is_blank() || line.indent() >= width.min(2)).count();
            let more = lines[at + 1..at + 1 + more].iter().rposition(|line| !line.is_blank()).map_or(0, |last| last + 1);
            let first = Line { number: lines[at].number, text: lines[at].text.get(width..).unwrap_or("").trim_start() };
            let least = lines[at + 1..at + 1 + more].iter().filter(|line| !line.is_blank()).map(Line::indent).min().unwrap_or(width);
            let inner = std::iter::once(first).chain(lines[at + 1..at + 1 + more].iter().map(|line| line.without(width.min(least))));
            let inner = self.blocks(&inner.collect::<Vec<_>>());
            loose |= inner.len() > 1;
            number = said.unwrap_or(number + 1);
            let bullet = match kind {
                Kind::Bullet(_) => "- ".to_owned(),
                Kind::Number => format!("{number}. "),
                Kind::Field => {
                    let name = lines[at].text[1..].split(':').next().unwrap_or("");
                    format!("- **{}:** ", super::inline::escape(name))
                }
            };
            let hang = if kind == Kind::Field { "  ".to_owned() } else { " ".repeat(bullet.len()) };
            items.push(prefixed(&inner.join("\n\n"), &bullet, &hang));
            at += 1 + more;
            let blank = lines[at..].iter().take_while(|line| line.is_blank()).count();
            if lines
                .get(at + blank)
                .is_some_and(|line| marker(line.text, lines.get(at + blank + 1)).is_some_and(|(other, ..)| other == kind))
            {
                at += blank;
            }
        }
        out.push(items.join(if loose { "\n\n" } else { "\n" }));
        at
    }

    fn heading(&mut self, lines: &[Line], out: &mut Vec<String>) -> Option<usize> {
        let text = |index: usize| lines.get(index).filter(|line| !line.is_blank()).map(|line| line.text);
        let (title, mark, above, taken) = match (adornment(lines[0].text), text(1), text(2)) {
            (Some(mark), Some(title), Some(below)) if adornment(below) == Some(mark) => (title.trim(), mark, true, 3),
            (Some(_), None, _) if lines[0].text.len() >= 4 => {
                out.push("---".to_owned());
                return Some(1);
            }
            (None, Some(below), _) => {
                let mark = adornment(below).filter(|_| below.len() >= 4 || below.len() >= lines[0].text.chars().count())?;
                (lines[0].text, mark, false, 2)
            }
            _ => return None,
        };
        let known = self.levels.iter().position(|level| *level == (mark, above));
        let level = known.unwrap_or_else(|| {
            self.levels.push((mark, above));
            self.levels.len() - 1
        });
        let title = self.inline(title);
        out.push(format!("{} {title}", "#".repeat((level + 2).min(6))));
        Some(taken)
    }

    /// Keeps lines as they are written.
    pub(super) fn keep(&mut self, lines: &[Line], out: &mut Vec<String>) {
        let text = text_of(lines);
        let first = lines.iter().find(|line| !line.is_blank());
        self.literal.extend(first.map(|line| (line.number, line.text.trim().to_owned())));
        out.push(fenced("rst", text.trim_end()));
    }
}

/// What marks the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bullet(char),
    Number,
    Field,
}

/// The marker that a line starts with: its kind, its width with the blanks after it, and the number it says.
fn marker(text: &str, next: Option<&Line>) -> Option<(Kind, usize, Option<u64>)> {
    let first = text.chars().next()?;
    let blanks = |from: usize| {
        let rest = text.get(from..)?;
        let blanks = rest.len() - rest.trim_start().len();
        (rest.is_empty() || blanks > 0).then_some(from + blanks.max(1))
    };
    if matches!(first, '-' | '*' | '+' | '•' | '‣' | '⁃') {
        return Some((Kind::Bullet(first), blanks(first.len_utf8())?, None));
    }
    if first == ':' {
        let end = text[1..].find(':').filter(|end| *end > 0)? + 1;
        let width = text.get(end + 1..).filter(|rest| rest.is_empty() || rest.starts_with(' ')).map(|_| end + 1)?;
        return Some((Kind::Field, width, None));
    }
    let open = usize::from(first == '(');
    let digits = text[open..].bytes().take_while(u8::is_ascii_digit).count().max(usize::from(text[open..].starts_with('#')));
    let closes = text[open + digits..].starts_with(if open > 0 { &[')'][..] } else { &['.', ')'][..] });
    if !(1..=9).contains(&digits) || !closes {
        return None;
    }
    let width = blanks(open + digits + 1)?;
    // A number at the start of a sentence is no marker: the next line would have to hang.
    let hangs = next.is_none_or(|next| next.is_blank() || next.indent() >= width.min(2) || marker(next.text, None).is_some());
    hangs.then(|| (Kind::Number, width, text[open..open + digits].parse().ok()))
}

/// The character that a line is nothing but a row of.
fn adornment(line: &str) -> Option<char> {
    let first = line.chars().next().filter(char::is_ascii_punctuation)?;
    (line.len() > 1 && line.chars().all(|c| c == first)).then_some(first)
}

/// How many lines a table takes that starts here.
fn table(lines: &[Line]) -> Option<usize> {
    let first = lines[0].text;
    let block = lines.iter().take_while(|line| !line.is_blank()).count();
    if first.starts_with("+-") || first.starts_with("+=") {
        return Some(block);
    }
    let border = |line: &Line| line.text.starts_with('=') && line.text.chars().all(|c| c == '=' || c == ' ');
    if !border(&lines[0]) || !first.contains(' ') {
        return None;
    }
    let ends = lines
        .iter()
        .enumerate()
        .skip(1)
        .find(|(index, line)| border(line) && lines.get(index + 1).is_none_or(Line::is_blank) && *index > 1);
    Some(ends.map_or(block, |(index, _)| index + 1))
}

/// How many lines are indented, blank ones between them included.
fn indented(lines: &[Line]) -> usize {
    let taken = lines.iter().take_while(|line| line.is_blank() || line.indent() > 0).count();
    lines[..taken].iter().rposition(|line| !line.is_blank()).map_or(0, |last| last + 1)
}

/// The lines without the indent that all have.
pub(super) fn dedented<'a>(lines: &[Line<'a>]) -> Vec<Line<'a>> {
    let least = lines.iter().filter(|line| !line.is_blank()).map(Line::indent).min().unwrap_or(0);
    lines.iter().map(|line| line.without(least)).collect()
}

pub(super) fn text_of(lines: &[Line]) -> String {
    lines.iter().map(|line| line.text).collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
}

/// Text with one start for its first line and another for the rest; blank lines get what of it is not blank.
pub(super) fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let line = |(index, line): (usize, &str)| format!("{}{line}", if index == 0 { first } else { rest }).trim_end().to_owned();
    text.split('\n').enumerate().map(line).collect::<Vec<_>>().join("\n")
}
