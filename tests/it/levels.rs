//! The level of every code, as site.yaml sets it under `checks:`.

use snapbox::str;
use tidings::diag::{Code, Diagnostics, Severity};
use tidings::load;
use tidings::ops::{self, CheckOptions};

use crate::explain::{all, wrong_site};
use crate::support::SiteTest;

const SITE: &str = "content/site.yaml";

/// The severities of what a site has of a code.
fn severities(code: Code, diags: &Diagnostics) -> Vec<Severity> {
    diags.iter().filter(|diagnostic| diagnostic.code == code).map(|diagnostic| diagnostic.severity).collect()
}

fn all_are(severity: Severity, severities: &[Severity]) -> bool {
    !severities.is_empty() && severities.iter().all(|other| *other == severity)
}

#[test]
fn a_site_sets_the_level_of_every_code_that_content_can_be_read_without() {
    let mut wrong = Vec::new();
    for (code, explained) in all().filter(|(code, _)| !code.is_fixed()) {
        let at = |level: &str| {
            let site = wrong_site(code, &explained).append(SITE, &format!("\nchecks: {{ {code}: {level} }}\n"));
            severities(code, &site.diagnostics().1)
        };
        let holds = [
            all_are(code.severity(), &severities(code, &wrong_site(code, &explained).diagnostics().1)),
            at("off").is_empty(),
            all_are(Severity::Warning, &at("warn")),
            all_are(Severity::Error, &at("error")),
        ];
        if holds.contains(&false) {
            wrong.push((code.name(), holds));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_code_without_which_content_cannot_be_read_keeps_its_level() {
    for (code, explained) in all().filter(|(code, _)| code.is_fixed()) {
        // Where site.yaml itself cannot be read, it says nothing of levels either.
        let site = wrong_site(code, &explained).append(SITE, &format!("\nchecks: {{ {code}: off }}\n"));
        let (_, diags) = site.diagnostics();
        assert!(all_are(code.severity(), &severities(code, &diags)), "{code}");
    }
}

#[test]
fn denied_warnings_are_errors_whatever_their_level() {
    for (code, explained) in all().filter(|(code, _)| code.severity() == Severity::Warning) {
        let site = wrong_site(code, &explained);
        let mut loaded = load::site(site.root()).unwrap();
        loaded.former = load::former(&site.root().join("public")).unwrap();
        let options = CheckOptions { now: "2026-11-22T12:00:00Z".parse().unwrap(), deny_warnings: true };
        let diags = ops::check(&loaded, &options).diagnostics;
        assert!(all_are(Severity::Error, &severities(code, &diags)), "{code}");
    }
}

#[test]
fn a_level_of_a_code_that_is_none_is_told_of_with_the_nearest() {
    SiteTest::new().append(SITE, "checks: { vague-titel: off, yaml-syntax: warn, link-text: loud }\n").check(str![[r#"
error[unknown-field]: `checks` has no field `vague-titel`
 --> content/site.yaml:9:11
  |
9 | checks: { vague-titel: off, yaml-syntax: warn, link-text: loud }
  |           ^^^^^^^^^^^
  |
  = help: did you mean `vague-title`?

error[bad-value]: the level of `yaml-syntax` cannot be set, since the content cannot be read without it
 --> content/site.yaml:9:29
  |
9 | checks: { vague-titel: off, yaml-syntax: warn, link-text: loud }
  |                             ^^^^^^^^^^^
  |
  = help: remove the line

error[bad-value]: `link-text` cannot be `loud`
 --> content/site.yaml:9:59
  |
9 | checks: { vague-titel: off, yaml-syntax: warn, link-text: loud }
  |                                                           ^^^^
  |
  = help: it can be `off`, `warn` or `error`

3 errors, 0 warnings in 1 file

"#]]);
}
