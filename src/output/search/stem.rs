//! Words to their stems, by the stemmer of the site's language (Snowball), and what that stemmer does to the ends of words.
//!
//! A browser has no stemmer: it looks words up in the index. [`Endings`] stand in for one where a word that is asked for is
//! not on the site: they say which ends of words the stemmer has been seen to take off.

use std::collections::HashMap;

use snowball_stemmers_rs::{Algorithm, Stemmer};

use super::words::{fold, is_dense, lower};

/// How many endings are kept, the most frequent first.
const KEPT: usize = 300;

/// What has to stay of a word.
const SHORTEST: usize = 3;

/// The longest ending.
const LONGEST: usize = 7;

/// The stemmer of a language; none for languages that have none.
pub(super) struct Stems(Option<Stemmer>);

impl Stems {
    pub fn of(language: &str) -> Self {
        let algorithm = match language {
            "ar" => Algorithm::Arabic,
            "ca" => Algorithm::Catalan,
            "cs" => Algorithm::Czech,
            "da" => Algorithm::Danish,
            "de" => Algorithm::German,
            "el" => Algorithm::Greek,
            "en" => Algorithm::English,
            "eo" => Algorithm::Esperanto,
            "es" => Algorithm::Spanish,
            "et" => Algorithm::Estonian,
            "eu" => Algorithm::Basque,
            "fa" => Algorithm::Persian,
            "fi" => Algorithm::Finnish,
            "fr" => Algorithm::French,
            "ga" => Algorithm::Irish,
            "hi" => Algorithm::Hindi,
            "hu" => Algorithm::Hungarian,
            "hy" => Algorithm::Armenian,
            "id" => Algorithm::Indonesian,
            "it" => Algorithm::Italian,
            "lt" => Algorithm::Lithuanian,
            "nb" | "nn" | "no" => Algorithm::Norwegian,
            "ne" => Algorithm::Nepali,
            "nl" => Algorithm::Dutch,
            "pl" => Algorithm::Polish,
            "pt" => Algorithm::Portuguese,
            "ro" => Algorithm::Romanian,
            "ru" => Algorithm::Russian,
            "sr" => Algorithm::Serbian,
            "sv" => Algorithm::Swedish,
            "ta" => Algorithm::Tamil,
            "tr" => Algorithm::Turkish,
            "uk" => Algorithm::Ukrainian,
            "yi" => Algorithm::Yiddish,
            _ => return Self(None),
        };
        Self(Some(Stemmer::create(algorithm)))
    }

    /// The stem of a word as written, folded. Numbers, names and pairs of characters have none but themselves.
    pub fn stem(&self, word: &str) -> String {
        match &self.0 {
            Some(stemmer) if word.chars().all(|letter| letter.is_alphabetic() && !is_dense(letter)) => {
                let stem = fold(&stemmer.stem(&lower(word)));
                if stem.is_empty() { fold(word) } else { stem }
            }
            _ => fold(word),
        }
    }
}

/// Which ends of words were taken off, and what was put in their place.
#[derive(Default)]
pub(super) struct Endings(HashMap<(String, String), usize>);

impl Endings {
    /// Learns from a folded word and its stem.
    pub fn learn(&mut self, word: &str, stem: &str) {
        if word == stem {
            return;
        }
        let shared: usize = word.chars().zip(stem.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let (drop, add) = (&word[shared..], &stem[shared..]);
        if word[..shared].chars().count() >= SHORTEST && drop.chars().count() <= LONGEST {
            *self.0.entry((drop.to_owned(), add.to_owned())).or_default() += 1;
        }
    }

    /// The most frequent ones, shortest first: what is taken off, and what is put in its place.
    pub fn kept(self) -> Vec<(String, String)> {
        let mut all: Vec<((String, String), usize)> = self.0.into_iter().collect();
        all.sort_by(|(a, many), (b, few)| few.cmp(many).then_with(|| a.cmp(b)));
        all.truncate(KEPT);
        all.sort_by(|(a, many), (b, few)| (a.0.chars().count(), few).cmp(&(b.0.chars().count(), many)).then_with(|| a.cmp(b)));
        all.into_iter().map(|(ending, _)| ending).collect()
    }
}

/// What a folded word may have as its stem, the likeliest first.
pub(super) fn candidates<'a>(word: &'a str, endings: &'a [(String, String)]) -> impl Iterator<Item = String> + 'a {
    endings.iter().filter_map(move |(drop, add)| {
        let kept = word.strip_suffix(drop.as_str())?;
        let stem = format!("{kept}{add}");
        (kept.chars().count() >= SHORTEST && stem != word).then_some(stem)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        let english = Stems::of("en");
        assert_eq!(["Exports", "exporting", "exported"].map(|word| english.stem(word)), ["export", "export", "export"]);
        let german = Stems::of("de");
        assert_eq!(german.stem("Häuser"), german.stem("Haus"));
        assert_eq!(Stems::of("ja").stem("Exports"), "exports");
        assert_eq!(english.stem("CVE-2026-1234"), "cve-2026-1234");
    }

    #[test]
    fn a_word_that_was_never_seen_has_the_endings_of_others() {
        let english = Stems::of("en");
        let mut endings = Endings::default();
        for word in ["exporting", "scanned", "queries", "tickets"] {
            endings.learn(word, &english.stem(word));
        }
        let kept = endings.kept();
        assert!(candidates("importing", &kept).any(|stem| stem == english.stem("importing")));
        assert!(candidates("imports", &kept).any(|stem| stem == english.stem("imports")));
        assert_eq!(candidates("ring", &kept).count(), 0);
    }
}
