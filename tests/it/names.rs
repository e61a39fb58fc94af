//! Ids, versions, and the names by which one text means another.

use snapbox::str;

use crate::support::SiteTest;

const SITE: &str = "content/site.yaml";
const ENTRY: &str = "content/events/2.4.0/scan.md";
const RELEASE: &str = "content/events/2.4.0/release.yaml";

/// The good site with another text in its entry.
fn saying(body: &str) -> SiteTest {
    SiteTest::new().file(ENTRY, format!("---\nkind: feature\ntitle: Scan\n---\n{body}\n"))
}

/// The good site with a release of 2.3.0, which the feature of 2.4.0 follows.
fn with_older(site: SiteTest, entries: &str) -> SiteTest {
    site.file("content/events/2.3.0.yaml", format!("date: 2026-04-14\nentries:\n{entries}"))
}

const BADGES: &str = "  - { id: badges, kind: feature, title: Print badges, body: At the door. }\n";
const SCAN: &str = "  - { id: scan, kind: feature, title: Scan tickets, body: With a phone. }\n";

#[test]
fn an_id_stands_once_in_a_release_whatever_form_the_entries_have() {
    SiteTest::new()
        .file("content/events/2.4.0/fixes.yaml", "- { id: scan, kind: fix, title: Scan faster, body: Twice as fast. }\n")
        .file(
            "content/events/unreleased/a.yaml",
            "- { id: new, kind: fix, title: One, body: One. }\n- { id: new, kind: fix, title: Two, body: Two. }\n",
        )
        .check(str![[r#"
error[duplicate-id]: id `scan` is already used in this release
 --> content/events/2.4.0/scan.md:1:1
  |
1 | ---
  | ^^^
  |
 ::: content/events/2.4.0/fixes.yaml:1:9
  |
1 | - { id: scan, kind: fix, title: Scan faster, body: Twice as fast. }
  |         ---- first used here
  |
  = help: rename one, for instance to `scan-2`

error[duplicate-id]: id `new` is already used in `unreleased/`
 --> content/events/unreleased/a.yaml:2:9
  |
1 | - { id: new, kind: fix, title: One, body: One. }
  |         --- first used here
2 | - { id: new, kind: fix, title: Two, body: Two. }
  |         ^^^
  |
  = help: rename one, for instance to `new-2`

2 errors, 0 warnings in 2 files

"#]]);
}

#[test]
fn an_id_may_stand_again_in_another_release() {
    with_older(SiteTest::new(), SCAN).check(str![[r#"
0 errors, 0 warnings in 4 files

"#]]);
}

#[test]
fn a_version_stands_once_and_its_references_hold() {
    saying("As [badges](entry:badges) do.")
        .file("content/events/2.4.0.yaml", format!("date: 2026-05-12\nentries:\n{BADGES}"))
        .file("content/events/2.4.0+5.yaml", "date: 2026-05-12\n")
        .check(str![[r#"
error[duplicate-version]: `2.4.0+5` is the same version as `2.4.0`: what follows `+` does not tell versions apart
 --> content/events/2.4.0+5.yaml:1:1
  |
1 | date: 2026-05-12
  | ^^^^^^^^^^^^^^^^
  |
 ::: content/events/2.4.0.yaml:1:1
  |
1 | date: 2026-05-12
  | ---------------- the first one
  |
  = help: join the two, or give one of them another version

error[duplicate-version]: there is a release `2.4.0` already
 --> content/events/2.4.0/release.yaml:1:1
  |
1 | date: 2026-05-12
  | ^^^^^^^^^^^^^^^^
  |
 ::: content/events/2.4.0.yaml:1:1
  |
1 | date: 2026-05-12
  | ---------------- the first one
  |
  = help: join the two, or give one of them another version

2 errors, 0 warnings in 2 files

"#]]);
}

#[test]
fn a_link_to_an_entry_that_is_not_there_offers_the_nearest() {
    with_older(saying("See [badges](entry:bagdes), [badges](entry:2.2.0/badges) and [nothing](entry:nowhere)."), BADGES).check(str![[r#"
error[unresolved-entry]: there is no entry `bagdes`
 --> content/events/2.4.0/scan.md:5:14
  |
5 | See [badges](entry:bagdes), [badges](entry:2.2.0/badges) and [nothing](entry:nowhere).
  |              ^^^^^^^^^^^^
  |
  = help: did you mean `entry:badges`?

error[unresolved-entry]: there is no entry `2.2.0/badges`
 --> content/events/2.4.0/scan.md:5:38
  |
5 | See [badges](entry:bagdes), [badges](entry:2.2.0/badges) and [nothing](entry:nowhere).
  |                                      ^^^^^^^^^^^^^^^^^^
  |
  = help: did you mean `entry:2.3.0/badges`?

error[unresolved-entry]: there is no entry `nowhere`
 --> content/events/2.4.0/scan.md:5:72
  |
5 | See [badges](entry:bagdes), [badges](entry:2.2.0/badges) and [nothing](entry:nowhere).
  |                                                                        ^^^^^^^^^^^^^
  |
  = help: name an entry by its id, or by `VERSION/ID` if it is of another release

3 errors, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_link_to_a_release_that_is_not_there_offers_the_nearest() {
    with_older(saying("Since [2.3.1](release:2.3.1), see [all](release:event/2.3.0)."), BADGES).check(str![[r#"
error[unresolved-entry]: there is no release `2.3.1`
 --> content/events/2.4.0/scan.md:5:15
  |
5 | Since [2.3.1](release:2.3.1), see [all](release:event/2.3.0).
  |               ^^^^^^^^^^^^^
  |
  = help: did you mean `release:2.3.0`?

error[unresolved-entry]: there is no release `event/2.3.0`
 --> content/events/2.4.0/scan.md:5:41
  |
5 | Since [2.3.1](release:2.3.1), see [all](release:event/2.3.0).
  |                                         ^^^^^^^^^^^^^^^^^^^
  |
  = help: did you mean `release:events/2.3.0`?

2 errors, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_link_may_name_an_entry_in_every_form() {
    with_older(
        saying("[a](entry:badges) [b](entry:2.3.0/badges) [c](entry:events/2.3.0/badges) [d](release:2.3.0) [e](entry:scan)"),
        BADGES,
    )
    .check(str![[r#"
0 errors, 0 warnings in 4 files

"#]]);
}

#[test]
fn an_id_of_another_product_needs_its_product() {
    saying("See [inbox](entry:inbox).")
        .file(SITE, "title: Acme\nurl: https://acme.example/\nproducts:\n  events: { name: Events }\n  helpdesk: { name: Helpdesk }\n")
        .file("content/helpdesk/1.0.0.yaml", "date: 2026-05-12\nentries:\n  - { id: inbox, kind: feature, title: Inbox, body: Shared. }\n")
        .check(str![[r#"
error[unresolved-entry]: there is no entry `inbox`
 --> content/events/2.4.0/scan.md:5:13
  |
5 | See [inbox](entry:inbox).
  |             ^^^^^^^^^^^
  |
  = help: `helpdesk` has one: write `entry:helpdesk/1.0.0/inbox`

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn an_id_of_several_releases_is_told_apart_by_version() {
    with_older(saying("See [badges](entry:badges)."), BADGES)
        .file("content/events/2.2.0.yaml", format!("date: 2026-03-10\nentries:\n{BADGES}"))
        .check(str![[r#"
error[ambiguous-entry]: 2 releases have an entry `badges`
 --> content/events/2.4.0/scan.md:5:14
  |
5 | See [badges](entry:badges).
  |              ^^^^^^^^^^^^
  |
  = help: write `entry:2.3.0/badges` or `entry:2.2.0/badges`

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn the_own_release_comes_first_and_a_rewritten_entry_stands_for_its_pre_releases() {
    with_older(saying("See [scan](entry:scan) and [badges](entry:badges)."), SCAN)
        .file("content/events/2.3.0-beta.1.yaml", format!("date: 2026-04-01\nentries:\n{BADGES}"))
        .file("content/events/2.3.0-rc.1.yaml", format!("date: 2026-04-07\nentries:\n{BADGES}"))
        .check(str![[r#"
0 errors, 0 warnings in 6 files

"#]]);
}

#[test]
fn resolves_and_removes_name_entries_of_the_right_kind() {
    let entries = "
  - { id: faster, kind: fix, title: Faster, resolves: [slow-list, badges], body: Faster. }
  - { id: gone, kind: breaking, title: Gone, removes: [old-apy], body: \"Gone.\\n\\n## Migration\\nNone.\" }
";
    let old = "
  - { id: slow-lists, kind: known-issue, title: Lists are slow, severity: minor, body: \"Slow.\\n\\n## Workaround\\nWait.\" }
  - { id: old-api, kind: deprecation, title: Old API, body: Use the new one. }
";
    with_older(SiteTest::new(), &format!("{BADGES}{old}"))
        .file("content/events/3.0.0.yaml", format!("date: 2026-06-09\nentries:{entries}"))
        .check(str![[r#"
error[unresolved-entry]: there is no known issue `slow-list`
 --> content/events/3.0.0.yaml:3:56
  |
3 |   - { id: faster, kind: fix, title: Faster, resolves: [slow-list, badges], body: Faster. }
  |                                                        ^^^^^^^^^
  |
  = help: did you mean `slow-lists`?

error[unresolved-entry]: `badges` is not a known issue but an entry of kind `feature`
 --> content/events/3.0.0.yaml:3:67
  |
3 |   - { id: faster, kind: fix, title: Faster, resolves: [slow-list, badges], body: Faster. }
  |                                                                   ^^^^^^
  |
 ::: content/events/2.3.0.yaml:3:25
  |
3 |   - { id: badges, kind: feature, title: Print badges, body: At the door. }
  |                         ------- the kind of that entry
  |
  = help: name the id of a known issue

error[unresolved-entry]: there is no deprecation `old-apy`
 --> content/events/3.0.0.yaml:4:56
  |
4 |   - { id: gone, kind: breaking, title: Gone, removes: [old-apy], body: "Gone.\n\n## Migration\nNone." }
  |                                                        ^^^^^^^
  |
  = help: did you mean `old-api`?

3 errors, 0 warnings in 1 file

"#]]);
}

#[test]
fn highlights_backports_and_replacements_exist() {
    with_older(SiteTest::new(), BADGES)
        .file(RELEASE, "date: 2026-05-12\nhighlights: [scam, badges]\nstatus: rolled-back\nrollback: { date: 2026-05-13, reason: Lost scans, replaced_by: 2.4.1 }\n")
        .file(ENTRY, "---\nkind: feature\ntitle: Scan\nalso_in: [2.3.3]\n---\nText.\n")
        .check(str![[r#"
error[unresolved-entry]: there is no entry `scam` in `2.4.0` to highlight
 --> content/events/2.4.0/release.yaml:2:14
  |
2 | highlights: [scam, badges]
  |              ^^^^
  |
  = help: did you mean `scan`?

error[unresolved-entry]: `2.4.0` cannot highlight `badges`, which is not among its entries
 --> content/events/2.4.0/release.yaml:2:20
  |
2 | highlights: [scam, badges]
  |                    ^^^^^^
  |
 ::: content/events/2.3.0.yaml:3:11
  |
3 |   - { id: badges, kind: feature, title: Print badges, body: At the door. }
  |           ------ it is `2.3.0/badges`
  |
  = help: highlight an entry that stands on this release's page

error[unresolved-entry]: there is no release `2.4.1`
 --> content/events/2.4.0/release.yaml:4:64
  |
4 | rollback: { date: 2026-05-13, reason: Lost scans, replaced_by: 2.4.1 }
  |                                                                ^^^^^
  |
  = help: did you mean `2.4.0`?

error[unresolved-entry]: there is no release `2.3.3`
 --> content/events/2.4.0/scan.md:4:11
  |
4 | also_in: [2.3.3]
  |           ^^^^^
  |
  = help: did you mean `2.3.0`?

4 errors, 0 warnings in 2 files

"#]]);
}

#[test]
fn a_public_text_links_to_nothing_private() {
    saying("See [the rota](entry:rota) and [the rota](/2.4.0/#rota).")
        .append(SITE, "  staff: { name: Staff, private: true }\n")
        .file(RELEASE, "date: 2026-05-12\nsummary: See [the rota](entry:rota).\n")
        .file(
            "content/events/2.4.0/rota.md",
            "---\nkind: improvement\ntitle: Rota\naudience: staff\n---\nWho is on call, see [the rota](entry:rota).\n",
        )
        .check(str![[r#"
error[private-reference]: this text is public, and `rota` is only for the audience `staff`
 --> content/events/2.4.0/release.yaml:2:25
  |
2 | summary: See [the rota](entry:rota).
  |                         ^^^^^^^^^^
  |
 ::: content/events/2.4.0/rota.md:4:11
  |
4 | audience: staff
  |           ----- who may read `rota`
  |
  = help: link to something public: everyone reads what stands in the release itself

error[private-reference]: this text is public, and `rota` is only for the audience `staff`
 --> content/events/2.4.0/scan.md:5:16
  |
5 | See [the rota](entry:rota) and [the rota](/2.4.0/#rota).
  |                ^^^^^^^^^^
  |
 ::: content/events/2.4.0/rota.md:4:11
  |
4 | audience: staff
  |           ----- who may read `rota`
  |
  = help: link to something public, or make this entry private too: `audience: staff`

error[private-reference]: this text is public, and `rota` is only for the audience `staff`
 --> content/events/2.4.0/scan.md:5:43
  |
5 | See [the rota](entry:rota) and [the rota](/2.4.0/#rota).
  |                                           ^^^^^^^^^^^^
  |
 ::: content/events/2.4.0/rota.md:4:11
  |
4 | audience: staff
  |           ----- who may read `rota`
  |
  = help: link to something public, or make this entry private too: `audience: staff`

3 errors, 0 warnings in 2 files

"#]]);
}

#[test]
fn what_a_broken_file_holds_is_not_missed_as_well() {
    saying("See [badges](entry:badges), [lists](entry:lists) and [2.3.0](release:2.3.0).")
        .file("content/events/2.4.0/badges.md", "---\nkind: feature\ntitle: [\n---\nText.\n")
        .file("content/events/2.3.0.yaml", "date: 2026-04-14\nentries:\n  - { id: lists, kind: fix\n")
        .file(
            "content/events/2.4.0/door.md",
            "---\nkind: feture\ntitle: Doors\nresolves: [lists]\nalso_in: [2.3.0]\n---\nSee [doors](entry:door).\n",
        )
        .append(ENTRY, "\n![Doors](doors.png)\n")
        .file(
            "content/events/2.4.0/fixes.yaml",
            "- { id: faster, kind: fix, title: Faster, resolves: [lists], also_in: [2.3.0], body: 'Faster than [a door](entry:door).' }\n",
        )
        .check(str![[r#"
error[yaml-syntax]: `{` is never closed
 --> content/events/2.3.0.yaml:3:5
  |
3 |   - { id: lists, kind: fix
  |     ^
  |
  = help: close it at the end of the value

error[yaml-syntax]: `[` is never closed
 --> content/events/2.4.0/badges.md:3:8
  |
3 | title: [
  |        ^
  |
  = help: close it with `]` at the end of its line

error[unknown-kind]: there is no kind `feture`
 --> content/events/2.4.0/door.md:2:7
  |
2 | kind: feture
  |       ^^^^^^
  |
  = help: did you mean `feature`?

error[missing-media]: there is no image `doors.png`
 --> content/events/2.4.0/scan.md:7:10
  |
7 | ![Doors](doors.png)
  |          ^^^^^^^^^
  |
  = help: put it at `content/events/2.4.0/doors.png`

4 errors, 0 warnings in 4 files

"#]]);
}
