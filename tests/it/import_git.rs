//! `import git`: commits between tags, on repositories that each test makes with the `git` program.

use std::fmt::Write;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use snapbox::{IntoData, assert_data_eq, str};
use tidings::import::git;
use tidings::load::{self, History};

use crate::import::{options, told};
use crate::import_tools::lost;

struct Repository(tempfile::TempDir);

impl Repository {
    fn new() -> Self {
        let repository = Self(tempfile::tempdir().unwrap());
        repository.git(&["init", "--quiet", "--initial-branch=main"], 0);
        repository
    }

    /// Runs git on day `day` of March 2026, with a configuration of its own.
    fn git(&self, arguments: &[&str], day: u32) -> &Self {
        self.fed(arguments, day, "")
    }

    fn fed(&self, arguments: &[&str], day: u32, input: &str) -> &Self {
        let date = format!("2026-03-{:02}T12:00:00+02:00", day.max(1));
        let mut git = Command::new("git");
        git.arg("-C").arg(self.0.path()).args(arguments).stdin(Stdio::piped()).stdout(Stdio::null());
        for (name, value) in [
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_CONFIG_SYSTEM", "/dev/null"),
            ("GIT_AUTHOR_NAME", "Jo Example"),
            ("GIT_AUTHOR_EMAIL", "jo@example.org"),
            ("GIT_COMMITTER_NAME", "Jo Example"),
            ("GIT_COMMITTER_EMAIL", "jo@example.org"),
            ("GIT_AUTHOR_DATE", &date),
            ("GIT_COMMITTER_DATE", &date),
        ] {
            git.env(name, value);
        }
        let mut running = git.spawn().unwrap();
        running.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        assert!(running.wait().unwrap().success(), "git {arguments:?}");
        self
    }

    fn commit(&self, day: u32, message: &str) -> &Self {
        self.git(&["commit", "--quiet", "--allow-empty", "-m", message], day)
    }

    fn history(&self) -> History {
        load::history(self.0.path()).unwrap()
    }
}

/// A repository with releases, a branch that was joined, a commit of no type, and tags that are no version.
fn events() -> Repository {
    let repository = Repository::new();
    repository
        .git(&["remote", "add", "origin", "git@github.com:acme/events.git"], 0)
        .commit(1, "feat(scan): scan tickets\n\nStaff scan at the door.\n\nRefs: #12, EVT-3")
        .git(&["tag", "v1.0.0"], 1)
        .commit(2, "Tidy the shed")
        .git(&["checkout", "--quiet", "-b", "side"], 2)
        .commit(3, "fix: count once\n\nCloses: #13\nCo-authored-by: Al Example <al@example.org>")
        .git(&["checkout", "--quiet", "main"], 3)
        .commit(4, "ci: run on Mondays")
        .git(&["merge", "--quiet", "--no-ff", "-m", "Merge branch 'side'", "side"], 5)
        .commit(6, "refactor(api)!: one address for all\n\nBREAKING CHANGE: Ask `/v2` instead.\nReviewed-by: Bo")
        .git(&["tag", "-a", "v2.0.0", "-m", "The one with a single address."], 7)
        .git(&["tag", "nightly"], 7)
        .commit(8, "perf: open reports faster");
    repository
}

#[test]
fn commits_become_entries_of_the_release_that_first_holds_them() {
    let history = events().history();
    let imported = git::import(&history, None, &options());
    let messages: Vec<&str> = history.commits.iter().map(|commit| commit.message.as_str()).collect();
    // Types that became kinds, tokens of footers that became fields, and an address that belongs to a person.
    let gone = ["BREAKING", "CHANGE", "Closes", "Co", "Refs", "al", "authored", "feat", "perf", "refactor"];
    assert_eq!(lost(&messages.join("\n"), &imported), gone);
    let told = history.commits.iter().fold(told(&imported), |told, commit| {
        let subject: String = commit.message.chars().filter(char::is_ascii_alphabetic).take(8).collect();
        told.replace(&commit.id, &format!("<{subject}>")).replace(&commit.id[..10], &format!("<{subject} in short>"))
    });
    assert_data_eq!(
        told,
        str![[r##"
Acme: 2 releases, 6 entries
note: commits that join branches or say nothing, kept as comments: 1
note: commits of the types build, chore, ci, docs, style and test are for the private audience `maintainers`: 1; a production build leaves them out
note: 1 entry stands under headings that are no kind of ours (ci), and end by saying which
note: site.yaml switches off `bump-too-small`, `version-order`: history breaks rules that are meant for new releases
1: Tidy the shed (as an improvement, for it has no type)
1: the tag `nightly` is no version that counts (nowhere)

=== content/site.yaml
title: Acme changelog
url: https://changes.example.org/

products:
  acme:
    name: Acme
    repository: https://github.com/acme/events
    components:
      api: api
      scan: scan

audiences:
  maintainers: { name: Maintainers, private: true }

# History is as it was: what was imported breaks rules that are meant for new releases.
# Delete a line to have its rule back.
checks:
  bump-too-small: off
  version-order: off

references:
  "#(\\d+)": "https://github.com/acme/events/issues/$1"
  "[0-9a-f]{10}": "https://github.com/acme/events/commit/$0"

=== content/acme/2.0.0.yaml
# <Mergebra> Merge branch 'side'
date: 2026-03-07
summary: |
  The one with a single address.
entries:
  - kind: breaking
    title: one address for all
    component: [api]
    refs: ["<refactor in short>"]
    contributors:
      - name: Jo Example
    body: |
      one address for all

      Reviewed-by: Bo

      ## Migration

      Ask `/v2` instead.
  - kind: improvement
    title: run on Mondays
    audience: [maintainers]
    refs: [<cirunonM in short>]
    contributors:
      - name: Jo Example
    body: |
      run on Mondays

      Listed under *ci*.
  - kind: fix
    title: count once
    refs: ["#13", "<fixcount in short>"]
    contributors:
      - name: Jo Example
      - name: Al Example
    body: |
      count once
  - kind: improvement
    title: Tidy the shed
    refs: ["<Tidythes in short>"]
    contributors:
      - name: Jo Example
    body: |
      Tidy the shed

=== content/acme/1.0.0.yaml
date: 2026-03-01
entries:
  - kind: feature
    title: scan tickets
    component: [scan]
    refs: ["#12", EVT-3, "<featscan in short>"]
    contributors:
      - name: Jo Example
    body: |
      scan tickets

      Staff scan at the door.

=== content/acme/unreleased/git.yaml
- kind: improvement
  title: open reports faster
  refs: [<perfopen in short>]
  contributors:
    - name: Jo Example
  body: |
    open reports faster

"##]]
        .raw()
    );
}

#[test]
fn a_prefix_says_which_tags_count() {
    let repository = Repository::new();
    repository.commit(1, "feat: one").git(&["tag", "core@1.0.0"], 1).commit(2, "feat: two").git(&["tag", "cli-2.0.0"], 2);
    repository.commit(3, "feat: three").git(&["tag", "core@1.1.0"], 3);
    let history = repository.history();
    let versions = |prefix| {
        let imported = git::import(&history, prefix, &options());
        let files = imported.files.iter().filter(|(path, _)| path.starts_with("content/") && path.ends_with(".yaml"));
        files.map(|(path, file)| format!("{path}: {}", file.matches("kind:").count())).collect::<Vec<_>>()
    };
    assert_eq!(versions(None), ["content/site.yaml: 0", "content/core/1.1.0.yaml: 2", "content/core/1.0.0.yaml: 1"]);
    assert_eq!(versions(Some("cli-")), ["content/site.yaml: 0", "content/acme/2.0.0.yaml: 2", "content/acme/unreleased/git.yaml: 1"]);
}

#[test]
fn detached_shallow_and_empty_repositories_are_read() {
    let empty = Repository::new();
    assert_eq!(empty.history(), History::default());
    let repository = events();
    let whole = repository.history();
    assert_eq!((whole.commits.len(), whole.tags.len(), whole.is_shallow), (7, 3, false));
    repository.git(&["checkout", "--quiet", "--detach", "v1.0.0"], 9);
    assert_eq!(repository.history().commits.len(), 1);
    let imported = git::import(&repository.history(), None, &options());
    let unplaced: Vec<&str> = imported.unplaced.iter().map(|unplaced| unplaced.text.as_str()).collect();
    assert_eq!(unplaced, ["the tag `nightly` is not in what is checked out", "the tag `v2.0.0` is not in what is checked out"]);
    let clone = tempfile::tempdir().unwrap();
    let from = format!("file://{}", repository.0.path().display());
    let to = clone.path().join("clone");
    repository.git(&["clone", "--quiet", "--depth", "1", "--branch", "main", &from, &to.to_string_lossy()], 9);
    let shallow = load::history(&to).unwrap();
    assert_eq!((shallow.commits.len(), shallow.is_shallow), (1, true));
    assert!(git::import(&shallow, None, &options()).notes[0].starts_with("the clone is shallow"));
    let error = load::history(Path::new("/")).unwrap_err();
    assert_eq!(error.to_string(), "`/` is in no git repository");
}

#[test]
fn ten_thousand_commits_take_seconds() {
    let repository = Repository::new();
    let mut stream = String::new();
    for number in 0..10_000 {
        let message = format!("fix: mend part {number}");
        let _ = write!(
            stream,
            "commit refs/heads/main\ncommitter Jo <jo@example.org> {} +0000\ndata {}\n{message}\n",
            1_700_000_000 + number,
            message.len()
        );
        if number % 100 == 99 {
            let _ = write!(stream, "reset refs/tags/v1.{}.0\nfrom refs/heads/main\n\n", number / 100);
        }
    }
    repository.fed(&["fast-import", "--quiet"], 1, &stream);
    let start = std::time::Instant::now();
    let history = repository.history();
    let imported = git::import(&history, None, &options());
    assert_eq!((imported.releases, imported.entries), (100, 10_000));
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
