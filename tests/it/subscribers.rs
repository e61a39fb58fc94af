//! Subscribers: tables in and out, all or nothing, and who is kept out. Sending is tried by `tests/checkers/mail`, on a real server.

use std::fs;
use std::process::Output;

use snapbox::{assert_data_eq, str};

use super::support::SiteTest;

fn run(site: &SiteTest, arguments: &[&str]) -> Output {
    site.command(&[&["subscribers"], arguments].concat()).env("TIDINGS_SECRET", "a secret of the tests").output().unwrap()
}

/// What was said on standard error, without what stood there before.
fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn import(site: &SiteTest, table: &str) -> Output {
    fs::write(site.root().join("people.csv"), table).unwrap();
    run(site, &["import", site.root().join("people.csv").to_str().unwrap()])
}

fn export(site: &SiteTest) -> String {
    String::from_utf8(run(site, &["export"]).stdout).unwrap()
}

const TABLE: &str = "Email,Name,language,audiences,products,components,notices,digest
jo@example.org,\"Jo, the first\",de,organizers,events,check-in;ticketing,released; planned,weekly
al@example.org
";

#[test]
fn a_table_comes_in_and_goes_out() {
    let site = SiteTest::new();
    let output = import(&site, TABLE);
    assert!(output.status.success(), "{}", told(&output));
    assert_data_eq!(
        told(&output),
        str![[r#"
2 added, 0 changed, 0 as before, 0 left out because nothing may go there

"#]]
    );
    assert_data_eq!(
        export(&site),
        str![[r#"
email,name,language,audiences,products,components,notices,digest,consent_at,consent_by,consent_wording
al@example.org,,,,,,,,[..],import,
jo@example.org,"Jo, the first",de,organizers,events,check-in;ticketing,released;planned,weekly,[..],import,

"#]]
    );
    let again = import(&site, &export(&site));
    assert!(told(&again).starts_with("0 added, 0 changed, 2 as before"), "{}", told(&again));
    let changed = import(&site, "email,language\nJO@example.org,en\n");
    assert!(export(&site).contains("JO@example.org,,en,,,,,,20"), "what is known of the consent stays: {}", export(&site));
    assert!(told(&changed).starts_with("0 added, 1 changed"), "{}", told(&changed));
}

#[test]
fn bad_lines_are_all_told_and_nothing_is_half_imported() {
    let site = SiteTest::new();
    let table = "email,products,audiences,notices,language
good@example.org,events,,,
bad,events,,,
jo@example.org,evnts,,,
al@example.org,,organisers,,
mo@example.org,,,relesed,
fo@example.org,,,,deutsch sprache
GOOD@example.org,,,,
many@example.org,,,,,,too,many
";
    let output = import(&site, table);
    assert_eq!(output.status.code(), Some(1));
    assert_data_eq!(
        told(&output).replace(&site.root().display().to_string(), "[SITE]"),
        str![[r#"
[SITE]/people.csv:3: `bad` is no address: write an address as `name@example.org` or `Name <name@example.org>`
[SITE]/people.csv:4: the site has no product `evnts`; did you mean `events`?
[SITE]/people.csv:5: the site has no audience `organisers`; did you mean `organizers`?
[SITE]/people.csv:6: no notice is called `relesed`; there are `planned`, `window`, `released`, `rolled-back`, `known-issue`, `known-issue-closed` and `end-of-support`
[SITE]/people.csv:7: language `deutsch sprache`: write a BCP 47 language tag such as `en` or `pt-BR`
[SITE]/people.csv:8: `GOOD@example.org` stands on line 2 too: keep one of them
[SITE]/people.csv:9: it has 8 cells, and the first line names 5 columns
nothing was imported

"#]]
    );
    assert_eq!(export(&site).lines().count(), 1);
}

#[test]
fn the_first_line_names_the_columns() {
    let site = SiteTest::new();
    for (table, why) in [
        ("address\njo@example.org\n", ":1: no column is called `address`; there are `email`, `name`"),
        ("name\nJo\n", ":1: no column is called `email`: name the columns in the first line"),
        ("email,Email\na@example.org,b@example.org\n", ":1: two columns are called `email`"),
        ("", ":1: no column is called `email`"),
        (
            "email,prodcts\n",
            ":1: no column is called `prodcts`; there are `email`, `name`, `language`, `audiences`, `products`, `components`, `notices`, `digest`, `consent_at`, `consent_by` and `consent_wording`. Did you mean `products`?",
        ),
    ] {
        let output = import(&site, table);
        assert!(output.status.code() == Some(1) && told(&output).contains(why), "{}", told(&output));
    }
    fs::write(site.root().join("latin.csv"), b"email\nj\xf6@example.org\n").unwrap();
    let output = run(&site, &["import", site.root().join("latin.csv").to_str().unwrap()]);
    assert!(output.status.code() == Some(2) && told(&output).contains("is not UTF-8"), "{}", told(&output));
}

#[test]
fn one_can_be_added_changed_and_removed() {
    let site = SiteTest::new();
    assert!(
        run(&site, &["add", "Jo <jo@example.org>", "--product", "events", "--notice", "released", "--digest", "weekly"]).status.success()
    );
    assert!(export(&site).contains("jo@example.org,Jo,,,events,,released,weekly,"), "{}", export(&site));
    assert!(told(&run(&site, &["add", "jo@example.org"])).contains("jo@example.org changed"));
    assert!(
        told(&run(&site, &["add", "al@example.org", "--component", "chekin"]))
            .contains("the site has no component `chekin`; did you mean `check-in`?")
    );
    assert!(run(&site, &["remove", "JO@example.org"]).status.success());
    assert_eq!(run(&site, &["remove", "jo@example.org"]).status.code(), Some(2));
}

#[test]
fn whoever_was_suppressed_or_erased_stays_away() {
    let site = SiteTest::new();
    import(&site, TABLE);
    assert!(run(&site, &["suppress", "al@example.org", "--reason", "asked by phone"]).status.success());
    assert!(run(&site, &["erase", "jo@example.org"]).status.success());
    let again = import(&site, TABLE);
    assert!(told(&again).contains("0 added, 0 changed, 0 as before, 2 left out"), "{}", told(&again));
    assert!(told(&run(&site, &["add", "jo@example.org"])).contains("nothing may go to jo@example.org"));
    // Nothing of the address is left in the file: neither in it nor in its journal.
    let files = fs::read_dir(site.root()).unwrap().map(|file| file.unwrap().path());
    for file in files.filter(|file| file.file_name().unwrap().to_string_lossy().starts_with("tidings.db")) {
        let bytes = fs::read(&file).unwrap();
        assert!(!bytes.windows(6).any(|window| window == b"jo@exa"), "{}", file.display());
    }
    // Without the secret nobody can tell whom an import would bring back, so it brings nobody.
    let blind =
        site.command(&["subscribers", "import", site.root().join("people.csv").to_str().unwrap()]).env_remove("TIDINGS_SECRET").output();
    assert!(told(&blind.unwrap()).contains("set `TIDINGS_SECRET` as it was then"));
}

#[test]
fn what_cannot_be_sent_is_refused_before_anything_is_queued() {
    let site = SiteTest::new().append("content/site.yaml", "mail: { from: releases@acme.example }\n");
    import(&site, "email\njo@example.org\n");
    let announce = |url: Option<&str>, flags: &[&str]| {
        let mut command = site.command(&[&["announce", "2.4.0"], flags].concat());
        command.env_remove("TIDINGS_SMTP_URL");
        url.iter().for_each(|url| {
            command.env("TIDINGS_SMTP_URL", url);
        });
        let output = command.output().unwrap();
        (output.status.code(), told(&output))
    };
    for (url, flags, why) in [
        (None, &["--yes", "--late"][..], "set `TIDINGS_SMTP_URL` to the server"),
        (Some("mail.example.org"), &["--yes", "--late"], "`TIDINGS_SMTP_URL` cannot be used: write it as"),
        (Some("smtp+plain://jo:hunter2@mail.example.org"), &["--yes", "--late"], "a password would go over an open line"),
        (Some("smtp://127.0.0.1:9"), &["--yes"], "say `--late` if subscribers should still hear of it"),
        (Some("smtp://127.0.0.1:9"), &["--late"], "say `--yes` to send it: there is no terminal to ask on"),
    ] {
        let (code, said) = announce(url, flags);
        assert!(code == Some(2) && said.contains(why) && !said.contains("hunter2"), "{said}");
    }
    let database = site.command(&["subscribers", "list"]).env("TIDINGS_DATABASE_URL", "mysql://jo:hunter2@x/y").output().unwrap();
    assert!(
        told(&database).contains("`TIDINGS_DATABASE_URL` cannot be used: write it as `postgres://") && !told(&database).contains("hunter2")
    );
}
