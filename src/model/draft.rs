//! The first step of [`resolve`](super::resolve): products, releases and entries that this reader may see, each with
//! what it says itself and its index; nothing yet of what they are to each other.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ident::{EntryId, LinkUrl, VersionRange};
use crate::parse::Documents;
use crate::parse::document::{EntryDocument, OutputKind, PolicyDocument, ProductDocument, ReleaseDocument, SiteDocument, Status, Support};
use crate::parse::node::{Node, Value};
use crate::source::Span;
use crate::template::Template;

use super::order::channel_of;
use super::reference::{Candidate, Names};
use super::references::Patterns;
use super::scope::{Sight, is_private_entry};
use super::{
    Catalog, Deprecation, DeprecationState, Entry, EntryIndex, IssueState, KindIndex, KnownIssue, Policy, Product, ProductIndex, Release,
    ReleaseIndex, ReleaseType, Rollback, Scope, Security, Site,
};

/// A catalog in the making, and the documents it is made from.
pub(super) struct Draft<'a> {
    pub catalog: Catalog,
    pub scope: &'a Scope,
    /// By [`ReleaseIndex`].
    pub releases: Vec<&'a ReleaseDocument>,
    /// By [`EntryIndex`].
    pub entries: Vec<&'a EntryDocument>,
    /// Entries of releases in the catalog that the reader may not see: what they fix and remove is so all the same.
    pub unseen: Vec<(ReleaseIndex, &'a EntryDocument)>,
    /// Releases of which only the day is seen.
    pub scheduled: Vec<(ProductIndex, &'a ReleaseDocument)>,
    site: &'a SiteDocument,
    kinds: HashMap<&'a str, KindIndex>,
    patterns: Patterns,
}

impl<'a> Draft<'a> {
    pub(super) fn lay(documents: &'a Documents, templates: &'a [Template], scope: &'a Scope, diags: &mut Diagnostics) -> Self {
        let mut in_order: Vec<&Template> = templates.iter().collect();
        in_order.sort_by_key(|template| (template.order, template.name.as_str()));
        let site = &documents.site;
        let mut draft = Self {
            catalog: Catalog {
                site: self::site(site, scope),
                today: scope.today,
                kinds: in_order.iter().map(|template| (*template).clone()).collect(),
                products: Vec::new(),
                releases: Vec::new(),
                entries: Vec::new(),
                names: Names::of(site.products.len(), &documents.unread),
            },
            scope,
            releases: Vec::new(),
            entries: Vec::new(),
            unseen: Vec::new(),
            scheduled: Vec::new(),
            site,
            kinds: in_order.iter().enumerate().map(|(index, template)| (template.name.as_str(), KindIndex(index))).collect(),
            patterns: Patterns::new(&site.references),
        };
        for (index, document) in site.products.iter().enumerate() {
            draft.catalog.products.push(product(ProductIndex(index), document, site));
        }
        draft.lay_releases(documents, diags);
        draft.lay_unreleased(documents, diags);
        draft
    }

    fn lay_releases(&mut self, documents: &'a Documents, diags: &mut Diagnostics) {
        let mut by_product: HashMap<&str, Vec<&'a ReleaseDocument>> = HashMap::new();
        for release in &documents.releases {
            by_product.entry(release.product.as_str()).or_default().push(release);
        }
        for product in &documents.site.products {
            let Some(product) = self.catalog.find_product(product.key.value.as_str()).map(|product| product.index) else { continue };
            let mut releases = by_product.remove(self.catalog.product(product).key.as_str()).unwrap_or_default();
            // A stable sort: of two releases with one version the one without build metadata stands, then the first by path.
            releases.sort_by_key(|release| (Reverse(&release.version.value), release.version.as_str().len()));
            for group in releases.chunk_by(|a, b| a.version.value == b.version.value) {
                self.lay_release(product, group, diags);
            }
        }
    }

    /// Lays one release. Where several have its version, their entries join it, so that nothing that refers to them is
    /// reported as well.
    fn lay_release(&mut self, product: ProductIndex, group: &[&'a ReleaseDocument], diags: &mut Diagnostics) {
        let Some((first, others)) = group.split_first() else { return };
        diags.extend(others.iter().map(|other| duplicate_version(other, first)));
        let sight = self.scope.sight(first);
        if sight == Sight::Day {
            self.scheduled.push((product, first));
        }
        let home = matches!(sight, Sight::Whole | Sight::Advance).then(|| self.add_release(product, first, diags));
        self.catalog.names.add_release(product, &first.version.value, home);
        let mut ids: HashMap<&EntryId, Span> = HashMap::new();
        for entry in &first.entries {
            match ids.get(&entry.id.value) {
                Some(earlier) => diags.push(duplicate_id(entry, *earlier, "this release")),
                None => {
                    ids.insert(&entry.id.value, entry.id.span);
                    self.lay_entry(product, home, first, sight, entry);
                }
            }
        }
        for entry in others.iter().flat_map(|other| &other.entries).filter(|entry| !ids.contains_key(&entry.id.value)) {
            self.lay_entry(product, home, first, sight, entry);
        }
    }

    fn lay_entry(
        &mut self,
        product: ProductIndex,
        home: Option<ReleaseIndex>,
        release: &'a ReleaseDocument,
        sight: Sight,
        entry: &'a EntryDocument,
    ) {
        let kind = self.kinds.get(entry.kind.value.as_str()).copied();
        let seen = |kind| self.scope.sees_entry(entry, self.catalog.kind(kind), sight, &self.site.audiences);
        let index = match (home, kind) {
            (Some(home), Some(kind)) if seen(kind) => {
                let index = self.add_entry(product, Some(release), Some(home), kind, entry);
                self.catalog.releases[home.0].entries.push(index);
                Some(index)
            }
            (Some(home), Some(_)) => {
                self.unseen.push((home, entry));
                None
            }
            _ => None,
        };
        let candidate = Candidate { version: Some(release.version.value.clone()), kind, entry: index };
        self.catalog.names.add_entry(product, &entry.id.value, candidate);
    }

    fn lay_unreleased(&mut self, documents: &'a Documents, diags: &mut Diagnostics) {
        let mut ids: HashMap<(ProductIndex, &EntryId), Span> = HashMap::new();
        for entry in &documents.unreleased {
            let Some(product) = self.catalog.find_product(entry.product.as_str()).map(|product| product.index) else { continue };
            let kind = self.kinds.get(entry.kind.value.as_str()).copied();
            if let Some(earlier) = ids.get(&(product, &entry.id.value)) {
                diags.push(duplicate_id(entry, *earlier, "`unreleased/`"));
                continue;
            }
            ids.insert((product, &entry.id.value), entry.id.span);
            let sees = |kind: &KindIndex| {
                self.scope.sees_unreleased() && self.scope.sees_entry(entry, self.catalog.kind(*kind), Sight::Whole, &self.site.audiences)
            };
            let index = kind.filter(sees).map(|kind| self.add_entry(product, None, None, kind, entry));
            self.catalog.products[product.0].unreleased.extend(index);
            self.catalog.names.add_entry(product, &entry.id.value, Candidate { version: None, kind, entry: index });
        }
    }

    fn add_release(&mut self, product: ProductIndex, document: &'a ReleaseDocument, diags: &mut Diagnostics) -> ReleaseIndex {
        let index = ReleaseIndex(self.catalog.releases.len());
        let path = format!("{}{}/", self.catalog.product(product).path, document.version.value);
        let rollback = diags.keep(rollback(document)).flatten();
        self.catalog.releases.push(release(index, product, path, document, rollback));
        self.releases.push(document);
        self.catalog.products[product.0].releases.push(index);
        index
    }

    fn add_entry(
        &mut self,
        product: ProductIndex,
        release: Option<&ReleaseDocument>,
        home: Option<ReleaseIndex>,
        kind: KindIndex,
        document: &'a EntryDocument,
    ) -> EntryIndex {
        let index = EntryIndex(self.catalog.entries.len());
        let known = |key: &&crate::source::Spanned<crate::ident::Key>| self.scope.knows_audience(&key.value, &self.site.audiences);
        let from_here_on = || release.map_or_else(VersionRange::everything, |release| VersionRange::from(&release.version.value));
        let affects = || document.affects.as_ref().map_or_else(from_here_on, |range| range.value.clone());
        let kind_name = document.kind.value.as_str();
        self.catalog.entries.push(Entry {
            index,
            product,
            release: home,
            id: document.id.clone(),
            kind,
            kind_span: document.kind.span,
            place: document.place,
            folder: document.folder.clone(),
            title: document.title.clone(),
            components: document.components.iter().map(|key| key.value.clone()).collect(),
            audiences: document.audiences.iter().filter(known).map(|key| key.value.clone()).collect(),
            private: is_private_entry(document, &self.site.audiences),
            refs: document.refs.iter().map(|text| self.patterns.reference(text)).collect(),
            highlight: document.highlight,
            docs: document.docs.as_ref().map(|url| url.value.clone()),
            links: document.links.clone(),
            image: document.image.clone(),
            contributors: document.contributors.clone(),
            also_in: Vec::new(),
            settings: document.settings.clone(),
            removes: Vec::new(),
            resolves: Vec::new(),
            security: (kind_name == "security").then(|| security(document, affects())),
            known_issue: (kind_name == "known-issue").then(|| known_issue(document, affects())),
            deprecation: (kind_name == "deprecation").then(|| deprecation(document)),
            fields: fields(document, self.scope),
            body: document.body.clone(),
        });
        self.entries.push(document);
        index
    }
}

/// Every field as written, but for the audience where the reader may not know of all audiences.
fn fields(document: &EntryDocument, scope: &Scope) -> Arc<Node> {
    if scope.knows_all_audiences() || document.audiences.is_empty() {
        return Arc::clone(&document.fields);
    }
    let mut fields = Node::clone(&document.fields);
    if let Value::Map(pairs) = &mut fields.value {
        pairs.retain(|(key, _)| key.value != "audience");
    }
    Arc::new(fields)
}

fn site(document: &SiteDocument, scope: &Scope) -> Site {
    use OutputKind::{Api, Calendar, Feeds, Images, Markdown, Pages, Search, Stats};
    let audiences = document.audiences.iter().filter(|audience| scope.knows_audience(&audience.key.value, &document.audiences));
    Site {
        title: document.title.value.clone(),
        url: scope.base_url.clone().unwrap_or_else(|| document.url.value.clone()),
        tag_host: document.url.value.host().to_owned(),
        description: document.description.as_ref().map(|text| text.value.clone()),
        language: document.language.clone(),
        theme: document.theme.as_ref().map_or_else(|| "default".to_owned(), |theme| theme.value.clone()),
        theme_options: document.theme_options.clone(),
        support: document.support.clone(),
        feedback: document.feedback.as_ref().map(|text| text.value.clone()),
        audiences: audiences.cloned().collect(),
        outputs: document.outputs.clone().unwrap_or_else(|| vec![Pages, Markdown, Feeds, Api, Calendar, Search, Stats, Images]),
        redirects: document.redirects.clone(),
        mail: document.mail.clone(),
        environment: scope.environment,
    }
}

fn product(index: ProductIndex, document: &ProductDocument, site: &SiteDocument) -> Product {
    let own_folder = site.products.len() > 1;
    Product {
        index,
        key: document.key.value.clone(),
        span: document.key.span,
        path: if own_folder { format!("{}/", document.key.value) } else { String::new() },
        name: document.name.value.clone(),
        description: document.description.as_ref().map(|text| text.value.clone()),
        components: document.components.iter().map(|(key, name)| (key.value.clone(), name.value.clone())).collect(),
        support: support(&site.support, &document.support),
        repository: document.repository.as_ref().map(|url: &crate::source::Spanned<LinkUrl>| url.value.clone()),
        tag: document.tag.as_ref().map_or_else(|| "v{version}".to_owned(), |tag| tag.value.clone()),
        versioning: document.versioning,
        separate_prereleases: document.separate_prereleases,
        policy: policy(&site.policy, &document.policy),
        releases: Vec::new(),
        latest: None,
        channels: Vec::new(),
        lts_lines: Vec::new(),
        due: Vec::new(),
        unreleased: Vec::new(),
        scheduled: Vec::new(),
    }
}

fn support(site: &Support, own: &Support) -> Support {
    Support {
        email: own.email.as_ref().or(site.email.as_ref()).cloned(),
        url: own.url.as_ref().or(site.url.as_ref()).cloned(),
        phone: own.phone.as_ref().or(site.phone.as_ref()).cloned(),
    }
}

fn policy(site: &PolicyDocument, own: &PolicyDocument) -> Policy {
    let readiness = own.readiness.as_ref().or(site.readiness.as_ref());
    Policy {
        major: own.major.as_ref().or(site.major.as_ref()).cloned(),
        minor: own.minor.as_ref().or(site.minor.as_ref()).cloned(),
        patch: own.patch.as_ref().or(site.patch.as_ref()).cloned(),
        hotfix: own.hotfix.as_ref().or(site.hotfix.as_ref()).cloned(),
        window: own.window.as_ref().or(site.window.as_ref()).cloned(),
        blackouts: own.blackouts.as_ref().or(site.blackouts.as_ref()).cloned().unwrap_or_default(),
        readiness: readiness.map_or_else(Vec::new, |items| items.iter().map(|item| item.value.clone()).collect()),
    }
}

fn release(index: ReleaseIndex, product: ProductIndex, path: String, document: &ReleaseDocument, rollback: Option<Rollback>) -> Release {
    Release {
        index,
        product,
        path,
        folder: document.folder.clone(),
        file: document.file,
        place: document.place,
        version: document.version.clone(),
        release_type: ReleaseType::Patch,
        channel: channel_of(&document.version.value),
        title: document.title.as_ref().map(|title| title.value.clone()),
        date: document.date.clone(),
        status: document.status.clone(),
        announced: document.announced.clone(),
        lts_until: None,
        publish: document.publish.as_ref().map(|publish| publish.value),
        summary: document.summary.clone(),
        highlights: Vec::new(),
        window: document.window.clone(),
        rollout: document.rollout.clone(),
        upgrade: document.upgrade.clone(),
        upgrade_from: document.upgrade_from.clone(),
        corrections: document.corrections.clone(),
        readiness: document.readiness.clone(),
        rollback,
        entries: Vec::new(),
        shown: Vec::new(),
        known_issues: Vec::new(),
        previous: None,
        next: None,
        stable: None,
        prereleases: Vec::new(),
    }
}

fn rollback(document: &ReleaseDocument) -> Result<Option<Rollback>, Diagnostic> {
    let rolled_back = document.status.value == Status::RolledBack;
    let version = &document.version.value;
    let incomplete = |span: Span, message: String, help: &str| Err(Diagnostic::new(Code::RollbackIncomplete, span, message).help(help));
    match &document.rollback {
        None if !rolled_back => Ok(None),
        None => {
            let message = format!("`{version}` is rolled back, but nothing says when and why");
            incomplete(document.status.span, message, "add `rollback: { date: YYYY-MM-DD, reason: What went wrong }`")
        }
        Some(rollback) if !rolled_back => {
            let message = format!("`{version}` is `{}`, so it cannot have a `rollback`", document.status.value.name());
            incomplete(rollback.span, message, "write `status: rolled-back`, or take `rollback` out")
        }
        Some(rollback) => match (&rollback.value.date, &rollback.value.reason) {
            (Some(date), Some(reason)) => Ok(Some(Rollback { date: date.value, reason: reason.clone(), replaced_by: None })),
            (None, Some(_)) => {
                incomplete(rollback.span, format!("the rollback of `{version}` does not say when"), "add `date: YYYY-MM-DD` to `rollback`")
            }
            (Some(_), None) => incomplete(
                rollback.span,
                format!("the rollback of `{version}` does not say why"),
                "add `reason:` to `rollback`; readers see it on the release's page",
            ),
            (None, None) => incomplete(
                rollback.span,
                format!("the rollback of `{version}` does not say when and why"),
                "add `date: YYYY-MM-DD` and `reason:` to `rollback`",
            ),
        },
    }
}

fn security(document: &EntryDocument, affects: VersionRange) -> Security {
    Security {
        severity: document.severity.as_ref().map_or_else(String::new, |severity| severity.value.clone()),
        cve: document.cve.as_ref().map(|cve| cve.value.clone()),
        cvss: document.cvss.as_ref().map(|cvss| cvss.value.clone()),
        affects,
        credits: document.credits.clone(),
    }
}

fn known_issue(document: &EntryDocument, affects: VersionRange) -> KnownIssue {
    let state = match document.state.as_ref().map(|state| state.value.as_str()) {
        Some("investigating") => IssueState::Investigating,
        Some("wont-fix") => IssueState::WontFix,
        _ => IssueState::Open,
    };
    let severity = document.severity.as_ref().map_or_else(String::new, |severity| severity.value.clone());
    KnownIssue { severity, affects, state, resolved_by: Vec::new(), open_in: Vec::new() }
}

fn deprecation(document: &EntryDocument) -> Deprecation {
    Deprecation {
        removal: document.removal.clone(),
        replacement: document.replacement.as_ref().map(|text| text.value.clone()),
        state: DeprecationState::Announced,
        removed_by: None,
    }
}

fn duplicate_version(other: &ReleaseDocument, first: &ReleaseDocument) -> Diagnostic {
    let (version, earlier) = (&other.version.value, &first.version.value);
    let message = if version.as_str() == earlier.as_str() {
        format!("there is a release `{version}` already")
    } else {
        format!("`{version}` is the same version as `{earlier}`: what follows `+` does not tell versions apart")
    };
    Diagnostic::new(Code::DuplicateVersion, other.version.span, message)
        .related(first.version.span, "the first one")
        .help("join the two, or give one of them another version")
}

fn duplicate_id(entry: &EntryDocument, earlier: Span, home: &str) -> Diagnostic {
    let id = &entry.id.value;
    Diagnostic::new(Code::DuplicateId, entry.id.span, format!("id `{id}` is already used in {home}"))
        .related(earlier, "first used here")
        .help(format!("rename one, for instance to `{id}-2`"))
}
