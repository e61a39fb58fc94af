//! What a document says of itself, in the catalog's types: nothing that another document could change.

use std::sync::Arc;

use crate::diag::{Code, Diagnostic};
use crate::ident::VersionRange;
use crate::parse::document::{
    EntryDocument, KindFields, OutputKind, PolicyDocument, ProductDocument, ReleaseDocument, SiteDocument, Status, Support,
};
use crate::parse::node::{Node, Value};
use crate::source::Span;

use super::order::channel_of;
use super::{
    Deprecation, DeprecationState, IssueState, KnownIssue, Policy, Product, ProductIndex, Release, ReleaseIndex, ReleaseType, Rollback,
    Scope, Security, Site,
};

/// Every field as written, but for the audience where the reader may not know of all audiences.
pub(super) fn fields(document: &EntryDocument, scope: &Scope) -> Arc<Node> {
    if scope.knows_all_audiences() || document.audiences.is_empty() {
        return Arc::clone(&document.fields);
    }
    let mut fields = Node::clone(&document.fields);
    if let Value::Map(pairs) = &mut fields.value {
        pairs.retain(|(key, _)| key.value != "audience");
    }
    Arc::new(fields)
}

pub(super) fn site(document: &SiteDocument, scope: &Scope) -> Site {
    use OutputKind::{Api, Calendar, Feeds, Images, Markdown, Pages, Search, Stats, Updaters};
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
        websub: document.websub.as_ref().map(|hub| hub.value.as_str().to_owned()),
        feedback: document.feedback.as_ref().map(|text| text.value.clone()),
        audiences: audiences.cloned().collect(),
        references: document.references.clone(),
        references_are_open: document.references_are_open,
        outputs: document.outputs.clone().unwrap_or_else(|| vec![Pages, Markdown, Feeds, Api, Calendar, Search, Stats, Images, Updaters]),
        redirects: document.redirects.clone(),
        mail: document.mail.clone(),
        environment: scope.environment,
    }
}

pub(super) fn product(index: ProductIndex, document: &ProductDocument, site: &SiteDocument) -> Product {
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
        repository: document.repository.as_ref().map(|url| url.value.clone()),
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

pub(super) fn release(
    index: ReleaseIndex,
    product: ProductIndex,
    path: String,
    document: &ReleaseDocument,
    rollback: Option<Rollback>,
) -> Release {
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
        stated_lts: document.lts.clone(),
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

pub(super) fn rollback(document: &ReleaseDocument) -> Result<Option<Rollback>, Diagnostic> {
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

pub(super) fn security(of_kind: &KindFields, affects: VersionRange) -> Security {
    Security {
        severity: of_kind.severity.as_ref().map_or_else(String::new, |severity| severity.value.clone()),
        cve: of_kind.cve.as_ref().map(|cve| cve.value.clone()),
        cvss: of_kind.cvss.as_ref().map(|cvss| cvss.value.clone()),
        affects,
        credits: of_kind.credits.clone(),
    }
}

pub(super) fn known_issue(of_kind: &KindFields, affects: VersionRange) -> KnownIssue {
    let state = match of_kind.state.as_ref().map(|state| state.value.as_str()) {
        Some("investigating") => IssueState::Investigating,
        Some("wont-fix") => IssueState::WontFix,
        _ => IssueState::Open,
    };
    let severity = of_kind.severity.as_ref().map_or_else(String::new, |severity| severity.value.clone());
    KnownIssue { severity, affects, state, resolved_by: Vec::new(), closed: None, open_in: Vec::new() }
}

pub(super) fn deprecation(of_kind: &KindFields) -> Deprecation {
    Deprecation {
        removal: of_kind.removal.clone(),
        replacement: of_kind.replacement.as_ref().map(|text| text.value.clone()),
        state: DeprecationState::Announced,
        removed_by: None,
    }
}
