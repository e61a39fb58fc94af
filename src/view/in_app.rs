//! The page that shows app developers the widget, live.

use serde::Serialize;

use crate::model::{Product, Release};

use super::views::Views;

/// `in_app` on the page that shows the widget.
#[derive(Debug, Clone, Serialize)]
pub struct InAppView<'a> {
    /// Absolute address of the widget's script.
    pub script: String,
    /// Path from the host of the same.
    pub script_path: String,
    /// What can be shown, in the order of site.yaml: products with a stable release.
    pub products: Vec<InAppProduct<'a>>,
}

/// A product that the widget can show.
#[derive(Debug, Clone, Serialize)]
pub struct InAppProduct<'a> {
    /// Its key.
    pub key: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Absolute address of its `latest.json`.
    pub latest: String,
    /// Path from the host of the same.
    pub latest_path: String,
    /// The version with which the widget has most to show: one that was rolled back, has a critical known issue or is not the newest.
    pub version: &'a str,
    /// Its stable releases that are out, newest first.
    pub versions: Vec<&'a str>,
}

impl Views<'_> {
    /// The page that shows the widget.
    pub fn in_app(&self) -> InAppView<'_> {
        let absolute = |path: &str| self.catalog.site().url.absolute(path);
        let product = |product: &Product| {
            let path = format!("api/v1/{}/latest.json", product.key);
            // Looked up again, since the view borrows from the catalog.
            let product = self.catalog.product(product.index);
            let releases = product.releases.iter().map(|index| self.catalog.release(*index));
            let versions: Vec<&Release> = releases.filter(|release| release.is_out() && release.is_stable()).collect();
            Some(InAppProduct {
                key: product.key.as_str(),
                name: &product.name,
                latest: absolute(&path),
                latest_path: self.path(&path),
                version: self.telling(&versions)?.version.value.as_str(),
                versions: versions.iter().map(|release| release.version.value.as_str()).collect(),
            })
        };
        InAppView {
            script: absolute("widget.js"),
            script_path: self.path("widget.js"),
            products: self.catalog.products().iter().filter_map(product).collect(),
        }
    }

    /// Of releases from the newest on, the one that the widget has most to tell about; none where there are none.
    fn telling<'a>(&self, releases: &[&'a Release]) -> Option<&'a Release> {
        let is_critical = |release: &Release| {
            release
                .entries
                .iter()
                .filter_map(|index| self.catalog.entry(*index).known_issue.as_ref())
                .any(|issue| issue.is_alarming() && issue.open_in.contains(&release.index))
        };
        let first = |wanted: &dyn Fn(&Release) -> bool| releases.iter().find(|release| wanted(release)).copied();
        first(&|release| release.rollback.is_some())
            .or_else(|| first(&is_critical))
            .or(releases.get(1).copied())
            .or(releases.first().copied())
    }
}
