//! What a heading of a changelog says: a release, the changes to come, or a kind of change.

use crate::import::dates::date;
use crate::import::kinds::letters;
use crate::import::notes::Release;
use crate::import::versions::version;

use super::blocks::Heading;

/// What a heading opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Opens {
    Release(Box<Release>),
    /// What else it says.
    Unreleased(String),
    /// Anything else; see [`kinds::section`](crate::import::kinds::section).
    Section,
}

pub(super) fn opens(heading: &Heading) -> Opens {
    let (first, rest) = heading.text.split_once(' ').unwrap_or((&heading.text, ""));
    if is_to_come(&heading.text) {
        return Opens::Unreleased(String::new());
    }
    if is_to_come(first) && letters(first).starts_with("unrel") {
        return Opens::Unreleased(rest.trim_start_matches(['-', ' ']).to_owned());
    }
    // A heading deeper than usual has to be nothing but a version and a date, as `standard-version` writes for patches.
    match release(&heading.text) {
        Some(release) if release.title.is_none() && heading.level <= 3 && !(heading.level == 3 && is_day(&release)) => {
            Opens::Release(Box::new(release))
        }
        Some(release) if release.name.is_none() && heading.level <= 2 => Opens::Release(Box::new(release)),
        _ => Opens::Section,
    }
}

fn is_to_come(text: &str) -> bool {
    let names = [
        "unreleased",
        "unreleasedchanges",
        "notreleased",
        "next",
        "nextrelease",
        "nextversion",
        "upcoming",
        "head",
        "tbd",
        "master",
        "develop",
    ];
    names.contains(&letters(text).as_str())
}

/// Whether a day stands in the place of a version.
fn is_day(release: &Release) -> bool {
    release.date.is_some_and(|date| release.written == date.to_string())
}

/// A release that has a day for its version, as Keep a Changelog 2.0 allows: the year, month and day are its numbers.
fn day(text: &str) -> Option<Release> {
    let written = text.trim_matches(['[', ']', ' ']);
    let date = written.parse::<chrono::NaiveDate>().ok().filter(|date| date.to_string() == written)?;
    Some(Release { version: date.format("%Y.%-m.%-d").to_string(), written: written.to_owned(), date: Some(date), ..Release::default() })
}

fn release(text: &str) -> Option<Release> {
    if let Some(release) = day(text) {
        return Some(release);
    }
    let mut words = text.split_whitespace().peekable();
    let mut named = false;
    while words.peek().is_some_and(|word| matches!(letters(word).as_str(), "version" | "release" | "ver" | "v")) {
        named = true;
        words.next();
    }
    let (name, written) = name_and_version(&mut words)?;
    let number = written.rsplit('@').next().unwrap_or(written);
    let bare = !number.contains('.') && !number.starts_with(['v', 'V']);
    let version = version(number)?;
    let mut release = Release { version, written: written.to_owned(), name, ..Release::default() };
    let rest: Vec<&str> = words.collect();
    let mut title: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(word) = rest.get(at) {
        if let Some((date, taken)) = release.date.is_none().then(|| date(&rest[at..])).flatten() {
            let written = rest[at..at + taken].join(" ");
            let plain = date.format("%Y-%m-%d").to_string();
            release.odd_date = (!written.contains(&plain)).then(|| written.trim_matches(['(', ')', '[', ']']).to_owned());
            release.date = Some(date);
            at += taken;
            continue;
        }
        match letters(word).as_str() {
            "on" if rest.get(at + 1..).is_some_and(|rest| date(rest).is_some()) => {}
            "yanked" => release.yanked = true,
            word if is_to_come(word) => release.planned = true,
            "" => {}
            _ => title.push(word),
        }
        at += 1;
    }
    let title = title.join(" ");
    let title = title.trim_matches(|character: char| matches!(character, ':' | '-' | '–' | '—' | '"' | '“' | '”' | ' '));
    let title = title.strip_prefix('(').and_then(|title| title.strip_suffix(')')).unwrap_or(title);
    release.title = (!title.is_empty()).then(|| title.to_owned());
    // `42 - 2026-03-04` is a release, and `2 new features` is none.
    let is_number = !bare || named || release.date.is_some() && release.title.is_none();
    is_number.then_some(release)
}

/// `1.2.3`, or `notify 1.2.3`: a name is taken for one only before a whole version.
fn name_and_version<'a>(words: &mut impl Iterator<Item = &'a str>) -> Option<(Option<String>, &'a str)> {
    let bare = |word: &'a str| word.trim_matches(|character: char| "[]():,;\"'`".contains(character));
    let first = words.map(bare).find(|word| !letters(word).is_empty())?;
    if version(first.rsplit('@').next().unwrap_or(first)).is_some() {
        return Some((None, first));
    }
    let second = words.map(bare).find(|word| !letters(word).is_empty())?;
    let is_name = first.chars().all(|character| character.is_alphanumeric() || "_-@/.".contains(character));
    (is_name && second.matches('.').count() >= 2 && version(second).is_some()).then(|| (Some(first.to_owned()), second))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Opens {
        opens(&Heading { level: 2, text: text.into(), links: Vec::new() })
    }

    fn told(text: &str) -> String {
        match read(text) {
            Opens::Release(release) => {
                let date = release.date.map_or_else(String::new, |date| format!(" {date}"));
                let title = release.title.map_or_else(String::new, |title| format!(" `{title}`"));
                let name = release.name.map_or_else(String::new, |name| format!("{name}: "));
                format!(
                    "{name}{}{date}{title}{}{}",
                    release.version,
                    if release.yanked { " yanked" } else { "" },
                    if release.planned { " planned" } else { "" }
                )
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn release_headings_of_many_styles_are_understood() {
        for (text, expected) in [
            ("1.58.0 - 2026-08-03", "1.58.0 2026-08-03"),
            ("[0.0.5] - 2014-08-13 [YANKED]", "0.0.5 2014-08-13 yanked"),
            ("v1.2 (2018-05-6)", "1.2.0 2018-05-06"),
            ("Version 2 / May 6th, 2018", "2.0.0 2018-05-06"),
            ("astro@5.0.0-beta.1", "5.0.0-beta.1"),
            ("1.0rc1 — 6 Sept 2018", "1.0.0-rc.1 2018-09-06"),
            ("v1.26.0 on 2026-08-20", "1.26.0 2026-08-20"),
            ("3.0.0: The big one", "3.0.0 `The big one`"),
            ("4.0.0 (Unreleased)", "4.0.0 planned"),
            ("2.0.0 - 05/06/2018", "2.0.0 `05/06/2018`"),
            ("`notify-types` - [1.0.1] (2025-03-04)", "notify-types: 1.0.1 2025-03-04"),
            ("Python 3.8.1 is gone", "Section"),
            ("Upgrading 2.0", "Section"),
            ("[Unreleased]", "Unreleased(\"\")"),
            ("[Unreleased] - ReleaseDate", "Unreleased(\"ReleaseDate\")"),
            ("Version history", "Section"),
            ("2 new features", "Section"),
            ("1.2.3.4", "Section"),
            ("[42] - 2026-03-04", "42.0.0 2026-03-04"),
            ("2026-03-04", "2026.3.4 2026-03-04"),
            ("2 fixes on 2026-03-04", "Section"),
            (": [2.0.0]", "2.0.0"),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }
}
