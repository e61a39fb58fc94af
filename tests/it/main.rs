//! The whole of Tidings, tested from outside. One binary, so that it links once.
//!
//! `#[cfg(test)]` tells clippy that helper functions are of a test too.

#[cfg(test)]
mod build;
#[cfg(test)]
mod publish;
#[cfg(test)]
mod rooms;
#[cfg(test)]
mod serve;
