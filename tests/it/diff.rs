//! `diff`: what an upgrade means, at the terminal.

use snapbox::{assert_data_eq, str};
use tidings::ops::{BuildOptions, CheckOptions, DiffForm, DiffOptions};
use tidings::{load, model, ops};

use crate::site::Site;
use crate::support::SiteTest;

/// A product with a stop on the way, a backport, and something of everything that a jump tells of.
fn site() -> SiteTest {
    SiteTest::new()
        .append("content/site.yaml", "  staff: { name: Staff, private: true }\n")
        .file("content/events/2.4.0/release.yaml", "date: 2026-05-12\nlts: { until: 2028-05-12 }\n")
        .file("content/events/2.4.1.yaml", "date: 2026-09-01\nentries: [{ kind: fix, title: Scans arrive in order }]\n")
        .file(
            "content/events/2.5.0.yaml",
            "date: 2026-06-09
upgrade: { before: Back up the database., during: 1. Run `events migrate 2.5.0`. }
entries:
  - { id: old-keys, kind: deprecation, title: Short keys are deprecated, component: ticketing, removal: 3.0.0, replacement: Long keys, body: Guessed. }
  - { id: paper, kind: known-issue, title: Paper tickets print twice, component: check-in, severity: minor, body: \"Twice.\\n\\n## Workaround\\nPrint one page.\" }
  - { id: mode, kind: feature, title: Modes, body: New., settings: [{ name: mode, change: added, default: plain }] }
",
        )
        .file(
            "content/events/3.0.0.yaml",
            "date: 2026-07-07
upgrade_from: \">=2.5.0\"
upgrade: { before: 1. List the keys., during: 1. Run `events migrate 3.0.0`., after: Scan one ticket. }
entries:
  - id: keys-gone
    kind: breaking
    title: Short keys are gone
    component: ticketing
    removes: [old-keys]
    settings: [{ name: keys.short, change: removed, from: 'on' }]
    body: |
      They open nothing any more.

      ## Migration
      Make long ones.
  - { id: hole, kind: security, title: Tickets could be guessed, severity: high, affects: \"<3.0.0\", cve: CVE-2026-1234, body: Fixed. }
  - { id: printed, kind: fix, title: Paper tickets print once, resolves: [paper], body: Once. }
  - { id: inside, kind: breaking, title: Only staff notice, audience: staff, body: \"xyzzy\\n\\n## Migration\\nxyzzy\" }
",
        )
        .file(
            "content/events/3.1.0.yaml",
            "date: 2026-08-04
upgrade_from: \">=2.5.0\"
entries:
  - { id: slow, kind: known-issue, title: Reports are slow, component: ticketing, severity: major, body: \"Slow.\\n\\n## Workaround\\nWait.\" }
  - { id: paper-scan, kind: deprecation, title: Paper scans are deprecated, component: check-in, body: They go. }
",
        )
        .file("content/events/3.2.0.yaml", "date: 2026-09-08\npublish: 2027-01-01T00:00:00Z\nentries: [{ kind: feature, title: Not yet }]\n")
}

#[test]
fn an_upgrade_is_told_stop_by_stop() {
    assert_data_eq!(
        site().run(&["diff", "2.4.1", "latest"]),
        str![[r#"
# Event Management Platform: from 2.4.1 to 3.1.0

Everything that the way from 2.4.1 to 3.1.0 asks for, as a list to work through or to print.

## 1. Upgrade to 2.5.0

### Before you upgrade

`2.5.0`

Back up the database.

### Upgrade

`2.5.0`

1. Run `events migrate 2.5.0`.

## 2. Upgrade to 3.1.0

Past [3.0.0](https://changes.acme.example/3.0.0/)

### Breaking changes

#### Short keys are gone

Since 3.0.0

They open nothing any more.

##### Migration
Make long ones.

### Before you upgrade

`3.0.0`

1. List the keys.

### Upgrade

`3.0.0`

1. Run `events migrate 3.0.0`.

### After the upgrade

`3.0.0`

Scan one ticket.

## Settings that changed

- `mode` added, default `plain`
- `keys.short` removed, from `on`

## Gone from 3.1.0

- [Short keys are deprecated](https://changes.acme.example/2.5.0/#old-keys): Removed; Since [2.5.0](https://changes.acme.example/2.5.0/); Removal 3.0.0; Use instead: Long keys

## Still there, but to go

- [Paper scans are deprecated](https://changes.acme.example/3.1.0/#paper-scan): Announced; Since [3.1.0](https://changes.acme.example/3.1.0/)

## Security updates that you gain

- [Tickets could be guessed](https://changes.acme.example/3.0.0/#hole): High; Affects `<3.0.0`; [CVE-2026-1234](https://www.cve.org/CVERecord?id=CVE-2026-1234); Fixed in [3.0.0](https://changes.acme.example/3.0.0/)

## Known issues that you will meet

- [Reports are slow](https://changes.acme.example/3.1.0/#slow): Major, Open; Affects `>=3.1.0`


"#]]
    );
}

#[test]
fn the_same_as_plain_text() {
    let text = site().run(&["diff", "2.5.0", "3.0.0", "--format", "text"]);
    assert!(text.lines().all(|line| line.chars().count() <= 72), "{text}");
    assert_data_eq!(
        text,
        str![[r#"
Event Management Platform: from 2.5.0 to 3.0.0

Everything that the way from 2.5.0 to 3.0.0 asks for, as a list to work
through or to print.

1. UPGRADE TO 3.0.0

Breaking changes
----------------

Short keys are gone

Since 3.0.0

They open nothing any more.

Migration

Make long ones.

Before you upgrade
------------------

`3.0.0`

1. List the keys.

Upgrade
-------

`3.0.0`

1. Run `events migrate 3.0.0`.

After the upgrade
-----------------

`3.0.0`

Scan one ticket.

SETTINGS THAT CHANGED

- `keys.short` removed, from `on`

GONE FROM 3.0.0

- Short keys are deprecated
  (https://changes.acme.example/2.5.0/#old-keys): Removed; Since 2.5.0
  (https://changes.acme.example/2.5.0/); Removal 3.0.0; Use instead:
  Long keys

SECURITY UPDATES THAT YOU GAIN

- Tickets could be guessed (https://changes.acme.example/3.0.0/#hole):
  High; Affects `<3.0.0`; CVE-2026-1234
  (https://www.cve.org/CVERecord?id=CVE-2026-1234); Fixed in 3.0.0
  (https://changes.acme.example/3.0.0/)

KNOWN ISSUES THAT YOU LEAVE BEHIND

- Paper tickets print twice (https://changes.acme.example/2.5.0/#paper):
  Minor, Fixed; Affects `>=2.5.0`; Fixed in Paper tickets print once
  (https://changes.acme.example/3.0.0/#printed) (3.0.0)

"#]]
    );
}

#[test]
fn a_component_leaves_out_what_only_others_meet() {
    assert_data_eq!(
        site().run(&["diff", "lts", "3.1.0", "--component", "check-in"]),
        str![[r#"
# Event Management Platform: from 2.4.1 to 3.1.0

Everything that the way from 2.4.1 to 3.1.0 asks for, as a list to work through or to print.

## 1. Upgrade to 2.5.0

### Before you upgrade

`2.5.0`

Back up the database.

### Upgrade

`2.5.0`

1. Run `events migrate 2.5.0`.

## 2. Upgrade to 3.1.0

Past [3.0.0](https://changes.acme.example/3.0.0/)

### Before you upgrade

`3.0.0`

1. List the keys.

### Upgrade

`3.0.0`

1. Run `events migrate 3.0.0`.

### After the upgrade

`3.0.0`

Scan one ticket.

## Settings that changed

- `mode` added, default `plain`

## Still there, but to go

- [Paper scans are deprecated](https://changes.acme.example/3.1.0/#paper-scan): Announced; Since [3.1.0](https://changes.acme.example/3.1.0/)

## Security updates that you gain

- [Tickets could be guessed](https://changes.acme.example/3.0.0/#hole): High; Affects `<3.0.0`; [CVE-2026-1234](https://www.cve.org/CVERecord?id=CVE-2026-1234); Fixed in [3.0.0](https://changes.acme.example/3.0.0/)


"#]]
    );
    assert_data_eq!(
        site().run(&["diff", "lts", "3.1.0", "--component", "check"]),
        str![[r#"
error: Event Management Platform has no component `check`; it has `check-in`, `ticketing`
exit status 2

"#]]
    );
}

#[test]
fn a_way_back_says_so() {
    assert_data_eq!(
        site().run(&["diff", "3.1.0", "2.5.0"]),
        str![[r#"
# Event Management Platform: from 3.1.0 to 2.5.0

**This leads back to an older release.** 2.5.0 is older than 3.1.0, and notes tell of upgrades only: nothing here says how to go back safely. What is listed is what changes on the way back.

**Security updates that you would lose.** 2.5.0 is older than these updates, which 3.1.0 has. Choose a newer release.

- [Tickets could be guessed](https://changes.acme.example/3.0.0/#hole): High; Affects `<3.0.0`; [CVE-2026-1234](https://www.cve.org/CVERecord?id=CVE-2026-1234); Fixed in [3.0.0](https://changes.acme.example/3.0.0/)

## Back to 2.5.0

Past [3.1.0](https://changes.acme.example/3.1.0/), [3.0.0](https://changes.acme.example/3.0.0/)

### Breaking changes that are undone

#### Short keys are gone

Since 3.0.0

They open nothing any more.

##### Migration
Make long ones.

## Settings that changed

- `keys.short` added, to `on`

## Back in 2.5.0

- [Short keys are deprecated](https://changes.acme.example/2.5.0/#old-keys): Removed; Since [2.5.0](https://changes.acme.example/2.5.0/); Removal 3.0.0; Use instead: Long keys

## Known issues that you will meet

- [Paper tickets print twice](https://changes.acme.example/2.5.0/#paper): Minor, Fixed; Affects `>=2.5.0`; Fixed in [Paper tickets print once](https://changes.acme.example/3.0.0/#printed) (3.0.0)

## Known issues that you leave behind

- [Reports are slow](https://changes.acme.example/3.1.0/#slow): Major, Open; Affects `>=3.1.0`


"#]]
    );
}

#[test]
fn where_no_upgrade_leads_is_said() {
    let site = site()
        .file("content/events/3.1.0.yaml", "date: 2026-08-04\nupgrade_from: '>=4.0.0'\n")
        .append("content/site.yaml", "checks: { upgrade-gap: off }\n");
    assert_data_eq!(
        site.run(&["diff", "2.5.0", "3.1.0"]),
        str![[r#"
# Event Management Platform: from 2.5.0 to 3.1.0

Everything that the way from 2.5.0 to 3.1.0 asks for, as a list to work through or to print.

**No upgrade leads there.** No chain of releases that allow it leads from 2.5.0 to 3.1.0. What is listed here lies between the two.

## 1. Upgrade to 3.1.0

Past [3.0.0](https://changes.acme.example/3.0.0/)

### Breaking changes

#### Short keys are gone

Since 3.0.0

They open nothing any more.

##### Migration
Make long ones.

### Before you upgrade

`3.0.0`

1. List the keys.

### Upgrade

`3.0.0`

1. Run `events migrate 3.0.0`.

### After the upgrade

`3.0.0`

Scan one ticket.

## Settings that changed

- `keys.short` removed, from `on`

## Gone from 3.1.0

- [Short keys are deprecated](https://changes.acme.example/2.5.0/#old-keys): Removed; Since [2.5.0](https://changes.acme.example/2.5.0/); Removal 3.0.0; Use instead: Long keys

## Security updates that you gain

- [Tickets could be guessed](https://changes.acme.example/3.0.0/#hole): High; Affects `<3.0.0`; [CVE-2026-1234](https://www.cve.org/CVERecord?id=CVE-2026-1234); Fixed in [3.0.0](https://changes.acme.example/3.0.0/)

## Known issues that you leave behind

- [Paper tickets print twice](https://changes.acme.example/2.5.0/#paper): Minor, Fixed; Affects `>=2.5.0`; Fixed in [Paper tickets print once](https://changes.acme.example/3.0.0/#printed) (3.0.0)


"#]]
    );
}

#[test]
fn from_a_release_to_itself_there_is_nothing_to_do() {
    assert_data_eq!(
        site().run(&["diff", "3.1.0", "v3.1.0"]),
        str![[r#"
# Event Management Platform: from 3.1.0 to 3.1.0

3.1.0 is where you are: there is nothing to do.


"#]]
    );
}

#[test]
fn programs_get_everything_as_json() {
    let json: serde_json::Value = serde_json::from_str(&site().run(&["diff", "2.4.1", "3.1.0", "--json"])).unwrap();
    let told = |pointer: &str| json.pointer(pointer).unwrap_or_else(|| panic!("{pointer} in {json:#}")).as_str().unwrap().to_owned();
    assert_eq!(told("/way"), "open");
    assert_eq!(json["stops"].as_array().unwrap().len(), 2);
    assert_eq!(told("/stops/0/release/version"), "2.5.0");
    assert_eq!(told("/stops/0/before/0/text"), "Back up the database.");
    assert_eq!(told("/stops/1/passed/0/version"), "3.0.0");
    assert_eq!(told("/stops/1/breaking/0/title"), "Short keys are gone");
    assert_eq!(told("/stops/1/breaking/0/version"), "3.0.0");
    assert_eq!(told("/stops/1/breaking/0/url"), "https://changes.acme.example/3.0.0/#keys-gone");
    assert!(told("/stops/1/breaking/0/body/html").contains("Make long ones."));
    assert_eq!(told("/stops/1/after/0/version"), "3.0.0");
    assert_eq!(told("/settings/1/name"), "keys.short");
    assert_eq!(told("/settings/1/urls/0"), "https://changes.acme.example/3.0.0/#keys-gone");
    assert_eq!(told("/removed/0/id"), "old-keys");
    assert_eq!(told("/deprecated/0/id"), "paper-scan");
    assert_eq!(told("/security/0/security/cve"), "CVE-2026-1234");
    assert_eq!(told("/known_issues_met/0/known_issue/severity"), "major");
    assert!(!json.to_string().contains("xyzzy"), "{json:#}");
}

#[test]
fn an_embargoed_release_is_no_end_of_a_way() {
    assert_data_eq!(
        site().run(&["diff", "3.1.0", "3.2.0"]),
        str![[r#"
error: Event Management Platform 3.2.0 is not public yet: it is under embargo, or planned and not announced
exit status 2

"#]]
    );
    assert_data_eq!(
        site().run(&["diff", "3.1.0"]),
        str![[r#"
error: 2 values required by '<PRODUCT> <FROM> [TO]...'; only 1 was provided

Usage: tidings diff [OPTIONS] [PRODUCT] FROM TO

For more information, try '--help'.
exit status 2

"#]]
    );
}

#[test]
fn the_answer_is_that_of_the_page_for_every_ready_made_jump_of_the_sample_site() {
    let built = Site::sample().build();
    let loaded = load::site(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let now = "2026-11-22T00:00:00Z".parse().unwrap();
    let check = CheckOptions { now, deny_warnings: false };
    let mut compared = 0;
    for path in built.paths().filter(|path| path.contains("/upgrade/") && path.ends_with("index.md")) {
        let [product, _, from, to, _] = path.split('/').collect::<Vec<_>>()[..] else { continue };
        // Each asks for a whole check: a few of each product tell the same.
        if compared % 7 == 0 {
            let options = DiffOptions {
                reader: BuildOptions { check, environment: model::Environment::Production, audience: None, base_url: None },
                product: Some(product.into()),
                from: from.into(),
                to: to.into(),
                component: None,
                form: DiffForm::Markdown,
            };
            let told = ops::diff(&loaded, &options).unwrap().text.unwrap();
            assert_eq!(told, built.text(path).replace("/index.md", "/"), "{path}");
        }
        compared += 1;
    }
    assert!(compared > 20, "{compared}");
}
