//! The commits between tags, as Conventional Commits tell them: <https://www.conventionalcommits.org/en/v1.0.0/>.
//!
//! In: a repository's [`History`]. Out: a release for each tag that is a version, and each commit as an entry of the first release that
//! holds it. What says nothing to those who use the product is for an audience that a production build leaves out.
//! Commits that only join branches, and tags that are no version, stay as comments.

mod commit;

use std::collections::{HashMap, HashSet};

use crate::load::{Commit, History, Tag};

use super::notes::{Audience, Notes, Release};
use super::versions;
use super::{ImportOptions, Imported};

use commit::{DIGITS, MAINTAINERS};

/// Reads a history. `prefix` is what stands before the version in the tags that count; by default the most common one.
pub fn import(history: &History, prefix: Option<&str>, options: &ImportOptions) -> Imported {
    super::finish(read(history, prefix), "git", options)
}

/// A tag that is a version.
struct Tagged<'a> {
    tag: &'a Tag,
    version: String,
    order: Option<semver::Version>,
    /// The place of its commit in the history.
    at: usize,
}

fn read(history: &History, prefix: Option<&str>) -> Notes {
    let mut notes = Notes::default();
    remote(history, &mut notes);
    if history.is_shallow {
        notes.remarks.push("the clone is shallow: older commits are missing, and with them what older releases hold".to_owned());
    }
    let places: HashMap<&str, usize> = history.commits.iter().enumerate().map(|(at, commit)| (commit.id.as_str(), at)).collect();
    let tags = tagged(history, prefix, &places, &mut notes);
    let releases = releases_of(history, &tags, &places);
    let mut merges = 0;
    for tagged in tags.iter().rev() {
        notes.releases.push(release(tagged, &history.commits));
    }
    // Tags go from the oldest to the newest, releases the other way.
    let last = tags.len();
    for (commit, tag) in history.commits.iter().zip(releases) {
        let entry = commit::entry(commit, &mut notes);
        let place = match tag {
            Some(tag) => &mut notes.releases[last - 1 - tag],
            None => &mut notes.unreleased,
        };
        match entry {
            Some(entry) => place.entries.push(entry),
            None => {
                merges += 1;
                place.comments.push(format!("{} {}", commit.id, commit.message.trim()));
            }
        }
    }
    if merges > 0 {
        notes.remarks.push(format!("commits that join branches or say nothing, kept as comments: {merges}"));
    }
    if notes.entries().any(|entry| entry.audiences.iter().any(|key| key == MAINTAINERS)) {
        let name = "Maintainers".to_owned();
        notes.audiences.push(Audience { key: MAINTAINERS.to_owned(), name, private: true });
        let count = notes.entries().filter(|entry| !entry.audiences.is_empty()).count();
        notes.remarks.push(format!(
            "commits of the types build, chore, ci, docs, style and test are for the private audience `{MAINTAINERS}`: {count}; a production \
             build leaves them out"
        ));
    }
    notes
}

/// The address of the repository, and what makes links of its commits and issues.
fn remote(history: &History, notes: &mut Notes) {
    let Some(address) = history.remote.as_deref().and_then(web_address) else { return };
    let host = address.trim_start_matches("https://").split('/').next().unwrap_or_default();
    let inner = if host.contains("gitlab") { "/-" } else { "" };
    if !(host.contains("github") || host.contains("gitlab")) {
        return;
    }
    notes.references.push((r"#(\d+)".to_owned(), format!("{address}{inner}/issues/$1")));
    notes.references.push((format!("[0-9a-f]{{{DIGITS}}}"), format!("{address}{inner}/commit/$0")));
    notes.repository = Some(address);
}

/// `git@host:owner/name.git`, `ssh://git@host/owner/name.git` and `https://host/owner/name.git` as the page that people open.
fn web_address(remote: &str) -> Option<String> {
    let bare = remote.trim_end_matches('/').trim_end_matches(".git");
    let rest = ["https://", "http://", "ssh://", "git://"].iter().find_map(|scheme| bare.strip_prefix(scheme));
    let rest = match rest {
        Some(rest) => rest.to_owned(),
        None => bare.split_once('@')?.1.replacen(':', "/", 1),
    };
    // Neither a name nor a password belongs into a site.
    let rest = rest.rsplit_once('@').map_or(rest.as_str(), |(_, rest)| rest);
    rest.contains('/').then(|| format!("https://{rest}"))
}

/// The tags that count, from the oldest version to the newest. All others are listed.
fn tagged<'a>(history: &'a History, prefix: Option<&str>, places: &HashMap<&str, usize>, notes: &mut Notes) -> Vec<Tagged<'a>> {
    let read = |tag: &'a Tag| {
        let (name, version) = match prefix {
            Some(prefix) => ("", versions::version(tag.name.strip_prefix(prefix)?)?),
            None => versions::of_tag(&tag.name)?,
        };
        Some((name, version, tag))
    };
    let found: Vec<_> = history.tags.iter().filter_map(read).collect();
    let name = most_common(found.iter().map(|(name, ..)| *name));
    let mut tags: Vec<Tagged> = Vec::new();
    let mut taken = HashSet::new();
    for (_, version, tag) in found.into_iter().filter(|(of, ..)| Some(*of) == name) {
        let Some(at) = places.get(tag.commit.as_str()).copied() else { continue };
        if taken.insert(version.clone()) {
            tags.push(Tagged { tag, order: semver::Version::parse(&version).ok(), version, at });
        }
    }
    tags.sort_by(|a, b| a.order.cmp(&b.order));
    for tag in history.tags.iter().filter(|tag| !tags.iter().any(|counts| counts.tag == *tag)) {
        let why = if places.contains_key(tag.commit.as_str()) { "is no version that counts" } else { "is not in what is checked out" };
        let text = format!("the tag `{}` {why}", tag.name);
        if !tag.message.is_empty() {
            notes.unreleased.comments.push(format!("{text}:\n{}", tag.message));
        }
        notes.list_unplaced(&format!("refs/tags/{}", tag.name), 1, &text, if tag.message.is_empty() { "nowhere" } else { "as a comment" });
    }
    notes.name = name.filter(|name| !name.is_empty()).map(str::to_owned);
    tags
}

/// The most common one; of several the shortest, which may be nothing at all.
fn most_common<'a>(names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    names.for_each(|name| *counts.entry(name).or_default() += 1);
    counts.into_iter().max_by_key(|(name, count)| (*count, std::cmp::Reverse(name.len()), std::cmp::Reverse(*name))).map(|(name, _)| name)
}

/// For each commit the first of the tags, by version, that holds it.
fn releases_of(history: &History, tags: &[Tagged], places: &HashMap<&str, usize>) -> Vec<Option<usize>> {
    let mut releases = vec![None; history.commits.len()];
    for (index, tagged) in tags.iter().enumerate() {
        let mut open = vec![tagged.at];
        while let Some(at) = open.pop() {
            let (Some(release), Some(commit)) = (releases.get_mut(at), history.commits.get(at)) else { continue };
            if release.is_none() {
                *release = Some(index);
                open.extend(commit.parents.iter().filter_map(|parent| places.get(parent.as_str())));
            }
        }
    }
    releases
}

fn release(tagged: &Tagged, commits: &[Commit]) -> Release {
    let date = tagged.tag.date.or_else(|| commits.get(tagged.at).and_then(|commit| commit.date));
    let mut release = Release { version: tagged.version.clone(), written: tagged.version.clone(), date, ..Release::default() };
    let says_more = versions::of_tag(&tagged.tag.message).is_none() && tagged.tag.message != tagged.tag.name;
    release.summary.extend(Some(tagged.tag.message.clone()).filter(|message| says_more && !message.is_empty()));
    release
}
