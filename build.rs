//! Tells Cargo that the built-in theme, entry templates and explanations are part of the program: a new file there asks for a new build.

use std::io::{Write, stdout};

fn main() -> std::io::Result<()> {
    writeln!(
        stdout(),
        "cargo::rerun-if-changed=themes/default\ncargo::rerun-if-changed=templates\ncargo::rerun-if-changed=src/diag/explain"
    )
}
