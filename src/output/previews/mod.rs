//! Pictures for link previews (Open Graph): for each release a PNG of 1200 by 630 pixels with its title, version, product and day.
//!
//! In: the catalog and the theme's words and accent. Out: a picture a page of a release, whose path is known before it is drawn, from what it
//! shows. A title in a script that the built-in fonts lack has no picture, since boxes in the place of letters tell less than none.

mod canvas;
mod draw;

use std::collections::HashMap;

use rayon::prelude::*;

use crate::model::{Catalog, Environment, Release};
use crate::parse::document::OutputKind;
use crate::theme::Theme;

use super::Artifact;
use super::pages::Pages;
use draw::Painter;

/// Width and height in pixels: what Open Graph's readers show whole.
pub(crate) const SIZE: (u32, u32) = (1200, 630);

/// Raised when the drawing changes, so that pictures get new addresses.
const EDITION: u32 = 1;

/// What a picture shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Preview {
    /// The release's title; of one that has none its product and version.
    title: String,
    product: String,
    version: String,
    /// The day, or in what state it is where it is not out.
    day: String,
    /// The site's title, where it is not the product's name.
    site: String,
    accent: [u8; 3],
    /// `events-9.1.0`
    name: String,
}

impl Preview {
    /// The picture of a release. None where the site makes none, or its letters cannot be drawn.
    pub fn of(catalog: &Catalog, theme: &Theme, release: &Release) -> Option<Self> {
        // A preview on the writer's machine is nothing to link to.
        if !catalog.site().makes(OutputKind::Images) || catalog.site().environment == Environment::Preview {
            return None;
        }
        let product = catalog.product(release.product);
        let version = release.version.as_str();
        let title = release.title.clone().unwrap_or_else(|| format!("{} {version}", product.name));
        let site = if catalog.site().title == product.name { "" } else { &catalog.site().title };
        let day = release.date.as_ref().map(|date| theme.strings().date(date.day())).unwrap_or_default();
        Some(Self {
            title: drawable(&title)?,
            product: drawable(&product.name)?,
            version: version.to_owned(),
            day: drawable(&day)?,
            site: drawable(site)?,
            accent: accent(theme.option("accent")),
            name: format!("{}-{version}", product.key),
        })
    }

    /// What it shows, in words.
    pub fn words(&self) -> String {
        let parts = [&self.product, &self.version, &self.title, &self.day];
        parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    }

    /// Its path within the site: `assets/NAME.HASH.png`.
    pub fn path(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&EDITION.to_le_bytes());
        for part in [&self.title, &self.product, &self.version, &self.day, &self.site] {
            hasher.update(&part.len().to_le_bytes()).update(part.as_bytes());
        }
        hasher.update(&self.accent);
        // A version may hold a plus sign, which an address would have to escape.
        format!("assets/{}.{}.png", self.name.replace('+', "-"), &hasher.finalize().to_hex()[..16])
    }
}

/// The pictures of all releases that have a page. One that is among the `former` ones, by path, is not drawn again.
pub fn render(pages: &Pages, former: &HashMap<String, Vec<u8>>) -> Vec<Artifact> {
    let previews: Vec<Preview> = pages.views.catalog().releases().iter().filter_map(|release| pages.preview(release)).collect();
    let artifacts = previews.par_iter().map_init(Painter::new, |painter, preview| {
        let path = preview.path();
        let bytes = match former.get(&path).filter(|bytes| canvas::is_sound(bytes)) {
            Some(bytes) => bytes.clone(),
            None => painter.png(preview)?,
        };
        Some(Artifact { path, bytes })
    });
    artifacts.flatten().collect()
}

/// A text with what the fonts have: signs that they lack, such as emoji, are left out. None where they lack a letter.
fn drawable(text: &str) -> Option<String> {
    let kept: String = text.chars().filter(|character| is_covered(*character)).collect();
    let lacks_letters = text.chars().any(|character| character.is_alphanumeric() && !is_covered(character));
    (!lacks_letters).then(|| kept.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What the fonts in `fonts/` were cut down to: Latin, Greek, Cyrillic, and the usual signs.
fn is_covered(character: char) -> bool {
    let is_lacking = matches!(character, 'ŉ' | 'Ǆ' | 'Ϣ'..='ϯ' | 'Ҟ' | 'ҟ');
    let is_in = matches!(
        character,
        ' '..='~' | '\u{a0}'..='ɏ' | 'ə' | '\u{300}'..='\u{30c}' | '\u{327}' | '\u{328}' | 'Ͱ'..='Ͽ' | 'Ѐ'..='ӿ' | 'Ḁ'..='ỿ'
            | '\u{2010}'..='\u{2027}' | '‰'..='›' | '\u{20a0}'..='\u{20bf}' | '№' | '™' | '←'..='↓' | '−' | '≈' | '≠' | '≤' | '≥' | '✓'
    );
    is_in && !is_lacking
}

/// The accents of the theme's style sheet, as they are on a dark page. Another theme's own accent is drawn as indigo.
fn accent(option: Option<&serde_json::Value>) -> [u8; 3] {
    match option.and_then(serde_json::Value::as_str) {
        Some("blue") => [0x8e, 0xbd, 0xf5],
        Some("violet") => [0xc4, 0xac, 0xf8],
        Some("teal") => [0x7f, 0xcb, 0xca],
        Some("green") => [0x8d, 0xcc, 0x9a],
        Some("orange") => [0xee, 0xa9, 0x86],
        Some("rose") => [0xf3, 0xa0, 0xb1],
        Some("graphite") => [0xb6, 0xb9, 0xc2],
        _ => [0xa5, 0xb4, 0xf8],
    }
}

#[cfg(test)]
mod tests;
