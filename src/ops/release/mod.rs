//! A release cut from what waits: what `release` does, as changes that nobody has made yet.
//!
//! In:  a site as it was loaded, and what the writer asked. Out: a [`Cut`]: the version, who asked for it, and the changes of files.
//!
//! 1. The site is checked; an error stops everything.
//! 2. `target` settles the version and the folder: asked for, or worked out from what the entries ask.
//! 3. `gather` and `take` list the files that move, and `head` the text of `release.yaml`.
//! 4. `references` keeps every reference to an entry leading where it led.
//! 5. The site as it would be is checked too: what would be an error then stops everything now.

mod gather;
mod head;
mod references;
mod take;
mod target;

use chrono::NaiveDate;

use crate::diag::{Diagnostic, Diagnostics};
use crate::ident::{Line, ProductKey, Version, When};
use crate::load::{Change, Loaded};
use crate::model::{Catalog, Product};
use crate::parse::Documents;
use crate::parse::document::Status;
use crate::source::Sources;

use super::check::{CheckOptions, Checked, check};
use super::choose::{ChoiceError, product as choose};
use super::status::{AskingEntry, asking};

/// What `release` is told.
#[derive(Debug, Clone)]
pub struct ReleaseOptions {
    /// The clock, and whether warnings count as errors.
    pub check: CheckOptions,
    /// `[PRODUCT] [VERSION]` as typed.
    pub names: Vec<String>,
    /// The tag of a pre-release: `alpha`, `beta` or `rc`.
    pub pre: Option<&'static str>,
    /// Whether it is an emergency fix: a patch with `type: hotfix`.
    pub hotfix: bool,
    /// The line it is of, where that is not the newest.
    pub line: Option<Line>,
    /// Which of the waiting entries go into it.
    pub taken: Taken,
    /// What its file says.
    pub details: Details,
}

/// Which of the entries in `unreleased/` a release takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// All of them.
    All,
    /// Those with these ids.
    Only(Vec<String>),
    /// None: the release has its entries, or needs none.
    Nothing,
}

/// What `release.yaml` says, where the writer says it on the command line.
#[derive(Debug, Clone, Default)]
pub struct Details {
    /// `title`
    pub title: Option<String>,
    /// `summary`, Markdown.
    pub summary: Option<String>,
    /// Whether it is only planned.
    pub planned: bool,
    /// `date`; today where it is released.
    pub date: Option<When>,
    /// `announced`
    pub announced: Option<NaiveDate>,
    /// `lts.until`
    pub lts: Option<NaiveDate>,
    /// Items of the policy's readiness that are done; `all` is each.
    pub ready: Vec<String>,
}

/// A release that can be made.
#[derive(Debug, Clone)]
pub struct Cut {
    /// Its product.
    pub product: ProductKey,
    /// The product's name.
    pub product_name: String,
    /// Its version.
    pub version: Version,
    /// Whether it is only planned after this.
    pub planned: bool,
    /// Whether it was planned before.
    pub was_planned: bool,
    /// Why it has that version, where nobody named one.
    pub asked_by: Option<AskingEntry>,
    /// The entries it takes: id and title.
    pub entries: Vec<(String, String)>,
    /// What happens to files.
    pub changes: Vec<Change>,
    /// What a writer should know of it.
    pub notes: Vec<String>,
}

/// What came of it.
#[derive(Debug)]
pub struct Released {
    /// The release; nothing where the content has errors, or would have.
    pub cut: Option<Cut>,
    /// What would have been made of it, where the site would have errors then.
    pub refused: Option<Version>,
    /// What is wrong with the site as it is or as it would be, sorted.
    pub diagnostics: Diagnostics,
    /// The texts that the diagnostics are about.
    pub sources: Sources,
}

/// Why there is no release.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// No product is meant.
    #[error(transparent)]
    Choice(#[from] ChoiceError),
    /// Not a version of the product.
    #[error("`{text}` is neither a product nor a version: {form}")]
    BadVersion {
        /// As typed.
        text: String,
        /// The right form.
        form: String,
    },
    /// Nothing to release.
    #[error("nothing waits in `content/{product}/unreleased/`: write an entry with `tidings new`, or say `--no-entries` to release none")]
    Nothing {
        /// The product.
        product: ProductKey,
    },
    /// That version is out.
    #[error("`{version}` is {status} already, and a version is not used twice; the next is `{next}`")]
    Out {
        /// The version.
        version: Version,
        /// `released` or `rolled back`.
        status: &'static str,
        /// One that is free.
        next: Version,
    },
    /// A pre-release before one that is out.
    #[error("`{newer}` is out already, and `{version}` would come before it")]
    PreOrder {
        /// The one that is asked for.
        version: Version,
        /// The one that is out.
        newer: Version,
    },
    /// No release of that line is out.
    #[error("no release of the line `{line}` is out, so there is nothing to follow")]
    UnknownLine {
        /// As typed.
        line: Line,
    },
    /// A release of an older line, and nobody said what it takes.
    #[error(
        "`{version}` comes after `{latest}` is out, and what waits may be for the newer line: name what it takes with `--entry ID`; there {known}"
    )]
    WhichEntries {
        /// The version.
        version: Version,
        /// The newest stable release.
        latest: Version,
        /// The ids there are.
        known: String,
    },
    /// No entry of that id waits.
    #[error("no entry `{id}` waits in `content/{product}/unreleased/`; {known}")]
    UnknownEntry {
        /// As typed.
        id: String,
        /// The product.
        product: ProductKey,
        /// The ids there are.
        known: String,
    },
    /// No such item in the policy.
    #[error("the policy's readiness has no item `{item}`; {known}")]
    UnknownItem {
        /// As typed.
        item: String,
        /// Those there are.
        known: String,
    },
    /// A file of that name is there.
    #[error("`{to}` is there already, so `{from}` cannot move there: rename one of the two")]
    Taken {
        /// The file that should move.
        from: String,
        /// Where it should go.
        to: String,
    },
    /// A list or map in flow style, which has no lines to edit.
    #[error("`{path}` is written in one line with brackets or braces: write it one item a line, so that it can be edited")]
    Flow {
        /// The file.
        path: String,
    },
    /// The summary of a Markdown release is its body.
    #[error("the summary of `{path}` is its text: write it there, and leave out `--summary`")]
    SummaryIsBody {
        /// The file.
        path: String,
    },
    /// A list could not be taken apart without a change to an entry.
    #[error("`{path}` cannot be taken apart without changing an entry in it: move the entry by hand")]
    Inseparable {
        /// The file.
        path: String,
    },
}

/// A site that was understood.
struct Site<'a> {
    loaded: &'a Loaded,
    documents: &'a Documents,
    catalog: &'a Catalog,
    product: &'a Product,
}

/// Works out a release. Pure: nothing is written.
///
/// # Errors
/// [`ReleaseError`] where what was asked cannot be. What is wrong with the content is in [`Released::diagnostics`].
pub fn release(loaded: &Loaded, options: &ReleaseOptions) -> Result<Released, ReleaseError> {
    let Checked { documents, catalog, diagnostics, .. } = check(loaded, &options.check);
    let (Some(documents), Some(catalog)) = (&documents, &catalog) else {
        return Ok(stopped(diagnostics, loaded));
    };
    if diagnostics.has_errors() {
        return Ok(stopped(diagnostics, loaded));
    }
    let (product, version) = names(catalog, &options.names)?;
    let site = Site { loaded, documents, catalog, product };
    let chosen = gather::chosen(&site, &options.taken)?;
    let target = target::settle(&site, options, version, &chosen)?;
    let mut changes = gather::changes(&site, &options.taken, &chosen, &target)?;
    changes.push(head::write(&site, options, &target)?);
    let moved = loaded.after(&changes);
    let after = check(&moved, &options.check);
    let mut notes = gather::notes(catalog, &chosen, &target);
    if let (Some(then_documents), Some(then)) = (&after.documents, &after.catalog) {
        gather::hold(&site, then_documents, &changes)?;
        notes.extend(references::keep(catalog, then, &target, &chosen, &moved.sources, &mut changes));
    }
    let then = loaded.after(&changes);
    let found = check(&then, &options.check).diagnostics;
    let refused = found.has_errors().then(|| target.version.clone());
    let entries = chosen.iter().map(|index| catalog.entry(*index));
    let cut = Cut {
        product: product.key.clone(),
        product_name: product.name.clone(),
        version: target.version.clone(),
        planned: options.details.planned,
        was_planned: target.plan.is_some(),
        asked_by: target.asked_by.map(|index| asking(catalog, index)),
        entries: entries.map(|entry| (entry.id.value.as_str().to_owned(), entry.title.value.clone())).collect(),
        changes,
        notes,
    };
    let diagnostics = new_ones(&found, &then.sources, &diagnostics, &loaded.sources);
    Ok(Released { cut: refused.is_none().then_some(cut), refused, diagnostics, sources: then.sources })
}

fn stopped(diagnostics: Diagnostics, loaded: &Loaded) -> Released {
    Released { cut: None, refused: None, diagnostics, sources: loaded.sources.clone() }
}

/// What was not said of the site before. Line numbers may differ, so the words and the file's name count.
fn new_ones(found: &Diagnostics, sources: &Sources, before: &Diagnostics, old: &Sources) -> Diagnostics {
    fn name<'a>(sources: &'a Sources, diagnostic: &Diagnostic) -> &'a str {
        let path = sources.path(diagnostic.span.file);
        path.rsplit('/').next().unwrap_or(path)
    }
    let is_old = |diagnostic: &&Diagnostic| {
        let same = |other: &Diagnostic| other.code == diagnostic.code && other.message == diagnostic.message;
        before.iter().any(|other| same(other) && name(old, other) == name(sources, diagnostic))
    };
    let mut new = Diagnostics::default();
    new.extend(found.iter().filter(|diagnostic| !is_old(diagnostic)).cloned());
    new
}

/// The product and the version that the names on the command line mean.
fn names<'a>(catalog: &'a Catalog, names: &[String]) -> Result<(&'a Product, Option<Version>), ReleaseError> {
    let (key, version) = match names {
        [] => (None, None),
        [key, version, ..] => (Some(key.as_str()), Some(version.as_str())),
        [one] if catalog.find_product(one).is_some() => (Some(one.as_str()), None),
        [one] => (None, Some(one.as_str())),
    };
    let product = choose(catalog, key)?;
    let parsed = version.map(|text| {
        let bad = |error: crate::ident::VersionError| ReleaseError::BadVersion { text: text.to_owned(), form: error.to_string() };
        Version::parse(text, product.versioning).map_err(bad)
    });
    Ok((product, parsed.transpose()?))
}

/// The status that the file will say.
fn status(details: &Details) -> Status {
    if details.planned { Status::Planned } else { Status::Released }
}
