//! The `tidings` program: arguments to exit code.

use std::process::ExitCode;

use clap::Parser;
use tidings::cli;

// The system's allocator takes a quarter more time for a build's many small strings.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run(cli::args::Arguments::parse())
}
