//! Where the pages and files of a site will stand (`outputs.md`): what a link within the site can lead to.

use std::collections::HashMap;

use super::reference::UNRELEASED;
use super::{Catalog, Environment, Product, ReleaseIndex};

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
}

fn feeds(folder: &str) -> impl Iterator<Item = String> + use<> {
    ["atom.xml", "rss.xml", "feed.json"].map(|name| format!("{folder}{name}")).into_iter()
}

/// The pages of a list after its first.
fn pages(count: usize) -> impl Iterator<Item = String> {
    (2..=count.div_ceil(PAGE_LENGTH)).map(|number| format!("page/{number}/"))
}
