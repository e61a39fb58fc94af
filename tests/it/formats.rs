//! What `--format` prints, and what certain fixes write.

use snapbox::{assert_data_eq, str};
use tidings::diag::render;

use crate::support::SiteTest;

const ENTRY: &str = "content/events/2.4.0/scan.md";

/// The good site with an entry that holds two mistakes, one of them with another place.
fn two_mistakes() -> SiteTest {
    SiteTest::new().file(ENTRY, "---\nkind: feature\ntitle: Über \"alles\"\ntitle: Scan\ndocs: ä\n---\nText.\n")
}

#[test]
fn short_is_a_line_each() {
    let (sources, diags) = two_mistakes().diagnostics();
    assert_data_eq!(
        render::short(&sources, &diags),
        str![[r#"
content/events/2.4.0/scan.md:4:1: error[duplicate-field]: `title` stands twice
content/events/2.4.0/scan.md:5:7: error[bad-url]: `ä` is not a link

"#]]
    );
}

#[test]
fn json_is_an_object_a_line() {
    let (sources, diags) = two_mistakes().diagnostics();
    assert_data_eq!(
        render::json(&sources, &diags),
        str![[r#"
{"code":"duplicate-field","severity":"error","message":"`title` stands twice","file":"content/events/2.4.0/scan.md","line":4,"column":1,"end_line":4,"end_column":6,"help":"keep one of the two","related":[{"message":"first here","file":"content/events/2.4.0/scan.md","line":3,"column":1,"end_line":3,"end_column":6}]}
{"code":"bad-url","severity":"error","message":"`ä` is not a link","file":"content/events/2.4.0/scan.md","line":5,"column":7,"end_line":5,"end_column":8,"help":"write an absolute address that starts with `https://`, `http://` or `mailto:`","related":[]}

"#]]
    );
}

#[test]
fn colours_are_for_terminals() {
    let (sources, diags) = two_mistakes().diagnostics();
    assert!(!render::human(&sources, &diags, false).contains('\u{1b}'));
    assert!(render::human(&sources, &diags, true).contains('\u{1b}'));
}

#[test]
fn fixes_that_are_certain_mend_what_they_are_of() {
    let broken = "---\nkind: feture\ntitel: 404\nhighlight: yes\nrefs: EVT-1\ncomponent: chek-in\nalso_in: [2.30]\nsettings: [{ name: a, change: aded, default: 1 }]\n---\nText.\n";
    let (sources, diags) = SiteTest::new().file(ENTRY, broken).diagnostics();
    let mut edits: Vec<_> = diags.iter().filter_map(|diagnostic| diagnostic.fix.clone()).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    let mut text = broken.to_owned();
    for edit in edits {
        assert_eq!(sources.path(edit.span.file), ENTRY);
        text.replace_range(edit.span.range(), &edit.text);
    }
    assert_data_eq!(
        text,
        str![[r#"
---
kind: feature
title: 404
highlight: true
refs: [EVT-1]
component: check-in
also_in: ["2.30.0"]
settings: [{ name: a, change: added, default: "1" }]
---
Text.

"#]]
    );
}

#[test]
fn github_gets_a_workflow_command_for_each() {
    let (sources, diags) = two_mistakes().diagnostics();
    assert_data_eq!(
        render::github(&sources, &diags, "changes, all/"),
        str![[r#"
::error file=changes%2C all/content/events/2.4.0/scan.md,line=4,endLine=4,col=1,endColumn=6,title=duplicate-field::`title` stands twice%0Ahelp: keep one of the two
::error file=changes%2C all/content/events/2.4.0/scan.md,line=5,endLine=5,col=7,endColumn=8,title=bad-url::`ä` is not a link%0Ahelp: write an absolute address that starts with `https://`, `http://` or `mailto:`

"#]]
    );
}

/// Twelve entries with a misspelt field, one of them with a front matter that cannot be read, and a file that nobody reads.
fn many_mistakes() -> SiteTest {
    let entries = (0..12).map(|number| format!("content/events/2.4.0/e{number:02}.md"));
    let site = entries.fold(SiteTest::new().file("content/events/2.4.0/a.txt", "stray"), |site, path| {
        site.file(&path, format!("---\nkind: fix\ntitle: The fix of {path}\nrefz: []\n---\nText.\n"))
    });
    site.file("content/events/2.4.0/e11.md", "---\nkind: fix\ntitle: \"open\n---\nText.\n")
}

#[test]
fn github_shows_ten_of_a_level_so_the_worst_come_first_and_the_summary_has_all() {
    let (sources, diags) = many_mistakes().diagnostics();
    let commands = render::github(&sources, &diags, "");
    let lines: Vec<&str> = commands.lines().collect();
    assert!(lines[0].contains("e11.md") && lines[0].contains("title=yaml-syntax"), "{}", lines[0]);
    assert!(lines[lines.len() - 2].starts_with("::warning "), "{commands}");
    assert_eq!(
        lines[lines.len() - 1],
        "::notice title=tidings::12 errors, 1 warning in 13 files; GitHub shows 10 of each level here, and the job's summary has all"
    );
    let summary = render::github_summary(&sources, &diags, "");
    assert!(summary.starts_with("### tidings check: 12 errors, 1 warning in 13 files\n\n| | place |"), "{summary}");
    assert_eq!(summary.lines().filter(|line| line.starts_with("| ❌") || line.starts_with("| ⚠️")).count(), 13);
    assert!(summary.contains("| ❌ `unknown-field` | content/events/2.4.0/e00.md:4:1 | "), "{summary}");
}

#[test]
fn a_summary_stays_under_what_github_takes() {
    let bad = "---\nkind: fix\ntitle: A fix of its own\nrefz: []\n---\nText.\n";
    let path = |number| format!("content/events/2.4.0/{}{number:05}.md", "long".repeat(25));
    let site = (0..4000).fold(SiteTest::new(), |site, number| site.file(&path(number), bad));
    let (sources, diags) = site.diagnostics();
    let summary = render::github_summary(&sources, &diags, "");
    assert!(summary.len() < 1 << 20, "{} bytes", summary.len());
    let told = summary.lines().filter(|line| line.starts_with("| ❌")).count();
    let left = diags.iter().count() - told;
    assert!(summary.ends_with(&format!("\n… and {left} more, for which there is no room here.\n")));
}

#[test]
fn gitlab_knows_a_problem_again_that_moved_and_tells_two_of_a_kind_apart() {
    let fingerprints = |text: &str| -> Vec<String> {
        let (sources, diags) = SiteTest::new().file(ENTRY, text).diagnostics();
        let report: serde_json::Value = serde_json::from_str(&render::gitlab(&sources, &diags, "")).unwrap();
        report.as_array().unwrap().iter().map(|issue| issue["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let twice = fingerprints("---\nkind: feature\ntitle: Scan\n---\n[a](entry:gone) and [a](entry:gone)\n");
    let moved = fingerprints("---\nkind: feature\ntitle: Scan\n---\nA new line.\n\n[a](entry:gone) and [a](entry:gone)\n");
    assert_eq!(twice.len(), 2);
    assert_ne!(twice[0], twice[1]);
    assert_eq!(twice, moved);
}

#[test]
fn rdjsonl_counts_columns_in_bytes_and_suggests_what_is_certain() {
    let (sources, diags) = SiteTest::new().file(ENTRY, "---\nkind: feature\n# öü\ntitel: Scan\n---\nÄ😀 [x](entry:gone)\n").diagnostics();
    assert_data_eq!(
        render::rdjsonl(&sources, &diags, "changes/"),
        str![[r#"
{"message":"an entry of kind `feature` has no field `titel`/nhelp: did you mean `title`?","location":{"path":"changes/content/events/2.4.0/scan.md","range":{"start":{"line":4,"column":1},"end":{"line":4,"column":6}}},"severity":"ERROR","source":{"name":"tidings","url":"https://github.com/tidings-dev/tidings"},"code":{"value":"unknown-field"},"suggestions":[{"range":{"start":{"line":4,"column":1},"end":{"line":4,"column":6}},"text":"title"}]}
{"message":"there is no entry `gone`/nhelp: name an entry by its id, or by `VERSION/ID` if it is of another release","location":{"path":"changes/content/events/2.4.0/scan.md","range":{"start":{"line":6,"column":12},"end":{"line":6,"column":22}}},"severity":"ERROR","source":{"name":"tidings","url":"https://github.com/tidings-dev/tidings"},"code":{"value":"unresolved-entry"}}

"#]]
    );
}

#[test]
fn sarif_tells_place_rule_related_places_and_fix() {
    let (sources, diags) = SiteTest::new().file(ENTRY, "---\nkind: feature\ntitel: Scan\nkind: fix\n---\nText.\n").diagnostics();
    let log: serde_json::Value = serde_json::from_str(&render::sarif(&sources, &diags, "a folder/")).unwrap();
    let run = &log["runs"][0];
    let region = |line: u32, start: u32, end: u32| {
        serde_json::json!({
            "artifactLocation": { "uri": "a%20folder/content/events/2.4.0/scan.md", "uriBaseId": "%SRCROOT%" },
            "region": { "startLine": line, "startColumn": start, "endLine": line, "endColumn": end },
        })
    };
    let results = run["results"].as_array().unwrap();
    let rule = |result: &serde_json::Value| run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize]["id"].clone();
    assert_eq!(results.iter().map(rule).collect::<Vec<_>>(), ["unknown-field", "duplicate-field"]);
    assert_eq!(results[0]["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"], "title");
    assert_eq!(results[1]["locations"][0]["physicalLocation"], region(4, 1, 5));
    assert_eq!(results[1]["relatedLocations"][0]["physicalLocation"], region(2, 1, 5));
    assert_eq!(results[1]["relatedLocations"][0]["message"]["text"], "first here");
}
