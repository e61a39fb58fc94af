//! What theme templates may read: borrowed, serializable, documented field by field in `themes/README.md`.
//!
//! In: a [`Catalog`](crate::model::Catalog) and its rendered [`Texts`]. Out: one plain struct for each thing a page shows.
//! A view holds only what its page shows, so that the work on a page does not grow with the site. No I/O, no words of
//! its own: those are the theme's.

pub mod calendar;
pub mod chart;
pub mod entry;
pub mod in_app;
mod json_ld;
pub mod ledger;
pub mod link;
mod listing;
mod make_calendar;
mod make_entry;
mod make_grid;
mod make_release;
mod make_site;
mod make_stats;
mod make_upgrade;
mod media;
pub mod page;
mod pictures;
mod place;
pub mod release;
pub mod search;
pub mod site;
mod source;
pub mod stats;
pub mod text;
mod texts;
pub mod upgrade;
mod views;

pub use listing::Listing;
pub use make_release::{compare_url, compare_with_head, tag_name};
pub use make_site::is_single;
pub use make_upgrade::Jumps;
pub use media::{Media, hashed_path};
pub use pictures::{path_within, shown};
pub use texts::{Texts, UpgradeTexts};
pub use views::Views;
