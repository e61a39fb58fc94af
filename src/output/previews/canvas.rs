//! A picture of few colours: each pixel says which ink lies on it, and how thickly.

use super::SIZE;

/// How thickly an ink can lie: 0 is the paper, 15 the ink alone. More cannot be told apart, and deflate worse.
const LEVELS: u8 = 16;

/// What is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Text = 0,
    Soft = 1,
    Accent = 2,
}

/// Colours as red, green and blue.
#[derive(Debug, Clone, Copy)]
pub(super) struct Colours {
    pub paper: [u8; 3],
    pub inks: [[u8; 3]; 3],
}

/// The pixels, row by row, as indexes into a palette of 3 inks in 16 levels: a picture that deflates well and fast.
pub(super) struct Canvas {
    pixels: Vec<u8>,
}

impl Canvas {
    pub fn new() -> Self {
        Self { pixels: vec![0; (SIZE.0 * SIZE.1) as usize] }
    }

    /// Lays ink on a pixel; what is there already and is thicker stays. Nothing happens outside.
    pub fn lay(&mut self, x: i32, y: i32, ink: Ink, coverage: u8) {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
        let level = coverage / LEVELS;
        if x >= SIZE.0 || level == 0 {
            return;
        }
        if let Some(pixel) = self.pixels.get_mut((y * SIZE.0 + x) as usize)
            && *pixel % LEVELS <= level
        {
            *pixel = ink as u8 * LEVELS + level;
        }
    }

    /// Lays ink on a rectangle.
    pub fn fill(&mut self, x: i32, y: i32, width: i32, height: i32, ink: Ink) {
        for row in y..y + height {
            for column in x..x + width {
                self.lay(column, row, ink, u8::MAX);
            }
        }
    }

    /// A PNG with a palette, which holds the hash of what stands before that.
    pub fn png(&self, colours: &Colours) -> Result<Vec<u8>, png::EncodingError> {
        let mut bytes = Vec::with_capacity(32 << 10);
        let mut encoder = png::Encoder::new(&mut bytes, SIZE.0, SIZE.1);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(palette(colours));
        encoder.set_compression(png::Compression::Balanced);
        encoder.set_filter(png::Filter::NoFilter);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels)?;
        writer.finish()?;
        bytes.truncate(bytes.len() - END.len());
        let seal = seal(&bytes);
        bytes.extend(seal);
        bytes.extend(END);
        Ok(bytes)
    }
}

/// The last chunk of a PNG (PNG 3rd edition §11.2.5).
const END: [u8; 12] = *b"\0\0\0\0IEND\xaeB\x60\x82";

/// A private chunk that may be copied and holds the hash of all before it (PNG 3rd edition §5.4): length, type, data, checksum.
fn seal(before: &[u8]) -> Vec<u8> {
    let mut chunk = b"tdHs".to_vec();
    chunk.extend(blake3::hash(before).as_bytes());
    let mut checksum = flate2::Crc::new();
    checksum.update(&chunk);
    [&32_u32.to_be_bytes()[..], &chunk, &checksum.sum().to_be_bytes()].concat()
}

/// Whether a file is a picture that was drawn here, whole and as it was drawn.
pub(super) fn is_sound(file: &[u8]) -> bool {
    let Some(sealed) = file.strip_suffix(&END) else { return false };
    sealed.len().checked_sub(44).and_then(|at| sealed.split_at_checked(at)).is_some_and(|(before, chunk)| chunk == seal(before))
}

/// Each ink in each level over the paper.
fn palette(colours: &Colours) -> Vec<u8> {
    let mix = |ink: u8, paper: u8, level: u8| {
        let (ink, paper, level, full) = (u32::from(ink), u32::from(paper), u32::from(level), u32::from(LEVELS - 1));
        // Between two bytes, so a byte.
        ((ink * level + paper * (full - level)) / full) as u8
    };
    let levels = |ink: [u8; 3]| (0..LEVELS).flat_map(move |level| (0..3).map(move |part| mix(ink[part], colours.paper[part], level)));
    colours.inks.iter().copied().flat_map(levels).collect()
}
