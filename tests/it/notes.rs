//! `notes`: one release, to be read elsewhere.

use std::process::{Command, Stdio};

use snapbox::{IntoData, assert_data_eq, str};

use crate::site::Site;
use crate::support::SiteTest;

/// A release with something of everything, one before it, what waits, and what only some may see.
fn site() -> SiteTest {
    SiteTest::new()
        .append("content/site.yaml", "  staff: { name: Staff, private: true }\nreferences: { '#(\\d+)': 'https://git.example/$0' }\n")
        .file("content/events/2.3.0.yaml", "date: 2026-04-14\nentries: []\n")
        .file(
            "content/events/2.4.0/release.yaml",
            "title: Check-in that works offline
date: 2026-05-12
summary: |
  Staff can scan tickets without a network, and [the last release](release:2.3.0) still works beside it for a while.
upgrade: { before: 1. Back up the database., during: Run `events migrate`. }
upgrade_from: \">=2.0.0\"
rollback: { date: 2026-05-14, reason: Scans were lost., replaced_by: 2.4.1 }
status: rolled-back
corrections: [{ date: 2026-05-13, note: The migration needs an hour. }]
",
        )
        .file(
            "content/events/2.4.0/scan.md",
            "---
kind: feature
title: Scan tickets offline
component: check-in
audience: organizers
refs: ['#12']
settings: [{ name: scanner.offline, change: added, default: 'false' }]
---
Staff keep scanning when the hall's network drops. See [the fix](entry:battery).

## Try it
1. Open **Check-in**.

<!-- Nobody reads this. -->
",
        )
        .file("content/events/2.4.0/battery.md", "---\nkind: fix\ntitle: Batteries last\n---\nLonger.\n")
        .file("content/events/2.4.0/staff.md", "---\nkind: fix\ntitle: Only staff know\naudience: staff\n---\nThe word is xyzzy.\n")
        .file("content/events/2.4.1.yaml", "date: 2026-05-15\nentries: [{ kind: fix, title: Scans are kept }]\n")
        .file(
            "content/events/2.5.0.yaml",
            "date: 2026-05-19\npublish: 2026-12-01T09:00:00Z\nentries: [{ kind: feature, title: Not yet }]\n",
        )
        .file("content/events/3.0.0.yaml", "date: 2027-01-12\nstatus: planned\nentries: [{ kind: feature, title: Planned }]\n")
        .file("content/events/unreleased/next.md", "---\nkind: fix\ntitle: It waits\n---\nFor a [friend](entry:other).\n")
        .file("content/events/unreleased/other.md", "---\nkind: feature\ntitle: The friend\ncomponent: ticketing\n---\nHere.\n")
        .file("content/events/unreleased/hidden.md", "---\nkind: fix\ntitle: Only staff wait\naudience: staff\n---\nxyzzy\n")
}

#[test]
fn a_release_is_told_as_markdown_that_stands_anywhere() {
    assert_data_eq!(
        site().run(&["notes", "2.4.0"]),
        str![[r#"
# Event Management Platform 2.4.0: Check-in that works offline

- Type: Minor
- Date: 12 May 2026
- **This release was rolled back on 14 May 2026.** Use [2.4.1](https://changes.acme.example/2.4.1/) instead. Scans were lost.
- Corrections (13 May 2026): The migration needs an hour.
- <https://changes.acme.example/2.4.0/>

Staff can scan tickets without a network, and [the last release](https://changes.acme.example/2.3.0/) still works beside it for a while.

## New features

### Scan tickets offline

- Components: Check-in
- For: Organizers
- Settings: `scanner.offline` added, default `false`
- References: [#12](https://git.example/%2312)

Staff keep scanning when the hall's network drops. See [the fix](https://changes.acme.example/2.4.0/#battery).

#### Try it
1. Open **Check-in**.

## Bug fixes

### Batteries last

Longer.

## How to upgrade

Upgrades directly from `>=2.0.0`. From any other version, stop at one of those on the way.

### Before you upgrade

1. Back up the database.

### Upgrade

Run `events migrate`.

---

Older: [2.3.0](https://changes.acme.example/2.3.0/) · Newer: [2.4.1](https://changes.acme.example/2.4.1/)

"#]]
    );
}

#[test]
fn a_tag_gets_plain_text_without_a_line_that_git_takes_for_a_comment() {
    let text = site().run(&["notes", "v2.4.0", "--format", "text"]);
    assert!(text.lines().all(|line| line.chars().count() <= 72 && !line.starts_with('#')), "{text}");
    assert_data_eq!(
        text,
        str![[r#"
Event Management Platform 2.4.0: Check-in that works offline

- Type: Minor
- Date: 12 May 2026
- This release was rolled back on 14 May 2026. Use 2.4.1
  (https://changes.acme.example/2.4.1/) instead. Scans were lost.
- Corrections (13 May 2026): The migration needs an hour.
- https://changes.acme.example/2.4.0/

Staff can scan tickets without a network, and the last release
(https://changes.acme.example/2.3.0/) still works beside it for a while.

NEW FEATURES

Scan tickets offline
--------------------

- Components: Check-in
- For: Organizers
- Settings: `scanner.offline` added, default `false`
- References: #12 (https://git.example/%2312)

Staff keep scanning when the hall's network drops. See the fix
(https://changes.acme.example/2.4.0/#battery).

Try it

1. Open Check-in.

BUG FIXES

Batteries last
--------------

Longer.

HOW TO UPGRADE

Upgrades directly from `>=2.0.0`. From any other version, stop at one of
those on the way.

Before you upgrade
------------------

1. Back up the database.

Upgrade
-------

Run `events migrate`.

---

Older: 2.3.0 (https://changes.acme.example/2.3.0/) · Newer: 2.4.1
(https://changes.acme.example/2.4.1/)

"#]]
    );
}

#[test]
fn a_fragment_of_html_has_absolute_addresses() {
    assert_data_eq!(
        site().run(&["notes", "2.4.0", "--format", "html", "--base-url", "https://preview.example/x/"]),
        str![[r#"
<h1>Event Management Platform 2.4.0: Check-in that works offline</h1>
<p><strong>This release was rolled back on 14 May 2026.</strong> Use <a href="https://preview.example/x/2.4.1/">Event Management Platform 2.4.1</a> instead.</p>
<p>Scans were lost.</p>
<p>Staff can scan tickets without a network, and <a href="https://preview.example/x/2.3.0/">the last release</a> still works beside it for a while.</p>
<h2>Corrections</h2>
<ul>
<li>13 May 2026: <p>The migration needs an hour.</p>
</li>
</ul>
<h2>New features</h2>
<h3><a href="https://preview.example/x/2.4.0/#scan">Scan tickets offline</a></h3>
<p>Staff keep scanning when the hall's network drops. See <a href="https://preview.example/x/2.4.0/#battery">the fix</a>.</p>
<h4 id="scan--try-it">Try it</h4>
<ol>
<li>Open <strong>Check-in</strong>.</li>
</ol>
<ul>
<li>Setting: <code>scanner.offline</code>: Added; Default: <code>false</code></li>
<li><a href="https://git.example/%2312">#12</a></li>
</ul>
<h2>Bug fixes</h2>
<h3><a href="https://preview.example/x/2.4.0/#battery">Batteries last</a></h3>
<p>Longer.</p>
<h2>How to upgrade</h2>
<p>Upgrades directly from <code>&gt;=2.0.0</code>. From any other version, stop at one of those on the way.</p>
<h3>Before you upgrade</h3>
<ol>
<li>Back up the database.</li>
</ol>
<h3>Upgrade</h3>
<p>Run <code>events migrate</code>.</p>
<p><a href="https://preview.example/x/2.4.0/">Event Management Platform 2.4.0</a></p>

"#]]
    );
}

#[test]
fn the_json_is_that_of_the_site_byte_for_byte() {
    let printed = site().run(&["notes", "2.4.0", "--json"]);
    let site = site();
    site.run(&["build"]);
    assert_eq!(printed, std::fs::read_to_string(site.root().join("public/api/v1/events/releases/2.4.0.json")).unwrap());
}

#[test]
fn the_markdown_is_that_of_the_site_but_for_where_its_links_lead() {
    let built = Site::sample().build();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let told = |product: &str, version: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tidings"));
        command.args(["--today", "2026-11-22", "--site"]).arg(root).args(["notes", product, version]);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    for (product, version) in [("events", "9.1.0"), ("events", "6.0.0"), ("events", "10.0.0"), ("helpdesk", "4.0.0"), ("tidings", "0.1.0")]
    {
        assert_eq!(
            told(product, version),
            built.text(&format!("{product}/{version}/index.md")).replace("/index.md", "/"),
            "{product} {version}"
        );
    }
}

#[test]
fn what_waits_is_told_without_what_is_private() {
    assert_data_eq!(
        site().run(&["notes", "unreleased"]),
        str![[r#"
# Event Management Platform: Unreleased

## New features

### The friend

- Components: Ticketing

Here.

## Bug fixes

### It waits

For a friend.


"#]]
    );
    assert_data_eq!(
        site().run(&["notes", "unreleased", "--format", "html"]),
        str![[r#"
<h1>Event Management Platform: Unreleased</h1>
<h2>New features</h2>
<h3>The friend</h3>
<p>Here.</p>
<h2>Bug fixes</h2>
<h3>It waits</h3>
<p>For a friend.</p>

"#]]
    );
    let json: serde_json::Value = serde_json::from_str(&site().run(&["notes", "unreleased", "--json"])).unwrap();
    let titles: Vec<&str> = json["entries"].as_array().unwrap().iter().map(|entry| entry["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["The friend", "It waits"]);
}

#[test]
fn those_who_work_on_it_and_a_private_audience_see_more() {
    let staff = site().run(&["notes", "2.4.0", "--audience", "staff"]);
    assert!(staff.contains("Only staff know") && !staff.contains("Scan tickets offline"), "{staff}");
    let staging = site().run(&["notes", "3.0.0", "--env", "staging"]);
    assert!(staging.contains("### Planned"), "{staging}");
    assert!(site().run(&["notes", "unreleased", "--audience", "staff"]).contains("Only staff wait"));
}

#[test]
fn words_for_versions_mean_what_the_public_may_see() {
    assert!(site().run(&["notes", "latest"]).starts_with("# Event Management Platform 2.4.1\n"));
    assert_data_eq!(
        site().run(&["notes", "lts"]),
        str![[r#"
error: Event Management Platform has no long-term-support line
exit status 2

"#]]
    );
}

#[test]
fn a_release_that_is_not_there_names_the_nearest() {
    for (version, expected) in [
        (
            "2.4.7",
            str![[r#"
error: Event Management Platform has no release `2.4.7`; its latest is 2.4.1
exit status 2

"#]],
        ),
        (
            "1.0.0",
            str![[r#"
error: Event Management Platform has no release `1.0.0`; the nearest is 2.3.0, and its latest is 2.4.1
exit status 2

"#]],
        ),
        (
            "nonsense",
            str![[r#"
error: Event Management Platform has no release `nonsense`; its latest is 2.4.1
exit status 2

"#]],
        ),
        (
            "2.5.0",
            str![[r#"
error: Event Management Platform 2.5.0 is not public yet: it is under embargo, or planned and not announced
exit status 2

"#]],
        ),
        (
            "3.0.0",
            str![[r#"
error: Event Management Platform 3.0.0 is not public yet: it is under embargo, or planned and not announced
exit status 2

"#]],
        ),
    ] {
        assert_data_eq!(site().run(&["notes", version]), expected);
    }
    assert_data_eq!(
        site().run(&["notes", "evens", "2.4.0"]),
        str![[r#"
error: no product has the key `evens`; did you mean `events`?
exit status 2

"#]]
    );
    assert_data_eq!(
        site().run(&["notes", "2.4.0", "--audience", "stuff"]),
        str![[r#"
error: no audience has the key `stuff`; there are `staff`, `organizers`
exit status 2

"#]]
    );
}

#[test]
fn a_mistake_in_the_content_comes_instead_of_notes() {
    let site = site().file("content/events/2.4.1.yaml", "date: 2026-05-15\nentries: [{ kind: fix }]\n");
    assert_data_eq!(
        site.run(&["notes", "2.4.0"]),
        str![[r#"
error[missing-field]: `title` is missing
 --> content/events/2.4.1.yaml:2:11
  |
2 | entries: [{ kind: fix }]
  |           ^^^^^^^^^^^^^
  |
  = help: an entry needs `title:`

1 error, 0 warnings in 1 file
exit status 1

"#]]
    );
}

#[test]
fn titles_that_look_like_markup_are_told_as_they_are() {
    let title = r#"*a* _b_ `c` [d](e) <i> &lt; ~f~ C #"#;
    let site = SiteTest::new()
        .file("content/events/2.4.0/scan.md", format!("---\nkind: fix\ntitle: '{title}'\n---\nText.\n"))
        .file("content/events/2.4.0/lines.md", "---\nkind: fix\ntitle: \"One\\n# Two\"\n---\nText.\n")
        .file("content/events/2.4.0/right.md", "---\nkind: fix\ntitle: بطاقات الدخول {.x}\n---\nنص.\n");
    assert_data_eq!(
        site.run(&["notes", "2.4.0"]),
        str![[r#"
# Event Management Platform 2.4.0

- Type: Major
- Date: 12 May 2026
- <https://changes.acme.example/2.4.0/>

## Bug fixes

### One # Two

Text.

### بطاقات الدخول &#123;.x}

نص.

### \*a\* \_b\_ \`c\` \[d\](e) \<i\> \&lt; \~f\~ C \#

Text.


"#]]
        .raw()
    );
    let text = site.run(&["notes", "2.4.0", "--format", "text"]);
    assert!(text.contains(title) && text.contains("بطاقات الدخول {.x}") && text.contains("One # Two"), "{text}");
}

#[test]
fn a_reader_that_goes_away_ends_the_notes_quietly() {
    let long = "Words that fill a line and then some more of it.\n\n".repeat(20_000);
    let site = SiteTest::new().file("content/events/2.4.0/scan.md", format!("---\nkind: fix\ntitle: Long\n---\n{long}"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_tidings"));
    let mut child =
        command.current_dir(site.root()).args(["notes", "2.4.0"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(0), String::new()));
}
