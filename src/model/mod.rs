//! The world as the documents tell it, with every reference resolved: the [`Catalog`].
//!
//! In: [`Documents`](crate::parse::Documents) and templates. Out: a catalog whose fields are private and whose only
//! constructor is [`resolve`]. References between releases and entries are indexes, made once. Types, channels,
//! support lines and the lives of known issues and deprecations are derived here and nowhere else.

mod lifecycle;
mod reference;
mod resolve;
mod scope;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::ident::{BaseUrl, EntryId, Key, LinkUrl, Locale, ProductKey, Version, VersionRange, Versioning, When};
use crate::parse::document::{
    AudienceDocument, Blackout, Contributor, Correction, Image, MailDocument, OutputKind, Readiness, RolloutStep, Setting, Status,
    StepPolicy, Support, TitledLink, UpgradeSteps, Window, WindowPolicy,
};
use crate::parse::node::Node;
use crate::source::{FileId, Span, Spanned, Text};
use crate::template::Template;

pub use reference::ReferenceError;
pub use resolve::resolve;
pub use scope::{Environment, Scope};

/// A product's place in [`Catalog::products`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductIndex(usize);

impl ProductIndex {
    /// Its position in that list.
    pub fn position(self) -> usize {
        self.0
    }
}

/// A release's place in [`Catalog::releases`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReleaseIndex(usize);

impl ReleaseIndex {
    /// Its position in that list.
    pub fn position(self) -> usize {
        self.0
    }
}

/// An entry's place in [`Catalog::entries`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryIndex(usize);

impl EntryIndex {
    /// Its position in that list.
    pub fn position(self) -> usize {
        self.0
    }
}

/// A kind's place in [`Catalog::kinds`], which is page order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindIndex(usize);

impl KindIndex {
    /// Its position in that list.
    pub fn position(self) -> usize {
        self.0
    }
}

/// Everything that is published, resolved. One catalog holds what one reader may see: see [`Scope`].
#[derive(Debug, Clone)]
pub struct Catalog {
    site: Site,
    today: NaiveDate,
    kinds: Vec<Template>,
    products: Vec<Product>,
    releases: Vec<Release>,
    entries: Vec<Entry>,
}

impl Catalog {
    /// What is true of the site as a whole.
    pub fn site(&self) -> &Site {
        &self.site
    }
    /// The build's one clock.
    pub fn today(&self) -> NaiveDate {
        self.today
    }
    /// The entry templates in force, in page order.
    pub fn kinds(&self) -> &[Template] {
        &self.kinds
    }
    /// The template of an entry.
    pub fn kind(&self, index: KindIndex) -> &Template {
        &self.kinds[index.0]
    }
    /// Every product, in the order of site.yaml.
    pub fn products(&self) -> &[Product] {
        &self.products
    }
    /// One product.
    pub fn product(&self, index: ProductIndex) -> &Product {
        &self.products[index.0]
    }
    /// Every release of every product, by product, then newest version first.
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }
    /// One release.
    pub fn release(&self, index: ReleaseIndex) -> &Release {
        &self.releases[index.0]
    }
    /// Every entry, unreleased ones included.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
    /// One entry.
    pub fn entry(&self, index: EntryIndex) -> &Entry {
        &self.entries[index.0]
    }
    /// The product of this key.
    pub fn find_product(&self, key: &str) -> Option<&Product> {
        self.products.iter().find(|product| product.key.as_str() == key)
    }
    /// The release of a product with this version; build metadata does not count.
    pub fn find_release(&self, product: ProductIndex, version: &Version) -> Option<&Release> {
        self.product(product).releases.iter().map(|index| self.release(*index)).find(|release| release.version.value == *version)
    }
    /// The entries a reader finds on a release's page, resolved.
    pub fn shown<'a>(&'a self, release: &'a Release) -> impl Iterator<Item = (&'a Shown, &'a Entry)> {
        release.shown.iter().map(|shown| (shown, self.entry(shown.entry)))
    }
}

/// What is true of the site as a whole.
#[derive(Debug, Clone)]
pub struct Site {
    /// `title`
    pub title: String,
    /// `url`, or the `--base-url` of the build.
    pub url: BaseUrl,
    /// The host that tag URIs of feeds are made with: always that of `url` in site.yaml, so that ids survive a preview.
    pub tag_host: String,
    /// `description`
    pub description: Option<String>,
    /// `language`
    pub language: Locale,
    /// `theme`
    pub theme: String,
    /// `theme_options`, as written.
    pub theme_options: Option<Node>,
    /// `support`
    pub support: Support,
    /// `feedback`, with its blanks.
    pub feedback: Option<String>,
    /// `audiences`
    pub audiences: Vec<AudienceDocument>,
    /// `outputs`; all where none are named.
    pub outputs: Vec<OutputKind>,
    /// `redirects`: old path, new path, as written.
    pub redirects: Vec<(Spanned<String>, Spanned<String>)>,
    /// `mail`
    pub mail: Option<MailDocument>,
    /// Whether this is the public site, a staging one or a preview.
    pub environment: Environment,
}

impl Site {
    /// Whether a build makes this output.
    pub fn makes(&self, output: OutputKind) -> bool {
        self.outputs.contains(&output)
    }
}

/// A product.
#[derive(Debug, Clone)]
pub struct Product {
    /// Its own index.
    pub index: ProductIndex,
    /// Its key.
    pub key: ProductKey,
    /// Its key's place in site.yaml.
    pub span: Span,
    /// The part of its addresses before the version: `events/`, or nothing on a site of one product.
    pub path: String,
    /// `name`
    pub name: String,
    /// `description`
    pub description: Option<String>,
    /// `components`: key and name, in the order of site.yaml.
    pub components: Vec<(Key, String)>,
    /// The site's support with the product's own over it.
    pub support: Support,
    /// `repository`
    pub repository: Option<LinkUrl>,
    /// `tag`, with its blank.
    pub tag: String,
    /// `versioning`
    pub versioning: Versioning,
    /// Whether stable releases leave their pre-releases' entries to those.
    pub separate_prereleases: bool,
    /// The site's policy with the product's own over it.
    pub policy: Policy,
    /// Every release, newest version first (by precedence), planned ones and pre-releases included.
    pub releases: Vec<ReleaseIndex>,
    /// The newest stable release that is out and not rolled back.
    pub latest: Option<ReleaseIndex>,
    /// The newest release that is out on each channel, and not rolled back; a pre-release only while no later stable one is out.
    pub channels: Vec<(Channel, ReleaseIndex)>,
    /// The newest release of each long-term-support line, newest line first.
    pub lts_lines: Vec<ReleaseIndex>,
    /// Entries that wait for a release; none in a production build.
    pub unreleased: Vec<EntryIndex>,
}

impl Product {
    /// The name of a component.
    pub fn component_name(&self, key: &Key) -> Option<&str> {
        self.components.iter().find(|(other, _)| other == key).map(|(_, name)| name.as_str())
    }
}

/// What a product is held to.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// `major`
    pub major: Option<StepPolicy>,
    /// `minor`
    pub minor: Option<StepPolicy>,
    /// `patch`
    pub patch: Option<StepPolicy>,
    /// `hotfix`
    pub hotfix: Option<StepPolicy>,
    /// `window`
    pub window: Option<WindowPolicy>,
    /// `blackouts`
    pub blackouts: Vec<Blackout>,
    /// `readiness`
    pub readiness: Vec<String>,
}

/// What kind of step a release is. Derived from its version and the one before; `hotfix` and `security` are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReleaseType {
    /// The first number went up, or it is the first release.
    Major,
    /// The second number went up.
    Minor,
    /// The third number went up.
    Patch,
    /// An emergency fix, said to be one.
    Hotfix,
    /// Made for its security fixes, said to be so.
    Security,
    /// A pre-release tagged `alpha`.
    Alpha,
    /// A pre-release tagged `beta`.
    Beta,
    /// A pre-release tagged `rc`.
    Rc,
    /// A pre-release with any other tag.
    Preview,
}

impl ReleaseType {
    /// As in JSON and class names: `major`, `rc` and so on.
    pub fn name(self) -> &'static str {
        match self {
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Patch => "patch",
            Self::Hotfix => "hotfix",
            Self::Security => "security",
            Self::Alpha => "alpha",
            Self::Beta => "beta",
            Self::Rc => "rc",
            Self::Preview => "preview",
        }
    }
}

/// The stream of releases that a release comes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// For everyone.
    Stable,
    /// Candidates.
    Rc,
    /// Complete, for trying out.
    Beta,
    /// Early.
    Alpha,
    /// Pre-releases with any other tag.
    Preview,
}

impl Channel {
    /// As in JSON: `stable`, `rc` and so on.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::Rc => "rc",
            Self::Beta => "beta",
            Self::Alpha => "alpha",
            Self::Preview => "preview",
        }
    }
}

/// A release.
#[derive(Debug, Clone)]
pub struct Release {
    /// Its own index.
    pub index: ReleaseIndex,
    /// Its product.
    pub product: ProductIndex,
    /// Its path within the site, `events/2.4.0/`.
    pub path: String,
    /// The folder its media stand in, from the site's folder.
    pub folder: String,
    /// The file that says what is true of it as a whole.
    pub file: FileId,
    /// That file's first line.
    pub place: Span,
    /// `version`
    pub version: Spanned<Version>,
    /// Derived.
    pub release_type: ReleaseType,
    /// Derived.
    pub channel: Channel,
    /// `title`
    pub title: Option<String>,
    /// `date`
    pub date: Option<Spanned<When>>,
    /// `status`
    pub status: Spanned<Status>,
    /// `announced`
    pub announced: Option<Spanned<NaiveDate>>,
    /// The end of support of its line, where that is a long-term-support line; inherited by the line's patches.
    pub lts_until: Option<NaiveDate>,
    /// `publish`
    pub publish: Option<DateTime<FixedOffset>>,
    /// `summary`, Markdown.
    pub summary: Option<Text>,
    /// Entries of `highlights` in that order, then entries that say `highlight: true`.
    pub highlights: Vec<EntryIndex>,
    /// `window`
    pub window: Option<Spanned<Window>>,
    /// `rollout`
    pub rollout: Vec<RolloutStep>,
    /// `upgrade`
    pub upgrade: UpgradeSteps,
    /// `upgrade_from`
    pub upgrade_from: Option<Spanned<VersionRange>>,
    /// `corrections`
    pub corrections: Vec<Correction>,
    /// `readiness`
    pub readiness: Vec<(Spanned<String>, Spanned<Readiness>)>,
    /// `rollback`, where it was rolled back.
    pub rollback: Option<Rollback>,
    /// Its own entries, as written.
    pub entries: Vec<EntryIndex>,
    /// What its page shows: own entries, those of its pre-releases and backports to it; by kind, then in the order written.
    pub shown: Vec<Shown>,
    /// Known issues of other releases that are open in this one.
    pub known_issues: Vec<EntryIndex>,
    /// The release before it by precedence: for a stable one the stable one before it, for a pre-release whatever comes before.
    pub previous: Option<ReleaseIndex>,
    /// The one after it, likewise.
    pub next: Option<ReleaseIndex>,
    /// For a pre-release, the stable release it led to.
    pub stable: Option<ReleaseIndex>,
    /// For a stable release, the pre-releases that led to it, oldest first.
    pub prereleases: Vec<ReleaseIndex>,
}

impl Release {
    /// Whether it is out (and perhaps taken back since).
    pub fn is_out(&self) -> bool {
        self.status.value != Status::Planned
    }
    /// Whether it is out and stands.
    pub fn stands(&self) -> bool {
        self.status.value == Status::Released
    }
    /// Whether it is on the stable channel.
    pub fn is_stable(&self) -> bool {
        self.channel == Channel::Stable
    }
    /// When its notes last changed: its date, a correction, its rollback; while it is planned, the day it was announced instead of its date.
    pub fn updated(&self) -> Option<When> {
        let told = if self.is_out() { self.date.as_ref().map(|date| date.value) } else { self.announced.as_ref().map(|day| When::on(day.value)) };
        let corrected = self.corrections.iter().map(|correction| correction.date.value);
        told.into_iter().chain(corrected).chain(self.rollback.as_ref().map(|rollback| rollback.date)).max()
    }
    /// `title`, or the version.
    pub fn heading(&self) -> &str {
        self.title.as_deref().unwrap_or(self.version.as_str())
    }
}

/// An entry on a release's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The entry.
    pub entry: EntryIndex,
    /// Where it first came, when that is another release than the page's.
    pub origin: Option<Origin>,
}

/// Why an entry of another release stands on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It came with this pre-release of the page's release.
    Prerelease(ReleaseIndex),
    /// It was made for this release and brought back to the page's.
    Backport(ReleaseIndex),
}

/// How a release was taken back.
#[derive(Debug, Clone)]
pub struct Rollback {
    /// `date`
    pub date: When,
    /// `reason`, Markdown.
    pub reason: Text,
    /// `replaced_by`
    pub replaced_by: Option<ReleaseIndex>,
}

/// An entry.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its own index.
    pub index: EntryIndex,
    /// Its product.
    pub product: ProductIndex,
    /// The release that holds it; none while it waits in `unreleased/`.
    pub release: Option<ReleaseIndex>,
    /// Its id.
    pub id: Spanned<EntryId>,
    /// Its kind.
    pub kind: KindIndex,
    /// The kind as written.
    pub kind_span: Span,
    /// Where a missing field is reported.
    pub place: Span,
    /// The folder its media stand in.
    pub folder: String,
    /// `title`
    pub title: Spanned<String>,
    /// `component`
    pub components: Vec<Key>,
    /// `audience`; none means everyone.
    pub audiences: Vec<Key>,
    /// Whether only private audiences see it.
    pub private: bool,
    /// `refs`, each with the address its pattern gives.
    pub refs: Vec<Reference>,
    /// Whether it is a highlight of its release.
    pub highlight: bool,
    /// `docs`
    pub docs: Option<LinkUrl>,
    /// `links`
    pub links: Vec<TitledLink>,
    /// `image`
    pub image: Option<Image>,
    /// `contributors`
    pub contributors: Vec<Contributor>,
    /// `also_in`: other releases that show it.
    pub also_in: Vec<ReleaseIndex>,
    /// `settings`
    pub settings: Vec<Setting>,
    /// `removes`: deprecations that end with it.
    pub removes: Vec<EntryIndex>,
    /// `resolves`: known issues that end with it.
    pub resolves: Vec<EntryIndex>,
    /// What makes it a security update.
    pub security: Option<Security>,
    /// What makes it a known issue.
    pub known_issue: Option<KnownIssue>,
    /// What makes it a deprecation.
    pub deprecation: Option<Deprecation>,
    /// Every field as written, for kinds of a site's own.
    pub fields: Node,
    /// The Markdown.
    pub body: Text,
}

/// An item of `refs`.
#[derive(Debug, Clone)]
pub struct Reference {
    /// As written.
    pub text: Spanned<String>,
    /// Its address, where a pattern takes it.
    pub url: Option<String>,
}

/// What makes an entry a security update.
#[derive(Debug, Clone)]
pub struct Security {
    /// `severity`: low, medium, high or critical.
    pub severity: String,
    /// `cve`
    pub cve: Option<String>,
    /// `cvss`: the vector.
    pub cvss: Option<String>,
    /// `affects`
    pub affects: VersionRange,
    /// `credits`
    pub credits: Vec<Contributor>,
}

/// A known issue and its life.
#[derive(Debug, Clone)]
pub struct KnownIssue {
    /// `severity`: minor, major or critical.
    pub severity: String,
    /// `affects`; from its own release on where none is given.
    pub affects: VersionRange,
    /// Its state.
    pub state: IssueState,
    /// Fixes that resolve it, oldest release first.
    pub resolved_by: Vec<EntryIndex>,
    /// Every release that is out, in which it is open, newest first, its own included.
    pub open_in: Vec<ReleaseIndex>,
}

/// The state of a known issue. Nobody writes `Resolved`: it is derived from a fix that is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IssueState {
    /// Known, nothing more.
    Open,
    /// Being looked into.
    Investigating,
    /// It stays.
    WontFix,
    /// A release that is out resolves it.
    Resolved,
}

impl IssueState {
    /// As in `state:` and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Investigating => "investigating",
            Self::WontFix => "wont-fix",
            Self::Resolved => "resolved",
        }
    }
    /// Whether a reader may still meet it in the newest release.
    pub fn is_open(self) -> bool {
        self != Self::Resolved
    }
}

/// A deprecation and its life.
#[derive(Debug, Clone)]
pub struct Deprecation {
    /// `removal`: the version it will go in.
    pub removal: Option<Spanned<Version>>,
    /// `replacement`
    pub replacement: Option<String>,
    /// Its state.
    pub state: DeprecationState,
    /// The entry that removes it.
    pub removed_by: Option<EntryIndex>,
}

/// The state of a deprecation, derived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeprecationState {
    /// Told of; the removal version is not planned with a date yet, or none is named.
    Announced,
    /// The removal version is planned or out, and nothing that is out has removed it.
    Due,
    /// A breaking change that is out removed it.
    Removed,
}

impl DeprecationState {
    /// As in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Due => "due",
            Self::Removed => "removed",
        }
    }
}
