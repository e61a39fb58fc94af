//! Completion and hover, by a client over the program's own streams.

use serde_json::{Value, json};

use crate::editor::Editor;
use crate::support::SiteTest;

const ENTRY: &str = "content/events/2.4.0/scan.md";

fn at(editor: &Editor, path: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": editor.uri(path) }, "position": { "line": line, "character": character } })
}

#[test]
fn what_is_offered_takes_the_place_of_the_word_that_is_written() {
    let site = SiteTest::new();
    let mut editor = Editor::start(site.root());
    assert!(editor.capabilities["completionProvider"]["triggerCharacters"].as_array().unwrap().contains(&json!("(")));
    editor.open_as(ENTRY, "---\r\nkind: feature\r\ntitle: Ä😀\r\ncomponent: [check-in, tick\r\n---\r\n😀 [x](entry:s\r\n");
    let found = editor.ask("textDocument/completion", at(&editor, ENTRY, 3, 26));
    let place = json!({ "start": { "line": 3, "character": 22 }, "end": { "line": 3, "character": 26 } });
    let edit = json!({ "range": place, "newText": "ticketing" });
    let expected = json!({ "label": "ticketing", "kind": 18, "detail": "Ticketing", "sortText": "0000", "textEdit": edit });
    assert_eq!(found, json!({ "isIncomplete": false, "items": [expected] }));
    // Characters of the line before it count as the editor counts.
    editor.type_at(ENTRY, 2, [5, 7, 5, 14], "release:");
    let found = editor.ask("textDocument/completion", at(&editor, ENTRY, 5, 15));
    let place = json!({ "start": { "line": 5, "character": 7 }, "end": { "line": 5, "character": 15 } });
    assert_eq!(found["items"][0]["textEdit"], json!({ "range": place, "newText": "release:2.4.0" }));
}

#[test]
fn a_hover_is_markdown_only_where_the_editor_takes_that() {
    let site = SiteTest::new();
    let able = json!({ "textDocument": { "hover": { "contentFormat": ["markdown", "plaintext"] } } });
    let asked = |capabilities: &Value| {
        let mut editor = Editor::start_with(site.root(), capabilities);
        editor.ask("textDocument/hover", at(&editor, ENTRY, 1, 8))
    };
    let rich = asked(&able);
    let range = json!({ "start": { "line": 1, "character": 6 }, "end": { "line": 1, "character": 13 } });
    assert_eq!((&rich["range"], &rich["contents"]["kind"]), (&range, &json!("markdown")));
    assert!(rich["contents"]["value"].as_str().unwrap().starts_with("**New features**, needs a minor release"), "{rich}");
    let plain = asked(&json!({}));
    assert_eq!(plain["contents"]["kind"], "plaintext");
    assert!(plain["contents"]["value"].as_str().unwrap().starts_with("New features, needs a minor release"), "{plain}");
}

#[test]
fn a_place_that_has_nothing_to_offer_or_tell_has_an_empty_answer() {
    let site = SiteTest::new();
    let mut editor = Editor::start(site.root());
    assert_eq!(editor.ask("textDocument/completion", at(&editor, ENTRY, 4, 3))["items"], json!([]));
    assert_eq!(editor.ask("textDocument/hover", at(&editor, ENTRY, 4, 3)), Value::Null);
    assert_eq!(editor.ask("textDocument/completion", at(&editor, "content/events/2.4.0/gone.md", 0, 0)), Value::Null);
}
