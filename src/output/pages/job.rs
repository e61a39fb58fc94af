//! The pages that a site has.

use crate::model::{Catalog, ENTRIES_A_PAGE, LINES_A_PAGE, Product, ProductIndex, RELEASES_A_PAGE, ReleaseIndex};
use crate::parse::document::OutputKind;
use crate::view::page::{page_count, page_url};
use crate::view::{Listing, Views, is_single};

/// One page to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Job {
    /// `index.html` of a site with several products.
    Index,
    /// A release.
    Release(ReleaseIndex),
    /// A page of one of a product's lists, from 1.
    List { product: ProductIndex, list: List, page: usize },
    /// What a jump from one release to another asks for.
    Jump { from: ReleaseIndex, to: ReleaseIndex },
    /// What waits for a release.
    Unreleased(ProductIndex),
    /// The calendar.
    Calendar,
    /// The numbers of one product, or of all.
    Stats(Option<ProductIndex>),
    /// The search.
    Search,
    /// The widget, live, for those who build an app.
    InApp,
    /// `404.html`
    NotFound,
}

/// A list of a product that is cut into pages. Components and kinds are named by their position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    Timeline,
    Upgrade,
    KnownIssues,
    Deprecations,
    Security,
    Component(usize),
    Kind(usize),
}

impl List {
    /// Its type of page.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Timeline => "timeline",
            Self::Upgrade => "upgrade",
            Self::KnownIssues => "known-issues",
            Self::Deprecations => "deprecations",
            Self::Security => "security",
            Self::Component(_) => "component",
            Self::Kind(_) => "kind",
        }
    }

    /// The path within the site of its first page.
    pub fn path(self, catalog: &Catalog, product: &Product) -> String {
        let base = &product.path;
        match self {
            Self::Timeline => base.clone(),
            Self::Component(position) => format!("{base}component/{}/", product.components[position].0),
            Self::Kind(position) => format!("{base}kind/{}/", catalog.kinds()[position].name),
            list => format!("{base}{}/", list.kind()),
        }
    }

    /// How many items a page of it has.
    pub fn size(self) -> usize {
        match self {
            Self::Timeline | Self::Upgrade => RELEASES_A_PAGE,
            Self::Component(_) | Self::Kind(_) => ENTRIES_A_PAGE,
            Self::KnownIssues | Self::Deprecations | Self::Security => LINES_A_PAGE,
        }
    }

    /// How many pages it has.
    pub fn pages(self, product: &Product, listing: &Listing) -> usize {
        let items = match self {
            Self::Timeline => listing.timeline.len(),
            Self::Upgrade => listing.upgrade.len(),
            Self::KnownIssues => listing.known_issues.len(),
            Self::Deprecations => listing.deprecations.len(),
            Self::Security => listing.security.len(),
            Self::Component(position) => listing.component(&product.components[position].0).len(),
            Self::Kind(position) => listing.kind(position).len(),
        };
        page_count(items, self.size())
    }
}

impl Job {
    /// The template that makes it.
    pub fn template(&self) -> &'static str {
        match self {
            Self::Index => "site/index.html",
            Self::Release(_) => "site/release.html",
            Self::List { list, .. } => match list {
                List::Timeline => "site/timeline.html",
                List::Upgrade => "site/upgrade.html",
                List::KnownIssues => "site/known-issues.html",
                List::Deprecations => "site/deprecations.html",
                List::Security => "site/security.html",
                List::Component(_) => "site/component.html",
                List::Kind(_) => "site/kind.html",
            },
            Self::Jump { .. } => "site/upgrade-pair.html",
            Self::Unreleased(_) => "site/unreleased.html",
            Self::Calendar => "site/calendar.html",
            Self::Stats(_) => "site/stats.html",
            Self::Search => "site/search.html",
            Self::InApp => "site/in-app.html",
            Self::NotFound => "site/not-found.html",
        }
    }

    /// The path within the site; a folder's path stands for the `index.html` in it.
    pub fn path(&self, catalog: &Catalog) -> String {
        match self {
            Self::Index => String::new(),
            Self::NotFound => "404.html".to_owned(),
            Self::Calendar => "calendar/".to_owned(),
            Self::Stats(product) => format!("{}stats/", product.map_or("", |product| &catalog.product(product).path)),
            Self::Search => "search/".to_owned(),
            Self::InApp => "in-app/".to_owned(),
            Self::Release(release) => catalog.release(*release).path.clone(),
            Self::Jump { from, to } => catalog.upgrade_path(*from, *to),
            Self::Unreleased(product) => format!("{}unreleased/", catalog.product(*product).path),
            Self::List { product, list, page } => page_url(&list.path(catalog, catalog.product(*product)), *page),
        }
    }
}

/// The pages that a site has, in a fixed order.
pub(crate) fn jobs(views: &Views, listings: &[Listing], in_app: bool) -> Vec<Job> {
    let catalog = views.catalog();
    let mut jobs = Vec::with_capacity(catalog.releases().len() * 2);
    if !is_single(catalog) {
        jobs.push(Job::Index);
    }
    for (product, listing) in catalog.products().iter().zip(listings) {
        let fixed = [List::Timeline, List::Upgrade, List::KnownIssues, List::Deprecations, List::Security].into_iter();
        let components = (0..product.components.len()).map(List::Component);
        let kinds = (0..catalog.kinds().len()).map(List::Kind);
        for list in fixed.chain(components).chain(kinds) {
            let pages = 1..=list.pages(product, listing);
            jobs.extend(pages.map(|page| Job::List { product: product.index, list, page }));
        }
        jobs.extend(product.releases.iter().map(|release| Job::Release(*release)));
        jobs.extend(listing.jumps.pairs.iter().map(|(from, to)| Job::Jump { from: *from, to: *to }));
        if views.shows_hidden() {
            jobs.push(Job::Unreleased(product.index));
        }
    }
    if catalog.site().makes(OutputKind::Calendar) {
        jobs.push(Job::Calendar);
    }
    if catalog.site().makes(OutputKind::Stats) {
        let all = (!is_single(catalog)).then_some(Job::Stats(None));
        jobs.extend(all.into_iter().chain(catalog.products().iter().map(|product| Job::Stats(Some(product.index)))));
    }
    if catalog.site().makes(OutputKind::Search) {
        jobs.push(Job::Search);
    }
    if in_app {
        jobs.push(Job::InApp);
    }
    jobs.push(Job::NotFound);
    jobs
}
