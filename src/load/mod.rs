//! A site folder to [`Sources`] and assets. The only reader of inputs.
//!
//! In:  a folder. Out: every text that anyone reads, sorted by path whatever the order on disk, and every file that is copied.
//! Never follows a link out of the folder it reads, never reads more of a text than the limit, writes nothing.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span};

mod change;
mod former;
mod history;
mod input;
mod overlay;
mod revision;
mod walk;

pub use change::Change;
pub use former::{Addresses, Copies, MANIFEST, Pictures, former, former_pictures};
pub use history::{Commit, History, Tag, history};
pub use input::{Input, InputFile, input, template_names};
pub use revision::{RevisionError, site_since, way_from_repository};
use walk::{Found, Role};

/// The largest text that is read, in bytes. A release of 1,000 entries takes about a tenth.
const MAX_TEXT: u64 = 8 << 20;

/// A file that is copied rather than read: media beside entries, assets of a site's own theme.
#[derive(Debug, Clone)]
pub struct Asset {
    /// From the site's folder, with `/` between parts: `content/events/2.4.0/scan.png`.
    pub path: String,
    /// Its name in [`Loaded::sources`], where it has no text: what is wrong with it has a place there.
    pub file: FileId,
    /// Its content.
    pub bytes: Arc<[u8]>,
}

/// Everything a site folder holds that anyone reads.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// YAML, Markdown and theme templates: all of `content/`, `templates/` and `themes/` that is text and read.
    pub sources: Sources,
    /// The rest of `content/` and of `themes/*/assets/`, sorted by path.
    pub assets: Vec<Asset>,
    /// Files that could not be read as text, are too large, or lie outside the content folder.
    pub diagnostics: Diagnostics,
    /// Those files: they stand in `sources` so that the place can be shown, and nobody reads them further.
    pub unreadable: HashSet<FileId>,
    /// The addresses of the last build, where the caller asked for them: see [`former`].
    pub former: Addresses,
    /// Pictures that the last build made, where the caller asked for them: see [`former_pictures`].
    pub pictures: Pictures,
}

/// The world's failure while reading.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// There is no site where one was looked for.
    #[error("no site here: `{path}` is missing")]
    NoSite {
        /// The `content/site.yaml` that was looked for.
        path: PathBuf,
    },
    /// A file or folder is there and cannot be read.
    #[error("cannot read `{path}`")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// The folder that holds `content/site.yaml`: `start`, or the nearest one above it.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join("content/site.yaml").is_file()).map(Path::to_path_buf)
}

/// Reads the site at `root`, the folder that holds `content/site.yaml`.
///
/// # Errors
/// [`LoadError`] where the site is missing or a file cannot be read. Bad content is a diagnostic, not an error.
pub fn site(root: &Path) -> Result<Loaded, LoadError> {
    let site = root.join("content/site.yaml");
    if !site.is_file() {
        return Err(LoadError::NoSite { path: site });
    }
    let root = shortest(root);
    let mut found = Vec::new();
    for top in ["content", "templates", "themes"] {
        found.extend(walk::folder(&root, top)?);
    }
    found.par_sort_by(|a, b| a.path.cmp(&b.path));
    let read = found.par_iter().map_init(Vec::new, |buffer, file| match read(&root, file, buffer) {
        // It was removed or renamed since it was found.
        Err(LoadError::Read { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    });
    let contents: Vec<Result<Option<Content>, LoadError>> = read.collect();
    let mut loaded = Loaded::default();
    loaded.sources.reserve(found.len());
    for (file, content) in found.into_iter().zip(contents) {
        if let Some(content) = content? {
            loaded.add(file.path, content);
        }
    }
    Ok(loaded)
}

/// The same folder as seen from the current one, where it lies there: a path is looked up part by part, a hundred thousand times.
fn shortest(root: &Path) -> PathBuf {
    let here = std::env::current_dir().ok();
    here.and_then(|here| root.strip_prefix(here).ok().map(Path::to_path_buf)).unwrap_or_else(|| root.to_path_buf())
}

/// What a file turned out to hold.
enum Content {
    Text(Arc<str>),
    /// The text with replacement characters in the place of what is not UTF-8, where the first such byte stands, and that byte.
    NotUtf8(String, usize, u8),
    TooLarge(u64),
    Outside(PathBuf),
    Loop,
    Bytes(Arc<[u8]>),
}

/// Reads a file by way of a buffer that is used again: a site has a hundred thousand of them.
fn read(root: &Path, file: &Found, buffer: &mut Vec<u8>) -> Result<Content, LoadError> {
    let path = if root.as_os_str().is_empty() { Cow::Borrowed(Path::new(&file.path)) } else { Cow::Owned(root.join(&file.path)) };
    let failed = |source| LoadError::Read { path: path.to_path_buf(), source };
    match &file.role {
        Role::Outside(target) => Ok(Content::Outside(target.clone())),
        Role::Loop => Ok(Content::Loop),
        Role::Asset => std::fs::read(&path).map(|bytes| Content::Bytes(bytes.into())).map_err(failed),
        Role::Text => {
            let handle = File::open(&path).map_err(failed)?;
            buffer.clear();
            // Asking for its length first would cost a call for each of a hundred thousand files.
            (&handle).take(MAX_TEXT + 1).read_to_end(buffer).map_err(failed)?;
            if buffer.len() as u64 > MAX_TEXT {
                return Ok(Content::TooLarge(handle.metadata().map_err(failed)?.len()));
            }
            Ok(text(buffer))
        }
    }
}

fn text(bytes: &[u8]) -> Content {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    match str::from_utf8(bytes) {
        Ok(text) => Content::Text(text.into()),
        Err(error) => {
            let valid = error.valid_up_to();
            let byte = bytes.get(valid).copied().unwrap_or(0);
            Content::NotUtf8(String::from_utf8_lossy(bytes).into_owned(), valid, byte)
        }
    }
}

impl Loaded {
    fn add(&mut self, path: String, content: Content) {
        match content {
            Content::Text(text) => {
                self.sources.add(path, text);
            }
            Content::Bytes(bytes) => {
                let file = self.sources.add(path.clone(), "");
                self.assets.push(Asset { path, file, bytes });
            }
            Content::NotUtf8(text, at, byte) => {
                let file = self.refuse(path, text);
                let bad = Span::new(file, at..at + char::REPLACEMENT_CHARACTER.len_utf8());
                let message = format!("the file is not UTF-8: the byte {byte:02X} stands here");
                self.diagnostics.push(Diagnostic::new(Code::Encoding, bad, message).help("save it as UTF-8"));
            }
            Content::TooLarge(length) => {
                let message = format!("the file is {} MB, and at most {} MB are read", length.div_ceil(1 << 20), MAX_TEXT >> 20);
                self.refuse_whole(path, Code::Limit, message, "split it");
            }
            Content::Outside(target) => {
                let message = format!("this link leads to `{}`, out of the folder that is read", target.display());
                self.refuse_whole(path, Code::OutsideContent, message, "put a copy in its place");
            }
            Content::Loop => {
                let message = "this link leads back to a folder it is in".to_owned();
                self.refuse_whole(path, Code::Limit, message, "remove the link");
            }
        }
    }

    fn refuse(&mut self, path: String, text: String) -> FileId {
        let file = self.sources.add(path, text);
        self.unreadable.insert(file);
        file
    }

    fn refuse_whole(&mut self, path: String, code: Code, message: String, help: &str) {
        let file = self.refuse(path, String::new());
        self.diagnostics.push(Diagnostic::new(code, self.sources.whole(file), message).help(help));
    }
}
