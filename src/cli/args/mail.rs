//! Arguments of what has to do with mail.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::ident::{EmailAddress, Key, Locale};

/// What an announcement tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Notice {
    /// The release is planned
    Planned,
    /// Its maintenance window, or the next step of its rollout, is about to begin
    Window,
    /// The release is out
    Released,
    /// The release was taken back
    RolledBack,
    /// A known issue of the release
    KnownIssue,
    /// A known issue of the release is fixed
    KnownIssueClosed,
    /// The support of the release ends
    EndOfSupport,
}

/// How much time a digest is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Digest {
    /// A week, from Monday to Sunday
    Weekly,
    /// A month
    Monthly,
}

/// Who hears of it, where not everybody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Only {
    /// Subscribers, by mail
    Mail,
    /// Channels: what TIDINGS_SLACK_URL, TIDINGS_TEAMS_URL, TIDINGS_DISCORD_URL and TIDINGS_WEBHOOK_URL name
    Channels,
}

/// `announce`
#[derive(Debug, Args)]
pub struct AnnounceArguments {
    /// `[PRODUCT] VERSION`: the product may be left out where there is only one
    #[arg(required_unless_present = "digest", num_args = 1..=2, value_names = ["PRODUCT", "VERSION"])]
    pub release: Vec<String>,
    /// Send the digest of the last week or month that is over to those who want that in place of single mails
    #[arg(long, value_enum, value_name = "PERIOD", conflicts_with_all = ["release", "notice", "issue", "only"])]
    pub digest: Option<Digest>,
    /// What to tell of; by default what the release's status says
    #[arg(long, value_enum)]
    pub notice: Option<Notice>,
    /// The known issue to tell of, by its id, where the release has several; may be given several times, for one message
    #[arg(long, value_name = "ID")]
    pub issue: Vec<String>,
    /// Write the messages to files and send nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Show the message in the browser and send nothing
    #[arg(long, conflicts_with_all = ["dry_run", "only"])]
    pub preview: bool,
    /// The folder for the files of `--dry-run` and `--preview`
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// With `--dry-run`, a recipient in place of the subscribers; may be given several times
    #[arg(long, value_name = "ADDRESS", requires = "dry_run")]
    pub to: Vec<EmailAddress>,
    /// The language of a message that goes to no subscriber, by `--to`, `--test` or `--preview`; by default the site's
    #[arg(long, value_name = "TAG")]
    pub language: Option<Locale>,
    /// An audience whose entries such a message may hold, private or not; may be given several times
    #[arg(long, value_name = "KEY")]
    pub audience: Vec<Key>,
    /// Send one message to this address, and write nothing down
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["dry_run", "preview"])]
    pub test: Option<EmailAddress>,
    /// Tell subscribers alone, or channels alone
    #[arg(long, value_enum, value_name = "WHOM", conflicts_with = "test")]
    pub only: Option<Only>,
    /// Send without asking
    #[arg(long)]
    pub yes: bool,
    /// Send though it tells of something that is over 14 days old
    #[arg(long)]
    pub late: bool,
    /// Send at most so many messages in this run
    #[arg(long, value_name = "NUMBER")]
    pub limit: Option<u64>,
    /// Send at most so many messages a second
    #[arg(long, value_name = "NUMBER", value_parser = rate)]
    pub rate: Option<f64>,
    /// Use at most so many connections
    #[arg(long, value_name = "NUMBER", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub connections: u16,
    /// Send to one domain over at most so many of them
    #[arg(long, value_name = "NUMBER", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub per_domain: u16,
    /// Wait so many seconds before a message that was put off is tried again; each further pause is twice as long
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0, value_parser = seconds)]
    pub pause: f64,
    /// Stay for messages that are put off by at most so many seconds; the next run sends the others
    #[arg(long, value_name = "SECONDS", default_value_t = 600.0, value_parser = seconds)]
    pub patience: f64,
    /// Send again what was handed over without an answer: somebody may get it twice
    #[arg(long, conflicts_with_all = ["forget_doubtful", "dry_run", "preview", "test"])]
    pub resend_doubtful: bool,
    /// Take what was handed over without an answer as settled: somebody may not get it
    #[arg(long, conflicts_with_all = ["dry_run", "preview", "test"])]
    pub forget_doubtful: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
}

fn rate(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|rate: &f64| rate.is_finite() && *rate > 0.0).ok_or_else(|| "write a number above 0".to_owned())
}

fn seconds(text: &str) -> Result<f64, String> {
    let legal = |seconds: &f64| (0.0..=1_000_000.0).contains(seconds);
    text.parse().ok().filter(legal).ok_or_else(|| "write a number of seconds from 0 to 1000000".to_owned())
}

/// `subscribers`
#[derive(Debug, Args)]
pub struct SubscribersArguments {
    /// What to do with the list
    #[command(subcommand)]
    pub action: SubscribersAction,
}

/// What to do with the list of subscribers.
#[derive(Debug, Subcommand)]
pub enum SubscribersAction {
    /// Add and change those in a table, all or none
    #[command(
        after_help = "Example:\n  tidings subscribers import people.csv\n\nThe first line names the columns: email, and name, language, audiences, products, components, notices, digest.\nSeveral values in a cell stand apart by a semicolon. An empty cell stands for all; of digest, for each mail by itself."
    )]
    Import {
        /// The table: comma-separated values
        file: PathBuf,
        /// Print the result as JSON
        #[arg(long)]
        json: bool,
    },
    /// Print all of them as a table
    #[command(after_help = "Example:\n  tidings subscribers export --out people.csv")]
    Export {
        /// The file to write
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// List them, and the addresses to which nothing goes
    #[command(after_help = "Example:\n  tidings subscribers list --json")]
    List {
        /// Print the result as JSON
        #[arg(long)]
        json: bool,
    },
    /// Add or change one
    #[command(after_help = "Example:\n  tidings subscribers add jo@example.org --product events --notice released")]
    Add {
        /// The address, `jo@example.org` or `Jo <jo@example.org>`
        address: EmailAddress,
        /// The language of the mails, by default the site's
        #[arg(long, value_name = "TAG")]
        language: Option<String>,
        /// An audience the person belongs to; may be given several times, as all that follow
        #[arg(long, value_name = "KEY")]
        audience: Vec<String>,
        /// A product to hear of; by default all
        #[arg(long, value_name = "KEY")]
        product: Vec<String>,
        /// A component to hear of; by default all
        #[arg(long, value_name = "KEY")]
        component: Vec<String>,
        /// A kind of notice to get: planned, window, released, rolled-back, known-issue, known-issue-closed or end-of-support; by default all
        #[arg(long, value_name = "NAME")]
        notice: Vec<String>,
        /// How often to hear of all in one message: weekly or monthly; by default of each by itself
        #[arg(long, value_name = "NAME")]
        digest: Option<String>,
    },
    /// Move everything from tidings.db to the database server that TIDINGS_DATABASE_URL names
    #[command(
        after_help = "Example:\n  tidings subscribers move\n\nThe file is called tidings.db.moved afterwards, so that nothing is sent from it again."
    )]
    Move,
    /// Take one off the list
    #[command(after_help = "Example:\n  tidings subscribers remove jo@example.org")]
    Remove {
        /// The address
        address: EmailAddress,
    },
    /// Send nothing more to an address, whoever adds it to the list
    #[command(after_help = "Example:\n  tidings subscribers suppress jo@example.org --reason 'asked by phone'")]
    Suppress {
        /// The address
        address: EmailAddress,
        /// Why
        #[arg(long, default_value = "by hand")]
        reason: String,
    },
    /// Forget an address, and leave only a mark that keeps it out; the mark is made with TIDINGS_SECRET
    #[command(after_help = "Example:\n  tidings subscribers erase jo@example.org")]
    Erase {
        /// The address
        address: EmailAddress,
    },
}

/// `subscriptions`
#[derive(Debug, Args)]
pub struct SubscriptionsArguments {
    /// The address and port to listen on; pages are made for `mail.subscribe_url`
    #[arg(long, value_name = "ADDRESS", required_unless_present = "hook_token")]
    pub listen: Option<SocketAddr>,
    /// Take the last address of X-Forwarded-For for the client's: only behind a proxy that writes it
    #[arg(long)]
    pub behind_proxy: bool,
    /// Print what whoever reports bounces and complaints has to know, and serve nothing
    #[arg(long)]
    pub hook_token: bool,
}
