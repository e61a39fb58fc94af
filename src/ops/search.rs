//! The site's search at the terminal: what the page of the search finds, from the same index.

use serde::Serialize;

use crate::diag::Diagnostics;
use crate::load::Loaded;
use crate::model::Catalog;
use crate::output::search::{Filters, Hits, find};

use super::BuildOptions;
use super::choose;
use super::find::{FindError, names};
use super::seen::Waiting;
use super::told::ask;

/// What `search` is told.
#[derive(Debug, Clone)]
pub struct SearchOptions {
    /// Who searches.
    pub reader: BuildOptions,
    /// The words. None at all find what passes the filters, or nothing where there are none.
    pub query: String,
    /// What to narrow the results down to.
    pub filters: Filters,
    /// How many results to tell at most.
    pub limit: usize,
}

/// What was found.
#[derive(Debug, Clone, Serialize)]
pub struct Searched {
    /// The words that were asked for.
    pub query: String,
    /// The results. Their addresses are absolute.
    #[serde(flatten)]
    pub found: Hits,
}

/// Finds entries and releases by their words; nothing where an error in the content stopped it.
///
/// # Errors
/// [`FindError`] where a filter names nothing. Mistakes in the content are diagnostics.
pub fn search(loaded: &Loaded, options: &SearchOptions) -> Result<(Option<Searched>, Diagnostics), FindError> {
    ask(loaded, &options.reader, Waiting::Left, |source| {
        know(source.catalog, &options.filters)?;
        let mut found = find(source.material, source.pages, &options.query, &options.filters, options.limit);
        let origin = source.catalog.site().url.origin();
        found.hits.iter_mut().for_each(|hit| hit.url.insert_str(0, origin));
        Ok(Searched { query: options.query.clone(), found })
    })
}

fn know(catalog: &Catalog, filters: &Filters) -> Result<(), FindError> {
    filters.products.iter().try_for_each(|key| choose::product(catalog, Some(key)).map(|_| ()))?;
    let kinds: Vec<&str> = catalog.kinds().iter().map(|kind| kind.name.as_str()).collect();
    let components = catalog.products().iter().flat_map(|product| &product.components);
    let mut components: Vec<&str> = components.map(|(key, _)| key.as_str()).collect();
    components.sort_unstable();
    components.dedup();
    let lists = [("kind", &filters.kinds, kinds), ("component", &filters.components, components)];
    lists.iter().try_for_each(|(what, wanted, known)| match wanted.iter().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(FindError::UnknownFilter { what, name: name.clone(), known: names(name, known.iter().copied()) }),
        None => Ok(()),
    })
}
