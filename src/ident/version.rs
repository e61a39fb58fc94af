//! Versions, by Semantic Versioning 2.0.0 or by calendar.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// How a product counts its versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Versioning {
    /// `2.4.0`, with meaning in each part.
    #[default]
    SemVer,
    /// `2026.11` or `2026.11.2`: a year, a month, a count.
    Calendar,
}

/// A version as written (without a leading `v`) and as compared.
///
/// Order and equality are SemVer precedence (§11 of the specification): build metadata does not count.
#[derive(Debug, Clone)]
pub struct Version {
    text: Arc<str>,
    parts: semver::Version,
}

/// Not a version of the product's scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VersionError {
    /// The product counts by Semantic Versioning.
    #[error("write a version as `2.4.0` or `2.4.0-beta.1`")]
    SemVer,
    /// The product counts by calendar.
    #[error("write a version as `2026.11` or `2026.11.2`")]
    Calendar,
}

impl Version {
    /// Reads a version in a product's scheme. A leading `v` is allowed and dropped.
    ///
    /// # Errors
    /// [`VersionError`], by scheme.
    pub fn parse(text: &str, versioning: Versioning) -> Result<Self, VersionError> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let parts = match versioning {
            Versioning::SemVer => semver::Version::parse(text).map_err(|_| VersionError::SemVer)?,
            Versioning::Calendar => calendar(text).ok_or(VersionError::Calendar)?,
        };
        Ok(Self { text: text.into(), parts })
    }

    /// The stable Semantic Version of three numbers.
    pub fn numbered(major: u64, minor: u64, patch: u64) -> Self {
        let parts = semver::Version::new(major, minor, patch);
        Self { text: parts.to_string().into(), parts }
    }

    /// This version with a pre-release tag in the place of its own: `2.5.0-beta.1`. `tag` is one identifier of letters.
    pub fn tagged(&self, tag: &str, number: u64) -> Option<Self> {
        let pre = semver::Prerelease::new(&format!("{tag}.{number}")).ok()?;
        let text = format!("{}-{pre}", self.core_text()).into();
        Some(Self { text, parts: semver::Version { pre, build: semver::BuildMetadata::EMPTY, ..self.parts.clone() } })
    }

    /// The stable version that this one is or leads to.
    pub fn stable(&self) -> Self {
        let (major, minor, patch) = self.core();
        Self { text: self.core_text().into(), parts: semver::Version::new(major, minor, patch) }
    }

    fn core_text(&self) -> &str {
        self.text.split(['-', '+']).next().unwrap_or(&self.text)
    }

    /// The number behind the first identifier of the pre-release tag, 2 of `2.5.0-beta.2`.
    pub fn prerelease_number(&self) -> Option<u64> {
        self.parts.pre.split_once('.')?.1.parse().ok()
    }

    /// The version as written, without a leading `v`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first number; the year of a calendar version.
    pub fn major(&self) -> u64 {
        self.parts.major
    }

    /// The second number; the month of a calendar version.
    pub fn minor(&self) -> u64 {
        self.parts.minor
    }

    /// The third number; 0 where a calendar version has none.
    pub fn patch(&self) -> u64 {
        self.parts.patch
    }

    /// The first identifier of the pre-release tag, `beta` of `2.4.0-beta.1`.
    pub fn prerelease(&self) -> Option<&str> {
        let tag = self.parts.pre.as_str();
        (!tag.is_empty()).then(|| tag.split('.').next().unwrap_or(tag))
    }

    /// The stable version that a pre-release leads to: numbers only.
    pub fn core(&self) -> (u64, u64, u64) {
        (self.parts.major, self.parts.minor, self.parts.patch)
    }

    /// The line of patches it belongs to: major and minor.
    pub fn line(&self) -> (u64, u64) {
        (self.parts.major, self.parts.minor)
    }

    pub(super) fn parts(&self) -> &semver::Version {
        &self.parts
    }
}

/// A line of releases: all of a major version, `2`, or the patches of a minor one, `2.3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    major: u64,
    minor: Option<u64>,
}

/// Not a line of releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write a line of releases as `2.3`, or as `2` for all of a major version")]
pub struct LineError;

impl Line {
    /// The patches of the version's own major and minor number.
    pub fn of(version: &Version) -> Self {
        Self { major: version.major(), minor: Some(version.minor()) }
    }

    /// Whether a version is of this line.
    pub fn holds(self, version: &Version) -> bool {
        version.major() == self.major && self.minor.is_none_or(|minor| version.minor() == minor)
    }

    /// Whether only patches are of this line.
    pub fn is_of_patches(self) -> bool {
        self.minor.is_some()
    }
}

impl FromStr for Line {
    type Err = LineError;
    /// A whole version stands for the line it is of.
    fn from_str(text: &str) -> Result<Self, LineError> {
        let numbers: Result<Vec<u64>, _> = text.strip_prefix('v').unwrap_or(text).split('.').map(str::parse).collect();
        match numbers.map_err(|_| LineError)?.as_slice() {
            [major] => Ok(Self { major: *major, minor: None }),
            [major, minor] | [major, minor, _] => Ok(Self { major: *major, minor: Some(*minor) }),
            _ => Err(LineError),
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.minor {
            Some(minor) => write!(f, "{}.{minor}", self.major),
            None => write!(f, "{}", self.major),
        }
    }
}

fn calendar(text: &str) -> Option<semver::Version> {
    let (numbers, tag) = text.split_once('-').map_or((text, None), |(numbers, tag)| (numbers, Some(tag)));
    let fields: Vec<&str> = numbers.split('.').collect();
    let number = |field: &&str| field.bytes().all(|byte| byte.is_ascii_digit()).then(|| field.parse::<u64>().ok()).flatten();
    let values: Vec<u64> = fields.iter().map(number).collect::<Option<_>>()?;
    let (year, month, count) = match values.as_slice() {
        [year, month] => (*year, *month, 0),
        [year, month, count] => (*year, *month, *count),
        _ => return None,
    };
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    let mut version = semver::Version::new(year, month, count);
    if let Some(tag) = tag {
        version.pre = semver::Prerelease::new(tag).ok().filter(|tag| !tag.is_empty())?;
    }
    Some(version)
}

impl FromStr for Version {
    type Err = VersionError;
    /// Either scheme; for places that do not know the product, such as a command's arguments.
    fn from_str(text: &str) -> Result<Self, VersionError> {
        Self::parse(text, Versioning::SemVer).or_else(|error| Self::parse(text, Versioning::Calendar).map_err(|_| error))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts.cmp_precedence(&other.parts)
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

impl Hash for Version {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.core().hash(state);
        self.parts.pre.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn build_metadata_is_kept_in_the_name_and_ignored_in_order() {
        let (plain, built): (Version, Version) = ("1.2.3".parse().unwrap(), "v1.2.3+5".parse().unwrap());
        assert_eq!(plain, built);
        assert_eq!(built.as_str(), "1.2.3+5");
    }

    #[test]
    fn pre_releases_come_before_their_stable_version() {
        let version = |text: &str| text.parse::<Version>().unwrap();
        assert!(version("2.0.0-alpha.2") < version("2.0.0-alpha.10"));
        assert!(version("2.0.0-rc.1") < version("2.0.0"));
        assert_eq!(version("2.0.0-rc.1").prerelease(), Some("rc"));
    }

    #[test]
    fn a_pre_release_is_counted_and_leads_to_its_stable_version() {
        let beta: Version = "2.5.0-beta.2".parse().unwrap();
        assert_eq!((beta.stable().as_str(), beta.prerelease_number()), ("2.5.0", Some(2)));
        assert_eq!(beta.tagged("rc", 1).unwrap().as_str(), "2.5.0-rc.1");
        let month = Version::parse("2026.09-rc.1", Versioning::Calendar).unwrap();
        assert_eq!(month.stable().tagged("beta", 3).unwrap().as_str(), "2026.09-beta.3");
    }

    #[test]
    fn a_line_holds_its_versions() {
        let holds = |line: &str, version: &str| line.parse::<Line>().unwrap().holds(&version.parse().unwrap());
        assert!(holds("2.3", "2.3.7") && holds("2", "2.9.0") && holds("v2.3.1", "2.3.2"));
        assert!(!holds("2.3", "2.4.0") && !holds("2", "3.0.0"));
        assert_eq!("2.x".parse::<Line>(), Err(LineError));
    }

    #[test]
    fn calendar_versions_have_two_or_three_numbers() {
        let version = |text| Version::parse(text, Versioning::Calendar);
        assert!(version("2026.9").unwrap() < version("2026.11").unwrap());
        assert!(version("2026.11").unwrap() < version("2026.11.2").unwrap());
        assert_eq!(version("2026.13"), Err(VersionError::Calendar));
        assert_eq!(version("2026.x"), Err(VersionError::Calendar));
    }
}
