//! Planned releases against the policy: notice, cadence, blackouts, windows. What is out is history.

use snapbox::str;

use crate::support::SiteTest;

const POLICY: &str = "\
policy:
  major: { notice: 8 weeks, cadence: quarterly, on: Tuesday }
  minor: { notice: 3 days, cadence: monthly, on: second Tuesday }
  hotfix: { notice: 1 days }
  window: { days: [Tue], from: \"02:00\", to: \"04:00\", timezone: UTC }
  blackouts: [{ from: 2026-11-23, to: 2026-11-30, reason: Black Friday }]
";

/// The good site with this policy and these releases planned.
fn with_policy(policy: &str, releases: &[(&str, &str)]) -> SiteTest {
    let site = SiteTest::new().append("content/site.yaml", policy);
    releases
        .iter()
        .fold(site, |site, (version, text)| site.file(&format!("content/events/{version}.yaml"), format!("status: planned\n{text}")))
}

fn planned(releases: &[(&str, &str)]) -> SiteTest {
    with_policy(POLICY, releases)
}

/// Holds that nothing is wrong with a site.
fn is_clean(site: &SiteTest) {
    let (sources, diags) = site.diagnostics();
    let text = tidings::diag::render::human(&sources, &diags, false);
    assert!(text.starts_with("0 errors, 0 warnings"), "{text}");
}

#[test]
fn a_plan_that_keeps_to_the_policy_is_in_order() {
    is_clean(&planned(&[
        ("3.0.0", "date: 2027-01-19\nannounced: 2026-11-20\nwindow: { from: 2027-01-19T02:00:00Z, to: 2027-01-19T04:00:00Z }\n"),
        ("2.5.0", "date: 2026-12-08\nannounced: 2026-12-05\n"),
        ("2.6.0", "announced: 2026-12-05\n"),
        ("2.5.0-beta.1", "date: 2026-12-01\n"),
        ("2.4.1", "date: 2026-12-01T03:00:00Z\n"),
    ]));
}

#[test]
fn notice_counts_from_the_announcement() {
    planned(&[("3.0.0", "date: 2026-12-15\nannounced: 2026-11-10\n")]).check(str![[r#"
warning[notice-too-short]: `3.0.0` comes 35 days after it is announced; the policy asks for 8 weeks
  --> content/events/3.0.0.yaml:2:7
   |
 2 | date: 2026-12-15
   |       ^^^^^^^^^^
 3 | announced: 2026-11-10
   |            ---------- the day it is announced
   |
  ::: content/site.yaml:10:20
   |
10 |   major: { notice: 8 weeks, cadence: quarterly, on: Tuesday }
   |                    ------- the notice that is asked for
   |
   = help: write `date: 2027-01-05`, the first day that gives enough notice and that the policy leaves

0 errors, 1 warning in 1 file

"#]]);
}

#[test]
fn notice_of_what_is_not_announced_counts_from_today() {
    planned(&[("3.0.0", "date: 2026-12-15\n")]).check(str![[r#"
warning[notice-too-short]: `3.0.0` is 23 days away and not announced yet; the policy asks for 8 weeks
  --> content/events/3.0.0.yaml:2:7
   |
 2 | date: 2026-12-15
   |       ^^^^^^^^^^
   |
  ::: content/site.yaml:10:20
   |
10 |   major: { notice: 8 weeks, cadence: quarterly, on: Tuesday }
   |                    ------- the notice that is asked for
   |
   = help: announce it today and write `date: 2027-01-19`, the first day that gives enough notice and that the policy leaves

0 errors, 1 warning in 1 file

"#]]);
    is_clean(&planned(&[("3.0.0", "date: 2027-01-19\n")]));
}

#[test]
fn an_announcement_to_come_can_come_earlier() {
    planned(&[("2.5.0", "date: 2026-12-08\nannounced: 2026-12-07\n")]).check(str![[r#"
warning[notice-too-short]: `2.5.0` comes 1 day after it is announced; the policy asks for 3 days
  --> content/events/2.5.0.yaml:2:7
   |
 2 | date: 2026-12-08
   |       ^^^^^^^^^^
 3 | announced: 2026-12-07
   |            ---------- the day it is announced
   |
  ::: content/site.yaml:11:20
   |
11 |   minor: { notice: 3 days, cadence: monthly, on: second Tuesday }
   |                    ------ the notice that is asked for
   |
   = help: announce it by 2026-12-05, or write `date: 2027-01-12`, the first day that gives enough notice and that the policy leaves

0 errors, 1 warning in 1 file

"#]]);
    planned(&[("2.5.0", "date: 2026-12-08\nannounced: 2026-12-09\n")]).check(str![[r#"
warning[notice-too-short]: `2.5.0` is announced 1 day after its own date; the policy asks for 3 days before it
  --> content/events/2.5.0.yaml:2:7
   |
 2 | date: 2026-12-08
   |       ^^^^^^^^^^
 3 | announced: 2026-12-09
   |            ---------- the day it is announced
   |
  ::: content/site.yaml:11:20
   |
11 |   minor: { notice: 3 days, cadence: monthly, on: second Tuesday }
   |                    ------ the notice that is asked for
   |
   = help: announce it by 2026-12-05, or write `date: 2027-01-12`, the first day that gives enough notice and that the policy leaves

0 errors, 1 warning in 1 file

"#]]);
}

#[test]
fn a_hotfix_and_a_security_release_have_the_policy_of_hotfixes() {
    planned(&[("2.4.1", "type: hotfix\ndate: 2026-11-22\n"), ("2.4.2", "type: security\ndate: 2026-12-01\n")]).check(str![[r#"
warning[notice-too-short]: `2.4.1` is planned for today and not announced yet; the policy asks for 1 day
  --> content/events/2.4.1.yaml:3:7
   |
 3 | date: 2026-11-22
   |       ^^^^^^^^^^
   |
  ::: content/site.yaml:12:21
   |
12 |   hotfix: { notice: 1 days }
   |                     ------ the notice that is asked for
   |
   = help: announce it today and write `date: 2026-12-01`, the first day that gives enough notice and that the policy leaves

warning[outside-window]: `2.4.1` is planned for a Sunday; the policy's window is Tue from 02:00 to 04:00 UTC
  --> content/events/2.4.1.yaml:3:7
   |
 3 | date: 2026-11-22
   |       ^^^^^^^^^^
   |
  ::: content/site.yaml:13:11
   |
13 |   window: { days: [Tue], from: "02:00", to: "04:00", timezone: UTC }
   |           ---------------------------------------------------------- the policy's window
   |
   = help: the next day that the policy leaves is `2026-12-01`

0 errors, 2 warnings in 1 file

"#]]);
}

#[test]
fn a_release_comes_on_the_weekday_of_its_type() {
    planned(&[("2.5.0", "date: 2026-12-10\nannounced: 2026-11-20\nwindow: { from: 2026-12-10T02:00:00Z, to: 2026-12-10T04:00:00Z }\n")])
        .check(str![[r#"
warning[off-cadence]: `2.5.0` is planned for the second Thursday of the month; the policy asks for `second Tuesday`
  --> content/events/2.5.0.yaml:2:7
   |
 2 | date: 2026-12-10
   |       ^^^^^^^^^^
   |
  ::: content/site.yaml:11:50
   |
11 |   minor: { notice: 3 days, cadence: monthly, on: second Tuesday }
   |                                                  -------------- the day that is asked for
   |
   = help: the days nearest to it that the policy leaves are `2026-12-08` and `2027-01-12`

0 errors, 1 warning in 1 file

"#]]);
    let last = "policy: { minor: { on: last Friday } }\n";
    is_clean(&with_policy(last, &[("2.5.0", "date: 2026-12-25\n")]));
    with_policy(last, &[("2.5.0", "date: 2026-12-18\n")]).check(str![[r#"
warning[off-cadence]: `2.5.0` is planned for the third Friday of the month; the policy asks for `last Friday`
 --> content/events/2.5.0.yaml:2:7
  |
2 | date: 2026-12-18
  |       ^^^^^^^^^^
  |
 ::: content/site.yaml:9:24
  |
9 | policy: { minor: { on: last Friday } }
  |                        ----------- the day that is asked for
  |
  = help: the days nearest to it that the policy leaves are `2026-11-27` and `2026-12-25`

0 errors, 1 warning in 1 file

"#]]);
}

#[test]
fn a_time_has_one_release_of_a_type() {
    let monthly = "policy: { minor: { cadence: monthly }, major: { cadence: quarterly } }\n";
    with_policy(
        monthly,
        &[
            ("2.5.0", "date: 2026-12-03\n"),
            ("2.6.0", "date: 2026-12-24\n"),
            ("2.7.0", "date: 2027-01-01\n"),
            ("3.0.0", "date: 2027-01-19\n"),
            ("4.0.0", "date: 2027-03-31\n"),
        ],
    )
    .check(str![[r#"
warning[off-cadence]: December 2026 has a minor release already, `2.5.0`, when `2.6.0` is planned; the policy has one a month
 --> content/events/2.6.0.yaml:2:7
  |
2 | date: 2026-12-24
  |       ^^^^^^^^^^
  |
 ::: content/events/2.5.0.yaml:2:7
  |
2 | date: 2026-12-03
  |       ---------- the date of `2.5.0`
  |
 ::: content/site.yaml:9:29
  |
9 | policy: { minor: { cadence: monthly }, major: { cadence: quarterly } }
  |                             ------- the cadence that is asked for
  |
  = help: the days nearest to it that the policy leaves are `2026-11-30` and `2027-02-01`

warning[off-cadence]: quarter 1 of 2027 has a major release already, `3.0.0`, when `4.0.0` is planned; the policy has one a quarter
 --> content/events/4.0.0.yaml:2:7
  |
2 | date: 2027-03-31
  |       ^^^^^^^^^^
  |
 ::: content/events/3.0.0.yaml:2:7
  |
2 | date: 2027-01-19
  |       ---------- the date of `3.0.0`
  |
 ::: content/site.yaml:9:58
  |
9 | policy: { minor: { cadence: monthly }, major: { cadence: quarterly } }
  |                                                          --------- the cadence that is asked for
  |
  = help: the days nearest to it that the policy leaves are `2026-12-31` and `2027-04-01`

0 errors, 2 warnings in 2 files

"#]]);
    is_clean(&with_policy("policy: { minor: { cadence: weekly } }\n", &[("2.5.0", "date: 2026-12-06\n"), ("2.6.0", "date: 2026-12-07\n")]));
    is_clean(&with_policy("policy: { minor: { cadence: yearly } }\n", &[("2.5.0", "date: 2026-12-08\n"), ("2.6.0", "date: 2027-01-01\n")]));
}

#[test]
fn a_blackout_is_free_of_releases_and_of_their_windows() {
    planned(&[
        ("2.4.1", "date: 2026-11-24\nwindow: { from: 2026-11-24T02:00:00Z, to: 2026-11-24T04:00:00Z }\n"),
        ("2.4.2", "date: 2026-12-01\nwindow: { from: 2026-11-30T23:00:00-02:00, to: 2026-12-01T00:30:00-02:00 }\n"),
    ])
    .check(str![[r#"
warning[in-blackout]: `2.4.1` is planned for a day without releases: Black Friday
  --> content/events/2.4.1.yaml:2:7
   |
 2 | date: 2026-11-24
   |       ^^^^^^^^^^
   |
  ::: content/site.yaml:14:15
   |
14 |   blackouts: [{ from: 2026-11-23, to: 2026-11-30, reason: Black Friday }]
   |               ---------------------------------------------------------- the blackout
   |
   = help: the first day after it that the policy leaves is `2026-12-01`

warning[outside-window]: the window of `2.4.2` is not within that of the policy, Tue from 02:00 to 04:00 UTC
  --> content/events/2.4.2.yaml:3:9
   |
 3 | window: { from: 2026-11-30T23:00:00-02:00, to: 2026-12-01T00:30:00-02:00 }
   |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
  ::: content/site.yaml:13:11
   |
13 |   window: { days: [Tue], from: "02:00", to: "04:00", timezone: UTC }
   |           ---------------------------------------------------------- the policy's window
   |
   = help: the policy's next window is `from: 2026-12-01T02:00:00Z`, `to: 2026-12-01T04:00:00Z`

0 errors, 2 warnings in 2 files

"#]]);
    with_policy(
        "policy: { blackouts: [{ from: 2026-11-23, to: 2026-11-30 }] }\n",
        &[("2.4.1", "date: 2026-12-01\nwindow: { from: 2026-11-30T23:00:00Z, to: 2026-12-01T01:00:00Z }\n")],
    )
    .check(str![[r#"
warning[in-blackout]: the window of `2.4.1` reaches into days without releases
 --> content/events/2.4.1.yaml:3:9
  |
3 | window: { from: 2026-11-30T23:00:00Z, to: 2026-12-01T01:00:00Z }
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
 ::: content/site.yaml:9:23
  |
9 | policy: { blackouts: [{ from: 2026-11-23, to: 2026-11-30 }] }
  |                       ------------------------------------ the blackout
  |
  = help: the first day after it that the policy leaves is `2026-12-01`

0 errors, 1 warning in 1 file

"#]]);
}

#[test]
fn work_lies_within_the_window_of_the_policy() {
    let window = "policy: { window: { days: [Mon, Tue], from: \"22:00\", to: \"02:00\", timezone: \"+02:00\" } }\n";
    with_policy(
        window,
        &[
            ("2.4.1", "date: 2026-12-01\nwindow: { from: 2026-12-01T20:00:00Z, to: 2026-12-02T01:00:00Z }\n"),
            ("2.4.2", "date: 2026-12-03T20:00:00Z\n"),
            ("2.4.3", "date: 2026-12-10\n"),
        ],
    )
    .check(str![[r#"
warning[outside-window]: the window of `2.4.1` is not within that of the policy, Mon and Tue from 22:00 to 02:00 +02:00
 --> content/events/2.4.1.yaml:3:9
  |
3 | window: { from: 2026-12-01T20:00:00Z, to: 2026-12-02T01:00:00Z }
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
 ::: content/site.yaml:9:19
  |
9 | policy: { window: { days: [Mon, Tue], from: "22:00", to: "02:00", timezone: "+02:00" } }
  |                   -------------------------------------------------------------------- the policy's window
  |
  = help: the policy's next window is `from: 2026-12-01T22:00:00+02:00`, `to: 2026-12-02T02:00:00+02:00`, which is shorter than the 5 hours asked for here

warning[outside-window]: `2.4.2` is planned for a time outside the policy's window, Mon and Tue from 22:00 to 02:00 +02:00
 --> content/events/2.4.2.yaml:2:7
  |
2 | date: 2026-12-03T20:00:00Z
  |       ^^^^^^^^^^^^^^^^^^^^
  |
 ::: content/site.yaml:9:19
  |
9 | policy: { window: { days: [Mon, Tue], from: "22:00", to: "02:00", timezone: "+02:00" } }
  |                   -------------------------------------------------------------------- the policy's window
  |
  = help: the policy's next window opens at `2026-12-07T22:00:00+02:00`

warning[outside-window]: `2.4.3` is planned for a Thursday; the policy's window is Mon and Tue from 22:00 to 02:00 +02:00
 --> content/events/2.4.3.yaml:2:7
  |
2 | date: 2026-12-10
  |       ^^^^^^^^^^
  |
 ::: content/site.yaml:9:19
  |
9 | policy: { window: { days: [Mon, Tue], from: "22:00", to: "02:00", timezone: "+02:00" } }
  |                   -------------------------------------------------------------------- the policy's window
  |
  = help: the next day that the policy leaves is `2026-12-14`

0 errors, 3 warnings in 3 files

"#]]);
    is_clean(&with_policy(
        window,
        &[
            ("2.4.1", "date: 2026-12-01\nwindow: { from: 2026-12-01T20:00:00Z, to: 2026-12-02T00:00:00Z }\n"),
            ("2.4.2", "date: 2026-12-01T23:30:00Z\n"),
            ("2.4.3", "date: 2026-12-09\n"),
        ],
    ));
}

#[test]
fn the_policy_of_a_product_stands_in_for_that_of_the_site_field_by_field() {
    let site = "title: Acme\nurl: https://a.example/\nproducts:\n  events:\n    name: Events\n    policy: { minor: { notice: 0 days }, blackouts: [] }\n";
    let own = |text: &str| {
        let site = SiteTest::new().file("content/site.yaml", format!("{site}{POLICY}"));
        site.file("content/events/2.5.0.yaml", format!("status: planned\ndate: {text}\n"))
    };
    is_clean(&own("2026-11-24"));
    own("2026-11-25").check(str![[r#"
warning[outside-window]: `2.5.0` is planned for a Wednesday; the policy's window is Tue from 02:00 to 04:00 UTC
  --> content/events/2.5.0.yaml:2:7
   |
 2 | date: 2026-11-25
   |       ^^^^^^^^^^
   |
  ::: content/site.yaml:11:11
   |
11 |   window: { days: [Tue], from: "02:00", to: "04:00", timezone: UTC }
   |           ---------------------------------------------------------- the policy's window
   |
   = help: the next day that the policy leaves is `2026-12-01`

0 errors, 1 warning in 1 file

"#]]);
}

#[test]
fn what_is_out_is_not_held_to_the_policy() {
    is_clean(
        &SiteTest::new().append("content/site.yaml", POLICY).file("content/events/2.5.0.yaml", "date: 2026-05-14\nannounced: 2026-05-14\n"),
    );
}
