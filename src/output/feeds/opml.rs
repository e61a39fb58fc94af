//! The list of all feeds as OPML 2.0, for readers who subscribe to several at once. Each feed stands there once, as Atom.

use super::super::Material;
use super::channels::Channel;
use crate::markdown::escaped;

/// The whole document: the feed of all products, then an outline for each product with its feeds.
pub(super) fn write(material: &Material, channels: &[Channel]) -> Vec<u8> {
    let title = escaped(&material.catalog.site().title);
    let mut opml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n <head>\n  <title>{title}</title>\n </head>\n <body>\n"
    );
    for channel in channels.iter().filter(|channel| channel.product.is_none()) {
        opml.push_str(&outline(material, channel, "  "));
    }
    for product in material.catalog.products() {
        opml.push_str(&format!("  <outline text=\"{0}\" title=\"{0}\">\n", escaped(&product.name)));
        for channel in channels.iter().filter(|channel| channel.product.as_deref() == Some(product.key.as_str())) {
            opml.push_str(&outline(material, channel, "   "));
        }
        opml.push_str("  </outline>\n");
    }
    opml.push_str(" </body>\n</opml>\n");
    opml.into_bytes()
}

/// `type="rss"` is what OPML calls a subscription of any format.
fn outline(material: &Material, channel: &Channel, indent: &str) -> String {
    let feed = escaped(&material.url(&format!("{}atom.xml", channel.folder)));
    let page = escaped(&material.url(&channel.folder));
    format!(
        "{indent}<outline type=\"rss\" text=\"{}\" title=\"{}\" xmlUrl=\"{feed}\" htmlUrl=\"{page}\"/>\n",
        escaped(&channel.short_title),
        escaped(&channel.title)
    )
}
