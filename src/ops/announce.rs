//! Announcements of one release, composed and not sent.

use crate::diag::Diagnostics;
use crate::ident::EmailAddress;
use crate::load::Loaded;
use crate::mail::{self, Announcement, ComposeError, Message, Notice, Recipient};
use crate::model::Environment;
use crate::view::{Media, Texts};

use super::BuildOptions;
use super::check::CheckOptions;
use super::choose;
use super::find::{self, FindError};
use super::seen::{Seen, Waiting, see};

/// What `announce` is told.
#[derive(Debug, Clone)]
pub struct AnnounceOptions {
    /// The clock, and whether warnings count as errors.
    pub check: CheckOptions,
    /// The product; may be left out where there is only one.
    pub product: Option<String>,
    /// The version, as the writer typed it.
    pub version: String,
    /// What to tell of it; by default what its status says.
    pub notice: Option<Notice>,
    /// Whom to write to.
    pub to: Vec<EmailAddress>,
}

/// What was composed.
#[derive(Debug)]
pub struct Announced {
    /// A message for each recipient, in their order; nothing where an error in the content stopped it.
    pub messages: Option<Vec<Message>>,
    /// Every problem, sorted.
    pub diagnostics: Diagnostics,
}

/// Why nothing was composed.
#[derive(Debug, thiserror::Error)]
pub enum AnnounceError {
    /// There is no such release, or the public may not know of it.
    #[error(transparent)]
    Find(#[from] FindError),
    /// It could not be composed.
    #[error(transparent)]
    Compose(ComposeError),
}

/// Composes the announcement of a release for everyone it goes to. Only what the public may see can be in it.
///
/// # Errors
/// [`AnnounceError`]. Mistakes in the content and in the theme are diagnostics.
pub fn announce(loaded: &Loaded, options: &AnnounceOptions) -> Result<Announced, AnnounceError> {
    let public = BuildOptions { check: options.check, environment: Environment::Production, audience: None, base_url: None };
    let (seen, mut diagnostics) = see(loaded, &public, Waiting::Left);
    let Some(Seen { documents, everything, catalog: public, theme }) = seen else {
        return Ok(Announced { messages: None, diagnostics });
    };
    let product = choose::product(&public, options.product.as_deref()).map_err(FindError::from)?;
    let release = find::release(&everything, &public, product, &options.version)?;
    let media = Media::new(&loaded.assets);
    let texts = Texts::render(&public, &media);
    let announcement = Announcement {
        catalog: &public,
        texts: &texts,
        media: &media,
        theme: &theme,
        release: release.index,
        notice: options.notice.unwrap_or_else(|| Notice::of(release)),
        now: options.check.now,
    };
    // Without the service for it nobody has an address of their own to leave by.
    let recipients: Vec<Recipient> = options.to.iter().map(|address| Recipient { address: address.clone(), unsubscribe: None }).collect();
    let messages = match mail::compose(&announcement, &recipients) {
        Ok(messages) => Some(messages),
        Err(ComposeError::Template(problem)) => {
            diagnostics.push(*problem);
            None
        }
        Err(error) => return Err(AnnounceError::Compose(error)),
    };
    diagnostics.finish(&loaded.sources, &documents.site.checks, options.check.deny_warnings);
    Ok(Announced { messages: messages.filter(|_| !diagnostics.has_errors()), diagnostics })
}
