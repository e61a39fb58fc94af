//! Where files of the content folder stand on the site.

use std::collections::HashMap;

use crate::ident::BaseUrl;
use crate::load::Asset;
use crate::model::media_path;

use super::text::percent_encode;

/// Where media of the content folder stand on the site.
#[derive(Debug, Clone, Default)]
pub struct Media {
    /// From the site's folder to the site's root: `content/events/2.4.0/scan.png`, `assets/scan.0123456789abcdef.png`.
    paths: HashMap<String, String>,
    /// Width and height in pixels, by path within the site.
    sizes: HashMap<String, (usize, usize)>,
    /// Narrower copies of a picture, the narrowest first, by its path within the site: their width in pixels and their path.
    copies: HashMap<String, Vec<(usize, String)>>,
}

impl Media {
    /// Names every asset of the content folder by its content, so that a changed file has a new address.
    pub fn new(assets: &[Asset]) -> Self {
        let in_content = assets.iter().filter(|asset| asset.path.starts_with("content/"));
        let named = in_content.map(|asset| (asset, hashed_path(&asset.path, &asset.bytes)));
        let (mut paths, mut sizes) = (HashMap::new(), HashMap::new());
        for (asset, path) in named {
            if let Ok(size) = imagesize::blob_size(&asset.bytes) {
                sizes.insert(path.clone(), (size.width, size.height));
            }
            paths.insert(asset.path.clone(), path);
        }
        Self { paths, sizes, copies: HashMap::new() }
    }

    /// Lets pages choose among the picture at `path` within the site and narrower copies of it, the narrowest first.
    pub fn add_copies(&mut self, path: &str, copies: Vec<(usize, String)>) {
        self.copies.insert(path.to_owned(), copies);
    }

    /// The path within the site of a file of the content folder, by its path from the site's folder.
    pub fn path(&self, path: &str) -> Option<&str> {
        self.paths.get(path).map(String::as_str)
    }

    /// Width and height in pixels of a picture at this path within the site, where its file tells.
    pub fn size(&self, path: &str) -> Option<(usize, usize)> {
        self.sizes.get(path).copied()
    }

    /// What the attribute `srcset` says of the picture at this path within the site: its narrower copies and itself, each with its width.
    /// None where it has no copies.
    pub fn srcset(&self, path: &str, url: &BaseUrl) -> Option<String> {
        let copies = self.copies.get(path).filter(|copies| !copies.is_empty())?;
        let own = (self.size(path)?.0, path.to_owned());
        let candidates = copies.iter().chain([&own]).map(|(width, path)| {
            // Blanks and commas mean something in `srcset`, and quotes in HTML.
            let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
            format!("{} {width}w", url.path_of(&format!("{folder}/{}", percent_encode(file))))
        });
        Some(candidates.collect::<Vec<_>>().join(", "))
    }

    /// The path within the site of a file that `folder` names as `relative`.
    pub fn find(&self, folder: &str, relative: &str) -> Option<&str> {
        self.paths.get(&media_path(folder, relative)?).map(String::as_str)
    }
}

/// `assets/NAME.HASH.EXT` (`outputs.md`).
pub fn hashed_path(path: &str, bytes: &[u8]) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let hash = &blake3::hash(bytes).to_hex()[..16];
    match file.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}.{hash}.{extension}"),
        None => format!("assets/{file}.{hash}"),
    }
}
