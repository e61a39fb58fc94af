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
also_in: ["2.30"]
settings: [{ name: a, change: added, default: "1" }]
---
Text.

"#]]
    );
}
