//! Pictures of the content folder on pages: how large they are, and narrower copies for narrow screens.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use crate::site::{Built, Site};

const ENTRY: &str = "---\nkind: feature\ntitle: Scan\nimage: { src: scan.png, alt: A phone }\n---\nSee:\n\n![A gate](a%20gate.png)\n";

fn png(width: u32, height: u32) -> Vec<u8> {
    let grain = |x: u32, y: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519).to_be_bytes()[0];
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_fn(width, height, |x, y| Rgb([grain(x, y), 0, 90])).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn site() -> Site {
    Site::new()
        .file("content/events/2.4.0/scan.md", ENTRY)
        .file("content/events/2.4.0/scan.png", png(900, 90))
        .file("content/events/2.4.0/a gate.png", png(620, 62))
}

/// Every address of every `srcset` of a page, with its width.
fn candidates(built: &Built, page: &str) -> Vec<(String, usize)> {
    let sets = built.text(page).split(" srcset=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let candidates = sets.flat_map(|set| set.split(", ").map(|candidate| candidate.split_once(' ').unwrap()));
    candidates.map(|(address, width)| (address.to_owned(), width.strip_suffix('w').unwrap().parse().unwrap())).collect()
}

#[test]
fn a_page_offers_narrower_copies_of_its_pictures_that_are_there() {
    let built = site().build();
    let found = candidates(&built, "2.4.0/index.html");
    let widths: Vec<usize> = found.iter().map(|(_, width)| *width).collect();
    assert_eq!(widths, [480, 900, 480, 620]);
    for (address, width) in &found {
        let path = address.strip_prefix('/').unwrap().replace("%20", " ");
        assert_eq!(imagesize::blob_size(built.bytes(&path)).unwrap().width, *width, "{path}");
    }
}

#[test]
fn a_picture_in_a_text_tells_its_size() {
    let html = site().build().main("2.4.0/index.html").to_owned();
    assert!(html.contains(" width=\"620\" height=\"62\" alt=\"A gate\" loading=\"lazy\""), "{html}");
    let own = ENTRY.replace("![A gate](a%20gate.png)", "<img src=\"a%20gate.png\" alt=\"A gate\" width=\"62\">");
    let html = site().file("content/events/2.4.0/scan.md", own).build().main("2.4.0/index.html").to_owned();
    assert!(html.contains("alt=\"A gate\" width=\"62\" loading=\"lazy\"") && !html.contains("width=\"620\""), "{html}");
}

#[test]
fn feeds_and_json_have_the_picture_alone() {
    let built = site().build();
    let others: Vec<&str> = built.paths().filter(|path| path.ends_with(".xml") || path.ends_with(".json")).collect();
    assert!(others.iter().any(|path| built.text(path).contains("gate")));
    for path in others {
        assert!(!built.text(path).contains("srcset"), "{path}");
    }
}

#[test]
fn without_the_output_images_there_are_no_copies() {
    let built = site().append("content/site.yaml", "outputs: [pages, markdown]\n").build();
    assert!(candidates(&built, "2.4.0/index.html").is_empty());
    assert_eq!(built.paths().filter(|path| path.ends_with(".png")).count(), 2);
}

#[test]
fn two_builds_give_the_same_bytes() {
    let (one, other) = (site().build(), site().build());
    assert!(one.paths().eq(other.paths()));
    for path in one.paths() {
        assert_eq!(one.bytes(path), other.bytes(path), "{path}");
    }
}
