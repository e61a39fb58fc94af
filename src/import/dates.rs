//! Days as people write them.

use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

/// The day that the words start with, and how many of them it takes. Forms that two countries read differently are none.
pub(super) fn date(words: &[&str]) -> Option<(NaiveDate, usize)> {
    static NUMBERS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^(\d{4})([-/.])(\d{1,2})[-/.](\d{1,2})(?:T[0-9:.]+(?:Z|[+-][0-9:]+)?)?$").ok());
    let bare = |word: &&str| word.trim_matches(|character: char| "()[],:;_*".contains(character)).to_owned();
    let first = words.first().map(bare)?;
    if let Some(parts) = NUMBERS.as_ref()?.captures(&first) {
        let day = NaiveDate::from_ymd_opt(parts[1].parse().ok()?, parts[3].parse().ok()?, parts[4].parse().ok()?)?;
        return Some((day, 1));
    }
    let (second, third) = (words.get(1).map(bare)?, words.get(2).map(bare)?);
    let day = |word: &str| word.trim_end_matches(|character: char| character.is_ascii_alphabetic()).parse::<u32>().ok();
    let (day, month) = month(&first).map_or_else(|| Some((day(&first)?, month(&second)?)), |month| Some((day(&second)?, month)))?;
    let year = third.parse::<i32>().ok().filter(|year| (1970..=9999).contains(year))?;
    Some((NaiveDate::from_ymd_opt(year, month, day)?, 3))
}

fn month(word: &str) -> Option<u32> {
    let names = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    let word = word.trim_end_matches('.').to_lowercase();
    let is = |name: &&str| word.len() >= 3 && name.starts_with(word.as_str()) || word == "sept" && *name == "september";
    (1..).zip(names).find(|(_, name)| is(name)).map(|(number, _)| number)
}
