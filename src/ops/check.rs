//! Reads everything and reports every problem; what `check` does, and `build`, `serve` and `announce` do first.

use chrono::{DateTime, NaiveDate, Utc};

use crate::check;
use crate::diag::Diagnostics;
use crate::load::Loaded;
use crate::model::{self, Catalog, Scope};
use crate::parse::{self, Documents, Memory};
use crate::template::{self, Template};
use crate::theme;

/// Options of one check.
#[derive(Debug, Clone, Copy)]
pub struct CheckOptions {
    /// The build's one clock.
    pub now: DateTime<Utc>,
    /// Whether warnings count as errors.
    pub deny_warnings: bool,
}

impl CheckOptions {
    /// The clock's day.
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }
}

/// What a site says and what is wrong with it.
#[derive(Debug)]
pub struct Checked {
    /// The entry templates in force.
    pub templates: Vec<Template>,
    /// Everything the writers wrote; nothing where site.yaml or a template cannot be understood.
    pub documents: Option<Documents>,
    /// The same, resolved, with nothing left out; nothing where there are no documents.
    pub catalog: Option<Catalog>,
    /// Every problem, sorted, at the site's levels.
    pub diagnostics: Diagnostics,
}

/// Checks a site as far as it can be understood.
pub fn check(loaded: &Loaded, options: &CheckOptions) -> Checked {
    check_again(loaded, options, &mut Memory::default())
}

/// As [`check()`], for a site that was checked before and of which little has changed since.
pub fn check_again(loaded: &Loaded, options: &CheckOptions, memory: &mut Memory) -> Checked {
    let mut diagnostics = loaded.diagnostics.clone();
    let documents = parse::parse_again(loaded, memory, &mut diagnostics);
    let Some(templates) = template::compile(loaded, &mut diagnostics) else {
        diagnostics.finish(&loaded.sources, &levels(documents.as_ref()), options.deny_warnings);
        return Checked { templates: Vec::new(), documents: None, catalog: None, diagnostics };
    };
    let catalog = documents.as_ref().map(|documents| {
        // Neither needs the other, and much of resolving goes step by step while entries are looked at side by side.
        let (mut of_templates, mut of_theme) = (Diagnostics::default(), Diagnostics::default());
        let scope = Scope::everything(options.today(), options.now);
        let (catalog, ()) = rayon::join(
            || model::resolve(documents, &templates, &scope, &mut diagnostics),
            || template::validate(documents, &templates, &loaded.sources, &mut of_templates),
        );
        rayon::join(
            || check::check(&catalog, loaded, &mut diagnostics),
            || theme::load(loaded, &documents.site, &documents.site.url, &mut of_theme),
        );
        diagnostics.extend(of_templates);
        diagnostics.extend(of_theme);
        catalog
    });
    diagnostics.finish(&loaded.sources, &levels(documents.as_ref()), options.deny_warnings);
    Checked { templates, documents, catalog, diagnostics }
}

fn levels(documents: Option<&Documents>) -> Vec<(crate::diag::Code, Option<crate::diag::Severity>)> {
    documents.map(|documents| documents.site.checks.clone()).unwrap_or_default()
}
