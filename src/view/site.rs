//! What is the same on every page: the site and its products. Built once, shared by all pages.

use serde::Serialize;

use super::link::{Kind, ReleaseLink};
use super::page::FeedLink;
use super::release::TakenBackView;

/// `site` in every template.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView<'a> {
    /// `title`
    pub title: &'a str,
    /// `description`
    pub description: Option<&'a str>,
    /// Path from the host of the home page.
    pub url: String,
    /// The site's absolute address.
    pub address: &'a str,
    /// A BCP 47 tag, for `lang`.
    pub language: &'a str,
    /// `ltr` or `rtl`, for `dir`.
    pub direction: &'static str,
    /// Every product, in the order of site.yaml.
    pub products: Vec<ProductLink<'a>>,
    /// Whether there is one product only, which then stands at the root.
    pub single: bool,
    /// Whom to ask.
    pub support: SupportView<'a>,
    /// `production`, `staging` or `preview`.
    pub environment: &'static str,
    /// Path from the host of the calendar page, where the site has one.
    pub calendar: Option<String>,
    /// Path from the host of the calendar file, where the site has one.
    pub calendar_file: Option<String>,
    /// Path from the host of the page of numbers, where the site has one.
    pub stats: Option<String>,
    /// Path from the host of the page of the search, where the site has one.
    pub search: Option<String>,
    /// Path from the host of the page that shows the widget, where the site has one.
    pub in_app: Option<String>,
    /// The feeds of all products; none where the site has no feeds.
    pub feeds: Vec<FeedLink>,
    /// Path from the host of the list of all feeds, where the site has feeds.
    pub feed_list: Option<String>,
    /// The subscription service, where the site has one.
    pub subscribe: Option<SubscribeView<'a>>,
}

/// Where one subscribes to mails.
#[derive(Debug, Clone, Serialize)]
pub struct SubscribeView<'a> {
    /// `mail.subscribe_url`: forms are posted there.
    pub url: &'a str,
    /// Its scheme and authority, for the page's policy.
    pub origin: &'a str,
}

/// A product, as the site names it.
#[derive(Debug, Clone, Serialize)]
pub struct ProductLink<'a> {
    /// Its key.
    pub key: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Path from the host.
    pub url: String,
    /// Path from the host of its own calendar file, where the site has several products and calendars.
    pub calendar_file: Option<String>,
}

/// Whom to ask.
#[derive(Debug, Clone, Serialize)]
pub struct SupportView<'a> {
    /// An address.
    pub email: Option<&'a str>,
    /// An absolute address of a page.
    pub url: Option<&'a str>,
    /// A number, as written.
    pub phone: Option<&'a str>,
}

/// `product` on every page of a product.
#[derive(Debug, Clone, Serialize)]
pub struct ProductView<'a> {
    /// Its key.
    pub key: &'a str,
    /// Its name.
    pub name: &'a str,
    /// `description`
    pub description: Option<&'a str>,
    /// Path from the host of its timeline.
    pub url: String,
    /// Path from the host of the page of upgrades.
    pub upgrade: String,
    /// Path from the host of the list of known issues.
    pub known_issues: String,
    /// Path from the host of the list of deprecations.
    pub deprecations: String,
    /// Path from the host of the list of security updates.
    pub security: String,
    /// Path from the host of what waits for a release; only on staging and preview sites.
    pub unreleased: Option<String>,
    /// Path from the host of the page of its numbers, where the site has one.
    pub stats: Option<String>,
    /// How many known issues are open in the latest release.
    pub open_known_issues: usize,
    /// How many deprecations are not removed yet.
    pub open_deprecations: usize,
    /// Whom to ask.
    pub support: SupportView<'a>,
    /// The address of its source.
    pub repository: Option<&'a str>,
    /// Its components, with the number of their entries.
    pub components: Vec<Topic<'a>>,
    /// The kinds of entries, in page order, with the number of their entries.
    pub kinds: Vec<KindTopic<'a>>,
    /// The newest stable release that is out.
    pub latest: Option<ReleaseLink<'a>>,
    /// The release that was the newest stable one, where it was rolled back and no newer one is out.
    pub taken_back: Option<TakenBackView<'a>>,
    /// The newest release of each channel other than stable.
    pub previews: Vec<ReleaseLink<'a>>,
    /// The newest release of each long-term-support line that still has support, newest line first.
    pub lts: Vec<ReleaseLink<'a>>,
    /// Its feeds; none where the site has no feeds.
    pub feeds: Vec<FeedLink>,
}

/// A component and how much there is to read about it.
#[derive(Debug, Clone, Serialize)]
pub struct Topic<'a> {
    /// Its key.
    pub key: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Path from the host.
    pub url: String,
    /// How many entries.
    pub count: usize,
}

/// A kind and how many entries are of it.
#[derive(Debug, Clone, Serialize)]
pub struct KindTopic<'a> {
    /// The kind.
    #[serde(flatten)]
    pub kind: Kind<'a>,
    /// Path from the host.
    pub url: String,
    /// How many entries.
    pub count: usize,
}
