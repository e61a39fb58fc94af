//! A picture file to smaller ones.

use std::io::Cursor;

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{CompressionType, FilterType as RowFilter, PngDecoder, PngEncoder};
use image::codecs::webp::{WebPDecoder, WebPEncoder};
use image::imageops::{self, FilterType};
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageBuffer, ImageDecoder, ImageEncoder, ImageFormat, Limits, Rgba};

use super::palette::{self, Palette};

/// A picture of more pixels is left alone: a photo has some 24 million, and a file of some kilobytes can claim any number.
const MAX_PIXELS: u64 = 40_000_000;

/// Bytes that reading one picture may take.
const MAX_MEMORY: u64 = 256 << 20;

/// 1 to 100. Between what photo sites use and what one can tell from the original.
const JPEG_QUALITY: u8 = 82;

/// A picture that was read.
pub(super) struct Original {
    pixels: DynamicImage,
    format: ImageFormat,
    /// What its colours mean.
    profile: Option<Vec<u8>>,
    /// Its colours, where its file lists them.
    palette: Option<Palette>,
}

/// The format of a file, where copies of it can be made and its name does not say otherwise.
pub(super) fn format(path: &str, file: &[u8]) -> Option<ImageFormat> {
    let format = image::guess_format(file).ok()?;
    let extension = path.rsplit_once('.')?.1.to_ascii_lowercase();
    let is_fit = matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP);
    (is_fit && format.extensions_str().contains(&extension.as_str())).then_some(format)
}

/// Reads a picture. None where it is broken, too large, moves, or is to be turned before it is shown.
pub(super) fn read(file: &[u8], format: ImageFormat) -> Option<Original> {
    match format {
        ImageFormat::Png => {
            let decoder = PngDecoder::with_limits(Cursor::new(file), limits()).ok()?;
            let still = !decoder.is_apng().ok()?;
            still.then(|| original(decoder, format, palette::of_png(file))).flatten()
        }
        ImageFormat::WebP => {
            let decoder = WebPDecoder::new(Cursor::new(file)).ok()?;
            (!decoder.has_animation()).then(|| original(decoder, format, None)).flatten()
        }
        ImageFormat::Jpeg => {
            let decoder = JpegDecoder::new(Cursor::new(file)).ok()?;
            // The profile of a picture for print is of no use once its colours are those of a screen.
            let is_for_print = decoder.original_color_type() == ExtendedColorType::Cmyk8;
            (!is_for_print).then(|| original(decoder, format, None)).flatten()
        }
        _ => None,
    }
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    limits
}

fn original(mut decoder: impl ImageDecoder, format: ImageFormat, palette: Option<Palette>) -> Option<Original> {
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return None;
    }
    decoder.set_limits(limits()).ok()?;
    // A picture that lies on its side has another width than its file says. Its pages' HTML tells that one.
    if decoder.orientation().ok()? != Orientation::NoTransforms {
        return None;
    }
    let profile = decoder.icc_profile().ok()?;
    let pixels = of_eight_bits(DynamicImage::from_decoder(decoder).ok()?);
    Some(Original { pixels, format, profile, palette })
}

/// Screens show no more than 8 bits a colour, and JPEG and WebP hold no more.
fn of_eight_bits(pixels: DynamicImage) -> DynamicImage {
    match pixels {
        DynamicImage::ImageLuma8(_) | DynamicImage::ImageRgb8(_) | DynamicImage::ImageRgba8(_) => pixels,
        pixels if pixels.color().has_alpha() => DynamicImage::ImageRgba8(pixels.into_rgba8()),
        DynamicImage::ImageLuma16(_) => DynamicImage::ImageLuma8(pixels.into_luma8()),
        pixels => DynamicImage::ImageRgb8(pixels.into_rgb8()),
    }
}

impl Original {
    /// In pixels.
    pub(super) fn width(&self) -> usize {
        self.pixels.width() as usize
    }

    /// The file of a copy of this width, as high as its proportions ask for. None where it cannot be encoded.
    pub(super) fn copy(&self, width: usize) -> Option<Vec<u8>> {
        let pixels = self.narrowed(u32::try_from(width).ok()?);
        let mut bytes = Vec::new();
        match (self.format, &self.palette) {
            (ImageFormat::Jpeg, _) => self.write(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY), &pixels)?,
            (ImageFormat::WebP, _) => self.write(WebPEncoder::new_lossless(&mut bytes), &pixels)?,
            (_, Some(palette)) if self.profile.is_none() => bytes = palette::png(&pixels.into_rgba8(), palette)?,
            _ => {
                let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, RowFilter::Adaptive);
                self.write(encoder, &pixels)?;
            }
        }
        Some(bytes)
    }

    fn write(&self, mut encoder: impl ImageEncoder, pixels: &DynamicImage) -> Option<()> {
        if let Some(profile) = &self.profile {
            encoder.set_icc_profile(profile.clone()).ok()?;
        }
        pixels.write_with_encoder(encoder).ok()
    }

    fn narrowed(&self, width: u32) -> DynamicImage {
        let (own_width, own_height) = (u64::from(self.pixels.width().max(1)), u64::from(self.pixels.height()));
        // Less than the height, which is of 32 bits.
        let height = ((own_height * u64::from(width) + own_width / 2) / own_width).max(1) as u32;
        match &self.pixels {
            DynamicImage::ImageRgba8(pixels) => DynamicImage::ImageRgba8(narrowed_with_alpha(pixels, width, height)),
            pixels => pixels.resize_exact(width, height, FilterType::CatmullRom),
        }
    }
}

/// Colours are weighed by how much of them is seen: else what lies hidden under transparent pixels would seep out at edges.
fn narrowed_with_alpha(pixels: &image::RgbaImage, width: u32, height: u32) -> image::RgbaImage {
    let weighed: ImageBuffer<Rgba<u16>, Vec<u16>> = ImageBuffer::from_fn(pixels.width(), pixels.height(), |x, y| {
        let [red, green, blue, alpha] = pixels.get_pixel(x, y).0.map(u32::from);
        // 255 times 255 times 257 fills 16 bits 255 times.
        let weigh = |colour: u32| (colour * alpha * 257 / 255) as u16;
        Rgba([weigh(red), weigh(green), weigh(blue), (alpha * 257) as u16])
    });
    let narrowed = imageops::resize(&weighed, width, height, FilterType::CatmullRom);
    image::RgbaImage::from_fn(width, height, |x, y| {
        let [red, green, blue, alpha] = narrowed.get_pixel(x, y).0.map(u32::from);
        let unweigh = |colour: u32| ((colour * 255 + alpha / 2) / alpha.max(1)).min(255) as u8;
        Rgba([unweigh(red), unweigh(green), unweigh(blue), ((alpha + 128) / 257) as u8])
    })
}
