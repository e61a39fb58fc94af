//! Raw HTML in Markdown, taken apart.
//!
//! In: a piece of raw HTML. Out: tags, comments and text, each with its byte range. Never fails, and takes time in proportion.

use std::ops::Range;

use super::escape::character_of;

/// What raw HTML is made of. Ranges are bytes of the piece.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Text, with character references as written.
    Text(Range<usize>),
    /// `<!-- … -->`
    Comment(Range<usize>),
    /// A start or an end tag.
    Tag(RawTag),
    /// Scripts, style sheets, declarations, processing instructions, unclosed comments.
    Refused(Range<usize>),
}

/// A start or an end tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RawTag {
    /// In lower case.
    pub(super) name: String,
    /// Whether it is an end tag.
    pub(super) end: bool,
    /// The whole tag.
    pub(super) range: Range<usize>,
    /// As written, in order.
    pub(super) attributes: Vec<Attribute>,
}

/// An attribute of a start tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    /// In lower case.
    pub(super) name: String,
    /// Without quotes, character references as written.
    pub(super) value: Range<usize>,
    /// The whole attribute.
    pub(super) range: Range<usize>,
}

/// Takes raw HTML apart. Never fails: what is no tag is text.
pub(super) fn parts(html: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut text_start, mut at) = (0, 0);
    // Each `<` may look far ahead in vain. A budget keeps the sum of that linear, whatever is written.
    let mut budget = html.len().saturating_mul(4).saturating_add(1 << 16);
    while let Some(found) = html[at..].find('<').map(|offset| at + offset) {
        let part = if budget == 0 { None } else { part_at(html, found, &mut budget) };
        let Some(part) = part else {
            at = found + 1;
            continue;
        };
        if text_start < found {
            parts.push(Part::Text(text_start..found));
        }
        at = part.range().end;
        text_start = at;
        parts.push(part);
    }
    if text_start < html.len() {
        parts.push(Part::Text(text_start..html.len()));
    }
    parts
}

impl Part {
    fn range(&self) -> Range<usize> {
        match self {
            Self::Text(range) | Self::Comment(range) | Self::Refused(range) => range.clone(),
            Self::Tag(tag) => tag.range.clone(),
        }
    }
}

fn part_at(html: &str, start: usize, budget: &mut usize) -> Option<Part> {
    let rest = &html[start..];
    if rest.starts_with("<!--") {
        return Some(comment_at(html, start));
    }
    if rest.starts_with("<!") || rest.starts_with("<?") {
        let close = if rest.starts_with("<![CDATA[") { "]]>" } else { ">" };
        let Some(length) = rest.find(close) else {
            *budget = budget.saturating_sub(rest.len());
            return None;
        };
        return Some(Part::Refused(start..start + length + close.len()));
    }
    let tag = tag_at(html, start, budget)?;
    if !tag.end && matches!(tag.name.as_str(), "script" | "style") {
        let end = raw_text_end(html, tag.range.end, &tag.name).unwrap_or_else(|| {
            *budget = budget.saturating_sub(rest.len());
            tag.range.end
        });
        return Some(Part::Refused(start..end));
    }
    Some(Part::Tag(tag))
}

/// `<!-->` and `<!--->` are whole comments (HTML standard, §13.2.5.43); one that is never closed takes all that follows.
fn comment_at(html: &str, start: usize) -> Part {
    let rest = &html[start..];
    let short = ["<!-->", "<!--->"].into_iter().find(|short| rest.starts_with(short)).map(str::len);
    let length = short.or_else(|| rest[4..].find("-->").map(|length| length + 7));
    length.map_or(Part::Refused(start..html.len()), |length| Part::Comment(start..start + length))
}

/// The end of what a script or a style sheet holds, its end tag included.
fn raw_text_end(html: &str, from: usize, name: &str) -> Option<usize> {
    let mut at = from;
    while let Some(found) = html[at..].find("</").map(|offset| at + offset + 2) {
        if html.as_bytes()[found..].get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes())) {
            return Some(html[found..].find('>').map_or(html.len(), |offset| found + offset + 1));
        }
        at = found;
    }
    None
}

fn tag_at(html: &str, start: usize, budget: &mut usize) -> Option<RawTag> {
    let bytes = html.as_bytes();
    let end = bytes.get(start + 1) == Some(&b'/');
    let name_start = start + 1 + usize::from(end);
    if !bytes.get(name_start)?.is_ascii_alphabetic() {
        return None;
    }
    let mut reader = Reader { bytes, at: name_start };
    let name = reader.until(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
    let name = html.get(name)?.to_ascii_lowercase();
    let attributes = attributes(html, &mut reader);
    *budget = budget.saturating_sub(reader.at - start);
    let attributes = attributes?;
    Some(RawTag { name, end, range: start..reader.at, attributes })
}

/// The attributes up to and with `>`; nothing where there is none.
fn attributes(html: &str, reader: &mut Reader) -> Option<Vec<Attribute>> {
    let mut attributes = Vec::new();
    loop {
        reader.until(|byte| !byte.is_ascii_whitespace() && byte != b'/');
        if reader.peek()? == b'>' {
            reader.at += 1;
            return Some(attributes);
        }
        let start = reader.at;
        reader.at += 1;
        reader.until(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'='));
        let name = html.get(start..reader.at)?.to_ascii_lowercase();
        let mut end = reader.at;
        reader.until(|byte| !byte.is_ascii_whitespace());
        let mut value = end..end;
        if reader.peek()? == b'=' {
            reader.at += 1;
            reader.until(|byte| !byte.is_ascii_whitespace());
            value = reader.value()?;
            end = reader.at;
        }
        attributes.push(Attribute { name, value, range: start..end });
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Moves to the first byte that is an end, or to the end of all; what was passed.
    fn until(&mut self, is_end: impl Fn(u8) -> bool) -> Range<usize> {
        let start = self.at;
        while self.peek().is_some_and(|byte| !is_end(byte)) {
            self.at += 1;
        }
        start..self.at
    }

    fn value(&mut self) -> Option<Range<usize>> {
        match self.peek()? {
            quote @ (b'"' | b'\'') => {
                self.at += 1;
                let value = self.until(|byte| byte == quote);
                self.peek()?;
                self.at += 1;
                Some(value)
            }
            _ => Some(self.until(|byte| byte.is_ascii_whitespace() || byte == b'>')),
        }
    }
}

/// Text of raw HTML with the commonest character references decoded, for plain text and addresses.
pub(super) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        decoded.push_str(&rest[..start]);
        rest = &rest[start..];
        let reference = rest.bytes().take(12).position(|byte| byte == b';').map(|end| &rest[1..end]);
        match reference.and_then(|name| Some((name.len() + 2, character(name)?))) {
            Some((length, character)) => {
                decoded.push(character);
                rest = &rest[length..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        return character_of(number);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "copy" => '©',
        _ => return None,
    })
}
