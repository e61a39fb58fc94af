//! Announcements of one release, composed and not sent.

use crate::diag::Diagnostics;
use crate::ident::{EmailAddress, Version};
use crate::load::Loaded;
use crate::mail::{self, Announcement, ComposeError, Message, Notice, Recipient};
use crate::model::{self, Catalog, Environment, Product, Release, Scope};
use crate::theme;
use crate::view::{Media, Texts};

use super::check::{CheckOptions, Checked, check};

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
    /// Several products, and none named.
    #[error("this site has several products: say which before the version, one of {known}")]
    WhichProduct {
        /// Those there are.
        known: String,
    },
    /// No product of this key.
    #[error("no product has the key `{name}`; there are {known}")]
    UnknownProduct {
        /// As given.
        name: String,
        /// Those there are.
        known: String,
    },
    /// No release of this version.
    #[error("{product} has no release `{version}`{}", .latest.as_ref().map(|latest| format!("; its latest is {latest}")).unwrap_or_default())]
    UnknownRelease {
        /// The name of the product.
        product: String,
        /// As given.
        version: String,
        /// The newest one that is out.
        latest: Option<String>,
    },
    /// The release is there, and the public may not know of it.
    #[error("{product} {version} is not public yet: it is under embargo, or planned and not announced")]
    NotPublic {
        /// The name of the product.
        product: String,
        /// As given.
        version: String,
    },
    /// It could not be composed.
    #[error(transparent)]
    Compose(ComposeError),
}

/// Composes the announcement of a release for everyone it goes to. Only what the public may see can be in it.
///
/// # Errors
/// [`AnnounceError`]. Mistakes in the content and in the theme are diagnostics.
pub fn announce(loaded: &Loaded, options: &AnnounceOptions) -> Result<Announced, AnnounceError> {
    let Checked { templates, documents, catalog, mut diagnostics } = check(loaded, &options.check);
    let (Some(documents), Some(everything)) = (documents.filter(|_| !diagnostics.has_errors()), catalog) else {
        return Ok(Announced { messages: None, diagnostics });
    };
    let scope = Scope {
        environment: Environment::Production,
        audience: None,
        base_url: None,
        today: options.check.today(),
        now: options.check.now,
    };
    // As for a build: what the public may not see is left out before anything is resolved.
    let public = model::resolve(&documents, &templates, &scope, &mut Diagnostics::default());
    let release = find(&everything, &public, options)?;
    let theme = theme::load(loaded, &documents.site, &public.site().url, &mut diagnostics);
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

/// The release that was named, as the public sees it.
fn find<'a>(everything: &Catalog, public: &'a Catalog, options: &AnnounceOptions) -> Result<&'a Release, AnnounceError> {
    let product = product(everything, options)?;
    let (name, version) = (product.name.clone(), options.version.clone());
    let wanted = Version::parse(&version, product.versioning).ok();
    let known = wanted.as_ref().and_then(|wanted| everything.find_release(product.index, wanted));
    if known.is_none() {
        let latest = product.latest.map(|index| everything.release(index).version.to_string());
        return Err(AnnounceError::UnknownRelease { product: name, version, latest });
    }
    let same = public.find_product(product.key.as_str());
    let found = same.zip(wanted).and_then(|(product, wanted)| public.find_release(product.index, &wanted));
    found.ok_or(AnnounceError::NotPublic { product: name, version })
}

fn product<'a>(catalog: &'a Catalog, options: &AnnounceOptions) -> Result<&'a Product, AnnounceError> {
    let known = || catalog.products().iter().map(|product| format!("`{}`", product.key)).collect::<Vec<_>>().join(", ");
    match (&options.product, catalog.products()) {
        (Some(key), _) => catalog.find_product(key).ok_or_else(|| AnnounceError::UnknownProduct { name: key.clone(), known: known() }),
        (None, [only]) => Ok(only),
        (None, _) => Err(AnnounceError::WhichProduct { known: known() }),
    }
}
