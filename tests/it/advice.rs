//! What readers would stumble over: each warning with its whole output, and the near misses that stay silent.

use snapbox::str;

use crate::support::SiteTest;

const SITE: &str = "content/site.yaml";
const RELEASE: &str = "content/events/2.4.0/release.yaml";
const ENTRY: &str = "content/events/2.4.0/scan.md";

/// The good site with an entry that has these fields more and this body.
fn entry(fields: &str, body: &str) -> SiteTest {
    SiteTest::new().file(ENTRY, format!("---\nkind: feature\ntitle: Scan tickets offline\n{fields}---\n{body}\n"))
}

/// The good site with these entries in its release.
fn entries(entries: &[(&str, &str)]) -> SiteTest {
    entries.iter().fold(SiteTest::new(), |site, (id, text)| site.file(&format!("content/events/2.4.0/{id}.md"), text))
}

const CLEAN: &str = "0 errors, 0 warnings";

/// Holds that nothing is wrong with a site.
fn is_clean(site: &SiteTest) {
    let (sources, diags) = site.diagnostics();
    let text = tidings::diag::render::human(&sources, &diags, false);
    assert!(text.starts_with(CLEAN), "{text}");
}

#[test]
fn an_image_says_what_it_shows() {
    entry("image: { src: scan.png }\n", "![](scan.png) and ![ ](scan.png) and <img src=\"scan.png\">.")
        .file("content/events/2.4.0/scan.png", "png")
        .file(
            "content/events/2.4.0/more.yaml",
            "- { kind: fix, title: Seats, image: { src: scan.png, alt: \" \" }, body: \"![][a]\\n\\n[a]: scan.png\" }\n",
        )
        .check(str![[r#"
warning[image-without-alt]: nothing says what the image `scan.png` shows
 --> content/events/2.4.0/more.yaml:1:59
  |
1 | - { kind: fix, title: Seats, image: { src: scan.png, alt: " " }, body: "![][a]\n\n[a]: scan.png" }
  |                                                           ^^^
  |
  = help: say what it shows: `alt: A phone scanning a ticket`

warning[image-without-alt]: nothing says what the image `scan.png` shows
 --> content/events/2.4.0/more.yaml:1:72
  |
1 | - { kind: fix, title: Seats, image: { src: scan.png, alt: " " }, body: "![][a]\n\n[a]: scan.png" }
  |                                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: say what it shows: `![A phone scanning a ticket](scan.png)`

warning[image-without-alt]: nothing says what the image `scan.png` shows
 --> content/events/2.4.0/scan.md:4:15
  |
4 | image: { src: scan.png }
  |               ^^^^^^^^
  |
  = help: say what it shows: `alt: A phone scanning a ticket`

warning[image-without-alt]: nothing says what the image `scan.png` shows
 --> content/events/2.4.0/scan.md:6:1
  |
6 | ![](scan.png) and ![ ](scan.png) and <img src="scan.png">.
  | ^^^^^^^^^^^^^
  |
  = help: say what it shows: `![A phone scanning a ticket](scan.png)`

warning[image-without-alt]: nothing says what the image `scan.png` shows
 --> content/events/2.4.0/scan.md:6:19
  |
6 | ![](scan.png) and ![ ](scan.png) and <img src="scan.png">.
  |                   ^^^^^^^^^^^^^^
  |
  = help: say what it shows: `![A phone scanning a ticket](scan.png)`

warning[image-without-alt]: nothing says what the image `scan.png` shows
 --> content/events/2.4.0/scan.md:6:38
  |
6 | ![](scan.png) and ![ ](scan.png) and <img src="scan.png">.
  |                                      ^^^^^^^^^^^^^^^^^^^^
  |
  = help: say what it shows: `alt="A phone scanning a ticket"`; `alt=""` where it only decorates

0 errors, 6 warnings in 2 files

"#]]);
}

#[test]
fn an_image_that_only_decorates_says_so_in_html() {
    is_clean(
        &entry("image: { src: scan.png, alt: A phone }\n", "![A phone](scan.png) <img src=\"scan.png\" alt=\"\">")
            .file("content/events/2.4.0/scan.png", "png"),
    );
}

#[test]
fn a_heading_that_skips_a_level_is_told_of_once() {
    entry("", "Text.\n\n## One\n\nText.\n\n#### Two\n\nText.\n\n#### Three\n\nText.\n\n##### Four\n\nText.\n\n## Five\n\nText.").check(
        str![[r#"
warning[heading-order]: this heading skips a level: `####` comes after `##`
  --> content/events/2.4.0/scan.md:11:1
   |
11 | #### Two
   | ^^^^^^^^
   |
   = help: write `### Two`

0 errors, 1 warning in 1 file

"#]],
    );
}

#[test]
fn headings_start_at_the_second_level() {
    entry("", "### Too deep\n\nText.").check(str![[r#"
warning[heading-order]: the first heading is `###`, so those above it are missing
 --> content/events/2.4.0/scan.md:5:1
  |
5 | ### Too deep
  | ^^^^^^^^^^^^
  |
  = help: write `## Too deep`

0 errors, 1 warning in 1 file

"#]]);
    entry("", "# Too high\n\nText.\n\n# Too high, too\n\nText.\n\n## Below\n\nText.").check(str![[r#"
warning[heading-order]: headings start at `##`: `#` is the title of the page
 --> content/events/2.4.0/scan.md:5:1
  |
5 | # Too high
  | ^^^^^^^^^^
  |
  = help: write `## Too high`, and add a `#` to the headings below it

0 errors, 1 warning in 1 file

"#]]);
    is_clean(&entry("", "Text.\n\n## One\n\nText.\n\n### Two\n\nText.\n\n## Three\n\nText.\n\n### Four\n\n#### Five\n\nText."));
}

#[test]
fn a_link_says_where_it_leads() {
    entry(
        "links: [{ title: Here, url: https://a.example/ }]\n",
        "Read [here](https://a.example/), [*Click* here!](entry:scan), <https://a.example/>, [](https://a.example/),\n\
         <a href=\"https://a.example/\">this\nlink</a> and [more](release:2.4.0).",
    )
    .check(str![[r#"
warning[link-text]: `Here` does not say where the link leads
 --> content/events/2.4.0/scan.md:4:18
  |
4 | links: [{ title: Here, url: https://a.example/ }]
  |                  ^^^^
  |
  = help: say what stands there: `title: The migration guide`

warning[link-text]: `here` does not say where the link leads
 --> content/events/2.4.0/scan.md:6:7
  |
6 | Read [here](https://a.example/), [*Click* here!](entry:scan), <https://a.example/>, [](https://a.example/),
  |       ^^^^
  |
  = help: say what stands there: `[The migration guide](https://a.example/)`

warning[link-text]: `Click here!` does not say where the link leads
 --> content/events/2.4.0/scan.md:6:35
  |
6 | Read [here](https://a.example/), [*Click* here!](entry:scan), <https://a.example/>, [](https://a.example/),
  |                                   ^^^^^^^^^^^^^
  |
  = help: say what stands there: `[Scan tickets offline](entry:scan)`

warning[link-text]: a bare address does not say what stands there
 --> content/events/2.4.0/scan.md:6:64
  |
6 | Read [here](https://a.example/), [*Click* here!](entry:scan), <https://a.example/>, [](https://a.example/),
  |                                                                ^^^^^^^^^^^^^^^^^^
  |
  = help: say what stands there: `[The migration guide](https://a.example/)`

warning[link-text]: this link has no text
 --> content/events/2.4.0/scan.md:6:85
  |
6 | Read [here](https://a.example/), [*Click* here!](entry:scan), <https://a.example/>, [](https://a.example/),
  |                                                                                     ^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: say what stands there: `[The migration guide](https://a.example/)`

warning[link-text]: `this link` does not say where the link leads
 --> content/events/2.4.0/scan.md:7:30
  |
7 | <a href="https://a.example/">this
  |                              ^^^^
  |
  = help: say what stands there: `[The migration guide](https://a.example/)`

warning[link-text]: `more` does not say where the link leads
 --> content/events/2.4.0/scan.md:8:15
  |
8 | link</a> and [more](release:2.4.0).
  |               ^^^^
  |
  = help: say what stands there: `[2.4.0](release:2.4.0)`

0 errors, 7 warnings in 1 file

"#]]);
}

#[test]
fn a_link_may_hold_an_image_a_mail_address_or_any_other_words() {
    is_clean(
        &entry(
            "",
            "[![A phone](scan.png)](https://a.example/) <a@b.example> [the guide here](https://a.example/) [a.example](https://a.example/)\n\
             <a href=\"https://a.example/\"><img src=\"scan.png\" alt=\"A phone\"></a> <a href=\"https://a.example/\">the *guide*</a> `[here](x)`",
        )
        .file("content/events/2.4.0/scan.png", "png"),
    );
}

#[test]
fn a_title_names_what_changed() {
    entries(&[
        ("various", "---\nkind: fix\ntitle: Various fixes\n---\nText.\n"),
        ("minor", "---\nkind: improvement\ntitle: \"Minor improvements & bug fixes.\"\n---\nText.\n"),
        ("offline", "---\nkind: fix\ntitle: Fixes for offline scans\n---\nText.\n"),
    ])
    .check(str![[r#"
warning[vague-title]: `Minor improvements & bug fixes.` does not say what changed
 --> content/events/2.4.0/minor.md:3:8
  |
3 | title: "Minor improvements & bug fixes."
  |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: name what readers notice, such as `Exports open in Excel again`; split several changes into an entry each

warning[vague-title]: `Various fixes` does not say what changed
 --> content/events/2.4.0/various.md:3:8
  |
3 | title: Various fixes
  |        ^^^^^^^^^^^^^
  |
  = help: name what readers notice, such as `Exports open in Excel again`; split several changes into an entry each

0 errors, 2 warnings in 2 files

"#]]);
}

#[test]
fn two_entries_of_a_release_have_titles_of_their_own() {
    entries(&[("again", "---\nkind: fix\ntitle: scan  tickets offline.\n---\nText.\n")])
        .file("content/events/2.3.0.yaml", "date: 2026-04-14\nentries:\n  - { kind: fix, title: Scan tickets offline, body: Text. }\n")
        .file("content/events/unreleased/one.md", "---\nkind: fix\ntitle: Faster lists\n---\nText.\n")
        .file("content/events/unreleased/two.md", "---\nkind: fix\ntitle: Faster lists\n---\nText.\n")
        .check(str![[r#"
warning[duplicate-title]: another entry of `2.4.0` has this title, too
 --> content/events/2.4.0/scan.md:3:8
  |
3 | title: Scan tickets offline
  |        ^^^^^^^^^^^^^^^^^^^^
  |
 ::: content/events/2.4.0/again.md:3:8
  |
3 | title: scan  tickets offline.
  |        ---------------------- the title of `again`
  |
  = help: say in each what sets it apart, or join the two

warning[duplicate-title]: another entry of `unreleased/` has this title, too
 --> content/events/unreleased/two.md:3:8
  |
3 | title: Faster lists
  |        ^^^^^^^^^^^^
  |
 ::: content/events/unreleased/one.md:3:8
  |
3 | title: Faster lists
  |        ------------ the title of `one`
  |
  = help: say in each what sets it apart, or join the two

0 errors, 2 warnings in 2 files

"#]]);
}

#[test]
fn a_summary_is_short() {
    let words = "Staff scan tickets without a network. ";
    let long = format!("date: 2026-05-12\nsummary: |\n  {}\n  {}é last words\n", words.repeat(8).trim_end(), words.repeat(9));
    SiteTest::new().file(RELEASE, long).check(str![[r#"
warning[long-summary]: the summary is 658 characters long, and from here on it is more than 600
 --> content/events/2.4.0/release.yaml:4:298
  |
4 | ...scan tickets without a network. Staff scan tickets without a network. Staff scan tickets without a network. é last words
  |                                                                 ^^^^^^^^
  |
  = help: keep what matters to most readers, and tell the rest in entries

0 errors, 1 warning in 1 file

"#]]);
    let address = "x".repeat(400);
    let linked = format!("date: 2026-05-12\nsummary: |\n  {}[The guide](https://a.example/{address})\n", words.repeat(12));
    is_clean(&SiteTest::new().file(RELEASE, linked));
}

#[test]
fn a_reference_is_one_that_a_pattern_takes() {
    entry("refs: [EVT-1, evt-2, EVT3, ETV-4, \"88\", https://a.example/5, Q]\n", "Text.")
        .append(SITE, "references:\n  'EVT-(\\d+)': https://tracker.example/$0\n  '#(\\d+)': https://git.example/$1\n")
        .check(str![[r#"
warning[unknown-reference]: no pattern under `references` takes `evt-2`
 --> content/events/2.4.0/scan.md:4:15
  |
4 | refs: [EVT-1, evt-2, EVT3, ETV-4, "88", https://a.example/5, Q]
  |               ^^^^^
  |
  = help: did you mean `EVT-2`?

warning[unknown-reference]: no pattern under `references` takes `EVT3`
 --> content/events/2.4.0/scan.md:4:22
  |
4 | refs: [EVT-1, evt-2, EVT3, ETV-4, "88", https://a.example/5, Q]
  |                      ^^^^
  |
  = help: did you mean `EVT-3`?

warning[unknown-reference]: no pattern under `references` takes `ETV-4`
  --> content/events/2.4.0/scan.md:4:28
   |
 4 | refs: [EVT-1, evt-2, EVT3, ETV-4, "88", https://a.example/5, Q]
   |                            ^^^^^
   |
  ::: content/site.yaml:10:3
   |
10 |   'EVT-(\d+)': https://tracker.example/$0
   |   ----------- the nearest pattern
   |
   = help: the nearest pattern is `EVT-(\d+)`

warning[unknown-reference]: no pattern under `references` takes `88`
 --> content/events/2.4.0/scan.md:4:35
  |
4 | refs: [EVT-1, evt-2, EVT3, ETV-4, "88", https://a.example/5, Q]
  |                                   ^^^^
  |
  = help: did you mean `#88`?

warning[unknown-reference]: no pattern under `references` takes `https://a.example/5`
 --> content/events/2.4.0/scan.md:4:41
  |
4 | refs: [EVT-1, evt-2, EVT3, ETV-4, "88", https://a.example/5, Q]
  |                                         ^^^^^^^^^^^^^^^^^^^
  |
  = help: an address stands under `links` or `docs`; `refs` holds names that the patterns make links of

warning[unknown-reference]: no pattern under `references` takes `Q`
 --> content/events/2.4.0/scan.md:4:62
  |
4 | refs: [EVT-1, evt-2, EVT3, ETV-4, "88", https://a.example/5, Q]
  |                                                              ^
  |
  = help: write it as a pattern there takes it, `EVT-(\d+)` or `#(\d+)`, or add one for it

0 errors, 6 warnings in 1 file

"#]]);
}

#[test]
fn a_reference_in_the_wrong_case_is_mended() {
    let site =
        entry("refs: [evt-2, \"evt-3\", EVT4]\n", "Text.").append(SITE, "references: { 'EVT-(\\d+)': https://tracker.example/$0 }\n");
    let loaded = tidings::load::site(site.root()).unwrap();
    let options = tidings::ops::CheckOptions { now: "2026-11-22T12:00:00Z".parse().unwrap(), deny_warnings: false };
    let mended = tidings::ops::fix(&loaded, &options);
    assert!(mended.files[0].after.contains("refs: [EVT-2, \"evt-3\", EVT4]"), "{}", mended.files[0].after);
}

#[test]
fn where_a_site_has_no_patterns_that_is_said_once() {
    entry("refs: [EVT-1, EVT-2]\n", "Text.")
        .file("content/events/2.4.0/more.yaml", "- { kind: fix, title: Seats, refs: [EVT-3], body: Text. }\n")
        .check(str![[r#"
warning[unknown-reference]: `EVT-3` (and 2 more) become no link, since site.yaml has no `references`
 --> content/events/2.4.0/more.yaml:1:37
  |
1 | - { kind: fix, title: Seats, refs: [EVT-3], body: Text. }
  |                                     ^^^^^
  |
  = help: add `references: { 'EVT-\d+': https://tracker.example.org/browse/$0 }` there, or `references: {}` where they stay text

0 errors, 1 warning in 1 file

"#]]);
    is_clean(&entry("refs: [EVT-1]\n", "Text.").append(SITE, "references: {}\n"));
}

const ISSUE: &str = "---\nkind: known-issue\ntitle: Scans stall\nseverity: major\n---\nThey stall.\n\n## Workaround\n";

#[test]
fn a_workaround_that_is_not_known_is_asked_for_while_the_issue_is_open() {
    entries(&[
        ("stall", &format!("{ISSUE}There is no workaround yet. We look for one.\n")),
        ("other", &format!("{}None is needed: scans go on by themselves.\n", ISSUE.replace("stall", "wait"))),
    ])
    .check(str![[r#"
warning[workaround-unknown]: this issue is still open, and readers are told of no way around it
 --> content/events/2.4.0/stall.md:9:1
  |
9 | There is no workaround yet. We look for one.
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: tell what helps until it is fixed, or from which version on not to upgrade

0 errors, 1 warning in 1 file

"#]]);
}

#[test]
fn an_issue_that_is_resolved_or_only_of_an_older_release_needs_no_workaround() {
    let text = format!("{ISSUE}None known.\n");
    let fix = "date: 2026-05-19\nentries:\n  - { kind: fix, title: Scans go on, resolves: [stall], body: Text. }\n";
    is_clean(&entries(&[("stall", &text)]).file("content/events/2.4.1.yaml", fix));
    let narrow = text.replace("severity: major", "severity: major\naffects: <2.4.1");
    is_clean(&entries(&[("stall", &narrow)]).file("content/events/2.4.1.yaml", "date: 2026-05-19\n"));
    is_clean(&entries(&[]).file("content/events/unreleased/stall.md", text));
}

#[test]
fn an_issue_open_for_more_than_a_year_is_stale() {
    let issue = format!("{ISSUE}Restart it.\n");
    let kept = issue.replace("severity: major", "severity: major\nstate: wont-fix").replace("stall", "wait");
    entries(&[("stall", &issue), ("wait", &kept)]).file(RELEASE, "date: 2025-11-21\n").check(str![[r#"
warning[stale-known-issue]: `stall` has been open for 366 days, since `2.4.0`
 --> content/events/2.4.0/stall.md:3:8
  |
3 | title: Scans stall
  |        ^^^^^^^^^^^
  |
 ::: content/events/2.4.0/release.yaml:1:7
  |
1 | date: 2025-11-21
  |       ---------- open since
  |
  = help: name it under `resolves` of the fix, end its `affects` where it went away, or write `state: wont-fix`

0 errors, 1 warning in 1 file

"#]]);
    is_clean(&entries(&[("stall", &issue)]).file(RELEASE, "date: 2025-11-22\n"));
}

#[test]
fn a_security_update_has_a_cve_id() {
    let security = "---\nkind: security\ntitle: Codes can be guessed\nseverity: high\naffects: <2.4.0\n---\nText.\n";
    entries(&[("guess", security)]).check(str![[r#"
warning[security-without-cve]: the security update `guess` has no CVE id
 --> content/events/2.4.0/guess.md:1:1
  |
1 | ---
  | ^^^
  |
  = help: add a line such as `cve: CVE-2026-12345`; a site that uses none says `checks: { security-without-cve: off }`

0 errors, 1 warning in 1 file

"#]]);
    is_clean(&entries(&[("guess", &security.replace("severity", "cve: CVE-2026-12345\nseverity"))]));
}

#[test]
fn what_is_deprecated_goes_in_a_major_release() {
    let old = |id: &str, removal: &str| format!("- {{ id: {id}, kind: deprecation, title: Old {id}, removal: {removal}, body: Text. }}\n");
    let list = [old("a", "2.5.0"), old("b", "3.0.0"), old("c", "3.0.1")].concat();
    SiteTest::new().file("content/events/2.4.0/old.yaml", list).check(str![[r#"
warning[removal-not-major]: `a` is to go in `2.5.0`, which is not a major release
 --> content/events/2.4.0/old.yaml:1:54
  |
1 | - { id: a, kind: deprecation, title: Old a, removal: 2.5.0, body: Text. }
  |                                                      ^^^^^
  |
  = help: write `3.0.0`, the next version that may take something away

warning[removal-not-major]: `c` is to go in `3.0.1`, which is not a major release
 --> content/events/2.4.0/old.yaml:3:54
  |
3 | - { id: c, kind: deprecation, title: Old c, removal: 3.0.1, body: Text. }
  |                                                      ^^^^^
  |
  = help: write `4.0.0`, the next version that may take something away

0 errors, 2 warnings in 1 file

"#]]);
}

#[test]
fn below_one_a_minor_release_may_take_away_and_calendar_versions_do_not_count() {
    let old =
        |removal: &str| format!("date: 2026-05-12\nentries:\n  - {{ kind: deprecation, title: Old, removal: {removal}, body: Text. }}\n");
    let site = || SiteTest::new().without(RELEASE).without(ENTRY);
    is_clean(&site().file("content/events/0.4.0.yaml", old("0.5.0")));
    site().file("content/events/0.4.0.yaml", old("0.4.1")).check(str![[r#"
warning[removal-not-major]: `old` is to go in `0.4.1`, which is not a minor release
 --> content/events/0.4.0.yaml:3:47
  |
3 |   - { kind: deprecation, title: Old, removal: 0.4.1, body: Text. }
  |                                               ^^^^^
  |
  = help: write `0.5.0`, the next version that may take something away

0 errors, 1 warning in 1 file

"#]]);
    let calendar = "title: Acme\nurl: https://a.example/\nproducts: { events: { name: Events, versioning: calendar } }\n";
    is_clean(&site().file(SITE, calendar).file("content/events/2026.05.yaml", old("2026.11.2")));
}

#[test]
fn support_that_has_ended_is_told_of_while_readers_count_on_it() {
    SiteTest::new()
        .file(RELEASE, "date: 2026-05-12\nlts: { until: 2026-10-31 }\n")
        .file("content/events/2.2.0.yaml", "date: 2023-05-12\nlts: { until: 2024-05-12 }\n")
        .file("content/events/2.3.0.yaml", "date: 2023-06-12\nlts: { until: 2024-06-12 }\n")
        .file("content/events/2.3.1.yaml", "date: 2024-07-01\n")
        .check(str![[r#"
warning[lts-expired]: the long-term support of `2.3` ended on 2024-06-12, with `2.3.1`
 --> content/events/2.3.0.yaml:2:15
  |
2 | lts: { until: 2024-06-12 }
  |               ^^^^^^^^^^
  |
 ::: content/events/2.3.1.yaml:1:7
  |
1 | date: 2024-07-01
  |       ---------- `2.3.1` comes after that
  |
  = help: write the day until which the line is supported

warning[lts-expired]: the long-term support of `2.4` ended on 2026-10-31, with `2.4.0`
 --> content/events/2.4.0/release.yaml:2:15
  |
2 | lts: { until: 2026-10-31 }
  |               ^^^^^^^^^^
  |
  = help: write a later day if it goes on; else release a last `2.4` whose notes say where to go from here

0 errors, 2 warnings in 2 files

"#]]);
}

#[test]
fn support_that_goes_on_or_ended_long_ago_is_no_news() {
    is_clean(&SiteTest::new().file(RELEASE, "date: 2026-05-12\nlts: { until: 2026-11-22 }\n"));
    is_clean(&SiteTest::new().file("content/events/2.2.0.yaml", "date: 2023-05-12\nlts: { until: 2024-05-12 }\n"));
}

#[test]
fn a_plan_whose_day_has_gone_by_is_told_of() {
    SiteTest::new()
        .file(
            "content/events/2.5.0.yaml",
            "date: 2026-11-21\nstatus: planned\nwindow: { from: 2026-11-21T02:00:00Z, to: 2026-11-21T04:00:00Z }\n",
        )
        .file("content/events/2.6.0.yaml", "date: 2026-11-22\nstatus: planned\n")
        .check(str![[r#"
warning[planned-in-past]: `2.5.0` is still planned, and its day was yesterday
 --> content/events/2.5.0.yaml:1:7
  |
1 | date: 2026-11-21
  |       ^^^^^^^^^^
  |
  = help: write `status: released` if it is out; else write the new day, or leave `date` out until there is one

0 errors, 1 warning in 1 file

"#]]);
}

/// Secrets are put together here, so that nobody's scanner finds them in this file.
fn secret(start: &str, length: usize) -> String {
    format!("{start}{}", "aB3dE6gH9jK2mN5pQ8sT".repeat(5).get(..length).unwrap())
}

#[test]
fn a_secret_is_told_of_wherever_it_stands() {
    entry("contributors: [\"token=Qm92kx7Lp\"]\n", "Set `https://hall:kx7-Qm92@scan.example/`.\n\n<!-- API_KEY: 92kx7LpQm92 -->")
        .file(
            "content/events/2.4.0/more.yaml",
            "# -----BEGIN PRIVATE KEY-----\n- { kind: fix, title: Seats, body: \"password = 'Tr0ub4dor&3'\" }\n",
        )
        .check(str![[r#"
warning[possible-secret]: this looks like a private key
 --> content/events/2.4.0/more.yaml:1:3
  |
1 | # -----BEGIN PRIVATE KEY-----
  |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: if it is real, withdraw it and take it out; if it is made up, say so in it: `EXAMPLE`, or `<token>`

warning[possible-secret]: this looks like a password or a key
 --> content/events/2.4.0/more.yaml:2:49
  |
2 | - { kind: fix, title: Seats, body: "password = 'Tr0ub4dor&3'" }
  |                                                 ^^^^^^^^^^^
  |
  = help: if it is real, withdraw it and take it out; if it is made up, say so in it: `EXAMPLE`, or `<token>`

warning[possible-secret]: this looks like a password or a key
 --> content/events/2.4.0/scan.md:4:23
  |
4 | contributors: ["token=Qm92kx7Lp"]
  |                       ^^^^^^^^^
  |
  = help: if it is real, withdraw it and take it out; if it is made up, say so in it: `EXAMPLE`, or `<token>`

warning[possible-secret]: this looks like a password in an address
 --> content/events/2.4.0/scan.md:6:19
  |
6 | Set `https://hall:kx7-Qm92@scan.example/`.
  |                   ^^^^^^^^
  |
  = help: if it is real, withdraw it and take it out; if it is made up, say so in it: `EXAMPLE`, or `<token>`

warning[possible-secret]: this looks like a password or a key
 --> content/events/2.4.0/scan.md:8:15
  |
8 | <!-- API_KEY: 92kx7LpQm92 -->
  |               ^^^^^^^^^^^
  |
  = help: if it is real, withdraw it and take it out; if it is made up, say so in it: `EXAMPLE`, or `<token>`

0 errors, 5 warnings in 2 files

"#]]);
}

#[test]
fn every_shape_of_a_secret_is_known() {
    let shapes = [
        secret("github_pat_", 60),
        secret("xoxb-", 24),
        secret("sk_live_", 24),
        secret("AIza", 35),
        secret("npm_", 36),
        secret("pypi-", 60),
        format!("{}.{}.{}", secret("eyJ", 20), secret("eyJ", 20), secret("", 20)),
        "-----BEGIN RSA PRIVATE KEY-----".to_owned(),
        format!("https://hooks.slack.com/services/T0AB12/B0CD34/{}", secret("", 24)),
        format!("GITHUB_TOKEN={}", secret("gho_", 36)),
        format!("\"api_key\": \"{}\"", secret("", 12)),
    ];
    for shape in shapes {
        let (_, diags) = entry("", &format!("Text.\n\n    {shape}")).diagnostics();
        let codes: Vec<&str> = diags.iter().map(|diagnostic| diagnostic.code.name()).collect();
        assert_eq!(codes, ["possible-secret"], "{shape}");
    }
}

#[test]
fn what_is_made_up_or_only_speaks_of_secrets_is_none() {
    let body = "\
`AKIAIOSFODNN7EXAMPLE`, `ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`, `token: <token>`, `password: ${PASSWORD_2}`, `password: {{ vault.pw1 }}`
`https://user:password@host.example/`, `https://host.example:8080/@team`, `secret=changeme-123`, `token: https://a.example/v2/token`
The password: at least 12 characters. Token: see `auth.token2`. A token:\n\nWrite it down. `api_key: ../keys/key1`, `eyJ`, sk_live_ and npm_install.";
    is_clean(&entry("", body));
}
