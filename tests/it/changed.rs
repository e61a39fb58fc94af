//! `check --changed-since`: what a branch touched, and what that broke elsewhere.

use std::path::Path;
use std::process::{Command, Output};

use snapbox::{assert_data_eq, str};

use crate::support::SiteTest;

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").args(identity).args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn check(folder: &Path, revision: &str) -> Output {
    let program = env!("CARGO_BIN_EXE_tidings");
    let arguments = ["--today", "2026-11-22", "check", "--format", "short", "--changed-since", revision];
    Command::new(program).args(arguments).current_dir(folder).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A site in a repository, with an old mistake, a link from one entry to another, and a branch `main`.
fn repository() -> SiteTest {
    let site = SiteTest::new()
        .file("content/events/2.3.0/release.yaml", "date: 2026-04-12\n")
        .file("content/events/2.3.0/old.md", "---\nkind: fix\ntitle: An old mistake\nrefz: []\n---\nSee [the scan](entry:2.4.0/scan).\n");
    git(site.root(), &["init", "--quiet", "--initial-branch=main"]);
    git(site.root(), &["add", "."]);
    git(site.root(), &["commit", "--quiet", "--message=One"]);
    git(site.root(), &["switch", "--quiet", "--create", "branch"]);
    site
}

#[test]
fn an_old_mistake_is_not_told_again() {
    let site = repository();
    let output = check(site.root(), "main");
    assert_eq!((told(&output).as_str(), output.status.code()), ("", Some(0)));
}

#[test]
fn a_new_file_that_nobody_committed_yet_is_told_of() {
    let site = repository().file("content/events/unreleased/new.md", "---\nkind: fix\ntitel: A new mistake\n---\nText.\n");
    let output = check(site.root(), "main");
    assert_data_eq!(
        told(&output),
        str![[r#"
content/events/unreleased/new.md:3:1: error[unknown-field]: an entry of kind `fix` has no field `titel`

"#]]
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_a_change_broke_in_another_file_is_told_of_though_that_file_did_not_change() {
    let site = repository();
    git(site.root(), &["mv", "content/events/2.4.0/scan.md", "content/events/2.4.0/scan-offline.md"]);
    git(site.root(), &["commit", "--quiet", "--message=Rename"]);
    assert_data_eq!(
        told(&check(site.root(), "main")),
        str![[r#"
content/events/2.3.0/old.md:6:16: error[unresolved-entry]: there is no entry `2.4.0/scan`

"#]]
    );
}

#[test]
fn a_touched_file_is_told_of_with_its_old_mistakes() {
    let site = repository().append("content/events/2.3.0/old.md", "More text.\n");
    assert_data_eq!(
        told(&check(site.root(), "main")),
        str![[r#"
content/events/2.3.0/old.md:4:1: error[unknown-field]: an entry of kind `fix` has no field `refz`

"#]]
    );
}

#[test]
fn what_happened_on_main_since_the_branch_left_it_is_not_the_branchs() {
    let site = repository().file("content/events/unreleased/mine.md", "---\nkind: fix\ntitle: Mine is a good one\n---\nText.\n");
    git(site.root(), &["add", "."]);
    git(site.root(), &["commit", "--quiet", "--message=Mine"]);
    git(site.root(), &["switch", "--quiet", "main"]);
    let site = site.file("content/events/2.3.0/old.md", "---\nkind: fix\ntitle: An old mistake\n---\nMended.\n");
    git(site.root(), &["commit", "--quiet", "--all", "--message=Mend"]);
    git(site.root(), &["switch", "--quiet", "branch"]);
    let output = check(site.root(), "main");
    assert_eq!((told(&output).as_str(), output.status.code()), ("", Some(0)));
}

#[test]
fn a_change_of_line_ends_alone_touches_nothing() {
    let site = repository();
    let path = "content/events/2.3.0/old.md";
    let text = std::fs::read_to_string(site.root().join(path)).unwrap();
    let site = site.file(path, text.replace('\n', "\r\n"));
    assert_eq!(told(&check(site.root(), "main")), "");
}

#[test]
fn a_site_in_a_folder_of_the_repository_is_compared_with_that_folder() {
    let site = repository();
    let inner = site.root().join("changes");
    std::fs::create_dir(&inner).unwrap();
    git(site.root(), &["mv", "content", "changes/content"]);
    git(site.root(), &["commit", "--quiet", "--message=Move"]);
    assert_eq!(told(&check(&inner, "HEAD")), "");
    // From where there was no site, everything is new.
    assert_eq!(told(&check(&inner, "main")).lines().count(), 1);
}

#[test]
fn without_the_revision_or_a_repository_it_says_so() {
    let site = repository();
    let failure = |output: Output| (String::from_utf8(output.stderr).unwrap(), output.status.code());
    let (message, status) = failure(check(site.root(), "nowhere"));
    assert!(message.starts_with("error: git knows no commit `nowhere`; in a shallow clone it may not have been fetched"), "{message}");
    assert_eq!(status, Some(2));
    let (message, status) = failure(check(SiteTest::new().root(), "main"));
    assert!(message.contains("is in no git repository"), "{message}");
    assert_eq!(status, Some(2));
}
