//! Pages that list things, as Markdown.

use crate::model::{Entry, EntryIndex, Product, Release};
use crate::output::pages::List;
use crate::view::calendar::CalendarItem;
use crate::view::entry::{KnownIssueView, SecurityView};
use crate::view::ledger::{DeprecationRow, KnownIssueRow, SecurityRow};
use crate::view::link::ReleaseLink;
use crate::view::page::{page_of, page_url};

use super::{Twins, code, escape, indented};

impl Twins<'_> {
    pub(super) fn index(&self) -> String {
        let site = self.catalog().site();
        let mut text = format!("# {}\n\n", escape(&site.title));
        text.extend(site.description.iter().map(|description| format!("{}\n\n", escape(description))));
        for (product, listing) in self.catalog().products().iter().zip(&self.pages.listings) {
            text.push_str(&format!("## {}\n\n", self.link(&product.name, self.pages.views.product_url(product.index))));
            text.extend(product.description.iter().map(|description| format!("{}\n\n", escape(description))));
            let latest = product.latest.map(|index| self.catalog().release(index));
            text.extend(latest.map(|release| format!("- {}: {}", self.words.text("index.latest"), self.release_line(release))));
            for index in &listing.planned {
                text.push_str(&format!("- {}: {}", self.words.text("status.planned"), self.release_line(self.catalog().release(*index))));
            }
            text.push('\n');
        }
        let newest = self.pages.newest();
        if newest.len() > 1 {
            text.push_str(&format!("## {}\n\n", self.words.text("index.recent")));
            text.extend(
                newest
                    .into_iter()
                    .map(|release| format!("- {}: {}", escape(&self.catalog().product(release.product).name), self.release_line(release))),
            );
        }
        text
    }

    /// `[2.4.0: Title](…), 12 May 2026`, as an item's line.
    fn release_line(&self, release: &Release) -> String {
        let link = self.pages.views.release_links([release]);
        link.iter().map(|link| format!("{}\n", self.dated(link))).collect()
    }

    fn dated(&self, link: &ReleaseLink) -> String {
        let title = link.title.map_or_else(|| link.version.to_owned(), |title| format!("{}: {title}", link.version));
        let date = link.date.as_ref().map(|date| format!(", {}", self.words.date(date))).unwrap_or_default();
        format!("{}{date}", self.link(&title, link.url))
    }

    pub(super) fn list(&self, product: &Product, list: List, number: usize) -> String {
        let listing = &self.pages.listings[product.index.position()];
        let total = list.pages(product, listing);
        let mut text = match list {
            List::Timeline => self.timeline(product, number),
            List::Upgrade => self.upgrades(product, number),
            List::KnownIssues => self.ledger(
                product,
                "known-issues",
                "no_issues",
                self.rows(&listing.known_issues, list, number, |index| {
                    self.pages.views.known_issue_row(index).map(|row| self.known_issue(&row))
                }),
            ),
            List::Deprecations => self.ledger(
                product,
                "deprecations",
                "no_deprecations",
                self.rows(&listing.deprecations, list, number, |index| {
                    self.pages.views.deprecation_row(index).map(|row| self.deprecation(&row, self.catalog().entry(index)))
                }),
            ),
            List::Security => self.ledger(
                product,
                "security",
                "no_security",
                self.rows(&listing.security, list, number, |index| self.pages.views.security_row(index).map(|row| self.security(&row))),
            ),
            List::Component(position) => {
                let (key, name) = &product.components[position];
                self.topic(product, name, list, listing.component(key), number)
            }
            List::Kind(position) => self.topic(product, &self.catalog().kinds()[position].heading, list, listing.kind(position), number),
        };
        if total > 1 {
            let base = self.pages.views.path(&list.path(self.catalog(), product));
            let newer = (number > 1).then(|| self.link(self.words.text("pager.newer"), &page_url(&base, number - 1)));
            let older = (number < total).then(|| self.link(self.words.text("pager.older"), &page_url(&base, number + 1)));
            text.push_str(&format!("\n---\n\n{}\n", newer.into_iter().chain(older).collect::<Vec<_>>().join(" · ")));
        }
        text
    }

    fn rows(&self, entries: &[EntryIndex], list: List, number: usize, row: impl Fn(EntryIndex) -> Option<String>) -> String {
        page_of(entries, number, list.size()).iter().filter_map(|index| row(*index)).collect()
    }

    fn ledger(&self, product: &Product, kind: &str, none: &str, rows: String) -> String {
        let title = self.words.text(&format!("titles.{kind}")).to_owned();
        let description = self.words.filled(&format!("descriptions.{kind}"), &[("product", &product.name)]);
        let rows = if rows.is_empty() { format!("{}\n", self.words.text(&format!("ledger.{none}"))) } else { rows };
        format!("# {}: {title}\n\n{}\n\n{rows}", escape(&product.name), escape(&description))
    }

    fn timeline(&self, product: &Product, number: usize) -> String {
        let listing = &self.pages.listings[product.index.position()];
        let mut text = format!("# {}\n\n", escape(&product.name));
        text.extend(product.description.iter().map(|description| format!("{}\n\n", escape(description))));
        if number == 1 && !listing.planned.is_empty() {
            text.push_str(&format!("## {}\n\n", self.words.text("timeline.upcoming")));
            text.extend(listing.planned.iter().map(|index| format!("- {}", self.release_line(self.catalog().release(*index)))));
            text.push('\n');
        }
        for index in page_of(&listing.timeline, number, List::Timeline.size()) {
            let release = self.catalog().release(*index);
            text.push_str(&format!("## {}\n", self.release_line(release)));
            if let Some(summary) = &release.summary {
                text.push_str(&format!("{}\n\n", self.pages.views.release_markdown(release, summary, 2)));
            }
            for (_, entry) in self.catalog().shown(release) {
                let url = format!("{}#{}", self.pages.views.release_url(release.index), entry.id.value);
                let label = &self.catalog().kind(entry.kind).label;
                text.push_str(&format!("- {}: {}\n", escape(label), self.plain_link(&entry.title.value, &url)));
            }
            text.push('\n');
        }
        text
    }

    fn upgrades(&self, product: &Product, number: usize) -> String {
        let listing = &self.pages.listings[product.index.position()];
        let description = self.words.filled("descriptions.upgrade", &[("product", &product.name)]);
        let mut text = format!("# {}: {}\n\n{}\n\n", escape(&product.name), self.words.text("titles.upgrade"), escape(&description));
        if number == 1 && !listing.jumps.pairs.is_empty() {
            text.push_str(&format!("## {}\n\n", self.words.text("upgrade.jumps")));
            for jump in listing.jumps.newest().map(|pair| self.pages.views.jump_link(pair)) {
                let title = self.words.filled("upgrade.heading", &[("from", jump.from.version), ("to", jump.to.version)]);
                text.push_str(&format!("- {}\n", self.link(&title, &jump.url)));
            }
            text.push('\n');
        }
        for index in page_of(&listing.upgrade, number, List::Upgrade.size()) {
            let release = self.catalog().release(*index);
            let stop = self.pages.views.upgrade_stop(release);
            text.push_str(&format!("## {}\n", self.release_line(release)));
            for change in &stop.breaking {
                text.push_str(&format!("- {}: {}\n", change.entry.kind.label, self.plain_link(change.entry.title, &change.entry.url)));
            }
            text.extend(stop.settings.iter().map(|setting| format!("- {}\n", self.setting(setting))));
            if !stop.breaking.is_empty() || !stop.settings.is_empty() {
                text.push('\n');
            }
            text.push_str(&self.steps(release, 3));
        }
        text
    }

    pub(super) fn known_issue(&self, row: &KnownIssueRow) -> String {
        let link = self.plain_link(row.entry.title, &row.entry.url);
        format!("- {link}: {}\n", self.issue_facts(&row.known_issue))
    }

    /// `Major, Open; Affects >=2.4.0`
    pub(super) fn issue_facts(&self, issue: &KnownIssueView) -> String {
        let words = &self.words;
        let state = words.text(&format!("state.{}", issue.state)).to_owned();
        let severity = words.text(&format!("severity.{}", issue.severity)).to_owned();
        let fixed = if issue.resolved_by.is_empty() {
            String::new()
        } else {
            format!("; {} {}", words.text("entry.fixed_in"), self.entries(&issue.resolved_by))
        };
        format!("{severity}, {state}; {} {}{fixed}", words.text("ledger.affects"), code(issue.affects))
    }

    /// A line of a deprecation, with its state and what to use instead.
    pub(super) fn deprecation(&self, row: &DeprecationRow, entry: &Entry) -> String {
        let (words, deprecation) = (&self.words, &row.deprecation);
        let mut text =
            format!("- {}: {}", self.plain_link(row.entry.title, &row.entry.url), words.text(&format!("state.{}", deprecation.state)));
        text.extend(
            row.entry
                .release
                .as_ref()
                .map(|release| format!("; {} {}", words.text("entry.since"), self.link(release.version, release.url))),
        );
        text.extend(deprecation.removal.map(|version| format!("; {} {version}", words.text("ledger.removal"))));
        text.extend(self.replacement(entry).map(|replacement| format!("; {}", indented(&replacement))));
        text.push('\n');
        text
    }

    /// What to use instead of what an entry deprecates.
    pub(super) fn replacement(&self, entry: &Entry) -> Option<String> {
        let replacement = entry.deprecation.as_ref()?.replacement.as_ref()?;
        Some(format!("{}: {}", self.words.text("entry.replacement"), replacement.trim()))
    }

    pub(super) fn security(&self, row: &SecurityRow) -> String {
        let link = self.plain_link(row.entry.title, &row.entry.url);
        let fixed_in = format!("{} {}", self.words.text("entry.fixed_in"), self.releases(&row.fixed_in));
        format!("- {link}: {}; {fixed_in}\n", self.security_facts(&row.security))
    }

    /// `High; Affects <3.0.0; CVE-2026-1234`
    pub(super) fn security_facts(&self, security: &SecurityView) -> String {
        let words = &self.words;
        let cve = security.cve.zip(security.cve_url.as_ref()).map(|(cve, url)| format!("; {}", self.plain_link(cve, url)));
        let severity = words.text(&format!("severity.{}", security.severity)).to_owned();
        let score = security.score.as_ref().map(|score| format!(", {}", words.filled("ledger.score", &[("score", score)])));
        format!(
            "{severity}{}; {} {}{}",
            score.unwrap_or_default(),
            words.text("ledger.affects"),
            code(security.affects),
            cve.unwrap_or_default()
        )
    }

    fn topic(&self, product: &Product, heading: &str, list: List, entries: &[EntryIndex], number: usize) -> String {
        let rows = self.rows(entries, list, number, |index| {
            let entry = self.catalog().entry(index);
            let label = &self.catalog().kind(entry.kind).label;
            let version = entry.release.map(|release| self.catalog().release(release).version.as_str()).unwrap_or_default();
            let link = self.plain_link(&entry.title.value, &self.pages.views.entry_url(entry));
            Some(format!("- {version} {}: {link}\n", escape(label)))
        });
        let rows = if rows.is_empty() { format!("{}\n", self.words.text("ledger.no_entries")) } else { rows };
        format!("# {}: {}\n\n{rows}", escape(&product.name), escape(heading))
    }

    pub(super) fn unreleased(&self, product: &Product) -> String {
        let mut text = format!("# {}: {}\n\n", escape(&product.name), self.words.text("titles.unreleased"));
        let mut waiting: Vec<&Entry> = product.unreleased.iter().map(|index| self.catalog().entry(*index)).collect();
        waiting.sort_by_key(|entry| entry.kind);
        // The sections hold the entries in the same order.
        let mut waiting = waiting.into_iter();
        for section in self.pages.views.waiting(product) {
            text.push_str(&format!("## {}\n\n", escape(section.kind.heading)));
            text.extend(section.entries.iter().zip(waiting.by_ref()).map(|(view, entry)| format!("{}\n", self.entry(entry, view, 3))));
        }
        if product.unreleased.is_empty() {
            text.push_str(&format!("{}\n", self.words.text("ledger.no_entries")));
        }
        text
    }

    pub(super) fn calendar(&self) -> String {
        let mut text = format!("# {}\n\n", self.words.text("titles.calendar"));
        let months = self.pages.views.calendar(&self.pages.listings);
        for item in months.iter().flat_map(|month| &month.items) {
            text.push_str(&self.calendar_item(item));
        }
        if months.is_empty() {
            text.push_str(&format!("{}\n", self.words.text("calendar.none")));
        }
        text
    }

    fn calendar_item(&self, item: &CalendarItem) -> String {
        let words = &self.words;
        let kind = words.text(&format!("calendar.{}", item.kind)).to_owned();
        let what = match (&item.entry, &item.release) {
            (Some(entry), _) => self.plain_link(entry.title, &entry.url),
            (None, Some(release)) => self.link(
                &release.title.map_or_else(|| release.version.to_owned(), |title| format!("{}: {title}", release.version)),
                release.url,
            ),
            (None, None) => escape(item.reason.unwrap_or_default()),
        };
        let end = item.end.as_ref().map(|end| format!(", {}", words.filled("calendar.until", &[("date", &words.date(end))])));
        let window = item.window.as_ref().map(|window| format!(". {}", self.window(window)));
        let products = escape(&item.products.join(", "));
        format!("- {}{}: {kind}, {products}. {what}{}\n", words.date(&item.date), end.unwrap_or_default(), window.unwrap_or_default())
    }
}
