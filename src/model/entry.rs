//! An entry, resolved.

use std::ops::Deref;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::ident::{Key, LinkUrl, Version, VersionRange};
use crate::parse::document::{Contributor, EntryDocument};
use crate::parse::node::{Node, Value};
use crate::source::{Span, Spanned};

use super::{EntryIndex, KindIndex, ProductIndex, ReleaseIndex};

/// The fields that every entry or a kind that ships has (content.md): [`Entry`] has places of its own for them.
const KNOWN: [&str; 24] = [
    "id",
    "kind",
    "title",
    "body",
    "component",
    "audience",
    "refs",
    "highlight",
    "docs",
    "links",
    "image",
    "contributors",
    "also_in",
    "settings",
    "removes",
    "resolves",
    "severity",
    "affects",
    "cve",
    "cvss",
    "credits",
    "removal",
    "replacement",
    "state",
];

/// An entry: its document, through which it also tells what stands there and needs no resolving, and what it is among the others.
///
/// What few have is held apart, since a site has a hundred thousand entries.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its own index.
    pub index: EntryIndex,
    /// Its product.
    pub product: ProductIndex,
    /// The release that holds it; none while it waits in `unreleased/`.
    pub release: Option<ReleaseIndex>,
    /// Its kind.
    pub kind: KindIndex,
    /// The kind as written.
    pub kind_span: Span,
    /// `component`
    pub components: Box<[Key]>,
    /// `audience`; none means everyone.
    pub audiences: Box<[Key]>,
    /// Whether only private audiences see it.
    pub private: bool,
    /// `refs`, each with the address its pattern gives.
    pub refs: Box<[Reference]>,
    /// Whether it is a highlight of its release.
    pub highlight: bool,
    /// `docs`
    pub docs: Option<LinkUrl>,
    /// `also_in`: other releases that show it.
    pub also_in: Box<[Spanned<ReleaseIndex>]>,
    /// `removes`: deprecations that end with it.
    pub removes: Box<[Spanned<EntryIndex>]>,
    /// `resolves`: known issues that end with it.
    pub resolves: Box<[Spanned<EntryIndex>]>,
    /// What makes it a security update.
    pub security: Option<Box<Security>>,
    /// What makes it a known issue.
    pub known_issue: Option<Box<KnownIssue>>,
    /// What makes it a deprecation.
    pub deprecation: Option<Box<Deprecation>>,
    /// Every field as written, for kinds of a site's own; without `audience` in a build for some readers only.
    pub fields: Arc<Node>,
    pub(super) document: Arc<EntryDocument>,
}

impl Deref for Entry {
    type Target = EntryDocument;
    fn deref(&self) -> &EntryDocument {
        &self.document
    }
}

impl Entry {
    /// The fields that only its kind knows, one of the site's own, as written and in that order.
    pub fn own_fields(&self) -> impl Iterator<Item = (&Spanned<String>, &Node)> {
        let own = self.fields.pairs().iter().filter(|(key, _)| !KNOWN.contains(&key.value.as_str()));
        own.map(|(key, value)| (key, value))
    }

    /// A field as written.
    pub fn field(&self, name: &str) -> Option<&Node> {
        match &self.fields.value {
            Value::Map(fields) => fields.iter().find(|(key, _)| key.value == name).map(|(_, value)| value),
            _ => None,
        }
    }
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
    /// `severity`: low, medium, high or critical; empty where a template of the site's own does not ask for it.
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

impl Security {
    /// The CVSS vector, where it is one that its specification (<https://www.first.org/cvss/>) allows.
    pub fn vector(&self) -> Option<cvss::Cvss> {
        self.cvss.as_deref()?.parse().ok()
    }

    /// The CVSS score, 0.0 to 10.0.
    pub fn score(&self) -> Option<f64> {
        self.vector().map(|vector| vector.score())
    }
}

/// A known issue and its life.
#[derive(Debug, Clone)]
pub struct KnownIssue {
    /// `severity`: minor, major or critical; empty where a template of the site's own does not ask for it.
    pub severity: String,
    /// `affects`; from its own release on where none is given.
    pub affects: VersionRange,
    /// Its state.
    pub state: IssueState,
    /// Fixes that are out and resolve it, oldest release first. May be empty where only a fix that this reader may not see does.
    pub resolved_by: Vec<EntryIndex>,
    /// For a resolved one, the day from which readers of the newest release no longer met it.
    pub closed: Option<NaiveDate>,
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

impl KnownIssue {
    /// Whether every reader must hear of it now: it is critical and open.
    pub fn is_alarming(&self) -> bool {
        self.severity == "critical" && self.state.is_open()
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
    /// The entry that removes it; one that is planned where none is out.
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
