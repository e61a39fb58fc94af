//! Ranges as stretches of versions, for readers that know only whole versions: scripts, scanners, apps.
//!
//! In: a [`VersionRange`], less the versions that have a fix. Out: stretches without gap, oldest first, that do not touch each other.

use std::fmt;

use semver::{BuildMetadata, Prerelease, Version as Parts};

use super::range::Bound;
use super::{Version, VersionRange};

/// A set of versions as stretches, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stretches(Vec<Stretch>);

/// All versions from one on, up to but without another, by precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    first: Parts,
    past: Option<Parts>,
}

/// Where a stretch ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StretchEnd {
    /// Before this version.
    Before(String),
    /// With this version.
    With(String),
}

impl Stretches {
    /// Everything from one version up to but without another; to the newest where there is none.
    pub fn between(first: &Version, past: Option<&Version>) -> Self {
        Self::joined(vec![Stretch { first: plain(first), past: past.map(plain) }])
    }

    /// A version and the later ones of its line of patches: up to but without `2.4.0-0` for `2.3.5`.
    pub fn line_from(version: &Version) -> Self {
        let past = Parts { pre: lowest(), ..Parts::new(version.major(), version.minor().saturating_add(1), 0) };
        Self(vec![Stretch { first: plain(version), past: Some(past) }])
    }

    /// What is in any of these.
    pub fn all(sets: impl IntoIterator<Item = Self>) -> Self {
        Self::joined(sets.into_iter().flat_map(|set| set.0).collect())
    }

    /// What is in this set and not in the other.
    pub fn without(&self, other: &Self) -> Self {
        let mut left = Vec::new();
        for stretch in &self.0 {
            let mut first = stretch.first.clone();
            for hole in other.0.iter().filter(|hole| hole.meets(stretch)) {
                left.push(Stretch { first, past: Some(hole.first.clone()) });
                let Some(past) = &hole.past else { return Self::joined(left) };
                first = past.clone();
            }
            left.push(Stretch { first, past: stretch.past.clone() });
        }
        Self::joined(left)
    }

    /// The stretches, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Stretch> {
        self.0.iter()
    }

    /// Sorted, without empty ones, and those that touch made one.
    fn joined(mut stretches: Vec<Stretch>) -> Self {
        stretches.retain(|stretch| stretch.past.as_ref().is_none_or(|past| stretch.first < *past));
        stretches.sort_by(|a, b| a.first.cmp(&b.first));
        let mut joined: Vec<Stretch> = Vec::new();
        for stretch in stretches {
            match joined.last_mut() {
                Some(last) if last.past.as_ref().is_none_or(|past| stretch.first <= *past) => {
                    last.past = last.past.take().zip(stretch.past).map(|(a, b)| a.max(b));
                }
                _ => joined.push(stretch),
            }
        }
        Self(joined)
    }
}

impl Stretch {
    /// Its first version; none where it begins with the first version there can be.
    pub fn first(&self) -> Option<String> {
        (self.first != least()).then(|| self.first.to_string())
    }

    /// Its end; none where it has none.
    pub fn end(&self) -> Option<StretchEnd> {
        let past = self.past.as_ref()?;
        Some(precursor(past).map_or_else(|| StretchEnd::Before(past.to_string()), |last| StretchEnd::With(last.to_string())))
    }

    fn meets(&self, other: &Self) -> bool {
        let before = |past: &Option<Parts>, first: &Parts| past.as_ref().is_some_and(|past| past <= first);
        !before(&self.past, &other.first) && !before(&other.past, &self.first)
    }
}

impl VersionRange {
    /// The same set of versions as stretches.
    pub fn stretches(&self) -> Stretches {
        Stretches::joined(self.alternatives.iter().map(|bounds| stretch(bounds)).collect())
    }
}

/// What all bounds of an alternative hold.
fn stretch(bounds: &[Bound]) -> Stretch {
    let mut stretch = Stretch { first: least(), past: None };
    for bound in bounds {
        match bound {
            Bound::From(end) => stretch.first = stretch.first.max(bare(end)),
            Bound::After(end) => stretch.first = stretch.first.max(next(end)),
            Bound::Before(end) => stretch.past = Some(lesser(stretch.past, bare(end))),
            Bound::UpTo(end) => stretch.past = Some(lesser(stretch.past, next(end))),
        }
    }
    stretch
}

fn lesser(past: Option<Parts>, end: Parts) -> Parts {
    past.map_or(end.clone(), |past| past.min(end))
}

fn plain(version: &Version) -> Parts {
    bare(version.parts())
}

/// Without build metadata, which does not count.
fn bare(version: &Parts) -> Parts {
    Parts { build: BuildMetadata::EMPTY, ..version.clone() }
}

/// The pre-release tag that precedes all others: a number precedes letters, and fewer identifiers precede more (SemVer, section 11.4).
fn lowest() -> Prerelease {
    Prerelease::new("0").unwrap_or(Prerelease::EMPTY)
}

/// The version that precedes all others.
fn least() -> Parts {
    Parts { pre: lowest(), ..Parts::new(0, 0, 0) }
}

/// The version right after this one, with none between them: `2.4.1-0` after `2.4.0`, and `2.4.0-rc.1.0` after `2.4.0-rc.1`.
fn next(version: &Parts) -> Parts {
    if version.pre.is_empty() {
        return Parts { pre: lowest(), ..Parts::new(version.major, version.minor, version.patch.saturating_add(1)) };
    }
    let pre = Prerelease::new(&format!("{}.0", version.pre)).unwrap_or_else(|_| version.pre.clone());
    Parts { pre, ..bare(version) }
}

/// The version whose [`next`] this is.
fn precursor(version: &Parts) -> Option<Parts> {
    if version.pre.as_str() == "0" {
        return Some(Parts::new(version.major, version.minor, version.patch.checked_sub(1)?));
    }
    let pre = Prerelease::new(version.pre.strip_suffix(".0")?).ok()?;
    Some(Parts { pre, ..version.clone() })
}

impl fmt::Display for Stretches {
    /// In comparators of whole versions: `>=2.0.0 <2.4.1 || >=3.0.0`; `*` for every version, `<0.0.0-0` for none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return write!(f, "<{}", least());
        }
        for (position, stretch) in self.0.iter().enumerate() {
            f.write_str(if position > 0 { " || " } else { "" })?;
            write!(f, "{stretch}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Stretch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = match (precursor(&self.first), self.first()) {
            (_, None) => None,
            (Some(last), _) => Some(format!(">{last}")),
            (None, Some(first)) => Some(format!(">={first}")),
        };
        let end = self.end().map(|end| match end {
            StretchEnd::Before(end) => format!("<{end}"),
            StretchEnd::With(end) => format!("<={end}"),
        });
        match (first, end) {
            (None, None) => f.write_str("*"),
            (Some(one), None) | (None, Some(one)) => f.write_str(&one),
            (Some(first), Some(end)) => write!(f, "{first} {end}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(range: &str) -> String {
        range.parse::<VersionRange>().unwrap().stretches().to_string()
    }

    fn version(text: &str) -> Version {
        text.parse().unwrap()
    }

    #[test]
    fn a_range_is_told_in_comparators_of_whole_versions() {
        assert_eq!(told("^2.3"), ">=2.3.0 <3.0.0");
        assert_eq!(told(">1.2.3 <=2.0.0-rc.1"), ">1.2.3 <=2.0.0-rc.1");
        assert_eq!((told("*"), told("<=2.4.0"), told("=2.4.0+5")), ("*".into(), "<=2.4.0".into(), ">=2.4.0 <=2.4.0".into()));
        assert_eq!(told(">=3.0.0 <2.0.0"), "<0.0.0-0");
    }

    #[test]
    fn alternatives_are_sorted_and_joined_where_they_touch() {
        assert_eq!(told(">=3.0.0 || <1.0.0"), "<1.0.0 || >=3.0.0");
        assert_eq!(told(">=2.0.0 <2.4.1 || 2.4.* || >1.0.0 <=1.5.0"), ">1.0.0 <=1.5.0 || >=2.0.0 <2.5.0");
    }

    #[test]
    fn a_fix_on_an_older_line_makes_a_hole() {
        let affects = ">=5.0.0 <7.2.1".parse::<VersionRange>().unwrap().stretches();
        let left = affects.without(&Stretches::line_from(&version("5.2.2")));
        assert_eq!(left.to_string(), ">=5.0.0 <5.2.2 || >=5.3.0-0 <7.2.1");
        assert_eq!(left.without(&Stretches::between(&version("5.0.0"), None)).to_string(), "<0.0.0-0");
        assert_eq!(affects.without(&Stretches::between(&version("9.0.0"), None)), affects);
    }

    #[test]
    fn stretches_hold_what_the_range_holds() {
        let ranges =
            [">=2.0.0 <2.4.1", "^0.2.3", "~1.2", "<=2", ">2", "1.*", "2.4", ">1.0.0-rc.1 <=2.0.0-beta", "<1 || =2.4.0 || >=3.0.0-0"];
        let versions = ["0.0.0", "0.2.3", "0.3.0-rc.1", "1.0.0-rc.1", "1.0.0-rc.1.0", "1.0.0", "1.2.9", "1.3.0-0", "1.3.0"];
        let more =
            ["2.0.0-alpha", "2.0.0-beta", "2.0.0-beta.0", "2.0.0", "2.4.0", "2.4.1-0", "2.4.1-rc.1", "2.4.1", "3.0.0-0", "3.0.0", "10.0.0"];
        for range in ranges {
            let parsed: VersionRange = range.parse().unwrap();
            let again: VersionRange = told(range).parse().unwrap();
            for version in versions.iter().chain(&more).map(|text| version(text)) {
                assert_eq!(parsed.contains(&version), again.contains(&version), "{version} in {range}, told as {again}");
            }
        }
    }
}
