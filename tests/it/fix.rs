//! `tidings fix`: what is certain is mended in place, and nothing else is touched.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use snapbox::{assert_data_eq, str};

use crate::support::SiteTest;

const ENTRY: &str = "content/events/2.4.0/scan.md";
const RELEASE: &str = "content/events/2.4.0/release.yaml";

/// Standard output, standard error and exit status of `tidings fix`.
fn fix(site: &SiteTest, arguments: &[&str]) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tidings"));
    let output = command.current_dir(site.root()).args(["--today", "2026-11-22", "fix"]).args(arguments).output().unwrap();
    let text =
        |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(&*site.root().canonicalize().unwrap().to_string_lossy(), "[SITE]");
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

fn read(site: &SiteTest, path: &str) -> String {
    std::fs::read_to_string(site.root().join(path)).unwrap()
}

/// Two certain mistakes in one line, one of which shows only once the other is mended, and one that a writer must decide.
fn mistakes() -> SiteTest {
    SiteTest::new().file(ENTRY, "---\nkind: feature # new\ntitel:   404\nhighlight: yes\naudience: everybody\n---\nText.\n")
}

#[test]
fn what_is_certain_is_mended_and_layout_and_comments_stay() {
    let site = mistakes();
    let (out, err, status) = fix(&site, &[]);
    assert_data_eq!(
        out,
        str![[r#"
content/events/2.4.0/scan.md:3:1: fixed[unknown-field]: `titel` is now `title`
content/events/2.4.0/scan.md:4:12: fixed[wrong-type]: `yes` is now `true`
content/events/2.4.0/scan.md:3:10: fixed[wrong-type]: `404` is now `"404"`

"#]]
    );
    assert_data_eq!(
        err,
        str![[r#"
Fixed 3 problems in 1 file; 1 error and 0 warnings are left, which `tidings check` shows

"#]]
    );
    assert_eq!(status, 1);
    assert_data_eq!(
        read(&site, ENTRY),
        str![[r#"
---
kind: feature # new
title:   "404"
highlight: true
audience: everybody
---
Text.

"#]]
    );
    let (out, err, status) = fix(&site, &[]);
    assert_eq!((out.as_str(), status), ("", 1));
    assert_data_eq!(
        err,
        str![[r#"
Nothing is certain enough to fix; 1 error and 0 warnings are left, which `tidings check` shows

"#]]
    );
}

#[test]
fn a_dry_run_shows_a_diff_and_writes_nothing() {
    let site = mistakes();
    let before = read(&site, ENTRY);
    let (out, err, status) = fix(&site, &["--dry-run"]);
    assert_data_eq!(
        out,
        str![[r#"
--- a/content/events/2.4.0/scan.md
+++ b/content/events/2.4.0/scan.md
@@ -1,7 +1,7 @@
 ---
 kind: feature # new
-titel:   404
-highlight: yes
+title:   "404"
+highlight: true
 audience: everybody
 ---
 Text.

"#]]
    );
    assert_data_eq!(
        err,
        str![[r#"
Would fix 3 problems in 1 file; 1 error and 0 warnings are left, which `tidings check` shows

"#]]
    );
    assert_eq!((status, read(&site, ENTRY)), (1, before));
}

#[test]
fn a_good_site_has_nothing_to_fix() {
    let (out, err, status) = fix(&SiteTest::new(), &[]);
    assert_eq!((out.as_str(), status), ("", 0));
    assert_data_eq!(
        err,
        str![[r#"
Nothing to fix

"#]]
    );
}

#[test]
fn programs_read_it_as_json() {
    assert_data_eq!(
        fix(&mistakes(), &["--json", "--dry-run"]).0,
        str![[r#"
{"dry_run":true,"fixed":[{"code":"unknown-field","file":"content/events/2.4.0/scan.md","line":3,"column":1,"message":"an entry of kind `feature` has no field `titel`","removed":"titel","added":"title"},{"code":"wrong-type","file":"content/events/2.4.0/scan.md","line":4,"column":12,"message":"`highlight` takes `true` or `false`, and this is text","removed":"yes","added":"true"},{"code":"wrong-type","file":"content/events/2.4.0/scan.md","line":3,"column":10,"message":"`title` takes text, and this is a number","removed":"404","added":"/"404/""}],"files":["content/events/2.4.0/scan.md"],"errors":1,"warnings":0}

"#]]
    );
}

#[test]
fn a_byte_order_mark_line_ends_and_permissions_are_kept() {
    let site = SiteTest::new().file(ENTRY, "\u{feff}---\r\nkind: feature\r\ntitel: Café tables\r\n---\r\nText.\r\n");
    let path = site.root().join(ENTRY);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(fix(&site, &[]).2, 0);
    assert_eq!(read(&site, ENTRY), "\u{feff}---\r\nkind: feature\r\ntitle: Café tables\r\n---\r\nText.\r\n");
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    let names = std::fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.count(), 2, "nothing is left beside it");
}

#[test]
fn a_symbolic_link_stays_one_and_what_it_leads_to_is_mended_once() {
    let site = SiteTest::new()
        .file("content/events/2.4.0/shared.md", "---\nkind: feature\ntitel: Scan\n---\nText.\n")
        .link("content/events/2.4.0/also.md", "shared.md");
    assert_eq!(fix(&site, &[]).2, 0);
    assert!(site.root().join("content/events/2.4.0/also.md").is_symlink());
    assert_eq!(read(&site, "content/events/2.4.0/shared.md"), "---\nkind: feature\ntitle: Scan\n---\nText.\n");
}

#[test]
fn a_read_only_file_is_named_and_no_other_is_written() {
    let site = mistakes().file(RELEASE, "date: 2026-05-12\nstatus: relased\n");
    let before = read(&site, RELEASE);
    std::fs::set_permissions(site.root().join(ENTRY), std::fs::Permissions::from_mode(0o444)).unwrap();
    let (out, err, status) = fix(&site, &[]);
    assert_eq!((out.as_str(), status), ("", 2));
    assert_data_eq!(
        err,
        str![[r#"
error: `[SITE]/content/events/2.4.0/scan.md` is read-only

"#]]
    );
    assert_eq!(read(&site, RELEASE), before);
}

#[test]
fn a_file_that_changed_since_it_was_read_is_not_written_over() {
    let site = SiteTest::new();
    let error = tidings::publish::rewrite(site.root(), &[(RELEASE, "date: 2026-05-11\n", "date: 2026-05-13\n")]).unwrap_err();
    assert_eq!(
        error.to_string().replace(&*site.root().to_string_lossy(), "[SITE]"),
        "`[SITE]/content/events/2.4.0/release.yaml` has changed since it was read; run the command again"
    );
    assert_eq!(read(&site, RELEASE), "date: 2026-05-12\n");
}
