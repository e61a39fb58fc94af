//! Pages: what readers find where, and what they never find.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use regex::Regex;
use snapbox::{IntoData, assert_data_eq, str};

use super::site::{Built, Site};

fn html(built: &Built) -> impl Iterator<Item = &str> {
    built.paths().filter(|path| path.ends_with(".html"))
}

fn gzipped(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

/// A second product.
fn two_products() -> Site {
    let site = Site::new().edit("content/site.yaml", "audiences:\n", "  desk:\n    name: Helpdesk\naudiences:\n");
    site.file(
        "content/desk/1.0.0.yaml",
        "date: 2026-01-13\nentries:\n  - { kind: feature, title: An inbox, body: All mails in one place. }\n",
    )
}

#[test]
fn one_product_stands_at_the_root() {
    let built = Site::new().build();
    let paths: Vec<&str> = built
        .paths()
        .filter(|path| !path.starts_with("api/") && !path.starts_with("assets/") && !path.ends_with(".json") && !path.ends_with(".bin"))
        .collect();
    assert_data_eq!(
        paths.join("\n"),
        str![[r#"
2.4.0/index.html
2.4.0/index.md
404.html
appcast.xml
atom.xml
calendar.ics
calendar/index.html
calendar/index.md
component/check-in/atom.xml
component/check-in/index.html
component/check-in/index.md
component/check-in/rss.xml
component/ticketing/atom.xml
component/ticketing/index.html
component/ticketing/index.md
component/ticketing/rss.xml
deprecations/index.html
deprecations/index.md
feeds.opml
index.html
index.md
kind/breaking/atom.xml
kind/breaking/index.html
kind/breaking/index.md
kind/breaking/rss.xml
kind/deprecation/atom.xml
kind/deprecation/index.html
kind/deprecation/index.md
kind/deprecation/rss.xml
kind/feature/atom.xml
kind/feature/index.html
kind/feature/index.md
kind/feature/rss.xml
kind/fix/atom.xml
kind/fix/index.html
kind/fix/index.md
kind/fix/rss.xml
kind/improvement/atom.xml
kind/improvement/index.html
kind/improvement/index.md
kind/improvement/rss.xml
kind/known-issue/atom.xml
kind/known-issue/index.html
kind/known-issue/index.md
kind/known-issue/rss.xml
kind/security/atom.xml
kind/security/index.html
kind/security/index.md
kind/security/rss.xml
known-issues/index.html
known-issues/index.md
llms.txt
robots.txt
rss.xml
search/index.html
security/index.html
security/index.md
sitemap.xml
stats/index.html
stats/index.md
upgrade/index.html
upgrade/index.md
widget.d.ts
widget.js
"#]]
        .raw()
    );
    assert!(built.main("index.html").contains("<h1>Events</h1>"));
}

#[test]
fn several_products_have_a_home_page_and_a_folder_each() {
    let built = two_products().build();
    assert!(built.main("index.html").contains("<h1>Acme changes</h1>"));
    assert!(built.text("events/2.4.0/index.html").contains("href=\"/desk/\""));
    assert_data_eq!(built.main("index.html"), str![[r#"
<main id="_main" class="wrap" tabindex="-1">

<header class="page-head">
<h1>Acme changes</h1>
</header>
<div class="products">
<section class="product" aria-labelledby="_events">
<header>
<h2 id="_events"><a href="/events/">Events</a></h2>
</header>
<article class="latest" data-released="2026-05-12" data-product="events">
<p class="marks"><a class="version" href="/events/2.4.0/">2.4.0</a><span class="badge type-major">Major</span><span class="badge tone-info new" hidden>New</span><time datetime="2026-05-12">12 May 2026</time></p>
<h3><a href="/events/2.4.0/">Check-in that works offline</a></h3><div class="prose"><p>Staff can scan tickets without a network.</p>
</div>
</article>
<footer>
<p><a href="/events/">All releases<span class="sr"> Events</span> <span aria-hidden="true">→</span></a></p>
</footer>
</section>
<section class="product" aria-labelledby="_desk">
<header>
<h2 id="_desk"><a href="/desk/">Helpdesk</a></h2>
</header>
<article class="latest" data-released="2026-01-13" data-product="desk">
<p class="marks"><a class="version" href="/desk/1.0.0/">1.0.0</a><span class="badge type-major">Major</span><span class="badge tone-info new" hidden>New</span><time datetime="2026-01-13">13 January 2026</time></p>
<h3><a href="/desk/1.0.0/">1.0.0</a></h3>
</article>
<footer>
<p><a href="/desk/">All releases<span class="sr"> Helpdesk</span> <span aria-hidden="true">→</span></a></p>
</footer>
</section>
</div>
<section class="recent" aria-labelledby="_recent">
<h2 id="_recent">Latest from all products</h2>
<ol>
<li data-released="2026-05-12" data-product="events">
<p class="when"><time datetime="2026-05-12">12 May 2026</time></p>
<div>
<h3><a href="/events/2.4.0/">Check-in that works offline</a></h3>
<p class="marks"><span>Events 2.4.0</span><span class="badge type-major">Major</span><span class="badge tone-info new" hidden>New</span></p>
</div>
<ul class="changes"><li class="tone-success">New 1</li></ul>
</li>
<li data-released="2026-01-13" data-product="desk">
<p class="when"><time datetime="2026-01-13">13 Jan 2026</time></p>
<div>
<h3><a href="/desk/1.0.0/">1.0.0</a></h3>
<p class="marks"><span>Helpdesk 1.0.0</span><span class="badge type-major">Major</span><span class="badge tone-info new" hidden>New</span></p>
</div>
<ul class="changes"><li class="tone-success">New 1</li></ul>
</li>
</ol>
</section>

</main>
"#]].raw());
}

#[test]
fn a_release_says_what_changed() {
    let built = Site::new().build();
    assert_data_eq!(built.main("2.4.0/index.html"), str![[r##"
<main id="_main" class="wrap" tabindex="-1">
<nav class="crumbs" aria-label="You are here"><ol><li><a href="/">Acme changes</a></li><li aria-current="page">2.4.0</li></ol></nav>

<article class="split release-page" data-product="events" data-version="2.4.0">
<div class="body">
<header class="page-head">
<p class="marks"><span class="version">2.4.0</span><span class="badge type-major">Major</span><time datetime="2026-05-12">12 May 2026</time><span class="badge tone-success yours" hidden>Your version</span></p>
<h1>Check-in that works offline</h1><div class="prose lead"><p>Staff can scan tickets without a network.</p>
</div>
</header>


<section class="kind tone-success" aria-labelledby="_kind-feature">
<h2 id="_kind-feature">New features <span class="count">1</span></h2>
<article class="entry" id="scan">
<header>
<h3><a class="permalink" href="#scan" aria-label="Link to “Scan tickets offline”"><span aria-hidden="true">#</span></a>Scan tickets offline</h3>
<div class="marks"><ul class="topics"><li><a href="/component/check-in/">Check-in</a></li></ul>
</div>
</header>
<div class="prose"><p>Staff keep scanning when the network drops.</p>
</div>
</article>
</section>
</div>
<aside class="side" aria-label="Details">

<nav class="toc" aria-label="On this page"><h2>On this page</h2>
<ul class="tally"><li class="tone-success"><a href="#_kind-feature">New features</a> <span>1</span></li></ul></nav>
<section><h2>Details</h2>
<dl class="facts">
<div><dt>Product</dt><dd><a href="/">Events</a></dd></div>
<div><dt>Type</dt><dd>Major</dd></div>
</dl>
<p><button class="mine" type="button" hidden data-set="I run this version" data-unset="Forget my version"></button></p>
</section>
<section><h2>Also as</h2>
<ul class="tally"><li><a href="/2.4.0/index.md">Markdown</a></li><li><a href="/api/v1/events/releases/2.4.0.json">JSON</a></li></ul></section>

</aside>
</article>

</main>
"##]].raw());
}

#[test]
fn the_head_says_what_the_page_is() {
    let built = two_products().build();
    let page = built.text("events/2.4.0/index.html");
    let assets = Regex::new(r"\.[0-9a-f]{16}\.").unwrap();
    let head = assets.replace_all(page.split("<body").next().unwrap(), ".HASH.").into_owned();
    assert_data_eq!(head, str![[r##"
<!doctype html>
<html lang="en" dir="ltr" data-accent="indigo" data-font="sans" data-headings="same" data-density="comfortable">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; media-src 'self' https:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Events 2.4.0: Check-in that works offline · Acme changes</title>
<meta name="description" content="Staff can scan tickets without a network.">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#101114" media="(prefers-color-scheme: dark)">
<meta name="generator" content="Tidings">
<link rel="stylesheet" href="/assets/site.HASH.css">
<script src="/assets/scheme.HASH.js"></script>
<script src="/assets/site.HASH.js" defer></script>
<link rel="icon" href="/assets/icon.HASH.svg" type="image/svg+xml">
<link rel="canonical" href="https://changes.acme.example/events/2.4.0/">
<link rel="alternate" type="text/markdown" href="/events/2.4.0/index.md">
<link rel="alternate" type="application/atom+xml" title="Events (Atom)" href="/events/atom.xml">
<link rel="alternate" type="application/rss+xml" title="Events (RSS)" href="/events/rss.xml">
<link rel="alternate" type="application/feed+json" title="Events (JSON Feed)" href="/events/feed.json">
<link rel="alternate" type="application/atom+xml" title="Acme changes (Atom)" href="/atom.xml">
<link rel="alternate" type="application/rss+xml" title="Acme changes (RSS)" href="/rss.xml">
<link rel="alternate" type="application/feed+json" title="Acme changes (JSON Feed)" href="/feed.json">
<meta property="og:type" content="article">
<meta property="og:site_name" content="Acme changes">
<meta property="og:title" content="Events 2.4.0: Check-in that works offline">
<meta property="og:description" content="Staff can scan tickets without a network.">
<meta property="og:url" content="https://changes.acme.example/events/2.4.0/">
<meta property="og:image" content="https://changes.acme.example/assets/events-2.4.0.HASH.png">
<meta property="og:image:alt" content="Events, 2.4.0, Check-in that works offline, 12 May 2026">
<meta property="og:image:width" content="1200">
<meta property="og:image:height" content="630">
<meta name="twitter:card" content="summary_large_image">
<meta property="article:published_time" content="2026-05-12T00:00:00Z">
<meta property="article:modified_time" content="2026-05-12T00:00:00Z">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@id":"https://changes.acme.example/events/2.4.0/","@type":"TechArticle","about":{"@type":"SoftwareApplication","applicationCategory":"BusinessApplication","name":"Events","releaseNotes":"https://changes.acme.example/events/2.4.0/","softwareVersion":"2.4.0","url":"https://changes.acme.example/events/"},"dateModified":"2026-05-12T00:00:00Z","datePublished":"2026-05-12T00:00:00Z","description":"Staff can scan tickets without a network.","headline":"Events 2.4.0: Check-in that works offline","image":"https://changes.acme.example/assets/events-2.4.0.HASH.png","inLanguage":"en","mainEntityOfPage":"https://changes.acme.example/events/2.4.0/"},{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","item":"https://changes.acme.example/","name":"Acme changes","position":1},{"@type":"ListItem","item":"https://changes.acme.example/events/","name":"Events","position":2},{"@type":"ListItem","item":"https://changes.acme.example/events/2.4.0/","name":"2.4.0","position":3}]}]}</script>
</head>

"##]].raw());
}

#[test]
fn every_link_keeps_the_path_of_the_site() {
    let built = two_products().base_url("https://acme.example/changes/").build();
    let address = Regex::new(r#"(?:href|src)="(/[^"]*)""#).unwrap();
    let mut seen = 0;
    for path in html(&built) {
        for found in address.captures_iter(built.text(path)) {
            assert!(found[1].starts_with("/changes/"), "{path}: {}", &found[1]);
            seen += 1;
        }
    }
    assert!(seen > 100);
    assert!(built.text("sitemap.xml").contains("<loc>https://acme.example/changes/events/2.4.0/</loc>"));
    assert!(built.text("robots.txt").contains("Sitemap: https://acme.example/changes/sitemap.xml"));
}

#[test]
fn search_engines_are_asked_away_from_staging_only() {
    let production = Site::new().build();
    assert!(html(&production).filter(|path| *path != "404.html").all(|path| !production.text(path).contains("noindex")));
    assert_data_eq!(
        production.text("robots.txt"),
        str![[r#"
User-agent: *
Allow: /

Sitemap: https://changes.acme.example/sitemap.xml

"#]]
        .raw()
    );
    let staging = Site::new().staging().build();
    assert!(html(&staging).all(|path| staging.text(path).contains("<meta name=\"robots\" content=\"noindex")));
    assert_data_eq!(
        staging.text("robots.txt"),
        str![[r#"
User-agent: *
Disallow: /

"#]]
        .raw()
    );
    assert!(staging.paths().all(|path| path != "sitemap.xml"));
}

#[test]
fn what_is_not_for_the_public_is_in_no_public_file() {
    let entry = |title: &str, more: &str| format!("---\nkind: feature\ntitle: {title}\n{more}---\nThe {title}-body.\n");
    let site = Site::new()
        .file("content/events/2.4.0/internal.md", entry("SECRET-STAFF", "audience: staff\nimage: { src: plan.png, alt: A plan }\n"))
        .file("content/events/2.4.0/plan.png", b"png")
        .file("content/events/unreleased/later.md", entry("SECRET-LATER", ""))
        .file("content/events/2.5.0/release.yaml", "status: planned\ndate: 2026-12-08\ntitle: SECRET-PLAN\n")
        .file("content/events/2.4.1.yaml", "date: 2026-11-20\npublish: 2026-11-30T09:00:00Z\ntitle: SECRET-EMBARGO\n");
    let public = site.build();
    for path in public.paths() {
        assert!(!String::from_utf8_lossy(public.bytes(path)).contains("SECRET"), "{path}");
        assert!(!path.contains("plan."), "{path}");
    }
    let staging = site.staging().build();
    let release = staging.main("2.4.0/index.html");
    assert!(release.contains("SECRET-STAFF") && release.contains(">Private</span>"), "{release}");
    assert!(staging.main("unreleased/index.html").contains("SECRET-LATER"));
    assert!(staging.main("index.html").contains("SECRET-PLAN") && staging.main("index.html").contains("Not public yet"));
    assert!(staging.main("2.4.1/index.html").contains("Under embargo until 30 November 2026"));
}

#[test]
fn a_rolled_back_release_says_so_first() {
    let site = Site::new()
        .append(
            "content/events/2.4.0/release.yaml",
            "status: rolled-back\nrollback: { date: 2026-05-13, reason: Scans were **lost**, replaced_by: 2.4.1 }\n",
        )
        .file("content/events/2.4.1.yaml", "date: 2026-05-14\ntitle: Scans are kept\n");
    let built = site.build();
    let page = built.main("2.4.0/index.html");
    let notice = &page[page.find("<section class=\"notice").unwrap()..];
    assert_data_eq!(notice.split("</section>").next().unwrap(), str![[r#"
<section class="notice tone-danger" role="note">
<p><strong>This release was rolled back on 13 May 2026.</strong> Use <a href="/2.4.1/">2.4.1</a> instead.</p><div class="prose"><p>Scans were <strong>lost</strong></p>
</div>

"#]].raw());
    assert!(page.find("notice tone-danger").unwrap() < page.find("Scan tickets offline").unwrap());
}

#[test]
fn a_planned_release_shows_its_plan() {
    let site = Site::new().file(
        "content/events/3.0.0.yaml",
        "date: 2027-01-19\nstatus: planned\nannounced: 2026-11-01\ntitle: Festival\nsummary: Standing areas.\n\
         window: { from: 2027-01-19T02:00:00Z, to: 2027-01-19T04:00:00Z, impact: Sales pause }\n\
         rollout: [ { date: 2027-01-19, share: 10%, to: Beta accounts }, { date: 2027-01-26, share: 100% } ]\n\
         entries:\n  - { kind: feature, title: Later, body: Waits. }\n  - { kind: breaking, title: Keys end, body: \"Now.\\n\\n## Migration\\nChange them.\" }\n",
    );
    let built = site.build();
    let page = built.main("3.0.0/index.html");
    assert!(page.contains("Planned for 19 January 2027.") && page.contains("Keys end") && !page.contains("Waits"), "{page}");
    assert!(page.contains("19 January 2027, 02:00 to 04:00 UTC") && page.contains("<strong>10%</strong> Beta accounts"), "{page}");
    assert!(built.main("index.html").contains("Coming up"));
    assert!(built.main("calendar/index.html").contains("January 2027"));
}

#[test]
fn a_long_timeline_is_cut_into_pages() {
    let mut site = Site::new();
    for number in 0..45 {
        let date = format!("date: {}-{:02}-10\n", 2022 + number / 12, number % 12 + 1);
        site = site.file(&format!("content/events/1.{number}.0.yaml"), date);
    }
    let releases: Vec<String> = site.build().paths().map(str::to_owned).filter(|path| path.contains("page/")).collect();
    assert_eq!(releases, ["page/2/index.html", "page/2/index.md", "page/3/index.html", "page/3/index.md"]);
    let built = site.build();
    let count = |path: &str| built.main(path).matches("<article class=\"release").count();
    assert_eq!([count("index.html"), count("page/2/index.html"), count("page/3/index.html")], [20, 20, 6]);
    assert!(built.text("page/2/index.html").contains("<link rel=\"prev\" href=\"/\">"));
}

#[test]
fn old_addresses_lead_to_the_new_ones() {
    let site = Site::new().append("content/site.yaml", "redirects: { /old/address/: /2.4.0/, /notes.html: /2.4.0/ }\n");
    let built = site.base_url("https://acme.example/changes/").build();
    assert_eq!(built.text("old/address/index.html"), built.text("notes.html"));
    let stub = built.text("notes.html");
    assert!(stub.contains("<meta http-equiv=\"refresh\" content=\"0; url=/changes/2.4.0/\">"), "{stub}");
    assert!(stub.contains("<link rel=\"canonical\" href=\"https://acme.example/changes/2.4.0/\">"), "{stub}");
}

#[test]
fn a_redirect_never_stands_in_the_way_of_a_page() {
    let site = Site::new().append("content/site.yaml", "redirects:\n  /2.4.0/: /\n");
    assert_data_eq!(
        site.problems(),
        str![[r#"
error[broken-link]: `/2.4.0/` is a page of this site, so it cannot lead elsewhere
  --> content/site.yaml:11:3
   |
11 |   /2.4.0/: /
   |   ^^^^^^^
   |
   = help: take this line out, or name an address that is no more

1 error, 0 warnings in 1 file

"#]]
        .raw()
    );
}

#[test]
fn only_what_the_site_wants_is_made() {
    let site = Site::new().append("content/site.yaml", "outputs: [pages]\n");
    let built = site.build();
    let rest: Vec<&str> = built.paths().filter(|path| !path.ends_with(".html") && !path.starts_with("assets/")).collect();
    assert_eq!(rest, ["robots.txt", "sitemap.xml"]);
    assert!(html(&built).all(|path| !built.text(path).contains("atom.xml") && !built.text(path).contains(".ics")));
    assert!(built.paths().all(|path| !path.starts_with("calendar")));
    let none = Site::new().append("content/site.yaml", "outputs: [feeds]\n").build();
    assert_eq!(html(&none).count(), 0);
}

#[test]
fn a_release_reads_as_markdown_too() {
    let site = Site::new()
        .append("content/events/2.4.0/scan.md", "\n<!-- a note -->\n## Try it\nSee [this](entry:scan) and ![a picture](scan.png).\n");
    let built = site.file("content/events/2.4.0/scan.png", b"png").build();
    assert_data_eq!(
        built.text("2.4.0/index.md"),
        str![[r#"
# Events 2.4.0: Check-in that works offline

- Type: Major
- Date: 12 May 2026
- <https://changes.acme.example/2.4.0/>

Staff can scan tickets without a network.

## New features

### Scan tickets offline

- Components: Check-in

Staff keep scanning when the network drops.


#### Try it
See [this](https://changes.acme.example/2.4.0/#scan) and ![a picture](https://changes.acme.example/assets/scan.bad7c9a32d645d0e.png).


"#]]
        .raw()
    );
    assert_data_eq!(
        built.text("llms.txt"),
        str![[r#"
# Acme changes

## Events

- [All releases](https://changes.acme.example/index.md)
- [Upgrading](https://changes.acme.example/upgrade/index.md)
- [Known issues](https://changes.acme.example/known-issues/index.md)
- [Deprecations](https://changes.acme.example/deprecations/index.md)
- [Security updates](https://changes.acme.example/security/index.md)
- [Events 2.4.0: Check-in that works offline](https://changes.acme.example/2.4.0/index.md): 2026-05-12

## Optional

- [JSON for developers](https://changes.acme.example/api/README.md)

"#]]
        .raw()
    );
}

#[test]
fn the_sample_site_is_whole() {
    let built = Site::sample().build();
    let paths: HashSet<&str> = built.paths().collect();
    let address = Regex::new(r#" (?:href|src)="/([^"?]*)(?:\?[^"]*)?""#).unwrap();
    let id = Regex::new(r#" id="([^"]+)""#).unwrap();
    let ids: BTreeMap<&str, BTreeSet<String>> = html(&built)
        .map(|path| {
            let found: Vec<String> = id.captures_iter(built.text(path)).map(|found| found[1].to_owned()).collect();
            let set: BTreeSet<String> = found.iter().cloned().collect();
            assert_eq!(found.len(), set.len(), "{path} has an id twice");
            (path, set)
        })
        .collect();
    for path in html(&built) {
        let text = built.text(path);
        assert_eq!(text.matches("<h1").count(), 1, "{path} has one heading of the first level");
        for found in address.captures_iter(text) {
            let (page, anchor) = found[1].split_once('#').unwrap_or((&found[1], ""));
            let page = if page.is_empty() || page.ends_with('/') { format!("{page}index.html") } else { page.to_owned() };
            assert!(paths.contains(page.as_str()), "{path} leads to `/{page}`, which is not there");
            assert!(anchor.is_empty() || ids[page.as_str()].contains(anchor), "{path} leads to `/{page}#{anchor}`, which is not there");
        }
    }
}

#[test]
fn no_page_has_a_script_or_a_style_within() {
    let built = Site::sample().build();
    let inline = Regex::new(r"(?i)<style|\sstyle=|\son[a-z]+=|javascript:|<script>").unwrap();
    for path in html(&built) {
        let text = built.text(path);
        assert!(!inline.is_match(text), "{path}: {:?}", inline.find(text));
        assert!(text.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"), "{path}");
    }
}

#[test]
fn pages_stay_light() {
    let built = Site::sample().build();
    for path in built.paths() {
        let limit = match path.rsplit('.').next() {
            Some("html") => 30 << 10,
            Some("css") => 12 << 10,
            Some("js") => 10 << 10,
            _ => continue,
        };
        let size = gzipped(built.bytes(path));
        assert!(size <= limit, "{path} has {size} bytes, gzipped");
    }
}
