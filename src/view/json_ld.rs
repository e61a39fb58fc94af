//! What search engines read: JSON-LD with the vocabulary of schema.org.

use serde_json::{Value, json};

use crate::model::{Product, Release};

use super::page::Page;
use super::views::Views;

impl Views<'_> {
    /// JSON-LD of a release's page: an article about a version of the product, and the page's place in the site.
    pub fn release_json_ld(&self, release: &Release, page: &Page) -> String {
        let product = self.catalog.product(release.product);
        let article = json!({
            "@type": "TechArticle",
            "@id": page.canonical,
            "mainEntityOfPage": page.canonical,
            "headline": page.title,
            "description": page.description,
            "datePublished": page.published,
            "dateModified": page.modified,
            "image": page.image.as_ref().map(|image| &image.url),
            "inLanguage": self.catalog.site().language.as_str(),
            "about": {
                "@type": "SoftwareApplication",
                "name": product.name,
                "softwareVersion": release.version.as_str(),
                "applicationCategory": "BusinessApplication",
                "releaseNotes": page.canonical,
                "url": self.absolute(self.product_url(product.index)),
            },
        });
        graph(&[article, self.breadcrumb_list(page, release.version.as_str())])
    }

    /// JSON-LD of a product's timeline.
    pub fn product_json_ld(&self, product: &Product, page: &Page) -> String {
        let latest = product.latest.map(|index| self.catalog.release(index).version.as_str());
        graph(&[json!({
            "@type": "SoftwareApplication",
            "@id": page.canonical,
            "name": product.name,
            "description": product.description,
            "softwareVersion": latest,
            "applicationCategory": "BusinessApplication",
            "releaseNotes": page.canonical,
            "url": page.canonical,
        })])
    }

    /// JSON-LD of the home page of a site with several products.
    pub fn site_json_ld(&self, page: &Page) -> String {
        let site = self.catalog.site();
        graph(&[json!({
            "@type": "WebSite",
            "@id": page.canonical,
            "name": site.title,
            "description": site.description,
            "inLanguage": site.language.as_str(),
            "url": page.canonical,
        })])
    }

    fn breadcrumb_list(&self, page: &Page, last: &str) -> Value {
        let crumbs = page.breadcrumbs.iter().map(|crumb| (crumb.title.as_str(), self.absolute(&crumb.url)));
        let all = crumbs.chain([(last, page.canonical.clone())]).zip(1..);
        let items: Vec<Value> =
            all.map(|((name, item), position)| json!({ "@type": "ListItem", "position": position, "name": name, "item": item })).collect();
        json!({ "@type": "BreadcrumbList", "itemListElement": items })
    }

    /// The absolute address of a path from the host.
    fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.catalog.site().url.origin())
    }
}

/// A document that is safe inside a `<script>` element: nothing in it can close the element or open a comment.
fn graph(nodes: &[Value]) -> String {
    let nodes: Vec<Value> = nodes.iter().map(without_nulls).collect();
    let document = json!({ "@context": "https://schema.org", "@graph": nodes });
    document.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            fields.iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key.clone(), without_nulls(value))).collect()
        }
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_close_the_element() {
        let text = graph(&[json!({ "name": "</script><b>", "nothing": null })]);
        assert!(!text.contains('<') && !text.contains("nothing"));
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["@graph"][0]["name"], "</script><b>");
    }
}
