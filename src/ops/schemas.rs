//! The JSON Schemas of a site, as text.

use crate::diag::Diagnostics;
use crate::load::Loaded;
use crate::parse;
use crate::schema::{Form, schema};
use crate::template;

/// The schemas of a site and what stands in their way.
#[derive(Debug)]
pub struct Schemas {
    /// The text of each; nothing where site.yaml or a template cannot be understood.
    pub texts: Option<Vec<(Form, String)>>,
    /// What is wrong with site.yaml and the templates, sorted.
    pub diagnostics: Diagnostics,
}

/// Makes every schema from site.yaml and the templates in force. Mistakes elsewhere do not matter.
pub fn schemas(loaded: &Loaded) -> Schemas {
    let mut diagnostics = Diagnostics::default();
    let site = parse::read_site(loaded, &mut diagnostics);
    let templates = template::compile(loaded, &mut diagnostics);
    let texts = site.as_ref().zip(templates).map(|(site, templates)| {
        let text = |form| (form, format!("{:#}\n", schema(form, site, &templates)));
        Form::ALL.map(text).to_vec()
    });
    let levels = site.map(|site| site.checks).unwrap_or_default();
    diagnostics.finish(&loaded.sources, &levels, false);
    Schemas { texts, diagnostics }
}
