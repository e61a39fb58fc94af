//! Raw HTML, tag by tag: kept ones are written anew, so that what a browser reads is what was judged.

use pulldown_cmark::Event;

use crate::markdown::Target;
use crate::markdown::allowed::{Verdict, allows};
use crate::markdown::escape::escape_raw;
use crate::markdown::events::Spot;
use crate::markdown::raw::{self, Part, RawTag};

use super::Writer;

impl<'a> Writer<'a> {
    /// The lines of an HTML block come one by one; a tag or a comment may go over several.
    pub(super) fn html_block(&mut self, position: usize) -> usize {
        let after = self.after(position);
        let line = |(event, _): &'a Spot<'a>| if let Event::Html(html) | Event::Text(html) = event { Some(&**html) } else { None };
        let html: String = self.events[position..after].iter().filter_map(line).collect();
        self.raw_html(&html);
        after
    }

    pub(super) fn raw_html(&mut self, html: &str) {
        for part in raw::parts(html) {
            match part {
                Part::Text(range) if html[range.clone()].trim().is_empty() && (self.out.is_empty() || self.out.ends_with('\n')) => {}
                Part::Text(range) => escape_raw(&mut self.out, &html[range]),
                Part::Comment(_) | Part::Refused(_) => {}
                Part::Tag(tag) => self.raw_tag(html, &tag),
            }
        }
    }

    fn raw_tag(&mut self, html: &str, tag: &RawTag) {
        if self.filter.judge(tag) != Verdict::Keep {
            return;
        }
        let name = self.raw_name(&tag.name);
        if tag.end {
            return self.close(&name);
        }
        let start = self.out.len();
        self.out.push('<');
        self.out.push_str(&name);
        for attribute in tag.attributes.iter().filter(|attribute| allows(&tag.name, &attribute.name)) {
            let value = &html[attribute.value.clone()];
            if matches!(attribute.name.as_str(), "href" | "src") {
                let target = self.target(raw::decode(value).trim(), attribute.name == "src");
                if target == Target::Nowhere {
                    if tag.name == "img" {
                        return self.out.truncate(start);
                    }
                    continue;
                }
                self.out.push_str(&format!(" {}=\"", attribute.name));
                self.address(&target);
            } else {
                self.out.push_str(&format!(" {}=\"", attribute.name));
                escape_raw(&mut self.out, value);
            }
            self.out.push('"');
        }
        self.out.push_str(if tag.name == "img" { " loading=\"lazy\" decoding=\"async\">" } else { ">" });
    }

    /// Raw headings are shifted as Markdown's are.
    fn raw_name(&self, name: &str) -> String {
        let level = name.strip_prefix('h').and_then(|digits| digits.parse::<usize>().ok());
        level.map_or_else(|| name.to_owned(), |level| format!("h{}", (level + self.options.heading_shift).clamp(1, 6)))
    }
}
