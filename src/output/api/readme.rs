//! `api/README.md`: the documents for developers, each with an example out of this site.
//!
//! In: the documents as they were made, so that no example can be wrong. Out: `readme.md` with its blanks filled in: `{root}`, `{site}`, and
//! `{example NAME}` on a line of its own, NAME as in the schema.

use std::cmp::Reverse;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::markdown::escaped;
use crate::view::text::excerpt;

use super::super::{Artifact, Material};
use super::README;

const TEXT: &str = include_str!("readme.md");

/// How many characters of a text an example shows.
const SHOWN: usize = 100;

pub(super) fn render(material: &Material, documents: &[Artifact]) -> Artifact {
    let (site, root) = (material.url(""), material.url("api/v1/"));
    let line = |line: &str| match line.strip_prefix("{example ").and_then(|rest| rest.strip_suffix('}')) {
        Some(name) => example(documents, name),
        None => line.replace("{root}", &root).replace("{site}", &site),
    };
    let text: String = TEXT.lines().map(|text| line(text) + "\n").collect();
    Artifact { path: README.to_owned(), bytes: text.into_bytes() }
}

fn example(documents: &[Artifact], name: &str) -> String {
    // `api/v1/index.json`, `api/v1/PRODUCT/latest.json`, `api/v1/PRODUCT/pages/1.json`: a product may be called `pages`.
    let richest = documents
        .iter()
        .filter(|document| is_one(&document.path, name))
        .max_by_key(|document| (document.bytes.len(), Reverse(&document.path)));
    let sample = richest.and_then(|document| Some((&document.path, serde_json::from_slice::<Sample>(&document.bytes).ok()?)));
    let shown = sample.and_then(|(path, sample)| Some((path, serde_json::to_string_pretty(&sample).ok()?)));
    let Some((path, json)) = shown else { return "The site has no such document yet.".to_owned() };
    format!("`{path}`:\n\n```json\n{json}\n```")
}

/// Whether a path is that of a document by its name in the schema: `api/v1/index.json`, `api/v1/PRODUCT/latest.json`,
/// `api/v1/PRODUCT/pages/1.json`. A product may be called `pages`.
fn is_one(path: &str, name: &str) -> bool {
    let parts: Vec<&str> = path.split('/').skip(2).collect();
    match (name, parts.as_slice()) {
        ("release", [_, "releases", _]) | ("page", [_, "pages", _]) => true,
        ("index", [file]) | (_, [_, file]) => file.strip_suffix(".json") == Some(name),
        _ => false,
    }
}

/// JSON with its fields in their order; lists are cut to their first item as they are read, since they may have ten thousand.
enum Sample {
    Fields(Vec<(String, Sample)>),
    List(Option<Box<Sample>>),
    Plain(Value),
}

impl<'de> Deserialize<'de> for Sample {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Sample;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Sample, E> {
        Ok(Sample::Plain(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Sample, E> {
        Ok(Sample::Plain(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Sample, E> {
        Ok(Sample::Plain(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Sample, E> {
        Ok(Sample::Plain(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Sample, E> {
        Ok(Sample::Plain(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Sample, E> {
        Ok(Sample::Plain(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Sample, A::Error> {
        let first = items.next_element()?;
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Sample::List(first.map(Box::new)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Sample, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = entries.next_entry()? {
            fields.push(field);
        }
        shorten(&mut fields);
        Ok(Sample::Fields(fields))
    }
}

/// Cuts the text of an object, both ways: markup cannot be cut anywhere.
fn shorten(fields: &mut [(String, Sample)]) {
    let text = fields.iter().find_map(|(name, value)| match value {
        Sample::Plain(Value::String(text)) if name == "text" && text.chars().count() > SHOWN => Some(excerpt(text, SHOWN)),
        _ => None,
    });
    let Some(text) = text else { return };
    for (name, value) in fields {
        match name.as_str() {
            "text" => *value = Sample::Plain(text.clone().into()),
            "html" => *value = Sample::Plain(format!("<p>{}</p>", escaped(&text)).into()),
            _ => {}
        }
    }
}

impl Serialize for Sample {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Fields(fields) => serializer.collect_map(fields.iter().map(|(name, value)| (name, value))),
            Self::List(first) => serializer.collect_seq(first),
            Self::Plain(value) => value.serialize(serializer),
        }
    }
}
