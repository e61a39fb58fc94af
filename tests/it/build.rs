//! `build` and the other commands, run as a writer runs them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use snapbox::{assert_data_eq, str};
use tempfile::TempDir;

/// The folder of this repository, which holds the sample site.
fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn tidings(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tidings"));
    command.current_dir(folder).args(["--today", "2026-11-22"]).args(arguments).env_remove("SOURCE_DATE_EPOCH").output().unwrap()
}

fn text(bytes: &[u8], folder: &Path) -> String {
    String::from_utf8_lossy(bytes).replace(&folder.display().to_string(), "[SITE]")
}

fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    files.map(|entry| (entry.path().strip_prefix(folder).unwrap().to_owned(), fs::read(entry.path()).unwrap())).collect()
}

/// Copies a folder with its files made in the order given, which is the order that many file systems list them in.
fn copy(from: &Path, to: &Path, backwards: bool) {
    let mut files: Vec<PathBuf> = tree(from).into_keys().collect();
    if backwards {
        files.reverse();
    }
    for path in files {
        fs::create_dir_all(to.join(&path).parent().unwrap()).unwrap();
        fs::copy(from.join(&path), to.join(&path)).unwrap();
    }
}

/// A site made by `init`, which is the smallest that shows everything a reader needs.
fn small_site() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let made = tidings(folder.path(), &["init", "--name", "Acme", "--url", "https://changes.acme.example/"]);
    assert!(made.status.success(), "{}", text(&made.stderr, folder.path()));
    folder
}

#[test]
fn the_same_content_gives_the_same_bytes_in_any_folder_and_any_order_on_disk() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    copy(&repository().join("content"), &one.path().join("content"), false);
    copy(&repository().join("content"), &other.path().join("deep/down/content"), true);
    let first = tidings(one.path(), &["build"]);
    assert!(first.status.success(), "{}", text(&first.stderr, one.path()));
    assert!(tidings(&other.path().join("deep/down"), &["build"]).status.success());

    let (first, second) = (tree(&one.path().join("public")), tree(&other.path().join("deep/down/public")));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (path, bytes) in &first {
        assert!(second[path] == *bytes, "{} differs", path.display());
    }
}

#[test]
fn a_build_with_nothing_changed_writes_nothing() {
    let site = small_site();
    assert!(tidings(site.path(), &["build"]).status.success());
    let time = |path: &str| fs::metadata(site.path().join("public").join(path)).unwrap().modified().unwrap();
    let before = (time("index.html"), time("1.0.0/index.html"), time("atom.xml"));
    std::thread::sleep(std::time::Duration::from_millis(20));
    let again = tidings(site.path(), &["build", "--json"]);
    let result: serde_json::Value = serde_json::from_slice(&again.stdout).unwrap();
    assert_eq!((&result["written"], &result["removed"]), (&0.into(), &0.into()));
    assert_eq!(before, (time("index.html"), time("1.0.0/index.html"), time("atom.xml")));
}

#[test]
fn an_error_in_the_content_stops_the_build_with_1_and_leaves_the_old_site() {
    let site = small_site();
    assert!(tidings(site.path(), &["build"]).status.success());
    let before = tree(&site.path().join("public"));
    fs::write(site.path().join("content/acme/1.0.0/hello.md"), "---\nkind: feature\ntitel: Hello\n---\nText.\n").unwrap();
    let failed = tidings(site.path(), &["build"]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(text(&failed.stderr, site.path()).contains("content/acme/1.0.0/hello.md:3:1"), "{}", text(&failed.stderr, site.path()));
    assert_eq!(before, tree(&site.path().join("public")));
}

#[test]
fn a_missing_site_ends_with_2_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let output = tidings(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert_data_eq!(
        text(&output.stderr, folder.path()),
        str![[r#"
error: no site here or in any folder above: there is no `content/site.yaml`. `tidings init` makes a small working site

"#]]
    );
}

#[test]
fn init_never_overwrites() {
    let site = small_site();
    let before = tree(site.path());
    let again = tidings(site.path(), &["init", "--name", "Acme"]);
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(before, tree(site.path()));
}

#[test]
fn what_init_makes_is_clean() {
    let site = small_site();
    let checked = tidings(site.path(), &["check", "--deny", "warnings"]);
    assert_data_eq!(
        text(&checked.stdout, site.path()),
        str![[r#"
0 errors, 0 warnings in 4 files

"#]]
    );
    assert!(checked.status.success());
}

#[test]
fn new_writes_an_entry_beside_those_that_are_there() {
    let site = small_site();
    let entry = |title: &str| text(&tidings(site.path(), &["new", "fix", title]).stdout, site.path());
    assert_data_eq!(
        entry("Totals add up again"),
        str![[r#"
content/acme/unreleased/totals-add-up-again.md

"#]]
    );
    assert_data_eq!(
        entry("Totals add up again"),
        str![[r#"
content/acme/unreleased/totals-add-up-again-2.md

"#]]
    );
}

#[test]
fn new_names_the_kinds_there_are() {
    let site = small_site();
    let output = tidings(site.path(), &["new", "feture", "Something"]);
    assert_eq!(output.status.code(), Some(2));
    assert_data_eq!(
        text(&output.stderr, site.path()),
        str![[r#"
error: no entry template is named `feture`; there are `feature`, `breaking`, `security`, `improvement`, `fix`, `deprecation`, `known-issue`

"#]]
    );
}

#[test]
fn the_sample_site_is_clean() {
    let checked = tidings(&repository(), &["check", "--deny", "warnings"]);
    assert!(checked.status.success(), "{}", text(&checked.stdout, &repository()));
}

#[test]
fn a_folder_that_is_not_ours_is_refused() {
    let site = small_site();
    fs::create_dir(site.path().join("public")).unwrap();
    fs::write(site.path().join("public/thesis.txt"), "years of work").unwrap();
    let output = tidings(site.path(), &["build"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(site.path().join("public/thesis.txt")).unwrap(), "years of work");
    assert_data_eq!(
        text(&output.stderr, site.path()),
        str![[r#"
error: `[SITE]/public` holds what Tidings did not write: `thesis.txt`; move it away or choose another folder with `--out`

"#]]
    );
}

/// Pages once left out fields named `version` and `product`, which the JSON told.
#[test]
fn a_field_of_a_kind_of_the_sites_own_is_on_the_page_whatever_its_name() {
    let site = small_site();
    let template =
        "---\nheading: Firmware\nlabel: Firmware\norder: 90\nbump: patch\nschema:\n  properties: { version: { type: string } }\n---\n";
    fs::create_dir(site.path().join("templates")).unwrap();
    fs::write(site.path().join("templates/firmware.md"), template).unwrap();
    let entry = "---\nkind: firmware\ntitle: Readers have new firmware\nversion: fw-7341\n---\nThey start faster.\n";
    fs::write(site.path().join("content/acme/1.0.0/firmware.md"), entry).unwrap();
    let built = tidings(site.path(), &["build"]);
    assert!(built.status.success(), "{}", text(&built.stderr, site.path()));
    let holds = |path: &str| fs::read_to_string(site.path().join("public").join(path)).unwrap().contains("fw-7341");
    assert_eq!((holds("api/v1/acme/releases/1.0.0.json"), holds("1.0.0/index.html")), (true, true));
}
