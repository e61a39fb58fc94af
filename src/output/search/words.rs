//! Text to words, the same way here and in `search.js`: what one finds the other has to find.
//!
//! In: any text. Out: its words as written, and each folded: without case, accents and the forms that compatibility keeps apart.
//! A name such as `scanner.offline`, `CVE-2026-1234` or `2.4.0` is a word and so are its parts. Scripts that put no blanks
//! between words are cut into pairs of characters.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters of a folded word that count.
const LONGEST: usize = 64;

/// What joins the parts of a name.
const JOINTS: [char; 3] = ['.', '-', '_'];

/// Scripts without blanks between words, and Hangul, whose endings no stemmer takes off: ranges of code points.
const DENSE: [(u32, u32); 9] = [
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3134F),
];

/// A run of letters, digits and joints between them.
pub(super) struct Run<'a> {
    /// As written; without the `v` before the number of a version.
    pub text: &'a str,
    /// Where it ends.
    pub end: usize,
    /// Whether it is the rest that an apostrophe leaves, such as the `s` of `product's`.
    is_rest: bool,
}

/// The runs of a text.
pub(super) fn runs(text: &str) -> impl Iterator<Item = Run<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.find(is_letter)?;
        let mut end = start;
        loop {
            let rest = &text[end..];
            end += rest.find(|letter| !is_letter(letter)).unwrap_or(rest.len());
            let mut after = text[end..].chars();
            match (after.next(), after.next()) {
                (Some(joint), Some(next)) if JOINTS.contains(&joint) && is_letter(next) => end += joint.len_utf8(),
                _ => break,
            }
        }
        at = end;
        let run = &text[start..end];
        let beside = text[..start].ends_with(APOSTROPHES) || text[end..].starts_with(APOSTROPHES);
        let is_rest = beside && is_short(run);
        let numbered = run.strip_prefix(['v', 'V']).filter(|number| number.starts_with(|digit: char| digit.is_ascii_digit()));
        Some(Run { text: numbered.unwrap_or(run), end, is_rest })
    })
}

const APOSTROPHES: [char; 2] = ['\'', '’'];

/// Every word of a text as it is indexed, as written: names whole and in parts.
pub(super) fn words<'a>(text: &'a str, mut take: impl FnMut(&'a str)) {
    for run in runs(text) {
        if is_name(run.text) {
            take(run.text);
        }
        for part in parts(&run) {
            pieces(part, &mut take);
        }
    }
}

/// The parts of a name that are words of their own; of any other run the run itself.
pub(super) fn parts<'a>(run: &Run<'a>) -> impl Iterator<Item = &'a str> {
    let (text, is_rest, is_name) = (run.text, run.is_rest, is_name(run.text));
    text.split(JOINTS).filter(move |part| !(is_rest || is_name && is_short(part)))
}

/// Whether a run has parts.
pub(super) fn is_name(run: &str) -> bool {
    run.contains(JOINTS)
}

fn is_short(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|letter| !is_dense(letter)) && letters.next().is_none()
}

/// A part as it is indexed: whole, or in pairs of characters where its script has no blanks.
pub(super) fn pieces<'a>(part: &'a str, take: &mut impl FnMut(&'a str)) {
    if part.is_ascii() || !part.contains(is_dense) {
        return take(part);
    }
    let mut rest = part;
    while let Some(first) = rest.chars().next() {
        let dense = is_dense(first);
        let end = rest.find(|letter| is_dense(letter) != dense).unwrap_or(rest.len());
        let (segment, after) = rest.split_at(end);
        if dense {
            pairs(segment, take)
        } else {
            take(segment)
        }
        rest = after;
    }
}

fn pairs<'a>(segment: &'a str, take: &mut impl FnMut(&'a str)) {
    let starts: Vec<usize> = segment.char_indices().map(|(at, _)| at).chain([segment.len()]).collect();
    match starts.len() {
        2 => take(segment),
        _ => starts.windows(3).for_each(|at| take(&segment[at[0]..at[2]])),
    }
}

/// Whether a word is made of characters of a script without blanks.
pub(super) fn is_dense(letter: char) -> bool {
    let point = u32::from(letter);
    point >= DENSE[0].0 && DENSE.iter().any(|(from, to)| (*from..=*to).contains(&point))
}

fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || (!letter.is_ascii() && (letter.is_alphanumeric() || is_combining_mark(letter)))
}

/// A word as words are compared.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase().chars().take(LONGEST).collect();
    }
    let lower = word.nfkd().collect::<String>().to_lowercase();
    let bare = lower.chars().filter(|letter| !is_accent(*letter)).flat_map(spelt);
    bare.nfc().take(LONGEST).collect()
}

/// Accents of Latin, Greek and Cyrillic, the points of Hebrew, the vowel signs of Arabic.
fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}')
}

/// Letters that Unicode does not take apart.
fn spelt(letter: char) -> impl Iterator<Item = char> {
    let (first, second) = match letter {
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'ø' => ('o', None),
        'ł' => ('l', None),
        'đ' | 'ð' => ('d', None),
        'ı' => ('i', None),
        'þ' => ('t', Some('h')),
        other => (other, None),
    };
    [Some(first), second].into_iter().flatten()
}

/// Another way to write a word, folded: German umlauts as two letters, and a name whose parts are joined without hyphens.
pub(super) fn respelt(word: &str, language: &str) -> Option<String> {
    if language == "de" && !word.is_ascii() {
        let lower = word.nfc().collect::<String>().to_lowercase();
        let spelt = lower.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue");
        return (spelt != lower).then(|| fold(&spelt));
    }
    let is_joined = word.contains('-') && word.chars().all(|letter| letter == '-' || letter.is_alphabetic());
    is_joined.then(|| fold(&word.replace('-', "")))
}

/// A word as its stemmer takes it: lower case, its accents in one piece.
pub(super) fn lower(word: &str) -> Cow<'_, str> {
    match word.is_ascii() {
        true if word.bytes().all(|byte| !byte.is_ascii_uppercase()) => Cow::Borrowed(word),
        true => Cow::Owned(word.to_ascii_lowercase()),
        false => Cow::Owned(word.nfc().collect::<String>().to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indexed(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        words(text, |word| found.push(fold(word)));
        found
    }

    #[test]
    fn names_are_words_and_so_are_their_parts() {
        assert_eq!(indexed("Set `scanner.offline`!"), ["set", "scanner.offline", "scanner", "offline"]);
        assert_eq!(indexed("CVE-2026-1234."), ["cve-2026-1234", "cve", "2026", "1234"]);
        assert_eq!(indexed("from v2.4.0 to 3.0.0-rc.1"), ["from", "2.4.0", "to", "3.0.0-rc.1", "rc"]);
        assert_eq!(indexed("--dry-run"), ["dry-run", "dry", "run"]);
    }

    #[test]
    fn what_an_apostrophe_leaves_is_no_word() {
        assert_eq!(indexed("the product's l’export"), ["the", "product", "export"]);
        assert_eq!(indexed("plan B"), ["plan", "b"]);
    }

    #[test]
    fn scripts_without_blanks_are_cut_into_pairs() {
        assert_eq!(indexed("新機能"), ["新機", "機能"]);
        assert_eq!(indexed("新"), ["新"]);
        assert_eq!(indexed("API機能v2"), ["api", "機能", "v2"]);
    }

    #[test]
    fn case_accents_and_widths_make_no_difference() {
        assert_eq!(fold("Größe"), "grosse");
        assert_eq!(fold("Café"), fold("CAFE\u{301}"));
        assert_eq!(fold("ＡＰＩ"), "api");
        assert_eq!(fold("한국"), "한국");
        assert_eq!(respelt("Größe", "de").as_deref(), Some("groesse"));
        assert_eq!(respelt("check-in", "en").as_deref(), Some("checkin"));
        assert_eq!(respelt("größe", "en"), None);
    }
}
