//! What is wrong with fields and values: of site.yaml, of releases, of entries.

use snapbox::str;

use crate::support::SiteTest;

const SITE: &str = "content/site.yaml";
const ENTRY: &str = "content/events/2.4.0/scan.md";
const RELEASE: &str = "content/events/2.4.0/release.yaml";

/// An entry of the good site with other fields.
fn entry(fields: &str) -> SiteTest {
    SiteTest::new().file(ENTRY, format!("---\n{fields}---\nText.\n"))
}

/// The release of the good site with other fields.
fn release(fields: &str) -> SiteTest {
    SiteTest::new().file(RELEASE, fields)
}

#[test]
fn a_misspelt_field_points_at_the_field() {
    entry("kind: feature\ntitel: Scan\n").check(str![[r#"
error[unknown-field]: an entry of kind `feature` has no field `titel`
 --> content/events/2.4.0/scan.md:3:1
  |
3 | titel: Scan
  | ^^^^^
  |
  = help: did you mean `title`?

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_misspelt_field_beside_the_right_one_is_not_renamed() {
    entry("kind: feature\ntitle: Scan\ntitel: Scan\n").check(str![[r#"
error[unknown-field]: an entry of kind `feature` has no field `titel`
 --> content/events/2.4.0/scan.md:4:1
  |
3 | title: Scan
  | ----- already here
4 | titel: Scan
  | ^^^^^
  |
  = help: `title` is there already; remove one of the two

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn fields_that_nobody_reads_are_told_of_everywhere() {
    SiteTest::new()
        .append(SITE, "tittle: x\nsupport: { mail: a@b.example }\nmail: { from: a@b.example, replyto: a@b.example }\n")
        .file(RELEASE, "date: 2026-05-12\nsumary: x\nwindow: { from: 2026-05-12T02:00:00Z, to: 2026-05-12T04:00:00Z, impct: x }\n")
        .file(ENTRY, "---\nkind: feature\ntitle: Scan\nid: scan\nimage: { src: https://a.example/a.png, alternative: x }\nrubbish: 1\n---\nText.\n")
        .check(str![[r#"
error[unknown-field]: a release has no field `sumary`
 --> content/events/2.4.0/release.yaml:2:1
  |
2 | sumary: x
  | ^^^^^^
  |
  = help: did you mean `summary`?

error[unknown-field]: `window` has no field `impct`
 --> content/events/2.4.0/release.yaml:3:65
  |
3 | window: { from: 2026-05-12T02:00:00Z, to: 2026-05-12T04:00:00Z, impct: x }
  |                                                                 ^^^^^
  |
  = help: did you mean `impact`?

error[unknown-field]: an entry in a file of its own has no field `id`
 --> content/events/2.4.0/scan.md:4:1
  |
4 | id: scan
  | ^^
  |
  = help: remove it; the file's name is its id

error[unknown-field]: `image` has no field `alternative`
 --> content/events/2.4.0/scan.md:5:40
  |
5 | image: { src: https://a.example/a.png, alternative: x }
  |                                        ^^^^^^^^^^^
  |
  = help: its fields are `src` and `alt`

error[unknown-field]: an entry of kind `feature` has no field `rubbish`
 --> content/events/2.4.0/scan.md:6:1
  |
6 | rubbish: 1
  | ^^^^^^^
  |
  = help: its fields are `also_in`, `audience`, `component`, `contributors`, `docs`, `highlight`, `image`, `kind`, `links`, `refs`, `settings` and `title`

error[unknown-field]: site.yaml has no field `tittle`
 --> content/site.yaml:9:1
  |
1 | title: Acme release notes
  | ----- already here
...
9 | tittle: x
  | ^^^^^^
  |
  = help: `title` is there already; remove one of the two

error[unknown-field]: `support` has no field `mail`
  --> content/site.yaml:10:12
   |
10 | support: { mail: a@b.example }
   |            ^^^^
   |
   = help: did you mean `email`?

error[unknown-field]: `mail` has no field `replyto`
  --> content/site.yaml:11:28
   |
11 | mail: { from: a@b.example, replyto: a@b.example }
   |                            ^^^^^^^
   |
   = help: did you mean `reply_to`?

8 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn a_field_that_stands_twice_shows_both_places() {
    SiteTest::new()
        .append(SITE, "title: Another\n")
        .file(RELEASE, "date: 2026-05-12\nreadiness: { tests: done, tests: todo }\n")
        .file(ENTRY, "---\nkind: feature\ntitle: Scan\nkind: fix\n---\nText.\n")
        .check(str![[r#"
error[duplicate-field]: `tests` stands twice
 --> content/events/2.4.0/release.yaml:2:27
  |
2 | readiness: { tests: done, tests: todo }
  |              -----        ^^^^^
  |              |
  |              first here
  |
  = help: keep one of the two

error[duplicate-field]: `kind` stands twice
 --> content/events/2.4.0/scan.md:4:1
  |
2 | kind: feature
  | ---- first here
3 | title: Scan
4 | kind: fix
  | ^^^^
  |
  = help: keep one of the two

error[duplicate-field]: `title` stands twice
 --> content/site.yaml:9:1
  |
1 | title: Acme release notes
  | ----- first here
...
9 | title: Another
  | ^^^^^
  |
  = help: keep one of the two

3 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn a_summary_that_stands_twice_shows_both_places() {
    SiteTest::new().file("content/events/2.3.0.md", "---\ndate: 2026-04-12\nsummary: One.\n---\nTwo.\n").check(str![[r#"
error[duplicate-field]: the summary stands twice: in `summary` and below the front matter
 --> content/events/2.3.0.md:3:1
  |
3 | summary: One.
  | ^^^^^^^
4 | ---
5 | Two.
  | ---- the other one
  |
  = help: keep one of the two

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn what_is_missing_is_told_of_at_the_opening_line() {
    SiteTest::new().file(SITE, "# A site\ndescription: x\n").check(str![[r#"
error[missing-field]: `products` is missing
 --> content/site.yaml:1:1
  |
1 | # A site
  | ^^^^^^^^
  |
  = help: site.yaml needs `products:`

error[missing-field]: `title` is missing
 --> content/site.yaml:1:1
  |
1 | # A site
  | ^^^^^^^^
  |
  = help: site.yaml needs `title:`

error[missing-field]: `url` is missing
 --> content/site.yaml:1:1
  |
1 | # A site
  | ^^^^^^^^
  |
  = help: site.yaml needs `url:`

3 errors, 0 warnings in 1 file

"#]]);
    SiteTest::new()
        .file(
            RELEASE,
            "# A release\ntitle: x\nlts: {}\nwindow:\n  from: 2026-05-12T02:00:00Z\nrollout:\n  - share: 10%\ncorrections:\n  - note: x\n",
        )
        .file(ENTRY, "---\nlinks: [{ title: Demo }]\nimage: { alt: x }\nsettings:\n  - change: added\n---\nText.\n")
        .file("content/events/2.4.0/fixes.yaml", "- component: check-in\n  title:\n- { kind: fix }\n- kind: fix\n  title: 日本\n")
        .check(str![[r#"
error[missing-field]: `kind` is missing
 --> content/events/2.4.0/fixes.yaml:1:3
  |
1 | - component: check-in
  |   ^^^^^^^^^^^^^^^^^^^
  |
  = help: an entry needs `kind:`

error[missing-field]: `title` is empty
 --> content/events/2.4.0/fixes.yaml:2:3
  |
2 |   title:
  |   ^^^^^
  |
  = help: write its value after the `:`

error[missing-field]: `title` is missing
 --> content/events/2.4.0/fixes.yaml:3:3
  |
3 | - { kind: fix }
  |   ^^^^^^^^^^^^^
  |
  = help: an entry needs `title:`

error[missing-field]: `id` is missing, and this title gives none
 --> content/events/2.4.0/fixes.yaml:5:10
  |
5 |   title: 日本
  |          ^^^^
  |
  = help: add `id:` with some of the characters a to z, 0 to 9 and `-`

error[missing-field]: `date` is missing
 --> content/events/2.4.0/release.yaml:1:1
  |
1 | # A release
  | ^^^^^^^^^^^
  |
  = help: a release needs `date:`

error[missing-field]: `until` is missing
 --> content/events/2.4.0/release.yaml:3:6
  |
3 | lts: {}
  |      ^^
  |
  = help: `lts` needs `until:`

error[missing-field]: `to` is missing
 --> content/events/2.4.0/release.yaml:5:3
  |
5 |   from: 2026-05-12T02:00:00Z
  |   ^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: `window` needs `to:`

error[missing-field]: `date` is missing
 --> content/events/2.4.0/release.yaml:7:5
  |
7 |   - share: 10%
  |     ^^^^^^^^^^
  |
  = help: a step of the rollout needs `date:`

error[missing-field]: `date` is missing
 --> content/events/2.4.0/release.yaml:9:5
  |
9 |   - note: x
  |     ^^^^^^^
  |
  = help: a correction needs `date:`

error[missing-field]: `kind` is missing
 --> content/events/2.4.0/scan.md:1:1
  |
1 | ---
  | ^^^
  |
  = help: an entry needs `kind:`

error[missing-field]: `title` is missing
 --> content/events/2.4.0/scan.md:1:1
  |
1 | ---
  | ^^^
  |
  = help: an entry needs `title:`

error[missing-field]: `url` is missing
 --> content/events/2.4.0/scan.md:2:9
  |
2 | links: [{ title: Demo }]
  |         ^^^^^^^^^^^^^^^
  |
  = help: a link needs `url:`

error[missing-field]: `src` is missing
 --> content/events/2.4.0/scan.md:3:8
  |
3 | image: { alt: x }
  |        ^^^^^^^^^^
  |
  = help: `image` needs `src:`

error[missing-field]: `name` is missing
 --> content/events/2.4.0/scan.md:5:5
  |
5 |   - change: added
  |     ^^^^^^^^^^^^^
  |
  = help: a setting needs `name:`

14 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn a_planned_release_may_wait_for_its_date() {
    release("status: planned\n").check(str![[r#"
0 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn a_number_where_text_belongs_is_to_be_quoted() {
    SiteTest::new()
        .append(SITE, "references: {}\n")
        .file(RELEASE, "date: 2026-05-12\nversion: 2.4\nupgrade_from: 2\n")
        .file(ENTRY, "---\nkind: feature\ntitle: 404\nrefs: [88, EVT-1]\nalso_in: [2.3]\nsettings: [{ name: a, change: added, default: false }]\n---\nText.\n")
        .file("content/events/2.4.0/fixes.yaml", "- { id: 1, kind: fix, title: One }\n")
        .check(str![[r#"
error[wrong-type]: `id` takes text, and this is a number
 --> content/events/2.4.0/fixes.yaml:1:9
  |
1 | - { id: 1, kind: fix, title: One }
  |         ^
  |
  = help: put it in quotes: `"1"`

error[wrong-type]: `version` takes text, and this is a number
 --> content/events/2.4.0/release.yaml:2:10
  |
2 | version: 2.4
  |          ^^^
  |
  = help: put it in quotes, and write all three numbers: `"2.4.0"`

error[wrong-type]: `upgrade_from` takes text, and this is a number
 --> content/events/2.4.0/release.yaml:3:15
  |
3 | upgrade_from: 2
  |               ^
  |
  = help: put it in quotes: `"2"`

error[wrong-type]: `title` takes text, and this is a number
 --> content/events/2.4.0/scan.md:3:8
  |
3 | title: 404
  |        ^^^
  |
  = help: put it in quotes: `"404"`

error[wrong-type]: `refs` takes text, and this is a number
 --> content/events/2.4.0/scan.md:4:8
  |
4 | refs: [88, EVT-1]
  |        ^^
  |
  = help: put it in quotes: `"88"`

error[wrong-type]: `also_in` takes text, and this is a number
 --> content/events/2.4.0/scan.md:5:11
  |
5 | also_in: [2.3]
  |           ^^^
  |
  = help: put it in quotes, and write all three numbers: `"2.3.0"`

error[wrong-type]: `default` takes text, and this is true or false
 --> content/events/2.4.0/scan.md:6:47
  |
6 | settings: [{ name: a, change: added, default: false }]
  |                                               ^^^^^
  |
  = help: put it in quotes: `"false"`

7 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn other_values_of_a_wrong_type_are_told_of() {
    SiteTest::new()
        .append(SITE, "outputs: pages\nredirects: [a]\nchecks: off\npolicy: strict\n")
        .file(RELEASE, "date: { day: 1 }\nhighlights: scan\nreadiness: done\nwindow: tomorrow\nentries: none\n")
        .file(ENTRY, "---\nkind: feature\ntitle: [Scan]\nhighlight: yes\nlinks: https://a.example\nimage: scan.png\nrefs: EVT-1, EVT-2\n---\nText.\n")
        .check(str![[r#"
error[wrong-type]: `date` takes text, and this is a map of fields
 --> content/events/2.4.0/release.yaml:1:7
  |
1 | date: { day: 1 }
  |       ^^^^^^^^^^
  |
  = help: write one text; put it in quotes if it holds `: `, brackets or `#`

error[wrong-type]: `highlights` takes a list, and this is text
 --> content/events/2.4.0/release.yaml:2:13
  |
2 | highlights: scan
  |             ^^^^
  |
  = help: write `[scan]`

error[wrong-type]: `readiness` takes a map, and this is text
 --> content/events/2.4.0/release.yaml:3:12
  |
3 | readiness: done
  |            ^^^^
  |
  = help: write `name: value`, one a line below it

error[wrong-type]: `window` is a map of fields, and this is text
 --> content/events/2.4.0/release.yaml:4:9
  |
4 | window: tomorrow
  |         ^^^^^^^^
  |
  = help: write `name: value`, a field a line

error[wrong-type]: `entries` is a list of entries, and this is text
 --> content/events/2.4.0/release.yaml:5:10
  |
5 | entries: none
  |          ^^^^
  |
  = help: start each entry with `- `

error[wrong-type]: `title` takes text, and this is a list
 --> content/events/2.4.0/scan.md:3:8
  |
3 | title: [Scan]
  |        ^^^^^^
  |
  = help: write one text; put it in quotes if it holds `: `, brackets or `#`

error[wrong-type]: `highlight` takes `true` or `false`, and this is text
 --> content/events/2.4.0/scan.md:4:12
  |
4 | highlight: yes
  |            ^^^
  |
  = help: write `true`

error[wrong-type]: `links` takes a list, and this is text
 --> content/events/2.4.0/scan.md:5:8
  |
5 | links: https://a.example
  |        ^^^^^^^^^^^^^^^^^
  |
  = help: write its items one a line, each after `- `

error[wrong-type]: `image` is a map of fields, and this is text
 --> content/events/2.4.0/scan.md:6:8
  |
6 | image: scan.png
  |        ^^^^^^^^
  |
  = help: write `{ src: scan.png }`, and `alt:` with what it shows

error[wrong-type]: `refs` takes a list, and this is text
 --> content/events/2.4.0/scan.md:7:7
  |
7 | refs: EVT-1, EVT-2
  |       ^^^^^^^^^^^^
  |
  = help: write `[EVT-1, EVT-2]`

error[wrong-type]: `outputs` takes a list, and this is text
 --> content/site.yaml:9:10
  |
9 | outputs: pages
  |          ^^^^^
  |
  = help: write `[pages]`

error[wrong-type]: `redirects` takes a map, and this is a list
  --> content/site.yaml:10:12
   |
10 | redirects: [a]
   |            ^^^
   |
   = help: write `name: value`, one a line below it

error[wrong-type]: `checks` takes a map, and this is text
  --> content/site.yaml:11:9
   |
11 | checks: off
   |         ^^^
   |
   = help: write `name: value`, one a line below it

error[wrong-type]: `policy` is a map of fields, and this is text
  --> content/site.yaml:12:9
   |
12 | policy: strict
   |         ^^^^^^
   |
   = help: write `name: value`, a field a line

14 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn a_value_that_is_not_allowed_names_those_that_are() {
    SiteTest::new()
        .append(
            SITE,
            "language: english!\noutputs: [pges]\nchecks: { unused-file: loud, yaml-syntax: off, unused-fil: off }\nmail: { from: nobody, list_id: <x> }\n\
             feedback: https://a.example/?e={entri}\npolicy:\n  major: { notice: 8, cadence: often, on: someday }\n  minor: { notice: soon }\n  \
             window: { days: [Tuesdays], from: \"2 am\", to: \"04:00\", timezone: Europe/Berlin }\n",
        )
        .file(RELEASE, "date: 2026-05-12\nstatus: relased\ntype: major\nreadiness: { tests: maybe }\nrollout: [{ date: 2026-05-12, share: 110% }]\n")
        .file(ENTRY, "---\nkind: feature\ntitle: Scan\nsettings: [{ name: a, change: add }]\n---\nText.\n")
        .check(str![[r#"
error[bad-value]: `status` cannot be `relased`
 --> content/events/2.4.0/release.yaml:2:9
  |
2 | status: relased
  |         ^^^^^^^
  |
  = help: did you mean `released`?

error[bad-value]: `type` cannot be `major`, which follows from the version
 --> content/events/2.4.0/release.yaml:3:7
  |
3 | type: major
  |       ^^^^^
  |
  = help: remove the field; it can be `hotfix` or `security`

error[bad-value]: `tests` cannot be `maybe`
 --> content/events/2.4.0/release.yaml:4:21
  |
4 | readiness: { tests: maybe }
  |                     ^^^^^
  |
  = help: it can be `done` or `todo`

error[bad-value]: `110%` is not a share
 --> content/events/2.4.0/release.yaml:5:38
  |
5 | rollout: [{ date: 2026-05-12, share: 110% }]
  |                                      ^^^^
  |
  = help: write a whole number from 0 to 100 and `%`: `10%`

error[bad-value]: `change` cannot be `add`
 --> content/events/2.4.0/scan.md:4:31
  |
4 | settings: [{ name: a, change: add }]
  |                               ^^^
  |
  = help: it can be `added`, `changed`, `renamed` or `removed`

error[bad-value]: `english!` is not a language
 --> content/site.yaml:9:11
  |
9 | language: english!
  |           ^^^^^^^^
  |
  = help: write a BCP 47 language tag such as `en` or `pt-BR`

error[bad-value]: `outputs` cannot be `pges`
  --> content/site.yaml:10:11
   |
10 | outputs: [pges]
   |           ^^^^
   |
   = help: did you mean `pages`?

error[bad-value]: `unused-file` cannot be `loud`
  --> content/site.yaml:11:24
   |
11 | checks: { unused-file: loud, yaml-syntax: off, unused-fil: off }
   |                        ^^^^
   |
   = help: it can be `off`, `warn` or `error`

error[bad-value]: the level of `yaml-syntax` cannot be set, since the content cannot be read without it
  --> content/site.yaml:11:30
   |
11 | checks: { unused-file: loud, yaml-syntax: off, unused-fil: off }
   |                              ^^^^^^^^^^^
   |
   = help: remove the line

error[unknown-field]: `checks` has no field `unused-fil`
  --> content/site.yaml:11:48
   |
11 | checks: { unused-file: loud, yaml-syntax: off, unused-fil: off }
   |           ----------- already here             ^^^^^^^^^^
   |
   = help: `unused-file` is there already; remove one of the two

error[bad-value]: `nobody` is not an email address
  --> content/site.yaml:12:15
   |
12 | mail: { from: nobody, list_id: <x> }
   |               ^^^^^^
   |
   = help: write an address as `name@example.org` or `Name <name@example.org>`

error[bad-value]: `<x>` is not a list id
  --> content/site.yaml:12:32
   |
12 | mail: { from: nobody, list_id: <x> }
   |                                ^^^
   |
   = help: write it as `releases.example.org`, without angle brackets

error[bad-value]: nobody fills `{entri}` in `feedback`
  --> content/site.yaml:13:11
   |
13 | feedback: https://a.example/?e={entri}
   |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: it may hold `{product}`, `{version}` and `{entry}`

error[bad-value]: `8` is not a stretch of time
  --> content/site.yaml:15:20
   |
15 |   major: { notice: 8, cadence: often, on: someday }
   |                    ^
   |
   = help: write a number and `days`, `weeks` or `months`: `8 weeks`

error[bad-value]: `cadence` cannot be `often`
  --> content/site.yaml:15:32
   |
15 |   major: { notice: 8, cadence: often, on: someday }
   |                                ^^^^^
   |
   = help: it can be `weekly`, `monthly`, `quarterly` or `yearly`

error[bad-value]: `someday` is not a day of the week or month
  --> content/site.yaml:15:43
   |
15 |   major: { notice: 8, cadence: often, on: someday }
   |                                           ^^^^^^^
   |
   = help: write `Tuesday`, `second Tuesday` or `last Friday`

error[bad-value]: `soon` is not a stretch of time
  --> content/site.yaml:16:20
   |
16 |   minor: { notice: soon }
   |                    ^^^^
   |
   = help: write a number and `days`, `weeks` or `months`: `8 weeks`

error[bad-value]: `Tuesdays` is not a day of the week
  --> content/site.yaml:17:20
   |
17 |   window: { days: [Tuesdays], from: "2 am", to: "04:00", timezone: Europe/Berlin }
   |                    ^^^^^^^^
   |
   = help: write `Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat` or `Sun`

error[bad-date]: `2 am` is not a time of day
  --> content/site.yaml:17:37
   |
17 |   window: { days: [Tuesdays], from: "2 am", to: "04:00", timezone: Europe/Berlin }
   |                                     ^^^^^^
   |
   = help: write hours and minutes: `"02:00"`

error[bad-value]: `Europe/Berlin` is not an offset from UTC
  --> content/site.yaml:17:68
   |
17 |   window: { days: [Tuesdays], from: "2 am", to: "04:00", timezone: Europe/Berlin }
   |                                                                    ^^^^^^^^^^^^^
   |
   = help: write `UTC` or an offset such as `+02:00`; names of zones are not read, since their rules change

20 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn a_product_may_be_versioned_by_calendar() {
    SiteTest::new()
        .file(SITE, "title: A\nurl: https://a.example\nproducts:\n  events: { name: E, versioning: calendar, prereleases: separate }\n")
        .without(RELEASE)
        .without(ENTRY)
        .file(
            "content/events/2026.11.yaml",
            "date: 2026-11-01\ntype: minor\nentries: [{ kind: deprecation, title: A, removal: 3.0.0, body: B. }]\n",
        )
        .file("content/events/2026.13.yaml", "date: 2026-12-01\n")
        .check(str![[r#"
error[bad-version]: `3.0.0` is not a version
 --> content/events/2026.11.yaml:3:51
  |
3 | entries: [{ kind: deprecation, title: A, removal: 3.0.0, body: B. }]
  |                                                   ^^^^^
  |
  = help: write a version as `2026.11` or `2026.11.2`

error[bad-version]: `2026.13` is not a version of `events`
 --> content/events/2026.13.yaml:1:1
  |
1 | date: 2026-12-01
  | ^^^^^^^^^^^^^^^^
  |
  = help: the folder or file of a release is named by its version, or `unreleased`; write a version as `2026.11` or `2026.11.2`

2 errors, 0 warnings in 2 files

"#]]);
}

#[test]
fn texts_that_say_nothing_are_too_short() {
    SiteTest::new()
        .file(ENTRY, "---\nkind: feature\ntitle: \"\"\n---\nText.\n")
        .file(RELEASE, "date: 2026-05-12\nsummary: \"  \"\n")
        .check(str![[r#"
error[too-short]: `summary` says nothing
 --> content/events/2.4.0/release.yaml:2:10
  |
2 | summary: "  "
  |          ^^^^
  |
  = help: write a text, or remove the field

error[too-short]: `title` says nothing
 --> content/events/2.4.0/scan.md:3:8
  |
3 | title: ""
  |        ^^
  |
  = help: write a text, or remove the field

2 errors, 0 warnings in 2 files

"#]]);
}

#[test]
fn versions_and_ranges_have_one_form() {
    SiteTest::new()
        .file(RELEASE, "date: 2026-05-12\nversion: two\nupgrade_from: newer than 2\nrollback: { replaced_by: next }\n")
        .file(ENTRY, "---\nkind: feature\ntitle: Scan\nalso_in: [2.3.x]\n---\nText.\n")
        .check(str![[r#"
error[bad-version]: `two` is not a version
 --> content/events/2.4.0/release.yaml:2:10
  |
2 | version: two
  |          ^^^
  |
  = help: write a version as `2.4.0` or `2.4.0-beta.1`

error[bad-range]: `newer than 2` is not a range of versions
 --> content/events/2.4.0/release.yaml:3:15
  |
3 | upgrade_from: newer than 2
  |               ^^^^^^^^^^^^
  |
  = help: write a range as `>=2.0.0 <2.4.1`, `^2.3` or `2.4.0`, and `||` between alternatives

error[rollback-incomplete]: `2.4.0` is `released`, so it cannot have a `rollback`
 --> content/events/2.4.0/release.yaml:4:11
  |
4 | rollback: { replaced_by: next }
  |           ^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write `status: rolled-back`, or take `rollback` out

error[bad-version]: `next` is not a version
 --> content/events/2.4.0/release.yaml:4:26
  |
4 | rollback: { replaced_by: next }
  |                          ^^^^
  |
  = help: write a version as `2.4.0` or `2.4.0-beta.1`

error[bad-version]: `2.3.x` is not a version
 --> content/events/2.4.0/scan.md:4:11
  |
4 | also_in: [2.3.x]
  |           ^^^^^
  |
  = help: write a version as `2.4.0` or `2.4.0-beta.1`

5 errors, 0 warnings in 2 files

"#]]);
}

#[test]
fn dates_have_one_form() {
    release(
        "date: 12.05.2026\nannounced: 2026-02-30\npublish: 2026-05-12\nlts: { until: 2028 }\nwindow: { from: 2026-05-12 02:00, to: 2026-05-12T04:00:00Z }\n\
         corrections: [{ date: yesterday, note: x }]\nrollback: { date: 2026-5-1, reason: x }\n",
    )
    .append(SITE, "policy: { blackouts: [{ from: 2026-11-31, to: 2026-12-01T00:00:00Z }] }\n")
    .check(str![[r#"
error[bad-date]: `12.05.2026` is not a date
 --> content/events/2.4.0/release.yaml:1:7
  |
1 | date: 12.05.2026
  |       ^^^^^^^^^^
  |
  = help: write `2026-05-12` or `2026-12-05`, whichever is meant

error[bad-date]: `2026-02-30` is not a day
 --> content/events/2.4.0/release.yaml:2:12
  |
2 | announced: 2026-02-30
  |            ^^^^^^^^^^
  |
  = help: there is no such day: month 2, day 30 of 2026

error[bad-date]: `2026-05-12` is not a time
 --> content/events/2.4.0/release.yaml:3:10
  |
3 | publish: 2026-05-12
  |          ^^^^^^^^^^
  |
  = help: say when on that day: `2026-05-12T09:00:00Z`

error[bad-date]: `2028` is not a day
 --> content/events/2.4.0/release.yaml:4:15
  |
4 | lts: { until: 2028 }
  |               ^^^^
  |
  = help: write a day as `2026-05-12`

error[bad-date]: `2026-05-12 02:00` is not a time
 --> content/events/2.4.0/release.yaml:5:17
  |
5 | window: { from: 2026-05-12 02:00, to: 2026-05-12T04:00:00Z }
  |                 ^^^^^^^^^^^^^^^^
  |
  = help: write a time as `2026-05-12T09:00:00Z` or `2026-05-12T09:00:00+02:00`

error[bad-date]: `yesterday` is not a date
 --> content/events/2.4.0/release.yaml:6:23
  |
6 | corrections: [{ date: yesterday, note: x }]
  |                       ^^^^^^^^^
  |
  = help: write a day as `2026-05-12` or a time as `2026-05-12T09:00:00Z`

error[rollback-incomplete]: `2.4.0` is `released`, so it cannot have a `rollback`
 --> content/events/2.4.0/release.yaml:7:11
  |
7 | rollback: { date: 2026-5-1, reason: x }
  |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write `status: rolled-back`, or take `rollback` out

error[bad-date]: `2026-5-1` is not a date
 --> content/events/2.4.0/release.yaml:7:19
  |
7 | rollback: { date: 2026-5-1, reason: x }
  |                   ^^^^^^^^
  |
  = help: write `2026-05-01`

error[bad-date]: `2026-11-31` is not a day
 --> content/site.yaml:9:31
  |
9 | policy: { blackouts: [{ from: 2026-11-31, to: 2026-12-01T00:00:00Z }] }
  |                               ^^^^^^^^^^
  |
  = help: there is no such day: month 11, day 31 of 2026

error[bad-date]: `2026-12-01T00:00:00Z` is not a day
 --> content/site.yaml:9:47
  |
9 | policy: { blackouts: [{ from: 2026-11-31, to: 2026-12-01T00:00:00Z }] }
  |                                               ^^^^^^^^^^^^^^^^^^^^
  |
  = help: write a day as `2026-05-12`

10 errors, 0 warnings in 2 files

"#]]);
}

#[test]
fn addresses_are_absolute_and_carry_no_script() {
    SiteTest::new()
        .file(
            SITE,
            "title: A\nurl: changes.example\nsupport: { url: /help }\nreferences: { 'EVT-(\\d+)': tracker/$1 }\nredirects: { old: /new/, /old/: new }\nproducts:\n  \
             events: { name: E, repository: \"git@git.example:acme/events\" }\n",
        )
        .file(ENTRY, "---\nkind: feature\ntitle: Scan\ndocs: javascript:alert(1)\nlinks: [{ title: Demo, url: demo.html }]\n---\nText.\n")
        .check(str![[r#"
error[bad-url]: `javascript:alert(1)` is not a link
 --> content/events/2.4.0/scan.md:4:7
  |
4 | docs: javascript:alert(1)
  |       ^^^^^^^^^^^^^^^^^^^
  |
  = help: write an absolute address that starts with `https://`, `http://` or `mailto:`

error[bad-url]: `demo.html` is not a link
 --> content/events/2.4.0/scan.md:5:29
  |
5 | links: [{ title: Demo, url: demo.html }]
  |                             ^^^^^^^^^
  |
  = help: write an absolute address that starts with `https://`, `http://` or `mailto:`

error[bad-url]: `changes.example` is not an address a site can stand at
 --> content/site.yaml:2:6
  |
2 | url: changes.example
  |      ^^^^^^^^^^^^^^^
  |
  = help: write an absolute address such as `https://changes.example.org/`

error[bad-url]: `/help` is not a link
 --> content/site.yaml:3:17
  |
3 | support: { url: /help }
  |                 ^^^^^
  |
  = help: write an absolute address that starts with `https://`, `http://` or `mailto:`

error[bad-url]: `tracker/$1` is not a link
 --> content/site.yaml:4:28
  |
4 | references: { 'EVT-(\d+)': tracker/$1 }
  |                            ^^^^^^^^^^
  |
  = help: write an absolute address that starts with `https://`, `http://` or `mailto:`

error[bad-url]: `old` is not a path of this site
 --> content/site.yaml:5:14
  |
5 | redirects: { old: /new/, /old/: new }
  |              ^^^
  |
  = help: write the old path from the site's root, `/old/address/` for instance

error[bad-url]: `new` is not a path of this site
 --> content/site.yaml:5:33
  |
5 | redirects: { old: /new/, /old/: new }
  |                                 ^^^
  |
  = help: write a path from the site's root or an absolute address

error[bad-url]: `git@git.example:acme/events` is not a link
 --> content/site.yaml:7:34
  |
7 |   events: { name: E, repository: "git@git.example:acme/events" }
  |                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write an absolute address that starts with `https://`, `http://` or `mailto:`

8 errors, 0 warnings in 2 files

"#]]);
}

#[test]
fn ids_and_keys_are_made_of_few_characters() {
    SiteTest::new()
        .append(SITE, "  Door Staff: { name: Door staff }\n")
        .file("content/events/2.4.0/Scan Offline.md", "---\nkind: feature\ntitle: Scan\n---\nText.\n")
        .file("content/events/2.4.0/fixes.yaml", "- { id: Fix_1, kind: fix, title: One }\n")
        .check(str![[r#"
error[bad-id]: the file's name is the entry's id, and `Scan Offline` cannot be one
 --> content/events/2.4.0/Scan Offline.md:1:1
  |
1 | ---
  | ^^^
  |
  = help: rename the file to `scan-offline.md`

error[bad-id]: `Fix_1` is not an id
 --> content/events/2.4.0/fixes.yaml:1:9
  |
1 | - { id: Fix_1, kind: fix, title: One }
  |         ^^^^^
  |
  = help: write `fix-1`

error[bad-id]: `Door Staff` cannot be a key
 --> content/site.yaml:9:3
  |
9 |   Door Staff: { name: Door staff }
  |   ^^^^^^^^^^
  |
  = help: use 1 to 80 of the characters a to z, 0 to 9 and `-`, for instance `door-staff`

3 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn patterns_of_references_are_tried() {
    SiteTest::new()
        .append(SITE, "references:\n  'EVT-(\\d+': https://tracker.example/$0\n  '#(\\d+)': https://git.example/issues/$2\n  'a{1000}{1000}': https://a.example/$0\n")
        .check(str![[r#"
error[bad-reference-pattern]: `EVT-(\d+` is not a regular expression: unclosed group
  --> content/site.yaml:10:3
   |
10 |   'EVT-(\d+': https://tracker.example/$0
   |   ^^^^^^^^^^
   |
   = help: write it as for Rust's `regex` crate; put a `\` before a character that stands for itself

error[bad-reference-pattern]: the pattern has no group `$2`
  --> content/site.yaml:11:13
   |
11 |   '#(\d+)': https://git.example/issues/$2
   |   --------  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |   |
   |   the pattern
   |
   = help: `$0` is the whole reference; the pattern has 1 more

error[bad-reference-pattern]: `a{1000}{1000}` is not a regular expression: it grows too large
  --> content/site.yaml:12:3
   |
12 |   'a{1000}{1000}': https://a.example/$0
   |   ^^^^^^^^^^^^^^^
   |
   = help: write it as for Rust's `regex` crate; put a `\` before a character that stands for itself

3 errors, 0 warnings in 1 file

"#]]);
}

#[test]
fn components_and_audiences_are_those_of_the_site() {
    entry("kind: feature\ntitle: Scan\ncomponent: [chekin, check-in, 7]\naudience: everyone\n").check(str![[r#"
error[unknown-component]: `events` has no component `chekin`
 --> content/events/2.4.0/scan.md:4:13
  |
4 | component: [chekin, check-in, 7]
  |             ^^^^^^
  |
  = help: did you mean `check-in`?

error[wrong-type]: `component` takes text, and this is a number
 --> content/events/2.4.0/scan.md:4:31
  |
4 | component: [chekin, check-in, 7]
  |                               ^
  |
  = help: put it in quotes: `"7"`

error[unknown-audience]: the site has no audience `everyone`
 --> content/events/2.4.0/scan.md:5:11
  |
5 | audience: everyone
  |           ^^^^^^^^
  |
  = help: the only audience is `organizers`

3 errors, 0 warnings in 1 file

"#]]);
}

#[test]
fn what_ends_before_it_begins_is_told_of() {
    release("date: 2026-05-12\nwindow: { from: 2026-05-12T04:00:00Z, to: 2026-05-12T02:00:00Z }\nrollout:\n  - { date: 2026-05-19 }\n  - { date: 2026-05-12 }\n")
        .append(SITE, "policy:\n  window: { days: [Tue], from: \"02:00\", to: \"02:00\" }\n  blackouts: [{ from: 2026-11-30, to: 2026-11-23 }]\n")
        .check(str![[r#"
error[window-order]: the window ends before it begins
 --> content/events/2.4.0/release.yaml:2:43
  |
2 | window: { from: 2026-05-12T04:00:00Z, to: 2026-05-12T02:00:00Z }
  |                 --------------------      ^^^^^^^^^^^^^^^^^^^^
  |                 |
  |                 it begins here
  |
  = help: swap the two, or mend the one that is wrong

error[window-order]: this step of the rollout comes before the one above it
 --> content/events/2.4.0/release.yaml:5:13
  |
4 |   - { date: 2026-05-19 }
  |             ---------- the step above
5 |   - { date: 2026-05-12 }
  |             ^^^^^^^^^^
  |
  = help: list the steps in the order of their dates

error[window-order]: the window ends when it begins
  --> content/site.yaml:10:45
   |
10 |   window: { days: [Tue], from: "02:00", to: "02:00" }
   |                                -------      ^^^^^^^
   |                                |
   |                                it begins here

error[window-order]: the blackout ends before it begins
  --> content/site.yaml:11:39
   |
11 |   blackouts: [{ from: 2026-11-30, to: 2026-11-23 }]
   |                       ----------      ^^^^^^^^^^
   |                       |
   |                       it begins here
   |
   = help: swap the two, or mend the one that is wrong

4 errors, 0 warnings in 2 files

"#]]);
}

#[test]
fn the_version_in_a_release_agrees_with_its_folder() {
    release("version: 2.4.1\ndate: 2026-05-12\n").check(str![[r#"
error[version-mismatch]: `version` says `2.4.1`, but the name of the folder or file says `2.4.0`
 --> content/events/2.4.0/release.yaml:1:10
  |
1 | version: 2.4.1
  |          ^^^^^
  |
  = help: write `2.4.0`, remove the field, or rename the folder or file

1 error, 0 warnings in 1 file

"#]]);
    release("version: v2.4.0\ndate: 2026-05-12\n").check(str![[r#"
0 errors, 0 warnings in 3 files

"#]]);
}

#[test]
fn every_mistake_of_a_file_is_told_of_in_one_run() {
    entry("kind: feture\ntitel: Scan\ncomponent: chek-in\nrefs: 88\ndocs: docs\nhighlight: maybe\n").check(str![[r#"
error[unknown-kind]: there is no kind `feture`
 --> content/events/2.4.0/scan.md:2:7
  |
2 | kind: feture
  |       ^^^^^^
  |
  = help: did you mean `feature`?

error[unknown-field]: an entry has no field `titel`
 --> content/events/2.4.0/scan.md:3:1
  |
3 | titel: Scan
  | ^^^^^
  |
  = help: did you mean `title`?

error[unknown-component]: `events` has no component `chek-in`
 --> content/events/2.4.0/scan.md:4:12
  |
4 | component: chek-in
  |            ^^^^^^^
  |
  = help: did you mean `check-in`?

error[wrong-type]: `refs` takes a list, and this is a number
 --> content/events/2.4.0/scan.md:5:7
  |
5 | refs: 88
  |       ^^
  |
  = help: write `["88"]`

error[bad-url]: `docs` is not a link
 --> content/events/2.4.0/scan.md:6:7
  |
6 | docs: docs
  |       ^^^^
  |
  = help: write an absolute address that starts with `https://`, `http://` or `mailto:`

error[wrong-type]: `highlight` takes `true` or `false`, and this is text
 --> content/events/2.4.0/scan.md:7:12
  |
7 | highlight: maybe
  |            ^^^^^
  |
  = help: write `true` or `false`, without quotes

6 errors, 0 warnings in 1 file

"#]]);
}

#[test]
fn the_level_of_a_code_can_be_set() {
    SiteTest::new().append(SITE, "checks: { unused-file: error, unknown-component: off }\n").file("content/notes.md", "x\n").check(str![[
        r#"
error[unused-file]: nobody reads `content/notes.md`
 --> content/notes.md:1:1
  |
1 | x
  | ^
  |
  = help: entries and releases stand at `content/PRODUCT/VERSION/` or `content/PRODUCT/unreleased/`

1 error, 0 warnings in 1 file

"#
    ]]);
    entry("kind: feature\ntitle: Scan\ncomponent: chek-in\n").append(SITE, "checks: { unknown-component: warn }\n").check(str![[r#"
warning[unknown-component]: `events` has no component `chek-in`
 --> content/events/2.4.0/scan.md:4:12
  |
4 | component: chek-in
  |            ^^^^^^^
  |
  = help: did you mean `check-in`?

0 errors, 1 warning in 1 file

"#]]);
}

#[test]
fn the_whole_of_the_specification_is_read() {
    let ready = "readiness: { tests: done, security-scan: done, documentation: done, backup: done, rollback-plan: done }\n";
    SiteTest::new()
        .without(ENTRY)
        .file(SITE, include_str!("whole/site.yaml"))
        .file(RELEASE, include_str!("whole/release.yaml"))
        .file("content/events/2.4.0/scan-offline.md", include_str!("whole/scan-offline.md"))
        .file("content/events/2.4.0/scan-offline.png", "png")
        .file("content/events/2.4.1.yaml", format!("date: 2026-05-13\n{ready}"))
        .file("content/events/2.3.2.yaml", format!("date: 2026-05-12\n{ready}"))
        .check(str![[r#"
0 errors, 0 warnings in 6 files

"#]]);
}
