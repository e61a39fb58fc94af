//! Terms and documents to the files that a browser fetches.
//!
//! Every file but the first is named after its own bytes and named by another one, so that a cache never mixes an old index with
//! a new one, and the page names the first. All are DEFLATE without a wrapper. `search.js` reads them; `query` does too.
//!
//! - The root: JSON, [`Root`].
//! - A shard: the words from one to the next in the alphabet, in UTF-16 order, as numbers (LEB128) and texts with their length:
//!   how many words; for each how many UTF-16 units it shares with the one before, the rest of it, the position of its term;
//!   how many terms; for each the length in bytes of what follows: in how many documents it stands where the lists leave some of them
//!   out, else 0, and three lists: title, lead, body, each a count and the differences of ascending numbers of documents.
//!   A term whose words lie apart is in each of their shards.
//! - A branch: the names of [`LEAVES`] leaves, [`NAME`] characters each.
//! - A leaf: JSON, [`Leaf`]: what results show of [`DOCUMENTS`] documents.
//! - The facets: JSON, [`Facets`]: what every document is of, for counts and filters.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::code::{deflate, number, text};
use super::terms::Term;
use crate::output::Artifact;

/// Documents a leaf. A page of results may need as many leaves as it has results, so they are small.
pub(super) const DOCUMENTS: usize = 8;

/// Leaves a branch.
pub(super) const LEAVES: usize = 64;

/// About how many bytes a shard has before it is compressed. A term alone may be longer.
const SHARD: usize = 11 << 10;

/// In how many documents a word may stand before it counts as common: then its lists have the newest so many each. The list of a
/// word that is everywhere would weigh more than all else that a query fetches, and tell least.
const COMMON: usize = 4096;

/// Where the files stand.
const FOLDER: &str = "search/";

/// Characters of a file's name.
pub(super) const NAME: usize = 12;

/// What a browser fetches first.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Root {
    /// How many documents there are.
    pub documents: usize,
    /// The first word of each shard, or the first letters of it.
    pub words: Vec<String>,
    /// The names of the shards, one after the other.
    pub shards: String,
    /// The names of the branches.
    pub branches: String,
    /// The name of the facets.
    pub facets: String,
    /// How many bytes those are.
    pub weight: usize,
    /// What the stemmer takes off the ends of words, and what it puts there, shortest first.
    pub endings: Vec<(String, String)>,
    /// The name, label and tone of each kind.
    pub kinds: Vec<(String, String, String)>,
    /// The key and name of each product.
    pub products: Vec<(String, String)>,
}

/// What results show of some documents.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Leaf {
    /// Of each release: product, version, its date in words, path from the host.
    pub rows: Vec<(usize, String, String, String)>,
    /// Of each document: release, kind (-1 for a release itself), title, anchor, components, text, mark.
    pub documents: Vec<(usize, i32, String, String, String, String, String)>,
}

/// What every document is of.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Facets {
    /// Of each release, oldest first: product, version, how many documents.
    pub rows: Vec<(usize, String, usize)>,
    /// The keys of components.
    pub components: Vec<String>,
    /// Every combination of components that there is, by their positions.
    pub sets: Vec<Vec<usize>>,
    /// Of each document the position of its kind and one, as a character from `#` on.
    pub kinds: String,
    /// Of each document the position of its combination, likewise.
    pub of: String,
    /// Further releases that show a document: document and row.
    pub also: Vec<(usize, usize)>,
}

/// A number as a character that JSON leaves as it is.
pub(super) fn letter(number: usize) -> char {
    let point = 0x23 + number as u32 + u32::from(number >= 0x39);
    char::from_u32(if point >= 0xD800 { point + 0x800 } else { point }).unwrap_or('#')
}

/// A file named after its bytes, and that name.
pub(super) fn file(plain: &[u8]) -> (String, Artifact) {
    let bytes = deflate(plain);
    let name = blake3::hash(&bytes).to_hex()[..NAME].to_owned();
    let path = path(&name);
    (name, Artifact { path, bytes })
}

/// The path within the site of a file.
pub(super) fn path(name: &str) -> String {
    format!("{FOLDER}{name}.bin")
}

/// A file of JSON.
pub(super) fn json(value: &impl Serialize) -> (String, Artifact) {
    // Plain structs of texts and numbers always serialize.
    file(&serde_json::to_vec(value).unwrap_or_default())
}

/// The shards of all terms: the first word of each, and the files with their names.
pub(super) fn shards(terms: &[Term]) -> (Vec<String>, Vec<(String, Artifact)>) {
    let lists: Vec<Vec<u8>> = terms.par_iter().map(lists).collect();
    let mut words: Vec<(&str, usize)> =
        terms.iter().enumerate().flat_map(|(number, term)| term.words.iter().map(move |word| (word.as_str(), number))).collect();
    words.par_sort_unstable_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()).then(a.1.cmp(&b.1)));
    let cuts = cuts(&words, &lists);
    let firsts = cuts.iter().map(|at| first_letters(at.checked_sub(1).map(|before| words[before].0), words[*at].0)).collect();
    let ends = cuts.iter().skip(1).copied().chain([words.len()]);
    let parts: Vec<&[(&str, usize)]> = cuts.iter().zip(ends).map(|(start, end)| &words[*start..end]).collect();
    (firsts, parts.into_par_iter().map(|part| file(&shard(part, &lists))).collect())
}

/// Where shards start. One word of several terms is never cut apart.
fn cuts(words: &[(&str, usize)], lists: &[Vec<u8>]) -> Vec<usize> {
    let (mut cuts, mut size, mut last_cut) = (Vec::new(), 0, vec![usize::MAX; lists.len()]);
    for (at, (word, term)) in words.iter().enumerate() {
        let weight = |cut: usize, last_cut: &[usize]| word.len() / 2 + 3 + if last_cut[*term] == cut { 0 } else { lists[*term].len() };
        let is_new = at.checked_sub(1).is_none_or(|before| words[before].0 != *word);
        let added = weight(cuts.len(), &last_cut);
        if at == 0 || (is_new && size + added > SHARD) {
            cuts.push(at);
            size = 0;
        }
        size += weight(cuts.len(), &last_cut);
        last_cut[*term] = cuts.len();
    }
    cuts
}

/// As much of a word as tells it from the one before.
fn first_letters(before: Option<&str>, word: &str) -> String {
    let Some(before) = before else { return String::new() };
    let shared = before.chars().zip(word.chars()).take_while(|(a, b)| a == b).count();
    word.chars().take(shared + 1).collect()
}

fn shard(words: &[(&str, usize)], lists: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(SHARD * 2);
    let mut terms: Vec<usize> = Vec::new();
    let mut positions = std::collections::HashMap::new();
    number(&mut bytes, words.len());
    let mut before = "";
    for (word, term) in words {
        let position = *positions.entry(*term).or_insert_with(|| {
            terms.push(*term);
            terms.len() - 1
        });
        let shared = before.chars().zip(word.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a);
        let (length, units) = shared.fold((0, 0), |(length, units), letter| (length + letter.len_utf8(), units + letter.len_utf16()));
        number(&mut bytes, units);
        text(&mut bytes, &word[length..]);
        number(&mut bytes, position);
        before = word;
    }
    number(&mut bytes, terms.len());
    for term in terms {
        number(&mut bytes, lists[term].len());
        bytes.extend_from_slice(&lists[term]);
    }
    bytes
}

fn lists(term: &Term) -> Vec<u8> {
    let mut bytes = Vec::new();
    let all: usize = term.documents.iter().map(Vec::len).sum();
    let is_common = all > COMMON;
    number(&mut bytes, if is_common { all } else { 0 });
    for documents in &term.documents {
        let left_out = if is_common { documents.len().saturating_sub(COMMON) } else { 0 };
        let documents = &documents[left_out..];
        number(&mut bytes, documents.len());
        let mut last = 0;
        for document in documents {
            number(&mut bytes, (document - last) as usize);
            last = *document;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(words: &[String], documents: u32) -> Term {
        Term { words: words.iter().cloned().collect(), documents: [Vec::new(), Vec::new(), (0..documents).collect()] }
    }

    #[test]
    fn a_shard_is_small_and_starts_where_the_root_says() {
        let terms: Vec<Term> = (0..20_000).map(|number| term(&[format!("w{number:05}"), format!("😀{number}")], number % 7 + 1)).collect();
        let (firsts, shards) = shards(&terms);
        assert!(firsts.len() > 10 && firsts.len() == shards.len());
        assert!(firsts.is_sorted_by(|a, b| a.encode_utf16().lt(b.encode_utf16())), "{firsts:?}");
        assert!(shards.iter().all(|(_, file)| crate::output::search::code::inflate(&file.bytes).len() < SHARD * 2));
    }

    #[test]
    fn a_word_of_several_terms_is_in_one_shard() {
        let long: Vec<Term> = (0..6).map(|_| term(&["word".to_owned()], SHARD as u32)).collect();
        assert_eq!(shards(&long).0, [""]);
        let none: [String; 0] = [];
        assert_eq!(shards(&[]).0, none);
    }

    #[test]
    fn a_number_is_a_character_that_json_leaves_as_it_is() {
        let letters: String = (0..60_000).map(letter).collect();
        assert_eq!(serde_json::to_string(&letters).map(|json| json.len()).ok(), Some(letters.len() + 2));
        let distinct: std::collections::HashSet<char> = letters.chars().collect();
        assert_eq!(distinct.len(), 60_000);
    }
}
