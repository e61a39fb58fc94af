//! `status`: where every product stands, which version comes next, and why.

use snapbox::{assert_data_eq, str};

use super::support::SiteTest;

fn entry(kind: &str, title: &str) -> String {
    format!("---\nkind: {kind}\ntitle: {title}\n---\nAll there is to say of it.\n")
}

#[test]
fn the_entry_that_asks_for_most_decides_on_the_next_version() {
    let site = SiteTest::new()
        .file("content/events/unreleased/typo.md", entry("fix", "A word is right"))
        .file("content/events/unreleased/badges.md", entry("feature", "Print badges at the door"))
        .file("content/events/unreleased/seats.md", entry("feature", "Choose a seat"));
    assert_data_eq!(
        site.run(&["status"]),
        str![[r#"
Event Management Platform (events)
  latest    2.4.0  stable, 2026-05-12
  next      2.5.0  a minor step from 2.4.0
            asked for by `badges` (feature): Print badges at the door
  waiting   New features 2, Bug fixes 1

"#]]
    );
}

#[test]
fn everything_a_product_waits_for_is_told_within_80_columns() {
    let site = SiteTest::new()
        .append(
            "content/site.yaml",
            "  staff: { name: Staff, private: true }\n\
             policy:\n  readiness: [tests, documentation]\n  blackouts:\n    - { from: 2026-12-19, to: 2027-01-03, reason: Winter holidays }\n    \
             - { from: 2026-01-01, to: 2026-01-02 }\n",
        )
        .file("content/events/2.4.0/release.yaml", "date: 2026-05-12\nlts: { until: 2026-11-30 }\nreadiness: { tests: done, documentation: done }\n")
        .file(
            "content/events/2.4.0/issues.yaml",
            "- kind: known-issue\n  title: Badges print upside down on printers of the first series\n  severity: minor\n  body: |\n    They do.\n\n    \
             ## Workaround\n    Turn the paper.\n\
             - kind: known-issue\n  title: Scans are lost\n  severity: critical\n  body: |\n    They are.\n\n    ## Workaround\n    None is known.\n\
             - kind: deprecation\n  title: The CSV export is deprecated\n  removal: 3.0.0\n  body: |\n    Use XLSX.\n",
        )
        .file("content/events/3.0.0.yaml", "title: Halls\nstatus: planned\ndate: 2026-12-08\nannounced: 2026-11-01\nreadiness: { tests: done, documentation: todo }\nwindow: { from: 2026-12-08T02:00:00Z, to: 2026-12-08T04:00:00Z }\n")
        .file("content/events/unreleased/scans.md", entry("fix", "Scans are kept\nresolves: [scans-are-lost]"))
        .file("content/events/unreleased/keys.md", "---\nkind: breaking\ntitle: Keys of staff change\naudience: staff\n---\nThey do.\n\n## Migration\nTake the new ones.\n");
    assert_data_eq!(
        site.run(&["status", "events"]),
        str![[r#"
Event Management Platform (events)
  latest    2.4.0  stable, 2026-05-12
  support   2.4.0  line 2.4 until 2026-11-30
  next      3.0.0  a major step from 2.4.0
            asked for by `keys` (breaking, private): Keys of staff change
  waiting   Breaking changes 1, Bug fixes 1
  planned   3.0.0  2026-12-08  Halls
            not done: documentation
  issues    critical  scans-are-lost (2.4.0, open, its fix waits): Scans are
              lost
            minor  badges-print-upside-down-on-printers-of-the-first-series
              (2.4.0, open): Badges print upside down on printers of the first
              series
  removals  due  the-csv-export-is-deprecated (3.0.0, nothing removes it yet):
              The CSV export is deprecated
  dates     2026-11-30  support of 2.4 ends
            2026-12-08  3.0.0 is planned: Halls
            2026-12-08  window of 3.0.0: 02:00 to 04:00 UTC
            2026-12-19 to 2027-01-03  blackout: Winter holidays

"#]]
    );
}

#[test]
fn programs_read_the_same_as_json() {
    let site = SiteTest::new()
        .file("content/events/2.5.0-beta.1/release.yaml", "date: 2026-11-10\n")
        .file("content/events/2.5.0-beta.1/badges.md", entry("feature", "Print badges at the door"))
        .file("content/events/unreleased/typo.md", entry("fix", "A word is right"));
    assert_data_eq!(
        site.run(&["status", "--json"]),
        str![[r#"
{
  "today": "2026-11-22",
  "products": [
    {
      "key": "events",
      "name": "Event Management Platform",
      "channels": [
        {
          "channel": "stable",
          "version": "2.4.0",
          "date": "2026-05-12"
        },
        {
          "channel": "beta",
          "version": "2.5.0-beta.1",
          "date": "2026-11-10"
        }
      ],
      "lts": [],
      "next": {
        "version": "2.5.0",
        "from": "2.4.0",
        "bump": "minor",
        "asked_by": {
          "id": "badges",
          "kind": "feature",
          "title": "Print badges at the door",
          "release": "2.5.0-beta.1",
          "private": false
        },
        "led_by": "2.5.0-beta.1"
      },
      "unreleased": 1,
      "unreleased_by_kind": [
        {
          "kind": "fix",
          "heading": "Bug fixes",
          "count": 1
        }
      ],
      "planned": [],
      "known_issues": [],
      "deprecations": [],
      "dates": []
    }
  ]
}

"#]]
    );
}

#[test]
fn a_plan_before_the_version_of_a_pre_release_comes_first() {
    let site = SiteTest::new()
        .file("content/events/3.0.0-beta.1/release.yaml", "date: 2026-11-10\n")
        .file("content/events/2.5.0/release.yaml", "status: planned\ndate: 2026-12-08\n")
        .file("content/events/unreleased/badges.md", entry("feature", "Print badges at the door"));
    assert_data_eq!(
        site.run(&["status"]),
        str![[r#"
Event Management Platform (events)
  latest    2.4.0  stable, 2026-05-12
            3.0.0-beta.1  beta, 2026-11-10
  next      2.5.0  a minor step from 2.4.0
            asked for by `badges` (feature): Print badges at the door
  waiting   New features 1
  planned   2.5.0  2026-12-08
  dates     2026-12-08  2.5.0 is planned

"#]]
    );
}

#[test]
fn a_version_that_was_taken_back_is_not_used_again() {
    let site = SiteTest::new()
        .file(
            "content/events/2.5.0/release.yaml",
            "date: 2026-11-10\nstatus: rolled-back\nrollback: { date: 2026-11-11, reason: Scans were lost }\n",
        )
        .file("content/events/unreleased/scans.md", entry("fix", "Scans are kept"));
    assert_data_eq!(
        site.run(&["status"]),
        str![[r#"
Event Management Platform (events)
  latest    2.4.0  stable, 2026-05-12
  next      2.5.1  a patch step from 2.4.0
            asked for by `scans` (fix): Scans are kept
  waiting   Bug fixes 1

"#]]
    );
}

#[test]
fn a_calendar_counts_within_the_month() {
    let site = SiteTest::new()
        .file(
            "content/site.yaml",
            "title: Acme\nurl: https://changes.acme.example/\nproducts:\n  events: { name: Events, versioning: calendar }\n",
        )
        .without("content/events/2.4.0/release.yaml")
        .without("content/events/2.4.0/scan.md")
        .file("content/events/2026.11/release.yaml", "date: 2026-11-03\n")
        .file("content/events/2026.11.1/release.yaml", "date: 2026-11-10\n")
        .file(
            "content/events/unreleased/keys.md",
            "---\nkind: breaking\ntitle: Keys change\n---\nThey do.\n\n## Migration\nTake the new ones.\n",
        );
    assert_data_eq!(
        site.run(&["status"]),
        str![[r#"
Events (events)
  latest    2026.11.1  stable, 2026-11-10
  next      2026.11.2  by its day
  waiting   Breaking changes 1

"#]]
    );
}

#[test]
fn nothing_out_nothing_waiting_and_a_name_that_is_wrong() {
    let site = SiteTest::new().without("content/events/2.4.0/release.yaml").without("content/events/2.4.0/scan.md");
    assert_data_eq!(
        site.run(&["status"]),
        str![[r#"
Event Management Platform (events)
  latest    nothing is out yet
  next      nothing waits for a release

"#]]
    );
    assert_data_eq!(
        site.run(&["status", "evnets"]),
        str![[r#"
error: no product has the key `evnets`; did you mean `events`?
exit status 2

"#]]
    );
}

#[test]
fn what_has_errors_is_said_to_be_missing() {
    let site = SiteTest::new().file("content/events/unreleased/badges.md", "kind: feature\n");
    assert_data_eq!(
        site.run(&["status"]),
        str![[r#"
Event Management Platform (events)
  latest    2.4.0  stable, 2026-05-12
  next      nothing waits for a release
The content has an error, so this may not be all: see `tidings check`.
exit status 1

"#]]
    );
}
