//! The floor that `check` is measured against: `cargo bench --bench bare -- FOLDER` walks the folder, reads every text and parses its
//! Markdown on all cores, and does nothing else.

use std::ffi::OsStr;
use std::hint::black_box;
use std::io::Write;
use std::path::PathBuf;

use pulldown_cmark::{Options, Parser};
use rayon::prelude::*;
use walkdir::WalkDir;

// The same allocator as the program's, so that it is not what is compared.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::io::Result<()> {
    // Cargo adds flags of its own.
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).unwrap_or_else(|| ".".to_owned());
    let files: Vec<PathBuf> = WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file() && !entry.file_name().as_encoded_bytes().starts_with(b"."))
        .map(walkdir::DirEntry::into_path)
        .filter(|path| matches!(path.extension().and_then(OsStr::to_str), Some("md" | "yaml")))
        .collect();
    let events = files.par_iter().map(events).sum::<std::io::Result<usize>>()?;
    writeln!(std::io::stdout(), "{} files, {events} events", files.len())
}

fn events(path: &PathBuf) -> std::io::Result<usize> {
    let text = std::fs::read_to_string(path)?;
    let body =
        if text.starts_with("---\n") { text.get(4..).and_then(|rest| rest.split_once("\n---\n")).map_or("", |(_, body)| body) } else { "" };
    Ok(Parser::new_ext(body, Options::all()).into_offset_iter().map(black_box).count())
}
