//! What is wrong with files as files: bytes, sizes, links, YAML, front matters, places.

use std::sync::atomic::{AtomicBool, Ordering};

use snapbox::{assert_data_eq, str};
use tidings::load::{self, LoadError};

use crate::support::SiteTest;

const ENTRY: &str = "content/events/2.4.0/scan.md";
const RELEASE: &str = "content/events/2.4.0/release.yaml";

#[test]
fn a_good_site_has_nothing_wrong() {
    SiteTest::new().check(str![[r#"
0 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn a_folder_without_a_site_is_no_site() {
    let folder = tempfile::tempdir().unwrap();
    let error = load::site(folder.path()).unwrap_err();
    assert!(matches!(error, LoadError::NoSite { .. }), "{error}");
    assert_eq!(load::find_root(folder.path()), None);
}

#[test]
fn the_nearest_folder_upwards_with_a_site_is_found() {
    let test = SiteTest::new();
    assert_eq!(load::find_root(&test.root().join("content/events")), Some(test.root().to_path_buf()));
}

#[test]
fn bytes_that_are_not_utf_8_are_shown() {
    SiteTest::new().file(ENTRY, b"---\nkind: feature\ntitle: Caf\xe9 tables\n---\nText.\n").check(str![[r#"
error[encoding]: the file is not UTF-8: the byte E9 stands here
 --> content/events/2.4.0/scan.md:3:11
  |
3 | title: Caf� tables
  |           ^
  |
  = help: save it as UTF-8

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_byte_order_mark_and_crlf_are_accepted() {
    SiteTest::new()
        .file(ENTRY, "\u{feff}---\r\nkind: feature\r\ntitle: Scan\r\n---\r\nText.\r\n")
        .file(RELEASE, "\u{feff}date: 2026-05-12\r\nsummary: |\r\n  One.\r\n  Two.\r\n")
        .check(str![[r#"
0 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn places_are_exact_behind_a_byte_order_mark_crlf_and_long_letters() {
    SiteTest::new().file(ENTRY, "\u{feff}---\r\nkind: feature\r\ntitle: Ä日本\r\ncomponent: chek-in\r\n---\r\nText.\r\n").check(str![[
        r#"
error[unknown-component]: `events` has no component `chek-in`
 --> content/events/2.4.0/scan.md:4:12
  |
4 | component: chek-in
  |            ^^^^^^^
  |
  = help: did you mean `check-in`?

1 error, 0 warnings in 1 file

"#
    ]]);
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    SiteTest::new().file(ENTRY, vec![b'a'; 9 << 20]).check(str![[r#"
error[limit]: the file is 9 MB, and at most 8 MB are read
--> content/events/2.4.0/scan.md:1:1
 = help: split it

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_file_of_a_hundred_megabytes_is_refused_at_once() {
    let test = SiteTest::new();
    std::fs::File::create(test.root().join(RELEASE)).unwrap().set_len(100 << 20).unwrap();
    let start = std::time::Instant::now();
    test.check(str![[r#"
error[limit]: the file is 100 MB, and at most 8 MB are read
--> content/events/2.4.0/release.yaml:1:1
 = help: split it

1 error, 0 warnings in 1 file

"#]]);
    assert!(start.elapsed().as_secs() < 5);
}

#[test]
fn a_link_that_leads_nowhere_cannot_be_read() {
    let test = SiteTest::new().link("content/events/2.4.0/plan.md", "missing.md");
    let error = load::site(test.root()).unwrap_err();
    assert_data_eq!(
        error.to_string().replace(&*test.root().to_string_lossy(), "[SITE]"),
        str!["cannot read `[SITE]/content/events/2.4.0/plan.md`"]
    );
}

#[test]
fn files_may_be_renamed_while_the_site_is_read() {
    let test = SiteTest::new().file("content/events/2.4.0/plan.md", "---\nkind: feature\ntitle: Plan\n---\nPlan.\n");
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let [one, two] = ["plan.md", "plans.md"].map(|name| test.root().join("content/events/2.4.0").join(name));
            while !is_done.load(Ordering::Relaxed) {
                std::fs::rename(&one, &two).unwrap();
                std::fs::rename(&two, &one).unwrap();
            }
        });
        let failed = (0..200).filter_map(|_| load::site(test.root()).err()).next();
        is_done.store(true, Ordering::Relaxed);
        assert!(failed.is_none(), "{failed:?}");
    });
}

#[test]
fn hidden_files_and_leftovers_of_editors_are_ignored() {
    SiteTest::new()
        .file("content/events/2.4.0/.scan.md.swp", "x")
        .file("content/events/2.4.0/.draft.md", "x")
        .file("content/events/2.4.0/scan.md~", "x")
        .file("content/.git/config.yaml", "x: [")
        .link("content/events/2.4.0/.#scan.md", "writer@machine.1234:1")
        .check(str![[r#"
0 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn a_link_out_of_the_content_folder_is_not_followed() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.md"), "secret").unwrap();
    let test = SiteTest::new()
        .link("content/events/2.4.0/secret.md", outside.path().join("secret.md"))
        .link("content/events/2.4.0/more", outside.path());
    let (sources, diags) = test.diagnostics();
    assert!(sources.iter().all(|(_, file)| !file.text.contains("secret")));
    let text = tidings::diag::render::human(&sources, &diags, false).replace(&*outside.path().to_string_lossy(), "[OUTSIDE]");
    assert_data_eq!(
        text,
        str![[r#"
error[outside-content]: this link leads to `[OUTSIDE]`, out of the folder that is read
--> content/events/2.4.0/more:1:1
 = help: put a copy in its place

error[outside-content]: this link leads to `[OUTSIDE]/secret.md`, out of the folder that is read
--> content/events/2.4.0/secret.md:1:1
 = help: put a copy in its place

2 errors, 0 warnings in 2 files

"#]]
    );
}

#[test]
fn a_link_within_the_content_folder_is_followed() {
    SiteTest::new().file("content/events/2.4.0/plan.png", "png").link("content/events/2.4.0/scan.png", "plan.png").check(str![[r#"
warning[unused-file]: nobody refers to `plan.png`
--> content/events/2.4.0/plan.png:1:1
 = help: show it in an entry beside it: `![What it shows](plan.png)`

warning[unused-file]: nobody refers to `scan.png`
--> content/events/2.4.0/scan.png:1:1
 = help: show it in an entry beside it: `![What it shows](scan.png)`

0 errors, 2 warnings in 2 files

"#]]);
}

#[test]
fn a_link_to_a_folder_above_it_ends() {
    SiteTest::new().link("content/events/2.4.0/up", "..").check(str![[r#"
error[limit]: this link leads back to a folder it is in
--> content/events/2.4.0/up:1:1
 = help: remove the link

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn an_entry_without_a_front_matter_is_refused() {
    SiteTest::new().file(ENTRY, "Staff keep scanning.\n").check(str![[r#"
error[front-matter]: the file does not start with a front matter
 --> content/events/2.4.0/scan.md:1:1
  |
1 | Staff keep scanning.
  | ^^^^^^^^^^^^^^^^^^^^
  |
  = help: start it with a line `---`, the fields, and another line `---`

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn an_empty_entry_is_refused() {
    SiteTest::new().file(ENTRY, "").check(str![[r#"
error[front-matter]: the file does not start with a front matter
--> content/events/2.4.0/scan.md:1:1
 = help: start it with a line `---`, the fields, and another line `---`

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_front_matter_that_is_never_closed_is_refused() {
    SiteTest::new().file(ENTRY, "---\nkind: feature\ntitle: Scan\n\nText.\n").check(str![[r#"
error[front-matter]: the front matter that starts here is never closed
 --> content/events/2.4.0/scan.md:1:1
  |
1 | ---
  | ^^^
  |
  = help: add a line `---` after its last field

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_colon_in_a_value_asks_for_quotes() {
    SiteTest::new().file(ENTRY, "---\nkind: feature\ntitle: Scan: now offline\n---\nText.\n").check(str![[r#"
error[yaml-syntax]: a second `: ` stands in this value
 --> content/events/2.4.0/scan.md:3:12
  |
3 | title: Scan: now offline
  |            ^
  |
  = help: put the value in quotes: `title: "Scan: now offline"`

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_tab_for_indent_is_refused() {
    SiteTest::new().file(RELEASE, "date: 2026-05-12\nlts:\n\tuntil: 2028-05-12\n").check(str![[r#"
error[yaml-syntax]: a tab stands where only spaces may
 --> content/events/2.4.0/release.yaml:3:1
  |
3 |     until: 2028-05-12
  | ^^^^
  |
  = help: indent with spaces

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_wrong_indent_shows_its_line() {
    SiteTest::new().file(RELEASE, "date: 2026-05-12\nlts:\n    until: 2028-05-12\n  note: x\n").check(str![[r#"
error[yaml-syntax]: this line is indented like no field above it
 --> content/events/2.4.0/release.yaml:4:3
  |
4 |   note: x
  |   ^^^^^^^
  |
  = help: give the fields of one map the same indent

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn an_open_bracket_a_quote_and_an_at_sign_are_shown() {
    SiteTest::new()
        .file(ENTRY, "---\nkind: feature\ntitle: Scan\nrefs: [EVT-1\n---\nText.\n")
        .file(RELEASE, "title: \"Check-in\ndate: 2026-05-12\n")
        .file("content/events/2.4.0/fixes.yaml", "- kind: fix\n  title: @home\n")
        .check(str![[r#"
error[yaml-syntax]: a value cannot start with `@`
 --> content/events/2.4.0/fixes.yaml:2:10
  |
2 |   title: @home
  |          ^
  |
  = help: put the value in quotes: `title: "@home"`

error[yaml-syntax]: this quote is never closed
 --> content/events/2.4.0/release.yaml:1:8
  |
1 | title: "Check-in
  |        ^
  |
  = help: close it at the end of the value

error[yaml-syntax]: `[` is never closed
 --> content/events/2.4.0/scan.md:4:7
  |
4 | refs: [EVT-1
  |       ^
  |
  = help: close it with `]` at the end of its line

3 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn a_second_document_in_a_file_is_refused() {
    SiteTest::new().file(RELEASE, "date: 2026-05-12\n---\ndate: 2026-05-13\n").check(str![[r#"
error[yaml-syntax]: a second YAML document starts here
 --> content/events/2.4.0/release.yaml:2:1
  |
2 | ---
  | ^^^
  |
  = help: keep one document a file; remove the line `---`

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_file_that_is_no_map_is_refused() {
    SiteTest::new().file("content/site.yaml", "- title: Acme\n").check(str![[r#"
error[wrong-type]: site.yaml is a map of fields, and this is a list
 --> content/site.yaml:1:1
  |
1 | - title: Acme
  | ^^^^^^^^^^^^^
  |
  = help: write `name: value`, a field a line

1 error, 0 warnings in 1 file

"#]]);
    SiteTest::new()
        .file(RELEASE, "just words\n")
        .file("content/events/2.4.0/fixes.yaml", "kind: fix\ntitle: One\n")
        .file(ENTRY, "---\n- kind: feature\n---\nText.\n")
        .check(str![[r#"
error[wrong-type]: this file is a list of entries, and this is a map of fields
 --> content/events/2.4.0/fixes.yaml:1:1
  |
1 | kind: fix
  | ^^^^^^^^^
  |
  = help: start each entry with `- `

error[wrong-type]: a release is a map of fields, and this is text
 --> content/events/2.4.0/release.yaml:1:1
  |
1 | just words
  | ^^^^^^^^^^
  |
  = help: write `name: value`, a field a line

error[wrong-type]: an entry is a map of fields, and this is a list
 --> content/events/2.4.0/scan.md:2:1
  |
2 | - kind: feature
  | ^^^^^^^^^^^^^^^
  |
  = help: write `name: value`, a field a line

3 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn tags_anchors_and_aliases_are_refused() {
    SiteTest::new()
        .file(RELEASE, "date: &day 2026-05-12\nannounced: *day\n")
        .file("content/events/2.4.0/fixes.yaml", "- kind: !!str fix\n")
        .file(ENTRY, "---\nkind: *feature\n---\nText.\n")
        .check(str![[r#"
error[yaml-syntax]: the YAML tag `!!str` is not read here
 --> content/events/2.4.0/fixes.yaml:1:9
  |
1 | - kind: !!str fix
  |         ^^^^^
  |
  = help: write the value without it; put it in quotes to make it text

error[limit]: anchors (`&`) and aliases (`*`) are not read here
 --> content/events/2.4.0/release.yaml:1:7
  |
1 | date: &day 2026-05-12
  |       ^^^^
  |
  = help: write the value out; put a text that starts with `*` or `&` in quotes

error[limit]: anchors (`&`) and aliases (`*`) are not read here
 --> content/events/2.4.0/scan.md:2:7
  |
2 | kind: *feature
  |       ^^^^^^^^
  |
  = help: write the value out; put a text that starts with `*` or `&` in quotes

3 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn a_bomb_of_aliases_ends_at_its_first_anchor() {
    let mut bomb = "a: &a [x, x]\n".to_owned();
    for (one, next) in ('a'..'y').zip('b'..'z') {
        bomb += &format!("{next}: &{next} [*{one}, *{one}, *{one}, *{one}, *{one}, *{one}, *{one}, *{one}]\n");
    }
    SiteTest::new().file(RELEASE, bomb).check(str![[r#"
error[limit]: anchors (`&`) and aliases (`*`) are not read here
 --> content/events/2.4.0/release.yaml:1:4
  |
1 | a: &a [x, x]
  |    ^^
  |
  = help: write the value out; put a text that starts with `*` or `&` in quotes

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn nesting_is_bounded_in_both_styles() {
    let block: String = (0..100).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    SiteTest::new().file(RELEASE, "[".repeat(100_000)).file("content/events/2.4.0/fixes.yaml", block).check(str![[r#"
error[limit]: lists and maps are nested more than 64 deep
  --> content/events/2.4.0/fixes.yaml:65:65
   |
65 | ...                   a:
   |                       ^
   |
   = help: no field needs more than a few levels

error[limit]: lists and maps are nested more than 64 deep
 --> content/events/2.4.0/release.yaml:1:65
  |
1 | [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[...
  |                                                                 ^
  |
  = help: no field needs more than a few levels

2 errors, 0 warnings in 2 files

"#]]);
}

#[test]
fn a_folder_that_is_no_product_is_told_of_once() {
    SiteTest::new().file("content/evnts/2.4.0/release.yaml", "date: 2026-05-12\n").file("content/evnts/2.4.0/a.md", "").check(str![[r#"
error[bad-value]: the folder `content/evnts` is no product of this site
--> content/evnts/2.4.0/a.md:1:1
 = help: did you mean `events`? rename the folder

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_folder_that_is_no_version_is_told_of_once() {
    SiteTest::new()
        .file("content/events/2.x/release.yaml", "date: 2026-05-12\n")
        .file("content/events/2.x/a.md", "")
        .file("content/events/next/a.md", "")
        .file("content/events/2.4.yaml", "date: 2026-05-12\n")
        .check(str![[r#"
error[bad-version]: `2.4` is not a version of `events`
 --> content/events/2.4.yaml:1:1
  |
1 | date: 2026-05-12
  | ^^^^^^^^^^^^^^^^
  |
  = help: did you mean `2.4.0`? rename it

error[bad-version]: `2.x` is not a version of `events`
--> content/events/2.x/a.md:1:1
 = help: the folder or file of a release is named by its version, or `unreleased`; write a version as `2.4.0` or `2.4.0-beta.1`

error[bad-version]: `next` is not a version of `events`
--> content/events/next/a.md:1:1
 = help: the folder or file of a release is named by its version, or `unreleased`; write a version as `2.4.0` or `2.4.0-beta.1`

3 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn files_that_nobody_reads_are_told_of() {
    SiteTest::new()
        .file("content/notes.md", "x\n")
        .file("content/events/readme.md", "x\n")
        .file("content/events/2.4.0/more/scan.md", "x\n")
        .check(str![[r#"
warning[unused-file]: nobody reads `content/events/2.4.0/more/scan.md`
 --> content/events/2.4.0/more/scan.md:1:1
  |
1 | x
  | ^
  |
  = help: entries and releases stand at `content/PRODUCT/VERSION/` or `content/PRODUCT/unreleased/`

warning[unused-file]: nobody reads `content/events/readme.md`
 --> content/events/readme.md:1:1
  |
1 | x
  | ^
  |
  = help: entries and releases stand at `content/PRODUCT/VERSION/` or `content/PRODUCT/unreleased/`

warning[unused-file]: nobody reads `content/notes.md`
 --> content/notes.md:1:1
  |
1 | x
  | ^
  |
  = help: entries and releases stand at `content/PRODUCT/VERSION/` or `content/PRODUCT/unreleased/`

0 errors, 3 warnings in 3 files

"#]]);
}

#[test]
fn a_release_needs_its_release_yaml() {
    SiteTest::new().without(RELEASE).check(str![[r#"
error[missing-field]: `release.yaml` is missing in `content/events/2.4.0`
 --> content/events/2.4.0/scan.md:1:1
  |
1 | ---
  | ^^^
  |
  = help: add a file `release.yaml` with at least a line such as `date: 2026-05-12`, or `status: planned`

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn the_three_forms_of_a_release_mix() {
    let test = SiteTest::new()
        .without(RELEASE)
        .file("content/events/2.4.0.yaml", "date: 2026-05-12\nentries:\n  - kind: fix\n    title: Scans\n    body: Text.\n")
        .file("content/events/2.4.0/fixes.yaml", "- { kind: fix, title: One fix }\n- { kind: fix, title: Two fixes, id: two }\n")
        .file("content/events/v2.3.0.md", "---\ndate: 2026-04-12\n---\nA *summary*.\n");
    test.check(str![[r#"
0 errors, 0 warnings in 5 files

"#]]);
    let loaded = load::site(test.root()).unwrap();
    let documents = tidings::parse::parse(&loaded, &mut Default::default()).unwrap();
    let told: Vec<String> = documents
        .releases
        .iter()
        .map(|release| {
            let ids: Vec<&str> = release.entries.iter().map(|entry| entry.id.as_str()).collect();
            format!("{} {} {ids:?} {:?}", release.version.value, release.folder, release.summary.as_ref().map(|text| &text.value))
        })
        .collect();
    assert_data_eq!(
        told.join("\n"),
        str![[r#"
2.4.0 content/events ["scans", "one-fix", "two", "scan"] None
2.3.0 content/events [] Some("A *summary*./n")
"#]]
    );
}

#[test]
fn names_are_not_looked_up_while_a_file_cannot_be_read() {
    SiteTest::new()
        .file("content/events/2.4.0/open.md", "---\nkind: known-issue\ntitle: A: b\n---\nText.\n")
        .file(ENTRY, "---\nkind: fix\ntitle: Scan\nresolves: [open]\n---\nSee [it](entry:open).\n")
        .check(str![[r#"
error[yaml-syntax]: a second `: ` stands in this value
 --> content/events/2.4.0/open.md:3:9
  |
3 | title: A: b
  |         ^
  |
  = help: put the value in quotes: `title: "A: b"`

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn of_a_very_long_line_only_what_is_near_is_shown() {
    let padding = "ä, ".repeat(5000);
    let site = SiteTest::new().append("content/site.yaml", "references: { '[äx]': https://tracker.example/$0 }\n");
    site.file(ENTRY, format!("---\nkind: feature\ntitle: Scan\nrefs: [{padding}7, {padding}x]\n---\nText.\n")).check(str![[r#"
error[wrong-type]: `refs` takes text, and this is a number
 --> content/events/2.4.0/scan.md:4:15008
  |
 ::: 
4 | ... ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, 7, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ä, ...
  |                                                                    ^
  |
  = help: put it in quotes: `"7"`

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn of_a_file_with_very_many_problems_the_first_thousand_are_told_of() {
    let (sources, diags) =
        SiteTest::new().file(ENTRY, format!("---\nkind: feature\ntitle: Scan\nrefs: [{}]\n---\nText.\n", "7, ".repeat(1002))).diagnostics();
    let text = tidings::diag::render::short(&sources, &diags);
    assert_data_eq!(
        text.lines().rev().take(2).collect::<Vec<_>>().join("\n"),
        str![[r#"
content/events/2.4.0/scan.md:4:3008: error[limit]: 2 more problems from here on
content/events/2.4.0/scan.md:4:3005: error[wrong-type]: `refs` takes text, and this is a number
"#]]
    );
}
