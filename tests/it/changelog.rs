//! `changelog`: CHANGELOG.md from the notes, and whether the committed one is current.

use std::collections::{BTreeMap, BTreeSet};

use snapbox::{IntoData, assert_data_eq, str};

use crate::support::SiteTest;

fn site() -> SiteTest {
    SiteTest::new()
        .append("content/site.yaml", "  staff: { name: Staff, private: true }\n")
        .file("content/events/2.3.0.yaml", "date: 2026-04-14\nstatus: rolled-back\nrollback: { date: 2026-04-15, reason: Scans were lost., replaced_by: 2.4.0 }\nentries: []\n")
        .file(
            "content/events/2.5.0.yaml",
            "date: 2026-06-09
title: Keys
summary: Longer keys.
entries:
  - { id: old, kind: deprecation, title: Short keys are deprecated, removal: 3.0.0, replacement: Long keys, body: They go. }
  - { id: hole, kind: security, title: Tickets could be guessed, severity: high, affects: \"<2.5.0\", body: Fixed. }
  - { id: mark, kind: fix, title: '*a* [b](c) <i> # d', body: Text. }
  - { id: staff, kind: fix, title: Only staff know, audience: staff, body: xyzzy }
",
        )
        .file("content/events/2.6.0.yaml", "date: 2026-06-19\npublish: 2026-12-01T09:00:00Z\nentries: [{ kind: feature, title: Not yet }]\n")
        .file("content/events/3.0.0.yaml", "date: 2027-01-12\nannounced: 2026-11-01\nstatus: planned\nentries: [{ id: gone, kind: breaking, title: Short keys are gone, removes: [old], body: \"Gone.\\n\\n## Migration\\nMake long ones.\" }]\n")
        .file("content/events/unreleased/next.md", "---\nkind: fix\ntitle: It waits\n---\nText.\n")
}

#[test]
fn every_release_is_told_under_the_headings_of_the_form() {
    assert_data_eq!(site().run(&["changelog"]), str![[r#"
# Changelog

All notable changes to Event Management Platform. The form is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/), and versions follow [Semantic Versioning](https://semver.org/spec/v2.0.0.html).

<!-- Written by `tidings changelog events` from the release notes: change those, not this file. -->

## [Unreleased]

### Fixed

- It waits

## [3.0.0] - Unreleased

Planned for 12 January 2027

### Removed

- Short keys are gone

  **Migration:** Make long ones.

## [2.5.0] - 2026-06-09

**Keys**

Longer keys.

### Deprecated

- Short keys are deprecated

  Will be removed in 3.0.0. Use instead: Long keys

### Fixed

- \*a\* \[b\](c) \<i\> # d

### Security

- Tickets could be guessed

  High; Affects `<2.5.0`

## [2.4.0] - 2026-05-12

### Added

- Scan tickets offline

## [2.3.0] - 2026-04-14 [YANKED]

**This release was rolled back on 15 April 2026.** Use [2.4.0](https://changes.acme.example/2.4.0/) instead. Scans were lost.

[3.0.0]: https://changes.acme.example/3.0.0/
[2.5.0]: https://changes.acme.example/2.5.0/
[2.4.0]: https://changes.acme.example/2.4.0/
[2.3.0]: https://changes.acme.example/2.3.0/

"#]].raw());
}

#[test]
fn a_file_that_is_written_is_current_until_the_notes_change() {
    let site = site();
    assert_data_eq!(
        site.run(&["changelog", "--out", "CHANGELOG.md"]),
        str![[r#"
Wrote `CHANGELOG.md`

"#]]
    );
    assert_eq!(site.run(&["changelog", "--check"]), "");
    let site = site.file("content/events/unreleased/another.md", "---\nkind: fix\ntitle: It waits too\n---\nText.\n");
    assert_data_eq!(
        site.run(&["changelog", "--check", "CHANGELOG.md"]),
        str![[r#"
--- a/CHANGELOG.md
+++ b/CHANGELOG.md
@@ -8,6 +8,7 @@
 
 ### Fixed
 
+- It waits too
 - It waits
 
 ## [3.0.0] - Unreleased
`CHANGELOG.md` does not say what the notes say: `tidings changelog --out CHANGELOG.md` writes it
exit status 1

"#]]
    );
}

/// Every release of a product that is told, with its date and its entries: the heading of the form and the title.
fn told(changelog: &str) -> BTreeMap<String, BTreeSet<String>> {
    let (mut told, mut release, mut heading) = (BTreeMap::new(), String::new(), String::new());
    for line in changelog.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            name.clone_into(&mut release);
            told.insert(release.clone(), BTreeSet::new());
        } else if let Some(name) = line.strip_prefix("### ") {
            name.clone_into(&mut heading);
        } else if let Some(title) = line.strip_prefix("- ") {
            told.entry(release.clone()).or_insert_with(BTreeSet::new).insert(format!("{heading}: {title}"));
        }
    }
    told
}

#[test]
fn what_goes_out_comes_back() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).to_str().unwrap();
    let out = SiteTest::new();
    for product in ["events", "helpdesk", "tidings"] {
        let first = out.run(&["--site", root, "changelog", product]);
        let site = SiteTest::new().without("content/site.yaml");
        std::fs::remove_dir_all(site.root().join("content")).unwrap();
        let site = site.file("CHANGELOG.md", &first);
        site.run(&["import", "changelog", "CHANGELOG.md", "--name", "Acme"]);
        // Plans come back as plans that nobody announced, so they are looked at as those see them who work on them.
        let second = site.run(&["changelog", "--env", "staging"]);
        let kinds = |(release, entries): (&String, &BTreeSet<String>)| {
            // A security update, a known issue and a removal say what no changelog can: they come back as the nearest kind.
            let same = |entry: &&String| ["Added: ", "Changed: ", "Fixed: ", "Deprecated: "].iter().any(|kind| entry.starts_with(kind));
            (release.split(" [YANKED]").next().unwrap().to_owned(), entries.iter().filter(same).cloned().collect::<Vec<_>>())
        };
        let (before, after) = (told(&first), told(&second));
        assert!(before.values().flatten().count() > 10, "{first}");
        for (release, entries) in before.iter().map(kinds) {
            let back = after.iter().map(kinds).find(|(other, _)| *other == release);
            let back = back.unwrap_or_else(|| panic!("{product}: no {release} in\n{second}")).1;
            for entry in entries {
                assert!(back.contains(&entry), "{product} {release}: {entry}\n{back:#?}");
            }
        }
    }
}
