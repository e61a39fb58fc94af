//! Whatever a site says, it is understood as far as it can be, and nobody sees what is not for them.

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use proptest::sample::select;
use tidings::diag::Diagnostics;
use tidings::load;
use tidings::model::{Catalog, Environment, Scope, resolve};
use tidings::ops::{CheckOptions, check};

use crate::support::SiteTest;

const VERSIONS: &[&str] = &["0.1.0", "0.9.0-beta.1", "1.0.0", "1.0.0+5", "1.0.0-rc.1", "1.0.1", "1.1.0", "2.0.0", "2.0.0-alpha.1", "2.1.0"];
const IDS: &[&str] = &["a", "b", "c", "1.0.0/a", "2.0.0/b", "unreleased/c", "other/1.0.0/a", "/", "a/b/c/d"];
const KINDS: &[&str] = &["breaking", "security", "feature", "fix", "deprecation", "known-issue", "nonsense"];

fn entry() -> impl Strategy<Value = String> {
    let fields =
        (select(&IDS[..3]), select(KINDS), select(&["", "admins", "staff", "staff, admins"][..]), select(IDS), select(VERSIONS), 0..32_u8);
    fields.prop_map(|(id, kind, audience, name, version, bits)| {
        let field = |bit: u8, text: String| if bits & 1 << bit == 0 { String::new() } else { text };
        let affects = if matches!(kind, "security" | "known-issue") { format!("severity: high, affects: '>={version}', ") } else { String::new() };
        format!(
            "  - {{ id: {id}, kind: {kind}, title: T, audience: [{audience}], {affects}{}{}{}body: \"[x](entry:{name}) [y](release:{version}) [z](/{version}/#{id}){}\" }}\n",
            field(0, format!("also_in: [{version}], ")),
            field(1, format!("resolves: [{name}], ")),
            field(2, format!("removes: [{name}], ")),
            field(3, "\\n\\n## Workaround\\nNone.\\n\\n## Migration\\nNone.".to_owned()),
        )
    })
}

fn release() -> impl Strategy<Value = (String, String)> {
    let head = (select(VERSIONS), select(&["released", "planned", "rolled-back"][..]), 1..13_u8, select(IDS), select(VERSIONS), 0..128_u8);
    (head, prop::collection::vec(entry(), 0..4)).prop_map(|((version, status, month, name, other, bits), entries)| {
        let line = |bit: u8, text: String| if bits & 1 << bit == 0 { String::new() } else { text + "\n" };
        let text = [
            format!("status: {status}\nhighlights: [{name}]\n"),
            line(0, format!("date: 2026-{month:02}-10")),
            line(1, format!("announced: 2026-{month:02}-01")),
            line(2, format!("upgrade_from: '>={other}'")),
            line(3, "lts: { until: 2027-01-01 }".to_owned()),
            line(4, format!("publish: 2026-{month:02}-10T09:00:00Z")),
            line(5, format!("rollback: {{ date: 2026-12-01, reason: R, replaced_by: {other} }}")),
            line(6, "readiness: { tests: done }".to_owned()),
            format!("entries:\n{}", entries.concat()),
        ];
        (version.to_owned(), text.concat())
    })
}

fn site(releases: &[(String, String)], waiting: &str) -> SiteTest {
    let site = SiteTest::new()
        .without("content/events/2.4.0/release.yaml")
        .without("content/events/2.4.0/scan.md")
        .append(
            "content/site.yaml",
            "  admins: { name: Administrators }\n  staff: { name: Staff, private: true }\npolicy: { readiness: [tests] }\n",
        )
        .file("content/events/unreleased/waiting.yaml", waiting.replace("  - ", "- "));
    releases.iter().fold(site, |site, (version, text)| site.file(&format!("content/events/{version}.yaml"), text))
}

/// What the public sees stands by itself: nothing private or to come, and every reference inside.
fn holds(catalog: &Catalog) {
    for entry in catalog.entries() {
        assert!(!entry.private && entry.release.is_some() && entry.audiences.iter().all(|key| key.as_str() != "staff"));
        assert!(entry.field("audience").is_none_or(|_| entry.audiences.is_empty()));
    }
    for (position, release) in catalog.releases().iter().enumerate() {
        assert_eq!(release.index.position(), position);
        for (_, entry) in catalog.shown(release) {
            assert!(release.is_out() || catalog.kind(entry.kind).advance, "{} shows {}", release.version.value, entry.id.value);
        }
        let shown: Vec<&str> = catalog.shown(release).map(|(_, entry)| entry.id.as_str()).collect();
        assert!((1..shown.len()).all(|at| !shown[..at].contains(&shown[at])), "{} shows {shown:?}", release.version.value);
        assert!(release.highlights.iter().all(|highlight| release.shown.iter().any(|shown| shown.entry == *highlight)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_site_is_checked_and_the_public_sees_its_part(releases in prop::collection::vec(release(), 0..7), waiting in entry()) {
        let site = site(&releases, &waiting);
        let now: DateTime<Utc> = "2026-06-15T12:00:00Z".parse().unwrap();
        let loaded = load::site(site.root()).unwrap();
        let checked = check(&loaded, &CheckOptions { now, deny_warnings: false });
        for diagnostic in checked.diagnostics.iter() {
            let text = loaded.sources.text(diagnostic.span.file);
            prop_assert!(text.get(diagnostic.span.range()).is_some(), "{diagnostic:?}");
        }
        let documents = checked.documents.unwrap();
        let scope = Scope { environment: Environment::Production, ..Scope::everything(now.date_naive(), now) };
        holds(&resolve(&documents, &checked.templates, &scope, &mut Diagnostics::default()));
    }
}
