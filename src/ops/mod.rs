//! One function a command: options in, result out. No disk, clock, environment or printing here.
//!
//! `build`, `serve`, tests and benchmarks call [`build`] alike and differ in what they do with the artifacts.

mod announce;
mod build;
mod changed;
mod check;
mod choose;
mod fix;
mod init;
mod scaffold;
mod schemas;
pub mod status;

pub use announce::{AnnounceError, AnnounceOptions, Announced, announce};
pub use build::{BuildOptions, Built, build};
pub use changed::changed;
pub use check::{CheckOptions, Checked, check};
pub use choose::ChoiceError;
pub use fix::{Fixed, Mended, Rewrite, fix};
pub use init::{InitOptions, init};
pub use scaffold::{ScaffoldError, ScaffoldOptions, scaffold};
pub use schemas::{Schemas, schemas};
pub use status::{Status, status};
