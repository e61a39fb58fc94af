//! Notes that others wrote, into content of ours. A file or folder for each format.
//!
//! In: the files of a format as [`Input`]. Out: [`Imported`] files, and a list of all that the format could not say or ours cannot hold.
//! No I/O, nothing is dropped, and no fact is made up without saying so.
//!
//! A format has a row in [`FORMATS`] and a function from [`Input`] to `Notes`; what is unclear is settled, and the site written, in one
//! way for all.

pub mod antsibull;
pub mod changelog;
pub mod changesets;
pub mod changie;
pub mod chloggen;
mod dates;
mod definitions;
mod fragment;
pub mod git;
pub mod github;
mod kinds;
mod notes;
pub mod reno;
mod rst;
pub mod scriv;
mod settle;
mod title;
pub mod towncrier;
mod versions;
mod write;
pub(crate) mod yaml;

use chrono::NaiveDate;

use crate::ident::{BaseUrl, ProductKey, Version};
use crate::load::Input;

use notes::Notes;

/// How notes are imported.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// The product's name, where it was given; else the notes' title is taken where that is a name.
    pub name: Option<String>,
    /// The name where neither is there: that of the folder.
    pub fallback_name: String,
    /// The product's key; by default made from its name.
    pub product: Option<ProductKey>,
    /// The release that all goes to that waits for one; by default it keeps waiting.
    pub version: Option<Version>,
    /// That release's day; by default today.
    pub date: Option<NaiveDate>,
    /// Where a new site will stand; nothing where there is a site already, which then is added to and otherwise left as it is.
    pub new_site: Option<BaseUrl>,
    /// The kinds that the site has templates of its own for.
    pub kinds: Vec<String>,
    /// The day to give to releases where no release has one.
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
    /// What has no place of its own, in the order of files and lines. It is kept where `kept` says.
    pub unplaced: Vec<Unplaced>,
    /// What was assumed, changed or switched off, a sentence each.
    pub notes: Vec<String>,
}

/// Text that belongs to no entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// The file's path.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// The text's first line.
    pub text: String,
    /// Where it stands now.
    pub kept: String,
}

/// A format that notes come in.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// As on the command line.
    pub name: &'static str,
    /// Files that say what else there is to read. They are looked for in the folder that was given and in those above it.
    pub settings: &'static [&'static str],
    /// The folders and files that hold the notes, from what the settings say.
    pub places: fn(&Input) -> Vec<String>,
    /// What to say where no release and no entry is found.
    pub nothing: &'static str,
    read: fn(&Input, &ImportOptions) -> Notes,
}

/// All formats.
pub const FORMATS: &[Format] = &[
    changelog::FORMAT,
    changesets::FORMAT,
    changie::FORMAT,
    chloggen::FORMAT,
    antsibull::FORMAT,
    github::FORMAT,
    reno::FORMAT,
    scriv::FORMAT,
    towncrier::FORMAT,
];

/// Reads notes. Never fails: input without releases and entries gives none, and then there is nothing to write.
pub fn import(format: &Format, input: &Input, options: &ImportOptions) -> Imported {
    let mut notes = (format.read)(input, options);
    notes.unplaced.extend(input.refused.iter().map(|(file, why)| Unplaced {
        file: file.clone(),
        line: 1,
        text: why.clone(),
        kept: "nowhere".to_owned(),
    }));
    let mut imported = finish(notes, format.name, options);
    for unplaced in &mut imported.unplaced {
        unplaced.file = input.shown(&unplaced.file);
    }
    imported
}

/// Settles what notes leave open, and makes them the files of a site.
fn finish(mut notes: Notes, format: &str, options: &ImportOptions) -> Imported {
    if let Some(version) = &options.version {
        let date = options.date.unwrap_or(options.today);
        notes.release_waiting(version.to_string(), date);
        notes.others.iter_mut().for_each(|other| other.release_waiting(version.to_string(), date));
    }
    write::write(notes, format, options)
}
