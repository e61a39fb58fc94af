//! Pictures in rendered texts: which files they are, and what pages tell of them beyond their address.

use percent_encoding::percent_decode_str;

use crate::ident::BaseUrl;
use crate::markdown::Html;

use super::Media;
use super::text::tag_length;

/// How wide a picture in a text is shown: the column of text is 46 rem wide at most, and has a rem beside it on a phone.
const SIZES: &str = "(min-width: 50rem) 46rem, calc(100vw - 2rem)";

/// A picture of this site within a text.
struct Shown<'a> {
    /// The tag.
    tag: &'a str,
    /// Where in the text the value of `src` has ended, after its quote.
    after: usize,
    /// The path within the site.
    path: String,
}

/// The paths within the site of all pictures that a text shows.
pub fn shown<'a>(html: &'a Html, url: &'a BaseUrl) -> impl Iterator<Item = String> + use<'a> {
    pictures(html, url).map(|picture| picture.path)
}

/// The path within the site of an address that stands in an attribute, from its first letter on; none where it is not of this site.
pub fn path_within(attribute: &str, url: &BaseUrl) -> Option<String> {
    let address = attribute.strip_prefix(&url.path_of(""))?.split(['"', '#', '?']).next()?;
    let unescaped = address.replace("&#39;", "'").replace("&amp;", "&");
    Some(percent_decode_str(&unescaped).decode_utf8().ok()?.into_owned())
}

/// The text with the size of each picture, so that pages do not jump, and its narrower copies. None where there is nothing to tell.
pub(super) fn fitted(html: &Html, url: &BaseUrl, media: &Media) -> Option<String> {
    let mut text = String::new();
    let mut copied = 0;
    // Whoever gives a size in HTML of their own means something by it.
    for picture in pictures(html, url).filter(|picture| !picture.tag.contains(" width=\"") && !picture.tag.contains(" height=\"")) {
        let Some((width, height)) = media.size(&picture.path) else { continue };
        text.push_str(html.text.get(copied..picture.after)?);
        if let Some(srcset) = media.srcset(&picture.path, url) {
            text.push_str(&format!(" srcset=\"{srcset}\" sizes=\"{SIZES}\""));
        }
        text.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        copied = picture.after;
    }
    text.push_str(html.text.get(copied..)?);
    (copied > 0).then_some(text)
}

fn pictures<'a>(html: &'a Html, url: &'a BaseUrl) -> impl Iterator<Item = Shown<'a>> {
    html.paths.iter().filter_map(move |start| {
        let (before, value) = html.text.split_at_checked(*start)?;
        let tag = html.text.get(before.strip_suffix(" src=\"")?.rfind("<img")?..)?;
        let tag = tag.get(..tag_length(tag))?;
        let after = start + value.find('"')? + 1;
        Some(Shown { tag, after, path: path_within(value, url)? })
    })
}
