//! What apps rely on within `v1`: no field that was ever told goes or changes.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::site::Site;

/// The schema as it was when a field was last added.
fn stored() -> (PathBuf, Value) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/api-v1.schema.json");
    let text = std::fs::read_to_string(&path).unwrap();
    (path, serde_json::from_str(&text).unwrap())
}

/// Two schemas, walked side by side.
struct Comparison<'a> {
    old: &'a Value,
    new: &'a Value,
    /// What a reader of documents by the old schema stumbles over.
    broken: Vec<String>,
}

/// What a reader of documents by `old` stumbles over in documents by `new`.
fn broken(old: &Value, new: &Value) -> Vec<String> {
    let mut comparison = Comparison { old, new, broken: Vec::new() };
    for document in old["anyOf"].as_array().unwrap() {
        let name = document["$ref"].as_str().unwrap().trim_start_matches("#/$defs/");
        match new["anyOf"].as_array().unwrap().contains(document) {
            true => comparison.value(name, document, document),
            false => comparison.broken.push(format!("{name}: is gone")),
        }
    }
    comparison.broken
}

/// A value with what its `$ref` leads to, which it may make narrower.
fn followed<'a>(root: &'a Value, value: &'a Value) -> Vec<&'a Value> {
    match value["$ref"].as_str() {
        Some(address) => {
            let mut all = followed(root, root.pointer(&address[1..]).unwrap_or_else(|| panic!("nothing stands at {address}")));
            all.push(value);
            all
        }
        None => vec![value],
    }
}

/// What a keyword says; the value itself before what it refers to.
fn said<'a>(all: &[&'a Value], keyword: &str) -> Option<&'a Value> {
    all.iter().rev().find_map(|value| value.get(keyword))
}

impl<'a> Comparison<'a> {
    fn value(&mut self, path: &str, old: &'a Value, new: &'a Value) {
        let (old, new) = (followed(self.old, old), followed(self.new, new));
        for keyword in ["type", "pattern", "format", "propertyNames"] {
            let (before, now) = (said(&old, keyword), said(&new, keyword));
            if let Some(before) = before.filter(|before| now != Some(before)) {
                let now = now.map_or_else(|| "not said".to_owned(), Value::to_string);
                self.broken.push(format!("{path}: `{keyword}` was {before} and is {now}"));
            }
        }
        self.bounds(path, &old, &new);
        self.values(path, &old, &new);
        self.fields(path, &old, &new);
        for (keyword, mark) in [("items", "[]"), ("additionalProperties", ".*")] {
            match (said(&old, keyword).filter(|value| value.is_object()), said(&new, keyword)) {
                (Some(before), Some(now)) => self.value(&format!("{path}{mark}"), before, now),
                (Some(_), None) => self.broken.push(format!("{path}: `{keyword}` is not said any more")),
                (None, _) => {}
            }
        }
    }

    /// A reader may have made room for no more than was promised.
    fn bounds(&mut self, path: &str, old: &[&Value], new: &[&Value]) {
        for (keyword, sign) in [("minimum", 1.0), ("minLength", 1.0), ("minItems", 1.0), ("maximum", -1.0), ("maxItems", -1.0)] {
            let bound = |all: &[&Value]| said(all, keyword).and_then(Value::as_f64).map(|bound| bound * sign);
            if bound(old).is_some() && bound(new) < bound(old) {
                self.broken.push(format!("{path}: `{keyword}` allows more"));
            }
        }
    }

    /// A reader may know what to do with each of these values, and with no other.
    fn values(&mut self, path: &str, old: &[&Value], new: &[&Value]) {
        let listed = |all: &[&Value]| match (said(all, "enum"), said(all, "const")) {
            (Some(values), _) => values.as_array().cloned(),
            (None, value) => value.map(|value| vec![value.clone()]),
        };
        let Some(before) = listed(old) else { return };
        match listed(new) {
            None => self.broken.push(format!("{path}: any value may stand there")),
            Some(now) => {
                self.broken.extend(now.iter().filter(|value| !before.contains(value)).map(|value| format!("{path}: {value} is new")))
            }
        }
    }

    fn fields(&mut self, path: &str, old: &[&'a Value], new: &[&'a Value]) {
        let (before, now) = (said(old, "properties"), said(new, "properties"));
        for (name, value) in before.and_then(Value::as_object).into_iter().flatten() {
            match now.and_then(|fields| fields.get(name)) {
                Some(now) => self.value(&format!("{path}.{name}"), value, now),
                None => self.broken.push(format!("{path}.{name}: is gone")),
            }
        }
        let always = |all: &[&Value]| said(all, "required").and_then(Value::as_array).cloned().unwrap_or_default();
        let kept = always(new);
        let lost = always(old).into_iter().filter(|name| !kept.contains(name));
        self.broken.extend(lost.map(|name| format!("{path}.{}: may be missing", name.as_str().unwrap_or_default())));
    }
}

/// A schema without the words that explain it.
fn bare(schema: &Value) -> Value {
    match schema {
        Value::Object(fields) => {
            let told = |name: &str, value: &Value| name != "description" || !value.is_string();
            fields.iter().filter(|(name, value)| told(name, value)).map(|(name, value)| (name.clone(), bare(value))).collect()
        }
        Value::Array(items) => items.iter().map(bare).collect(),
        other => other.clone(),
    }
}

#[test]
fn what_v1_ever_told_it_still_tells() {
    let (path, stored) = stored();
    let built = Site::new().build();
    let present = built.json("api/v1/schema.json");
    assert_eq!(broken(&stored, &present), Vec::<String>::new());
    if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
        std::fs::write(&path, built.bytes("api/v1/schema.json")).unwrap();
    } else {
        let renew = "keep what was added: SNAPSHOTS=overwrite cargo test --test it api_v1";
        assert!(bare(&stored) == bare(&present), "{} is older than src/output/api/schema.json; {renew}", path.display());
    }
}

#[test]
fn every_object_of_the_schema_is_closed() {
    fn open(path: &str, value: &Value, found: &mut Vec<String>) {
        if value["type"] == "object" && value.get("additionalProperties").is_none() {
            found.push(path.to_owned());
        }
        match value {
            Value::Object(fields) => fields.iter().for_each(|(name, value)| open(&format!("{path}/{name}"), value, found)),
            Value::Array(items) => items.iter().for_each(|value| open(path, value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    open("", &Site::new().build().json("api/v1/schema.json"), &mut found);
    // Fields that the kinds of a site add are theirs to name.
    assert_eq!(found, ["/$defs/entry/properties/fields", "/$defs/page-entry/properties/fields"]);
}

/// The schema with another value at a place; nothing takes the value away.
fn edited(pointer: &str, value: Option<Value>) -> Value {
    let (_, mut schema) = stored();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = schema.pointer_mut(parent).unwrap_or_else(|| panic!("nothing stands at {pointer}"));
    match value {
        Some(value) => parent[name] = value,
        None => drop(parent.as_object_mut().unwrap().remove(name).unwrap_or_else(|| panic!("nothing stands at {pointer}"))),
    }
    schema
}

#[test]
fn a_change_that_would_break_an_app_is_noticed() {
    let (_, old) = stored();
    let state = json!(["open", "investigating", "wont-fix", "resolved", "parked"]);
    let cases = [
        ("/$defs/latest-release/properties/title", None, "latest.releases[].title: is gone"),
        ("/$defs/latest-release/properties/title", Some(json!({"type": "integer"})), "`type` was \"string\" and is \"integer\""),
        (
            "/$defs/rich/properties/html/type",
            Some(json!("array")),
            "latest.releases[].summary.html: `type` was \"string\" and is \"array\"",
        ),
        ("/$defs/product/properties/support/$ref", Some(json!("#/$defs/named")), "index.products[].support.email: is gone"),
        ("/$defs/known-issue/required", Some(json!(["id"])), "known-issues.issues[].state: may be missing"),
        ("/$defs/known-issue/properties/state/enum", Some(state), "known-issues.issues[].state: \"parked\" is new"),
        ("/$defs/channel/enum", None, "releases.releases[].channel: any value may stand there"),
        ("/$defs/counts/additionalProperties/type", Some(json!("string")), "counts.*: `type` was \"integer\" and is \"string\""),
        ("/$defs/date/format", None, "latest.releases[].date: `format` was \"date\" and is not said"),
        ("/$defs/latest/properties/releases/maxItems", Some(json!(20)), "latest.releases: `maxItems` allows more"),
        ("/$defs/latest/properties/releases/maxItems", None, "latest.releases: `maxItems` allows more"),
        ("/$defs/latest/properties/releases/items", None, "latest.releases: `items` is not said any more"),
        ("/anyOf", Some(json!([{"$ref": "#/$defs/index"}])), "security: is gone"),
    ];
    for (pointer, value, says) in cases {
        let found = broken(&old, &edited(pointer, value));
        assert!(found.iter().any(|line| line.contains(says)), "{pointer}: {says}: {found:#?}");
    }
}

#[test]
fn a_field_may_be_added_and_a_promise_made_stricter() {
    let (_, old) = stored();
    let cases = [
        ("/$defs/latest-release/properties/mood", json!({"type": "string"})),
        ("/$defs/latest-release/properties/title/maxLength", json!(120)),
        ("/$defs/latest/properties/releases/maxItems", json!(5)),
        ("/$defs/channel/enum", json!(["stable", "rc"])),
        ("/$defs/latest-release/properties/title/description", json!("What it is called.")),
    ];
    for (pointer, value) in cases {
        assert_eq!(broken(&old, &edited(pointer, Some(value))), Vec::<String>::new(), "{pointer}");
    }
}
