//! A loaded site as one reader may see it: what everything that is made for readers starts from.

use crate::diag::Diagnostics;
use crate::ident::Key;
use crate::load::Loaded;
use crate::model::{self, Catalog, Scope};
use crate::parse::Documents;
use crate::template::Template;
use crate::theme::{self, Theme};

use super::BuildOptions;
use super::check::{Checked, check};
use super::find::{FindError, names};

/// A site without errors.
pub(super) struct Seen {
    pub(super) templates: Vec<Template>,
    pub(super) documents: Documents,
    /// With nothing left out.
    pub(super) everything: Catalog,
    /// With what the reader may see.
    pub(super) catalog: Catalog,
    pub(super) theme: Theme,
}

/// What waits for a release, on the public site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waiting {
    Left,
    Shown,
}

/// Checks a site and leaves out what the reader may not see; nothing where the content has errors.
pub(super) fn see(loaded: &Loaded, options: &BuildOptions, waiting: Waiting) -> (Option<Seen>, Diagnostics) {
    let Checked { templates, documents, catalog, diagnostics } = check(loaded, &options.check);
    let (Some(documents), Some(everything)) = (documents.filter(|_| !diagnostics.has_errors()), catalog) else {
        return (None, diagnostics);
    };
    let scope = Scope { unreleased: waiting == Waiting::Shown, ..scope(options, options.audience.as_slice()) };
    // What this reader may not see is left out before references are resolved, so that nothing else can tell of it.
    // References into it lead nowhere now; the writer was told of those that are wrong by the check, so this list is dropped.
    let catalog = model::resolve(&documents, &templates, &scope, &mut Diagnostics::default());
    let theme = theme::load(loaded, &documents.site, &catalog.site().url, &mut Diagnostics::default());
    (Some(Seen { templates, documents, everything, catalog, theme }), diagnostics)
}

fn scope(options: &BuildOptions, audiences: &[Key]) -> Scope {
    Scope {
        environment: options.environment,
        audiences: audiences.to_vec(),
        unreleased: false,
        base_url: options.base_url.clone(),
        today: options.check.today(),
        now: options.check.now,
    }
}

impl Seen {
    /// The site as a reader of other audiences may see it.
    pub(super) fn by(&self, audiences: &[Key], options: &BuildOptions) -> Catalog {
        model::resolve(&self.documents, &self.templates, &scope(options, audiences), &mut Diagnostics::default())
    }

    /// That there is such an audience: a misspelt one would be told what everyone is, and nobody would notice.
    pub(super) fn knows_audience(&self, audience: Option<&Key>) -> Result<(), FindError> {
        let known = self.documents.site.audiences.iter().map(|known| known.key.value.as_str());
        match audience.filter(|audience| known.clone().all(|known| known != audience.as_str())) {
            Some(name) => Err(FindError::UnknownAudience { name: name.to_string(), known: names(name.as_str(), known) }),
            None => Ok(()),
        }
    }
}
