//! Where the pages and files of a site will stand (`outputs.md`): what a link within the site can lead to.

use std::collections::HashMap;

use crate::load::Addresses;
use crate::parse::document::OutputKind::{Api, Calendar, Feeds, Markdown, Search, Stats, Updaters};

use super::reference::UNRELEASED;
use super::{Catalog, Entry, Environment, KindIndex, Product, ReleaseIndex};

/// The feeds of a folder.
const FEEDS: &[&str] = &["atom.xml", "rss.xml", "feed.json"];

/// What the API says of a product as a whole.
const API: &[&str] =
    &["latest.json", "releases.json", "known-issues.json", "deprecations.json", "security.json", "calendar.json", "upgrade.json"];

/// How many releases a page of a timeline or of upgrades holds (`outputs.md`).
pub const RELEASES_A_PAGE: usize = 20;

/// How many entries a page of a component or a kind holds.
pub const ENTRIES_A_PAGE: usize = 50;

/// How many lines a page of known issues, deprecations or security updates holds.
pub const LINES_A_PAGE: usize = 100;

impl Catalog {
    /// The path of every page, feed and file of the API that a link may name, from the site's root: `events/2.4.0/`,
    /// `atom.xml`, and an empty path for the first page. A release's page comes with its release.
    pub fn page_paths(&self) -> &HashMap<String, Option<ReleaseIndex>> {
        &self.pages
    }

    /// The page that a link to this path from the site's root shows; nothing where it leads nowhere. An old address that is
    /// redirected is one too.
    pub fn page_at<'a>(&self, path: &'a str) -> Option<&'a str> {
        let folder = |name: &str| path.strip_suffix(name).filter(|folder| folder.is_empty() || folder.ends_with('/'));
        let twin = || folder("index.md").filter(|_| self.site.makes(Markdown));
        let page = folder("index.html").or_else(twin).unwrap_or(path);
        let is_old = || self.site.redirects.iter().any(|(old, _)| old.value.strip_prefix('/') == Some(path));
        (self.pages.contains_key(page) || is_old()).then_some(page)
    }

    /// The pages that readers link to, with the entries on them: not the later pages of lists and not upgrades, which move with
    /// every release, nor what waits for one.
    pub fn addresses(&self) -> Addresses {
        let moves = |part: &str| matches!(part, "page" | "upgrade" | UNRELEASED);
        let lasts = |path: &str| (path.is_empty() || path.ends_with('/')) && !path.split('/').any(moves);
        let ids = |release: ReleaseIndex| self.shown(self.release(release)).map(|(_, entry)| entry.id.to_string()).collect();
        let pages = self.pages.iter().filter(|(path, _)| lasts(path));
        Addresses { pages: pages.map(|(path, release)| (path.clone(), release.map_or_else(Vec::new, ids))).collect() }
    }

    /// The path of the record of a security update in the format of OSV (<https://ossf.github.io/osv-schema/>); none where it has none.
    ///
    /// The id of a record begins with a prefix that OSV has registered, and a site has none of its own: it is the CVE id. A template of the
    /// site's own may let others through.
    pub fn osv_path(&self, entry: &Entry) -> Option<String> {
        let id = entry.security.as_ref()?.cve.as_deref()?;
        let (year, number) = id.strip_prefix("CVE-")?.split_once('-')?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_id = year.len() == 4 && (4..=19).contains(&number.len()) && digits(year) && digits(number);
        (is_id && self.site.makes(Api) && self.release(entry.release?).is_out()).then(|| format!("security/osv/{id}.json"))
    }

    pub(super) fn list_pages(&mut self) {
        let mut paths: HashMap<String, Option<ReleaseIndex>> = HashMap::new();
        let mut add = |path: String| {
            paths.insert(path, None);
        };
        ["", "404.html", "sitemap.xml", "robots.txt"].map(str::to_owned).into_iter().for_each(&mut add);
        self.outputs_at("", &["calendar/", "calendar.ics"], &mut add);
        let of_site = [
            (Search, "search/"),
            (Feeds, "feeds.opml"),
            (Markdown, "llms.txt"),
            (Stats, "stats/"),
            (Api, "api/README.md"),
            (Api, "api/v1/index.json"),
            (Api, "api/v1/schema.json"),
            (Api, "widget.js"),
            (Api, "widget.d.ts"),
        ];
        for (output, path) in of_site {
            if self.site.makes(output) {
                add(path.to_owned());
            }
        }
        for product in &self.products {
            self.product_paths(product, &mut add);
        }
        self.entries.iter().filter_map(|entry| self.osv_path(entry)).for_each(&mut add);
        paths.extend(self.releases.iter().map(|release| (release.path.clone(), Some(release.index))));
        self.pages = paths;
    }

    /// The feeds of a folder, and its calendars, as far as the site makes such.
    fn outputs_at(&self, folder: &str, calendars: &[&str], add: &mut impl FnMut(String)) {
        if self.site.makes(Feeds) {
            FEEDS.iter().for_each(|name| add(format!("{folder}{name}")));
        }
        if self.site.makes(Calendar) {
            calendars.iter().for_each(|name| add(format!("{folder}{name}")));
        }
    }

    fn product_paths(&self, product: &Product, add: &mut impl FnMut(String)) {
        let root = &product.path;
        self.outputs_at(root, &["calendar.ics"], add);
        let out = product.releases.iter().filter(|index| self.release(**index).is_out()).count();
        for list in ["", "upgrade/"] {
            pages(out, RELEASES_A_PAGE, &format!("{root}{list}"), add);
        }
        let entries = || product.releases.iter().flat_map(|release| &self.release(*release).entries).map(|index| self.entry(*index));
        for list in ["known-issues/", "deprecations/", "security/"] {
            let of_list = |entry: &&Entry| match list {
                "known-issues/" => entry.known_issue.is_some(),
                "deprecations/" => entry.deprecation.is_some(),
                _ => entry.security.is_some(),
            };
            pages(entries().filter(of_list).count(), LINES_A_PAGE, &format!("{root}{list}"), add);
        }
        let (mut of_component, mut of_kind) = (HashMap::new(), HashMap::new());
        for entry in entries() {
            entry.components.iter().for_each(|key| *of_component.entry(key.as_str()).or_insert(0) += 1);
            *of_kind.entry(entry.kind).or_insert(0) += 1;
        }
        let components = product.components.iter().map(|(key, _)| (format!("{root}component/{key}/"), of_component.get(key.as_str())));
        let kinds = self.kinds.iter().zip(0..).map(|(kind, at)| (format!("{root}kind/{}/", kind.name), of_kind.get(&KindIndex(at))));
        for (folder, count) in components.chain(kinds) {
            self.outputs_at(&folder, &[], add);
            pages(count.copied().unwrap_or(0), ENTRIES_A_PAGE, &folder, add);
        }
        for (from, to) in self.upgrade_pairs(product.index) {
            add(self.upgrade_path(from, to));
        }
        if self.site.makes(Updaters) {
            let update = product.latest.map(|_| "tauri.json");
            let files = ["github-releases.json", "appcast.xml", "cyclonedx.json"].into_iter().chain(update);
            files.for_each(|name| add(format!("{root}{name}")));
        }
        if self.site.makes(Stats) {
            add(format!("{root}stats/"));
        }
        if self.site.environment != Environment::Production {
            add(format!("{root}{UNRELEASED}/"));
        }
        if self.site.makes(Api) {
            API.iter().for_each(|name| add(format!("api/v1/{}/{name}", product.key)));
        }
    }
}

/// The pages of a list; an empty one has a first page too.
fn pages(items: usize, length: usize, folder: &str, add: &mut impl FnMut(String)) {
    add(folder.to_owned());
    (2..=items.div_ceil(length)).for_each(|number| add(format!("{folder}page/{number}/")));
}
