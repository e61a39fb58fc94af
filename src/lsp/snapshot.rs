//! The site as an editor has it at one moment: what every question is answered from.

use crate::load::Loaded;
use crate::ops::Checked;

/// A site with the texts of open editors in the place of those on disk, and what `check` says of it. Never changes.
#[derive(Debug)]
pub struct Snapshot {
    /// Every text and asset.
    pub loaded: Loaded,
    /// What they say and what is wrong with them.
    pub checked: Checked,
}
