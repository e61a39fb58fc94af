//! One function a command: options in, result out. No disk, clock, environment or printing here.
//!
//! `build`, `serve`, tests and benchmarks call [`build`] alike and differ in what they do with the artifacts.

mod address;
mod announce;
mod build;
mod changed;
mod changelog;
mod check;
mod choose;
mod diff;
mod find;
mod fix;
mod init;
mod notes;
mod release;
mod scaffold;
mod schemas;
mod search;
mod seen;
pub mod stats;
pub mod status;
mod subscriptions;
mod told;

pub use address::Addressed;
pub use announce::{AnnounceError, AnnounceOptions, Announced, ReadyAnnouncement, announce, digest, offer};
pub use build::{BuildOptions, Built, build};
pub use changed::changed;
pub use changelog::{ChangelogOptions, changelog, outdated};
pub use check::{CheckOptions, Checked, check, check_again};
pub use choose::ChoiceError;
pub use diff::{DiffForm, DiffOptions, diff};
pub use find::FindError;
pub use fix::{Fixed, Mended, Rewrite, fix};
pub use init::{InitOptions, init};
pub use notes::{NotesForm, NotesOptions, notes};
pub use release::{Cut, Details, ReleaseError, ReleaseOptions, Released, Taken, release};
pub use scaffold::{ScaffoldError, ScaffoldOptions, scaffold};
pub use schemas::{Schemas, schemas};
pub use search::{SearchOptions, Searched, search};
pub use status::{Status, status};
pub use subscriptions::subscriptions;
pub use told::Told;
