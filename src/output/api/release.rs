//! A release: a line's worth of it, and all of it.

use crate::markdown::{Rendered, legal};
use crate::model::{Entry, KnownIssue, Origin, Reach, Release, ReleaseIndex, Shown};
use crate::parse::document::Setting;
use crate::source::Spanned;
use crate::view::compare_url;

use super::super::Material;
use super::documents::{self as json, EntryLink, IssueFacts, IssueLife, ReleaseLine, ReleaseLink, Rich};
use super::fields;
use super::parts::{
    audiences, counts, date, entry_link, named, open_in, optional, people, release_link, release_path, rich, schema, support, uri,
};

/// A release's worth of a line.
pub(super) fn line(material: &Material, release: &Release) -> ReleaseLine {
    ReleaseLine {
        id: material.release_tag(release),
        version: release.version.value.as_str().to_owned(),
        title: optional(release.title.as_deref()),
        date: release.date.as_ref().map(|when| date(when.value)),
        status: release.status.value.name(),
        release_type: release.release_type.name(),
        channel: release.channel.name(),
        lts_until: release.lts_until.map(|day| day.to_string()),
        updated: release.updated().map(|when| when.rfc3339()),
        reach: reach(material, release),
        counts: counts(material.catalog, release),
        url: material.url(&release.path),
        json: material.url(&release_path(material, release)),
    }
}

/// All of a release.
pub(super) fn document(material: &Material, release: &Release) -> json::Release {
    let catalog = material.catalog;
    let product = material.product(release);
    let text = |rendered: Option<&Rendered>| rendered.and_then(|rendered| rich(material, rendered, &release.path));
    let corrections = release.corrections.iter().zip(material.texts.corrections(release.index));
    json::Release {
        head: Some(json::Head { schema: schema(material), product: named(product.key.as_str(), &product.name) }),
        line: line(material, release),
        announced: release.announced.as_ref().map(|day| day.value.to_string()),
        summary: text(material.texts.summary(release.index)),
        highlights: release.highlights.iter().map(|index| catalog.entry(*index).id.value.as_str().to_owned()).collect(),
        window: window(release),
        rollout: rollout(release),
        upgrade: upgrade(material, release),
        upgrade_from: release.upgrade_from.as_ref().map(|range| range.value.as_str().to_owned()),
        corrections: corrections
            .filter_map(|(fact, note)| Some(json::Correction { date: date(fact.date.value), note: text(Some(note))? }))
            .collect(),
        rollback: rollback(material, release),
        entries: catalog.shown(release).map(|(shown, shown_entry)| entry(material, Some(shown), shown_entry)).collect(),
        standing: Some(standing(material, release)),
    }
}

fn standing(material: &Material, release: &Release) -> json::Standing {
    let catalog = material.catalog;
    let link = |index: &ReleaseIndex| release_link(material, catalog.release(*index));
    json::Standing {
        known_issues: release.known_issues.iter().filter_map(|index| entry_link(material, *index)).collect(),
        previous: release.previous.as_ref().map(link),
        next: release.next.as_ref().map(link),
        stable: release.stable.as_ref().map(link),
        prereleases: release.prereleases.iter().map(link).collect(),
        compare_url: compare_url(catalog, release).as_deref().and_then(uri),
        support: support(material.product(release)),
    }
}

fn window(release: &Release) -> Option<json::Window> {
    let window = &release.window.as_ref()?.value;
    let moment = |at: chrono::DateTime<chrono::FixedOffset>| at.to_utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    Some(json::Window { from: moment(window.from), to: moment(window.to), impact: optional(window.impact.as_deref()) })
}

fn reach(material: &Material, release: &Release) -> Option<json::Reach> {
    let reach = release.reach(material.catalog.today())?;
    let step = if let Reach::Rolling(step) = reach { Some(step) } else { None };
    Some(json::Reach {
        state: reach.name(),
        share: step.and_then(|step| step.share.as_ref()).map(|share| share.value),
        to: optional(step.and_then(|step| step.to.as_ref()).map(|to| to.value.as_str())),
    })
}

fn rollout(release: &Release) -> Vec<json::RolloutStep> {
    let steps = release.rollout.iter().map(|step| json::RolloutStep {
        date: date(step.date.value),
        share: step.share.as_ref().map(|share| share.value),
        to: optional(step.to.as_ref().map(|to| to.value.as_str())),
    });
    steps.collect()
}

pub(super) fn upgrade(material: &Material, release: &Release) -> Option<json::Upgrade> {
    let steps = material.texts.upgrade(release.index);
    let phase = |text: &Option<Rendered>| text.as_ref().and_then(|text| rich(material, text, &release.path));
    let upgrade = json::Upgrade { before: phase(&steps.before), during: phase(&steps.during), after: phase(&steps.after) };
    (upgrade.before.is_some() || upgrade.during.is_some() || upgrade.after.is_some()).then_some(upgrade)
}

fn rollback(material: &Material, release: &Release) -> Option<json::Rollback> {
    let rollback = release.rollback.as_ref()?;
    Some(json::Rollback {
        date: date(rollback.date),
        reason: rollback_reason(material, release),
        replaced_by: rollback.replaced_by.map(|index| release_link(material, material.catalog.release(index))),
    })
}

/// Why a release was rolled back; `check` sees to it that a reason is given.
pub(super) fn rollback_reason(material: &Material, release: &Release) -> Rich {
    let reason = material.texts.rollback(release.index).and_then(|text| rich(material, text, &release.path));
    reason.unwrap_or_else(|| Rich { html: String::new(), text: String::new() })
}

/// An entry whole; `shown` says why it stands on a page other than its own release's.
pub(super) fn entry(material: &Material, shown: Option<&Shown>, entry: &Entry) -> json::Entry {
    let catalog = material.catalog;
    let page = entry.release.map(|index| catalog.release(index).path.as_str()).unwrap_or_default();
    json::Entry {
        id: entry.id.value.as_str().to_owned(),
        kind: catalog.kind(entry.kind).name.to_string(),
        title: legal(&entry.title.value).into_owned(),
        url: material.entry_url(entry),
        body: rich(material, material.texts.entry(entry.index), page),
        components: entry.components.iter().map(ToString::to_string).collect(),
        audiences: audiences(entry),
        highlight: entry.highlight,
        origin: shown.and_then(|shown| origin(material, shown)),
        refs: references(entry),
        docs: entry.docs.as_ref().and_then(|docs| uri(docs.as_str())),
        links: links(entry),
        image: image(material, entry),
        contributors: people(&entry.contributors),
        also_in: entry.also_in.iter().map(|index| catalog.release(index.value).version.value.as_str().to_owned()).collect(),
        settings: entry.settings.iter().map(setting).collect(),
        removes: entry.removes.iter().filter_map(|index| entry_link(material, index.value)).collect(),
        resolves: entry.resolves.iter().filter_map(|index| entry_link(material, index.value)).collect(),
        security: entry.security.as_deref().map(security),
        known_issue: entry.known_issue.as_ref().map(|issue| issue_facts(material, issue)),
        deprecation: deprecation(material, entry),
        fields: fields::own(entry),
    }
}

fn origin(material: &Material, shown: &Shown) -> Option<json::Origin> {
    let link = |index| -> ReleaseLink { release_link(material, material.catalog.release(index)) };
    Some(match shown.origin? {
        Origin::Prerelease(index) => json::Origin { reason: "prerelease", release: link(index) },
        Origin::Backport(index) => json::Origin { reason: "backport", release: link(index) },
    })
}

fn references(entry: &Entry) -> Vec<json::Reference> {
    let reference = |reference: &crate::model::Reference| json::Reference {
        text: legal(&reference.text.value).into_owned(),
        url: reference.url.as_deref().and_then(uri),
    };
    entry.refs.iter().map(reference).collect()
}

fn links(entry: &Entry) -> Vec<json::Link> {
    let links = entry.links.iter();
    links.filter_map(|link| Some(json::Link { title: legal(&link.title.value).into_owned(), url: uri(link.url.value.as_str())? })).collect()
}

fn image(material: &Material, entry: &Entry) -> Option<json::Image> {
    let alt = entry.image.as_ref()?.alt.as_ref().map(|alt| legal(&alt.value).into_owned());
    Some(json::Image { url: material.image_url(entry)?, alt })
}

pub(super) fn setting(setting: &Setting) -> json::Setting {
    let value = |value: &Option<Spanned<String>>| optional(value.as_ref().map(|value| value.value.as_str()));
    json::Setting {
        name: legal(&setting.name.value).into_owned(),
        change: setting.change.value.name(),
        from: value(&setting.from),
        to: value(&setting.to),
        default: value(&setting.default),
    }
}

pub(super) fn security(security: &crate::model::Security) -> json::Security {
    json::Security {
        severity: legal(&security.severity).into_owned(),
        cve: optional(security.cve.as_deref()),
        cvss: optional(security.cvss.as_deref()),
        score: security.score(),
        affects: security.affects.as_str().to_owned(),
        credits: people(&security.credits),
    }
}

/// The life of a known issue.
pub(super) fn issue_facts(material: &Material, issue: &KnownIssue) -> IssueFacts {
    IssueFacts {
        severity: legal(&issue.severity).into_owned(),
        affects: issue.affects.as_str().to_owned(),
        life: Some(IssueLife {
            state: issue.state.name(),
            open_in: open_in(material.catalog, issue),
            resolved_by: issue.resolved_by.iter().filter_map(|index| entry_link(material, *index)).collect(),
        }),
    }
}

pub(super) fn deprecation(material: &Material, entry: &Entry) -> Option<json::Deprecation> {
    let deprecation = entry.deprecation.as_ref()?;
    let removed_by: Option<EntryLink> = deprecation.removed_by.and_then(|index| entry_link(material, index));
    Some(json::Deprecation {
        removal: deprecation.removal.as_ref().map(|version| version.value.as_str().to_owned()),
        replacement: optional(deprecation.replacement.as_deref()),
        life: Some(json::DeprecationLife { state: deprecation.state.name(), removed_by }),
    })
}
