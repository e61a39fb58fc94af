//! `import` of fragments in reStructuredText: reno, towncrier and scriv. Small projects made by hand, and real ones where they are there.

use std::path::{Path, PathBuf};

use snapbox::{IntoData, assert_data_eq, str};
use tidings::import::{self, Format, Imported, reno};
use tidings::load::{self, Input};

use crate::import::{options, told};
use crate::import_tools::lost;

/// The notes of real projects, which stand beside the checkout and are no part of it.
fn real(path: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1).map(|above| above.join("shared/real"));
    let found = folder.map(|folder| folder.join(path)).find(|path| path.exists());
    if found.is_none() {
        // The one thing that may be missing in a fresh clone.
        eprintln!("NOT RUN: the real notes `shared/real/{path}` are not beside this checkout");
    }
    found
}

fn read(format: &Format, path: &Path) -> (Input, Imported) {
    let input = load::input(path, format.settings, format.places).unwrap();
    let imported = import::import(format, &input, &options());
    (input, imported)
}

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

/// 1,174 notes; PyYAML counts their items.
#[test]
fn every_word_of_novas_notes_is_in_the_built_site() {
    let Some(path) = real("nova/releasenotes/notes") else { return };
    let (input, imported) = read(&reno::FORMAT, &path);
    assert_eq!(input.files.iter().filter(|file| file.path.ends_with(".yaml")).count(), 1174);
    assert_eq!((imported.releases, imported.entries), (0, 1313));
    let misspelt = imported.unplaced.iter().filter(|unplaced| unplaced.kept.contains("reno has no section")).count();
    assert_eq!(misspelt, 8);
    let swallowed: Vec<String> = imported
        .unplaced
        .iter()
        .filter(|unplaced| unplaced.kept.starts_with("as a bullet"))
        .map(|unplaced| format!("{}:{}", unplaced.file.rsplit('/').next().unwrap(), unplaced.line))
        .collect();
    assert_eq!(swallowed, ["libvirt-uses-os-vif-plugins-31a0617de0c248b9.yaml:18"]);
    // The name of a role.
    assert_eq!(lost_words(&input, &imported), ["program"]);
}
