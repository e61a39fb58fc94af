//! Documents to [`Catalog`].

use crate::diag::Diagnostics;
use crate::parse::Documents;
use crate::template::Template;

use super::{Catalog, Scope};

/// Resolves documents into a catalog. References that lead nowhere are diagnostics and are left out.
///
/// `documents` are those that [`Scope::apply`] left. `templates` are the ones in force, in any order.
pub fn resolve(documents: Documents, templates: &[Template], scope: &Scope, diags: &mut Diagnostics) -> Catalog {
    let _ = (documents, templates, scope, diags);
    todo!("resolve")
}
