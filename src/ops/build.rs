//! A loaded site to artifacts.

use crate::diag::Diagnostics;
use crate::ident::{BaseUrl, Key};
use crate::load::Loaded;
use crate::model::{self, Environment, Scope};
use crate::output::{self, Artifact};

use super::check::{CheckOptions, Checked, check};

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
    /// Every problem, sorted.
    pub diagnostics: Diagnostics,
}

/// Builds the whole site. Pure: the same input gives the same bytes.
pub fn build(loaded: &Loaded, options: &BuildOptions) -> Built {
    let Checked { templates, documents, mut diagnostics, .. } = check(loaded, &options.check);
    let Some(mut documents) = documents.filter(|_| !diagnostics.has_errors()) else {
        return Built { artifacts: None, diagnostics };
    };
    let tag_host = documents.site.url.host().to_owned();
    if let Some(url) = &options.base_url {
        documents.site.url.value = url.clone();
    }
    let levels = documents.site.checks.clone();
    let scope = Scope {
        environment: options.environment,
        audience: options.audience.clone(),
        today: options.check.today(),
        now: options.check.now,
    };
    // What this reader may not see is left out before references are resolved, so that nothing else can tell of it.
    // References into it lead nowhere now; the writer was told of those that are wrong above, so this list is dropped.
    let visible = scope.apply(&documents, &templates);
    let mut catalog = model::resolve(visible, &templates, &scope, &mut Diagnostics::default());
    catalog.set_tag_host(tag_host);
    let artifacts = diagnostics_of(output::render(&catalog, loaded), &mut diagnostics);
    diagnostics.finish(&loaded.sources, &levels, options.check.deny_warnings);
    Built { artifacts: artifacts.filter(|_| !diagnostics.has_errors()), diagnostics }
}

fn diagnostics_of(result: Result<Vec<Artifact>, Diagnostics>, diagnostics: &mut Diagnostics) -> Option<Vec<Artifact>> {
    result.map_err(|found| diagnostics.extend(found)).ok()
}
