//! `llms.txt` (llmstxt.org): the site's table of contents for programs that read text.

use crate::parse::document::OutputKind;

use super::super::api::README;
use super::{Twins, escape, release::heading};

/// Releases that it names of each product: the newest. The rest is a link away.
const NAMED: usize = 30;

impl Twins<'_> {
    pub(super) fn llms(&self) -> String {
        let site = self.catalog().site();
        let mut text = format!("# {}\n\n", escape(&site.title));
        text.extend(site.description.iter().map(|description| format!("> {}\n\n", escape(description))));
        for (product, listing) in self.catalog().products().iter().zip(&self.pages.listings) {
            let url = self.pages.views.product_url(product.index);
            text.push_str(&format!("## {}\n\n", escape(&product.name)));
            text.extend(product.description.iter().map(|description| format!("{}\n\n", escape(description))));
            text.push_str(&format!("- {}\n", self.link(self.words.text("index.all_releases"), url)));
            for list in ["upgrade", "known-issues", "deprecations", "security"] {
                text.push_str(&format!("- {}\n", self.link(self.words.text(&format!("titles.{list}")), &format!("{url}{list}/"))));
            }
            let newest = listing.planned.iter().chain(&listing.timeline).take(NAMED).map(|index| self.catalog().release(*index));
            for link in self.pages.views.release_links(newest) {
                let date = link.date.as_ref().map(|date| format!(": {}", date.day)).unwrap_or_default();
                text.push_str(&format!("- {}{date}\n", self.link(&heading(&product.name, &link), link.url)));
            }
            text.push('\n');
        }
        if self.catalog().site().makes(OutputKind::Api) {
            // What may be passed over stands under this word in every language (llmstxt.org).
            let readme = self.catalog().site().url.absolute(README);
            text.push_str(&format!("## Optional\n\n- [{}]({readme})\n", self.words.text("index.api")));
        }
        text
    }
}
