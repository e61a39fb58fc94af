//! Views of entries and of the rows of ledgers.

use crate::model::{Deprecation, DeprecationState, Entry, EntryIndex, KnownIssue, Release, Security, Shown};
use crate::parse::node::{Node, Value};

use super::entry::{DeprecationView, EntryRow, EntryView, FieldView, KnownIssueView, SecurityView, SettingView};
use super::ledger::{DeprecationRow, KnownIssueRow, SecurityRow};
use super::text::{percent_encode, section};
use super::views::{Views, person, reference, titled};

impl<'a> Views<'a> {
    /// An entry as a release's page shows it.
    pub fn entry(&self, entry: &Entry, shown: Option<&Shown>, page: &Release) -> EntryView<'_> {
        let origin = shown.and_then(|shown| self.origin(shown));
        let others = self.catalog.entry(entry.index).also_in.iter().filter(|release| release.value != page.index);
        let also_in = others.map(|release| self.release_link(release.value)).collect();
        EntryView { origin, also_in, ..self.plain_entry(entry) }
    }

    /// An entry that waits for a release.
    pub fn plain_entry(&self, entry: &Entry) -> EntryView<'_> {
        // Looked up again by index, so that the view borrows from the catalog rather than from the argument.
        let entry = self.catalog.entry(entry.index);
        EntryView {
            id: entry.id.value.as_str(),
            title: &entry.title.value,
            url: self.entry_url(entry),
            kind: self.kind(entry),
            body: self.texts.entry(entry.index).page(),
            components: self.components(entry),
            audiences: self.audiences(entry),
            private: entry.private,
            waiting: self.is_waiting(entry),
            image: self.picture(entry),
            refs: entry.refs.iter().map(reference).collect(),
            docs: entry.docs.as_ref().map(|url| url.as_str()),
            links: entry.links.iter().map(titled).collect(),
            contributors: entry.contributors.iter().map(person).collect(),
            settings: self.settings(entry),
            security: entry.security.as_deref().map(|facts| self.security(entry, facts)),
            known_issue: entry.known_issue.as_ref().map(|issue| self.known_issue(issue)),
            deprecation: entry.deprecation.as_ref().map(|deprecation| self.deprecation(entry, deprecation)),
            removes: entry.removes.iter().map(|entry| self.entry_link(entry.value)).collect(),
            resolves: entry.resolves.iter().map(|entry| self.entry_link(entry.value)).collect(),
            origin: None,
            also_in: Vec::new(),
            fields: own_fields(entry),
            feedback: self.feedback(entry),
        }
    }

    /// An entry in a list of entries.
    pub fn entry_row(&self, index: EntryIndex) -> EntryRow<'_> {
        let entry = self.catalog.entry(index);
        let release = entry.release.map(|release| self.catalog.release(release));
        EntryRow {
            entry: self.entry_link(index),
            date: release.and_then(|release| release.date.as_ref()).map(|date| (&date.value).into()),
            excerpt: self.excerpt(index),
            components: self.components(entry),
            audiences: self.audiences(entry),
        }
    }

    /// A row of the list of known issues; none for an entry that is not one.
    pub fn known_issue_row(&self, index: EntryIndex) -> Option<KnownIssueRow<'_>> {
        let entry = self.catalog.entry(index);
        let issue = entry.known_issue.as_ref()?;
        let heading = format!("{}--workaround", entry.id.value);
        Some(KnownIssueRow {
            entry: self.entry_link(index),
            known_issue: self.known_issue(issue),
            components: self.components(entry),
            workaround: section(self.texts.entry(index).page(), &heading),
            affected: self.affected(index),
        })
    }

    /// A row of the list of deprecations; none for an entry that is not one.
    pub fn deprecation_row(&self, index: EntryIndex) -> Option<DeprecationRow<'_>> {
        let entry = self.catalog.entry(index);
        let deprecation = entry.deprecation.as_ref()?;
        Some(DeprecationRow {
            entry: self.entry_link(index),
            deprecation: self.deprecation(entry, deprecation),
            components: self.components(entry),
            affected: self.affected(index),
            gone: self.catalog.gone(index).map(|gone| gone.to_string()),
        })
    }

    /// A row of the list of security updates; none for an entry that is not one.
    pub fn security_row(&self, index: EntryIndex) -> Option<SecurityRow<'_>> {
        let entry = self.catalog.entry(index);
        let fixed_in = entry.release.into_iter().chain(entry.also_in.iter().map(|release| release.value));
        Some(SecurityRow {
            entry: self.entry_link(index),
            security: self.security(entry, entry.security.as_ref()?),
            components: self.components(entry),
            fixed_in: fixed_in.map(|release| self.release_link(release)).collect(),
            affected: self.affected(index),
        })
    }

    fn affected(&self, index: EntryIndex) -> String {
        self.catalog.affected(index).unwrap_or_default().to_string()
    }

    pub(super) fn settings(&self, entry: &'a Entry) -> Vec<SettingView<'a>> {
        let views = entry.settings.iter().map(|setting| SettingView {
            name: &setting.name.value,
            change: setting.change.name(),
            from: setting.from.as_ref().map(|text| text.as_str()),
            to: setting.to.as_ref().map(|text| text.as_str()),
            default: setting.default.as_ref().map(|text| text.as_str()),
            url: self.entry_url(entry),
        });
        views.collect()
    }

    fn security(&self, entry: &Entry, security: &'a Security) -> SecurityView<'_> {
        // The vector names its own version: `CVSS:3.1/AV:N/...`.
        let calculator = security.cvss.as_deref().and_then(|vector| {
            let version = vector.strip_prefix("CVSS:")?.split('/').next()?;
            Some(format!("https://www.first.org/cvss/calculator/{version}#{vector}"))
        });
        SecurityView {
            severity: &security.severity,
            tone: severity_tone(&security.severity),
            cve: security.cve.as_deref(),
            cve_url: security.cve.as_ref().map(|cve| format!("https://www.cve.org/CVERecord?id={}", percent_encode(cve))),
            cvss: security.cvss.as_deref(),
            cvss_url: calculator,
            score: security.score().map(|score| format!("{score:.1}")),
            osv: self.catalog.osv_path(entry).map(|path| self.path(&path)),
            affects: security.affects.as_str(),
            credits: security.credits.iter().map(person).collect(),
        }
    }

    fn known_issue(&self, issue: &'a KnownIssue) -> KnownIssueView<'_> {
        KnownIssueView {
            severity: &issue.severity,
            tone: severity_tone(&issue.severity),
            state: issue.state.name(),
            open: issue.state.is_open(),
            affects: issue.affects.as_str(),
            resolved_by: issue.resolved_by.iter().map(|index| self.entry_link(*index)).collect(),
        }
    }

    fn deprecation(&self, entry: &Entry, deprecation: &'a Deprecation) -> DeprecationView<'_> {
        let removal = deprecation.removal.as_ref();
        let release = removal.and_then(|version| self.release_of(entry.product, &version.value));
        DeprecationView {
            state: deprecation.state.name(),
            tone: match deprecation.state {
                DeprecationState::Announced => "info",
                DeprecationState::Due => "warning",
                DeprecationState::Removed => "neutral",
            },
            removal: removal.map(|version| version.as_str()),
            removal_release: release.map(|release| self.release_link(release.index)),
            replacement: self.texts.replacement(entry.index).map(|text| text.page()),
            removed_by: deprecation.removed_by.map(|index| self.entry_link(index)),
        }
    }

    fn feedback(&self, entry: &Entry) -> Option<String> {
        let address = self.catalog.site().feedback.as_ref()?;
        let version = entry.release.map_or("unreleased", |release| self.catalog.release(release).version.as_str());
        let product = self.catalog.product(entry.product);
        let filled = address.replace("{product}", product.key.as_str()).replace("{version}", &percent_encode(version));
        Some(filled.replace("{entry}", entry.id.value.as_str()))
    }
}

fn severity_tone(severity: &str) -> &'static str {
    match severity {
        "critical" | "high" => "danger",
        "major" | "medium" => "warning",
        _ => "neutral",
    }
}

fn own_fields(entry: &Entry) -> Vec<FieldView<'_>> {
    entry.own_fields().filter_map(|(name, node)| Some(FieldView { name: &name.value, value: field_text(node)? })).collect()
}

fn field_text(node: &Node) -> Option<String> {
    match &node.value {
        Value::Null => None,
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(text) | Value::String(text) => Some(text.to_string()),
        Value::List(items) => Some(items.iter().filter_map(field_text).collect::<Vec<_>>().join(", ")),
        Value::Map(pairs) => {
            let texts = pairs.iter().filter_map(|(name, node)| Some(format!("{}: {}", name.value, field_text(node)?)));
            Some(texts.collect::<Vec<_>>().join(", "))
        }
    }
}
