//! What the subscription service shows of a site, in every language that its theme speaks.

use crate::diag::Diagnostics;
use crate::load::Loaded;
use crate::model::Environment;
use crate::parse::document::SiteDocument;
use crate::subscriptions::Front;
use crate::theme;

use super::BuildOptions;
use super::check::CheckOptions;
use super::seen::{Seen, Waiting, see};

/// The pages of the service; nothing where an error in the content stands in the way, or where `mail.subscribe_url` does not say where it stands.
pub fn subscriptions(loaded: &Loaded, check: &CheckOptions) -> (Option<Front>, Diagnostics) {
    let public = BuildOptions { check: *check, environment: Environment::Production, audience: None, base_url: None };
    let (seen, mut diagnostics) = see(loaded, &public, Waiting::Left);
    let Some(Seen { documents, catalog, .. }) = seen else { return (None, diagnostics) };
    let site = &documents.site;
    let Some(base) = site.mail.as_ref().and_then(|mail| mail.subscribe_url.as_ref()) else { return (None, diagnostics) };
    let spoken =
        theme::languages(loaded, site).into_iter().filter_map(|tag| tag.parse().ok()).filter(|language| *language != site.language);
    let languages = [site.language.clone()].into_iter().chain(spoken);
    let themes = languages.map(|language| {
        let site = SiteDocument { language: language.clone(), ..site.clone() };
        (language, theme::load(loaded, &site, &base.value, &mut diagnostics))
    });
    let front = Front::new(&catalog, themes.collect());
    diagnostics.extend(front.iter().flat_map(Front::mistakes));
    diagnostics.finish(&loaded.sources, &site.checks, check.deny_warnings);
    (front.filter(|_| !diagnostics.has_errors()), diagnostics)
}
