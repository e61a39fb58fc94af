//! The program as shells see it: help, examples, completions, manual pages, colours, pipes, exit statuses.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use clap::{CommandFactory, Parser};
use snapbox::{assert_data_eq, str};
use tidings::cli::args::Arguments;

use crate::support::SiteTest;

fn tidings(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tidings"));
    command.current_dir(folder).env_remove("NO_COLOR").env_remove("CLICOLOR").env_remove("CLICOLOR_FORCE");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    tidings(folder).args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// A site with a mistake in it, so that `check` has something to colour.
fn wrong_site() -> SiteTest {
    SiteTest::new().file("content/events/2.4.0/scan.md", "---\nkind: feature\ntitel: Scan\n---\nText.\n")
}

/// Every command that can be run, with the words that call it.
fn commands() -> Vec<(Vec<String>, clap::Command)> {
    fn collect(command: &clap::Command, words: &[String], all: &mut Vec<(Vec<String>, clap::Command)>) {
        let inner: Vec<_> = command.get_subcommands().filter(|inner| inner.get_name() != "help").collect();
        if inner.is_empty() {
            all.push((words.to_vec(), command.clone()));
        }
        for inner in inner {
            collect(inner, &[words, &[inner.get_name().to_owned()]].concat(), all);
        }
    }
    let mut all = Vec::new();
    collect(&Arguments::command(), &[], &mut all);
    all
}

/// A line of an example as a shell splits it; single quotes are all that examples need.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('\'').enumerate();
    let words = parts.flat_map(
        |(index, part)| if index % 2 == 1 { vec![part.to_owned()] } else { part.split_whitespace().map(str::to_owned).collect() },
    );
    words.collect()
}

#[test]
fn every_command_has_an_example_that_it_takes() {
    let all = commands();
    assert!(all.len() > 8);
    for (name, command) in all {
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let examples: Vec<&str> = help.lines().filter_map(|line| line.strip_prefix("  tidings ")).collect();
        assert!(!examples.is_empty(), "`{}` has no example", name.join(" "));
        for example in examples {
            assert!(example.starts_with(&name.join(" ")), "an example of `{}` is of another command: {example}", name.join(" "));
            let arguments = [vec!["tidings".to_owned()], words(example)].concat();
            assert!(Arguments::try_parse_from(&arguments).is_ok(), "{:?}", Arguments::try_parse_from(&arguments));
        }
    }
}

#[test]
fn examples_that_name_nothing_of_a_site_run_as_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &["init", "--name", "Acme"]).status.success());
    let anywhere = ["init", "check", "explain", "fix", "build", "schema", "completions", "man"];
    for (name, command) in commands().into_iter().filter(|(name, _)| anywhere.contains(&name[0].as_str())) {
        let help = command.get_after_help().unwrap().to_string();
        for example in help.lines().filter_map(|line| line.strip_prefix("  tidings ")) {
            let output = run(folder.path(), &words(example).iter().map(String::as_str).collect::<Vec<_>>());
            assert!(output.status.success(), "{name:?}: {example}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
}

#[test]
fn every_command_ends_with_2_for_arguments_it_does_not_know() {
    let folder = tempfile::tempdir().unwrap();
    for (name, _) in commands() {
        let arguments: Vec<&str> = name.iter().map(String::as_str).chain(["--no-such-option"]).collect();
        assert_eq!(run(folder.path(), &arguments).status.code(), Some(2), "{name:?}");
    }
    assert_eq!(run(folder.path(), &["no-such-command"]).status.code(), Some(2));
}

#[test]
fn every_command_that_needs_a_site_ends_with_2_where_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    // These need none, or make one.
    let free = ["init", "import", "explain", "completions", "man", "lsp"];
    for (name, command) in commands().into_iter().filter(|(name, _)| !free.contains(&name[0].as_str())) {
        let help = command.get_after_help().unwrap().to_string();
        let example = help.lines().find_map(|line| line.strip_prefix("  tidings ")).unwrap().to_owned();
        let output = run(folder.path(), &words(&example).iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(output.status.code(), Some(2), "{name:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(String::from_utf8_lossy(&output.stderr).contains("no site here"), "{name:?}");
    }
}

#[test]
fn a_file_that_cannot_be_read_ends_with_2() {
    let site = SiteTest::new();
    fs::remove_file(site.root().join("content/events/2.4.0/scan.md")).unwrap();
    // A link that leads nowhere: it is there, and nobody can read it, root neither.
    let site = site.link("content/events/2.4.0/scan.md", "nowhere");
    for command in ["check", "build"] {
        let output = run(site.root(), &[command]);
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("scan.md"), "{command}");
    }
}

#[test]
fn a_reader_that_goes_away_ends_the_output_quietly() {
    let folder = tempfile::tempdir().unwrap();
    let script = format!("{} completions bash | head -n 1", env!("CARGO_BIN_EXE_tidings"));
    let output = Command::new("bash").args(["-c", &format!("set -o pipefail; {script}")]).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    assert_eq!(output.stdout, b"_tidings() {\n");
}

#[test]
fn colours_are_for_terminals_and_the_environment_has_the_last_word() {
    let site = wrong_site();
    let in_pipe = |settings: &[(&str, &str)]| {
        tidings(site.root()).arg("check").envs(settings.iter().copied()).output().unwrap().stdout.contains(&b'\x1b')
    };
    assert!(!in_pipe(&[]));
    assert!(in_pipe(&[("CLICOLOR_FORCE", "1")]));
    assert!(!in_pipe(&[("CLICOLOR_FORCE", "0")]));
    assert!(!in_pipe(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    // `script` runs a program in a terminal of its own.
    let in_terminal = |settings: &[(&str, &str)]| {
        let program = format!("{} check", env!("CARGO_BIN_EXE_tidings"));
        let mut script = Command::new("script");
        script.args(["-qec", &program, "/dev/null"]).current_dir(site.root()).stdin(Stdio::null());
        script.env_remove("NO_COLOR").env_remove("CLICOLOR").env_remove("CLICOLOR_FORCE").envs(settings.iter().copied());
        let shown = String::from_utf8(script.output().unwrap().stdout).unwrap();
        assert!(shown.contains("unknown-field"), "{shown}");
        shown.contains("\x1b[1m") || shown.contains("\x1b[1;") || shown.contains("\x1b[38") || shown.contains("\x1b[9")
    };
    assert!(in_terminal(&[]));
    assert!(!in_terminal(&[("NO_COLOR", "1")]));
    assert!(in_terminal(&[("NO_COLOR", "")]));
    assert!(!in_terminal(&[("CLICOLOR", "0")]));
}

#[test]
fn what_makes_files_tells_programs_their_names() {
    let folder = tempfile::tempdir().unwrap();
    let told = |arguments: &[&str]| String::from_utf8(run(folder.path(), arguments).stdout).unwrap();
    assert_data_eq!(
        told(&["init", "site", "--name", "Acme", "--url", "https://changes.acme.example/", "--json"]),
        str![[r#"
{"dir":"site","files":["site/content/site.yaml","site/content/acme/1.0.0/release.yaml","site/content/acme/1.0.0/hello.md","site/content/acme/unreleased/faster-start.md","site/.gitignore","site/.vscode/settings.json","site/.vscode/extensions.json","site/.tidings/schema/site.json","site/.tidings/schema/release.json","site/.tidings/schema/entries.json","site/.tidings/schema/entry.json"],"product":"acme"}

"#]]
    );
    assert_data_eq!(
        told(&["--site", "site", "new", "fix", "Totals add up", "--json"]),
        str![[r#"
{"path":"site/content/acme/unreleased/totals-add-up.md"}

"#]]
    );
    // A blank that is not filled would stop the announcement.
    fs::remove_file(folder.path().join("site/content/acme/unreleased/totals-add-up.md")).unwrap();
    assert_data_eq!(
        told(&["--site", "site", "announce", "1.0.0", "--dry-run", "--out", "mails", "--to", "you@example.org", "--json"]),
        str![[r#"
{"sent":0,"subject":"Acme 1.0.0: First release","written":["mails/acme-1.0.0-released-you@example.org.eml"]}

"#]]
    );
}

#[test]
fn init_adds_to_the_settings_of_an_editor_only_where_there_are_none() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".vscode")).unwrap();
    fs::write(folder.path().join(".vscode/settings.json"), "{}").unwrap();
    assert!(run(folder.path(), &["init", "--name", "Acme"]).status.success());
    assert_eq!(fs::read_to_string(folder.path().join(".vscode/settings.json")).unwrap(), "{}");
    assert!(folder.path().join(".vscode/extensions.json").exists());
    // The schemas that `init` writes are those that `schema` makes of the site.
    assert_eq!(run(folder.path(), &["schema", "--out", "--check"]).status.code(), Some(0));
    fs::create_dir(folder.path().join("templates")).unwrap();
    fs::write(folder.path().join("templates/docs.md"), "---\nheading: Documentation\n---\n").unwrap();
    let stale = run(folder.path(), &["schema", "--out", "--check"]);
    assert_eq!((stale.status.code(), String::from_utf8(stale.stdout).unwrap().lines().count()), (Some(1), 3));
    assert!(run(folder.path(), &["schema", "--out"]).status.success());
    assert_eq!(run(folder.path(), &["schema", "--out", "--check"]).status.code(), Some(0));
}

#[test]
fn bash_completes_commands_options_and_values() {
    let script = r#"
source <(tidings completions bash)
function=$(complete -p tidings | sed 's/.*-F \([^ ]*\).*/\1/')
ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); "$function" tidings "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"; echo "${COMPREPLY[*]}"; }
ask tidings sch
ask tidings schema --o
ask tidings schema en
ask tidings completions ""
"#;
    let binary = Path::new(env!("CARGO_BIN_EXE_tidings")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
    let output = Command::new("bash").args(["--norc", "-c", script]).env("PATH", path).output().unwrap();
    assert_data_eq!(
        String::from_utf8(output.stdout).unwrap(),
        str![[r#"
schema
--out
entries entry
-q -v -h --site --today --quiet --verbose --help bash elvish fish powershell zsh

"#]]
    );
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let written = run(folder.path(), &["man", "--out", "man1"]);
    assert!(written.status.success());
    for (name, _) in commands() {
        let page = fs::read_to_string(folder.path().join(format!("man1/tidings-{}.1", name.join("-")))).unwrap();
        assert!(page.contains(".SH EXAMPLES\n") && page.contains(".SH SYNOPSIS\n") && page.is_ascii(), "{page}");
    }
    let main = run(folder.path(), &["man"]);
    assert_eq!(main.stdout, fs::read(folder.path().join("man1/tidings.1")).unwrap());
}
