//! The files of a theme that a browser fetches, each under a name made of its content.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::layers::Layer;

/// A file of the site: its path within the site and its bytes.
#[derive(Debug, Clone)]
pub struct Asset {
    /// `assets/site.0123456789abcdef.css`
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The assets of a site's theme, by name. One that several themes have comes from the first of them.
pub fn assets(layers: &[Layer]) -> BTreeMap<String, Asset> {
    let mut chosen: BTreeMap<&str, &Cow<[u8]>> = BTreeMap::new();
    for layer in layers {
        for (name, bytes) in &layer.assets {
            chosen.entry(name).or_insert(bytes);
        }
    }
    let mut assets = BTreeMap::new();
    // Style sheets last: they name fonts and pictures, whose addresses must be known by then.
    let (sheets, rest): (Vec<_>, Vec<_>) = chosen.into_iter().partition(|(name, _)| name.ends_with(".css"));
    for (name, bytes) in rest {
        assets.insert(name.to_owned(), hashed(name, bytes.to_vec()));
    }
    let sheets: Vec<(String, Asset)> = sheets
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), hashed(name, addressed(&String::from_utf8_lossy(bytes), &assets).into_bytes())))
        .collect();
    assets.extend(sheets);
    assets
}

/// `assets/NAME.HASH.EXT` (`outputs.md`).
fn hashed(name: &str, bytes: Vec<u8>) -> Asset {
    let file = name.rsplit('/').next().unwrap_or(name);
    let hash = &blake3::hash(&bytes).to_hex()[..16];
    let path = match file.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}.{hash}.{extension}"),
        None => format!("assets/{file}.{hash}"),
    };
    Asset { path, bytes }
}

/// A style sheet whose `url(NAME)` lead to the hashed names. Both stand in one folder, so the file name is enough.
fn addressed(sheet: &str, assets: &BTreeMap<String, Asset>) -> String {
    let mut addressed = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("url(") {
        addressed.push_str(before);
        addressed.push_str("url(");
        let Some((name, tail)) = after.split_once(')') else {
            rest = after;
            break;
        };
        match assets.get(name.trim().trim_matches(['"', '\''])) {
            Some(asset) => addressed.push_str(asset.path.trim_start_matches("assets/")),
            None => addressed.push_str(name),
        }
        addressed.push(')');
        rest = tail;
    }
    addressed.push_str(rest);
    addressed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_finds_its_hashed_fonts() {
        let mut layer = Layer::default();
        layer.assets.insert("fonts/a.woff2".into(), Cow::Borrowed(b"font"));
        layer.assets.insert("site.css".into(), Cow::Borrowed(b"@font-face{src:url(\"fonts/a.woff2\")}b{c:url(x)}"));
        let assets = assets(&[layer]);
        let font = assets["fonts/a.woff2"].path.trim_start_matches("assets/").to_owned();
        assert_eq!(String::from_utf8_lossy(&assets["site.css"].bytes), format!("@font-face{{src:url({font})}}b{{c:url(x)}}"));
    }
}
