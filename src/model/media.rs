//! Names of files, as writers use them, to files.

/// The path from the site's folder of a file that a writer names from `folder`; nothing where it leaves the content.
pub fn media_path(folder: &str, target: &str) -> Option<String> {
    let file = target.split(['#', '?']).next().unwrap_or(target);
    let file = decoded(file);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    (parts.first() == Some(&"content")).then(|| parts.join("/"))
}

/// Percent-encoding undone; left as it is where that gives no text.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|code| code.iter().all(u8::is_ascii_hexdigit));
        let code = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        match code.filter(|_| *first == b'%') {
            Some(code) => {
                bytes.push(code);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_within_the_content() {
        assert_eq!(media_path("content/events/2.4.0", "../shared/a%20b.png#x").as_deref(), Some("content/events/shared/a b.png"));
        assert_eq!(media_path("content/events/2.4.0", "../../../etc/passwd"), None);
        assert_eq!(media_path("content/events/2.4.0", "../../../../../x"), None);
    }
}
