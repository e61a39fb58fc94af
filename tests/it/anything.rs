//! Whatever the bytes are: no panic, every place on the edge of a character, every format of diagnostics printed.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use tidings::diag::render;
use tidings::load::Loaded;
use tidings::ops::{self, CheckOptions};
use tidings::parse::node::{Node, Value};
use tidings::source::{Sources, Span};

use crate::mistakes;
use crate::support::SiteTest;

const SITE: &str = "content/site.yaml";
const FILES: [&str; 6] = [
    SITE,
    "content/events/2.4.0/release.yaml",
    "content/events/2.4.0/fixes.yaml",
    "content/events/2.4.0/scan.md",
    "content/events/2.3.0.md",
    "templates/note.md",
];

/// Checks a good site in which one file has another text.
fn check(path: &str, text: &str) {
    let mut loaded = Loaded::default();
    let site = "title: A\nurl: https://a.example\nproducts: { events: { name: E, components: { check-in: C } } }\n";
    let mut files = BTreeMap::from([("content/events/2.4.0/release.yaml", "date: 2026-05-12\n"), (SITE, site)]);
    files.insert(path, text);
    files.into_iter().for_each(|(path, text)| {
        loaded.sources.add(path, text);
    });
    holds_together(&loaded);
}

/// Checks a site, and that every place it tells of is one, in every format.
fn holds_together(loaded: &Loaded) {
    let now = "2026-11-22T12:00:00Z".parse().unwrap();
    let checked = ops::check(loaded, &CheckOptions { now, deny_warnings: false });
    for diagnostic in checked.diagnostics.iter() {
        holds(&loaded.sources, diagnostic.span);
        diagnostic.related.iter().for_each(|(span, _)| holds(&loaded.sources, *span));
        diagnostic.fix.iter().for_each(|fix| holds(&loaded.sources, fix.span));
    }
    for entry in checked.documents.iter().flat_map(|documents| &documents.releases).flat_map(|release| &release.entries) {
        nodes(&loaded.sources, &entry.fields);
        let body = &entry.body;
        for (at, _) in body.value.char_indices() {
            holds(&loaded.sources, body.span_of(at..body.value.len()));
        }
    }
    render::human(&loaded.sources, &checked.diagnostics, true);
    render::short(&loaded.sources, &checked.diagnostics);
    for line in render::json(&loaded.sources, &checked.diagnostics).lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["line"].as_u64().unwrap() >= 1 && line["column"].as_u64().unwrap() >= 1, "{line}");
    }
}

fn holds(sources: &Sources, span: Span) {
    let text = sources.text(span.file);
    assert!(text.get(span.range()).is_some(), "{:?} of {:?} is no slice of {text:?}", span.range(), sources.path(span.file));
}

/// Every node's place holds, and a number's is the number.
fn nodes(sources: &Sources, node: &Node) {
    holds(sources, node.span);
    match &node.value {
        Value::Number(text) => assert_eq!(sources.slice(node.span), &**text),
        Value::List(items) => items.iter().for_each(|item| nodes(sources, item)),
        Value::Map(pairs) => pairs.iter().for_each(|(key, node)| {
            holds(sources, key.span);
            nodes(sources, node);
        }),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// Pieces that files of a site are made of, in any order.
fn soup() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "---\n",
        "kind: feature\n",
        "kind: breaking\n",
        "kind:",
        "title: Ä b\r\n",
        "title: |\n  日本\n\n    x\n",
        "title: >-\n  a\n  b\n",
        "body: |+\n  ## Migration\n  é\n",
        "refs: [",
        "]",
        "{ ",
        " }",
        ", ",
        ": ",
        "- ",
        "\t",
        "  ",
        "\n",
        "\r\n",
        "\"",
        "'",
        "#",
        "&a ",
        "*a",
        "!x ",
        "| ",
        "> ",
        "1.10",
        "true",
        "~",
        "version: 2.4\n",
        "date: 2026-05-12\n",
        "products:\n  events: { name: E }\n",
        "## Migration\n",
        "<!-- x -->\n",
        "<b",
        "[a](entry:b)",
        "![",
        "](c)",
        "\u{feff}",
        "\u{0}",
        "\u{85}",
        "\u{2028}",
        "e\u{301}",
        "🎫",
        "schema:\n  properties:\n",
        "window: { from: 2026-05-12T04:00:00Z, to: 2026-05-12T02:00:00Z }\n",
        "...\n",
        "%YAML 1.2\n",
        "? ",
        "@",
        "`",
    ]);
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_text_as_any_file_is_told_of_and_nothing_more(file in prop::sample::select(FILES.to_vec()), text in ".*") {
        check(file, &text);
    }

    #[test]
    fn any_mixture_of_what_files_hold_is_told_of_and_nothing_more(file in prop::sample::select(FILES.to_vec()), text in soup()) {
        check(file, &text);
    }

    #[test]
    fn any_front_matter_and_any_body_are_told_of_and_nothing_more(head in soup(), body in soup()) {
        check("content/events/2.4.0/scan.md", &format!("---\nkind: breaking\n{head}\n---\n{body}"));
    }

    #[test]
    fn any_bytes_on_disk_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let test = SiteTest::new().file(FILES[1], &bytes).file(FILES[3], &bytes).file(SITE, &bytes);
        test.diagnostics();
    }

    /// Each line of a literal block leads back to itself in the file, whatever stands around it.
    #[test]
    fn a_block_of_text_finds_its_way_back(lines in prop::collection::vec("[a-zäß 日]{0,6}", 1..8), crlf in any::<bool>(), indent in 1_usize..5) {
        let end = if crlf { "\r\n" } else { "\n" };
        let block: String = lines.iter().map(|line| format!("{}x{line}{end}", " ".repeat(indent + 2))).collect();
        let text = format!("- kind: fix{end}  title: T{end}  body: |{end}{block}");
        let mut loaded = Loaded::default();
        loaded.sources.add(FILES[2], text);
        loaded.sources.add(FILES[1], "date: 2026-05-12\n");
        loaded.sources.add(SITE, "title: A\nurl: https://a.example\nproducts: { events: { name: E } }\n");
        let documents = tidings::parse::parse(&loaded, &mut Default::default()).unwrap();
        let body = &documents.releases[0].entries[0].body;
        let mut at = 0;
        for line in body.value.lines() {
            prop_assert_eq!(loaded.sources.slice(body.span_of(at..at + line.len())), line);
            at += line.len() + 1;
        }
    }
}

/// The files of the sample site, by path from its folder, with the templates that ship as its own.
static SAMPLE: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let walk = |top: &str| walkdir::WalkDir::new(root.join(top)).into_iter().map(Result::unwrap);
    let files = walk("content").chain(walk("templates")).filter(|entry| entry.file_type().is_file());
    let path = |entry: &walkdir::DirEntry| entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
    files.map(|entry| (path(&entry), std::fs::read(entry.path()).unwrap())).collect()
});

/// What happens to a file: each keeps most of it.
#[derive(Debug, Clone)]
pub(crate) enum Mutation {
    Flip(u8),
    Insert(&'static [u8]),
    Truncate,
    DropLine,
    DoubleLine,
    SwapLines,
    Huge,
}

pub(crate) fn mutation() -> impl Strategy<Value = Mutation> {
    let pieces: Vec<&[u8]> = vec![
        b"[",
        b"]",
        b"{",
        b"}",
        b"(",
        b")",
        b"<",
        b">",
        b"`",
        b"```\n",
        b"\"",
        b"'",
        b"#",
        b"- ",
        b": ",
        b"|\n",
        b"\t",
        b"\r",
        b"\0",
        b"&a ",
        b"*a ",
        b"!",
        b"![](",
        b"<!--",
        b"<a href='x'>",
        b"\xff",
        b"\xc3",
        b"\xf0\x9f\x8e",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        "é".as_bytes(),
        "🎫".as_bytes(),
        "\u{2028}".as_bytes(),
        b"9999-12-31",
        b"0000-00-00",
        b"1e400",
    ];
    prop_oneof![
        (1..=255_u8).prop_map(Mutation::Flip),
        prop::sample::select(pieces).prop_map(Mutation::Insert),
        Just(Mutation::Truncate),
        Just(Mutation::DropLine),
        Just(Mutation::DoubleLine),
        Just(Mutation::SwapLines),
        Just(Mutation::Huge),
    ]
}

/// Does it at a place that is a share of the file, in 65,536ths.
pub(crate) fn mutated(bytes: &[u8], mutation: &Mutation, place: u16) -> Vec<u8> {
    let share = |length: usize| length * usize::from(place) / 65_536;
    let at = share(bytes.len());
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let line = share(lines.len());
    match mutation {
        Mutation::Flip(bits) => bytes.iter().enumerate().map(|(index, byte)| if index == at { byte ^ bits } else { *byte }).collect(),
        Mutation::Insert(piece) => [&bytes[..at], piece, &bytes[at..]].concat(),
        Mutation::Truncate => bytes[..at].to_vec(),
        Mutation::DropLine if !lines.is_empty() => {
            lines.remove(line);
            lines.concat()
        }
        Mutation::DoubleLine if !lines.is_empty() => {
            lines.insert(line, lines[line]);
            lines.concat()
        }
        Mutation::SwapLines if lines.len() > 1 => {
            let next = (line + 1) % lines.len();
            lines.swap(line, next);
            lines.concat()
        }
        Mutation::Huge => bytes
            .iter()
            .enumerate()
            .flat_map(|(index, byte)| if index >= at && index < at + 12 && byte.is_ascii_digit() { vec![b'9'; 40] } else { vec![*byte] })
            .collect(),
        Mutation::DropLine | Mutation::DoubleLine | Mutation::SwapLines => Vec::new(),
    }
}

/// Checks a part of the sample site: `site.yaml` and all files of some folders, these with their mutations.
fn check_mutated(folders: &[&str], mutations: &[(String, Mutation, u16)]) {
    let site = tempfile::tempdir().unwrap();
    for (path, bytes) in SAMPLE.iter().filter(|(path, _)| *path == SITE || folders.iter().any(|folder| path.starts_with(folder))) {
        let bytes = mutations
            .iter()
            .filter(|(mutated, ..)| mutated == path)
            .fold(bytes.clone(), |bytes, (_, mutation, place)| mutated(&bytes, mutation, *place));
        let path = site.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    holds_together(&tidings::load::site(site.path()).unwrap());
}

fn text_path() -> impl Strategy<Value = String> {
    let texts: Vec<String> = SAMPLE.keys().filter(|path| path.ends_with(".md") || path.ends_with(".yaml")).cloned().collect();
    prop::sample::select(texts)
}

proptest! {
    // The same mutations on every run, so that what one run finds the next one finds too.
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, rng_seed: RngSeed::Fixed(2026), ..ProptestConfig::default() })]

    #[test]
    fn a_file_of_the_sample_site_with_anything_done_to_it_is_told_of_and_nothing_more(
        path in text_path(),
        mutations in prop::collection::vec((mutation(), any::<u16>()), 1..5),
    ) {
        let folder = path.rsplit_once('/').unwrap().0.to_owned() + "/";
        let folder = if path.split('/').count() > 3 { folder } else { path.clone() };
        let entries = if path.starts_with("templates/") { "content/events/10.0.0/" } else { &folder };
        let mutations: Vec<_> = mutations.into_iter().map(|(mutation, place)| (path.clone(), mutation, place)).collect();
        check_mutated(&[&folder, entries], &mutations);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, rng_seed: RngSeed::Fixed(3), ..ProptestConfig::default() })]

    #[test]
    fn a_mistake_with_anything_done_to_its_file_is_told_of_and_nothing_more(
        case in any::<prop::sample::Index>(),
        mutations in prop::collection::vec((any::<prop::sample::Index>(), mutation(), any::<u16>()), 1..4),
    ) {
        let (site, files) = mistakes::laid(case);
        for (file, mutation, place) in mutations.iter().filter(|_| !files.is_empty()) {
            let path = site.path().join(file.get(&files));
            std::fs::write(&path, mutated(&std::fs::read(&path).unwrap(), mutation, *place)).unwrap();
        }
        holds_together(&tidings::load::site(site.path()).unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, rng_seed: RngSeed::Fixed(11), ..ProptestConfig::default() })]

    #[test]
    fn the_sample_site_with_anything_done_to_many_files_is_told_of_and_nothing_more(
        mutations in prop::collection::vec((text_path(), mutation(), any::<u16>()), 20..60),
    ) {
        check_mutated(&["content/"], &mutations);
    }
}
