//! Text to [`Documents`]. No I/O, no checks across releases, never panics.
//!
//! In:  the texts of a site. Out: site.yaml, releases and entries, each value with its span.
//! A file with a bad head yields one [`Diagnostic`](crate::diag::Diagnostic) and no document; every other mistake in it is reported in the same run.

mod conflict;
pub mod document;
mod entry;
pub(crate) mod fields;
pub mod front;
pub(crate) mod layout;
mod memory;
mod mend;
pub mod node;
mod plain_yaml;
mod plan;
mod policy;
mod release;
mod site;
mod text;
mod value;
pub mod yaml;
mod yaml_error;

use rayon::prelude::*;

use crate::diag::Diagnostics;
use crate::ident::Version;
use crate::load::Loaded;
use crate::source::{FileId, SourceFile, Sources};

pub use document::Documents;
use document::{ProductDocument, ReleaseDocument, SiteDocument};
use fields::Reader;
use layout::Place;
use memory::Entries;
pub use memory::Memory;
use plan::{File, Group, Plan};

/// Reads every document of a site. `None` where site.yaml itself cannot be understood.
pub fn parse(loaded: &Loaded, diags: &mut Diagnostics) -> Option<Documents> {
    parse_again(loaded, &mut Memory::default(), diags)
}

/// As [`parse`]; files of entries that `memory` knows by the same text and under the same site.yaml are not read a second time.
pub fn parse_again(loaded: &Loaded, memory: &mut Memory, diags: &mut Diagnostics) -> Option<Documents> {
    let sources = &loaded.sources;
    let site = read_site(loaded, diags)?;
    memory.is_of(sources.shared(site.file));
    let plan = Plan::of(&site, loaded, diags);
    let reading = Reading { site: &site, sources, memory };
    let read: Vec<Read> = plan.releases.par_iter().map(|group| release(&reading, group)).collect();
    let mut releases = Vec::with_capacity(read.len());
    let (mut files, mut unread) = (Vec::new(), Vec::new());
    for group in read {
        releases.extend(group.releases);
        diags.extend(group.diags);
        files.extend(group.files);
        unread.extend(group.unread);
    }
    releases.sort_by_key(|release| release.file);
    let read: Vec<_> = plan.unreleased.par_iter().map(|(product, file)| (file.id, entries(&reading, product, file))).collect();
    let mut unreleased = Vec::new();
    for (file, (documents, found)) in read {
        unread.extend(documents.is_empty().then_some(file));
        unreleased.extend(documents.iter().cloned());
        diags.extend(found.clone());
        files.push((file, (documents, found)));
    }
    memory.keep(sources, files);
    let unread = unread.into_iter().chain(loaded.unreadable.iter().copied());
    let unread = unread.map(|id| SourceFile { path: sources.path(id).to_owned(), text: sources.text(id).into() }).collect();
    Some(Documents { site, releases, unreleased, unread })
}

/// Reads site.yaml alone. `None` where it cannot be understood.
pub fn read_site(loaded: &Loaded, diags: &mut Diagnostics) -> Option<SiteDocument> {
    let sources = &loaded.sources;
    let file = sources.find("content/site.yaml").filter(|file| !loaded.unreadable.contains(file))?;
    if let Some(conflict) = conflict::find(file, sources.text(file)) {
        diags.push(conflict);
        return None;
    }
    let mut reader = Reader::new(sources);
    let root = yaml::read(file, sources.text(file), 0, &mut reader.diags);
    let document = reader.diags.keep(root).and_then(|root| site::read(&mut reader, file, &root));
    diags.extend(reader.diags);
    document
}

/// What the files of a site are read with.
struct Reading<'a> {
    site: &'a SiteDocument,
    sources: &'a Sources,
    memory: &'a Memory,
}

/// What the files of a release hold.
struct Read {
    releases: Vec<ReleaseDocument>,
    diags: Diagnostics,
    /// For the memory, where it keeps any.
    files: Vec<(FileId, Entries)>,
    /// Files of which no document came.
    unread: Vec<FileId>,
}

/// Reads all files of a release. Its entries stand in the order of their files, those of its own file among them.
fn release(reading: &Reading, group: &Group) -> Read {
    let mut reader = Reader::new(reading.sources);
    let heads = group.heads.iter().filter_map(|(file, version)| head(&mut reader, reading.site, group.product, file, version));
    let mut releases: Vec<ReleaseDocument> = heads.collect();
    let mut diags = reader.diags;
    let is_read = |file: &FileId| releases.iter().any(|release| release.file == *file);
    let mut unread: Vec<FileId> = group.heads.iter().map(|(file, _)| file.id).filter(|file| !is_read(file)).collect();
    let mut files: Vec<(FileId, Entries)> = group.entries.par_iter().map(|file| (file.id, entries(reading, group.product, file))).collect();
    // Where two files tell of one release, which is an error of its own, the one in the folder has the folder's entries.
    let mut home = releases.iter_mut().max_by_key(|release| release.folder.len());
    if let Some(release) = &mut home {
        release.entries.reserve_exact(files.iter().map(|(_, (documents, _))| documents.len()).sum());
    }
    for (file, (documents, found)) in &files {
        diags.extend(found.clone());
        if let Some(release) = &mut home {
            let at = release.entries.partition_point(|entry| entry.file < *file);
            release.entries.splice(at..at, documents.iter().cloned());
        }
        unread.extend((home.is_none() || documents.is_empty()).then_some(*file));
    }
    if !reading.memory.keeps() {
        files = Vec::new();
    }
    Read { releases, diags, files, unread }
}

fn head(reader: &mut Reader, site: &SiteDocument, product: &ProductDocument, file: &File, version: &Version) -> Option<ReleaseDocument> {
    if let Some(conflict) = conflict::find(file.id, reader.sources.text(file.id)) {
        reader.diags.push(conflict);
        return None;
    }
    let place = Place { site, product, folder: layout::folder(file.path) };
    let (opening, root, body) = if file.path.ends_with(".md") {
        let (front, root, body) = entry::split(reader, file.id)?;
        (front.opening, root, Some(body))
    } else {
        (reader.sources.first_line(file.id), yaml_file(reader, file.id)?, None)
    };
    release::read(reader, release::ReleasePlace { place, file: file.id, opening, version: version.clone(), body }, &root)
}

/// Reads the entries of one file: a Markdown file holds one, a YAML file a list.
fn entries(reading: &Reading, product: &ProductDocument, file: &File) -> Entries {
    let Reading { site, sources, memory } = reading;
    if let Some(known) = memory.find(sources, file.id) {
        return known;
    }
    let mut reader = Reader::new(sources);
    if let Some(conflict) = conflict::find(file.id, sources.text(file.id)) {
        reader.diags.push(conflict);
        return (Vec::new(), reader.diags);
    }
    let place = Place { site, product, folder: layout::folder(file.path) };
    let documents = if file.path.ends_with(".md") {
        entry::file(&mut reader, &place, file.id).into_iter().collect()
    } else {
        let root = yaml_file(&mut reader, file.id);
        root.map_or_else(Vec::new, |root| entry::list(&mut reader, &place, file.id, &root, "this file"))
    };
    (documents, reader.diags)
}

fn yaml_file(reader: &mut Reader, file: FileId) -> Option<node::Node> {
    let root = yaml::read(file, reader.sources.text(file), 0, &mut reader.diags);
    reader.diags.keep(root)
}
