//! Languages.

use std::str::FromStr;
use std::sync::Arc;

use serde::Serialize;

/// A language tag (BCP 47), as far as a page's `lang` needs it: subtags of letters and digits joined by `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Locale(Arc<str>);

/// Not a language tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write a BCP 47 language tag such as `en` or `pt-BR`")]
pub struct LocaleError;

impl Locale {
    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary language subtag, `pt` of `pt-BR`.
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Whether the language is written from right to left.
    pub fn is_right_to_left(&self) -> bool {
        matches!(self.language(), "ar" | "dv" | "fa" | "he" | "ku" | "ps" | "sd" | "ug" | "ur" | "yi")
    }
}

impl Default for Locale {
    fn default() -> Self {
        Self("en".into())
    }
}

impl FromStr for Locale {
    type Err = LocaleError;
    fn from_str(text: &str) -> Result<Self, LocaleError> {
        let mut subtags = text.split('-');
        let primary = subtags.next().is_some_and(|tag| (2..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let rest = subtags.all(|tag| (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        (primary && rest).then(|| Self(text.into())).ok_or(LocaleError)
    }
}
