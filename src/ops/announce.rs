//! Announcements of one release, composed and not sent.

use chrono::{DateTime, Utc};

use crate::ident::{EmailAddress, Version};

/// What `announce` is told.
#[derive(Debug, Clone)]
pub struct AnnounceOptions {
    /// The product; may be left out where there is only one.
    pub product: Option<String>,
    /// The release.
    pub version: Version,
    /// Whom to write to.
    pub to: Vec<EmailAddress>,
    /// The clock.
    pub now: DateTime<Utc>,
}

/// What was composed.
#[derive(Debug)]
pub struct Announced {
    /// File name and bytes of each message.
    pub messages: Vec<(String, Vec<u8>)>,
}

/// Why nothing was composed.
#[derive(Debug, thiserror::Error)]
pub enum AnnounceError {
    /// No such release.
    #[error("no release {0}")]
    UnknownRelease(Version),
}

/// To come.
///
/// # Errors
/// [`AnnounceError`].
pub fn announce(options: &AnnounceOptions) -> Result<Announced, AnnounceError> {
    Err(AnnounceError::UnknownRelease(options.version.clone()))
}
