//! What a heading of a changelog says: a release, the changes to come, or a kind of change.

use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use super::blocks::Heading;

/// A heading that opens a release.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ReleaseHeading {
    /// As Semantic Versioning has it.
    pub(super) version: String,
    /// As written.
    pub(super) written: String,
    /// The name before the version, where one stands there.
    pub(super) name: Option<String>,
    pub(super) date: Option<NaiveDate>,
    /// The date as written, where that is another form.
    pub(super) odd_date: Option<String>,
    pub(super) yanked: bool,
    /// It says itself that it is still to come.
    pub(super) planned: bool,
    /// What else it says.
    pub(super) title: Option<String>,
}

/// What a heading opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Opens {
    Release(ReleaseHeading),
    /// What else it says.
    Unreleased(String),
    /// Anything else; see [`section`].
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
        Some(release) if release.title.is_none() && heading.level <= 3 => Opens::Release(release),
        Some(release) if release.name.is_none() && heading.level <= 2 => Opens::Release(release),
        _ => Opens::Section,
    }
}

/// The letters and digits, in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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

fn release(text: &str) -> Option<ReleaseHeading> {
    let mut words = text.split_whitespace().peekable();
    let mut named = false;
    while words.peek().is_some_and(|word| matches!(letters(word).as_str(), "version" | "release" | "ver" | "v")) {
        named = true;
        words.next();
    }
    let (name, written) = name_and_version(&mut words)?;
    let number = written.rsplit('@').next().unwrap_or(written);
    let bare = !number.contains('.') && !number.starts_with(['v', 'V']);
    let version = version(number).filter(|_| named || !bare)?;
    let mut release = ReleaseHeading { version, written: written.to_owned(), name, ..ReleaseHeading::default() };
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
    Some(release)
}

/// `1.2.3`, or `notify 1.2.3`: a name is taken for one only before a whole version.
fn name_and_version<'a>(words: &mut impl Iterator<Item = &'a str>) -> Option<(Option<String>, &'a str)> {
    let bare = |word: &'a str| word.trim_matches(|character: char| "[]():,;\"'`".contains(character));
    let first = bare(words.next()?);
    if version(first.rsplit('@').next().unwrap_or(first)).is_some() {
        return Some((None, first));
    }
    let second = words.map(bare).find(|word| !letters(word).is_empty())?;
    let is_name = first.chars().all(|character| character.is_alphanumeric() || "_-@/.".contains(character));
    (is_name && second.matches('.').count() >= 2 && version(second).is_some()).then(|| (Some(first.to_owned()), second))
}

/// `1.2`, `v1.2.3`, `1.2.3rc1`, `1.02.3` as Semantic Versioning has them; nothing for what cannot be said so.
pub(super) fn version(text: &str) -> Option<String> {
    static LOOSE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-._]?(alpha|beta|preview|pre|rc|dev|a|b|c)[-._]?(\d+)?)?$").ok());
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    if semver::Version::parse(text).is_ok() {
        return Some(text.to_owned());
    }
    let lower = text.to_ascii_lowercase();
    let parts = LOOSE.as_ref()?.captures(&lower)?;
    let number = |group: usize| parts.get(group).map_or(Ok(0), |part| part.as_str().parse::<u64>());
    let mut version = format!("{}.{}.{}", number(1).ok()?, number(2).ok()?, number(3).ok()?);
    if let Some(tag) = parts.get(4) {
        let tag = match tag.as_str() {
            "a" => "alpha",
            "b" => "beta",
            "c" => "rc",
            tag => tag,
        };
        version = format!("{version}-{tag}");
        if parts.get(5).is_some() {
            version = format!("{version}.{}", number(5).ok()?);
        }
    }
    Some(version)
}

/// The day that the words start with, and how many of them it takes. Forms that two countries read differently are none.
fn date(words: &[&str]) -> Option<(NaiveDate, usize)> {
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

/// The kind that a section's name means, and whether it means no more than that.
pub(super) fn section(name: &str) -> (&'static str, bool) {
    let plain = letters(name);
    let exact = match plain.as_str() {
        "added" | "add" | "additions" | "new" | "newfeatures" | "features" | "feature" | "minorchanges" => Some("feature"),
        "changed" | "change" | "changes" | "improved" | "improvements" | "improvement" | "enhancements" | "enhancement" | "updated" => {
            Some("improvement")
        }
        "fixed" | "fixes" | "fix" | "bugfixes" | "bugfix" | "bugsfixed" | "patchchanges" => Some("fix"),
        "breaking" | "breakingchanges" | "breakingchange" | "majorchanges" | "removed" => Some("breaking"),
        "deprecated" | "deprecations" | "deprecation" => Some("deprecation"),
        _ => None,
    };
    let holds = |part: &str| plain.contains(part);
    // A security update and a known issue say how grave they are, which no changelog does.
    let near = match () {
        () if holds("security") || holds("vulnerab") => "fix",
        () if holds("breaking") || holds("removed") || holds("removal") => "breaking",
        () if holds("deprecat") => "deprecation",
        () if holds("bugfix") || holds("fixed") => "fix",
        () if holds("newfeature") => "feature",
        () => "improvement",
    };
    (exact.unwrap_or(near), exact.is_some())
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
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn names_of_sections_become_kinds() {
        for (name, expected) in [
            ("Added", ("feature", true)),
            ("🐛 Bug Fixes", ("fix", true)),
            ("⚠ BREAKING CHANGES", ("breaking", true)),
            ("Breaking Changes to Unstable Features", ("breaking", false)),
            ("Security", ("fix", false)),
            ("Misc", ("improvement", false)),
        ] {
            assert_eq!(section(name), expected, "{name}");
        }
    }
}
