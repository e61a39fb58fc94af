//! A query to what it finds, read from the files of the index as a browser reads them. `search.js` says the same in JavaScript.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Index;
use super::code::{Reader, inflate};
use super::files::{self, DOCUMENTS, Facets, LEAVES, Leaf, NAME, Root};
use super::stem::candidates;
use super::words::{fold, is_dense, is_name, parts, pieces, runs};

/// Points for a word in the title, the lead and the body.
const WEIGHTS: [u32; 3] = [8, 3, 1];

/// Shards that are looked through for words with a beginning: a beginning that stands for more words than that is too short to say much.
const SHARDS_A_BEGINNING: usize = 2;

/// Words of a query that count, and parts of a name in it: nobody means more, and each is looked up.
const MOST_WORDS: usize = 16;

/// What a result must be of, besides having the words. Of several values of one facet any will do.
#[derive(Debug, Clone, Default)]
pub struct Filters {
    /// Keys of products.
    pub products: Vec<String>,
    /// Names of kinds.
    pub kinds: Vec<String>,
    /// Keys of components.
    pub components: Vec<String>,
    /// Versions, or `product/version`.
    pub versions: Vec<String>,
}

impl Filters {
    fn is_empty(&self) -> bool {
        [&self.products, &self.kinds, &self.components, &self.versions].iter().all(|values| values.is_empty())
    }
}

/// What a query finds.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Hits {
    /// How many there are.
    pub count: usize,
    /// Whether there are more, which have only words that stand nearly everywhere.
    pub at_least: bool,
    /// Whether each of them has all words of the query, those left aside that stand nearly everywhere; else they have some.
    pub all_words: bool,
    /// The best of them, best first.
    pub hits: Vec<Hit>,
}

/// An entry or a release that was found.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    /// Its title; of a release its name too.
    pub title: String,
    /// The id of an entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The kind of an entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What the site calls that kind.
    #[serde(skip)]
    pub label: Option<String>,
    /// The product's key.
    pub product: String,
    /// The product's name.
    #[serde(skip)]
    pub product_name: String,
    /// The version; none of what waits for a release.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The names of its components.
    #[serde(skip)]
    pub components: String,
    /// The beginning of its text.
    pub text: String,
    /// Path from the host.
    pub url: String,
}

/// A word that is asked for: any of its ways will do.
struct Wanted {
    /// Folded.
    whole: String,
    /// Folded; all of them together are the other way.
    parts: Vec<String>,
    /// Whether it may be the beginning of a word.
    is_beginning: bool,
}

/// Every document found, by number, with its points.
type Points = BTreeMap<u32, u32>;

/// What a word finds.
#[derive(Default)]
struct Found {
    points: Points,
    /// Whether it stands nearly everywhere, so that the index names the newest documents only. It ranks, and leaves nothing out.
    is_common: bool,
}

/// What all words find, with how many of those that count each document has, and its points.
#[derive(Default)]
struct Joined {
    documents: BTreeMap<u32, (usize, u32)>,
    all_words: bool,
    at_least: bool,
}

pub(super) fn find(index: &Index, query: &str, filters: &Filters, limit: usize) -> Hits {
    let files = Files::of(index);
    let wanted = wanted(query);
    let facets: Option<Facets> = (!filters.is_empty()).then(|| files.json(&files.root.facets));
    let passes = facets.as_ref().map(|facets| passing(facets, filters, &files.root));
    let found: Vec<Found> = wanted.iter().map(|word| files.points(word)).collect();
    let Joined { documents, all_words, at_least } = match found.as_slice() {
        [] if passes.is_some() => Joined {
            documents: (0..files.root.documents as u32).map(|document| (document, (0, 0))).collect(),
            all_words: true,
            at_least: false,
        },
        found => joined(found),
    };
    let mut ranked: Vec<(u32, (usize, u32))> = documents.into_iter().collect();
    ranked.retain(|(document, _)| passes.as_ref().is_none_or(|passes| passes.contains(document)));
    ranked.sort_by(|(a, of_a), (b, of_b)| of_b.cmp(of_a).then(b.cmp(a)));
    let hits = ranked.iter().take(limit).filter_map(|(document, _)| files.hit(*document as usize)).collect();
    Hits { count: ranked.len(), at_least, all_words, hits }
}

/// The words of a query.
fn wanted(query: &str) -> Vec<Wanted> {
    let mut wanted: Vec<Wanted> = Vec::new();
    for run in runs(query) {
        let is_last = run.end == query.len();
        if is_name(run.text) {
            let mut of_name: Vec<String> = Vec::new();
            parts(&run).for_each(|part| pieces(part, &mut |piece| of_name.push(fold(piece))));
            let says_something = of_name.iter().any(|part| part.chars().any(char::is_alphabetic));
            of_name.truncate(MOST_WORDS);
            let parts = if says_something { of_name } else { Vec::new() };
            wanted.push(Wanted { whole: fold(run.text), parts, is_beginning: is_last });
            continue;
        }
        let mut words: Vec<Wanted> = Vec::new();
        parts(&run).for_each(|part| {
            pieces(part, &mut |piece| words.push(Wanted { whole: fold(piece), parts: Vec::new(), is_beginning: false }));
        });
        words.last_mut().into_iter().for_each(|last| last.is_beginning = is_last);
        wanted.extend(words);
    }
    // Nothing is left of a word that is all accents.
    wanted.retain(|word| !word.whole.is_empty());
    wanted.truncate(MOST_WORDS);
    wanted
}

/// Documents that have all words that count; where there is none, those that have some word, and those with more words first.
fn joined(found: &[Found]) -> Joined {
    let at_least = !found.is_empty() && found.iter().all(|word| word.is_common);
    let counts = |word: &Found| at_least || !word.is_common;
    let wanted = found.iter().filter(|word| counts(word)).count();
    let mut documents: BTreeMap<u32, (usize, u32)> = BTreeMap::new();
    for word in found {
        for (document, of_word) in &word.points {
            let (words, sum) = documents.entry(*document).or_default();
            *words += usize::from(counts(word));
            *sum += of_word;
        }
    }
    let has_all = documents.values().any(|(words, _)| *words == wanted);
    if has_all {
        documents.retain(|_, (words, _)| *words == wanted);
    }
    Joined { documents, all_words: has_all || found.len() < 2, at_least }
}

/// The documents that pass the filters.
fn passing(facets: &Facets, filters: &Filters, root: &Root) -> HashSet<u32> {
    let takes = |wanted: &[String], value: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == value);
    let of_version = |product: usize, version: &str| {
        takes(&filters.versions, version) || takes(&filters.versions, &format!("{}/{version}", root.products[product].0))
    };
    let row_passes: Vec<bool> = facets.rows.iter().map(|(product, version, _)| of_version(*product, version)).collect();
    let mut also: HashMap<usize, bool> = HashMap::new();
    facets.also.iter().for_each(|(document, row)| *also.entry(*document).or_default() |= row_passes[*row]);
    let set_passes: Vec<bool> = facets
        .sets
        .iter()
        .map(|set| filters.components.is_empty() || set.iter().any(|key| takes(&filters.components, &facets.components[*key])))
        .collect();
    let kind_passes = |kind: char| match root.kinds.iter().enumerate().find(|(number, _)| files::letter(number + 1) == kind) {
        Some((_, (name, _, _))) => takes(&filters.kinds, name),
        None => filters.kinds.is_empty(),
    };
    let sets: HashSet<char> = set_passes.iter().enumerate().filter(|(_, passes)| **passes).map(|(set, _)| files::letter(set)).collect();
    let rows = facets.rows.iter().enumerate().flat_map(|(row, (product, _, count))| std::iter::repeat_n((row, *product), *count));
    let all = rows.zip(facets.kinds.chars()).zip(facets.of.chars()).enumerate();
    let passing = all.filter(|(document, (((row, product), kind), set))| {
        takes(&filters.products, &root.products[*product].0)
            && (row_passes[*row] || also.get(document) == Some(&true))
            && kind_passes(*kind)
            && sets.contains(set)
    });
    passing.map(|(document, _)| document as u32).collect()
}

/// The files of an index, opened by name.
struct Files<'a> {
    by_path: HashMap<&'a str, &'a [u8]>,
    root: Root,
}

/// A shard, read: its words with their terms, and each term's lists.
struct Shard {
    words: Vec<(String, usize)>,
    terms: Vec<ReadTerm>,
}

struct ReadTerm {
    /// In how many documents it stands, where the lists leave some out.
    of_all: Option<usize>,
    lists: [Vec<u32>; 3],
}

impl<'a> Files<'a> {
    fn of(index: &'a Index) -> Self {
        let by_path: HashMap<&str, &[u8]> = index.files.iter().map(|file| (file.path.as_str(), file.bytes.as_slice())).collect();
        let root = by_path.get(index.root.as_str()).map(|bytes| inflate(bytes)).unwrap_or_default();
        // What this program has just written it can read.
        let root = serde_json::from_slice(&root).unwrap_or_default();
        Self { by_path, root }
    }

    fn open(&self, name: &str) -> Vec<u8> {
        self.by_path.get(files::path(name).as_str()).map(|bytes| inflate(bytes)).unwrap_or_default()
    }

    fn json<T: DeserializeOwned + Default>(&self, name: &str) -> T {
        serde_json::from_slice(&self.open(name)).unwrap_or_default()
    }

    fn shard(&self, number: usize) -> Shard {
        let bytes = self.open(self.root.shards.get(number * NAME..(number + 1) * NAME).unwrap_or_default());
        let mut reader = Reader(&bytes);
        let mut words: Vec<(String, usize)> = Vec::new();
        for _ in 0..reader.number() {
            let shared = reader.number();
            let mut units = 0;
            let before = words.last().map_or("", |(word, _)| word);
            let kept = before.chars().take_while(|letter| {
                units += letter.len_utf16();
                units <= shared
            });
            let word = kept.collect::<String>() + reader.text();
            words.push((word, reader.number()));
        }
        let terms = (0..reader.number()).map(|_| term(reader.bytes())).collect();
        Shard { words, terms }
    }

    /// The last shard that starts at a word or before it.
    fn shard_of(&self, word: &str) -> Option<usize> {
        let after = self.root.words.partition_point(|first| first.encode_utf16().le(word.encode_utf16()));
        after.checked_sub(1)
    }

    /// What a word finds.
    fn points(&self, wanted: &Wanted) -> Found {
        let mut found = self.points_of(&wanted.whole, wanted.is_beginning);
        let last = wanted.parts.len().saturating_sub(1);
        let parts: Vec<Found> =
            wanted.parts.iter().enumerate().map(|(at, part)| self.points_of(part, wanted.is_beginning && at == last)).collect();
        let all_common = !parts.is_empty() && parts.iter().all(|part| part.is_common);
        found.is_common |= all_common;
        let mut counting = parts.iter().filter(|part| all_common || !part.is_common);
        let Some(first) = counting.next() else { return found };
        let rest: Vec<&Found> = counting.collect();
        for (document, of_first) in &first.points {
            let of_rest: Option<Vec<u32>> = rest.iter().map(|part| part.points.get(document).copied()).collect();
            let least = of_rest.map(|of_rest| of_rest.into_iter().fold(*of_first, u32::min));
            if let Some(least) = least {
                let best = found.points.entry(*document).or_default();
                *best = (*best).max((least / 2).max(1));
            }
        }
        found
    }

    fn points_of(&self, word: &str, is_beginning: bool) -> Found {
        let mut found = Found::default();
        let Some(first) = self.shard_of(word) else { return found };
        let shard = self.shard(first);
        let exact: Vec<usize> = shard.words.iter().filter(|(other, _)| other == word).map(|(_, term)| *term).collect();
        exact.iter().for_each(|term| self.add(&mut found, &shard.terms[*term], 2));
        if exact.is_empty() {
            self.add_stem(&mut found, word);
        }
        let mut letters = word.chars();
        let is_telling = match (letters.next(), letters.next()) {
            (Some(first), None) => is_dense(first),
            _ => is_beginning,
        };
        if is_telling {
            let more = (first + 1..self.root.words.len()).take_while(|number| self.root.words[*number].starts_with(word));
            for number in [first].into_iter().chain(more).take(SHARDS_A_BEGINNING) {
                let shard = self.shard(number);
                let longer = shard.words.iter().filter(|(other, _)| other.starts_with(word) && other != word);
                let terms: HashSet<usize> = longer.map(|(_, term)| *term).collect();
                terms.iter().for_each(|term| self.add(&mut found, &shard.terms[*term], 1));
            }
        }
        found
    }

    /// What the stem of a word finds that is not on the site: the first of its likely stems that is.
    fn add_stem(&self, found: &mut Found, word: &str) {
        if word.chars().any(|letter| !letter.is_alphabetic()) {
            return;
        }
        for stem in candidates(word, &self.root.endings) {
            let Some(shard) = self.shard_of(&stem).map(|number| self.shard(number)) else { continue };
            let terms: Vec<usize> = shard.words.iter().filter(|(other, _)| *other == stem).map(|(_, term)| *term).collect();
            if !terms.is_empty() {
                return terms.iter().for_each(|term| self.add(found, &shard.terms[*term], 2));
            }
        }
    }

    fn add(&self, found: &mut Found, term: &ReadTerm, quality: u32) {
        let having = term.of_all.unwrap_or_else(|| term.lists.iter().map(Vec::len).sum());
        found.is_common |= term.of_all.is_some();
        let rarity = usize::BITS - (self.root.documents / having.max(1)).leading_zeros();
        for (documents, weight) in term.lists.iter().zip(WEIGHTS) {
            for document in documents {
                let best = found.points.entry(*document).or_default();
                *best = (*best).max(weight * rarity * quality);
            }
        }
    }

    fn hit(&self, document: usize) -> Option<Hit> {
        let (leaf, place) = (document / DOCUMENTS, document % DOCUMENTS);
        let name = |names: &str, at: usize| names.get(at * NAME..(at + 1) * NAME).map(str::to_owned);
        let branch = self.open(&name(&self.root.branches, leaf / LEAVES)?);
        let leaf: Leaf = self.json(&name(std::str::from_utf8(&branch).ok()?, leaf % LEAVES)?);
        let (row, kind, title, anchor, components, text, _) = leaf.documents.into_iter().nth(place)?;
        let (product, version, _, path) = leaf.rows.into_iter().nth(row)?;
        let (key, name) = self.root.products.get(product)?.clone();
        let kind = usize::try_from(kind).ok().and_then(|kind| self.root.kinds.get(kind)).cloned();
        let url = if anchor.is_empty() { path } else { format!("{path}#{anchor}") };
        let (label, kind) = (kind.as_ref().map(|kind| kind.1.clone()), kind.map(|kind| kind.0));
        Some(Hit {
            title,
            id: (!anchor.is_empty()).then_some(anchor),
            kind,
            label,
            product: key,
            product_name: name,
            version: (!version.is_empty()).then_some(version),
            components,
            text,
            url,
        })
    }
}

fn term(bytes: &[u8]) -> ReadTerm {
    let mut reader = Reader(bytes);
    let of_all = Some(reader.number()).filter(|all| *all > 0);
    let lists = [(); 3].map(|()| {
        let count = reader.number();
        let mut last = 0;
        let next = |_| {
            last += reader.number() as u32;
            last
        };
        (0..count).map(next).collect()
    });
    ReadTerm { of_all, lists }
}
