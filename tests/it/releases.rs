//! Releases against each other: steps, dates, readiness, upgrades, backports.

use snapbox::str;

use crate::support::SiteTest;

const SITE: &str = "content/site.yaml";
const FEATURE: &str = "entries:\n  - { id: new, kind: feature, title: New, body: It is new. }\n";
const BREAKING: &str = "entries:\n  - { id: gone, kind: breaking, title: Gone, body: \"It is gone.\\n\\n## Migration\\nNone.\" }\n";

/// A site with these releases, each a file's worth of YAML.
fn releases(releases: &[(&str, &str)]) -> SiteTest {
    let site = SiteTest::new().without("content/events/2.4.0/release.yaml").without("content/events/2.4.0/scan.md");
    releases.iter().fold(site, |site, (version, text)| site.file(&format!("content/events/{version}.yaml"), text))
}

fn dated(date: &str, rest: &str) -> String {
    format!("date: {date}\n{rest}")
}

#[test]
fn a_feature_asks_for_a_minor_release() {
    releases(&[("2.4.0", "date: 2026-05-12\n"), ("2.4.1", &dated("2026-05-19", FEATURE))]).check(str![[r#"
error[bump-too-small]: `2.4.1` is a patch step from `2.4.0`, too small for `new` of kind `feature`
 --> content/events/2.4.1.yaml:1:1
  |
1 | date: 2026-05-19
  | ^^^^^^^^^^^^^^^^
2 | entries:
3 |   - { id: new, kind: feature, title: New, body: It is new. }
  |                      ------- `new` asks for a minor release
  |
  = help: call the release `2.5.0`, or move the entry to a minor release

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn the_entry_that_asks_for_most_comes_first() {
    let entries = "entries:
  - { id: new, kind: feature, title: New, body: New. }
  - { id: gone, kind: breaking, title: Gone, body: \"Gone.\\n\\n## Migration\\nNone.\" }
  - { id: newer, kind: feature, title: Newer, body: Newer. }
";
    releases(&[("2.4.0", "date: 2026-05-12\n"), ("2.4.1-rc.1", &dated("2026-05-19", entries))]).check(str![[r#"
error[bump-too-small]: `2.4.1-rc.1` is a patch step from `2.4.0`, too small for `gone` of kind `breaking` (and 2 more entries)
 --> content/events/2.4.1-rc.1.yaml:1:1
  |
1 | date: 2026-05-19
  | ^^^^^^^^^^^^^^^^
2 | entries:
3 |   - { id: new, kind: feature, title: New, body: New. }
  |                      ------- `new` asks for a minor release
4 |   - { id: gone, kind: breaking, title: Gone, body: "Gone.\n\n## Migration\nNone." }
  |                       -------- `gone` asks for a major release
5 |   - { id: newer, kind: feature, title: Newer, body: Newer. }
  |                        ------- `newer` asks for a minor release
  |
  = help: call the release `3.0.0-rc.1`, or move those entries to a major release

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn where_the_next_version_is_taken_the_entry_moves() {
    releases(&[
        ("2.3.0", "date: 2026-04-14\n"),
        ("2.4.0", "date: 2026-05-12\n"),
        ("2.5.0", "date: 2026-06-09\n"),
        ("2.3.1", &dated("2026-06-16", FEATURE)),
    ])
    .check(str![[r#"
error[bump-too-small]: `2.3.1` is a patch step from `2.3.0`, too small for `new` of kind `feature`
 --> content/events/2.3.1.yaml:1:1
  |
1 | date: 2026-06-16
  | ^^^^^^^^^^^^^^^^
2 | entries:
3 |   - { id: new, kind: feature, title: New, body: It is new. }
  |                      ------- `new` asks for a minor release
  |
  = help: there is a `2.4.0` already: move the entry to the next minor release, `2.6.0` or later

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_backport_is_held_to_the_release_that_it_is_brought_to() {
    let feature = "entries:\n  - { id: new, kind: feature, title: New, also_in: [2.3.1], body: It is new. }\n";
    releases(&[("2.3.0", "date: 2026-04-14\n"), ("2.4.0", &dated("2026-05-12", feature)), ("2.3.1", "date: 2026-05-12\n")]).check(str![[
        r#"
error[bump-too-small]: `2.3.1` is a patch step from `2.3.0`, too small for `new` of kind `feature`
 --> content/events/2.3.1.yaml:1:1
  |
1 | date: 2026-05-12
  | ^^^^^^^^^^^^^^^^
  |
 ::: content/events/2.4.0.yaml:3:53
  |
3 |   - { id: new, kind: feature, title: New, also_in: [2.3.1], body: It is new. }
  |                                                     ----- `new` asks for a minor release
  |
  = help: there is a `2.4.0` already: move the entry to the next minor release, `2.5.0` or later

1 error, 0 warnings in 1 file

"#
    ]]);
}

#[test]
fn a_first_release_may_hold_anything_and_below_one_a_minor_step_may_break() {
    releases(&[("0.1.0", &dated("2026-04-14", BREAKING)), ("0.2.0", &dated("2026-05-12", BREAKING))]).check(str![[r#"
0 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn what_was_rolled_back_left_its_step_to_be_made() {
    let rolled_back = "date: 2026-05-12\nstatus: rolled-back\nrollback: { date: 2026-05-13, reason: Lost scans }\n";
    releases(&[("2.3.0", "date: 2026-04-14\n"), ("2.4.0", rolled_back), ("2.4.1", &dated("2026-05-19", FEATURE))]).check(str![[r#"
0 errors, 0 warnings in 4 files

"#]]);
}

#[test]
fn a_calendar_version_counts_no_steps() {
    releases(&[("2026.5", "date: 2026-05-12\n"), ("2026.5.1", &dated("2026-05-19", BREAKING))])
        .file(SITE, "title: Acme\nurl: https://acme.example/\nproducts:\n  events: { name: Events, versioning: calendar }\n")
        .check(str![[r#"
0 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn a_later_version_is_dated_later() {
    releases(&[
        ("2.3.0", "date: 2026-04-14\n"),
        ("2.3.1", "date: 2026-04-01\n"),
        ("2.3.2", "date: 2026-04-02\n"),
        ("2.4.0", "date: 2026-04-13\n"),
        ("3.0.0-beta.1", "date: 2026-07-14\n"),
        ("3.0.0-beta.2", "date: 2026-07-13\n"),
        ("3.0.0", "date: 2026-01-13\n"),
    ])
    .check(str![[r#"
error[version-order]: `2.3.0` is dated after `2.3.1` and `2.4.0`, which follow it
 --> content/events/2.3.0.yaml:1:7
  |
1 | date: 2026-04-14
  |       ^^^^^^^^^^
  |
 ::: content/events/2.3.1.yaml:1:7
  |
1 | date: 2026-04-01
  |       ---------- the date of `2.3.1`
  |
 ::: content/events/2.4.0.yaml:1:7
  |
1 | date: 2026-04-13
  |       ---------- the date of `2.4.0`
  |
  = help: correct the date that is wrong

error[version-order]: `3.0.0-beta.2` is dated before `3.0.0-beta.1`, which it follows
 --> content/events/3.0.0-beta.2.yaml:1:7
  |
1 | date: 2026-07-13
  |       ^^^^^^^^^^
  |
 ::: content/events/3.0.0-beta.1.yaml:1:7
  |
1 | date: 2026-07-14
  |       ---------- the date of `3.0.0-beta.1`
  |
  = help: correct the date that is wrong

error[version-order]: `3.0.0` is dated before `2.3.0`, `3.0.0-beta.1` and `3.0.0-beta.2`, which it follows
 --> content/events/3.0.0.yaml:1:7
  |
1 | date: 2026-01-13
  |       ^^^^^^^^^^
  |
 ::: content/events/2.3.0.yaml:1:7
  |
1 | date: 2026-04-14
  |       ---------- the date of `2.3.0`
  |
 ::: content/events/3.0.0-beta.1.yaml:1:7
  |
1 | date: 2026-07-14
  |       ---------- the date of `3.0.0-beta.1`
  |
 ::: content/events/3.0.0-beta.2.yaml:1:7
  |
1 | date: 2026-07-13
  |       ---------- the date of `3.0.0-beta.2`
  |
  = help: correct the date that is wrong

3 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn a_patch_of_an_old_line_may_follow_a_newer_line() {
    releases(&[
        ("2.3.0", "date: 2026-04-14\nlts: { until: 2028-01-01 }\n"),
        ("2.4.0", "date: 2026-05-12\n"),
        ("2.3.1", "date: 2026-06-09\n"),
        ("3.0.0-alpha.1", "date: 2026-05-19\n"),
        ("3.0.0", "date: 2026-06-16T02:00:00Z\n"),
        ("2.5.0", "date: 2026-06-16\n"),
        ("3.0.1", "date: 2026-06-16T01:00:00+02:00\n"),
    ])
    .check(str![[r#"
error[version-order]: `3.0.1` is dated before `3.0.0`, which it follows
 --> content/events/3.0.1.yaml:1:7
  |
1 | date: 2026-06-16T01:00:00+02:00
  |       ^^^^^^^^^^^^^^^^^^^^^^^^^
  |
 ::: content/events/3.0.0.yaml:1:7
  |
1 | date: 2026-06-16T02:00:00Z
  |       -------------------- the date of `3.0.0`
  |
  = help: correct the date that is wrong

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn what_is_released_is_not_in_the_future() {
    releases(&[
        ("2.4.0", "date: 2026-11-23\n"),
        ("2.5.0", "date: 2026-12-08\nstatus: planned\n"),
        ("2.6.0", "date: 2027-01-12\npublish: 2027-01-12T09:00:00Z\n"),
        ("2.7.0", "date: 2027-01-12\npublish: 2026-11-30T09:00:00Z\n"),
    ])
    .check(str![[r#"
error[released-in-future]: `2.4.0` counts as released, but its date is after today, 2026-11-22
 --> content/events/2.4.0.yaml:1:7
  |
1 | date: 2026-11-23
  |       ^^^^^^^^^^
  |
  = help: write `status: planned` until it is out, or correct the date

error[released-in-future]: `2.7.0` counts as released, but its date is after today, 2026-11-22
 --> content/events/2.7.0.yaml:1:7
  |
1 | date: 2027-01-12
  |       ^^^^^^^^^^
  |
  = help: write `status: planned` until it is out, or correct the date

2 errors, 0 warnings in 2 files

"#]]);
}

#[test]
fn a_rollback_says_when_and_why() {
    releases(&[
        ("2.1.0", "date: 2026-02-10\nstatus: rolled-back\n"),
        ("2.2.0", "date: 2026-03-10\nrollback: { date: 2026-03-11, reason: Lost scans }\n"),
        ("2.3.0", "date: 2026-04-14\nstatus: rolled-back\nrollback: { date: 2026-04-15 }\n"),
        ("2.4.0", "date: 2026-05-12\nstatus: rolled-back\nrollback: { reason: Lost scans }\n"),
    ])
    .check(str![[r#"
error[rollback-incomplete]: `2.1.0` is rolled back, but nothing says when and why
 --> content/events/2.1.0.yaml:2:9
  |
2 | status: rolled-back
  |         ^^^^^^^^^^^
  |
  = help: add `rollback: { date: YYYY-MM-DD, reason: What went wrong }`

error[rollback-incomplete]: `2.2.0` is `released`, so it cannot have a `rollback`
 --> content/events/2.2.0.yaml:2:11
  |
2 | rollback: { date: 2026-03-11, reason: Lost scans }
  |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write `status: rolled-back`, or take `rollback` out

error[rollback-incomplete]: the rollback of `2.3.0` does not say why
 --> content/events/2.3.0.yaml:3:11
  |
3 | rollback: { date: 2026-04-15 }
  |           ^^^^^^^^^^^^^^^^^^^^
  |
  = help: add `reason:` to `rollback`; readers see it on the release's page

error[rollback-incomplete]: the rollback of `2.4.0` does not say when
 --> content/events/2.4.0.yaml:3:11
  |
3 | rollback: { reason: Lost scans }
  |           ^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: add `date: YYYY-MM-DD` to `rollback`

4 errors, 0 warnings in 4 files

"#]]);
}

#[test]
fn what_the_policy_asks_is_done_before_the_release() {
    releases(&[
        ("2.1.0", "date: 2026-02-10\n"),
        ("2.2.0", "date: 2026-03-10\nreadiness: { tests: done, backup: todo }\n"),
        ("2.3.0", "date: 2026-04-14\nreadiness: { tests: done, back-up: done }\n"),
        ("2.4.0", "date: 2026-05-12\nreadiness: { tests: done, backup: done, cake: todo }\n"),
        ("2.5.0", "date: 2026-12-08\nstatus: planned\nreadiness: { tests: todo, backup: todo }\n"),
    ])
    .append(SITE, "policy: { readiness: [tests, backup] }\n")
    .check(str![[r#"
error[not-ready]: `2.1.0` is released, but `tests` and `backup` are not done
 --> content/events/2.1.0.yaml:1:1
  |
1 | date: 2026-02-10
  | ^^^^^^^^^^^^^^^^
  |
  = help: add `readiness: { tests: done, backup: done }` once that is so, or write `status: planned` until then

error[not-ready]: `2.2.0` is released, but `backup` is not done
 --> content/events/2.2.0.yaml:2:35
  |
2 | readiness: { tests: done, backup: todo }
  |                                   ^^^^
  |
  = help: write `backup: done` under `readiness` once that is so, or `status: planned` until then

error[not-ready]: `2.3.0` is released, but `backup` is not done
 --> content/events/2.3.0.yaml:2:14
  |
2 | readiness: { tests: done, back-up: done }
  |              ^^^^^
  |
  = help: the policy calls it `backup`, and here it is `back-up`

3 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn every_supported_version_leads_to_the_newest() {
    releases(&[
        ("2.3.0", "date: 2026-01-13\nlts: { until: 2027-01-13 }\n"),
        ("2.3.1", "date: 2026-02-10\n"),
        ("2.9.0", "date: 2026-03-10\n"),
        ("3.0.0", "date: 2026-04-14\nupgrade_from: \">=2.9.0\"\n"),
        ("3.1.0", "date: 2026-05-12\nupgrade_from: \">=3.0.0\"\n"),
    ])
    .check(str![[r#"
0 errors, 0 warnings in 6 files

"#]]);
}

#[test]
fn a_gap_in_the_chain_of_upgrades_is_told_of_where_it_is() {
    releases(&[
        ("2.3.0", "date: 2026-01-13\nlts: { until: 2027-01-13 }\n"),
        ("2.3.1", "date: 2026-02-10\n"),
        ("2.8.0", "date: 2026-03-10\n"),
        ("3.0.0", "date: 2026-04-14\nupgrade_from: \">=2.9.0\"\n"),
        ("3.1.0", "date: 2026-05-12\nupgrade_from: \">=3.0.0\"\n"),
    ])
    .check(str![[r#"
error[upgrade-gap]: no chain of upgrades leads from `2.3.1` to `3.1.0`
 --> content/events/3.0.0.yaml:2:15
  |
2 | upgrade_from: ">=2.9.0"
  |               ^^^^^^^^^
  |
 ::: content/events/2.3.1.yaml:1:1
  |
1 | date: 2026-02-10
  | ---------------- `2.3.1` is supported until 2027-01-13
  |
  = help: let `upgrade_from` of `3.0.0` take in `2.8.0`, or of a release between the two

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn support_that_has_ended_needs_no_way_up() {
    releases(&[
        ("1.0.0", "date: 2024-01-13\nlts: { until: 2025-01-13 }\n"),
        ("3.0.0", "date: 2026-04-14\nupgrade_from: \">=2.9.0\"\n"),
        ("3.1.0", "date: 2026-05-12\nupgrade_from: \">=3.0.0\"\n"),
    ])
    .check(str![[r#"
0 errors, 0 warnings in 4 files

"#]]);
}

#[test]
fn the_release_before_the_newest_leads_to_it() {
    releases(&[("2.4.0", "date: 2026-05-12\n"), ("3.0.0", "date: 2026-06-09\nupgrade_from: \">=2.5.0\"\n")]).check(str![[r#"
error[upgrade-gap]: no chain of upgrades leads from `2.4.0` to `3.0.0`
 --> content/events/3.0.0.yaml:2:15
  |
2 | upgrade_from: ">=2.5.0"
  |               ^^^^^^^^^
  |
 ::: content/events/2.4.0.yaml:1:1
  |
1 | date: 2026-05-12
  | ---------------- `2.4.0` is the release before
  |
  = help: let `upgrade_from` of `3.0.0` take in `2.4.0`, or of a release between the two

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_backport_is_not_made_before_the_fix() {
    let fix = |version| format!("entries:\n  - {{ id: fixed, kind: fix, title: Scan, also_in: [{version}], body: It works. }}\n");
    releases(&[
        ("2.3.1", "date: 2026-05-05\n"),
        ("2.4.0", "date: 2026-05-12\n"),
        ("2.4.1", &dated("2026-05-19", &fix("2.3.1"))),
        ("2.4.2", &dated("2026-05-26", &fix("2.4.2"))),
        ("2.4.3", &format!("status: planned\n{}", fix("2.4.0"))),
    ])
    .file("content/events/unreleased/later.md", "---\nkind: fix\ntitle: Later\nalso_in: [2.4.1]\n---\nLater.\n")
    .check(str![[r#"
error[backport-order]: `2.3.1` was made before `2.4.1`, which `fixed` first came with
 --> content/events/2.4.1.yaml:3:52
  |
1 | date: 2026-05-19
  |       ---------- `2.4.1` came later
2 | entries:
3 |   - { id: fixed, kind: fix, title: Scan, also_in: [2.3.1], body: It works. }
  |                                                    ^^^^^
  |
  = help: if `2.3.1` had it first, move the entry there and write `also_in: [2.4.1]`; else take `2.3.1` out

error[backport-order]: `fixed` is an entry of `2.4.2` already
 --> content/events/2.4.2.yaml:3:52
  |
3 |   - { id: fixed, kind: fix, title: Scan, also_in: [2.4.2], body: It works. }
  |                                                    ^^^^^
  |
  = help: name other releases here, or leave this one out

error[backport-order]: `2.4.0` is out, but `fixed` waits for `2.4.3`
 --> content/events/2.4.3.yaml:3:52
  |
1 | status: planned
  |         ------- `2.4.3` is planned
2 | entries:
3 |   - { id: fixed, kind: fix, title: Scan, also_in: [2.4.0], body: It works. }
  |                                                    ^^^^^
  |
  = help: if `2.4.0` had it first, move the entry there and write `also_in: [2.4.3]`; else take `2.4.0` out

error[backport-order]: `2.4.1` is out, but `later` still waits in `unreleased/`
 --> content/events/unreleased/later.md:4:11
  |
4 | also_in: [2.4.1]
  |           ^^^^^
  |
  = help: if `2.4.1` has it, move the entry into that release, and name the next one in its `also_in`

4 errors, 0 warnings in 4 files

"#]]);
}

#[test]
fn a_backport_may_come_on_the_same_day_or_later_and_an_issue_at_any_time() {
    let entries = "entries:
  - { id: fixed, kind: fix, title: Scan, also_in: [2.3.1, 2.3.2], body: It works. }
  - { id: slow, kind: known-issue, title: Slow, severity: minor, affects: \">=2.3.0\", also_in: [2.3.0], body: \"Slow.\\n\\n## Workaround\\nWait.\" }
";
    releases(&[
        ("2.3.0", "date: 2026-04-14\n"),
        ("2.4.0", &dated("2026-05-12", entries)),
        ("2.3.1", "date: 2026-05-12\n"),
        ("2.3.2", "date: 2026-12-08\nstatus: planned\n"),
    ])
    .check(str![[r#"
0 errors, 0 warnings in 5 files

"#]]);
}

#[test]
fn a_backport_needs_an_id_of_its_own_in_every_release() {
    let fix = "entries:\n  - { id: fixed, kind: fix, title: Scan, also_in: [2.3.1], body: It works. }\n";
    let other = "entries:\n  - { id: fixed, kind: fix, title: Mended, body: It works again. }\n";
    releases(&[("2.3.0", "date: 2026-04-14\n"), ("2.4.0", &dated("2026-05-12", fix)), ("2.3.1", &dated("2026-05-12", other))]).check(str![
        [r#"
error[duplicate-id]: `2.3.1` has another entry `fixed`, so the two would share an address
 --> content/events/2.4.0.yaml:3:52
  |
3 |   - { id: fixed, kind: fix, title: Scan, also_in: [2.3.1], body: It works. }
  |                                                    ^^^^^
  |
 ::: content/events/2.3.1.yaml:3:11
  |
3 |   - { id: fixed, kind: fix, title: Mended, body: It works again. }
  |           ----- the other one
  |
  = help: rename one, for instance to `fixed-2`, or take the other one out if they are the same change

1 error, 0 warnings in 1 file

"#]
    ]);
}
