//! The command line, as `clap` reads it.

mod mail;

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::ident::{BaseUrl, Key, Line, ProductKey, Version, When, WhenError, parse_day};
use crate::model::Environment;
use crate::ops::{BuildOptions, CheckOptions};
pub use mail::{AnnounceArguments, Digest, Notice, Only, SubscribersAction, SubscribersArguments, SubscriptionsArguments};

/// Release notes in, a changelog site, feeds, in-app JSON and announcements out.
#[derive(Debug, Parser)]
#[command(name = "tidings", version, about, after_help = "Start with `tidings init`, then `tidings serve`.")]
pub struct Arguments {
    /// The site's folder; by default the nearest one upwards that holds `content/site.yaml`
    #[arg(long, global = true, value_name = "DIR")]
    pub site: Option<PathBuf>,
    /// The day (or RFC 3339 time) that counts as now; by default SOURCE_DATE_EPOCH, else the system's clock
    #[arg(long, global = true, value_name = "DATE")]
    pub today: Option<When>,
    /// Print results and errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print more about what is done
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a small working site
    #[command(after_help = "Example:\n  tidings init changes --name Acme --url https://changes.acme.example/")]
    Init(InitArguments),
    /// Write a new entry from its template and print its path
    #[command(after_help = "Example:\n  tidings new fix 'Totals add up again' --component reports")]
    New(NewArguments),
    /// Check everything and report every problem, writing nothing
    #[command(after_help = "Example:\n  tidings check --format short --deny warnings")]
    Check(CheckArguments),
    /// Tell what a code of `check` means, with a wrong and a right example
    #[command(after_help = "Example:\n  tidings explain bump-too-small")]
    Explain(ExplainArguments),
    /// Apply the fixes that are certain
    #[command(after_help = "Example:\n  tidings fix --dry-run")]
    Fix(FixArguments),
    /// Build the site, feeds, JSON and calendar
    #[command(after_help = "Example:\n  tidings build --out public --env staging")]
    Build(BuildArguments),
    /// Preview on this machine, with live reload; planned, unreleased and private content is shown and marked
    #[command(after_help = "Example:\n  tidings serve --open")]
    Serve(ServeArguments),
    /// Cut a release from what waits in `unreleased/`: all or nothing
    #[command(after_help = "Example:\n  tidings release --dry-run --title 'Badges at the door'")]
    Release(ReleaseArguments),
    /// Tell where every product stands, and which version comes next and why
    #[command(after_help = "Example:\n  tidings status events --json")]
    Status(StatusArguments),
    /// Count how often and how far ahead releases come, how many are taken back, what they hold and which issues stay open
    #[command(after_help = "Example:\n  tidings stats events --json")]
    Stats(StatsArguments),
    /// Find entries and releases by their words, as the site's page of the search does
    #[command(after_help = "Examples:\n  tidings search offline scan\n  tidings search CVE-2026-1234 --product events --json")]
    Search(SearchArguments),
    /// Print the notes of one release
    #[command(
        override_usage = "tidings notes [OPTIONS] [PRODUCT] VERSION",
        after_help = "Examples:\n  tidings notes events 2.4.0 --format text\n  tidings notes events unreleased --json"
    )]
    Notes(NotesArguments),
    /// Print what an upgrade from one release to another asks for
    #[command(
        override_usage = "tidings diff [OPTIONS] [PRODUCT] FROM TO",
        after_help = "Example:\n  tidings diff events 2.3.0 latest --component api"
    )]
    Diff(DiffArguments),
    /// Print CHANGELOG.md, or tell whether the committed one is current
    #[command(after_help = "Examples:\n  tidings changelog events --out CHANGELOG.md\n  tidings changelog events --check CHANGELOG.md")]
    Changelog(ChangelogArguments),
    /// Send the announcement of a release to those who asked for it, each once
    #[command(
        override_usage = "tidings announce [OPTIONS] [PRODUCT] VERSION",
        after_help = "Examples:\n  tidings announce events 2.4.0 --dry-run --out mails --to you@example.org\n  tidings announce events 2.4.0 --test you@example.org\n  tidings announce events 2.4.0 --yes\n\nEnvironment:\n  TIDINGS_SMTP_URL  the server: smtps://user:password@mail.example.org\n  TIDINGS_DKIM_KEY_FILE  the keys that sign, each in a file named after its selector\n  TIDINGS_SECRET    what the marks of erased subscribers are made with"
    )]
    Announce(AnnounceArguments),
    /// Keep the list of those who get announcements
    #[command(subcommand_required = true, arg_required_else_help = true)]
    Subscribers(SubscribersArguments),
    /// Serve what mails need a server for: to subscribe, confirm, choose and leave, and the hook for bounces and complaints
    #[command(
        after_help = "Example:\n  tidings subscriptions --listen 127.0.0.1:8025 --behind-proxy\n\nEnvironment:\n  TIDINGS_SECRET    what links are made with; announce needs the same one\n  TIDINGS_SMTP_URL  the server for the mails that ask to confirm\n  TIDINGS_DKIM_KEY_FILE  the keys that sign them"
    )]
    Subscriptions(SubscriptionsArguments),
    /// Turn existing notes into content
    #[command(after_help = "Example:\n  tidings import changelog CHANGELOG.md --into changes --name Acme")]
    Import(ImportArguments),
    /// Print a JSON Schema of what writers commit, or write all of them for editors
    #[command(
        override_usage = "tidings schema NAME\n       tidings schema --out [DIR] [--check]",
        after_help = "Example:\n  tidings schema --out\n  tidings schema entry"
    )]
    Schema(SchemaArguments),
    /// Speak the Language Server Protocol on standard input and output: what editors start
    #[command(after_help = "Example (an editor's settings):\n  tidings lsp")]
    Lsp,
    /// Print the completions of a shell
    #[command(after_help = "Example:\n  tidings completions bash")]
    Completions(CompletionsArguments),
    /// Print the manual page, or write one for each command
    #[command(after_help = "Example:\n  tidings man\n  tidings man --out man/man1")]
    Man(ManArguments),
}

/// `init`
#[derive(Debug, Args)]
pub struct InitArguments {
    /// The folder to make it in; by default this one
    pub dir: Option<PathBuf>,
    /// The product's name
    #[arg(long)]
    pub name: Option<String>,
    /// The product's key: its folder and address; by default made from the name
    #[arg(long, value_name = "KEY")]
    pub product: Option<ProductKey>,
    /// Where the site will stand
    #[arg(long)]
    pub url: Option<BaseUrl>,
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
}

/// `new`
#[derive(Debug, Args)]
pub struct NewArguments {
    /// The entry template: feature, fix, breaking, …
    pub kind: String,
    /// The title; the file is named after it
    pub title: Option<String>,
    /// The product, where there are several
    #[arg(long, value_name = "KEY")]
    pub product: Option<String>,
    /// The component it is about
    #[arg(long, value_name = "KEY")]
    pub component: Option<String>,
    /// The release it goes into; by default it waits in `unreleased/`
    #[arg(long, value_name = "VERSION")]
    pub release: Option<Version>,
    /// Open it in $VISUAL or $EDITOR
    #[arg(long)]
    pub edit: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
}

/// How `check` prints what it found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// The source line with the place underlined
    #[default]
    Human,
    /// A line each
    Short,
    /// A JSON object a line
    Json,
    /// Workflow commands, so that each message stands on its line in a pull request; all go to the job's summary
    Github,
    /// SARIF 2.1.0, for code-scanning uploads
    Sarif,
    /// Code Quality JSON
    Gitlab,
    /// For reviewdog, with suggestions
    Rdjsonl,
}

/// What may be denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Denied {
    /// Warnings count as errors
    Warnings,
}

/// `check`
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Count warnings as errors
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Denied>,
    /// Report only what changed since a git revision, files not committed yet included, and what those changes broke elsewhere
    #[arg(long, value_name = "REV")]
    pub changed_since: Option<String>,
}

/// `explain`
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// The code, as `check` prints it in brackets; without one, all are listed
    pub code: Option<String>,
    /// Print the explanation as JSON
    #[arg(long)]
    pub json: bool,
}

/// `fix`
#[derive(Debug, Args)]
pub struct FixArguments {
    /// Print the changes as a diff and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
}

/// For which reader: `build` and everything that prints notes.
#[derive(Debug, Clone, Args)]
pub struct ReaderArguments {
    /// Which site
    #[arg(long = "env", value_enum, default_value_t, value_name = "NAME")]
    pub environment: EnvironmentName,
    /// For one audience, private or not: what is for it and what is for everyone
    #[arg(long, value_name = "NAME")]
    pub audience: Option<Key>,
    /// Stands in for the `url` of site.yaml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<BaseUrl>,
}

impl ReaderArguments {
    /// The same as options.
    pub fn options(&self, now: DateTime<Utc>) -> BuildOptions {
        BuildOptions {
            check: CheckOptions { now, deny_warnings: false },
            environment: match self.environment {
                EnvironmentName::Production => Environment::Production,
                EnvironmentName::Staging => Environment::Staging,
            },
            audience: self.audience.clone(),
            base_url: self.base_url.clone(),
        }
    }
}

/// Which site to build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum EnvironmentName {
    /// What the public may see
    #[default]
    Production,
    /// Everything, marked; not for search engines
    Staging,
}

/// `build`
#[derive(Debug, Args)]
pub struct BuildArguments {
    /// The folder to build into; by default `public` in the site's folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Who reads it
    #[command(flatten)]
    pub reader: ReaderArguments,
    /// Count warnings as errors
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Denied>,
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
}

/// `serve`
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// The port on 127.0.0.1; by default 4400 or the next free one
    #[arg(long)]
    pub port: Option<u16>,
    /// Open the browser
    #[arg(long)]
    pub open: bool,
}

/// How far a pre-release is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PreRelease {
    /// Early
    Alpha,
    /// Complete, for trying out
    Beta,
    /// A candidate
    Rc,
}

/// What a release may be after it is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CutStatus {
    /// It is to come
    Planned,
    /// It is out
    Released,
}

/// `release`
#[derive(Debug, Args)]
pub struct ReleaseArguments {
    /// `[PRODUCT] [VERSION]`: the product may be left out where there is only one; without a version the entries decide on it
    #[arg(num_args = 0..=2, value_names = ["PRODUCT", "VERSION"])]
    pub names: Vec<String>,
    /// Cut the next pre-release of the version
    #[arg(long, value_enum, value_name = "TAG")]
    pub pre: Option<PreRelease>,
    /// Cut a patch that is an emergency fix
    #[arg(long)]
    pub hotfix: bool,
    /// The line of releases it follows, where that is not the newest: `2.3`
    #[arg(long = "from", value_name = "LINE")]
    pub line: Option<Line>,
    /// Take only this entry; may be given several times
    #[arg(long = "entry", value_name = "ID")]
    pub entries: Vec<String>,
    /// Take no entry
    #[arg(long, conflicts_with = "entries")]
    pub no_entries: bool,
    /// What it is about, in a few words
    #[arg(long)]
    pub title: Option<String>,
    /// What it means for its readers, in Markdown
    #[arg(long, value_name = "MARKDOWN")]
    pub summary: Option<String>,
    /// Whether it is out or only planned
    #[arg(long, value_enum, default_value = "released")]
    pub status: CutStatus,
    /// Its day, or RFC 3339 time; by default today where it is released
    #[arg(long)]
    pub date: Option<When>,
    /// The day its coming was made known
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub announced: Option<NaiveDate>,
    /// Give it long-term support until this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub lts: Option<NaiveDate>,
    /// An item of the policy's readiness that is done, or `all`; may be given several times
    #[arg(long, value_name = "ITEM")]
    pub ready: Vec<String>,
    /// Print what would happen and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Count warnings as errors
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Denied>,
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
}

fn day(text: &str) -> Result<NaiveDate, WhenError> {
    parse_day(text)
}

/// `status`
#[derive(Debug, Args)]
pub struct StatusArguments {
    /// The product; by default all of them
    pub product: Option<String>,
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
}

/// `stats`
#[derive(Debug, Args)]
pub struct StatsArguments {
    /// The product; by default all of them
    pub product: Option<String>,
    /// Who reads it
    #[command(flatten)]
    pub reader: ReaderArguments,
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
}

/// `search`
#[derive(Debug, Args)]
pub struct SearchArguments {
    /// Words, a version, the number of a ticket or CVE; the last may be the beginning of a word
    #[arg(required_unless_present_any = ["product", "kind", "component", "release"])]
    pub words: Vec<String>,
    /// Only of this product; may be given several times, as the other filters
    #[arg(long, value_name = "KEY")]
    pub product: Vec<String>,
    /// Only of this kind
    #[arg(long, value_name = "NAME")]
    pub kind: Vec<String>,
    /// Only about this component
    #[arg(long, value_name = "KEY")]
    pub component: Vec<String>,
    /// Only of this release: a version, or `PRODUCT/VERSION`
    #[arg(long, value_name = "VERSION")]
    pub release: Vec<String>,
    /// How many results to print at most
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    pub limit: usize,
    /// Who reads it
    #[command(flatten)]
    pub reader: ReaderArguments,
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
}

/// As what notes are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum NotesFormat {
    /// For a pull request, a release on a code host, a chat
    #[default]
    Markdown,
    /// 72 columns wide, for a tag or a mail
    Text,
    /// A fragment with absolute addresses
    Html,
    /// The release as the in-app JSON has it
    Json,
}

/// `notes`
#[derive(Debug, Args)]
pub struct NotesArguments {
    /// `[PRODUCT] VERSION`: the product may be left out where there is only one; the version may be `latest`, `lts` or `unreleased`
    #[arg(required = true, num_args = 1..=2, value_names = ["PRODUCT", "VERSION"])]
    pub release: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: NotesFormat,
    /// The same as `--format json`
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Who reads it
    #[command(flatten)]
    pub reader: ReaderArguments,
}

/// As what an upgrade is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum DiffFormat {
    /// For a pull request or a ticket
    #[default]
    Markdown,
    /// 72 columns wide
    Text,
    /// For programs
    Json,
}

/// `diff`
#[derive(Debug, Args)]
pub struct DiffArguments {
    /// `[PRODUCT] FROM TO`: the product may be left out where there is only one; a version may be `latest` or `lts`
    #[arg(required = true, num_args = 2..=3, value_names = ["PRODUCT", "FROM", "TO"])]
    pub releases: Vec<String>,
    /// Only what concerns this component, and what concerns all
    #[arg(long, value_name = "KEY")]
    pub component: Option<Key>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: DiffFormat,
    /// The same as `--format json`
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Who reads it
    #[command(flatten)]
    pub reader: ReaderArguments,
}

/// `changelog`
#[derive(Debug, Args)]
pub struct ChangelogArguments {
    /// The product; may be left out where there is only one
    pub product: Option<String>,
    /// Everything that the notes say, not only what nobody can do without
    #[arg(long)]
    pub full: bool,
    /// Write it to a file, if that says something else
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Print how a file differs from it and exit with 1; by default CHANGELOG.md in the site's folder
    #[arg(long, value_name = "FILE", num_args = 0..=1, conflicts_with = "out")]
    pub check: Option<Option<PathBuf>>,
    /// Who reads it
    #[command(flatten)]
    pub reader: ReaderArguments,
}

/// `import`
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// What the notes are
    #[command(subcommand)]
    pub from: ImportFrom,
}

/// What notes to import.
#[derive(Debug, Subcommand)]
pub enum ImportFrom {
    /// A CHANGELOG.md: Keep a Changelog and its common variants
    #[command(after_help = "Example:\n  tidings import changelog CHANGELOG.md --into changes --name Acme")]
    Changelog(ImportFromArguments),
    /// A folder with .changeset/, and the CHANGELOG.md of each package
    #[command(after_help = "Example:\n  tidings import changesets . --into changes")]
    Changesets(ImportFromArguments),
    /// A folder with .changie.yaml
    #[command(after_help = "Example:\n  tidings import changie . --into changes --name Acme")]
    Changie(ImportFromArguments),
    /// A folder with .chloggen/
    #[command(after_help = "Example:\n  tidings import chloggen . --into changes --name Collector")]
    Chloggen(ImportFromArguments),
    /// A folder with changelogs/changelog.yaml, as antsibull-changelog writes it
    #[command(after_help = "Example:\n  tidings import antsibull . --into changes --name acme.events")]
    Antsibull(ImportFromArguments),
    /// A folder of reno's notes, or a repository with releasenotes/
    #[command(after_help = "Example:\n  tidings import reno . --into changes --name Nova --version 30.0.0")]
    Reno(ImportFromArguments),
    /// A project with towncrier's fragments
    #[command(after_help = "Example:\n  tidings import towncrier . --into changes --name Acme --version 2.0.0")]
    Towncrier(ImportFromArguments),
    /// A project with scriv's fragments
    #[command(after_help = "Example:\n  tidings import scriv . --into changes --name Acme")]
    Scriv(ImportFromArguments),
    /// The releases of a GitHub repository, as JSON
    #[command(
        after_help = "Example:\n  gh api --paginate --slurp repos/acme/events/releases > releases.json\n  tidings import github releases.json --into changes --name Events"
    )]
    Github(ImportFromArguments),
    /// The commits of a git repository, which are Conventional Commits, between its tags
    #[command(after_help = "Example:\n  tidings import git . --into changes --name Acme --tag-prefix v")]
    Git(ImportGitArguments),
}

/// `import git`
#[derive(Debug, Args)]
pub struct ImportGitArguments {
    /// What stands before the version in the tags that count; by default what most tags have there
    #[arg(long, value_name = "TEXT")]
    pub tag_prefix: Option<String>,
    /// What every import asks
    #[command(flatten)]
    pub from: ImportFromArguments,
}

/// `import FORMAT`
#[derive(Debug, Args)]
pub struct ImportFromArguments {
    /// The file or folder
    pub path: PathBuf,
    /// The folder of the site to make or add to; by default this one
    #[arg(long, value_name = "DIR")]
    pub into: Option<PathBuf>,
    /// The product's name, for a new site; by default from the file or its folder
    #[arg(long)]
    pub name: Option<String>,
    /// The product's key; by default made from the name
    #[arg(long, value_name = "KEY")]
    pub product: Option<ProductKey>,
    /// The release that what waits for one goes to; by default it waits in `unreleased/`
    #[arg(long, value_name = "VERSION")]
    pub version: Option<Version>,
    /// The day of that release; by default today
    #[arg(long, value_name = "DATE", requires = "version")]
    pub date: Option<NaiveDate>,
    /// Where a new site will stand
    #[arg(long)]
    pub url: Option<BaseUrl>,
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
}

/// What a schema is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaName {
    /// `content/site.yaml`
    Site,
    /// `release.yaml`, `VERSION.yaml`, and the front matter of `VERSION.md`
    Release,
    /// A YAML list of entries
    Entries,
    /// The front matter of an entry
    Entry,
}

/// `schema`
#[derive(Debug, Args)]
pub struct SchemaArguments {
    /// The schema to print
    #[arg(value_enum, required_unless_present = "out", conflicts_with = "out")]
    pub name: Option<SchemaName>,
    /// Write all schemas to this folder; by default `.tidings/schema` in the site's folder, where editors look for them
    #[arg(long, value_name = "DIR", num_args = 0..=1)]
    pub out: Option<Option<PathBuf>>,
    /// Write nothing, and end with status 1 where a schema in the folder is not up to date
    #[arg(long, requires = "out")]
    pub check: bool,
}

/// `completions`
#[derive(Debug, Args)]
pub struct CompletionsArguments {
    /// The shell they are for
    #[arg(value_enum)]
    pub shell: Shell,
}

/// `man`
#[derive(Debug, Args)]
pub struct ManArguments {
    /// Write `tidings.1` and a page for each command to this folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}
