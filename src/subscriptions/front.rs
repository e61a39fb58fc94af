//! What the service shows: a site's title, products and components, in each language that its theme speaks. Made once.

use serde::Serialize;
use tera::Value;

use crate::diag::Diagnostic;
use crate::ident::{BaseUrl, Key, Locale, ProductKey};
use crate::mail::{Inviter, Links};
use crate::model::Catalog;
use crate::parse::document::MailDocument;
use crate::theme::{self, Asset, Theme};

use super::pages::Pages;

/// What the service shows.
pub struct Front {
    pub(super) base: BaseUrl,
    /// That of the site first.
    pub(super) tongues: Vec<Tongue>,
    pub(super) products: Vec<(ProductKey, String)>,
    pub(super) components: Vec<Component>,
    title: String,
    mail: MailDocument,
    host: String,
}

/// A language of the service.
pub(super) struct Tongue {
    pub(super) language: Locale,
    /// What those who speak it call it.
    pub(super) name: String,
    pub(super) theme: Theme,
    /// `site` in templates.
    pub(super) site: Value,
}

/// A component, of one product or of several that call it alike.
pub(super) struct Component {
    pub(super) key: Key,
    pub(super) name: String,
    pub(super) products: Vec<String>,
}

/// `site` in templates of the service.
#[derive(Debug, Serialize)]
struct SiteView<'a> {
    /// `title`
    title: &'a str,
    /// The site's absolute address.
    address: &'a str,
    /// A BCP 47 tag, for `lang`.
    language: &'a str,
    /// `ltr` or `rtl`, for `dir`.
    direction: &'static str,
}

impl Front {
    /// What a site shows, by the theme in each language, that of the site first; nothing where it says nothing of a service, or where
    /// there is no theme.
    pub fn new(catalog: &Catalog, themes: Vec<(Locale, Theme)>) -> Option<Self> {
        let site = catalog.site();
        let mail = site.mail.clone()?;
        let base = mail.subscribe_url.as_ref().filter(|_| !themes.is_empty())?.value.clone();
        let tongue = |(language, theme): (Locale, Theme)| {
            let direction = if language.is_right_to_left() { "rtl" } else { "ltr" };
            let view = SiteView { title: &site.title, address: site.url.as_str(), language: language.as_str(), direction };
            let name = theme.strings().text("subscriptions.language_name").unwrap_or(language.as_str()).to_owned();
            Tongue { name, site: theme::shared(&view), theme, language: language.clone() }
        };
        Some(Self {
            base,
            tongues: themes.into_iter().map(tongue).collect(),
            products: catalog.products().iter().map(|product| (product.key.clone(), product.name.clone())).collect(),
            components: components(catalog),
            title: site.title.clone(),
            host: mail.list_id.as_ref().map_or(site.tag_host.as_str(), |id| id.value.as_str()).to_owned(),
            mail,
        })
    }

    /// The mistakes of the theme's templates.
    pub fn mistakes(&self) -> Vec<Diagnostic> {
        let first = self.tongues.iter().take(1);
        first.flat_map(|tongue| Pages { front: self, tongue }.mistakes()).collect()
    }

    /// Where the service stands.
    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// Who sends its mails.
    pub(super) fn mail(&self) -> &MailDocument {
        &self.mail
    }

    /// The language for one who wishes these, the most wanted first.
    pub(super) fn tongue<'a>(&self, wanted: impl IntoIterator<Item = &'a str>) -> &Tongue {
        let spoken = |tag: &str| self.tongues.iter().find(|tongue| tongue.language.as_str().eq_ignore_ascii_case(tag));
        let mut wanted = wanted.into_iter();
        let found = wanted.find_map(|tag| spoken(tag).or_else(|| spoken(tag.split('-').next().unwrap_or(tag))));
        found.unwrap_or(&self.tongues[0])
    }

    /// What makes the mail that asks to confirm.
    pub(super) fn inviter<'a>(&'a self, tongue: &'a Tongue, links: &'a Links) -> Inviter<'a> {
        let Tongue { theme, language, site, .. } = tongue;
        Inviter { theme, language, site, title: &self.title, mail: &self.mail, host: &self.host, links }
    }

    /// A file of the theme, by its path below the service's address.
    pub(super) fn asset(&self, path: &str) -> Option<&Asset> {
        self.tongues.iter().flat_map(|tongue| tongue.theme.assets()).find(|asset| asset.path == path)
    }
}

fn components(catalog: &Catalog) -> Vec<Component> {
    let mut components: Vec<Component> = Vec::new();
    for product in catalog.products() {
        for (key, name) in &product.components {
            match components.iter_mut().find(|component| component.key == *key) {
                Some(component) => component.products.push(product.name.clone()),
                None => components.push(Component { key: key.clone(), name: name.clone(), products: vec![product.name.clone()] }),
            }
        }
    }
    components
}
