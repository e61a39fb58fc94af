//! The JSON Schemas for editors: that they say what `check` says, of every field there is.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};
use tidings::diag::{Code, Diagnostic, Diagnostics, listed};
use tidings::load::{self, Loaded};
use tidings::parse;
use tidings::schema::{Form, schema};
use tidings::template::{self, Template};

use crate::support::SiteTest;

/// The schema of one form, of the site in a folder.
fn schema_of(form: Form, loaded: &Loaded) -> Json {
    let mut diags = Diagnostics::default();
    let site = parse::read_site(loaded, &mut diags).unwrap();
    schema(form, &site, &template::compile(loaded, &mut diags).unwrap())
}

fn small_site() -> Loaded {
    load::site(SiteTest::new().root()).unwrap()
}

/// A field somewhere in a schema.
struct Field<'s> {
    /// The names on the way to it; `[]` for any item of a list, `{}` for any key of a writer's choice.
    path: Vec<String>,
    schema: &'s Json,
}

/// Where fields start: a form, or a branch of it for entries of one kind.
struct Root {
    form: Form,
    kind: Option<String>,
    whole: Json,
    templates: Vec<Template>,
}

impl Root {
    fn all(loaded: &Loaded) -> Vec<Self> {
        let root = |form, kind| Self { form, kind, whole: schema_of(form, loaded), templates: template::built_in() };
        let kinds = ["breaking", "security", "feature", "improvement", "fix", "deprecation", "known-issue"];
        let of_kinds = |form| kinds.iter().map(move |kind| root(form, Some((*kind).to_owned())));
        [root(Form::Site, None), root(Form::Release, None)]
            .into_iter()
            .chain(of_kinds(Form::Entries))
            .chain(of_kinds(Form::Entry))
            .collect()
    }

    fn start(&self) -> &Json {
        match &self.kind {
            Some(kind) => &self.whole["$defs"][format!("kind-{kind}")],
            None => &self.whole,
        }
    }

    fn resolve<'s>(&'s self, schema: &'s Json) -> &'s Json {
        match schema.get("$ref").and_then(Json::as_str) {
            Some(path) => self.whole.pointer(path.strip_prefix('#').unwrap()).unwrap(),
            None => schema,
        }
    }

    /// Every field and every item, but those of entries within a release, which have a form of their own.
    fn fields(&self) -> Vec<Field<'_>> {
        let mut fields = Vec::new();
        self.collect(self.start(), &mut Vec::new(), &mut fields);
        fields
    }

    fn collect<'s>(&'s self, schema: &'s Json, path: &mut Vec<String>, fields: &mut Vec<Field<'s>>) {
        if path.last().is_some_and(|name| name == "[]") && path.first().is_some_and(|name| name == "entries") {
            return;
        }
        let own = schema.get("properties").and_then(Json::as_object).into_iter().flatten().map(|(name, inner)| (name.as_str(), inner));
        let forms = schema.get("anyOf").and_then(Json::as_array).into_iter().flatten().filter_map(|form| form.get("items"));
        let items = schema.get("items").into_iter().chain(forms).map(|inner| ("[]", inner));
        let others = schema.get("additionalProperties").filter(|inner| inner.is_object()).map(|inner| ("{}", inner));
        for (name, inner) in own.chain(items).chain(others) {
            path.push(name.to_owned());
            fields.push(Field { path: path.clone(), schema: inner });
            self.collect(self.resolve(inner), path, fields);
            path.pop();
        }
    }

    fn validator(&self, schema: &Json) -> jsonschema::Validator {
        let schema_text = schema.to_string();
        let mut schema = schema.clone();
        if let (Some(map), true) = (schema.as_object_mut(), schema_text.contains("$ref")) {
            map.insert("$defs".into(), self.whole["$defs"].clone());
        }
        jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
    }

    /// The least that a schema takes.
    fn least(&self, schema: &Json) -> Json {
        let schema = self.resolve(schema);
        if let Some(required) = schema.get("required").and_then(Json::as_array) {
            let names = required.iter().map(|name| name.as_str().unwrap());
            return Json::Object(names.map(|name| (name.to_owned(), self.field(schema, name))).collect());
        }
        let validator = self.validator(schema);
        palette().into_iter().find(|value| validator.is_valid(value)).unwrap_or_else(|| panic!("nothing fits {schema}"))
    }

    /// The least map that a schema takes.
    fn map(&self, schema: &Json) -> Json {
        if schema.get("required").is_some() { self.least(schema) } else { json!({}) }
    }

    fn field(&self, schema: &Json, name: &str) -> Json {
        match name {
            "products" => json!({ "events": { "name": "Events" } }),
            "kind" => json!(self.kind),
            _ => self.least(&schema["properties"][name]),
        }
    }

    /// A whole document that holds `value` where a path leads, and nothing else that it need not.
    fn document(&self, path: &[String], value: &Json) -> Json {
        let mut document = self.around(self.start(), path, value);
        if self.form == Form::Release && path.first().is_none_or(|name| name != "date") {
            document["date"] = json!("2026-05-12");
        }
        document
    }

    fn around(&self, schema: &Json, path: &[String], value: &Json) -> Json {
        let schema = self.resolve(schema);
        let Some((name, rest)) = path.split_first() else { return value.clone() };
        let inner = |key: &str| schema.get(key).or_else(|| schema.get("anyOf")?.as_array()?.iter().find_map(|form| form.get(key)));
        match name.as_str() {
            "[]" => json!([self.around(inner("items").unwrap(), rest, value)]),
            // `events` is a key wherever keys are made up.
            "{}" => json!({ "events": self.around(inner("additionalProperties").unwrap(), rest, value) }),
            name => {
                let mut map = self.map(schema);
                map[name] = self.around(&schema["properties"][name], rest, value);
                map
            }
        }
    }

    /// What `check` says of the file that holds a document.
    fn check(&self, document: &Json) -> Vec<Diagnostic> {
        let mut files = vec![
            ("content/site.yaml", json!({ "title": "Acme", "url": "https://changes.acme.example/", "products": { "events": { "name": "Events", "components": { "check-in": "Check-in", "ticketing": "Ticketing" } } }, "audiences": { "organizers": { "name": "Organizers" } } }).to_string()),
            ("content/events/2.4.0/release.yaml", "date: 2026-05-12\n".to_owned()),
        ];
        let (path, text) = match self.form {
            Form::Site => ("content/site.yaml", document.to_string()),
            Form::Release => ("content/events/2.4.0/release.yaml", document.to_string()),
            Form::Entries => ("content/events/2.4.0/more.yaml", json!([document]).to_string()),
            Form::Entry => {
                ("content/events/2.4.0/scan.md", format!("---\n{document}\n---\nText.\n\n## Migration\nNone.\n\n## Workaround\nNone.\n"))
            }
        };
        files.retain(|(other, _)| *other != path);
        files.push((path, text));
        files.sort();
        let mut loaded = Loaded::default();
        for (path, text) in files {
            loaded.sources.add(path.to_owned(), text);
        }
        let mut diags = Diagnostics::default();
        if let Some(documents) = parse::parse(&loaded, &mut diags) {
            template::validate(&documents, &self.templates, &loaded.sources, &mut diags);
        }
        diags.iter().filter(|found| loaded.sources.path(found.span.file) == path).cloned().collect()
    }

    fn name(&self, path: &[String]) -> String {
        format!("{}{} {}", self.form.name(), self.kind.as_deref().map_or(String::new(), |kind| format!(" of {kind}")), path.join("."))
    }
}

/// Values of all types, among them one that each field takes.
fn palette() -> Vec<Json> {
    let texts = [
        "Some text",
        "2.4.0",
        "v2.4.0",
        "2026-05-12",
        "2026-05-12T09:00:00Z",
        "2026-05-12 09:00:00.5+02:00",
        "check-in",
        "organizers",
        "https://acme.example/a",
        "HTTPS://acme.example",
        "mailto:a@acme.example",
        "Acme <releases@acme.example>",
        "released",
        "done",
        "hotfix",
        "low",
        "minor",
        "open",
        "added",
        "10%",
        "02:00",
        "2:00",
        ">=2.0.0 <2.4.1 || ^3",
        "2.x",
        "Tuesday",
        "tue",
        "last FRIDAY",
        "8 weeks",
        "3  days",
        "monthly",
        "pages",
        "semver",
        "separate",
        "off",
        "v{version}",
        "CVE-2026-12345",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "2.4.0/scan",
        "releases.acme.example",
        "/old/",
        "+02:00",
        "Many\nlines\n",
        "",
        " ",
    ];
    let others = [
        json!(1),
        json!(1.5),
        json!(true),
        json!([]),
        json!(["Some text"]),
        json!(["check-in"]),
        json!(["organizers"]),
        json!([1]),
        json!([["a"]]),
        json!([{}]),
        json!({}),
        json!({ "name": "Jo" }),
    ];
    texts.iter().map(|text| json!(text)).chain(others).collect()
}

/// Codes that say a value cannot stand in its field.
const OF_VALUES: &[Code] = &[
    Code::WrongType,
    Code::MissingField,
    Code::UnknownField,
    Code::BadValue,
    Code::TooShort,
    Code::TooLong,
    Code::BadVersion,
    Code::BadRange,
    Code::BadDate,
    Code::BadUrl,
    Code::BadId,
    Code::BadReferencePattern,
    Code::UnknownKind,
    Code::UnknownComponent,
    Code::UnknownAudience,
    Code::CveFormat,
    Code::CvssFormat,
];

#[test]
fn every_field_has_a_title_and_a_description() {
    for root in Root::all(&small_site()) {
        for Field { path, schema } in root.fields().iter().filter(|field| field.path.last().unwrap() != "[]") {
            let said = |keyword| schema.get(keyword).or_else(|| root.resolve(schema).get(keyword)).and_then(Json::as_str);
            for keyword in ["title", "description"] {
                assert!(said(keyword).is_some_and(|text| !text.is_empty()), "{}: no {keyword}", root.name(path));
            }
        }
    }
}

#[test]
fn the_schemas_know_the_fields_that_check_knows() {
    let loaded = small_site();
    let mut maps = 0;
    for root in Root::all(&loaded) {
        let inner = root.fields().into_iter().map(|field| (field.path, root.resolve(field.schema)));
        let closed =
            [(Vec::new(), root.start())].into_iter().chain(inner).filter(|(_, schema)| schema["additionalProperties"] == json!(false));
        for (mut path, schema) in closed {
            let fields: BTreeSet<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
            let mut document = root.document(&path, &root.map(schema));
            let map = at(&mut document, &path);
            map["qqqqqqqqqqqq"] = json!("?");
            path.push("qqqqqqqqqqqq".into());
            let found = root.check(&document);
            let unknown = found.iter().find(|found| found.message.contains("has no field `qqqqqqqqqqqq`"));
            // `checks` names codes, which are too many to list.
            let help = unknown.and_then(|found| found.help.clone()).unwrap_or_else(|| panic!("{}: {found:#?}", root.name(&path)));
            if path.first().is_some_and(|name| name == "checks") {
                continue;
            }
            let known: BTreeSet<&str> = help.split('`').skip(1).step_by(2).collect();
            assert_eq!(fields, known, "{}", root.name(&path));
            maps += 1;
        }
    }
    assert!(maps > 90, "only {maps} maps were compared");
}

fn at<'d>(document: &'d mut Json, path: &[String]) -> &'d mut Json {
    path.iter().fold(document, |at, name| match name.as_str() {
        "[]" => &mut at[0],
        "{}" => &mut at["events"],
        name => &mut at[name],
    })
}

#[test]
fn the_schemas_refuse_nothing_that_check_takes_and_every_type_that_it_refuses() {
    let loaded = small_site();
    let (mut cases, mut refused) = (0, 0);
    for root in Root::all(&loaded) {
        let whole = root.validator(root.start());
        // What lists add is the same for every kind.
        if root.form == Form::Entries && root.kind.as_deref() != Some("feature") {
            continue;
        }
        let is_own = |field: &Field| !matches!(root.kind.as_deref(), Some("breaking" | "improvement")) || field.path[0] == "removes";
        for Field { path, .. } in root.fields().iter().filter(|field| is_own(field)) {
            // The kind chooses the branch; the theme says what its options are.
            if path == &["kind"] || path == &["theme_options"] {
                continue;
            }
            for value in palette() {
                let document = root.document(path, &value);
                let found = root.check(&document);
                let takes = whole.is_valid(&document);
                let is_wrong = found.iter().any(|found| OF_VALUES.contains(&found.code));
                let place = || format!("{} = {value}: {found:#?}\nin {document}", root.name(path));
                assert!(takes || is_wrong, "the schema refuses what check takes: {}", place());
                // A blank title gives no id, which is told as a missing one.
                let is_of_type = found.iter().any(|found| match found.code {
                    Code::WrongType | Code::UnknownField => true,
                    Code::MissingField => !found.message.contains("this title gives none"),
                    _ => false,
                });
                assert!(!takes || !is_of_type, "check refuses what the schema takes: {}", place());
                cases += 1;
                refused += usize::from(!takes);
            }
        }
    }
    assert!(cases > 5000 && refused > cases / 2, "{refused} of {cases}");
}

#[test]
fn the_schemas_offer_what_check_offers() {
    for root in Root::all(&small_site()) {
        for Field { path, schema } in root.fields() {
            let told_of_site = matches!(path.last().map(String::as_str), Some("component" | "audience" | "kind"))
                || path.len() == 2 && path[1] == "[]" && matches!(path[0].as_str(), "component" | "audience");
            let document = root.document(&path, &json!("§"));
            let helps = || root.check(&document).iter().filter_map(|found| found.help.clone()).collect::<Vec<_>>();
            if let (Some(words), false) = (schema.get("enum").and_then(Json::as_array), told_of_site) {
                let words = listed(words.iter().filter_map(Json::as_str), "or");
                assert!(helps().iter().any(|help| help.contains(&words)), "{}: {words} in {:?}", root.name(&path), helps());
            }
            if let Some(message) = schema.get("patternErrorMessage").and_then(Json::as_str) {
                assert!(helps().iter().any(|help| help == message), "{}: {message} in {:?}", root.name(&path), helps());
            }
        }
    }
}

#[test]
fn a_template_of_the_site_brings_its_fields_and_what_they_refer_to() {
    let template = "---\nheading: Documentation\nschema:\n  required: [pages]\n  $defs:\n    page: { type: string, format: uri }\n  properties:\n    pages: { type: array, items: { $ref: '#/$defs/page' } }\n---\n<!-- Say what is explained now. -->\n";
    let site = SiteTest::new().file("templates/docs.md", template);
    let loaded = load::site(site.root()).unwrap();
    for (form, list) in [(Form::Entry, false), (Form::Entries, true)] {
        let schema = schema_of(form, &loaded);
        let validator = jsonschema::validator_for(&schema).unwrap();
        let takes = |entry: Json| validator.is_valid(&if list { json!([entry]) } else { entry });
        assert!(takes(json!({ "kind": "docs", "title": "Guides", "pages": ["https://acme.example/guides"] })));
        assert!(!takes(json!({ "kind": "docs", "title": "Guides", "pages": ["guides"] })));
        assert!(!takes(json!({ "kind": "docs", "title": "Guides" })));
        let branch = &schema["$defs"]["kind-docs"];
        assert_eq!(branch["properties"]["pages"]["description"], json!("`pages` of an entry of kind `docs`."));
        assert_eq!(branch["description"], json!("Say what is explained now."));
    }
}
