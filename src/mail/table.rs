//! Subscribers as a table of comma-separated values (RFC 4180), in and out.
//!
//! The first line names the columns, in any order: `email`, and where wanted `name`, `language`, `audiences`, `products`,
//! `components`, `notices`, `digest` and what is known of the consent: `consent_at`, `consent_by` and `consent_wording`.
//! Several values in a cell stand apart by `;`.

use std::collections::HashMap;
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Utc};
use csv::StringRecord;

use crate::diag::{listed, nearest};
use crate::ident::EmailAddress;

use super::{Consent, ConsentBy, Digest, Notice, Subscriber};

/// The columns, in the order in which an export has them.
const COLUMNS: [&str; 11] = [
    "email",
    "name",
    "language",
    "audiences",
    "products",
    "components",
    "notices",
    "digest",
    "consent_at",
    "consent_by",
    "consent_wording",
];

/// What a site has for subscribers to ask for.
#[derive(Debug, Clone, Default)]
pub struct Offer {
    /// The keys of its audiences.
    pub audiences: Vec<String>,
    /// The keys of its products.
    pub products: Vec<String>,
    /// The keys of the components of all products.
    pub components: Vec<String>,
}

/// A line that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// From 1.
    pub line: u64,
    /// What is wrong with it, and what to do.
    pub why: String,
}

/// Reads a table: everyone in it, or every line that is wrong.
pub fn read(text: &str, offer: &Offer) -> Result<Vec<Subscriber>, Vec<BadLine>> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let columns = columns(&mut reader).map_err(|why| vec![BadLine { line: 1, why }])?;
    let (mut subscribers, mut bad) = (Vec::new(), Vec::new());
    let mut lines: HashMap<String, u64> = HashMap::new();
    for record in reader.records() {
        let line = record.as_ref().ok().and_then(|record| record.position()).map_or(0, csv::Position::line);
        match record.map_err(|error| error.to_string()).and_then(|record| subscriber(&record, &columns, offer)) {
            Ok(subscriber) => match lines.insert(key(&subscriber.address), line) {
                None => subscribers.push(subscriber),
                Some(first) => bad.push(BadLine {
                    line,
                    why: format!("`{}` stands on line {first} too: keep one of them", subscriber.address.address()),
                }),
            },
            Err(why) => bad.push(BadLine { line, why }),
        }
    }
    if bad.is_empty() { Ok(subscribers) } else { Err(bad) }
}

/// One subscriber by the same rules: language, audiences, products, components, notices and digest as cells.
///
/// # Errors
/// What is wrong with a cell, and what to do.
pub fn read_one(address: &EmailAddress, cells: &[String; 6], offer: &Offer) -> Result<Subscriber, String> {
    let record: StringRecord = [address.address(), ""].into_iter().chain(cells.iter().map(String::as_str)).collect();
    let columns = COLUMNS.into_iter().enumerate().map(|(position, name)| (name, position)).collect();
    subscriber(&record, &columns, offer)
}

/// The same table again, with all columns.
///
/// # Errors
/// None in practice: it is written into memory.
pub fn write<'a>(subscribers: impl IntoIterator<Item = &'a Subscriber>) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for subscriber in subscribers {
        let language = subscriber.language.as_ref().map_or("", |language| language.as_str());
        let consent = subscriber.consent.as_ref();
        writer.write_record([
            subscriber.address.address(),
            subscriber.name.as_deref().unwrap_or_default(),
            language,
            &joined(subscriber.audiences.iter().map(|key| key.as_str())),
            &joined(subscriber.products.iter().map(|key| key.as_str())),
            &joined(subscriber.components.iter().map(|key| key.as_str())),
            &joined(subscriber.notices.iter().map(|notice| notice.name())),
            subscriber.digest.map_or("", Digest::name),
            &consent.map_or(String::new(), |consent| consent.at.to_rfc3339_opts(SecondsFormat::Millis, true)),
            consent.map_or("", |consent| consent.by.name()),
            consent.and_then(|consent| consent.wording.as_deref()).unwrap_or_default(),
        ])?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// By what an address is known: two that differ in case reach one person.
pub(super) fn key(address: &EmailAddress) -> String {
    address.address().to_lowercase()
}

/// Where each known column stands.
fn columns(reader: &mut csv::Reader<&[u8]>) -> Result<HashMap<&'static str, usize>, String> {
    let headers = reader.headers().map_err(|error| error.to_string())?;
    let mut columns = HashMap::new();
    for (position, header) in headers.iter().enumerate() {
        let name = header.to_lowercase();
        let Some(known) = COLUMNS.into_iter().find(|known| *known == name) else {
            let near = nearest(&name, COLUMNS).map_or(String::new(), |near| format!(" Did you mean `{near}`?"));
            return Err(format!("no column is called `{header}`; there are {}.{near}", listed(COLUMNS, "and")));
        };
        if columns.insert(known, position).is_some() {
            return Err(format!("two columns are called `{known}`"));
        }
    }
    if !columns.contains_key("email") {
        return Err("no column is called `email`: name the columns in the first line".to_owned());
    }
    Ok(columns)
}

fn subscriber(record: &StringRecord, columns: &HashMap<&'static str, usize>, offer: &Offer) -> Result<Subscriber, String> {
    let cell = |name: &str| columns.get(name).and_then(|position| record.get(*position)).unwrap_or_default();
    if record.len() > columns.len() {
        return Err(format!("it has {} cells, and the first line names {} columns", record.len(), columns.len()));
    }
    let email = cell("email");
    let address: EmailAddress = email.parse().map_err(|error| format!("`{email}` is no address: {error}"))?;
    let bare = address.bare();
    let in_address = address.mailbox().name.clone();
    let name = Some(cell("name")).filter(|name| !name.is_empty()).map(str::to_owned).or(in_address);
    let language = Some(cell("language")).filter(|language| !language.is_empty());
    Ok(Subscriber {
        address: bare,
        name,
        language: language.map(|text| text.parse().map_err(|error| format!("language `{text}`: {error}"))).transpose()?,
        audiences: values("audience", cell("audiences"), &offer.audiences)?,
        products: values("product", cell("products"), &offer.products)?,
        components: values("component", cell("components"), &offer.components)?,
        notices: notices(cell("notices"))?,
        digest: digest(cell("digest"))?,
        consent: consent(cell("consent_at"), cell("consent_by"), cell("consent_wording"))?,
    })
}

/// The values of a cell, each of which the site must know.
fn values<T: FromStr>(what: &str, cell: &str, known: &[String]) -> Result<Vec<T>, String> {
    let unknown = |value: &str| {
        let near = nearest(value, known.iter().map(String::as_str)).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        format!("the site has no {what} `{value}`{near}")
    };
    let read = |value: &str| {
        let is_known = known.iter().any(|known| known == value);
        value.parse().ok().filter(|_| is_known).ok_or_else(|| unknown(value))
    };
    split(cell).map(read).collect()
}

fn notices(cell: &str) -> Result<Vec<Notice>, String> {
    let unknown = |name: &str| format!("no notice is called `{name}`; there are {}", listed(Notice::ALL.map(Notice::name), "and"));
    split(cell).map(|name| Notice::named(name).ok_or_else(|| unknown(name))).collect()
}

fn digest(cell: &str) -> Result<Option<Digest>, String> {
    let unknown = || {
        format!("no digest is called `{cell}`; there are {}, or nothing for each by itself", listed(Digest::ALL.map(Digest::name), "and"))
    };
    if cell.is_empty() { Ok(None) } else { Digest::named(cell).map(Some).ok_or_else(unknown) }
}

/// What is known of a consent: without a time nothing is.
fn consent(at: &str, by: &str, wording: &str) -> Result<Option<Consent>, String> {
    if at.is_empty() {
        return if by.is_empty() && wording.is_empty() { Ok(None) } else { Err("a consent needs its time in `consent_at`".to_owned()) };
    }
    let wrong = |_| format!("consent_at `{at}` is no time: write it as `2026-05-12T09:30:00Z`");
    let unknown = || format!("no consent comes by `{by}`; there are {}", listed(ConsentBy::ALL.map(ConsentBy::name), "and"));
    Ok(Some(Consent {
        at: DateTime::parse_from_rfc3339(at).map_err(wrong)?.with_timezone(&Utc),
        by: if by.is_empty() { ConsentBy::Import } else { ConsentBy::named(by).ok_or_else(unknown)? },
        wording: Some(wording).filter(|wording| !wording.is_empty()).map(str::to_owned),
    }))
}

/// The values of a cell.
pub(super) fn split(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|value| !value.is_empty())
}

/// Values as one cell.
pub(super) fn joined<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.collect::<Vec<_>>().join(";")
}
