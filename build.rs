//! Tells Cargo that the built-in theme is part of the program: a change in it asks for a new build.

use std::io::{Write, stdout};

fn main() -> std::io::Result<()> {
    writeln!(stdout(), "cargo::rerun-if-changed=themes/default")
}
