//! Pages that lead from one version to another, as readers get them.

use snapbox::{assert_data_eq, str};

use crate::site::{Built, Site};

/// A product with two majors, a support line with a backport, a stop, and something of everything that a jump tells of.
fn site() -> Site {
    Site::new()
        .file(
            "content/events/2.4.0/release.yaml",
            "date: 2026-05-12\nlts: { until: 2028-05-12 }\nupgrade: Run `events migrate 2.4.0`.\n",
        )
        .file(
            "content/events/2.4.1.yaml",
            "date: 2026-09-01\nentries:\n  - { id: mend, kind: fix, title: Scans arrive in order, body: Sorted. }\n",
        )
        .file(
            "content/events/2.5.0.yaml",
            "date: 2026-06-09
upgrade: { before: Back up the database., during: 1. Run `events migrate 2.5.0`. }
entries:
  - { id: old-keys, kind: deprecation, title: Short keys are deprecated, removal: 3.0.0, replacement: Long keys, body: They are guessed too easily. }
  - { id: paper, kind: known-issue, title: Paper tickets print twice, severity: minor, body: \"Twice.\\n\\n## Workaround\\nPrint one page.\" }
  - { id: mode, kind: feature, title: Modes, body: New., settings: [{ name: mode, change: added, default: plain }] }
",
        )
        .file(
            "content/events/3.0.0.yaml",
            "date: 2026-07-07
title: Long keys
upgrade_from: \">=2.5.0\"
upgrade:
  before: |
    1. Back up the database.
    2. List the keys with `events keys`.
  during: |
    1. Run `events migrate 3.0.0`.
  after: |
    ## If you scan
    Scan one ticket.
entries:
  - id: keys-gone
    kind: breaking
    title: Short keys are gone
    component: ticketing
    removes: [old-keys]
    settings: [{ name: mode, change: changed, from: plain, to: strict, default: strict }]
    body: |
      They open nothing any more.

      ## Migration
      Make long ones.
  - { id: hole, kind: security, title: Tickets could be guessed, severity: high, affects: \"<3.0.0\", cve: CVE-2026-1234, body: Fixed. }
  - { id: printed, kind: fix, title: Paper tickets print once, resolves: [paper], body: Once. }
",
        )
        .file(
            "content/events/3.1.0.yaml",
            "date: 2026-08-04
upgrade_from: \">=2.5.0\"
upgrade:
  during: |
    1. Run `events migrate 3.1.0`.
  after: |
    ## If you print
    Print one ticket.
entries:
  - { id: slow, kind: known-issue, title: Reports are slow, severity: major, body: \"Slow.\\n\\n## Workaround\\nWait.\" }
",
        )
}

/// What stands in a page's main part, as text: a line for each element of text, `[ ]` for a box to tick.
fn told(built: &Built, path: &str) -> String {
    let page = built.text(path);
    let main = page.split_once("<main").and_then(|(_, main)| main.split_once("</main>")).unwrap().0;
    let boxes = main.replace("<input class=\"tick\"", "[ ] <input");
    let mut text = String::new();
    for part in boxes.split('<').skip(1) {
        let (tag, after) = part.split_once('>').unwrap();
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap();
        if ["h1", "h2", "h3", "h4", "p", "li", "section", "div", "article", "nav", "aside"].contains(&name) && !text.ends_with("[ ] ") {
            text.push('\n');
        }
        text.push_str(after);
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("{}\n", line.replace("&lt;", "<").replace("&gt;", ">"))).collect()
}

fn upgrade_pages(built: &Built) -> String {
    built.paths().filter(|path| path.contains("upgrade/") && path.ends_with("html")).map(|path| format!("{path}\n")).collect()
}

#[test]
fn a_page_leads_from_each_line_major_and_support_line_to_the_next() {
    assert_data_eq!(
        upgrade_pages(&site().build()),
        str![[r#"
upgrade/2.4.1/2.5.0/index.html
upgrade/2.4.1/3.1.0/index.html
upgrade/2.5.0/3.0.0/index.html
upgrade/2.5.0/3.1.0/index.html
upgrade/3.0.0/3.1.0/index.html
upgrade/index.html

"#]]
    );
}

#[test]
fn a_page_tells_everything_that_the_jump_asks_for() {
    assert_data_eq!(
        told(&site().build(), "upgrade/2.4.1/3.1.0/index.html"),
        str![[r#"
Acme changes
Upgrading
From 2.4.1 to 3.1.0
Events
From 2.4.1 to 3.1.0
Everything that the way from 2.4.1 to 3.1.0 asks for, as a list to work through or to print.
The way
Stop at one release on the way. It may not be skipped.
2.4.1 You are here
2.5.0 Stop here
3.1.0  Past 3.0.0
Print Copy link Clear ticks
1. Upgrade to 2.5.0
Before you upgrade
2.5.0
[ ] Back up the database.
Upgrade
2.5.0
[ ] Run events migrate 2.5.0.
2. Upgrade to 3.1.0
Breaking changes 1
[ ]
Short keys are gone
Since 3.0.0
Ticketing
They open nothing any more.
Migration
Make long ones.
Steps of releases on the way are here too. A step that several of them ask for is listed once, with the last.
Before you upgrade
3.0.0 on the way
[ ] Back up the database.
[ ] List the keys with events keys.
Upgrade
3.1.0
[ ] Run events migrate 3.1.0.
After the upgrade
3.0.0 on the way
[ ] If you scan
Scan one ticket.
3.1.0
[ ] If you print
Print one ticket.
Settings that changed 1
mode AddedDefault strict
Deprecations
Gone from 3.1.0
Short keys are deprecated Use instead: Long keys
Security updates that you gain 1
High Tickets could be guessed CVE-2026-1234
Known issues that you will meet 1
Reports are slow Major Open
Wait.
https://changes.acme.example/upgrade/2.4.1/3.1.0/
On this page
1. Upgrade to 2.5.0
2. Upgrade to 3.1.0
Settings that changed 1
Deprecations 1
Security updates 1
Known issues 1
Choose other versions
Other upgrades
3.0.0 to 3.1.0
2.5.0 to 3.1.0
2.4.1 to 2.5.0

"#]]
    );
}

#[test]
fn the_markdown_twin_tells_the_same() {
    assert_data_eq!(
        site().build().text("upgrade/2.4.1/3.1.0/index.md"),
        str![[r#"
# Events: from 2.4.1 to 3.1.0

Everything that the way from 2.4.1 to 3.1.0 asks for, as a list to work through or to print.

## 1. Upgrade to 2.5.0

### Before you upgrade

`2.5.0`

Back up the database.

### Upgrade

`2.5.0`

1. Run `events migrate 2.5.0`.

## 2. Upgrade to 3.1.0

Past [3.0.0](https://changes.acme.example/3.0.0/index.md)

### Breaking changes

#### Short keys are gone

Since 3.0.0

They open nothing any more.

##### Migration
Make long ones.

### Before you upgrade

`3.0.0`

1. Back up the database.
2. List the keys with `events keys`.

### Upgrade

`3.0.0`

1. Run `events migrate 3.0.0`.

`3.1.0`

1. Run `events migrate 3.1.0`.

### After the upgrade

`3.0.0`

##### If you scan
Scan one ticket.

`3.1.0`

##### If you print
Print one ticket.

## Settings that changed

- `mode` added, default `strict`

## Gone from 3.1.0

- [Short keys are deprecated](https://changes.acme.example/2.5.0/#old-keys): Removed; Since [2.5.0](https://changes.acme.example/2.5.0/index.md); Removal 3.0.0; Use instead: Long keys

## Security updates that you gain

- [Tickets could be guessed](https://changes.acme.example/3.0.0/#hole): High; Affects `<3.0.0`; [CVE-2026-1234](https://www.cve.org/CVERecord?id=CVE-2026-1234); Fixed in [3.0.0](https://changes.acme.example/3.0.0/index.md)

## Known issues that you will meet

- [Reports are slow](https://changes.acme.example/3.1.0/#slow): Major, Open; Affects `>=3.1.0`


"#]]
    );
}

#[test]
fn every_page_is_linked_from_the_release_it_ends_at_and_from_the_page_of_upgrades_and_the_sitemap() {
    let built = site().build();
    let pages: Vec<String> = upgrade_pages(&built).lines().filter_map(|path| path.strip_suffix("index.html")).map(str::to_owned).collect();
    for page in pages.iter().filter(|page| *page != "upgrade/") {
        let end = page.trim_end_matches('/').rsplit('/').next().unwrap();
        assert!(built.text("upgrade/index.html").contains(&format!("href=\"/{page}\"")), "{page}");
        assert!(built.text(&format!("{end}/index.html")).contains(&format!("href=\"/{page}\"")), "{page}");
        assert!(built.text("sitemap.xml").contains(&format!("<loc>https://changes.acme.example/{page}</loc>")), "{page}");
    }
    assert_eq!(pages.len(), 6);
}

#[test]
fn texts_of_several_releases_share_a_page_without_sharing_ids() {
    let built = site().build();
    for page in upgrade_pages(&built).lines() {
        let mut ids: Vec<&str> = built.text(page).split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{page}");
    }
}

#[test]
fn a_way_that_no_release_allows_is_told_as_closed() {
    let built = site()
        .edit("content/events/3.0.0.yaml", ">=2.5.0", ">=2.6.0")
        .edit("content/events/3.1.0.yaml", ">=2.5.0", ">=3.0.0")
        .append("content/site.yaml", "checks: { upgrade-gap: off }\n")
        .build();
    let page = told(&built, "upgrade/2.4.1/3.1.0/index.html");
    assert_data_eq!(
        page.lines().skip(5).take(5).collect::<Vec<_>>().join("\n"),
        str![[r#"
Everything that the way from 2.4.1 to 3.1.0 asks for, as a list to work through or to print.
No upgrade leads there
No chain of releases that allow it leads from 2.4.1 to 3.1.0. What is listed here lies between the two.
The way
2.4.1 You are here
"#]]
    );
}

#[test]
fn an_update_that_only_the_older_line_has_is_told_as_lost() {
    let built = site()
        .append(
            "content/events/3.1.0.yaml",
            "  - { id: leak, kind: security, title: Names leaked, severity: low, affects: \"<3.1.0\", also_in: [2.4.1], body: Fixed. }\n",
        )
        .build();
    let page = told(&built, "upgrade/2.4.1/2.5.0/index.html");
    assert_data_eq!(
        page.lines().skip(5).take(5).collect::<Vec<_>>().join("\n"),
        str![[r#"
Everything that the way from 2.4.1 to 2.5.0 asks for, as a list to work through or to print.
Security updates that you would lose
2.5.0 is older than these updates, which 2.4.1 has. Choose a newer release.
Names leaked
The way
"#]]
    );
}

#[test]
fn what_the_public_may_not_see_is_on_no_page() {
    let built = site()
        .append(
            "content/events/3.0.0.yaml",
            "  - { id: inner, kind: breaking, title: Inner keys changed, component: ticketing, audience: staff, body: \"No.\\n\\n## Migration\\nNone.\" }\n",
        )
        .file("content/events/4.0.0.yaml", "date: 2027-01-01\nstatus: planned\n")
        .build();
    assert!(upgrade_pages(&built).lines().all(|path| !path.contains("4.0.0") && !built.text(path).contains("Inner keys")));
}

#[test]
fn a_release_that_was_rolled_back_ends_no_page() {
    let built = site()
        .edit(
            "content/events/3.1.0.yaml",
            "date: 2026-08-04\n",
            "date: 2026-08-04\nstatus: rolled-back\nrollback: { date: 2026-08-05, reason: Lost scans }\n",
        )
        .build();
    assert_data_eq!(
        upgrade_pages(&built),
        str![[r#"
upgrade/2.4.1/2.5.0/index.html
upgrade/2.4.1/3.0.0/index.html
upgrade/2.5.0/3.0.0/index.html
upgrade/index.html

"#]]
    );
}

#[test]
fn with_several_products_each_has_its_own() {
    let built = site()
        .edit("content/site.yaml", "products:\n", "products:\n  desk: { name: Desk }\n")
        .file("content/desk/1.0.0.yaml", "date: 2026-01-01\n")
        .file("content/desk/1.1.0.yaml", "date: 2026-02-01\n")
        .build();
    let pages = upgrade_pages(&built);
    assert!(
        pages.contains("desk/upgrade/1.0.0/1.1.0/index.html\n") && pages.contains("events/upgrade/2.5.0/3.0.0/index.html\n"),
        "{pages}"
    );
    assert_data_eq!(
        told(&built, "desk/upgrade/1.0.0/1.1.0/index.html"),
        str![[r#"
Acme changes
Desk
Upgrading
From 1.0.0 to 1.1.0
Desk
From 1.0.0 to 1.1.0
Everything that the way from 1.0.0 to 1.1.0 asks for, as a list to work through or to print.
The way
1.0.0 You are here
1.1.0
Print Copy link Clear ticks
No steps are needed beyond installing 1.1.0.
https://changes.acme.example/desk/upgrade/1.0.0/1.1.0/
Choose other versions

"#]]
    );
}
