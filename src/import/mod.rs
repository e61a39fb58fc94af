//! Notes that others wrote, into content of ours. A file for each format.
//!
//! In: the text of a file. Out: [`Imported`] files, and a list of all that the format could not say or ours cannot hold.
//! No I/O, nothing is dropped, and no fact is made up without saying so.

pub mod changelog;
pub(crate) mod yaml;

use chrono::NaiveDate;

use crate::ident::{BaseUrl, ProductKey};

/// How notes are imported.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// The product's name, where it was given; else the file's title is taken where that is a name.
    pub name: Option<String>,
    /// The name where neither is there: that of the file's folder.
    pub fallback_name: String,
    /// The product's key; by default made from its name.
    pub product: Option<ProductKey>,
    /// Where a new site will stand; nothing where there is a site already, which then is added to and otherwise left as it is.
    pub new_site: Option<BaseUrl>,
    /// The day to give to releases where no release of the file has one.
    pub today: NaiveDate,
}

/// Notes as content.
#[derive(Debug, Clone)]
pub struct Imported {
    /// Path from the site's folder, and text.
    pub files: Vec<(String, String)>,
    /// The product's name.
    pub name: String,
    /// The product's key: its folder under `content/`.
    pub product: String,
    /// How many releases were found.
    pub releases: usize,
    /// How many entries were found, those that wait for a release included.
    pub entries: usize,
    /// What has no place of its own, in the order of lines. It is kept where `kept` says.
    pub unplaced: Vec<Unplaced>,
    /// What was assumed, changed or switched off, a sentence each.
    pub notes: Vec<String>,
}

/// Text that belongs to no entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// From 1.
    pub line: usize,
    /// The text's first line.
    pub text: String,
    /// Where it stands now.
    pub kept: String,
}
