//! What an editor tells of the name or field under the cursor, `‸` in these texts.

use snapbox::{assert_data_eq, str};
use tidings::lsp::hover::hover;

use crate::lsp_complete::Texts;

/// What is told: in brackets the name that it is about, then the Markdown.
fn told(site: &Texts, path: &str, text: &str) -> String {
    let (snapshot, file, byte) = site.written(path, text);
    let found = hover(&snapshot, file, byte);
    found.map_or_else(String::new, |found| format!("[{}]\n{}\n", &snapshot.loaded.sources.text(file)[found.range], found.text))
}

const ENTRY: &str = "content/events/2.4.0/new.md";
const RELEASE: &str = "content/events/2.4.0/release.yaml";
const SITE: &str = "content/site.yaml";

#[test]
fn a_kind_tells_what_its_template_asks_for() {
    let site = Texts::new();
    assert_data_eq!(
        told(&site, ENTRY, "---\nkind: brea‸king\ntitle: New\n---\nText.\n"),
        str![[r#"
[breaking]
**Breaking changes**, needs a major release at least

Say what stops working, for whom, and why.

- `## Migration`: The steps a reader takes, before or after upgrading.
- `## Timeline` (optional): When the old way stops working, if that is later than this release.

"#]]
    );
    // Also where the entry cannot be read as it is now.
    assert_data_eq!(
        told(&site, ENTRY, "---\nkind: fi‸x\ntitle: [\n---\nText.\n"),
        str![[r#"
[fix]
**Bug fixes**, needs a patch release at least

Say what went wrong, when, and what happens now.

"#]]
    );
}

#[test]
fn a_field_tells_what_it_takes() {
    let site = Texts::new();
    assert_data_eq!(
        told(&site, ENTRY, "---\nkind: known-issue\nsev‸erity: minor\n---\nText.\n"),
        str![[r#"
[severity]
**severity**: `minor`, `major`, `critical`

How much it hinders those it meets.

"#]]
    );
    assert_data_eq!(
        told(&site, ENTRY, "---\nkind: fix\nsettings: [{ name: a, ‸change: added }]\n---\nText.\n"),
        str![[r#"
[change]
**change**: `added`, `changed`, `renamed`, `removed`

What happened to it.

"#]]
    );
    assert_data_eq!(
        told(&site, RELEASE, "date: 2026-05-12\nstatus‸: released\n"),
        str![[r#"
[status]
**status**: `planned`, `released`, `rolled-back`; `released` where it is left out

Where the release stands.

"#]]
    );
    assert_data_eq!(
        told(&site, RELEASE, "date: 2026-05-12\nstatus: plan‸ned\n"),
        str![[r#"
[planned]
**planned**

It is to come.

"#]]
    );
    assert_data_eq!(told(&site, ENTRY, "---\nkind: fix\ntitle: Wo‸rds\nnothing: x\n"), "");
    assert_data_eq!(told(&site, ENTRY, "---\nkind: fix\ntitle: A\n---\nWo‸rds\n"), "");
}

#[test]
fn a_name_tells_of_what_it_names() {
    let site = Texts::new();
    let in_body =
        |body: &str| told(&site, ENTRY, &format!("---\nkind: fix\ntitle: New one\ncomponent: till\naudience: staff\n---\n{body}\n"));
    assert_data_eq!(
        in_body("See [it](entry:sc‸an)."),
        str![[r#"
[scan]
**Scan offline**

New in 2.4.0 of Events, released 2026-05-12

"#]]
    );
    assert_data_eq!(
        in_body("See [it](entry:2.3.0/slo‸w)."),
        str![[r#"
[slow]
**Scans are slow**

Known issue in 2.3.0 of Events, released 2026-04-14

minor, open

"#]]
    );
    assert_data_eq!(
        in_body("See [it](entry:lo‸st)."),
        str![[r#"
[lost]
**Scans are lost**

Known issue in 2.3.0 of Events, released 2026-04-14

minor, resolved by `2.4.0/nothing-is-lost`

"#]]
    );
    assert_data_eq!(
        in_body("See [it](entry:old-‸api)."),
        str![[r#"
[old-api]
**The old API**

Deprecated in 2.3.0 of Events, released 2026-04-14

due, goes in 3.0.0

"#]]
    );
    assert_data_eq!(
        in_body("See [it](release:2.3‸.0)."),
        str![[r#"
[2.3.0]
**Events 2.3.0**: Scanning

major, released 2026-04-14, 3 entries

"#]]
    );
    assert_data_eq!(
        in_body("See [it](entry:unreleased/bad‸ges)."),
        str![[r#"
[badges]
**Badges print**

Improved, waits for a release of Events

"#]]
    );
    assert_data_eq!(
        told(&site, ENTRY, "---\nkind: fix\ntitle: A\ncomponent: ti‸ll\n---\nText.\n"),
        str![[r#"
[till]
**Till**, component of Events

"#]]
    );
    assert_data_eq!(
        told(&site, ENTRY, "---\nkind: fix\ntitle: A\naudience: st‸aff\n---\nText.\n"),
        str![[r#"
[staff]
**Staff**, private audience: never in a production build

"#]]
    );
}

#[test]
fn a_code_tells_what_explain_says() {
    let site = "title: Acme\nurl: https://acme.example/\nproducts: { events: { name: Events } }\nchecks:\n  in-‸blackout: warn\n";
    assert_data_eq!(
        told(&Texts::new(), SITE, site),
        str![[r#"
[in-blackout]
**in-blackout**, warning by default

A planned release or its window falls into a blackout of the policy.

A blackout is a stretch of days without releases, both ends included.

"#]]
    );
}
