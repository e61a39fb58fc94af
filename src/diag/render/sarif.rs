//! SARIF 2.1.0 (OASIS Standard), for uploads to code scanning.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;

use crate::diag::{ALL_CODES, Diagnostic, Diagnostics, Edit, Explanation, Severity};
use crate::source::{Sources, Span};

use super::{NAME, PAGE, lines};

/// What a path may not hold as it is in the URI of an artifact (RFC 3986 §3.3).
const NOT_IN_PATHS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

// The parts of the format that are written here, with its own names.

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<ResultObject<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Message<'static>,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message<'a> {
    text: std::borrow::Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message<'a>,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

/// From 1, columns in characters, the end exclusive (§3.30).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix<'a> {
    artifact_changes: [ArtifactChange<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: ArtifactLocation,
    replacements: [Replacement<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Message<'a>,
}

/// One log with one run. `base` is the way from the repository to the site's folder, with a slash at its end.
pub fn sarif(sources: &Sources, diags: &Diagnostics, base: &str) -> String {
    let place = Place { sources, base };
    let driver = Driver {
        name: NAME,
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: PAGE,
        rules: ALL_CODES.iter().map(rule).collect(),
    };
    let run = Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results: diags.iter().map(|one| place.result(one)).collect() };
    let log = Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
    // Plain strings and numbers always serialize.
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn rule(explanation: &Explanation) -> Rule {
    Rule {
        id: explanation.name,
        short_description: Message { text: explanation.meaning.into() },
        default_configuration: Configuration { level: level(explanation.severity) },
    }
}

fn level(severity: Severity) -> &'static str {
    // The names of SARIF's levels (§3.27.10) are ours.
    severity.name()
}

struct Place<'a> {
    sources: &'a Sources,
    base: &'a str,
}

impl Place<'_> {
    fn result<'a>(&self, diagnostic: &'a Diagnostic) -> ResultObject<'a> {
        let location = |id, message, span| Location { id, message, physical_location: self.physical(span) };
        let related = diagnostic.related.iter().enumerate();
        ResultObject {
            rule_id: diagnostic.code.name(),
            rule_index: diagnostic.code as usize,
            level: level(diagnostic.severity),
            message: Message { text: lines(diagnostic).into() },
            locations: [location(None, None, diagnostic.span)],
            related_locations: related
                .map(|(index, (span, role))| location(Some(index + 1), Some(Message { text: role.into() }), *span))
                .collect(),
            fixes: diagnostic.fix.iter().map(|edit| self.fix(edit)).collect(),
        }
    }

    fn fix<'a>(&self, edit: &'a Edit) -> Fix<'a> {
        let physical = self.physical(edit.span);
        let replacement = Replacement { deleted_region: physical.region, inserted_content: Message { text: edit.text.as_str().into() } };
        Fix { artifact_changes: [ArtifactChange { artifact_location: physical.artifact_location, replacements: [replacement] }] }
    }

    fn physical(&self, span: Span) -> PhysicalLocation {
        let (start, end) = self.sources.positions(span);
        let path = format!("{}{}", self.base, self.sources.path(span.file));
        PhysicalLocation {
            artifact_location: ArtifactLocation { uri: utf8_percent_encode(&path, NOT_IN_PATHS).to_string(), uri_base_id: "%SRCROOT%" },
            region: Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column },
        }
    }
}
