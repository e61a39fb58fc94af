//! Announcements, composed and written to files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::{Command, Output};

use snapbox::{assert_data_eq, str};
use tempfile::TempDir;

const SITE: &str = "title: Acme release notes
url: https://changes.acme.example/notes/
support: { email: support@acme.example, url: https://acme.example/help }
products:
  events:
    name: Event Platform
    components: { check-in: Check-in, api: Public API }
audiences:
  organizers: { name: Organizers }
  staff: { name: Staff, private: true }
mail:
  from: Acme releases <releases@acme.example>
  reply_to: support@acme.example
  list_id: releases.acme.example
  postal_address: 1 Example Street, 12345 Example
";

const RELEASE: &str = "title: Check-in that works offline
date: 2026-05-12
summary: |
  Staff can scan tickets without a network, and [reports](https://docs.acme.example/a/rather/long/address/of/a/page/about/reports) open twice as fast.
highlights: [scan-offline]
upgrade:
  before: |
    1. Back up the database, and wait until the copy has been checked by somebody who knows.
  during: |
    Run this:

        events migrate --with-a-long-option --and-another-long-option --until-the-line-is-too-long
";

const SCAN: &str = "---
kind: feature
title: Scan tickets offline
component: check-in
audience: organizers
image: { src: scan.png, alt: A phone that scans }
docs: https://docs.acme.example/offline
settings: [ { name: scanner.offline, change: added, default: \"false\" } ]
---
Staff keep scanning when the hall's network drops. See [the fix](entry:battery).

## Try it
1. Open **Check-in**.

> [!NOTE]
> It needs a phone.
";

const BATTERY: &str = "---
kind: fix
title: Scanning <b> & \"battery\"
component: [check-in, api]
---
Lasts longer.
";

const STAFF: &str = "---
kind: improvement
title: Only staff know
component: api
audience: staff
---
The secret word is xyzzy.
";

const ISSUE: &str = "---
kind: known-issue
title: Scans are lost on Android 9
component: check-in
severity: critical
affects: '>=2.4.0'
---
Scans made offline can be lost.

## Workaround
Keep the app open.
";

pub struct World {
    folder: TempDir,
}

impl World {
    pub fn new() -> Self {
        let world = Self { folder: tempfile::tempdir().unwrap() };
        world.file("content/site.yaml", SITE);
        world.file("content/events/2.3.0.yaml", "date: 2026-04-14\nentries: []\n");
        world.file("content/events/2.4.0/release.yaml", RELEASE);
        world.file("content/events/2.4.0/scan-offline.md", SCAN);
        world.file("content/events/2.4.0/scan.png", "not really a picture");
        world.file("content/events/2.4.0/battery.md", BATTERY);
        world.file("content/events/2.4.0/staff.md", STAFF);
        world
    }

    pub fn file(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs the program on a day in May of 2026.
    pub fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tidings"));
        command.current_dir(self.folder.path()).args(["--today", "2026-05-13"]).args(arguments);
        command.env_remove("SOURCE_DATE_EPOCH").output().unwrap()
    }

    fn announce(&self, arguments: &[&str]) -> Output {
        self.run(&[&["announce"], arguments, &["--dry-run", "--out", "out", "--to", "Jo Example <jo@example.org>"]].concat())
    }

    /// The messages that an announcement wrote for the subscribers, by address, and what was said.
    pub fn messages(&self, arguments: &[&str]) -> (BTreeMap<String, Mail>, String) {
        let out = self.folder.path().join("out");
        fs::remove_dir_all(&out).unwrap_or_default();
        let output = self.run(&[&["announce"], arguments, &["--dry-run", "--out", "out"]].concat());
        let paths = String::from_utf8(output.stdout).unwrap();
        let read = |path: &str| {
            let mail = Mail::read(&fs::read_to_string(self.folder.path().join(path)).unwrap());
            let to = mail.head.lines().find_map(|line| line.strip_prefix("To: ")).unwrap().to_owned();
            (to, mail)
        };
        (paths.lines().map(read).collect(), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    /// The message that an announcement wrote.
    pub fn message(&self, arguments: &[&str]) -> Mail {
        let output = self.announce(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        let path = String::from_utf8(output.stdout).unwrap();
        Mail::read(&fs::read_to_string(self.folder.path().join(path.trim())).unwrap())
    }

    /// What was said instead of composing, and the exit status.
    pub fn refusal(&self, arguments: &[&str]) -> String {
        let output = self.announce(arguments);
        assert!(!self.folder.path().join("out").exists());
        format!("{}{}\n", String::from_utf8_lossy(&output.stderr), output.status.code().unwrap())
    }
}

/// A message taken apart, as far as these messages ask for that.
pub struct Mail {
    pub head: String,
    pub text: String,
    pub html: String,
}

impl Mail {
    fn read(eml: &str) -> Self {
        assert!(!eml.replace("\r\n", "").contains(['\r', '\n']), "every line ends in CRLF");
        let eml = eml.replace("\r\n", "\n");
        let (head, body) = eml.split_once("\n\n").unwrap();
        let boundary = head.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap();
        let parts: Vec<&str> = body.split(&format!("--{boundary}")).collect();
        assert_eq!(parts.len(), 4, "two parts, one after the other");
        let part = |number: usize, media_type: &str| {
            let (head, body) = parts[number].split_once("\n\n").unwrap();
            assert!(head.contains(&format!("Content-Type: {media_type}; charset=utf-8")), "{head}");
            if head.contains("quoted-printable") { decoded(body) } else { body.to_owned() }
        };
        Self { head: head.to_owned(), text: part(1, "text/plain"), html: part(2, "text/html") }
    }
}

/// Quoted-printable (RFC 2045, section 6.7).
fn decoded(text: &str) -> String {
    let text = text.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        if *byte == b'=' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(*byte);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
}

/// Every address in the HTML.
fn addresses(html: &str) -> BTreeSet<String> {
    let found = ["href=\"", "src=\""].into_iter().flat_map(|name| html.split(name).skip(1));
    found.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[test]
fn a_release_is_announced_with_every_header_a_list_needs() {
    let mail = World::new().message(&["2.4.0"]);
    assert_data_eq!(
        mail.head,
        str![[r#"
Date: Wed, 13 May 2026 00:00:00 +0000
Message-ID: <c05266a1ae0d5bd1aefd436253b97238@releases.acme.example>
From: "Acme releases" <releases@acme.example>
To: "Jo Example" <jo@example.org>
Subject: Event Platform 2.4.0: Check-in that works offline
Reply-To: support@acme.example
List-ID: <releases.acme.example>
List-Unsubscribe: <mailto:support@acme.example?subject=unsubscribe>
List-Archive: <https://changes.acme.example/notes/>
Auto-Submitted: auto-generated
Feedback-ID: 2.4.0:events:released:21e0608b7e12
Content-Language: en
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_48aeb21e7cfb0488e51f066bf6f4af27"
"#]]
    );
}

#[test]
fn the_text_reads_well_by_itself() {
    let mail = World::new().message(&["2.4.0"]);
    assert_data_eq!(
        mail.text,
        str![[r#"
Event Platform 2.4.0: Check-in that works offline
Released on 12 May 2026
https://changes.acme.example/notes/2.4.0/

Staff can scan tickets without a network, and reports
(https://docs.acme.example/a/rather/long/address/of/a/page/about/reports)
open twice as fast.

HIGHLIGHTS

- Scan tickets offline

NEW FEATURES

* Scan tickets offline
  Check-in / For Organizers

  Staff keep scanning when the hall's network drops. See the fix
  (https://changes.acme.example/notes/2.4.0/#battery).

  Try it

  1. Open Check-in.

  > Note:
  > It needs a phone.

  - scanner.offline: added, default false

  Documentation: https://docs.acme.example/offline

BUG FIXES

* Scanning <b> & "battery"
  Check-in, Public API

  Lasts longer.

HOW TO UPGRADE

Before you upgrade

  1. Back up the database, and wait until the copy has been checked by
     somebody who knows.

Upgrade

  Run this:

      events migrate --with-a-long-option --and-another-long-option --until-the-line-is-too-long

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
fn the_html_holds_in_mail_programs() {
    let mail = World::new().message(&["2.4.0"]);
    let found: Vec<String> = addresses(&mail.html).into_iter().collect();
    assert_data_eq!(
        found.join("\n"),
        str![[r#"
https://acme.example/help
https://changes.acme.example/notes/2.4.0/
https://changes.acme.example/notes/2.4.0/#battery
https://changes.acme.example/notes/2.4.0/#scan-offline
https://changes.acme.example/notes/assets/scan.1bf86db4da5e9ed0.png
https://docs.acme.example/a/rather/long/address/of/a/page/about/reports
https://docs.acme.example/offline
mailto:support@acme.example
mailto:support@acme.example?subject=unsubscribe
"#]]
    );
    for wanted in [
        "<html lang=\"en\" dir=\"ltr\">",
        "@media (prefers-color-scheme: dark)",
        "alt=\"A phone that scans\"",
        "Scanning &lt;b&gt; &amp; \"battery\"",
        "<div class=\"preheader\" style=\"display: none;",
    ] {
        assert!(mail.html.contains(wanted), "{wanted} is missing: {}", mail.html);
    }
    for unwanted in ["<script", "<form", "<link", "xyzzy", "Only staff", "leave.invalid"] {
        assert!(!mail.html.contains(unwanted) && !mail.text.contains(unwanted), "{unwanted} is there");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_preview_opens_what_a_reader_would_get() {
    use std::os::unix::fs::PermissionsExt;

    let world = World::new();
    world.file("bin/xdg-open", "#!/bin/sh\nprintf %s \"$1\" > opened\n");
    let folder = world.folder.path();
    fs::set_permissions(folder.join("bin/xdg-open"), fs::Permissions::from_mode(0o755)).unwrap();
    let preview = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tidings"));
        command.current_dir(folder).args(["--today", "2026-05-13", "announce", "events", "2.4.0", "--preview"]).args(arguments);
        command.env("PATH", "bin:/usr/bin:/bin").env("TMPDIR", folder.join("passing")).output().unwrap()
    };

    let output = preview(&["--audience", "staff"]);
    let page = fs::read_to_string(String::from_utf8(output.stdout).unwrap().trim()).unwrap();
    assert!(page.contains("<title>Event Platform 2.4.0: Check-in that works offline</title>"), "{page}");
    assert!(page.contains("The secret word is xyzzy.") && page.contains("?subject=unsubscribe"));
    assert_eq!(page.matches("<iframe sandbox=\"allow-popups\"").count(), 2);
    assert!(!page.contains("<b> & \"battery\""), "what writers wrote is escaped");
    let whole = folder.join("passing/tidings/events-2.4.0-released.html").canonicalize().unwrap();
    let opened = (0..100).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        fs::read_to_string(folder.join("opened")).ok().filter(|path| !path.is_empty())
    });
    assert_eq!(opened.as_deref(), whole.to_str());

    let output = preview(&["--out", "mails"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "mails/events-2.4.0-released.html\n");
    assert!(!fs::read_to_string(folder.join("mails/events-2.4.0-released.html")).unwrap().contains("xyzzy"));
}

#[test]
fn the_same_announcement_is_the_same_bytes() {
    let world = World::new();
    let bytes = || {
        world.message(&["2.4.0"]);
        fs::read(world.folder.path().join("out/events-2.4.0-released-jo@example.org.eml")).unwrap()
    };
    assert_eq!(bytes(), bytes());
}

#[test]
fn a_long_release_is_cut_by_whole_entries() {
    let world = World::new();
    for number in 0..300 {
        let body = "This sentence is here to make the entry long, and it is said again and again. ".repeat(10);
        let entry = format!("---\nkind: feature\ntitle: Feature number {number:03}\ncomponent: api\n---\n{body}\nEnd of {number:03}.\n");
        world.file(&format!("content/events/2.4.0/f{number:03}.md"), &entry);
    }
    let mail = world.message(&["2.4.0"]);
    assert!((90_000..100_000).contains(&mail.html.len()), "{} bytes", mail.html.len());
    let shown = mail.html.matches("End of ").count();
    assert_eq!(mail.html.matches("</a></h3>").count(), shown, "each entry that has begun is whole");
    assert_eq!(mail.text.matches("End of ").count(), shown, "both parts tell the same");
    let more = format!("And {} more on the site", 302 - shown);
    assert!(mail.html.contains(&more) && mail.text.contains(&more), "{more} is missing");
    assert!(mail.text.contains("HOW TO UPGRADE"));
}

#[test]
fn a_release_whose_summary_alone_is_too_long_is_announced_by_its_beginning() {
    let world = World::new();
    let summary = "A sentence that is said far too often for a summary. ".repeat(4000);
    world.file("content/events/2.4.0/release.yaml", &format!("date: 2026-05-12\nsummary: |\n  {summary}\nupgrade: Run it.\n"));
    let mail = world.message(&["2.4.0"]);
    assert!(mail.html.len() < 100_000);
    assert!(mail.text.contains("said far too often\nfor a summary. A sentence that…"), "{}", mail.text);
    assert!(mail.text.contains("The steps are on the release’s page:\nhttps://changes.acme.example/notes/2.4.0/#_upgrade"));
    assert!(mail.text.contains("* Scan tickets offline"));
}

#[test]
fn a_plan_tells_what_to_prepare_for_and_no_more() {
    let world = World::new();
    let entries = "entries:
  - { kind: breaking, title: The old API ends, component: api, body: \"Use the new one.\\n\\n## Migration\\nChange the address.\\n\" }
  - { kind: feature, title: A surprise, component: api, body: Hidden. }
";
    world.file(
        "content/events/3.0.0.yaml",
        &format!("date: 2026-08-11\nstatus: planned\nannounced: 2026-05-12\nsummary: The next big one.\n{entries}"),
    );
    world.file("content/events/3.1.0.yaml", "date: 2026-09-08\nstatus: planned\nentries: []\n");
    let mail = world.message(&["3.0.0"]);
    assert!(mail.head.contains("Subject: Coming on 11 August 2026: Event Platform 3.0.0"), "{}", mail.head);
    assert_data_eq!(
        mail.text,
        str![[r#"
Event Platform 3.0.0
Planned for 11 August 2026
https://changes.acme.example/notes/3.0.0/

The next big one.

This release is not out yet. What is announced here may still change.

BREAKING CHANGES

* The old API ends
  Public API

  Use the new one.

  Migration

  Change the address.

Breaking changes and deprecations are listed ahead of the release; its
other changes follow when it is out.

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
fn a_rollback_and_a_known_issue_are_told_of() {
    let world = World::new();
    world.file("content/events/2.4.0/android-9.md", ISSUE);
    let mail = world.message(&["2.4.0", "--notice", "known-issue"]);
    assert!(mail.head.contains("Subject: Known issue in Event Platform 2.4.0: Scans are lost on Android 9"), "{}", mail.head);
    assert_data_eq!(
        mail.text,
        str![[r#"
Known issue in Event Platform 2.4.0
Released on 12 May 2026
https://changes.acme.example/notes/known-issues/

* Scans are lost on Android 9
  Severity: critical. State: open. Affected versions: >=2.4.0
  Check-in

  Scans made offline can be lost.

  Workaround

  Keep the app open.

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

    let rolled_back = RELEASE.to_owned() + "status: rolled-back\nrollback: { date: 2026-05-13, reason: Scans were lost on Android 9. }\n";
    world.file("content/events/2.4.0/release.yaml", &rolled_back);
    let mail = world.message(&["2.4.0"]);
    assert!(mail.head.contains("Subject: Rolled back: Event Platform 2.4.0"), "{}", mail.head);
    assert_data_eq!(
        mail.text,
        str![[r#"
Event Platform 2.4.0 was rolled back
This release was rolled back on 13 May 2026
https://changes.acme.example/notes/2.4.0/

Scans were lost on Android 9.

KNOWN ISSUES

* Scans are lost on Android 9
  Severity: critical. State: open. Affected versions: >=2.4.0
  Check-in

  Scans made offline can be lost.

  Workaround

  Keep the app open.

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
fn what_cannot_be_announced_is_said_and_nothing_is_written() {
    let world = World::new();
    world.file("content/events/3.1.0.yaml", "date: 2026-09-08\nstatus: planned\nentries: []\n");
    let mut said = String::new();
    for arguments in [
        &["2.5.0"][..],
        &["3.1.0"],
        &["helpdesk", "2.4.0"],
        &["2.4.0", "--notice", "planned"],
        &["2.4.0", "--notice", "rolled-back"],
        &["2.4.0", "--notice", "known-issue"],
    ] {
        said += &format!("announce {}\n{}", arguments.join(" "), world.refusal(arguments));
    }
    let mut without = SITE.to_owned();
    without.truncate(without.find("\nmail:").unwrap() + 1);
    world.file("content/site.yaml", &without);
    said += &world.refusal(&["2.4.0"]);
    assert_data_eq!(
        said,
        str![[r#"
announce 2.5.0
error: Event Platform has no release `2.5.0`; its latest is 2.4.0
2
announce 3.1.0
error: Event Platform 3.1.0 is not public yet: it is under embargo, or planned and not announced
2
announce helpdesk 2.4.0
error: no product has the key `helpdesk`; the only product is `events`
2
announce 2.4.0 --notice planned
error: 2.4.0 is released, so there is no planned notice of it
2
announce 2.4.0 --notice rolled-back
error: 2.4.0 is released, so there is no rolled-back notice of it
2
announce 2.4.0 --notice known-issue
error: 2.4.0 has no known issue
2
error: site.yaml does not say who announcements are from: add `mail:` with a line such as `from: Acme <releases@acme.example>`
2

"#]]
    );
}

#[test]
fn a_theme_has_the_last_word_and_its_mistakes_a_place() {
    let world = World::new();
    world.file("content/site.yaml", &format!("theme: mine\n{SITE}"));
    world.file("themes/mine/theme.yaml", "name: mine\n");
    world.file("themes/mine/mail/released.subject.txt", "News of {{ product.name }}\n");
    world.file("themes/mine/mail/from-name.txt", "{{ site.title }}, by Zoë\n");
    let mail = world.message(&["2.4.0"]);
    assert!(mail.head.contains("Subject: News of Event Platform"), "{}", mail.head);
    assert!(mail.head.contains("From: =?utf-8?"), "{}", mail.head);
    fs::remove_dir_all(world.folder.path().join("out")).unwrap();

    world.file("themes/mine/mail/released.subject.txt", "News\nBcc: everyone@example.org\n");
    let two_lines = world.refusal(&["2.4.0"]);
    world.file("themes/mine/mail/released.subject.txt", "News of {{ product.nmae }}\n");
    assert_data_eq!(
        two_lines + &world.refusal(&["2.4.0"]),
        str![[r#"
error: `Subject` would hold a line break or another control character
2
error[theme-template]: field `nmae` is not defined
 --> themes/mine/mail/released.subject.txt:1:20
  |
1 | News of {{ product.nmae }}
  |                    ^^^^
  |
  = help: did you mean `name`?

1 error, 0 warnings in 1 file
1

"#]]
    );
}
