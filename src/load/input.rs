//! The files of another format, to be imported.
//!
//! In:  a file or folder, and what the format says it reads. Out: their text, by path. Hidden folders count.
//! A file that is no text is refused by name and does not keep the others from being read. Writes nothing.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::LoadError;

/// The largest file that is read, in bytes. The changelog of 1,000 releases takes about a hundredth.
const MAX_FILE: u64 = 64 << 20;

/// How many folders above the one that was given are looked into for settings.
const FOLDERS_ABOVE: usize = 4;

/// The files that were read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// The folder that paths are from, as it is to be shown; empty for the one the command runs in.
    pub root: String,
    /// What was asked for, from `root`: empty for all of it.
    pub asked: String,
    /// Sorted by path.
    pub files: Vec<InputFile>,
    /// What could not be read as text: path and reason.
    pub refused: Vec<(String, String)>,
}

/// A file of the input.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InputFile {
    /// From [`Input::root`], with `/` between parts.
    pub path: String,
    /// Without a byte-order mark, and with `\n` at the end of each line.
    pub text: String,
}

impl Input {
    /// An input of these paths and texts, with nothing on disk.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let mut files: Vec<InputFile> =
            files.iter().map(|(path, text)| InputFile { path: (*path).to_owned(), text: plain_lines(text) }).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files, ..Self::default() }
    }

    /// The file at a path from the root.
    pub fn file(&self, path: &str) -> Option<&InputFile> {
        self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok().and_then(|index| self.files.get(index))
    }

    /// A path from the root as it is to be shown.
    pub fn shown(&self, path: &str) -> String {
        if self.root.is_empty() { path.to_owned() } else { Path::new(&self.root).join(path).to_string_lossy().into_owned() }
    }
}

/// Reads a file, or of a folder what the format reads: its settings, then the places that these name.
///
/// Settings are looked for in the folder and in those above it; where they are found is the root. Places are files or folders below the
/// root, taken whole, or `**/NAME` for every file of that name; without any, all of what was given is read.
///
/// # Errors
/// [`LoadError::Read`] where what was given, or a file that is there, cannot be read.
pub fn input(path: &Path, settings: &[&str], places: fn(&Input) -> Vec<String>) -> Result<Input, LoadError> {
    let failed = |source| LoadError::Read { path: path.to_path_buf(), source };
    if !path.metadata().map_err(failed)?.is_dir() {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let root = path.parent().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default();
        let mut input = Input { root, asked: name.clone(), ..Input::default() };
        input.read(&name)?;
        return Ok(input);
    }
    let (root, asked) = root(path, settings);
    let mut input = Input { root: root.to_string_lossy().into_owned(), asked, ..Input::default() };
    for name in settings {
        if root.join(name).is_file() {
            input.read(name)?;
        }
    }
    let mut wanted = places(&input);
    if wanted.is_empty() {
        wanted.push(input.asked.clone());
    }
    for place in wanted {
        match place.strip_prefix("**/") {
            Some(name) => input.named(&root, name)?,
            None => input.walk(&root.join(place))?,
        }
    }
    input.files.sort_by(|a, b| a.path.cmp(&b.path));
    input.files.dedup_by(|a, b| a.path == b.path);
    Ok(input)
}

/// The names of the entry templates of the site at `root`.
///
/// # Errors
/// [`LoadError::Read`] where their folder is there and cannot be read.
pub fn template_names(root: &Path) -> Result<Vec<String>, LoadError> {
    let found = super::walk::folder(root, "templates")?;
    Ok(found.iter().filter_map(|file| file.path.strip_prefix("templates/")?.strip_suffix(".md")).map(str::to_owned).collect())
}

/// The nearest folder upwards that holds settings, and the way down from it; else the folder itself.
fn root(path: &Path, settings: &[&str]) -> (PathBuf, String) {
    let here = (path.to_path_buf(), String::new());
    if settings.iter().any(|name| path.join(name).is_file()) {
        return here;
    }
    let Ok(whole) = path.canonicalize() else { return here };
    let above = whole.ancestors().skip(1).take(FOLDERS_ABOVE).find(|folder| settings.iter().any(|name| folder.join(name).is_file()));
    let Some(folder) = above else { return here };
    let asked = relative(folder, &whole);
    // Shown as it was given where the way back is in it, and else from the top.
    let shown = path.ancestors().nth(asked.split('/').count()).filter(|_| path.ends_with(&asked));
    (shown.map_or_else(|| folder.to_path_buf(), Path::to_path_buf), asked)
}

fn relative(root: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(root).unwrap_or(path);
    inner.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

impl Input {
    /// Every file at or below a place, hidden ones too, but for what git keeps. None where it is not there.
    fn walk(&mut self, start: &Path) -> Result<(), LoadError> {
        if start.symlink_metadata().is_err() {
            return Ok(());
        }
        let root = PathBuf::from(&self.root);
        let walk = WalkDir::new(start).sort_by_file_name().into_iter().filter_entry(|entry| entry.file_name() != ".git");
        for entry in walk {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(start).to_path_buf();
                LoadError::Read { path, source: error.into() }
            })?;
            let path = relative(&root, entry.path());
            if entry.file_type().is_file() {
                self.read(&path)?;
            } else if entry.path_is_symlink() {
                self.refused.push((path, "a link, which is not followed".to_owned()));
            }
        }
        Ok(())
    }

    /// Every file of a name, but for those in hidden folders and in packages that were installed.
    fn named(&mut self, root: &Path, name: &str) -> Result<(), LoadError> {
        let mine = |entry: &walkdir::DirEntry| {
            let folder = entry.file_name().to_string_lossy();
            entry.depth() == 0 || !entry.file_type().is_dir() || !(folder.starts_with('.') || folder == "node_modules")
        };
        for entry in WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(mine) {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(root).to_path_buf();
                LoadError::Read { path, source: error.into() }
            })?;
            if entry.file_type().is_file() && entry.file_name() == name {
                self.read(&relative(root, entry.path()))?;
            }
        }
        Ok(())
    }

    fn read(&mut self, path: &str) -> Result<(), LoadError> {
        let whole = Path::new(&self.root).join(path);
        let failed = |source| LoadError::Read { path: whole.clone(), source };
        let mut bytes = Vec::new();
        File::open(&whole).map_err(failed)?.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(failed)?;
        if bytes.len() as u64 > MAX_FILE {
            let why = format!("the file is larger than {} MB", MAX_FILE >> 20);
            self.refused.push((path.to_owned(), why));
            return Ok(());
        }
        match String::from_utf8(bytes) {
            Ok(text) => self.files.push(InputFile { path: path.to_owned(), text: plain_lines(&text) }),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                self.refused.push((path.to_owned(), format!("the file is not UTF-8 from byte {at} on")));
            }
        }
        Ok(())
    }
}

fn plain_lines(text: &str) -> String {
    text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n")
}
