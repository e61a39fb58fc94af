//! Diagnostics to text, one file a format. Nothing is printed here.

mod human;
mod json;
mod short;

pub use human::human;
pub use json::json;
pub use short::short;
