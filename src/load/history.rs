//! The history of a git repository, read from its objects: no checkout, no `git` program.
//!
//! In:  a folder in a repository. Out: its tags, and the commits that lead to what is checked out, the newest first.
//! Never touches the work tree, the index or a reference.

use std::path::Path;

use chrono::{DateTime, FixedOffset, NaiveDate};
use gix::Repository;
use gix::revision::walk::Sorting;
use gix::traverse::commit::simple::CommitTimeOrder;

use super::revision::{RevisionError, repository};

/// What a repository tells of its past.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// By name.
    pub tags: Vec<Tag>,
    /// Those that HEAD descends from, itself included; a commit comes before its parents' commits by time.
    pub commits: Vec<Commit>,
    /// The address of the remote `origin`, or of the only one.
    pub remote: Option<String>,
    /// Whether older commits were never fetched.
    pub is_shallow: bool,
}

/// A tag of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Without `refs/tags/`.
    pub name: String,
    /// The commit, as 40 hexadecimal digits.
    pub commit: String,
    /// The day it was made, where it says so.
    pub date: Option<NaiveDate>,
    /// What it says; empty for one that is a name and nothing else.
    pub message: String,
}

/// A commit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Commit {
    /// 40 hexadecimal digits.
    pub id: String,
    /// Their ids.
    pub parents: Vec<String>,
    /// The author's name.
    pub author: String,
    /// The day it was committed, where the committer was.
    pub date: Option<NaiveDate>,
    /// The whole message.
    pub message: String,
}

/// Reads the history of the repository that holds `folder`, a bare one too.
///
/// # Errors
/// [`RevisionError`] where there is no repository, or where it is damaged.
pub fn history(folder: &Path) -> Result<History, RevisionError> {
    let mut repository = repository(folder)?;
    // Each commit is looked up once for its time and once for its message.
    repository.object_cache_size_if_unset(16 << 20);
    let path = repository.git_dir().to_path_buf();
    let failed = |source| RevisionError::Read { path: path.clone(), source: Box::new(source) };
    Ok(History {
        tags: tags(&repository).map_err(failed)?,
        commits: commits(&repository).map_err(failed)?,
        remote: remote(&repository),
        is_shallow: repository.is_shallow().map_err(failed)?,
    })
}

fn tags(repository: &Repository) -> Result<Vec<Tag>, gix::Error> {
    let mut tags = Vec::new();
    for reference in repository.references()?.tags()? {
        let mut reference = reference?;
        let name = reference.name().shorten().to_string();
        let object = reference.id().object()?;
        let (mut date, mut message) = (None, String::new());
        if object.kind == gix::object::Kind::Tag {
            let tag = object.into_tag();
            date = tag.tagger()?.and_then(|tagger| day(tagger.time().ok()?));
            message = without_signature(&tag.decode()?.message.to_string());
        }
        // A tag may name a tree or a file, which no release is.
        let Ok(commit) = reference.peel_to_commit() else { continue };
        tags.push(Tag { name, commit: commit.id.to_string(), date, message });
    }
    tags.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(tags)
}

fn commits(repository: &Repository) -> Result<Vec<Commit>, gix::Error> {
    // A repository in which nothing was committed has no history, which is no failure.
    let Ok(head) = repository.head_id() else { return Ok(Vec::new()) };
    let walk = repository.rev_walk([head.detach()]).sorting(Sorting::ByCommitTime(CommitTimeOrder::NewestFirst));
    walk.all()?.map(|info| commit(&info?.object()?)).collect()
}

fn commit(commit: &gix::Commit<'_>) -> Result<Commit, gix::Error> {
    Ok(Commit {
        id: commit.id.to_string(),
        parents: commit.parent_ids().map(|id| id.to_string()).collect(),
        author: commit.author()?.name.to_string(),
        date: day(commit.time()?),
        message: commit.message_raw_sloppy().to_string(),
    })
}

fn day(time: gix::date::Time) -> Option<NaiveDate> {
    let moment = DateTime::from_timestamp(time.seconds, 0)?;
    Some(moment.with_timezone(&FixedOffset::east_opt(time.offset)?).date_naive())
}

/// A signature is part of a signed tag's text, and no word of it.
fn without_signature(message: &str) -> String {
    let end = message.find("-----BEGIN PGP SIGNATURE-----").or_else(|| message.find("-----BEGIN SSH SIGNATURE-----"));
    message[..end.unwrap_or(message.len())].trim().to_owned()
}

fn remote(repository: &Repository) -> Option<String> {
    let names = repository.remote_names();
    let only = names.iter().next().filter(|_| names.len() == 1);
    let name = names.iter().find(|name| *name == "origin").or(only)?;
    let address = repository.config_snapshot().string(format!("remote.{name}.url").as_str())?;
    Some(address.to_string())
}
