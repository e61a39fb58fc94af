//! What is added to a page as it is served: the script that reloads it, and leave for that script to work.
//!
//! In: a page as a build made it. Out: the page to serve. The site that is published never holds any of this. Pure.

/// Where what belongs to the preview, not to the site, is served.
pub(super) const OWN: &str = "/__tidings/";

/// The script's path within [`OWN`].
pub(super) const SCRIPT: &str = "reload.js";

/// The style sheet's path within [`OWN`].
pub(super) const STYLE: &str = "reload.css";

/// What the browser is shown until there is a site to show.
pub(super) const NOTHING_YET: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
    <title>No site yet</title>\n</head>\n<body>\n<h1>No site yet</h1>\n\
    <p>The content has errors. The site appears here once they are mended.</p>\n</body>\n</html>\n";

/// The page with the script in it. `tag` tells the script which state of the page it came with.
pub(super) fn with_script(page: &str, tag: &str) -> String {
    let page = with_leave(page);
    let script = format!("<script src=\"{OWN}{SCRIPT}\" data-page=\"{tag}\" defer></script>\n");
    let place = find(&page, "</head>").or_else(|| find(&page, "</body>")).unwrap_or(page.len());
    let (before, after) = page.split_at_checked(place).unwrap_or((&page, ""));
    format!("{before}{script}{after}")
}

/// The page with what its Content-Security-Policy must allow: fetches, a script and a style sheet from the same origin.
fn with_leave(page: &str) -> String {
    let found = || {
        let meta = find(page, "content-security-policy")?;
        let content = meta + find(page.get(meta..)?, "content=\"")? + "content=\"".len();
        let end = content + page.get(content..)?.find('"')?;
        Some((page.get(..content)?, page.get(content..end)?, page.get(end..)?))
    };
    let Some((before, policy, after)) = found() else { return page.to_owned() };
    let policy = ["connect-src", "script-src", "style-src"].iter().fold(policy.to_owned(), |policy, name| allow_self(&policy, name));
    format!("{before}{policy}{after}")
}

/// The policy with `'self'` among the sources of a directive; a directive that is not there takes those of `default-src`.
fn allow_self(policy: &str, name: &str) -> String {
    let mut directives: Vec<Vec<&str>> = policy.split(';').map(|directive| directive.split_whitespace().collect()).collect();
    directives.retain(|words| !words.is_empty());
    let index = |directives: &[Vec<&str>], name: &str| directives.iter().position(|words| words.first() == Some(&name));
    let place = index(&directives, name).unwrap_or_else(|| {
        let default = index(&directives, "default-src").map_or(vec!["*"], |place| directives[place][1..].to_vec());
        directives.push([vec![name], default].concat());
        directives.len() - 1
    });
    let directive = &mut directives[place];
    directive.retain(|word| *word != "'none'");
    if !directive.contains(&"'self'") && !directive.contains(&"*") {
        directive.push("'self'");
    }
    directives.iter().map(|words| words.join(" ")).collect::<Vec<_>>().join("; ")
}

/// Where a piece of ASCII text in lower case stands, whatever the case it is written in.
fn find(text: &str, what: &str) -> Option<usize> {
    text.as_bytes().windows(what.len()).position(|window| window.eq_ignore_ascii_case(what.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_at_the_end_of_the_head_or_wherever_there_is_room() {
        let script = "<script src=\"/__tidings/reload.js\" data-page=\"x\" defer></script>\n";
        assert_eq!(with_script("<html><HEAD></HEAD><body>ä</body>", "x"), format!("<html><HEAD>{script}</HEAD><body>ä</body>"));
        assert_eq!(with_script("<p>a</body>", "x"), format!("<p>a{script}</body>"));
        assert_eq!(with_script("ä", "x"), format!("ä{script}"));
    }

    #[test]
    fn a_policy_gains_only_what_the_script_needs() {
        let with = |policy: &str| {
            let page = with_leave(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"><p>"));
            page.split('"').nth(3).unwrap_or("").to_owned()
        };
        assert_eq!(
            with("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"),
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
        );
        assert_eq!(with("connect-src 'none';"), "connect-src 'self'; script-src *; style-src *");
        assert_eq!(with("default-src 'self'"), "default-src 'self'; connect-src 'self'; script-src 'self'; style-src 'self'");
        assert_eq!(with_leave("<p>no policy"), "<p>no policy");
    }
}
