//! Text to [`Documents`]. No I/O, no checks across releases, never panics.
//!
//! In:  the texts of a site. Out: site.yaml, releases and entries, each value with its span.
//! A file with a bad head yields one [`Diagnostic`] and no document; every other mistake in it is reported in the same run.

pub mod document;
mod entry;
pub(crate) mod fields;
pub mod front;
mod layout;
pub mod node;
mod policy;
mod release;
mod site;
mod text;
mod value;
pub mod yaml;
mod yaml_error;

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic, Diagnostics, listed};
use crate::ident::Version;
use crate::load::Loaded;
use crate::source::{FileId, SourceFile, Sources};

pub use document::Documents;
use document::{EntryDocument, ProductDocument, ReleaseDocument, SiteDocument};
use fields::Reader;
use layout::{Place, Role};

/// Reads every document of a site. `None` where site.yaml itself cannot be understood.
pub fn parse(loaded: &Loaded, diags: &mut Diagnostics) -> Option<Documents> {
    let sources = &loaded.sources;
    let site = read_site(loaded, diags)?;
    let plan = Plan::of(&site, loaded, diags);
    let (mut releases, mut unreleased) = (Vec::new(), Vec::new());
    let mut waiting = Vec::new();
    let results: Vec<_> = plan.jobs.par_iter().map(|job| job.run(&site, sources)).collect();
    for (job, (outcome, found)) in plan.jobs.iter().zip(results) {
        diags.extend(found);
        match outcome {
            Outcome::Release(release) => releases.push((job.key(), *release)),
            Outcome::Entries(entries) if matches!(job.task, Task::Unreleased) => unreleased.extend(entries),
            Outcome::Entries(entries) => waiting.push((job.key(), job.file, entries)),
            Outcome::Nothing => {}
        }
    }
    let releases = assemble(releases, waiting);
    let unread = unread(loaded, &plan, &releases, &unreleased);
    Some(Documents { site, releases, unreleased, unread })
}

/// The files of a plan, and those that could not be read at all, of which no document came.
fn unread(loaded: &Loaded, plan: &Plan, releases: &[ReleaseDocument], unreleased: &[EntryDocument]) -> Vec<SourceFile> {
    let entries = releases.iter().flat_map(|release| &release.entries).chain(unreleased).map(|entry| entry.file);
    let known: HashSet<FileId> = releases.iter().map(|release| release.file).chain(entries).collect();
    let files = plan.jobs.iter().map(|job| job.file).chain(loaded.unreadable.iter().copied()).filter(|file| !known.contains(file));
    let file = |id| SourceFile { path: loaded.sources.path(id).to_owned(), text: loaded.sources.text(id).into() };
    files.map(file).collect()
}

fn read_site(loaded: &Loaded, diags: &mut Diagnostics) -> Option<SiteDocument> {
    let sources = &loaded.sources;
    let file = sources.find("content/site.yaml").filter(|file| !loaded.unreadable.contains(file))?;
    let mut reader = Reader::new(sources);
    let root = yaml::read(file, sources.text(file), 0, &mut reader.diags);
    let document = reader.diags.keep(root).and_then(|root| site::read(&mut reader, file, &root));
    diags.extend(reader.diags);
    document
}

/// A release by the names of its folders: product, and version without a leading `v`.
type ReleaseKey<'a> = (&'a str, &'a str);

/// One file to read, and as what.
struct Job<'a> {
    file: FileId,
    path: &'a str,
    product: &'a ProductDocument,
    /// As the folder or file has it.
    name: &'a str,
    task: Task,
}

enum Task {
    Release(Version),
    Entries,
    Unreleased,
}

enum Outcome {
    Release(Box<ReleaseDocument>),
    Entries(Vec<EntryDocument>),
    Nothing,
}

impl<'a> Job<'a> {
    fn key(&self) -> ReleaseKey<'a> {
        (self.product.key.as_str(), without_v(self.name))
    }

    fn run(&self, site: &SiteDocument, sources: &Sources) -> (Outcome, Diagnostics) {
        let mut reader = Reader::new(sources);
        let place = Place { site, product: self.product, folder: layout::folder(self.path) };
        let is_markdown = self.path.ends_with(".md");
        let outcome = match &self.task {
            Task::Release(version) if is_markdown => release_markdown(&mut reader, place, self.file, version),
            Task::Release(version) => release_yaml(&mut reader, place, self.file, version),
            Task::Entries | Task::Unreleased if is_markdown => {
                Outcome::Entries(entry::file(&mut reader, &place, self.file).into_iter().collect())
            }
            Task::Entries | Task::Unreleased => Outcome::Entries(entry_list(&mut reader, &place, self.file)),
        };
        (outcome, reader.diags)
    }
}

fn without_v(version: &str) -> &str {
    version.strip_prefix('v').unwrap_or(version)
}

fn release_yaml(reader: &mut Reader, place: Place, file: FileId, version: &Version) -> Outcome {
    let root = yaml::read(file, reader.sources.text(file), 0, &mut reader.diags);
    let Some(root) = reader.diags.keep(root) else { return Outcome::Nothing };
    let opening = reader.sources.first_line(file);
    let at = release::ReleasePlace { place, file, opening, version: version.clone(), body: None };
    release::read(reader, at, &root).map_or(Outcome::Nothing, |release| Outcome::Release(Box::new(release)))
}

fn release_markdown(reader: &mut Reader, place: Place, file: FileId, version: &Version) -> Outcome {
    let Some((front, root, body)) = entry::split(reader, file) else { return Outcome::Nothing };
    let at = release::ReleasePlace { place, file, opening: front.opening, version: version.clone(), body: Some(body) };
    release::read(reader, at, &root).map_or(Outcome::Nothing, |release| Outcome::Release(Box::new(release)))
}

fn entry_list(reader: &mut Reader, place: &Place, file: FileId) -> Vec<EntryDocument> {
    let root = yaml::read(file, reader.sources.text(file), 0, &mut reader.diags);
    reader.diags.keep(root).map_or_else(Vec::new, |root| entry::list(reader, place, file, &root, "this file"))
}

/// What is to be read, in the order of paths.
struct Plan<'a> {
    jobs: Vec<Job<'a>>,
}

impl<'a> Plan<'a> {
    fn of(site: &'a SiteDocument, loaded: &'a Loaded, diags: &mut Diagnostics) -> Self {
        let mut plan = Self { jobs: Vec::new() };
        let mut misplaced = HashSet::new();
        let assets: HashSet<FileId> = loaded.assets.iter().map(|asset| asset.file).collect();
        let texts = loaded.sources.iter().filter(|(file, source)| source.path.starts_with("content/") && !assets.contains(file));
        for (file, source) in texts {
            let path = source.path.as_str();
            if let Err(diagnostic) = plan.add(site, loaded, file, path) {
                // Where no product is named, that was told of.
                if site.products.is_empty() {
                    continue;
                }
                // A folder that is in the wrong place is told of once, at its first file.
                let folder = misplaced_folder(path, diagnostic.code);
                if diagnostic.code == Code::UnusedFile || misplaced.insert(folder) {
                    diags.push(*diagnostic);
                }
            }
        }
        plan.report_headless(loaded, diags);
        plan
    }

    fn add(&mut self, site: &'a SiteDocument, loaded: &'a Loaded, file: FileId, path: &'a str) -> Result<(), Box<Diagnostic>> {
        let place = loaded.sources.first_line(file);
        let (product, name, is_release) = match Role::of(path) {
            Role::Site => return Ok(()),
            Role::Unused => return Err(Box::new(unused(place, path))),
            Role::Release { product, version } => (product, version, true),
            Role::Entries { product, version } => (product, version, false),
            Role::Unreleased { product } => (product, "unreleased", false),
        };
        let product =
            site.products.iter().find(|known| known.key.as_str() == product).ok_or_else(|| Box::new(no_product(site, place, product)))?;
        let task = match layout::version(name, product.versioning) {
            _ if name == "unreleased" && !is_release => Task::Unreleased,
            Some(version) if is_release => Task::Release(version),
            Some(_) => Task::Entries,
            None if layout::folder(path).ends_with(product.key.as_str()) && !layout::looks_like_version(name) => {
                return Err(Box::new(unused(place, path)));
            }
            None => return Err(Box::new(no_version(product, place, name))),
        };
        // A file that could not be read counts as there, so that nothing else is said to be missing for want of it.
        self.jobs.push(Job { file, path, product, name, task });
        Ok(())
    }

    /// Reports folders of entries that have no release.yaml, and drops what could not be read.
    fn report_headless(&mut self, loaded: &Loaded, diags: &mut Diagnostics) {
        let mut headed: HashSet<ReleaseKey> = self.jobs.iter().filter(|job| matches!(job.task, Task::Release(_))).map(Job::key).collect();
        for job in self.jobs.iter().filter(|job| matches!(job.task, Task::Entries)) {
            if headed.insert(job.key()) {
                let message = format!("`release.yaml` is missing in `{}`", layout::folder(job.path));
                let diagnostic = Diagnostic::new(Code::MissingField, loaded.sources.first_line(job.file), message);
                diags.push(
                    diagnostic.help("add a file `release.yaml` with at least a line such as `date: 2026-05-12`, or `status: planned`"),
                );
            }
        }
        self.jobs.retain(|job| !loaded.unreadable.contains(&job.file));
    }
}

fn misplaced_folder(path: &str, code: Code) -> String {
    let parts = if code == Code::BadVersion { 3 } else { 2 };
    path.split('/').take(parts).collect::<Vec<_>>().join("/")
}

fn unused(place: crate::source::Span, path: &str) -> Diagnostic {
    Diagnostic::new(Code::UnusedFile, place, format!("nobody reads `{path}`"))
        .help("entries and releases stand at `content/PRODUCT/VERSION/` or `content/PRODUCT/unreleased/`")
}

fn no_product(site: &SiteDocument, place: crate::source::Span, name: &str) -> Diagnostic {
    let known: Vec<&str> = site.products.iter().map(|product| product.key.as_str()).collect();
    let message = format!("the folder `content/{name}` is no product of this site");
    let mut diagnostic = Diagnostic::new(Code::BadValue, place, message);
    diagnostic = match crate::diag::nearest(name, known.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`? rename the folder")),
        None if known.is_empty() => diagnostic.help("name it under `products` in site.yaml"),
        None => diagnostic.help(format!("name it under `products` in site.yaml; the products are {}", listed(known, "and"))),
    };
    diagnostic
}

fn no_version(product: &ProductDocument, place: crate::source::Span, name: &str) -> Diagnostic {
    let message = format!("`{name}` is not a version of `{}`", product.key.value);
    let form = Version::parse(name, product.versioning).err().map_or_else(String::new, |error| format!("; {error}"));
    Diagnostic::new(Code::BadVersion, place, message)
        .help(format!("the folder or file of a release is named by its version, or `unreleased`{form}"))
}

/// Puts entries into the releases they stand beside: in the order of their files, those of the release's own file among them.
fn assemble<'a>(
    releases: Vec<(ReleaseKey<'a>, ReleaseDocument)>,
    waiting: Vec<(ReleaseKey<'a>, FileId, Vec<EntryDocument>)>,
) -> Vec<ReleaseDocument> {
    let mut places: HashMap<ReleaseKey, usize> = HashMap::new();
    // Where two files tell of one release, which is an error of its own, the one in the folder has the folder's entries.
    for (index, (key, release)) in releases.iter().enumerate() {
        if release.folder.rsplit('/').next().is_some_and(|name| without_v(name) == key.1) {
            places.insert(*key, index);
        } else {
            places.entry(*key).or_insert(index);
        }
    }
    let mut releases: Vec<ReleaseDocument> = releases.into_iter().map(|(_, release)| release).collect();
    for (key, file, entries) in waiting {
        let Some(release) = places.get(&key).and_then(|index| releases.get_mut(*index)) else { continue };
        let at = release.entries.partition_point(|entry| entry.file < file);
        release.entries.splice(at..at, entries);
    }
    releases
}
