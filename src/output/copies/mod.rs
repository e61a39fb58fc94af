//! Narrower copies of the pictures that pages show, among which a browser takes the one that fits the screen.
//!
//! In: the pictures of the content folder, and the copies of the former build. Out: for each picture that is well wider than a phone up to
//! four copies in its own format, whose paths are known before they are made. A copy that would be no lighter is left out, and so is every
//! copy of a picture that cannot be read, moves, lies on its side (EXIF) or is very large: it is shown as it is.

mod encode;
mod palette;

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::load::{Asset, Copies, Loaded, Pictures};
use crate::model::{Catalog, Environment};
use crate::parse::document::OutputKind;
use crate::view::{Media, Texts, shown};

use super::Artifact;

/// In pixels: phones, the column of text, and both on screens of more pixels.
const WIDTHS: [usize; 4] = [480, 800, 1200, 1600];

/// Raised when copies are made in another way, so that they get new addresses.
const EDITION: u32 = 1;

/// One copy of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Copy {
    /// In pixels.
    width: usize,
    /// Within the site: `assets/NAME.HASH.EXT`.
    path: String,
    /// None where it would be no lighter than the picture, or the picture cannot be read.
    bytes: Option<Vec<u8>>,
}

/// All copies of pictures, of which `media` then knows, and what the next build needs to know to use them again.
pub(super) fn render(catalog: &Catalog, texts: &Texts, media: &mut Media, loaded: &Loaded) -> (Vec<Artifact>, Copies) {
    let site = catalog.site();
    // Without pages nobody chooses, and a preview on the writer's machine has to be quick.
    let is_wanted = site.makes(OutputKind::Pages) && site.makes(OutputKind::Images) && site.environment != Environment::Preview;
    if !is_wanted {
        return (Vec::new(), Copies::default());
    }
    let mut wanted = wanted(catalog, texts, media);
    let pictures: Vec<(String, &Asset)> =
        loaded.assets.iter().filter_map(|asset| Some((wanted.take(media.path(&asset.path)?)?, asset))).collect();
    let copied: Vec<(String, Vec<Copy>)> = pictures
        .into_par_iter()
        .filter_map(|(path, asset)| {
            let copies = copies(&path, &asset.bytes, media.size(&path)?.0, &loaded.pictures);
            Some((path, copies))
        })
        .collect();
    let (mut artifacts, mut known) = (Vec::new(), Copies::default());
    for (path, copies) in copied {
        let mut there = Vec::new();
        for Copy { width, path, bytes } in copies {
            known.hashes.insert(path.clone(), bytes.as_deref().map(hash));
            if let Some(bytes) = bytes {
                there.push((width, path.clone()));
                artifacts.push(Artifact { path, bytes });
            }
        }
        media.add_copies(&path, there);
    }
    (artifacts, known)
}

/// The paths within the site of all pictures that pages show.
fn wanted(catalog: &Catalog, texts: &Texts, media: &Media) -> BTreeSet<String> {
    let own = catalog.entries().iter().filter_map(|entry| media.find(&entry.folder, &entry.image.as_ref()?.src)).map(str::to_owned);
    own.chain(texts.all().flat_map(|text| shown(&text.html, &catalog.site().url))).collect()
}

/// The copies of one picture, the narrowest first. Those that the former build made, or left out, are not made again.
fn copies(path: &str, picture: &[u8], width: usize, former: &Pictures) -> Vec<Copy> {
    // A little narrower is not worth a file.
    let widths = WIDTHS.into_iter().filter(|copy| copy * 5 <= width * 4);
    let Some(format) = encode::format(path, picture) else { return Vec::new() };
    let mut copies: Vec<Copy> = widths.map(|width| Copy { width, path: path_of(path, picture, width), bytes: None }).collect();
    let is_known = copies.iter_mut().all(|copy| take_former(copy, former));
    if copies.is_empty() || is_known {
        return copies;
    }
    let original = encode::read(picture, format).filter(|original| original.width() == width);
    for copy in &mut copies {
        let made = original.as_ref().and_then(|original| original.copy(copy.width));
        copy.bytes = made.filter(|bytes| bytes.len() < picture.len());
    }
    copies
}

/// Takes what the former build made of a copy. False where it made none that is as it was when it was made.
fn take_former(copy: &mut Copy, former: &Pictures) -> bool {
    match former.copies.hashes.get(&copy.path) {
        None => false,
        Some(None) => true,
        Some(Some(expected)) => {
            copy.bytes = former.files.get(&copy.path).filter(|bytes| hash(bytes) == *expected).cloned();
            copy.bytes.is_some()
        }
    }
}

fn path_of(path: &str, picture: &[u8], width: usize) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&EDITION.to_le_bytes()).update(&(width as u64).to_le_bytes()).update(picture);
    let hash = &hasher.finalize().to_hex()[..16];
    // `assets/NAME.HASH.EXT`, as every picture of the content folder is named.
    let (rest, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    let stem = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
    format!("{stem}.{hash}.{extension}")
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

#[cfg(test)]
mod tests;
