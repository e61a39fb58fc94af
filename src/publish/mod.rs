//! [`Artifact`](crate::output::Artifact)s to a folder: the old site or the new one, whole, whatever happens in between.
//!
//! In: artifacts, the folder to write, the site's own folder. Out: what was done, as numbers.
//!
//! 1. Refuse (`paths`, `place`): two artifacts racing for one address, a folder that must not be written, a folder
//!    that holds anything Tidings did not write. Nothing has changed until here.
//! 2. Finish what a killed build had begun (`journal`), or throw away what it had only prepared.
//! 3. Compare every artifact with the file on disk; only what differs goes on.
//! 4. Write that aside, in `.tidings/` within the folder. A failure here removes it again and leaves the old site.
//! 5. Put the journal in its place, then everything else, by renames. Killed from here on, the next command goes on.
//!
//! Never writes a file that did not change, never removes a file that a former build did not write, never follows a
//! symbolic link within the folder, never deletes to write again.
//!
//! All this holds against a killed process, a full disk and a refused permission, not against a power cut: nothing is
//! synced, which would flush whatever else the machine writes and cost more than the build. Files are compared by what
//! they hold, so building again puts right what a power cut left.

mod compare;
mod content;
mod create;
mod folder;
mod journal;
mod manifest;
mod paths;
mod place;
mod plan;
mod refresh;
mod rewrite;
mod survey;

use std::io;
use std::path::PathBuf;

pub use content::{ChangeError, change, recover_content};
pub use create::{CreateError, create, create_beside};
pub use folder::{folder, recover};
pub use refresh::{refresh, stale};
pub use rewrite::{RewriteError, Rewritten, rewrite};

/// The folder within the output folder that holds what publishing itself needs.
const OWN_FOLDER: &str = ".tidings";

/// What publishing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Published {
    /// Files that are new or changed.
    pub written: usize,
    /// Files that kept their bytes and times.
    pub unchanged: usize,
    /// Files of a former build that are gone.
    pub removed: usize,
}

/// Why nothing was published; the old site stands unless the variant says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Two artifacts have the same path.
    #[error("two files race for one address, `{path}`")]
    SamePath {
        /// The path both want.
        path: String,
    },
    /// Two artifacts cannot stand in one folder: one is the other's folder, or only the case of letters differs.
    #[error("two files race for one address: `{first}` and `{second}`")]
    Clash {
        /// A path, or a folder on the way to one.
        first: String,
        /// The other path.
        second: String,
    },
    /// A path that leads out of the folder, or that not every file system has.
    #[error("`{path}` cannot be the path of a file of the site")]
    IllegalPath {
        /// The artifact's path.
        path: String,
    },
    /// A place that no site may be written to.
    #[error("cannot build into `{path}`: {reason}; choose another folder with `--out`")]
    Place {
        /// The output folder.
        path: PathBuf,
        /// Why not.
        reason: &'static str,
    },
    /// The folder holds what Tidings did not write.
    #[error("`{path}` holds what Tidings did not write: {}; move it away or choose another folder with `--out`", some(.files))]
    Foreign {
        /// The output folder.
        path: PathBuf,
        /// Every such file, from the folder, sorted.
        files: Vec<String>,
    },
    /// Another process publishes into the folder right now.
    #[error("another build is writing to `{path}`; wait until it is done")]
    Busy {
        /// The output folder.
        path: PathBuf,
    },
    /// A file of `.tidings/` is not what this version of Tidings writes.
    #[error("`{path}` is damaged or was written by a newer Tidings; remove the whole output folder and build again")]
    Damaged {
        /// The manifest or journal.
        path: PathBuf,
    },
    /// A file or folder that is there could not be read.
    #[error("cannot read `{path}`")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file could not be written aside: no space, no permission.
    #[error("cannot write `{path}`, so the old site was left as it is")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Everything is written, and putting it in place stopped half-way: the next command goes on.
    #[error("cannot put `{path}` in place; the site is half replaced until a command can finish that")]
    Unfinished {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// The first few names, each in backticks, and how many more there are.
fn some(files: &[String]) -> String {
    const SHOWN: usize = 3;
    let mut text = files.iter().take(SHOWN).map(|file| format!("`{file}`")).collect::<Vec<_>>().join(", ");
    if files.len() > SHOWN {
        text.push_str(&format!(" and {} more", files.len() - SHOWN));
    }
    text
}
