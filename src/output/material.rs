//! What every output is made of: the catalog, its rendered texts, its media, and the addresses they have.

use super::text::standalone;
use crate::ident::When;
use crate::markdown::{Rendered, legal};
use crate::model::{Catalog, Entry, Product, Release};
use crate::parse::document::Window;
use crate::theme::Strings;
use crate::view::{Media, Texts};

/// The host's owner stands behind an id from this year on (RFC 4151, section 2.1). It is part of every id that was ever
/// given out, so it never changes; it is the year in which ids of this shape were first made.
pub(super) const TAG_YEAR: u16 = 2026;

/// What an output reads. Plain data.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// What may be told.
    pub catalog: &'a Catalog,
    /// Its Markdown, rendered.
    pub texts: &'a Texts,
    /// Where its images stand.
    pub media: &'a Media,
    /// The words of the theme, in the site's language.
    pub strings: &'a Strings,
}

impl<'a> Material<'a> {
    /// A text of the theme. What a language lacks comes from the English that ships, and a test asks for each key that is used.
    pub(super) fn word(&self, key: &str, blanks: &[(&str, &str)]) -> String {
        self.strings.filled(key, blanks).unwrap_or_default()
    }

    /// The same as HTML, its blanks filled in by HTML.
    pub(super) fn markup(&self, key: &str, blanks: &[(&str, &str)]) -> String {
        self.strings.markup(key, blanks).unwrap_or_default()
    }

    /// A day written out, with the time in UTC where there is one.
    pub(super) fn date(&self, when: When) -> String {
        let day = self.strings.date(if when.has_time() { when.utc().date_naive() } else { when.day() });
        if !when.has_time() {
            return day;
        }
        self.word("dates.moment", &[("date", &day), ("time", &when.utc().format("%H:%M").to_string()), ("zone", "UTC")])
    }

    /// The hours of a window, in UTC.
    pub(super) fn hours(&self, window: &Window) -> String {
        let (from, to) = (window.from.to_utc(), window.to.to_utc());
        let (first, last) = (self.strings.date(from.date_naive()), self.strings.date(to.date_naive()));
        let time = |moment: chrono::DateTime<chrono::Utc>| moment.format("%H:%M").to_string();
        let blanks =
            [("date", &*first), ("from_date", &*first), ("from", &*time(from)), ("to_date", &*last), ("to", &*time(to)), ("zone", "UTC")];
        self.word(if first == last { "release.window_same_day" } else { "release.window_days" }, &blanks)
    }

    /// The absolute address of a path within the site.
    pub(super) fn url(&self, path: &str) -> String {
        self.catalog.site().url.absolute(path)
    }

    /// The absolute address of an entry: its release's page and its anchor there; the product's page where none shows it yet.
    pub(super) fn entry_url(&self, entry: &Entry) -> String {
        let path = self.catalog.entry_path(entry.index);
        self.url(path.as_deref().unwrap_or(&self.catalog.product(entry.product).path))
    }

    /// HTML that stands by itself anywhere: every link absolute, no character that XML forbids. `path` is the page it belongs to.
    pub(super) fn html(&self, rendered: &Rendered, path: &str) -> String {
        legal(&standalone(&rendered.html, self.catalog.site().url.origin(), &self.url(path))).into_owned()
    }

    /// The absolute address of an entry's image, where it has one that is there.
    pub(super) fn image_url(&self, entry: &Entry) -> Option<String> {
        let src = &entry.image.as_ref()?.src.value;
        if src.contains("://") {
            return url::Url::parse(src).ok().map(String::from);
        }
        self.media.find(&entry.folder, src).map(|path| self.url(path))
    }

    /// A tag URI (RFC 4151) of this site. Made of the host and of keys, versions and ids only, so that titles, pages and themes may change.
    pub(super) fn tag(&self, specific: &str) -> String {
        format!("tag:{},{TAG_YEAR}:{specific}", self.catalog.site().tag_host)
    }

    /// The id of a release: `tag:HOST,2026:events/2.4.0`.
    pub(super) fn release_tag(&self, release: &Release) -> String {
        self.tag(&format!("{}/{}", self.product(release).key, release.version.value))
    }

    /// The id of an entry: `tag:HOST,2026:events/2.4.0/entry/scan-offline`; of the release that it first came with.
    pub(super) fn entry_tag(&self, entry: &Entry) -> Option<String> {
        let release = self.catalog.release(entry.release?);
        Some(format!("{}/entry/{}", self.release_tag(release), entry.id.value))
    }

    /// The product of a release.
    pub(super) fn product(&self, release: &Release) -> &'a Product {
        self.catalog.product(release.product)
    }

    /// `Event Management Platform 2.4.0`
    pub(super) fn name(&self, release: &Release) -> String {
        format!("{} {}", self.product(release).name, release.version.value)
    }

    /// Whether the public knows of an entry by name: it came with a release that is out, or its kind is told in advance.
    pub(super) fn is_told(&self, entry: &Entry) -> bool {
        entry.release.is_some_and(|index| {
            let release = self.catalog.release(index);
            let announced = release.announced.as_ref().is_some_and(|day| day.value <= self.catalog.today());
            release.is_out() || (announced && self.catalog.kind(entry.kind).advance)
        })
    }
}

/// The date of a release that is out. `check` asks every one of them for it.
pub(super) fn date_out(release: &Release) -> Option<When> {
    release.date.as_ref().map(|date| date.value).filter(|_| release.is_out())
}
