//! Who gets which letter: by language, by audience, and by kind of notice.

use snapbox::{assert_data_eq, str};

use crate::mail::{Mail, World};

const PEOPLE: &str = "email,language,audiences,components,notices
plain@example.org,,,,
german@example.org,de-AT,,,
french@example.org,fr,,,
staff@example.org,de,staff,,
organizer@example.org,,organizers,,
both@example.org,,organizers;staff,,
api@example.org,,,api,
plans@example.org,,,,planned
";

fn world() -> World {
    let world = World::new();
    world.file("people.csv", PEOPLE);
    assert!(world.run(&["subscribers", "import", "people.csv"]).status.success());
    world
}

/// A line of the header.
fn header<'a>(mail: &'a Mail, name: &str) -> &'a str {
    mail.head.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).unwrap()
}

#[test]
fn everyone_gets_what_their_audiences_may_see_in_their_language() {
    let (mails, _) = world().messages(&["2.4.0"]);
    let mut found = String::new();
    for (to, mail) in &mails {
        let entries: Vec<&str> = mail.text.lines().filter_map(|line| line.strip_prefix("* ")).collect();
        let secret = mail.html.contains("xyzzy") || mail.text.contains("xyzzy");
        let knows = if secret { ", knows the secret" } else { "" };
        found += &format!("{to} [{}] {}{knows}\n", header(mail, "Content-Language"), entries.join(", "));
        assert_eq!(secret, mail.text.contains("Only staff know") && mail.html.contains("Only staff know"));
    }
    assert_data_eq!(
        found,
        str![[r#"
api@example.org [en] Scan tickets offline, Scanning <b> & "battery"
both@example.org [en] Scan tickets offline, Only staff know, Scanning <b> & "battery", knows the secret
french@example.org [en] Scan tickets offline, Scanning <b> & "battery"
german@example.org [de] Scan tickets offline, Scanning <b> & "battery"
organizer@example.org [en] Scan tickets offline, Scanning <b> & "battery"
plain@example.org [en] Scan tickets offline, Scanning <b> & "battery"
staff@example.org [de] Only staff know, Scanning <b> & "battery", knows the secret

"#]]
    );
}

#[test]
fn the_words_are_the_readers_and_the_notes_say_that_they_are_not() {
    let (mails, _) = world().messages(&["2.4.0"]);
    let mail = &mails["german@example.org"];
    assert_data_eq!(
        mail.text.clone(),
        str![[r#"
Event Platform 2.4.0: Check-in that works offline
Erschienen am 12. Mai 2026
https://changes.acme.example/notes/2.4.0/

Staff can scan tickets without a network, and reports
(https://docs.acme.example/a/rather/long/address/of/a/page/about/reports)
open twice as fast.

HÖHEPUNKTE

- Scan tickets offline

NEUE FUNKTIONEN

* Scan tickets offline
  Check-in / Für Organizers

  Staff keep scanning when the hall's network drops. See the fix
  (https://changes.acme.example/notes/2.4.0/#battery).

  Try it

  1. Open Check-in.

  > Note:
  > It needs a phone.

  - scanner.offline: hinzugefügt, standard false

  Dokumentation: https://docs.acme.example/offline

FEHLERBEHEBUNGEN

* Scanning <b> & "battery"
  Check-in, Public API

  Lasts longer.

SO STEIGEN SIE UM

Vor dem Umstieg

  1. Back up the database, and wait until the copy has been checked by
     somebody who knows.

Umstieg

  Run this:

      events migrate --with-a-long-option --and-another-long-option --until-the-line-is-too-long

------------------------------------------------------------

Fragen zu dieser Version?
support@acme.example
https://acme.example/help

Sie erhalten diese Mail, weil Sie über Versionen von Event Platform
informiert werden möchten.
Abmelden: mailto:support@acme.example?subject=unsubscribe

Acme releases, 1 Example Street, 12345 Example


"#]]
    );
    for wanted in [
        "<html lang=\"de\" dir=\"ltr\">",
        "<span lang=\"en\" dir=\"ltr\">Check-in that works offline</span>",
        "<h3 lang=\"en\" dir=\"ltr\"",
        ">Neue Funktionen</h2>",
    ] {
        assert!(mail.html.contains(wanted), "{wanted} is missing: {}", mail.html);
    }
    let own = &mails["plain@example.org"].html;
    assert_eq!(own.matches("lang=\"").count(), 1, "one language is said once");
    assert!(own.contains("<html lang=\"en\""));
}

#[test]
fn the_id_is_the_same_whatever_the_language() {
    let id = |language: &str| {
        let mail = World::new().message(&["2.4.0", "--language", language]);
        header(&mail, "Message-ID").to_owned()
    };
    assert_eq!(id("en"), id("de"));
}

#[test]
fn whoever_may_see_nothing_of_a_release_gets_nothing() {
    let world = world();
    world.file(
        "content/events/2.5.0.yaml",
        "date: 2026-05-13\nentries:\n  - { kind: feature, title: A door for staff, component: api, audience: staff, body: Behind the stage. }\n",
    );
    let (mails, said) = world.messages(&["2.5.0"]);
    assert_eq!(mails.keys().collect::<Vec<_>>(), ["both@example.org", "staff@example.org"]);
    assert!(said.contains("2 messages written, none sent"), "{said}");
    let refused = world.run(&["announce", "2.5.0", "--dry-run", "--out", "out", "--to", "jo@example.org"]);
    assert_data_eq!(
        String::from_utf8_lossy(&refused.stderr).into_owned(),
        str![[r#"
error: whom the message would go to may see nothing of it

"#]]
    );
    let mail = world.message(&["2.5.0", "--audience", "staff"]);
    assert!(mail.text.contains("* A door for staff"));
    let misspelt = world.run(&["announce", "2.5.0", "--test", "jo@example.org", "--audience", "stuff"]);
    assert_data_eq!(
        String::from_utf8_lossy(&misspelt.stderr).into_owned(),
        str![[r#"
error: no audience has the key `stuff`; there are `staff`, `organizers`

"#]]
    );
}

const PLAN: &str = "date: 2026-05-19
status: planned
announced: 2026-05-12
summary: Faster reports.
window: { from: 2026-05-19T02:00:00Z, to: 2026-05-19T04:00:00Z, impact: Sales pause for ten minutes }
rollout:
  - { date: 2026-05-19, share: 10%, to: New accounts }
  - { date: 2026-05-26, share: 100% }
upgrade: { before: Close the reports. }
entries: []
";

#[test]
fn a_window_is_told_of_before_it_opens_and_then_the_steps_of_the_rollout() {
    let world = World::new();
    world.file("content/events/2.5.0.yaml", PLAN);
    let mail = world.message(&["2.5.0", "--notice", "window"]);
    assert_data_eq!(
        format!("{}\n{}", header(&mail, "Subject"), mail.text),
        str![[r#"
Maintenance on 19 May 2026: Event Platform 2.5.0
Maintenance for Event Platform 2.5.0
19 May 2026, 02:00 to 04:00 UTC
Sales pause for ten minutes
https://changes.acme.example/notes/2.5.0/

The work on this release is about to begin. Save what is open before
that.

Faster reports.

ROLLOUT

- 19 May 2026: 10%, New accounts
- 26 May 2026: 100%

HOW TO UPGRADE

Before you upgrade

  Close the reports.

------------------------------------------------------------

Questions about this release?
support@acme.example
https://acme.example/help

You get this mail because you asked to hear about releases of Event
Platform.
Unsubscribe: mailto:support@acme.example?subject=unsubscribe

Acme releases, 1 Example Street, 12345 Example


"#]]
    );
    world.file("content/events/2.5.0.yaml", &PLAN.replace("2026-05-19T", "2026-05-12T"));
    let mail = world.message(&["2.5.0", "--notice", "window"]);
    assert_data_eq!(
        format!("{}\n{}", header(&mail, "Subject"), mail.text),
        str![[r#"
Rollout on 19 May 2026: Event Platform 2.5.0
Event Platform 2.5.0 reaches more people
19 May 2026: 10%, New accounts
https://changes.acme.example/notes/2.5.0/

The next step of this release’s rollout is about to begin.

Faster reports.

ROLLOUT

- 19 May 2026: 10%, New accounts
- 26 May 2026: 100%

HOW TO UPGRADE

Before you upgrade

  Close the reports.

------------------------------------------------------------

Questions about this release?
support@acme.example
https://acme.example/help

You get this mail because you asked to hear about releases of Event
Platform.
Unsubscribe: mailto:support@acme.example?subject=unsubscribe

Acme releases, 1 Example Street, 12345 Example


"#]]
    );
    let none = World::new();
    assert_data_eq!(
        none.refusal(&["2.4.0", "--notice", "window"]),
        str![[r#"
error: 2.4.0 has no maintenance window and no step of a rollout that is still to come
2

"#]]
    );
}

/// A release with issues of its own, one of which a later one fixes.
fn with_issues() -> World {
    let world = World::new();
    let issue = |title: &str, severity: &str| {
        format!(
            "---\nkind: known-issue\ntitle: {title}\ncomponent: check-in\nseverity: {severity}\n---\nIt fails.\n\n## Workaround\nNone is known.\n"
        )
    };
    world.file("content/events/2.4.0/lost-scans.md", &issue("Scans are lost", "critical"));
    world.file("content/events/2.4.0/slow-lists.md", &issue("Lists are slow", "minor"));
    world.file("content/events/2.4.0/blurred-badges.md", &issue("Badges are blurred", "major"));
    let fix = |issue: &str| format!("---\nkind: fix\ntitle: Work on {issue}\ncomponent: check-in\nresolves: [{issue}]\n---\nIt works.\n");
    world.file("content/events/2.4.1/release.yaml", "date: 2026-05-13\n");
    world.file("content/events/2.4.1/scans.md", &fix("lost-scans"));
    world
}

#[test]
fn an_issue_is_told_of_by_name_and_so_is_its_end() {
    let world = with_issues();
    let mut said = String::new();
    for arguments in [
        &["2.4.0", "--notice", "known-issue"][..],
        &["2.4.0", "--notice", "known-issue", "--issue", "slow"],
        &["2.4.1", "--notice", "known-issue", "--issue", "lost-scans"],
        &["2.4.0", "--notice", "known-issue-closed", "--issue", "slow-lists"],
        &["2.3.0", "--notice", "known-issue-closed"],
        &["2.4.0", "--issue", "slow-lists"],
        &["2.4.0", "--notice", "end-of-support"],
    ] {
        said += &format!("announce {}\n{}", arguments.join(" "), world.refusal(arguments));
    }
    assert_data_eq!(
        said,
        str![[r#"
announce 2.4.0 --notice known-issue
error: say with `--issue` which of them to tell of: `blurred-badges`, `lost-scans` and `slow-lists`
2
announce 2.4.0 --notice known-issue --issue slow
error: 2.4.0 has no known issue `slow`; it has `blurred-badges`, `lost-scans` and `slow-lists`
2
announce 2.4.1 --notice known-issue --issue lost-scans
error: 2.4.1 has no known issue `lost-scans`; it has `blurred-badges` and `slow-lists`
2
announce 2.4.0 --notice known-issue-closed --issue slow-lists
error: `slow-lists` is not fixed in any release that is out: a fix names it under `resolves`
2
announce 2.3.0 --notice known-issue-closed
error: no known issue of 2.3.0 is fixed, and it fixes none that is over
2
announce 2.4.0 --issue slow-lists
error: `--issue` is for the notices `known-issue` and `known-issue-closed`
2
announce 2.4.0 --notice end-of-support
error: 2.4.0 does not say how long it is supported: write `lts: { until: DATE }` into its release
2

"#]]
    );
    let mail = world.message(&["2.4.0", "--notice", "known-issue", "--issue", "slow-lists"]);
    assert_eq!(header(&mail, "Subject"), "Known issue in Event Platform 2.4.0: Lists are slow");
    assert!(!mail.text.contains("Badges are blurred"));
    // The release with the issue and the one with the fix name the same end.
    let by_issue = world.message(&["2.4.0", "--notice", "known-issue-closed"]);
    let by_fix = world.message(&["2.4.1", "--notice", "known-issue-closed"]);
    assert_eq!(header(&by_issue, "Message-ID"), header(&by_fix, "Message-ID"));
    assert_data_eq!(
        format!("{}\n{}", header(&by_issue, "Subject"), by_issue.text),
        str![[r#"
Fixed in Event Platform: Scans are lost
A known issue of Event Platform is fixed
This problem is over once you install the fix.
https://changes.acme.example/notes/known-issues/

Read the notes of 2.4.1:
https://changes.acme.example/notes/2.4.1/

* Scans are lost
  Severity: critical. State: fixed. Affected versions: >=2.4.0. Fixed in
  2.4.1
  Check-in

  It fails.

  Workaround

  None is known.

------------------------------------------------------------

Questions about this release?
support@acme.example
https://acme.example/help

You get this mail because you asked to hear about releases of Event
Platform.
Unsubscribe: mailto:support@acme.example?subject=unsubscribe

Acme releases, 1 Example Street, 12345 Example


"#]]
    );
}

#[test]
fn each_issue_is_a_campaign_of_its_own() {
    let world = with_issues();
    let id = |issue: &str| header(&world.message(&["2.4.0", "--notice", "known-issue", "--issue", issue]), "Message-ID").to_owned();
    assert_ne!(id("slow-lists"), id("blurred-badges"));
}

#[test]
fn the_end_of_support_names_the_way_out() {
    let world = World::new();
    world.file("content/events/2.3.0.yaml", "date: 2026-04-14\nlts: { until: 2026-06-30 }\nentries: []\n");
    let mail = world.message(&["2.3.0", "--notice", "end-of-support"]);
    assert_data_eq!(
        format!("{}\n{}", header(&mail, "Subject"), mail.text),
        str![[r#"
Support of Event Platform 2.3.0 ends on 30 June 2026
Support of Event Platform 2.3.0 ends on 30 June 2026

From then on 2.3.0 gets no fixes any more, not even for security.

The newest release is 2.4.0.
How to upgrade:
https://changes.acme.example/notes/upgrade/

------------------------------------------------------------

Questions about this release?
support@acme.example
https://acme.example/help

You get this mail because you asked to hear about releases of Event
Platform.
Unsubscribe: mailto:support@acme.example?subject=unsubscribe

Acme releases, 1 Example Street, 12345 Example


"#]]
    );
}
