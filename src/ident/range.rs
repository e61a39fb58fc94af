//! Ranges of versions, as in `affects: ">=2.0.0 <2.4.1"`.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use semver::{BuildMetadata, Comparator, Op, Prerelease, Version as Parts};
use serde::{Serialize, Serializer};

use super::Version;

/// A set of versions: alternatives joined by `||`, each a list of comparators that must all hold.
///
/// Comparators are those of Cargo (`>=2.0.0`, `<3`, `^1.2`, `~1.2.3`, `1.*`, `=2.1.0`), with commas or spaces between.
/// A bare version (`2.4`) means `^2.4`, as there. Unlike Cargo's, a range holds pre-releases by precedence alone:
/// `2.4.1-rc.1` is inside `<2.4.1`, since a known issue of 2.4.0 is in its successor's candidates too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRange {
    text: Arc<str>,
    pub(super) alternatives: Vec<Vec<Bound>>,
}

/// One end of a range, in precedence order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bound {
    From(Parts),
    After(Parts),
    Before(Parts),
    UpTo(Parts),
}

/// Not a range of versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write a range as `>=2.0.0 <2.4.1`, `^2.3` or `2.4.0`, and `||` between alternatives")]
pub struct RangeError;

impl VersionRange {
    /// The range as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the version is inside the range.
    pub fn contains(&self, version: &Version) -> bool {
        self.alternatives.iter().any(|bounds| bounds.iter().all(|bound| bound.holds(version.parts())))
    }

    /// The range of every version.
    pub fn everything() -> Self {
        Self { text: "*".into(), alternatives: vec![Vec::new()] }
    }

    /// The range of everything from one version on.
    pub fn from(version: &Version) -> Self {
        Self { text: format!(">={version}").into(), alternatives: vec![vec![Bound::From(version.parts().clone())]] }
    }
}

impl Bound {
    fn holds(&self, version: &Parts) -> bool {
        match self {
            Self::From(end) => version.cmp_precedence(end).is_ge(),
            Self::After(end) => version.cmp_precedence(end).is_gt(),
            Self::Before(end) => version.cmp_precedence(end).is_lt(),
            Self::UpTo(end) => version.cmp_precedence(end).is_le(),
        }
    }
}

impl FromStr for VersionRange {
    type Err = RangeError;
    fn from_str(text: &str) -> Result<Self, RangeError> {
        let alternatives = text.split("||").map(alternative).collect::<Result<_, _>>()?;
        Ok(Self { text: text.trim().into(), alternatives })
    }
}

fn alternative(text: &str) -> Result<Vec<Bound>, RangeError> {
    if text.trim() == "*" {
        return Ok(Vec::new());
    }
    // `>= 2.0.0` and `>=2.0.0` are the same comparator: glue an operator to what follows it.
    let mut comparators: Vec<String> = Vec::new();
    for word in text.split([' ', '\t', ',']).filter(|word| !word.is_empty()) {
        match comparators.last_mut() {
            Some(last) if last.ends_with(['<', '>', '=', '^', '~']) => last.push_str(word),
            _ => comparators.push(word.to_owned()),
        }
    }
    if comparators.is_empty() {
        return Err(RangeError);
    }
    let mut bounds = Vec::new();
    for text in &comparators {
        let comparator = Comparator::parse(text).map_err(|_| RangeError)?;
        bounds.extend(ends(&comparator).ok_or(RangeError)?);
    }
    Ok(bounds)
}

fn parts(major: u64, minor: u64, patch: u64, pre: Prerelease) -> Parts {
    Parts { major, minor, patch, pre, build: BuildMetadata::EMPTY }
}

/// The two ends of a comparator, by the table of the `semver` crate's documentation.
fn ends(comparator: &Comparator) -> Option<Vec<Bound>> {
    let Comparator { op, major, minor, patch, pre } = comparator;
    let low = parts(*major, minor.unwrap_or(0), patch.unwrap_or(0), pre.clone());
    // The first version after everything that the given numbers cover.
    let past = |level: u8| match level {
        0 => Some(parts(major.checked_add(1)?, 0, 0, Prerelease::EMPTY)),
        1 => Some(parts(*major, minor.unwrap_or(0).checked_add(1)?, 0, Prerelease::EMPTY)),
        _ => Some(parts(*major, minor.unwrap_or(0), patch.unwrap_or(0).checked_add(1)?, Prerelease::EMPTY)),
    };
    let given = if patch.is_some() { 2 } else { u8::from(minor.is_some()) };
    let bounds = match op {
        Op::Exact if given == 2 => vec![Bound::From(low.clone()), Bound::UpTo(low)],
        Op::Exact | Op::Wildcard => vec![Bound::From(low), Bound::Before(past(given)?)],
        Op::Greater if given == 2 => vec![Bound::After(low)],
        Op::Greater => vec![Bound::From(past(given)?)],
        Op::GreaterEq => vec![Bound::From(low)],
        Op::Less => vec![Bound::Before(low)],
        Op::LessEq if given == 2 => vec![Bound::UpTo(low)],
        Op::LessEq => vec![Bound::Before(past(given)?)],
        Op::Tilde => vec![Bound::From(low), Bound::Before(past(given.min(1))?)],
        Op::Caret => {
            let level = match (*major, minor, patch) {
                (1.., _, _) | (0, None, _) => 0,
                (0, Some(1..), _) | (0, Some(0), None) => 1,
                (0, Some(0), Some(_)) => 2,
            };
            vec![Bound::From(low), Bound::Before(past(level)?)]
        }
        _ => return None,
    };
    Some(bounds)
}

impl fmt::Display for VersionRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for VersionRange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contains(range: &str, version: &str) -> bool {
        range.parse::<VersionRange>().unwrap().contains(&version.parse().unwrap())
    }

    #[test]
    fn comparators_may_be_joined_by_commas_or_spaces() {
        assert!(contains(">=2.0.0 <2.4.1", "2.4.0") && contains(">= 2.0.0, < 2.4.1", "2.4.0"));
        assert!(!contains(">=2.0.0 <2.4.1", "2.4.1"));
        assert!(contains("<1.0.0 || >=3.0.0", "3.1.0") && !contains("<1.0.0 || >=3.0.0", "2.0.0"));
    }

    #[test]
    fn pre_releases_are_inside_by_precedence() {
        assert!(contains("<2.4.1", "2.4.1-rc.1") && !contains(">=2.4.1", "2.4.1-rc.1"));
    }

    #[test]
    fn partial_versions_mean_what_cargo_says() {
        assert!(contains("^0.2.3", "0.2.9") && !contains("^0.2.3", "0.3.0"));
        assert!(contains("~1.2", "1.2.9") && !contains("~1.2", "1.3.0"));
        assert!(contains("<=2", "2.9.9") && !contains(">2", "2.9.9") && contains("1.*", "1.7.0"));
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "new", ">=", "2.x.y.z", ">=1.0.0 ||", "^18446744073709551615.0.0"] {
            assert!(text.parse::<VersionRange>().is_err(), "{text}");
        }
    }
}
