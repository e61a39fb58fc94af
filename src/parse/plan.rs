//! The texts under `content/` to what is to be read, release by release. What stands in no place is reported.

use std::collections::{HashMap, HashSet};

use crate::diag::{Code, Diagnostic, Diagnostics, nearest, the_known};
use crate::ident::Version;
use crate::load::Loaded;
use crate::source::{FileId, Span};

use super::document::{ProductDocument, SiteDocument};
use super::layout::{self, Role};

/// A file to read.
pub(super) struct File<'a> {
    pub id: FileId,
    pub path: &'a str,
}

/// The files that tell of one release.
pub(super) struct Group<'a> {
    pub product: &'a ProductDocument,
    /// Those that say what is true of it as a whole, with the version that their path names. More than one is a mistake that
    /// resolving finds.
    pub heads: Vec<(File<'a>, Version)>,
    /// Entries and lists of entries in its folder.
    pub entries: Vec<File<'a>>,
}

/// What is to be read.
#[derive(Default)]
pub(super) struct Plan<'a> {
    /// In the order of their paths.
    pub releases: Vec<Group<'a>>,
    /// Entries and lists of entries that wait for a release.
    pub unreleased: Vec<(&'a ProductDocument, File<'a>)>,
    places: HashMap<(&'a str, &'a str), usize>,
    /// The folder of the last entry that was placed, and its release.
    last: Option<(&'a str, usize)>,
}

impl<'a> Plan<'a> {
    /// Sorts the texts of a site into place.
    pub fn of(site: &'a SiteDocument, loaded: &'a Loaded, diags: &mut Diagnostics) -> Self {
        let mut plan = Self::default();
        let mut misplaced = HashSet::new();
        let assets: HashSet<FileId> = loaded.assets.iter().map(|asset| asset.file).collect();
        let texts = loaded.sources.iter().filter(|(id, source)| source.path.starts_with("content/") && !assets.contains(id));
        for (id, source) in texts {
            let path = source.path.as_str();
            // Where no product is named, that was told of, and every file would be misplaced.
            let Err(fault) = plan.add(site, File { id, path }) else { continue };
            let is_new = match fault {
                Misplaced::File => true,
                Misplaced::Product(name) => !site.products.is_empty() && misplaced.insert((name, "")),
                Misplaced::Version(product, name) => misplaced.insert((product.key.as_str(), name)),
            };
            if is_new {
                diags.push(fault.diagnostic(site, loaded.sources.first_line(id), path));
            }
        }
        plan.report_headless(loaded, diags);
        plan.leave_out(&loaded.unreadable);
        plan
    }

    fn add(&mut self, site: &'a SiteDocument, file: File<'a>) -> Result<(), Misplaced<'a>> {
        // Files stand in the order of their paths, so nearly every entry follows one of its own release.
        let folder = layout::folder(file.path);
        if let Some((_, place)) = self.last.filter(|(last, _)| *last == folder && layout::stem(file.path) != "release") {
            self.releases[place].entries.push(file);
            return Ok(());
        }
        let (product, name, is_head) = match Role::of(file.path) {
            Role::Site => return Ok(()),
            Role::Unused => return Err(Misplaced::File),
            Role::Release { product, version } => (product, version, true),
            Role::Entries { product, version } => (product, version, false),
            Role::Unreleased { product } => (product, "unreleased", false),
        };
        let product = site.products.iter().find(|known| known.key.as_str() == product).ok_or(Misplaced::Product(product))?;
        if name == "unreleased" && !is_head {
            self.unreleased.push((product, file));
            return Ok(());
        }
        let is_folder = !matches!(file.path.split('/').count(), 3);
        let version = match layout::version(name, product.versioning) {
            Some(version) => version,
            // A file beside the releases that was not meant to be one.
            None if !is_folder && !layout::looks_like_version(name) => return Err(Misplaced::File),
            None => return Err(Misplaced::Version(product, name)),
        };
        let place = self.place(product, name);
        let group = &mut self.releases[place];
        if is_head {
            group.heads.push((file, version));
        } else {
            group.entries.push(file);
            self.last = Some((folder, place));
        }
        Ok(())
    }

    /// The place of a release among the others.
    fn place(&mut self, product: &'a ProductDocument, name: &'a str) -> usize {
        let key = (product.key.as_str(), name.strip_prefix('v').unwrap_or(name));
        let releases = &mut self.releases;
        *self.places.entry(key).or_insert_with(|| {
            releases.push(Group { product, heads: Vec::new(), entries: Vec::new() });
            releases.len() - 1
        })
    }

    fn report_headless(&mut self, loaded: &Loaded, diags: &mut Diagnostics) {
        for group in self.releases.iter_mut().filter(|group| group.heads.is_empty()) {
            if let Some(at) = group.entries.iter().position(|file| is_nearly_release(file.path)) {
                // It is no list of entries, so it is not read as one.
                let file = group.entries.remove(at);
                let name = file.path.rsplit('/').next().unwrap_or(file.path);
                let message = format!("`release.yaml` is missing, and `{name}` is not read in its place");
                let diagnostic = Diagnostic::new(Code::MissingField, loaded.sources.first_line(file.id), message);
                diags.push(diagnostic.help("rename the file to `release.yaml`"));
                continue;
            }
            let Some(first) = group.entries.first() else { continue };
            let message = format!("`release.yaml` is missing in `{}`", layout::folder(first.path));
            let diagnostic = Diagnostic::new(Code::MissingField, loaded.sources.first_line(first.id), message);
            diags.push(diagnostic.help("add a file `release.yaml` with at least a line such as `date: 2026-05-12`, or `status: planned`"));
        }
    }

    /// Files that could not be read count as there until here, so that nothing else is said to be missing for want of them.
    fn leave_out(&mut self, unreadable: &HashSet<FileId>) {
        if unreadable.is_empty() {
            return;
        }
        for group in &mut self.releases {
            group.heads.retain(|(file, _)| !unreadable.contains(&file.id));
            group.entries.retain(|file| !unreadable.contains(&file.id));
        }
        self.unreleased.retain(|(_, file)| !unreadable.contains(&file.id));
    }
}

/// Whether a file was most likely meant to be `release.yaml`.
fn is_nearly_release(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"));
    stem.is_some_and(|stem| nearest(stem, ["release"]).is_some())
}

/// Why a file stands in no place.
enum Misplaced<'a> {
    /// Nobody reads a file there.
    File,
    /// Its folder is no product.
    Product(&'a str),
    /// Its folder or file name is no version of the product.
    Version(&'a ProductDocument, &'a str),
}

impl Misplaced<'_> {
    fn diagnostic(&self, site: &SiteDocument, place: Span, path: &str) -> Diagnostic {
        match self {
            Self::File => Diagnostic::new(Code::UnusedFile, place, format!("nobody reads `{path}`"))
                .help("entries and releases stand at `content/PRODUCT/VERSION/` or `content/PRODUCT/unreleased/`"),
            Self::Product(name) => {
                let known: Vec<&str> = site.products.iter().map(|product| product.key.as_str()).collect();
                let diagnostic = Diagnostic::new(Code::BadValue, place, format!("the folder `content/{name}` is no product of this site"));
                match nearest(name, known.iter().copied()) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`? rename the folder")),
                    None => diagnostic.help(format!("name it under `products` in site.yaml; {}", the_known("product", &known))),
                }
            }
            Self::Version(product, name) => {
                let whole = format!("{name}.0");
                let meant = match nearest(name, ["unreleased"]) {
                    Some(near) => Some(near),
                    None => Version::parse(&whole, product.versioning).is_ok().then_some(whole.as_str()),
                };
                if let Some(meant) = meant {
                    let message = format!("`{name}` is not a version of `{}`", product.key.value);
                    return Diagnostic::new(Code::BadVersion, place, message).help(format!("did you mean `{meant}`? rename it"));
                }
                let form = Version::parse(name, product.versioning).err().map_or_else(String::new, |error| format!("; {error}"));
                Diagnostic::new(Code::BadVersion, place, format!("`{name}` is not a version of `{}`", product.key.value))
                    .help(format!("the folder or file of a release is named by its version, or `unreleased`{form}"))
            }
        }
    }
}
