use std::fmt::Write as _;

use chrono::{NaiveDate, NaiveTime};
use snapbox::{assert_data_eq, str};

use super::*;
use crate::diag::Diagnostics;
use crate::ident::Version;
use crate::load::Loaded;
use crate::model::{ProductIndex, Scope, resolve};
use crate::{parse, template};

/// A site of one product, in memory.
#[derive(Default)]
struct World {
    files: Vec<(String, String)>,
    product: String,
}

impl World {
    fn new() -> Self {
        Self::default()
    }

    /// A field of the product in site.yaml.
    fn product(mut self, field: &str) -> Self {
        write!(self.product, ", {field}").unwrap();
        self
    }

    /// A release, with the fields of release.yaml after its date.
    fn release(mut self, version: &str, date: &str, rest: &str) -> Self {
        self.files.push((format!("content/app/{version}.yaml"), format!("date: {date}\n{rest}\n")));
        self
    }

    fn catalog(&self) -> Catalog {
        let mut files = self.files.clone();
        let site = format!("title: Notes\nurl: https://notes.example/\nproducts:\n  app: {{ name: App{} }}\n", self.product);
        files.push(("content/site.yaml".to_owned(), site));
        files.sort();
        let mut loaded = Loaded::default();
        for (path, text) in files {
            loaded.sources.add(path, text);
        }
        let mut diags = Diagnostics::default();
        let documents = parse::parse(&loaded, &mut diags).unwrap();
        let today = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
        let scope = Scope::everything(today, today.and_time(NaiveTime::MIN).and_utc());
        let catalog = resolve(&documents, &template::built_in(), &scope, &mut diags);
        assert!(diags.is_empty(), "{:?}", diags.iter().collect::<Vec<_>>());
        catalog
    }

    /// Everything that is found of a jump, empty lists left out.
    fn jump(&self, from: &str, to: &str) -> String {
        let catalog = self.catalog();
        let find = |version: &str| catalog.find_release(ProductIndex(0), &version.parse::<Version>().unwrap()).unwrap().index;
        tell(&catalog, &catalog.upgrade(find(from), find(to)))
    }

    fn pairs(&self) -> String {
        let catalog = self.catalog();
        let version = |index| catalog.release(index).version.as_str();
        let pairs = catalog.upgrade_pairs(ProductIndex(0)).into_iter();
        pairs.map(|(from, to)| format!("{} to {}\n", version(from), version(to))).collect()
    }
}

fn tell(catalog: &Catalog, upgrade: &Upgrade) -> String {
    let mut text = format!("{:?}\n", upgrade.way);
    let mut list = |name: &str, items: Vec<String>| {
        if !items.is_empty() {
            writeln!(text, "{name}: {}", items.join(", ")).unwrap();
        }
    };
    let version = |index: &ReleaseIndex| catalog.release(*index).version.as_str().to_owned();
    let versions = |list: &[ReleaseIndex]| list.iter().map(version).collect();
    let arrival = |arrival: &Arrival| format!("{} ({})", catalog.entry(arrival.entry).id.value, version(&arrival.release));
    let names = |list: &[EntryIndex]| list.iter().map(|index| catalog.full_name(*index)).collect();
    for leg in &upgrade.legs {
        list(&format!("to {}", version(&leg.stop)), versions(&leg.releases));
        list("  before", versions(&leg.before));
        list("  during", versions(&leg.during));
        list("  after", versions(&leg.after));
    }
    list("entries", upgrade.entries.iter().map(arrival).collect());
    list("breaking", upgrade.breaking.iter().map(arrival).collect());
    list("removed", names(&upgrade.removed));
    list("due", names(&upgrade.due));
    list("deprecated", names(&upgrade.deprecated));
    list("security", names(&upgrade.security));
    list("security lost", names(&upgrade.security_lost));
    list("issues left", names(&upgrade.issues_left));
    list("issues met", names(&upgrade.issues_met));
    for setting in &upgrade.settings {
        let part = |name: &str, value: &Option<String>| value.as_ref().map(|value| format!(" {name} {value}")).unwrap_or_default();
        let values = part("from", &setting.from) + &part("to", &setting.to) + &part("default", &setting.default);
        let entries: Vec<String> = names(&setting.entries);
        list(&format!("{} {}{values}", setting.name, setting.change.name()), entries);
    }
    text
}

/// An entry on one line, for `entries:`.
fn entry(id: &str, kind: &str, more: &str) -> String {
    format!("  - {{ id: {id}, kind: {kind}, title: Title of {id}, body: Text., {more} }}\n")
}

fn entries(list: &[String]) -> String {
    format!("entries:\n{}", list.concat())
}

#[test]
fn a_jump_passes_every_stable_release_between() {
    let world = World::new()
        .release("1.0.0", "2026-01-01", &entries(&[entry("old", "feature", "")]))
        .release("1.1.0-rc.1", "2026-01-20", &entries(&[entry("early", "feature", "")]))
        .release("1.1.0", "2026-02-01", &entries(&[entry("new", "feature", "")]))
        .release("1.1.1", "2026-02-10", &entries(&[entry("mend", "fix", "")]))
        .release("2.0.0", "2026-03-01", &entries(&[entry("gone", "breaking", ""), entry("more", "feature", "")]))
        .release("2.1.0-beta.1", "2026-04-01", &entries(&[entry("later", "feature", "")]));
    assert_data_eq!(
        world.jump("1.0.0", "2.0.0"),
        str![[r#"
Open
to 2.0.0: 1.1.0, 1.1.1, 2.0.0
entries: new (1.1.0), early (1.1.0), mend (1.1.1), gone (2.0.0), more (2.0.0)
breaking: gone (2.0.0)

"#]]
    );
    assert_data_eq!(
        world.jump("2.0.0", "2.0.0"),
        str![[r#"
Open

"#]]
    );
}

#[test]
fn stops_are_as_few_as_may_be_and_as_new_as_may_be() {
    let world = World::new()
        .release("1.0.0", "2026-01-01", "")
        .release("1.5.0", "2026-01-02", "upgrade: Run one.")
        .release("2.0.0", "2026-02-01", "upgrade_from: '>=1.5.0'\nupgrade: { before: Back up., during: Run two. }")
        .release("2.1.0", "2026-02-02", "upgrade_from: '>=1.0.0'\nupgrade: { after: Look. }")
        .release("3.0.0", "2026-03-01", "upgrade_from: '>=2.0.0'")
        .release("3.1.0", "2026-03-02", "upgrade_from: '>=2.0.0'\nupgrade: { before: Back up., after: Look. }")
        .release("4.0.0", "2026-04-01", "upgrade_from: '>=3.0.0'");
    assert_data_eq!(
        world.jump("1.0.0", "4.0.0"),
        str![[r#"
Open
to 2.1.0: 1.5.0, 2.0.0, 2.1.0
  before: 2.0.0
  during: 1.5.0, 2.0.0
  after: 2.1.0
to 3.1.0: 3.0.0, 3.1.0
  before: 3.1.0
  after: 3.1.0
to 4.0.0: 4.0.0

"#]]
    );
}

#[test]
fn a_release_that_was_rolled_back_is_no_stop_and_asks_for_no_steps() {
    let world = World::new()
        .release("1.0.0", "2026-01-01", "")
        .release("2.0.0", "2026-02-01", "upgrade_from: '>=1.0.0'")
        .release(
            "2.1.0",
            "2026-02-08",
            &format!(
                "status: rolled-back\nrollback: {{ date: 2026-02-09, reason: Lost mail }}\nupgrade: Do not.\n{}",
                entries(&[
                    entry("gone", "breaking", "settings: [{ name: a, change: removed }]"),
                    entry("hole", "security", "severity: high, affects: '<2.1.0'"),
                ])
            ),
        )
        .release("2.1.1", "2026-02-15", "upgrade: Run it.")
        .release("3.0.0", "2026-03-01", "upgrade_from: '>=2.0.0'");
    assert_data_eq!(
        world.jump("1.0.0", "3.0.0"),
        str![[r#"
Open
to 2.1.1: 2.0.0, 2.1.0, 2.1.1
  during: 2.1.1
to 3.0.0: 3.0.0
entries: gone (2.1.0), hole (2.1.0)
breaking: gone (2.1.0)
a removed: 2.1.0/gone

"#]]
    );
    // Those who run it have what it brought.
    assert_data_eq!(
        world.jump("2.1.0", "2.1.1"),
        str![[r#"
Open
to 2.1.1: 2.1.1
  during: 2.1.1

"#]]
    );
}

#[test]
fn where_no_chain_leads_there_the_way_is_closed() {
    let world = World::new()
        .release("1.0.0", "2026-01-01", "")
        .release("1.1.0", "2026-01-05", "upgrade: Run it.")
        .release("2.0.0", "2026-02-01", "upgrade_from: '>=1.2.0'")
        .release("2.1.0", "2026-02-02", "upgrade_from: '>=2.0.0'");
    assert_data_eq!(
        world.jump("1.0.0", "2.1.0"),
        str![[r#"
Closed
to 2.1.0: 1.1.0, 2.0.0, 2.1.0
  during: 1.1.0

"#]]
    );
}

#[test]
fn a_plan_is_no_stop_on_the_way_to_another() {
    let world = World::new().release("1.0.0", "2026-01-01", "").release("2.0.0", "2026-12-01", "status: planned").release(
        "3.0.0",
        "2027-01-01",
        "status: planned\nupgrade_from: '>=2.0.0'",
    );
    assert_data_eq!(
        world.jump("1.0.0", "3.0.0"),
        str![[r#"
Closed
to 3.0.0: 3.0.0

"#]]
    );
    assert_data_eq!(
        world.jump("1.0.0", "2.0.0"),
        str![[r#"
Open
to 2.0.0: 2.0.0

"#]]
    );
}

fn with_support_line() -> World {
    World::new()
        .release("1.0.0", "2026-01-01", "lts: { until: 2027-01-01 }")
        .release("2.0.0", "2026-02-01", "")
        .release("1.0.1", "2026-03-01", &entries(&[entry("own-mend", "fix", "")]))
        .release("2.1.0", "2026-04-01", "upgrade: Run it.")
        .release(
            "2.2.0",
            "2026-05-01",
            &entries(&[
                entry("hole", "security", "severity: critical, affects: '<2.2.0', also_in: [1.0.2]"),
                entry("crack", "security", "severity: low, affects: '>=2.0.0 <2.2.0'"),
                entry("gap", "security", "severity: high, affects: '<2.2.0'"),
                entry("mend", "fix", "also_in: [1.0.2]"),
            ]),
        )
        .release("1.0.2", "2026-05-01", "upgrade: Run it here.")
        .release("3.0.0", "2026-06-01", "")
}

#[test]
fn patches_of_an_older_line_are_passed_only_on_that_line() {
    assert_data_eq!(
        with_support_line().jump("1.0.0", "2.1.0"),
        str![[r#"
Open
to 2.1.0: 2.0.0, 2.1.0
  during: 2.1.0
entries: own-mend (2.1.0)

"#]]
    );
    assert_data_eq!(
        with_support_line().jump("1.0.0", "1.0.2"),
        str![[r#"
Open
to 1.0.2: 1.0.1, 1.0.2
  during: 1.0.2
entries: own-mend (1.0.1), hole (1.0.2), mend (1.0.2)
security: 2.2.0/hole

"#]]
    );
}

#[test]
fn a_fix_that_was_brought_back_is_not_new() {
    assert_data_eq!(
        with_support_line().jump("1.0.2", "3.0.0"),
        str![[r#"
Open
to 3.0.0: 2.0.0, 2.1.0, 2.2.0, 3.0.0
  during: 2.1.0
entries: crack (2.2.0), gap (2.2.0)
security: 2.2.0/gap

"#]]
    );
}

#[test]
fn a_fix_that_was_brought_back_is_lost_in_an_older_release_of_a_newer_line() {
    assert_data_eq!(
        with_support_line().jump("1.0.2", "2.1.0"),
        str![[r#"
Open
to 2.1.0: 2.0.0, 2.1.0
  during: 2.1.0
security lost: 2.2.0/hole

"#]]
    );
}

#[test]
fn the_way_back_takes_back_what_came() {
    let world = World::new()
        .release("1.0.0", "2026-01-01", &entries(&[entry("crash", "known-issue", "severity: major, affects: '>=1.0.0'")]))
        .release(
            "1.1.0",
            "2026-02-01",
            &entries(&[
                entry("old-way", "deprecation", "removal: 2.0.0"),
                entry("mend", "fix", "resolves: [crash]"),
                entry("knob", "feature", "settings: [{ name: a, change: added, default: '1' }, { name: b, change: renamed, to: c }]"),
            ]),
        )
        .release(
            "2.0.0",
            "2026-03-01",
            &entries(&[
                entry("gone", "breaking", "removes: [old-way], settings: [{ name: c, change: changed, from: '1', to: '2' }]"),
                entry("hole", "security", "severity: low, affects: '<2.0.0'"),
                entry("slow", "known-issue", "severity: minor, affects: '>=2.0.0'"),
            ]),
        );
    assert_data_eq!(
        world.jump("2.0.0", "1.0.0"),
        str![[r#"
Back
to 1.0.0: 2.0.0, 1.1.0
entries: gone (2.0.0), hole (2.0.0), knob (1.1.0), mend (1.1.0), old-way (1.1.0)
breaking: gone (2.0.0)
removed: 1.1.0/old-way
security lost: 2.0.0/hole
issues left: 2.0.0/slow
issues met: 1.0.0/crash
a removed from 1: 1.1.0/knob
c renamed to b default 1: 1.1.0/knob, 2.0.0/gone

"#]]
    );
    assert_data_eq!(
        world.jump("1.0.0", "2.0.0"),
        str![[r#"
Open
to 2.0.0: 1.1.0, 2.0.0
entries: knob (1.1.0), mend (1.1.0), old-way (1.1.0), gone (2.0.0), hole (2.0.0)
breaking: gone (2.0.0)
removed: 1.1.0/old-way
security: 2.0.0/hole
issues left: 1.0.0/crash
issues met: 2.0.0/slow
a added default 1: 1.1.0/knob
b renamed to c default 2: 1.1.0/knob, 2.0.0/gone

"#]]
    );
}

#[test]
fn deprecations_end_or_are_due_or_are_announced() {
    let world = World::new()
        .release(
            "1.0.0",
            "2026-01-01",
            &entries(&[entry("early", "deprecation", "removal: 2.0.0"), entry("waiting", "deprecation", "removal: 3.0.0")]),
        )
        .release("1.1.0", "2026-02-01", &entries(&[entry("short", "deprecation", ""), entry("lived", "deprecation", "removal: 2.0.0")]))
        .release("2.0.0", "2026-03-01", &entries(&[entry("gone", "breaking", "removes: [early, lived]")]))
        .release("3.0.0", "2026-12-01", "status: planned");
    assert_data_eq!(
        world.jump("1.0.0", "2.0.0"),
        str![[r#"
Open
to 2.0.0: 1.1.0, 2.0.0
entries: short (1.1.0), lived (1.1.0), gone (2.0.0)
breaking: gone (2.0.0)
removed: 1.0.0/early, 1.1.0/lived
due: 1.0.0/waiting
deprecated: 1.1.0/short

"#]]
    );
    assert_data_eq!(
        world.jump("1.0.0", "1.1.0"),
        str![[r#"
Open
to 1.1.0: 1.1.0
entries: short (1.1.0), lived (1.1.0)
due: 1.0.0/waiting
deprecated: 1.1.0/short, 1.1.0/lived

"#]]
    );
}

#[test]
fn known_issues_are_left_and_met() {
    let world = World::new()
        .release(
            "1.0.0",
            "2026-01-01",
            &entries(&[entry("crash", "known-issue", "severity: minor"), entry("slow", "known-issue", "severity: minor")]),
        )
        .release(
            "1.1.0",
            "2026-02-01",
            &entries(&[entry("mend", "fix", "resolves: [crash]"), entry("short", "known-issue", "severity: major")]),
        )
        .release(
            "2.0.0",
            "2026-03-01",
            &entries(&[
                entry("mend-short", "fix", "resolves: [short]"),
                entry("odd", "known-issue", "severity: minor"),
                entry("loss", "known-issue", "severity: critical"),
            ]),
        );
    assert_data_eq!(
        world.jump("1.0.0", "2.0.0"),
        str![[r#"
Open
to 2.0.0: 1.1.0, 2.0.0
entries: mend (1.1.0), mend-short (2.0.0)
issues left: 1.0.0/crash
issues met: 2.0.0/loss, 2.0.0/odd

"#]]
    );
    assert_data_eq!(
        world.jump("1.1.0", "2.0.0"),
        str![[r#"
Open
to 2.0.0: 2.0.0
entries: mend-short (2.0.0)
issues left: 1.1.0/short
issues met: 2.0.0/loss, 2.0.0/odd

"#]]
    );
}

#[test]
fn settings_are_told_once() {
    let setting = |id: &str, settings: &str| entry(id, "feature", &format!("settings: [{settings}]"));
    let world = World::new()
        .release("1.0.0", "2026-01-01", "")
        .release(
            "1.1.0",
            "2026-02-01",
            &entries(&[
                setting("add", "{ name: added, change: added, default: '1' }, { name: brief, change: added }, { name: moved, change: added, default: x }"),
                setting("change", "{ name: twice, change: changed, from: '1', to: '2' }, { name: there-and-back, change: changed, from: a, to: b }"),
                setting("rename", "{ name: one, change: renamed, to: two }, { name: new-name, change: renamed, from: old-name, default: '7' }, { name: kept, change: renamed, to: now }"),
                setting("remove", "{ name: again, change: removed, from: yes }"),
            ]),
        )
        .release(
            "1.2.0",
            "2026-03-01",
            &entries(&[
                setting("add", "{ name: added, change: changed, from: '1', to: '2', default: '2' }, { name: brief, change: removed }"),
                setting("change", "{ name: twice, change: removed }, { name: there-and-back, change: changed, from: b, to: a }"),
                setting("rename", "{ name: two, change: renamed, to: three, default: '3' }, { name: moved, change: renamed, to: home }"),
                setting("remove", "{ name: again, change: added, default: no }, { name: new-name, change: removed }, { name: kept, change: removed }"),
            ]),
        );
    assert_data_eq!(
        world.jump("1.0.0", "1.2.0"),
        str![[r#"
Open
to 1.2.0: 1.1.0, 1.2.0
entries: add (1.1.0), change (1.1.0), rename (1.1.0), remove (1.1.0), add (1.2.0), change (1.2.0), rename (1.2.0), remove (1.2.0)
added added default 2: 1.1.0/add, 1.2.0/add
home added default x: 1.1.0/add, 1.2.0/rename
twice removed from 1: 1.1.0/change, 1.2.0/change
one renamed to three default 3: 1.1.0/rename, 1.2.0/rename
old-name removed: 1.1.0/rename, 1.2.0/remove
kept renamed to now: 1.1.0/rename, 1.2.0/remove
again changed from yes default no: 1.1.0/remove, 1.2.0/remove

"#]]
    );
}

#[test]
fn from_a_pre_release_only_the_rest_is_new() {
    let world = World::new()
        .release("1.0.0", "2026-01-01", "")
        .release("2.0.0-alpha.1", "2026-02-01", &entries(&[entry("first", "breaking", ""), entry("reworded", "feature", "")]))
        .release("2.0.0-beta.1", "2026-02-08", &entries(&[entry("second", "feature", "")]))
        .release("2.0.0", "2026-03-01", &entries(&[entry("reworded", "feature", ""), entry("third", "feature", "")]));
    assert_data_eq!(
        world.jump("2.0.0-alpha.1", "2.0.0"),
        str![[r#"
Open
to 2.0.0: 2.0.0
entries: third (2.0.0), second (2.0.0)

"#]]
    );
    assert_data_eq!(
        world.jump("1.0.0", "2.0.0"),
        str![[r#"
Open
to 2.0.0: 2.0.0
entries: first (2.0.0), reworded (2.0.0), third (2.0.0), second (2.0.0)
breaking: first (2.0.0)

"#]]
    );
    assert_data_eq!(
        world.jump("1.0.0", "2.0.0-beta.1"),
        str![[r#"
Open
to 2.0.0-beta.1: 2.0.0-beta.1
entries: first (2.0.0-beta.1), reworded (2.0.0-beta.1), second (2.0.0-beta.1)
breaking: first (2.0.0-beta.1)

"#]]
    );
    // What a page shows has no part in what a release is made of.
    assert_data_eq!(
        world.product("prereleases: separate").jump("1.0.0", "2.0.0"),
        str![[r#"
Open
to 2.0.0: 2.0.0
entries: first (2.0.0), second (2.0.0), reworded (2.0.0), third (2.0.0)
breaking: first (2.0.0)

"#]]
    );
}

#[test]
fn calendar_versions_are_lines_of_a_month() {
    let world = World::new()
        .product("versioning: calendar")
        .release("2025.12", "2025-12-01", "")
        .release("2026.1", "2026-01-05", "")
        .release("2025.12.1", "2026-01-20", &entries(&[entry("mend", "fix", "")]))
        .release("2026.2", "2026-02-02", "");
    assert_data_eq!(
        world.pairs(),
        str![[r#"
2025.12.1 to 2026.1
2026.1 to 2026.2
2025.12.1 to 2026.2

"#]]
    );
}

#[test]
fn pairs_join_neighbouring_lines_majors_and_support_lines() {
    let world = World::new()
        .release("1.0.0", "2026-01-01", "")
        .release("1.1.0", "2026-01-02", "lts: { until: 2027-01-01 }")
        .release("1.1.1", "2026-05-01", "")
        .release("2.0.0", "2026-02-01", "")
        .release("2.1.0", "2026-02-02", "status: rolled-back\nrollback: { date: 2026-02-03, reason: Lost mail }")
        .release("2.2.0-rc.1", "2026-02-03", "")
        .release("2.2.0", "2026-02-04", "lts: { until: 2027-02-01 }")
        .release("3.0.0", "2026-03-01", "")
        .release("3.0.1", "2026-03-02", "")
        .release("4.0.0", "2026-12-01", "status: planned");
    assert_data_eq!(
        world.pairs(),
        str![[r#"
1.0.0 to 1.1.1
1.1.1 to 2.0.0
2.0.0 to 2.2.0
2.2.0 to 3.0.1
1.1.1 to 2.2.0
1.1.1 to 3.0.1

"#]]
    );
    assert_data_eq!(World::new().release("1.0.0", "2026-01-01", "").pairs(), str![""]);
}
