"""Every JSON Feed keeps to version 1.1 of its specification."""

import json
from pathlib import Path

from .folder import Problem
from .schema import findings, validator

SCHEMA = Path(__file__).parent.parent / "jsonfeed.schema.json"


def check(folder):
    judge = validator(json.loads(SCHEMA.read_text()))
    feeds = [path for path, kind in folder.feeds() if kind == "json"]
    if not feeds:
        yield Problem("feed.json", 1, "the site has no JSON Feed")
    for path in feeds:
        yield from findings(judge, path, folder.text(path))
