//! A loaded site to artifacts.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ident::{BaseUrl, Key};
use crate::load::{Addresses, Copies, Loaded};
use crate::model::Environment;
use crate::output::{self, Artifact};

use super::check::CheckOptions;
use super::seen::{Seen, Waiting, see};

/// Options of one build. Plain data.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// The clock, and whether warnings count as errors.
    pub check: CheckOptions,
    /// Whether planned, unreleased and private content is shown.
    pub environment: Environment,
    /// Build for this audience, private or not.
    pub audience: Option<Key>,
    /// Stands in for the `url` of site.yaml.
    pub base_url: Option<BaseUrl>,
}

/// What a build made.
#[derive(Debug)]
pub struct Built {
    /// Every file of the site; nothing where an error stopped the build.
    pub artifacts: Option<Vec<Artifact>>,
    /// What readers may link to; nothing where the build is not for the public, whose addresses come and go.
    pub addresses: Option<Addresses>,
    /// Copies of pictures that the next build need not make again.
    pub copies: Copies,
    /// Every problem, sorted.
    pub diagnostics: Diagnostics,
}

/// Builds the whole site. Pure: the same input gives the same bytes.
pub fn build(loaded: &Loaded, options: &BuildOptions) -> Built {
    let (seen, mut diagnostics) = see(loaded, options, Waiting::Left);
    let Some(Seen { documents, catalog, theme, everything, .. }) = seen else {
        return Built { artifacts: None, addresses: None, copies: Copies::default(), diagnostics };
    };
    // What follows needs the room.
    drop(everything);
    let made = diagnostics_of(output::render(&catalog, &theme, loaded), &mut diagnostics);
    let (artifacts, copies) = made.map_or((None, Copies::default()), |made| (Some(made.artifacts), made.copies));
    diagnostics.finish(&loaded.sources, &documents.site.checks, options.check.deny_warnings);
    let addresses = (options.environment == Environment::Production).then(|| catalog.addresses());
    Built { artifacts: artifacts.filter(|_| !diagnostics.has_errors()), addresses, copies, diagnostics }
}

fn diagnostics_of(result: Result<output::Made, Vec<Diagnostic>>, diagnostics: &mut Diagnostics) -> Option<output::Made> {
    result.map_err(|found| diagnostics.extend(found)).ok()
}
