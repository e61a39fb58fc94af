//! `content/site.yaml` to a [`SiteDocument`].

use regex::RegexBuilder;

use crate::diag::{ALL_CODES, Code, Diagnostic, Severity, listed, nearest};
use crate::ident::{BaseUrl, Key, LinkUrl, Locale, ProductKey, Versioning};
use crate::source::{FileId, Span, Spanned};

use super::document::{
    AudienceDocument, MailDocument, OutputKind, PolicyDocument, ProductDocument, ReferencePattern, SiteDocument, Support,
};
use super::fields::{Fields, Reader, unknown_field};
use super::node::{Node, Value};
use super::policy;

/// The largest automaton that a pattern of `references` may grow to, in bytes.
const MAX_PATTERN: usize = 1 << 20;

/// Reads site.yaml. What is wrong is reported and replaced by something harmless, so that the rest of the site is read too.
/// `None` where it is no map at all.
pub fn read(reader: &mut Reader, file: FileId, root: &Node) -> Option<SiteDocument> {
    let place = reader.sources.first_line(file);
    let mut fields = Fields::of(reader, "site.yaml", root, place)?;
    let title = fields.require(reader, "title", Reader::text);
    let url = fields.require(reader, "url", |reader, name, node| reader.parsed(name, node, Code::BadUrl, "an address a site can stand at"));
    let references = fields.read(reader, "references", references).unwrap_or_default();
    let document = SiteDocument {
        file,
        title: title.unwrap_or_else(|| Spanned::new(String::new(), place)),
        url: url.or_else(|| placeholder_url(place))?,
        description: fields.read(reader, "description", Reader::text),
        language: fields.read(reader, "language", language).unwrap_or_default(),
        theme: fields.read(reader, "theme", Reader::text),
        theme_options: fields.node("theme_options").cloned(),
        support: fields.read(reader, "support", support).unwrap_or_default(),
        websub: fields.read(reader, "websub", hub),
        feedback: fields.read(reader, "feedback", feedback),
        products: products(reader, &mut fields),
        audiences: fields.read(reader, "audiences", audiences).unwrap_or_default(),
        references_are_open: fields.node("references").is_some_and(|node| node.pairs().len() != references.len() || references.is_empty()),
        references,
        policy: fields.read(reader, "policy", policy::read).unwrap_or_default(),
        outputs: fields.node("outputs").map(|node| outputs(reader, node)),
        redirects: fields.read(reader, "redirects", redirects).unwrap_or_default(),
        mail: fields.read(reader, "mail", mail),
        checks: fields.read(reader, "checks", checks).unwrap_or_default(),
    };
    fields.finish(reader);
    Some(document)
}

fn placeholder_url(place: Span) -> Option<Spanned<BaseUrl>> {
    "https://invalid.example/".parse().ok().map(|url| Spanned::new(url, place))
}

fn language(reader: &mut Reader, name: &str, node: &Node) -> Option<Locale> {
    reader.parsed(name, node, Code::BadValue, "a language").map(|language| language.value)
}

fn hub(reader: &mut Reader, name: &str, node: &Node) -> Option<Spanned<LinkUrl>> {
    let hub = reader.link(name, node)?;
    if hub.value.as_str().starts_with("mailto:") {
        let message = "a hub is asked by HTTP";
        reader.diags.push(Diagnostic::new(Code::BadUrl, hub.span, message).help("write an address that starts with `https://`"));
        return None;
    }
    Some(hub)
}

fn support(reader: &mut Reader, _: &str, node: &Node) -> Option<Support> {
    let mut fields = Fields::of(reader, "`support`", node, node.span)?;
    let support = Support {
        email: fields.read(reader, "email", Reader::email),
        url: fields.read(reader, "url", Reader::link),
        phone: fields.read(reader, "phone", Reader::text),
    };
    fields.finish(reader);
    Some(support)
}

/// An address with blanks: legal once they are filled, and holding no blank that nobody fills.
fn address(reader: &mut Reader, name: &str, node: &Node, blanks: &[&str]) -> Option<Spanned<String>> {
    let text = reader.text(name, node)?;
    let mut filled = text.value.clone();
    for blank in blanks {
        filled = filled.replace(&format!("{{{blank}}}"), "x");
    }
    if let Some(unknown) = filled.split_once('{').and_then(|(_, rest)| rest.split_once('}')).map(|(blank, _)| blank.to_owned()) {
        let message = format!("nobody fills `{{{unknown}}}` in `{name}`");
        reader.diags.push(Diagnostic::new(Code::BadValue, node.span, message).help(format!("it may hold {}", listed_blanks(blanks))));
        return None;
    }
    if let Err(error) = filled.parse::<LinkUrl>() {
        let message = format!("`{}` is not a link", text.value);
        reader.diags.push(Diagnostic::new(Code::BadUrl, node.span, message).help(error.to_string()));
        return None;
    }
    Some(text)
}

fn listed_blanks(blanks: &[&str]) -> String {
    let braced: Vec<String> = blanks.iter().map(|blank| format!("{{{blank}}}")).collect();
    listed(braced.iter().map(String::as_str), "and")
}

fn feedback(reader: &mut Reader, name: &str, node: &Node) -> Option<Spanned<String>> {
    address(reader, name, node, &["product", "version", "entry"])
}

fn products(reader: &mut Reader, fields: &mut Fields) -> Vec<ProductDocument> {
    let products = fields.require(reader, "products", |reader, name, node| {
        let pairs = reader.named(name, node);
        if pairs.is_empty() && matches!(node.value, Value::Map(_)) {
            let diagnostic = Diagnostic::new(Code::MissingField, node.span, "`products` names no product");
            reader.diags.push(diagnostic.help("a site has at least one product"));
        }
        Some(pairs.iter().filter_map(|(key, node)| product(reader, key, node)).collect())
    });
    products.unwrap_or_default()
}

fn product(reader: &mut Reader, key: &Spanned<String>, node: &Node) -> Option<ProductDocument> {
    let product_key = own_key::<ProductKey>(reader, key);
    let mut fields = Fields::of(reader, "a product", node, key.span)?;
    let name = fields.require(reader, "name", Reader::text);
    let is_map = |node: &Node| matches!(node.value, Value::Map(_) | Value::Null);
    let is_misspelt = |key: &str| key != "components" && nearest(key, ["components"]).is_some();
    let knows_components = node.get("components").is_none_or(is_map) && !node.pairs().iter().any(|(key, _)| is_misspelt(&key.value));
    let product = ProductDocument {
        knows_components,
        key: Spanned::new(product_key?, key.span),
        name: name.unwrap_or_else(|| key.clone()),
        description: fields.read(reader, "description", Reader::text),
        components: fields.read(reader, "components", components).unwrap_or_default(),
        support: fields.read(reader, "support", support).unwrap_or_default(),
        repository: fields.read(reader, "repository", Reader::link),
        tag: fields.read(reader, "tag", tag),
        versioning: fields
            .read(reader, "versioning", |reader, name, node| {
                reader.choice(name, node, &[("semver", Versioning::SemVer), ("calendar", Versioning::Calendar)])
            })
            .map_or(Versioning::SemVer, |versioning| versioning.value),
        separate_prereleases: fields
            .read(reader, "prereleases", |reader, name, node| reader.choice(name, node, &[("folded", false), ("separate", true)]))
            .is_some_and(|separate| separate.value),
        policy: fields.read(reader, "policy", policy::read).unwrap_or_else(PolicyDocument::default),
    };
    fields.finish(reader);
    Some(product)
}

/// A key that the site makes up. `unreleased` and the like are no keys of products, but that is told by their place.
fn own_key<T: std::str::FromStr<Err: std::fmt::Display>>(reader: &mut Reader, key: &Spanned<String>) -> Option<T> {
    match key.value.parse() {
        Ok(value) => Some(value),
        Err(error) => {
            let message = format!("`{}` cannot be a key", key.value);
            let slug = crate::ident::slug(&key.value);
            let hint = if slug.is_empty() { error.to_string() } else { format!("{error}, for instance `{slug}`") };
            reader.diags.push(Diagnostic::new(Code::BadId, key.span, message).help(hint));
            None
        }
    }
}

fn components(reader: &mut Reader, name: &str, node: &Node) -> Option<Vec<(Spanned<Key>, Spanned<String>)>> {
    let mut components = Vec::new();
    for (key, node) in reader.named(name, node) {
        let (parsed, title) = (own_key(reader, key), reader.text(&key.value, node));
        if let (Some(parsed), Some(title)) = (parsed, title) {
            components.push((Spanned::new(parsed, key.span), title));
        }
    }
    Some(components)
}

fn tag(reader: &mut Reader, name: &str, node: &Node) -> Option<Spanned<String>> {
    let text = reader.text(name, node)?;
    if text.value.contains("{version}") {
        return Some(text);
    }
    let message = format!("`{name}` holds no `{{version}}`, so all versions would have one tag");
    reader.diags.push(Diagnostic::new(Code::BadValue, node.span, message).help("write it as `v{version}`"));
    None
}

fn audiences(reader: &mut Reader, name: &str, node: &Node) -> Option<Vec<AudienceDocument>> {
    Some(reader.named(name, node).iter().filter_map(|(key, node)| audience(reader, key, node)).collect())
}

fn audience(reader: &mut Reader, key: &Spanned<String>, node: &Node) -> Option<AudienceDocument> {
    let parsed = own_key(reader, key);
    let mut fields = Fields::of(reader, "an audience", node, key.span)?;
    let name = fields.require(reader, "name", Reader::text);
    let private = fields.read(reader, "private", Reader::boolean).unwrap_or(false);
    fields.finish(reader);
    Some(AudienceDocument { key: Spanned::new(parsed?, key.span), name: name.unwrap_or_else(|| key.clone()), private })
}

fn references(reader: &mut Reader, name: &str, node: &Node) -> Option<Vec<ReferencePattern>> {
    Some(reader.named(name, node).iter().filter_map(|(key, node)| reference(reader, key, node)).collect())
}

fn reference(reader: &mut Reader, key: &Spanned<String>, node: &Node) -> Option<ReferencePattern> {
    let url = reader.text(&key.value, node)?;
    // It must take the whole string: `#1` inside `A#12` is no reference.
    let pattern = match RegexBuilder::new(&format!("^(?:{})$", key.value)).size_limit(MAX_PATTERN).build() {
        Ok(pattern) => pattern,
        Err(error) => {
            reader.diags.push(bad_pattern(key, &error));
            return None;
        }
    };
    let mut filled = url.value.clone();
    for group in (0..pattern.captures_len()).rev() {
        filled = filled.replace(&format!("${group}"), "1");
    }
    if let Some(position) = filled.find('$') {
        let group: String = filled[position..].chars().take_while(|c| *c == '$' || c.is_ascii_alphanumeric()).collect();
        let message = format!("the pattern has no group `{group}`");
        let help = format!("`$0` is the whole reference; the pattern has {} more", pattern.captures_len() - 1);
        reader.diags.push(Diagnostic::new(Code::BadReferencePattern, node.span, message).related(key.span, "the pattern").help(help));
        return None;
    }
    if let Err(error) = filled.parse::<LinkUrl>() {
        reader.diags.push(Diagnostic::new(Code::BadUrl, node.span, format!("`{}` is not a link", url.value)).help(error.to_string()));
        return None;
    }
    Some(ReferencePattern { pattern: Spanned::new(pattern, key.span), url })
}

fn bad_pattern(key: &Spanned<String>, error: &regex::Error) -> Diagnostic {
    let text = error.to_string();
    let reason = match error {
        regex::Error::CompiledTooBig(_) => "it grows too large",
        // The last line of the library's message is the reason; those above draw the pattern with a caret.
        _ => text.lines().last().unwrap_or("").trim_start_matches("error: "),
    };
    Diagnostic::new(Code::BadReferencePattern, key.span, format!("`{}` is not a regular expression: {reason}", key.value))
        .help("write it as for Rust's `regex` crate; put a `\\` before a character that stands for itself")
}

fn outputs(reader: &mut Reader, node: &Node) -> Vec<OutputKind> {
    const OUTPUTS: &[(&str, OutputKind)] = &[
        ("pages", OutputKind::Pages),
        ("markdown", OutputKind::Markdown),
        ("feeds", OutputKind::Feeds),
        ("api", OutputKind::Api),
        ("calendar", OutputKind::Calendar),
        ("search", OutputKind::Search),
        ("stats", OutputKind::Stats),
        ("images", OutputKind::Images),
        ("updaters", OutputKind::Updaters),
    ];
    let items = reader.items("outputs", node).iter();
    items.filter_map(|item| reader.choice("outputs", item, OUTPUTS)).map(|output| output.value).collect()
}

fn redirects(reader: &mut Reader, name: &str, node: &Node) -> Option<Vec<(Spanned<String>, Spanned<String>)>> {
    let mut redirects = Vec::new();
    for (from, node) in reader.named(name, node) {
        let Some(to) = reader.text(&from.value, node) else { continue };
        let is_path = |text: &str| text.starts_with('/') && !text.starts_with("//") && !text.contains("/../");
        if !is_path(&from.value) {
            reader.diags.push(bad_path(from, "write the old path from the site's root, `/old/address/` for instance"));
        } else if !is_path(&to.value) && to.value.parse::<LinkUrl>().is_err() {
            reader.diags.push(bad_path(&to, "write a path from the site's root or an absolute address"));
        } else {
            redirects.push((from.clone(), to));
        }
    }
    Some(redirects)
}

fn bad_path(text: &Spanned<String>, help: &str) -> Diagnostic {
    Diagnostic::new(Code::BadUrl, text.span, format!("`{}` is not a path of this site", text.value)).help(help)
}

fn mail(reader: &mut Reader, _: &str, node: &Node) -> Option<MailDocument> {
    let mut fields = Fields::of(reader, "`mail`", node, reader.opening_line(node.span))?;
    let from = fields.require(reader, "from", Reader::email);
    let reply_to = fields.read(reader, "reply_to", Reader::email);
    let list_id = fields.read(reader, "list_id", list_id);
    let postal_address = fields.read(reader, "postal_address", Reader::text);
    let subscribe_url = fields
        .read(reader, "subscribe_url", |reader, name, node| reader.parsed(name, node, Code::BadUrl, "an address a service can stand at"));
    fields.finish(reader);
    Some(MailDocument { from: from?, reply_to, list_id, postal_address, subscribe_url })
}

/// The identifier within the angle brackets of `List-ID` (RFC 2919 §2): labels joined by dots, at least two.
fn list_id(reader: &mut Reader, name: &str, node: &Node) -> Option<Spanned<String>> {
    let text = reader.text(name, node)?;
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let holds = text.value.contains('.') && text.value.split('.').all(|label| !label.is_empty() && label.bytes().all(legal));
    if holds && text.value.len() <= 255 {
        return Some(text);
    }
    let message = format!("`{}` is not a list id", text.value);
    reader
        .diags
        .push(Diagnostic::new(Code::BadValue, node.span, message).help("write it as `releases.example.org`, without angle brackets"));
    None
}

fn checks(reader: &mut Reader, name: &str, node: &Node) -> Option<Vec<(Code, Option<Severity>)>> {
    const LEVELS: &[(&str, Option<Severity>)] = &[("off", None), ("warn", Some(Severity::Warning)), ("error", Some(Severity::Error))];
    let mut checks = Vec::new();
    let pairs = reader.named(name, node);
    for (key, node) in pairs {
        match key.value.parse::<Code>() {
            Err(_) => {
                let known: Vec<&str> = ALL_CODES.iter().filter(|row| !row.fixed).map(|row| row.name).collect();
                let diagnostic = unknown_field(key, pairs, "`checks`", &known);
                let help = "name a code as `tidings check` prints it in brackets";
                reader.diags.push(if nearest(&key.value, known).is_some() { diagnostic } else { diagnostic.help(help) });
            }
            Ok(code) if code.is_fixed() => {
                let message = format!("the level of `{code}` cannot be set, since the content cannot be read without it");
                reader.diags.push(Diagnostic::new(Code::BadValue, key.span, message).help("remove the line"));
            }
            Ok(_) if node.as_str() == Some("warning") => {
                let diagnostic = Diagnostic::new(Code::BadValue, node.span, format!("`{}` cannot be `warning`", key.value));
                reader.diags.push(diagnostic.help("write `warn`").fix(node.span, "warn"));
            }
            Ok(code) => checks.extend(reader.choice(&key.value, node, LEVELS).map(|level| (code, level.value))),
        }
    }
    Some(checks)
}
