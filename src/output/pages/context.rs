//! What the template of each page may see.

use std::cmp::Reverse;

use serde::Serialize;
use tera::Context;

use crate::model::{EntryIndex, Product, ProductIndex, Release, ReleaseIndex};
use crate::parse::document::OutputKind;
use crate::view::Listing;
use crate::view::link::{Picture, ReleaseLink};
use crate::view::page::{Crumb, Page, PageImage, Pager, page_of, page_url};
use crate::view::release::ReleaseCard;
use crate::view::text::{excerpt, percent_encode};

use super::super::previews;
use super::Pages;
use super::job::{Job, List};

/// How many releases the home page lists.
const RECENT: usize = 10;

/// A product on the home page.
#[derive(Serialize)]
struct ProductCard<'a> {
    product: tera::Value,
    latest: Option<ReleaseCard<'a>>,
    planned: Vec<ReleaseLink<'a>>,
}

/// A release among the newest of all products.
#[derive(Serialize)]
struct RecentRelease<'a> {
    product: tera::Value,
    release: ReleaseCard<'a>,
}

/// A component or kind, as its page names it.
#[derive(Serialize)]
struct TopicHead<'a> {
    key: &'a str,
    name: &'a str,
    heading: &'a str,
    count: usize,
}

impl Pages<'_> {
    /// What the template of a page may see.
    pub(super) fn context(&self, job: &Job) -> Context {
        let mut context = Context::new();
        context.insert_value("site", self.site.clone());
        match job {
            Job::Index => self.index(&mut context),
            Job::NotFound => {
                context.insert("page", &Page { noindex: true, markdown: None, ..self.views.page("not-found", "404.html", None) })
            }
            Job::Calendar => self.calendar(&mut context),
            Job::Stats(product) => self.stats(&mut context, job, *product),
            Job::Search => self.search(&mut context),
            Job::InApp => self.in_app(&mut context),
            Job::Release(index) => self.release(&mut context, self.views.catalog().release(*index)),
            Job::List { product, list, page } => self.list(&mut context, *product, *list, *page),
            Job::Jump { from, to } => self.jump(&mut context, *from, *to),
            Job::Unreleased(product) => self.unreleased(&mut context, *product),
        }
        context
    }

    fn product(&self, index: ProductIndex) -> &Product {
        self.views.catalog().product(index)
    }

    fn index(&self, context: &mut Context) {
        let catalog = self.views.catalog();
        let site = catalog.site();
        let page = self.views.page("index", "", None);
        let page = Page { title: Some(site.title.clone()), description: site.description.clone(), ..page };
        context.insert("page", &Page { json_ld: Some(self.views.site_json_ld(&page)), ..page });
        let cards = catalog.products().iter().zip(&self.listings).map(|(product, listing)| ProductCard {
            product: self.products[product.index.position()].clone(),
            latest: product.latest.map(|index| self.views.card(catalog.release(index))),
            planned: self.views.release_links(listing.planned.iter().map(|index| catalog.release(*index))),
        });
        context.insert("products", &cards.collect::<Vec<_>>());
        context.insert("recent", &self.recent());
        let issues = self.listings.iter().flat_map(|listing| &listing.known_issues);
        let critical = issues.filter(|index| {
            let issue = catalog.entry(**index).known_issue.as_ref();
            issue.is_some_and(|issue| issue.is_alarming())
        });
        context.insert("critical", &critical.filter_map(|index| self.views.known_issue_row(*index)).collect::<Vec<_>>());
    }

    /// The newest releases of all products, by date.
    pub(crate) fn newest(&self) -> Vec<&Release> {
        let catalog = self.views.catalog();
        let newest = self.listings.iter().flat_map(|listing| listing.timeline.iter().take(RECENT));
        let mut newest: Vec<&Release> = newest.map(|index| catalog.release(*index)).collect();
        // Stable: releases of one day stay in the order of their products.
        newest.sort_by_key(|release| Reverse(release.date.as_ref().map(|day| day.value)));
        newest.truncate(RECENT);
        newest
    }

    fn recent(&self) -> Vec<RecentRelease<'_>> {
        let row = |release: &Release| RecentRelease {
            product: self.products[release.product.position()].clone(),
            release: self.views.card(release),
        };
        self.newest().into_iter().map(row).collect()
    }

    /// A page of one of a product's lists: what all of them have, and the items of this one.
    fn list(&self, context: &mut Context, index: ProductIndex, list: List, number: usize) {
        let (catalog, product, listing) = (self.views.catalog(), self.product(index), &self.listings[index.position()]);
        let base = list.path(catalog, product);
        context.insert_value("product", self.products[index.position()].clone());
        context.insert("pager", &Pager::new(&self.views.path(&base), number, list.pages(product, listing)));
        let description = self.theme.strings().filled(&format!("descriptions.{}", list.kind()), &[("product", &product.name)]).ok();
        let page = Page { description, ..self.views.page(list.kind(), &page_url(&base, number), Some(index)) };
        let size = list.size();
        match list {
            List::Timeline => self.timeline(context, page, product, listing, number),
            List::Upgrade => {
                let stops = page_of(&listing.upgrade, number, size).iter().map(|index| self.views.upgrade_stop(catalog.release(*index)));
                context.insert("stops", &stops.collect::<Vec<_>>());
                let jumps = listing.jumps.newest().filter(|_| number == 1).map(|pair| self.views.jump_link(pair));
                context.insert("jumps", &jumps.collect::<Vec<_>>());
                context.insert("picker", &self.picker(product).filter(|_| number == 1));
                context.insert("page", &page);
            }
            List::KnownIssues => {
                let rows = page_of(&listing.known_issues, number, size).iter().filter_map(|index| self.views.known_issue_row(*index));
                context.insert("rows", &rows.collect::<Vec<_>>());
                context.insert("page", &page);
            }
            List::Deprecations => {
                let rows = page_of(&listing.deprecations, number, size).iter().filter_map(|index| self.views.deprecation_row(*index));
                context.insert("rows", &rows.collect::<Vec<_>>());
                context.insert("page", &page);
            }
            List::Security => {
                let rows = page_of(&listing.security, number, size).iter().filter_map(|index| self.views.security_row(*index));
                context.insert("rows", &rows.collect::<Vec<_>>());
                context.insert("page", &page);
            }
            List::Component(position) => {
                let (key, name) = &product.components[position];
                let entries = listing.component(key);
                let head = TopicHead { key: key.as_str(), name, heading: name, count: entries.len() };
                self.topic(context, page, &base, product, &head);
                self.entry_rows(context, page_of(entries, number, size));
            }
            List::Kind(position) => {
                let kind = &catalog.kinds()[position];
                let entries = listing.kind(position);
                let head = TopicHead { key: kind.name.as_str(), name: &kind.label, heading: &kind.heading, count: entries.len() };
                self.topic(context, page, &base, product, &head);
                self.entry_rows(context, page_of(entries, number, size));
            }
        }
    }

    fn entry_rows(&self, context: &mut Context, entries: &[EntryIndex]) {
        context.insert("rows", &entries.iter().map(|index| self.views.entry_row(*index)).collect::<Vec<_>>());
    }

    fn timeline(&self, context: &mut Context, page: Page, product: &Product, listing: &Listing, number: usize) {
        let catalog = self.views.catalog();
        let description = product.description.clone().or_else(|| catalog.site().description.clone());
        let image = product.latest.and_then(|latest| self.preview_image(catalog.release(latest)));
        let page = Page { title: Some(product.name.clone()), description, image, ..page };
        context.insert("page", &Page { json_ld: (number == 1).then(|| self.views.product_json_ld(product, &page)), ..page });
        let cards = |releases: &[ReleaseIndex]| releases.iter().map(|index| self.views.card(catalog.release(*index))).collect::<Vec<_>>();
        context.insert("releases", &cards(page_of(&listing.timeline, number, List::Timeline.size())));
        context.insert("planned", &cards(if number == 1 { &listing.planned } else { &[] }));
    }

    /// `page` and `topic` of a component's or a kind's page, with its own feeds before those of the product.
    fn topic(&self, context: &mut Context, mut page: Page, base: &str, product: &Product, head: &TopicHead) {
        let mut feeds = self.views.feeds(base, &format!("{} · {}", product.name, head.heading));
        feeds.append(&mut page.feeds);
        let blanks = [("name", head.heading), ("product", product.name.as_str())];
        let description = self.theme.strings().filled(&format!("descriptions.{}", page.kind), &blanks).ok();
        // The product stands in the title too, since two products may have a component of one name.
        let title = Some(format!("{} · {}", head.heading, product.name));
        context.insert("page", &Page { feeds, description, title, ..page });
        context.insert("topic", head);
    }

    fn release(&self, context: &mut Context, release: &Release) {
        context.insert_value("product", self.products[release.product.position()].clone());
        let view = self.views.release(release);
        let picture = view.highlights.iter().find_map(|highlight| highlight.image.as_ref());
        let image = self.preview_image(release).or_else(|| picture.map(|picture| self.picture_image(picture)));
        let page = Page { image, ..self.release_page(release) };
        context.insert("page", &Page { json_ld: Some(self.views.release_json_ld(release, &page)), ..page });
        context.insert("release", &view);
        let url = self.views.path(&List::Upgrade.path(self.views.catalog(), self.product(release.product)));
        let chooser = self.picker(self.product(release.product)).map(|_| format!("{url}?to={}", percent_encode(release.version.as_str())));
        context.insert("chooser", &chooser);
        context.insert("jumps", &self.views.jumps_to(release.index, &self.listings[release.product.position()].jumps));
    }

    fn jump(&self, context: &mut Context, from: ReleaseIndex, to: ReleaseIndex) {
        let (catalog, strings) = (self.views.catalog(), self.theme.strings());
        let product = self.product(catalog.release(to).product);
        let version = |index| catalog.release(index).version.as_str();
        let blanks = [("product", product.name.as_str()), ("from", version(from)), ("to", version(to))];
        let page = self.views.page("upgrade-pair", &catalog.upgrade_path(from, to), Some(product.index));
        let Page { mut breadcrumbs, .. } = page;
        let url = self.views.path(&List::Upgrade.path(catalog, product));
        breadcrumbs.push(Crumb { title: strings.text("titles.upgrade").unwrap_or_default().to_owned(), url: url.clone() });
        let description = strings.filled("descriptions.upgrade-pair", &blanks).ok();
        let title = strings.filled("upgrade.title", &blanks).ok();
        context.insert_value("product", self.products[product.index.position()].clone());
        context.insert("page", &Page { title, description, breadcrumbs, ..page });
        let ends = [from, to].map(|end| percent_encode(version(end)));
        let chooser = self.picker(product).map(|_| format!("{url}?from={}&to={}", ends[0], ends[1]));
        context.insert("chooser", &chooser);
        context
            .insert("upgrade", &self.views.jump(&self.views.catalog().upgrade(from, to), &self.listings[product.index.position()].jumps));
    }

    /// Path from the host of what a browser works out upgrades from, where the site has it.
    fn picker(&self, product: &Product) -> Option<String> {
        let makes = self.views.catalog().site().makes(OutputKind::Api);
        makes.then(|| self.views.path(&format!("api/v1/{}/upgrade.json", product.key)))
    }

    /// The picture made for a release.
    fn preview_image(&self, release: &Release) -> Option<PageImage> {
        let preview = self.preview(release)?;
        let (width, height) = previews::SIZE;
        let url = self.views.catalog().site().url.absolute(&preview.path());
        Some(PageImage { url, alt: preview.words(), width: Some(width as usize), height: Some(height as usize) })
    }

    fn picture_image(&self, picture: &Picture) -> PageImage {
        let src = &picture.src;
        let url = if src.contains("://") { src.clone() } else { format!("{}{src}", self.views.catalog().site().url.origin()) };
        PageImage { url, alt: picture.alt.to_owned(), width: picture.width, height: picture.height }
    }

    fn release_page(&self, release: &Release) -> Page {
        let product = self.product(release.product);
        let version = release.version.as_str();
        let title = match &release.title {
            Some(title) => format!("{} {version}: {title}", product.name),
            None => format!("{} {version}", product.name),
        };
        let published = release.date.as_ref().filter(|_| release.is_out()).map(|date| date.rfc3339());
        let corrected = release.corrections.iter().map(|correction| correction.date.value).max();
        let modified = corrected.max(release.rollback.as_ref().map(|rollback| rollback.date)).map(|date| date.rfc3339());
        let summary = self.views.texts().summary(release.index).map(|text| excerpt(&text.plain, 200));
        Page {
            title: Some(title),
            description: summary.or_else(|| product.description.clone()),
            og_type: "article",
            modified: modified.or_else(|| published.clone()),
            published,
            ..self.views.page("release", &release.path, Some(release.product))
        }
    }

    fn unreleased(&self, context: &mut Context, index: ProductIndex) {
        let product = self.product(index);
        context.insert_value("product", self.products[index.position()].clone());
        context.insert("page", &self.views.page("unreleased", &format!("{}unreleased/", product.path), Some(index)));
        context.insert("sections", &self.views.waiting(product));
    }

    fn calendar(&self, context: &mut Context) {
        let catalog = self.views.catalog();
        let description = self.theme.strings().text("descriptions.calendar").ok().map(str::to_owned);
        context.insert("page", &Page { description, ..self.views.page("calendar", "calendar/", None) });
        context.insert("months", &self.views.calendar(&self.listings));
        let planned = self.listings.iter().flat_map(|listing| &listing.planned).map(|index| catalog.release(*index));
        context.insert("undated", &self.views.release_links(planned.filter(|release| release.date.is_none())));
    }

    fn stats(&self, context: &mut Context, job: &Job, product: Option<ProductIndex>) {
        let (catalog, strings) = (self.views.catalog(), self.theme.strings());
        let page = self.views.page("stats", &job.path(catalog), product);
        let description = match product.map(|index| self.product(index)) {
            Some(product) => strings.filled("descriptions.stats_of", &[("product", &product.name)]),
            None => strings.text("descriptions.stats").map(str::to_owned),
        };
        context.insert("page", &Page { description: description.ok(), ..page });
        context.insert("stats", &self.views.stats(product.map(|index| self.product(index))));
        match product {
            Some(index) => context.insert_value("product", self.products[index.position()].clone()),
            None => context.insert("products", &self.views.product_stats()),
        }
    }

    fn search(&self, context: &mut Context) {
        let description = self.theme.strings().text("descriptions.search").ok().map(str::to_owned);
        // Results belong to pages of their own.
        context.insert("page", &Page { description, markdown: None, ..self.views.page("search", "search/", None) });
        context.insert("search", &self.views.search(self.search.as_deref()));
    }

    fn in_app(&self, context: &mut Context) {
        let description = self.theme.strings().text("descriptions.in-app").ok().map(str::to_owned);
        context.insert("page", &Page { description, markdown: None, ..self.views.page("in-app", "in-app/", None) });
        context.insert("in_app", &self.views.in_app());
    }
}
