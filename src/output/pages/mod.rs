//! A catalog to the pages of the site, by the templates of its theme.
//!
//! In: the catalog, its rendered texts, the theme, where media stand. Out: HTML pages, `404.html`, stubs for moved addresses,
//! the sitemap, `robots.txt` and the theme's own files. Each page is made from the few things it shows, in parallel, so that
//! time grows with the number of entries and no faster. Nothing is written here.

mod context;
mod job;
mod redirects;
mod sitemap;

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use tera::Value;

use crate::diag::Diagnostic;
use crate::model::{Catalog, Release};
use crate::parse::document::OutputKind;
use crate::theme::{Theme, shared};
use crate::view::site::SiteView;
use crate::view::{Listing, Media, Texts, Views};

use super::Artifact;
use super::previews::Preview;

pub(crate) use job::{Job, List};

/// What all pages share.
pub struct Pages<'a> {
    pub(in crate::output) views: Views<'a>,
    pub(in crate::output) theme: &'a Theme,
    pub(in crate::output) listings: Vec<Listing>,
    /// `site`, as templates see it.
    site: Value,
    /// `product`, as templates see it, by product.
    products: Vec<Value>,
    /// The path within the site of the search's index.
    search: Option<String>,
    /// Whether there is a page that shows the widget.
    in_app: bool,
}

impl<'a> Pages<'a> {
    /// Prepares what all pages share.
    pub fn new(catalog: &'a Catalog, texts: &'a Texts, theme: &'a Theme, media: &'a Media) -> Self {
        let views = Views::new(catalog, texts, media);
        let listings: Vec<Listing> = catalog.products().par_iter().map(|product| Listing::of(catalog, product)).collect();
        let in_app = catalog.site().makes(OutputKind::Api) && theme.option("in_app").is_some_and(|option| option == true);
        let site = shared(&SiteView { in_app: in_app.then(|| views.path("in-app/")), ..views.site() });
        let products =
            catalog.products().iter().zip(&listings).map(|(product, listing)| shared(&views.product(product, listing))).collect();
        Self { views, theme, listings, site, products, search: None, in_app }
    }

    /// Tells the page of the search where its index starts.
    pub(in crate::output) fn names_search(&mut self, root: Option<String>) {
        self.search = root;
    }

    /// The pages that the site has, in a fixed order.
    pub(crate) fn jobs(&self) -> Vec<Job> {
        job::jobs(&self.views, &self.listings, self.in_app)
    }

    /// The picture of a release for link previews.
    pub(in crate::output) fn preview(&self, release: &Release) -> Option<Preview> {
        Preview::of(self.views.catalog(), self.theme, release)
    }

    /// Makes one page.
    ///
    /// # Errors
    /// A `theme-template` diagnostic.
    pub(crate) fn page(&self, job: &Job) -> Result<Artifact, Diagnostic> {
        let context = self.context(job);
        let path = job.path(self.views.catalog());
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
        Ok(Artifact { path: file, bytes: self.theme.render(job.template(), &context)? })
    }
}

/// Makes every page of the site, and what belongs to them.
///
/// # Errors
/// What is wrong with the theme's templates, and redirects that stand in the way of a page.
pub fn render(pages: &Pages) -> Result<Vec<Artifact>, Vec<Diagnostic>> {
    let catalog = pages.views.catalog();
    if !catalog.site().makes(OutputKind::Pages) {
        return Ok(Vec::new());
    }
    let jobs = pages.jobs();
    one_of_each(pages, &jobs)?;
    let mut artifacts = all(pages, &jobs).map_err(|problem| vec![problem])?;
    artifacts.extend(redirects::render(catalog, pages.theme, &pages.site, &artifacts)?);
    artifacts.extend(sitemap::render(catalog, &jobs));
    artifacts.extend(pages.theme.assets().map(|asset| Artifact { path: asset.path.clone(), bytes: asset.bytes.clone() }));
    Ok(artifacts)
}

/// Makes the first page of each template, to find mistakes in all templates and not in the first one only.
fn one_of_each(pages: &Pages, jobs: &[Job]) -> Result<(), Vec<Diagnostic>> {
    let mut seen: Vec<&str> = Vec::new();
    let mut problems = Vec::new();
    for job in jobs {
        if !seen.contains(&job.template()) {
            seen.push(job.template());
            problems.extend(pages.page(job).err());
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Makes all pages on all cores. Of several pages that fail, the first one in order tells why, whichever thread came first.
fn all(pages: &Pages, jobs: &[Job]) -> Result<Vec<Artifact>, Diagnostic> {
    let failed = AtomicUsize::new(usize::MAX);
    let made = jobs.par_iter().enumerate().map(|(number, job)| {
        if number > failed.load(Ordering::Relaxed) {
            return Ok(None);
        }
        pages.page(job).map(Some).inspect_err(|_| {
            failed.fetch_min(number, Ordering::Relaxed);
        })
    });
    let made: Vec<Result<Option<Artifact>, Diagnostic>> = made.collect();
    made.into_iter().filter_map(Result::transpose).collect()
}
