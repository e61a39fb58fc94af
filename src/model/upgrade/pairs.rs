//! Which jumps have a page of their own.

use std::collections::HashSet;

use super::{Catalog, Release, ReleaseIndex};
use crate::model::ProductIndex;

/// From how many long-term-support lines, newest first, there is a page that leads to the newest release. Such a page tells of
/// everything since its line, so that without a bound a site that never stops making lines would grow with their square.
const LINES_TO_NEWEST: usize = 4;

impl Catalog {
    /// The upgrades that have a page of their own: from the newest release of each minor line to that of the next, from
    /// that of each major version to that of the next, and from that of each long-term-support line to that of the next
    /// and to the newest release. Oldest first within each of these. Their number grows with that of lines.
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
        let neighbours = [&lines, &majors, &supported].into_iter().flat_map(|list| list.iter().copied().zip(list.iter().skip(1).copied()));
        let newest_lines = supported.iter().rev().take(LINES_TO_NEWEST).rev();
        let to_newest = newest_lines.filter_map(|line| Some((*line, product.latest?))).filter(|(line, latest)| line != latest);
        let mut seen = HashSet::new();
        neighbours.chain(to_newest).filter(|pair| seen.insert(*pair)).collect()
    }

    /// The path within the site of the page of an upgrade.
    pub fn upgrade_path(&self, from: ReleaseIndex, to: ReleaseIndex) -> String {
        let (from, to) = (self.release(from), self.release(to));
        format!("{}upgrade/{}/{}/", self.product(to.product).path, from.version.value, to.version.value)
    }
}
