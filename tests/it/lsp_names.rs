//! Names in an editor, by a client over the program's own streams: definitions, references, new names, what a file tells of.

use serde_json::{Value, json};
use snapbox::{assert_data_eq, str};

use crate::editor::Editor;
use crate::support::SiteTest;

const SCAN: &str = "content/events/2.4.0/scan.md";
const OTHER: &str = "content/events/2.4.0/other.md";
const NEXT: &str = "content/events/2.5.0.yaml";

/// Two releases; two entries name the first one's `scan`.
fn site() -> SiteTest {
    SiteTest::new()
        .file(OTHER, "---\nkind: fix\ntitle: Ä😀 other\n---\n😀 See [the scan](entry:scan).\n")
        .file(NEXT, "date: 2026-06-12\nentries:\n  - { kind: fix, title: Scans again, body: '[It](entry:2.4.0/scan)' }\n")
}

/// As newer editors are: they take trees, move files and ask before they rename.
fn able() -> Value {
    json!({
        "workspace": {
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create", "rename"] },
        },
        "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": true }, "rename": { "prepareSupport": true } },
    })
}

fn at(editor: &Editor, path: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": editor.uri(path) }, "position": { "line": line, "character": character } })
}

fn with(mut params: Value, key: &str, value: Value) -> Value {
    params[key] = value;
    params
}

/// `path line:character-line:character` of each location, paths from the site's folder.
fn places(editor: &Editor, locations: &Value) -> Vec<String> {
    let root = editor.uri("") + "/";
    let place = |location: &Value| {
        let uri = location["uri"].as_str().unwrap();
        format!("{} {}", uri.strip_prefix(&root).unwrap(), range(&location["range"]))
    };
    locations.as_array().unwrap().iter().map(place).collect()
}

fn range(range: &Value) -> String {
    let end = |end: &str| format!("{}:{}", range[end]["line"], range[end]["character"]);
    format!("{}-{}", end("start"), end("end"))
}

#[test]
fn a_name_leads_to_what_it_names_and_that_to_all_who_name_it() {
    let site = site();
    let mut editor = Editor::start(site.root());
    let link = at(&editor, OTHER, 4, 26);
    let definition = editor.ask("textDocument/definition", link.clone());
    assert_eq!(places(&editor, &json!([definition])), [format!("{SCAN} 2:7-2:27")]);
    let all = editor.ask("textDocument/references", with(link.clone(), "context", json!({ "includeDeclaration": true })));
    let expected = [format!("{OTHER} 4:24-4:28"), format!("{SCAN} 2:7-2:27"), format!("{NEXT} 2:61-2:65")];
    assert_eq!(places(&editor, &all), expected);
    let named = editor.ask("textDocument/references", with(link, "context", json!({ "includeDeclaration": false })));
    assert_eq!(places(&editor, &named), [expected[0].clone(), expected[2].clone()]);
    let nowhere = at(&editor, OTHER, 4, 1);
    assert_eq!(editor.ask("textDocument/definition", nowhere), Value::Null);
}

#[test]
fn a_new_name_of_an_entry_changes_all_who_name_it_and_moves_its_file() {
    let site = site();
    let mut editor = Editor::start_with(site.root(), &able());
    assert_eq!(editor.capabilities["renameProvider"]["prepareProvider"], true);
    let link = at(&editor, OTHER, 4, 26);
    let prepared = editor.ask("textDocument/prepareRename", link.clone());
    assert_eq!((range(&prepared["range"]).as_str(), &prepared["placeholder"]), ("4:24-4:28", &json!("scan")));
    let edit = editor.ask("textDocument/rename", with(link.clone(), "newName", json!("scan-offline")));
    let shown = serde_json::to_string_pretty(&edit).unwrap().replace(&(editor.uri("") + "/"), "");
    assert_data_eq!(
        shown,
        str![[r#"
{
  "documentChanges": [
    {
      "edits": [
        {
          "newText": "scan-offline",
          "range": {
            "end": {
              "character": 28,
              "line": 4
            },
            "start": {
              "character": 24,
              "line": 4
            }
          }
        }
      ],
      "textDocument": {
        "uri": "content/events/2.4.0/other.md",
        "version": null
      }
    },
    {
      "edits": [
        {
          "newText": "scan-offline",
          "range": {
            "end": {
              "character": 65,
              "line": 2
            },
            "start": {
              "character": 61,
              "line": 2
            }
          }
        }
      ],
      "textDocument": {
        "uri": "content/events/2.5.0.yaml",
        "version": null
      }
    },
    {
      "kind": "rename",
      "newUri": "content/events/2.4.0/scan-offline.md",
      "oldUri": "content/events/2.4.0/scan.md"
    }
  ]
}
"#]]
    );
    let refusal = editor.request("textDocument/rename", with(link, "newName", json!("Not a name")));
    assert_eq!(refusal["error"]["code"], -32803);
    assert_data_eq!(
        refusal["error"]["message"].as_str().unwrap(),
        str!["`Not a name` cannot be a name here: use 1 to 80 of the characters a to z, 0 to 9 and `-`"]
    );
    let refusal = editor.request("textDocument/prepareRename", at(&editor, NEXT, 2, 58));
    assert_data_eq!(
        refusal["error"]["message"].as_str().unwrap(),
        str!["a release is named by its folder or file: rename that, and every `release:` link to it"]
    );
}

#[test]
fn an_editor_that_cannot_move_files_is_told_where_the_id_is() {
    let site = site();
    let mut editor = Editor::start(site.root());
    assert_eq!(editor.capabilities["renameProvider"], true);
    let link = at(&editor, OTHER, 4, 26);
    let refusal = editor.request("textDocument/rename", with(link, "newName", json!("scan-offline")));
    let message = refusal["error"]["message"].as_str().unwrap();
    assert_data_eq!(
        message,
        str![
            "the id is the name of its file, and this editor moves no files for a language server: move `content/events/2.4.0/scan.md` to `content/events/2.4.0/scan-offline.md` yourself, and mend what `tidings check` then says"
        ]
    );
    // The id of a list item stands in its text.
    let item = at(&editor, NEXT, 2, 30);
    let edit = editor.ask("textDocument/rename", with(item, "newName", json!("again")));
    assert_eq!(edit["changes"][editor.uri(NEXT)][0]["newText"], " id: again,");
    let nothing = at(&editor, OTHER, 4, 1);
    assert_eq!(editor.request("textDocument/rename", with(nothing, "newName", json!("x")))["error"]["message"], "there is no name here");
}

#[test]
fn a_new_name_takes_in_what_is_not_saved_yet() {
    let site = site();
    let mut editor = Editor::start_with(site.root(), &able());
    editor.open_as(OTHER, "---\nkind: fix\ntitle: Other\n---\n\n\n[The scan](entry:scan)\n");
    let link = at(&editor, OTHER, 6, 18);
    let edit = editor.ask("textDocument/rename", with(link, "newName", json!("scan-offline")));
    let changed = edit["documentChanges"].as_array().unwrap().iter().find(|change| change["textDocument"]["uri"] == editor.uri(OTHER));
    assert_eq!(range(&changed.unwrap()["edits"][0]["range"]), "6:17-6:21");
}

#[test]
fn a_file_is_outlined_as_a_tree_or_a_list() {
    let site = site();
    let outline = |capabilities: &Value| {
        let mut editor = Editor::start_with(site.root(), capabilities);
        editor.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": editor.uri(NEXT) } }))
    };
    let tree = outline(&able());
    assert_eq!(tree[0]["name"], "2.5.0");
    assert_eq!((&tree[0]["children"][0]["name"], &tree[0]["children"][0]["detail"]), (&json!("Scans again"), &json!("fix, scans-again")));
    let list = outline(&json!({}));
    assert_eq!((&list[1]["name"], &list[1]["containerName"]), (&json!("Scans again"), &json!("fix, scans-again")));
}
