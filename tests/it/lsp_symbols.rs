//! What names mean to an editor: definitions, references, new names, what a file tells of.

use std::collections::BTreeMap;
use std::fmt::Write;

use snapbox::{assert_data_eq, str};
use tidings::load::Loaded;
use tidings::lsp::Snapshot;
use tidings::lsp::symbols::{self, Rename, RenameError, Symbol, Thing};
use tidings::ops::{CheckOptions, check};
use tidings::source::{FileId, Span};

/// The texts of a site, by path.
#[derive(Clone)]
struct Texts(BTreeMap<String, String>);

const SITE: &str = "\
title: Acme changes
url: https://changes.acme.example/
products:
  events:
    name: Events
    components: { check-in: Check-in, 'till': Till }
  desk:
    name: Desk
    components: { check-in: Check-in }
audiences:
  organizers: { name: Organizers }
redirects:
  /old/: /events/2.4.0/#scan
";

/// Three releases, two of which have an entry `scan`, and a second product with one more.
fn site() -> Texts {
    Texts(BTreeMap::new())
        .file("content/site.yaml", SITE)
        .file(
            "content/events/2.4.0/release.yaml",
            "version: '2.4.0'\ndate: 2026-05-12\nhighlights: [scan, \"till\"]\nsummary: >\n  Read [scan](entry:scan) and\n  [the till](entry:2.4.0/till).\n",
        )
        .file(
            "content/events/2.4.0/scan.md",
            "---\nkind: feature\ntitle: Scan offline\ncomponent: check-in\naudience: [organizers]\n---\nAs [before](entry:2.3.0/scan), see [what else](#more).\n\n## More\nText.\n",
        )
        .file(
            "content/events/2.4.0/fixes.yaml",
            "- kind: fix\n  title: Till\n  component: 'till'\n  resolves: [2.3.0/slow]\n  body: |\n    Not [Scan][s], but [that scan](/events/2.4.0/#scan).\n\n    [s]: entry:scan\n",
        )
        .file(
            "content/events/2.3.0.yaml",
            "date: 2026-04-14\nentries:\n  - { id: scan, kind: feature, title: Scan, body: \"As in [Desk](entry:desk/1.0.0/scan).\" }\n  - id: 'slow'\n    kind: known-issue\n    title: It is slow\n    severity: minor\n    body: \"## Workaround\\nWait for [2.4.0](release:2.4.0).\"\n",
        )
        .file(
            "content/desk/1.0.0/release.yaml",
            "date: 2026-04-14\nupgrade: \"[Scan](entry:scan), [Events](entry:events/2.4.0/scan)\"\n",
        )
        .file(
            "content/desk/1.0.0/scan.md",
            "---\nkind: feature\ntitle: Scan mail\ncomponent: [check-in]\n---\nAs [the till](/events/component/till/) does.\n",
        )
}

impl Texts {
    fn file(mut self, path: &str, text: &str) -> Self {
        self.0.insert(path.to_owned(), text.to_owned());
        self
    }

    fn snapshot(&self) -> Snapshot {
        let mut loaded = Loaded::default();
        for (path, text) in &self.0 {
            loaded.sources.add(path, text.as_str());
        }
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let checked = check(&loaded, &CheckOptions { now, deny_warnings: false });
        Snapshot { loaded, checked }
    }

    /// The site after a renaming, as an editor applies it.
    fn after(&self, snapshot: &Snapshot, rename: &Rename) -> Self {
        let mut after = self.clone();
        for edit in rename.edits.iter().rev() {
            let text = after.0.get_mut(snapshot.loaded.sources.path(edit.span.file)).unwrap();
            text.replace_range(edit.span.range(), &edit.text);
        }
        if let Some((old, new)) = &rename.moved {
            let text = after.0.remove(old).unwrap();
            assert_eq!(after.0.insert(new.clone(), text), None);
        }
        after
    }

    /// Every file that differs from another site, whole.
    fn changed(&self, before: &Self) -> String {
        let mut shown = String::new();
        for path in before.0.keys().filter(|path| !self.0.contains_key(*path)) {
            writeln!(shown, "=== {path} is gone").unwrap();
        }
        for (path, text) in self.0.iter().filter(|(path, text)| before.0.get(*path) != Some(text)) {
            write!(shown, "=== {path}\n{text}").unwrap();
        }
        shown
    }
}

/// What stands in a file where a text of it is, and the first byte of `name` in that.
fn cursor(snapshot: &Snapshot, path: &str, context: &str, name: &str) -> (FileId, usize) {
    let file = snapshot.loaded.sources.find(path).unwrap();
    let at = snapshot.loaded.sources.text(file).find(context).unwrap_or_else(|| panic!("`{path}` does not say `{context}`"));
    (file, at + context.find(name).unwrap())
}

fn symbol(snapshot: &Snapshot, path: &str, context: &str, name: &str) -> Symbol {
    let (file, byte) = cursor(snapshot, path, context, name);
    symbols::at(snapshot, file, byte).unwrap_or_else(|| panic!("nothing at `{name}` of `{context}` in `{path}`"))
}

fn places(snapshot: &Snapshot, spans: &[Span]) -> String {
    let sources = &snapshot.loaded.sources;
    let mut shown = String::new();
    for span in spans {
        let place = sources.position(span.file, span.range().start);
        writeln!(shown, "{}:{}:{}: {}", sources.path(span.file), place.line, place.column, sources.slice(*span)).unwrap();
    }
    shown
}

fn problems(snapshot: &Snapshot) -> Vec<String> {
    let problems = snapshot.checked.diagnostics.iter();
    problems
        .map(|problem| format!("{}: {}: {}", snapshot.loaded.sources.path(problem.span.file), problem.code.name(), problem.message))
        .collect()
}

#[test]
fn the_site_of_these_tests_is_a_good_one() {
    assert_eq!(problems(&site().snapshot()), Vec::<String>::new());
}

#[test]
fn every_name_under_the_cursor_is_told_with_its_place() {
    let snapshot = site().snapshot();
    let catalog = snapshot.checked.catalog.as_ref().unwrap();
    let mut shown = String::new();
    for (file, source) in snapshot.loaded.sources.iter() {
        let mut last = None;
        for byte in 0..source.text.len() {
            let found = symbols::at(&snapshot, file, byte);
            if let Some(symbol) = found.filter(|symbol| last.as_ref() != Some(symbol)) {
                let what = match &symbol.thing {
                    Thing::Entry(index) => format!("entry {}", catalog.full_name(*index)),
                    Thing::Release(_) => format!("release {}", symbol.thing.name(catalog)),
                    Thing::Component(product, key) => format!("component {key} of {}", catalog.product(*product).key),
                    Thing::Audience(key) => format!("audience {key}"),
                    Thing::Kind(_) => format!("kind {}", symbol.thing.name(catalog)),
                };
                write!(shown, "{what}: {}", places(&snapshot, &[symbol.span])).unwrap();
                last = Some(symbol);
            }
        }
    }
    assert_data_eq!(
        shown,
        str![[r#"
entry 1.0.0/scan: content/desk/1.0.0/release.yaml:2:24: scan
release 2.4.0: content/desk/1.0.0/release.yaml:2:53: 2.4.0
entry 2.4.0/scan: content/desk/1.0.0/release.yaml:2:59: scan
entry 1.0.0/scan: content/desk/1.0.0/scan.md:1:1: ---
kind feature: content/desk/1.0.0/scan.md:2:7: feature
entry 1.0.0/scan: content/desk/1.0.0/scan.md:3:8: Scan mail
component check-in of desk: content/desk/1.0.0/scan.md:4:13: check-in
component till of events: content/desk/1.0.0/scan.md:6:33: till
entry 2.3.0/scan: content/events/2.3.0.yaml:3:11: scan
kind feature: content/events/2.3.0.yaml:3:23: feature
entry 2.3.0/scan: content/events/2.3.0.yaml:3:39: Scan
release 1.0.0: content/events/2.3.0.yaml:3:76: 1.0.0
entry 1.0.0/scan: content/events/2.3.0.yaml:3:82: scan
entry 2.3.0/slow: content/events/2.3.0.yaml:4:10: slow
kind known-issue: content/events/2.3.0.yaml:5:11: known-issue
entry 2.3.0/slow: content/events/2.3.0.yaml:6:12: It is slow
release 2.4.0: content/events/2.3.0.yaml:8:52: 2.4.0
kind fix: content/events/2.4.0/fixes.yaml:1:9: fix
entry 2.4.0/till: content/events/2.4.0/fixes.yaml:2:10: Till
component till of events: content/events/2.4.0/fixes.yaml:3:15: till
release 2.3.0: content/events/2.4.0/fixes.yaml:4:14: 2.3.0
entry 2.3.0/slow: content/events/2.4.0/fixes.yaml:4:20: slow
release 2.4.0: content/events/2.4.0/fixes.yaml:6:44: 2.4.0
entry 2.4.0/scan: content/events/2.4.0/fixes.yaml:6:51: scan
entry 2.4.0/scan: content/events/2.4.0/fixes.yaml:8:16: scan
release 2.4.0: content/events/2.4.0/release.yaml:1:11: 2.4.0
entry 2.4.0/scan: content/events/2.4.0/release.yaml:3:14: scan
entry 2.4.0/till: content/events/2.4.0/release.yaml:3:21: till
entry 2.4.0/scan: content/events/2.4.0/release.yaml:5:21: scan
release 2.4.0: content/events/2.4.0/release.yaml:6:20: 2.4.0
entry 2.4.0/till: content/events/2.4.0/release.yaml:6:26: till
entry 2.4.0/scan: content/events/2.4.0/scan.md:1:1: ---
kind feature: content/events/2.4.0/scan.md:2:7: feature
entry 2.4.0/scan: content/events/2.4.0/scan.md:3:8: Scan offline
component check-in of events: content/events/2.4.0/scan.md:4:12: check-in
audience organizers: content/events/2.4.0/scan.md:5:12: organizers
release 2.3.0: content/events/2.4.0/scan.md:7:19: 2.3.0
entry 2.3.0/scan: content/events/2.4.0/scan.md:7:25: scan
component check-in of events: content/site.yaml:6:19: check-in
component till of events: content/site.yaml:6:40: till
component check-in of desk: content/site.yaml:9:19: check-in
audience organizers: content/site.yaml:11:3: organizers
release 2.4.0: content/site.yaml:13:18: 2.4.0
entry 2.4.0/scan: content/site.yaml:13:25: scan

"#]]
    );
}

#[test]
fn definitions_are_titles_ids_keys_and_first_lines() {
    let snapshot = site().file("templates/fix.md", include_str!("../../templates/fix.md")).snapshot();
    let told = |path, context, name| {
        let place = symbols::definition(&snapshot, &symbol(&snapshot, path, context, name));
        place.map_or_else(|| "nowhere in this site\n".to_owned(), |place| places(&snapshot, &[place]))
    };
    let release = "content/events/2.4.0/release.yaml";
    let shown = [
        told(release, "highlights: [scan", "scan"),
        told(release, "\"till\"", "till"),
        told("content/events/2.4.0/scan.md", "2.3.0/scan", "scan"),
        told("content/events/2.4.0/scan.md", "2.3.0/scan", "2.3.0"),
        told("content/events/2.4.0/fixes.yaml", "2.3.0/slow", "slow"),
        told("content/events/2.4.0/scan.md", "component: check-in", "check-in"),
        told("content/events/2.4.0/fixes.yaml", "'till'", "till"),
        told("content/events/2.4.0/scan.md", "organizers", "organizers"),
        told("content/events/2.4.0/fixes.yaml", "kind: fix", "fix"),
        told("content/events/2.4.0/scan.md", "kind: feature", "feature"),
    ];
    assert_data_eq!(
        shown.concat(),
        str![[r#"
content/events/2.4.0/scan.md:3:8: Scan offline
content/events/2.4.0/fixes.yaml:2:10: Till
content/events/2.3.0.yaml:3:11: scan
content/events/2.3.0.yaml:1:1: date: 2026-04-14
content/events/2.3.0.yaml:4:10: slow
content/site.yaml:6:19: check-in
content/site.yaml:6:40: till
content/site.yaml:11:3: organizers
templates/fix.md:1:1: ---
nowhere in this site

"#]]
    );
}

#[test]
fn references_tell_entries_of_one_id_apart() {
    let snapshot = site().snapshot();
    let named = |path, context, name, definition| {
        let found = symbols::references(&snapshot, &symbol(&snapshot, path, context, name), definition);
        places(&snapshot, &found)
    };
    assert_data_eq!(
        named("content/events/2.4.0/scan.md", "title: Scan", "Scan", true),
        str![[r#"
content/desk/1.0.0/release.yaml:2:59: scan
content/events/2.4.0/fixes.yaml:6:51: scan
content/events/2.4.0/fixes.yaml:8:16: scan
content/events/2.4.0/release.yaml:3:14: scan
content/events/2.4.0/release.yaml:5:21: scan
content/events/2.4.0/scan.md:3:8: Scan offline
content/site.yaml:13:25: scan

"#]]
    );
    assert_data_eq!(
        named("content/events/2.3.0.yaml", "id: scan", "scan", false),
        str![[r#"
content/events/2.4.0/scan.md:7:25: scan

"#]]
    );
    assert_data_eq!(
        named("content/desk/1.0.0/scan.md", "---", "---", true),
        str![[r#"
content/desk/1.0.0/release.yaml:2:24: scan
content/desk/1.0.0/scan.md:3:8: Scan mail
content/events/2.3.0.yaml:3:82: scan

"#]]
    );
    assert_data_eq!(
        named("content/events/2.3.0.yaml", "release:2.4.0", "2.4.0", true),
        str![[r#"
content/desk/1.0.0/release.yaml:2:53: 2.4.0
content/events/2.3.0.yaml:8:52: 2.4.0
content/events/2.4.0/fixes.yaml:6:44: 2.4.0
content/events/2.4.0/release.yaml:1:1: version: '2.4.0'
content/events/2.4.0/release.yaml:1:11: 2.4.0
content/events/2.4.0/release.yaml:6:20: 2.4.0
content/site.yaml:13:18: 2.4.0

"#]]
    );
    assert_data_eq!(
        named("content/site.yaml", "'till'", "till", true),
        str![[r#"
content/desk/1.0.0/scan.md:6:33: till
content/events/2.4.0/fixes.yaml:3:15: till
content/site.yaml:6:40: till

"#]]
    );
}

fn renamed(site: &Texts, path: &str, context: &str, name: &str, new: &str) -> Result<String, RenameError> {
    let snapshot = site.snapshot();
    let rename = symbols::rename(&snapshot, &symbol(&snapshot, path, context, name), new)?;
    let after = site.after(&snapshot, &rename);
    assert_eq!(problems(&after.snapshot()), problems(&snapshot));
    Ok(after.changed(site))
}

#[test]
fn an_entry_of_its_own_file_moves_and_every_reference_keeps_its_prefix() {
    assert_data_eq!(
        renamed(&site(), "content/events/2.4.0/scan.md", "title: Scan", "Scan", "scan-offline").unwrap(),
        str![[r#"
=== content/events/2.4.0/scan.md is gone
=== content/desk/1.0.0/release.yaml
date: 2026-04-14
upgrade: "[Scan](entry:scan), [Events](entry:events/2.4.0/scan-offline)"
=== content/events/2.4.0/fixes.yaml
- kind: fix
  title: Till
  component: 'till'
  resolves: [2.3.0/slow]
  body: |
    Not [Scan][s], but [that scan](/events/2.4.0/#scan-offline).

    [s]: entry:scan-offline
=== content/events/2.4.0/release.yaml
version: '2.4.0'
date: 2026-05-12
highlights: [scan-offline, "till"]
summary: >
  Read [scan](entry:scan-offline) and
  [the till](entry:2.4.0/till).
=== content/events/2.4.0/scan-offline.md
---
kind: feature
title: Scan offline
component: check-in
audience: [organizers]
---
As [before](entry:2.3.0/scan), see [what else](#more).

## More
Text.
=== content/site.yaml
title: Acme changes
url: https://changes.acme.example/
products:
  events:
    name: Events
    components: { check-in: Check-in, 'till': Till }
  desk:
    name: Desk
    components: { check-in: Check-in }
audiences:
  organizers: { name: Organizers }
redirects:
  /old/: /events/2.4.0/#scan-offline

"#]]
    );
}

#[test]
fn an_item_of_a_list_is_given_an_id_and_its_title_stays() {
    assert_data_eq!(
        renamed(&site(), "content/events/2.4.0/release.yaml", "\"till\"", "till", "404").unwrap(),
        str![[r#"
=== content/events/2.4.0/fixes.yaml
- id: "404"
  kind: fix
  title: Till
  component: 'till'
  resolves: [2.3.0/slow]
  body: |
    Not [Scan][s], but [that scan](/events/2.4.0/#scan).

    [s]: entry:scan
=== content/events/2.4.0/release.yaml
version: '2.4.0'
date: 2026-05-12
highlights: [scan, "404"]
summary: >
  Read [scan](entry:scan) and
  [the till](entry:2.4.0/404).

"#]]
    );
    assert_data_eq!(
        renamed(&site(), "content/events/2.3.0.yaml", "'slow'", "slow", "on").unwrap(),
        str![[r###"
=== content/events/2.3.0.yaml
date: 2026-04-14
entries:
  - { id: scan, kind: feature, title: Scan, body: "As in [Desk](entry:desk/1.0.0/scan)." }
  - id: 'on'
    kind: known-issue
    title: It is slow
    severity: minor
    body: "## Workaround/nWait for [2.4.0](release:2.4.0)."
=== content/events/2.4.0/fixes.yaml
- kind: fix
  title: Till
  component: 'till'
  resolves: [2.3.0/on]
  body: |
    Not [Scan][s], but [that scan](/events/2.4.0/#scan).

    [s]: entry:scan

"###]]
    );
    let flow = site().file("content/events/2.4.0/fixes.yaml", "[{kind: fix, title: Till, body: Text.}]\n");
    assert_data_eq!(
        renamed(&flow, "content/events/2.4.0/fixes.yaml", "title: Till", "Till", "till-2").unwrap(),
        str![[r#"
=== content/events/2.4.0/fixes.yaml
[{id: till-2, kind: fix, title: Till, body: Text.}]
=== content/events/2.4.0/release.yaml
version: '2.4.0'
date: 2026-05-12
highlights: [scan, "till-2"]
summary: >
  Read [scan](entry:scan) and
  [the till](entry:2.4.0/till-2).

"#]]
    );
}

#[test]
fn a_name_that_another_release_has_too_is_told_apart_by_its_version() {
    let site = site().file(
        "content/events/2.2.0.yaml",
        "date: 2026-03-10\nsummary: \"[One](entry:till), [two](entry:slow), [three](entry:2.3.0/slow)\"\n",
    );
    assert_data_eq!(
        renamed(&site, "content/events/2.3.0.yaml", "'slow'", "slow", "till").unwrap(),
        str![[r###"
=== content/events/2.2.0.yaml
date: 2026-03-10
summary: "[One](entry:2.4.0/till), [two](entry:2.3.0/till), [three](entry:2.3.0/till)"
=== content/events/2.3.0.yaml
date: 2026-04-14
entries:
  - { id: scan, kind: feature, title: Scan, body: "As in [Desk](entry:desk/1.0.0/scan)." }
  - id: 'till'
    kind: known-issue
    title: It is slow
    severity: minor
    body: "## Workaround/nWait for [2.4.0](release:2.4.0)."
=== content/events/2.4.0/fixes.yaml
- kind: fix
  title: Till
  component: 'till'
  resolves: [2.3.0/till]
  body: |
    Not [Scan][s], but [that scan](/events/2.4.0/#scan).

    [s]: entry:scan

"###]]
    );
}

#[test]
fn components_and_audiences_are_renamed_where_they_are_listed_and_used() {
    assert_data_eq!(
        renamed(&site(), "content/site.yaml", "'till'", "till", "cash").unwrap(),
        str![[r#"
=== content/desk/1.0.0/scan.md
---
kind: feature
title: Scan mail
component: [check-in]
---
As [the till](/events/component/cash/) does.
=== content/events/2.4.0/fixes.yaml
- kind: fix
  title: Till
  component: 'cash'
  resolves: [2.3.0/slow]
  body: |
    Not [Scan][s], but [that scan](/events/2.4.0/#scan).

    [s]: entry:scan
=== content/site.yaml
title: Acme changes
url: https://changes.acme.example/
products:
  events:
    name: Events
    components: { check-in: Check-in, 'cash': Till }
  desk:
    name: Desk
    components: { check-in: Check-in }
audiences:
  organizers: { name: Organizers }
redirects:
  /old/: /events/2.4.0/#scan

"#]]
    );
    assert_data_eq!(
        renamed(&site(), "content/events/2.4.0/scan.md", "organizers", "organizers", "hosts").unwrap(),
        str![[r#"
=== content/events/2.4.0/scan.md
---
kind: feature
title: Scan offline
component: check-in
audience: [hosts]
---
As [before](entry:2.3.0/scan), see [what else](#more).

## More
Text.
=== content/site.yaml
title: Acme changes
url: https://changes.acme.example/
products:
  events:
    name: Events
    components: { check-in: Check-in, 'till': Till }
  desk:
    name: Desk
    components: { check-in: Check-in }
audiences:
  hosts: { name: Organizers }
redirects:
  /old/: /events/2.4.0/#scan

"#]]
    );
    let own = site()
        .file("templates/demo.md", "---\nheading: Demos\nschema: { properties: { place: { type: string, format: component } } }\n---\n")
        .file("content/events/2.4.0/demo.md", "---\nkind: demo\ntitle: A demo\nplace: till\n---\nText.\n");
    assert_data_eq!(
        renamed(&own, "content/site.yaml", "'till'", "till", "404").unwrap(),
        str![[r#"
=== content/desk/1.0.0/scan.md
---
kind: feature
title: Scan mail
component: [check-in]
---
As [the till](/events/component/404/) does.
=== content/events/2.4.0/demo.md
---
kind: demo
title: A demo
place: "404"
---
Text.
=== content/events/2.4.0/fixes.yaml
- kind: fix
  title: Till
  component: '404'
  resolves: [2.3.0/slow]
  body: |
    Not [Scan][s], but [that scan](/events/2.4.0/#scan).

    [s]: entry:scan
=== content/site.yaml
title: Acme changes
url: https://changes.acme.example/
products:
  events:
    name: Events
    components: { check-in: Check-in, '404': Till }
  desk:
    name: Desk
    components: { check-in: Check-in }
audiences:
  organizers: { name: Organizers }
redirects:
  /old/: /events/2.4.0/#scan

"#]]
    );
}

#[test]
fn a_name_that_cannot_be_given_is_refused_in_a_sentence() {
    let site = site()
        .file("content/events/2.4.0-rc.1.yaml", "date: 2026-05-01\nentries: [{ kind: fix, title: Trial, body: Text. }]\n")
        .file("content/events/2.3.1.yaml", "date: 2026-05-13\nentries: [{ kind: fix, title: Back, body: Text., also_in: [2.4.0] }]\n")
        .file("content/events/2.2.0.yaml", "date: 2026-03-10\nsummary: '[Slow](entry:2.3.0/s&#108;ow)'\n")
        .file("content/site.yaml", &SITE.replace("/old/:", "/events/2.4.0/#gone: /\n  /events/component/gone/: /\n  /old/:"));
    let refused = |path, context, name, new| renamed(&site, path, context, name, new).unwrap_err().to_string() + "\n";
    let scan = "content/events/2.4.0/scan.md";
    let shown = [
        refused(scan, "title: Scan", "Scan", "Scan offline"),
        refused(scan, "title: Scan", "Scan", "till"),
        refused(scan, "title: Scan", "Scan", "trial"),
        refused(scan, "title: Scan", "Scan", "back"),
        refused(scan, "title: Scan", "Scan", "gone"),
        refused(scan, "kind: feature", "feature", "news"),
        refused(scan, "2.3.0/scan", "2.3.0", "2.3.1"),
        refused("content/events/2.3.0.yaml", "'slow'", "slow", "slower"),
        refused("content/site.yaml", "check-in", "check-in", "till"),
        refused("content/site.yaml", "check-in", "check-in", "gone"),
    ];
    assert_data_eq!(
        shown.concat(),
        str![[r#"
`Scan offline` cannot be a name here: use 1 to 80 of the characters a to z, 0 to 9 and `-`
`2.4.0` has an entry `till` already
`2.4.0-rc.1` has an entry `trial` already
`2.3.1` has an entry `back` already
`/events/2.4.0/#gone` leads elsewhere by `redirects` in site.yaml: take that line out first
a kind is named by its template's file: rename that, and `kind` in every entry of it
a release is named by its folder or file: rename that, and every `release:` link to it
the name in line 2 of `content/events/2.2.0.yaml` is written with escapes or broken over lines: write it plainly first
`events` has a component `till` already
`/events/component/gone/` leads elsewhere by `redirects` in site.yaml: take that line out first

"#]]
    );
}

#[test]
fn a_file_lists_its_release_and_its_entries() {
    let snapshot = site().snapshot();
    let mut shown = String::new();
    for (file, _) in snapshot.loaded.sources.iter() {
        for symbol in symbols::document_symbols(&snapshot, file) {
            let (start, end) = snapshot.loaded.sources.positions(symbol.span);
            let lines = format!("lines {} to {}", start.line, end.line);
            let selection = places(&snapshot, &[symbol.selection]);
            write!(shown, "{:?} {} ({}), {lines}\n  {selection}", symbol.kind, symbol.name, symbol.detail).unwrap();
        }
    }
    assert_data_eq!(
        shown,
        str![[r#"
Release 1.0.0 (1.0.0, released), lines 1 to 3
  content/desk/1.0.0/release.yaml:1:1: date: 2026-04-14
Entry Scan mail (feature, scan), lines 1 to 7
  content/desk/1.0.0/scan.md:3:8: Scan mail
Release 2.3.0 (2.3.0, released), lines 1 to 9
  content/events/2.3.0.yaml:1:1: date: 2026-04-14
Entry Scan (feature, scan), lines 3 to 3
  content/events/2.3.0.yaml:3:39: Scan
Entry It is slow (known-issue, slow), lines 4 to 8
  content/events/2.3.0.yaml:6:12: It is slow
Entry Till (fix, till), lines 1 to 9
  content/events/2.4.0/fixes.yaml:2:10: Till
Release 2.4.0 (2.4.0, released), lines 1 to 7
  content/events/2.4.0/release.yaml:1:1: version: '2.4.0'
Entry Scan offline (feature, scan), lines 1 to 11
  content/events/2.4.0/scan.md:3:8: Scan offline

"#]]
    );
}

/// The sample site of this repository, without its images.
fn sample() -> Texts {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = walkdir::WalkDir::new(root.join("content")).into_iter().map(Result::unwrap);
    let texts = files.filter(|file| file.path().extension().is_some_and(|extension| extension == "md" || extension == "yaml"));
    let text = |file: walkdir::DirEntry| {
        let path = file.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        (path, std::fs::read_to_string(file.path()).unwrap())
    };
    Texts(texts.map(text).collect())
}

#[test]
fn no_new_name_in_the_sample_site_makes_a_problem() {
    let site = sample();
    let snapshot = site.snapshot();
    let catalog = snapshot.checked.catalog.as_ref().unwrap();
    let before = problems(&snapshot);
    for entry in catalog.entries().iter().step_by(7) {
        let symbol = Symbol { thing: Thing::Entry(entry.index), span: entry.id.span };
        let new = format!("{}-renamed", &entry.id.as_str()[..entry.id.as_str().len().min(70)]);
        let rename = symbols::rename(&snapshot, &symbol, &new).unwrap();
        let after = site.after(&snapshot, &rename).snapshot();
        assert_eq!(problems(&after).len(), before.len(), "{}: {:#?}", catalog.full_name(entry.index), problems(&after));
        let renamed = after.checked.catalog.as_ref().unwrap();
        assert_eq!(renamed.entries().iter().filter(|entry| entry.id.as_str() == new).count(), 1);
        // What named it names it still.
        let (old, index) =
            (symbols::references(&snapshot, &symbol, false), renamed.entries().iter().find(|entry| entry.id.as_str() == new));
        let symbol = Symbol { thing: Thing::Entry(index.unwrap().index), span: entry.id.span };
        assert_eq!(symbols::references(&after, &symbol, false).len(), old.len(), "{}", catalog.full_name(entry.index));
    }
}
