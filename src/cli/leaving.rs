//! How each recipient of an announcement leaves and chooses: by links of their own, where there is a service for it.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::ident::{BaseUrl, EmailAddress};
use crate::mail::{Links, PREFERENCES_DAYS, PersonId, Purpose, Recipient, Store};

use super::Failure;
use super::subscribers::secret;

/// The links of all recipients.
#[derive(Debug, Default)]
pub(super) struct Leaving {
    service: Option<(Links, DateTime<Utc>)>,
    /// By address in lower case.
    ids: HashMap<String, PersonId>,
}

impl Leaving {
    /// Of those in the store, where a service stands at an address.
    pub(super) fn of(store: &Store, service: Option<&BaseUrl>, now: DateTime<Utc>) -> Result<Self, Failure> {
        let Some(base) = service else { return Ok(Self::default()) };
        let why = "set `TIDINGS_SECRET` as it is for `tidings subscriptions`: the links by which readers leave are made with it";
        let secret = secret().ok_or_else(|| Failure(why.into()))?;
        let until = now + TimeDelta::days(PREFERENCES_DAYS);
        Ok(Self { service: Some((Links::new(base, &secret), until)), ids: store.person_ids()? })
    }

    /// One recipient. Whoever is not on the list, as one who is only shown a mail, leaves by mail.
    pub(super) fn recipient(&self, address: &EmailAddress) -> Recipient {
        let id = self.ids.get(&address.address().to_lowercase());
        let (unsubscribe, preferences) = match (&self.service, id) {
            (Some((links, until)), Some(id)) => (links.leave(*id), links.to(Purpose::Preferences, *id, Some(*until)).parse().ok()),
            _ => (None, None),
        };
        Recipient { address: address.clone(), unsubscribe, preferences }
    }
}
