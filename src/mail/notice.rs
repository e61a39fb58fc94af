//! The kinds of notice that a mail can be.

use crate::model::Release;
use crate::parse::document::Status;

/// What an announcement tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The release is planned.
    Planned,
    /// Its maintenance window, or a step of its rollout, is about to begin.
    Window,
    /// The release is out.
    Released,
    /// The release was taken back.
    RolledBack,
    /// The release has a known issue.
    KnownIssue,
    /// A known issue of the release is fixed.
    KnownIssueClosed,
    /// The support of the release ends.
    EndOfSupport,
}

impl Notice {
    /// All kinds there are.
    pub const ALL: [Self; 7] =
        [Self::Planned, Self::Window, Self::Released, Self::RolledBack, Self::KnownIssue, Self::KnownIssueClosed, Self::EndOfSupport];

    /// As in `--notice`, in file names and in the names of templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Window => "window",
            Self::Released => "released",
            Self::RolledBack => "rolled-back",
            Self::KnownIssue => "known-issue",
            Self::KnownIssueClosed => "known-issue-closed",
            Self::EndOfSupport => "end-of-support",
        }
    }

    /// The notice of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.name() == name)
    }

    /// What there is to tell of a release where nothing else is asked for.
    pub fn of(release: &Release) -> Self {
        match release.status.value {
            Status::Planned => Self::Planned,
            Status::Released => Self::Released,
            Status::RolledBack => Self::RolledBack,
        }
    }

    /// Whether who asked for `wish` hears of this: a rollback reaches whoever would hear of the release, since that is who acts on
    /// it, and the end of an issue whoever hears of issues.
    pub fn meets(self, wish: Self) -> bool {
        let implied = match self {
            Self::RolledBack => Some(Self::Released),
            Self::KnownIssueClosed => Some(Self::KnownIssue),
            _ => None,
        };
        self == wish || implied == Some(wish)
    }

    /// Whether it tells of single known issues.
    pub fn is_of_issues(self) -> bool {
        matches!(self, Self::KnownIssue | Self::KnownIssueClosed)
    }

    /// Whether it goes, before all, to those who got the release: it changes what they do with it.
    pub fn follows_release(self) -> bool {
        self == Self::RolledBack || self.is_of_issues()
    }
}
