//! Markup within a paragraph.

use std::sync::LazyLock;

use regex::Regex;

use super::blocks::Converter;

/// Characters between two marks.
const LONGEST: usize = 1000;

static ROLE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^:([A-Za-z][A-Za-z0-9_.+:-]*):`").ok());
static ROLE_AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^:([A-Za-z][A-Za-z0-9_.+-]*):").ok());
static REFERENCE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^([A-Za-z0-9]+(?:[-._+:][A-Za-z0-9]+)*)(__?)").ok());
static FOOTNOTE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\[(\d+|#[A-Za-z0-9_-]*|\*|[A-Za-z][A-Za-z0-9_.-]*)\]_").ok());
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(?:https?|ftp)://[^\s<>`]+").ok());

impl Converter {
    /// The Markdown of a paragraph's text.
    pub(super) fn inline(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let before = text[..at].chars().next_back();
            at += if let Some(taken) = self.escaped(rest, &mut out) {
                taken
            } else if let Some(taken) = Some(may_start(before, rest)).filter(|may| *may).and_then(|_| self.markup(rest, &mut out)) {
                taken
            } else if let Some(taken) =
                Some(before.is_none_or(|c| !c.is_alphanumeric())).filter(|may| *may).and_then(|_| self.word(rest, &mut out))
            {
                taken
            } else {
                plain(rest, before, &mut out)
            };
        }
        out.split('\n').map(line_start).collect::<Vec<_>>().join("\n")
    }

    /// A backslash takes the meaning from what follows, and a blank after it is no blank.
    fn escaped(&self, rest: &str, out: &mut String) -> Option<usize> {
        let next = rest.strip_prefix('\\')?.chars().next()?;
        if !next.is_whitespace() {
            out.push_str(&literal(next, None, None));
        }
        Some(1 + next.len_utf8())
    }

    fn markup(&mut self, rest: &str, out: &mut String) -> Option<usize> {
        if let Some((code, taken)) = between(rest, "``") {
            out.push_str(&code_span(code));
            return Some(taken);
        }
        if let Some(found) = ROLE.as_ref()?.captures(rest) {
            let (content, taken) = between(&rest[found[0].len() - 1..], "`")?;
            self.role(&found[1], content, out);
            return Some(found[0].len() - 1 + taken);
        }
        if let Some((content, taken)) = between(rest, "`").or_else(|| reference(rest)) {
            return Some(taken + self.interpreted(content, &rest[taken..], out));
        }
        for mark in ["**", "*"] {
            if let Some((content, taken)) = between(rest, mark) {
                let content: String = content.chars().map(|character| literal(character, None, None)).collect();
                out.push_str(&format!("{mark}{}{mark}", content.replace('\n', " ")));
                return Some(taken);
            }
        }
        if let Some((content, taken)) = between(rest, "|") {
            let replacement = self.targets.substitutions.get(content).cloned()?;
            self.syntax.extend(super::words(content).map(str::to_owned));
            let replacement = self.substituted(&replacement);
            out.push_str(&replacement);
            return Some(taken);
        }
        let found = FOOTNOTE.as_ref()?.captures(rest)?;
        let label = found[1].trim_start_matches('#');
        if !self.footnotes.contains(label) {
            return None;
        }
        out.push_str(&format!("[^{label}]"));
        Some(found[0].len())
    }

    /// What stands between single backticks, with what follows them. Says how much of that it took.
    fn interpreted(&mut self, content: &str, after: &str, out: &mut String) -> usize {
        let (mark, nameless) = if after.starts_with("__") { (2, true) } else { (usize::from(after.starts_with('_')), false) };
        if mark > 0 {
            let (text, address) = match content.rsplit_once('<').filter(|_| content.ends_with('>')) {
                Some((text, address)) => {
                    let address: String = address.trim_end_matches('>').split_whitespace().collect();
                    let named = address.strip_suffix('_').and_then(|name| self.targets.address(name));
                    if named.is_some() {
                        self.syntax.extend(super::words(&address).map(str::to_owned));
                    }
                    let text = text.trim();
                    let shown = if text.is_empty() { address.clone() } else { text.to_owned() };
                    (shown, Some(named.unwrap_or(address)))
                }
                None if nameless => (content.to_owned(), self.targets.next_nameless()),
                None => (content.to_owned(), self.targets.address(content)),
            };
            link(&text, address.as_deref(), out);
            return mark;
        }
        if let Some(found) = ROLE_AFTER.as_ref().and_then(|role| role.captures(after)) {
            self.role(&found[1], content, out);
            return found[0].len();
        }
        // By the letter this is a title of something, and in notes it is always code.
        out.push_str(&code_span(content));
        0
    }

    fn role(&mut self, role: &str, content: &str, out: &mut String) {
        self.syntax.extend(super::words(role).map(str::to_owned));
        let last = role.rsplit(':').next().unwrap_or(role);
        let mark = match last {
            "emphasis" => Some("*"),
            "strong" => Some("**"),
            _ => None,
        };
        if let Some(mark) = mark {
            let content: String = content.chars().map(|character| literal(character, None, None)).collect();
            out.push_str(&format!("{mark}{content}{mark}"));
            return;
        }
        let number = !content.is_empty() && content.bytes().all(|byte| byte.is_ascii_digit());
        match last {
            "issue" | "pull" | "pr" | "bug" | "gh" if number => out.push_str(&format!("\\#{content}")),
            "user" => out.push_str(&format!("@{}", escape(content))),
            "pep" if number => out.push_str(&format!("[PEP {content}](https://peps.python.org/pep-{content:0>4}/)")),
            "rfc" if number => out.push_str(&format!("[RFC {content}](https://www.rfc-editor.org/rfc/rfc{content})")),
            _ => match content.rsplit_once('<').filter(|(text, _)| content.ends_with('>') && !text.trim().is_empty()) {
                Some((text, target)) => {
                    out.push_str(&format!("{} ({})", escape(text.trim()), code_span(target.trim_end_matches('>'))));
                }
                None => out.push_str(&code_span(content.trim_start_matches(['~', '!']))),
            },
        }
    }

    /// What is markup by itself: an address, or a name that refers to one.
    fn word(&mut self, rest: &str, out: &mut String) -> Option<usize> {
        if let Some(found) = ADDRESS.as_ref().and_then(|address| address.find(rest)) {
            let address = found.as_str().trim_end_matches(|c: char| ".,;:!?'\")]}*".contains(c));
            out.push_str(&format!("<{address}>"));
            return Some(address.len());
        }
        let found = REFERENCE.as_ref()?.captures(rest)?;
        let after = rest[found[0].len()..].chars().next();
        if !may_follow(after) {
            return None;
        }
        let address = if &found[2] == "__" { self.targets.next_nameless() } else { self.targets.address(&found[1]) };
        link(&found[1], Some(&address?), out);
        Some(found[0].len())
    }
}

/// ``a <b>`_`` may hold a backtick's worth of anything but one.
fn reference(rest: &str) -> Option<(&str, usize)> {
    let inner = rest.strip_prefix('`')?;
    let inner = inner.char_indices().nth(LONGEST).map_or(inner, |(end, _)| &inner[..end]);
    let end = inner.find("`_").filter(|end| *end > 0 && !inner[..*end].contains('`'))?;
    Some((&inner[..end], end + 2))
}

fn link(text: &str, address: Option<&str>, out: &mut String) {
    let text = escape(&text.replace('\n', " "));
    match address {
        Some(address) if address.contains(['(', ')', '<', '>']) => {
            out.push_str(&format!("[{text}](<{}>)", address.replace('<', "%3C").replace('>', "%3E")));
        }
        Some(address) => out.push_str(&format!("[{text}]({address})")),
        None => out.push_str(&text),
    }
}

/// Whether markup may start here ("Inline markup recognition rules", 2, 3 and 6).
fn may_start(before: Option<char>, rest: &str) -> bool {
    let mark = rest.trim_start_matches(['*', '`', '|']);
    let after = mark.chars().next();
    before.is_none_or(|c| c.is_whitespace() || "'\"([{<-/:\\".contains(c) || !c.is_ascii() && !c.is_alphanumeric())
        && (mark.len() == rest.len() || after.is_some_and(|c| !c.is_whitespace()))
}

fn may_follow(after: Option<char>) -> bool {
    after.is_none_or(|c| c.is_whitespace() || "'\")]}>-/:.,;!?\\".contains(c) || !c.is_ascii() && !c.is_alphanumeric())
}

/// What stands between two marks, and how long it is with them.
fn between<'a>(rest: &'a str, mark: &str) -> Option<(&'a str, usize)> {
    let inner = rest.strip_prefix(mark).filter(|inner| inner.starts_with(|c: char| !c.is_whitespace()))?;
    // Markup ends in its paragraph, and a paragraph is short: a longer search would be one for each mark of a text of marks.
    let inner = inner.char_indices().nth(LONGEST).map_or(inner, |(end, _)| &inner[..end]);
    let mut from = inner.chars().next()?.len_utf8();
    while let Some(found) = inner.get(from..).and_then(|inner| inner.find(mark)) {
        let end = from + found;
        let after = rest[mark.len() + end + mark.len()..].chars().next();
        let marked = mark == "`" && matches!(after, Some('_' | ':'));
        let closes = inner[..end].chars().next_back().is_some_and(|c| !c.is_whitespace() && (c != '\\' || mark == "``"));
        if closes && (may_follow(after) || marked) {
            return Some((&inner[..end], end + 2 * mark.len()));
        }
        from = end + 1;
    }
    None
}

fn code_span(code: &str) -> String {
    let code = code.replace('\n', " ");
    let mut longest = 0;
    let mut run = 0;
    for byte in code.bytes() {
        run = if byte == b'`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let mark = "`".repeat(longest + 1);
    if longest > 0 { format!("{mark} {code} {mark}") } else { format!("{mark}{code}{mark}") }
}

/// A text that means nothing but itself.
pub(super) fn escape(text: &str) -> String {
    text.chars().map(|character| literal(character, None, None)).collect()
}

/// The first character as text. Says how long it is.
fn plain(rest: &str, before: Option<char>, out: &mut String) -> usize {
    let mut characters = rest.chars();
    let Some(first) = characters.next() else { return rest.len() };
    out.push_str(&literal(first, before, characters.next()));
    first.len_utf8()
}

fn literal(character: char, before: Option<char>, after: Option<char>) -> String {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let needs = match character {
        '_' => !(is_word(before) && is_word(after)),
        '*' => !(before.is_some_and(char::is_whitespace) && after.is_some_and(char::is_whitespace)),
        '&' => after.is_none_or(|c| c.is_alphanumeric() || c == '#'),
        '~' => before == Some('~') || after == Some('~'),
        '\\' | '`' | '[' | ']' | '<' | '|' => true,
        _ => false,
    };
    if needs { format!("\\{character}") } else { character.to_string() }
}

/// A line that would open a block of Markdown by how it starts.
fn line_start(line: &str) -> String {
    let line = line.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=9).contains(&digits) && line[digits..].starts_with(['.', ')']) && line[digits + 1..].starts_with([' ']) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    let marks = line.starts_with(['#', '>', '=', '~', ':'])
        || line.starts_with(['-', '+']) && line[1..].chars().next().is_none_or(|c| " -+".contains(c));
    let list = line.starts_with("* ");
    if marks || list { format!("\\{line}") } else { line.to_owned() }
}
