//! Views of the site and its products, and what every page says of itself.

use crate::model::{Catalog, Channel, DeprecationState, Environment, Product, ProductIndex};
use crate::parse::document::OutputKind;

use super::link::Kind;
use super::listing::Listing;
use super::page::{Crumb, FeedLink, Page};
use super::site::{KindTopic, ProductLink, ProductView, SiteView, SubscribeView, Topic};
use super::views::{Views, support};

/// The forms in which each feed comes: file name, name, media type.
const FEED_FORMATS: [(&str, &str, &str); 3] = [
    ("atom.xml", "Atom", "application/atom+xml"),
    ("rss.xml", "RSS", "application/rss+xml"),
    ("feed.json", "JSON Feed", "application/feed+json"),
];

impl Views<'_> {
    /// `site` of every page.
    pub fn site(&self) -> SiteView<'_> {
        let site = self.catalog.site();
        let calendar = self.makes(OutputKind::Calendar);
        let products = self.catalog.products().iter();
        SiteView {
            title: &site.title,
            description: site.description.as_deref(),
            url: self.path(""),
            address: site.url.as_str(),
            language: site.language.as_str(),
            direction: if site.language.is_right_to_left() { "rtl" } else { "ltr" },
            products: products
                .map(|product| ProductLink {
                    key: product.key.as_str(),
                    name: &product.name,
                    url: self.product_url(product.index).to_owned(),
                    calendar_file: (calendar && !is_single(self.catalog)).then(|| self.path(&format!("{}calendar.ics", product.path))),
                })
                .collect(),
            single: is_single(self.catalog),
            support: support(&site.support),
            environment: environment_name(site.environment),
            calendar: (calendar && self.makes(OutputKind::Pages)).then(|| self.path("calendar/")),
            calendar_file: calendar.then(|| self.path("calendar.ics")),
            stats: self.makes(OutputKind::Stats).then(|| self.path("stats/")),
            search: (self.makes(OutputKind::Search) && self.makes(OutputKind::Pages)).then(|| self.path("search/")),
            in_app: None,
            feeds: self.feeds("", &site.title),
            feed_list: self.makes(OutputKind::Feeds).then(|| self.path("feeds.opml")),
            subscribe: site
                .mail
                .as_ref()
                .and_then(|mail| mail.subscribe_url.as_ref())
                .map(|url| SubscribeView { url: url.value.as_str(), origin: url.value.origin() }),
        }
    }

    /// `product` of every page of a product.
    pub fn product(&self, product: &Product, listing: &Listing) -> ProductView<'_> {
        let product = self.catalog.product(product.index);
        let url = self.product_url(product.index);
        let latest = product.latest.map(|index| self.catalog.release(index));
        let issues = listing.known_issues.iter().filter_map(|index| self.catalog.entry(*index).known_issue.as_ref());
        let deprecations = listing.deprecations.iter().filter_map(|index| self.catalog.entry(*index).deprecation.as_ref());
        let previews = product.channels.iter().filter(|(channel, _)| *channel != Channel::Stable);
        let supported = |until| until >= self.catalog.today();
        let lts = product.lts_lines.iter().filter(|index| self.catalog.release(**index).lts_until.is_some_and(supported));
        ProductView {
            key: product.key.as_str(),
            name: &product.name,
            description: product.description.as_deref(),
            url: url.to_owned(),
            upgrade: format!("{url}upgrade/"),
            known_issues: format!("{url}known-issues/"),
            deprecations: format!("{url}deprecations/"),
            security: format!("{url}security/"),
            unreleased: self.shows_hidden().then(|| format!("{url}unreleased/")),
            stats: self.makes(OutputKind::Stats).then(|| format!("{url}stats/")),
            open_known_issues: latest
                .map_or(0, |latest| issues.filter(|issue| issue.state.is_open() && issue.open_in.contains(&latest.index)).count()),
            open_deprecations: deprecations.filter(|deprecation| deprecation.state != DeprecationState::Removed).count(),
            support: support(&product.support),
            repository: product.repository.as_ref().map(|url| url.as_str()),
            components: self.component_topics(product, listing),
            kinds: self.kind_topics(product, listing),
            latest: product.latest.map(|index| self.release_link(index)),
            taken_back: self.taken_back(product),
            previews: previews.map(|(_, index)| self.release_link(*index)).collect(),
            lts: lts.map(|index| self.release_link(*index)).collect(),
            feeds: self.feeds(&product.path, &product.name),
        }
    }

    fn component_topics(&self, product: &Product, listing: &Listing) -> Vec<Topic<'_>> {
        let product = self.catalog.product(product.index);
        let mut topics = Vec::with_capacity(product.components.len());
        for (key, name) in &product.components {
            let (url, count) = (self.component_url(product, key), listing.component(key).len());
            topics.push(Topic { key: key.as_str(), name, url, count });
        }
        topics
    }

    fn kind_topics(&self, product: &Product, listing: &Listing) -> Vec<KindTopic<'_>> {
        let kinds = self.catalog.kinds().iter().enumerate();
        let topics = kinds.map(|(position, kind)| KindTopic {
            kind: Kind::from(kind),
            url: self.kind_url(product, &kind.name),
            count: listing.kind(position).len(),
        });
        topics.collect()
    }

    /// The feeds below a path within the site; none where the site has no feeds.
    pub fn feeds(&self, path: &str, title: &str) -> Vec<FeedLink> {
        if !self.makes(OutputKind::Feeds) {
            return Vec::new();
        }
        let link = |(file, format, media_type): (&str, &'static str, &'static str)| FeedLink {
            title: title.to_owned(),
            format,
            media_type,
            url: self.path(&format!("{path}{file}")),
        };
        FEED_FORMATS.map(link).into()
    }

    /// What a page at `path` within the site says of itself.
    pub fn page(&self, kind: &'static str, path: &str, product: Option<ProductIndex>) -> Page {
        let site = self.catalog.site();
        let mut breadcrumbs = Vec::new();
        if !path.is_empty() {
            breadcrumbs.push(Crumb { title: site.title.clone(), url: self.path("") });
        }
        let mut feeds = self.feeds("", &site.title);
        if let Some(index) = product.filter(|_| !is_single(self.catalog)) {
            let product = self.catalog.product(index);
            if path != product.path {
                breadcrumbs.push(Crumb { title: product.name.clone(), url: self.product_url(index).to_owned() });
            }
            // The nearest first: readers that take one feed of a page take the first.
            let all = std::mem::take(&mut feeds);
            feeds = self.feeds(&product.path, &product.name);
            feeds.extend(all);
        }
        Page {
            kind,
            url: self.path(path),
            canonical: site.url.absolute(path),
            og_type: "website",
            noindex: site.environment != Environment::Production,
            feeds,
            markdown: self.makes(OutputKind::Markdown).then(|| self.path(&format!("{path}index.md"))),
            breadcrumbs,
            ..Page::default()
        }
    }
}

/// Whether a site's one product stands at its root.
pub fn is_single(catalog: &Catalog) -> bool {
    catalog.products().len() == 1
}

fn environment_name(environment: Environment) -> &'static str {
    match environment {
        Environment::Production => "production",
        Environment::Staging => "staging",
        Environment::Preview => "preview",
    }
}
