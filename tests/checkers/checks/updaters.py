"""The notes in the formats of other programs: cyclonedx.json keeps to the schema of CycloneDX 1.6 as the PyPI package
`cyclonedx-python-lib` has it; of the others there is no schema, so they are held to what their documentation asks for."""

import json
from email.utils import parsedate_to_datetime
from importlib.resources import files

from jsonschema import Draft7Validator
from lxml import etree
from referencing import Registry, Resource

from .folder import Problem
from .schema import FORMATS, findings, validator

SPARKLE = "{http://www.andymatuschak.org/xml-namespaces/sparkle}"
MOMENT = {"type": "string", "format": "date-time"}
ADDRESS = {"type": "string", "format": "uri"}

# https://docs.github.com/en/rest/releases/releases#list-releases
GITHUB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["url", "html_url", "id", "tag_name", "name", "draft", "prerelease", "created_at", "published_at", "body", "assets"],
        "properties": {
            "url": ADDRESS,
            "html_url": ADDRESS,
            "id": {"type": "integer", "minimum": 0, "maximum": 2**53},
            "tag_name": {"type": "string", "minLength": 1},
            "name": {"type": "string", "minLength": 1},
            "draft": {"const": False},
            "prerelease": {"type": "boolean"},
            "created_at": MOMENT,
            "published_at": MOMENT,
            "body": {"type": "string", "minLength": 1},
            "assets": {"type": "array"},
        },
        "additionalProperties": False,
    },
}

# https://v2.tauri.app/plugin/updater/#static-json-file
TAURI = {
    "type": "object",
    "required": ["version", "notes", "pub_date", "platforms"],
    "properties": {
        "version": {"type": "string", "pattern": r"^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$"},
        "notes": {"type": "string", "minLength": 1},
        "pub_date": MOMENT,
        "platforms": {"type": "object"},
    },
    "additionalProperties": False,
}


def check(folder):
    judges = {"cyclonedx.json": cyclonedx(), "github-releases.json": validator(GITHUB), "tauri.json": validator(TAURI)}
    found = set()
    for path in folder.files:
        name = path.rsplit("/", 1)[-1]
        if name in judges:
            found.add(name)
            problems = list(findings(judges[name], path, folder.text(path)))
            yield from problems
            if name == "github-releases.json" and not problems:
                yield from listed(folder, path)
        elif name == "appcast.xml":
            found.add(name)
            yield from appcast(folder, path)
    for name in {*judges, "appcast.xml"} - found:
        yield Problem(name, 1, "the site has no such file")


def cyclonedx():
    folder = files("cyclonedx.schema") / "_res"
    schemas = {name: json.loads((folder / name).read_text()) for name in ("bom-1.6.SNAPSHOT.schema.json", "spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json")}
    registry = Registry().with_resources((schema["$id"], Resource.from_contents(schema)) for schema in schemas.values())
    return Draft7Validator(schemas["bom-1.6.SNAPSHOT.schema.json"], registry=registry, format_checker=FORMATS)


def listed(folder, path):
    releases = json.loads(folder.text(path))
    if len({release["id"] for release in releases}) < len(releases):
        yield Problem(path, 1, "two releases have one id")
    dates = [release["published_at"] for release in releases]
    if dates != sorted(dates, reverse=True):
        yield Problem(path, 1, "the newest release does not stand first")
    for release in releases:
        yield from leads(folder, path, release["html_url"])


def appcast(folder, path):
    try:
        items = folder.xml(path).findall("channel/item")
    except etree.XMLSyntaxError as error:
        yield Problem(path, error.lineno or 1, error.msg)
        return
    seen = set()
    for item in items:
        version = item.findtext(f"{SPARKLE}version")
        if not version or version in seen:
            yield Problem(path, item.sourceline, f"no version of its own: {version}")
        seen.add(version)
        # Without a download Sparkle needs to be told that there is none, and where to send people.
        if item.find("enclosure") is None and item.find(f"{SPARKLE}informationalUpdate") is None:
            yield Problem(path, item.sourceline, "neither an enclosure nor sparkle:informationalUpdate")
        if not (item.findtext("description") or "").strip():
            yield Problem(path, item.sourceline, "no notes")
        try:
            parsedate_to_datetime(item.findtext("pubDate") or "")
        except ValueError:
            yield Problem(path, item.sourceline, f"no date: {item.findtext('pubDate')}")
        yield from leads(folder, path, item.findtext("link") or "")


def leads(folder, path, address):
    if not folder.owns(address) or folder.file_at(address) is None:
        yield Problem(path, 1, f"there is no page at `{address}`")
