//! `import` from the folders of other tools: what each file of a small project becomes, and that no word of it is lost.

use snapbox::{IntoData, assert_data_eq, str};
use tidings::import::{self, Format, Imported, antsibull, changesets, changie, chloggen, github};
use tidings::load::{self, Input};
use tidings::model::Environment;
use tidings::ops::{self, BuildOptions, CheckOptions};

use crate::import::{options, told, words};

/// Imports files, and holds that every word of them is on a page of the built site or in a comment of its content.
/// `gone` are the words that have another form there.
fn whole(format: &Format, input: &Input, gone: &[&str]) -> Imported {
    let imported = import::import(format, input, &options());
    let text: String = input.files.iter().map(|file| format!("{}\n", file.text)).collect();
    assert_eq!(lost(&text, &imported), gone);
    imported
}

/// Words of a text that are neither on a page nor in a comment of what it was made into.
pub(crate) fn lost(text: &str, imported: &Imported) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    tidings::publish::create(folder.path(), &imported.files).unwrap();
    let check = CheckOptions { now: "2026-11-22T12:00:00Z".parse().unwrap(), deny_warnings: false };
    let loaded = load::site(folder.path()).unwrap();
    let built = ops::build(&loaded, &BuildOptions { check, environment: Environment::Staging, audience: None, base_url: None });
    let errors = tidings::diag::render::human(&loaded.sources, &built.diagnostics, false);
    assert!(!built.diagnostics.has_errors(), "{errors}");
    let pages = built.artifacts.unwrap();
    // Pages that say nothing of what was written say words of their own.
    const OWN: [&str; 10] =
        ["api", "calendar", "in-app", "search", "stats", "upgrade", "known-issues", "deprecations", "security", "404.html"];
    let of_notes = |path: &str| !path.split('/').any(|part| OWN.contains(&part));
    let pages = pages.iter().filter(|page| (page.path.ends_with(".md") || page.path.ends_with(".html")) && of_notes(&page.path));
    let mut kept: String = pages.map(|page| String::from_utf8_lossy(&page.bytes).into_owned()).collect();
    for line in imported.files.iter().flat_map(|(_, file)| file.lines()).filter(|line| line.starts_with('#')) {
        kept.push_str(line);
        kept.push('\n');
    }
    let kept = words(&kept);
    let mut lost: Vec<String> = words(text).into_keys().filter(|word| !kept.contains_key(word)).collect();
    lost.sort_unstable();
    lost
}

#[test]
fn fragments_of_chloggen_wait_and_its_logs_are_releases() {
    let input = Input::of(&[
        (
            ".chloggen/config.yaml",
            "entries_dir: .chloggen\nchange_logs:\n  user: CHANGELOG.md\n  api: CHANGELOG-API.md\ndefault_change_logs: [user]\n",
        ),
        (".chloggen/TEMPLATE.yaml", "# One of 'breaking', 'bug_fix'\nchange_type:\ncomponent:\nnote:\nissues: []\n"),
        (
            ".chloggen/offline.yaml",
            "# One of 'breaking', 'bug_fix'\nchange_type: enhancement # rather than a feature\ncomponent: receiver/scan\nnote: Keep scans while offline\nissues: [12, 34]\nsubtext: |\n  They are sent later:\n  - at once\n  - in order\n",
        ),
        (
            ".chloggen/api.yaml",
            "change_type: breaking\ncomponent: sdk\nnote: \"`Scan` takes a context\"\nissues: [56]\nchange_logs: [api]\nowner: jo\n",
        ),
        (".chloggen/broken.yaml", "change_type: bug_fix\nnote: one\nnote: two\n"),
        (
            "CHANGELOG.md",
            "# Changelog\n\n<!-- next version -->\n\n## v0.2.0\n\n### 🧰 Bug fixes 🧰\n\n- `scan`: Stop counting twice (#7)\n",
        ),
        ("CHANGELOG-API.md", "# API Changelog\n\n## v0.2.0\n\n### 💡 Enhancements 💡\n\n- `sdk`: Add `Close` (#8)\n"),
    ]);
    // Words of the format and of its configuration.
    let gone = ["CHANGELOG", "Enhancements", "One", "enhancement", "logs", "subtext", "user", "v0"];
    let imported = whole(&chloggen::FORMAT, &input, &gone);
    assert_data_eq!(
        told(&imported),
        str![[r##"
Acme: 1 releases, 4 entries
note: `.chloggen/TEMPLATE.yaml` is about the tool, and left out
note: `.chloggen/config.yaml` is about the tool, and left out
note: no date is given for 1 release (`0.2.0`): the neighbour's is taken, else today's; the summary says so
note: site.yaml switches off `bump-too-small`, `version-order`: history breaks rules that are meant for new releases
note: 1 breaking change has no section `Migration`: `templates/breaking.md` makes that section optional
6: owner: jo (as a comment)
3: `note` stands twice (as a comment)
2: # rather than a feature (as a comment)

=== content/site.yaml
# What stood before the first release:
#
# <!-- next version -->
#
# # API Changelog

title: Acme Changelog
url: https://changes.example.org/

products:
  acme:
    name: Acme
    description: API Changelog
    components:
      sdk: sdk
      receiver-scan: receiver/scan

audiences:
  api: { name: api }

# History is as it was: what was imported breaks rules that are meant for new releases.
# Delete a line to have its rule back.
checks:
  bump-too-small: off
  version-order: off

=== content/acme/0.2.0.yaml
date: 2026-11-22
summary: |
  *The changelog gives no date for this release. The one shown is the day of the import.*
entries:
  - kind: fix
    title: "scan: Stop counting twice"
    body: |
      `scan`: Stop counting twice (#7)
  - kind: improvement
    title: "sdk: Add Close"
    audience: [api]
    body: |
      `sdk`: Add `Close` (#8)

=== content/acme/unreleased/api.yaml
# .chloggen/api.yaml:6:
# owner: jo
#
# .chloggen/broken.yaml:
# change_type: bug_fix
# note: one
# note: two
#
#
# .chloggen/offline.yaml:2:
# # rather than a feature
- kind: breaking
  title: Scan takes a context
  component: [sdk]
  audience: [api]
  refs: ["#56"]
  body: |
    `Scan` takes a context

=== content/acme/unreleased/offline.yaml
- kind: improvement
  title: Keep scans while offline
  component: [receiver-scan]
  refs: ["#12", "#34"]
  body: |
    Keep scans while offline

    They are sent later:
    - at once
    - in order

"##]]
    );
}

#[test]
fn a_changie_project_keeps_versions_kinds_and_custom_fields() {
    let input = Input::of(&[
        (
            ".changie.yaml",
            "changesDir: .changes\nunreleasedDir: unreleased\nheaderPath: header.tpl.md\nkinds:\n  - label: Added\n    auto: minor\n  - label: Dropped\n    key: drop\n    auto: major\n  - label: Fixed\n    auto: patch\n",
        ),
        (".changes/header.tpl.md", "# Changelog\n\nWhat changed.\n"),
        (".changes/v1.0.0.md", "## v1.0.0 on 2026-01-02\n\n### Added\n\n* First words\n"),
        (".changes/v1.10.0.md", "## v1.10.0 - 2026-03-04\n\n### Fixed\n\n* Tenth words\n"),
        (".changes/v1.2.0.md", "Prose of a version whose heading is gone.\n\n### Added\n\n* Second words\n"),
        (
            ".changes/unreleased/Added-1.yaml",
            "component: cli\nkind: Added\nbody: Shout louder # and longer\n# Who wants this?\ntime: 2026-04-05T06:07:08Z\ncustom:\n  Issue: \"77\"\n  Author: jo\n  Mood: merry\n",
        ),
        (
            ".changes/unreleased/drop-2.yaml",
            "kind: drop\nbody: |-\n  Whispering is gone\n\n  Use `shout`.\ntime: 2026-04-06T06:07:08Z\nstray: field\n",
        ),
        (".changes/unreleased/header.md", "Before the next version.\n"),
    ]);
    // Words of the format and of its configuration.
    let gone = ["Author", "Issue", "auto", "changesDir", "custom", "headerPath", "key", "kinds", "patch", "tpl", "unreleasedDir"];
    let imported = whole(&changie::FORMAT, &input, &gone);
    assert_data_eq!(
        told(&imported),
        str![[r##"
Acme: 3 releases, 5 entries
note: no date is given for 1 release (`1.2.0`): the neighbour's is taken, else today's; the summary says so
note: 1 entry stands under headings that are no kind of ours (Dropped), and end by saying which
note: site.yaml switches off `bump-too-small`, `version-order`: history breaks rules that are meant for new releases
note: 1 breaking change has no section `Migration`: `templates/breaking.md` makes that section optional
3: # and longer (as a comment)
4: # Who wants this? (as a comment)
7: stray: field (as a comment)
1: Before the next version. (as a comment)

=== content/site.yaml
# What stood before the first release:
#
# What changed.

title: Acme Changelog
url: https://changes.example.org/

products:
  acme:
    name: Acme
    description: What changed.
    components:
      cli: cli

# History is as it was: what was imported breaks rules that are meant for new releases.
# Delete a line to have its rule back.
checks:
  bump-too-small: off
  version-order: off

=== content/acme/1.10.0.yaml
date: 2026-03-04
entries:
  - kind: fix
    title: Tenth words
    body: |
      Tenth words

=== content/acme/1.2.0.yaml
date: 2026-03-04
summary: |
  Prose of a version whose heading is gone.

  *The changelog gives no date for this release. The one shown is that of 1.10.0.*
entries:
  - kind: feature
    title: Second words
    body: |
      Second words

=== content/acme/1.0.0.yaml
date: 2026-01-02
entries:
  - kind: feature
    title: First words
    body: |
      First words

=== content/acme/unreleased/changie.yaml
# .changes/unreleased/Added-1.yaml:3:
# # and longer
#
# .changes/unreleased/Added-1.yaml:4:
# # Who wants this?
#
# .changes/unreleased/Added-1.yaml: time: 2026-04-05T06:07:08Z
#
# .changes/unreleased/drop-2.yaml: time: 2026-04-06T06:07:08Z
#
# .changes/unreleased/drop-2.yaml:7:
# stray: field
#
# .changes/unreleased/header.md:1:
# Before the next version.
- kind: feature
  title: Shout louder
  component: [cli]
  refs: ["#77"]
  contributors:
    - name: jo
  body: |
    Shout louder

    *Mood: merry*
- kind: breaking
  title: Whispering is gone
  body: |
    Whispering is gone

    Use `shout`.

    Listed under *Dropped*.

"##]]
    );
}

#[test]
fn changesets_are_entries_of_each_package_they_name() {
    let input = Input::of(&[
        (".changeset/config.json", "{ \"baseBranch\": \"main\" }\n"),
        (".changeset/README.md", "# Changesets\n"),
        (
            ".changeset/pre.json",
            "{ \"mode\": \"pre\", \"tag\": \"beta\", \"initialVersions\": {}, \"changesets\": [\"told-once\", \"not-told\"] }\n",
        ),
        (
            ".changeset/two-birds.md",
            "---\n# Not major!\n'@acme/core': minor\n\"acme-cli\": patch\n---\n\nAdds `--dry-run`\n\nIt writes nothing.\n",
        ),
        (".changeset/told-once.md", "---\n'@acme/core': major\n---\n\nDrops Node 18\n"),
        (".changeset/not-told.md", "---\n'@acme/core': patch\n---\n\nMends the pump\n"),
        (".changeset/empty.md", "---\n---\n\nNobody is named here.\n"),
        (".changeset/bare.md", "No packages at all.\n"),
        ("packages/cli/CHANGELOG.md", "# acme-cli\n\n## 0.1.0\n\n### Minor Changes\n\n- abc1234: Prints help\n"),
        (
            "packages/core/CHANGELOG.md",
            "# @acme/core\n\n## 2.0.0-beta.0\n\n### Major Changes\n\n- 0123abc: Drops Node 18\n\n## 1.0.0\n\n### Minor Changes\n\n- Starts\n",
        ),
    ]);
    // Words of the format and of its configuration.
    let gone = ["Changesets", "baseBranch", "changesets", "initialVersions", "mode", "not", "once", "patch", "tag", "told"];
    let imported = whole(&changesets::FORMAT, &input, &gone);
    assert_data_eq!(
        told(&imported),
        str![[r#"
@acme/core: 3 releases, 6 entries
note: `.changeset/README.md` is about the tool, and left out
note: pre-release mode `pre` with the tag `beta`: 1 changeset is in a changelog already, and waits no longer
note: changesets that name several packages, and are an entry of each: 1
note: kinds follow the bump: `major` is breaking, `minor` a feature, `patch` a fix
note: no date is given for 2 releases (`2.0.0-beta.0`, `1.0.0`): the neighbour's is taken, else today's; the summary says so
note: acme-cli: no date is given for 1 release (`0.1.0`): the neighbour's is taken, else today's; the summary says so
note: site.yaml switches off `bump-too-small`, `version-order`: history breaks rules that are meant for new releases
note: 1 breaking change has no section `Migration`: `templates/breaking.md` makes that section optional
1: no packages between lines of `---` (as a comment)
1: it names no package (as a comment)
2: # Not major! (as a comment)

=== content/site.yaml
title: "@acme/core changelog"
url: https://changes.example.org/

products:
  acme-core:
    name: "@acme/core"
  acme-cli:
    name: acme-cli

# History is as it was: what was imported breaks rules that are meant for new releases.
# Delete a line to have its rule back.
checks:
  bump-too-small: off
  version-order: off

=== content/acme-core/2.0.0-beta.0.yaml
date: 2026-11-22
summary: |
  *The changelog gives no date for this release. The one shown is the day of the import.*
entries:
  - kind: breaking
    title: Drops Node 18
    body: |
      0123abc: Drops Node 18

=== content/acme-core/1.0.0.yaml
date: 2026-11-22
summary: |
  *The changelog gives no date for this release. The one shown is the day of the import.*
entries:
  - kind: feature
    title: Starts
    body: |
      Starts

=== content/acme-core/unreleased/not-told.yaml
# .changeset/bare.md:
# No packages at all.
#
#
# .changeset/empty.md:
# ---
# ---
#
# Nobody is named here.
#
#
# .changeset/two-birds.md:2:
# # Not major!
- kind: fix
  title: Mends the pump
  body: |
    Mends the pump

=== content/acme-core/unreleased/two-birds.yaml
- kind: feature
  title: Adds --dry-run
  body: |
    Adds `--dry-run`

    It writes nothing.

=== content/acme-cli/0.1.0.yaml
date: 2026-11-22
summary: |
  *The changelog gives no date for this release. The one shown is the day of the import.*
entries:
  - kind: feature
    title: Prints help
    body: |
      abc1234: Prints help

=== content/acme-cli/unreleased/two-birds.yaml
- kind: fix
  title: Adds --dry-run
  body: |
    Adds `--dry-run`

    It writes nothing.

"#]]
    );
}

#[test]
fn a_changelog_of_antsibull_keeps_every_section() {
    let input = Input::of(&[
        (
            "changelogs/config.yaml",
            "title: Acme Events\nnotesdir: fragments\nprelude_section_name: release_summary\ntrivial_section_name: trivial\nsections:\n- [major_changes, Major Changes]\n- [dreams, Dreams]\n",
        ),
        (
            "changelogs/changelog.yaml",
            "---\n# Written by hand.\nancestor: 0.9.0 # or so\nreleases:\n  1.0.0:\n    changes:\n      release_summary: The first one.\n      major_changes:\n        - Everything is new.\n      breaking_changes:\n        - scan - the option ``old`` is gone.\n      security_fixes:\n        - scan - no longer prints passwords.\n      known_issues:\n        - scan - is slow on Mondays.\n      trivial:\n        - Moved a comma.\n      dreams:\n        - Fly.\n    codename: Zebra\n    fragments:\n      - 1-first.yml\n    modules:\n      - name: scan_ticket\n        description: Scan one ticket\n        namespace: ''\n    plugins:\n      filter:\n        - name: to_seat\n          description: Find a seat\n          namespace: null\n    objects:\n      role:\n        - name: usher\n          description: Show the way\n    release_date: '2026-02-03'\n  1.1.0:\n    changes:\n      bugfixes:\n        - scan - counts once (`issue 9 <https://github.com/acme/events/issues/9>`__, :ref:`doors <a.b>`).\n      minor_changes:\n        - |\n          scan - is quicker::\n\n            scan --all # not a comment\n\n          .. Measured twice.\n\n          .. csv-table:: Speeds\n\n             doors, 2\n    release_date: '2026-03-04'\n    mystery: yes-and-no\n",
        ),
        (
            "changelogs/fragments/12-doors.yml",
            "deprecated_features:\n  - doors - use ``gates`` instead.\nadd object.playbook:\n  - name: open\n    description: Open all\n",
        ),
    ]);
    // Words of the format and of its configuration.
    let gone = [
        "add",
        "bugfixes",
        "codename",
        "date",
        "deprecated",
        "dreams",
        "modules",
        "namespace",
        "notesdir",
        "null",
        "object",
        "objects",
        "plugins",
        "prelude",
        "ref",
        "sections",
    ];
    let imported = whole(&antsibull::FORMAT, &input, &gone);
    assert_data_eq!(
        told(&imported),
        str![[r#"
Acme Events: 2 releases, 12 entries
note: 3 entries stand under headings that are no kind of ours (Dreams, Known Issues, Security Fixes), and end by saying which
note: 1 security fix of kind `fix`: the kind `security` asks for a severity and for the versions affected
note: site.yaml switches off `bump-too-small`, `version-order`: history breaks rules that are meant for new releases
note: 1 breaking change has no section `Migration`: `templates/breaking.md` makes that section optional
2: # Written by hand. (as a comment)
3: # or so (as a comment)
3: ancestor: 0.9.0 (as a comment)
16: trivial: (as a comment in 1.0.0)
47: .. Measured twice. (as a comment)
49: .. csv-table:: Speeds (as it is written, in a block of code)
53: mystery: yes-and-no (as a comment in 1.1.0)

=== content/site.yaml
title: Acme Events changelog
url: https://changes.example.org/

products:
  acme-events:
    name: Acme Events

# History is as it was: what was imported breaks rules that are meant for new releases.
# Delete a line to have its rule back.
checks:
  bump-too-small: off
  version-order: off

=== content/acme-events/1.1.0.yaml
# mystery: yes-and-no
date: 2026-03-04
entries:
  - kind: fix
    title: scan - counts once (issue 9, doors (a.b))
    body: |
      scan - counts once ([issue 9](https://github.com/acme/events/issues/9), doors (`a.b`)).
  - kind: improvement
    title: scan - is quicker
    body: |
      scan - is quicker:

      ```
      scan --all # not a comment
      ```

      ```rst
      .. csv-table:: Speeds

         doors, 2
      ```

=== content/acme-events/1.0.0.yaml
# trivial:
#         - Moved a comma.
#
# fragments:
#       - 1-first.yml
title: Zebra
date: 2026-02-03
summary: |
  The first one.
entries:
  - kind: feature
    title: Everything is new
    highlight: true
    body: |
      Everything is new.
  - kind: breaking
    title: scan - the option old is gone
    body: |
      scan - the option `old` is gone.
  - kind: fix
    title: scan - no longer prints passwords
    body: |
      scan - no longer prints passwords.

      Listed under *Security Fixes*.
  - kind: improvement
    title: scan - is slow on Mondays
    body: |
      scan - is slow on Mondays.

      Listed under *Known Issues*.
  - kind: improvement
    title: Fly
    body: |
      Fly.

      Listed under *Dreams*.
  - kind: feature
    title: New module scan_ticket
    body: |
      `scan_ticket`: Scan one ticket
  - kind: feature
    title: New filter plugin to_seat
    body: |
      `to_seat`: Find a seat
  - kind: feature
    title: New role usher
    body: |
      `usher`: Show the way

=== content/acme-events/unreleased/12-doors.yaml
# changelogs/changelog.yaml:2:
# # Written by hand.
#
# changelogs/changelog.yaml:3:
# # or so
#
# changelogs/changelog.yaml:3:
# ancestor: 0.9.0
#
# changelogs/changelog.yaml:47:
# .. Measured twice.
- kind: deprecation
  title: doors - use gates instead
  body: |
    doors - use `gates` instead.
- kind: feature
  title: New playbook open
  body: |
    `open`: Open all

"#]]
    );
}

const RELEASES: &str = r###"[[
  {
    "html_url": "https://github.com/acme/events/releases/tag/v1.1.0",
    "tag_name": "v1.1.0",
    "name": "v1.1.0: Offline",
    "draft": false,
    "prerelease": false,
    "published_at": "2026-03-04T05:06:07Z",
    "author": { "login": "jo" },
    "assets": [ { "name": "events.tar.gz", "browser_download_url": "https://github.com/acme/events/releases/download/v1.1.0/events.tar.gz" } ],
    "body": "## What's Changed\r\n* Scan offline by @jo in https://github.com/acme/events/pull/12\r\n* Mend the pump (#13)\r\n\r\n## New Contributors\r\n* @al made their first contribution in https://github.com/acme/events/pull/13\r\n\r\n**Full Changelog**: https://github.com/acme/events/compare/v1.0.0...v1.1.0"
  },
  {
    "html_url": "https://github.com/acme/events/releases/tag/untagged-1",
    "tag_name": "v1.2.0",
    "name": null,
    "draft": true,
    "prerelease": false,
    "published_at": null,
    "body": "Prose about what is to come."
  }
], [
  {
    "html_url": "https://github.com/acme/events/releases/tag/v1.0.0",
    "tag_name": "v1.0.0",
    "name": "v1.0.0",
    "draft": false,
    "prerelease": true,
    "published_at": "2026-01-02T03:04:05Z",
    "body": "# v1.0.0 (2026-01-02)\n\n### Features\n\n* \"tag_name\": is quoted here\n\n## 2.0.0 is far\n\n- A heading that is no release\n"
  },
  { "tag_name": "nightly", "name": "Nightly", "published_at": "2026-03-05T00:00:00Z", "body": "Built each night." }
]]
"###;

#[test]
fn releases_of_github_are_split_like_a_changelog() {
    let input = Input { asked: "releases.json".to_owned(), ..Input::of(&[("releases.json", RELEASES)]) };
    let imported = import::import(&github::FORMAT, &input, &options());
    let releases: serde_json::Value = serde_json::from_str(RELEASES).unwrap();
    for release in releases.as_array().unwrap().iter().flat_map(|page| page.as_array().unwrap()) {
        let lost = lost(release["body"].as_str().unwrap(), &imported);
        // Headings that became kinds.
        assert!(lost.iter().all(|word| ["Changed", "Features", "s"].contains(&word.as_str())), "{lost:?}");
    }
    assert_data_eq!(
        told(&imported),
        str![[r##"
Acme: 3 releases, 4 entries
note: line 7: `2.0.0 is far` is no version, so what stands under it belongs to the release before it
note: planned, by a date after today or a word in its place: `1.2.0`
note: 1 entry stands under headings that are no kind of ours (2.0.0 is far), and end by saying which
note: site.yaml switches off `bump-too-small`, `version-order`: history breaks rules that are meant for new releases
32: nightly: Nightly (as a comment)

=== content/site.yaml
title: Acme changelog
url: https://changes.example.org/

products:
  acme:
    name: Acme
    repository: https://github.com/acme/events

# History is as it was: what was imported breaks rules that are meant for new releases.
# Delete a line to have its rule back.
checks:
  bump-too-small: off
  version-order: off

references:
  "#(\\d+)": "https://github.com/acme/events/issues/$1"

=== content/acme/1.1.0.yaml
# releases.json:32:
# nightly: Nightly
# Built each night.
# Published by jo.
title: Offline
date: 2026-03-04
summary: |
  ## New Contributors
  * @al made their first contribution in https://github.com/acme/events/pull/13

  [events.tar.gz on github.com](https://github.com/acme/events/releases/download/v1.1.0/events.tar.gz)

  [Full Changelog on github.com](https://github.com/acme/events/compare/v1.0.0...v1.1.0)
entries:
  - kind: improvement
    title: Scan offline
    refs: ["#12"]
    body: |
      Scan offline by @jo in https://github.com/acme/events/pull/12
  - kind: improvement
    title: Mend the pump
    refs: ["#13"]
    body: |
      Mend the pump (#13)

=== content/acme/1.2.0.yaml
status: planned
summary: |
  Prose about what is to come.

=== content/acme/1.0.0.yaml
# GitHub calls this a pre-release, which its version does not.
date: 2026-01-02
entries:
  - kind: feature
    title: "\"tag_name\": is quoted here"
    body: |
      "tag_name": is quoted here
  - kind: improvement
    title: A heading that is no release
    body: |
      A heading that is no release

      Listed under *2.0.0 is far*.

"##]]
        .raw()
    );
}

#[test]
fn tags_of_several_products_are_releases_of_each() {
    let release = |tag: &str, change: &str| {
        format!("{{ \"tag_name\": \"{tag}\", \"published_at\": \"2026-01-02T00:00:00Z\", \"body\": \"- {change}\" }}")
    };
    let text = format!("[{}, {}, {}]", release("core@1.0.0", "One"), release("cli@1.0.0", "Two"), release("core@0.9.0", "Three"));
    let input = Input { asked: "releases.json".to_owned(), ..Input::of(&[("releases.json", &text)]) };
    let imported = import::import(&github::FORMAT, &input, &options());
    let files: Vec<&str> = imported.files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(files, ["content/site.yaml", "content/core/1.0.0.yaml", "content/core/0.9.0.yaml", "content/cli/1.0.0.yaml"]);
    assert_eq!(lost("One Two Three", &imported), [""; 0]);
}

#[test]
fn files_that_are_no_json_and_no_yaml_are_told_with_their_line() {
    let broken = Input { asked: "releases.json".to_owned(), ..Input::of(&[("releases.json", "[\n  { \"tag_name\": }\n]\n")]) };
    let imported = import::import(&github::FORMAT, &broken, &options());
    assert_eq!((imported.releases, imported.entries), (0, 0));
    let told: Vec<_> = imported.unplaced.iter().map(|unplaced| format!("{}:{}: {}", unplaced.file, unplaced.line, unplaced.text)).collect();
    assert_eq!(told, ["releases.json:2: the JSON cannot be read: expected value at line 2 column 17"]);
}
