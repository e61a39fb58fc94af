//! Links within the site, media, and HTML.

use chrono::{DateTime, Utc};
use snapbox::{assert_data_eq, str};
use tidings::diag::Diagnostics;
use tidings::model::{Environment, Scope, resolve};
use tidings::view::{Media, Texts};
use tidings::{load, parse, template};

use crate::support::SiteTest;

const SITE: &str = "content/site.yaml";
const ENTRY: &str = "content/events/2.4.0/scan.md";

/// The good site with another text in its entry.
fn saying(body: &str) -> SiteTest {
    SiteTest::new().file(ENTRY, format!("---\nkind: feature\ntitle: Scan\n---\n{body}\n"))
}

#[test]
fn a_path_leads_to_a_page_of_the_site() {
    saying("[a](/2.4.0/#scan) [b](/) [c](/known-issues/) [d](/kind/feature/) [e](/component/check-in/atom.xml) [f](/2.4.0/index.html)")
        .check(str![[r#"
0 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn a_path_to_no_page_offers_the_nearest() {
    saying("[a](/2.4.0)\n[b](/2.4.1/)\n[c](/2.4.0/#scam)\n[d](/events/2.4.0/)\n![e](/scan.png)").check(str![[r#"
error[broken-link]: there is no page `/2.4.0`
 --> content/events/2.4.0/scan.md:5:5
  |
5 | [a](/2.4.0)
  |     ^^^^^^
  |
  = help: the address of a page ends in a slash: write `/2.4.0/`

error[broken-link]: there is no page `/2.4.1/`
 --> content/events/2.4.0/scan.md:6:5
  |
6 | [b](/2.4.1/)
  |     ^^^^^^^
  |
  = help: did you mean `/2.4.0/`?

error[broken-link]: the page of `2.4.0` has no anchor `#scam`
 --> content/events/2.4.0/scan.md:7:5
  |
7 | [c](/2.4.0/#scam)
  |     ^^^^^^^^^^^^
  |
  = help: did you mean `#scan`?

error[broken-link]: there is no page `/events/2.4.0/`
 --> content/events/2.4.0/scan.md:8:5
  |
8 | [d](/events/2.4.0/)
  |     ^^^^^^^^^^^^^^
  |
  = help: write `/2.4.0/`

error[broken-link]: `/scan.png` is an address within the site, where no images stand
 --> content/events/2.4.0/scan.md:9:6
  |
9 | ![e](/scan.png)
  |      ^^^^^^^^^
  |
  = help: put the image beside the entry and write its file name

5 errors, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_site_below_a_path_is_linked_from_its_own_root() {
    saying("[a](/changes/2.4.0/)")
        .file(SITE, "title: Acme\nurl: https://acme.example/changes/\nproducts:\n  events: { name: Events }\n")
        .check(str![[r#"
error[broken-link]: there is no page `/changes/2.4.0/`
 --> content/events/2.4.0/scan.md:5:5
  |
5 | [a](/changes/2.4.0/)
  |     ^^^^^^^^^^^^^^^
  |
  = help: leave out `/changes`, which is where the site stands: write `/2.4.0/`

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn an_anchor_alone_is_a_heading_of_the_same_text() {
    saying("[a](#try-it) [b](#try) [c](#scan)\n\n## Try it\nNow.").check(str![[r#"
error[broken-link]: this text has no heading `#try`
 --> content/events/2.4.0/scan.md:5:18
  |
5 | [a](#try-it) [b](#try) [c](#scan)
  |                  ^^^^
  |
  = help: write `#try-it`

error[broken-link]: this text has no heading `#scan`
 --> content/events/2.4.0/scan.md:5:28
  |
5 | [a](#try-it) [b](#try) [c](#scan)
  |                            ^^^^^
  |
  = help: an entry is called so: write `entry:scan`

2 errors, 0 warnings in 1 file

"#]]);
}

#[test]
fn an_address_is_one_that_a_reader_can_follow() {
    saying("[a](//acme.example/a) [b](javascript:alert) [c](ftp://acme.example/) [d](https://acme.example/) [e](tel:+15550100)").check(
        str![[r#"
error[bad-url]: `//acme.example/a` is not an address that a link can lead to
 --> content/events/2.4.0/scan.md:5:5
  |
5 | [a](//acme.example/a) [b](javascript:alert) [c](ftp://acme.example/) [d](https://acme.example/) [e](tel:+15550100)
  |     ^^^^^^^^^^^^^^^^
  |
  = help: write `https://acme.example/a`

error[bad-url]: `javascript:alert` is not an address that a link can lead to
 --> content/events/2.4.0/scan.md:5:27
  |
5 | [a](//acme.example/a) [b](javascript:alert) [c](ftp://acme.example/) [d](https://acme.example/) [e](tel:+15550100)
  |                           ^^^^^^^^^^^^^^^^
  |
  = help: write an absolute address that starts with `https://`, `http://` or `mailto:`

error[bad-url]: `ftp://acme.example/` is not an address that a link can lead to
 --> content/events/2.4.0/scan.md:5:49
  |
5 | [a](//acme.example/a) [b](javascript:alert) [c](ftp://acme.example/) [d](https://acme.example/) [e](tel:+15550100)
  |                                                 ^^^^^^^^^^^^^^^^^^^
  |
  = help: write an absolute address that starts with `https://`, `http://` or `mailto:`

3 errors, 0 warnings in 1 file

"#]],
    );
}

#[test]
fn redirects_lead_from_no_page_to_a_page() {
    SiteTest::new()
        .append(
            SITE,
            "redirects: { /old/: /2.4.0/, /older/: /2.3.0/, /2.4.0/: /, old: /, /away/: 'https://acme.example/', /wrong/: 2.4.0 }\n",
        )
        .check(str![[r#"
error[broken-link]: there is no page `/2.3.0/`
 --> content/site.yaml:9:39
  |
9 | redirects: { /old/: /2.4.0/, /older/: /2.3.0/, /2.4.0/: /, old: /, /away/: 'https://acme.example/', /wrong/: 2.4.0 }
  |                                       ^^^^^^^
  |
  = help: did you mean `/2.4.0/`?

error[broken-link]: `/2.4.0/` is a page of this site, so it cannot lead elsewhere
 --> content/site.yaml:9:48
  |
9 | redirects: { /old/: /2.4.0/, /older/: /2.3.0/, /2.4.0/: /, old: /, /away/: 'https://acme.example/', /wrong/: 2.4.0 }
  |                                                ^^^^^^^
  |
  = help: take this line out, or name an address that is no more

error[bad-url]: `old` is not a path of this site
 --> content/site.yaml:9:60
  |
9 | redirects: { /old/: /2.4.0/, /older/: /2.3.0/, /2.4.0/: /, old: /, /away/: 'https://acme.example/', /wrong/: 2.4.0 }
  |                                                            ^^^
  |
  = help: write the old path from the site's root, `/old/address/` for instance

error[bad-url]: `2.4.0` is not a path of this site
 --> content/site.yaml:9:110
  |
9 | redirects: { /old/: /2.4.0/, /older/: /2.3.0/, /2.4.0/: /, old: /, /away/: 'https://acme.example/', /wrong/: 2.4.0 }
  |                                                                                                              ^^^^^
  |
  = help: write a path from the site's root or an absolute address

4 errors, 0 warnings in 1 file

"#]]);
}

#[test]
fn media_stand_beside_the_entry() {
    saying("![Scan](scan.png)\n[plan](files/the%20plan.pdf#page=2)\n![Scan](scam.png)")
        .file("content/events/2.4.0/files/the plan.pdf", "")
        .file("content/events/2.4.0/scan.png", "")
        .file(
            "content/events/2.4.0/with-image.md",
            "---\nkind: feature\ntitle: Image\nimage: { src: nothing.jpg, alt: Nothing }\n---\nText.\n",
        )
        .check(str![[r#"
error[missing-media]: there is no image `scam.png`
 --> content/events/2.4.0/scan.md:7:9
  |
7 | ![Scan](scam.png)
  |         ^^^^^^^^
  |
  = help: did you mean `scan.png`?

error[missing-media]: there is no image `nothing.jpg`
 --> content/events/2.4.0/with-image.md:4:15
  |
4 | image: { src: nothing.jpg, alt: Nothing }
  |               ^^^^^^^^^^^
  |
  = help: put it at `content/events/2.4.0/nothing.jpg`

2 errors, 0 warnings in 2 files

"#]]);
}

#[test]
fn a_link_to_a_file_of_notes_means_the_entry() {
    saying("[a](other.md) [b](../2.4.0/) [c](../2.4.0/other)")
        .file("content/events/2.4.0/other.md", "---\nkind: feature\ntitle: Other\n---\nText.\n")
        .check(str![[r#"
error[broken-link]: `other.md` is not a file that can be copied to the site
 --> content/events/2.4.0/scan.md:5:5
  |
5 | [a](other.md) [b](../2.4.0/) [c](../2.4.0/other)
  |     ^^^^^^^^
  |
  = help: link to the entry: `entry:2.4.0/other`

error[broken-link]: `../2.4.0/` is not a file that can be copied to the site
 --> content/events/2.4.0/scan.md:5:19
  |
5 | [a](other.md) [b](../2.4.0/) [c](../2.4.0/other)
  |                   ^^^^^^^^^
  |
  = help: link to the release: `release:2.4.0`

error[broken-link]: `../2.4.0/other` is not a file that can be copied to the site
 --> content/events/2.4.0/scan.md:5:34
  |
5 | [a](other.md) [b](../2.4.0/) [c](../2.4.0/other)
  |                                  ^^^^^^^^^^^^^^
  |
  = help: link to the entry: `entry:2.4.0/other`

3 errors, 0 warnings in 1 file

"#]]);
}

#[test]
fn nothing_leads_out_of_the_content() {
    saying("![a](../../../secret.png) [b](../../../../etc/passwd)").file("secret.png", "").check(str![[r#"
error[outside-content]: `../../../secret.png` leads out of the folder `content`
 --> content/events/2.4.0/scan.md:5:6
  |
5 | ![a](../../../secret.png) [b](../../../../etc/passwd)
  |      ^^^^^^^^^^^^^^^^^^^
  |
  = help: put the file beside the entry and write its name

error[outside-content]: `../../../../etc/passwd` leads out of the folder `content`
 --> content/events/2.4.0/scan.md:5:31
  |
5 | ![a](../../../secret.png) [b](../../../../etc/passwd)
  |                               ^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: put the file beside the entry and write its name

2 errors, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_file_that_nobody_refers_to_is_told_of() {
    saying("![Scan](scan.png)")
        .file("content/events/2.4.0/scan.png", "")
        .file("content/events/2.4.0/old.png", "")
        .file("content/events/notes.txt", "")
        .file("content/events/2.4.0/.hidden", "")
        .check(str![[r#"
warning[unused-file]: nobody refers to `old.png`
--> content/events/2.4.0/old.png:1:1
 = help: show it in an entry beside it: `![What it shows](old.png)`

warning[unused-file]: nobody refers to `notes.txt`
--> content/events/notes.txt:1:1
 = help: link to it, or remove it

0 errors, 2 warnings in 2 files

"#]]);
}

#[test]
fn html_that_is_not_allowed_is_told_of() {
    saying("Press <kbd>S</kbd>.\n\n<script src=\"a.js\"></script>\n\nAnd <iframe src=\"https://acme.example/\"></iframe> that.").check(
        str![[r#"
warning[html-dropped]: `<script>` is not allowed in notes and is left out of the page
 --> content/events/2.4.0/scan.md:7:1
  |
7 | <script src="a.js"></script>
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: say it in Markdown, or put it between backticks to show it as it is

warning[html-dropped]: `<iframe>` is not allowed in notes and is left out of the page
 --> content/events/2.4.0/scan.md:9:5
  |
9 | And <iframe src="https://acme.example/"></iframe> that.
  |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: say it in Markdown, or put it between backticks to show it as it is

0 errors, 2 warnings in 1 file

"#]],
    );
}

#[test]
fn a_redirect_is_an_address_too() {
    saying("[a](/old/) [b](/older/)").append(SITE, "redirects: { /old/: /2.4.0/ }\n").check(str![[r#"
error[broken-link]: there is no page `/older/`
 --> content/events/2.4.0/scan.md:5:16
  |
5 | [a](/old/) [b](/older/)
  |                ^^^^^^^

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn the_public_finds_no_link_to_what_it_may_not_see() {
    let site = saying("[a](release:3.0.0) [b](/3.0.0/) [c](entry:new) [d](/2.4.0/) [e](tel:+15550100) [f](plan.pdf#page=2)")
        .file("content/events/2.4.0/plan.pdf", "")
        .file("content/events/3.0.0.yaml", "status: planned\nentries:\n  - { id: new, kind: feature, title: New, body: New. }\n");
    site.check(str![[r#"
0 errors, 0 warnings in 5 files

"#]]);
    let loaded = load::site(site.root()).unwrap();
    let mut diags = Diagnostics::default();
    let documents = parse::parse(&loaded, &mut diags).unwrap();
    let templates = template::compile(&loaded, &mut diags).unwrap();
    let now: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().unwrap();
    for environment in [Environment::Preview, Environment::Production] {
        let scope = Scope { environment, ..Scope::everything(now.date_naive(), now) };
        let catalog = resolve(&documents, &templates, &scope, &mut diags);
        let texts = Texts::render(&catalog, &Media::new(&loaded.assets));
        let entry = catalog.entries().iter().find(|entry| entry.id.as_str() == "scan").unwrap();
        let html = &texts.entry(entry.index).html.text;
        match environment {
            Environment::Production => assert_data_eq!(
                html,
                str![[r#"
<p>a b c <a href="/2.4.0/">d</a> <a href="tel:+15550100">e</a> <a href="/assets/plan.af1349b9f5f9a1a6.pdf#page=2">f</a></p>

"#]]
            ),
            _ => assert_data_eq!(
                html,
                str![[r#"
<p><a href="/3.0.0/">a</a> <a href="/3.0.0/">b</a> <a href="/3.0.0/#new">c</a> <a href="/2.4.0/">d</a> <a href="tel:+15550100">e</a> <a href="/assets/plan.af1349b9f5f9a1a6.pdf#page=2">f</a></p>

"#]]
            ),
        }
    }
}

#[test]
fn links_are_followed_wherever_markdown_stands() {
    SiteTest::new()
        .file("content/events/2.4.0/old.md", "---\nkind: deprecation\ntitle: Old\nreplacement: The [new one](entry:newer)\n---\nText.\n")
        .file(
            "content/events/2.4.0/release.yaml",
            "date: 2026-05-12
summary: A [word](entry:a)
upgrade: { before: 'A [word](entry:b)', after: 'A [word](entry:c)' }
corrections: [{ date: 2026-05-20, note: 'A [word](entry:d)' }]
status: rolled-back
rollback: { date: 2026-05-21, reason: 'A [word](entry:e)' }
",
        )
        .check(str![[r#"
error[unresolved-entry]: there is no entry `newer`
 --> content/events/2.4.0/old.md:4:14
  |
4 | replacement: The [new one](entry:newer)
  |              ^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: name an entry by its id, or by `VERSION/ID` if it is of another release

error[unresolved-entry]: there is no entry `a`
 --> content/events/2.4.0/release.yaml:2:19
  |
2 | summary: A [word](entry:a)
  |                   ^^^^^^^
  |
  = help: name an entry by its id, or by `VERSION/ID` if it is of another release

error[unresolved-entry]: there is no entry `b`
 --> content/events/2.4.0/release.yaml:3:30
  |
3 | upgrade: { before: 'A [word](entry:b)', after: 'A [word](entry:c)' }
  |                              ^^^^^^^
  |
  = help: name an entry by its id, or by `VERSION/ID` if it is of another release

error[unresolved-entry]: there is no entry `c`
 --> content/events/2.4.0/release.yaml:3:58
  |
3 | upgrade: { before: 'A [word](entry:b)', after: 'A [word](entry:c)' }
  |                                                          ^^^^^^^
  |
  = help: name an entry by its id, or by `VERSION/ID` if it is of another release

error[unresolved-entry]: there is no entry `d`
 --> content/events/2.4.0/release.yaml:4:51
  |
4 | corrections: [{ date: 2026-05-20, note: 'A [word](entry:d)' }]
  |                                                   ^^^^^^^
  |
  = help: name an entry by its id, or by `VERSION/ID` if it is of another release

error[unresolved-entry]: there is no entry `e`
 --> content/events/2.4.0/release.yaml:6:49
  |
6 | rollback: { date: 2026-05-21, reason: 'A [word](entry:e)' }
  |                                                 ^^^^^^^
  |
  = help: name an entry by its id, or by `VERSION/ID` if it is of another release

6 errors, 0 warnings in 2 files

"#]]);
}
