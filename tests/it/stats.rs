//! `stats`: how often and how well products are released, in numbers worked by hand.

use snapbox::{assert_data_eq, str};

use super::site::Site;
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
fn several_products_are_told_of_one_by_one_and_taken_together() {
    let site = SiteTest::new()
        .file(
            "content/site.yaml",
            "title: Acme\nurl: https://acme.example/\nproducts: { events: { name: Events }, helpdesk: { name: Helpdesk } }\n",
        )
        .file("content/helpdesk/1.0.0.yaml", "date: 2026-06-02\n")
        .file("content/helpdesk/1.1.0.yaml", "date: 2026-06-12\n");
    // Days lie between releases of one product: 10, and not the 21 from 2.4.0 of Events to 1.0.0 of Helpdesk.
    assert_data_eq!(
        site.run(&["stats"]),
        str![[r#"
Events (events)
  releases  1 stable, since 2026-05-12
  rollbacks 0 of 1, 0 %
  entries   New features 1 (1 a release)
  issues    0 open, 0 fixed
  quarters  2026-Q4  0 stable, 0 issues open
            2026-Q3  0 stable, 0 issues open
            2026-Q2  1 stable, 0 issues open

Helpdesk (helpdesk)
  releases  2 stable, since 2026-06-02
            10 days from one stable release to the next
  rollbacks 0 of 2, 0 %
  issues    0 open, 0 fixed
  quarters  2026-Q4  0 stable, 0 issues open
            2026-Q3  0 stable, 0 issues open
            2026-Q2  2 stable, 0 issues open

All products
  releases  3 stable, since 2026-05-12
            10 days from one stable release to the next
  rollbacks 0 of 3, 0 %
  entries   New features 1 (0.33 a release)
  issues    0 open, 0 fixed
  quarters  2026-Q4  0 stable, 0 issues open
            2026-Q3  0 stable, 0 issues open
            2026-Q2  3 stable, 0 issues open

"#]]
    );
    assert!(site.run(&["stats", "--json"]).contains("\"all\": {"));
    assert!(!site.run(&["stats", "--json", "helpdesk"]).contains("\"all\": {"));
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

#[test]
fn the_page_has_the_numbers_of_the_command_in_charts_and_tables() {
    let site = Site::new()
        .file("content/events/2.4.1.yaml", "date: 2026-06-02\nannounced: 2026-06-01\n")
        .file("content/events/2.5.0-rc.1.yaml", "date: 2026-07-03\n")
        .today("2026-07-10");
    let built = site.build();
    let page = built.main("stats/index.html");
    // May, June, July: a stable release each in the first two, a candidate in the third. The highest bar fills the plot, 174 units.
    let marks: Vec<&str> =
        page.lines().filter(|line| line.starts_with("<rect class=\"stable\"") || line.starts_with("<rect class=\"prerelease\"")).collect();
    assert_data_eq!(
        marks.join("\n"),
        str![[r#"
<rect class="stable" x="101.0" y="12.0" width="28.0" height="174.0"/><text x="115.0" y="210.0">May 2026</text>
<rect class="stable" x="243.0" y="12.0" width="28.0" height="174.0"/><text x="257.0" y="210.0">Jun 2026</text>
<rect class="prerelease" x="385.0" y="12.0" width="28.0" height="174.0"/><text x="399.0" y="210.0">Jul 2026</text>
"#]]
    );
    assert_eq!(page.matches("<svg viewBox").count(), page.matches("role=\"img\"").count());
    assert!(page.contains("<tr><th scope=\"row\">June 2026</th><td>1</td><td>0</td></tr>"), "{page}");
    // What the Content-Security-Policy forbids would not be drawn.
    assert!(!page.contains("style=") && !page.contains("<style"), "{page}");
    assert_data_eq!(
        built.text("stats/index.md"),
        str![[r#"
# Events: Statistics

How often Events is released, how far ahead releases are announced, and what they hold.

- Stable releases: 2
- Pre-releases: 1
- Days between releases: 21
- Days of notice: 1
- Rolled back: 0%
- Open known issues: 0

## Release frequency

| Period | Stable releases | Pre-releases |
| --- | ---: | ---: |
| July 2026 | 0 | 1 |
| June 2026 | 1 | 0 |
| May 2026 | 1 | 0 |

## Lead time

| Period | Releases | Lower quartile | Median | Upper quartile |
| --- | ---: | ---: | ---: | ---: |
| June 2026 | 1 | 1 | 1 | 1 |

## Rollbacks

| Period | Releases | Rolled back | Share |
| --- | ---: | ---: | ---: |
| Q3 2026 | 0 | 0 |  |
| Q2 2026 | 2 | 0 | 0% |

## Entries by kind

| Kind | Entries | For each stable release |
| --- | ---: | ---: |
| New features | 1 | 0.5 |

## Known issues over time

| Period | New | Fixed | Open known issues |
| --- | ---: | ---: | ---: |
| July 2026 | 0 | 0 | 0 |
| June 2026 | 0 | 0 | 0 |
| May 2026 | 0 | 0 | 0 |

"#]]
    );
}

#[test]
fn several_products_have_a_page_each_and_one_for_all() {
    let site = Site::new()
        .edit("content/site.yaml", "audiences:", "  helpdesk: { name: Helpdesk }\naudiences:")
        .file("content/helpdesk/1.0.0.yaml", "date: 2026-06-01\n");
    let built = site.build();
    let all = built.main("stats/index.html");
    assert!(all.contains("<a href=\"/helpdesk/stats/\">Helpdesk</a></th><td>1</td>"), "{all}");
    assert!(all.contains("<dt>Stable releases</dt><dd><strong>2</strong>"), "{all}");
    assert!(built.main("helpdesk/stats/index.html").contains("<dt>Stable releases</dt><dd><strong>1</strong>"));
    assert!(built.text("helpdesk/index.html").contains("<a href=\"/helpdesk/stats/\">Statistics</a>"));
}

#[test]
fn a_site_that_wants_no_numbers_has_no_page_of_them() {
    let built = Site::new().append("content/site.yaml", "outputs: [pages, markdown]\n").build();
    assert!(built.paths().all(|path| !path.contains("stats")));
    assert!(!built.text("index.html").contains("stats/"));
}

#[test]
fn a_product_without_releases_has_a_page_that_says_so() {
    let site = Site::new().edit("content/site.yaml", "audiences:", "  helpdesk: { name: Helpdesk }\naudiences:");
    assert!(site.build().main("helpdesk/stats/index.html").contains("Nothing is released yet."));
}

#[test]
fn a_long_history_is_told_by_quarter_and_a_longer_one_by_year() {
    let first =
        |date: &str| Site::new().edit("content/events/2.4.0/release.yaml", "2026-05-12", date).build().text("stats/index.md").to_owned();
    assert!(first("2025-04-12").contains("| Q2 2025 | 1 | 0 |"));
    assert!(first("2009-04-12").contains("| 2009 | 1 | 0 |"));
}

#[test]
fn numbers_are_written_as_the_language_of_the_site_does() {
    let site = Site::new().append("content/site.yaml", "language: de\n").file("content/events/2.4.1.yaml", "date: 2026-06-02\n");
    let built = site.build();
    assert!(built.main("stats/index.html").contains("<th scope=\"row\">New features</th><td>1</td><td>0,5</td>"));
    assert!(built.text("stats/index.md").contains("| New features | 1 | 0,5 |"));
}
