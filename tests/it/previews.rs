//! Pictures for link previews: a PNG a release, named by the pages that others link to.

use crate::site::{Built, Site};
use crate::support::SiteTest;

/// The path within the site of the picture that a page names; none where it names none.
fn picture(built: &Built, page: &str) -> Option<String> {
    let html = built.text(page);
    let (_, rest) = html.split_once("<meta property=\"og:image\" content=\"")?;
    let (address, _) = rest.split_once('"')?;
    Some(address.strip_prefix("https://changes.acme.example/").unwrap().to_owned())
}

#[test]
fn a_release_and_its_timeline_name_a_picture_that_is_there() {
    let built = Site::new().build();
    let path = picture(&built, "2.4.0/index.html").unwrap();
    assert!(path.starts_with("assets/events-2.4.0.") && path.ends_with(".png"), "{path}");
    let size = imagesize::blob_size(built.bytes(&path)).unwrap();
    assert_eq!((size.width, size.height), (1200, 630));
    assert_eq!(picture(&built, "index.html"), Some(path));
    let html = built.text("2.4.0/index.html");
    assert!(
        html.contains("<meta property=\"og:image:alt\" content=\"Events, 2.4.0, Check-in that works offline, 12 May 2026\">"),
        "{html}"
    );
    assert!(
        html.contains("<meta property=\"og:image:width\" content=\"1200\">\n<meta property=\"og:image:height\" content=\"630\">"),
        "{html}"
    );
}

#[test]
fn another_title_gives_another_address_and_another_accent_too() {
    let path = |site: Site| picture(&site.build(), "2.4.0/index.html").unwrap();
    let retitled = Site::new().file("content/events/2.4.0/release.yaml", "date: 2026-05-12\ntitle: Another\n");
    let teal = Site::new().append("content/site.yaml", "theme_options: { accent: teal }\n");
    let paths = [path(Site::new()), path(retitled), path(teal)];
    assert!(paths[0] != paths[1] && paths[0] != paths[2] && paths[1] != paths[2], "{paths:?}");
    assert_eq!(path(Site::new()), paths[0]);
}

#[test]
fn what_makes_no_pictures_names_none() {
    let built = Site::new().append("content/site.yaml", "outputs: [pages]\n").build();
    assert_eq!(picture(&built, "2.4.0/index.html"), None);
    assert!(!built.paths().any(|path| path.ends_with(".png")));
}

#[test]
fn a_title_in_letters_that_cannot_be_drawn_has_the_picture_of_a_highlight_or_none() {
    let release = |more: &str| format!("date: 2026-05-12\ntitle: 検索が速くなりました\n{more}");
    let site = Site::new().file("content/events/2.4.0/release.yaml", release(""));
    assert_eq!(picture(&site.build(), "2.4.0/index.html"), None);
    let entry = "---\nkind: feature\ntitle: Scan\nimage: { src: scan.svg, alt: A phone }\n---\nText.\n";
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'/>";
    let site = site
        .file("content/events/2.4.0/release.yaml", release("highlights: [scan]\n"))
        .file("content/events/2.4.0/scan.md", entry)
        .file("content/events/2.4.0/scan.svg", svg);
    let path = picture(&site.build(), "2.4.0/index.html").unwrap();
    assert!(path.starts_with("assets/scan.") && path.ends_with(".svg"), "{path}");
}

#[test]
fn a_picture_that_was_touched_is_put_right_and_one_that_was_not_is_kept() {
    let site = SiteTest::new();
    site.run(&["build"]);
    let assets = site.root().join("public/assets");
    let picture = || {
        let files = std::fs::read_dir(&assets).unwrap().map(|file| file.unwrap().path());
        files.into_iter().find(|path| path.extension().is_some_and(|extension| extension == "png")).unwrap()
    };
    let drawn = std::fs::read(picture()).unwrap();
    site.run(&["build"]);
    assert_eq!(std::fs::read(picture()).unwrap(), drawn);
    std::fs::write(picture(), "not a picture").unwrap();
    site.run(&["build"]);
    assert_eq!(std::fs::read(picture()).unwrap(), drawn);
}
