//! The file that the cursor is in: what it is by its path, and what is known around it.

use std::borrow::Cow;
use std::ops::Range;

use crate::ident::Version;
use crate::lsp::Snapshot;
use crate::model::{Catalog, EntryIndex, Product, Release};
use crate::parse::document::SiteDocument;
use crate::parse::layout::Role;
use crate::schema::{self, Form};
use crate::source::{FileId, Sources};
use crate::template::{self, Template};

/// A file of the content.
pub(in crate::lsp) struct Scene<'a> {
    pub snapshot: &'a Snapshot,
    pub text: &'a str,
    file: FileId,
    /// The folder its media stand in.
    pub folder: &'a str,
    pub form: Form,
    /// The name of the folder of its product.
    pub product: Option<&'a str>,
    /// The version as in the path; none in `unreleased/`.
    version: Option<&'a str>,
    /// The YAML.
    pub yaml: Range<usize>,
    /// The Markdown below a front matter.
    pub body: Option<Range<usize>>,
    pub templates: Cow<'a, [Template]>,
}

impl<'a> Scene<'a> {
    /// Nothing of a file that holds no content.
    pub fn of(snapshot: &'a Snapshot, file: FileId) -> Option<Self> {
        let sources: &'a Sources = &snapshot.loaded.sources;
        let (path, text) = (sources.path(file), sources.text(file));
        let is_markdown = path.ends_with(".md");
        if !is_markdown && !path.ends_with(".yaml") && !path.ends_with(".yml") {
            return None;
        }
        let of_entries = if is_markdown { Form::Entry } else { Form::Entries };
        let (form, product, version) = match Role::of(path) {
            Role::Site => (Form::Site, None, None),
            Role::Release { product, version } => (Form::Release, Some(product), Some(version)),
            Role::Entries { product, version } => (of_entries, Some(product), Some(version)),
            Role::Unreleased { product } => (of_entries, Some(product), None),
            Role::Unused => return None,
        };
        let (yaml, body) = if is_markdown { parts(text) } else { (0..text.len(), None) };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let checked = &snapshot.checked;
        let templates =
            if checked.templates.is_empty() { Cow::Owned(template::built_in()) } else { Cow::Borrowed(checked.templates.as_slice()) };
        Some(Self { snapshot, text, file, folder, form, product, version, yaml, body, templates })
    }

    pub fn catalog(&self) -> Option<&'a Catalog> {
        self.snapshot.checked.catalog.as_ref()
    }

    pub fn site(&self) -> Option<&'a SiteDocument> {
        self.snapshot.checked.documents.as_ref().map(|documents| &documents.site)
    }

    pub fn schema(&self) -> serde_json::Value {
        schema::with_own_formats(self.form, self.site(), &self.templates)
    }

    /// The product that the file is of.
    pub fn product(&self) -> Option<&'a Product> {
        self.catalog()?.find_product(self.product?)
    }

    /// The release that the file is of, where that could be read.
    pub fn release(&self) -> Option<&'a Release> {
        let product = self.product()?;
        self.catalog()?.find_release(product.index, &self.own_version()?)
    }

    /// The version that the path names.
    pub fn own_version(&self) -> Option<Version> {
        Version::parse(self.version?, self.product()?.versioning).ok()
    }

    /// Whether an entry stands in the file.
    pub fn holds(&self, entry: EntryIndex) -> bool {
        self.catalog().is_some_and(|catalog| catalog.entry(entry).place.file == self.file)
    }

    /// Whether an entry stands in the same release as the file, or waits in the same folder.
    pub fn is_at_home(&self, entry: EntryIndex) -> bool {
        let (Some(catalog), Some(product)) = (self.catalog(), self.product()) else { return false };
        let entry = catalog.entry(entry);
        let is_same = match self.version {
            Some(_) => entry.release.is_some() && entry.release == self.release().map(|release| release.index),
            None => entry.release.is_none(),
        };
        entry.product == product.index && is_same
    }

    pub fn template(&self, kind: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.name.as_str() == kind)
    }
}

/// The front matter and the body of a Markdown file. A front matter that is not closed takes all.
fn parts(text: &str) -> (Range<usize>, Option<Range<usize>>) {
    let mut at = 0;
    let mut start = None;
    for line in text.split_inclusive('\n') {
        let next = at + line.len();
        match start {
            None if line.trim_end() == "---" => start = Some(next),
            None => return (0..0, Some(0..text.len())),
            Some(start) if line.trim_end() == "---" => return (start..at, Some(next..text.len())),
            Some(_) => {}
        }
        at = next;
    }
    (start.unwrap_or(0)..text.len(), None)
}
