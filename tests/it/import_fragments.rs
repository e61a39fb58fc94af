//! `import` of fragments in reStructuredText: reno, towncrier and scriv. Small projects made by hand.

use snapbox::{IntoData, assert_data_eq, str};
use tidings::import::{self, Imported, reno, scriv, towncrier};
use tidings::load::Input;

use crate::import::{options, told};
use crate::import_tools::lost;

/// Words of the input that are neither on a page of the site nor in a comment of its content.
fn lost_words(input: &Input, imported: &Imported) -> Vec<String> {
    let text: String = input.files.iter().map(|file| format!("{}\n", file.text)).collect();
    lost(&text, imported)
}

#[test]
fn notes_of_reno_become_entries_and_none_is_passed_over() {
    let input = Input::of(&[
        (
            "releasenotes/config.yaml",
            "sections:\n  - [features, New Features]\n  - [api, API Changes]\nprelude_section_name: release_summary\n",
        ),
        (
            "releasenotes/notes/scan.yaml",
            "---\n# A remark.\nrelease_summary: |\n  Scans are **faster**.\nfeatures:\n  - |\n    Scan offline, see `Bug 7`_ and :option:`--offline`::\n\n      scan --offline\n\n    .. _Bug 7: https://b.example/7\n  - Second\n    - swallowed bullet\nfeatures:\n  - |\n    Under the same name again.\n",
        ),
        (
            "releasenotes/notes/odd.yaml",
            "upgrades:\n  - Restart it.\nfixes: One text and no list.\napi:\n  - List: of halls\ncolour:\n  - Red.\n",
        ),
        ("releasenotes/notes/broken.yaml", "fixes:\n  - \"never closed\nother:\n  - |\n    Still read.\nsecurity:\n  - |\n"),
        ("releasenotes/notes/README", "Not a note.\n"),
    ]);
    let imported = import::import(&reno::FORMAT, &input, &options());
    let config = ["features", "name", "prelude", "release", "sections", "summary"];
    let gone: Vec<String> = lost_words(&input, &imported).into_iter().filter(|word| !config.contains(&word.as_str())).collect();
    // Names of sections, each of which became a kind, and of a role.
    assert_eq!(gone, ["Features", "option", "other", "upgrades"]);
    assert_data_eq!(
        told(&imported),
        str![[r#"
Acme: 0 releases, 10 entries
note: 2 entries stand under headings that are no kind of ours (Other Notes, colour), and end by saying which
note: site.yaml switches off `bump-too-small`, `version-order`: history breaks rules that are meant for new releases
1: Not a note. (as a comment)
2: this quote is never closed (whole, as it is written)
6: security: (nowhere, for nothing stands under it)
1: upgrades: (under `upgrade`, for reno has no section `upgrades`)
3: fixes: One text and no list. (as one entry, for it is no list)
5: List: of halls (as text, for YAML reads it as something else)
6: colour: (as entries that say so, for it is no section of reno's)
2: # A remark. (as a comment)
13: - swallowed bullet (as a bullet, for YAML takes it for part of the text before it)

=== content/site.yaml
title: Acme changelog
url: https://changes.example.org/

products:
  acme:
    name: Acme

# History is as it was: what was imported breaks rules that are meant for new releases.
# Delete a line to have its rule back.
checks:
  bump-too-small: off
  version-order: off

=== templates/prelude.md
---
heading: In short
label: In short
order: 82
bump: patch
tone: neutral
---

=== templates/upgrade.md
---
heading: Upgrade notes
label: Upgrade notes
order: 81
bump: patch
tone: neutral
---

=== templates/api.md
---
heading: API Changes
label: API Changes
order: 80
bump: patch
tone: neutral
---

=== content/acme/unreleased/broken.yaml
# releasenotes/notes/README:1:
# Not a note.
#
#
# releasenotes/notes/scan.yaml:2:
# # A remark.
- kind: fix
  title: "fixes: - \"never closed"
  body: |
    ```yaml
    fixes:
      - "never closed
    ```
- kind: improvement
  title: Still read
  body: |
    Still read.

    Listed under *Other Notes*.

=== content/acme/unreleased/odd.yaml
- kind: upgrade
  title: Restart it
  body: |
    Restart it.
- kind: fix
  title: One text and no list
  body: |
    One text and no list.
- kind: api
  title: "List: of halls"
  body: |
    List: of halls
- kind: improvement
  title: Red
  body: |
    Red.

    Listed under *colour*.

=== content/acme/unreleased/scan.yaml
- kind: prelude
  title: Scans are faster
  body: |
    Scans are **faster**.
- kind: feature
  title: Scan offline, see Bug 7 and --offline
  body: |
    Scan offline, see [Bug 7](https://b.example/7) and `--offline`:

    ```
    scan --offline
    ```
- kind: feature
  title: Second
  body: |
    Second

    - swallowed bullet
- kind: feature
  title: Under the same name again
  body: |
    Under the same name again.

"#]]
        .raw()
    );
}

#[test]
fn a_prelude_is_the_summary_of_the_release_it_goes_to() {
    let input = Input::of(&[("a.yaml", "prelude: >\n  All is well.\nfixes:\n  - It ends.\n")]);
    let options = tidings::import::ImportOptions { version: Some("2.0.0".parse().unwrap()), ..options() };
    let imported = import::import(&reno::FORMAT, &input, &options);
    assert_data_eq!(
        imported.files[1].1.clone(),
        str![[r#"
date: 2026-11-22
summary: |
  All is well.
entries:
  - kind: fix
    title: It ends
    body: |
      It ends.

"#]]
        .raw()
    );
}

#[test]
fn fragments_of_towncrier_wait_and_its_news_are_releases() {
    let input = Input::of(&[
        (
            "pyproject.toml",
            "[tool.towncrier]\npackage = \"halls\"\ndirectory = \"changelog/\"\nfilename = \"NEWS.rst\"\nissue_format = \"`#{issue} <https://t.example/{issue}>`_\"\n\n[[tool.towncrier.section]]\npath = \"door\"\nname = \"Door control\"\n",
        ),
        ("changelog/12.bugfix.rst", "Totals of :func:`halls.sum` add up. See :ref:`the guide <sums>`.\n"),
        ("changelog/12.bugfix.1.rst", "Another of the same number.\n"),
        ("changelog/+sign.feature.md", "Signs *blink*.\n"),
        ("changelog/door/34.doc.rst", "The door is explained.\n"),
        ("changelog/35.misc.rst", ""),
        ("changelog/36.bugfxi.rst", "A misspelt type.\n"),
        ("changelog/notes.txt", "+---+\n| t |\n+---+\n"),
        ("changelog/README.rst", "How to write one.\n"),
        (
            "NEWS.rst",
            "Halls news\n==========\n\n.. towncrier release notes start\n\nhalls 1.1.0 (2026-02-03)\n------------------------\n\nBugfixes\n~~~~~~~~\n\n- Doors ``close``. (#9)\n",
        ),
    ]);
    let imported = import::import(&towncrier::FORMAT, &input, &options());
    // A type, the README, the settings and roles.
    let gone = ["Bugfixes", "How", "changelog", "directory", "filename", "format", "func", "one", "package", "ref", "tool", "write"];
    assert_eq!(lost_words(&input, &imported), gone);
    assert_data_eq!(
        told(&imported),
        str![[r##"
halls: 1 releases, 8 entries
note: `changelog/README.rst` is about the tool, and left out
note: site.yaml switches off `bump-too-small`, `version-order`: history breaks rules that are meant for new releases
4: .. towncrier release notes start (as a comment)
1: A misspelt type. (as an entry of kind `fix`, though towncrier passes over a file of this name)
1: +---+ (as it is written, in a block of code)
1: +---+ (as an entry of kind `improvement`, though towncrier passes over a file of this name)

=== content/site.yaml
title: halls Halls news
url: https://changes.example.org/

products:
  halls:
    name: halls
    components:
      door-control: Door control

# History is as it was: what was imported breaks rules that are meant for new releases.
# Delete a line to have its rule back.
checks:
  bump-too-small: off
  version-order: off

references:
  "#(\\d+)": "https://t.example/$1"

=== templates/misc.md
---
heading: Misc
label: Misc
order: 81
bump: patch
tone: neutral
---

=== templates/doc.md
---
heading: Improved Documentation
label: Improved Documentation
order: 80
bump: patch
tone: neutral
---

=== content/halls/1.1.0.yaml
date: 2026-02-03
entries:
  - kind: fix
    title: Doors close
    body: |
      Doors `close`. (#9)

=== content/halls/unreleased/12.bugfix.yaml
# NEWS.rst:4:
# .. towncrier release notes start
- kind: fix
  title: Totals of halls.sum add up
  refs: ["#12"]
  body: |
    Totals of `halls.sum` add up. See the guide (`sums`).

=== content/halls/unreleased/12.bugfix.1.yaml
- kind: fix
  title: Another of the same number
  refs: ["#12"]
  body: |
    Another of the same number.

=== content/halls/unreleased/34.doc.yaml
- kind: doc
  title: The door is explained
  component: [door-control]
  refs: ["#34"]
  body: |
    The door is explained.

=== content/halls/unreleased/35.misc.yaml
- kind: misc
  title: "Misc #35"
  refs: ["#35"]
  body: |
    #35

=== content/halls/unreleased/36.bugfxi.yaml
- kind: fix
  title: A misspelt type
  refs: ["#36"]
  body: |
    A misspelt type.

=== content/halls/unreleased/notes.yaml
- kind: improvement
  title: "+---+ | t | +---+"
  body: |
    ```rst
    +---+
    | t |
    +---+
    ```

=== content/halls/unreleased/sign.feature.yaml
- kind: feature
  title: Signs blink
  body: |
    Signs *blink*.

"##]]
        .raw()
    );
}

#[test]
fn fragments_of_scriv_wait_and_their_templates_are_left_out() {
    let input = Input::of(&[
        ("setup.cfg", "[metadata]\nname = halls\n\n[tool:scriv]\nformat = md\ncategories =\n    Added\n    Fixed\n"),
        (
            "changelog.d/20260101_jo_doors.md",
            "<!--\nA new scriv changelog fragment.\n\nUncomment the section that is right (remove the HTML comment wrapper).\n-->\n\n### Added\n\n- Doors.\n\n<!--\n### Fixed\n\n- A bullet item for the Fixed category.\n\n-->\n\n<!-- Ask Al about windows. -->\n",
        ),
        ("changelog.d/20260102_al_typo.md", "### Fixd\n\n- Windows open.\n\n### Sundry\n\n- Plants.\n"),
        ("changelog.d/20260103_al.rst", ".. A new scriv changelog fragment.\n\nFixed\n.....\n\n- ``Lamps`` glow.\n"),
        ("changelog.d/README.txt", "About.\n"),
        ("changelog.d/list.csv", "a,b\n"),
        ("CHANGELOG.md", "# Changelog\n\n<!-- scriv-insert-here -->\n\n## 1.0.0 - 2026-01-01\n\n### Added\n\n- Halls.\n"),
    ]);
    let imported = import::import(&scriv::FORMAT, &input, &options());
    let text: String = input
        .files
        .iter()
        .filter(|file| file.path.ends_with(".md") || file.path.ends_with(".rst"))
        .map(|file| file.text.as_str())
        .collect();
    // Categories, and what scriv writes into new fragments.
    let gone = [
        "A",
        "Added",
        "Fixed",
        "HTML",
        "Uncomment",
        "bullet",
        "category",
        "comment",
        "fragment",
        "insert",
        "remove",
        "right",
        "scriv",
        "wrapper",
    ];
    assert_eq!(lost(&text, &imported), gone);
    assert_data_eq!(
        told(&imported),
        str![[r#"
Acme: 1 releases, 5 entries
note: `changelog.d/README.txt` is about the tool, and left out
note: 2 entries stand under headings that are no kind of ours (Fixd, Sundry), and end by saying which
note: site.yaml switches off `bump-too-small`, `version-order`: history breaks rules that are meant for new releases
18: Ask Al about windows. (as a comment)
1: Fixd (as `Fixed`, for it is no category)
5: Sundry (as entries that say so, for it is no category)
1: a,b (as a comment)

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
  version-order: off

=== content/acme/1.0.0.yaml
date: 2026-01-01
entries:
  - kind: feature
    title: Halls
    body: |
      Halls.

=== content/acme/unreleased/20260101_jo_doors.yaml
# changelog.d/20260101_jo_doors.md:18:
# Ask Al about windows.
#
# changelog.d/list.csv:1:
# a,b
- kind: feature
  title: Doors
  body: |
    Doors.

=== content/acme/unreleased/20260102_al_typo.yaml
- kind: fix
  title: Windows open
  body: |
    Windows open.

    Listed under *Fixd*.
- kind: improvement
  title: Plants
  body: |
    Plants.

    Listed under *Sundry*.

=== content/acme/unreleased/20260103_al.yaml
- kind: fix
  title: Lamps glow
  body: |
    `Lamps` glow.

"#]]
        .raw()
    );
}
