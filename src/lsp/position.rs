//! Places as editors count them: lines and characters from 0, a character being a unit of the encoding that was agreed on.

use std::ops::Range;

use lsp_types::{Position, PositionEncodingKind, Range as EditorRange};

/// What a character of a position counts (LSP 3.17, `PositionEncodingKind`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Units of UTF-16: what every client knows.
    #[default]
    Utf16,
}

impl Encoding {
    /// The one to use with a client that offers these: UTF-8 where it can, since that is what texts are here.
    pub fn agree(offered: Option<&[PositionEncodingKind]>) -> Self {
        let takes_utf8 = offered.is_some_and(|kinds| kinds.contains(&PositionEncodingKind::UTF8));
        if takes_utf8 { Self::Utf8 } else { Self::Utf16 }
    }

    /// Its name in the protocol.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    /// The byte at a position: on a character boundary, at the end of its line where the position lies behind it, and at the end of
    /// the text where there is no such line.
    pub fn byte(self, text: &str, position: Position) -> usize {
        let mut start = 0;
        for _ in 0..position.line {
            match text.get(start..).and_then(|rest| rest.find('\n')) {
                Some(newline) => start += newline + 1,
                None => return text.len(),
            }
        }
        let line = text.get(start..).unwrap_or("");
        let line = line.split('\n').next().unwrap_or("");
        let line = line.strip_suffix('\r').unwrap_or(line);
        let mut left = position.character as usize;
        for (at, character) in line.char_indices() {
            let width = self.width(character);
            if left < width {
                return start + at;
            }
            left -= width;
        }
        start + line.len()
    }

    /// The position of a byte.
    pub fn position(self, text: &str, byte: usize) -> Position {
        let mut byte = byte.min(text.len());
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        let before = text.get(..byte).unwrap_or("");
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count();
        let character: usize = before.get(start..).unwrap_or("").chars().map(|character| self.width(character)).sum();
        // Texts are limited to far less than 4 GiB by `load`.
        Position::new(u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(character).unwrap_or(u32::MAX))
    }

    /// Both ends of a byte range.
    pub fn range(self, text: &str, range: Range<usize>) -> EditorRange {
        EditorRange::new(self.position(text, range.start), self.position(text, range.end))
    }

    fn width(self, character: char) -> usize {
        match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "ä😀b\r\n\nlast";

    #[test]
    fn characters_count_units_of_the_encoding() {
        let b = TEXT.find('b').unwrap();
        assert_eq!(Encoding::Utf16.position(TEXT, b), Position::new(0, 3));
        assert_eq!(Encoding::Utf8.position(TEXT, b), Position::new(0, 6));
        assert_eq!(Encoding::Utf16.byte(TEXT, Position::new(0, 3)), b);
        assert_eq!(Encoding::Utf8.byte(TEXT, Position::new(0, 6)), b);
    }

    #[test]
    fn a_position_that_is_not_there_gives_the_nearest_byte_before() {
        let emoji = TEXT.find('😀').unwrap();
        assert_eq!(Encoding::Utf16.byte(TEXT, Position::new(0, 2)), emoji);
        assert_eq!(Encoding::Utf16.byte(TEXT, Position::new(0, 99)), TEXT.find('\r').unwrap());
        assert_eq!(Encoding::Utf16.byte(TEXT, Position::new(99, 0)), TEXT.len());
    }

    #[test]
    fn every_boundary_finds_its_way_back() {
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            for (byte, _) in TEXT.char_indices().filter(|(_, character)| *character != '\n') {
                assert_eq!(encoding.byte(TEXT, encoding.position(TEXT, byte)), byte, "{byte}");
            }
        }
    }
}
