//! The look of a site: templates, words, options and assets, of the site's own theme and of those it rests on.
//!
//! In: what was loaded and what site.yaml says. Out: a [`Theme`] that turns views into text. A file that a theme lacks comes
//! from the theme it extends, and at last from `default`, which is built into the program. Templates see only what they are
//! given: they read no file, no environment, no network, and they end. A mistake in one is a diagnostic at its place.

mod assets;
mod errors;
mod functions;
mod guard;
mod layers;
mod options;
mod strings;
mod templates;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value as Json};
use tera::{Context, Tera, Value};

use crate::diag::{Diagnostic, Diagnostics};
use crate::ident::{BaseUrl, Locale};
use crate::load::Loaded;
use crate::parse::document::SiteDocument;

pub use assets::Asset;
pub use strings::{StringError, Strings};

use guard::{Bounded, Steps};
use layers::Layer;
use templates::Templates;

/// A site's theme, ready to render.
pub struct Theme {
    tera: Tera,
    templates: Templates,
    strings: Arc<Strings>,
    assets: BTreeMap<String, Asset>,
    options: Map<String, Json>,
    steps: Arc<Steps>,
    languages: BTreeSet<String>,
}

/// Reads the theme of a site. Mistakes are diagnostics, and then the theme that is built in stands in for it.
///
/// `url` is the address that the site is built for, whose path stands before those of assets.
pub fn load(loaded: &Loaded, site: &SiteDocument, url: &BaseUrl, diags: &mut Diagnostics) -> Theme {
    load_in(&site.language, loaded, site, url, diags)
}

/// The same with the words of another language than the site's.
pub fn load_in(language: &Locale, loaded: &Loaded, site: &SiteDocument, url: &BaseUrl, diags: &mut Diagnostics) -> Theme {
    let layers = layers::layers(loaded, site, diags);
    let fallback = site.theme.as_ref().map_or_else(|| loaded.sources.first_line(site.file), |theme| theme.span);
    let options = options::options(&layers, site, diags);
    let strings = Arc::new(strings_of(&layers, language, diags));
    let assets = assets::assets(&layers);
    let steps = Arc::new(Steps::new());
    let paths: BTreeMap<String, String> = assets.iter().map(|(name, asset)| (name.clone(), url.path_of(&asset.path))).collect();
    let engine = |layers: &[Layer]| {
        let mut tera = Tera::default();
        functions::register(&mut tera, &strings, paths.clone(), &steps);
        let global = tera.global_context();
        global.insert("strings", strings.tree());
        global.insert("options", &options);
        let prefixes: Vec<String> = layers.iter().map(|layer| format!("{}/", layer.name)).collect();
        let templates = Templates::new(layers, fallback);
        let problems = add(&mut tera, prefixes, &templates);
        (tera, templates, problems)
    };
    let (mut tera, mut templates, problems) = engine(&layers);
    if !problems.is_empty() {
        diags.extend(problems);
        let (built_in, names, problems) = engine(&layers::built_in());
        diags.extend(problems);
        (tera, templates) = (built_in, names);
    }
    Theme { tera, templates, strings, assets, options, steps, languages: spoken(&layers) }
}

/// Adds the templates to an engine, and says all that is wrong with them.
fn add(tera: &mut Tera, prefixes: Vec<String>, templates: &Templates) -> Vec<Diagnostic> {
    // Each by itself first: Tera stops at the first mistake of syntax, and a writer wants to see all.
    let mut problems = Vec::new();
    for (name, text) in templates.own_texts() {
        let error = Tera::default().add_raw_template(name, text).err();
        if let Some(error) = error.filter(|error| matches!(error.kind(), tera::ErrorKind::SyntaxError(_))) {
            problems.extend(errors::diagnostics(&error, name, templates));
        }
    }
    if problems.is_empty() {
        let added = tera.set_fallback_prefixes(prefixes).and_then(|()| tera.add_raw_templates(templates.texts()));
        if let Err(error) = added {
            problems.extend(errors::diagnostics(&error, "", templates));
        }
    }
    problems
}

/// The languages for which a theme has words.
fn spoken(layers: &[Layer]) -> BTreeSet<String> {
    let files = layers.iter().flat_map(|layer| layer.files.keys());
    files.filter_map(|path| path.strip_prefix("strings/")?.strip_suffix(".yaml").map(str::to_owned)).collect()
}

/// The words of a site: a language before English, the site's own theme before those it rests on.
fn strings_of(layers: &[Layer], language: &Locale, diags: &mut Diagnostics) -> Strings {
    let mut languages = vec![language.as_str(), language.language(), "en"];
    languages.dedup();
    let mut trees = Vec::new();
    for language in &languages {
        for file in layers.iter().filter_map(|layer| layer.files.get(&format!("strings/{language}.yaml"))) {
            trees.extend(layers::tree(file, diags).map(|node| layers::json(&node)));
        }
    }
    Strings::new(trees, language.as_str())
}

impl Theme {
    /// The words that readers see.
    pub fn strings(&self) -> &Strings {
        &self.strings
    }

    /// The language among those with words of their own that serves a reader of another: `de` for `de-AT`.
    pub fn speaks(&self, language: &Locale) -> Option<Locale> {
        let spoken = |tag: &str| self.languages.iter().find(|known| known.eq_ignore_ascii_case(tag));
        spoken(language.as_str()).or_else(|| spoken(language.language()))?.parse().ok()
    }

    /// An option of the theme, as the site sets it or by its default.
    pub fn option(&self, name: &str) -> Option<&Json> {
        self.options.get(name)
    }

    /// The files that browsers fetch, by name.
    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        self.assets.values()
    }

    /// The path within the site of an asset.
    pub fn asset_path(&self, name: &str) -> Option<&str> {
        self.assets.get(name).map(|asset| asset.path.as_str())
    }

    /// Whether a theme has this template: `site/release.html`.
    pub fn has(&self, template: &str) -> bool {
        self.tera.contains_template(template)
    }

    /// Renders a template, `site/release.html` for instance, with what it may see.
    ///
    /// # Errors
    /// A `theme-template` [`Diagnostic`] at the place of the mistake.
    pub fn render(&self, template: &str, context: &Context) -> Result<Vec<u8>, Diagnostic> {
        self.steps.reset();
        let mut output = Bounded { bytes: DRAFT.take(), steps: &self.steps };
        output.bytes.clear();
        let rendered = self.tera.render_to(template, context, &mut output);
        let page = output.bytes.as_slice().to_vec();
        DRAFT.set(output.bytes);
        match rendered {
            Ok(()) if self.steps.is_full() => Err(errors::too_large(template, &self.templates)),
            Ok(()) => Ok(page),
            Err(error) => {
                let mut problems = errors::diagnostics(&error, template, &self.templates);
                Err(problems.swap_remove(0))
            }
        }
    }
}

thread_local! {
    /// Where a thread renders one page after the other. A page that had a room of its own would be copied each time it outgrows that,
    /// and keep what it does not need.
    static DRAFT: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// The languages for which the theme of a site has words (BCP 47 tags).
pub fn languages(loaded: &Loaded, site: &SiteDocument) -> BTreeSet<String> {
    spoken(&layers::layers(loaded, site, &mut Diagnostics::default()))
}

/// A view as templates see it, made once and shared by many pages.
pub fn shared(view: &impl serde::Serialize) -> Value {
    Value::from_serializable(view)
}
