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
    let mut scripts: BTreeMap<&str, String> = BTreeMap::new();
    for (name, bytes) in rest {
        match std::str::from_utf8(bytes).ok().filter(|_| name.ends_with(".js")) {
            Some(script) => _ = scripts.insert(name, without_comments(script).into_owned()),
            None => _ = assets.insert(name.to_owned(), hashed(name, bytes.to_vec())),
        }
    }
    insert_scripts(scripts, &mut assets);
    let sheets: Vec<(String, Asset)> = sheets
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), hashed(name, addressed(&String::from_utf8_lossy(bytes), &assets).into_bytes())))
        .collect();
    assets.extend(sheets);
    assets
}

/// Scripts after those that they import as `"./NAME"`, which then lead to the hashed names. Those that import each other keep the names.
fn insert_scripts(mut scripts: BTreeMap<&str, String>, assets: &mut BTreeMap<String, Asset>) {
    let import = |name: &str| format!("\"./{name}\"");
    while !scripts.is_empty() {
        let waits = |script: &str| scripts.keys().any(|name| script.contains(&import(name)));
        let ready: Vec<&str> = scripts.iter().filter(|(_, script)| !waits(script)).map(|(name, _)| *name).collect();
        let next = if ready.is_empty() { scripts.keys().copied().collect() } else { ready };
        for name in next {
            let Some(mut script) = scripts.remove(name) else { continue };
            for (name, asset) in assets.iter().filter(|(name, _)| name.ends_with(".js")) {
                script = script.replace(&import(name), &import(asset.path.trim_start_matches("assets/")));
            }
            assets.insert(name.to_owned(), hashed(name, script.into_bytes()));
        }
    }
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

/// A script without the lines that only comment, which no browser needs. Licences (`/*!`, `//!`) and source maps (`//#`) stay.
/// A script stays as it is where a text or a comment may go on from one line to the next, since it could hold such a line.
fn without_comments(script: &str) -> Cow<'_, str> {
    let goes_on =
        |line: &str| line.matches('`').count() % 2 == 1 || line.ends_with('\\') || line.matches("/*").count() != line.matches("*/").count();
    if script.lines().any(goes_on) {
        return Cow::Borrowed(script);
    }
    let comments = |line: &str| {
        let line = line.trim();
        let whole = line.starts_with("/*") && line.find("*/") == Some(line.len() - 2) && !line.starts_with("/*!");
        whole || (line.starts_with("//") && !line.starts_with("//!") && !line.starts_with("//#"))
    };
    Cow::Owned(script.split_inclusive('\n').filter(|line| !comments(line)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_go_out_without_lines_that_only_comment() {
        let script =
            "/*! Licence */\n// Why.\nlet a = 1; // how\n  /** What. */\n  a(\"//\");\n/* a */ b(); /* c */\n//# sourceMappingURL=a.map";
        let sent = "/*! Licence */\nlet a = 1; // how\n  a(\"//\");\n/* a */ b(); /* c */\n//# sourceMappingURL=a.map";
        assert_eq!(without_comments(script), sent);
    }

    #[test]
    fn what_looks_like_a_comment_within_a_text_stays() {
        for script in ["a(`\n// no comment\n`);", "a('\\\n// no comment');", "/*\n// a licence, perhaps\n*/"] {
            assert_eq!(without_comments(script), script);
        }
    }

    #[test]
    fn a_script_finds_the_hashed_scripts_that_it_imports() {
        let mut layer = Layer::default();
        let scripts = [("a.js", "import \"./b.js\";"), ("b.js", "import { c } from \"./c.js\";"), ("c.js", "export const c = 1;")];
        scripts.iter().for_each(|(name, script)| _ = layer.assets.insert((*name).into(), Cow::Borrowed(script.as_bytes())));
        let assets = assets(&[layer]);
        let address = |name: &str| format!("\"./{}\"", assets[name].path.trim_start_matches("assets/"));
        assert_eq!(String::from_utf8_lossy(&assets["a.js"].bytes), format!("import {};", address("b.js")));
        assert_eq!(String::from_utf8_lossy(&assets["b.js"].bytes), format!("import {{ c }} from {};", address("c.js")));
    }

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
