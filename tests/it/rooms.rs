//! The order of the rooms in `src/`, as `CONTRIBUTING.md` gives it: a room imports only rooms above it.

use std::fs;
use std::path::{Path, PathBuf};

/// Groups from top to bottom; rooms of one group do not import each other.
const ORDER: &[&[&str]] = &[
    &["ident", "source"],
    &["diag"],
    &["load", "markdown"],
    &["parse"],
    &["template"],
    &["schema"],
    &["model"],
    &["check", "view", "theme"],
    &["output"],
    &["publish", "mail", "import"],
    &["serve", "subscriptions"],
    &["ops"],
    &["lsp"],
    &["cli"],
    &["main"],
];

fn group(room: &str) -> Option<usize> {
    ORDER.iter().position(|group| group.contains(&room))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let nested = entries.map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] });
    nested.flatten().filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// The rooms a file names, as `crate::ROOM` or within `use crate::{ROOM…}`, with their lines. Unit tests may look anywhere.
fn imports(text: &str) -> Vec<(usize, String)> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let mut found = Vec::new();
    for (index, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
        for rest in line.split("crate::").skip(1) {
            let names = rest.strip_prefix('{').map_or(vec![rest], |list| list.split(", ").collect());
            let names = names.iter().map(|name| name.chars().take_while(|c| c.is_ascii_lowercase()).collect::<String>());
            found.extend(names.filter(|name| !name.is_empty()).map(|name| (index + 1, name)));
        }
    }
    found
}

#[test]
fn a_room_imports_only_rooms_above_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for path in rust_files(&src) {
        let inside = path.strip_prefix(&src).unwrap().to_string_lossy().into_owned();
        let room = inside.split(['/', '.']).next().unwrap().to_owned();
        if room == "lib" {
            continue;
        }
        let Some(own) = group(&room) else {
            wrong.push(format!("src/{inside}: the room `{room}` has no place in the order"));
            continue;
        };
        for (line, import) in imports(&fs::read_to_string(&path).unwrap()) {
            let allowed = import == room || group(&import).is_some_and(|other| other < own);
            if !allowed {
                wrong.push(format!("src/{inside}:{line}: `{room}` may not import `{import}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn contributing_shows_the_order_that_the_test_holds() {
    let order = ORDER.iter().map(|group| group.join(", ")).collect::<Vec<_>>().join(" | ");
    let contributing = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("CONTRIBUTING.md")).unwrap();
    assert!(contributing.contains(&order), "CONTRIBUTING.md should hold the line\n{order}");
}
