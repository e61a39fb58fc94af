//! `import changelog`: changelogs of every common style become sites that `check` finds no error in, without losing a word.

use std::collections::HashMap;

use proptest::prelude::*;
use snapbox::{IntoData, assert_data_eq, str};
use tidings::import::{self, ImportOptions, Imported};
use tidings::load::Input;
use tidings::ops::CheckOptions;
use tidings::parse::document::{Documents, EntryDocument};
use tidings::{diag, load, ops};

pub(crate) fn options() -> ImportOptions {
    ImportOptions {
        name: None,
        fallback_name: "Acme".into(),
        product: None,
        version: None,
        date: None,
        kinds: Vec::new(),
        new_site: Some("https://changes.example.org/".parse().unwrap()),
        today: "2026-11-22".parse().unwrap(),
    }
}

fn imported(text: &str, options: &ImportOptions) -> Imported {
    import::import(&import::changelog::FORMAT, &Input::of(&[("CHANGELOG.md", text)]), options)
}

/// What an import says of itself, and its files one after another.
pub(crate) fn told(imported: &Imported) -> String {
    let mut text = format!("{}: {} releases, {} entries\n", imported.name, imported.releases, imported.entries);
    imported.notes.iter().for_each(|note| text.push_str(&format!("note: {note}\n")));
    imported.unplaced.iter().for_each(|unplaced| text.push_str(&format!("{}: {} ({})\n", unplaced.line, unplaced.text, unplaced.kept)));
    for (path, file) in imported.files.iter().filter(|(path, _)| path != "templates/breaking.md") {
        text.push_str(&format!("\n=== {path}\n{file}"));
    }
    text
}

/// The files as a site on disk, read by our own reader; what `check` finds must hold no error.
pub(crate) fn read(imported: &Imported) -> Documents {
    let folder = tempfile::tempdir().unwrap();
    tidings::publish::create(folder.path(), &imported.files).unwrap();
    let loaded = load::site(folder.path()).unwrap();
    let checked = ops::check(&loaded, &CheckOptions { now: "2026-11-22T12:00:00Z".parse().unwrap(), deny_warnings: false });
    assert!(!checked.diagnostics.has_errors(), "{}", diag::render::human(&loaded.sources, &checked.diagnostics, false));
    checked.documents.unwrap()
}

pub(crate) fn words(text: &str) -> HashMap<String, usize> {
    let mut words = HashMap::new();
    for word in text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *words.entry(word.to_owned()).or_default() += 1;
    }
    words
}

/// The words of a changelog that are neither in a body, a summary, a release's title, version or date, nor in a comment.
fn lost(text: &str, imported: &Imported, documents: &Documents) -> Vec<String> {
    let comments = imported.files.iter().flat_map(|(_, file)| file.lines().filter(|line| line.starts_with('#')).map(str::to_owned));
    let headings = imported
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("templates/"))
        .flat_map(|(_, file)| file.lines().filter_map(|line| line.strip_prefix("heading: ")).map(str::to_owned).collect::<Vec<_>>());
    let entries: Vec<&EntryDocument> =
        documents.releases.iter().flat_map(|release| &release.entries).chain(&documents.unreleased).map(|entry| &**entry).collect();
    let bodies = entries.iter().map(|entry| entry.body.value.to_string());
    let releases = documents.releases.iter().map(|release| {
        let title = release.title.as_ref().map_or("", |title| title.as_str());
        let date = release.date.as_ref().map_or_else(String::new, |date| date.value.to_string());
        format!("{} {title} {date} {}", release.version.value, release.summary.as_ref().map_or("", |summary| &summary.value))
    });
    let names = [imported.name.clone(), documents.site.title.value.clone()];
    let kept = words(&comments.chain(headings).chain(bodies).chain(releases).chain(names).collect::<Vec<_>>().join("\n"));
    let mut lost: Vec<String> =
        words(text).into_iter().filter(|(word, count)| kept.get(word).is_none_or(|kept| kept < count)).map(|(word, _)| word).collect();
    lost.sort_unstable();
    lost
}

/// Imports, reads back and counts words: only those that name a kind of change, or a number's other form, may be gone.
fn whole(text: &str, gone: &[&str]) -> Imported {
    let imported = imported(text, &options());
    let documents = read(&imported);
    assert_eq!(lost(text, &imported, &documents), gone);
    imported
}

const KEEP_A_CHANGELOG: &str = include_str!("changelogs/keep-a-changelog.md");
const KEEP_A_CHANGELOG_2: &str = include_str!("changelogs/keep-a-changelog-2.md");
const COMMON_CHANGELOG: &str = include_str!("changelogs/common-changelog.md");
const CHANGESETS: &str = include_str!("changelogs/changesets.md");
const STANDARD_VERSION: &str = include_str!("changelogs/standard-version.md");
const ODD: &str = include_str!("changelogs/odd.md");

#[test]
fn keep_a_changelog_is_imported_whole() {
    let imported = whole(KEEP_A_CHANGELOG, &["Added", "Changed", "Deprecated", "Fixed", "Removed", "Unreleased"]);
    snapbox::assert_data_eq!(told(&imported), str![[r#"
Acme: 3 releases, 10 entries
note: yanked: `1.0.1`; a roll-back has a day and a reason, which the changelog does not give, so the summary says it
note: 1 entry stands under headings that are no kind of ours (Security), and end by saying which
note: 1 security fix of kind `fix`: the kind `security` asks for a severity and for the versions affected
note: site.yaml switches off `bump-too-small`, `version-order`: history breaks rules that are meant for new releases
note: 1 breaking change has no section `Migration`: `templates/breaking.md` makes that section optional
72: [0.9.0]: https://example.org/releases/0.9.0 (as a comment in 1.0.0)

=== content/site.yaml
# What stood before the first release:
#
# <!-- markdownlint-disable MD024 -->
#
# All notable changes to this project are written down here.
#
# The format is based on [Keep a Changelog](https://keepachangelog.com/en/1.1.0/),
# and this project adheres to [Semantic Versioning](https://semver.org/spec/v2.0.0.html).

title: Acme Changelog
url: https://changes.example.org/

products:
  acme:
    name: Acme
    description: All notable changes to this project are written down here. The format is based on Keep a Changelog (https://keepachangelog.com/en/1.1.0/), and this project adheres to Semantic Versioning (https://semver.org/spec/v2.0.0.html).

# History is as it was: what was imported breaks rules that are meant for new releases.
# Delete a line to have its rule back.
checks:
  bump-too-small: off
  version-order: off

=== content/acme/1.1.0.yaml
date: 2026-03-02
summary: |
  This release is about speed. See the [announcement][news].

  [1.1.0 on example.org](https://example.org/compare/v1.0.1...v1.1.0)

  [news]: https://example.org/news "News"
entries:
  - kind: feature
    title: Scan tickets offline
    body: |
      Scan tickets offline. Scans are sent when the network returns ([#12][]).

      ```sh
      # not a heading
      events sync --later
      ```

      It asks for 20 MB of room:

      - 15 MB for the tickets
      - 5 MB for the pictures

      [#12]: https://example.org/issues/12
  - kind: feature
    title: "\"Quotes\", code: yes and a # in the title"
    body: |
      "Quotes", `code: yes` and a # in the title
  - kind: improvement
    title: Reports open twice as fast
    body: |
      Reports open twice as fast
  - kind: deprecation
    title: "The old export; use the new one"
    body: |
      The old export; use the new one
  - kind: breaking
    title: The XML import
    body: |
      The XML import
  - kind: fix
    title: Two people of one name are two people
    body: |
      Two people of one name are two people
  - kind: fix
    id: two-people-of-one-name-are-two-people-2
    title: Two people of one name are two people
    body: |
      Two people of one name are two people
  - kind: fix
    title: A token could be read from the log (CVE-2026-1234)
    body: |
      A token could be read from the log (CVE-2026-1234)

      Listed under *Security*.

=== content/acme/1.0.1.yaml
date: 2026-02-02
summary: |
  **[YANKED]**

  [1.0.1 on example.org](https://example.org/compare/v1.0.0...v1.0.1)
entries:
  - kind: fix
    title: A crash at midnight
    body: |
      A crash at midnight

=== content/acme/1.0.0.yaml
# [0.9.0]: https://example.org/releases/0.9.0
date: 2026-01-05
summary: |
  First public release.

=== content/acme/unreleased/changelog.yaml
# [Unreleased on example.org](https://example.org/compare/v1.1.0...HEAD)
- kind: feature
  title: Badges can be printed at the door
  body: |
    Badges can be printed at the door.

"#]].raw());
}

#[test]
fn keep_a_changelog_2_is_imported_whole() {
    // Kinds, and numbers and days that stand for versions, which have another form: `42.0.0`.
    let imported = whole(KEEP_A_CHANGELOG_2, &["Added", "Changed", "Deprecated", "Fixed", "Removed", "Unreleased"]);
    snapbox::assert_data_eq!(
        told(&imported),
        str![[r#"
Acme: 3 releases, 8 entries
note: 3 versions not written as Semantic Versioning has it: `42` is now `42.0.0`, `41` is now `41.0.0`, `2026-02-01` is now `2026.2.1`
note: yanked: `41.0.0`; a roll-back has a day and a reason, which the changelog does not give, so the summary says it
note: 2 entries stand under headings that are no kind of ours (2026-05-02, Security), and end by saying which
note: 1 security fix of kind `fix`: the kind `security` asks for a severity and for the versions affected
note: site.yaml switches off `bump-too-small`, `version-order`: history breaks rules that are meant for new releases
note: 3 breaking changes have no section `Migration`: `templates/breaking.md` makes that section optional
7: 2026-05-02 (as a comment)

=== content/site.yaml
# What stood before the first release:
#
# Notable changes of the service. Versions are numbers that count up.

title: Acme Changelog
url: https://changes.example.org/

products:
  acme:
    name: Acme
    description: Notable changes of the service. Versions are numbers that count up.

# History is as it was: what was imported breaks rules that are meant for new releases.
# Delete a line to have its rule back.
checks:
  bump-too-small: off
  version-order: off

=== content/acme/42.0.0.yaml
date: 2026-04-01
summary: |
  A release for those who read our files: both formats changed.

  [42 on example.org](https://example.org/compare/41...42)
entries:
  - kind: breaking
    title: parse() now returns a result object instead of raising
    body: |
      **Breaking:** parse() now returns a result object instead of raising.
  - kind: breaking
    title: "Scanner (breaking): The log is JSON, line by line"
    body: |
      **Scanner (breaking):** The log is JSON, line by line.
  - kind: improvement
    title: "Rewrote the JSON parser; about three times faster on large files"
    body: |
      Rewrote the JSON parser; about three times faster on large files.
  - kind: breaking
    title: The XML import
    body: |
      **Breaking:** The XML import.
  - kind: fix
    title: Tokens no longer end up in the log
    body: |
      Tokens no longer end up in the log. *Updated 2026-04-20.*

      Listed under *Security*.

=== content/acme/41.0.0.yaml
date: 2026-03-01
summary: |
  **[YANKED]**

  [41 on example.org](https://example.org/releases/41)
entries:
  - kind: fix
    title: Two people of one name are two people
    body: |
      Two people of one name are two people.

=== content/acme/2026.2.1.yaml
date: 2026-02-01
entries:
  - kind: deprecation
    title: "The old export; use the new one"
    body: |
      The old export; use the new one.

=== content/acme/unreleased/changelog.yaml
# ## 2026-05-02
#
# [Unreleased on example.org](https://example.org/compare/42...HEAD)
- kind: feature
  title: Seats can be chosen on a map
  body: |
    Seats can be chosen on a map.

    Listed under *2026-05-02*.

"#]]
        .raw()
    );
}

#[test]
fn common_changelog_is_imported_whole() {
    let imported = whole(COMMON_CHANGELOG, &["Added", "Changed", "Fixed"]);
    snapbox::assert_data_eq!(
        told(&imported),
        str![[r##"
Acme: 3 releases, 6 entries
note: addresses that lead nowhere from the site: `UPGRADING.md`
note: site.yaml switches off `bump-too-small`, `missing-media`, `version-order`: history breaks rules that are meant for new releases
note: 2 breaking changes have no section `Migration`: `templates/breaking.md` makes that section optional

=== content/site.yaml
title: Acme Changelog
url: https://changes.example.org/

products:
  acme:
    name: Acme

# History is as it was: what was imported breaks rules that are meant for new releases.
# Delete a line to have its rule back.
checks:
  bump-too-small: off
  missing-media: off
  version-order: off

references:
  "#(\\d+)": "https://example.org/$1"
  "EV-(\\d+)": "https://tickets.example.org/browse/EV-$1"

=== content/acme/3.0.0.yaml
date: 2026-05-01
summary: |
  _If you are upgrading: please see [`UPGRADING.md`](UPGRADING.md)._

  [3.0.0 on example.org](https://example.org/releases/tag/v3.0.0)
entries:
  - kind: breaking
    title: emit close event after end
    refs: ["#147"]
    contributors:
      - name: Jo Example
    body: |
      **Breaking:** emit `close` event after `end` ([#147](https://example.org/147)) (Jo Example)
  - kind: breaking
    title: "Installer (breaking): enable silent mode by default (EV-837)"
    refs: [EV-837]
    body: |
      **Installer (breaking):** enable silent mode by default ([EV-837](https://tickets.example.org/browse/EV-837))
  - kind: improvement
    title: "UI: tune button colors for accessibility"
    body: |
      **UI**: tune button colors for accessibility ([owner/name#194](https://example.org/owner/name/issues/194)) (experimental)
  - kind: improvement
    title: Refactor sort() internals to improve performance
    contributors:
      - name: Jo Example
      - name: Al Example
    body: |
      Refactor `sort()` internals to improve performance ([`6c2e3f2`](https://example.org/6c2e3f2)) (Jo Example, Al Example)
  - kind: fix
    title: Prevent hang on large files
    refs: ["#150"]
    contributors:
      - name: Al Example
    body: |
      Prevent hang on large files ([#150](https://example.org/150), [`53bd922`](https://example.org/53bd922)) (Al Example)

=== content/acme/2.9.0.yaml
date: 2026-04-01
summary: |
  _This release was never published to npm._

  [2.9.0 on example.org](https://example.org/releases/tag/v2.9.0)
entries:
  - kind: feature
    title: Support paths that go over two lines
    refs: ["#140"]
    body: |
      Support paths
      that go over two lines
      ([#140](https://example.org/140))

=== content/acme/2.8.0.yaml
date: 2026-03-01
summary: |
  _Initial release._

  [2.8.0 on example.org](https://example.org/releases/tag/v2.8.0)

"##]]
        .raw()
    );
}

#[test]
fn what_changesets_write_is_imported_whole() {
    let imported = whole(CHANGESETS, &["Changes", "Major", "Minor", "Patch"]);
    snapbox::assert_data_eq!(told(&imported), str![[r#"
@acme/events: 3 releases, 6 entries
note: 1 version not written as Semantic Versioning has it: `1.9` is now `1.9.0`
note: no date is given for 3 releases (`2.0.0`, `2.0.0-beta.1`, `1.9.0`): the neighbour's is taken, else today's; the summary says so
note: site.yaml switches off `bump-too-small`, `version-order`: history breaks rules that are meant for new releases
note: 1 breaking change has no section `Migration`: `templates/breaking.md` makes that section optional

=== content/site.yaml
title: "@acme/events changelog"
url: https://changes.example.org/

products:
  acme-events:
    name: "@acme/events"

# History is as it was: what was imported breaks rules that are meant for new releases.
# Delete a line to have its rule back.
checks:
  bump-too-small: off
  version-order: off

=== content/acme-events/2.0.0.yaml
date: 2026-11-22
summary: |
  *The changelog gives no date for this release. The one shown is the day of the import.*
entries:
  - kind: breaking
    title: Drops the XML import
    body: |
      [#310](https://example.org/310) [`a1b2c3d`](https://example.org/a1b2c3d) Thanks [@jo](https://example.org/jo)! - Drops the XML import

      If you read XML, convert it first:

      ```diff
      ---
      - import xml from 'events'
      + import json from 'events'
      ---
      ```

      #### What should I do?

      Nothing, if you never read XML.
  - kind: fix
    title: Fixes a hang
    body: |
      a1b2c3d: Fixes a hang
  - kind: fix
    title: Updated dependencies
    body: |
      Updated dependencies [[`a1b2c3d`](https://example.org/a1b2c3d)]:
      - @acme/core@2.0.0
  - kind: fix
    id: updated-dependencies-2
    title: Updated dependencies
    body: |
      Updated dependencies [[`d4e5f6a`](https://example.org/d4e5f6a)]:
      - @acme/view@1.0.4

=== content/acme-events/2.0.0-beta.1.yaml
date: 2026-11-22
summary: |
  *The changelog gives no date for this release. The one shown is the day of the import.*
entries:
  - kind: feature
    title: "Adds a way to write <Ticket />"
    body: |
      [#300](https://example.org/300) Thanks [@al](https://example.org/al), [@jo](https://example.org/jo)! - Adds a way to write `<Ticket />`

=== content/acme-events/1.9.0.yaml
date: 2026-11-22
summary: |
  *The changelog gives no date for this release. The one shown is the day of the import.*
entries:
  - kind: fix
    title: Fixes bold titles
    body: |
      d4e5f6a: Fixes <b>bold</b> titles

"#]].raw());
}

#[test]
fn what_standard_version_writes_is_imported_whole() {
    let imported = whole(STANDARD_VERSION, &["BREAKING", "Bug", "CHANGES", "Features", "Fixes", "Improvements", "Performance"]);
    snapbox::assert_data_eq!(
        told(&imported),
        str![[r#"
Acme: 4 releases, 7 entries
note: headings that became kinds of the site's own: Performance Improvements (`templates/performance-improvements.md`)
note: 1 entry stands under headings that are no kind of ours (Reverts), and end by saying which
note: site.yaml switches off `bump-too-small`, `version-order`: history breaks rules that are meant for new releases
note: 1 breaking change has no section `Migration`: `templates/breaking.md` makes that section optional

=== content/site.yaml
title: Change Log of Events
url: https://changes.example.org/

products:
  acme:
    name: Acme

# History is as it was: what was imported breaks rules that are meant for new releases.
# Delete a line to have its rule back.
checks:
  bump-too-small: off
  version-order: off

=== templates/performance-improvements.md
---
heading: Performance Improvements
label: Performance Improvements
order: 80
bump: patch
tone: neutral
---

=== content/acme/1.2.1.yaml
date: 2026-03-04
summary: |
  [1.2.1 on example.org](https://example.org/compare/v1.2.0...v1.2.1)
entries:
  - kind: fix
    title: "scan: keep the light on"
    body: |
      **scan:** keep the light on ([abc1234](https://example.org/abc1234)), closes [#9](https://example.org/9)

=== content/acme/1.2.0.yaml
date: 2026-03-01
summary: |
  [1.2.0 on example.org](https://example.org/compare/v1.1.0...v1.2.0)
entries:
  - kind: breaking
    title: the old scanner is gone
    body: |
      the old scanner is gone
  - kind: feature
    title: "api: list events by day"
    body: |
      **api:** list events by day ([def5678](https://example.org/def5678))
  - kind: performance-improvements
    title: "api: half the time"
    body: |
      **api:** half the time ([aaa1111](https://example.org/aaa1111))

=== content/acme/1.1.0.yaml
date: 2026-02-01
entries:
  - kind: performance-improvements
    title: load less
    body: |
      load less

=== content/acme/1.0.0.yaml
date: 2026-01-01
entries:
  - kind: performance-improvements
    title: load nothing twice
    body: |
      load nothing twice
  - kind: improvement
    title: "\"load everything\""
    body: |
      "load everything"

      Listed under *Reverts*.

"#]]
        .raw()
    );
}

#[test]
fn an_odd_changelog_is_imported_whole() {
    let imported = whole(ODD, &["1", "1rc2", "6th", "Fixed", "May", "TBD", "v0"]);
    snapbox::assert_data_eq!(told(&imported), str![[r#"
Acme: 4 releases, 10 entries
note: line 37: `v0.2.1rc2` comes a second time; both are one release now
note: line 58: `0.0.9.1` is no version, so what stands under it belongs to the release before it
note: 3 versions not written as Semantic Versioning has it: `v0.3` is now `0.3.0`, `v0.2.1rc2` is now `0.2.1-rc.2`, `0.2` is now `0.2.0`
note: 2 dates in a form of their own: `May 6th, 2026` is now 2026-05-06, `2026-3-1` is now 2026-03-01
note: planned, by a date after today or a word in its place: `0.1.0`
note: no date is given for 1 release (`0.2.1-rc.2`): the neighbour's is taken, else today's; the summary says so
note: 1 entry stands under headings that are no kind of ours (0.0.9.1), and end by saying which
note: addresses that lead nowhere from the site: `picture.png`, `#nowhere`, `docs/more.md`
note: site.yaml switches off `broken-link`, `bump-too-small`, `missing-media`, `version-order`: history breaks rules that are meant for new releases
17: Upgrading (in the summary of 0.3.0)
19: Stop the service first. (in the summary of 0.3.0)
21: Nothing here (in the summary of 0.3.0)
25: These were found by readers: (in the summary of 0.3.0)
28: ![](picture.png) (in the summary of 0.3.0)
65: [unused]: https://example.org/unused (as a comment in 0.1.0)

=== content/site.yaml
# What stood before the first release:
#
# - Read this first.

title: Acme Events Changelog
url: https://changes.example.org/

products:
  acme:
    name: Acme
    description: "- Read this first."

# History is as it was: what was imported breaks rules that are meant for new releases.
# Delete a line to have its rule back.
checks:
  broken-link: off
  bump-too-small: off
  missing-media: off
  version-order: off

=== content/acme/0.3.0.yaml
title: The big one
date: 2026-05-06
summary: |
  ## Upgrading

  Stop the service first.

  ## Nothing here

  ![](picture.png)

  ## Fixed

  These were found by readers:
entries:
  - kind: improvement
    title: Works with no section
    body: |
      Works with no section
  - kind: improvement
    title: Also works
    body: |
      Also works
  - kind: improvement
    title: Even with numbers
    body: |
      Even with numbers
  - kind: fix
    title: Text that is no list is one entry of its section
    body: |
      Text that is no list is one entry of its section. It has two sentences.
  - kind: fix
    title: A typo
    body: |
      A typo

=== content/acme/0.2.1-rc.2.yaml
date: 2026-05-06
summary: |
  *The changelog gives no date for this release. The one shown is that of 0.3.0.*
entries:
  - kind: improvement
    title: Done before
    body: |
      [x] Done before
  - kind: improvement
    title: Read more or below
    body: |
      [Read more](docs/more.md) or [below](#nowhere)
  - kind: improvement
    title: The same version again
    body: |
      The same version again

=== content/acme/0.2.0.yaml
date: 2026-03-01
summary: |
  <a name="0.2"></a>

  Notes with a note.[^1]

  | a | b |
  |---|---|
  | 1 | 2 |

  [^1]: The note.

=== content/acme/0.1.0.yaml
# [unused]: https://example.org/unused
status: planned
entries:
  - kind: improvement
    title: Still to come
    body: |
      Still to come
  - kind: improvement
    title: Four numbers are no version here
    body: |
      Four numbers are no version here

      Listed under *0.0.9.1*.

"#]].raw());
}

#[test]
fn a_site_that_is_there_is_added_to_and_not_changed() {
    let options = ImportOptions { new_site: None, product: Some("events".parse().unwrap()), ..options() };
    let imported = imported(KEEP_A_CHANGELOG, &options);
    let paths: Vec<&str> = imported.files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        paths,
        ["content/events/1.1.0.yaml", "content/events/1.0.1.yaml", "content/events/1.0.0.yaml", "content/events/unreleased/changelog.yaml"]
    );
    let waiting = &imported.files[3].1;
    assert!(waiting.starts_with("# <!-- markdownlint-disable MD024 -->\n#\n# All notable changes"), "{waiting}");
    assert!(imported.notes.iter().any(|note| note.ends_with("switch off `bump-too-small`, `version-order` under `checks:` in site.yaml")));
}

#[test]
fn a_tag_that_pages_would_leave_out_is_kept_as_text() {
    let text = "## 1.0.0 - 2026-01-02\n\n### Added\n\n- Set a layout on any <Image /> or <Picture /> component\n\n  </content>\n";
    let imported = imported(text, &options());
    let documents = read(&imported);
    assert_data_eq!(
        &*documents.releases[0].entries[0].body.value,
        str![[r#"
Set a layout on any &lt;Image /> or &lt;Picture /> component

&lt;/content>

"#]]
    );
}

#[test]
fn a_title_behind_a_fence_is_a_line_of_its_own() {
    let text = "## 1.0.0 - 2026-01-02\n\n### Added\n\n- Live data\n\n  ```js title=\"live.config.js\" {3}\n  code()\n  ```\n\n  > ~~~ts file=a.ts\n  > more()\n  > ~~~\n";
    let documents = read(&imported(text, &options()));
    assert_data_eq!(
        &*documents.releases[0].entries[0].body.value,
        str![[r#"
Live data

`live.config.js`:

```js title="live.config.js" {3}
code()
```

> `a.ts`:
>
> ~~~ts file=a.ts
> more()
> ~~~

"#]]
    );
}

/// Lines that mean something in a changelog, each with a word of its own.
fn changelog_of(lines: &[(usize, usize)]) -> String {
    const STARTS: [&str; 32] = [
        "## [1.0.0] - 2026-01-02\n",
        "## 1.1.0\n",
        "## Unreleased\n",
        "### Added\n",
        "### Fixed\n",
        "### Breaking\n",
        "### Misc\n",
        "#### Core\n",
        "- ",
        "* ",
        "1. ",
        "  ",
        "    ",
        "\n",
        "\n",
        "\n",
        "```\n",
        "> ",
        "| a | b |\n|---|---|\n",
        "<!-- c -->",
        "<div>",
        "[x]: https://e.example/",
        "[^n]: ",
        "[x][] [^n] ",
        "**Fixed**\n\n",
        "---\n",
        "===\n",
        "\t",
        "# ",
        "\u{1}\u{7f}\u{feff}",
        "\"'`: # ",
        "[a](../b.md) ",
    ];
    lines
        .iter()
        .enumerate()
        .map(|(number, (first, second))| format!("{}{}word{number}\n", STARTS[first % 32], STARTS[second % 32]))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_changelog_holds_every_word_of_it_is_in_the_site(lines in prop::collection::vec((0..64_usize, 0..64_usize), 0..30)) {
        let text = changelog_of(&lines);
        let imported = imported(&text, &options());
        // The command writes nothing of a text without releases and entries, and says so.
        if imported.releases + imported.entries == 0 {
            return Ok(());
        }
        read(&imported);
        let all: String = imported.files.iter().map(|(_, text)| text.as_str()).collect();
        for number in 0..lines.len() {
            let word = format!("word{number}");
            let is_whole = |at: usize| !all[at + word.len()..].starts_with(|next: char| next.is_ascii_digit());
            prop_assert!(all.match_indices(&word).any(|(at, _)| is_whole(at)), "{word} of\n{text}\nis not in\n{all}");
        }
    }
}
