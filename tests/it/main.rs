//! The whole of Tidings, tested from outside. One binary, so that it links once.
//!
//! `#[cfg(test)]` tells clippy that helper functions are of a test too.

#[cfg(test)]
mod advice;
#[cfg(test)]
mod any_site;
#[cfg(test)]
mod anything;
#[cfg(test)]
mod api;
#[cfg(test)]
mod api_pages;
#[cfg(test)]
mod api_v1;
#[cfg(test)]
mod build;
#[cfg(test)]
mod calendar;
#[cfg(test)]
mod catalog;
#[cfg(test)]
mod changed;
#[cfg(test)]
mod changelog;
mod channels;
#[cfg(test)]
mod ci;
#[cfg(test)]
mod databases;
#[cfg(test)]
mod diff;
#[cfg(test)]
mod editor;
#[cfg(test)]
mod explain;
#[cfg(test)]
mod feeds;
#[cfg(test)]
mod fields;
#[cfg(test)]
mod fix;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod import;
#[cfg(test)]
mod import_anything;
#[cfg(test)]
mod import_fragments;
#[cfg(test)]
mod import_git;
#[cfg(test)]
mod import_real;
#[cfg(test)]
mod import_tools;
#[cfg(test)]
mod letters;
#[cfg(test)]
mod levels;
#[cfg(test)]
mod links;
#[cfg(test)]
mod lives;
#[cfg(test)]
mod lost;
#[cfg(test)]
mod lsp;
#[cfg(test)]
mod lsp_complete;
#[cfg(test)]
mod lsp_hover;
#[cfg(test)]
mod lsp_names;
#[cfg(test)]
mod lsp_offers;
#[cfg(test)]
mod lsp_symbols;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod mistakes;
#[cfg(test)]
mod names;
#[cfg(test)]
mod notes;
#[cfg(test)]
mod osv;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod pictures;
mod plans;
#[cfg(test)]
mod previews;
#[cfg(test)]
mod publish;
#[cfg(test)]
mod reach;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod release;
#[cfg(test)]
mod releases;
#[cfg(test)]
mod rooms;
#[cfg(test)]
mod schemas;
#[cfg(test)]
mod search;
#[cfg(test)]
mod serve;
#[cfg(test)]
mod shell;
#[cfg(test)]
mod site;
#[cfg(test)]
mod stats;
#[cfg(test)]
mod status;
#[cfg(test)]
mod store;
#[cfg(test)]
mod subscribers;
#[cfg(test)]
mod subscriptions;
#[cfg(test)]
mod support;
#[cfg(test)]
mod templates;
#[cfg(test)]
mod themes;
#[cfg(test)]
mod updaters;
#[cfg(test)]
mod upgrade;
