//! `release`: cutting a release from what waits, all or nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use snapbox::{assert_data_eq, str};

use super::support::SiteTest;

fn entry(kind: &str, title: &str) -> String {
    format!("---\nkind: {kind}\ntitle: {title}\n---\nAll there is to say of it.\n")
}

/// Every file of the content folder and its bytes.
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(root.join("content")).into_iter().filter_map(Result::ok).filter(|file| file.file_type().is_file());
    files.map(|file| (file.path().strip_prefix(root).unwrap().display().to_string(), fs::read(file.path()).unwrap())).collect()
}

fn paths(site: &SiteTest) -> String {
    tree(site.root()).into_keys().map(|path| path + "\n").collect()
}

fn text(site: &SiteTest, path: &str) -> String {
    fs::read_to_string(site.root().join(path)).unwrap()
}

fn waiting() -> SiteTest {
    SiteTest::new()
        .file("content/events/unreleased/typo.md", entry("fix", "A word is right"))
        .file("content/events/unreleased/badges.md", entry("feature", "Print badges") + "![A badge](badge.png)\n")
        .file("content/events/unreleased/badge.png", "not really a picture")
        .file(
            "content/events/unreleased/small.yaml",
            "# Small things.\n\n# Said by support.\n- id: one\n  kind: fix\n  title: One is right\n  body: |\n    It was not.\n- {id: two, kind: fix, title: Two is right, body: It is. }\n",
        )
}

#[test]
fn what_waits_moves_into_a_release_of_the_version_it_asks_for() {
    let site = waiting();
    assert_data_eq!(
        site.run(&["release", "--title", "Badges: at last"]),
        str![[r#"
Released Event Management Platform 2.5.0, with 4 entries of `unreleased/`
  asked for by `badges` (feature): Print badges
  move content/events/unreleased/badges.md
    to content/events/2.5.0/badges.md
  move content/events/unreleased/small.yaml
    to content/events/2.5.0/small.yaml
  move content/events/unreleased/typo.md
    to content/events/2.5.0/typo.md
  move content/events/unreleased/badge.png
    to content/events/2.5.0/badge.png
  write content/events/2.5.0/release.yaml
Now read the files, then `tidings build`; `tidings notes events 2.5.0` has the text for a tag.

"#]]
    );
    assert_data_eq!(
        paths(&site),
        str![[r#"
content/events/2.4.0/release.yaml
content/events/2.4.0/scan.md
content/events/2.5.0/badge.png
content/events/2.5.0/badges.md
content/events/2.5.0/release.yaml
content/events/2.5.0/small.yaml
content/events/2.5.0/typo.md
content/site.yaml

"#]]
    );
    assert_data_eq!(
        text(&site, "content/events/2.5.0/release.yaml"),
        str![[r#"
title: "Badges: at last"
date: 2026-11-22
# summary: |
#   What it means for its readers, in a sentence or two.
# highlights: []   # ids of the entries to show first

"#]]
    );
    assert_data_eq!(
        site.run(&["check"]),
        str![[r#"
0 errors, 0 warnings in 8 files

"#]]
    );
    assert_data_eq!(
        site.run(&["release"]),
        str![[r#"
error: nothing waits in `content/events/unreleased/`: write an entry with `tidings new`, or say `--no-entries` to release none
exit status 2

"#]]
    );
    assert_data_eq!(
        site.run(&["release", "2.5.0"]),
        str![[r#"
error: `2.5.0` is released already, and a version is not used twice; the next is `2.5.1`
exit status 2

"#]]
    );
}

#[test]
fn a_dry_run_prints_everything_and_writes_nothing() {
    let site = waiting();
    let before = tree(site.root());
    assert_data_eq!(
        site.run(&["release", "--dry-run", "--lts", "2028-01-01", "--summary", "Two\nlines"]),
        str![[r#"
Would release Event Management Platform 2.5.0, with 4 entries of `unreleased/`
  asked for by `badges` (feature): Print badges
  move content/events/unreleased/badges.md
    to content/events/2.5.0/badges.md
  move content/events/unreleased/small.yaml
    to content/events/2.5.0/small.yaml
  move content/events/unreleased/typo.md
    to content/events/2.5.0/typo.md
  move content/events/unreleased/badge.png
    to content/events/2.5.0/badge.png
  write content/events/2.5.0/release.yaml

--- /dev/null
+++ content/events/2.5.0/release.yaml
@@ -0,0 +1,7 @@
+date: 2026-11-22
+lts: { until: 2028-01-01 }
+summary: |
+  Two
+  lines
+# title: What it is about, in a few words
+# highlights: []   # ids of the entries to show first

"#]]
    );
    assert_data_eq!(
        site.run(&["release", "--dry-run", "--json", "--entry", "typo"]),
        str![[r#"
{
  "asked_by": {
    "id": "typo",
    "kind": "fix",
    "private": false,
    "release": null,
    "title": "A word is right"
  },
  "changes": [
    {
      "change": "move",
      "from": "content/events/unreleased/typo.md",
      "to": "content/events/2.4.1/typo.md"
    },
    {
      "change": "write",
      "path": "content/events/2.4.1/release.yaml"
    }
  ],
  "dry_run": true,
  "entries": [
    {
      "id": "typo",
      "title": "A word is right"
    }
  ],
  "notes": [],
  "product": "events",
  "status": "released",
  "version": "2.4.1",
  "was_planned": false
}

"#]]
    );
    assert_eq!(tree(site.root()), before);
}

#[test]
fn a_cut_that_would_be_wrong_is_refused_with_its_reason() {
    let site = waiting()
        .append("content/site.yaml", "policy: { readiness: [tests] }\n")
        .file("content/events/2.4.0/release.yaml", "date: 2026-05-12\nreadiness: { tests: done }\n");
    let before = tree(site.root());
    assert_data_eq!(
        site.run(&["release", "2.4.1", "--ready", "all"]),
        str![[r#"
error[bump-too-small]: `2.4.1` is a patch step from `2.4.0`, too small for `badges` of kind `feature`
 --> content/events/2.4.1/release.yaml:1:1
  |
1 | date: 2026-11-22
  | ^^^^^^^^^^^^^^^^
  |
 ::: content/events/2.4.1/badges.md:2:7
  |
2 | kind: feature
  |       ------- `badges` asks for a minor release
  |
  = help: call the release `2.5.0`, or move the entry to a minor release

1 error, 0 warnings in 1 file
Nothing was written: with 2.4.1 the site would have these errors.
exit status 1

"#]]
    );
    assert_data_eq!(
        site.run(&["release"]),
        str![[r#"
error[not-ready]: `2.5.0` is released, but `tests` is not done
 --> content/events/2.5.0/release.yaml:2:21
  |
2 | readiness: { tests: todo }
  |                     ^^^^
  |
  = help: write `tests: done` under `readiness` once that is so, or `status: planned` until then

1 error, 0 warnings in 1 file
Nothing was written: with 2.5.0 the site would have these errors.
exit status 1

"#]]
    );
    assert_data_eq!(
        site.run(&["release", "--ready", "test"]),
        str![[r#"
error: the policy's readiness has no item `test`; the only item is `tests`
exit status 2

"#]]
    );
    assert_data_eq!(
        site.run(&["release", "--ready", "tests", "--date", "2026-12-01"]),
        str![[r#"
error[released-in-future]: `2.5.0` counts as released, but its date is after today, 2026-11-22
 --> content/events/2.5.0/release.yaml:1:7
  |
1 | date: 2026-12-01
  |       ^^^^^^^^^^
  |
  = help: write `status: planned` until it is out, or correct the date

1 error, 0 warnings in 1 file
Nothing was written: with 2.5.0 the site would have these errors.
exit status 1

"#]]
    );
    assert_eq!(tree(site.root()), before);
    let site = site.file("content/events/unreleased/bad.md", "no front matter\n");
    assert_data_eq!(
        site.run(&["release"]),
        str![[r#"
error[front-matter]: the file does not start with a front matter
 --> content/events/unreleased/bad.md:1:1
  |
1 | no front matter
  | ^^^^^^^^^^^^^^^
  |
  = help: start it with a line `---`, the fields, and another line `---`

1 error, 0 warnings in 1 file
Nothing was written: the site has these errors already.
exit status 1

"#]]
    );
}

#[test]
fn an_older_line_takes_only_the_entries_that_are_named() {
    let site = waiting()
        .file("content/events/2.3.1/release.yaml", "date: 2026-05-01\n")
        .file("content/events/unreleased/typo.md", entry("fix", "A word is right") + "![A badge](badge.png)\n");
    assert_data_eq!(
        site.run(&["release", "--from", "2.3", "--hotfix"]),
        str![[r#"
error: `2.3.2` comes after `2.4.0` is out, and what waits may be for the newer line: name what it takes with `--entry ID`; there are `badges`, `one`, `two` and `typo`
exit status 2

"#]]
    );
    assert_data_eq!(
        site.run(&["release", "--from", "2.3", "--hotfix", "--entry", "typo", "--entry", "one"]),
        str![[r#"
Released Event Management Platform 2.3.2, with 2 entries of `unreleased/`
  asked for by `one` (fix): One is right
  write content/events/unreleased/small.yaml
  write content/events/2.3.2/small.yaml
  move content/events/unreleased/typo.md
    to content/events/2.3.2/typo.md
  copy content/events/unreleased/badge.png
    to content/events/2.3.2/badge.png
  write content/events/2.3.2/release.yaml
note: `2.3.2` is of an older line than `2.4.0`: name the next release of the newer line in `also_in` of what that has too
Now read the files, then `tidings build`; `tidings notes events 2.3.2` has the text for a tag.

"#]]
    );
    assert_data_eq!(
        paths(&site),
        str![[r#"
content/events/2.3.1/release.yaml
content/events/2.3.2/badge.png
content/events/2.3.2/release.yaml
content/events/2.3.2/small.yaml
content/events/2.3.2/typo.md
content/events/2.4.0/release.yaml
content/events/2.4.0/scan.md
content/events/unreleased/badge.png
content/events/unreleased/badges.md
content/events/unreleased/small.yaml
content/site.yaml

"#]]
    );
    assert_data_eq!(
        text(&site, "content/events/unreleased/small.yaml"),
        str![[r#"
# Small things.

- {id: two, kind: fix, title: Two is right, body: It is. }

"#]]
    );
    assert_data_eq!(
        text(&site, "content/events/2.3.2/small.yaml"),
        str![[r#"
# Said by support.
- id: one
  kind: fix
  title: One is right
  body: |
    It was not.

"#]]
    );
    assert_data_eq!(
        text(&site, "content/events/2.3.2/release.yaml"),
        str![[r#"
date: 2026-11-22
type: hotfix
# title: What it is about, in a few words
# summary: |
#   What it means for its readers, in a sentence or two.
# highlights: []   # ids of the entries to show first

"#]]
    );
    assert_data_eq!(
        site.run(&["release", "--from", "2.2", "--hotfix", "--entry", "two"]),
        str![[r#"
error: no release of the line `2.2` is out, so there is nothing to follow
exit status 2

"#]]
    );
    assert_data_eq!(
        site.run(&["release", "--entry", "tow"]),
        str![[r#"
error: no entry `tow` waits in `content/events/unreleased/`; the waiting entries are `badges` and `two`
exit status 2

"#]]
    );
    assert_data_eq!(
        site.run(&["check"]),
        str![[r#"
0 errors, 0 warnings in 11 files

"#]]
    );
}

#[test]
fn pre_releases_are_counted_and_lead_to_the_stable_release() {
    let site = waiting();
    site.run(&["release", "--pre", "beta"]);
    let site = site.file("content/events/unreleased/typo.md", entry("fix", "A word is right at last"));
    assert_data_eq!(
        site.run(&["release", "--pre", "beta"]),
        str![[r#"
Released Event Management Platform 2.5.0-beta.2, with 1 entry of `unreleased/`
  asked for by `badges` of 2.5.0-beta.1 (feature): Print badges
  move content/events/unreleased/typo.md
    to content/events/2.5.0-beta.2/typo.md
  write content/events/2.5.0-beta.2/release.yaml
note: `typo` takes the place of `2.5.0-beta.1/typo`
Now read the files, then `tidings build`; `tidings notes events 2.5.0-beta.2` has the text for a tag.

"#]]
    );
    assert_data_eq!(
        site.run(&["release", "--pre", "rc"]),
        str![[r#"
error: nothing waits in `content/events/unreleased/`: write an entry with `tidings new`, or say `--no-entries` to release none
exit status 2

"#]]
    );
    let site = site.file("content/events/unreleased/late.md", entry("fix", "Late"));
    site.run(&["release", "--pre", "rc"]);
    assert_data_eq!(
        site.run(&["release", "2.5.0", "--pre", "alpha", "--no-entries"]),
        str![[r#"
error: `2.5.0-rc.1` is out already, and `2.5.0-alpha.1` would come before it
exit status 2

"#]]
    );
    assert_data_eq!(
        site.run(&["release"]),
        str![[r#"
Released Event Management Platform 2.5.0, with 0 entries of `unreleased/`
  asked for by `badges` of 2.5.0-beta.1 (feature): Print badges
  write content/events/2.5.0/release.yaml
Now read the files, then `tidings build`; `tidings notes events 2.5.0` has the text for a tag.

"#]]
    );
    assert_data_eq!(
        site.run(&["check"]),
        str![[r#"
0 errors, 0 warnings in 13 files

"#]]
    );
}

#[test]
fn a_plan_turns_into_the_release_and_keeps_its_comments() {
    let site = waiting().append("content/site.yaml", "policy: { readiness: [tests, documentation] }\n")
        .file("content/events/2.4.0/release.yaml", "date: 2026-05-12\nreadiness: { tests: done, documentation: done }\n")
        .file("content/events/2.5.0.yaml", "# Our next one.\ntitle: Badges   # said by sales\ndate: 2026-12-08\nstatus: planned\nsummary: |\n  Badges\n  at the door.\n\nreadiness:\n  tests: todo # by Jo\n");
    assert_data_eq!(
        site.run(&["release", "--ready", "all", "--summary", "Badges."]),
        str![[r#"
Released Event Management Platform 2.5.0, which was planned, with 4 entries of `unreleased/`
  asked for by `badges` (feature): Print badges
  move content/events/unreleased/badges.md
    to content/events/2.5.0/badges.md
  move content/events/unreleased/small.yaml
    to content/events/2.5.0/small.yaml
  move content/events/unreleased/typo.md
    to content/events/2.5.0/typo.md
  move content/events/unreleased/badge.png
    to content/events/2.5.0/badge.png
  write content/events/2.5.0.yaml
Now read the files, then `tidings build`; `tidings notes events 2.5.0` has the text for a tag.

"#]]
    );
    assert_data_eq!(
        text(&site, "content/events/2.5.0.yaml"),
        str![[r##"
# Our next one.
title: Badges   # said by sales
date: 2026-11-22
status: released
summary: "Badges."
readiness:
  documentation: done
  tests: done # by Jo

"##]]
    );
    assert_data_eq!(
        site.run(&["check"]),
        str![[r#"
0 errors, 0 warnings in 8 files

"#]]
    );
}

#[test]
fn a_plan_in_markdown_with_the_line_ends_of_windows_keeps_its_text() {
    let plan = "---\r\n# Our next one.\r\ndate: 2026-12-08\r\nstatus: planned\r\n---\r\nBadges at the door.\r\n";
    let list = "# Small things.\r\n- id: one\r\n  kind: fix\r\n  title: One is right\r\n\r\n# Said by support.\r\n- id: two\r\n  kind: fix\r\n  title: Two is right\r\n";
    let site = SiteTest::new().file("content/events/2.4.1.md", plan).file("content/events/unreleased/small.yaml", list);
    site.run(&["release", "2.4.1", "--entry", "two", "--title", "Small"]);
    assert_eq!(
        text(&site, "content/events/2.4.1.md"),
        "---\r\n# Our next one.\r\ntitle: Small\r\ndate: 2026-11-22\r\nstatus: released\r\n---\r\nBadges at the door.\r\n"
    );
    assert_eq!(
        text(&site, "content/events/2.4.1/small.yaml"),
        "# Said by support.\r\n- id: two\r\n  kind: fix\r\n  title: Two is right\r\n"
    );
    assert_eq!(
        text(&site, "content/events/unreleased/small.yaml"),
        "# Small things.\r\n- id: one\r\n  kind: fix\r\n  title: One is right\r\n\r\n"
    );
    assert_data_eq!(
        site.run(&["check"]),
        str![[r#"
0 errors, 0 warnings in 6 files

"#]]
    );
    let summary = SiteTest::new().file("content/events/2.4.1.md", plan);
    assert_data_eq!(
        summary.run(&["release", "2.4.1", "--summary", "Other"]),
        str![[r#"
error: the summary of `content/events/2.4.1.md` is its text: write it there, and leave out `--summary`
exit status 2

"#]]
    );
}

#[test]
fn a_plan_under_embargo_keeps_its_day() {
    let plan = "date: 2026-12-01\npublish: 2026-12-01T09:00:00Z\nstatus: planned\n";
    let site = SiteTest::new().file("content/events/2.4.1.yaml", plan).file("content/events/unreleased/typo.md", entry("fix", "A word"));
    site.run(&["release", "2.4.1"]);
    assert_eq!(text(&site, "content/events/2.4.1.yaml"), "date: 2026-12-01\npublish: 2026-12-01T09:00:00Z\nstatus: released\n");
    assert_data_eq!(
        site.run(&["notes", "2.4.1"]),
        str![[r#"
error: Event Management Platform 2.4.1 is not public yet: it is under embargo, or planned and not announced
exit status 2

"#]]
    );
}

#[test]
fn a_release_is_planned_with_what_waits() {
    let site = waiting();
    assert_data_eq!(
        site.run(&["release", "2.6.0", "--status", "planned", "--date", "2026-12-08", "--announced", "2026-11-22"]),
        str![[r#"
Planned Event Management Platform 2.6.0, with 4 entries of `unreleased/`
  move content/events/unreleased/badges.md
    to content/events/2.6.0/badges.md
  move content/events/unreleased/small.yaml
    to content/events/2.6.0/small.yaml
  move content/events/unreleased/typo.md
    to content/events/2.6.0/typo.md
  move content/events/unreleased/badge.png
    to content/events/2.6.0/badge.png
  write content/events/2.6.0/release.yaml
Now read the files, then `tidings build`.

"#]]
    );
    assert_data_eq!(
        text(&site, "content/events/2.6.0/release.yaml"),
        str![[r#"
date: 2026-12-08
status: planned
announced: 2026-11-22
# title: What it is about, in a few words
# summary: |
#   What it means for its readers, in a sentence or two.
# highlights: []   # ids of the entries to show first

"#]]
    );
}

#[test]
fn references_lead_where_they_led() {
    let site = waiting()
        .file("content/events/2.4.0/scan.md", entry("feature", "Scan") + "See [it](entry:unreleased/badges), and [that](entry:scan).\n")
        .file("content/events/unreleased/scan.md", entry("fix", "Scan again") + "See [the first](entry:2.4.0/scan).\n")
        .file("content/events/2.3.0/release.yaml", "date: 2026-01-01\n")
        .file("content/events/2.3.0/old.md", entry("feature", "Old") + "See [that](entry:scan).\n");
    assert_data_eq!(
        site.run(&["release"]),
        str![[r#"
Released Event Management Platform 2.5.0, with 5 entries of `unreleased/`
  asked for by `badges` (feature): Print badges
  move content/events/unreleased/badges.md
    to content/events/2.5.0/badges.md
  move content/events/unreleased/scan.md
    to content/events/2.5.0/scan.md
  move content/events/unreleased/small.yaml
    to content/events/2.5.0/small.yaml
  move content/events/unreleased/typo.md
    to content/events/2.5.0/typo.md
  move content/events/unreleased/badge.png
    to content/events/2.5.0/badge.png
  write content/events/2.5.0/release.yaml
  write content/events/2.3.0/old.md
  write content/events/2.4.0/scan.md
note: `scan` is written `2.4.0/scan` in `content/events/2.3.0/old.md`, so that it leads where it led
note: `unreleased/badges` is written `2.5.0/badges` in `content/events/2.4.0/scan.md`, so that it leads where it led
Now read the files, then `tidings build`; `tidings notes events 2.5.0` has the text for a tag.

"#]]
    );
    assert_data_eq!(
        text(&site, "content/events/2.4.0/scan.md") + &text(&site, "content/events/2.3.0/old.md"),
        str![[r#"
---
kind: feature
title: Scan
---
All there is to say of it.
See [it](entry:2.5.0/badges), and [that](entry:scan).
---
kind: feature
title: Old
---
All there is to say of it.
See [that](entry:2.4.0/scan).

"#]]
    );
    assert_data_eq!(
        site.run(&["check"]),
        str![[r#"
0 errors, 0 warnings in 11 files

"#]]
    );
}

#[test]
fn a_calendar_gives_the_month() {
    let site = waiting()
        .file(
            "content/site.yaml",
            "title: Acme\nurl: https://changes.acme.example/\nproducts:\n  events: { name: Events, versioning: calendar }\n",
        )
        .without("content/events/2.4.0/release.yaml")
        .without("content/events/2.4.0/scan.md");
    site.run(&["release", "--entry", "typo"]);
    site.run(&["release"]);
    assert_data_eq!(
        paths(&site),
        str![[r#"
content/events/2026.11.1/badge.png
content/events/2026.11.1/badges.md
content/events/2026.11.1/release.yaml
content/events/2026.11.1/small.yaml
content/events/2026.11/release.yaml
content/events/2026.11/typo.md
content/site.yaml

"#]]
    );
}

#[test]
fn with_several_products_one_is_named() {
    let site = waiting().file(
        "content/site.yaml",
        "title: Acme\nurl: https://changes.acme.example/\nproducts:\n  events: { name: Events }\n  desk: { name: Desk }\n  till: { name: Till }\n",
    );
    assert_data_eq!(
        site.run(&["release"]),
        str![[r#"
error: this site has several products: name one of `events`, `desk` and `till`
exit status 2

"#]]
    );
    assert_data_eq!(
        site.run(&["release", "dekk", "1.0.0"]),
        str![[r#"
error: no product has the key `dekk`; did you mean `desk`?
exit status 2

"#]]
    );
    assert_data_eq!(
        site.run(&["release", "desk"]),
        str![[r#"
error: nothing waits in `content/desk/unreleased/`: write an entry with `tidings new`, or say `--no-entries` to release none
exit status 2

"#]]
    );
    assert_data_eq!(
        site.run(&["release", "desk", "1.x"]),
        str![[r#"
error: `1.x` is neither a product nor a version: write a version as `2.4.0` or `2.4.0-beta.1`
exit status 2

"#]]
    );
    assert_data_eq!(
        site.run(&["release", "desk", "--no-entries"]),
        str![[r#"
Released Desk 1.0.0, with 0 entries of `unreleased/`
  write content/desk/1.0.0/release.yaml
Now read the files, then `tidings build`; `tidings notes desk 1.0.0` has the text for a tag.

"#]]
    );
}

/// The content of a site with many entries, and a picture beside each.
fn large() -> SiteTest {
    let mut site = SiteTest::new();
    for number in 0..60 {
        let name = format!("content/events/unreleased/entry-{number}");
        site = site
            .file(&format!("{name}.md"), entry("fix", &format!("Number {number}")) + &format!("![A picture](entry-{number}.png)\n"))
            .file(&format!("{name}.png"), format!("picture {number}").repeat(2000));
    }
    site.file("content/events/2.4.1.yaml", "status: planned\n")
}

#[test]
fn a_kill_at_any_moment_loses_and_doubles_nothing() {
    let whole = large();
    let before = tree(whole.root());
    let start = Instant::now();
    assert!(whole.run(&["release"]).starts_with("Released"));
    let long = start.elapsed();
    let after = tree(whole.root());
    for round in 0..60 {
        let site = large();
        let mut child = site.command(&["release"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // The second half of a run is where files are written.
        std::thread::sleep(long.mul_f64(0.4 + 0.8 * f64::from(round) / 60.0).max(Duration::from_millis(1)));
        let _ = child.kill();
        child.wait().unwrap();
        site.run(&["check"]);
        let now = tree(site.root());
        assert!(now == before || now == after, "round {round}: neither the old content nor the new: {:?}", now.keys());
    }
}

#[test]
fn a_kill_while_files_are_put_in_place_is_finished_by_the_next_command() {
    let site = waiting();
    let done = waiting();
    done.run(&["release"]);
    // What a process leaves that was killed right after it committed: everything aside, the journal in place.
    let own = site.root().join("content/.tidings");
    fs::create_dir_all(own.join("new")).unwrap();
    let (from, to) = (site.root().join("content/events/unreleased"), own.join("new/0"));
    fs::create_dir(&to).unwrap();
    for name in ["typo.md", "badges.md", "badge.png", "small.yaml"] {
        fs::hard_link(from.join(name), to.join(name)).unwrap();
    }
    fs::copy(done.root().join("content/events/2.5.0/release.yaml"), to.join("release.yaml")).unwrap();
    let journal = r#"{"clear_files":[],"clear_folders":[],"place":["events/2.5.0"],"place_first":0,"remove_files":["events/unreleased/typo.md","events/unreleased/badges.md","events/unreleased/badge.png","events/unreleased/small.yaml"],"remove_folders":["events/unreleased"]}"#;
    fs::write(own.join("journal.json"), journal).unwrap();
    site.run(&["check"]);
    assert_eq!(tree(site.root()), tree(done.root()));
    assert!(!own.exists(), "nothing of our own is left");
}
