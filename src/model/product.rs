//! The site and its products, resolved.

use crate::ident::{BaseUrl, Key, LinkUrl, Locale, ProductKey, Version, Versioning, When};
use crate::parse::document::{AudienceDocument, Blackout, MailDocument, OutputKind, ReferencePattern, StepPolicy, Support, WindowPolicy};
use crate::parse::node::Node;
use crate::source::{Span, Spanned};

use super::{Channel, EntryIndex, Environment, ProductIndex, ReleaseIndex, ReleaseType};

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
    /// `websub`: the hub that tells subscribers of the feeds, an absolute address.
    pub websub: Option<String>,
    /// `feedback`, with its blanks.
    pub feedback: Option<String>,
    /// `audiences`: those that this reader may know of.
    pub audiences: Vec<AudienceDocument>,
    /// `references`, as written.
    pub references: Vec<ReferencePattern>,
    /// Whether there are `references` that could not be read, or none on purpose.
    pub references_are_open: bool,
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
    /// Deprecations that are due, those announced last first.
    pub due: Vec<EntryIndex>,
    /// Entries that wait for a release; none in a production build.
    pub unreleased: Vec<EntryIndex>,
    /// Planned releases whose day stands in the public calendar although they are not announced yet, soonest first.
    /// They are in no other list: they have no page, no feed item and no address. Empty on staging and in previews,
    /// where such a release is one of [`Product::releases`].
    pub scheduled: Vec<Scheduled>,
}

/// A planned release of which only the day is public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheduled {
    /// `version`
    pub version: Version,
    /// Derived.
    pub release_type: ReleaseType,
    /// `date`
    pub date: When,
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
