//! `widget.js`, the element `<tidings-news>` that apps show `latest.json` with, and its types.
//!
//! Its source is in `widget/source`; what stands here is made from it by `tests/browser/widget-build.mjs` and committed, so that
//! building the program needs neither node nor a network. `tests/run widget` says whether both are the same.

use super::{Artifact, Material};
use crate::parse::document::OutputKind;

const SCRIPT: &[u8] = include_bytes!("widget/widget.js");
const TYPES: &[u8] = include_bytes!("widget/widget.d.ts");

/// Both files, at fixed paths that apps refer to; none where the site has no in-app JSON.
pub fn render(material: &Material) -> Vec<Artifact> {
    if !material.catalog.site().makes(OutputKind::Api) {
        return Vec::new();
    }
    [("widget.js", SCRIPT), ("widget.d.ts", TYPES)].map(|(path, bytes)| Artifact { path: path.into(), bytes: bytes.into() }).into()
}
