//! The settings of a new site, and the templates of kinds that do not ship.

use std::fmt::Write;

use crate::ident::LinkUrl;
use crate::import::yaml;

use super::{Preamble, Writer};

/// The template that ships, which asks every breaking change for its migration.
const BREAKING: &str = include_str!("../../../templates/breaking.md");

impl Writer {
    pub(super) fn site(&mut self, title: &str, url: &str, preamble: &Preamble) {
        let mut text = String::new();
        if !preamble.markdown.trim().is_empty() {
            text.push_str("# What stood before the first release:\n#\n");
            yaml::comment(&mut text, &preamble.markdown);
            text.push('\n');
        }
        let _ = write!(text, "title: {}\nurl: {url}\n\nproducts:\n", yaml::scalar(title));
        text.push_str(&self.product_lines(preamble.description.as_deref()));
        for other in &self.others {
            text.push_str(&other.product_lines(None));
        }
        if !self.notes.audiences.is_empty() {
            let _ = write!(text, "\n{}", self.audiences());
        }
        text.push_str("\n# History is as it was: what was imported breaks rules that are meant for new releases.\n");
        text.push_str("# Delete a line to have its rule back.\nchecks:\n");
        for code in self.codes_off() {
            let _ = writeln!(text, "  {code}: off");
        }
        if !self.notes.references.is_empty() {
            let _ = write!(text, "\n{}", self.references());
        }
        self.files.insert(0, ("content/site.yaml".to_owned(), text));
        if self.breaking() > 0 {
            let template = BREAKING.replace("## Migration\n", "## Migration (optional)\n");
            self.files.insert(1, ("templates/breaking.md".to_owned(), template));
        }
        self.templates(&[]);
    }

    /// A product as a field of `products`.
    fn product_lines(&self, description: Option<&str>) -> String {
        let mut text = format!("  {}:\n    name: {}\n", yaml::scalar(&self.product), yaml::scalar(&self.name));
        if let Some(description) = description {
            let _ = writeln!(text, "    description: {}", yaml::scalar(description));
        }
        if let Some(repository) = self.repository() {
            let _ = writeln!(text, "    repository: {}", yaml::scalar(repository));
        }
        if !self.notes.components.is_empty() {
            text.push_str(&self.components("    "));
        }
        if self.calendar {
            text.push_str("    versioning: calendar\n");
        }
        text
    }

    /// The repository, where a site can link to it.
    fn repository(&self) -> Option<&str> {
        self.notes.repository.as_deref().filter(|address| address.parse::<LinkUrl>().is_ok())
    }

    /// Nothing that is there is changed: a remark says what to add to site.yaml.
    pub(super) fn add_to_site(&mut self, kinds: &[String]) {
        self.templates(kinds);
        if !self.notes.references.is_empty() {
            self.remarks.push(format!("add to site.yaml what makes links of `refs`:\n{}", self.references().trim_end()));
        }
        if !self.notes.audiences.is_empty() {
            self.remarks.push(format!("add to site.yaml whom entries are for:\n{}", self.audiences().trim_end()));
        }
        if !self.others.is_empty() {
            let products: String = self.others.iter().map(|other| other.product_lines(None)).collect();
            self.remarks.push(format!("add to site.yaml the other products:\nproducts:\n{}", products.trim_end()));
        }
        if !self.notes.components.is_empty() {
            self.remarks.push(format!("add to the product in site.yaml what entries name:\n{}", self.components("").trim_end()));
        }
    }

    /// The kinds that neither ship nor are in `there`.
    fn templates(&mut self, there: &[String]) {
        for (order, (key, heading)) in (80..).zip(&self.notes.kinds).filter(|(_, (key, _))| !there.contains(key)) {
            let heading = yaml::scalar(heading);
            let template = format!("---\nheading: {heading}\nlabel: {heading}\norder: {order}\nbump: patch\ntone: neutral\n---\n");
            self.files.insert(1.min(self.files.len()), (format!("templates/{key}.md"), template));
        }
    }

    fn references(&self) -> String {
        let mut text = "references:\n".to_owned();
        for (pattern, address) in &self.notes.references {
            let _ = writeln!(text, "  {}: {}", yaml::quoted(pattern), yaml::scalar(address));
        }
        text
    }

    fn audiences(&self) -> String {
        let mut text = "audiences:\n".to_owned();
        for audience in &self.notes.audiences {
            let private = if audience.private { ", private: true" } else { "" };
            let _ = writeln!(text, "  {}: {{ name: {}{private} }}", yaml::scalar(&audience.key), yaml::item(&audience.name));
        }
        text
    }

    fn components(&self, indent: &str) -> String {
        let mut text = format!("{indent}components:\n");
        for (key, name) in &self.notes.components {
            let _ = writeln!(text, "{indent}  {}: {}", yaml::scalar(key), yaml::scalar(name));
        }
        text
    }
}
