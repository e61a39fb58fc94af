//! Where the pages and files of a site will stand (`outputs.md`): what a link within the site can lead to.

use std::collections::{HashMap, HashSet};

use super::reference::UNRELEASED;
use super::{Catalog, Environment, Product, ProductIndex, Release, ReleaseIndex};

/// How many releases or entries a page of a list holds.
pub const PAGE_LENGTH: usize = 20;

impl Catalog {
    /// The path of every page and feed that a link may name, from the site's root: `events/2.4.0/`, `atom.xml`, and an
    /// empty path for the first page. A release's page comes with its release.
    pub fn page_paths(&self) -> HashMap<String, Option<ReleaseIndex>> {
        let mut paths: HashMap<String, Option<ReleaseIndex>> = HashMap::new();
        let fixed =
            ["", "calendar/", "calendar.ics", "feeds.opml", "404.html", "sitemap.xml", "robots.txt", "llms.txt", "api/v1/index.json"];
        paths.extend(fixed.into_iter().map(|path| (path.to_owned(), None)));
        paths.extend(feeds("").map(|path| (path, None)));
        for product in &self.products {
            self.product_paths(product, |path| {
                paths.insert(path, None);
            });
        }
        paths.extend(self.releases.iter().map(|release| (release.path.clone(), Some(release.index))));
        paths
    }

    fn product_paths(&self, product: &Product, mut add: impl FnMut(String)) {
        let root = &product.path;
        for path in ["", "upgrade/", "known-issues/", "deprecations/", "security/", "calendar.ics"] {
            add(format!("{root}{path}"));
        }
        feeds(root).for_each(&mut add);
        pages(product.releases.len()).for_each(|page| add(format!("{root}{page}")));
        let (mut of_component, mut of_kind) = (HashMap::new(), HashMap::new());
        for index in product.releases.iter().flat_map(|release| &self.release(*release).entries) {
            let entry = self.entry(*index);
            entry.components.iter().for_each(|key| *of_component.entry(key.as_str()).or_insert(0) += 1);
            *of_kind.entry(entry.kind).or_insert(0) += 1;
        }
        let components = product.components.iter().map(|(key, _)| (format!("{root}component/{key}/"), of_component.get(key.as_str())));
        let kinds = self.kinds.iter().zip(0..).map(|(kind, at)| (format!("{root}kind/{}/", kind.name), of_kind.get(&super::KindIndex(at))));
        for (folder, count) in components.chain(kinds).collect::<Vec<_>>() {
            add(folder.clone());
            feeds(&folder).for_each(&mut add);
            pages(count.copied().unwrap_or(0)).for_each(|page| add(format!("{folder}{page}")));
        }
        for (from, to) in self.upgrade_pairs(product.index) {
            add(format!("{root}upgrade/{}/{}/", self.release(from).version.value, self.release(to).version.value));
        }
        if self.site.environment != Environment::Production {
            add(format!("{root}{UNRELEASED}/"));
        }
    }

    /// The upgrades that have a page of their own: from the newest release of each minor line to that of the next, from
    /// that of each major version to that of the next, and from each long-term-support line to the next one and to the newest release.
    pub fn upgrade_pairs(&self, product: ProductIndex) -> Vec<(ReleaseIndex, ReleaseIndex)> {
        let product = self.product(product);
        let standing = product.releases.iter().rev().map(|index| self.release(*index));
        let stable: Vec<&Release> = standing.filter(|release| release.stands() && release.is_stable()).collect();
        let newest = |same: fn(&Release, &Release) -> bool| -> Vec<ReleaseIndex> {
            stable.chunk_by(|a, b| same(a, b)).filter_map(|line| line.last()).map(|release| release.index).collect()
        };
        let lines = newest(|a, b| a.version.line() == b.version.line());
        let majors = newest(|a, b| a.version.major() == b.version.major());
        let supported: Vec<ReleaseIndex> = product.lts_lines.iter().rev().copied().collect();
        let mut pairs: Vec<(ReleaseIndex, ReleaseIndex)> = Vec::new();
        for list in [&lines, &majors, &supported] {
            pairs.extend(list.windows(2).map(|pair| (pair[0], pair[1])));
        }
        pairs.extend(product.latest.into_iter().flat_map(|latest| supported.iter().map(move |from| (*from, latest))));
        let mut seen = HashSet::new();
        pairs.retain(|(from, to)| self.release(*from).version.value < self.release(*to).version.value && seen.insert((*from, *to)));
        pairs
    }
}

fn feeds(folder: &str) -> impl Iterator<Item = String> + use<> {
    ["atom.xml", "rss.xml", "feed.json"].map(|name| format!("{folder}{name}")).into_iter()
}

/// The pages of a list after its first.
fn pages(count: usize) -> impl Iterator<Item = String> {
    (2..=count.div_ceil(PAGE_LENGTH)).map(|number| format!("page/{number}/"))
}
