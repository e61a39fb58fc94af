//! `import` of a project of each tool in which anything was done to a file: a site without an error, and no word of prose lost.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use tidings::diag;
use tidings::import::{self, Format, Imported, antsibull, changelog, changesets, changie, chloggen, github, reno, scriv, towncrier};
use tidings::load::{self, Input};
use tidings::ops::{self, CheckOptions};

use crate::anything::{Mutation, mutated, mutation};
use crate::import::options;

/// A small project of each format. What readers are to read holds a word that stands nowhere else, `word1` and so on.
const PROJECTS: &[(&Format, &[(&str, &str)])] = &[
    (
        &changelog::FORMAT,
        &[(
            "CHANGELOG.md",
            "# Changelog\n\nAll of word1.\n\n## [Unreleased]\n\n### Added\n\n- Maps of word2\n\n## [2.0.0] - 2026-03-01 [YANKED]\n\nSummary of word3.\n\n### Removed\n\n- **Breaking:** word4 is gone ([#12](https://x.example/12)) (Jo)\n  - Use word5\n\n```sh\nrun word6\n```\n\n## 1.0.0 (2026-02-01)\n\n* First word7\n\n[2.0.0]: https://x.example/word8\n",
        )],
    ),
    (
        &changesets::FORMAT,
        &[
            (".changeset/config.json", "{ \"baseBranch\": \"main\" }\n"),
            (".changeset/wise-owls.md", "---\n\"@acme/cli\": minor\n\"@acme/sdk\": patch\n---\n\nSay word1\n\nAnd word2.\n"),
            ("package.json", "{ \"name\": \"@acme/cli\", \"version\": \"1.0.0\" }\n"),
            ("CHANGELOG.md", "# @acme/cli\n\n## 1.0.0\n\n### Major Changes\n\n- 1a2b3c4: Begin with word3\n"),
        ],
    ),
    (
        &changie::FORMAT,
        &[
            (".changie.yaml", "changesDir: .changes\nunreleasedDir: unreleased\nkinds:\n  - label: Added\n    auto: minor\n"),
            (".changes/v1.0.0.md", "## v1.0.0 on 2026-01-02\n\n### Added\n\n* First word1\n"),
            (".changes/unreleased/Added-1.yaml", "component: cli\nkind: Added\nbody: Shout word2 # word3\ntime: 2026-04-05T06:07:08Z\n"),
        ],
    ),
    (
        &chloggen::FORMAT,
        &[
            (".chloggen/config.yaml", "entries_dir: .chloggen\nchange_logs:\n  user: CHANGELOG.md\n"),
            (
                ".chloggen/offline.yaml",
                "# One of word1\nchange_type: enhancement\ncomponent: scan\nnote: Keep word2\nissues: [12]\nsubtext: |\n  Sent word3:\n  - at word4\n",
            ),
            ("CHANGELOG.md", "# Changelog\n\n<!-- next version -->\n\n## v0.2.0\n\n### 🧰 Bug fixes 🧰\n\n- `scan`: Stop word5 (#7)\n"),
        ],
    ),
    (
        &antsibull::FORMAT,
        &[
            (
                "changelogs/changelog.yaml",
                "ancestor: null\nreleases:\n  1.0.0:\n    release_date: '2026-01-02'\n    changes:\n      release_summary: |\n        About word1.\n      bugfixes:\n        - scan - stop ``word2`` at once (https://x.example/word3).\n    plugins:\n      lookup:\n        - name: word4\n          description: Looks word5 up\n",
            ),
            ("changelogs/config.yaml", "title: Acme\nsections:\n  - - bugfixes\n    - Bugfixes\n"),
            ("changelogs/fragments/7-x.yaml", "---\nbugfixes:\n  - scan - keep word6.\nminor_changes:\n  - More word7.\n"),
        ],
    ),
    (
        &github::FORMAT,
        &[(
            "releases.json",
            "[{\"tag_name\": \"v1.0.0\", \"name\": \"Of word1\", \"published_at\": \"2026-01-02T03:04:05Z\", \"body\": \"## Fixes\\r\\n\\r\\n* Stop word2 by @jo\\r\\n\\r\\nwith word3\", \"draft\": false, \"prerelease\": false}]\n",
        )],
    ),
    (
        &reno::FORMAT,
        &[
            ("releasenotes/config.yaml", "sections:\n  - [features, New Features]\n"),
            (
                "releasenotes/notes/scan-0123456789abcdef.yaml",
                "---\n# Remark word1.\nprelude: |\n  Scans of word2.\nfeatures:\n  - |\n    Scan word3, see `word4`_::\n\n      scan word5\n\n    .. _word4: https://b.example/7\nfixes:\n  - Stop word6.\n",
            ),
        ],
    ),
    (
        &scriv::FORMAT,
        &[
            (
                "changelog.d/20260102_030405_jo.rst",
                "Added\n-----\n\n- Maps of word1\n\n.. a remark of word2\n\nFixed\n-----\n\n- Stop *word3*\n",
            ),
            ("changelog.d/20260103_030405_jo.md", "### Removed\n\n- No word4\n"),
        ],
    ),
    (
        &towncrier::FORMAT,
        &[
            ("pyproject.toml", "[tool.towncrier]\nname = \"Acme\"\ndirectory = \"news\"\nfilename = \"NEWS.rst\"\n"),
            ("news/12.feature.rst", "Maps of word1, see :issue:`3`.\n\n* And word2\n"),
            ("news/+x.bugfix.md", "Stop *word3*\n"),
            ("NEWS.rst", "Acme 1.0.0 (2026-01-02)\n=======================\n\nFeatures\n--------\n\n- First word4 (#1)\n"),
        ],
    ),
];

/// The words of prose that stand in a text as words of their own.
fn prose(text: &str) -> Vec<&str> {
    let words = text.split(|character: char| !character.is_alphanumeric());
    words.filter(|word| word.strip_prefix("word").is_some_and(|number| number.len() == 1)).collect()
}

/// What is wrong with an import: errors of the site, places that are none, words that are nowhere.
fn wrong(input: &Input, imported: &Imported) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    tidings::publish::create(folder.path(), &imported.files).unwrap();
    let loaded = load::site(folder.path()).unwrap();
    let checked = ops::check(&loaded, &CheckOptions { now: "2026-11-22T12:00:00Z".parse().unwrap(), deny_warnings: false });
    if checked.diagnostics.has_errors() {
        return Some(diag::render::human(&loaded.sources, &checked.diagnostics, false));
    }
    for unplaced in &imported.unplaced {
        let lines = input.file(&unplaced.file).map_or(0, |file| file.text.lines().count());
        if unplaced.line == 0 || unplaced.line > lines.max(1) {
            return Some(format!("{}:{} is no place", unplaced.file, unplaced.line));
        }
    }
    let all: String = imported.files.iter().map(|(_, text)| text.as_str()).collect();
    let kept = prose(&all);
    let lost: Vec<&str> = input.files.iter().flat_map(|file| prose(&file.text)).filter(|word| !kept.contains(word)).collect();
    (!lost.is_empty()).then(|| format!("lost: {lost:?}\nof\n{:#?}\nis\n{all}", input.files))
}

fn import_mutated(project: usize, mutations: &[(prop::sample::Index, Mutation, u16)]) -> Result<(), TestCaseError> {
    let (format, files) = PROJECTS[project];
    let mut files: Vec<(&str, Vec<u8>)> = files.iter().map(|(path, text)| (*path, text.as_bytes().to_vec())).collect();
    for (which, mutation, place) in mutations {
        let file = which.get_mut(&mut files);
        file.1 = mutated(&file.1, mutation, *place);
    }
    // A file that is no text is refused by name before it comes here.
    let texts: Vec<(&str, String)> = files.into_iter().filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?))).collect();
    let input = Input::of(&texts.iter().map(|(path, text)| (*path, text.as_str())).collect::<Vec<_>>());
    let imported = import::import(format, &input, &options());
    // The command writes nothing where there are neither releases nor entries, and says so.
    if imported.releases + imported.entries > 0 {
        let wrong = wrong(&input, &imported);
        prop_assert!(wrong.is_none(), "{}", wrong.unwrap_or_default());
    }
    Ok(())
}

#[test]
fn every_project_is_imported_whole_as_it_is() {
    for project in 0..PROJECTS.len() {
        import_mutated(project, &[]).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, rng_seed: RngSeed::Fixed(2026), ..ProptestConfig::default() })]

    #[test]
    fn a_project_with_anything_done_to_it_is_imported_and_no_prose_is_lost(
        project in 0..PROJECTS.len(),
        mutations in prop::collection::vec((any::<prop::sample::Index>(), mutation(), any::<u16>()), 1..4),
    ) {
        import_mutated(project, &mutations)?;
    }
}
