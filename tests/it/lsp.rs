//! `lsp`, by a client over the program's own streams: diagnostics while typing, quick fixes, and manners.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::editor::Editor;
use crate::support::SiteTest;

const ENTRY: &str = "content/events/2.4.0/scan.md";
const HELP: &str = "help: name an entry by its id, or by `VERSION/ID` if it is of another release";

#[test]
fn a_mistake_shows_while_it_is_typed_and_goes_when_it_is_mended() {
    let site = SiteTest::new();
    let mut editor = Editor::start(site.root());
    editor.open(ENTRY);
    editor.type_at(ENTRY, 2, [1, 6, 1, 13], "feture");
    let help = "there is no kind `feture` | help: did you mean `feature`?";
    assert_eq!(editor.problems(ENTRY), [format!("1:6-1:12 unknown-kind: {help}")]);
    editor.type_at(ENTRY, 3, [1, 8, 1, 8], "a");
    assert_eq!(editor.problems(ENTRY), [""; 0]);
    assert_eq!(editor.quit(), Some(0));
}

#[test]
fn problems_of_files_that_are_not_open_show_too_and_point_to_each_other() {
    let site = SiteTest::new().file("content/events/2.4.0/list.yaml", "- { kind: fix, title: One, id: scan }\n");
    let mut editor = Editor::start(site.root());
    let params = loop {
        let params = editor.notification("textDocument/publishDiagnostics");
        if !params["diagnostics"].as_array().unwrap().is_empty() {
            break params;
        }
    };
    let related = &params["diagnostics"][0]["relatedInformation"][0];
    let places = [params["uri"].as_str().unwrap(), related["location"]["uri"].as_str().unwrap()];
    assert!(places.contains(&editor.uri(ENTRY).as_str()) && places.contains(&editor.uri("content/events/2.4.0/list.yaml").as_str()));
    assert_eq!((params["diagnostics"][0]["severity"].as_u64(), params["diagnostics"][0]["source"].as_str()), (Some(1), Some("tidings")));
}

#[test]
fn a_change_in_one_file_is_told_of_in_another() {
    let other = "content/events/2.4.0/other.md";
    let site = SiteTest::new().file(other, "---\nkind: fix\ntitle: Another one\n---\nSee [the scan](entry:scan).\n");
    let mut editor = Editor::start(site.root());
    let renamed = "content/events/2.4.0/scan-offline.md";
    let text = editor.open(ENTRY);
    // The file moves on disk, as an editor moves it.
    std::fs::rename(site.root().join(ENTRY), site.root().join(renamed)).unwrap();
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": editor.uri(ENTRY) } }));
    editor.open_as(renamed, &text);
    assert_eq!(editor.problems(other), [format!("4:15-4:25 unresolved-entry: there is no entry `scan` | {HELP}")]);
}

#[test]
fn characters_count_units_of_utf_16_or_bytes_where_the_editor_can() {
    let text = "---\r\nkind: feature\r\ntitle: Scan\r\n---\r\nÄ😀 [x](entry:gone)\r\n";
    let site = SiteTest::new().file(ENTRY, text);
    let expected = |range: &str| vec![format!("{range} unresolved-entry: there is no entry `gone` | {HELP}")];
    let mut editor = Editor::start(site.root());
    assert_eq!(editor.capabilities["positionEncoding"], "utf-16");
    assert_eq!(editor.problems(ENTRY), expected("4:8-4:18"));
    let mut editor = Editor::start_with(site.root(), &json!({ "general": { "positionEncodings": ["utf-8", "utf-16"] } }));
    assert_eq!(editor.capabilities["positionEncoding"], "utf-8");
    assert_eq!(editor.problems(ENTRY), expected("4:11-4:21"));
    // What is typed counts alike.
    editor.open(ENTRY);
    editor.type_at(ENTRY, 2, [4, 17, 4, 21], "scan");
    assert_eq!(editor.problems(ENTRY), [""; 0]);
}

#[test]
fn a_file_that_nobody_saved_yet_is_part_of_the_site_and_leaves_it_again() {
    let site = SiteTest::new().file("content/events/2.4.0/a.md", "---\nkind: fix\ntitle: A link to a new one\n---\n[New](entry:new).\n");
    let mut editor = Editor::start(site.root());
    assert_eq!(editor.problems("content/events/2.4.0/a.md").len(), 1);
    let new = "content/events/2.4.0/new.md";
    editor.open_as(new, "---\nkind: fix\ntitle: A new one\n---\nText.\n");
    assert_eq!(editor.problems("content/events/2.4.0/a.md"), [""; 0]);
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": editor.uri(new) } }));
    assert_eq!(editor.problems("content/events/2.4.0/a.md").len(), 1);
}

#[test]
fn a_file_that_changes_on_disk_is_read_again_and_an_open_one_wins() {
    let bad = "---\nkind: feature\ntitel: Scan\n---\nText.\n";
    let site = SiteTest::new();
    let mut editor = Editor::start(site.root());
    editor.save(ENTRY, bad);
    assert_eq!(editor.problems(ENTRY).len(), 1);
    editor.open_as(ENTRY, "---\nkind: feature\ntitle: Scan\n---\nText.\n");
    assert_eq!(editor.problems(ENTRY), [""; 0]);
    editor.save("content/events/2.4.0/release.yaml", "dat: 2026-05-12\n");
    assert_eq!(editor.problems("content/events/2.4.0/release.yaml").len(), 1);
    // The other file was read again, too, and what is open still stands in its place.
    std::fs::remove_file(site.root().join("content/events/2.4.0/release.yaml")).unwrap();
    editor.changed_on_disk("content/events/2.4.0/release.yaml");
    assert_eq!(editor.problems("content/events/2.4.0/release.yaml"), [""; 0]);
}

#[test]
fn an_editor_that_watches_nothing_is_followed_by_its_saves() {
    let site = SiteTest::new();
    let mut editor = Editor::start_with(site.root(), &json!({}));
    let other = "content/events/2.4.0/release.yaml";
    std::fs::write(site.root().join(other), "dat: 2026-05-12\n").unwrap();
    editor.open(ENTRY);
    editor.tell("textDocument/didSave", json!({ "textDocument": { "uri": editor.uri(ENTRY) } }));
    assert_eq!(editor.problems(other).len(), 1);
}

#[test]
fn a_quick_fix_is_offered_wherever_the_help_is_exact() {
    let site = SiteTest::new().file(ENTRY, "---\nkind: feture\ntitel: Scan\n---\n[x](entry:scam)\n");
    let mut editor = Editor::start(site.root());
    editor.open(ENTRY);
    let uri = editor.uri(ENTRY);
    let actions = |editor: &mut Editor, line: u32, only: Option<&str>| {
        let range = json!({ "start": { "line": line, "character": 0 }, "end": { "line": line, "character": 30 } });
        let context = json!({ "diagnostics": [], "only": only.map(|only| vec![only]) });
        editor.ask("textDocument/codeAction", json!({ "textDocument": { "uri": uri }, "range": range, "context": context }))
    };
    let titles = |actions: &serde_json::Value| -> Vec<String> {
        actions
            .as_array()
            .unwrap()
            .iter()
            .map(|action| format!("{} {}", action["kind"].as_str().unwrap(), action["title"].as_str().unwrap()))
            .collect()
    };
    let of_kind = actions(&mut editor, 1, None);
    assert_eq!(titles(&of_kind), ["quickfix Change `feture` to `feature`", "source.fixAll Mend all 2 certain mistakes in this file"]);
    assert_eq!(of_kind[0]["isPreferred"], true);
    let edit = &of_kind[0]["edit"]["changes"][&uri][0];
    assert_eq!((&edit["newText"], &edit["range"]["start"]), (&json!("feature"), &json!({ "line": 1, "character": 6 })));
    assert_eq!(titles(&actions(&mut editor, 2, Some("quickfix"))), ["quickfix Change `titel` to `title`"]);
    assert_eq!(titles(&actions(&mut editor, 0, Some("source"))), ["source.fixAll Mend all 2 certain mistakes in this file"]);
    assert_eq!(titles(&actions(&mut editor, 0, Some("quickfix"))), [""; 0]);
}

#[test]
fn a_site_within_a_workspace_is_found_and_a_file_of_none_is_left_alone() {
    let site = SiteTest::new();
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("changes");
    std::fs::rename(site.root().join("content"), folder.path().join("content")).unwrap();
    std::fs::create_dir(&inner).unwrap();
    std::fs::rename(folder.path().join("content"), inner.join("content")).unwrap();
    let mut editor = Editor::start(folder.path());
    editor.open_as("README.md", "[x](entry:gone)\n");
    editor.open_as(&format!("changes/{ENTRY}"), "---\nkind: fix\ntitel: Scan\n---\nText.\n");
    assert_eq!(editor.problems(&format!("changes/{ENTRY}")).len(), 1);
    let uri = editor.uri("README.md");
    let params = json!({ "textDocument": { "uri": uri }, "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } }, "context": { "diagnostics": [] } });
    assert_eq!(editor.ask("textDocument/codeAction", params), json!(null));
}

#[test]
fn what_it_does_not_know_or_understand_is_refused_and_does_not_end_it() {
    let site = SiteTest::new();
    let mut editor = Editor::start(site.root());
    assert_eq!(editor.request("textDocument/nonsense", json!({}))["error"]["code"], -32601);
    assert_eq!(editor.request("textDocument/codeAction", json!({ "range": 7 }))["error"]["code"], -32602);
    editor.send(b"Content-Length: 5\r\n\r\n{nope");
    editor.tell("textDocument/didChange", json!({ "textDocument": 7 }));
    editor.tell("$/cancelRequest", json!({ "id": 1 }));
    editor.type_at("content/events/2.4.0/never-opened.md", 1, [0, 0, 0, 0], "x");
    editor.open_as(ENTRY, "---\nkind: feature\ntitel: Scan\n---\nText.\n");
    assert_eq!(editor.problems(ENTRY).len(), 1);
    editor.type_at(ENTRY, 2, [900, 0, 901, 7], "behind the end");
    editor.type_at(ENTRY, 3, [2, 4, 2, 2], "");
    assert_eq!(editor.request("shutdown", json!(null))["result"], json!(null));
    assert_eq!(editor.request("textDocument/codeAction", json!({}))["error"]["code"], -32600);
    editor.tell("exit", json!(null));
}

#[test]
fn an_editor_that_goes_away_takes_the_server_with_it() {
    let site = SiteTest::new();
    assert_eq!(Editor::start(site.root()).quit(), Some(0));
    assert_eq!(Editor::start(site.root()).vanish(), Some(1));
}

/// A site of 1,000 releases of ten entries, a file each.
fn large() -> SiteTest {
    (0..1000).fold(SiteTest::new(), |site, number| {
        let folder = format!("content/events/{}.{}.0", 3 + number / 100, number % 100);
        let day = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(2 * number);
        let site = site.file(&format!("{folder}/release.yaml"), format!("date: {day}\nsummary: Release {number} has ten changes.\n"));
        (0..10).fold(site, |site, item| {
            let text =
                format!("---\nkind: fix\ntitle: Change {item} of release {number}\ncomponent: check-in\n---\nWhat was wrong is right.\n");
            site.file(&format!("{folder}/change-{item}.md"), text)
        })
    })
}

#[test]
fn diagnostics_follow_a_keystroke_at_once_on_a_site_of_a_thousand_releases() {
    let site = large();
    let mut editor = Editor::start(site.root());
    let path = "content/events/7.50.0/change-3.md";
    editor.open(path);
    let mut times: Vec<Duration> = Vec::new();
    for round in 0..10 {
        let (range, text) = if round % 2 == 0 { ([1, 8, 1, 9], "z") } else { ([1, 8, 1, 9], "x") };
        let start = Instant::now();
        editor.type_at(path, round + 2, range, text);
        let problems = editor.problems(path);
        times.push(start.elapsed());
        assert_eq!(problems.len(), usize::from(round % 2 == 0), "{problems:?}");
    }
    times.sort();
    println!("keystroke to diagnostics, 1,000 releases of 10 entries: median {:?}, longest {:?}", times[5], times[9]);
    // A build for tests is several times slower than a release, whose bound `benches/README.md` keeps.
    assert!(times[5] < Duration::from_secs(5), "{times:?}");
}

#[test]
fn a_change_of_site_yaml_is_seen_in_entries_that_did_not_change() {
    let site = SiteTest::new().file("content/events/2.4.0/b.md", "---\nkind: fix\ntitle: B is right\ncomponent: ticketing\n---\nText.\n");
    let mut editor = Editor::start(site.root());
    let text = editor.open("content/site.yaml");
    let line = u32::try_from(text.lines().position(|line| line.contains("ticketing")).unwrap()).unwrap();
    let column = u32::try_from(text.lines().nth(line as usize).unwrap().find("ticketing").unwrap()).unwrap();
    editor.type_at("content/site.yaml", 2, [line, column, line, column + 9], "tickets");
    assert_eq!(editor.problems("content/events/2.4.0/b.md").len(), 1);
    editor.type_at("content/site.yaml", 3, [line, column, line, column + 7], "ticketing");
    assert_eq!(editor.problems("content/events/2.4.0/b.md"), [""; 0]);
}
