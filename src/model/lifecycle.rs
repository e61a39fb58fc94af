//! The lives of known issues, deprecations, support lines: derived from the releases that are out.
