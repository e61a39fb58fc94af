//! What an upgrade from one release to another asks for: what its page says, at the terminal.

use crate::ident::Key;
use crate::load::Loaded;
use crate::markdown::{document_text, wrap};
use crate::model::Product;
use crate::output::{api, markdown};

use super::BuildOptions;
use super::choose;
use super::find::{self, FindError, names};
use super::seen::Waiting;
use super::told::{Told, tell};

/// What `diff` is told.
#[derive(Debug, Clone)]
pub struct DiffOptions {
    /// Who reads it.
    pub reader: BuildOptions,
    /// The product; may be left out where there is only one.
    pub product: Option<String>,
    /// Where the reader is: a version, `latest` or `lts`.
    pub from: String,
    /// Where the reader wants to be, likewise.
    pub to: String,
    /// Only entries of this component, and those of none.
    pub component: Option<Key>,
    /// As what.
    pub form: DiffForm,
}

/// The forms that an upgrade is told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DiffForm {
    /// The text of the upgrade's page as Markdown.
    #[default]
    Markdown,
    /// The same as plain text, 72 columns wide.
    Text,
    /// For programs.
    Json,
}

/// Tells what the way from one release to another asks for.
///
/// # Errors
/// [`FindError`]. Mistakes in the content are diagnostics.
pub fn diff(loaded: &Loaded, options: &DiffOptions) -> Result<Told, FindError> {
    tell(loaded, &options.reader, Waiting::Left, |source| {
        let catalog = source.catalog;
        let product = choose::product(catalog, options.product.as_deref())?;
        knows_component(product, options.component.as_ref())?;
        let end = |version: &str| find::release(source.everything, catalog, product, version).map(|release| release.index);
        let mut upgrade = catalog.upgrade(end(&options.from)?, end(&options.to)?);
        if let Some(component) = &options.component {
            upgrade = upgrade.of_component(catalog, component);
        }
        Ok(match options.form {
            DiffForm::Markdown => markdown::jump(source.pages, &upgrade),
            DiffForm::Text => wrap(&document_text(&markdown::jump(source.pages, &upgrade))),
            DiffForm::Json => api::jump(source.material, &upgrade),
        })
    })
}

fn knows_component(product: &Product, component: Option<&Key>) -> Result<(), FindError> {
    let known = product.components.iter().map(|(key, _)| key.as_str());
    match component.filter(|name| known.clone().all(|known| known != name.as_str())) {
        Some(name) => {
            Err(FindError::UnknownComponent { product: product.name.clone(), name: name.to_string(), known: names(name.as_str(), known) })
        }
        None => Ok(()),
    }
}
