//! Entries against the templates of their kinds, and templates against what a template is.

use snapbox::{assert_data_eq, str};
use tidings::template::{self, Scaffold};

use crate::support::SiteTest;

const ENTRY: &str = "content/events/2.4.0/scan.md";

/// The good site with another entry.
fn entry(text: &str) -> SiteTest {
    SiteTest::new().file(ENTRY, text)
}

/// The good site with a template of its own.
fn template(text: &str) -> SiteTest {
    SiteTest::new().file("templates/note.md", text)
}

#[test]
fn a_kind_that_no_template_has_is_unknown() {
    entry("---\nkind: announcement\ntitle: Scan\nseverty: low\n---\nText.\n").check(str![[r#"
error[unknown-kind]: there is no kind `announcement`
 --> content/events/2.4.0/scan.md:2:7
  |
2 | kind: announcement
  |       ^^^^^^^^^^^^
  |
  = help: the kinds are `breaking`, `security`, `feature`, `improvement`, `fix`, `deprecation` and `known-issue`; a file `templates/announcement.md` adds one

error[unknown-field]: an entry has no field `severty`
 --> content/events/2.4.0/scan.md:4:1
  |
4 | severty: low
  | ^^^^^^^
  |
  = help: did you mean `severity`?

2 errors, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_kind_asks_for_its_fields() {
    entry("---\nkind: security\ntitle: Scan\ncve: CVE-2026-1234\naffects:\n---\nText.\n").check(str![[r#"
error[missing-field]: `severity` is missing
 --> content/events/2.4.0/scan.md:1:1
  |
1 | ---
  | ^^^
  |
  = help: an entry of kind `security` needs `severity:` with `low`, `medium`, `high` or `critical`

error[missing-field]: `affects` is empty
 --> content/events/2.4.0/scan.md:5:1
  |
5 | affects:
  | ^^^^^^^
  |
  = help: write its value after the `:`

2 errors, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_misspelt_field_that_is_required_is_told_of_once() {
    entry("---\nkind: security\ntitle: Scan\nseverty: low\naffects: <2.4.0\ncve: CVE-2026-1234\n---\nText.\n").check(str![[r#"
error[unknown-field]: an entry of kind `security` has no field `severty`
 --> content/events/2.4.0/scan.md:4:1
  |
4 | severty: low
  | ^^^^^^^
  |
  = help: did you mean `severity`?

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn fields_of_a_kind_are_checked_at_their_values() {
    SiteTest::new()
        .file(
            "content/events/2.4.0/leak.md",
            "---\nkind: security\ntitle: Leak\nseverity: hihg\ncve: CVE-26-1\ncvss: AV:N/AC:L\naffects: 2.3\ncredits: [Jo, { nam: Al }, { name: Bo, url: bo }, 7]\n---\nText.\n",
        )
        .file("content/events/2.4.0/old.md", "---\nkind: deprecation\ntitle: Old\nremoval: next\nreplacement: [new]\nresolves: [x]\n---\nText.\n")
        .file("content/events/2.4.0/fixed.md", "---\nkind: fix\ntitle: Scans\nresolves: [scan, 2.3.0/scan, Scan!, 3]\n---\nText.\n")
        .file("content/events/2.4.0/open.md", "---\nkind: known-issue\ntitle: Open\nseverity: 3\naffects: all\nstate: closed\n---\nText.\n## Workaround\nWait.\n")
        .check(str![[r#"
error[unresolved-entry]: `scan` is not a known issue but an entry of kind `feature`
 --> content/events/2.4.0/fixed.md:4:12
  |
4 | resolves: [scan, 2.3.0/scan, Scan!, 3]
  |            ^^^^
  |
 ::: content/events/2.4.0/scan.md:2:7
  |
2 | kind: feature
  |       ------- the kind of that entry
  |
  = help: name the id of a known issue

error[unresolved-entry]: there is no known issue `2.3.0/scan`
 --> content/events/2.4.0/fixed.md:4:18
  |
4 | resolves: [scan, 2.3.0/scan, Scan!, 3]
  |                  ^^^^^^^^^^
  |
  = help: name the id of a known issue, or `VERSION/ID` for one of another release

error[bad-id]: `Scan!` is not an id of an entry
 --> content/events/2.4.0/fixed.md:4:30
  |
4 | resolves: [scan, 2.3.0/scan, Scan!, 3]
  |                              ^^^^^
  |
  = help: write `ID` or `VERSION/ID`

error[wrong-type]: `resolves` takes text, and this is a number
 --> content/events/2.4.0/fixed.md:4:37
  |
4 | resolves: [scan, 2.3.0/scan, Scan!, 3]
  |                                     ^
  |
  = help: put it in quotes: `"3"`

error[bad-value]: `severity` cannot be `hihg`
 --> content/events/2.4.0/leak.md:4:11
  |
4 | severity: hihg
  |           ^^^^
  |
  = help: did you mean `high`?

error[cve-format]: `CVE-26-1` is not a CVE id
 --> content/events/2.4.0/leak.md:5:6
  |
5 | cve: CVE-26-1
  |      ^^^^^^^^
  |
  = help: write it as `CVE-2026-12345`: the year, then four digits or more

error[cvss-format]: `AV:N/AC:L` is not a CVSS vector
 --> content/events/2.4.0/leak.md:6:7
  |
6 | cvss: AV:N/AC:L
  |       ^^^^^^^^^
  |
  = help: copy the vector from a CVSS calculator: `CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H`

error[wrong-type]: `affects` takes text, and this is a number
 --> content/events/2.4.0/leak.md:7:10
  |
7 | affects: 2.3
  |          ^^^
  |
  = help: put it in quotes: `"2.3"`

error[unknown-field]: `credits` has no field `nam`
 --> content/events/2.4.0/leak.md:8:17
  |
8 | credits: [Jo, { nam: Al }, { name: Bo, url: bo }, 7]
  |                 ^^^
  |
  = help: did you mean `name`?

error[bad-url]: `bo` is not a link
 --> content/events/2.4.0/leak.md:8:45
  |
8 | credits: [Jo, { nam: Al }, { name: Bo, url: bo }, 7]
  |                                             ^^
  |
  = help: write an absolute address that starts with `https://`, `http://` or `mailto:`

error[wrong-type]: `credits` takes text or a map of fields, and this is a number
 --> content/events/2.4.0/leak.md:8:51
  |
8 | credits: [Jo, { nam: Al }, { name: Bo, url: bo }, 7]
  |                                                   ^
  |
  = help: put it in quotes: `"7"`

error[bad-version]: `next` is not a version
 --> content/events/2.4.0/old.md:4:10
  |
4 | removal: next
  |          ^^^^
  |
  = help: write a version as `2.4.0` or `2.4.0-beta.1`

error[wrong-type]: `replacement` takes text, and this is a list
 --> content/events/2.4.0/old.md:5:14
  |
5 | replacement: [new]
  |              ^^^^^
  |
  = help: write one text; put it in quotes if it holds `: `, brackets or `#`

error[unknown-field]: an entry of kind `deprecation` has no field `resolves`
 --> content/events/2.4.0/old.md:6:1
  |
6 | resolves: [x]
  | ^^^^^^^^
  |
  = help: its fields are `also_in`, `audience`, `component`, `contributors`, `docs`, `highlight`, `image`, `kind`, `links`, `refs`, `removal`, `replacement`, `settings` and `title`

error[bad-value]: `severity` cannot be `3`
 --> content/events/2.4.0/open.md:4:11
  |
4 | severity: 3
  |           ^
  |
  = help: it can be `minor`, `major` or `critical`

error[bad-range]: `all` is not a range of versions
 --> content/events/2.4.0/open.md:5:10
  |
5 | affects: all
  |          ^^^
  |
  = help: write a range as `>=2.0.0 <2.4.1`, `^2.3` or `2.4.0`, and `||` between alternatives

error[bad-value]: `state` cannot be `closed`
 --> content/events/2.4.0/open.md:6:8
  |
6 | state: closed
  |        ^^^^^^
  |
  = help: it can be `open`, `investigating` or `wont-fix`

17 errors, 0 warnings in 4 files

"#]]);
}

#[test]
fn sections_are_asked_for_at_the_last_line_of_the_body() {
    entry("---\nkind: breaking\ntitle: Scan\n---\nThe old scanner stops.\n\n## Timeline\n\nSoon.\n\n").check(str![[r#"
error[missing-section]: the section `Migration` is missing
 --> content/events/2.4.0/scan.md:9:1
  |
9 | Soon.
  | ^^^^^
  |
  = help: add a line `## Migration` and below it the steps a reader takes, before or after upgrading

1 error, 0 warnings in 1 file

"#]]);
    entry("---\nkind: breaking\ntitle: Scan\n---\nThe old scanner stops.\n\n## Migratoin\n\nBuy a new one.\n").check(str![[r#"
error[missing-section]: the section `Migration` is missing
 --> content/events/2.4.0/scan.md:7:1
  |
7 | ## Migratoin
  | ^^^^^^^^^^^^
  |
  = help: name this heading `Migration`

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_section_belongs_after_the_one_before_it() {
    SiteTest::new()
        .file("templates/note.md", "---\nheading: Notes\n---\n## First\n## Second\n<!-- What comes then. -->\n## Third (optional)\n")
        .file(ENTRY, "---\nkind: note\ntitle: Scan\n---\n## FIRST\nText.\n\nMore.\n")
        .check(str![[r#"
error[missing-section]: the section `Second` is missing
 --> content/events/2.4.0/scan.md:8:1
  |
5 | ## FIRST
  | -------- it belongs after this section
...
8 | More.
  | ^^^^^
  |
  = help: add a line `## Second` and below it what comes then

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_section_that_says_nothing_is_empty() {
    entry("---\nkind: breaking\ntitle: Scan\n---\nIt stops.\n\n## Migration\n<!-- The steps a reader takes, before or after upgrading. -->\n\n## Timeline\n").check(str![[r#"
error[empty-section]: the section `Migration` is empty
 --> content/events/2.4.0/scan.md:7:1
  |
7 | ## Migration
  | ^^^^^^^^^^^^
  |
  = help: write the steps a reader takes, before or after upgrading

error[empty-section]: the section `Timeline` is empty
  --> content/events/2.4.0/scan.md:10:1
   |
10 | ## Timeline
   | ^^^^^^^^^^^
   |
   = help: write it, or remove its heading: it is optional

2 errors, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_body_that_says_nothing_is_empty() {
    entry("---\nkind: feature\ntitle: Scan\n---\n").check(str![[r#"
error[empty-body]: the entry says nothing beyond its title
 --> content/events/2.4.0/scan.md:1:1
  |
1 | ---
  | ^^^
  |
  = help: say what the reader can do now that they could not before, and where to find it

1 error, 0 warnings in 1 file

"#]]);
    entry("---\nkind: breaking\ntitle: Scan\n---\n\n<!-- Say what stops working, for whom, and why. -->\n").check(str![[r#"
error[empty-body]: the entry says nothing beyond its title
 --> content/events/2.4.0/scan.md:6:1
  |
6 | <!-- Say what stops working, for whom, and why. -->
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: say what stops working, for whom, and why

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_small_entry_in_a_list_may_be_a_title_and_no_more() {
    SiteTest::new()
        .file("content/events/2.4.0/fixes.yaml", "- { kind: fix, title: One }\n- kind: fix\n  title: Two\n  body: |\n    <!-- nothing -->\n- kind: known-issue\n  title: Three\n  severity: minor\n")
        .check(str![[r#"
error[empty-body]: the entry says nothing beyond its title
 --> content/events/2.4.0/fixes.yaml:5:5
  |
5 |     <!-- nothing -->
  |     ^^^^^^^^^^^^^^^^
  |
  = help: say what went wrong, when, and what happens now

error[empty-body]: the entry says nothing beyond its title
 --> content/events/2.4.0/fixes.yaml:6:3
  |
6 | - kind: known-issue
  |   ^^^^^^^^^^^^^^^^^
  |
  = help: say what happens, when, and to whom

2 errors, 0 warnings in 1 file

"#]]);
}

#[test]
fn guidance_that_is_left_is_a_warning() {
    entry("---\nkind: feature\ntitle: Scan\n---\n<!-- Say what the reader can do now that they could not before,\n     and where to find it. -->\nText. <!-- mine -->\n").check(str![[r#"
warning[guidance-left]: a comment of the template is still here
 --> content/events/2.4.0/scan.md:5:1
  |
5 | <!-- Say what the reader can do now that they could not before,
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: remove it; readers do not see it

0 errors, 1 warning in 1 file

"#]]);
}

#[test]
fn places_in_a_body_within_yaml_are_exact() {
    SiteTest::new()
        .file(
            "content/events/2.4.0/more.yaml",
            "- kind: breaking\n  title: One\n  body: |\n    Ünder.\n\n    ## Migration\n\n    ## Timeline\n    Soon.\n",
        )
        .check(str![[r#"
error[empty-section]: the section `Migration` is empty
 --> content/events/2.4.0/more.yaml:6:5
  |
6 |     ## Migration
  |     ^^^^^^^^^^^^
  |
  = help: write the steps a reader takes, before or after upgrading

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_site_replaces_and_adds_templates() {
    SiteTest::new()
        .file(
            "templates/feature.md",
            "---\nheading: News\nschema:\n  required: [component, owner]\n  properties:\n    title: { maxLength: 10, minLength: 6 }\n    owner: { type: string, format: audience }\n    \
             parts: { type: array, items: { format: component }, minItems: 1, maxItems: 2 }\n    level: { type: integer, minimum: 1, maximum: 5 }\n    day: { format: date }\n    \
             mode: { const: fast }\n    code: { pattern: '^[A-Z]+$' }\n---\n## Why\n",
        )
        .file(ENTRY, "---\nkind: feature\ntitle: Scan tickets offline\nowner: organisers\nparts: [chek-in, ticketing, check-in]\nlevel: 7\nday: 12 May\nmode: slow\ncode: abc\n---\n## Why\nBecause.\n")
        .file("content/events/2.4.0/more.md", "---\nkind: feature\ntitle: Scan\ncomponent: check-in\nowner: organizers\nparts: []\nlevel: many\n---\n## Why\nBecause.\n")
        .check(str![[r#"
error[too-short]: `title` is shorter than 6 characters
 --> content/events/2.4.0/more.md:3:8
  |
3 | title: Scan
  |        ^^^^

error[too-short]: `parts` has less than 1 item
 --> content/events/2.4.0/more.md:6:8
  |
6 | parts: []
  |        ^^

error[wrong-type]: `level` takes a whole number, and this is text
 --> content/events/2.4.0/more.md:7:8
  |
7 | level: many
  |        ^^^^
  |
  = help: write a whole number, or remove the field

error[missing-field]: `component` is missing
 --> content/events/2.4.0/scan.md:1:1
  |
1 | ---
  | ^^^
  |
  = help: an entry of kind `feature` needs `component:`

error[too-long]: `title` has 20 characters, and at most 10 fit
 --> content/events/2.4.0/scan.md:3:8
  |
3 | title: Scan tickets offline
  |        ^^^^^^^^^^^^^^^^^^^^
  |
  = help: shorten it; the rest can stand in the body

error[unknown-audience]: there is no audience `organisers`
 --> content/events/2.4.0/scan.md:4:8
  |
4 | owner: organisers
  |        ^^^^^^^^^^
  |
  = help: did you mean `organizers`?

error[too-long]: `parts` has more than 2 items
 --> content/events/2.4.0/scan.md:5:8
  |
5 | parts: [chek-in, ticketing, check-in]
  |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

error[unknown-component]: there is no component `chek-in`
 --> content/events/2.4.0/scan.md:5:9
  |
5 | parts: [chek-in, ticketing, check-in]
  |         ^^^^^^^
  |
  = help: did you mean `check-in`?

error[bad-value]: `level` is more than 5
 --> content/events/2.4.0/scan.md:6:8
  |
6 | level: 7
  |        ^

error[bad-date]: `12 May` is not a day
 --> content/events/2.4.0/scan.md:7:6
  |
7 | day: 12 May
  |      ^^^^^^
  |
  = help: write a day as `2026-05-12`

error[bad-value]: `mode` cannot be `slow`
 --> content/events/2.4.0/scan.md:8:7
  |
8 | mode: slow
  |       ^^^^
  |
  = help: it can be `fast`

error[bad-value]: `code` cannot be `abc`
 --> content/events/2.4.0/scan.md:9:7
  |
9 | code: abc
  |       ^^^
  |
  = help: it has the form `^[A-Z]+$`

12 errors, 0 warnings in 2 files

"#]]);
}

#[test]
fn a_template_with_a_mistake_stops_the_run() {
    template(
        "---\nheadin: Notes\norder: first\nbump: big\ntone: loud\nadvance: yes\nschema:\n  required: title\n  propertys: {}\n  properties:\n    a: { maxLenght: 3 }\n    \
         b: { format: versoin }\n    c: { $ref: \"https://example.org/schema.json\" }\n    d: [string]\n---\nText.\n",
    )
    .file(ENTRY, "---\nkind: feture\ntitle: Scan\n---\nText.\n")
    .check(str![[r#"
error[unknown-template-field]: a template has no field `headin`
 --> templates/note.md:2:1
  |
2 | headin: Notes
  | ^^^^^^
  |
  = help: did you mean `heading`?

error[wrong-type]: `order` takes a whole number, and this is text
 --> templates/note.md:3:8
  |
3 | order: first
  |        ^^^^^
  |
  = help: write a whole number, or remove the field

error[bad-value]: `bump` cannot be `big`
 --> templates/note.md:4:7
  |
4 | bump: big
  |       ^^^
  |
  = help: it can be `major`, `minor` or `patch`

error[bad-value]: `tone` cannot be `loud`
 --> templates/note.md:5:7
  |
5 | tone: loud
  |       ^^^^
  |
  = help: it can be `danger`, `warning`, `success`, `info` or `neutral`

error[wrong-type]: `advance` takes `true` or `false`, and this is text
 --> templates/note.md:6:10
  |
6 | advance: yes
  |          ^^^
  |
  = help: write `true`

error[unknown-template-field]: a JSON Schema has no field `propertys`
  --> templates/note.md:9:3
   |
 9 |   propertys: {}
   |   ^^^^^^^^^
10 |   properties:
   |   ---------- already here
   |
   = help: use the keywords of JSON Schema 2020-12

error[unknown-template-field]: a JSON Schema has no field `maxLenght`
  --> templates/note.md:11:10
   |
11 |     a: { maxLenght: 3 }
   |          ^^^^^^^^^
   |
   = help: did you mean `maxLength`?

error[bad-value]: there is no format `versoin`
  --> templates/note.md:12:18
   |
12 |     b: { format: versoin }
   |                  ^^^^^^^
   |
   = help: did you mean `version`?

error[bad-value]: `https://example.org/schema.json` leads out of the template
  --> templates/note.md:13:16
   |
13 |     c: { $ref: "https://example.org/schema.json" }
   |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: a `$ref` leads to a schema in the same template: `#/$defs/NAME`

error[wrong-type]: a schema is a map of keywords, and this is a list
  --> templates/note.md:14:8
   |
14 |     d: [string]
   |        ^^^^^^^^

10 errors, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_schema_that_is_not_one_is_told_of_at_its_place() {
    template("---\nheading: Notes\nschema:\n  properties:\n    a: { type: strng }\n---\n").check(str![[r#"
error[bad-value]: `type` cannot be `strng`
 --> templates/note.md:5:16
  |
5 |     a: { type: strng }
  |                ^^^^^
  |
  = help: did you mean `string`?

1 error, 0 warnings in 1 file

"#]]);
    template("---\nheading: Notes\nschema:\n  properties:\n    a: { pattern: \"(\" }\n---\n").check(str![[r#"
error[bad-value]: `(` is not a regular expression
 --> templates/note.md:5:19
  |
5 |     a: { pattern: "(" }
  |                   ^^^
  |
  = help: put a `\` before a character that stands for itself

1 error, 0 warnings in 1 file

"#]]);
    template("---\nheading: Notes\nschema:\n  properties:\n    a: { $ref: \"#/$defs/missing\" }\n---\n").check(str![[r##"
error[bad-value]: `#/$defs/missing` leads nowhere
 --> templates/note.md:5:16
  |
5 |     a: { $ref: "#/$defs/missing" }
  |                ^^^^^^^^^^^^^^^^^
  |
  = help: a `$ref` leads to a schema in the same template: `#/$defs/NAME`

1 error, 0 warnings in 1 file

"##]]);
    template("---\nheading: Notes\nschema: strict\n---\n").check(str![[r#"
error[wrong-type]: a schema is a map of keywords, and this is text
 --> templates/note.md:3:9
  |
3 | schema: strict
  |         ^^^^^^

1 error, 0 warnings in 1 file

"#]]);
}

#[test]
fn a_template_is_a_file_with_a_front_matter_and_a_name() {
    SiteTest::new().file("templates/Big News.md", "---\nheading: News\n---\n").file("templates/note.md", "## Text\n").check(str![[r#"
error[bad-id]: the file's name is the template's name, and `Big News` cannot be one
 --> templates/Big News.md:1:1
  |
1 | ---
  | ^^^
  |
  = help: use 1 to 80 of the characters a to z, 0 to 9 and `-`

error[front-matter]: the file does not start with a front matter
 --> templates/note.md:1:1
  |
1 | ## Text
  | ^^^^^^^
  |
  = help: start it with a line `---`, the fields, and another line `---`

2 errors, 0 warnings in 2 files

"#]]);
}

#[test]
fn a_template_scaffolds_an_entry_that_asks_to_be_filled() {
    let templates = template::built_in();
    let text = template::scaffold(&templates[0], &Scaffold { title: Some("Scans: offline"), components: &["check-in", "ticketing"] });
    assert_data_eq!(
        text.clone(),
        str![[r#"
---
kind: breaking
title: "Scans: offline"
component: [check-in, ticketing]
# removes:  # Ids of the deprecations that end with this change.
# audience:  # The audiences it is for, by their keys in site.yaml. None means everyone.
# refs:  # Issues, CVEs and the like. Patterns under `references` in site.yaml make links of them.
# docs:  # The address of its documentation.
---
<!-- Say what stops working, for whom, and why. -->

## Migration
<!-- The steps a reader takes, before or after upgrading. -->

<!--
## Timeline
When the old way stops working, if that is later than this release.
-->

"#]]
    );
    entry(&text).check(str![[r#"
warning[guidance-left]: a comment of the template is still here
  --> content/events/2.4.0/scan.md:10:1
   |
10 | <!-- Say what stops working, for whom, and why. -->
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: remove it; readers do not see it

error[empty-section]: the section `Migration` is empty
  --> content/events/2.4.0/scan.md:12:1
   |
12 | ## Migration
   | ^^^^^^^^^^^^
   |
   = help: write the steps a reader takes, before or after upgrading

1 error, 1 warning in 1 file

"#]]);
    assert_data_eq!(
        template::scaffold(&templates[1], &Scaffold::default()),
        str![[r#"
---
kind: security
title:
severity:  # low | medium | high | critical
affects:  # The versions that have the weakness.
# credits:  # Who found or reported it.
# cve:  # The CVE id, where one was assigned.
# cvss:  # The CVSS vector, of version 3.0, 3.1 or 4.0.
# component:  # The components it is about, by their keys in site.yaml.
# audience:  # The audiences it is for, by their keys in site.yaml. None means everyone.
# refs:  # Issues, CVEs and the like. Patterns under `references` in site.yaml make links of them.
# docs:  # The address of its documentation.
---
<!-- Say what an attacker could do, under what conditions, and what the reader should do now. Leave out what helps an attacker. -->

<!--
## Workaround
What protects those who cannot upgrade yet.
-->

"#]]
    );
}
