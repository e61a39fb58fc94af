//! Formats of our own to keywords that every program knows: patterns, and lists of what the site names.

use serde_json::{Map, Value as Json, json};

use crate::ident::{BaseUrlError, EmailAddressError, KeyError, LinkUrlError, RangeError, VersionError, WhenError};
use crate::parse::document::SiteDocument;

/// What the site names: keys, and what readers call each.
pub(super) struct Names {
    components: Vec<(String, String)>,
    audiences: Vec<(String, String)>,
}

impl Names {
    /// The components of all products, and the audiences.
    pub fn of(site: &SiteDocument) -> Self {
        let mut components: Vec<(String, String)> = Vec::new();
        for product in &site.products {
            for (key, name) in &product.components {
                let told = if site.products.len() == 1 { name.value.clone() } else { format!("{} of {}", name.value, product.name.value) };
                match components.iter_mut().find(|(known, _)| known == key.as_str()) {
                    Some((_, already)) => *already = format!("{already}; {told}"),
                    None => components.push((key.to_string(), told)),
                }
            }
        }
        let audiences = site.audiences.iter().map(|audience| (audience.key.to_string(), audience.name.value.clone())).collect();
        Self { components, audiences }
    }
}

/// Rewrites a schema and all within it, and gives every field a title.
pub(super) fn rewrite(schema: &mut Json, names: &Names) {
    let Some(map) = schema.as_object_mut() else { return };
    rewrite_format(map, names);
    for (keyword, value) in map.iter_mut() {
        match (keyword.as_str(), value) {
            ("properties" | "$defs" | "patternProperties" | "dependentSchemas", Json::Object(schemas)) => {
                for (name, schema) in schemas.iter_mut() {
                    rewrite(schema, names);
                    if keyword == "properties" {
                        entitle(schema, name);
                    }
                }
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Json::Array(schemas)) => {
                schemas.iter_mut().for_each(|schema| rewrite(schema, names))
            }
            // A condition is asked, not shown.
            ("if" | "enum" | "const" | "default" | "examples", _) => {}
            (_, schema @ Json::Object(_)) => rewrite(schema, names),
            _ => {}
        }
    }
}

/// `upgrade_from` is headed `Upgrade from`.
fn entitle(schema: &mut Json, name: &str) {
    let words = name.replace(['_', '-'], " ");
    let mut letters = words.chars();
    let title: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    if let Some(map) = schema.as_object_mut() {
        map.entry("title").or_insert_with(|| json!(title));
    }
}

fn rewrite_format(schema: &mut Map<String, Json>, names: &Names) {
    let Some(format) = schema.get("format").and_then(Json::as_str).map(str::to_owned) else { return };
    match format.as_str() {
        "component" => list(schema, &names.components),
        "audience" => list(schema, &names.audiences),
        "markdown" => {
            schema.remove("format");
            schema.insert("contentMediaType".into(), json!("text/markdown"));
        }
        other => {
            let Some((pattern, message)) = pattern(other) else { return };
            schema.remove("format");
            // A pattern of the template's own stays beside it.
            if let Some(own) = schema.insert("pattern".into(), json!(pattern)) {
                schema.insert("allOf".into(), json!([{ "pattern": own }]));
            }
            schema.insert("patternErrorMessage".into(), json!(message));
        }
    }
}

/// The form of a format of our own, as a regular expression that all engines read alike, and what to write instead. It takes
/// everything that `check` takes.
fn pattern(format: &str) -> Option<(&'static str, String)> {
    Some(match format {
        "version" => (r"^v?[0-9]+\.[0-9]+(\.[0-9]+)?(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$", VersionError::SemVer.to_string()),
        "version-range" => (r"^[0-9A-Za-z.*+<>=~^|, -]+$", RangeError.to_string()),
        "entry-id" => (r"^([^/\s]+/){0,2}[0-9a-z-]{1,80}$", "write `ID` or `VERSION/ID`".into()),
        "key" => ("^[0-9a-z-]{1,80}$", KeyError.to_string()),
        "uri" => (r"^([Hh][Tt][Tt][Pp][Ss]?://|[Mm][Aa][Ii][Ll][Tt][Oo]:)\S*$", LinkUrlError.to_string()),
        "base-url" => (r"^[Hh][Tt][Tt][Pp][Ss]?://[^?#]+$", BaseUrlError.to_string()),
        "mailbox" => ("@", EmailAddressError.to_string()),
        "when" => (
            r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2}))?$",
            WhenError.to_string(),
        ),
        "moment" => (
            r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$",
            "write a time as `2026-05-12T09:00:00Z` or `2026-05-12T09:00:00+02:00`".into(),
        ),
        "time-of-day" => (r"^\s*[0-9]{1,2}:[0-9]{1,2}$", "write hours and minutes: `\"02:00\"`".into()),
        "weekday" => (WEEKDAY, "write `Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat` or `Sun`".into()),
        "counted-weekday" => (COUNTED_WEEKDAY, "write `Tuesday`, `second Tuesday` or `last Friday`".into()),
        _ => return None,
    })
}

/// Names of days in English, whole or cut to three letters, in capitals or not.
const WEEKDAY: &str = r"^([Mm][Oo][Nn]|[Tt][Uu][Ee]|[Ww][Ee][Dd]|[Tt][Hh][Uu]|[Ff][Rr][Ii]|[Ss][Aa][Tt]|[Ss][Uu][Nn])[A-Za-z]*$";
const COUNTED_WEEKDAY: &str = r"^\s*((first|second|third|fourth|last)\s+)?([Mm][Oo][Nn]|[Tt][Uu][Ee]|[Ww][Ee][Dd]|[Tt][Hh][Uu]|[Ff][Rr][Ii]|[Ss][Aa][Tt]|[Ss][Uu][Nn])[A-Za-z]*\s*$";

/// A list of keys to choose from. A field that takes one of them or a list of them says so by its types.
fn list(schema: &mut Map<String, Json>, known: &[(String, String)]) {
    schema.remove("format");
    // The site has none yet, and `check` says so in better words.
    if known.is_empty() {
        return;
    }
    let keys: Vec<&str> = known.iter().map(|(key, _)| key.as_str()).collect();
    let told: Vec<&str> = known.iter().map(|(_, name)| name.as_str()).collect();
    if schema.get("type").is_some_and(Json::is_array) {
        let items = schema.remove("items").unwrap_or(json!({}));
        schema.remove("type");
        schema.insert("anyOf".into(), json!([{ "enum": keys, "enumDescriptions": told }, { "type": "array", "items": items }]));
    } else {
        schema.insert("enum".into(), json!(keys));
        schema.insert("enumDescriptions".into(), json!(told));
    }
}
