"""Every record under security/osv/ keeps to the schema of OSV 1.6.7, and security.json leads to each of them.

The schema is <https://github.com/ossf/osv-schema/blob/main/validation/schema.json> (Apache-2.0), as the PyPI package `osv` 0.0.22 has it.
"""

import json
import re
from pathlib import Path

from .folder import Problem
from .schema import findings, validator

SCHEMA = Path(__file__).parent.parent / "osv.schema.json"


def check(folder):
    judge = validator(json.loads(SCHEMA.read_text()))
    records = {path for path in folder.files if path.startswith("security/osv/")}
    for path in sorted(records):
        text = folder.text(path)
        yield from findings(judge, path, text)
        yield from same_id(path, text)
    told = set()
    for path in folder.files:
        if re.fullmatch(r"api/v1/[^/]+/security\.json", path):
            told |= {update["osv"] for update in json.loads(folder.text(path))["updates"] if "osv" in update}
    for path in sorted(records):
        if folder.address(path) not in told:
            yield Problem(path, 1, "no security.json leads to this record")
    for address in sorted(told):
        if folder.file_at(address) not in records:
            yield Problem("api/v1", 1, f"there is no record at `{address}`")


def same_id(path, text):
    """Scanners ask for a record by its id."""
    try:
        name = json.loads(text).get("id")
    except json.JSONDecodeError:
        return
    if path != f"security/osv/{name}.json":
        yield Problem(path, 1, f"the record of `{name}` stands under another name")
