//! Texts on a canvas.

use cosmic_text::{
    Align, Attrs, Buffer, Ellipsize, EllipsizeHeightLimit, Family, FontSystem, Metrics, Shaping, SwashCache, Weight, Wrap, fontdb,
};

use super::canvas::{Canvas, Colours, Ink};
use super::{Preview, SIZE};

/// The fonts, cut down to what `is_covered` names; SIL Open Font License 1.1, see `fonts/OFL.txt`.
const BOLD: &[u8] = include_bytes!("fonts/InterDisplay-Bold.otf");
const MEDIUM: &[u8] = include_bytes!("fonts/Inter-Medium.otf");

/// Empty on all sides, in pixels.
const MARGIN: i32 = 80;
const WIDTH: i32 = SIZE.0 as i32;
const HEIGHT: i32 = SIZE.1 as i32;

/// How a text is set: its size in pixels, its lines at most, and from where to where.
struct Style {
    bold: bool,
    size: f32,
    lines: usize,
    ink: Ink,
    align: Align,
}

/// Draws one picture after another with the same fonts and the letters that it has drawn before.
pub(super) struct Painter {
    fonts: FontSystem,
    letters: SwashCache,
}

impl Painter {
    pub fn new() -> Self {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(BOLD.to_vec());
        fonts.load_font_data(MEDIUM.to_vec());
        // The locale chooses among fonts of several languages, and there are none.
        Self { fonts: FontSystem::new_with_locale_and_db("en".to_owned(), fonts), letters: SwashCache::new() }
    }

    /// The picture. None where it cannot be encoded, which only want of memory explains.
    pub fn png(&mut self, preview: &Preview) -> Option<Vec<u8>> {
        let mut canvas = Canvas::new();
        canvas.fill(0, HEIGHT - 14, WIDTH, 14, Ink::Accent);
        let small = |ink, align| Style { bold: false, size: 34.0, lines: 1, ink, align };
        self.text(&mut canvas, &preview.product, MARGIN, WIDTH - MARGIN, 72, &small(Ink::Text, Align::Left));
        let title = |size| Style { bold: true, size, lines: 3, ink: Ink::Text, align: Align::Left };
        // A short title stands large; one that would take a fourth line is set smaller.
        let size = if preview.title.chars().count() > 60 { 66.0 } else { 84.0 };
        self.text(&mut canvas, &preview.title, MARGIN, WIDTH - MARGIN, 158, &title(size));
        let line = HEIGHT - 132;
        let version = Style { bold: true, size: 48.0, lines: 1, ink: Ink::Accent, align: Align::Left };
        let after = self.text(&mut canvas, &preview.version, MARGIN, WIDTH / 2, line - 10, &version);
        let after = self.text(&mut canvas, &preview.day, after + 28, WIDTH - MARGIN, line, &small(Ink::Soft, Align::Left));
        self.text(&mut canvas, &preview.site, after + 60, WIDTH - MARGIN, line, &small(Ink::Soft, Align::Right));
        let colours = Colours { paper: [0x11, 0x11, 0x18], inks: [[0xf6, 0xf6, 0xf8], [0xa5, 0xa6, 0xb2], preview.accent] };
        canvas.png(&colours).ok()
    }

    /// Sets a text between two columns, its first line from `top` down, and gives the column where its longest line ends.
    fn text(&mut self, canvas: &mut Canvas, text: &str, left: i32, right: i32, top: i32, style: &Style) -> i32 {
        if text.is_empty() || right <= left {
            return left;
        }
        let mut buffer = Buffer::new(&mut self.fonts, Metrics::new(style.size, style.size * 1.14));
        buffer.set_size(Some((right - left) as f32), None);
        buffer.set_wrap(if style.lines > 1 { Wrap::WordOrGlyph } else { Wrap::None });
        buffer.set_ellipsize(Ellipsize::End(EllipsizeHeightLimit::Lines(style.lines)));
        let (family, weight, spacing) = if style.bold { ("Inter Display", Weight::BOLD, -0.012) } else { ("Inter", Weight::MEDIUM, 0.0) };
        let attributes = Attrs::new().family(Family::Name(family)).weight(weight).letter_spacing(spacing);
        buffer.set_text(text, &attributes, Shaping::Advanced, Some(style.align));
        buffer.shape_until_scroll(&mut self.fonts, false);
        let mut end = left;
        for run in buffer.layout_runs() {
            // Less than the picture's width.
            end = end.max(left + run.line_w.ceil() as i32);
            for glyph in run.glyphs {
                let glyph = glyph.physical((left as f32, top as f32 + run.line_y), 1.0);
                let Some(image) = self.letters.get_image(&mut self.fonts, glyph.cache_key) else { continue };
                let (x, y) = (glyph.x + image.placement.left, glyph.y - image.placement.top);
                let width = image.placement.width.max(1) as usize;
                for (row, line) in (y..).zip(image.data.chunks(width)) {
                    (x..).zip(line).for_each(|(column, coverage)| canvas.lay(column, row, style.ink, *coverage));
                }
            }
        }
        end
    }
}

#[cfg(test)]
impl Painter {
    /// Whether the bold or the medium font has a letter, without help from the other.
    pub(super) fn has(&mut self, character: char, bold: bool) -> bool {
        let (family, weight) = if bold { ("Inter Display", Weight::BOLD) } else { ("Inter", Weight::MEDIUM) };
        let mut buffer = Buffer::new(&mut self.fonts, Metrics::new(20.0, 20.0));
        let attributes = Attrs::new().family(Family::Name(family)).weight(weight);
        buffer.set_text(&character.to_string(), &attributes, Shaping::Advanced, None);
        buffer.shape_until_scroll(&mut self.fonts, false);
        let glyphs: Vec<_> = buffer.layout_runs().flat_map(|run| run.glyphs.to_vec()).collect();
        let is_of = |id| self.fonts.db().face(id).is_some_and(|face| face.families.iter().any(|(name, _)| name == family));
        !glyphs.is_empty() && glyphs.iter().all(|glyph| glyph.glyph_id != 0 && is_of(glyph.font_id))
    }
}
