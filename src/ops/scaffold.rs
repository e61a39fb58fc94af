//! A new entry from its template: what `new` writes.

use crate::ident::{Version, slug};
use crate::model::Catalog;
use crate::template::{self, Scaffold, Template};

use super::find::names;

/// What `new` is told.
#[derive(Debug, Clone, Default)]
pub struct ScaffoldOptions {
    /// The name of the template.
    pub kind: String,
    /// The title; a blank to fill in where none is given.
    pub title: Option<String>,
    /// The product; may be left out where there is only one.
    pub product: Option<String>,
    /// The component.
    pub component: Option<String>,
    /// The release it goes into; `unreleased/` where none is given.
    pub release: Option<Version>,
}

/// Why there is no new entry.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ScaffoldError {
    /// No template of this name.
    #[error("no entry template is named `{name}`; there are {known}")]
    UnknownKind {
        /// As given.
        name: String,
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
    /// Several products, and none named.
    #[error("this site has several products: say which with `--product`, one of {known}")]
    WhichProduct {
        /// Those there are.
        known: String,
    },
    /// No component of this key.
    #[error("the product has no component `{name}`; it has {known}")]
    UnknownComponent {
        /// As given.
        name: String,
        /// Those there are.
        known: String,
    },
    /// No release of this version, or one that is a single file.
    #[error("no folder of a release {version}: `new` adds to releases that are folders, or to `unreleased/` without `--release`")]
    UnknownRelease {
        /// As given.
        version: Version,
    },
    /// The title holds nothing that an id can be made of.
    #[error("the title `{title}` holds no letter or digit that an id can be made of")]
    Title {
        /// As given.
        title: String,
    },
}

/// The path from the site's folder and the text of a new entry. The caller finds a free name if the path is taken.
///
/// # Errors
/// [`ScaffoldError`], each with the names there are.
pub fn scaffold(catalog: &Catalog, templates: &[Template], options: &ScaffoldOptions) -> Result<(String, String), ScaffoldError> {
    let template = templates.iter().find(|template| template.name.as_str() == options.kind).ok_or_else(|| ScaffoldError::UnknownKind {
        name: options.kind.clone(),
        known: names(&options.kind, templates.iter().map(|template| template.name.as_str())),
    })?;
    let keys = || catalog.products().iter().map(|product| product.key.as_str());
    let product = match (&options.product, catalog.products()) {
        (Some(key), _) => {
            catalog.find_product(key).ok_or_else(|| ScaffoldError::UnknownProduct { name: key.clone(), known: names(key, keys()) })?
        }
        (None, [only]) => only,
        (None, _) => return Err(ScaffoldError::WhichProduct { known: names("", keys()) }),
    };
    if let Some(name) = &options.component
        && !product.components.iter().any(|(key, _)| key.as_str() == name)
    {
        let known = names(name, product.components.iter().map(|(key, _)| key.as_str()));
        return Err(ScaffoldError::UnknownComponent { name: name.clone(), known });
    }
    let folder = match &options.release {
        None => format!("content/{}/unreleased", product.key),
        Some(version) => {
            let release = catalog.find_release(product.index, version).filter(|release| release.has_folder());
            release.ok_or_else(|| ScaffoldError::UnknownRelease { version: version.clone() })?.folder.clone()
        }
    };
    let title = options.title.as_deref();
    let components: Vec<&str> = options.component.iter().map(String::as_str).collect();
    let known = Scaffold { title, components: &components };
    let stem = slug(title.unwrap_or(&options.kind));
    if stem.is_empty() {
        return Err(ScaffoldError::Title { title: title.unwrap_or_default().to_owned() });
    }
    Ok((format!("{folder}/{stem}.md"), template::scaffold(template, &known)))
}
