//! Rules across files.

use crate::diag::Diagnostics;
use crate::load::Loaded;
use crate::model::Catalog;

/// Checks what only the whole of a site can show.
pub fn check(catalog: &Catalog, loaded: &Loaded, diags: &mut Diagnostics) {
    let _ = (catalog, loaded, diags);
}
