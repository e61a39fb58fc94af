//! What crawlers ask for first: `sitemap.xml` and `robots.txt`.

use std::fmt::Write;

use crate::model::{Catalog, Environment, Release};
use crate::output::Artifact;

use super::Job;

/// Addresses that one sitemap may have (sitemaps.org, protocol).
const ADDRESSES_A_FILE: usize = 50_000;

/// The sitemap, in several files where one is not enough, and `robots.txt`. Only the public site asks to be found.
pub fn render(catalog: &Catalog, jobs: &[Job]) -> Vec<Artifact> {
    let site = catalog.site();
    if site.environment != Environment::Production {
        return vec![text("robots.txt", "User-agent: *\nDisallow: /\n".to_owned())];
    }
    let public = jobs.iter().filter(|job| **job != Job::NotFound);
    let addresses: Vec<(String, Option<String>)> =
        public.map(|job| (site.url.absolute(&job.path(catalog)), changed(catalog, job))).collect();
    let mut files = vec![text("robots.txt", format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", site.url.absolute("sitemap.xml")))];
    if addresses.len() <= ADDRESSES_A_FILE {
        files.push(text("sitemap.xml", url_set(&addresses)));
        return files;
    }
    let mut index =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (number, part) in addresses.chunks(ADDRESSES_A_FILE).enumerate() {
        let name = format!("sitemap-{}.xml", number + 1);
        // Writing to a string cannot fail.
        let _ = writeln!(index, "<sitemap><loc>{}</loc></sitemap>", escaped(&site.url.absolute(&name)));
        files.push(text(&name, url_set(part)));
    }
    index.push_str("</sitemapindex>\n");
    files.push(text("sitemap.xml", index));
    files
}

/// The day on which a page last changed; known of releases only.
fn changed(catalog: &Catalog, job: &Job) -> Option<String> {
    let Job::Release(index) = job else { return None };
    let release: &Release = catalog.release(*index);
    let published =
        release.date.as_ref().map(|date| date.day()).filter(|_| release.is_out()).or(release.announced.as_ref().map(|day| day.value));
    let corrected = release.corrections.iter().map(|correction| correction.date.day()).max();
    let rolled_back = release.rollback.as_ref().map(|rollback| rollback.date.day());
    published.max(corrected).max(rolled_back).map(|day| day.format("%Y-%m-%d").to_string())
}

fn url_set(addresses: &[(String, Option<String>)]) -> String {
    let mut set = String::with_capacity(addresses.len() * 100);
    set.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (address, changed) in addresses {
        let changed = changed.as_ref().map(|day| format!("<lastmod>{day}</lastmod>")).unwrap_or_default();
        let _ = writeln!(set, "<url><loc>{}</loc>{changed}</url>", escaped(address));
    }
    set.push_str("</urlset>\n");
    set
}

fn escaped(address: &str) -> String {
    address.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn text(path: &str, text: String) -> Artifact {
    Artifact { path: path.to_owned(), bytes: text.into_bytes() }
}
