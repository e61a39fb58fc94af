//! What theme templates may read: borrowed, serializable, documented field by field in `themes/README.md`.

mod texts;

pub use texts::{Media, Texts, UpgradeTexts};
