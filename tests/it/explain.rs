//! What `tidings explain` tells: every code, with examples that are held to what they say.

use std::process::Command;

use snapbox::{assert_data_eq, str};
use tidings::diag::{ALL_CODES, Code, Example, Explained, explain, render};

use crate::support::SiteTest;

/// The codes that the good site has once the files of an example are laid over it, and how `check` shows them.
fn codes_of(examples: &[Example]) -> (Vec<&'static str>, String) {
    codes(&laid_over(SiteTest::new(), examples))
}

fn laid_over(site: SiteTest, examples: &[Example]) -> SiteTest {
    examples.iter().fold(site, |site, example| site.file(&example.path, bytes(example)))
}

fn codes(site: &SiteTest) -> (Vec<&'static str>, String) {
    let (sources, diags) = site.diagnostics();
    (diags.iter().map(|diagnostic| diagnostic.code.name()).collect(), render::human(&sources, &diags, false))
}

fn bytes(example: &Example) -> Vec<u8> {
    match example.encoding.as_deref() {
        None => example.text.clone().into_bytes(),
        // The first 256 characters of Unicode are those of Latin-1.
        Some("Latin-1") => example.text.chars().map(|character| u8::try_from(character).unwrap()).collect(),
        Some(other) => panic!("{}: there is no encoding `{other}`", example.path),
    }
}

/// The good site with the wrong example of a code.
pub fn wrong_site(code: Code, explained: &Explained) -> SiteTest {
    // What is lost stood there after the last build: the right example is what was built.
    let before = if code == Code::AddressLost { explained.right.as_slice() } else { &[] };
    let site = laid_over(SiteTest::new(), before);
    if !before.is_empty() {
        let mut build = Command::new(env!("CARGO_BIN_EXE_tidings"));
        assert!(build.current_dir(site.root()).args(["--today", "2026-11-22", "build", "-q"]).status().unwrap().success());
    }
    laid_over(site, &explained.wrong)
}

/// Every code and what is told of it.
pub fn all() -> impl Iterator<Item = (Code, Explained)> {
    ALL_CODES
        .iter()
        .map(|row| row.code)
        .map(|code| (code, explain(code).unwrap_or_else(|| panic!("src/diag/explain/{code}.md is missing"))))
}

#[test]
fn every_wrong_example_has_its_problem_and_no_other() {
    let mut wrong = String::new();
    for (code, explained) in all() {
        let (codes, text) = codes(&wrong_site(code, &explained));
        if codes.is_empty() || codes.iter().any(|other| *other != code.name()) {
            wrong += &format!("# {code}\n{text}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_right_example_has_no_problem() {
    let mut wrong = String::new();
    for (code, explained) in all() {
        let (codes, text) = codes_of(&explained.right);
        if !codes.is_empty() {
            wrong += &format!("# {code}\n{text}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_explanation_is_for_a_terminal_of_80_columns() {
    for (code, explained) in all() {
        assert!(!explained.prose.is_empty() && !explained.wrong.is_empty() && !explained.right.is_empty(), "{code}");
        let too_long = explained.prose.lines().find(|line| line.chars().count() > 80);
        assert_eq!(too_long, None, "{code}");
    }
}

#[test]
fn there_is_no_explanation_of_a_code_that_is_no_more() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/diag/explain");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name.strip_suffix(".md").is_some_and(|name| name.parse::<Code>().is_ok()), "{name}");
    }
}

/// Standard output, standard error and exit status of `tidings explain`, run where no site is.
fn run(arguments: &[&str]) -> (String, String, i32) {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_tidings")).current_dir(folder.path()).arg("explain").args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

#[test]
fn a_code_is_told_with_both_examples() {
    let (out, err, status) = run(&["released-in-future"]);
    assert_eq!((err.as_str(), status), ("", 0));
    assert_data_eq!(
        out,
        str![[r#"
released-in-future (error)

A release that counts as released is dated after today.

A release counts as released unless `status` says `planned`. Today is 22
November 2026 in this example. A release that is ready and waits for its hour
has `publish`.

Wrong:

  content/events/2.4.0/release.yaml

    date: 2026-12-01

Right:

  content/events/2.4.0/release.yaml

    date: 2026-12-01
    status: planned

"#]]
    );
}

#[test]
fn a_misspelt_code_is_told_with_the_nearest() {
    let (out, err, status) = run(&["unknown-feild"]);
    assert_eq!((out.as_str(), status), ("", 2));
    assert_data_eq!(
        err,
        str![[r#"
error: no diagnostic is called `unknown-feild`; did you mean `unknown-field`?

"#]]
    );
    assert_data_eq!(
        run(&["nonsense"]).1,
        str![[r#"
error: no diagnostic is called `nonsense`; `tidings explain` lists them all

"#]]
    );
}

#[test]
fn without_a_code_all_are_listed() {
    let (out, _, status) = run(&[]);
    assert_eq!(status, 0);
    let head: String = out.lines().take(6).map(|line| format!("{line}\n")).collect();
    assert_data_eq!(
        head,
        str![[r#"
yaml-syntax             The YAML of a file or of a front matter cannot be read.
                        Nothing else in it is checked until it can.
front-matter            A Markdown entry opens with a line `---`, its fields,
                        and another line `---`. One of the two lines is missing.
encoding                The file is not UTF-8. Save it as UTF-8; a byte-order
                        mark is accepted.

"#]]
    );
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    assert!(ALL_CODES.iter().all(|row| out.lines().any(|line| line.starts_with(row.name))));
}

#[test]
fn programs_read_it_as_json() {
    assert_data_eq!(
        run(&["bad-date", "--json"]).0,
        str![[r#"
{"code":"bad-date","severity":"error","can_be_set":true,"meaning":"Neither a day such as `2026-05-12` nor a time such as `2026-05-12T09:00:00Z`.","explanation":"Other ways to write a day mean different days in different countries: 5/12/2026/nis in May here and in December there. `tidings fix` rewrites those that can mean/none day only, such as `2026-5-9` and `12 May 2026`.","wrong":[{"file":"content/events/2.4.0/release.yaml","text":"date: 12/05/2026/n"}],"right":[{"file":"content/events/2.4.0/release.yaml","text":"date: 2026-05-12/n"}]}

"#]]
    );
    let (list, ..) = run(&["--json"]);
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list.as_array().unwrap().len(), ALL_CODES.len());
    assert_data_eq!(
        list[0].to_string(),
        str![[
            r#"{"can_be_set":false,"code":"yaml-syntax","meaning":"The YAML of a file or of a front matter cannot be read. Nothing else in it is checked until it can.","severity":"error"}"#
        ]]
    );
}
