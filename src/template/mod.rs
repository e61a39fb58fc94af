//! Entry templates: what an entry of one kind must tell its reader.
//!
//! In: the seven files that ship and those of the site. Out: [`Template`]s that scaffold, validate and document.
//! A template with a mistake in it stops the run: nothing is validated against half a template.

mod compile;
mod find;
mod finding;
mod scaffold;
mod schema;
mod sections;
mod validate;

use std::sync::Arc;

use crate::ident::Key;

pub use compile::{built_in, compile};
use find::find;
pub use scaffold::{Scaffold, scaffold};
pub use validate::validate;

/// How large a release must be to carry an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Any release.
    Patch,
    /// A minor or major release.
    Minor,
    /// A major release; below 1.0.0 a minor one.
    Major,
}

impl Bump {
    /// `patch`, `minor` or `major`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// How themes colour a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Stops or threatens the reader.
    Danger,
    /// Asks for attention.
    Warning,
    /// Good news.
    Success,
    /// News.
    Info,
    /// Anything else.
    #[default]
    Neutral,
}

impl Tone {
    /// As written in `tone:`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Danger => "danger",
            Self::Warning => "warning",
            Self::Success => "success",
            Self::Info => "info",
            Self::Neutral => "neutral",
        }
    }
}

/// A heading in a template's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading, without `(optional)`.
    pub title: String,
    /// Whether an entry may leave it out.
    pub optional: bool,
    /// The comments under it, without their markers.
    pub guidance: String,
}

/// An entry template, checked.
#[derive(Debug, Clone)]
pub struct Template {
    /// Its name: the `kind` of its entries.
    pub name: Key,
    /// `heading`: over its entries on pages, in mails, in CHANGELOG.md.
    pub heading: String,
    /// `label`: the badge.
    pub label: String,
    /// `order` of its heading on a page, smallest first.
    pub order: i64,
    /// `bump`: the smallest release that may carry one.
    pub bump: Bump,
    /// `advance`: shown to the public already while the release is planned and announced.
    pub advance: bool,
    /// `tone`
    pub tone: Tone,
    /// The comments before the first heading, without their markers.
    pub guidance: String,
    /// The sections of the body, in order.
    pub sections: Vec<Section>,
    /// The body as written, to scaffold from.
    pub body: String,
    /// The joined JSON Schema (2020-12) of the whole front matter.
    pub schema: serde_json::Value,
    /// The schema, compiled once.
    validator: Arc<jsonschema::Validator>,
    /// Fields of its own that name components or audiences.
    named_keys: Vec<schema::NamedKey>,
}

impl Template {
    /// Whether entries of this kind have a field of that name.
    pub fn has_field(&self, name: &str) -> bool {
        self.schema.get("properties").is_some_and(|fields| fields.get(name).is_some())
    }
    /// The fields of the kind's own that name components or, where it is so, audiences of the site.
    pub fn key_fields(&self) -> impl Iterator<Item = (&str, bool)> {
        self.named_keys.iter().map(|named| (named.field.as_str(), named.is_audience))
    }
}
