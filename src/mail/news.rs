//! What an announcement tells, checked once for all its recipients: the release is in the state that the notice speaks of, and
//! what it names is there.
//!
//! In: the release as a reader of all audiences may see it. Out: [`News`], which finds the same things again in what each
//! recipient may see. A writer's mistake is a [`NewsError`].

use chrono::{DateTime, NaiveDate, Utc};

use crate::ident::{EntryId, Key, ProductKey, Version};
use crate::model::{Catalog, EntryIndex, Release, ReleaseType};
use crate::parse::document::Status;

use super::issues::{closed, open, own_or_met};
use super::{Notice, Topic};

/// What is told of a release.
#[derive(Debug, Clone)]
pub struct News {
    pub(super) notice: Notice,
    product: ProductKey,
    version: Version,
    /// The known issues that it is about; none for other notices.
    issues: Vec<IssueName>,
    /// The position of the step of the rollout that begins; none where a maintenance window does.
    pub(super) step: Option<usize>,
    campaign: String,
    heard: Vec<String>,
    happened: Option<NaiveDate>,
    critical: bool,
}

/// A known issue, by names that hold in every catalog.
#[derive(Debug, Clone)]
struct IssueName {
    release: Version,
    id: EntryId,
}

/// Why there is nothing to tell.
#[derive(Debug, thiserror::Error)]
pub enum NewsError {
    /// The release is in another state than the notice tells of.
    #[error("{version} is {status}, so there is no {} notice of it", .notice.name())]
    OtherState {
        /// The release.
        version: String,
        /// `planned`, `released` or `rolled-back`.
        status: &'static str,
        /// What was asked for.
        notice: Notice,
    },
    /// There is no known issue to tell of.
    #[error("{version} has no known issue")]
    NoKnownIssue {
        /// The release.
        version: String,
    },
    /// There is no known issue of that name.
    #[error("{version} has no known issue `{id}`; it has {known}")]
    UnknownIssue {
        /// The release.
        version: String,
        /// As given.
        id: String,
        /// Those there are.
        known: String,
    },
    /// There are several, and none was named.
    #[error("say with `--issue` which of them to tell of: {known}")]
    WhichIssue {
        /// Those there are.
        known: String,
    },
    /// The issue is over.
    #[error("`{id}` is fixed, so it is no news in {version}: say `--notice known-issue-closed` to tell of its end")]
    IssueOver {
        /// The release.
        version: String,
        /// The issue.
        id: String,
    },
    /// Nothing ended an issue.
    #[error("`{id}` is not fixed in any release that is out: a fix names it under `resolves`")]
    IssueOpen {
        /// The issue.
        id: String,
    },
    /// No issue has ended.
    #[error("no known issue of {version} is fixed, and it fixes none that is over")]
    NoIssueOver {
        /// The release.
        version: String,
    },
    /// Nothing is about to begin.
    #[error("{version} has no maintenance window and no step of a rollout that is still to come{}", over(.ended.as_deref()))]
    NothingOpens {
        /// The release.
        version: String,
        /// When its window was over.
        ended: Option<String>,
    },
    /// Its support has no end.
    #[error("{version} does not say how long it is supported: write `lts: {{ until: DATE }}` into its release")]
    NoSupport {
        /// The release.
        version: String,
    },
    /// A notice needs a name of a known issue, and another has none.
    #[error("`--issue` is for the notices `known-issue` and `known-issue-closed`")]
    NoIssueWanted,
}

fn over(day: Option<&str>) -> String {
    day.map_or(String::new(), |day| format!("; its window ended on {day}"))
}

impl News {
    /// What a notice tells of a release. `catalog` holds what readers of all audiences may see, `issues` the ids of the known
    /// issues that are meant, where the notice is about some and they were named.
    ///
    /// # Errors
    /// [`NewsError`]
    pub fn of(catalog: &Catalog, release: &Release, notice: Notice, issues: &[String], now: DateTime<Utc>) -> Result<Self, NewsError> {
        let fits = match notice {
            Notice::Planned => release.status.value == Status::Planned,
            Notice::Released => release.stands(),
            Notice::RolledBack => release.status.value == Status::RolledBack,
            Notice::KnownIssue | Notice::KnownIssueClosed => release.is_out(),
            Notice::Window | Notice::EndOfSupport => release.status.value != Status::RolledBack,
        };
        if !fits {
            let (version, status) = (release.version.to_string(), release.status.name());
            return Err(NewsError::OtherState { version, status, notice });
        }
        if !issues.is_empty() && !notice.is_of_issues() {
            return Err(NewsError::NoIssueWanted);
        }
        let product = &catalog.product(release.product).key;
        let about = |version: &Version, notice: Notice| format!("{product}/{version}/{}", notice.name());
        let mut news = Self {
            notice,
            product: product.clone(),
            version: release.version.value.clone(),
            issues: Vec::new(),
            step: None,
            campaign: about(&release.version.value, notice),
            heard: vec![about(&release.version.value, Notice::Released)],
            happened: None,
            critical: false,
        };
        match notice {
            Notice::Planned => {}
            Notice::Released => {
                news.happened = release.date.as_ref().map(|date| date.value.day());
                news.critical = release.release_type == ReleaseType::Security;
            }
            Notice::RolledBack => news.happened = release.rollback.as_ref().map(|rollback| rollback.date.day()),
            Notice::Window => {
                let (step, begins) = opening(release, now)?;
                news.step = step;
                // A window that is moved is news again.
                news.campaign += &format!("/{begins}");
            }
            Notice::KnownIssue | Notice::KnownIssueClosed => {
                let found = if notice == Notice::KnownIssue { open(catalog, release, issues) } else { closed(catalog, release, issues) }?;
                news.take(catalog, &found, &about);
            }
            Notice::EndOfSupport => {
                let until = release.lts_until.ok_or_else(|| NewsError::NoSupport { version: release.version.to_string() })?;
                news.campaign += &format!("/{until}");
                news.happened = Some(until);
            }
        }
        Ok(news)
    }

    /// What a campaign of the ledger told; none where its release is gone, or where it is news no more: a window that is over, an
    /// issue that is fixed.
    pub fn told(catalog: &Catalog, campaign: &str, now: DateTime<Utc>) -> Option<Self> {
        let parts: Vec<&str> = campaign.split('/').collect();
        let [product, version, notice, rest @ ..] = parts.as_slice() else { return None };
        let (product, notice) = (catalog.find_product(product)?.index, Notice::named(notice)?);
        let release = catalog.releases().iter().find(|release| release.product == product && release.version.value.as_str() == *version)?;
        let issues: Vec<String> = match rest {
            [ids] if notice.is_of_issues() => ids.split('+').map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        // Channels have campaigns of their own, which tell the same.
        Self::of(catalog, release, notice, &issues, now).ok().filter(|news| news.campaign == campaign)
    }

    /// Is about these issues. The campaign is named after the release that first told of them, whichever was named, so that
    /// nobody hears of one twice.
    fn take(&mut self, catalog: &Catalog, found: &[EntryIndex], about: &dyn Fn(&Version, Notice) -> String) {
        let entries = || found.iter().map(|index| catalog.entry(*index));
        self.issues = entries()
            .filter_map(|entry| {
                let release = catalog.release(entry.release?).version.value.clone();
                Some(IssueName { release, id: entry.id.value.clone() })
            })
            .collect();
        let issues = || entries().filter_map(|entry| entry.known_issue.as_ref());
        self.critical = issues().any(|issue| issue.severity == "critical");
        let names: Vec<&str> = self.issues.iter().map(|issue| issue.id.as_str()).collect();
        let Some(first) = self.issues.first() else { return };
        self.campaign = format!("{}/{}", about(&first.release, self.notice), names.join("+"));
        if self.notice == Notice::KnownIssueClosed {
            self.happened = issues().filter_map(|issue| issue.closed).max();
            self.heard = vec![about(&first.release, Notice::Released)];
            self.heard.extend(self.issues.iter().map(|issue| format!("{}/{}", about(&issue.release, Notice::KnownIssue), issue.id)));
        }
    }

    /// What names the campaign among all of the site: `events/2.4.0/released`.
    pub fn campaign(&self) -> &str {
        &self.campaign
    }

    /// The campaigns whose recipients hear of this before all others; none where it is news by itself.
    pub fn heard(&self) -> &[String] {
        if self.notice.follows_release() { &self.heard } else { &[] }
    }

    /// How many days ago that happened which it tells; none where it is to come.
    pub fn age(&self, today: NaiveDate) -> Option<i64> {
        self.happened.map(|day| (today - day).num_days())
    }

    /// Whether it cannot wait for a digest.
    pub fn is_urgent(&self) -> bool {
        match self.notice {
            Notice::RolledBack | Notice::Window => true,
            Notice::KnownIssue | Notice::Released => self.critical,
            _ => false,
        }
    }

    /// The release, in what a recipient may see.
    pub(super) fn release<'a>(&self, catalog: &'a Catalog) -> Option<&'a Release> {
        let product = catalog.find_product(self.product.as_str())?;
        catalog.find_release(product.index, &self.version)
    }

    /// The known issues that a recipient may see: those it is about, and of a rollback those that the release has.
    pub(super) fn issues(&self, catalog: &Catalog) -> Vec<EntryIndex> {
        let Some(release) = self.release(catalog) else { return Vec::new() };
        if self.notice == Notice::RolledBack {
            return own_or_met(catalog, release);
        }
        let find = |issue: &IssueName| {
            let home = catalog.find_release(release.product, &issue.release)?;
            home.entries.iter().copied().find(|index| catalog.entry(*index).id.value == issue.id)
        };
        self.issues.iter().filter_map(find).collect()
    }

    /// Whether there is anything in it for a recipient who may see `seen` of `whole`.
    pub fn is_seen(&self, seen: &Catalog, whole: &Catalog) -> bool {
        let (Some(release), Some(all)) = (self.release(seen), self.release(whole)) else { return false };
        match self.notice {
            Notice::KnownIssue | Notice::KnownIssueClosed => !self.issues(seen).is_empty(),
            Notice::Released => {
                let steps = &release.upgrade;
                let is_told = release.summary.is_some() || [&steps.before, &steps.during, &steps.after].into_iter().any(Option::is_some);
                is_told || all.shown.is_empty() || !release.shown.is_empty()
            }
            _ => true,
        }
    }

    /// What it is of, for those who may see this much of it.
    pub fn topic(&self, seen: &Catalog) -> Topic {
        let mut components: Vec<Key> = match self.notice {
            Notice::KnownIssue | Notice::KnownIssueClosed => {
                self.issues(seen).iter().flat_map(|index| seen.entry(*index).components.iter().cloned()).collect()
            }
            // These concern whoever uses the product.
            Notice::Window | Notice::EndOfSupport => Vec::new(),
            Notice::Planned | Notice::Released | Notice::RolledBack => {
                let shown = self.release(seen).into_iter().flat_map(|release| seen.shown(release));
                shown.flat_map(|(_, entry)| entry.components.iter().cloned()).collect()
            }
        };
        components.sort_unstable();
        components.dedup();
        Topic { product: self.product.clone(), components, notice: self.notice }
    }

    /// For `Feedback-ID`: what tells this campaign from others.
    pub(super) fn fields(&self) -> [&str; 3] {
        [self.version.as_str(), self.product.as_str(), self.notice.name()]
    }
}

/// What begins next: a step of the rollout by its position, or else the maintenance window; and when, as a campaign names it.
fn opening(release: &Release, now: DateTime<Utc>) -> Result<(Option<usize>, String), NewsError> {
    let window = release.window.as_ref().map(|window| &window.value);
    if let Some(window) = window.filter(|window| window.to > now) {
        return Ok((None, window.from.to_utc().format("%Y%m%dT%H%MZ").to_string()));
    }
    let is_to_come = |when: crate::ident::When| if when.has_time() { when.utc() >= now } else { when.day() >= now.date_naive() };
    let step = release.rollout.iter().enumerate().find(|(_, step)| is_to_come(step.date.value));
    let ended = || window.map(|window| window.to.format("%Y-%m-%d").to_string());
    step.map(|(position, step)| (Some(position), step.date.value.day().to_string()))
        .ok_or_else(|| NewsError::NothingOpens { version: release.version.to_string(), ended: ended() })
}
