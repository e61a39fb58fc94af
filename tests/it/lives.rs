//! The lives of known issues and deprecations, and what contradicts them.

use snapbox::str;

use crate::support::SiteTest;

/// A site with these releases, each a date and a list of entries.
fn releases(releases: &[(&str, &str, &str)]) -> SiteTest {
    let site = SiteTest::new().without("content/events/2.4.0/release.yaml").without("content/events/2.4.0/scan.md");
    releases.iter().fold(site, |site, (version, date, entries)| {
        site.file(&format!("content/events/{version}.yaml"), format!("{date}\nentries:\n{entries}"))
    })
}

fn issue(id: &str, fields: &str) -> String {
    format!(
        "  - {{ id: {id}, kind: known-issue, title: It is {id}, severity: minor, {fields} body: \"Slow.\\n\\n## Workaround\\nWait.\" }}\n"
    )
}

fn fix(resolves: &str) -> String {
    format!("  - {{ id: faster, kind: fix, title: It is fast, resolves: [{resolves}], body: Fast. }}\n")
}

fn deprecation(removal: &str) -> String {
    format!("  - {{ id: old-api, kind: deprecation, title: Old API, removal: {removal}, body: Use the new one. }}\n")
}

const REMOVAL: &str =
    "  - { id: no-api, kind: breaking, title: No API, removes: [old-api], body: \"Gone.\\n\\n## Migration\\nUse the new one.\" }\n";

#[test]
fn an_issue_affects_the_release_that_lists_it() {
    releases(&[
        ("2.3.0", "date: 2026-04-14", ""),
        ("2.4.0", "date: 2026-05-12", &format!("{}{}", issue("slow", "affects: \"<2.4.0\","), issue("slower", "affects: \">=5.0.0\","))),
        ("2.5.0-beta.1", "date: 2026-05-19", &issue("slowest", "affects: \">=2.5.0\",")),
    ])
    .check(str![[r#"
error[range-misses-release]: `slow` stands in `2.4.0`, but its `affects` leaves that out
 --> content/events/2.4.0.yaml:3:81
  |
1 | date: 2026-05-12
  | ---------------- the release `2.4.0`
2 | entries:
3 |   - { id: slow, kind: known-issue, title: It is slow, severity: minor, affects: "<2.4.0", body: "Slow.\n\n## Workaround\nWait." }
  |                                                                                 ^^^^^^^^
  |
  = help: write a range that holds `2.4.0`, such as `>=2.4.0`, or move the entry to `2.3.0`

error[range-misses-release]: `slower` stands in `2.4.0`, but its `affects` leaves that out
 --> content/events/2.4.0.yaml:4:85
  |
1 | date: 2026-05-12
  | ---------------- the release `2.4.0`
...
4 |   - { id: slower, kind: known-issue, title: It is slower, severity: minor, affects: ">=5.0.0", body: "Slow.\n\n## Workaround\nWait." }
  |                                                                                     ^^^^^^^^^
  |
  = help: write a range that holds `2.4.0`, such as `>=2.4.0`

error[range-misses-release]: `slowest` stands in `2.5.0-beta.1`, but its `affects` leaves that out
 --> content/events/2.5.0-beta.1.yaml:3:87
  |
1 | date: 2026-05-19
  | ---------------- the release `2.5.0-beta.1`
2 | entries:
3 |   - { id: slowest, kind: known-issue, title: It is slowest, severity: minor, affects: ">=2.5.0", body: "Slow.\n\n## Workaround\nWait." }
  |                                                                                       ^^^^^^^^^
  |
  = help: write a range that holds `2.5.0-beta.1`, such as `>=2.5.0-beta.1`

3 errors, 0 warnings in 2 files

"#]]);
}

#[test]
fn a_fix_does_not_come_before_the_issue() {
    releases(&[("2.3.0", "date: 2026-04-14", &fix("slow")), ("2.4.0", "date: 2026-05-12", &issue("slow", ""))]).check(str![[r#"
error[resolved-earlier]: `2.3.0` cannot have resolved `slow`, which only comes with `2.4.0`
 --> content/events/2.3.0.yaml:3:60
  |
3 |   - { id: faster, kind: fix, title: It is fast, resolves: [slow], body: Fast. }
  |                                                            ^^^^
  |
 ::: content/events/2.4.0.yaml:3:11
  |
3 |   - { id: slow, kind: known-issue, title: It is slow, severity: minor,  body: "Slow.\n\n## Workaround\nWait." }
  |           ---- the known issue, in `2.4.0`
  |
  = help: move the issue to the release that first had it, before `2.3.0`, or name the issue that this fixes

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_later_patch_of_an_older_line_may_fix_what_a_newer_release_lists() {
    releases(&[
        ("2.3.0", "date: 2026-04-14", ""),
        ("2.4.0", "date: 2026-05-12", &issue("slow", "affects: \">=2.3.0\",")),
        ("2.3.1", "date: 2026-05-19", &fix("slow")),
    ])
    .check(str![[r#"
0 errors, 0 warnings in 4 files

"#]]);
}

#[test]
fn an_issue_and_its_fix_may_have_one_id() {
    let fix = "  - { id: slow, kind: fix, title: It is fast, resolves: [slow], body: Fast. }\n";
    releases(&[("2.3.0", "date: 2026-04-14", &issue("slow", "")), ("2.3.1", "date: 2026-05-12", fix)]).check(str![[r#"
0 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn a_removal_that_was_announced_happens() {
    releases(&[("2.3.0", "date: 2026-04-14", &deprecation("3.0.0")), ("3.0.0", "date: 2026-05-12", "")]).check(str![[r#"
error[removal-overdue]: `3.0.0` is released, and nothing in it or since removes `old-api`
 --> content/events/2.3.0.yaml:3:64
  |
3 |   - { id: old-api, kind: deprecation, title: Old API, removal: 3.0.0, body: Use the new one. }
  |                                                                ^^^^^
  |
 ::: content/events/3.0.0.yaml:1:1
  |
1 | date: 2026-05-12
  | ---------------- the release `3.0.0`
  |
  = help: if it is gone, say so in an entry of kind `breaking` with `removes: [old-api]`; else write a later `removal`

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_removal_that_was_put_off_is_announced_anew() {
    releases(&[
        ("2.3.0", "date: 2026-04-14", &deprecation("3.0.0")),
        ("3.1.0", "date: 2026-05-12", ""),
        ("4.0.0", "status: planned", REMOVAL),
    ])
    .check(str![[r#"
error[removal-overdue]: `3.1.0` is released, and nothing in it or since removes `old-api`
 --> content/events/2.3.0.yaml:3:64
  |
3 |   - { id: old-api, kind: deprecation, title: Old API, removal: 3.0.0, body: Use the new one. }
  |                                                                ^^^^^
  |
 ::: content/events/4.0.0.yaml:3:11
  |
3 |   - { id: no-api, kind: breaking, title: No API, removes: [old-api], body: "Gone.\n\n## Migration\nUse the new one." }
  |           ------ `no-api` of `4.0.0` will
  |
  = help: write `removal: 4.0.0`, which is when it goes

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_removal_may_come_in_time_or_early_or_be_still_to_come() {
    releases(&[
        ("2.3.0", "date: 2026-04-14", &deprecation("4.0.0")),
        ("3.0.0", "date: 2026-05-12", REMOVAL),
        ("4.0.0", "date: 2026-06-09", &deprecation("6.0.0").replace("old-api", "api-4")),
        ("6.0.0-rc.1", "date: 2026-11-10", ""),
        ("6.0.0", "date: 2026-12-08\nstatus: planned", ""),
    ])
    .check(str![[r#"
0 errors, 0 warnings in 6 files

"#]]);
}

#[test]
fn a_removal_that_names_two_things_is_one_mistake() {
    releases(&[
        ("2.3.0", "date: 2026-04-14", &deprecation("4.0.0")),
        ("3.0.0", "date: 2026-05-12", &deprecation("4.0.0")),
        ("4.0.0", "date: 2026-06-09", REMOVAL),
    ])
    .check(str![[r#"
error[ambiguous-entry]: 2 releases have an entry `old-api`
 --> content/events/4.0.0.yaml:3:60
  |
3 |   - { id: no-api, kind: breaking, title: No API, removes: [old-api], body: "Gone.\n\n## Migration\nUse the new one." }
  |                                                            ^^^^^^^
  |
 ::: content/events/3.0.0.yaml:3:11
  |
3 |   - { id: old-api, kind: deprecation, title: Old API, removal: 4.0.0, body: Use the new one. }
  |           ------- `3.0.0/old-api`
  |
 ::: content/events/2.3.0.yaml:3:11
  |
3 |   - { id: old-api, kind: deprecation, title: Old API, removal: 4.0.0, body: Use the new one. }
  |           ------- `2.3.0/old-api`
  |
  = help: write `3.0.0/old-api` or `2.3.0/old-api`

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_removal_that_was_taken_back_is_made_again() {
    let taken_back = "date: 2026-05-12\nstatus: rolled-back\nrollback: { date: 2026-05-13, reason: Lost scans, replaced_by: 3.0.1 }";
    let site = [("2.3.0", "date: 2026-04-14", deprecation("3.0.0")), ("3.0.0", taken_back, REMOVAL.to_owned())];
    releases(&[(site[0].0, site[0].1, &site[0].2), (site[1].0, site[1].1, &site[1].2), ("3.0.1", "date: 2026-05-19", "")]).check(str![[
        r#"
error[removal-overdue]: `3.0.1` is released, and nothing in it or since removes `old-api`
 --> content/events/2.3.0.yaml:3:64
  |
3 |   - { id: old-api, kind: deprecation, title: Old API, removal: 3.0.0, body: Use the new one. }
  |                                                                ^^^^^
  |
 ::: content/events/3.0.0.yaml:5:11
  |
5 |   - { id: no-api, kind: breaking, title: No API, removes: [old-api], body: "Gone.\n\n## Migration\nUse the new one." }
  |           ------ `no-api` did, in `3.0.0`, which was rolled back
  |
  = help: if `3.0.1` removes it too, add `also_in: [3.0.1]` to `no-api`; else write a later `removal`

1 error, 0 warnings in 1 file

"#
    ]]);
    let again = REMOVAL.replace("removes", "also_in: [3.0.1], removes");
    releases(&[(site[0].0, site[0].1, &site[0].2), (site[1].0, site[1].1, &again), ("3.0.1", "date: 2026-05-19", "")]).check(str![[r#"
0 errors, 0 warnings in 4 files

"#]]);
}
