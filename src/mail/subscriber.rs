//! Who hears of what: the people who asked for announcements, and what each of them asked for.

use chrono::{DateTime, Utc};

use crate::ident::{EmailAddress, Key, Locale, ProductKey};

use super::Notice;

/// Somebody who asked for announcements. An empty list of wishes means all there are of the kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscriber {
    /// Where the mails go, without a name.
    pub address: EmailAddress,
    /// What the person is called.
    pub name: Option<String>,
    /// The language of the mails; the site's where there is none.
    pub language: Option<Locale>,
    /// The audiences the person belongs to; public news alone where there are none.
    pub audiences: Vec<Key>,
    /// The products it asked for.
    pub products: Vec<ProductKey>,
    /// The components it asked for.
    pub components: Vec<Key>,
    /// The kinds of notice it asked for.
    pub notices: Vec<Notice>,
    /// How often it hears of all that happened, in one message; of each release by itself where there is none.
    pub digest: Option<Digest>,
    /// That it asked for it; none where nobody wrote that down.
    pub consent: Option<Consent>,
}

/// How often somebody gets one message in the place of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Digest {
    /// Once a week.
    Weekly,
    /// Once a month.
    Monthly,
}

impl Digest {
    /// All there are.
    pub const ALL: [Self; 2] = [Self::Weekly, Self::Monthly];

    /// As tables, the store and forms have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
        }
    }

    /// The digest of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|digest| digest.name() == name)
    }
}

/// That somebody asked to get mails (GDPR article 7, paragraph 1: whoever sends has to be able to show it).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// When.
    pub at: DateTime<Utc>,
    /// How it got here.
    pub by: ConsentBy,
    /// The words that were agreed to, where they were shown by us.
    pub wording: Option<String>,
}

/// How a consent got here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentBy {
    /// By the form of the subscription service, confirmed by a link that went to the address.
    Form,
    /// By a table, from wherever that has it.
    Import,
    /// By `subscribers add`.
    Command,
}

impl ConsentBy {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Form, Self::Import, Self::Command];

    /// As tables and the store have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Import => "import",
            Self::Command => "command",
        }
    }

    /// The way of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.name() == name)
    }
}

/// What an announcement is of, as far as wishes go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The product.
    pub product: ProductKey,
    /// The components that the release touches. A release without any is for everyone.
    pub components: Vec<Key>,
    /// What is told.
    pub notice: Notice,
}

impl Subscriber {
    /// Somebody who asked for everything.
    pub fn of_everything(address: EmailAddress) -> Self {
        let (audiences, products, components, notices) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { address, name: None, language: None, audiences, products, components, notices, digest: None, consent: None }
    }

    /// Whether this person asked for such an announcement.
    pub fn wants(&self, topic: &Topic) -> bool {
        (self.notices.is_empty() || self.names(topic.notice)) && self.is_concerned(topic)
    }

    /// Whether this person named a kind of notice, or one that it belongs to.
    pub fn names(&self, notice: Notice) -> bool {
        self.notices.iter().any(|wish| notice.meets(*wish))
    }

    /// Whether it is about what this person asked to hear of.
    pub fn is_concerned(&self, topic: &Topic) -> bool {
        let wants_product = self.products.is_empty() || self.products.contains(&topic.product);
        let meets = |wished: &Key| topic.components.contains(wished);
        let wants_component = self.components.is_empty() || topic.components.is_empty() || self.components.iter().any(meets);
        wants_product && wants_component
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic() -> Topic {
        Topic { product: "events".parse().unwrap(), components: vec!["api".parse().unwrap()], notice: Notice::Released }
    }

    fn jo() -> Subscriber {
        Subscriber::of_everything("jo@example.org".parse().unwrap())
    }

    #[test]
    fn somebody_without_wishes_hears_of_everything() {
        assert!(jo().wants(&topic()));
    }

    #[test]
    fn every_wish_must_be_met() {
        let wishes = |edit: fn(&mut Subscriber)| {
            let mut jo = jo();
            edit(&mut jo);
            jo.wants(&topic())
        };
        assert!(wishes(|jo| jo.products = vec!["events".parse().unwrap(), "desk".parse().unwrap()]));
        assert!(!wishes(|jo| jo.products = vec!["desk".parse().unwrap()]));
        assert!(!wishes(|jo| jo.components = vec!["inbox".parse().unwrap()]));
        assert!(!wishes(|jo| jo.notices = vec![Notice::Planned]));
    }

    #[test]
    fn a_rollback_reaches_whoever_heard_of_the_release() {
        let jo = Subscriber { notices: vec![Notice::Released], ..jo() };
        assert!(jo.wants(&Topic { notice: Notice::RolledBack, ..topic() }));
        assert!(!jo.wants(&Topic { notice: Notice::KnownIssue, ..topic() }));
    }

    #[test]
    fn a_release_of_no_component_concerns_all() {
        let jo = Subscriber { components: vec!["inbox".parse().unwrap()], ..jo() };
        assert!(jo.wants(&Topic { components: Vec::new(), ..topic() }));
    }
}
