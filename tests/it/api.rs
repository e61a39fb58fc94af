//! The in-app JSON: what an app gets, and that it is what the schema says.

use std::collections::HashMap;
use std::io::Write;

use serde_json::{Value, json};
use snapbox::{IntoData, assert_data_eq, str};

use super::site::{Built, Site};

/// Every document of a build that is not what its part of the schema says, and how.
pub fn faults(built: &Built) -> Vec<String> {
    let schema = built.json("api/v1/schema.json");
    let mut faults = Vec::new();
    let mut validators = HashMap::new();
    for path in built.paths().filter(|path| path.starts_with("api/v1/") && !path.ends_with("schema.json")) {
        let file = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".json");
        let name = match path.split('/').nth(3) {
            Some("releases") => "release",
            Some("pages") => "page",
            _ => file,
        };
        let validator = validators.entry(name).or_insert_with(|| validator(&schema, name));
        let document = built.json(path);
        faults.extend(validator.iter_errors(&document).map(|error| format!("{path}{}: {error}", error.instance_path())));
    }
    faults
}

/// What judges documents by their part of the schema.
pub fn validator(schema: &Value, name: &str) -> jsonschema::Validator {
    let mut part = schema.clone();
    part["$ref"] = json!(format!("#/$defs/{name}"));
    jsonschema::draft202012::options().should_validate_formats(true).build(&part).unwrap()
}

/// A line for each field, or for each item of a list.
fn lines(value: &Value) -> String {
    match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| format!("{name}: {value}\n")).collect(),
        Value::Array(items) => items.iter().map(|item| format!("{item}\n")).collect(),
        other => format!("{other}\n"),
    }
}

/// A release with everything that can be said of one.
pub fn everything() -> Site {
    Site::new()
        .append(
            "content/events/2.4.0/release.yaml",
            "announced: 2026-05-08\nlts: { until: 2028-05-12 }\nhighlights: [scan]\n\
             window: { from: 2026-05-12T02:00:00Z, to: 2026-05-12T04:00:00Z, impact: None }\n\
             upgrade: { before: Back up., during: Migrate., after: Scan. }\nupgrade_from: \">=2.0.0\"\n\
             rollout: [ { date: 2026-05-12, share: 10%, to: New accounts }, { date: 2026-05-19T09:00:00Z } ]\n\
             corrections: [ { date: 2026-05-20, note: \"See [the note](entry:scan)\" } ]\n\
             status: rolled-back\nrollback: { date: 2026-05-13, reason: Scans were lost, replaced_by: 2.4.1 }\n",
        )
        .edit("content/site.yaml", "    components:", "    repository: https://git.example/acme/events\n    support: { email: Help <help@acme.example>, phone: \"+1-555-0100\" }\n    components:")
        .append("content/site.yaml", "references: { 'EVT-(\\d+)': 'https://tracker.acme.example/browse/$0?q=ü' }\n")
        .file("content/events/2.4.0/scan.png", "no picture")
        .file(
            "content/events/2.4.0/scan.md",
            "---\nkind: feature\ntitle: Scan tickets offline\ncomponent: check-in\naudience: organizers\nrefs: [EVT-1234, other]\nhighlight: true\n\
             docs: https://docs.acme.example/öffline\nlinks: [ { title: Demo, url: https://acme.example/demo } ]\n\
             image: { src: scan.png, alt: A phone }\ncontributors: [ Jo, { name: Al, url: https://example.org/al } ]\nalso_in: [2.4.1]\n\
             settings:\n  - { name: scanner.offline, change: renamed, from: offline, to: scanner.offline, default: \"false\" }\n---\nStaff keep scanning.\n",
        )
        .file(
            "content/events/2.4.1.yaml",
            "date: 2026-05-19\ntype: hotfix\nentries:\n\
             \x20 - { kind: security, id: hole, title: A hole is closed, severity: high, affects: \"<2.4.1\", cve: CVE-2026-12345, credits: [Mo], body: Closed. }\n\
             \x20 - { kind: fix, id: fixed, title: Scans are kept, resolves: [lost], body: Kept. }\n\
             \x20 - { kind: known-issue, id: slow, title: Slow scans, severity: critical, body: \"## Workaround\\nNone is known.\" }\n",
        )
        .file(
            "content/events/2.4.0/lost.md",
            "---\nkind: known-issue\ntitle: Scans are lost\nseverity: critical\nstate: investigating\n---\nThey are.\n\n## Workaround\nNone is known.\n",
        )
        .file("content/events/2.4.0/old.md", "---\nkind: deprecation\ntitle: Lists in XML\nremoval: 3.0.0\nreplacement: JSON\n---\nThey go.\n")
        .file(
            "content/events/3.0.0.yaml",
            "date: 2027-01-12\nstatus: planned\nannounced: 2026-11-10\nentries:\n\
             \x20 - { kind: breaking, id: gone, title: No lists in XML, removes: [old], body: \"Gone.\\n\\n## Migration\\nUse JSON.\" }\n",
        )
        .file("content/events/2.4.0-rc.1.yaml", "date: 2026-05-05\nentries: [ { kind: improvement, id: fast, title: Fast lists, body: Fast. } ]\n")
}

#[test]
fn every_document_keeps_to_the_schema() {
    assert_eq!(faults(&everything().build()), Vec::<String>::new());
    assert_eq!(faults(&everything().staging().build()), Vec::<String>::new());
    assert_eq!(faults(&Site::new().build()), Vec::<String>::new());
    assert_eq!(faults(&Site::sample().build()), Vec::<String>::new());
    assert_eq!(faults(&Site::sample().staging().build()), Vec::<String>::new());
}

#[test]
fn a_release_is_told_whole() {
    let mut release = everything().build().json("api/v1/events/releases/2.4.0.json");
    let entries = release["entries"].take();
    assert_data_eq!(lines(&release), str![[r#"
$schema: "https://changes.acme.example/api/v1/schema.json"
announced: "2026-05-08"
channel: "stable"
corrections: [{"date":"2026-05-20","note":{"html":"<p>See <a href=\"https://changes.acme.example/2.4.0/#scan\">the note</a></p>\n","text":"See the note (https://changes.acme.example/2.4.0/#scan)"}}]
counts: {"deprecation":1,"feature":1,"improvement":1,"known-issue":1}
date: "2026-05-12"
entries: null
highlights: ["scan"]
id: "tag:changes.acme.example,2026:events/2.4.0"
json: "https://changes.acme.example/api/v1/events/releases/2.4.0.json"
known_issues: []
lts_until: "2028-05-12"
next: {"date":"2026-05-19","json":"https://changes.acme.example/api/v1/events/releases/2.4.1.json","url":"https://changes.acme.example/2.4.1/","version":"2.4.1"}
prereleases: [{"date":"2026-05-05","json":"https://changes.acme.example/api/v1/events/releases/2.4.0-rc.1.json","url":"https://changes.acme.example/2.4.0-rc.1/","version":"2.4.0-rc.1"}]
product: {"key":"events","name":"Events"}
rollback: {"date":"2026-05-13","reason":{"html":"<p>Scans were lost</p>\n","text":"Scans were lost"},"replaced_by":{"date":"2026-05-19","json":"https://changes.acme.example/api/v1/events/releases/2.4.1.json","url":"https://changes.acme.example/2.4.1/","version":"2.4.1"}}
rollout: [{"date":"2026-05-12","share":10,"to":"New accounts"},{"date":"2026-05-19","time":"2026-05-19T09:00:00Z"}]
status: "rolled-back"
summary: {"html":"<p>Staff can scan tickets without a network.</p>\n","text":"Staff can scan tickets without a network."}
support: {"email":"help@acme.example","phone":"+1-555-0100"}
title: "Check-in that works offline"
type: "major"
updated: "2026-05-20T00:00:00Z"
upgrade: {"after":{"html":"<p>Scan.</p>\n","text":"Scan."},"before":{"html":"<p>Back up.</p>\n","text":"Back up."},"during":{"html":"<p>Migrate.</p>\n","text":"Migrate."}}
upgrade_from: ">=2.0.0"
url: "https://changes.acme.example/2.4.0/"
version: "2.4.0"
window: {"from":"2026-05-12T02:00:00Z","impact":"None","to":"2026-05-12T04:00:00Z"}

"#]].raw());
    assert_data_eq!(
        lines(&entries[0]),
        str![[r#"
also_in: ["2.4.1"]
audiences: ["organizers"]
body: {"html":"<p>Staff keep scanning.</p>\n","text":"Staff keep scanning."}
components: ["check-in"]
contributors: [{"name":"Jo"},{"name":"Al","url":"https://example.org/al"}]
docs: "https://docs.acme.example/%C3%B6ffline"
highlight: true
id: "scan"
image: {"alt":"A phone","url":"https://changes.acme.example/assets/scan.eb57aa454b867f04.png"}
kind: "feature"
links: [{"title":"Demo","url":"https://acme.example/demo"}]
refs: [{"text":"EVT-1234","url":"https://tracker.acme.example/browse/EVT-1234?q=%C3%BC"},{"text":"other"}]
removes: []
resolves: []
settings: [{"change":"renamed","default":"false","from":"offline","name":"scanner.offline","to":"scanner.offline"}]
title: "Scan tickets offline"
url: "https://changes.acme.example/2.4.0/#scan"

"#]]
        .raw()
    );
    assert_data_eq!(lines(&json!(entries.as_array().unwrap()[1..])), str![[r#"
{"also_in":[],"audiences":[],"body":{"html":"<p>Fast.</p>\n","text":"Fast."},"components":[],"contributors":[],"highlight":false,"id":"fast","kind":"improvement","links":[],"origin":{"reason":"prerelease","release":{"date":"2026-05-05","json":"https://changes.acme.example/api/v1/events/releases/2.4.0-rc.1.json","url":"https://changes.acme.example/2.4.0-rc.1/","version":"2.4.0-rc.1"}},"refs":[],"removes":[],"resolves":[],"settings":[],"title":"Fast lists","url":"https://changes.acme.example/2.4.0-rc.1/#fast"}
{"also_in":[],"audiences":[],"body":{"html":"<p>They go.</p>\n","text":"They go."},"components":[],"contributors":[],"deprecation":{"removal":"3.0.0","removed_by":{"id":"gone","title":"No lists in XML","url":"https://changes.acme.example/3.0.0/#gone","version":"3.0.0"},"replacement":"JSON","state":"due"},"highlight":false,"id":"old","kind":"deprecation","links":[],"refs":[],"removes":[],"resolves":[],"settings":[],"title":"Lists in XML","url":"https://changes.acme.example/2.4.0/#old"}
{"also_in":[],"audiences":[],"body":{"html":"<p>They are.</p>\n<h4 id=\"lost--workaround\">Workaround</h4>\n<p>None is known.</p>\n","text":"They are.\n\nWorkaround\n\nNone is known."},"components":[],"contributors":[],"highlight":false,"id":"lost","kind":"known-issue","known_issue":{"affects":">=2.4.0","open_in":[{"from":"2.4.0","to":"2.4.0"}],"resolved_by":[{"id":"fixed","title":"Scans are kept","url":"https://changes.acme.example/2.4.1/#fixed","version":"2.4.1"}],"severity":"critical","state":"resolved"},"links":[],"refs":[],"removes":[],"resolves":[],"settings":[],"title":"Scans are lost","url":"https://changes.acme.example/2.4.0/#lost"}

"#]].raw());
}

#[test]
fn known_issues_have_their_lives() {
    let issues = everything().build().json("api/v1/events/known-issues.json");
    assert_data_eq!(lines(&issues["issues"]), str![[r#"
{"affected":">=2.4.1","affects":">=2.4.1","audiences":[],"body":{"html":"<h4 id=\"slow--workaround\">Workaround</h4>\n<p>None is known.</p>\n","text":"Workaround\n\nNone is known."},"components":[],"date":"2026-05-19","id":"slow","open_in":[{"from":"2.4.1","to":"2.4.1"}],"resolved_by":[],"severity":"critical","state":"open","title":"Slow scans","url":"https://changes.acme.example/2.4.1/#slow","version":"2.4.1"}
{"affected":">=2.4.0 <2.4.1","affects":">=2.4.0","audiences":[],"body":{"html":"<p>They are.</p>\n<h4 id=\"lost--workaround\">Workaround</h4>\n<p>None is known.</p>\n","text":"They are.\n\nWorkaround\n\nNone is known."},"components":[],"date":"2026-05-12","id":"lost","open_in":[{"from":"2.4.0","to":"2.4.0"}],"resolved_by":[{"id":"fixed","title":"Scans are kept","url":"https://changes.acme.example/2.4.1/#fixed","version":"2.4.1"}],"severity":"critical","state":"resolved","title":"Scans are lost","url":"https://changes.acme.example/2.4.0/#lost","version":"2.4.0"}

"#]].raw());
}

#[test]
fn a_browser_learns_what_upgrades_ask_for() {
    let facts = everything().build().json("api/v1/events/upgrade.json");
    assert_data_eq!(lines(&facts["releases"]), str![[r#"
{"channel":"stable","date":"2027-01-12","entries":[0],"json":"https://changes.acme.example/api/v1/events/releases/3.0.0.json","status":"planned","type":"major","url":"https://changes.acme.example/3.0.0/","version":"3.0.0"}
{"channel":"stable","date":"2026-05-19","entries":[1,5,2],"json":"https://changes.acme.example/api/v1/events/releases/2.4.1.json","lts_until":"2028-05-12","status":"released","type":"hotfix","url":"https://changes.acme.example/2.4.1/","version":"2.4.1"}
{"channel":"stable","date":"2026-05-12","entries":[5,4,3],"json":"https://changes.acme.example/api/v1/events/releases/2.4.0.json","lts_until":"2028-05-12","status":"rolled-back","title":"Check-in that works offline","type":"major","upgrade":{"after":{"html":"<p>Scan.</p>\n","text":"Scan."},"before":{"html":"<p>Back up.</p>\n","text":"Back up."},"during":{"html":"<p>Migrate.</p>\n","text":"Migrate."}},"upgrade_from":">=2.0.0","url":"https://changes.acme.example/2.4.0/","version":"2.4.0"}
{"channel":"rc","date":"2026-05-05","entries":[],"json":"https://changes.acme.example/api/v1/events/releases/2.4.0-rc.1.json","status":"released","type":"rc","url":"https://changes.acme.example/2.4.0-rc.1/","version":"2.4.0-rc.1"}

"#]].raw());
    assert_data_eq!(lines(&facts["entries"]), str![[r#"
{"also_in":[],"audiences":[],"body":{"html":"<p>Gone.</p>\n<h4 id=\"gone--migration\">Migration</h4>\n<p>Use JSON.</p>\n","text":"Gone.\n\nMigration\n\nUse JSON."},"breaking":true,"components":[],"id":"gone","kind":"breaking","removes":[4],"settings":[],"title":"No lists in XML","url":"https://changes.acme.example/3.0.0/#gone","version":"3.0.0"}
{"also_in":[],"audiences":[],"breaking":false,"components":[],"id":"hole","kind":"security","removes":[],"security":{"affects":"<2.4.1","credits":[{"name":"Mo"}],"cve":"CVE-2026-12345","severity":"high"},"settings":[],"title":"A hole is closed","url":"https://changes.acme.example/2.4.1/#hole","version":"2.4.1"}
{"also_in":[],"audiences":[],"body":{"html":"<h4 id=\"slow--workaround\">Workaround</h4>\n<p>None is known.</p>\n","text":"Workaround\n\nNone is known."},"breaking":false,"components":[],"id":"slow","kind":"known-issue","known_issue":{"fixed_in":[],"open_in":[{"from":"2.4.1","to":"2.4.1"}],"severity":"critical","state":"open"},"removes":[],"settings":[],"title":"Slow scans","url":"https://changes.acme.example/2.4.1/#slow","version":"2.4.1"}
{"also_in":[],"audiences":[],"body":{"html":"<p>They are.</p>\n<h4 id=\"lost--workaround\">Workaround</h4>\n<p>None is known.</p>\n","text":"They are.\n\nWorkaround\n\nNone is known."},"breaking":false,"components":[],"id":"lost","kind":"known-issue","known_issue":{"fixed_in":[{"url":"https://changes.acme.example/2.4.1/#fixed","version":"2.4.1"}],"open_in":[{"from":"2.4.0","to":"2.4.0"}],"severity":"critical","state":"resolved"},"removes":[],"settings":[],"title":"Scans are lost","url":"https://changes.acme.example/2.4.0/#lost","version":"2.4.0"}
{"also_in":[],"audiences":[],"breaking":false,"components":[],"deprecation":{"removal":"3.0.0","removed_by":0,"replacement":{"html":"JSON","text":"JSON"},"state":"due"},"id":"old","kind":"deprecation","removes":[],"settings":[],"title":"Lists in XML","url":"https://changes.acme.example/2.4.0/#old","version":"2.4.0"}
{"also_in":["2.4.1"],"audiences":["organizers"],"breaking":false,"components":["check-in"],"id":"scan","kind":"feature","removes":[],"settings":[{"change":"renamed","default":"false","from":"offline","name":"scanner.offline","to":"scanner.offline"}],"title":"Scan tickets offline","url":"https://changes.acme.example/2.4.0/#scan","version":"2.4.0"}

"#]].raw());
}

#[test]
fn an_app_learns_what_is_new_what_is_broken_and_what_was_taken_back() {
    let latest = everything().build().json("api/v1/events/latest.json");
    assert_data_eq!(lines(&latest), str![[r#"
$schema: "https://changes.acme.example/api/v1/schema.json"
kinds: [{"heading":"Security updates","label":"Security","name":"security","tone":"danger"},{"heading":"New features","label":"New","name":"feature","tone":"success"},{"heading":"Bug fixes","label":"Fixed","name":"fix","tone":"neutral"},{"heading":"Known issues","label":"Known issue","name":"known-issue","tone":"warning"}]
known_issues: [{"affected":">=2.4.1","affects":">=2.4.1","audiences":[],"id":"slow","open_in":[{"from":"2.4.1","to":"2.4.1"}],"severity":"critical","state":"open","title":"Slow scans","url":"https://changes.acme.example/2.4.1/#slow","version":"2.4.1"}]
known_issues_count: 1
language: "en"
product: {"key":"events","name":"Events"}
releases: [{"audiences":[],"counts":{"feature":1,"fix":1,"known-issue":1,"security":1},"date":"2026-05-19","highlights":[],"id":"tag:changes.acme.example,2026:events/2.4.1","json":"https://changes.acme.example/api/v1/events/releases/2.4.1.json","type":"hotfix","url":"https://changes.acme.example/2.4.1/","version":"2.4.1"}]
rollbacks: [{"date":"2026-05-13","reason":{"html":"<p>Scans were lost</p>\n","text":"Scans were lost"},"replaced_by":"2.4.1","url":"https://changes.acme.example/2.4.0/","version":"2.4.0"}]
rollbacks_count: 1
url: "https://changes.acme.example/"

"#]].raw());
}

#[test]
fn the_index_leads_everywhere() {
    let index = everything().build().json("api/v1/index.json");
    assert_data_eq!(lines(&index["products"][0]), str![[r#"
channels: [{"channel":"stable","release":{"date":"2026-05-19","json":"https://changes.acme.example/api/v1/events/releases/2.4.1.json","url":"https://changes.acme.example/2.4.1/","version":"2.4.1"}}]
components: [{"key":"check-in","name":"Check-in"},{"key":"ticketing","name":"Ticketing"}]
documents: {"calendar":"https://changes.acme.example/api/v1/events/calendar.json","deprecations":"https://changes.acme.example/api/v1/events/deprecations.json","known_issues":"https://changes.acme.example/api/v1/events/known-issues.json","latest":"https://changes.acme.example/api/v1/events/latest.json","page":"https://changes.acme.example/api/v1/events/pages/{page}.json","release":"https://changes.acme.example/api/v1/events/releases/{version}.json","releases":"https://changes.acme.example/api/v1/events/releases.json","security":"https://changes.acme.example/api/v1/events/security.json","upgrade":"https://changes.acme.example/api/v1/events/upgrade.json"}
key: "events"
latest: {"date":"2026-05-19","json":"https://changes.acme.example/api/v1/events/releases/2.4.1.json","url":"https://changes.acme.example/2.4.1/","version":"2.4.1"}
lts: [{"line":"2.4","release":{"date":"2026-05-19","json":"https://changes.acme.example/api/v1/events/releases/2.4.1.json","url":"https://changes.acme.example/2.4.1/","version":"2.4.1"},"until":"2028-05-12"}]
name: "Events"
pages: 1
support: {"email":"help@acme.example","phone":"+1-555-0100"}
url: "https://changes.acme.example/"

"#]].raw());
}

#[test]
fn fields_of_a_kind_of_the_sites_own_are_told_as_written() {
    let site = Site::new()
        .file(
            "templates/training.md",
            "---\nheading: Training\nlabel: Training\norder: 80\nbump: patch\nschema:\n  properties: { hours: { type: number }, rooms: { type: array } }\n---\n<!-- When. -->\n",
        )
        .file("content/events/2.4.0/course.md", "---\nkind: training\ntitle: A course\nhours: 1.50\nrooms: [A, 2]\n---\nCome.\n");
    let built = site.build();
    assert_eq!(built.json("api/v1/events/releases/2.4.0.json")["entries"][1]["fields"], json!({ "hours": 1.5, "rooms": ["A", 2] }));
    assert_eq!(faults(&built), Vec::<String>::new());
}

#[test]
fn private_audiences_are_not_named() {
    let site = Site::new()
        .edit("content/events/2.4.0/scan.md", "component: check-in", "component: check-in\naudience: [organizers, staff]")
        .file("content/events/2.4.0/secret.md", "---\nkind: fix\ntitle: A secret\naudience: staff\n---\nFor staff.\n");
    let built = site.build();
    assert_eq!(built.json("api/v1/index.json")["audiences"], json!([{ "key": "organizers", "name": "Organizers" }]));
    assert_eq!(built.json("api/v1/events/releases/2.4.0.json")["entries"][0]["audiences"], json!(["organizers"]));
    for path in built.paths().filter(|path| path.starts_with("api/")) {
        assert!(!built.text(path).contains("secret") && !built.text(path).contains("\"staff\""), "{path}");
    }
}

#[test]
fn an_app_learns_whom_a_release_is_for_and_what_its_kinds_are_called() {
    let site = Site::new()
        .append("content/site.yaml", "language: en-GB\n")
        .edit("content/events/2.4.0/scan.md", "component: check-in", "component: check-in\naudience: organizers")
        .file(
            "content/events/2.4.1.yaml",
            "date: 2026-05-19\nentries:\n  - { kind: fix, id: one, title: One, audience: organizers, body: One. }\n  - { kind: fix, id: all, title: All, body: All. }\n",
        );
    let latest = site.build().json("api/v1/events/latest.json");
    assert_eq!(latest["releases"][0]["audiences"], json!([]));
    assert_eq!(latest["releases"][1]["audiences"], json!(["organizers"]));
    assert_eq!(latest["language"], "en-GB");
    let kinds = latest["kinds"].as_array().unwrap();
    assert_eq!(kinds[0], json!({ "name": "feature", "heading": "New features", "label": "New", "tone": "success" }));
    assert_eq!(kinds[1]["name"], "fix");
    assert_eq!(kinds.len(), 2);
}

#[test]
fn an_app_finds_the_widget_at_a_fixed_path() {
    let built = Site::new().build();
    let script = built.text("widget.js");
    assert!(gzipped(script) <= 6144, "{}", gzipped(script));
    assert!(!script.contains("innerHTML") && !script.contains("document.cookie"));
    assert!(built.text("widget.d.ts").contains("\"tidings-news\": TidingsNewsElement"));
    let without = Site::new().append("content/site.yaml", "outputs: [pages]\n").build();
    assert!(without.paths().all(|path| !path.starts_with("widget")));
}

/// Text that no compression makes smaller: the words of a linear congruential generator.
pub fn noise(seed: u64, words: usize) -> String {
    let mut state = seed;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("{:x}", state >> 20)
    };
    (0..words).map(|_| word()).collect::<Vec<_>>().join(" ")
}

pub fn gzipped(text: &str) -> usize {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    gzip.write_all(text.as_bytes()).unwrap();
    gzip.finish().unwrap().len()
}

#[test]
fn what_an_app_reads_on_every_start_stays_small_whatever_the_notes() {
    let mut site = Site::new();
    for minor in 5..25 {
        let entry = |number: u64| {
            let title = noise(minor * 100 + number, 10);
            format!(
                "  - {{ kind: known-issue, id: i{number}, title: {title}, severity: critical, highlight: true, body: \"## Workaround\\nNone is known.\" }}\n"
            )
        };
        let text = format!("date: 2026-06-01\ntitle: {}\nsummary: {}\nentries:\n", noise(minor, 12), noise(minor + 1, 400));
        site = site.file(&format!("content/events/2.{minor}.0.yaml"), text + &(0..12).map(entry).collect::<String>());
    }
    let built = site.build();
    let text = built.text("api/v1/events/latest.json");
    assert!(gzipped(text) <= 8192, "{}", gzipped(text));
    let latest: Value = built.json("api/v1/events/latest.json");
    assert_eq!(latest["releases"].as_array().unwrap().len(), 10);
    assert!(gzipped(Site::sample().build().text("api/v1/events/latest.json")) < 4096);
    assert_eq!(faults(&built), Vec::<String>::new());
}
