//! Code to HTML with a class a token, at build time.
//!
//! In: a language's name and code. Out: escaped HTML with `<span class="hl-…">`; plain escaped code for languages nobody knows.
//! The classes are listed in [`super`]. Grammars are loaded when the first fence needs them, and equal fences are done once.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::escape::escape;

/// Longer code stays plain: nobody reads it, and grammars take time for it.
const LONGEST_CODE: usize = 64 * 1024;

/// Code with a longer line is data or minified, and stays plain.
const LONGEST_LINE: usize = 2_000;

/// What the memory of highlighted code may hold before it starts anew, in bytes.
const LARGEST_MEMORY: usize = 16 * 1024 * 1024;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

static MEMORY: RwLock<Memory> = RwLock::new(Memory { done: BTreeMap::new(), bytes: 0 });

/// Code that was highlighted before, by the hash of language and code. A pure function's answers: forgetting them costs time only.
struct Memory {
    done: BTreeMap<[u8; 32], Arc<str>>,
    bytes: usize,
}

/// The code as HTML.
pub(super) fn highlight(language: &str, code: &str) -> Arc<str> {
    let readable = code.len() <= LONGEST_CODE && code.split('\n').all(|line| line.len() <= LONGEST_LINE);
    if language.is_empty() || !readable {
        return plain(code).into();
    }
    let key = *blake3::Hasher::new().update(language.as_bytes()).update(b"\0").update(code.as_bytes()).finalize().as_bytes();
    if let Some(done) = MEMORY.read().unwrap_or_else(PoisonError::into_inner).done.get(&key) {
        return done.clone();
    }
    let html: Arc<str> = syntax(language).map_or_else(|| plain(code), |syntax| coloured(syntax, code)).into();
    let mut memory = MEMORY.write().unwrap_or_else(PoisonError::into_inner);
    if memory.bytes > LARGEST_MEMORY {
        *memory = Memory { done: BTreeMap::new(), bytes: 0 };
    }
    memory.bytes += html.len();
    memory.done.insert(key, html.clone());
    html
}

fn plain(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    escape(&mut out, code);
    out
}

/// The grammar that writers mean by a name; they use more names than grammars list.
fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let name = match language.to_ascii_lowercase().as_str() {
        "text" | "txt" | "plain" | "plaintext" => return None,
        "shell" | "console" | "shell-session" | "shellsession" | "sh-session" => "bash".to_owned(),
        "jsonc" | "json5" => "json".to_owned(),
        "mjs" | "cjs" | "node" => "js".to_owned(),
        "mts" | "cts" => "ts".to_owned(),
        "patch" => "diff".to_owned(),
        "csharp" => "cs".to_owned(),
        "golang" => "go".to_owned(),
        "docker" => "dockerfile".to_owned(),
        "justfile" => "just".to_owned(),
        "env" => "dotenv".to_owned(),
        other => other.to_owned(),
    };
    SYNTAXES.find_syntax_by_token(&name)
}

fn coloured(syntax: &SyntaxReference, code: &str) -> String {
    tokens(syntax, code).map_or_else(|| plain(code), |tokens| written(code, &tokens))
}

/// Stretches of one class, in order; nothing where the grammar gives up.
fn tokens(syntax: &SyntaxReference, code: &str) -> Option<Vec<(Option<&'static str>, Range<usize>)>> {
    let mut tokens: Vec<(Option<&str>, Range<usize>)> = Vec::new();
    let (mut state, mut scopes, mut start) = (ParseState::new(syntax), ScopeStack::new(), 0);
    for line in code.split_inclusive('\n') {
        let mut at = start;
        for (offset, operation) in state.parse_line(line, &SYNTAXES).ok()? {
            add(&mut tokens, code, &scopes, at..start + offset);
            at = at.max(start + offset);
            scopes.apply(&operation).ok()?;
        }
        start += line.len();
        add(&mut tokens, code, &scopes, at..start);
    }
    Some(tokens)
}

/// Adds a stretch; it joins the one before where that has the same class, or where it is only white space.
fn add(tokens: &mut Vec<(Option<&'static str>, Range<usize>)>, code: &str, scopes: &ScopeStack, range: Range<usize>) {
    let Some(text) = code.get(range.clone()).filter(|text| !text.is_empty()) else { return };
    let class = class(scopes.as_slice());
    match tokens.last_mut() {
        Some((last, before)) if *last == class || text.trim().is_empty() => before.end = range.end,
        _ => tokens.push((class, range)),
    }
}

fn written(code: &str, tokens: &[(Option<&'static str>, Range<usize>)]) -> String {
    let mut out = String::with_capacity(2 * code.len());
    for (class, range) in tokens {
        let text = code.get(range.clone()).unwrap_or("");
        let Some(class) = class else {
            escape(&mut out, text);
            continue;
        };
        let (before, after) = (text.len() - text.trim_start().len(), text.trim_end().len());
        if before >= after {
            escape(&mut out, text);
            continue;
        }
        escape(&mut out, &text[..before]);
        out.push_str("<span class=\"hl-");
        out.push_str(class);
        out.push_str("\">");
        escape(&mut out, &text[before..after]);
        out.push_str("</span>");
        escape(&mut out, &text[after..]);
    }
    out
}

/// The class of the innermost scope that has one.
fn class(scopes: &[Scope]) -> Option<&'static str> {
    scopes.iter().rev().find_map(|scope| CLASSES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope))).and_then(|(_, class)| *class)
}

/// Scopes by their beginnings (the names of Sublime Text's "scope naming"), narrower ones first, and the class each becomes.
static CLASSES: LazyLock<Vec<(Scope, Option<&'static str>)>> = LazyLock::new(|| {
    let rows = [
        ("comment", "c"),
        ("constant.character.escape", "s"),
        ("constant.other.placeholder", "s"),
        ("constant", "n"),
        ("entity.name.function", "f"),
        ("entity.name.tag", "g"),
        ("entity.name.section", "k"),
        ("entity.name", "t"),
        ("entity.other.attribute-name", "a"),
        ("entity.other.inherited-class", "t"),
        ("keyword.operator.word", "k"),
        ("keyword.operator", "o"),
        ("keyword", "k"),
        ("markup.deleted", "d"),
        ("markup.heading", "k"),
        ("markup.inserted", "i"),
        ("markup.raw", "s"),
        ("meta.diff.header", "c"),
        ("storage", "k"),
        ("string", "s"),
        ("support.constant", "n"),
        ("support.function", "f"),
        ("support.macro", "f"),
        ("support.type.property-name", "a"),
        ("support", "t"),
        ("variable.function", "f"),
        ("variable.language", "k"),
        ("variable.parameter", "v"),
        ("variable.other.constant", "n"),
        // What is put into a string is code again, not text.
        ("meta.interpolation", ""),
        ("meta.template.expression", ""),
    ];
    rows.iter().filter_map(|(name, class)| Some((Scope::new(name).ok()?, (!class.is_empty()).then_some(*class)))).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_one_class_are_one_span() {
        assert_eq!(
            &*highlight("bash", "curl -s https://example.org # hello\n# world\n"),
            "<span class=\"hl-f\">curl</span> <span class=\"hl-v\">-s</span> https://example.org <span class=\"hl-c\"># hello\n# world</span>\n"
        );
    }

    #[test]
    fn tokens_of_common_languages_have_classes() {
        let html = highlight("toml", "[scanner]\noffline = \"no\" # yet\n");
        let expected = "[<span class=\"hl-t\">scanner</span>]\n<span class=\"hl-g\">offline</span> = \
                        <span class=\"hl-s\">&quot;no&quot;</span> <span class=\"hl-c\"># yet</span>\n";
        assert_eq!(&*html, expected);
        for language in ["rust", "py", "ts", "js", "yml", "json", "sql", "diff", "html", "css", "dockerfile", "go", "ini", "xml", "console"]
        {
            assert!(syntax(language).is_some(), "{language}");
        }
    }

    #[test]
    fn an_unknown_language_is_plain() {
        assert_eq!(&*highlight("klingon", "a < b\n"), "a &lt; b\n");
        assert_eq!(&*highlight("rust", &"x".repeat(LONGEST_LINE + 1)), "x".repeat(LONGEST_LINE + 1));
    }
}
