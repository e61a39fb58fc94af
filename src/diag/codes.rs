//! Every code, in the order of `checks.md`, with its severity and what `explain` says of it.

use std::fmt;
use std::str::FromStr;

use super::Severity;

/// What kind of problem a diagnostic tells of. Names and meanings are a contract: scripts and `checks:` in site.yaml use them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// `yaml-syntax`
    YamlSyntax,
    /// `front-matter`
    FrontMatter,
    /// `encoding`
    Encoding,
    /// `merge-conflict`
    MergeConflict,
    /// `unknown-field`
    UnknownField,
    /// `duplicate-field`
    DuplicateField,
    /// `missing-field`
    MissingField,
    /// `wrong-type`
    WrongType,
    /// `bad-value`
    BadValue,
    /// `too-long`
    TooLong,
    /// `too-short`
    TooShort,
    /// `bad-version`
    BadVersion,
    /// `bad-range`
    BadRange,
    /// `bad-date`
    BadDate,
    /// `bad-url`
    BadUrl,
    /// `bad-id`
    BadId,
    /// `bad-reference-pattern`
    BadReferencePattern,
    /// `unknown-kind`
    UnknownKind,
    /// `unknown-component`
    UnknownComponent,
    /// `unknown-audience`
    UnknownAudience,
    /// `unknown-template-field`
    UnknownTemplateField,
    /// `missing-section`
    MissingSection,
    /// `empty-section`
    EmptySection,
    /// `empty-body`
    EmptyBody,
    /// `cve-format`
    CveFormat,
    /// `cvss-format`
    CvssFormat,
    /// `window-order`
    WindowOrder,
    /// `limit`
    Limit,
    /// `duplicate-id`
    DuplicateId,
    /// `duplicate-version`
    DuplicateVersion,
    /// `unresolved-entry`
    UnresolvedEntry,
    /// `ambiguous-entry`
    AmbiguousEntry,
    /// `broken-link`
    BrokenLink,
    /// `missing-media`
    MissingMedia,
    /// `outside-content`
    OutsideContent,
    /// `version-mismatch`
    VersionMismatch,
    /// `bump-too-small`
    BumpTooSmall,
    /// `version-order`
    VersionOrder,
    /// `released-in-future`
    ReleasedInFuture,
    /// `rollback-incomplete`
    RollbackIncomplete,
    /// `not-ready`
    NotReady,
    /// `range-misses-release`
    RangeMissesRelease,
    /// `resolved-earlier`
    ResolvedEarlier,
    /// `removal-overdue`
    RemovalOverdue,
    /// `private-reference`
    PrivateReference,
    /// `upgrade-gap`
    UpgradeGap,
    /// `backport-order`
    BackportOrder,
    /// `theme-template`
    ThemeTemplate,
    /// `html-dropped`
    HtmlDropped,
    /// `guidance-left`
    GuidanceLeft,
    /// `image-without-alt`
    ImageWithoutAlt,
    /// `heading-order`
    HeadingOrder,
    /// `duplicate-title`
    DuplicateTitle,
    /// `unused-file`
    UnusedFile,
    /// `unknown-reference`
    UnknownReference,
    /// `link-text`
    LinkText,
    /// `notice-too-short`
    NoticeTooShort,
    /// `off-cadence`
    OffCadence,
    /// `in-blackout`
    InBlackout,
    /// `outside-window`
    OutsideWindow,
    /// `removal-not-major`
    RemovalNotMajor,
    /// `workaround-unknown`
    WorkaroundUnknown,
    /// `security-without-cve`
    SecurityWithoutCve,
    /// `stale-known-issue`
    StaleKnownIssue,
    /// `possible-secret`
    PossibleSecret,
    /// `long-summary`
    LongSummary,
    /// `planned-in-past`
    PlannedInPast,
    /// `lts-expired`
    LtsExpired,
    /// `vague-title`
    VagueTitle,
    /// `address-lost`
    AddressLost,
}

/// What a code means, as `explain` prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// The code explained.
    pub code: Code,
    /// Its name on the command line and in every output format.
    pub name: &'static str,
    /// Its severity where the site says nothing else.
    pub severity: Severity,
    /// Whether the site may not change its severity, since content cannot be read without it.
    pub fixed: bool,
    /// What it means, in a sentence or two.
    pub meaning: &'static str,
}

/// Every code with its explanation, in the order of [`Code`].
pub const ALL_CODES: &[Explanation] = &[
    Explanation {
        code: Code::YamlSyntax,
        name: "yaml-syntax",
        severity: Severity::Error,
        fixed: true,
        meaning: "The YAML of a file or of a front matter cannot be read. Nothing else in it is checked until it can.",
    },
    Explanation {
        code: Code::FrontMatter,
        name: "front-matter",
        severity: Severity::Error,
        fixed: true,
        meaning: "A Markdown entry opens with a line `---`, its fields, and another line `---`. One of the two lines is missing.",
    },
    Explanation {
        code: Code::Encoding,
        name: "encoding",
        severity: Severity::Error,
        fixed: true,
        meaning: "The file is not UTF-8. Save it as UTF-8; a byte-order mark is accepted.",
    },
    Explanation {
        code: Code::MergeConflict,
        name: "merge-conflict",
        severity: Severity::Error,
        fixed: true,
        meaning: "The lines that a merge leaves where both sides changed the same text are still there.",
    },
    Explanation {
        code: Code::UnknownField,
        name: "unknown-field",
        severity: Severity::Error,
        fixed: false,
        meaning: "Nobody reads a field of this name here. It is most often a misspelt one; left in place it would be lost.",
    },
    Explanation {
        code: Code::DuplicateField,
        name: "duplicate-field",
        severity: Severity::Error,
        fixed: true,
        meaning: "The same field stands twice. Only one of them can count, so both are refused.",
    },
    Explanation {
        code: Code::MissingField,
        name: "missing-field",
        severity: Severity::Error,
        fixed: false,
        meaning: "A field that must be there is not.",
    },
    Explanation {
        code: Code::WrongType,
        name: "wrong-type",
        severity: Severity::Error,
        fixed: false,
        meaning: "The value is of another type than the field takes, for instance a number where a version must be quoted.",
    },
    Explanation {
        code: Code::BadValue,
        name: "bad-value",
        severity: Severity::Error,
        fixed: false,
        meaning: "The value is not one of those that the field allows.",
    },
    Explanation {
        code: Code::TooLong,
        name: "too-long",
        severity: Severity::Error,
        fixed: false,
        meaning: "The text is longer than its field allows.",
    },
    Explanation {
        code: Code::TooShort,
        name: "too-short",
        severity: Severity::Error,
        fixed: false,
        meaning: "The text is shorter than its field allows.",
    },
    Explanation {
        code: Code::BadVersion,
        name: "bad-version",
        severity: Severity::Error,
        fixed: false,
        meaning: "Not a version in the scheme of the product.",
    },
    Explanation { code: Code::BadRange, name: "bad-range", severity: Severity::Error, fixed: false, meaning: "Not a range of versions." },
    Explanation {
        code: Code::BadDate,
        name: "bad-date",
        severity: Severity::Error,
        fixed: false,
        meaning: "Neither a day such as `2026-05-12` nor a time such as `2026-05-12T09:00:00Z`.",
    },
    Explanation {
        code: Code::BadUrl,
        name: "bad-url",
        severity: Severity::Error,
        fixed: false,
        meaning: "Not an address that a link could lead to.",
    },
    Explanation {
        code: Code::BadId,
        name: "bad-id",
        severity: Severity::Error,
        fixed: false,
        meaning: "An id is made of 1 to 80 of the characters `a` to `z`, `0` to `9` and `-`.",
    },
    Explanation {
        code: Code::BadReferencePattern,
        name: "bad-reference-pattern",
        severity: Severity::Error,
        fixed: false,
        meaning: "A pattern under `references` is not a regular expression.",
    },
    Explanation {
        code: Code::UnknownKind,
        name: "unknown-kind",
        severity: Severity::Error,
        fixed: true,
        meaning: "No entry template has this name.",
    },
    Explanation {
        code: Code::UnknownComponent,
        name: "unknown-component",
        severity: Severity::Error,
        fixed: false,
        meaning: "The product has no component of this key.",
    },
    Explanation {
        code: Code::UnknownAudience,
        name: "unknown-audience",
        severity: Severity::Error,
        fixed: false,
        meaning: "The site has no audience of this key.",
    },
    Explanation {
        code: Code::UnknownTemplateField,
        name: "unknown-template-field",
        severity: Severity::Error,
        fixed: true,
        meaning: "An entry template holds a field that templates do not have, or a schema that is not one.",
    },
    Explanation {
        code: Code::MissingSection,
        name: "missing-section",
        severity: Severity::Error,
        fixed: false,
        meaning: "The template of this kind asks for a section that the body does not have.",
    },
    Explanation {
        code: Code::EmptySection,
        name: "empty-section",
        severity: Severity::Error,
        fixed: false,
        meaning: "A section that must be there holds nothing, or still the comment of the template.",
    },
    Explanation {
        code: Code::EmptyBody,
        name: "empty-body",
        severity: Severity::Error,
        fixed: false,
        meaning: "The entry says nothing beyond its title.",
    },
    Explanation {
        code: Code::CveFormat,
        name: "cve-format",
        severity: Severity::Error,
        fixed: false,
        meaning: "A CVE id has the form `CVE-2026-12345`.",
    },
    Explanation {
        code: Code::CvssFormat,
        name: "cvss-format",
        severity: Severity::Error,
        fixed: false,
        meaning: "A CVSS vector has the form `CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H`.",
    },
    Explanation {
        code: Code::WindowOrder,
        name: "window-order",
        severity: Severity::Error,
        fixed: false,
        meaning: "A window, blackout or rollout ends before it begins.",
    },
    Explanation {
        code: Code::Limit,
        name: "limit",
        severity: Severity::Error,
        fixed: true,
        meaning: "A file, its nesting or its aliases are larger than Tidings reads.",
    },
    Explanation {
        code: Code::DuplicateId,
        name: "duplicate-id",
        severity: Severity::Error,
        fixed: true,
        meaning: "Two entries of one release have the same id, so one address would be both of theirs.",
    },
    Explanation {
        code: Code::DuplicateVersion,
        name: "duplicate-version",
        severity: Severity::Error,
        fixed: true,
        meaning: "Two releases of one product have the same version. Build metadata does not tell versions apart.",
    },
    Explanation {
        code: Code::UnresolvedEntry,
        name: "unresolved-entry",
        severity: Severity::Error,
        fixed: false,
        meaning: "The entry or release that is named here does not exist.",
    },
    Explanation {
        code: Code::AmbiguousEntry,
        name: "ambiguous-entry",
        severity: Severity::Error,
        fixed: false,
        meaning: "Several releases have an entry of this id. Write `VERSION/ID`.",
    },
    Explanation {
        code: Code::BrokenLink,
        name: "broken-link",
        severity: Severity::Error,
        fixed: false,
        meaning: "The link leads to no page or anchor of this site.",
    },
    Explanation {
        code: Code::MissingMedia,
        name: "missing-media",
        severity: Severity::Error,
        fixed: false,
        meaning: "The image or file is not there.",
    },
    Explanation {
        code: Code::OutsideContent,
        name: "outside-content",
        severity: Severity::Error,
        fixed: true,
        meaning: "The path leads out of the content folder.",
    },
    Explanation {
        code: Code::VersionMismatch,
        name: "version-mismatch",
        severity: Severity::Error,
        fixed: false,
        meaning: "The version in the file is not that of its folder or file name.",
    },
    Explanation {
        code: Code::BumpTooSmall,
        name: "bump-too-small",
        severity: Severity::Error,
        fixed: false,
        meaning: "An entry asks for a larger step than the version makes: a feature needs a minor release, a breaking change a major one.",
    },
    Explanation {
        code: Code::VersionOrder,
        name: "version-order",
        severity: Severity::Error,
        fixed: false,
        meaning: "A later version is dated before an earlier one of its line.",
    },
    Explanation {
        code: Code::ReleasedInFuture,
        name: "released-in-future",
        severity: Severity::Error,
        fixed: false,
        meaning: "A release that counts as released is dated after today.",
    },
    Explanation {
        code: Code::RollbackIncomplete,
        name: "rollback-incomplete",
        severity: Severity::Error,
        fixed: true,
        meaning: "A rolled-back release needs `rollback` with a date and a reason, and only such a release may have it.",
    },
    Explanation {
        code: Code::NotReady,
        name: "not-ready",
        severity: Severity::Error,
        fixed: false,
        meaning: "The release counts as released, but an item of the policy's readiness is not done.",
    },
    Explanation {
        code: Code::RangeMissesRelease,
        name: "range-misses-release",
        severity: Severity::Error,
        fixed: false,
        meaning: "The known issue says that it does not affect the release that lists it.",
    },
    Explanation {
        code: Code::ResolvedEarlier,
        name: "resolved-earlier",
        severity: Severity::Error,
        fixed: false,
        meaning: "The fix stands in a release before the one that has the issue.",
    },
    Explanation {
        code: Code::RemovalOverdue,
        name: "removal-overdue",
        severity: Severity::Error,
        fixed: false,
        meaning: "The version in which the deprecated thing should go is released, and nothing removed it.",
    },
    Explanation {
        code: Code::PrivateReference,
        name: "private-reference",
        severity: Severity::Error,
        fixed: false,
        meaning: "A public entry links to one that only a private audience sees.",
    },
    Explanation {
        code: Code::UpgradeGap,
        name: "upgrade-gap",
        severity: Severity::Error,
        fixed: false,
        meaning: "From a version that is still supported, no chain of upgrades leads to the newest stable release.",
    },
    Explanation {
        code: Code::BackportOrder,
        name: "backport-order",
        severity: Severity::Error,
        fixed: false,
        meaning: "The entry names a release that was made before its fix could be in it.",
    },
    Explanation {
        code: Code::ThemeTemplate,
        name: "theme-template",
        severity: Severity::Error,
        fixed: false,
        meaning: "A template of the theme is wrong: its syntax, a name it uses, or a file it includes.",
    },
    Explanation {
        code: Code::HtmlDropped,
        name: "html-dropped",
        severity: Severity::Warning,
        fixed: false,
        meaning: "HTML that is not allowed in notes was left out of the page.",
    },
    Explanation {
        code: Code::GuidanceLeft,
        name: "guidance-left",
        severity: Severity::Warning,
        fixed: false,
        meaning: "A comment of the entry template is still there. Rendering drops it.",
    },
    Explanation {
        code: Code::ImageWithoutAlt,
        name: "image-without-alt",
        severity: Severity::Warning,
        fixed: false,
        meaning: "An image has no text that says what it shows, so whoever cannot see it misses it.",
    },
    Explanation {
        code: Code::HeadingOrder,
        name: "heading-order",
        severity: Severity::Warning,
        fixed: false,
        meaning: "A heading skips a level, so that whoever moves from heading to heading looks for one that is not there.",
    },
    Explanation {
        code: Code::DuplicateTitle,
        name: "duplicate-title",
        severity: Severity::Warning,
        fixed: false,
        meaning: "Two entries of one release have the same title, so readers cannot tell them apart.",
    },
    Explanation {
        code: Code::UnusedFile,
        name: "unused-file",
        severity: Severity::Warning,
        fixed: false,
        meaning: "Nobody reads a file of this kind, and no entry refers to it.",
    },
    Explanation {
        code: Code::UnknownReference,
        name: "unknown-reference",
        severity: Severity::Warning,
        fixed: false,
        meaning: "No pattern under `references` in site.yaml takes this string, so it becomes no link.",
    },
    Explanation {
        code: Code::LinkText,
        name: "link-text",
        severity: Severity::Warning,
        fixed: false,
        meaning: "The text of a link does not say where it leads: `here`, `click here`, or a bare address.",
    },
    Explanation {
        code: Code::NoticeTooShort,
        name: "notice-too-short",
        severity: Severity::Warning,
        fixed: false,
        meaning: "A planned release is made known later than the policy asks for releases of its type.",
    },
    Explanation {
        code: Code::OffCadence,
        name: "off-cadence",
        severity: Severity::Warning,
        fixed: false,
        meaning: "A planned release is not on the rhythm or the weekday that the policy gives releases of its type.",
    },
    Explanation {
        code: Code::InBlackout,
        name: "in-blackout",
        severity: Severity::Warning,
        fixed: false,
        meaning: "A planned release or its window falls into a blackout of the policy.",
    },
    Explanation {
        code: Code::OutsideWindow,
        name: "outside-window",
        severity: Severity::Warning,
        fixed: false,
        meaning: "A planned release or its window lies outside the hours and days in which the policy lets work happen.",
    },
    Explanation {
        code: Code::RemovalNotMajor,
        name: "removal-not-major",
        severity: Severity::Warning,
        fixed: false,
        meaning: "A deprecation is to be removed in a release that is no major one.",
    },
    Explanation {
        code: Code::WorkaroundUnknown,
        name: "workaround-unknown",
        severity: Severity::Warning,
        fixed: false,
        meaning: "A known issue that is still open tells no way around it.",
    },
    Explanation {
        code: Code::SecurityWithoutCve,
        name: "security-without-cve",
        severity: Severity::Warning,
        fixed: false,
        meaning: "A security entry has no CVE id.",
    },
    Explanation {
        code: Code::StaleKnownIssue,
        name: "stale-known-issue",
        severity: Severity::Warning,
        fixed: false,
        meaning: "A known issue has been open for more than 365 days.",
    },
    Explanation {
        code: Code::PossibleSecret,
        name: "possible-secret",
        severity: Severity::Warning,
        fixed: false,
        meaning: "This looks like a token, a key or a password. What is published cannot be taken back.",
    },
    Explanation {
        code: Code::LongSummary,
        name: "long-summary",
        severity: Severity::Warning,
        fixed: false,
        meaning: "The summary is too long for the top of a page, a feed and a mail.",
    },
    Explanation {
        code: Code::PlannedInPast,
        name: "planned-in-past",
        severity: Severity::Warning,
        fixed: false,
        meaning: "A release is still planned for a day that has gone by.",
    },
    Explanation {
        code: Code::LtsExpired,
        name: "lts-expired",
        severity: Severity::Warning,
        fixed: false,
        meaning: "The newest release of a line says that it has long-term support, and the support has ended.",
    },
    Explanation {
        code: Code::VagueTitle,
        name: "vague-title",
        severity: Severity::Warning,
        fixed: false,
        meaning: "The title says that something changed and not what: `various fixes`, `minor improvements`.",
    },
    Explanation {
        code: Code::AddressLost,
        name: "address-lost",
        severity: Severity::Warning,
        fixed: false,
        meaning: "An address or anchor of the last build is gone, and no redirect leads from it to another.",
    },
];

impl Code {
    /// The code's row in [`ALL_CODES`].
    pub fn explanation(self) -> &'static Explanation {
        // The table has a row for each code in the same order; a test holds the two together.
        &ALL_CODES[self as usize]
    }

    /// The name, `unknown-field` for instance.
    pub fn name(self) -> &'static str {
        self.explanation().name
    }

    /// The severity where the site says nothing else.
    pub fn severity(self) -> Severity {
        self.explanation().severity
    }

    /// Whether its severity may not be changed.
    pub fn is_fixed(self) -> bool {
        self.explanation().fixed
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Code {
    type Err = UnknownCode;
    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        ALL_CODES.iter().find(|row| row.name == text).map(|row| row.code).ok_or(UnknownCode)
    }
}

/// No diagnostic has this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no diagnostic has this name")]
pub struct UnknownCode;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_row() {
        for (index, row) in ALL_CODES.iter().enumerate() {
            assert_eq!(row.code as usize, index, "{}", row.name);
            assert_eq!(row.name.parse(), Ok(row.code));
        }
    }
}
