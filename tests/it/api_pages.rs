//! The in-app JSON of products with many releases, and what tells developers of it.

use serde_json::{Value, json};

use super::api::{everything, faults, gzipped, noise, validator};
use super::site::{Built, Site};

/// The good site with `count` minor releases more, the first of them on 1 January 2020.
fn grown(count: i64) -> Site {
    let first = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    (0..count).fold(Site::new(), |site, number| {
        let day = first + chrono::Days::new(number as u64);
        let text = format!(
            "date: {day}\nsummary: Things get better.\nentries:\n  - {{ kind: improvement, id: better, title: Better lists, body: Better. }}\n"
        );
        site.file(&format!("content/events/1.{number}.0.yaml"), text)
    })
}

fn versions(page: &Value) -> Vec<&str> {
    page["releases"].as_array().unwrap().iter().map(|release| release["version"].as_str().unwrap()).collect()
}

#[test]
fn pages_count_from_the_oldest_release() {
    let site = grown(41)
        .file("content/events/1.0.1.yaml", "date: 2026-06-01\nentries: [ { kind: fix, id: patched, title: Patched, body: Patched. } ]\n")
        .file("content/events/9.0.0.yaml", "date: 2027-01-12\nstatus: planned\nannounced: 2026-11-10\n");
    let built = site.build();
    assert_eq!(faults(&built), Vec::<String>::new());
    let page = |number: usize| built.json(&format!("api/v1/events/pages/{number}.json"));
    let first = page(1);
    assert_eq!((versions(&first).len(), versions(&first)[0], versions(&first)[19]), (20, "1.0.0", "1.19.0"));
    assert_eq!((&first["full"], &first["previous"]), (&json!(true), &Value::Null));
    let last = page(3);
    // What came out last is last, whatever its version; a plan is on no page.
    assert_eq!(versions(&last), ["1.40.0", "2.4.0", "1.0.1"]);
    assert_eq!((&last["full"], &last["previous"]), (&json!(false), &json!("https://changes.acme.example/api/v1/events/pages/2.json")));
    assert!(!built.paths().any(|path| path.ends_with("pages/4.json")));
    let product = &built.json("api/v1/index.json")["products"][0];
    assert_eq!(product["pages"], 3);
    assert_eq!(product["documents"]["page"], "https://changes.acme.example/api/v1/events/pages/{page}.json");
    let releases = built.json("api/v1/events/releases.json");
    let listed = |version: &str| releases["releases"].as_array().unwrap().iter().find(|listed| listed["version"] == version).unwrap();
    assert_eq!((&listed("1.0.1")["page"], &listed("1.19.0")["page"], &listed("9.0.0")["page"]), (&json!(3), &json!(1), &Value::Null));
}

#[test]
fn a_page_tells_what_a_release_tells_but_for_what_may_change_later() {
    let built = everything().build();
    let page = built.json("api/v1/events/pages/1.json");
    for release in page["releases"].as_array().unwrap() {
        let mut whole = built.json(&format!("api/v1/events/releases/{}.json", release["version"].as_str().unwrap()));
        for name in ["$schema", "product", "reach", "known_issues", "previous", "next", "stable", "prereleases", "compare_url", "support"] {
            whole.as_object_mut().unwrap().remove(name);
        }
        for entry in whole["entries"].as_array_mut().unwrap() {
            for (facts, names) in
                [("known_issue", ["state", "open_in", "resolved_by"].as_slice()), ("deprecation", &["state", "removed_by"])]
            {
                if let Some(facts) = entry.get_mut(facts) {
                    names.iter().for_each(|name| drop(facts.as_object_mut().unwrap().remove(*name)));
                }
            }
        }
        assert_eq!(*release, whole);
    }
}

/// The documents that differ between two builds.
fn changed<'a>(before: &'a Built, after: &'a Built) -> Vec<&'a str> {
    let known: Vec<&str> = before.paths().collect();
    after.paths().filter(|path| !known.contains(path) || before.bytes(path) != after.bytes(path)).collect()
}

#[test]
fn a_release_that_is_added_changes_no_page_but_the_last() {
    let before = grown(20)
        .edit("content/site.yaml", "    components:", "    repository: https://git.example/acme/events\n    components:")
        .append(
            "content/events/1.19.0.yaml",
            "  - { kind: known-issue, id: slow, title: Slow lists, severity: critical, body: \"## Workaround\\nNone is known.\" }\n\
             \x20 - { kind: deprecation, id: old, title: Lists in XML, removal: 3.0.0, body: They go. }\nrollout: [ { date: 2020-01-20, share: 10% }, { date: 2026-11-23, share: 100% } ]\n",
        );
    // Breaks, removes, fixes, and has an issue that older releases have too; and a patch of an old line.
    let after = before
        .clone()
        .file(
            "content/events/3.0.0.yaml",
            "date: 2026-11-20\nentries:\n\
             \x20 - { kind: breaking, id: gone, title: No lists in XML, removes: [old], body: \"Gone.\\n\\n## Migration\\nUse JSON.\" }\n\
             \x20 - { kind: fix, id: fast, title: Fast lists, resolves: [slow], body: Fast. }\n\
             \x20 - { kind: known-issue, id: loss, title: Lost lists, severity: major, affects: \">=1.0.0\", body: \"## Workaround\\nNone is known.\" }\n",
        )
        .file("content/events/1.5.1.yaml", "date: 2026-11-20\nentries: [ { kind: fix, id: patched, title: Patched, body: Patched. } ]\n")
        .today("2026-11-25");
    let (before, after) = (before.build(), after.build());
    assert_eq!(before.json("api/v1/events/pages/1.json")["full"], true);
    let changed = changed(&before, &after);
    // The neighbour's own document tells of the release after it.
    assert!(changed.contains(&"api/v1/events/releases/1.19.0.json"));
    let pages: Vec<&str> = changed.into_iter().filter(|path| path.contains("/pages/")).collect();
    assert_eq!(pages, ["api/v1/events/pages/2.json"]);
}

#[test]
fn two_thousand_releases_keep_to_the_schema_and_apps_still_read_little() {
    let issues: String = (0..200)
        .map(|number| {
            let title = noise(number, 8);
            format!(
                "  - {{ kind: known-issue, id: i{number}, title: {title}, severity: critical, body: \"## Workaround\\nNone is known.\" }}\n"
            )
        })
        .collect();
    let long = |number: u64| {
        let text = format!("date: 2026-06-01\ntitle: {}\nsummary: {}\nentries:\n{issues}", noise(number, 12), noise(number + 1, 600));
        if number == 0 { text } else { text.replace(&issues, "  - { kind: fix, id: fixed, title: Fixed, body: Fixed. }\n") }
    };
    let site = (0..12).fold(grown(2000), |site, number| site.file(&format!("content/events/3.{number}.0.yaml"), long(number)));
    let built = site.build();
    assert_eq!(faults(&built), Vec::<String>::new());
    assert_eq!(built.json("api/v1/index.json")["products"][0]["pages"], 101);
    let text = built.text("api/v1/events/latest.json");
    assert!(gzipped(text) <= 8192, "{}", gzipped(text));
    let latest = built.json("api/v1/events/latest.json");
    let issues = latest["known_issues"].as_array().unwrap();
    assert_eq!((issues.len(), &latest["known_issues_count"]), (30, &json!(200)));
    assert!(issues[0]["title"].as_str().unwrap().chars().count() >= 60, "{}", issues[0]);
    assert_eq!(latest["releases"].as_array().unwrap().len(), 10);
}

/// Headings of the README with the example under each.
fn examples(readme: &str) -> Vec<(&str, Value)> {
    fn example(section: &str) -> Option<&str> {
        section.split_once("```json\n")?.1.split_once("\n```").map(|(json, _)| json)
    }
    let section = |section: &'_ str| serde_json::from_str(example(section).unwrap_or("null")).unwrap();
    readme.split("\n## `").skip(1).map(|text| (text.split_once('`').unwrap().0, section(text))).collect()
}

#[test]
fn developers_get_an_example_of_each_document_out_of_the_site() {
    for site in [everything(), Site::sample()] {
        let built = site.build();
        let schema = built.json("api/v1/schema.json");
        let mut told = Vec::new();
        for (path, example) in examples(built.text("api/README.md")) {
            let name = match path {
                "PRODUCT/releases/VERSION.json" => "release",
                "PRODUCT/pages/N.json" => "page",
                path => path.rsplit('/').next().unwrap().strip_suffix(".json").unwrap(),
            };
            let faults: Vec<String> = validator(&schema, name).iter_errors(&example).map(|error| error.to_string()).collect();
            assert_eq!(faults, Vec::<String>::new(), "{path}");
            told.push(name);
        }
        // The schema names every document that there is.
        let refers = |one: &Value| one["$ref"].as_str().unwrap().trim_start_matches("#/$defs/").to_owned();
        let mut named: Vec<String> = schema["anyOf"].as_array().unwrap().iter().map(refers).collect();
        named.sort();
        told.sort_unstable();
        assert_eq!(told, named);
    }
}

#[test]
fn examples_are_cut_and_the_rest_stands_as_it_is() {
    let words = "word ".repeat(50);
    let built = Site::new().edit("content/events/2.4.0/release.yaml", "Staff can scan", &format!("Staff **can** scan {words}")).build();
    let readme = built.text("api/README.md");
    let (_, release) = examples(readme).into_iter().find(|(path, _)| path.contains("VERSION")).unwrap();
    let summary = release["summary"]["html"].as_str().unwrap();
    assert!(summary.starts_with("<p>Staff can scan word") && summary.ends_with("word…</p>"), "{summary}");
    let whole = built.json("api/v1/events/releases/2.4.0.json");
    assert_eq!((&release["entries"], &release["url"]), (&whole["entries"], &whole["url"]));
    assert!(readme.contains("[`schema.json`](https://changes.acme.example/api/v1/schema.json)"));
    assert!(!readme.contains("{example") && !readme.contains("{root}") && !readme.contains("{site}"));
}

#[test]
fn a_product_may_be_called_as_a_folder_of_the_api() {
    let site = Site::new()
        .edit("content/site.yaml", "products:\n", "products:\n  releases: { name: Releases }\n  pages: { name: Pages }\n")
        .file("content/releases/1.0.0.yaml", format!("date: 2026-05-12\nsummary: {}\n", "word ".repeat(900)))
        .file("content/pages/1.0.0.yaml", format!("date: 2026-05-12\nsummary: {}\n", "word ".repeat(900)));
    let built = site.build();
    assert_eq!(faults(&built), Vec::<String>::new());
    for (path, example) in examples(built.text("api/README.md")) {
        let has_releases = ["latest.json", "releases.json", "pages/N.json", "upgrade.json"].iter().any(|name| path.ends_with(name));
        assert_eq!(example.get("releases").is_some(), has_releases, "{path}: {example}");
        assert_eq!(example.get("support").is_some(), path.contains("VERSION"), "{path}: {example}");
    }
}

#[test]
fn a_site_without_releases_has_a_readme_too() {
    let site = Site::new().edit("content/events/2.4.0/release.yaml", "date: 2026-05-12", "date: 2027-05-12\nstatus: planned");
    let built = site.build();
    assert_eq!(built.json("api/v1/index.json")["products"][0]["pages"], 0);
    assert!(built.text("api/README.md").contains("The site has no such document yet."));
}
