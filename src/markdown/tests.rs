//! The room as a whole: what writers write, and what comes of it.

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

#[test]
fn a_link_within_the_site_is_found_again() {
    let html = rendered("See [the gap](entry:gap) and <b>[it](entry:it)</b>.").html;
    assert_eq!(
        html.absolute("https://example.org"),
        "<p>See <a href=\"https://example.org/events/2.4.0/#gap\">the gap</a> and \
         <b><a href=\"https://example.org/events/2.4.0/#it\">it</a></b>.</p>\n"
    );
}
