//! Views of releases.

use std::borrow::Cow;

use crate::ident::EntryId;
use crate::model::{Catalog, EntryIndex, KindIndex, Product, Reach, Release, Shown};
use crate::parse::document::{OutputKind, Readiness, RolloutStep, Window};

use super::entry::EntryView;
use super::link::{EntryLink, ReleaseLink};
use super::listing::is_breaking;
use super::release::{
    BreakingChange, CorrectionView, Highlight, KindCount, MovedEntry, ReachView, ReadinessView, ReleaseCard, ReleaseView, RollbackView,
    RolloutView, Section, TakenBackView, UpgradeStop, UpgradeView, WindowView,
};
use super::text::{excerpt, percent_encode, scoped};
use super::views::Views;

/// How many entries an item of the timeline names besides its highlights.
const NAMED_ON_TIMELINE: usize = 6;

impl Views<'_> {
    /// `release` of a release's page.
    pub fn release(&self, release: &Release) -> ReleaseView<'_> {
        let catalog = self.catalog;
        let product = catalog.product(release.product);
        // Looked up again by index, so that the view borrows from the catalog rather than from the argument.
        let release = catalog.release(release.index);
        let latest =
            product.latest.filter(|latest| *latest != release.index && catalog.release(*latest).version.value > release.version.value);
        ReleaseView {
            link: self.release_link(release.index),
            announced: release.announced.as_ref().map(|day| day.value.into()),
            embargo: release.publish.filter(|_| self.is_embargoed(release)).map(Into::into),
            summary: self.texts.summary(release.index).map(|text| text.page()),
            highlights: release.highlights.iter().map(|index| self.highlight(*index)).collect(),
            rollback: self.rollback(release),
            corrections: self.corrections(release),
            window: release.window.as_ref().map(|window| window_view(&window.value)),
            rollout: release.rollout.iter().map(|step| self.rollout(step)).collect(),
            reach: self.reach(release),
            upgrade: self.upgrade(release),
            sections: self.sections(release),
            count: release.shown.len(),
            known_issues: release.known_issues.iter().filter_map(|index| self.known_issue_row(*index)).collect(),
            previous: release.previous.map(|index| self.release_link(index)),
            next: release.next.map(|index| self.release_link(index)),
            stable: release.stable.map(|index| self.release_link(index)),
            prereleases: release.prereleases.iter().map(|index| self.release_link(*index)).collect(),
            newer: latest.map(|index| self.release_link(index)),
            compare: compare_url(self.catalog, release),
            json: self.makes(OutputKind::Api).then(|| self.json_url(release)),
            readiness: self.readiness(release),
            moved: self.moved(release),
        }
    }

    /// What `redirects` of the site says of anchors on a release's page.
    fn moved(&self, release: &Release) -> Vec<MovedEntry<'_>> {
        let redirects = self.catalog.site().redirects.iter();
        let here = redirects.filter_map(|(old, new)| {
            let id = old.value.strip_prefix('/')?.strip_prefix(&release.path)?.strip_prefix('#')?;
            id.parse::<EntryId>().is_ok().then_some((id, new.value.as_str()))
        });
        here.map(|(id, new)| MovedEntry { id, url: new.strip_prefix('/').map_or_else(|| new.to_owned(), |path| self.path(path)) }).collect()
    }

    fn json_url(&self, release: &Release) -> String {
        let product = self.catalog.product(release.product);
        self.path(&format!("api/v1/{}/releases/{}.json", product.key, release.version.value))
    }

    fn sections(&self, release: &Release) -> Vec<Section<'_>> {
        let shown = self.catalog.shown(self.catalog.release(release.index));
        by_kind(shown.map(|(shown, entry)| self.entry(entry, Some(shown), release)))
    }

    /// What waits for a release, by kind, in page order.
    pub fn waiting(&self, product: &Product) -> Vec<Section<'_>> {
        let mut waiting: Vec<_> = product.unreleased.iter().map(|entry| self.catalog.entry(*entry)).collect();
        waiting.sort_by_key(|entry| entry.kind);
        by_kind(waiting.into_iter().map(|entry| self.plain_entry(entry)))
    }

    fn highlight(&self, index: EntryIndex) -> Highlight<'_> {
        let entry = self.catalog.entry(index);
        Highlight { entry: self.entry_link(index), excerpt: self.excerpt(index), image: self.picture(entry) }
    }

    fn rollback(&self, release: &Release) -> Option<RollbackView<'_>> {
        let rollback = release.rollback.as_ref()?;
        Some(RollbackView {
            date: (&rollback.date).into(),
            reason: self.texts.rollback(release.index).map(|text| text.page()),
            replaced_by: rollback.replaced_by.map(|index| self.release_link(index)),
        })
    }

    /// The newest stable release of a product, where it was taken back.
    pub(super) fn taken_back(&self, product: &Product) -> Option<TakenBackView<'_>> {
        let out =
            product.releases.iter().map(|index| self.catalog.release(*index)).find(|release| release.is_out() && release.is_stable())?;
        Some(TakenBackView { link: self.release_link(out.index), rollback: self.rollback(out)? })
    }

    fn reach<'v>(&self, release: &'v Release) -> Option<ReachView<'v>> {
        let reach = release.reach(self.catalog.today())?;
        let step = if let Reach::Rolling(step) = reach { Some(step) } else { None };
        Some(ReachView {
            state: reach.name(),
            share: step.and_then(|step| step.share.as_ref()).map(|share| share.value),
            to: step.and_then(|step| step.to.as_ref()).map(|to| to.as_str()),
        })
    }

    fn corrections(&self, release: &Release) -> Vec<CorrectionView<'_>> {
        let notes = self.texts.corrections(release.index);
        let dated = release.corrections.iter().zip(notes);
        dated.map(|(correction, note)| CorrectionView { date: (&correction.date.value).into(), note: note.page() }).collect()
    }

    fn rollout<'v>(&self, step: &'v RolloutStep) -> RolloutView<'v> {
        RolloutView {
            date: (&step.date.value).into(),
            share: step.share.as_ref().map(|share| share.value),
            to: step.to.as_ref().map(|to| to.as_str()),
            done: step.date.day() <= self.catalog.today(),
        }
    }

    fn upgrade(&self, release: &Release) -> UpgradeView<'_> {
        let release = self.catalog.release(release.index);
        let texts = self.texts.upgrade(release.index);
        let [before, during, after] =
            [&texts.before, &texts.during, &texts.after].map(|phase| phase.as_ref().map(|text| Cow::Borrowed(text.page())));
        UpgradeView {
            any: before.is_some() || during.is_some() || after.is_some(),
            before,
            during,
            after,
            from: release.upgrade_from.as_ref().map(|range| range.as_str()),
        }
    }

    fn readiness(&self, release: &Release) -> Vec<ReadinessView<'_>> {
        if !self.shows_hidden() || release.is_out() {
            return Vec::new();
        }
        let items = &self.catalog.release(release.index).readiness;
        items.iter().map(|(name, state)| ReadinessView { name: &name.value, done: state.value == Readiness::Done }).collect()
    }

    /// An item of the timeline.
    pub fn card(&self, release: &Release) -> ReleaseCard<'_> {
        let catalog = self.catalog;
        let release = catalog.release(release.index);
        let summary = self.texts.summary(release.index);
        let rest: Vec<&Shown> = release.shown.iter().filter(|shown| !release.highlights.contains(&shown.entry)).collect();
        let named = if release.is_stable() { NAMED_ON_TIMELINE } else { 0 };
        // A list that would leave out one only is shown whole.
        let named = if rest.len() == named + 1 { rest.len() } else { named.min(rest.len()) };
        ReleaseCard {
            link: self.release_link(release.index),
            summary: summary.map(|text| text.page()),
            excerpt: summary.map(|text| excerpt(&text.plain, 240)),
            highlights: release.highlights.iter().map(|index| self.highlight(*index)).collect(),
            rollback: self.rollback(release),
            counts: self.counts(&release.shown),
            count: release.shown.len(),
            entries: rest.iter().take(named).map(|shown| self.bare_entry_link(shown.entry, release)).collect(),
            more: rest.len() - named,
            stable: release.stable.map(|index| self.release_link(index)),
            window: release.window.as_ref().map(|window| window_view(&window.value)),
            reach: self.reach(release),
        }
    }

    /// An entry as the page of a release names it: the reader knows the release, so it is left out.
    fn bare_entry_link(&self, index: EntryIndex, release: &Release) -> EntryLink<'_> {
        let entry = self.catalog.entry(index);
        EntryLink {
            id: entry.id.value.as_str(),
            title: &entry.title.value,
            url: format!("{}#{}", self.release_url(release.index), entry.id.value),
            kind: self.kind(entry),
            release: None,
            private: entry.private,
        }
    }

    fn counts(&self, shown: &[Shown]) -> Vec<KindCount<'_>> {
        let mut counts: Vec<(KindIndex, usize)> = Vec::new();
        for shown in shown {
            let kind = self.catalog.entry(shown.entry).kind;
            match counts.last_mut().filter(|(last, _)| *last == kind) {
                Some((_, count)) => *count += 1,
                None => counts.push((kind, 1)),
            }
        }
        counts.into_iter().map(|(kind, count)| KindCount { kind: self.catalog.kind(kind).into(), count }).collect()
    }

    /// A release on the page of upgrades.
    pub fn upgrade_stop(&self, release: &Release) -> UpgradeStop<'_> {
        let catalog = self.catalog;
        let release = catalog.release(release.index);
        // Texts of several releases stand on one page.
        let version = release.version.as_str();
        let breaking: Vec<BreakingChange> = catalog
            .shown(release)
            .filter(|(_, entry)| is_breaking(catalog, entry))
            .map(|(_, entry)| BreakingChange {
                entry: self.bare_entry_link(entry.index, release),
                components: self.components(entry),
                body: scoped(self.texts.entry(entry.index).page(), version),
            })
            .collect();
        let texts = self.texts.upgrade(release.index);
        let [before, during, after] =
            [&texts.before, &texts.during, &texts.after].map(|phase| phase.as_ref().map(|text| scoped(text.page(), version)));
        let upgrade = UpgradeView { before, during, after, ..self.upgrade(release) };
        let settings = catalog.shown(release).flat_map(|(_, entry)| self.settings(entry)).collect::<Vec<_>>();
        UpgradeStop { link: self.release_link(release.index), upgrade, breaking, settings }
    }

    /// Releases as links.
    pub fn release_links<'r>(&self, releases: impl IntoIterator<Item = &'r Release>) -> Vec<ReleaseLink<'_>> {
        releases.into_iter().map(|release| self.release_link(release.index)).collect()
    }
}

/// Entries that are sorted by kind, so that those of one kind are neighbours.
fn by_kind<'v>(views: impl Iterator<Item = EntryView<'v>>) -> Vec<Section<'v>> {
    let mut sections: Vec<Section> = Vec::new();
    for view in views {
        match sections.last_mut().filter(|section| section.kind.name == view.kind.name) {
            Some(section) => section.entries.push(view),
            None => sections.push(Section { kind: view.kind, entries: vec![view] }),
        }
    }
    sections
}

/// The address that shows what changed in the code since the release before, where the product names its repository.
pub fn compare_url(catalog: &Catalog, release: &Release) -> Option<String> {
    let product = catalog.product(release.product);
    let previous = catalog.release(release.previous.filter(|_| release.is_out())?);
    compare(product, previous, &tag(product, release))
}

/// The address that shows what changed in the code since the newest release.
pub fn compare_with_head(catalog: &Catalog, product: &Product) -> Option<String> {
    compare(product, catalog.release(product.latest?), "HEAD")
}

fn compare(product: &Product, from: &Release, to: &str) -> Option<String> {
    let repository = product.repository.as_ref()?.as_str().trim_end_matches('/');
    Some(format!("{repository}/compare/{}...{to}", tag(product, from)))
}

/// The same in an address.
fn tag(product: &Product, release: &Release) -> String {
    product.tag.replace("{version}", &percent_encode(release.version.as_str()))
}

/// The name of a release's tag in the product's repository.
pub fn tag_name(product: &Product, release: &Release) -> String {
    product.tag.replace("{version}", release.version.as_str())
}

pub(super) fn window_view(window: &Window) -> WindowView<'_> {
    WindowView {
        from: window.from.into(),
        to: window.to.into(),
        same_day: window.from.date_naive() == window.to.date_naive(),
        impact: window.impact.as_deref(),
    }
}
