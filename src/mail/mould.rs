//! A message with gaps for what is each recipient's own, so that it is composed once a campaign and filled in for each.
//!
//! What is one's own is of one width for all: the last parts of links, and the name of the message. Where their letters stand is found
//! out by composing the message twice, with two letters that no encoding treats differently: where the two differ, a letter goes.

use std::ops::Range;

use lettre::message::header::{Headers, To};
use lettre::message::{Mailbox, Mailboxes};

use super::ComposeError;

/// What is a recipient's own, besides the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Own {
    /// What `Message-ID` begins with, without `<`.
    pub(super) id: String,
    /// The link by which one leaves.
    pub(super) leave: Option<String>,
    /// The link by which one chooses.
    pub(super) choose: Option<String>,
}

/// A message with gaps.
#[derive(Debug)]
pub(super) struct Mould {
    message: Vec<u8>,
    /// Where the header `To` stands.
    to: Range<usize>,
    /// Of each value: what all of them begin with, how long the rest is, and where its letters go, as often as it stands there.
    gaps: [Option<Gap>; 3],
}

#[derive(Debug)]
struct Gap {
    prefix: String,
    width: usize,
    places: Vec<usize>,
}

impl Own {
    fn values(&self) -> [Option<&str>; 3] {
        [Some(&self.id), self.leave.as_deref(), self.choose.as_deref()]
    }

    fn set(&mut self, number: usize, value: String) {
        match number {
            0 => self.id = value,
            1 => self.leave = Some(value),
            _ => self.choose = Some(value),
        }
    }
}

impl Mould {
    /// Makes a mould of how messages are composed, for values that look like these; none where they have no common width.
    ///
    /// # Errors
    /// What composing says.
    pub(super) fn new(like: &Own, compose: impl Fn(&Mailbox, &Own) -> Result<Vec<u8>, ComposeError>) -> Result<Option<Self>, ComposeError> {
        let Ok(nobody) = "nobody@example.org".parse::<Mailbox>() else { return Ok(None) };
        let mut blank = like.clone();
        for (number, value) in like.values().into_iter().enumerate() {
            let Some(value) = value else { continue };
            let Some((prefix, rest)) = split(value) else { return Ok(None) };
            blank.set(number, format!("{prefix}{}", "0".repeat(rest.len())));
        }
        let message = compose(&nobody, &blank)?;
        let Some(to) = header(&message, b"\r\nTo: ") else { return Ok(None) };
        let mut gaps = [None, None, None];
        for (number, value) in like.values().into_iter().enumerate() {
            let Some((prefix, rest)) = value.and_then(split) else { continue };
            let mut other = blank.clone();
            other.set(number, format!("{prefix}{}", "1".repeat(rest.len())));
            let other = compose(&nobody, &other)?;
            let places: Vec<usize> = (0..message.len()).filter(|place| message.get(*place) != other.get(*place)).collect();
            if other.len() != message.len() || !places.len().is_multiple_of(rest.len()) {
                return Ok(None);
            }
            gaps[number] = Some(Gap { prefix: prefix.to_owned(), width: rest.len(), places });
        }
        Ok(Some(Self { message, to, gaps }))
    }

    /// The message for a recipient; none where a value looks otherwise than those that the mould was made for.
    pub(super) fn cast(&self, to: &Mailbox, own: &Own) -> Option<Vec<u8>> {
        let mut headers = Headers::new();
        headers.set(To::from(Mailboxes::from(to.clone())));
        let header = headers.to_string();
        let mut message = Vec::with_capacity(self.message.len() + header.len());
        message.extend_from_slice(self.message.get(..self.to.start)?);
        message.extend_from_slice(header.as_bytes());
        message.extend_from_slice(self.message.get(self.to.end..)?);
        for (gap, value) in self.gaps.iter().zip(own.values()) {
            let (gap, value) = match (gap, value) {
                (Some(gap), Some(value)) => (gap, value),
                (None, None) => continue,
                _ => return None,
            };
            let (prefix, rest) = split(value)?;
            if prefix != gap.prefix || rest.len() != gap.width {
                return None;
            }
            for (place, letter) in gap.places.iter().zip(rest.bytes().cycle()) {
                let place = if *place < self.to.end { *place } else { place - self.to.len() + header.len() };
                *message.get_mut(place)? = letter;
            }
        }
        Some(message)
    }
}

/// What all values of a kind begin with, and one's own rest, of letters that no encoding changes.
fn split(value: &str) -> Option<(&str, &str)> {
    let (prefix, rest) = value.split_at(value.rfind('/').map_or(0, |slash| slash + 1));
    let is_plain = rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if is_plain && !rest.is_empty() { Some((prefix, rest)) } else { None }
}

/// Where a header stands, from its first letter to its end of line.
fn header(message: &[u8], name: &[u8]) -> Option<Range<usize>> {
    let start = message.windows(name.len()).position(|window| window == name)? + 2;
    let end = start + message.get(start..)?.windows(3).position(|end| end.starts_with(b"\r\n") && !matches!(end[2], b' ' | b'\t'))?;
    Some(start..end + 2)
}
