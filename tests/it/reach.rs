//! Rollouts and rollbacks as events: what readers see of them, and when.

use serde_json::{Value, json};

use super::site::Site;

/// A release that reaches people in three steps.
fn rolling() -> Site {
    Site::new().append(
        "content/events/2.4.0/release.yaml",
        "rollout: [ { date: 2026-05-12, share: 10%, to: New accounts }, { date: 2026-05-19, share: 50% }, { date: 2026-05-26 } ]\n",
    )
}

fn badge(site: &Site, path: &str) -> Vec<String> {
    let built = site.build();
    let badges = built.main(path).split("<span class=\"badge tone-").skip(1).map(|rest| rest.split("</span>").next().unwrap().to_owned());
    badges.filter(|badge| badge.contains("oll")).collect()
}

#[test]
fn a_rollout_says_how_far_it_has_come() {
    for (today, told, reach) in [
        ("2026-05-13", "info\">Rolling out · 10% · New accounts", json!({ "state": "rolling-out", "share": 10, "to": "New accounts" })),
        ("2026-05-20", "info\">Rolling out · 50%", json!({ "state": "rolling-out", "share": 50 })),
        ("2026-05-26", "success\">Rolled out to all", json!({ "state": "complete" })),
    ] {
        let site = rolling().today(today);
        assert_eq!(
            (badge(&site, "2.4.0/index.html"), badge(&site, "index.html")),
            (vec![told.to_owned()], vec![told.to_owned()]),
            "{today}"
        );
        let built = site.build();
        let badge = told.split_once('>').unwrap().1;
        assert!(built.text("2.4.0/index.md").contains(&format!("- {badge}\n")), "{}", built.text("2.4.0/index.md"));
        assert_eq!(built.json("api/v1/events/releases/2.4.0.json")["reach"], reach);
        assert_eq!(built.json("api/v1/events/releases.json")["releases"][0]["reach"], reach);
    }
}

#[test]
fn a_rollout_that_ends_with_a_share_is_never_complete() {
    let site = Site::new().append("content/events/2.4.0/release.yaml", "rollout: [ { date: 2026-05-12, share: 10% } ]\n");
    assert_eq!(badge(&site, "2.4.0/index.html"), ["info\">Rolling out · 10%"]);
}

#[test]
fn a_release_that_was_rolled_back_is_rolled_out_no_more() {
    let site = rolling()
        .append("content/events/2.4.0/release.yaml", "status: rolled-back\nrollback: { date: 2026-05-20, reason: Scans were lost }\n");
    assert_eq!(site.build().json("api/v1/events/releases/2.4.0.json")["reach"], Value::Null);
}

/// Two products, so that there is a home page; the newest release of one was taken back.
fn taken_back() -> Site {
    Site::new()
        .edit("content/site.yaml", "products:\n", "products:\n  desk: { name: Desk }\n")
        .file("content/events/2.3.0.yaml", "date: 2026-03-03\n")
        .append("content/events/2.4.0/release.yaml", "status: rolled-back\nrollback: { date: 2026-05-20, reason: Scans were lost }\n")
}

#[test]
fn pages_that_named_a_release_as_the_latest_say_that_it_was_rolled_back() {
    let told = "<p><strong><a href=\"/events/2.4.0/\">2.4.0</a> was rolled back on 20 May 2026.</strong> Use <a href=\"/events/2.3.0/\">2.3.0</a> instead.</p>";
    let pages = ["index.html", "events/index.html", "events/upgrade/index.html"];
    let built = taken_back().build();
    assert_eq!(pages.map(|page| built.main(page).contains(told)), [true; 3]);
    assert!(built.main("events/2.4.0/index.html").contains("This release was rolled back on 20 May 2026"));
    // A newer release ends it.
    let built = taken_back().file("content/events/2.4.1.yaml", "date: 2026-05-21\n").build();
    assert_eq!(pages.map(|page| built.main(page).contains("2.4.0</a> was rolled back")), [false; 3]);
}

#[test]
fn a_rollback_moves_the_feed_and_the_json() {
    let built = taken_back().build();
    let release = built.json("api/v1/events/releases/2.4.0.json");
    assert_eq!((&release["status"], &release["updated"]), (&"rolled-back".into(), &"2026-05-20T00:00:00Z".into()));
    assert_eq!(built.json("api/v1/events/latest.json")["rollbacks"][0]["version"], "2.4.0");
    assert!(built.text("events/atom.xml").contains("<updated>2026-05-20T00:00:00."));
}
