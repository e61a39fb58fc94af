//! What the commands share that print notes: a site without errors, rendered, and whatever one of them says of it.

use crate::diag::Diagnostics;
use crate::load::Loaded;
use crate::model::Catalog;
use crate::output::Material;
use crate::output::pages::Pages;
use crate::view::{Media, Texts};

use super::BuildOptions;
use super::find::FindError;
use super::seen::{Waiting, see};

/// What a command that prints notes has to say.
#[derive(Debug)]
pub struct Told {
    /// The notes; nothing where an error in the content stopped it.
    pub text: Option<String>,
    /// Every problem, sorted.
    pub diagnostics: Diagnostics,
}

/// What notes are told from.
pub(super) struct Source<'a> {
    /// With nothing left out, to say why something is not there.
    pub(super) everything: &'a Catalog,
    /// With what the reader may see.
    pub(super) catalog: &'a Catalog,
    pub(super) pages: &'a Pages<'a>,
    pub(super) material: &'a Material<'a>,
}

/// Prepares a site for one reader and lets `say` tell something of it.
pub(super) fn tell(
    loaded: &Loaded,
    reader: &BuildOptions,
    waiting: Waiting,
    say: impl FnOnce(&Source) -> Result<String, FindError>,
) -> Result<Told, FindError> {
    let (text, diagnostics) = ask(loaded, reader, waiting, say)?;
    Ok(Told { text, diagnostics })
}

/// The same for commands whose answer is no text: nothing where an error in the content stopped it.
pub(super) fn ask<T>(
    loaded: &Loaded,
    reader: &BuildOptions,
    waiting: Waiting,
    say: impl FnOnce(&Source) -> Result<T, FindError>,
) -> Result<(Option<T>, Diagnostics), FindError> {
    let (seen, diagnostics) = see(loaded, reader, waiting);
    let Some(seen) = seen else {
        return Ok((None, diagnostics));
    };
    seen.knows_audience(reader.audience.as_ref())?;
    let (catalog, theme) = (&seen.catalog, &seen.theme);
    let media = Media::new(&loaded.assets);
    let texts = Texts::render(catalog, &media);
    let pages = Pages::new(catalog, &texts, theme, &media);
    let material = Material { catalog, texts: &texts, media: &media, strings: theme.strings() };
    let answer = say(&Source { everything: &seen.everything, catalog, pages: &pages, material: &material })?;
    Ok((Some(answer), diagnostics))
}
