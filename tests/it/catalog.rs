//! What the catalog derives from documents, and what each reader may see of it.

use chrono::{DateTime, Utc};
use snapbox::{assert_data_eq, str};
use tidings::diag::Diagnostics;
use tidings::model::{Catalog, EntryIndex, Environment, Origin, Release, ReleaseIndex, Scope, resolve};
use tidings::{load, parse, template};

use crate::support::SiteTest;

const SITE: &str = "content/site.yaml";

/// A site with these releases, each a file's worth of YAML.
fn releases(releases: &[(&str, &str)]) -> SiteTest {
    let site = SiteTest::new().without("content/events/2.4.0/release.yaml").without("content/events/2.4.0/scan.md");
    releases.iter().fold(site, |site, (version, text)| site.file(&format!("content/events/{version}.yaml"), text))
}

/// A line of an entry in a list; sections that its kind asks for are there.
fn entry(id: &str, kind: &str, fields: &str) -> String {
    let section = match kind {
        "breaking" => "\\n\\n## Migration\\nNone.",
        "known-issue" => "\\n\\n## Workaround\\nNone.",
        _ => "",
    };
    format!("  - {{ id: {id}, kind: {kind}, title: {id}, {fields} body: \"Text.{section}\" }}\n")
}

fn out(date: &str, entries: &[String]) -> String {
    format!("date: {date}\nentries:\n{}", entries.concat())
}

fn resolved(site: &SiteTest, environment: Environment, audience: Option<&str>) -> Catalog {
    let now: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().unwrap();
    let loaded = load::site(site.root()).unwrap();
    let mut diags = Diagnostics::default();
    let documents = parse::parse(&loaded, &mut diags).unwrap();
    let templates = template::compile(&loaded, &mut diags).unwrap();
    assert!(diags.is_empty(), "{diags:?}");
    let audience = audience.map(|key| key.parse().unwrap());
    let scope = Scope { environment, audiences: audience.into_iter().collect(), ..Scope::everything(now.date_naive(), now) };
    resolve(&documents, &templates, &scope, &mut diags)
}

fn preview(site: &SiteTest) -> Catalog {
    resolved(site, Environment::Preview, None)
}

fn production(site: &SiteTest) -> Catalog {
    resolved(site, Environment::Production, None)
}

fn version(catalog: &Catalog, index: Option<ReleaseIndex>) -> &str {
    index.map_or("-", |index| catalog.release(index).version.as_str())
}

fn names(catalog: &Catalog, entries: &[EntryIndex]) -> String {
    entries.iter().map(|index| catalog.full_name(*index)).collect::<Vec<_>>().join(" ")
}

/// Releases, newest first: type, channel, neighbours, support.
fn order(catalog: &Catalog) -> String {
    let line = |release: &Release| {
        let (previous, next) = (version(catalog, release.previous), version(catalog, release.next));
        let lts = release.lts_until.map_or_else(String::new, |until| format!(" until {until}"));
        format!("{} {} {} {previous}..{next}{lts}\n", release.version.value, release.release_type.name(), release.channel.name())
    };
    catalog.releases().iter().map(line).collect()
}

/// What stands on each release's page.
fn pages(catalog: &Catalog) -> String {
    let mut text = String::new();
    for release in catalog.releases() {
        let shown = catalog.shown(release).map(|(shown, entry)| match shown.origin {
            None => entry.id.value.to_string(),
            Some(Origin::Prerelease(from)) => format!("{} (came with {})", entry.id.value, version(catalog, Some(from))),
            Some(Origin::Backport(from)) => format!("{} (brought back from {})", entry.id.value, version(catalog, Some(from))),
        });
        text += &format!("{}: {}\n", release.version.value, shown.collect::<Vec<_>>().join(", "));
        if !release.highlights.is_empty() {
            text += &format!("  highlights {}\n", names(catalog, &release.highlights));
        }
        if !release.known_issues.is_empty() {
            text += &format!("  open {}\n", names(catalog, &release.known_issues));
        }
    }
    text
}

/// Known issues and deprecations with their states.
fn lives(catalog: &Catalog) -> String {
    let mut text = String::new();
    for entry in catalog.entries() {
        let name = catalog.full_name(entry.index);
        if let Some(issue) = &entry.known_issue {
            let open: Vec<&str> = issue.open_in.iter().map(|release| version(catalog, Some(*release))).collect();
            text += &format!(
                "{name} {}, open in [{}], fixed by [{}]\n",
                issue.state.name(),
                open.join(" "),
                names(catalog, &issue.resolved_by)
            );
        }
        if let Some(deprecation) = &entry.deprecation {
            let by = deprecation.removed_by.map_or_else(String::new, |entry| format!(" by {}", catalog.full_name(entry)));
            text += &format!("{name} {}{by}\n", deprecation.state.name());
        }
    }
    text
}

#[test]
fn types_and_channels_follow_from_versions() {
    let site = releases(&[
        ("2.9.0", "date: 2026-01-13\n"),
        ("2.9.1", "date: 2026-01-20\ntype: hotfix\n"),
        ("3.0.0-alpha.1", "date: 2026-02-03\n"),
        ("3.0.0-beta.2", "date: 2026-02-10\n"),
        ("3.0.0-nightly.4", "date: 2026-02-10\n"),
        ("3.0.0-rc.1", "date: 2026-02-17\n"),
        ("3.0.0+7", "date: 2026-03-10\n"),
        ("2.9.2", "date: 2026-04-14\ntype: security\n"),
        ("3.1.0", "date: 2026-12-08\nstatus: planned\n"),
        ("4.0.0-alpha.1", "date: 2026-11-10\n"),
    ]);
    let catalog = preview(&site);
    assert_data_eq!(
        order(&catalog),
        str![[r#"
4.0.0-alpha.1 alpha alpha 3.0.0+7..-
3.1.0 minor stable 3.0.0+7..-
3.0.0+7 major stable 2.9.2..3.1.0
3.0.0-rc.1 rc rc 3.0.0-nightly.4..3.0.0+7
3.0.0-nightly.4 preview preview 3.0.0-beta.2..3.0.0-rc.1
3.0.0-beta.2 beta beta 3.0.0-alpha.1..3.0.0-nightly.4
3.0.0-alpha.1 alpha alpha 2.9.2..3.0.0-beta.2
2.9.2 security stable 2.9.1..3.0.0+7
2.9.1 hotfix stable 2.9.0..2.9.2
2.9.0 major stable -..2.9.1

"#]]
    );
    let product = &catalog.products()[0];
    let channels: Vec<String> =
        product.channels.iter().map(|(channel, index)| format!("{} {}", channel.name(), version(&catalog, Some(*index)))).collect();
    assert_eq!((version(&catalog, product.latest), channels.join(", ")), ("3.0.0+7", "stable 3.0.0+7, alpha 4.0.0-alpha.1".to_owned()));
}

#[test]
fn a_first_release_below_one_is_no_major_one() {
    assert_data_eq!(
        order(&preview(&releases(&[("0.1.0", "date: 2026-01-13\n"), ("0.1.1", "date: 2026-02-10\n"), ("0.2.0", "date: 2026-03-10\n")]))),
        str![[r#"
0.2.0 minor stable 0.1.1..-
0.1.1 patch stable 0.1.0..0.2.0
0.1.0 minor stable -..0.1.1

"#]]
    );
}

#[test]
fn calendar_versions_are_minor_unless_something_else_is_said() {
    let site = releases(&[
        ("2026.5", "date: 2026-05-12\n"),
        ("2026.5.1", "date: 2026-05-19\ntype: patch\n"),
        ("2026.11-rc.1", "date: 2026-11-10\n"),
        ("2026.11", "date: 2026-11-17\ntype: major\n"),
    ])
    .file(SITE, "title: Acme\nurl: https://acme.example/\nproducts:\n  events: { name: Events, versioning: calendar }\n");
    assert_data_eq!(
        order(&preview(&site)),
        str![[r#"
2026.11 major stable 2026.5.1..-
2026.11-rc.1 rc rc 2026.5.1..2026.11
2026.5.1 patch stable 2026.5..2026.11
2026.5 minor stable -..2026.5.1

"#]]
    );
}

#[test]
fn long_term_support_passes_on_to_later_patches_of_the_line() {
    let site = releases(&[
        ("2.3.0", "date: 2026-01-13\n"),
        ("2.3.1", "date: 2026-02-10\nlts: { until: 2028-02-10 }\n"),
        ("2.4.0-rc.1", "date: 2026-02-17\n"),
        ("2.4.0", "date: 2026-03-10\n"),
        ("2.3.2", "date: 2026-04-14\n"),
        ("2.3.3", "date: 2026-05-12\nlts: { until: 2029-02-10 }\n"),
        ("2.3.4", "date: 2026-12-08\nstatus: planned\n"),
    ]);
    let catalog = preview(&site);
    assert_data_eq!(
        order(&catalog),
        str![[r#"
2.4.0 minor stable 2.3.3..-
2.4.0-rc.1 rc rc 2.3.3..2.4.0
2.3.4 patch stable 2.3.3..2.4.0 until 2029-02-10
2.3.3 patch stable 2.3.2..2.3.4 until 2029-02-10
2.3.2 patch stable 2.3.1..2.3.3 until 2028-02-10
2.3.1 patch stable 2.3.0..2.3.2 until 2028-02-10
2.3.0 major stable -..2.3.1

"#]]
    );
    assert_eq!(catalog.products()[0].lts_lines.iter().map(|index| version(&catalog, Some(*index))).collect::<Vec<_>>(), ["2.3.3"]);
}

/// A version with its pre-releases: something new, something rewritten, an issue that was fixed and one that was not.
fn with_prereleases() -> SiteTest {
    let alpha = [
        entry("grid", "feature", ""),
        entry("roles", "feature", "highlight: true,"),
        entry("slow", "known-issue", "severity: minor,"),
        entry("blurred", "known-issue", "severity: minor,"),
    ];
    let rc = [entry("faster", "fix", "resolves: [slow],"), entry("roles", "feature", "highlight: true,")];
    let stable = [entry("docs", "improvement", ""), entry("wide", "feature", "")];
    releases(&[
        ("2.3.0", "date: 2026-01-13\n"),
        ("2.4.0-alpha.1", &out("2026-02-10", &alpha)),
        ("2.4.0-rc.1", &out("2026-03-10", &rc)),
        ("2.4.0-rc.2", "date: 2026-12-08\nstatus: planned\n"),
        ("2.4.0", &format!("highlights: [wide, grid]\n{}", out("2026-04-14", &stable))),
        ("2.4.1", "date: 2026-05-12\n"),
    ])
}

#[test]
fn a_stable_release_shows_what_its_pre_releases_brought() {
    assert_data_eq!(
        pages(&preview(&with_prereleases())),
        str![[r#"
2.4.1: 
  open 2.4.0-alpha.1/blurred
2.4.0: wide, grid (came with 2.4.0-alpha.1), roles (came with 2.4.0-rc.1), docs, faster (came with 2.4.0-rc.1), blurred (came with 2.4.0-alpha.1)
  highlights 2.4.0/wide 2.4.0-alpha.1/grid 2.4.0-rc.1/roles
2.4.0-rc.2: 
2.4.0-rc.1: roles, faster
  highlights 2.4.0-rc.1/roles
  open 2.4.0-alpha.1/blurred
2.4.0-alpha.1: grid, roles, slow, blurred
  highlights 2.4.0-alpha.1/roles
2.3.0: 

"#]]
    );
}

#[test]
fn pre_releases_stay_separate_where_the_product_says_so() {
    let site = with_prereleases()
        .file(SITE, "title: Acme\nurl: https://acme.example/\nproducts:\n  events: { name: Events, prereleases: separate }\n")
        .file("content/events/2.4.0.yaml", out("2026-04-14", &[entry("wide", "feature", "")]));
    assert_data_eq!(
        pages(&preview(&site)),
        str![[r#"
2.4.1: 
  open 2.4.0-alpha.1/blurred
2.4.0: wide
  open 2.4.0-alpha.1/blurred
2.4.0-rc.2: 
2.4.0-rc.1: roles, faster
  highlights 2.4.0-rc.1/roles
  open 2.4.0-alpha.1/blurred
2.4.0-alpha.1: grid, roles, slow, blurred
  highlights 2.4.0-alpha.1/roles
2.3.0: 

"#]]
    );
}

#[test]
fn a_backport_stands_on_both_pages_and_is_one_entry() {
    let site = releases(&[
        ("2.3.0", "date: 2026-01-13\n"),
        ("2.3.1", &out("2026-03-10", &[entry("own", "fix", "")])),
        ("2.4.0", &out("2026-02-10", &[entry("mended", "fix", "highlight: true, also_in: [2.3.1],")])),
    ]);
    let catalog = preview(&site);
    assert_data_eq!(
        pages(&catalog),
        str![[r#"
2.4.0: mended
  highlights 2.4.0/mended
2.3.1: own, mended (brought back from 2.4.0)
2.3.0: 

"#]]
    );
    assert_eq!(catalog.entries().len(), 2);
}

#[test]
fn an_issue_closes_on_each_line_where_its_fix_came() {
    let site = releases(&[
        ("2.3.0", &out("2026-01-13", &[entry("slow", "known-issue", "severity: major,")])),
        ("2.3.1", "date: 2026-02-10\n"),
        ("2.4.0", "date: 2026-02-17\n"),
        ("2.5.0-beta.1", "date: 2026-02-24\n"),
        ("2.4.1", &out("2026-03-10", &[entry("faster", "fix", "resolves: [slow], also_in: [2.3.2],")])),
        ("2.3.2", "date: 2026-03-10\n"),
        ("2.3.3", "date: 2026-04-14\n"),
        ("2.5.0", "date: 2026-04-14\n"),
    ]);
    assert_data_eq!(
        lives(&preview(&site)),
        str![[r#"
2.3.0/slow resolved, open in [2.5.0-beta.1 2.4.0 2.3.1 2.3.0], fixed by [2.4.1/faster]

"#]]
    );
}

#[test]
fn a_fix_of_an_old_line_alone_leaves_the_newer_release_as_it_was() {
    let site = releases(&[
        ("2.3.0", &out("2026-01-13", &[entry("slow", "known-issue", "severity: major,")])),
        ("2.4.0", "date: 2026-02-10\n"),
        ("2.3.1", &out("2026-03-10", &[entry("faster", "fix", "resolves: [slow],")])),
    ]);
    assert_data_eq!(
        lives(&preview(&site)),
        str![[r#"
2.3.0/slow open, open in [2.4.0 2.3.0], fixed by [2.3.1/faster]

"#]]
    );
    let site = site.file("content/events/2.4.1.yaml", "date: 2026-04-14\n");
    assert_data_eq!(
        lives(&preview(&site)),
        str![[r#"
2.3.0/slow resolved, open in [2.4.0 2.3.0], fixed by [2.3.1/faster]

"#]]
    );
}

#[test]
fn an_issue_is_in_later_patches_of_older_lines_and_ends_with_its_range() {
    let site = releases(&[
        ("2.3.0", "date: 2026-01-13\n"),
        ("2.4.0", &out("2026-02-10", &[entry("slow", "known-issue", "severity: major, state: wont-fix, affects: \">=2.3.0 <3.0.0\",")])),
        ("2.3.1", "date: 2026-03-10\n"),
        ("2.5.0", "date: 2026-12-08\nstatus: planned\n"),
        ("3.0.0", "date: 2026-04-14\n"),
    ]);
    let catalog = preview(&site);
    assert_data_eq!(
        lives(&catalog),
        str![[r#"
2.4.0/slow wont-fix, open in [2.4.0 2.3.1], fixed by []

"#]]
    );
    assert_data_eq!(
        pages(&catalog),
        str![[r#"
3.0.0: 
2.5.0: 
2.4.0: slow
2.3.1: 
  open 2.4.0/slow
2.3.0: 

"#]]
    );
}

#[test]
fn a_fix_counts_once_it_is_out_and_not_after_it_was_taken_back() {
    let site = releases(&[
        (
            "2.3.0",
            &out("2026-01-13", &[entry("slow", "known-issue", "severity: major,"), entry("old-api", "deprecation", "removal: 3.0.0,")]),
        ),
        (
            "3.0.0",
            &format!(
                "status: rolled-back\nrollback: {{ date: 2026-02-11, reason: Lost scans, replaced_by: 3.0.1 }}\n{}",
                out("2026-02-10", &[entry("faster", "fix", "resolves: [slow],"), entry("gone", "breaking", "removes: [old-api],")])
            ),
        ),
        ("3.0.1", "date: 2026-02-17\n"),
        ("3.1.0", &format!("status: planned\n{}", out("2026-12-08", &[entry("fast", "fix", "resolves: [slow],")]))),
    ]);
    assert_data_eq!(
        lives(&preview(&site)),
        str![[r#"
2.3.0/slow open, open in [3.0.1 2.3.0], fixed by []
2.3.0/old-api due

"#]]
    );
}

#[test]
fn a_deprecation_is_due_once_its_removal_has_a_day() {
    let old = [
        entry("api-1", "deprecation", "removal: 3.0.0,"),
        entry("api-2", "deprecation", "removal: 4.0.0,"),
        entry("api-3", "deprecation", "removal: 5.0.0,"),
    ];
    let site = releases(&[
        ("2.3.0", &out("2026-01-13", &old)),
        ("3.0.0", &out("2026-02-10", &[entry("no-api-1", "breaking", "removes: [api-1],")])),
        ("4.0.0", "date: 2026-12-08\nstatus: planned\n"),
    ]);
    assert_data_eq!(
        lives(&preview(&site)),
        str![[r#"
2.3.0/api-1 removed by 3.0.0/no-api-1
2.3.0/api-2 due
2.3.0/api-3 announced

"#]]
    );
    assert_data_eq!(
        lives(&production(&site)),
        str![[r#"
2.3.0/api-1 removed by 3.0.0/no-api-1
2.3.0/api-2 due
2.3.0/api-3 announced

"#]]
    );
}

/// Something for each reader: everyone, admins, staff, and both.
fn for_readers() -> SiteTest {
    let entries = [
        entry("all", "feature", "highlight: true,"),
        entry("admins", "feature", "audience: admins,"),
        entry("staff", "fix", "audience: staff, resolves: [slow],"),
        entry("both", "feature", "audience: [admins, staff],"),
    ];
    releases(&[
        ("2.3.0", &out("2026-01-13", &[entry("slow", "known-issue", "severity: minor,")])),
        ("2.4.0", &format!("highlights: [staff, all]\n{}", out("2026-02-10", &entries))),
    ])
    .append(SITE, "  admins: { name: Administrators }\n  staff: { name: Staff, private: true }\n")
}

#[test]
fn the_public_sees_nothing_private_but_what_it_mended() {
    let catalog = production(&for_readers());
    assert_data_eq!(
        pages(&catalog),
        str![[r#"
2.4.0: all, admins, both
  highlights 2.4.0/all
2.3.0: slow

"#]]
    );
    assert_data_eq!(
        lives(&catalog),
        str![[r#"
2.3.0/slow resolved, open in [2.3.0], fixed by []

"#]]
    );
    let public: Vec<_> = catalog.entries().iter().map(|entry| (&entry.audiences, &entry.fields)).collect();
    assert!(!format!("{public:?} {:?}", catalog.site()).to_lowercase().contains("staff"));
}

#[test]
fn an_audience_sees_what_is_for_it_and_for_everyone() {
    assert_data_eq!(
        pages(&resolved(&for_readers(), Environment::Production, Some("staff"))),
        str![[r#"
2.4.0: all, both, staff
  highlights 2.4.0/staff 2.4.0/all
2.3.0: slow

"#]]
    );
    assert_data_eq!(
        pages(&resolved(&for_readers(), Environment::Production, Some("admins"))),
        str![[r#"
2.4.0: all, admins, both
  highlights 2.4.0/all
2.3.0: slow

"#]]
    );
}

#[test]
fn the_public_sees_plans_once_announced_and_of_them_what_to_prepare_for() {
    let plan = |head: &str| {
        format!(
            "status: planned\n{head}highlights: [new]\n{}",
            [entry("gone", "breaking", ""), entry("new", "feature", "")].iter().fold("entries:\n".to_owned(), |text, entry| text + entry)
        )
    };
    let site = releases(&[
        ("2.3.0", &out("2026-01-13", &[entry("linked", "feature", "also_in: [3.0.0, 4.0.0, 7.0.0],")])),
        ("3.0.0-beta.1", &out("2026-11-10", &[entry("early", "feature", "")])),
        ("3.0.0", &plan("date: 2026-12-08\nannounced: 2026-11-22\n")),
        ("4.0.0", &plan("date: 2027-01-12\nannounced: 2026-11-23\n")),
        ("5.0.0", &plan("date: 2027-02-09\n")),
        ("6.0.0", &plan("announced: 2026-11-22\n")),
        ("7.0.0", &plan("")),
        ("8.0.0", &plan("date: 2027-03-09\nannounced: 2026-11-01\npublish: 2026-11-22T12:00:01Z\n")),
        ("2.3.1", "date: 2026-11-22\npublish: 2026-11-22T12:00:00Z\n"),
        ("2.3.2", "date: 2026-11-22\npublish: 2026-11-22T12:00:01Z\n"),
    ])
    .file("content/events/unreleased/later.md", "---\nkind: breaking\ntitle: Later\n---\nText.\n\n## Migration\nNone.\n");
    let catalog = production(&site);
    assert_data_eq!(
        pages(&catalog),
        str![[r#"
6.0.0: gone
3.0.0: gone
3.0.0-beta.1: early
2.3.1: 
2.3.0: linked

"#]]
    );
    let scheduled: Vec<String> =
        catalog.products()[0].scheduled.iter().map(|plan| format!("{} {} {}", plan.date, plan.version, plan.release_type.name())).collect();
    assert_eq!(scheduled, ["2027-01-12 4.0.0 major", "2027-02-09 5.0.0 major"]);
    assert!(catalog.products()[0].unreleased.is_empty());
    let linked = catalog.entries().iter().find(|entry| entry.id.as_str() == "linked").unwrap();
    assert!(linked.also_in.is_empty());
}

#[test]
fn staging_shows_everything() {
    let site = for_readers()
        .file("content/events/unreleased/later.md", "---\nkind: feature\ntitle: Later\n---\nText.\n")
        .file("content/events/2.5.0.yaml", "status: planned\nentries:\n  - { id: new, kind: feature, title: New, body: New. }\n")
        .file("content/events/2.4.1.yaml", "date: 2026-11-22\npublish: 2027-01-01T00:00:00Z\n");
    let catalog = resolved(&site, Environment::Staging, None);
    assert_data_eq!(
        pages(&catalog),
        str![[r#"
2.5.0: new
2.4.1: 
2.4.0: all, admins, both, staff
  highlights 2.4.0/staff 2.4.0/all
2.3.0: slow

"#]]
    );
    assert_eq!(names(&catalog, &catalog.products()[0].unreleased), "unreleased/later");
}

#[test]
fn a_hidden_name_never_leads_to_its_namesake() {
    let site = releases(&[
        ("2.3.0", &out("2026-01-13", &[entry("scan", "feature", "")])),
        ("2.4.0", &out("2026-02-10", &[entry("scan", "feature", "audience: staff,"), entry("other", "feature", "")])),
    ])
    .append(SITE, "  staff: { name: Staff, private: true }\n");
    let catalog = production(&site);
    let release = catalog.releases()[0].index;
    let product = catalog.products()[0].index;
    assert!(catalog.entry_named(product, Some(release), "scan").is_err());
    assert_eq!(
        catalog.entry_named(product, Some(release), "2.3.0/scan").map(|index| catalog.full_name(index)),
        Ok("2.3.0/scan".to_owned())
    );
}

#[test]
fn a_product_has_the_site_s_support_and_policy_where_it_says_nothing_else() {
    let site = SiteTest::new().file(
        SITE,
        "
title: Acme
url: https://acme.example/
support: { email: all@acme.example, url: https://acme.example/help }
policy: { readiness: [tests], blackouts: [{ from: 2026-12-20, to: 2027-01-03 }] }
products:
  events:
    name: Events
    support: { email: events@acme.example }
    policy: { readiness: [tests, backup] }
",
    );
    let catalog = preview(&site);
    let product = &catalog.products()[0];
    assert_eq!(product.support.email.as_ref().unwrap().address(), "events@acme.example");
    assert_eq!(product.support.url.as_ref().unwrap().as_str(), "https://acme.example/help");
    assert_eq!((product.policy.readiness.as_slice(), product.policy.blackouts.len()), (&["tests".to_owned(), "backup".to_owned()][..], 1));
    assert_eq!(catalog.releases()[0].path, "2.4.0/");
}
