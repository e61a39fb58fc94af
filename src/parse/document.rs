//! What a file says, before anyone asks whether it is true of the world.
//!
//! A document may name entries, releases and kinds that do not exist; `model::resolve` finds out.
//! Every value that a writer typed keeps its span.

use std::sync::{Arc, OnceLock};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Weekday};

use crate::diag::{Code, Severity};
use crate::ident::{BaseUrl, EmailAddress, EntryId, Key, LinkUrl, Locale, ProductKey, Version, VersionRange, Versioning, When};
use crate::markdown::{self, Outline};
use crate::source::{FileId, SourceFile, Span, Spanned, Text};

use super::node::Node;

/// Everything a site folder says.
#[derive(Debug, Clone)]
pub struct Documents {
    /// `site.yaml`.
    pub site: SiteDocument,
    /// Every release of every product, in the order of their files.
    pub releases: Vec<ReleaseDocument>,
    /// The entries in `unreleased/` folders.
    pub unreleased: Vec<Arc<EntryDocument>>,
    /// Texts of which nothing could be read, for a mistake that is reported: what seems to be missing may stand there.
    pub unread: Vec<SourceFile>,
}

impl Documents {
    /// Every entry, those that wait for a release last.
    pub fn entries(&self) -> impl Iterator<Item = &Arc<EntryDocument>> {
        self.releases.iter().flat_map(|release| &release.entries).chain(&self.unreleased)
    }
}

/// `content/site.yaml`.
#[derive(Debug, Clone)]
pub struct SiteDocument {
    /// The file.
    pub file: FileId,
    /// `title`
    pub title: Spanned<String>,
    /// `url`
    pub url: Spanned<BaseUrl>,
    /// `description`
    pub description: Option<Spanned<String>>,
    /// `language`
    pub language: Locale,
    /// `theme`; `default` where none is named.
    pub theme: Option<Spanned<String>>,
    /// `theme_options`, as written.
    pub theme_options: Option<Node>,
    /// `support` of the site.
    pub support: Support,
    /// `websub`: the hub that tells subscribers of the feeds.
    pub websub: Option<Spanned<LinkUrl>>,
    /// `feedback`: an address with `{product}`, `{version}` and `{entry}` to fill in.
    pub feedback: Option<Spanned<String>>,
    /// `products`, in the order written.
    pub products: Vec<ProductDocument>,
    /// `audiences`, in the order written.
    pub audiences: Vec<AudienceDocument>,
    /// `references`: patterns and the addresses they become.
    pub references: Vec<ReferencePattern>,
    /// Whether there are `references` that could not be read, or none on purpose: strings that none of these takes may be right.
    pub references_are_open: bool,
    /// `policy` of the site.
    pub policy: PolicyDocument,
    /// `outputs`; none means all.
    pub outputs: Option<Vec<OutputKind>>,
    /// `redirects`: old path, new path.
    pub redirects: Vec<(Spanned<String>, Spanned<String>)>,
    /// `mail`
    pub mail: Option<MailDocument>,
    /// `checks`: levels of codes; `None` is off.
    pub checks: Vec<(Code, Option<Severity>)>,
}

/// One of the things a build makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutputKind {
    /// HTML pages.
    Pages,
    /// Markdown twins and `llms.txt`.
    Markdown,
    /// Atom, RSS, JSON Feed, OPML.
    Feeds,
    /// `api/v1/`.
    Api,
    /// The calendar page and `.ics` files.
    Calendar,
    /// The search page and index.
    Search,
    /// The page of charts.
    Stats,
    /// Open Graph images, and narrower copies of pictures.
    Images,
    /// The notes in the formats of GitHub, Sparkle, Tauri and CycloneDX.
    Updaters,
}

/// A product under `products`.
#[derive(Debug, Clone)]
pub struct ProductDocument {
    /// Its key, also its folder and address.
    pub key: Spanned<ProductKey>,
    /// `name`
    pub name: Spanned<String>,
    /// `description`
    pub description: Option<Spanned<String>>,
    /// `components`: key and name, in the order written.
    pub components: Vec<(Spanned<Key>, Spanned<String>)>,
    /// Whether `components` could be read: where not, no component is said to be unknown.
    pub knows_components: bool,
    /// `support`, which replaces the site's field by field.
    pub support: Support,
    /// `repository`
    pub repository: Option<Spanned<LinkUrl>>,
    /// `tag`: the name of a version's tag, with `{version}`; `v{version}` where none is given.
    pub tag: Option<Spanned<String>>,
    /// `versioning`
    pub versioning: Versioning,
    /// `prereleases: separate`: a stable release does not show its pre-releases' entries.
    pub separate_prereleases: bool,
    /// `policy`, which replaces the site's field by field.
    pub policy: PolicyDocument,
}

/// `support`: whom to ask.
#[derive(Debug, Clone, Default)]
pub struct Support {
    /// `email`
    pub email: Option<Spanned<EmailAddress>>,
    /// `url`
    pub url: Option<Spanned<LinkUrl>>,
    /// `phone`
    pub phone: Option<Spanned<String>>,
}

/// An audience under `audiences`.
#[derive(Debug, Clone)]
pub struct AudienceDocument {
    /// Its key.
    pub key: Spanned<Key>,
    /// `name`
    pub name: Spanned<String>,
    /// `private`: never in a production build.
    pub private: bool,
}

/// A row of `references`.
#[derive(Debug, Clone)]
pub struct ReferencePattern {
    /// The regular expression; it must take the whole string.
    pub pattern: Spanned<regex::Regex>,
    /// The address, with groups as `$0`, `$1`.
    pub url: Spanned<String>,
}

/// `policy`, of the site or of a product. A field that is absent there falls back to the site's.
#[derive(Debug, Clone, Default)]
pub struct PolicyDocument {
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
    pub blackouts: Option<Vec<Blackout>>,
    /// `readiness`: items that must be done before a release counts as released.
    pub readiness: Option<Vec<Spanned<String>>>,
}

/// What the policy asks of releases of one type.
#[derive(Debug, Clone)]
pub struct StepPolicy {
    /// `notice`, in days.
    pub notice: Option<Spanned<u32>>,
    /// `cadence`: `quarterly`, `monthly`, `weekly`, `yearly`.
    pub cadence: Option<Spanned<String>>,
    /// `on`: `Tuesday` or `second Tuesday`; the count within the month is 1 to 5, 5 being the last.
    pub on: Option<Spanned<(Option<u8>, Weekday)>>,
}

/// `window`: when deployments may happen.
#[derive(Debug, Clone)]
pub struct WindowPolicy {
    /// `days`
    pub days: Vec<Weekday>,
    /// `from`
    pub from: NaiveTime,
    /// `to`
    pub to: NaiveTime,
    /// `timezone`: an offset such as `+02:00`, or `UTC`.
    pub timezone: FixedOffset,
    /// The whole field.
    pub span: Span,
}

/// A stretch of days without releases, both ends included.
#[derive(Debug, Clone)]
pub struct Blackout {
    /// `from`
    pub from: NaiveDate,
    /// `to`
    pub to: NaiveDate,
    /// `reason`
    pub reason: Option<String>,
    /// The whole item.
    pub span: Span,
}

/// `mail`
#[derive(Debug, Clone)]
pub struct MailDocument {
    /// `from`
    pub from: Spanned<EmailAddress>,
    /// `reply_to`
    pub reply_to: Option<Spanned<EmailAddress>>,
    /// `list_id`: the identifier within the angle brackets of `List-ID` (RFC 2919 §2).
    pub list_id: Option<Spanned<String>>,
    /// `postal_address`
    pub postal_address: Option<Spanned<String>>,
    /// `subscribe_url`: where the subscription service stands.
    pub subscribe_url: Option<Spanned<BaseUrl>>,
}

/// A release: `release.yaml`, `VERSION.yaml` or `VERSION.md`.
#[derive(Debug, Clone)]
pub struct ReleaseDocument {
    /// The product it is of.
    pub product: ProductKey,
    /// The file that says what is true of the release as a whole.
    pub file: FileId,
    /// Where things that are missing are reported: the file's first line.
    pub place: Span,
    /// The folder that media and entries of the release stand in, from the site's folder, without a slash at its end.
    pub folder: String,
    /// From the folder or file name; its span is that of `version` where the file has one, else [`ReleaseDocument::place`].
    pub version: Spanned<Version>,
    /// `title`
    pub title: Option<Spanned<String>>,
    /// `date`
    pub date: Option<Spanned<When>>,
    /// `status`; `released` where none is given.
    pub status: Spanned<Status>,
    /// `announced`
    pub announced: Option<Spanned<NaiveDate>>,
    /// `type`, where it is said.
    pub stated_type: Option<Spanned<StatedType>>,
    /// `lts.until`
    pub lts: Option<Spanned<NaiveDate>>,
    /// `publish`: the end of the embargo.
    pub publish: Option<Spanned<DateTime<FixedOffset>>>,
    /// `summary`, Markdown.
    pub summary: Option<Text>,
    /// `highlights`: ids of entries.
    pub highlights: Vec<Spanned<String>>,
    /// `window`
    pub window: Option<Spanned<Window>>,
    /// `rollout`, in the order written.
    pub rollout: Vec<RolloutStep>,
    /// `upgrade`
    pub upgrade: UpgradeSteps,
    /// `upgrade_from`
    pub upgrade_from: Option<Spanned<VersionRange>>,
    /// `corrections`, in the order written.
    pub corrections: Vec<Correction>,
    /// `readiness`: item and whether it is done.
    pub readiness: Vec<(Spanned<String>, Spanned<Readiness>)>,
    /// `rollback`
    pub rollback: Option<Spanned<RollbackDocument>>,
    /// Its entries, in the order of files and of lists in them.
    pub entries: Vec<Arc<EntryDocument>>,
}

/// `status` of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It is to come.
    Planned,
    /// It is out.
    Released,
    /// It was out and was taken back.
    RolledBack,
}

impl Status {
    /// As written in `status:`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Released => "released",
            Self::RolledBack => "rolled-back",
        }
    }
}

/// What `type` may say of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatedType {
    /// An emergency fix.
    Hotfix,
    /// A release made for its security fixes.
    Security,
    /// For calendar versions only, where numbers do not tell.
    Major,
    /// For calendar versions only.
    Minor,
    /// For calendar versions only.
    Patch,
}

/// `window` of a release: when the work on it happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// `from`
    pub from: DateTime<FixedOffset>,
    /// `to`
    pub to: DateTime<FixedOffset>,
    /// `impact`
    pub impact: Option<String>,
}

/// A step of `rollout`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RolloutStep {
    /// `date`
    pub date: Spanned<When>,
    /// `share`, in percent, 0 to 100.
    pub share: Option<Spanned<u8>>,
    /// `to`: whom it reaches.
    pub to: Option<Spanned<String>>,
}

/// `upgrade`: Markdown steps by phase. A plain string is `during`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UpgradeSteps {
    /// `before`
    pub before: Option<Text>,
    /// `during`
    pub during: Option<Text>,
    /// `after`
    pub after: Option<Text>,
}

/// An item of `corrections`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// `date`
    pub date: Spanned<When>,
    /// `note`, Markdown.
    pub note: Text,
}

/// The state of an item of readiness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// `done`
    Done,
    /// `todo`
    Todo,
}

/// `rollback`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollbackDocument {
    /// `date`
    pub date: Option<Spanned<When>>,
    /// `reason`, Markdown.
    pub reason: Option<Text>,
    /// `replaced_by`
    pub replaced_by: Option<Spanned<Version>>,
}

/// An entry, from a Markdown file or an item of a list.
#[derive(Debug, Clone)]
pub struct EntryDocument {
    /// The product it is of.
    pub product: ProductKey,
    /// The file it stands in.
    pub file: FileId,
    /// Where a missing field is reported: the opening line of the front matter or of the list item.
    pub place: Span,
    /// Where a missing section is reported: the body's last line, or [`EntryDocument::place`] where there is no body.
    pub end: Span,
    /// The folder that its media stand in, from the site's folder.
    pub folder: String,
    /// The file's stem, `id`, or the title as a slug.
    pub id: Spanned<EntryId>,
    /// `kind`
    pub kind: Spanned<String>,
    /// `title`
    pub title: Spanned<String>,
    /// `component`
    pub components: Box<[Spanned<Key>]>,
    /// `audience`; none means everyone.
    pub audiences: Box<[Spanned<Key>]>,
    /// `refs`
    pub refs: Box<[Spanned<String>]>,
    /// `highlight`
    pub highlight: bool,
    /// `docs`
    pub docs: Option<Box<Spanned<LinkUrl>>>,
    /// `links`
    pub links: Box<[TitledLink]>,
    /// `image`
    pub image: Option<Box<Image>>,
    /// `contributors`
    pub contributors: Box<[Contributor]>,
    /// `also_in`
    pub also_in: Box<[Spanned<Version>]>,
    /// `settings`
    pub settings: Box<[Setting]>,
    /// What only some kinds have, where it has any of it.
    pub(super) of_kind: Option<Box<KindFields>>,
    /// Every field as written, for the template's schema and for kinds of a site's own.
    pub fields: Arc<Node>,
    /// The Markdown.
    pub body: Text,
    /// Nothing where the body is words and no more, as most are.
    pub(super) outline: OnceLock<Option<Box<Outline>>>,
    /// A field that it must have and has not, where another may stand in its place: told of together with that one.
    pub missing: Option<&'static str>,
    /// Places in it that are reported already, so that its template does not report them again.
    pub faults: Box<[Span]>,
}

impl EntryDocument {
    /// What checks want to know of the body, made when it is first asked for and kept.
    pub fn outline(&self) -> &Outline {
        static WORDS: Outline = Outline::WORDS;
        let outline = self.outline.get_or_init(|| {
            let outline = markdown::outline(&self.body.value);
            (outline != WORDS).then(|| outline.into())
        });
        outline.as_deref().unwrap_or(&WORDS)
    }

    /// The fields that only some kinds have.
    pub fn of_kind(&self) -> &KindFields {
        static NONE: KindFields = KindFields::none();
        self.of_kind.as_deref().unwrap_or(&NONE)
    }
}

/// The fields of an entry that only some kinds have. They are large, and most entries have none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindFields {
    /// `removes`: ids of deprecations.
    pub removes: Vec<Spanned<String>>,
    /// `resolves`: ids of known issues.
    pub resolves: Vec<Spanned<String>>,
    /// `severity`
    pub severity: Option<Spanned<String>>,
    /// `affects`
    pub affects: Option<Spanned<VersionRange>>,
    /// `cve`
    pub cve: Option<Spanned<String>>,
    /// `cvss`
    pub cvss: Option<Spanned<String>>,
    /// `credits`
    pub credits: Vec<Contributor>,
    /// `removal`
    pub removal: Option<Spanned<Version>>,
    /// `replacement`
    pub replacement: Option<Spanned<String>>,
    /// `state` of a known issue, as written.
    pub state: Option<Spanned<String>>,
}

impl KindFields {
    /// Those of an entry that has none.
    pub(super) const fn none() -> Self {
        Self {
            removes: Vec::new(),
            resolves: Vec::new(),
            severity: None,
            affects: None,
            cve: None,
            cvss: None,
            credits: Vec::new(),
            removal: None,
            replacement: None,
            state: None,
        }
    }
}

/// An item of `links`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitledLink {
    /// `title`
    pub title: Spanned<String>,
    /// `url`
    pub url: Spanned<LinkUrl>,
}

/// `image`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// `src`: a path beside the entry, or an absolute address.
    pub src: Spanned<String>,
    /// `alt`
    pub alt: Option<Spanned<String>>,
}

/// An item of `contributors` or `credits`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contributor {
    /// `name`; in short form the item itself.
    pub name: Spanned<String>,
    /// `url`
    pub url: Option<Spanned<LinkUrl>>,
}

/// An item of `settings`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// `name`
    pub name: Spanned<String>,
    /// `change`
    pub change: Spanned<SettingChange>,
    /// `from`: the former name or value.
    pub from: Option<Spanned<String>>,
    /// `to`: the new name or value.
    pub to: Option<Spanned<String>>,
    /// `default`
    pub default: Option<Spanned<String>>,
}

/// What happened to a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingChange {
    /// `added`
    Added,
    /// `changed`
    Changed,
    /// `renamed`
    Renamed,
    /// `removed`
    Removed,
}

impl SettingChange {
    /// As written in `change:`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Renamed => "renamed",
            Self::Removed => "removed",
        }
    }
}
