"""JSON documents against JSON Schema 2020-12, with a line for each finding."""

import json

from jsonschema import Draft202012Validator

from .folder import Problem, line_of

FORMATS = Draft202012Validator.FORMAT_CHECKER

# jsonschema passes a format it has no checker for without a word; these two must be there.
for name in ("date-time", "uri"):
    assert name in FORMATS.checkers, f"the Python package that checks the format `{name}` is missing"


def validator(schema):
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FORMATS)


def findings(validator, path, text):
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        yield Problem(path, error.lineno, f"no JSON: {error.msg}")
        return
    for error in validator.iter_errors(document):
        # The message repeats the value, which may be a whole release.
        message = error.message if len(error.message) < 300 else f"{error.message[:140]} … {error.message[-140:]}"
        yield Problem(path, place(text, document, error), f"{error.json_path}: {message}")


def place(text, document, error):
    """The line of the nearest text around a finding that stands only once in the document."""
    near = [error.instance] + [error.instance.get(key) for key in ("id", "url", "version") if isinstance(error.instance, dict)]
    for value in near:
        written = json.dumps(value, ensure_ascii=False)
        if isinstance(value, str) and text.count(written) == 1:
            return line_of(text, written)
    return 1
