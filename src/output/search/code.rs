//! Numbers and texts to bytes and back, and bytes to fewer bytes.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// Adds a number: seven bits a byte, the lowest first, the highest bit set on all but the last (LEB128).
pub(super) fn number(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Adds a text with its length in bytes before it.
pub(super) fn text(bytes: &mut Vec<u8>, text: &str) {
    number(bytes, text.len());
    bytes.extend_from_slice(text.as_bytes());
}

/// Reads what [`number`] and [`text`] wrote. What ends early reads as zeros and nothing.
pub(super) struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub fn number(&mut self) -> usize {
        let (mut number, mut shift) = (0, 0);
        while let Some((byte, rest)) = self.0.split_first() {
            self.0 = rest;
            number |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 || shift > 56 {
                break;
            }
        }
        number
    }

    pub fn bytes(&mut self) -> &'a [u8] {
        let length = self.number();
        let (bytes, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        bytes
    }

    pub fn text(&mut self) -> &'a str {
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }
}

/// DEFLATE (RFC 1951) without a wrapper: `deflate-raw` of the browsers' `DecompressionStream`. Servers do not compress files
/// of unknown types, so the index comes compressed.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::default());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// The opposite.
pub(super) fn inflate(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let _ = DeflateDecoder::new(bytes).read_to_end(&mut plain);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut bytes = Vec::new();
        for count in [0, 127, 128, 16_384, 1_000_000] {
            number(&mut bytes, count);
        }
        text(&mut bytes, "Größe");
        let plain = inflate(&deflate(&bytes));
        let mut reader = Reader(&plain);
        assert_eq!([(); 5].map(|()| reader.number()), [0, 127, 128, 16_384, 1_000_000]);
        assert_eq!((reader.text(), reader.number()), ("Größe", 0));
    }
}
