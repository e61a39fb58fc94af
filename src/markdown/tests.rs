//! The room as a whole: what writers write, and what comes of it.

use proptest::prelude::*;

use super::*;

fn resolve(address: &str) -> Target {
    if let Some(path) = address.strip_prefix("entry:") {
        return Target::Path(format!("/events/2.4.0/#{path}"));
    }
    if address == "nowhere" { Target::Nowhere } else { Target::Url(address.to_owned()) }
}

fn rendered(markdown: &str) -> Rendered {
    render(markdown, &RenderOptions { heading_shift: 2, id_prefix: "scan--", origin: "https://example.org", resolve: &resolve })
}

fn html(markdown: &str) -> String {
    rendered(markdown).html.text
}

fn plain(markdown: &str) -> String {
    rendered(markdown).plain
}

/// The texts of ranges, so that a test shows words rather than numbers.
fn words<'a>(markdown: &'a str, ranges: &[Range<usize>]) -> Vec<&'a str> {
    ranges.iter().map(|range| &markdown[range.clone()]).collect()
}

#[test]
fn headings_are_shifted_and_their_ids_are_prefixed_and_unique() {
    assert_eq!(
        html("## Try *it*\n\n## Try it\n\n##### Über `x`\n\n## Own {#mine}\n\n### 1\n#### 2\n##### 3\n"),
        "<h4 id=\"scan--try-it\">Try <em>it</em></h4>\n<h4 id=\"scan--try-it-2\">Try it</h4>\n\
         <h5 id=\"scan--über-x\">Über <code>x</code></h5>\n<h4 id=\"scan--mine\">Own</h4>\n\
         <h5 id=\"scan--1\">1</h5>\n<h6 id=\"scan--2\">2</h6>\n<h6 id=\"scan--3\">3</h6>\n"
    );
}

#[test]
fn a_link_within_the_site_is_found_again() {
    let html = rendered("See [the gap](entry:gap) and <b>[it](entry:it)</b>.").html;
    assert_eq!(
        html.absolute("https://example.org"),
        "<p>See <a href=\"https://example.org/events/2.4.0/#gap\">the gap</a> and \
         <b><a href=\"https://example.org/events/2.4.0/#it\">it</a></b>.</p>\n"
    );
}

#[test]
fn a_link_that_leads_nowhere_or_runs_a_script_is_only_its_text() {
    for address in
        ["nowhere", "javascript:alert(1)", "JaVaScript:x", "java&#9;script:x", "data:text/html,x", "vbscript:x", "//evil.example"]
    {
        assert_eq!(html(&format!("[a *b*](<{address}>)")), "<p>a <em>b</em></p>\n", "{address}");
        assert_eq!(html(&format!("![a *b*](<{address}>)")), "<p>a b</p>\n", "{address}");
        assert_eq!(html(&format!("x <a href=\"{address}\">a</a>")), "<p>x <a>a</a></p>\n", "{address}");
    }
}

#[test]
fn a_link_to_an_own_heading_has_the_heading_s_prefix() {
    assert!(html("[down](#try)\n\n## Try\n").starts_with("<p><a href=\"#scan--try\">down</a></p>"));
    assert!(html("[elsewhere](#other)\n").starts_with("<p><a href=\"#other\">elsewhere</a></p>"));
}

#[test]
fn images_wait_until_they_are_seen() {
    assert_eq!(
        html("![A *phone*](https://example.org/a b.png \"T\")".replace("a b", "a%20b").as_str()),
        "<p><img src=\"https://example.org/a%20b.png\" alt=\"A phone\" title=\"T\" loading=\"lazy\" decoding=\"async\"></p>\n"
    );
}

#[test]
fn tasks_alerts_tables_and_code_say_what_they_are() {
    let markdown = "- [x] a\n- [ ] b\n\n> [!WARNING]\n> Mind it.\n\n| a |  |\n|--:|---|\n| 1 | 2 |\n\n```bash\nls\n```\n";
    assert_eq!(
        html(markdown),
        "<ul>\n<li class=\"task\"><input type=\"checkbox\" checked disabled aria-label=\"Done\"> a</li>\n\
         <li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"To do\"> b</li>\n</ul>\n\
         <div class=\"alert alert-warning\" role=\"note\">\n<p class=\"alert-title\">Warning</p>\n<p>Mind it.</p>\n</div>\n\
         <div class=\"table\" role=\"group\" aria-label=\"Table\" tabindex=\"0\">\n<table>\n\
         <thead><tr><th class=\"align-right\">a</th><td></td></tr></thead>\n\
         <tbody>\n<tr><td class=\"align-right\">1</td><td>2</td></tr>\n</tbody>\n</table>\n</div>\n\
         <pre tabindex=\"0\" role=\"group\" aria-label=\"Code, bash\"><code class=\"language-bash\">\
         <span class=\"hl-f\">ls</span>\n</code></pre>\n"
    );
    let sanitized = html(&format!("{markdown}\n<b>x</b>\n"));
    assert_eq!(
        sanitized.replace("=\"\"", ""),
        format!("{}<p><b>x</b></p>\n", html(markdown)),
        "the sanitizer leaves our own HTML as it is"
    );
}

#[test]
fn footnotes_are_numbered_as_they_are_met_and_lead_back() {
    assert_eq!(
        html("One[^b], two[^a], one[^b], none[^c].\n\n[^a]: A.\n\n[^b]: B.\n\n[^d]: Nobody asks.\n"),
        "<p>One<sup class=\"footnote-ref\"><a id=\"scan--fnref:1\" href=\"#scan--fn:1\" role=\"doc-noteref\" aria-label=\"Footnote 1\">1</a></sup>, \
         two<sup class=\"footnote-ref\"><a id=\"scan--fnref:2\" href=\"#scan--fn:2\" role=\"doc-noteref\" aria-label=\"Footnote 2\">2</a></sup>, \
         one<sup class=\"footnote-ref\"><a id=\"scan--fnref:1-2\" href=\"#scan--fn:1\" role=\"doc-noteref\" aria-label=\"Footnote 1\">1</a></sup>, \
         none[^c].</p>\n<div class=\"footnotes\">\n<ol>\n\
         <li id=\"scan--fn:1\">\n<p>B. <a href=\"#scan--fnref:1\" role=\"doc-backlink\" aria-label=\"Back to reference 1\">↩</a> \
         <a href=\"#scan--fnref:1-2\" role=\"doc-backlink\" aria-label=\"Back to reference 1, 2\">↩</a></p>\n</li>\n\
         <li id=\"scan--fn:2\">\n<p>A. <a href=\"#scan--fnref:2\" role=\"doc-backlink\" aria-label=\"Back to reference 2\">↩</a></p>\n</li>\n\
         <li id=\"scan--fn:3\">\n<p>Nobody asks.</p>\n</li>\n</ol>\n</div>\n"
    );
}

#[test]
fn raw_html_goes_through_the_list_and_the_outline_tells_what_was_dropped() {
    let markdown = "<!-- draft -->\n\nA <b onclick=\"x\">bold</b> <script>alert(1)</script> <title> x </div> &amp; y\n\n\
                    > <details>\n> <summary\n> style='a'>More</summary>\n>\n> text\n\n<script>\nalert(1)\n</script>\n\n<h2>Raw</h2>\n";
    assert_eq!(
        html(markdown),
        "<p>A <b>bold</b> alert(1)  x  &amp; y</p>\n<blockquote>\n<details>\n<summary>More</summary>\n<p>text</p>\n</details></blockquote>\n\
         <h4>Raw</h4>\n"
    );
    let outline = outline(markdown);
    assert_eq!(words(markdown, &outline.comments), ["<!-- draft -->"]);
    assert_eq!(
        words(markdown, &outline.dropped_html),
        ["onclick=\"x\"", "<script>", "</script>", "<title>", "</div>", "style='a'", "<script>\nalert(1)\n</script>"]
    );
}

#[test]
fn a_tag_that_would_swallow_the_page_swallows_nothing() {
    for tag in ["<title>", "<textarea>", "<plaintext>", "<xmp>", "<style>", "<script>", "<noscript>", "<iframe>", "<!--", "<select>"] {
        let text = html(&format!("Before {tag} after.\n\nNext.\n"));
        assert!(text.contains("after") && text.contains("<p>Next.</p>"), "{tag}: {text}");
    }
}

#[test]
fn forbidden_characters_are_left_out() {
    assert_eq!(html("a\u{0}b\u{1}c\u{85}d\u{fffe}e&#1;f `g\u{7f}h` <b>\u{2}i</b>"), "<p>abcdef <code>gh</code> <b>i</b></p>\n");
}

#[test]
fn plain_text_reads_well() {
    let markdown = "Intro *em* ~~old~~ `co<de>`\nsame line <https://example.org/a> <jo@example.org>\\\nnext\n\n## Try it\n\n\
                    1. one\n2. two\n   - [x] a\n   - [ ] b\n\n> [!WARNING]\n> Mind the [gap](entry:gap) and [n](nowhere)[^1].\n>\n> Twice.\n\n\
                    | name | n |\n|---|--:|\n| a | 20 |\n\n- loose\n\n- list\n\n```bash\nls\n\npwd\n```\n\n\
                    ![A phone](https://example.org/x.png) <a href=\"entry:raw\">raw</a><br>x\n\n[^1]: A note.\n";
    let expected = "Intro em ~~old~~ `co<de>` same line https://example.org/a jo@example.org\nnext\n\nTry it\n\n\
                    1. one\n2. two\n   - [x] a\n   - [ ] b\n\n> Warning:\n> Mind the gap (https://example.org/events/2.4.0/#gap) and n[1].\n>\n> Twice.\n\n\
                    name | n\n-----+---\na    | 20\n\n- loose\n\n- list\n\n    ls\n\n    pwd\n\n\
                    A phone (https://example.org/x.png) raw (https://example.org/events/2.4.0/#raw)\nx\n\n[1] A note.";
    assert_eq!(plain(markdown), expected);
}

#[test]
fn an_outline_knows_where_addresses_stand() {
    let markdown = "[a](x.md \"](\") [b\\](c](<y z>) [`](`](entry:q) ![i *j*](pic.png) [r][ref] <https://e.org>\n\n> [m\n> n](\n> far) [](e)\n\n\
                    [ref]: https://ref.example 't'\n\nRaw <img alt=\"p\" src='raw.png'>";
    let outline = outline(markdown);
    let ranges: Vec<_> = outline.links.iter().map(|link| link.range.clone()).collect();
    assert_eq!(
        words(markdown, &ranges),
        ["x.md", "y z", "entry:q", "pic.png", "https://ref.example", "https://e.org", "[m\n> n](\n> far)", "e", "raw.png"]
    );
    let texts: Vec<_> = outline.links.iter().map(|link| (link.text.as_str(), link.image)).collect();
    assert_eq!(texts[1..4], [("b](c", false), ("](", false), ("i j", true)]);
    assert_eq!(outline.links[8].text, "p");
}

#[test]
fn an_outline_knows_which_sections_hold_something() {
    let markdown = "<!-- intro -->\n\n## Full\n\ntext\n\n## Empty\n\n<!-- say how -->\n\n  \n## Only a heading\n### Sub\n\n[def]: https://x.example\n\n## Picture\n![](a.png)\n";
    let outline = outline(markdown);
    let sections: Vec<_> = outline.headings.iter().map(|heading| (heading.text.as_str(), heading.level, heading.has_content)).collect();
    assert_eq!(sections, [("Full", 2, true), ("Empty", 2, false), ("Only a heading", 2, true), ("Sub", 3, false), ("Picture", 2, true)]);
    assert_eq!(&markdown[outline.headings[1].content.clone()], "\n\n<!-- say how -->\n\n  \n");
    assert_eq!(words(markdown, &[outline.headings[0].range.clone()]), ["## Full"]);
    assert!(!super::outline("<!-- a -->\n\n  <!-- b -->\n").has_content);
    assert!(!super::outline(" \n\n").has_content);
}

#[test]
fn ids_in_the_outline_are_those_of_the_page() {
    let markdown = "## A\n\n## A\n\n## {#x} \n\n## 日本\n\n## !\n";
    let ids: Vec<_> = outline(markdown).headings.into_iter().map(|heading| heading.id).collect();
    let html = html(markdown);
    for id in &ids {
        assert!(html.contains(&format!("id=\"scan--{id}\"")), "{id} in {html}");
    }
    assert_eq!(ids.len(), 5);
}

#[test]
fn deep_and_long_input_is_done_at_once() {
    let inputs = [
        ">".repeat(100_000),
        "[".repeat(100_000),
        "![".repeat(50_000),
        "- ".repeat(50_000),
        "*a ".repeat(50_000),
        "<b>".repeat(50_000),
        "<div>\n\n".repeat(20_000),
        "<a b=\"".repeat(50_000),
        "<div>\n".to_owned() + &"<!".repeat(50_000),
        "<div>\n".to_owned() + &"<script>".repeat(50_000),
        "<x>".repeat(20_000) + &"</y>".repeat(20_000),
        "# a\n# a-2\n".repeat(10_000),
        "[a](b \"".to_owned() + &"](".repeat(50_000) + "\")",
        "[^1]: x\n".repeat(10_000),
    ];
    let start = std::time::Instant::now();
    for input in &inputs {
        rendered(input);
        outline(input);
    }
    // Anything quadratic would take minutes; this takes seconds even where nothing is optimized.
    assert!(start.elapsed().as_secs() < 60);
}

/// Text that holds many of the characters that mean something.
fn markdownish() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[\\PC]{0,6}",
        "[\u{0}-\u{20}]{0,3}",
        prop::sample::select(vec![
            "\n",
            "\n\n",
            "> ",
            "- ",
            "1. ",
            "# ",
            "## ",
            "* ",
            "**",
            "_",
            "~~",
            "`",
            "```\n",
            "```rust\n",
            "[",
            "](",
            ")",
            "]",
            "![",
            "[^1]",
            "[^1]: ",
            "[a]: x\n",
            "<",
            ">",
            "<b>",
            "</b>",
            "<!-- ",
            "-->",
            "<div",
            "\" x='",
            "<table>",
            "<td>",
            "<p>",
            "</p>",
            "<script>",
            "</script>",
            "<a href=\"",
            "<img src=entry:x alt=y>",
            "| a | b |\n|---|---|\n",
            "|",
            "> [!NOTE]\n",
            "- [ ] ",
            "- [x] ",
            "{#id}",
            "&amp;",
            "&#1;",
            "\\",
            "ä",
            "日",
            "\r\n",
            "\u{1}",
            "<https://x.example>",
            "entry:x",
            "javascript:x",
            "---\n",
            "===\n",
            "    ",
            "\t",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn whatever_is_written_the_output_is_clean(markdown in markdownish()) {
        let Rendered { html, plain, .. } = rendered(&markdown);
        let legal = |text: &str| text.chars().all(|c| c == '\n' || c == '\t' || !c.is_control());
        prop_assert!(legal(&html.text) && legal(&plain));
        prop_assert!(plain.lines().all(|line| line.trim_end() == line), "{plain:?}");
        for path in &html.paths {
            prop_assert!(html.text[*path..].starts_with("/events/2.4.0/") && html.text[..*path].ends_with('"'));
        }
        let tags: Vec<_> = raw::parts(&html.text).into_iter().filter_map(|part| if let raw::Part::Tag(tag) = part { Some(tag) } else { None }).collect();
        let mut paths = 0;
        for tag in &tags {
            prop_assert!(allowed::ELEMENTS.contains(&tag.name.as_str()) || tag.name == "input", "{}", html.text);
            for attribute in &tag.attributes {
                let address = &html.text[attribute.value.clone()];
                prop_assert!(!attribute.name.starts_with("on") && attribute.name != "style", "{}", html.text);
                if matches!(attribute.name.as_str(), "href" | "src") {
                    prop_assert!(escape::is_safe(address, tag.name == "img"), "{}", html.text);
                    paths += usize::from(address.starts_with("/events/2.4.0/"));
                }
            }
        }
        prop_assert_eq!(paths, html.paths.len());
        if !markdown.contains('<') {
            // Balanced as a browser sees it: parsing and writing again changes nothing.
            let same = |text: &str| text.replace(" disabled=\"\"", " disabled").replace(" checked=\"\"", " checked").replace("&nbsp;", "\u{a0}").replace("&quot;", "\"").replace("&#39;", "'");
            prop_assert_eq!(same(&sanitize::sanitize(&html.text).text), same(&html.text));
        }
    }

    #[test]
    fn every_range_can_be_cut_out(markdown in markdownish()) {
        let outline = outline(&markdown);
        let headings = outline.headings.iter().flat_map(|heading| [heading.range.clone(), heading.content.clone()]);
        let links = outline.links.iter().map(|link| link.range.clone());
        for range in headings.chain(links).chain(outline.comments.clone()).chain(outline.dropped_html.clone()) {
            prop_assert!(markdown.get(range.clone()).is_some(), "{range:?}");
        }
    }
}
