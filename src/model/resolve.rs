//! Documents to [`Catalog`], in steps that each need what the ones before found.

use crate::diag::Diagnostics;
use crate::parse::Documents;
use crate::template::Template;

use super::draft::Draft;
use super::{Catalog, Scope, connect, lifecycle, order, page};

/// Resolves what `scope` may see of the documents into a catalog.
///
/// References that lead nowhere are diagnostics and are left out. With a scope that hides something a reference may lead
/// to what is hidden, which is no mistake: give such a run a list of its own and drop it, and keep the list of the run
/// with [`Scope::everything`].
///
/// `templates` are the ones in force, in any order. Entries of a kind that has none are left out without a word: the
/// step that checks them against their templates has told of it.
pub fn resolve(documents: &Documents, templates: &[Template], scope: &Scope, diags: &mut Diagnostics) -> Catalog {
    let mut draft = Draft::lay(documents, templates, scope, diags);
    order::derive(&mut draft, diags);
    connect::connect(&mut draft, diags);
    lifecycle::derive(&mut draft);
    page::fill(&mut draft, diags);
    order::summarize(&mut draft);
    draft.catalog.list_pages();
    draft.catalog
}
