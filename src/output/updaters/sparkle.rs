//! `appcast.xml`: an appcast of Sparkle (<https://sparkle-project.org/documentation/publishing/>), whose items tell of updates and
//! lead to their notes. Without a download they are informational updates.

use std::collections::BTreeMap;

use rss::extension::{Extension, ExtensionMap};
use rss::{Channel, Item};

use crate::markdown::legal;
use crate::model::{Product, Release, ReleaseType};

use super::super::Material;
use super::super::feeds;

const NAMESPACE: &str = "http://www.andymatuschak.org/xml-namespaces/sparkle";

/// The whole document. A release that was rolled back is left out: Sparkle offers the highest version there is.
pub(super) fn appcast(material: &Material, product: &Product, releases: &[&Release]) -> Vec<u8> {
    let offered = releases.iter().filter(|release| release.stands());
    let channel = Channel {
        title: product.name.clone(),
        link: material.url(&product.path),
        description: product.description.clone().unwrap_or_else(|| product.name.clone()),
        language: Some(material.catalog.site().language.as_str().to_owned()),
        items: offered.map(|release| item(material, release)).collect(),
        namespaces: BTreeMap::from([("sparkle".into(), NAMESPACE.into())]),
        ..Channel::default()
    };
    // Writing into memory does not fail.
    let bytes = channel.pretty_write_to(Vec::new(), b' ', 1).unwrap_or_default();
    legal(&String::from_utf8_lossy(&bytes)).into_owned().into_bytes()
}

fn item(material: &Material, release: &Release) -> Item {
    let version = release.version.as_str();
    let mut facts = vec![
        ("version", version.to_owned()),
        ("shortVersionString", version.to_owned()),
        ("fullReleaseNotesLink", material.url(&material.product(release).path)),
        ("informationalUpdate", String::new()),
    ];
    if !release.is_stable() {
        facts.push(("channel", release.channel.name().to_owned()));
    }
    if release.release_type == ReleaseType::Security {
        facts.push(("criticalUpdate", String::new()));
    }
    Item {
        title: Some(super::name(release)),
        link: Some(material.url(&release.path)),
        description: Some(feeds::release_html(material, release)),
        pub_date: super::date_out(release).map(|when| when.utc().to_rfc2822()),
        extensions: extensions(facts),
        ..Item::default()
    }
}

fn extensions(facts: Vec<(&str, String)>) -> ExtensionMap {
    let named = facts.into_iter().map(|(name, value)| {
        let value = Some(value).filter(|value| !value.is_empty());
        (name.to_owned(), vec![Extension { name: format!("sparkle:{name}"), value, ..Extension::default() }])
    });
    BTreeMap::from([("sparkle".into(), named.collect())])
}
