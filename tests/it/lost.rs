//! Addresses of the last build that are gone: `address-lost`.

use std::path::Path;
use std::process::Command;

use snapbox::{assert_data_eq, str};

use crate::support::SiteTest;

const SITE: &str = "content/site.yaml";
const ENTRY: &str = "content/events/2.4.0/scan.md";

/// Standard output and error of a command in a site's folder.
fn tidings(folder: &Path, arguments: &[&str]) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tidings"));
    let output = command.current_dir(folder).args(["--today", "2026-11-22"]).args(arguments).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// The good site with two more releases, built for the public.
fn built() -> SiteTest {
    let site = SiteTest::new()
        .file("content/events/2.3.0.yaml", "date: 2026-04-14\nentries:\n  - { id: seats, kind: feature, title: Seats, body: Text. }\n")
        .file("content/events/2.5.0/release.yaml", "date: 2026-06-09\nversion: 2.5.0\n")
        .file("content/events/2.5.0/badges.md", "---\nkind: feature\ntitle: Badges\n---\nText.\n");
    let (_, told) = tidings(site.root(), &["build"]);
    assert!(told.starts_with("Built "), "{told}");
    site
}

fn check(site: &SiteTest) -> String {
    tidings(site.root(), &["check"]).0
}

#[test]
fn an_entry_that_moved_is_missed_where_it_stood() {
    let site = built()
        .without(ENTRY)
        .file("content/events/2.5.0/scan.md", "---\nkind: feature\ntitle: Scan tickets offline\n---\nText.\n")
        .without("content/events/2.5.0/badges.md")
        .file("content/events/2.5.0/printing.md", "---\nkind: feature\ntitle: Badges\n---\nText.\n");
    assert_data_eq!(
        check(&site),
        str![[r#"
warning[address-lost]: the entry `scan` of the last build is gone from `2.4.0`, and no redirect leads on from it
 --> content/events/2.4.0/release.yaml:1:1
  |
1 | date: 2026-05-12
  | ^^^^^^^^^^^^^^^^
  |
  = help: put it back, or add to `redirects` in site.yaml `/2.4.0/#scan: /2.5.0/#scan`

warning[address-lost]: the entry `badges` of the last build is gone from `2.5.0`, and no redirect leads on from it
 --> content/events/2.5.0/release.yaml:2:10
  |
2 | version: 2.5.0
  |          ^^^^^
  |
  = help: put it back, or add to `redirects` in site.yaml `/2.5.0/#badges: /2.5.0/#printing`

0 errors, 2 warnings in 2 files

"#]]
    );
    let redirects = "redirects:\n  /2.4.0/#scan: /2.5.0/#scan\n  /2.5.0/#badges: /2.5.0/#printing\n";
    let site = site.append(SITE, redirects);
    assert_data_eq!(
        check(&site),
        str![[r#"
0 errors, 0 warnings in 6 files

"#]]
    );
    let (_, told) = tidings(site.root(), &["build"]);
    assert!(told.starts_with("Built "), "{told}");
    let page = std::fs::read_to_string(site.root().join("public/2.4.0/index.html")).unwrap();
    assert!(page.contains(r#"id="scan">What stood here has moved. <a href="/2.5.0/#scan">"#), "{page}");
}

#[test]
fn a_release_that_is_gone_is_missed_at_the_site() {
    let site = built().without("content/events/2.3.0.yaml");
    assert_data_eq!(
        check(&site),
        str![[r#"
warning[address-lost]: `/2.3.0/` of the last build is gone, and no redirect leads on from it
 --> content/site.yaml:1:1
  |
1 | title: Acme release notes
  | ^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: put it back, or add to `redirects` in site.yaml `/2.3.0/: /`

0 errors, 1 warning in 1 file

"#]]
    );
    assert_data_eq!(
        check(&site.append(SITE, "redirects: { /2.3.0: /2.4.0/ }\n")),
        str![[r#"
0 errors, 0 warnings in 5 files

"#]]
    );
}

#[test]
fn what_is_gone_together_is_told_of_once() {
    let site = built();
    let text = std::fs::read_to_string(site.root().join(SITE)).unwrap();
    let site = site.file(SITE, text.replace("products:\n", "products:\n  desk: { name: Helpdesk }\n"));
    assert_data_eq!(
        check(&site),
        str![[r#"
warning[address-lost]: `/2.3.0/` of the last build is gone and 5 pages with it, and no redirect leads on from them
 --> content/site.yaml:1:1
  |
1 | title: Acme release notes
  | ^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: put them back, or add to `redirects` in site.yaml `/2.3.0/: /events/2.3.0/`, `/2.4.0/: /events/2.4.0/`, `/2.5.0/: /events/2.5.0/`, `/deprecations/: /events/deprecations/` and so on

warning[address-lost]: `/component/check-in/` of the last build is gone and another page with it, and no redirect leads on from them
 --> content/site.yaml:1:1
  |
1 | title: Acme release notes
  | ^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: put them back, or add to `redirects` in site.yaml `/component/check-in/: /events/component/check-in/`, `/component/ticketing/: /events/component/ticketing/`

warning[address-lost]: `/kind/breaking/` of the last build is gone and 6 pages with it, and no redirect leads on from them
 --> content/site.yaml:1:1
  |
1 | title: Acme release notes
  | ^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: put them back, or add to `redirects` in site.yaml `/kind/breaking/: /events/kind/breaking/`, `/kind/deprecation/: /events/kind/deprecation/`, `/kind/feature/: /events/kind/feature/`, `/kind/fix/: /events/kind/fix/` and so on

0 errors, 3 warnings in 1 file

"#]]
    );
}

#[test]
fn a_product_with_another_key_is_told_of_once() {
    let site = SiteTest::new();
    let text = std::fs::read_to_string(site.root().join(SITE)).unwrap();
    let site = site.file(SITE, text.replace("products:\n", "products:\n  desk: { name: Helpdesk }\n"));
    tidings(site.root(), &["build"]);
    std::fs::rename(site.root().join("content/events"), site.root().join("content/platform")).unwrap();
    let text = std::fs::read_to_string(site.root().join(SITE)).unwrap();
    let site = site.file(SITE, text.replace("  events:\n", "  platform:\n"));
    assert_data_eq!(
        check(&site),
        str![[r#"
warning[address-lost]: `/events/` of the last build is gone and 14 pages with it, and no redirect leads on from them
 --> content/site.yaml:1:1
  |
1 | title: Acme release notes
  | ^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: put them back, or add to `redirects` in site.yaml `/events/: /platform/`, `/events/2.4.0/: /platform/2.4.0/`, `/events/component/check-in/: /platform/component/check-in/`, `/events/component/ticketing/: /platform/component/ticketing/` and so on

0 errors, 1 warning in 1 file

"#]]
    );
}

#[test]
fn a_build_compares_with_the_site_that_stands_where_it_goes() {
    let site = built().without("content/events/2.3.0.yaml");
    let (_, told) = tidings(site.root(), &["build", "--out", "elsewhere"]);
    assert!(!told.contains("address-lost"), "{told}");
    let (_, told) = tidings(site.root(), &["build"]);
    assert!(told.contains("address-lost"), "{told}");
    let (_, told) = tidings(site.root(), &["build"]);
    assert!(!told.contains("address-lost"), "the last build is the one before: {told}");
}

#[test]
fn what_only_a_staging_site_shows_is_never_missed_and_what_the_public_saw_still_is() {
    let site = built().file("content/events/unreleased/soon.md", "---\nkind: feature\ntitle: Soon\n---\nText.\n");
    let site = site.file("content/events/2.6.0.yaml", "date: 2026-12-08\nstatus: planned\n");
    tidings(site.root(), &["build", "--env", "staging"]);
    let site = site.without("content/events/unreleased/soon.md").without("content/events/2.6.0.yaml");
    assert_data_eq!(
        check(&site),
        str![[r#"
0 errors, 0 warnings in 6 files

"#]]
    );
    assert!(check(&site.without(ENTRY)).contains("address-lost"));
}

#[test]
fn an_anchor_that_is_there_or_has_no_page_cannot_lead_elsewhere() {
    let site = SiteTest::new().append(SITE, "redirects:\n  /2.4.0/#scan: /2.4.0/\n  /2.0.0/#old: /2.4.0/\n  /security/#old: /2.4.0/\n");
    assert_data_eq!(
        check(&site),
        str![[r#"
error[broken-link]: `/2.4.0/#scan` is an entry of this site, so it cannot lead elsewhere
  --> content/site.yaml:10:3
   |
10 |   /2.4.0/#scan: /2.4.0/
   |   ^^^^^^^^^^^^
   |
   = help: take this line out, or name an address that is no more

error[broken-link]: no page of a release stands at `/2.0.0/`, so nothing can lead on from an entry there
  --> content/site.yaml:11:3
   |
11 |   /2.0.0/#old: /2.4.0/
   |   ^^^^^^^^^^^
   |
   = help: redirect the page, without `#`

error[broken-link]: no page of a release stands at `/security/`, so nothing can lead on from an entry there
  --> content/site.yaml:12:3
   |
12 |   /security/#old: /2.4.0/
   |   ^^^^^^^^^^^^^^
   |
   = help: redirect the page, without `#`

3 errors, 0 warnings in 1 file

"#]]
    );
}

#[test]
fn a_damaged_manifest_stands_in_the_way_of_no_check() {
    let site = built();
    let site = site.file("public/.tidings/manifest.json", "{");
    assert_data_eq!(
        check(&site),
        str![[r#"
0 errors, 0 warnings in 6 files

"#]]
    );
}
