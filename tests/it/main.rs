//! The whole of Tidings, tested from outside. One binary, so that it links once.
//!
//! `#[cfg(test)]
mod anything;
#[cfg(test)]
mod build;
#[cfg(test)]
mod fields;
#[cfg(test)]
mod publish;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod rooms;
#[cfg(test)]
mod serve;
#[cfg(test)]
mod support;
#[cfg(test)]
mod templates;
