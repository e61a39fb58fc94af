//! Documents to terms: words that have a stem in common, and the documents they stand in.
//!
//! Every core takes a run of documents and notes each word as written; what a word folds to and its stem are worked out once a
//! word, after that. Two runs are joined in the order of their documents, so the result does not depend on the cores.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::gather::{Documents, Field, texts};
use super::stem::{Endings, Stems};
use super::words::{fold, is_name, respelt, words};
use crate::output::Material;

/// Documents that a core takes at a time.
const RUN: usize = 1024;

/// Words of one stem, and where they stand.
#[derive(Debug, Default)]
pub(super) struct Term {
    /// The stem and every word of it, folded.
    pub words: BTreeSet<String>,
    /// For title, lead and body: documents in which that is the first field that has one of the words, ascending.
    pub documents: [Vec<u32>; 3],
}

/// Every term, by its stem, and the endings that its stemmer took off.
pub(super) struct Terms {
    pub all: Vec<Term>,
    pub endings: Vec<(String, String)>,
}

/// A document and a field in one number, so that lists of them sort by both.
fn posting(document: usize, field: Field) -> u32 {
    (document as u32) << 2 | field as u32
}

/// The words of a run of documents, each with its postings.
#[derive(Default)]
struct Noted {
    numbers: HashMap<String, usize>,
    postings: Vec<Vec<u32>>,
}

impl Noted {
    fn add(&mut self, word: &str, posting: u32) {
        let number = match self.numbers.get(word) {
            Some(number) => *number,
            None => {
                self.numbers.insert(word.to_owned(), self.postings.len());
                self.postings.push(Vec::new());
                self.postings.len() - 1
            }
        };
        let postings = &mut self.postings[number];
        // Fields come in their order, so the first one is the one that counts.
        if postings.last().is_none_or(|last| last >> 2 != posting >> 2) {
            postings.push(posting);
        }
    }
}

impl Terms {
    pub fn of(material: &Material, documents: &Documents) -> Self {
        let stems = Stems::of(material.catalog.site().language.language());
        let runs: Vec<Noted> = documents.all.par_chunks(RUN).enumerate().map(|(run, _)| noted(material, documents, run * RUN)).collect();
        let mut by_word: HashMap<&str, Vec<&[u32]>> = HashMap::new();
        for run in &runs {
            for (word, number) in &run.numbers {
                by_word.entry(word).or_default().push(&run.postings[*number]);
            }
        }
        let language = material.catalog.site().language.language();
        let mut stemmed: Vec<Stemmed> =
            by_word.into_par_iter().map(|(word, postings)| Stemmed::of(word, postings, &stems, language)).collect();
        stemmed.par_sort_unstable_by(|a, b| (&a.stem, a.written).cmp(&(&b.stem, b.written)));
        let endings = endings(material, &stems, &stemmed);
        let of_a_stem: Vec<&[Stemmed]> = stemmed.chunk_by(|a, b| a.stem == b.stem).collect();
        Self { all: of_a_stem.into_par_iter().map(term).collect(), endings }
    }
}

fn noted(material: &Material, documents: &Documents, first: usize) -> Noted {
    let mut noted = Noted::default();
    for (number, document) in documents.all.iter().enumerate().skip(first).take(RUN) {
        texts(material, &documents.rows, document, |field, text| {
            words(text, |word| noted.add(word, posting(number, field)));
        });
    }
    noted
}

/// A word as written, with what it is compared by.
struct Stemmed<'a> {
    stem: String,
    written: &'a str,
    folded: String,
    respelt: Option<String>,
    postings: Vec<&'a [u32]>,
}

impl<'a> Stemmed<'a> {
    fn of(written: &'a str, postings: Vec<&'a [u32]>, stems: &Stems, language: &str) -> Self {
        Self { stem: stems.stem(written), written, folded: fold(written), respelt: respelt(written, language), postings }
    }
}

/// The endings of the site's words, and of the theme's: a small site has few words to learn from.
fn endings(material: &Material, stems: &Stems, stemmed: &[Stemmed]) -> Vec<(String, String)> {
    let mut endings = Endings::default();
    let mut learnt: BTreeMap<String, String> = BTreeMap::new();
    every_text(&serde_json::Value::Object(material.strings.tree().clone()), &mut |text| {
        words(text, |word| {
            if !is_name(word) {
                learnt.insert(fold(word), stems.stem(word));
            }
        });
    });
    learnt.extend(stemmed.iter().filter(|word| !is_name(word.written)).map(|word| (word.folded.clone(), word.stem.clone())));
    learnt.iter().for_each(|(word, stem)| endings.learn(word, stem));
    endings.kept()
}

fn every_text(value: &serde_json::Value, take: &mut impl FnMut(&str)) {
    match value {
        serde_json::Value::String(text) => take(text),
        serde_json::Value::Object(fields) => fields.values().for_each(|value| every_text(value, take)),
        serde_json::Value::Array(items) => items.iter().for_each(|value| every_text(value, take)),
        _ => {}
    }
}

fn term(forms: &[Stemmed]) -> Term {
    let mut postings: Vec<u32> = forms.iter().flat_map(|form| &form.postings).flat_map(|run| run.iter().copied()).collect();
    postings.sort_unstable();
    postings.dedup_by_key(|posting| *posting >> 2);
    let mut term = Term::default();
    for posting in postings {
        term.documents[(posting & 3) as usize].push(posting >> 2);
    }
    for form in forms {
        term.words.extend([&form.stem, &form.folded].into_iter().chain(&form.respelt).filter(|word| !word.is_empty()).cloned());
    }
    term
}
