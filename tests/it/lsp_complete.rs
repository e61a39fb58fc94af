//! What an editor offers at the cursor, `‸` in these texts.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use proptest::prelude::*;
use snapbox::{assert_data_eq, str};
use tidings::load::{Asset, Loaded};
use tidings::lsp::Snapshot;
use tidings::lsp::complete::{CompletionKind, complete};
use tidings::lsp::hover::hover;
use tidings::ops::{CheckOptions, check};
use tidings::source::FileId;

/// The texts of a site, by path.
#[derive(Clone)]
pub struct Texts(BTreeMap<String, String>);

impl Texts {
    /// Two products; an open known issue, a resolved one, a deprecation, a planned release and an entry that waits.
    pub fn new() -> Self {
        let site = "\
title: Acme changes
url: https://changes.acme.example/
products:
  events:
    name: Events
    components: { check-in: Check-in, till: Till }
    policy: { readiness: [tests, backup] }
  desk: { name: Desk, components: { inbox: Inbox } }
audiences:
  organizers: { name: Organizers }
  staff: { name: Staff, private: true }
";
        let issue =
            |state: &str| format!("---\nkind: known-issue\ntitle: Scans {state}\nseverity: minor\n---\nText.\n\n## Workaround\nNone.\n");
        Self(BTreeMap::new())
            .file("content/site.yaml", site)
            .file("content/events/2.3.0/release.yaml", "title: Scanning\ndate: 2026-04-14\n")
            .file("content/events/2.3.0/slow.md", &issue("are slow"))
            .file("content/events/2.3.0/lost.md", &issue("are lost"))
            .file("content/events/2.3.0/old-api.md", "---\nkind: deprecation\ntitle: The old API\nremoval: 3.0.0\n---\nText.\n")
            .file("content/events/2.4.0/release.yaml", "title: Offline\ndate: 2026-05-12\n")
            .file("content/events/2.4.0/scan.md", "---\nkind: feature\ntitle: Scan offline\ncomponent: check-in\n---\nText.\n")
            .file("content/events/2.4.0/fixes.yaml", "- { kind: fix, title: Nothing is lost, resolves: [lost] }\n")
            .file("content/events/3.0.0.yaml", "status: planned\ndate: 2026-12-01\n")
            .file("content/events/unreleased/badges.md", "---\nkind: improvement\ntitle: Badges print\n---\nText.\n")
            .file("content/desk/1.0.0.yaml", "date: 2026-04-14\nentries:\n  - { kind: feature, title: Mail, id: mail }\n")
    }

    pub fn file(mut self, path: &str, text: &str) -> Self {
        self.0.insert(path.to_owned(), text.to_owned());
        self
    }

    pub fn snapshot(&self) -> Snapshot {
        let mut loaded = Loaded::default();
        for (path, text) in &self.0 {
            loaded.sources.add(path, text.as_str());
        }
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let checked = check(&loaded, &CheckOptions { now, deny_warnings: false });
        Snapshot { loaded, checked }
    }

    /// The site with one file written as far as this, and where the cursor is.
    pub fn written(&self, path: &str, text: &str) -> (Snapshot, FileId, usize) {
        let byte = text.find('‸').unwrap_or_else(|| panic!("no cursor in {text}"));
        let snapshot = self.clone().file(path, &text.replace('‸', "")).snapshot();
        let file = snapshot.loaded.sources.find(path).unwrap();
        (snapshot, file, byte)
    }

    /// What is offered: in brackets what is replaced, then for each what is put there, and what is told beside it.
    fn offered(&self, path: &str, text: &str) -> String {
        let (snapshot, file, byte) = self.written(path, text);
        let found = complete(&snapshot, file, byte);
        let mut shown = format!("[{}]\n", &snapshot.loaded.sources.text(file)[found.range]);
        for item in &found.items {
            writeln!(shown, "{:?} {}", item.text, item.detail).unwrap();
        }
        shown
    }

    /// The texts that are offered, in a line.
    fn texts(&self, path: &str, text: &str) -> String {
        let (snapshot, file, byte) = self.written(path, text);
        let texts: Vec<String> = complete(&snapshot, file, byte).items.into_iter().map(|item| item.text).collect();
        texts.join(" | ")
    }
}

const ENTRY: &str = "content/events/2.4.0/new.md";
const LIST: &str = "content/events/2.4.0/more.yaml";
const RELEASE: &str = "content/events/2.4.0/release.yaml";
const SITE: &str = "content/site.yaml";

#[test]
fn fields_of_the_kind_that_are_not_there_yet_come_with_those_it_must_have_first() {
    let site = Texts::new();
    assert_data_eq!(
        site.offered(ENTRY, "---\nkind: fix\n‸\n---\n"),
        str![[r#"
[]
"title: " required, text
"resolves: " a list
"also_in: " a list
"audience: " an audience, or a list of them
"component: " a component, or a list of them
"contributors: " a list
"docs: " an address
"highlight: " true or false
"image:" a map of fields
"links:" a list
"refs: " a list
"settings:" a list

"#]]
    );
    // The kind may stand below.
    assert_data_eq!(
        site.offered(LIST, "- { title: One, s‸, kind: security }\n"),
        str![[r#"
[s]
"severity: " required, low, medium, high, critical
"affects: " required, a range of versions
"credits: " a list
"cve: " text
"cvss: " text
"also_in: " a list
"audience: " an audience, or a list of them
"body: " Markdown
"component: " a component, or a list of them
"contributors: " a list
"docs: " an address
"highlight: " true or false
"id: " text
"image:" a map of fields
"links:" a list
"refs: " a list
"settings:" a list

"#]]
    );
}

#[test]
fn a_field_that_is_there_gets_another_name_and_keeps_its_colon() {
    let site = Texts::new();
    assert_data_eq!(
        site.offered(ENTRY, "---\nkind: known-issue\nsev‸rity: minor\n---\n"),
        str![[r#"
[sevrity]
"title" required, text
"severity" required, minor, major, critical
"affects" a range of versions
"state" open, investigating, wont-fix
"also_in" a list
"audience" an audience, or a list of them
"component" a component, or a list of them
"contributors" a list
"docs" an address
"highlight" true or false
"image" a map of fields
"links" a list
"refs" a list
"settings" a list

"#]]
    );
}

#[test]
fn keys_are_found_at_any_depth_and_however_the_text_is_laid_out() {
    let site = Texts::new();
    let expected = "change:  | default:  | from:  | to: ";
    for text in [
        "---\nkind: fix\nsettings:\n  - name: a\n    ‸\n---\n",
        "---\nkind: fix\nsettings:\n- name: a\n  ‸\n---\n",
        "---\r\nkind: fix\r\nsettings:\r\n  - name: a\r\n    ‸\r\n---\r\n",
        "---\nkind: fix\nsettings: [{ name: a, ‸\n---\n",
        "---\nkind: fix\nsettings: [\n  { name: a, ‸ },\n]\n---\n",
        "---\nkind: fix\nsettings:\n  - \"name\": \"a: b, { c\" # not: this\n    ‸\ntitle: x\n---\n",
        "---\nkind: fix\nsettings:\n  - ‸\n    name: a\n---\n",
        "---\nnobody knows\nkind: fix\nsettings: [{ name: a, ‸ }]\n---\n",
        "---\nkind: fix\nsettings:\n  -   name: a\n      chan‸\n  - name: b\n---\n",
    ] {
        assert_eq!(site.texts(ENTRY, text), expected, "{text}");
    }
}

#[test]
fn values_come_in_the_form_that_their_place_needs() {
    let site = Texts::new();
    for (text, expected) in [
        ("resolves: ‸", "[slow]"),
        ("resolves:‸", " [slow]"),
        ("resolves: [‸", "slow"),
        ("resolves: [lost, ‸]", "slow"),
        ("resolves: [slow, ‸]", ""),
        ("resolves: [\"sl‸", "slow"),
        ("resolves:\n  ‸", "- slow"),
        ("resolves:\n  - ‸", "slow"),
        ("resolves:\n  -‸", " slow"),
        ("resolves:\n- sl‸ow", "slow"),
        ("resolves:\n  - lost\n  ‸", "- slow"),
        ("component: ‸", "check-in | till"),
        ("component: [till, ‸]", "check-in"),
        ("highlight: ‸", "true | false"),
        ("also_in: [‸]", "3.0.0 | 2.3.0"),
        ("audience: st‸af # who", "organizers | staff"),
        ("settings: [{ change: re‸ }]", "added | changed | renamed | removed"),
    ] {
        assert_eq!(site.texts(ENTRY, &format!("---\nkind: fix\n{text}\n---\n")), expected, "{text}");
    }
}

#[test]
fn nothing_is_offered_where_anything_may_stand() {
    let site = Texts::new();
    for text in [
        "---\nkind: fix\ntitle: Scan ‸\n---\n",
        "---\nkind: fix\n# com‸\n---\n",
        "---\nkind: fix\ncomponent: till # ‸\n---\n",
        "---\nkind: fix\ntitle: >\n  Scan\n  ‸\n---\n",
        "---\nkind: fix\ntitle: A text\n  that goes ‸\n---\n",
        "-‸--\nkind: fix\n---\n",
        "---\nkind: fix\n---\nWords and words (as here: ‸).\n",
        "---\nkind: known-issue\n---\n```sh\n# ‸\n```\n",
        "---\nkind: fix\n---\nSee [a](entry:scan) ‸\n",
        "---\nkind: fix\n---\n[^note]: release‸\n",
    ] {
        assert_eq!(site.texts(ENTRY, text), "", "{text}");
    }
    assert_eq!(site.texts("content/events/2.4.0/notes.txt", "kind: ‸"), "");
    assert_eq!(site.texts("content/events/deep/er/scan.md", "---\nkind: ‸\n---\n"), "");
}

#[test]
fn names_are_those_that_make_sense_in_the_field() {
    let site = Texts::new();
    // A known issue that is open, a deprecation that is not removed.
    assert_data_eq!(
        site.offered(ENTRY, "---\nkind: fix\nresolves: [‸\n---\n"),
        str![[r#"
[]
"slow" Scans are slow

"#]]
    );
    assert_data_eq!(
        site.offered(ENTRY, "---\nkind: breaking\nremoves:\n  - ‸\n---\n"),
        str![[r#"
[]
"old-api" The old API

"#]]
    );
    // What is to come; what came later.
    assert_data_eq!(
        site.offered(ENTRY, "---\nkind: deprecation\nremoval: ‸\n---\n"),
        str![[r#"
[]
"3.0.0" planned
"4.0.0" the next major version

"#]]
    );
    assert_data_eq!(
        site.offered("content/events/2.3.0/release.yaml", "rollback: { replaced_by: ‸ }\n"),
        str![[r#"
[]
"3.0.0" planned
"2.4.0" Offline

"#]]
    );
    // Components of this product only.
    assert_data_eq!(
        site.offered("content/desk/unreleased/a.md", "---\nkind: fix\ncomponent: ‸\n---\n"),
        str![[r#"
[]
"inbox" Inbox

"#]]
    );
}

#[test]
fn a_release_is_offered_its_own_entries_although_it_cannot_be_read() {
    let site = Texts::new();
    let broken = site.offered(RELEASE, "highlights: [sc‸\ndate: 2026-05-12\n");
    assert_data_eq!(
        broken,
        str![[r#"
[sc]
"nothing-is-lost" Nothing is lost
"scan" Scan offline

"#]]
    );
    assert_eq!(site.texts(RELEASE, "highlights: [sc‸]\ndate: 2026-05-12\n"), "scan | nothing-is-lost");
    let inline = "date: 2026-05-12\nhighlights: [‸\nentries:\n  - title: Less waiting\n  - { id: one, title: Two }\n";
    assert_eq!(site.texts("content/events/2.5.0.yaml", inline), "less-waiting | one");
}

#[test]
fn a_release_has_days_items_of_readiness_and_entries() {
    let site = Texts::new();
    assert_data_eq!(
        site.offered(RELEASE, "‸"),
        str![[r#"
[]
"date: " required, a day or a time
"announced: " a day
"corrections:" a list
"entries:" a list
"highlights: " a list
"lts:" a map of fields
"publish: " a time
"readiness:" a map of fields
"rollback:" a map of fields
"rollout:" a list
"status: " planned, released, rolled-back, default: released
"summary: " Markdown
"title: " text
"type: " hotfix, security
"upgrade: " text or a map of fields
"upgrade_from: " a range of versions
"version: " a version
"window:" a map of fields

"#]]
    );
    assert_data_eq!(
        site.offered(RELEASE, "date: ‸"),
        str![[r#"
[]
"2026-11-22" today

"#]]
    );
    assert_data_eq!(
        site.offered(RELEASE, "publish: ‸"),
        str![[r#"
[]
"2026-11-22T09:00:00Z" today

"#]]
    );
    assert_data_eq!(
        site.offered(ENTRY, "---\nkind: ‸\n---\n"),
        str![[r#"
[]
"breaking" Breaking changes
"security" Security updates
"feature" New features
"improvement" Improvements
"fix" Bug fixes
"deprecation" Deprecations
"known-issue" Known issues

"#]]
    );
    assert_data_eq!(
        site.offered(RELEASE, "status: ‸"),
        str![[r#"
[]
"planned" It is to come
"released" It is out (default)
"rolled-back" It was out and was taken back; rollback tells why

"#]]
    );
    assert_data_eq!(
        site.offered(RELEASE, "readiness:\n  ‸"),
        str![[r#"
[]
"backup: " done, todo
"tests: " done, todo

"#]]
    );
    assert_data_eq!(
        site.offered(RELEASE, "readiness: { tests: ‸ }"),
        str![[r#"
[]
"done" 
"todo" 

"#]]
    );
    assert_data_eq!(
        site.offered(RELEASE, "entries:\n  - kind: known-issue\n    s‸"),
        str![[r#"
[s]
"title: " required, text
"severity: " required, minor, major, critical
"affects: " a range of versions
"state: " open, investigating, wont-fix
"also_in: " a list
"audience: " an audience, or a list of them
"body: " Markdown
"component: " a component, or a list of them
"contributors: " a list
"docs: " an address
"highlight: " true or false
"id: " text
"image:" a map of fields
"links:" a list
"refs: " a list
"settings:" a list

"#]]
    );
    assert_eq!(site.texts(RELEASE, "# A release\n---\ndate: 2026-05-12\nstatus: pl‸\n"), "planned | released | rolled-back");
    assert_eq!(site.texts(RELEASE, "status: planned\n‸").split(" | ").next(), Some("announced: "));
    assert_eq!(site.texts(RELEASE, "summary: ‸"), "|");
    assert_eq!(site.texts(RELEASE, "rollback: { reason: ‸ }"), "");
    assert_data_eq!(
        site.offered("content/events/2.5.0.md", "---\nrollout:\n  - d‸\n---\n"),
        str![[r#"
[d]
"date: " required, a day or a time
"share: " text
"to: " text

"#]]
    );
}

#[test]
fn a_window_is_at_the_hours_of_the_policy_on_the_day_of_the_release() {
    let policy = "policy: { window: { days: [Tue], from: '22:30', to: '01:00', timezone: '+02:00' } }\n";
    let site = Texts::new();
    let site = site.clone().file(SITE, &format!("{}{policy}", site.0[SITE]));
    assert_eq!(site.texts(RELEASE, "date: 2026-05-12\nwindow: { from: ‸"), "2026-05-12T22:30:00+02:00 | 2026-11-22T22:30:00+02:00");
    assert_eq!(site.texts(RELEASE, "window:\n  to: ‸\ndate: 2026-05-12\n"), "2026-05-13T01:00:00+02:00 | 2026-11-23T01:00:00+02:00");
    assert_eq!(site.texts(RELEASE, "date: 2026-05-12\npublish: ‸"), "2026-05-12T09:00:00Z | 2026-11-22T09:00:00Z");
}

#[test]
fn site_yaml_has_its_fields_its_codes_and_its_folders() {
    let site = Texts::new();
    assert_data_eq!(
        site.offered(SITE, "title: A\nurl: https://a.example/\n‸\n"),
        str![[r#"
[]
"products:" required, a map of fields
"audiences:" a map of fields
"checks:" a map of fields
"description: " text
"feedback: " text
"language: " text, default: en
"mail:" a map of fields
"outputs: " a list
"policy:" a map of fields
"redirects:" a map of fields
"references:" a map of fields
"support:" a map of fields
"theme: " text, default: default
"theme_options:" a map of fields
"websub: " an address

"#]]
    );
    assert_data_eq!(
        site.offered(SITE, "products:\n  ‸\n"),
        str![[r#"
[]
"desk:" 
"events:" 

"#]]
    );
    assert_data_eq!(
        site.offered(SITE, "products:\n  events:\n    name: Events\n    ‸\n"),
        str![[r#"
[]
"components:" a map of fields
"description: " text
"policy:" a map of fields
"prereleases: " folded, separate, default: folded
"repository: " an address
"support:" a map of fields
"tag: " text, default: v{version}
"versioning: " semver, calendar, default: semver

"#]]
    );
    assert_data_eq!(
        site.offered(SITE, "checks:\n  empty-body: ‸\n"),
        str![[r#"
[]
"off" 
"warn" 
"error" default

"#]]
    );
    assert_data_eq!(
        site.offered(SITE, "policy: { minor: { on: ‸ } }\n"),
        str![[r#"
[]
"Tuesday" for example
"second Tuesday" for example
"last Friday" for example

"#]]
    );
    assert_eq!(site.clone().file("themes/dark/base.html", "").texts(SITE, "theme: ‸"), "default | dark");
    let codes = site.texts(SITE, "checks:\n  in-blackout: off\n  empty-‸\n");
    assert!(codes.contains("empty-body: ") && !codes.contains("in-blackout") && !codes.contains("yaml-syntax"), "{codes}");
}

#[test]
fn links_lead_to_entries_and_releases_newest_first() {
    let site = Texts::new();
    let all = site.offered(ENTRY, "---\nkind: fix\ntitle: New\n---\nSee [it](‸) for more.\n");
    assert_data_eq!(
        &all,
        str![[r#"
[]
"entry:nothing-is-lost" Nothing is lost
"entry:scan" Scan offline
"entry:unreleased/badges" Badges print
"entry:2.3.0/lost" Scans are lost
"entry:2.3.0/old-api" The old API
"entry:2.3.0/slow" Scans are slow
"entry:desk/1.0.0/mail" Mail
"release:3.0.0" planned
"release:2.4.0" Offline
"release:2.3.0" Scanning
"release:desk/1.0.0" released

"#]]
    );
    assert_data_eq!(
        site.offered(ENTRY, "---\nkind: fix\n---\nSee [it](entry:2.3.0/l‸ost \"Title\").\n"),
        str![[r#"
[entry:2.3.0/lost]
"entry:nothing-is-lost" Nothing is lost
"entry:scan" Scan offline
"entry:unreleased/badges" Badges print
"entry:2.3.0/lost" Scans are lost
"entry:2.3.0/old-api" The old API
"entry:2.3.0/slow" Scans are slow
"entry:desk/1.0.0/mail" Mail

"#]]
    );
    assert_data_eq!(
        site.offered(ENTRY, "---\nkind: fix\n---\nSee [it](release:‸\n"),
        str![[r#"
[release:]
"release:3.0.0" planned
"release:2.4.0" Offline
"release:2.3.0" Scanning
"release:desk/1.0.0" released

"#]]
    );
    let in_lists = "- kind: fix\n  title: One\n  body: |\n    See [it][i].\n\n    [i]: release:2.‸\n- kind: feature\n";
    assert_data_eq!(
        site.offered(LIST, in_lists),
        str![[r#"
[release:2.]
"release:3.0.0" planned
"release:2.4.0" Offline
"release:2.3.0" Scanning
"release:desk/1.0.0" released

"#]]
    );
    assert_data_eq!(
        site.offered(RELEASE, "summary: |\n  - See [it](release:‸\n"),
        str![[r#"
[release:]
"release:3.0.0" planned
"release:2.4.0" released
"release:2.3.0" Scanning
"release:desk/1.0.0" released

"#]]
    );
}

#[test]
fn links_are_written_in_every_text_that_is_markdown() {
    let site = Texts::new();
    for text in [
        "summary: See [it](release:‸",
        "summary: \"See [it](release:‸) now.\"",
        "summary:\n  See [it](release:‸",
        "upgrade:\n  before: 'See [it](release:‸'\n",
        "corrections:\n  - { date: 2026-05-12, note: \"See [it](release:‸\" }\n",
        "upgrade: >-\n  See\n\n  [it](release:‸\ndate: 2026-05-12\n",
        "entries:\n  - kind: fix\n    body: See [it](release:‸\n",
        "entries:\n  - kind: deprecation\n    replacement: See [it](release:‸\n",
    ] {
        assert!(site.texts(RELEASE, text).starts_with("release:3.0.0 | "), "{text}");
    }
    assert_eq!(site.texts(RELEASE, "title: See [it](release:‸"), "");
    assert_eq!(site.texts(RELEASE, "summary: See it‸"), "");
}

#[test]
fn a_body_is_offered_the_sections_that_its_kind_asks_for() {
    let site = Texts::new();
    assert_data_eq!(
        site.offered(ENTRY, "---\nkind: breaking\n---\nText.\n\n#‸\n"),
        str![[r###"
[#]
"## Migration" required
"## Timeline" optional

"###]]
    );
    assert_data_eq!(
        site.offered(ENTRY, "---\nkind: breaking\n---\nText.\n\n## Tim‸e\n\n## Migration\nNow.\n"),
        str![[r###"
[## Time]
"## Timeline" optional

"###]]
    );
    assert_data_eq!(
        site.offered(ENTRY, "---\nkind: breaking\n---\nText.\n\n‸"),
        str![[r###"
[]
"## Migration" required
"## Timeline" optional

"###]]
    );
    let in_list = "- title: Slow\n  body: |\n    Text.\n\n    ## ‸\n  kind: known-issue\n";
    assert_data_eq!(
        site.offered(LIST, in_list),
        str![[r###"
[## ]
"## Workaround" required

"###]]
    );
}

#[test]
fn an_entry_without_a_kind_is_offered_what_all_kinds_have_in_common() {
    let site = Texts::new();
    assert_eq!(site.texts(LIST, "- title: One\n  component: ‸\n"), "check-in | till");
    assert_eq!(site.texts(LIST, "- title: One\n  highlight: ‸\n"), "true | false");
    assert_eq!(site.texts(LIST, "- title: One\n  im‸\n").split(" | ").find(|text| text.starts_with("image")), Some("image:"));
    assert!(site.texts(LIST, "- title: One\n  ‸\n").starts_with("kind:  | also_in:  | audience: "));
    // Kinds differ in what this may be.
    assert_eq!(site.texts(LIST, "- title: One\n  severity: ‸\n"), "");
}

#[test]
fn a_new_item_begins_with_what_it_must_have() {
    let site = Texts::new();
    assert_eq!(site.texts(LIST, "‸"), "- kind:  | - title: ");
    assert_eq!(site.texts(RELEASE, "entries:\n  ‸\n"), "- kind:  | - title: ");
    assert_eq!(site.texts(RELEASE, "rollout:\n  ‸\n"), "- date: ");
    assert_eq!(site.texts(RELEASE, "rollout:\n  - date: 2026-05-12\n  ‸\n"), "- date: ");
}

#[test]
fn an_empty_file_is_offered_a_whole_entry_of_each_kind() {
    let site = Texts::new();
    for text in ["‸", "fi‸", "\n‸"] {
        let (snapshot, file, byte) = site.written(ENTRY, text);
        let found = complete(&snapshot, file, byte);
        let labels: Vec<&str> = found.items.iter().map(|item| item.label.as_str()).collect();
        assert_eq!(labels, ["breaking", "security", "feature", "improvement", "fix", "deprecation", "known-issue"], "{text}");
        let scaffold = tidings::template::scaffold(&snapshot.checked.templates[4], &tidings::template::Scaffold::default());
        assert_eq!(found.items[4].text, scaffold);
        assert_eq!(found.range, byte - text.trim().len().saturating_sub('‸'.len_utf8())..byte);
    }
    assert_eq!(site.texts(ENTRY, "---\n‸").split(" | ").next(), Some("kind: "));
}

#[test]
fn ranges_start_at_releases_that_came_before() {
    let site = Texts::new();
    assert_data_eq!(
        site.offered(RELEASE, "upgrade_from: ‸"),
        str![[r#"
[]
"/">=2.3.0/"" Scanning

"#]]
    );
    assert_eq!(site.texts(ENTRY, "---\nkind: known-issue\naffects: ‸\n---\n"), "\">=2.3.0\"");
    assert_data_eq!(
        site.offered(ENTRY, "---\nkind: security\naffects: ‸\n---\n"),
        str![[r#"
[]
"/"<2.4.0/"" all before this release
"/">=2.3.0, <2.4.0/"" Scanning

"#]]
    );
}

#[test]
fn of_thousands_those_are_offered_that_suit_what_is_typed() {
    let mut list = String::new();
    for number in 0..300 {
        writeln!(list, "- {{ kind: fix, title: Mends the wheel of hook {number}, id: e-{number} }}").unwrap();
    }
    let site = Texts::new()
        .file("content/events/2.4.0/all.yaml", &list)
        .file("content/events/2.3.0/webhook.md", "---\nkind: fix\ntitle: Z\n---\nZ.\n");
    let at = |typed: &str| {
        let (snapshot, file, byte) = site.written(ENTRY, &format!("---\nkind: fix\ntitle: New\n---\nSee [it](entry:{typed}‸)."));
        complete(&snapshot, file, byte)
    };
    let (all, some, few) = (at(""), at("whook"), at("webhook"));
    assert_eq!((all.items.len(), all.is_incomplete, some.items.len(), some.is_incomplete), (200, true, 200, true));
    assert_eq!((few.items.len(), few.is_incomplete, few.items[0].text.as_str()), (1, false, "entry:2.3.0/webhook"));
    // What is told of each is told of those alone that are shown.
    assert!(few.items[0].documentation.contains("Fixed in 2.3.0 of Events"), "{few:?}");
}

#[test]
fn pictures_and_files_stand_beside_an_entry() {
    let (mut snapshot, file, _) = Texts::new().written(ENTRY, "---\nkind: fix\n‸---\n![x]( [x]( ");
    let mut add = |path: &str| {
        let file = snapshot.loaded.sources.add(path, "");
        snapshot.loaded.assets.push(Asset { path: path.to_owned(), file, bytes: Arc::default() });
    };
    ["content/events/2.4.0/scan.png", "content/events/2.4.0/log.txt", "content/events/2.3.0/old.png"].into_iter().for_each(&mut add);
    let text = snapshot.loaded.sources.text(file).to_owned();
    let texts = |after: &str| {
        let found = complete(&snapshot, file, text.find(after).unwrap() + after.len());
        found.items.into_iter().filter(|item| item.kind == CompletionKind::File).map(|item| item.text).collect::<Vec<_>>()
    };
    assert_eq!(texts("![x]("), ["scan.png"]);
    assert_eq!(texts(" [x]("), ["scan.png", "log.txt"]);
}

#[test]
fn a_site_that_cannot_be_read_still_has_fields_and_kinds() {
    let site = Texts::new().file(SITE, "title: [\n");
    assert_eq!(site.texts(ENTRY, "---\nkind: f‸\n---\n"), "breaking | security | feature | improvement | fix | deprecation | known-issue");
    assert_eq!(site.texts(ENTRY, "---\nkind: known-issue\nstate: ‸\n---\n"), "open | investigating | wont-fix");
    assert_eq!(site.texts(ENTRY, "---\nkind: fix\ncomponent: ‸\n---\n"), "");
}

const NAMES: [&str; 5] = [ENTRY, LIST, RELEASE, SITE, "content/events/2.5.0.md"];

const WHOLE: [&str; 5] = [
    "---\nkind: known-issue\ntitle: \"Ä: 😀\"\nsettings: [{ name: a, change: added }, { 'b'\u{a0}: x ]\n---\nSee ![x](a.png), [it](entry:scan).\n\n## Workaround\n",
    "- kind: fix # one\n  resolves: [lost]\n  body: |\n    See [it](release:2.3.0).\n\n    ## Ärger\n-   { title: 'it''s', id: x }\n- - a\n",
    "\u{feff}date: 2026-05-12\r\nwindow: { from: 2026-05-12T02:00:00Z,\r\n  to: x }\r\nhighlights:\r\n- scan\r\nentries:\r\n\t- kind: fix\r\n",
    "title: Acme\nurl: https://acme.example/\nproducts: { events: { name: \"Ev\\\"ents\" } }\nchecks:\n  empty-body: warn\npolicy:\n  minor: { on: first Tuesday }\n",
    "---\nrollout:\n  - { date: 2026-05-12, share: 10% }\nrollback: &a { replaced_by: *a }\n---\n> [!NOTE]\n> [it]: <entry:\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// Whatever is cut out of a file or typed into it, wherever the cursor is.
    #[test]
    fn no_text_is_too_broken(
        which in 0..NAMES.len(),
        cuts in proptest::collection::vec((any::<proptest::sample::Index>(), 0..12usize, "[\\[\\]{}:,#'\"|>*& \\n\\t\\r\\-aä😀!(]{0,6}"), 0..4),
    ) {
        let mut text = WHOLE[which].to_owned();
        for (at, length, inserted) in cuts {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let first = at.index(places.len());
            let last = (first + length).min(places.len() - 1);
            text.replace_range(places[first]..places[last], &inserted);
        }
        let snapshot = Texts::new().file(NAMES[which], &text).snapshot();
        let file = snapshot.loaded.sources.find(NAMES[which]).unwrap();
        let text = snapshot.loaded.sources.text(file);
        for byte in (0..=text.len()).filter(|byte| text.is_char_boundary(*byte)) {
            let found = complete(&snapshot, file, byte);
            prop_assert!(text.get(found.range.clone()).is_some(), "{byte}: {:?} of {text:?}", found.range);
            prop_assert!(found.range.start <= byte && byte <= found.range.end, "{byte}: {:?} of {text:?}", found.range);
            if let Some(told) = hover(&snapshot, file, byte) {
                prop_assert!(text.get(told.range.clone()).is_some(), "{byte}: {:?} of {text:?}", told.range);
                prop_assert!(told.range.start <= byte && byte <= told.range.end, "{byte}: {:?} of {text:?}", told.range);
            }
        }
    }
}
