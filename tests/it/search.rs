//! Search: what is found by which words, who finds what, and the files that a browser reads.

use snapbox::{assert_data_eq, str};

use super::site::Site;
use super::support::SiteTest;

const SITE: &str = "content/site.yaml";

/// A site with entries of these names and texts.
fn with(entries: &[(&str, &str)]) -> SiteTest {
    entries.iter().enumerate().fold(SiteTest::new(), |site, (number, (title, text))| {
        let entry = format!("---\nkind: fix\ntitle: {title}\ncomponent: ticketing\n---\n{text}\n");
        site.file(&format!("content/events/2.4.0/entry-{number}.md"), entry)
    })
}

fn german(site: SiteTest) -> SiteTest {
    site.append(SITE, "language: de\n")
}

/// The titles that words find.
fn found(site: &SiteTest, arguments: &[&str]) -> Vec<String> {
    let output = site.run(&[&["search", "--json", "--limit", "1000"], arguments].concat());
    let json: serde_json::Value = serde_json::from_str(&output).unwrap_or_else(|error| panic!("{error}: {output}"));
    let titles = json["hits"].as_array().unwrap().iter().map(|hit| hit["title"].as_str().unwrap().to_owned());
    titles.collect()
}

#[test]
fn results_tell_what_they_are_and_where() {
    assert_data_eq!(
        with(&[("Totals add up", "Refunds are counted.")]).run(&["search", "refund"]),
        str![[r#"
Totals add up
  Event Management Platform 2.4.0 · Fixed · Ticketing
  Refunds are counted.
  https://changes.acme.example/2.4.0/#entry-0

1 result

"#]]
    );
    assert_data_eq!(
        SiteTest::new().run(&["search", "scan", "--json"]),
        str![[r#"
{
  "query": "scan",
  "count": 1,
  "at_least": false,
  "all_words": true,
  "hits": [
    {
      "title": "Scan tickets offline",
      "id": "scan",
      "kind": "feature",
      "product": "events",
      "version": "2.4.0",
      "text": "Staff keep scanning when the hall's network drops.",
      "url": "https://changes.acme.example/2.4.0/#scan"
    }
  ]
}

"#]]
    );
}

#[test]
fn words_are_found_in_all_their_forms() {
    let site = with(&[("Exporting is faster", "Text."), ("Two queries", "Text."), ("Caches", "Text.")]);
    for words in ["export", "exports", "exported", "exporting"] {
        assert_eq!(found(&site, &[words]), ["Exporting is faster"], "{words}");
    }
    for words in ["query", "queries", "quer"] {
        assert_eq!(found(&site, &[words]), ["Two queries"], "{words}");
    }
    assert_eq!(found(&site, &["cache"]), ["Caches"]);
}

#[test]
fn the_stemmer_is_the_one_of_the_sites_language() {
    let site = german(with(&[("Größere Häuser", "Text."), ("Rechnungen drucken", "Text.")]));
    for words in ["Haus", "häuser", "haeuser", "HAUSES"] {
        assert_eq!(found(&site, &[words]), ["Größere Häuser"], "{words}");
    }
    for words in ["groessere", "größer", "grossere"] {
        assert_eq!(found(&site, &[words]), ["Größere Häuser"], "{words}");
    }
    assert_eq!(found(&site, &["Rechnung"]), ["Rechnungen drucken"]);
    // In English these are other words.
    assert_eq!(found(&site, &["häusern"]), ["Größere Häuser"]);
    assert!(found(&with(&[("Größere Häuser", "Text.")]), &["häusern"]).is_empty());
}

#[test]
fn names_are_found_whole_and_by_their_parts() {
    let site = with(&[("Fixes CVE-2026-1234", "Set `scanner.offline`."), ("Another CVE-2026-9999", "Text.")]);
    assert_eq!(found(&site, &["cve-2026-1234"]), ["Fixes CVE-2026-1234"]);
    assert_eq!(found(&site, &["scanner.offline"]), ["Fixes CVE-2026-1234"]);
    assert_eq!(found(&site, &["cve"]).len(), 2);
    assert_eq!(found(&site, &["v2.4.0"]).len(), 4, "all entries of the release, and the release");
}

#[test]
fn the_title_counts_more_than_the_text() {
    let site = with(&[("Something else", "A badge."), ("Badge printing", "Text."), ("Another thing", "A start.\n\nThen a badge.")]);
    assert_eq!(found(&site, &["badge"]), ["Badge printing", "Something else", "Another thing"]);
}

#[test]
fn a_word_that_is_everywhere_ranks_and_leaves_nothing_out() {
    let entry = |number| {
        format!(
            "  - {{ kind: fix, component: ticketing, title: Mended {number}, body: A ticket{}. }}\n",
            if number % 100 == 7 { " and its badge" } else { "" }
        )
    };
    let release =
        |release: u32| format!("date: 2026-01-01\nentries:\n{}", (release * 100..(release + 1) * 100).map(entry).collect::<String>());
    let site = (0..45).fold(SiteTest::new(), |site, number| site.file(&format!("content/events/1.{number}.0.yaml"), release(number)));
    let count = |words: &[&str]| {
        let output = site.run(&[&["search", "--json", "--limit", "1"], words].concat());
        let json: serde_json::Value = serde_json::from_str(&output).unwrap();
        (json["count"].as_u64().unwrap(), json["at_least"].as_bool().unwrap(), json["all_words"].as_bool().unwrap())
    };
    // The newest 4,096 texts, and the one title that has it.
    assert_eq!(count(&["ticket"]), (4097, true, true));
    assert_eq!(count(&["ticket", "badge"]), (45, false, true));
    assert_eq!(found(&site, &["ticket", "badge"]).last().map(String::as_str), Some("Mended 7"));
    assert_eq!(count(&["ticket", "zebra"]), (4097, false, false));
}

#[test]
fn where_nothing_has_all_words_some_will_do() {
    let site = with(&[("Badges", "Text.")]);
    assert!(site.run(&["search", "badges", "zebra"]).ends_with("1 result; nothing has all of these words\n"));
    assert_eq!(site.run(&["search", "zebra"]), "Nothing was found. Try fewer or other words.\n");
}

#[test]
fn scripts_without_blanks_are_searched_too() {
    let site = with(&[("新機能を追加", "検索が速くなりました。"), ("ค้นหาเร็วขึ้น", "Text."), ("새로운 기능", "Text.")]);
    assert_eq!(found(&site, &["機能"]), ["新機能を追加"]);
    assert_eq!(found(&site, &["新"]), ["新機能を追加"]);
    assert_eq!(found(&site, &["検索"]), ["新機能を追加"]);
    assert_eq!(found(&site, &["ค้นหา"]), ["ค้นหาเร็วขึ้น"]);
    assert_eq!(found(&site, &["기능"]), ["새로운 기능"]);
}

#[test]
fn any_query_ends() {
    let site = with(&[("Badges", "Text.")]);
    for query in ["", " ", "\u{301}", "...", "'", "\u{202e}\u{0}x".trim_end_matches('x').trim_end_matches('\0'), "<script>", "💥", "-", "v"]
    {
        assert_eq!(found(&site, &["--", query]), [""; 0], "{query:?}");
    }
    assert_eq!(found(&site, &[&"badge ".repeat(20_000)]), ["Badges"]);
    assert_eq!(found(&site, &[&"x".repeat(100_000)]), [""; 0]);
    assert_eq!(found(&site, &[&"新".repeat(20_000)]), [""; 0]);
    assert_eq!(found(&site, &[&"a.".repeat(50_000)]), [""; 0]);
}

#[test]
fn filters_narrow_down_and_know_their_names() {
    let site = with(&[("Badges print", "Text."), ("Badges scan", "Text.")]);
    assert_eq!(found(&site, &["badge", "--component", "ticketing"]).len(), 2);
    assert_eq!(found(&site, &["badge", "--component", "check-in"]), [""; 0]);
    assert_eq!(found(&site, &["badge", "--release", "events/2.4.0", "--kind", "fix"]).len(), 2);
    assert_eq!(found(&site, &["badge", "--release", "2.3.0"]), [""; 0]);
    assert_eq!(found(&site, &["--kind", "feature"]), ["Scan tickets offline"], "no words, a filter alone");
    assert_data_eq!(
        site.run(&["search", "badge", "--component", "tiketing"]),
        str![[r#"
error: no component has the key `tiketing`; there are `ticketing`, `check-in`
exit status 2

"#]]
    );
}

#[test]
fn only_what_the_reader_may_see_is_found() {
    let site = SiteTest::new()
        .file("content/events/2.4.0/own.md", "---\nkind: fix\ntitle: Badge for staff\naudience: staff\n---\nText.\n")
        .file(
            "content/events/3.0.0.yaml",
            "date: 2027-01-10\nstatus: planned\nentries: [ { kind: fix, title: Badge to come, body: Text. } ]\n",
        )
        .file("content/events/unreleased/next.md", "---\nkind: fix\ntitle: Badge waiting\n---\nText.\n")
        .append(SITE, "  staff: { name: Staff, private: true }\n");
    assert_eq!(found(&site, &["badge"]), [""; 0]);
    assert_eq!(found(&site, &["badge", "--audience", "staff"]), ["Badge for staff"]);
    let mut staging = found(&site, &["badge", "--env", "staging"]);
    staging.sort();
    assert_eq!(staging, ["Badge for staff", "Badge to come", "Badge waiting"]);
}

#[test]
fn the_page_names_the_index_that_stands_beside_it() {
    let built = Site::new().build();
    let page = built.text("search/index.html");
    let index = page.split_once("data-index=\"/").unwrap().1.split_once('"').unwrap().0.to_owned();
    assert!(index.starts_with("search/") && index.ends_with(".bin"), "{index}");
    assert!(built.paths().any(|path| path == index), "{index}");
    assert!(page.contains("<noscript>"));
    assert!(built.text("index.html").contains("action=\"/search/\""), "every page has a box");
}

#[test]
fn a_site_without_a_search_has_neither_page_nor_index_nor_box() {
    let built = Site::new().append("content/site.yaml", "outputs: [pages, feeds]\n").build();
    assert!(!built.paths().any(|path| path.starts_with("search/")));
    assert!(!built.text("index.html").contains("type=\"search\""));
}
