use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageEncoder, ImageFormat, RgbImage, RgbaImage};

use super::*;

/// A picture that does not deflate to nothing, so that a narrower copy is lighter.
fn photo(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        let grain = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519) >> 24;
        image::Rgb([(x / 4) as u8, (y / 2) as u8, grain as u8])
    }))
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A PNG with a list of colours, of which the first is transparent: stripes and a disc.
fn drawing(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(vec![255, 0, 255, 20, 30, 200, 240, 240, 240]);
    encoder.set_trns(vec![0]);
    let pixels: Vec<u8> = (0..width * height)
        .map(|at| {
            let (x, y) = (at % width, at / width);
            if x < width / 4 { 0 } else { 1 + u8::from((x * x + y * y) / 997 % 2 == 0) }
        })
        .collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    bytes
}

fn of(path: &str, picture: &[u8]) -> Vec<Copy> {
    let width = imagesize::blob_size(picture).unwrap().width;
    copies(path, picture, width, &Pictures::default())
}

/// Those that are there, as width, height and picture.
fn there(copies: &[Copy]) -> Vec<(usize, DynamicImage)> {
    let read = |copy: &Copy| Some((copy.width, image::load_from_memory(copy.bytes.as_ref()?).unwrap()));
    copies.iter().filter_map(read).collect()
}

#[test]
fn each_format_has_copies_that_are_narrower_lighter_and_of_its_own_kind() {
    for (format, extension) in [(ImageFormat::Png, "png"), (ImageFormat::Jpeg, "jpg"), (ImageFormat::WebP, "webp")] {
        let picture = file(&photo(1100, 550), format);
        let copies = of(&format!("assets/scan.0123.{extension}"), &picture);
        let sizes: Vec<_> = there(&copies).iter().map(|(width, copy)| (*width, copy.width(), copy.height())).collect();
        assert_eq!(sizes, [(480, 480, 240), (800, 800, 400)], "{extension}");
        for copy in &copies {
            let bytes = copy.bytes.as_ref().unwrap();
            assert!(bytes.len() < picture.len() && image::guess_format(bytes).unwrap() == format);
            assert!(copy.path.starts_with("assets/scan.") && copy.path.ends_with(&format!(".{extension}")) && !copy.path.contains("0123"));
        }
    }
}

#[test]
fn a_copy_is_well_narrower_than_the_picture() {
    let widths = |width| of("assets/a.1.png", &file(&photo(width, 8), ImageFormat::Png)).iter().map(|copy| copy.width).collect::<Vec<_>>();
    assert!(widths(480).is_empty());
    assert!(widths(599).is_empty());
    assert_eq!(widths(600), [480]);
    assert_eq!(widths(1600), [480, 800, 1200]);
    assert_eq!(widths(4000), [480, 800, 1200, 1600]);
}

#[test]
fn a_copy_that_would_be_no_lighter_is_left_out_and_that_is_remembered() {
    // Black and white grain takes a bit a pixel; between them a smaller picture needs grey.
    let mut grain = Vec::new();
    let mut encoder = png::Encoder::new(&mut grain, 704, 100);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let bits: Vec<u8> = (0..88 * 100_u32).map(|at| at.wrapping_mul(2_654_435_761).wrapping_mul(at ^ 40_503).to_be_bytes()[0]).collect();
    encoder.write_header().unwrap().write_image_data(&bits).unwrap();
    let copies = of("assets/grain.1.png", &grain);
    assert_eq!(copies.iter().map(|copy| (copy.width, copy.bytes.is_some())).collect::<Vec<_>>(), [(480, false)]);
    let former = Pictures { copies: crate::load::Copies { hashes: [(copies[0].path.clone(), None)].into() }, ..Pictures::default() };
    assert!(take_former(&mut copies[0].clone(), &former));
}

#[test]
fn transparency_survives_and_what_it_hides_does_not_seep_out() {
    // Left of the middle an invisible red, right of it blue.
    let half = |x| if x < 401 { image::Rgba([255, 0, 0, 0]) } else { image::Rgba([0, 0, 200, 255]) };
    let picture = DynamicImage::ImageRgba8(RgbaImage::from_fn(800, 600, |x, y| if (x + y) % 37 == 0 { half(0) } else { half(x) }));
    for (format, extension) in [(ImageFormat::Png, "png"), (ImageFormat::WebP, "webp")] {
        let copies = of(&format!("assets/a.1.{extension}"), &file(&picture, format));
        let original = encode::read(&file(&picture, format), format).unwrap();
        let copy = image::load_from_memory(&original.copy(480).unwrap()).unwrap().into_rgba8();
        assert_eq!(copies[0].width, 480);
        assert!(copy.pixels().any(|pixel| pixel.0[3] == 0) && copy.pixels().any(|pixel| pixel.0[3] == 255));
        assert!(copy.pixels().filter(|pixel| pixel.0[3] > 8).all(|pixel| pixel.0[0] < 8), "{extension}");
    }
}

#[test]
fn a_list_of_colours_stays_a_list_with_the_transparent_one() {
    let picture = drawing(1200, 600);
    let original = encode::read(&picture, ImageFormat::Png).unwrap();
    let bytes = original.copy(800).unwrap();
    let reader = png::Decoder::new(Cursor::new(&bytes)).read_info().unwrap();
    assert_eq!(reader.info().color_type, png::ColorType::Indexed);
    let copy = image::load_from_memory(&bytes).unwrap().into_rgba8();
    assert_eq!(copy.get_pixel(0, 0).0[3], 0);
    assert_eq!(copy.get_pixel(400, 0).0[3], 255);
    assert!(copy.pixels().any(|pixel| pixel.0 == [240, 240, 240, 255]), "a colour of the original is gone");
}

#[test]
fn a_broken_or_misnamed_picture_has_no_copies() {
    for (format, extension) in [(ImageFormat::Png, "png"), (ImageFormat::WebP, "webp")] {
        let mut picture = file(&photo(900, 300), format);
        picture.truncate(picture.len() / 2);
        let copies = of(&format!("assets/a.1.{extension}"), &picture);
        assert!(copies.iter().all(|copy| copy.bytes.is_none()), "{extension}");
    }
    let copies = of("assets/a.1.jpg", &file(&photo(900, 300), ImageFormat::Png));
    assert!(copies.is_empty(), "{copies:?}");
    assert!(super::copies("assets/a.1.png", b"no picture", 900, &Pictures::default()).is_empty());
}

#[test]
fn a_picture_that_claims_to_be_huge_is_not_read() {
    // The head of a PNG of 30,000 by 30,000 pixels, whose data is small.
    let mut bomb = Vec::new();
    let mut encoder = png::Encoder::new(&mut bomb, 30_000, 30_000);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    drop(encoder.write_header().unwrap());
    assert!(encode::read(&bomb, ImageFormat::Png).is_none());
    let copies = of("assets/bomb.1.png", &bomb);
    assert!(copies.len() == 4 && copies.iter().all(|copy| copy.bytes.is_none()), "{copies:?}");
}

#[test]
fn what_moves_or_lies_on_its_side_is_left_alone() {
    let mut moving = Vec::new();
    let mut encoder = png::Encoder::new(&mut moving, 900, 2);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_animated(2, 0).unwrap();
    let mut writer = encoder.write_header().unwrap();
    let frame: Vec<u8> = (0..1800_u32).map(|at| (at * at / 7) as u8).collect();
    writer.write_image_data(&frame).unwrap();
    writer.write_image_data(&frame).unwrap();
    writer.finish().unwrap();
    assert!(encode::read(&moving, ImageFormat::Png).is_none());

    let photo = photo(900, 300);
    // Exif 2.32: one field, of the orientation, which is "turn by a quarter".
    let turned = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new(&mut jpeg);
    encoder.set_exif_metadata(turned.clone()).unwrap();
    encoder.encode_image(&photo).unwrap();
    assert!(encode::read(&jpeg, ImageFormat::Jpeg).is_none());
    assert!(encode::read(&file(&photo, ImageFormat::Jpeg), ImageFormat::Jpeg).is_some());

    let mut webp = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut webp);
    encoder.set_exif_metadata(turned).unwrap();
    photo.write_with_encoder(encoder).unwrap();
    assert!(encode::read(&webp, ImageFormat::WebP).is_none());
    assert_eq!(encode::format("assets/a.1.gif", b"GIF89a\x84\x03\x02\0"), None);
}

#[test]
fn copies_of_the_former_build_are_used_where_they_are_as_they_were() {
    let picture = file(&photo(700, 350), ImageFormat::Png);
    let made = of("assets/a.1.png", &picture);
    let path = made[0].path.clone();
    let former = |bytes: &[u8], remembered: &[u8]| Pictures {
        files: [(path.clone(), bytes.to_vec())].into(),
        copies: crate::load::Copies { hashes: [(path.clone(), Some(hash(remembered)))].into() },
    };
    let kept = copies("assets/a.1.png", &picture, 700, &former(b"as it was", b"as it was"));
    assert_eq!(kept[0].bytes.as_deref(), Some(&b"as it was"[..]));
    let mended = copies("assets/a.1.png", &picture, 700, &former(b"as it wa", b"as it was"));
    assert_eq!(mended, made);
}
