//! The hook and the pipelines of `docs/ci.md`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use clap::Parser;
use tidings::cli::args::Arguments;

use crate::support::SiteTest;

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs git in a folder, with `tidings` on the path and nobody's settings.
fn git(folder: &Path, arguments: &[&str]) -> Output {
    let binary = Path::new(env!("CARGO_BIN_EXE_tidings")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
    let settings = ["-c", "user.name=Jo", "-c", "user.email=jo@example.org", "-c", "core.hooksPath=.git/hooks"];
    let mut command = Command::new("git");
    command.args(settings).args(arguments).current_dir(folder).env("PATH", path).env("GIT_CONFIG_GLOBAL", "/dev/null");
    command.env_remove("GIT_DIR").env_remove("GIT_INDEX_FILE").env_remove("GIT_WORK_TREE").output().unwrap()
}

fn commit(folder: &Path) -> Output {
    git(folder, &["commit", "-q", "-m", "Tell of the scanner"])
}

#[test]
fn the_hook_refuses_a_commit_with_an_error_in_it_and_passes_a_good_one() {
    let good = SiteTest::new();
    let root = good.root().to_path_buf();
    assert!(git(&root, &["init", "-q"]).status.success());
    fs::create_dir_all(root.join(".git/hooks")).unwrap();
    fs::copy(repository().join("docs/ci/pre-commit"), root.join(".git/hooks/pre-commit")).unwrap();
    git(&root, &["add", "."]);
    let passed = commit(&root);
    assert!(passed.status.success(), "{}", String::from_utf8_lossy(&passed.stderr));

    let wrong = good.file("content/events/2.4.0/scan.md", "---\nkind: feature\ntitel: Scan\n---\nText.\n");
    git(&root, &["add", "."]);
    let refused = commit(&root);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned() + &String::from_utf8_lossy(&refused.stdout);
    assert!(!refused.status.success() && said.contains("content/events/2.4.0/scan.md:3:1"), "{said}");

    // What counts is what is staged: a fix that is not staged does not help, and a mistake that is not staged does not hinder.
    let mended = wrong.file("content/events/2.4.0/scan.md", "---\nkind: feature\ntitle: Scan\n---\nText.\n");
    assert!(!commit(&root).status.success());
    git(&root, &["add", "."]);
    let _wrong_again = mended.file("content/events/2.4.0/scan.md", "---\nkind: feature\ntitel: Scan\n---\nText.\n");
    let passed = commit(&root);
    assert!(passed.status.success(), "{}", String::from_utf8_lossy(&passed.stdout));
    assert_eq!(git(&root, &["log", "--format=%s"]).stdout, b"Tell of the scanner\nTell of the scanner\n");
}

#[test]
fn every_command_in_the_documents_is_one() {
    let mut commands = 0;
    let documents = walkdir::WalkDir::new(repository().join("docs")).into_iter().map(|entry| entry.unwrap().into_path());
    let texts = documents.filter(|path| path.is_file() && path.extension().is_none_or(|extension| extension != "png"));
    let others = ["README.md", "CONTRIBUTING.md", ".pre-commit-hooks.yaml"].map(|name| repository().join(name));
    for path in texts.chain(others) {
        let (name, text) = (path.display(), fs::read_to_string(&path).unwrap());
        let starts = ["", "- ", "run: ", "- run: ", "entry: "].map(|before| format!("{before}tidings "));
        for line in text.lines().map(str::trim) {
            let Some(start) = starts.iter().find(|start| line.starts_with(start.as_str())) else { continue };
            let words = shlex::split(line[start.len()..].split([';', '|', '>', '#']).next().unwrap()).unwrap();
            let arguments = ["tidings".to_owned()].into_iter().chain(words);
            let parsed = Arguments::try_parse_from(arguments);
            assert!(parsed.is_ok(), "{name}: {line}: {}", parsed.unwrap_err());
            commands += 1;
        }
    }
    assert!(commands > 40, "only {commands}");
}
