//! Records in the format of OSV, and which versions they and the ledgers name.

use serde_json::Value;
use snapbox::{IntoData, assert_data_eq, file, str};
use tidings::ident::{Version, VersionRange};

use super::site::{Built, Site};

/// A site with four releases and a weakness that 2.5.1 closed, and 2.3.1 on the older line.
fn site() -> Site {
    Site::new()
        .file("content/events/2.3.0.yaml", "date: 2026-03-03\n")
        .file("content/events/2.3.1.yaml", "date: 2026-06-03\n")
        .file("content/events/2.5.0.yaml", "date: 2026-06-02\n")
        .file("content/events/2.5.1/release.yaml", "date: 2026-06-03T09:00:00+02:00\n")
        .file(
            "content/events/2.5.1/hole.md",
            "---\nkind: security\ntitle: A hole is closed\nseverity: high\ncve: CVE-2026-12345\naffects: \">=2.3.0 <2.5.1\"\nalso_in: [2.3.1]\n\
             cvss: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N\ncredits: [ Jo, { name: Al, url: https://example.org/al } ]\n\
             links: [ { title: How it was found, url: https://acme.example/more } ]\n---\nIt is closed. See [the first](entry:scan).\n",
        )
}

fn record(built: &Built) -> String {
    String::from_utf8(built.bytes("security/osv/CVE-2026-12345.json").to_vec()).unwrap()
}

#[test]
fn a_score_stands_wherever_the_update_does() {
    let built = site().build();
    let vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N";
    for (path, told) in [
        (
            "2.5.1/index.md",
            format!("- CVSS: `{vector}` 7.5\n- OSV record: <https://changes.acme.example/security/osv/CVE-2026-12345.json>\n"),
        ),
        ("security/index.md", "High, CVSS 7.5; Affects `>=2.3.0 <2.5.1`".to_owned()),
        ("security/index.html", "CVSS 7.5</a>".to_owned()),
        ("atom.xml", format!("CVSS: {vector} (7.5)")),
        ("rss.xml", format!("CVSS: {vector} (7.5)")),
        ("feed.json", format!("CVSS: {vector} (7.5)")),
    ] {
        assert!(built.text(path).contains(&told), "{path}: {}", built.text(path));
    }
}

#[test]
fn a_security_update_with_a_cve_has_a_record() {
    assert_data_eq!(
        record(&site().build()),
        str![[r#"
{
  "schema_version": "1.6.7",
  "id": "CVE-2026-12345",
  "published": "2026-06-03T07:00:00Z",
  "modified": "2026-06-03T07:00:00Z",
  "summary": "A hole is closed",
  "details": "It is closed. See the first (https://changes.acme.example/2.4.0/#scan).",
  "severity": [
    {
      "type": "CVSS_V3",
      "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"
    }
  ],
  "affected": [
    {
      "ranges": [
        {
          "type": "SEMVER",
          "events": [
            {
              "introduced": "2.3.0"
            },
            {
              "fixed": "2.3.1"
            }
          ]
        },
        {
          "type": "SEMVER",
          "events": [
            {
              "introduced": "2.4.0-0"
            },
            {
              "fixed": "2.5.1"
            }
          ]
        }
      ],
      "database_specific": {
        "product": "events",
        "name": "Events"
      }
    }
  ],
  "references": [
    {
      "type": "ADVISORY",
      "url": "https://changes.acme.example/2.5.1/#hole"
    },
    {
      "type": "WEB",
      "url": "https://acme.example/more"
    }
  ],
  "credits": [
    {
      "name": "Jo",
      "type": "REPORTER"
    },
    {
      "name": "Al",
      "contact": [
        "https://example.org/al"
      ],
      "type": "REPORTER"
    }
  ],
  "database_specific": {
    "severity": "high"
  }
}

"#]]
        .raw()
    );
}

#[test]
fn a_correction_moves_the_time_of_the_record() {
    let corrected =
        site().append("content/events/2.5.1/release.yaml", "corrections: [ { date: 2026-06-10, note: The score was wrong. } ]\n");
    let record: Value = serde_json::from_str(&record(&corrected.build())).unwrap();
    assert_eq!((&record["published"], &record["modified"]), (&"2026-06-03T07:00:00Z".into(), &"2026-06-10T00:00:00Z".into()));
}

#[test]
fn an_update_without_a_cve_or_not_yet_out_has_none() {
    let records = |site: Site| site.build().paths().filter(|path| path.starts_with("security/osv/")).count();
    assert_eq!(records(site().edit("content/events/2.5.1/hole.md", "cve: CVE-2026-12345\n", "")), 0);
    let planned = site().edit("content/events/2.5.1/release.yaml", "date: 2026-06-03T09:00:00+02:00", "date: 2027-01-12\nstatus: planned");
    let planned = planned.edit("content/events/2.5.1/hole.md", "also_in: [2.3.1]\n", "");
    assert_eq!(records(planned.clone()), 0);
    assert_eq!(records(planned.staging()), 0);
    assert_eq!(records(site().append("content/site.yaml", "outputs: [pages, feeds]\n")), 0);
}

#[test]
fn two_products_with_one_cve_share_a_record() {
    let both = site()
        .edit("content/site.yaml", "products:\n", "products:\n  desk:\n    name: Desk\n    versioning: calendar\n")
        .file("content/desk/2026.05.yaml", "date: 2026-05-03\n")
        .file(
            "content/desk/2026.06.yaml",
            "date: 2026-06-05\nentries:\n  - { kind: security, id: hole, title: A hole here too, severity: high, cve: CVE-2026-12345, affects: \"<2026.6\", credits: [Jo], body: Closed. }\n",
        );
    let record: Value = serde_json::from_str(&record(&both.build())).unwrap();
    let affected: Vec<String> = record["affected"].as_array().unwrap().iter().map(Value::to_string).collect();
    assert_data_eq!(affected.join("\n"), str![[r#"
{"database_specific":{"name":"Desk","product":"desk"},"versions":["2026.05"]}
{"database_specific":{"name":"Events","product":"events"},"ranges":[{"events":[{"introduced":"2.3.0"},{"fixed":"2.3.1"}],"type":"SEMVER"},{"events":[{"introduced":"2.4.0-0"},{"fixed":"2.5.1"}],"type":"SEMVER"}]}
"#]].raw());
    assert_eq!(record["credits"].as_array().unwrap().len(), 2);
}

#[test]
fn a_ledger_names_every_version_that_is_affected() {
    let affected =
        |site: Site, list: &str, items: &str| site.build().json(&format!("api/v1/events/{list}.json"))[items][0]["affected"].clone();
    assert_eq!(affected(site(), "security", "updates"), ">=2.3.0 <2.3.1 || >=2.4.0-0 <2.5.1");

    // A known issue closes with its fix, however its range was written; a version before the one that told of it may have it too.
    let issue = site().file(
        "content/events/2.4.0/lost.md",
        "---\nkind: known-issue\ntitle: Scans are lost\nseverity: major\naffects: \">=2.2.0\"\n---\n## Workaround\nNone is known.\n",
    );
    assert_eq!(affected(issue.clone(), "known-issues", "issues"), ">=2.2.0");
    let fixed = issue
        .file("content/events/2.5.1/kept.md", "---\nkind: fix\ntitle: Scans are kept\nresolves: [lost]\nalso_in: [2.3.1]\n---\nKept.\n");
    assert_eq!(affected(fixed, "known-issues", "issues"), ">=2.2.0 <2.3.1 || >=2.4.0-0 <2.5.1");

    let old = site().file("content/events/2.4.0/old.md", "---\nkind: deprecation\ntitle: Lists in XML\nremoval: 3.0.0\n---\nThey go.\n");
    assert_eq!(affected(old.clone(), "deprecations", "deprecations"), ">=2.4.0");
    let gone = old.file(
        "content/events/3.0.0.yaml",
        "date: 2026-07-01\nentries:\n  - { kind: breaking, id: gone, title: No lists in XML, removes: [old], body: \"Gone.\\n\\n## Migration\\nUse JSON.\" }\n",
    );
    assert_eq!(affected(gone, "deprecations", "deprecations"), ">=2.4.0 <3.0.0");
}

/// Ranges as written, and versions at their ends and around them.
const RANGES: [&str; 20] = [
    "*",
    ">=2.0.0 <2.4.1",
    "^0.2.3",
    "^0.0.3",
    "^1.2",
    "~1.2",
    "~1.2.3",
    "<=2",
    ">2",
    "1.*",
    "2.4",
    "=2.4.0",
    ">1.0.0-rc.1 <=2.0.0-beta",
    "<1 || >=3.0.0-0",
    ">=1.0.0-alpha.2 <1.0.0-alpha.10",
    ">=3.0.0 <2.0.0",
    ">2.4.0",
    "<=2.4.0",
    ">=2026.5.0 <2026.11.0",
    "=1.2.3 || =1.2.4 || =1.2.5",
];
const VERSIONS: [&str; 32] = [
    "0.0.0",
    "0.0.3",
    "0.0.4",
    "0.2.3",
    "0.3.0-rc.1",
    "0.9.9",
    "1.0.0-10",
    "1.0.0-9",
    "1.0.0-alpha",
    "1.0.0-alpha.2",
    "1.0.0-alpha.10",
    "1.0.0-alpha.beta",
    "1.0.0-rc.1",
    "1.0.0-rc.1.0",
    "1.0.0",
    "1.2.3",
    "1.2.3+build.5",
    "1.2.4",
    "1.3.0-0",
    "1.3.0",
    "2.0.0-alpha",
    "2.0.0-beta",
    "2.0.0-beta.0",
    "2.0.0",
    "2.4.0",
    "2.4.1-0",
    "2.4.1-rc.1",
    "2.4.1",
    "3.0.0-0",
    "3.0.0",
    "2026.5",
    "2026.11",
];

/// The scripts of the pages must say the same of each pair: tests/browser/upgrade.mjs reads this table.
#[test]
fn browsers_are_told_which_versions_a_range_holds() {
    let held = |range: &VersionRange| -> Vec<&str> {
        VERSIONS.into_iter().filter(|version| range.contains(&version.parse::<Version>().unwrap())).collect()
    };
    let ranges = RANGES.map(|range| range.parse::<VersionRange>().unwrap());
    let ranges: serde_json::Map<String, Value> = ranges.iter().map(|range| (range.stretches().to_string(), held(range).into())).collect();
    let table = serde_json::json!({ "versions": VERSIONS, "ranges": ranges });
    assert_data_eq!(serde_json::to_string_pretty(&table).unwrap() + "\n", file!["../browser/ranges.json"].raw());
}
