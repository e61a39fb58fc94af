//! The product that a command is about.

use crate::diag::{listed, nearest, the_known};
use crate::model::{Catalog, Product};

/// Why no product is meant.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ChoiceError {
    /// No product of this key.
    #[error("no product has the key `{name}`; {known}")]
    Unknown {
        /// As given.
        name: String,
        /// Those there are.
        known: String,
    },
    /// Several products, and none named.
    #[error("this site has several products: name one of {known}")]
    Which {
        /// Those there are.
        known: String,
    },
}

/// The product of a key; without one the only product.
pub(super) fn product<'a>(catalog: &'a Catalog, key: Option<&str>) -> Result<&'a Product, ChoiceError> {
    let keys: Vec<&str> = catalog.products().iter().map(|product| product.key.as_str()).collect();
    match (key, catalog.products()) {
        (Some(key), _) => catalog.find_product(key).ok_or_else(|| {
            let near = nearest(key, keys.iter().copied()).map(|near| format!("did you mean `{near}`?"));
            ChoiceError::Unknown { name: key.to_owned(), known: near.unwrap_or_else(|| the_known("product", &keys)) }
        }),
        (None, [only]) => Ok(only),
        (None, _) => Err(ChoiceError::Which { known: listed(keys, "and") }),
    }
}
