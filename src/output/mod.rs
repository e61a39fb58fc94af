//! A [`Catalog`](crate::model::Catalog) to [`Artifact`]s: pages, feeds, JSON, calendars. Values only; nothing is written here.

pub mod media;
pub mod pages;

/// A file of the site to be: its path and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// From the site's root, with `/` between parts, never absolute, without `.` or `..`.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}
