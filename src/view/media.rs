//! Where files of the content folder stand on the site.

use std::collections::HashMap;

use crate::load::Asset;
use crate::model::media_path;

/// Where media of the content folder stand on the site.
#[derive(Debug, Clone, Default)]
pub struct Media {
    /// From the site's folder to the site's root: `content/events/2.4.0/scan.png`, `assets/scan.0123456789abcdef.png`.
    paths: HashMap<String, String>,
    /// Width and height in pixels, by path within the site.
    sizes: HashMap<String, (usize, usize)>,
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
        Self { paths, sizes }
    }

    /// The path within the site of a file of the content folder, by its path from the site's folder.
    pub fn path(&self, path: &str) -> Option<&str> {
        self.paths.get(path).map(String::as_str)
    }

    /// Width and height in pixels of a picture at this path within the site, where its file tells.
    pub fn size(&self, path: &str) -> Option<(usize, usize)> {
        self.sizes.get(path).copied()
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
