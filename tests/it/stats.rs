//! `stats`: how often and how well products are released, in numbers worked by hand.

use snapbox::{assert_data_eq, str};

use super::support::SiteTest;

/// Five stable releases, a pre-release and a plan. Days between stable ones: 20, 40, 10, 30. Leads, of four that say: 2, 4, 8, 0.
fn worked() -> SiteTest {
    SiteTest::new()
        .without("content/events/2.4.0/release.yaml")
        .without("content/events/2.4.0/scan.md")
        .file(
            "content/events/1.0.0.yaml",
            "date: 2026-01-10\nannounced: 2026-01-08\nentries: [ { kind: feature, title: Badges, body: Text. } ]\n",
        )
        .file(
            "content/events/1.1.0.yaml",
            "date: 2026-01-30\nannounced: 2026-01-26\nentries:\n\
             - { kind: known-issue, title: Slow doors, severity: minor, body: \"They are.\\n\\n## Workaround\\nPush.\" }\n\
             - { kind: known-issue, title: Loud doors, severity: minor, body: \"They are.\\n\\n## Workaround\\nPull.\" }\n",
        )
        .file(
            "content/events/1.2.0.yaml",
            "date: 2026-03-11\nannounced: 2026-03-03\nstatus: rolled-back\nrollback: { date: 2026-03-12, reason: It broke }\n",
        )
        .file("content/events/1.2.1.yaml", "date: 2026-03-21\nannounced: 2026-03-21\n")
        .file(
            "content/events/2.0.0-rc.1.yaml",
            "date: 2026-04-10\nentries: [ { kind: fix, title: Doors open at once, resolves: [slow-doors], body: Text. } ]\n",
        )
        .file("content/events/2.0.0.yaml", "date: 2026-04-20\nentries: [ { kind: feature, title: Halls, body: Text. } ]\n")
        .file("content/events/3.0.0.yaml", "date: 2026-12-20\nannounced: 2026-11-01\nstatus: planned\n")
}

#[test]
fn a_product_is_told_of_in_a_few_rows() {
    assert_data_eq!(
        worked().run(&["stats"]),
        str![[r#"
Event Management Platform (events)
  releases  5 stable and 1 pre-release, since 2026-01-10
            25 days (median; 17.5 to 32.5 for the middle half) from one stable
              release to the next
  lead time 3 days (median; 1.5 to 5 for the middle half) from announcement to
              release, of 4 releases that say when
  rollbacks 1 of 5, 20 %
  entries   New features 2 (0.4 a release), Bug fixes 1 (0.2 a release), Known
              issues 2 (0.4 a release)
  issues    1 open, 1 fixed
  quarters  2026-Q4  0 stable, 1 issue open
            2026-Q3  0 stable, 1 issue open
            2026-Q2  1 stable, 1 pre-release, 1 issue open
            2026-Q1  4 stable, 1 rolled back, lead 3 days, 2 issues open

"#]]
    );
}

#[test]
fn programs_read_all_of_it_as_json() {
    let json = worked().run(&["stats", "--json", "--today", "2026-04-30"]);
    let stats: serde_json::Value = serde_json::from_str(&json).unwrap();
    let product = &stats["products"][0];
    assert_eq!(product["releases"], serde_json::json!({ "stable": 5, "prereleases": 1, "rolled_back": 1, "rollback_rate": 0.2 }));
    // Of 10, 20, 30, 40 the quartiles lie at 0.75, 1.5 and 2.25; of 0, 2, 4, 8 likewise.
    assert_eq!(
        product["days_between"],
        serde_json::json!({ "count": 4, "min": 10.0, "q1": 17.5, "median": 25.0, "q3": 32.5, "max": 40.0 })
    );
    assert_eq!(product["lead_days"], serde_json::json!({ "count": 4, "min": 0.0, "q1": 1.5, "median": 3.0, "q3": 5.0, "max": 8.0 }));
    let months: Vec<String> = product["months"]
        .as_array()
        .unwrap()
        .iter()
        .map(|month| {
            let number = |key: &str| month[key].as_u64().unwrap();
            let issues = (number("issues_opened"), number("issues_closed"), number("issues_open"));
            format!("{}: {} {} {} {issues:?}", month["period"], number("stable"), number("prereleases"), number("rolled_back"))
        })
        .collect();
    // The fix is out with the candidate, but readers of the newest stable release meet the issue until 2.0.0.
    assert_data_eq!(
        months.join("\n"),
        str![[r#"
"2026-01": 2 0 0 (2, 0, 2)
"2026-02": 0 0 0 (0, 0, 2)
"2026-03": 2 0 1 (0, 0, 2)
"2026-04": 1 1 0 (0, 1, 1)
"#]]
    );
    assert_eq!(product["quarters"][0]["lead_days"]["count"], 4);
    assert_eq!(product["years"].as_array().unwrap().len(), 1);
    assert_eq!(product["entries"][0], serde_json::json!({ "kind": "feature", "heading": "New features", "count": 2, "per_release": 0.4 }));
}

#[test]
fn a_product_without_releases_has_no_numbers() {
    let site = SiteTest::new().without("content/events/2.4.0/release.yaml").without("content/events/2.4.0/scan.md");
    assert_data_eq!(
        site.run(&["stats", "events"]),
        str![[r#"
Event Management Platform (events)
  releases  nothing is out yet

"#]]
    );
}

#[test]
fn an_issue_ends_for_those_who_keep_up_and_not_with_a_fix_of_an_older_line() {
    let site = SiteTest::new()
        .file(
            "content/events/2.4.0/slow-doors.md",
            "---\nkind: known-issue\ntitle: Slow doors\nseverity: minor\naffects: \">=2.3.0\"\n---\nThey are.\n\n## Workaround\nPush.\n",
        )
        .file("content/events/2.3.0.yaml", "date: 2026-04-12\n")
        .file(
            "content/events/2.3.1.yaml",
            "date: 2026-06-02\nentries: [ { kind: fix, title: Doors open, resolves: [2.4.0/slow-doors], body: Text. } ]\n",
        )
        .file("content/events/2.4.1.yaml", "date: 2026-07-03\n");
    let json = site.run(&["stats", "--json"]);
    let stats: serde_json::Value = serde_json::from_str(&json).unwrap();
    let months = stats["products"][0]["months"].as_array().unwrap();
    let closed: Vec<&str> =
        months.iter().filter(|month| month["issues_closed"] == 1).map(|month| month["period"].as_str().unwrap()).collect();
    assert_eq!(closed, ["2026-07"]);
}

#[test]
fn private_issues_count_for_those_who_see_them() {
    let site = SiteTest::new().append("content/site.yaml", "  staff: { name: Staff, private: true }\n").file(
        "content/events/2.4.0/slow-doors.md",
        "---\nkind: known-issue\ntitle: Slow doors\nseverity: minor\naudience: staff\n---\nThey are.\n\n## Workaround\nPush.\n",
    );
    let issues = |arguments: &[&str]| {
        site.run(arguments).lines().find(|line| line.trim_start().starts_with("issues")).map(|line| line.trim().to_owned())
    };
    assert_eq!(issues(&["stats"]).as_deref(), Some("issues    0 open, 0 fixed"));
    assert_eq!(issues(&["stats", "--audience", "staff"]).as_deref(), Some("issues    1 open, 0 fixed"));
}
