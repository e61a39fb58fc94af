//! Names and values that are checked once, at the edge, and then carried as proof.
//!
//! In: text a writer typed. Out: a type whose every value is legal.
//! No I/O, no spans, no diagnostics: an error here says only what is wrong with the text.

mod address;
mod key;
mod locale;
mod range;
mod stretch;
mod version;
mod when;

pub use address::{BaseUrl, BaseUrlError, EmailAddress, EmailAddressError, LinkUrl, LinkUrlError};
pub use key::{EntryId, Key, KeyError, ProductKey, slug};
pub use locale::{Locale, LocaleError};
pub use range::{RangeError, VersionRange};
pub use stretch::{Stretch, StretchEnd, Stretches};
pub use version::{Line, LineError, Version, VersionError, Versioning};
pub use when::{When, WhenError, parse_day};
