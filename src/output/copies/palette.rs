//! PNG files whose colours are a list: their copies have a list too, since without one they would weigh more than the picture.

use std::collections::HashMap;

use image::RgbaImage;

/// Red, green, blue and opacity.
type Colour = [u8; 4];

/// The colours of a file.
pub(super) type Palette = Vec<Colour>;

/// As many as a list has room for.
const MAX_COLOURS: usize = 256;

/// Parts of a colour that differ by less are taken for the same when the commonest ones are sought: 3 of 8 bits.
const COARSE: u8 = 3;

/// The list of colours of a PNG file; none where it has none.
pub(super) fn of_png(file: &[u8]) -> Option<Palette> {
    let reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().ok()?;
    let info = reader.info();
    if info.color_type != png::ColorType::Indexed {
        return None;
    }
    let opacity = info.trns.as_deref().unwrap_or_default();
    let colours = info.palette.as_deref()?.chunks_exact(3).enumerate();
    let colours = colours.map(|(number, part)| [part[0], part[1], part[2], opacity.get(number).copied().unwrap_or(u8::MAX)]);
    Some(colours.collect())
}

/// A PNG of at most 256 colours: those of the original, and the commonest of those that came in between when it was made smaller.
pub(super) fn png(pixels: &RgbaImage, original: &Palette) -> Option<Vec<u8>> {
    let palette = filled_up(pixels, original);
    let indexes = indexes(pixels, &palette);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.iter().flat_map(|colour| [colour[0], colour[1], colour[2]]).collect::<Vec<u8>>());
    if palette.iter().any(|colour| colour[3] < u8::MAX) {
        encoder.set_trns(palette.iter().map(|colour| colour[3]).collect::<Vec<u8>>());
    }
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&indexes).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

fn filled_up(pixels: &RgbaImage, original: &Palette) -> Palette {
    let mut palette: Palette = original.iter().copied().take(MAX_COLOURS).collect();
    let mut counts: HashMap<Colour, (usize, Colour)> = HashMap::new();
    for run in pixels.as_raw().as_chunks::<4>().0.chunk_by(|one, next| one == next) {
        // The first colour of each coarse one stands for it.
        counts.entry(run[0].map(|part| part >> COARSE)).or_insert((0, run[0])).0 += run.len();
    }
    for colour in original {
        counts.remove(&colour.map(|part| part >> COARSE));
    }
    let mut between: Vec<(usize, Colour)> = counts.into_values().collect();
    between.sort_unstable_by(|a, b| b.cmp(a));
    let free = MAX_COLOURS - palette.len();
    palette.extend(between.into_iter().take(free).map(|(_, colour)| colour));
    palette
}

/// Where in the list each pixel's colour stands. Drawings have long runs of one colour, so each run is looked up once.
fn indexes(pixels: &RgbaImage, palette: &[Colour]) -> Vec<u8> {
    // At most 256 colours.
    let exact: HashMap<Colour, u8> = palette.iter().enumerate().map(|(number, colour)| (*colour, number as u8)).collect();
    // Of those that are not in the list, the ones that differ by less than 4 go to the same: there are many, and a search takes long.
    let mut between: HashMap<Colour, u8> = HashMap::new();
    let mut indexes = Vec::with_capacity(pixels.as_raw().len() / 4);
    for run in pixels.as_raw().as_chunks::<4>().0.chunk_by(|one, next| one == next) {
        let index = match exact.get(&run[0]) {
            Some(index) => *index,
            None => *between.entry(run[0].map(|part| part >> 2)).or_insert_with(|| nearest(run[0], palette)),
        };
        indexes.resize(indexes.len() + run.len(), index);
    }
    indexes
}

/// Where in the list the colour stands that is most like this one. What nobody sees is like everything that nobody sees.
fn nearest(colour: Colour, palette: &[Colour]) -> u8 {
    let (mut best, mut least) = (0, u32::MAX);
    for (number, other) in palette.iter().enumerate() {
        let part = |part: usize| u32::from(colour[part].abs_diff(other[part])).pow(2);
        let opacity = u32::from(colour[3].max(other[3]));
        let distance = (part(0) + part(1) + part(2)) * opacity / 255 + 3 * part(3);
        if distance < least {
            (best, least) = (number, distance);
        }
    }
    // At most 256 colours.
    best as u8
}
