//! The digest: what was announced in a week or a month, in one message for each who asked for that.
//!
//! In: the campaigns of a period that is over, as the ledger has them. Out: a [`Letter`] of those that a recipient asked for. What
//! nobody announced is in no digest.

use std::ops::Range;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc, Weekday};
use serde::Serialize;
use tera::Context;

use super::channel::{Bulletin, Section};
use super::compose::bulletin;
use super::frame::{EXCERPT, Edition, Frame, Sheet};
use super::message::{LEAVE, Letter, PREFERENCES};
use super::view::Room;
use super::{ComposeError, Digest, News};

/// How many entries of one release a digest names.
const ENTRIES: usize = 12;

/// A week or a month that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    digest: Digest,
    first: NaiveDate,
    end: NaiveDate,
}

impl Period {
    /// The last week, from Monday on (ISO 8601), or the last month, that was over when a day began.
    pub fn before(digest: Digest, today: NaiveDate) -> Self {
        let (first, end) = match digest {
            Digest::Weekly => {
                let end = today.week(Weekday::Mon).first_day();
                (end - Days::new(7), end)
            }
            Digest::Monthly => {
                let end = today - Days::new(u64::from(today.day0()));
                let last = end - Days::new(1);
                (last - Days::new(u64::from(last.day0())), end)
            }
        };
        Self { digest, first, end }
    }

    /// Who gets it.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// What names the campaign among all of the site: `digest/weekly/2026-W48`, `digest/monthly/2026-11`.
    pub fn campaign(&self) -> String {
        let format = if self.digest == Digest::Weekly { "%G-W%V" } else { "%Y-%m" };
        format!("digest/{}/{}", self.digest.name(), self.first.format(format))
    }

    /// Its first day, and its last.
    pub fn days(&self) -> (NaiveDate, NaiveDate) {
        (self.first, self.end - Days::new(1))
    }

    /// From its first moment to that after it, in UTC.
    pub fn times(&self) -> Range<DateTime<Utc>> {
        self.first.and_time(NaiveTime::MIN).and_utc()..self.end.and_time(NaiveTime::MIN).and_utc()
    }
}

/// `mail` in templates of digests.
#[derive(Debug, Serialize)]
struct DigestView<'a> {
    /// `weekly` or `monthly`.
    digest: &'static str,
    /// Its first day.
    first: String,
    /// Its last day.
    last: String,
    /// The subject, on one line.
    subject: &'a str,
    /// The name in `mail.from`, or the site's title.
    from_name: &'a str,
    /// The address at which this recipient leaves.
    leave: &'a str,
    /// Where readers choose what they hear of; none without the service for it.
    preferences: Option<&'a str>,
    /// `mail.postal_address`
    postal_address: Option<&'a str>,
    /// The beginning of what it tells, for the line that mail programs show beside the subject.
    excerpt: String,
    /// What was announced, in that order, as much as there is room for.
    items: Vec<ItemView<'a>>,
    /// How many there was no room for.
    more: usize,
}

/// One announcement in a digest.
#[derive(Debug, Serialize)]
struct ItemView<'a> {
    /// The subject of its mail.
    subject: &'a str,
    /// The release's page, absolute.
    url: &'a str,
    /// The beginning of what it tells; may be empty.
    text: &'a str,
    /// The first of its entries, by kind.
    sections: Vec<Section>,
    /// How many more it has.
    more: usize,
}

/// Composes the digest of a period for all who get the same news.
///
/// # Errors
/// [`ComposeError`]: the site has no sender, or a template is wrong.
pub fn compose_digest(edition: &Edition, period: &Period, news: &[&News]) -> Result<Letter, ComposeError> {
    let bulletins = news.iter().map(|news| bulletin(edition, news)).collect::<Result<Vec<_>, _>>()?;
    let draft = Draft { frame: Frame::new(edition)?, edition, period, bulletins };
    draft.letter()
}

struct Draft<'a> {
    frame: Frame<'a>,
    edition: &'a Edition<'a>,
    period: &'a Period,
    bulletins: Vec<Bulletin>,
}

impl Draft<'_> {
    fn letter(&self) -> Result<Letter, ComposeError> {
        let campaign = self.period.campaign();
        let sheet = Sheet {
            name: "digest",
            items: self.bulletins.len(),
            page: "",
            campaign: &campaign,
            fields: [campaign.rsplit('/').next().unwrap_or_default(), self.period.digest.name(), "digest"],
            archive: "",
        };
        self.frame.letter(&sheet, &|room, subject, from_name| self.context(room, subject, from_name))
    }

    fn context(&self, room: Room, subject: &str, from_name: &str) -> Context {
        let (frame, (first, last)) = (&self.frame, self.period.days());
        let mut context = Context::new();
        context.insert("site", &frame.site_view(&self.edition.views()));
        let mail = DigestView {
            digest: self.period.digest.name(),
            first: first.to_string(),
            last: last.to_string(),
            subject,
            from_name,
            leave: LEAVE,
            preferences: frame.mail.subscribe_url.as_ref().map(|_| PREFERENCES),
            postal_address: frame.mail.postal_address.as_ref().map(|address| address.value.as_str()),
            excerpt: self.excerpt(),
            items: self.bulletins.iter().take(room.entries).map(item).collect(),
            more: self.bulletins.len().saturating_sub(room.entries),
        };
        context.insert("mail", &mail);
        context
    }

    fn excerpt(&self) -> String {
        let subjects: Vec<&str> = self.bulletins.iter().map(|bulletin| bulletin.subject.as_str()).collect();
        crate::view::text::excerpt(&subjects.join(" · "), EXCERPT)
    }
}

fn item(bulletin: &Bulletin) -> ItemView<'_> {
    let mut room = ENTRIES;
    let mut sections = bulletin.sections.clone();
    for section in &mut sections {
        section.entries.truncate(room);
        room -= section.entries.len();
    }
    sections.retain(|section| !section.entries.is_empty());
    let count = |sections: &[Section]| sections.iter().map(|section| section.entries.len()).sum::<usize>();
    let more = count(&bulletin.sections) - count(&sections);
    ItemView { subject: &bulletin.subject, url: &bulletin.url, text: &bulletin.text, sections, more }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(digest: Digest, today: &str) -> (String, String, String) {
        let period = Period::before(digest, today.parse().unwrap());
        let (first, last) = period.days();
        (period.campaign(), first.to_string(), last.to_string())
    }

    #[test]
    fn a_digest_tells_of_a_period_that_is_over() {
        let owned = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(period(Digest::Weekly, "2026-11-26"), owned("digest/weekly/2026-W47", "2026-11-16", "2026-11-22"));
        assert_eq!(period(Digest::Weekly, "2026-11-23"), owned("digest/weekly/2026-W47", "2026-11-16", "2026-11-22"));
        assert_eq!(period(Digest::Weekly, "2027-01-04"), owned("digest/weekly/2026-W53", "2026-12-28", "2027-01-03"));
        assert_eq!(period(Digest::Monthly, "2026-11-01"), owned("digest/monthly/2026-10", "2026-10-01", "2026-10-31"));
        assert_eq!(period(Digest::Monthly, "2026-03-31"), owned("digest/monthly/2026-02", "2026-02-01", "2026-02-28"));
    }
}
