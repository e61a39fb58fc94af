"""Every document under api/v1/ keeps to the part of api/v1/schema.json that its path names."""

import json
import re

from .folder import FORBIDDEN, Problem, addresses, fragment, line_of
from .schema import findings, validator

# Path under api/v1/ to the name in `$defs`. Anything else takes its own stem: PRODUCT/latest.json is `latest`.
BY_PATH = [(r"[^/]+/releases/[^/]+\.json", "release"), (r"[^/]+/pages/\d+\.json", "page")]
REQUIRED = {"index", "latest", "releases", "release", "page", "known-issues", "deprecations", "security", "calendar", "upgrade"}


def check(folder):
    if "api/v1/schema.json" not in folder.known:
        yield Problem("api/v1/schema.json", 1, "missing")
        return
    schema = json.loads(folder.text("api/v1/schema.json"))
    judges, seen = {}, set()
    for path in folder.ending(".json"):
        if not path.startswith("api/v1/") or path == "api/v1/schema.json":
            continue
        name = definition(path.removeprefix("api/v1/"))
        seen.add(name)
        if name not in schema.get("$defs", {}):
            yield Problem(path, 1, f"schema.json has no `$defs/{name}` for this document")
            continue
        # A definition that requires nothing would pass any object.
        if not schema["$defs"][name].get("required"):
            yield Problem("api/v1/schema.json", 1, f"`$defs/{name}` requires no field")
        if name not in judges:
            judges[name] = validator({**schema, "$ref": f"#/$defs/{name}"})
        text = folder.text(path)
        yield from findings(judges[name], path, text)
        yield from markup(path, text)
    for name in sorted(REQUIRED - seen):
        yield Problem("api/v1", 1, f"no document of the type `{name}`")


def definition(path):
    for pattern, name in BY_PATH:
        if re.fullmatch(pattern, path):
            return name
    return path.rsplit("/", 1)[-1].removesuffix(".json")


def markup(path, text):
    """HTML is shown on other sites, so its links are absolute; it comes with its plain text."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError:
        return
    for node in objects(document):
        for key, value in node.items():
            if isinstance(value, str) and FORBIDDEN.search(value):
                yield Problem(path, line_of(text, f'"{key}"'), f"`{key}` holds a control character")
        if not isinstance(node.get("html"), str):
            continue
        line = line_of(text, json.dumps(node["html"], ensure_ascii=False))
        if "text" not in node:
            yield Problem(path, line, "`html` comes without `text`")
        for _, name, address in addresses(fragment(node["html"])):
            if not re.match(r"[a-z][a-z0-9+.-]*:", address):
                yield Problem(path, line, f"relative {name} in HTML: `{address}`")


def objects(node):
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from objects(child)
