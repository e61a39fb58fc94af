//! The notes of one release, to be read elsewhere: in a tag, a pull request, a chat.

use crate::load::Loaded;
use crate::markdown::{document_text, wrap};
use crate::model::{Product, Release, UNRELEASED};
use crate::output::{api, feeds, markdown};

use super::BuildOptions;
use super::choose;
use super::find::{self, FindError};
use super::seen::Waiting;
use super::told::{Source, Told, tell};

/// What `notes` is told.
#[derive(Debug, Clone)]
pub struct NotesOptions {
    /// Who reads them.
    pub reader: BuildOptions,
    /// The product; may be left out where there is only one.
    pub product: Option<String>,
    /// A version, `latest`, `lts`, or `unreleased` for what waits for a release.
    pub version: String,
    /// As what.
    pub form: NotesForm,
}

/// The forms that notes of a release come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NotesForm {
    /// The text of the release's page as Markdown.
    #[default]
    Markdown,
    /// The same as plain text, 72 columns wide.
    Text,
    /// What a feed has of it: a fragment with absolute addresses.
    Html,
    /// The release's document of the in-app JSON.
    Json,
}

/// Tells one release as its page, its feed item or its JSON does.
///
/// # Errors
/// [`FindError`]. Mistakes in the content are diagnostics.
pub fn notes(loaded: &Loaded, options: &NotesOptions) -> Result<Told, FindError> {
    let waiting = options.version == UNRELEASED;
    tell(loaded, &options.reader, if waiting { Waiting::Shown } else { Waiting::Left }, |source| {
        let product = choose::product(source.catalog, options.product.as_deref())?;
        if waiting {
            return Ok(unreleased(source, product, options.form));
        }
        let release = find::release(source.everything, source.catalog, product, &options.version)?;
        Ok(released(source, release, options.form))
    })
}

fn released(source: &Source, release: &Release, form: NotesForm) -> String {
    match form {
        NotesForm::Markdown => markdown::release(source.pages, release),
        NotesForm::Text => wrap(&document_text(&markdown::release(source.pages, release))),
        NotesForm::Html => feeds::release_html(source.material, release),
        NotesForm::Json => api::release(source.material, release),
    }
}

fn unreleased(source: &Source, product: &Product, form: NotesForm) -> String {
    match form {
        NotesForm::Markdown => markdown::unreleased(source.pages, product),
        NotesForm::Text => wrap(&document_text(&markdown::unreleased(source.pages, product))),
        NotesForm::Html => feeds::unreleased_html(source.material, product),
        NotesForm::Json => api::unreleased(source.material, product),
    }
}
