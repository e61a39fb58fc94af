//! The notes in the formats of other programs.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::tempdir;

use super::site::{Built, Site};

/// A site with a stable release, a beta, a security release and one that was taken back.
fn site() -> Site {
    Site::new()
        .file("content/events/2.5.0-beta.1.yaml", "date: 2026-05-20\nsummary: To be tried.\n")
        .file("content/events/2.4.1/release.yaml", "date: 2026-05-19\ntype: security\ntitle: Safer scans\nsummary: Upgrade *soon*.\n")
        .file(
            "content/events/2.4.1/hole.md",
            "---\nkind: security\ntitle: A hole is closed\nseverity: high\naffects: \"<2.4.1\"\ncve: CVE-2026-12345\n---\nIt is closed.\n",
        )
        .file("content/events/2.4.1/fix.md", "---\nkind: fix\ntitle: Scans are kept\ncomponent: check-in\n---\nNone is lost.\n")
        .file(
            "content/events/2.3.9.yaml",
            "date: 2026-05-01\nstatus: rolled-back\nrollback: { date: 2026-05-02, reason: Scans were lost, replaced_by: 2.4.1 }\n",
        )
        .file("content/events/2.6.0.yaml", "status: planned\ndate: 2026-12-01\nannounced: 2026-05-01\n")
}

#[test]
fn releases_are_listed_as_github_lists_them() {
    let list = site().build().json("github-releases.json");
    let told = |field: &str| list.as_array().unwrap().iter().map(|release| release[field].clone()).collect::<Vec<_>>();
    assert_eq!(told("tag_name"), ["v2.5.0-beta.1", "v2.4.1", "v2.4.0", "v2.3.9"]);
    assert_eq!(told("prerelease"), [true, false, false, true]);
    assert_eq!(list[1]["name"], "2.4.1: Safer scans");
    assert_eq!(list[1]["published_at"], "2026-05-19T00:00:00Z");
    assert_eq!(list[1]["html_url"], "https://changes.acme.example/2.4.1/");
    assert_eq!(list[1]["url"], "https://changes.acme.example/api/v1/events/releases/2.4.1.json");
    assert!(list[1]["body"].as_str().unwrap().contains("Upgrade *soon*."), "{}", list[1]["body"]);
    let ids =
        |built: &Built| built.json("github-releases.json").as_array().unwrap().iter().map(|one| one["id"].clone()).collect::<Vec<_>>();
    let renamed = site().edit("content/events/2.4.1/release.yaml", "Safer scans", "Much safer scans");
    assert_eq!(ids(&site().build()), ids(&renamed.build()));
}

#[test]
fn the_importer_for_github_takes_the_list_back() {
    let folder = tempdir().unwrap();
    let list = folder.path().join("releases.json");
    fs::write(&list, site().build().bytes("github-releases.json")).unwrap();
    let into = folder.path().join("taken");
    let program = env!("CARGO_BIN_EXE_tidings");
    let output =
        Command::new(program).args(["import", "github"]).arg(&list).arg("--into").arg(&into).args(["--name", "Events"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text: String = ["2.4.0", "2.4.1", "2.5.0-beta.1", "2.3.9"]
        .map(|version| {
            let file = into.join(format!("content/events/{version}.yaml"));
            fs::read_to_string(file).unwrap_or_else(|error| panic!("{version}: {error}"))
        })
        .concat();
    for told in ["Safer scans", "A hole is closed", "CVE-2026-12345", "None is lost.", "Scans were lost", "To be tried."] {
        assert!(text.contains(told), "{told}: {text}");
    }
}

#[test]
fn an_appcast_offers_what_is_out_and_was_not_taken_back() {
    let built = site().build();
    let appcast = built.text("appcast.xml");
    let all = |tag: &str| appcast.split(&format!("<{tag}>")).skip(1).map(|rest| rest.split('<').next().unwrap()).collect::<Vec<_>>();
    assert_eq!(all("sparkle:version"), ["2.5.0-beta.1", "2.4.1", "2.4.0"]);
    assert_eq!(all("sparkle:channel"), ["beta"]);
    assert_eq!(appcast.matches("<sparkle:informationalUpdate").count(), 3);
    let critical = appcast.split("<item>").find(|item| item.contains("<sparkle:criticalUpdate")).unwrap();
    assert!(
        critical.contains("<title>2.4.1: Safer scans</title>") && critical.contains("<pubDate>Tue, 19 May 2026 00:00:00 +0000</pubDate>"),
        "{critical}"
    );
}

#[test]
fn tauri_hears_of_the_newest_stable_release() {
    assert_eq!(
        site().build().json("tauri.json"),
        json!({
            "version": "2.4.1",
            "notes": "Safer scans\n\nUpgrade soon.\n\n- A hole is closed\n- Scans are kept\n\nhttps://changes.acme.example/2.4.1/",
            "pub_date": "2026-05-19T00:00:00Z",
            "platforms": {},
        })
    );
    let none = Site::new().edit("content/site.yaml", "products:\n", "products:\n  desk: { name: Desk }\n").build();
    assert_eq!(none.paths().filter(|path| path.ends_with("tauri.json")).collect::<Vec<_>>(), ["events/tauri.json"]);
}

#[test]
fn a_bill_of_materials_says_what_each_release_resolves() {
    let bill = site().build().json("cyclonedx.json");
    let notes = |version: &str| {
        let all = bill["components"].as_array().unwrap();
        all.iter().find(|component| component["version"] == version).map_or(Value::Null, |component| component["releaseNotes"].clone())
    };
    let resolves =
        notes("2.4.1")["resolves"].as_array().unwrap().iter().map(|issue| (issue["type"].clone(), issue["id"].clone())).collect::<Vec<_>>();
    assert_eq!(resolves, [("security".into(), "CVE-2026-12345".into()), ("defect".into(), "fix".into())]);
    assert_eq!(["2.5.0-beta.1", "2.4.1", "2.4.0"].map(|version| notes(version)["type"].clone()), ["pre-release", "patch", "minor"]);
    assert_eq!(notes("2.3.9")["tags"], json!(["rolled-back"]));
    assert_eq!(notes("2.6.0"), Value::Null);
}

#[test]
fn characters_that_xml_forbids_are_left_out() {
    let built = site()
        .edit("content/site.yaml", "name: Events", "name: \"Ev\\u000Bents\"\n    description: \"All\\u0001 events\"")
        .edit("content/events/2.4.1/release.yaml", "Safer scans", "\"Safer\\u0008 scans\"")
        .edit("content/events/2.4.1/fix.md", "title: Scans are kept", "title: \"Scans\\u0002 are kept\"")
        .edit("content/events/2.4.1/fix.md", "None is", "None\u{1} is")
        .build();
    let mut forbidden = Vec::new();
    for path in ["github-releases.json", "appcast.xml", "tauri.json", "cyclonedx.json"] {
        let text = built.text(path);
        let escaped = ["\\u0001", "\\u0002", "\\b", "\\u000b"].into_iter().filter(|escape| text.contains(escape)).map(str::to_owned);
        let plain = text.chars().filter(|character| character.is_control() && *character != '\n').map(|control| format!("{control:?}"));
        forbidden.extend(escaped.chain(plain).map(|control| format!("{path}: {control}")));
    }
    assert_eq!(forbidden, Vec::<String>::new());
}

#[test]
fn a_site_that_wants_none_of_it_has_none() {
    let built = site().append("content/site.yaml", "outputs: [pages, feeds]\n").build();
    let files = ["github-releases.json", "appcast.xml", "tauri.json", "cyclonedx.json"];
    assert_eq!(built.paths().filter(|path| files.iter().any(|file| path.ends_with(file))).count(), 0);
}
