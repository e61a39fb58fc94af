//! What should not be published: tokens, keys and passwords.
//!
//! In: the texts under `content/` as they stand in their files, comments included. Out: a warning for each thing that has the
//! shape of a secret. Made-up ones that say so (`EXAMPLE`, `xxxx`, `<token>`) stay silent, and no message repeats a secret.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memchr2_iter;
use rayon::prelude::*;
use regex::Regex;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};

use super::facts::Facts;

/// Shapes of secrets, the more telling first. Where a pattern has a group, that is the secret.
const SHAPES: &[(&str, &str)] = &[
    ("a private key", r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----"),
    ("an AWS access key", r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    ("a GitHub token", r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})"),
    ("a GitLab token", r"\bglpat-[A-Za-z0-9_.-]{20,}"),
    ("a Slack token", r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}|hooks\.slack\.com/services/T[A-Za-z0-9]+/B[A-Za-z0-9]+/[A-Za-z0-9]{16,}"),
    ("a Stripe key", r"\b[rs]k_live_[A-Za-z0-9]{16,}"),
    ("a Google API key", r"\bAIza[A-Za-z0-9_-]{35}"),
    ("an npm token", r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("a PyPI token", r"\bpypi-[A-Za-z0-9_-]{50,}"),
    ("a JSON Web Token", r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"),
    ("a password in an address", r"\b[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@`]+:([^\s/@`]+)@[A-Za-z0-9\[]"),
    (
        "a password or a key",
        r#"(?i)(?:password|passwd|secret|token|api[_-]?key)["'`]?\s{0,3}[:=]\s{0,3}["'`]?([^\s"'`,;<>{}()\[\]|*]{8,})"#,
    ),
];

/// A piece of every shape but the last two, so that most texts are passed over at the speed of a search for words. None is longer than
/// four bytes: so many are compared at one go.
const HINTS: &str = r"BEGI|AKIA|ASIA|ghp_|gho_|ghu_|ghs_|ghr_|_pat|lpat|xox|ks\.s|_liv|AIza|npm_|ypi-|eyJ";

/// What secrets are assigned to, in lower case.
const ASSIGNED_TO: &[&str] = &["password", "passwd", "secret", "token", "apikey", "api_key", "api-key"];

/// What a made-up secret holds, in lower case.
const MADE_UP: &[&str] = &[
    "example",
    "xxx",
    "your",
    "placeholder",
    "dummy",
    "redacted",
    "changeme",
    "change-me",
    "sample",
    "fake",
    "...",
    "…",
    "***",
    "0000000",
    "1234567",
];

/// What stands for a password in an address, in lower case.
const STAND_INS: &[&str] = &["password", "passwd", "pass", "pwd", "pw", "secret", "token", "key", "user", "port"];

static HINT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(HINTS).ok());
static PATTERNS: LazyLock<Vec<(&str, Regex)>> =
    LazyLock::new(|| SHAPES.iter().filter_map(|(name, shape)| Some((*name, Regex::new(shape).ok()?))).collect());

/// `possible-secret`: a token, key or password in content.
pub(super) fn possible_secret(facts: &Facts<'_>, diags: &mut Diagnostics) {
    let sources = &facts.loaded.sources;
    let texts: Vec<FileId> = sources.iter().filter(|(_, file)| file.path.starts_with("content/")).map(|(file, _)| file).collect();
    let found = texts.par_iter().flat_map_iter(|file| secrets(sources.text(*file)).into_iter().map(|secret| diagnostic(*file, secret)));
    diags.extend(found.collect::<Vec<_>>());
}

fn diagnostic(file: FileId, (name, range): (&str, Range<usize>)) -> Diagnostic {
    Diagnostic::new(Code::PossibleSecret, Span::new(file, range), format!("this looks like {name}"))
        .help("if it is real, withdraw it and take it out; if it is made up, say so in it: `EXAMPLE`, or `<token>`")
}

/// The secrets of a text and what each seems to be, in the order of shapes. None lies within another.
fn secrets(text: &str) -> Vec<(&'static str, Range<usize>)> {
    let mut found: Vec<(&str, Range<usize>)> = Vec::new();
    if !HINT.as_ref().is_some_and(|hint| hint.is_match(text)) && !may_assign(text) {
        return found;
    }
    for (name, pattern) in PATTERNS.iter() {
        for groups in pattern.captures_iter(text) {
            let Some(secret) = groups.get(1).or_else(|| groups.get(0)) else { continue };
            let is_new = found.iter().all(|(_, range)| range.end <= secret.start() || secret.end() <= range.start);
            let is_assigned = pattern.captures_len() > 1;
            if is_new && !is_made_up(secret.as_str()) && (!is_assigned || is_likely(name, secret.as_str())) {
                found.push((*name, secret.range()));
            }
        }
    }
    found
}

/// Whether a text may have one of the last two shapes, which have a `:` or `=` that prose rarely has.
fn may_assign(text: &str) -> bool {
    memchr2_iter(b':', b'=', text.as_bytes()).any(|at| {
        let (before, after) = text.split_at(at);
        if let Some(address) = after.strip_prefix("://") {
            let user_end = address.find(|character: char| character.is_whitespace() || "/:@`".contains(character));
            return user_end.is_some_and(|end| end > 0 && address[end..].starts_with(':'));
        }
        let name = before.trim_end();
        let name = name.strip_suffix(['"', '\'', '`']).unwrap_or(name);
        let ends_in = |word: &&str| {
            let mut letters = name.chars().rev().map(folded);
            word.chars().rev().all(|letter| letters.next() == Some(letter))
        };
        ASSIGNED_TO.iter().any(ends_in)
    })
}

/// A letter in lower case, as patterns that ignore case take it: two letters beyond ASCII stand for one within it.
fn folded(letter: char) -> char {
    match letter {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        _ => letter.to_ascii_lowercase(),
    }
}

fn is_made_up(secret: &str) -> bool {
    let lower = secret.to_lowercase();
    MADE_UP.iter().any(|word| lower.contains(word))
}

/// Whether what is assigned to a password is one, and not a blank to fill, an address, a path or a word of prose.
fn is_likely(name: &str, secret: &str) -> bool {
    if secret.starts_with(['$', '%', '<', '{', '/', '.', '-', '#']) || secret.contains("://") {
        return false;
    }
    if name == "a password in an address" {
        return !STAND_INS.contains(&secret.to_lowercase().as_str()) && !secret.bytes().all(|byte| byte.is_ascii_digit());
    }
    let has = |is: fn(&u8) -> bool| secret.as_bytes().iter().any(is);
    has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_is_a_pattern() {
        assert!(HINT.is_some());
        assert_eq!(PATTERNS.len(), SHAPES.len());
    }

    #[test]
    fn every_shape_is_hinted_at() {
        let forty = "0aB1".repeat(10);
        let secrets = [
            "-----BEGIN RSA PRIVATE KEY-----".to_owned(),
            "-----BEGIN PGP PRIVATE KEY BLOCK-----".to_owned(),
            "AKIAABCDEFGHIJKLMNOP".to_owned(),
            "ASIAABCDEFGHIJKLMNOP".to_owned(),
            format!("gho_{forty}"),
            format!("github_pat_{forty}"),
            format!("glpat-{forty}"),
            format!("xoxb-{forty}"),
            format!("hooks.slack.com/services/T0a/B0a/{forty}"),
            format!("sk_live_{forty}"),
            format!("AIza{}", &forty[..35]),
            format!("npm_{}", &forty[..36]),
            format!("pypi-{forty}{forty}"),
            format!("eyJ{forty}.eyJ{forty}.{forty}"),
            "postgres://me:hunter22aa@db".to_owned(),
            "the Token = a1b2c3d4e5".to_owned(),
            "the to\u{212a}en = a1b2c3d4e5".to_owned(),
            "the \u{17f}ecret = a1b2c3d4e5".to_owned(),
            "\"api-key\" : \"a1b2c3d4e5\"".to_owned(),
        ];
        for secret in secrets {
            assert_eq!(super::secrets(&secret).len(), 1, "{secret}");
        }
    }
}
