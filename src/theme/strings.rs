//! The words that readers see, in the site's language.
//!
//! In: the trees of `strings/LANG.yaml` files, most wanted first. Out: texts by key, with blanks filled in, plurals chosen and
//! dates written out. A key that a language lacks comes from the next tree, and at last from English.

use chrono::{Datelike, NaiveDate};
use serde_json::{Map, Value};

use crate::markdown::escaped;

/// A text that was asked for is not there, or not of the form that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no string has the key `{key}`")]
pub struct StringError {
    /// The key, its parts joined by dots.
    pub key: String,
}

/// The words that readers see.
#[derive(Debug, Clone, Default)]
pub struct Strings {
    tree: Map<String, Value>,
    language: String,
}

impl Strings {
    /// Joins trees of strings, the most wanted first, for a language (a BCP 47 tag).
    pub fn new(trees: impl IntoIterator<Item = Value>, language: &str) -> Self {
        let mut tree = Map::new();
        for layer in trees {
            if let Value::Object(layer) = layer {
                fill(&mut tree, layer);
            }
        }
        Self { tree, language: language.split('-').next().unwrap_or(language).to_ascii_lowercase() }
    }

    /// All strings, for templates.
    pub fn tree(&self) -> &Map<String, Value> {
        &self.tree
    }

    /// The text of a key such as `release.previous`, with its blanks as they are.
    ///
    /// # Errors
    /// [`StringError`] where no text has this key.
    pub fn text(&self, key: &str) -> Result<&str, StringError> {
        self.find(key).and_then(Value::as_str).ok_or_else(|| StringError { key: key.to_owned() })
    }

    /// The text of a key with `{name}` blanks filled in.
    ///
    /// # Errors
    /// [`StringError`] where no text has this key.
    pub fn filled(&self, key: &str, blanks: &[(&str, &str)]) -> Result<String, StringError> {
        self.text(key).map(|text| fill_blanks(text, blanks))
    }

    /// The text of a key as HTML, with `{name}` blanks filled in by HTML.
    ///
    /// # Errors
    /// [`StringError`] where no text has this key.
    pub fn markup(&self, key: &str, blanks: &[(&str, &str)]) -> Result<String, StringError> {
        self.text(key).map(|text| fill_blanks(&escaped(text), blanks))
    }

    /// The text of a key that depends on a number, with `{count}` and other blanks filled in.
    ///
    /// Such a key holds one text for each plural category of its language (`one`, `other`, ...), by Unicode's plural rules.
    ///
    /// # Errors
    /// [`StringError`] where no text has this key.
    pub fn counted(&self, key: &str, count: u64, blanks: &[(&str, &str)]) -> Result<String, StringError> {
        let missing = || StringError { key: key.to_owned() };
        let found = self.find(key).ok_or_else(missing)?;
        let text = match found {
            Value::String(text) => Some(text.as_str()),
            forms => forms.get(plural_category(&self.language, count)).or_else(|| forms.get("other")).and_then(Value::as_str),
        };
        let number = count.to_string();
        let all: Vec<(&str, &str)> = blanks.iter().copied().chain([("count", number.as_str())]).collect();
        text.map(|text| fill_blanks(text, &all)).ok_or_else(missing)
    }

    /// A day written out: `12 May 2026`.
    pub fn date(&self, day: NaiveDate) -> String {
        self.written(day, "dates.long", "dates.months")
    }

    /// A day written short: `12 May 2026`, with a short month.
    pub fn date_short(&self, day: NaiveDate) -> String {
        self.written(day, "dates.short", "dates.months_short")
    }

    /// A month written out: `May 2026`.
    pub fn month(&self, day: NaiveDate) -> String {
        self.written(day, "dates.month", "dates.months")
    }

    /// The name of a day of the week.
    pub fn weekday(&self, day: NaiveDate) -> &str {
        let number = day.weekday().num_days_from_monday() as usize;
        self.find("dates.weekdays").and_then(|names| names.get(number)).and_then(Value::as_str).unwrap_or_default()
    }

    /// A number as short as it can be, to the second digit behind the point: `1.75`, `3`.
    pub fn number(&self, number: f64) -> String {
        let rounded = (number * 100.0).round() / 100.0;
        rounded.to_string().replace('.', self.text("numbers.decimal").unwrap_or("."))
    }

    fn written(&self, day: NaiveDate, form: &str, months: &str) -> String {
        let month = self.find(months).and_then(|names| names.get(day.month0() as usize)).and_then(Value::as_str);
        let (year, number) = (day.year().to_string(), day.day().to_string());
        match (self.text(form), month) {
            (Ok(form), Some(month)) => fill_blanks(form, &[("day", &number), ("month", month), ("year", &year)]),
            // A theme that cleared these keys still shows the day.
            _ => day.format("%Y-%m-%d").to_string(),
        }
    }

    fn find(&self, key: &str) -> Option<&Value> {
        let mut parts = key.split('.');
        let first = self.tree.get(parts.next()?)?;
        parts.try_fold(first, |value, part| value.get(part))
    }
}

/// Adds what `tree` lacks. A group of plural forms is one text: it is taken whole, never joined from two languages.
fn fill(tree: &mut Map<String, Value>, lacking: Map<String, Value>) {
    for (key, value) in lacking {
        match (tree.get_mut(&key), value) {
            (Some(Value::Object(present)), Value::Object(value)) if !present.contains_key("other") => fill(present, value),
            (Some(_), _) => {}
            (None, value) => drop(tree.insert(key, value)),
        }
    }
}

fn fill_blanks(text: &str, blanks: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let blank = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = blanks.iter().find(|(known, _)| *known == name)?;
            Some((value, after))
        });
        match blank {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// The plural category of a whole number (CLDR, cardinal rules), for the languages that differ from `one` and `other`.
fn plural_category(language: &str, count: u64) -> &'static str {
    let (tens, hundreds) = (count % 10, count % 100);
    match language {
        "ja" | "ko" | "zh" | "vi" | "th" | "id" | "ms" | "lo" | "my" => "other",
        "fr" | "pt" | "hy" => {
            if count < 2 {
                "one"
            } else {
                "other"
            }
        }
        "ru" | "uk" | "be" | "sr" | "hr" | "bs" => match (tens, hundreds) {
            (1, hundreds) if hundreds != 11 => "one",
            (2..=4, hundreds) if !(12..=14).contains(&hundreds) => "few",
            _ if matches!(language, "sr" | "hr" | "bs") => "other",
            _ => "many",
        },
        "pl" => match (count, tens, hundreds) {
            (1, ..) => "one",
            (_, 2..=4, hundreds) if !(12..=14).contains(&hundreds) => "few",
            _ => "many",
        },
        "cs" | "sk" => match count {
            1 => "one",
            2..=4 => "few",
            _ => "other",
        },
        "ar" => match (count, hundreds) {
            (0, _) => "zero",
            (1, _) => "one",
            (2, _) => "two",
            (_, 3..=10) => "few",
            (_, 11..=99) => "many",
            _ => "other",
        },
        "he" => match count {
            1 => "one",
            2 => "two",
            _ => "other",
        },
        _ => {
            if count == 1 {
                "one"
            } else {
                "other"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn strings() -> Strings {
        let german = json!({ "entries": { "one": "{count} Eintrag", "other": "{count} Einträge" }, "release": { "next": "Nächste" } });
        let english = json!({
            "entries": { "one": "{count} entry", "other": "{count} entries" },
            "release": { "next": "Next", "since": "Since {version}, {other}" },
            "dates": { "long": "{day} {month} {year}", "months": ["January", "February"] },
        });
        Strings::new([german, english], "de-AT")
    }

    #[test]
    fn a_language_falls_back_key_by_key() {
        assert_eq!(strings().text("release.next"), Ok("Nächste"));
        assert_eq!(strings().filled("release.since", &[("version", "2.4.0")]).as_deref(), Ok("Since 2.4.0, {other}"));
        assert_eq!(strings().text("release.nothing"), Err(StringError { key: "release.nothing".into() }));
    }

    #[test]
    fn plurals_are_right() {
        assert_eq!(strings().counted("entries", 1, &[]).as_deref(), Ok("1 Eintrag"));
        assert_eq!(strings().counted("entries", 0, &[]).as_deref(), Ok("0 Einträge"));
        let polish: Vec<&str> = [1, 2, 5, 12, 22].map(|count| plural_category("pl", count)).into();
        assert_eq!(polish, ["one", "few", "many", "many", "few"]);
        assert_eq!(plural_category("fr", 0), "one");
    }

    #[test]
    fn dates_are_written_out() {
        let day = NaiveDate::from_ymd_opt(2026, 2, 3).unwrap();
        assert_eq!(strings().date(day), "3 February 2026");
        assert_eq!(strings().date_short(day), "2026-02-03");
    }
}
