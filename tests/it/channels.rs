//! Channels: what would be posted, and addresses that cannot be posted to. Posting is tried by `tests/checkers/channels`, on a real server.

use std::fs;

use serde_json::Value;

use super::support::SiteTest;

const MAIL: &str = "mail: { from: Acme releases <releases@acme.example> }\n";
const SLACK: (&str, &str) = ("TIDINGS_SLACK_URL_EVENTS", "https://hooks.slack.com/services/T0/B0/abc");

/// What a dry run that goes to channels alone says on standard error.
fn told(site: &SiteTest, variables: &[(&str, &str)]) -> String {
    let mut command = site.command(&["announce", "2.4.0", "--only", "channels", "--dry-run", "--out"]);
    let output = command.arg(site.root().join("posts")).envs(variables.iter().copied()).output();
    output.map_or_else(|error| error.to_string(), |output| String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_dry_run_writes_what_would_be_posted() {
    let site = SiteTest::new().append("content/site.yaml", MAIL);
    let said = told(&site, &[SLACK]);
    assert_eq!(said, "Event Management Platform 2.4.0 is out\n1 message written, none sent\n");
    let file = fs::read_dir(site.root().join("posts")).unwrap().next().unwrap().unwrap();
    assert!(file.file_name().to_string_lossy().starts_with("slack-"), "{file:?}");
    let post: Value = serde_json::from_slice(&fs::read(file.path()).unwrap()).unwrap();
    let link = "• <https://changes.acme.example/2.4.0/#scan|Scan tickets offline>";
    assert!(post["blocks"][1]["text"]["text"].as_str().is_some_and(|text| text.ends_with(link)), "{post:#}");
}

#[test]
fn what_the_public_may_not_see_is_not_posted() {
    let private = "audiences:\n  partners: { name: Partners, private: true }\n";
    let site = SiteTest::new().append("content/site.yaml", MAIL);
    let text = fs::read_to_string(site.root().join("content/site.yaml")).unwrap();
    let site = site
        .file("content/site.yaml", text.replace("audiences:\n", private))
        .file("content/events/2.4.0/secret.md", "---\nkind: fix\ntitle: For partners alone\naudience: partners\n---\nText.\n");
    told(&site, &[SLACK]);
    let file = fs::read_dir(site.root().join("posts")).unwrap().next().unwrap().unwrap();
    let post = fs::read_to_string(file.path()).unwrap();
    assert!(post.contains("Scan tickets offline") && !post.contains("For partners alone"), "{post}");
}

#[test]
fn an_address_that_cannot_be_used_is_told_of_without_repeating_it() {
    let site = SiteTest::new().append("content/site.yaml", MAIL);
    let said = told(&site, &[("TIDINGS_TEAMS_URL", "http://teams.example/secret")]);
    assert_eq!(said, "error: `TIDINGS_TEAMS_URL` cannot be used: it would go over an open line: use `https://`\n");
    let said = told(&site, &[("TIDINGS_WEBHOOK_URL", "https://acme.example/hook")]);
    assert!(said.starts_with("error: set `TIDINGS_WEBHOOK_KEY`"), "{said}");
    let said = told(&site, &[("TIDINGS_WEBHOOK_URL", "https://acme.example/hook"), ("TIDINGS_WEBHOOK_KEY", "whsec_short")]);
    assert!(said.starts_with("error: `TIDINGS_WEBHOOK_KEY` cannot be used: write `whsec_`") && !said.contains("short"), "{said}");
    let said = told(&site, &[]);
    assert!(said.starts_with("error: no channel hears of it: set `TIDINGS_SLACK_URL`"), "{said}");
}
